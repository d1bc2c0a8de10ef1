//! Tiles of confetti: every click a dot of its own, coloured by who made it.

use crate::findings::Confetti;
use crate::render::{DOT_COLOURS, Picture, dots_part};
use crate::ui::widgets::mosaic::Part;

/// The dots of a part of a page of this size, px.
pub(super) fn tile(confetti: &Confetti, size: [u32; 2], part: Part) -> Picture {
    let [left, top, width, height] = part.at_level(size);
    let step = (1_u32 << part.level) as f32;
    dots_part(&confetti.dots, (left as f32 * step, top as f32 * step), 1.0 / step, (width, height))
}

/// The colour of a group by its place.
pub(super) fn colour(place: usize) -> egui::Color32 {
    let [red, green, blue] = DOT_COLOURS[place.min(DOT_COLOURS.len() - 1)];
    egui::Color32::from_rgba_unmultiplied(red, green, blue, 255)
}
