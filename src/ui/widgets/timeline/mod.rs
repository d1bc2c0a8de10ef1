//! The timeline: pages, windows, activity, idle gaps, rows of marks, ruler, and a play head to drag.
//!
//! It shows a part of the recording. Ctrl and the wheel, or two fingers, make that part smaller or larger;
//! the wheel, a drag with the middle button or with Shift moves it.

mod paint;
mod scale;

pub use scale::{Span, moved, zoomed};

use crate::event::Time;
use crate::ui::theme::{self, Tokens};
use crate::ui::words;
use egui::{Color32, Key, PointerButton, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use scale::Scale;
use std::collections::BTreeMap;

/// Bars of the activity lane.
const BARS: usize = 250;
/// The height of pages and activity, in points…
const UPPER: f32 = 76.0;
/// …what the lane of windows adds to it…
const WINDOWS: f32 = 19.0;
/// …and the ruler.
const RULER: f32 = 14.0;
/// So many marks are named one by one for screen readers, and can be clicked one by one.
const NAMED: usize = 60;

/// A row of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// What the visitor did: clicks, taps, inputs.
    Interactions,
    /// Friction.
    Signals,
    /// Lines of the console, script errors.
    Console,
    /// Requests of the page.
    Network,
    /// Events that the page named itself.
    Custom,
    /// What the shopper said.
    Answers,
    /// What was pinned.
    Evidence,
}

impl Lane {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interactions => "Interactions",
            Self::Signals => "Signals",
            Self::Console => "Console",
            Self::Network => "Network",
            Self::Custom => "Events",
            Self::Answers => "Answers",
            Self::Evidence => "Evidence",
        }
    }

    /// Whether each of its marks is worth being reached for itself.
    fn is_named(self) -> bool {
        !matches!(self, Self::Interactions | Self::Network | Self::Custom)
    }
}

/// The colour of a mark, by what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tint {
    /// One of many.
    Quiet,
    /// Rage, refusals, "against".
    Rage,
    /// Dead clicks, warnings.
    Dead,
    /// Errors.
    Error,
    /// Neutral.
    Info,
    /// "Supports".
    Good,
}

impl Tint {
    /// The colour itself.
    pub fn color(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Quiet => tokens.faint,
            Self::Rage => tokens.rage,
            Self::Dead => tokens.dead,
            Self::Error => tokens.error,
            Self::Info => tokens.info,
            Self::Good => tokens.good,
        }
    }
}

/// Something at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// When.
    pub at: Time,
    /// What it means.
    pub tint: Tint,
    /// What it is, in a few words.
    pub title: String,
}

/// What stands on the timeline; made once for a session.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lanes {
    /// How long the recording is.
    pub duration: Time,
    /// Pages: from, to, name.
    pub pages: Vec<(Time, Time, String)>,
    /// Which browser tab or window was active: from, to, its number from 0. Empty where there is one
    /// only.
    pub windows: Vec<(Time, Time, u16)>,
    /// When something was done, ascending.
    pub moments: Vec<Time>,
    /// Idle gaps.
    pub idle: Vec<Span>,
    /// Marks by row, ascending in time; a row without any is not there.
    pub rows: BTreeMap<Lane, Vec<Mark>>,
}

impl Lanes {
    /// The height that the timeline needs, in points.
    pub fn height(&self) -> f32 {
        self.marks_top() + self.rows.len() as f32 * self.row_height() + RULER
    }

    /// Puts marks in the place of those that a row has; without any, the row goes.
    pub fn set(&mut self, lane: Lane, mut marks: Vec<Mark>) {
        marks.sort_by_key(|mark| mark.at);
        if marks.is_empty() {
            self.rows.remove(&lane);
        } else {
            self.rows.insert(lane, marks);
        }
    }

    fn windows_height(&self) -> f32 {
        if self.windows.is_empty() { 0.0 } else { WINDOWS }
    }

    fn marks_top(&self) -> f32 {
        UPPER + self.windows_height()
    }

    fn row_height(&self) -> f32 {
        if self.rows.len() > 3 { 15.0 } else { 18.0 }
    }

    /// The row at that height below the timeline's top.
    fn row_at(&self, y: f32) -> Option<(Lane, &[Mark])> {
        let place = (y - self.marks_top()) / self.row_height();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and few")]
        let place = (place >= 0.0).then_some(place as usize)?;
        self.rows.iter().nth(place).map(|(lane, marks)| (*lane, marks.as_slice()))
    }
}

