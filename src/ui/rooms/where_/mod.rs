//! The Where room: the pages of the segment, and heat on the one that is chosen.
//!
//! [`WhereState`] holds what the room shows; [`poll`] takes what its jobs made and starts new ones, [`ui`]
//! draws and pushes commands. Heat is made off this thread: the old picture stays until the
//! new one is ready.

mod act;
mod canvas;
mod card;
pub mod command;
mod elements;
mod legend;
mod look;
mod pages;
mod ruler;
mod sheet;
mod sight;
mod state;
mod stats;
mod thumbnails;
mod told;
mod toolbar;

pub use act::{apply, poll, save, save_all};
pub use command::WhereCommand;
pub use sight::{Sight, Zoom, ZoomTo};
pub use state::{WhereOptions, WhereState};

use crate::ui::command::Command;
use crate::ui::state::State;

/// Draws the room.
pub fn ui(ui: &mut egui::Ui, state: &mut State, commands: &mut Vec<Command>) {
    let room = &mut state.where_;
    let tokens = crate::ui::theme::tokens(ui);
    let frame = crate::ui::theme::panel(tokens);
    egui::Panel::left("where pages").exact_size(270.0).resizable(false).frame(frame.inner_margin(0)).show(
        ui,
        |ui| {
            pages::ui(ui, room, commands);
        },
    );
    egui::Panel::right("where elements")
        .exact_size(345.0)
        .resizable(false)
        .frame(frame.inner_margin(0))
        .show(ui, |ui| {
            elements::ui(ui, room, commands);
        });
    egui::CentralPanel::no_frame().frame(egui::Frame::new().fill(tokens.stage)).show(ui, |ui| {
        canvas::ui(ui, room, commands);
    });
    room.step = false;
}
