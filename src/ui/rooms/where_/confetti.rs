//! Confetti: every click a dot of its own, coloured by who made it.

use crate::findings::HeatMap;
use crate::library::Visitor;
use crate::render::Picture;
use crate::ui::widgets::mosaic::Part;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Half of a dot, CSS px.
const DOT: f32 = 4.0;

/// Colours that are told apart, also by colour-blind people; the last is for the rest.
const COLOURS: [[u8; 3]; 7] = [
    [230, 159, 0],
    [86, 180, 233],
    [0, 158, 115],
    [240, 228, 66],
    [213, 94, 0],
    [204, 121, 167],
    [170, 174, 182],
];

/// What colours the confetti.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tell {
    /// Bought or not.
    #[default]
    Bought,
    /// Where the visitor came from.
    Channel,
    /// New or returning.
    Returning,
    /// The variant of a test.
    Variant,
    /// The class of device.
    Device,
}

impl Tell {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Bought, Self::Channel, Self::Returning, Self::Variant, Self::Device];

    /// What the menu calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Bought => "Bought or not",
            Self::Channel => "Channel",
            Self::Returning => "New or returning",
            Self::Variant => "Variant",
            Self::Device => "Device",
        }
    }

    /// What a visitor is, in a word.
    fn of(self, map: &HeatMap, visitor: &Visitor) -> String {
        let visits = &map.parts.whose.visits;
        let word = |words: &[String], at: Option<u32>| at.and_then(|at| words.get(at as usize)).cloned();
        let unknown = || "not known".to_owned();
        match self {
            Self::Bought => if visitor.bought { "bought" } else { "did not buy" }.to_owned(),
            Self::Channel => word(&visits.channels, visitor.channel).unwrap_or_else(unknown),
            Self::Variant => word(&visits.variants, visitor.variant).unwrap_or_else(unknown),
            Self::Device => visitor.device.name().to_owned(),
            Self::Returning => match visitor.returning {
                Some(true) => "returning".to_owned(),
                Some(false) => "new".to_owned(),
                None => unknown(),
            },
        }
    }
}

/// The dots of a heatmap.
pub(super) struct Confetti {
    /// Groups that have a colour, most clicks first, with their clicks.
    pub(super) groups: Vec<(String, u64)>,
    /// Place and colour, from the top down.
    dots: Vec<(f32, f32, u8)>,
}

impl Confetti {
    /// Of the placed clicks of a map.
    pub(super) fn new(map: &Arc<HeatMap>, tell: Tell) -> Self {
        let groups = groups(map, tell);
        let visits = &map.parts.whose.visits;
        let placed = &map.parts.placed;
        let mut dots: Vec<(f32, f32, u8)> = placed
            .points
            .iter()
            .zip(&placed.touches)
            .filter_map(|(point, touch)| {
                let touch = visits.touches.get(*touch as usize)?;
                let word = tell.of(map, visits.visitor(visits.view(touch.view)));
                let place = groups.iter().position(|(name, _)| *name == word).unwrap_or(COLOURS.len());
                Some((point.0, point.1, u8::try_from(place.min(COLOURS.len() - 1)).unwrap_or_default()))
            })
            .collect();
        dots.sort_by(|a, b| a.1.total_cmp(&b.1));
        Self { groups, dots }
    }

    /// The dots of a part of the page.
    pub(super) fn tile(&self, size: [u32; 2], part: Part) -> Picture {
        let [left, top, width, height] = part.at_level(size);
        let mut picture = Picture::filled(width, height, [0; 4]);
        let step = (1_u32 << part.level) as f32;
        let half = (DOT / step).max(1.0);
        let (from, to) = ((top as f32 - half) * step, ((top + height) as f32 + half) * step);
        let first = self.dots.partition_point(|dot| dot.1 < from);
        for (x, y, colour) in self.dots[first..].iter().take_while(|dot| dot.1 < to) {
            dot(
                &mut picture,
                (x / step - left as f32, y / step - top as f32),
                half,
                COLOURS[usize::from(*colour)],
            );
        }
        picture
    }
}

/// A round dot with a dark rim.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the tile")]
fn dot(picture: &mut Picture, (x, y): (f32, f32), half: f32, [red, green, blue]: [u8; 3]) {
    let span = |at: f32, side: u32| {
        let from = (at - half - 1.0).floor().clamp(0.0, side as f32) as u32;
        let to = (at + half + 2.0).ceil().clamp(0.0, side as f32) as u32;
        from..to
    };
    for row in span(y, picture.height) {
        for column in span(x, picture.width) {
            let away = (column as f32 + 0.5 - x).hypot(row as f32 + 0.5 - y);
            if away > half + 0.5 {
                continue;
            }
            let at = (row as usize * picture.width as usize + column as usize) * 4;
            let rim = half > 2.0 && away > half - 0.8;
            let colour = if rim { [20, 22, 26, 200] } else { [red, green, blue, 235] };
            picture.rgba[at..at + 4].copy_from_slice(&colour);
        }
    }
}

/// The groups that have a colour of their own, most clicks first, with their clicks.
fn groups(map: &HeatMap, tell: Tell) -> Vec<(String, u64)> {
    let visits = &map.parts.whose.visits;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for touch in &map.parts.placed.touches {
        let Some(touch) = visits.touches.get(*touch as usize) else { continue };
        *counts.entry(tell.of(map, visits.visitor(visits.view(touch.view)))).or_default() += 1;
    }
    let mut groups: Vec<(String, u64)> = counts.into_iter().collect();
    groups.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest: u64 = groups.iter().skip(COLOURS.len() - 1).map(|(_, count)| count).sum();
    groups.truncate(COLOURS.len() - 1);
    if rest > 0 {
        groups.push(("others".to_owned(), rest));
    }
    groups
}

/// The colour of a group by its place.
pub(super) fn colour(place: usize) -> egui::Color32 {
    let [red, green, blue] = COLOURS[place.min(COLOURS.len() - 1)];
    egui::Color32::from_rgba_unmultiplied(red, green, blue, 255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_on_the_edge_is_in_both_tiles() {
        let confetti = Confetti { groups: Vec::new(), dots: vec![(512.0, 100.0, 1)] };
        let tile = |column| confetti.tile([1024, 200], Part { level: 0, column, row: 0 });
        let seen = |picture: &Picture| picture.rgba.chunks(4).filter(|pixel| pixel[3] > 0).count();
        let (left, right) = (seen(&tile(0)), seen(&tile(1)));
        assert!(left > 10 && right > 10, "{left} {right}");
        assert_eq!(confetti.tile([1024, 200], Part { level: 0, column: 0, row: 0 }).width, 512);
    }
}