/// What people call a tab or window of that number.
pub fn window_name(number: u16) -> String {
    format!("Tab {}", u32::from(number) + 1)
}

/// How much was done in each of [`BARS`] parts of `span`, scaled so that the busiest is 255. `moments` are
/// ascending.
fn activity(moments: &[Time], span: Span) -> Vec<u8> {
    let bars = i64::try_from(BARS).unwrap_or(i64::MAX);
    let whole = span.1.since(span.0).max(1);
    let before = |part: i64| {
        let edge = span.0.plus(whole.saturating_mul(part) / bars);
        moments.partition_point(|moment| if part == bars { *moment <= edge } else { *moment < edge })
    };
    let edges: Vec<usize> = (0..=bars).map(before).collect();
    let counts: Vec<usize> = edges.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect();
    let most = counts.iter().copied().max().unwrap_or_default().max(1);
    counts.iter().map(|count| u8::try_from(count * 255 / most).unwrap_or(u8::MAX)).collect()
}

/// How the timeline stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// The play head.
    pub now: Time,
    /// The part of the recording that is shown.
    pub span: Span,
    /// The part that is played over and over.
    pub looped: Option<Span>,
    /// Idle gaps are jumped over.
    pub skips: bool,
}

/// What was asked of the timeline in this frame.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Asked {
    /// To go to this moment.
    pub seek: Option<Time>,
    /// To show this part.
    pub span: Option<Span>,
    /// The moment below the pointer, and where that is on the screen: the middle of a picture's lower edge.
    pub over: Option<(Time, Pos2)>,
    /// The pointer holds the play head.
    pub held: bool,
}

/// Draws the timeline; gives back what was asked of it.
pub fn timeline(ui: &mut Ui, lanes: &Lanes, position: &Position) -> Asked {
    let tokens = theme::tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), lanes.height()), Sense::click_and_drag());
    describe(ui, &response, lanes, position.now);
    let scale = Scale { left: rect.left(), width: rect.width().max(1.0), span: position.span };
    let hovered = response.hover_pos();
    if ui.is_rect_visible(rect) {
        paint::paint(ui.painter(), rect, (lanes, position), &scale, tokens);
        if let Some(at) = hovered.filter(|_| !response.dragged()) {
            paint::hint(ui.painter(), rect, (lanes, at), &scale, tokens);
        }
    }
    let pans = response.dragged_by(PointerButton::Middle) || ui.input(|input| input.modifiers.shift);
    let pointer = (!pans
        && (response.dragged() || response.clicked() || response.is_pointer_button_down_on()))
    .then(|| response.interact_pointer_pos())
    .flatten();
    let now = position.now;
    let seek = named(ui, rect, lanes, &scale)
        .or_else(|| pointer.map(|at| scale.time(at.x)))
        .filter(|&to| to != now)
        .or_else(|| asked_by_reader(ui, &response, now));
    let over = pointer.or(hovered).map(|at| (scale.time(at.x), pos2(at.x, rect.top() - 10.0)));
    Asked { seek, span: shown(ui, &response, lanes, &scale, pans), over, held: pointer.is_some() }
}

/// Another part, when the wheel was turned or the part was dragged.
fn shown(ui: &Ui, response: &Response, lanes: &Lanes, scale: &Scale, pans: bool) -> Option<Span> {
    let (span, duration) = (scale.span, lanes.duration);
    let ms_a_point = span.1.since(span.0) as f64 / f64::from(scale.width);
    #[expect(clippy::cast_possible_truncation, reason = "a part of the duration")]
    let by = |points: f32| (-f64::from(points) * ms_a_point) as i64;
    let other = if let Some(at) = response.hover_pos() {
        let (zoom, scroll) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta()));
        let scrolled = if scroll.x.abs() > scroll.y.abs() { scroll.x } else { scroll.y };
        if zoom != 1.0 {
            zoomed(span, f64::from(zoom), scale.time(at.x), duration)
        } else if pans && response.dragged() {
            moved(span, by(response.drag_delta().x), duration)
        } else {
            moved(span, by(scrolled), duration)
        }
    } else if pans && response.dragged() {
        moved(span, by(response.drag_delta().x), duration)
    } else {
        span
    };
    (other != span).then_some(other)
}

