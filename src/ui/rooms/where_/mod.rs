//! The Where room: the pages of the segment, and heat on the one that is chosen.
//!
//! [`WhereState`] holds what the room shows; [`poll`] takes what its jobs made and starts new ones, [`ui`]
//! draws and pushes commands. Heat is made off this thread: the old picture stays until the
//! new one is ready.

mod act;
mod between;
mod canvas;
mod card;
pub mod command;
mod compare;
mod confetti;
mod elements;
mod legend;
mod listing;
mod look;
mod making;
mod options;
mod pages;
mod ruler;
mod sheet;
mod side;
mod sight;
mod state;
mod states;
mod stats;
mod steps;
mod thumbnails;
mod told;
mod toolbar;
mod zones;

pub use act::{apply, poll, save, save_all};
pub use command::WhereCommand;
pub use options::{LookOptions, WhereOptions};
pub use sight::{MoveTo, Sight, Zoom, ZoomTo};
pub use state::{OnStage, WhereState};

use crate::ui::command::Command;
use crate::ui::state::State;

/// Draws the room.
pub fn ui(ui: &mut egui::Ui, state: &mut State, commands: &mut Vec<Command>) {
    let State { where_: room, settings, opened, .. } = state;
    let Some(opened) = opened.as_deref() else { return };
    let tokens = crate::ui::theme::tokens(ui);
    let frame = crate::ui::theme::panel(tokens).inner_margin(0);
    let wide = ui.available_width() >= 1400.0;
    let left = egui::Panel::left("where pages").exact_size(if wide { 270.0 } else { 230.0 });
    left.resizable(false).frame(frame).show(ui, |ui| pages::ui(ui, room, commands));
    let right = egui::Panel::right("where elements").exact_size(if wide { 345.0 } else { 320.0 });
    right.resizable(false).frame(frame).show(ui, |ui| elements::ui(ui, room, commands));
    let ground = egui::Frame::new().fill(tokens.stage);
    egui::CentralPanel::no_frame().frame(ground).show(ui, |ui| {
        canvas::ui(ui, room, (settings.against.as_ref(), &opened.segment), commands);
    });
    room.marks.follow = false;
}
