//! The Where room: the pages of the segment, and heat on the one that is chosen.
//!
//! [`WhereState`] holds what the room shows; [`poll`] takes what its jobs made and starts new ones, [`ui`]
//! draws and pushes commands. Heat is made off this thread: the old picture stays until the
//! new one is ready.

mod act;
mod canvas;
mod elements;
mod pages;
mod state;

pub use act::{apply, poll, save};
pub use state::{WhereOptions, WhereState};

use crate::analysis::heat::HeatKind;
use crate::event::Device;
use crate::ui::command::Command;
use crate::ui::state::State;
use serde::{Deserialize, Serialize};

/// What only this room can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum WhereCommand {
    /// Shows the page of this key.
    Page(String),
    /// Shows what was done on this class of device.
    Device(Device),
    /// Shows this kind of heat.
    Kind(HeatKind),
    /// Lays the heat on this thickly, 0–1.
    Opacity(f32),
    /// Marks the element of this selector, or none.
    Choose(Option<String>),
    /// Shows this tab beside the page.
    Tab(SideTab),
    /// Saves the picture as it is shown.
    ExportPicture,
    /// Saves the numbers per element.
    ExportTable,
}

/// A tab beside the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SideTab {
    /// What was clicked.
    #[default]
    Elements,
    /// How far down was seen.
    Scroll,
    /// What the picture is made of.
    Stats,
}

impl WhereCommand {
    /// Those that stand in the palette.
    pub fn listed() -> Vec<Self> {
        let mut all: Vec<Self> = HeatKind::ALL.into_iter().map(Self::Kind).collect();
        all.extend(Device::ALL.into_iter().map(Self::Device));
        all.extend([Self::ExportPicture, Self::ExportTable]);
        all
    }

    /// What it is called.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Page(_) => "Show page",
            Self::Device(Device::Desktop) => "Heat of desktop visits",
            Self::Device(Device::Tablet) => "Heat of tablet visits",
            Self::Device(Device::Mobile) => "Heat of mobile visits",
            Self::Kind(HeatKind::Click) => "Click heat",
            Self::Kind(HeatKind::Rage) => "Rage click heat",
            Self::Kind(HeatKind::Dead) => "Dead click heat",
            Self::Kind(HeatKind::Error) => "Error click heat",
            Self::Kind(HeatKind::Scroll) => "Scroll heat",
            Self::Kind(HeatKind::Attention) => "Attention heat",
            Self::Opacity(_) => "Set opacity",
            Self::Choose(_) => "Mark element",
            Self::Tab(_) => "Show beside the page",
            Self::ExportPicture => "Export heatmap as PNG…",
            Self::ExportTable => "Export elements as CSV…",
        }
    }
}

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
}
