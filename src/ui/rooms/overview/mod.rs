//! The Overview room.

use crate::ui::command::Command;
use crate::ui::theme::{self, Face, size};

/// Draws the room.
pub fn ui(ui: &mut egui::Ui, _commands: &mut Vec<Command>) {
    ui.centered_and_justified(|ui| {
        ui.label(theme::text("This room is not there yet.", Face::Regular, size::BODY));
    });
}
