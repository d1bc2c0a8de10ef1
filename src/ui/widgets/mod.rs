//! What rooms are built of. Each widget takes plain values, and names itself for screen readers.

pub mod chip;
pub mod mosaic;
pub mod push;
pub mod rows;
pub mod session_row;
pub mod stage;
pub mod tabs;
pub mod timeline;

use super::icons::Icon;
use super::theme::{self, Face};
use egui::{Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Response, Ui};
use std::sync::Arc;

/// A line of text as a label.
pub fn words(ui: &mut Ui, text: impl Into<String>, (face, size): (Face, f32), color: Color32) -> Response {
    ui.label(theme::text(text, face, size).color(color))
}

/// An icon as a label.
pub fn icon(ui: &mut Ui, icon: Icon, size: f32, color: Color32) -> Response {
    ui.label(theme::text(icon.glyph, icon.face, size).color(color))
}

/// Text laid out on one line, cut off with `…` at `width`.
pub fn one_line(painter: &Painter, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    painter.layout_job(job)
}

/// Paints one line of text with its middle at `y`; gives back where it is.
pub fn put(painter: &Painter, (x, y): (f32, f32), align: egui::Align, galley: Arc<Galley>) -> Rect {
    let align = match align {
        egui::Align::Min => Align2::LEFT_CENTER,
        egui::Align::Center => Align2::CENTER_CENTER,
        egui::Align::Max => Align2::RIGHT_CENTER,
    };
    let rect = align.anchor_size(Pos2::new(x, y), galley.size());
    painter.galley(rect.min, galley, Color32::PLACEHOLDER);
    rect
}

/// Paints an icon with its middle at `center`.
pub fn put_icon(painter: &Painter, center: Pos2, icon: Icon, size: f32, color: Color32) {
    painter.text(center, Align2::CENTER_CENTER, icon.glyph, theme::font(icon.face, size), color);
}

/// The arrow of a drop-down, in `rect`.
pub fn caret(ui: &Ui, rect: Rect) {
    put_icon(ui.painter(), rect.center(), super::icons::CARET_DOWN, 13.0, theme::tokens(ui).muted);
}

/// Colours of a drop-down's list in which the chosen entry can be read: text on the colour of chosen rows.
pub fn readable_choice(ui: &mut Ui) {
    let tokens = theme::tokens(ui);
    let selection = &mut ui.visuals_mut().selection;
    (selection.bg_fill, selection.stroke.color) = (tokens.chosen, tokens.text);
}

/// A hairline over the whole width of `ui`.
pub fn rule(ui: &mut Ui) {
    let color = theme::tokens(ui).line;
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 1.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, 0, color);
}

/// What an empty part says: what is not there and what to do next.
pub fn empty(ui: &mut Ui, what: &str, next: &str) {
    let tokens = theme::tokens(ui);
    ui.vertical_centered(|ui| {
        ui.add_space(theme::space::XL);
        ui.set_max_width((ui.available_width() - 40.0).min(520.0));
        words(ui, what, (Face::Semi, theme::size::BODY), tokens.text);
        ui.add_space(theme::space::XS);
        words(ui, next, (Face::Regular, theme::size::BODY), tokens.muted);
    });
}
