//! The Overview: how the segment does, where it leaks, and doors to the sessions behind each number.

mod figures;
mod funnel;
mod lists;

pub use figures::{Figures, FiguresKey, Overview};

use crate::ui::act::Means;
use crate::ui::command::Command;
use crate::ui::rooms::Room;
use crate::ui::state::State;
use crate::ui::theme::{self, space};
use egui::Margin;

/// Draws the room.
pub fn ui(ui: &mut egui::Ui, state: &mut State, commands: &mut Vec<Command>) {
    let State { opened, overview, .. } = state;
    if opened.is_none() {
        return;
    }
    let figures = overview.figures();
    let tokens = theme::tokens(ui);
    egui::CentralPanel::no_frame().frame(egui::Frame::new().fill(tokens.bg)).show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new().inner_margin(Margin::symmetric(22, 18)).show(ui, |ui| {
                ui.spacing_mut().item_spacing = egui::vec2(14.0, 14.0);
                figures::ui(ui, figures);
                let width = ui.available_width();
                ui.horizontal_top(|ui| {
                    let high = part(ui, ((width - 14.0) * 0.6, 0.0), |ui| funnel::ui(ui, figures, commands));
                    part(ui, ((width - 14.0) * 0.4, high), |ui| lists::pages(ui, figures, commands));
                });
                ui.horizontal_top(|ui| {
                    let half = (width - 14.0) * 0.5;
                    let high = part(ui, (half, 0.0), |ui| lists::answers(ui, figures, commands));
                    part(ui, (half, high), |ui| lists::questions(ui, commands));
                });
                ui.add_space(space::M);
            });
        });
    });
}

/// Takes figures that are ready; while the room is in front, has them worked out when the segment or
/// the library changed.
pub fn poll(state: &mut State, means: Means<'_>) {
    let State { opened, overview, jobs, toasts, settings, .. } = state;
    let Some(opened) = opened.as_deref() else { return };
    if settings.room != Room::Overview {
        return;
    }
    if let Err(error) = overview.tick(opened, jobs, means.ctx) {
        toasts.problem(&error);
    }
}

/// A card of this width and at least this height; gives back how high it is.
fn part(ui: &mut egui::Ui, (width, least): (f32, f32), inside: impl FnOnce(&mut egui::Ui)) -> f32 {
    let tokens = theme::tokens(ui);
    let column = egui::Layout::top_down(egui::Align::Min);
    let card = ui.allocate_ui_with_layout(egui::vec2(width, 0.0), column, |ui| {
        theme::card(tokens).inner_margin(Margin::symmetric(17, 14)).show(ui, |ui| {
            ui.set_width(width - 36.0);
            ui.set_min_height((least - 30.0).max(0.0));
            ui.spacing_mut().item_spacing = egui::vec2(space::S, space::XS);
            ui.vertical(inside);
        })
    });
    card.inner.response.rect.height()
}
