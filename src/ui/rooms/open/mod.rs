//! The first screen: what can be opened, and how an import goes.

use crate::ui::command::{Command, File};

/// Draws the room.
pub fn ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    if ui.button("Open files…").clicked() {
        commands.push(Command::File(File::ChooseFiles));
    }
}
