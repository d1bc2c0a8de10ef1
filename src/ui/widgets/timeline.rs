//! The timeline: pages, windows, activity, idle gaps, signals, pins, ruler, and a play head to drag.

use crate::event::Time;
use crate::facts::SignalKind;
use crate::library::Stance;
use crate::ui::theme::{self, Face, Tokens, radius, size};
use crate::ui::words;
use egui::{Align, Color32, Key, Painter, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Bars of the activity lane.
pub const BARS: usize = 250;

/// The height of the widget, in points…
const HEIGHT: f32 = 126.0;
/// …and what the lane of windows adds to it.
const WINDOWS: f32 = 19.0;

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
    /// How much was done in each of [`BARS`] parts of the duration; 255 the most.
    pub activity: Vec<u8>,
    /// Idle gaps.
    pub idle: Vec<(Time, Time)>,
    /// Signals by kind, and other clicks (`None`).
    pub marks: Vec<(Time, Option<SignalKind>)>,
    /// Pinned evidence.
    pub pins: Vec<(Time, Stance)>,
}

impl Lanes {
    /// The height that the timeline needs, in points.
    pub fn height(&self) -> f32 {
        HEIGHT + self.windows_height()
    }

    fn windows_height(&self) -> f32 {
        if self.windows.is_empty() { 0.0 } else { WINDOWS }
    }
}

/// What people call a tab or window of that number.
pub fn window_name(number: u16) -> String {
    format!("Tab {}", u32::from(number) + 1)
}

/// Counts moments into [`BARS`] parts of `duration`, scaled so that the busiest is 255.
pub fn activity(moments: &[Time], duration: Time) -> Vec<u8> {
    let mut counts = vec![0_u32; BARS];
    for moment in moments {
        let place =
            moment.0.max(0).saturating_mul(i64::try_from(BARS).unwrap_or(i64::MAX)) / duration.0.max(1);
        counts[usize::try_from(place).unwrap_or_default().min(BARS - 1)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or_default().max(1);
    counts.iter().map(|count| u8::try_from(count * 255 / most).unwrap_or(u8::MAX)).collect()
}

/// Draws the timeline with the play head at `now`; gives back where it was dragged or clicked to.
pub fn timeline(ui: &mut Ui, lanes: &Lanes, now: Time) -> Option<Time> {
    let tokens = theme::tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), lanes.height()), Sense::click_and_drag());
    describe(ui, &response, lanes, now);
    let scale = Scale { left: rect.left(), width: rect.width().max(1.0), duration: lanes.duration };
    if ui.is_rect_visible(rect) {
        paint(ui, rect, (lanes, now), &scale, tokens);
        head(ui.painter(), rect, scale.x(now), tokens);
        if let Some(at) = response.hover_pos().filter(|_| !response.dragged()) {
            hint(ui.painter(), rect, scale.time(at.x), at.x, tokens);
        }
    }
    let pointer = (response.dragged() || response.clicked() || response.is_pointer_button_down_on())
        .then(|| response.interact_pointer_pos())
        .flatten();
    pointer.map(|at| scale.time(at.x)).filter(|&to| to != now).or_else(|| asked_by_reader(ui, &response, now))
}

struct Scale {
    left: f32,
    width: f32,
    duration: Time,
}

impl Scale {
    fn x(&self, time: Time) -> f32 {
        let share = time.0.clamp(0, self.duration.0.max(0)) as f64 / self.duration.0.max(1) as f64;
        self.left + self.width * theme::points(share)
    }

