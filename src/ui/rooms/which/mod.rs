//! The Which room.

use crate::ui::command::Command;
use crate::ui::theme::{self, Face, size};

/// What only this room can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum WhichCommand {}

impl WhichCommand {
    /// Those that stand in the palette.
    pub fn listed() -> Vec<Self> {
        Vec::new()
    }

    /// What it is called.
    pub fn label(&self) -> &'static str {
        match *self {}
    }
}

/// Draws the room.
pub fn ui(ui: &mut egui::Ui, _commands: &mut Vec<Command>) {
    ui.centered_and_justified(|ui| {
        ui.label(theme::text("This room is not there yet.", Face::Regular, size::BODY));
    });
}
