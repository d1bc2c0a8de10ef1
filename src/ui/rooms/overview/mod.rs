//! The Overview room.

use crate::ui::command::Command;
use crate::ui::state::State;
use crate::ui::widgets;
use egui::Ui;

/// Draws the room.
pub fn ui(ui: &mut Ui, _state: &mut State, _commands: &mut Vec<Command>) {
    widgets::empty(ui, "This room is not there yet", "Sessions and their replay are in the Why room.");
}
