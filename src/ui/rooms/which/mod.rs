//! The Which room: hypotheses, what speaks for and against them, and what is known.
//!
//! [`WhichState`] holds drafts and what was worked out; [`ui`] draws and pushes commands.

mod act;
mod details;
mod evidence;
mod finding;
mod list;
mod state;

pub use act::{apply, poll};
pub use state::WhichState;

use crate::library::Hypothesis;
use crate::ui::command::Command;
use crate::ui::state::State;
use crate::ui::theme;

/// What only this room can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum WhichCommand {
    /// Shows hypotheses still open, or those decided.
    Decided(bool),
    /// Writes a changed hypothesis.
    Write(Box<Hypothesis>),
    /// Deletes a hypothesis with its evidence.
    Delete(String),
    /// Saves what is known of one hypothesis as a report.
    Export(String),
    /// Shows the sessions behind a hypothesis in the Why room.
    Watch(String),
}

impl WhichCommand {
    /// Those that stand in the palette.
    pub fn listed() -> Vec<Self> {
        vec![Self::Decided(false), Self::Decided(true)]
    }

    /// What it is called.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Decided(false) => "Show open hypotheses",
            Self::Decided(true) => "Show decided hypotheses",
            Self::Write(_) => "Edit hypothesis",
            Self::Delete(_) => "Delete hypothesis",
            Self::Export(_) => "Export finding…",
            Self::Watch(_) => "Show sessions with evidence",
        }
    }
}

/// Draws the room.
pub fn ui(ui: &mut egui::Ui, state: &mut State, commands: &mut Vec<Command>) {
    let State { opened, which: state, settings, .. } = state;
    let Some(opened) = opened.as_deref() else { return };
    let tokens = theme::tokens(ui);
    let bare = theme::panel(tokens).inner_margin(0);
    let chosen = state.choose(opened, settings.hypothesis.as_deref());
    egui::Panel::left("which list").exact_size(370.0).resizable(false).frame(bare).show(ui, |ui| {
        list::ui(ui, state, opened, chosen.as_deref(), commands);
    });
    let hypothesis = chosen.as_deref().and_then(|id| opened.hypothesis(id));
    let Some(hypothesis) = hypothesis else {
        egui::CentralPanel::no_frame().frame(egui::Frame::new().fill(tokens.bg)).show(ui, |ui| {
            finding::nothing(ui, commands);
        });
        return;
    };
    state.keep_draft(hypothesis, commands);
    egui::Panel::right("which details").exact_size(280.0).resizable(false).frame(bare).show(ui, |ui| {
        details::ui(ui, state, opened, hypothesis, commands);
    });
    egui::CentralPanel::no_frame().frame(egui::Frame::new().fill(tokens.bg)).show(ui, |ui| {
        finding::ui(ui, state, opened, hypothesis, commands);
    });
}
