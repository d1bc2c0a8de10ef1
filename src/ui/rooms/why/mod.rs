//! The Why room: a list of sessions, one of them on the stage, and what happened in it.

mod address;
pub mod clip;
pub mod command;
mod element_card;
pub mod entries;
mod event_list;
mod evidence_card;
mod glance;
pub mod glimpse;
pub mod heat_here;
pub mod inspect;
mod inspector;
mod lanes;
mod list;
mod marks;
pub mod open_session;
mod options;
pub mod picture;
pub mod queue;
mod queue_view;
pub mod sharpen;
pub mod thumbs;
mod transport;

use crate::ui::command::Command;
use crate::ui::state::{Opened, State};
use crate::ui::theme;
use egui::{Panel, Ui};
use serde::{Deserialize, Serialize};

/// A tab of the inspector.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tab {
    /// Friction.
    #[default]
    Signals,
    /// Everything the visitor did.
    Events,
    /// What was pinned.
    Evidence,
    /// Who it was, where they came from.
    Details,
}

/// Draws the room.
pub fn ui(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let Some(opened) = state.opened.as_deref() else { return };
    let width = ui.max_rect().width();
    let most = (width * 0.235).max(240.0);
    let side = if width < 1400.0 { 272.0 } else { 327.0 };
    let frame = egui::Frame::new().fill(tokens.panel);
    if state.shell.full_stage {
        stage_and_transport(ui, state, opened, commands);
        return;
    }
    Panel::left("sessions")
        .frame(frame)
        .default_size(side)
        .size_range(220.0..=most)
        .show(ui, |ui| list::list(ui, state, opened, commands));
    Panel::right("inspector")
        .frame(frame)
        .default_size(side)
        .size_range(240.0..=most.max(300.0))
        .show(ui, |ui| inspector::inspector(ui, state, opened, commands));
    stage_and_transport(ui, state, opened, commands);
}

fn stage_and_transport(ui: &mut Ui, state: &State, opened: &Opened, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    Panel::bottom("transport")
        .frame(theme::panel(tokens))
        .resizable(false)
        .exact_size(transport::height(opened))
        .show(ui, |ui| transport::transport(ui, state, opened, commands));
    egui::CentralPanel::default().frame(egui::Frame::new().fill(tokens.panel)).show(ui, |ui| {
        marks::stage_area(ui, state, opened, commands);
    });
}
