//! The list of keys (F1), made from the commands themselves.

use crate::ui::command::{Command, View};
use crate::ui::rooms::Room;
use crate::ui::theme::{self, Face, radius, size, space};
use crate::ui::widgets::words;
use egui::{Stroke, Ui};

/// Draws the list over everything: the keys that work in this room.
pub fn keys(ui: &Ui, room: Room, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let listed = Command::listed();
    let keyed: Vec<(&str, String)> = listed
        .iter()
        .filter(|command| command.is_in(room))
        .map(|command| (command.label(), command.key_words(ui.ctx())))
        .filter(|(_, key)| !key.is_empty())
        .collect();
    let modal = egui::Modal::new(egui::Id::unique("keys")).frame(theme::card(tokens).inner_margin(20));
    let modal = modal.show(ui.ctx(), |ui| {
        words(ui, format!("Keys in {}", room.label()), (Face::Semi, size::HEAD), tokens.text);
        ui.add_space(space::S);
        // A low window shows them all too.
        let most = ui.ctx().content_rect().height() - 130.0;
        let area = egui::ScrollArea::vertical().max_height(most.max(200.0));
        area.min_scrolled_height(most.max(200.0)).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                for half in keyed.chunks(keyed.len().div_ceil(2)) {
                    column(ui, half);
                    ui.add_space(space::XL);
                }
            });
        });
    });
    if modal.should_close() {
        commands.push(Command::View(View::Dismiss));
    }
}

/// Keys with what they do, one below the other.
fn column(ui: &mut Ui, keyed: &[(&str, String)]) {
    let tokens = theme::tokens(ui);
    let Some((first, _)) = keyed.first() else { return };
    let grid = egui::Grid::new(*first).num_columns(2).spacing([space::L, 6.0]).min_col_width(90.0);
    grid.show(ui, |ui| {
        for (label, key) in keyed {
            egui::Frame::new()
                .stroke(Stroke::new(1.0, tokens.line))
                .corner_radius(radius::S)
                .inner_margin(egui::Margin::symmetric(6, 1))
                .show(ui, |ui| words(ui, key, (Face::Medium, size::SMALL), tokens.muted));
            words(ui, *label, (Face::Regular, size::BODY), tokens.text);
            ui.end_row();
        }
    });
}
