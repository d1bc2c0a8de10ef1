//! The Where room.

use crate::ui::act::Means;
use crate::ui::command::Command;
use crate::ui::state::State;
use crate::ui::widgets;
use egui::Ui;

/// What only this room can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum WhereCommand {}

impl WhereCommand {
    /// Those that stand in the palette.
    pub fn listed() -> Vec<Self> {
        Vec::new()
    }

    /// What it is called.
    pub fn label(&self) -> &'static str {
        match *self {}
    }
}

/// What only this room knows; made anew when a library is opened.
#[derive(Debug, Default)]
pub struct WhereState {}

/// Obeys a command of this room.
///
/// # Errors
/// When the library cannot be read or changed.
pub fn apply(_state: &mut State, _means: Means<'_>, command: WhereCommand) -> anyhow::Result<()> {
    match command {}
}

/// Takes what is ready and begins what is missing; called once a frame, also while another room is
/// in front.
pub fn poll(_state: &mut State, _means: Means<'_>) {}

/// Draws the room.
pub fn ui(ui: &mut Ui, _state: &mut State, _commands: &mut Vec<Command>) {
    widgets::empty(ui, "This room is not there yet", "Sessions and their replay are in the Why room.");
}

/// Saves the heatmap that is shown; the ending of `path` says as what.
///
/// # Errors
/// When there is none, or the file cannot be written.
pub fn save(_state: &mut State, _means: Means<'_>, _path: std::path::PathBuf) -> anyhow::Result<()> {
    Ok(())
}
