//! Below the stage: play, jump, speed, pin; and the timeline.

use super::command::WhyCommand;
use super::open_session::OpenSession;
use super::{clip, glance, options};
use crate::event::Time;
use crate::replay::Player;
use crate::ui::command::{Command, EvidenceCommand, Play};
use crate::ui::icons::{self, Icon};
use crate::ui::state::{Opened, State};
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::timeline::{Lanes, Position, part_bar, timeline};
use crate::ui::widgets::{self};
use crate::ui::words;
use egui::{Align, Layout, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

/// The height of the panel without the timeline.
const CONTROLS: f32 = 82.0;

/// How much room there is for words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breadth {
    /// For all.
    Wide,
    /// For short ones.
    Narrow,
    /// For next to none.
    Tight,
}

impl Breadth {
    fn of(width: f32) -> Self {
        match width {
            _ if width < 560.0 => Self::Tight,
            _ if width < 830.0 => Self::Narrow,
            _ => Self::Wide,
        }
    }
}

/// The height of the panel.
pub(super) fn height(opened: &Opened) -> f32 {
    let lanes = opened.session.as_deref().map(|session| session.lanes.height());
    CONTROLS + lanes.unwrap_or_else(|| Lanes::default().height())
}

/// Draws the panel.
pub(super) fn transport(ui: &mut Ui, state: &State, opened: &Opened, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let Some(session) = opened.session.as_deref() else {
        if state.glimpse.is_some() {
            ui.add_space(space::L);
            let told = "Reading the rest of this long recording. Then it can be played.";
            widgets::words(ui, told, (Face::Regular, size::BODY), tokens.muted);
        }
        return;
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(10.0);
    let now = session.player.time();
    let breadth = Breadth::of(ui.available_width());
    let tight = breadth == Breadth::Tight;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 36.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let mut push = |command: Play| commands.push(Command::Play(command));
            if small(ui, icons::SKIP_BACK, "Previous signal (P)", "Previous signal").clicked() {
                push(Play::PreviousSignal);
            }
            if !tight
                && small(ui, icons::ARROW_COUNTER_CLOCKWISE, "Back 5 seconds (←)", "Back 5 seconds").clicked()
            {
                push(Play::By(-5000));
            }
            if play_button(ui, tokens, session.player.is_playing()).clicked() {
                push(Play::Toggle);
            }
            if !tight && small(ui, icons::ARROW_CLOCKWISE, "On 5 seconds (→)", "On 5 seconds").clicked() {
                push(Play::By(5000));
            }
            if small(ui, icons::SKIP_FORWARD, "Next signal (N)", "Skip to next signal").clicked() {
                push(Play::NextSignal);
            }
            ui.add_space(space::XS);
            widgets::words(ui, words::clock_tenths(now), (Face::Bold, size::BODY), tokens.text);
            let whole = format!("/ {}", words::clock(Time(session.player.duration().0)));
            if !tight {
                widgets::words(ui, whole, (Face::Regular, size::BODY), tokens.muted);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = if tight { 4.0 } else { 9.0 };
                right(ui, (state, opened), session, breadth, commands);
            });
        },
    );
    ui.add_space(11.0);
    let span = session.span();
    let position =
        Position { now, span, looped: session.player.looped(), skips: session.player.skips_idle() };
    let asked = timeline(ui, &session.lanes, &position);
    let whole = (Time::ZERO, session.player.duration());
    let moved = if span == whole { None } else { part_bar(ui, span, whole.1) };
    if let Some(span) = asked.span.or(moved) {
        commands.push(Command::Why(WhyCommand::Show(span)));
    }
    if let Some(to) = asked.seek {
        commands.push(Command::Play(Play::Seek(to)));
    }
    if asked.held != session.held {
        commands.push(Command::Why(WhyCommand::Hold(asked.held)));
    }
    let over = asked.over.map(|(at, _)| at);
    // Only news: a command asks for another frame.
    if over != session.thumbs.pointed() {
        commands.push(Command::Why(WhyCommand::Look(over)));
    }
    if let Some(over) = asked.over.filter(|_| !asked.held) {
        glance::glance(ui, session, over);
    }
}

