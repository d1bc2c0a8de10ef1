//! The list of keys (F1), made from the commands themselves.

use crate::ui::command::{Command, View};
use crate::ui::theme::{self, Face, radius, size, space};
use crate::ui::widgets::words;
use egui::{Stroke, Ui};

/// Draws the list over everything.
pub fn keys(ui: &Ui, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let listed = Command::listed();
    let keyed: Vec<(&str, String)> = listed
        .iter()
        .map(|command| (command.label(), command.key_words(ui.ctx())))
        .filter(|(_, key)| !key.is_empty())
        .collect();
    let modal = egui::Modal::new(egui::Id::unique("keys")).frame(theme::card(tokens).inner_margin(20)).show(
        ui.ctx(),
        |ui| {
            words(ui, "Keys", (Face::Semi, size::HEAD), tokens.text);
            ui.add_space(space::S);
            ui.horizontal_top(|ui| {
                for half in keyed.chunks(keyed.len().div_ceil(2)) {
                    egui::Grid::new(half[0].0)
                        .num_columns(2)
                        .spacing([space::L, 6.0])
                        .min_col_width(90.0)
                        .show(ui, |ui| {
                            for (label, key) in half {
                                egui::Frame::new()
                                    .stroke(Stroke::new(1.0, tokens.line))
                                    .corner_radius(radius::S)
                                    .inner_margin(egui::Margin::symmetric(6, 1))
                                    .show(ui, |ui| words(ui, key, (Face::Medium, size::SMALL), tokens.muted));
                                words(ui, *label, (Face::Regular, size::BODY), tokens.text);
                                ui.end_row();
                            }
                        });
                    ui.add_space(space::XL);
                }
            });
        },
    );
    if modal.should_close() {
        commands.push(Command::View(View::Dismiss));
    }
}
