//! What stands around the rooms: title bar, segment bar, and what lies on top.

mod compare_menu;
mod filter_menu;
mod keys;
mod line_help;
mod naming;
mod segment_bar;
mod title_bar;

use super::theme::{self, Face, size};
pub use keys::keys;
pub use naming::naming;
pub use segment_bar::segment_bar;
pub use title_bar::{item, title_bar};

/// Says, over everything, that files which are dropped will be imported.
pub fn drop_here(ui: &egui::Ui) {
    let tokens = theme::tokens(ui);
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop here"));
    let painter = ui.ctx().layer_painter(layer);
    let rect = ui.ctx().content_rect().shrink(theme::space::L);
    painter.rect_filled(rect, theme::radius::L, tokens.chosen.gamma_multiply(0.94));
    super::widgets::chip::dashed_thick(&painter, rect, f32::from(theme::radius::L), tokens.accent);
    let font = theme::font(Face::Semi, size::TITLE);
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, "Drop to import", font, tokens.text);
}
