//! How the import that runs is going: bytes, sessions, rate, time left, pause and cancel. On the
//! first screen, and below the rooms while they are used.

use crate::findings::going::going;
use crate::ui::command::{Command, File};
use crate::ui::state::State;
use crate::ui::theme::{self, Face, Tokens, size};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::words;
use egui::{Align, Layout, Rect, Role, Sense, Ui, WidgetInfo, vec2};

/// How the import that runs is going; nothing when none runs.
pub fn import_card(ui: &mut Ui, tokens: &Tokens, state: &State, commands: &mut Vec<Command>) {
    let import = state.jobs.import.key().map(|import| import.name.clone());
    let name = import.or_else(|| state.jobs.sample.is_running().then(|| "the sample shop".to_owned()));
    let progress = state.jobs.import.progress().or_else(|| state.jobs.sample.progress());
    let (Some(name), Some(progress)) = (name, progress) else { return };
    let told = going(progress, &state.import.pace);
    let (done, total) = progress.counts();
    let paused = progress.is_paused();
    theme::card(tokens).inner_margin(16).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let parts = [Some(told.sessions), told.left];
                let right = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
                words(ui, right, (Face::Regular, size::BODY), tokens.muted);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let title = theme::text(format!("Importing {name}"), Face::Semi, size::BODY);
                    ui.add(egui::Label::new(title.color(tokens.text)).truncate());
                });
            });
        });
        let share = if total == 0 { 0.0 } else { done as f32 / total as f32 };
        bar(ui, tokens, share.clamp(0.0, 1.0), paused);
        ui.horizontal(|ui| {
            ui.set_min_height(30.0); // of the buttons, so that the words stand in their middle
            ui.spacing_mut().item_spacing.x = 16.0;
            let events = (!told.events.starts_with("0 ")).then_some(told.events);
            for part in [Some(told.read), events, told.rate.filter(|_| !paused)].into_iter().flatten() {
                words(ui, part, (Face::Regular, size::BODY), tokens.muted);
            }
            if let Some(aside) = told.set_aside {
                words(ui, aside, (Face::Regular, size::BODY), tokens.dead);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let cancel = Push::new("Cancel").tone(Tone::Quiet).color(tokens.text);
                if cancel.show(ui).on_hover_text("What is read already stays").clicked() {
                    commands.push(Command::File(File::CancelImport));
                }
                let pause =
                    Push::new(if paused { "Go on" } else { "Pause" }).tone(Tone::Quiet).color(tokens.text);
                if pause.show(ui).clicked() {
                    commands.push(Command::File(File::PauseImport));
                }
            });
        });
    });
}

fn bar(ui: &mut Ui, tokens: &Tokens, share: f32, paused: bool) {
    let (bar, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, "Import"));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(100.0);
        node.set_numeric_value(f64::from(share * 100.0).round());
    });
    ui.painter().rect_filled(bar, 3, tokens.raised);
    let filled = Rect::from_min_size(bar.min, vec2(bar.width() * share, bar.height()));
    ui.painter().rect_filled(filled, 3, if paused { tokens.faint } else { tokens.accent });
}
