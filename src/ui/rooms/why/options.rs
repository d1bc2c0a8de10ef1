//! How the recording is played: the menu beside the speed, and the chip of a loop.

use super::command::WhyCommand;
use super::open_session::OpenSession;
use crate::ui::command::{Command, View};
use crate::ui::icons;
use crate::ui::shell::item;
use crate::ui::state::State;
use crate::ui::theme::{self, Face, size, space};
use crate::ui::widgets;
use crate::ui::widgets::push::Push;
use crate::ui::words;
use egui::{RectAlign, Ui};

/// What can be chosen as idle, s.
const IDLE_S: [i64; 5] = [3, 5, 10, 30, 60];

/// The menu's button.
pub(super) fn menu(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let button = Push::icon_only(icons::SLIDERS, "Player options").show(ui);
    egui::Popup::menu(&button).align(RectAlign::TOP_END).show(|ui| {
        ui.set_width(230.0);
        let mut why = |ui: &mut Ui, icon, command: WhyCommand| {
            let command = Command::Why(command);
            if item(ui, icon, command.label(), &command.key_words(ui.ctx())) {
                commands.push(command);
            }
        };
        why(ui, icons::ARROW_CLOCKWISE, WhyCommand::LoopFrom);
        why(ui, icons::ARROW_COUNTER_CLOCKWISE, WhyCommand::LoopTo);
        why(ui, icons::X, WhyCommand::LoopOff);
        ui.separator();
        why(ui, icons::PLUS, WhyCommand::Closer(true));
        why(ui, icons::MINUS, WhyCommand::Closer(false));
        why(ui, icons::RULER, WhyCommand::Whole);
        ui.separator();
        let tokens = theme::tokens(ui);
        ui.horizontal(|ui| {
            ui.add_space(space::S);
            widgets::words(ui, "Idle after", (Face::Regular, size::SMALL), tokens.muted);
        });
        for seconds in IDLE_S {
            let chosen = state.settings.why.idle_ms == seconds * 1000;
            let icon = if chosen { icons::CHECK } else { icons::HOURGLASS };
            let label = format!("{seconds} s without a sign of life");
            if item(ui, icon, &label, if chosen { "now" } else { "" }) {
                commands.push(Command::Why(WhyCommand::Idle(seconds * 1000)));
            }
        }
        ui.separator();
        exact(ui, state, commands);
    });
}

/// Whether a browser draws exact pictures, and which was found.
fn exact(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let (label, told) = match &state.browser {
        Some(browser) => {
            (format!("Exact pictures by {}", browser.name), format!("found at {}", browser.path.display()))
        }
        None => ("Exact pictures".to_owned(), "no Chrome, Chromium, Edge or Brave found".to_owned()),
    };
    let on = state.settings.exact && state.browser.is_some();
    ui.add_enabled_ui(state.browser.is_some(), |ui| {
        let icon = if on { icons::CHECK } else { icons::X };
        if item(ui, icon, &label, if on { "on" } else { "off" }) {
            commands.push(Command::View(View::ToggleExact));
        }
    });
    ui.horizontal(|ui| {
        ui.add_space(32.0);
        let told = theme::text(told, Face::Regular, size::TINY).color(tokens.muted);
        ui.add(egui::Label::new(told).truncate());
    });
}

/// `0:10–0:24`, while a part is played over and over; a click ends that.
pub(super) fn loop_chip(ui: &mut Ui, session: &OpenSession, narrow: bool, commands: &mut Vec<Command>) {
    let Some((from, to)) = session.player.looped() else { return };
    let span = format!("{}–{}", words::clock(from), words::clock(to));
    let label = if narrow { "Loop" } else { &span };
    let end = Command::Why(WhyCommand::LoopOff);
    let chip = Push::new(label).name("End the loop").after(icons::X).selected(true).show(ui);
    if chip.on_hover_text(format!("{span} is played over and over; click or L to end that")).clicked() {
        commands.push(end);
    }
}