fn right(
    ui: &mut Ui,
    (state, opened): (&State, &Opened),
    session: &OpenSession,
    breadth: Breadth,
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    let player = &session.player;
    let pin = Command::Evidence(EvidenceCommand::Pin);
    let refused = opened.library.read_only().then_some("This library can only be read here");
    let (narrow, tight) = (breadth != Breadth::Wide, breadth == Breadth::Tight);
    let button = match breadth {
        Breadth::Wide => Push::new("Pin evidence").icon(icons::PUSH_PIN),
        Breadth::Narrow => Push::new("Pin").icon(icons::PUSH_PIN),
        Breadth::Tight => Push::icon_only(icons::PUSH_PIN, "Pin evidence"),
    };
    let button = button.name("Pin evidence").tone(Tone::Primary).key(ui, &pin).refused(refused);
    if button.show(ui).clicked() {
        commands.push(pin);
    }
    options::menu(ui, state, commands);
    clip::button(ui, state, session, narrow, commands);
    let skips = player.skips_idle();
    let ink = if skips { tokens.accent } else { tokens.text };
    let skip = if tight {
        Push::icon_only(icons::FAST_FORWARD, "Skip idle")
    } else {
        Push::new("Skip idle").icon(icons::FAST_FORWARD)
    };
    let skip = skip.color(ink).selected(skips);
    if skip.show(ui).on_hover_text("Jump over gaps in which nothing was done (S)").clicked() {
        commands.push(Command::Play(Play::ToggleSkipIdle));
    }
    let speed = format!("{}×", player.speed());
    let button = Push::new(&speed).name("Speed").after(icons::CARET_UP).show(ui);
    egui::Popup::menu(&button).align(egui::RectAlign::TOP_START).show(|ui| {
        ui.set_width(120.0);
        for speed in Player::SPEEDS {
            let label = format!("{speed}×");
            if crate::ui::shell::item(
                ui,
                icons::GAUGE,
                &label,
                if speed == player.speed() { "now" } else { "" },
            ) {
                commands.push(Command::Play(Play::Speed(speed)));
            }
        }
    });
    if !tight {
        options::loop_chip(ui, session, narrow, commands);
    }
    let next = Command::Play(Play::NextSignal);
    let later = session.signal_beside(true);
    let refused = later.is_none().then_some("No signal after this moment");
    let button = Push::new("Next signal").icon(icons::LIGHTNING).key(ui, &next).refused(refused);
    if !narrow && button.show(ui).clicked() {
        commands.push(next);
    }
}

fn small(ui: &mut Ui, icon: Icon, hint: &str, name: &str) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(28.0, 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::radius::M, tokens.raised);
    }
    widgets::put_icon(ui.painter(), rect.center(), icon, 18.0, tokens.text);
    response.on_hover_text(hint)
}

fn play_button(ui: &mut Ui, tokens: &Tokens, playing: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(38.0, 36.0), Sense::click());
    let name = if playing { "Pause" } else { "Play" };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, playing, name));
    let ground = if response.hovered() { tokens.accent.gamma_multiply(0.88) } else { tokens.accent };
    ui.painter().circle_filled(rect.center(), 17.0, ground);
    if response.has_focus() {
        ui.painter().circle_stroke(rect.center(), 19.0, Stroke::new(2.0, tokens.accent));
    }
    let icon = if playing { icons::PAUSE_FILL } else { icons::PLAY_FILL };
    widgets::put_icon(ui.painter(), rect.center(), icon, 17.0, tokens.on_accent);
    response.on_hover_text(if playing { "Pause (Space)" } else { "Play (Space)" })
}