/// Gives marks names and makes them buttons, while they are few; gives back the moment of one that was
/// clicked.
fn named(ui: &Ui, rect: Rect, lanes: &Lanes, scale: &Scale) -> Option<Time> {
    let worth =
        |marks: &[Mark]| marks.iter().filter(|mark| !mark.title.is_empty() && scale.shows(mark.at)).count();
    let count: usize =
        lanes.rows.iter().filter(|(lane, _)| lane.is_named()).map(|(_, marks)| worth(marks)).sum();
    if count > NAMED {
        return None;
    }
    let mut clicked = None;
    for (place, (lane, marks)) in lanes.rows.iter().enumerate() {
        let y = rect.top() + lanes.marks_top() + (place as f32 + 0.5) * lanes.row_height();
        let shown =
            marks.iter().enumerate().filter(|(_, mark)| !mark.title.is_empty() && scale.shows(mark.at));
        for (number, mark) in shown.filter(|_| lane.is_named()) {
            let area = Rect::from_center_size(pos2(scale.x(mark.at), y), vec2(9.0, lanes.row_height()));
            let response = ui.interact(area, ui.scope_id().with((*lane, number)), Sense::click());
            let name = format!("{}, {}", mark.title, words::clock(mark.at));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                clicked = Some(mark.at);
            }
        }
    }
    clicked
}

/// A thin bar that says which part of the recording the timeline shows, and moves it.
pub fn part_bar(ui: &mut Ui, span: Span, duration: Time) -> Option<Span> {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 11.0), Sense::click_and_drag());
    let name = format!("Shows {} to {}", words::clock(span.0), words::clock(span.1));
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, &name));
    let whole = Scale { left: rect.left(), width: rect.width().max(1.0), span: (Time::ZERO, duration) };
    let track = Rect::from_center_size(rect.center(), vec2(rect.width(), 4.0));
    let thumb =
        Rect::from_x_y_ranges(whole.x(span.0)..=whole.x(span.1).max(whole.x(span.0) + 8.0), track.y_range());
    ui.painter().rect_filled(track, 2, tokens.raised);
    let color = if response.hovered() || response.dragged() { tokens.muted } else { tokens.faint };
    ui.painter().rect_filled(thumb, 2, color);
    let at = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked())?;
    let half = span.1.since(span.0) / 2;
    let by = whole.time(at.x).since(span.0.plus(half));
    let other = moved(span, by, duration);
    (other != span).then_some(other)
}

/// Name, value and range for screen readers and tests.
fn describe(ui: &Ui, response: &Response, lanes: &Lanes, now: Time) {
    response.widget_info(|| WidgetInfo::slider(true, now.0 as f64, "Timeline"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(lanes.duration.0 as f64);
        node.set_numeric_value_step(1000.0);
        node.add_action(egui::accesskit::Action::SetValue);
        node.set_value(format!("{} of {}", words::clock_tenths(now), words::clock(lanes.duration)));
    });
}

fn asked_by_reader(ui: &Ui, response: &Response, now: Time) -> Option<Time> {
    use egui::accesskit::{Action, ActionData};
    let mut to = None;
    let focused = response.has_focus(); // asked before: the input is locked below
    ui.input(|input| {
        for request in input.accesskit_action_requests(response.id, Action::SetValue) {
            if let Some(ActionData::NumericValue(value)) = request.data {
                #[expect(clippy::cast_possible_truncation, reason = "a time in ms")]
                let value = value as i64;
                to = Some(Time(value));
            }
        }
        if focused && input.key_pressed(Key::Home) {
            to = Some(Time::ZERO);
        }
    });
    to.filter(|&to| to != now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activity_is_scaled_to_the_busiest_part() {
        let moments = [Time(0), Time(1), Time(500), Time(1000)];
        let bars = activity(&moments, (Time(0), Time(1000)));
        assert_eq!((bars[0], bars[125], bars[BARS - 1]), (255, 127, 127));
        assert_eq!(activity(&moments, (Time(400), Time(600))).iter().filter(|bar| **bar > 0).count(), 1);
        assert_eq!(activity(&[], (Time(0), Time(0))).len(), BARS);
    }

    #[test]
    fn rows_without_marks_take_no_room() {
        let mut lanes = Lanes::default();
        let bare = lanes.height();
        lanes.set(Lane::Evidence, vec![Mark { at: Time(3), tint: Tint::Good, title: String::new() }]);
        assert!(lanes.height() > bare);
        lanes.set(Lane::Evidence, Vec::new());
        assert_eq!(lanes.height(), bare);
    }
}