    #[expect(clippy::cast_possible_truncation, reason = "between 0 and the duration")]
    fn time(&self, x: f32) -> Time {
        let share = f64::from(((x - self.left) / self.width).clamp(0.0, 1.0));
        Time((share * self.duration.0 as f64).round() as i64)
    }
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

fn paint(ui: &Ui, rect: Rect, (lanes, now): (&Lanes, Time), scale: &Scale, tokens: &Tokens) {
    let painter = ui.painter();
    pages(painter, rect, (lanes, now), scale, tokens);
    windows(painter, rect, (lanes, now), scale, tokens);
    let top = rect.top() + lanes.windows_height();
    let floor = top + 72.0;
    idle(painter, lanes, scale, (top + 32.0, floor), tokens);
    let step = rect.width() / BARS as f32;
    for (place, &much) in lanes.activity.iter().enumerate() {
        let left = rect.left() + place as f32 * step;
        let height = (f32::from(much) / 255.0).sqrt() * 36.0;
        let bar = Rect::from_min_max(
            pos2(left, floor - height.max(if much > 0 { 3.0 } else { 1.0 })),
            pos2(left + (step * 0.55).max(1.0), floor),
        );
        painter.rect_filled(bar, 0, Tokens::half(tokens.accent));
    }
    marks(painter, top + 85.0, lanes, scale, tokens);
    for &(at, stance) in &lanes.pins {
        let color = if stance == Stance::For { tokens.good } else { tokens.rage };
        diamond(painter, scale.x(at), top + 103.0, color);
    }
    ruler(painter, rect, scale, tokens);
}

fn pages(painter: &Painter, rect: Rect, (lanes, now): (&Lanes, Time), scale: &Scale, tokens: &Tokens) {
    let current = lanes.pages.partition_point(|(from, ..)| *from <= now).saturating_sub(1);
    for (place, (from, to, name)) in lanes.pages.iter().enumerate() {
        let lane = Rect::from_min_max(
            pos2(scale.x(*from), rect.top()),
            pos2((scale.x(*to) - 2.0).max(scale.x(*from) + 1.0), rect.top() + 20.0),
        );
        let ground = if place == current { tokens.chosen } else { tokens.raised };
        painter.rect_filled(lane, radius::S - 2, ground);
        if lane.width() > 24.0 {
            let font = theme::font(Face::Medium, size::TINY);
            let galley = super::one_line(painter, name, font, tokens.text, lane.width() - 12.0);
            super::put(painter, (lane.left() + 7.0, lane.center().y), Align::Min, galley);
        }
    }
}

/// The windows below the pages: a line for each stretch, thick where the play head is, and its name.
fn windows(painter: &Painter, rect: Rect, (lanes, now): (&Lanes, Time), scale: &Scale, tokens: &Tokens) {
    let current = lanes.windows.partition_point(|(from, ..)| *from <= now).saturating_sub(1);
    for (place, (from, to, number)) in lanes.windows.iter().enumerate() {
        let lane = Rect::from_min_max(
            pos2(scale.x(*from), rect.top() + 23.0),
            pos2((scale.x(*to) - 2.0).max(scale.x(*from) + 1.0), rect.top() + 39.0),
        );
        let color = if place == current { tokens.accent } else { tokens.faint };
        let line = Rect::from_min_max(lane.min, pos2(lane.right(), lane.top() + 2.0));
        painter.rect_filled(line, 1, color);
        if lane.width() > 34.0 {
            let color = if place == current { tokens.text } else { tokens.muted };
            let font = theme::font(Face::Medium, size::TINY);
            let galley = super::one_line(painter, &window_name(*number), font, color, lane.width() - 8.0);
            super::put(painter, (lane.left() + 2.0, lane.center().y + 2.0), Align::Min, galley);
        }
    }
}

fn idle(painter: &Painter, lanes: &Lanes, scale: &Scale, (top, bottom): (f32, f32), tokens: &Tokens) {
    for &(from, to) in &lanes.idle {
        let gap = Rect::from_min_max(pos2(scale.x(from), top), pos2(scale.x(to), bottom));
        let inside = painter.with_clip_rect(gap.intersect(painter.clip_rect()));
        let mut x = gap.left() - gap.height();
        while x < gap.right() {
            let line = [pos2(x, gap.bottom()), pos2(x + gap.height(), gap.top())];
            inside.line_segment(line, Stroke::new(3.0, tokens.raised));
            x += 9.0;
        }
    }
}

/// Marks thinned out to one a point; signals lie over clicks.
fn marks(painter: &Painter, y: f32, lanes: &Lanes, scale: &Scale, tokens: &Tokens) {
    let mut last = f32::NEG_INFINITY;
    for &(at, _) in lanes.marks.iter().filter(|(_, kind)| kind.is_none()) {
        let x = scale.x(at);
        if x - last >= 1.0 {
            painter.rect_filled(Rect::from_center_size(pos2(x, y), vec2(2.5, 13.0)), 1, tokens.faint);
            last = x;
        }
    }
    for &(at, kind) in &lanes.marks {
        let Some(kind) = kind else { continue };
        let color = super::session_row::signal_color(tokens, kind);
        painter.rect_filled(Rect::from_center_size(pos2(scale.x(at), y), vec2(3.0, 15.0)), 1, color);
    }
}

fn diamond(painter: &Painter, x: f32, y: f32, color: Color32) {
    let points = vec![pos2(x, y - 7.0), pos2(x + 5.0, y), pos2(x, y + 7.0), pos2(x - 5.0, y)];
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}

fn ruler(painter: &Painter, rect: Rect, scale: &Scale, tokens: &Tokens) {
    const STEPS_S: [i64; 10] = [5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
    let wanted = i64::from(scale.width > 0.0) * scale.duration.0 / 1000 / 6;
    let step = STEPS_S.into_iter().find(|&step| step >= wanted).unwrap_or(7200) * 1000;
    let y = rect.bottom() - 8.0;
    let lay = |time| {
        painter.layout_no_wrap(words::clock(time), theme::font(Face::Regular, size::TINY), tokens.faint)
    };
    let mut at = 0;
    while at + step / 2 < scale.duration.0 {
        let align = if at == 0 { Align::Min } else { Align::Center };
        super::put(painter, (scale.x(Time(at)), y), align, lay(Time(at)));
        at += step;
    }
    super::put(painter, (rect.right(), y), Align::Max, lay(scale.duration));
}

fn head(painter: &Painter, rect: Rect, x: f32, tokens: &Tokens) {
    painter.vline(x, rect.top()..=rect.bottom() - 14.0, Stroke::new(2.0, tokens.text));
    painter.circle_filled(pos2(x, rect.top() - 1.0), 7.0, tokens.text);
}

fn hint(painter: &Painter, rect: Rect, at: Time, x: f32, tokens: &Tokens) {
    painter.vline(x, rect.top()..=rect.bottom() - 14.0, Stroke::new(1.0, tokens.faint));
    let galley =
        painter.layout_no_wrap(words::clock_tenths(at), theme::font(Face::Medium, size::TINY), tokens.text);
    let half = galley.size().x / 2.0 + 6.0;
    let center =
        pos2(x.clamp(rect.left() + half, (rect.right() - half).max(rect.left() + half)), rect.bottom() - 8.0);
    let ground = Rect::from_center_size(center, galley.size() + vec2(12.0, 4.0));
    painter.rect_filled(ground, radius::S, tokens.raised);
    super::put(painter, (center.x, center.y), Align::Center, galley);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_times_are_each_others_inverse() {
        let scale = Scale { left: 10.0, width: 1000.0, duration: Time(100_000) };
        for ms in [0, 1, 12_345, 99_999, 100_000] {
            assert!((scale.time(scale.x(Time(ms))).0 - ms).abs() <= 1, "{ms}");
        }
        assert_eq!(scale.time(-50.0), Time::ZERO);
        assert_eq!(scale.time(5000.0), Time(100_000));
    }

    #[test]
    fn activity_is_scaled_to_the_busiest_part() {
        let bars = activity(&[Time(0), Time(1), Time(500), Time(1000)], Time(1000));
        assert_eq!((bars[0], bars[125], bars[BARS - 1]), (255, 127, 127));
        assert_eq!(activity(&[], Time(0)).len(), BARS);
    }
}
