//! The pictures of the canvas: the page, stepped back under the heat, and the heat, both in tiles.

use crate::analysis::heat::HeatKind;
use crate::findings::HeatMap;
use crate::render::{Background, Cells, HeatLook, Picture, Reach, heat_layer, lay_over, reach_layer};
use crate::ui::widgets::mosaic::{Maker, Part, at_level};
use rayon::prelude::*;
use std::sync::Arc;

/// A page at every fineness, each half as large as the one before.
#[derive(Debug)]
pub(super) struct Pyramid {
    page: Arc<Background>,
    coarser: Vec<Picture>,
}

impl Pyramid {
    /// Of the page's picture; takes a moment for a high page.
    pub(super) fn new(page: Arc<Background>) -> Self {
        let mut coarser: Vec<Picture> = Vec::new();
        loop {
            let last = coarser.last().unwrap_or(&page.picture);
            if last.width.max(last.height) <= 1024 || coarser.len() > 12 {
                return Self { page, coarser };
            }
            coarser.push(halved(last));
        }
    }

    /// Whether it is of this page.
    pub(super) fn is_of(&self, page: &Arc<Background>) -> bool {
        Arc::ptr_eq(&self.page, page)
    }

    /// Width and height of the finest picture, px.
    pub(super) fn size(&self) -> [u32; 2] {
        [self.page.picture.width, self.page.picture.height]
    }

    /// The smallest picture that is at least so wide, or the finest.
    pub(super) fn at_least(&self, width: u32) -> &Picture {
        self.coarser.iter().rev().find(|picture| picture.width >= width).unwrap_or(&self.page.picture)
    }

    fn level(&self, level: u8) -> Option<&Picture> {
        match level {
            0 => Some(&self.page.picture),
            more => self.coarser.get(usize::from(more) - 1),
        }
    }
}

/// Half as large each way, by the mean of four pixels.
fn halved(picture: &Picture) -> Picture {
    let (width, height) = (picture.width.div_ceil(2).max(1), picture.height.div_ceil(2).max(1));
    let mut half = Picture::filled(width, height, [0; 4]);
    let row_of = picture.width as usize * 4;
    let last = picture.height.saturating_sub(1) as usize;
    half.rgba.par_chunks_exact_mut(width as usize * 4).enumerate().for_each(|(y, out)| {
        let upper = &picture.rgba[(2 * y).min(last) * row_of..][..row_of];
        let lower = &picture.rgba[(2 * y + 1).min(last) * row_of..][..row_of];
        let pairs = upper.chunks(8).zip(lower.chunks(8));
        for (pixel, (above, below)) in out.chunks_exact_mut(4).zip(pairs) {
            // The last column of an odd width stands alone.
            let right = if above.len() == 8 { 4 } else { 0 };
            for (channel, value) in pixel.iter_mut().enumerate() {
                let at = [above[channel], above[channel + right], below[channel], below[channel + right]];
                let sum: u16 = at.iter().map(|byte| u16::from(*byte)).sum();
                *value = u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX);
            }
        }
    });
    half
}

/// Makes tiles of the page, greyer and darker by `veil`.
pub(super) fn page(pyramid: Arc<Pyramid>, veil: f32) -> Maker {
    Arc::new(move |part| {
        let [left, top, width, height] = part.at_level(pyramid.size());
        let Some(whole) = pyramid.level(part.level) else { return Picture::filled(width, height, [0; 4]) };
        let tile = whole.crop((left, top), (width, height));
        if veil <= 0.0 {
            return tile;
        }
        let nothing = Picture::filled(tile.width, tile.height, [0; 4]);
        lay_over(&tile, &nothing, HeatLook { opacity: 0.0, veil })
    })
}

/// Makes tiles of the heat; as large as the page counts in CSS px. `hottest` is the number that gets the
/// hottest colour.
pub(super) fn heat(map: &Arc<HeatMap>, hottest: f32) -> ([u32; 2], Maker) {
    if map.shows == HeatKind::Scroll {
        let (reach, size) = (map.reach(), whole(map));
        return (size, Arc::new(move |part| reach_tile(&reach, size, part)));
    }
    let size = [map.cells().width, map.cells().height];
    let map = map.clone();
    (size, Arc::new(move |part| cells_tile(map.cells(), part, hottest)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the size of a page")]
fn whole(map: &HeatMap) -> [u32; 2] {
    [map.size.width.max(1.0) as u32, map.size.height.clamp(1.0, 200_000.0) as u32]
}

/// A part of the field: every second, fourth… cell, as the field is smooth.
fn cells_tile(cells: Cells<'_>, part: Part, hottest: f32) -> Picture {
    let size = [cells.width, cells.height];
    let [left, top, width, height] = part.at_level(size);
    let step = 1_usize << part.level;
    let (across, rows) = (cells.width as usize, cells.height as usize);
    let mut values = Vec::with_capacity(width as usize * height as usize);
    for y in top..top + height {
        let y = (y as usize * step + step / 2).min(rows.saturating_sub(1));
        let row = &cells.values[y * across..][..across];
        let columns = left as usize..(left + width) as usize;
        values.extend(columns.map(|x| row[(x * step + step / 2).min(across - 1)]));
    }
    heat_layer(Cells { width, height, values: &values, hottest }, width, height)
}

/// A part of the bands of reach.
fn reach_tile(reach: &[Reach], size: [u32; 2], part: Part) -> Picture {
    let [_, top, width, height] = part.at_level(size);
    let whole = at_level(size, part.level)[1] as f32;
    let inside = |from: f32| (from * whole - top as f32) / height.max(1) as f32;
    let here: Vec<Reach> =
        reach.iter().map(|line| Reach { from: inside(line.from), share: line.share }).collect();
    reach_layer(&here, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halving_takes_the_mean_and_keeps_odd_edges() {
        let mut picture = Picture::filled(3, 3, [0, 0, 0, 255]);
        for (at, value) in [(0, 40), (1, 60), (3, 80), (4, 100), (8, 200)] {
            picture.rgba[at * 4] = value;
        }
        let half = halved(&picture);
        assert_eq!((half.width, half.height), (2, 2));
        assert_eq!([half.rgba[0], half.rgba[12]], [70, 200]);
    }

    #[test]
    fn tiles_of_heat_are_parts_of_the_whole() {
        let values: Vec<f32> = (0..1200 * 700).map(|at| (at % 97) as f32).collect();
        let cells = Cells { width: 1200, height: 700, values: &values, hottest: 96.0 };
        let all = heat_layer(cells, 1200, 700);
        let tile = cells_tile(cells, Part { level: 0, column: 1, row: 1 }, 96.0);
        assert_eq!((tile.width, tile.height), (512, 188));
        let part = all.crop((512, 512), (512, 188));
        let inner = |picture: &Picture| picture.crop((1, 1), (500, 180)).rgba;
        assert_eq!(inner(&tile), inner(&part));
    }
}
