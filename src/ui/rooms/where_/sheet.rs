//! The pictures of the canvas: the page, stepped back under the heat, and the heat, both in tiles.

use super::confetti;
use super::side::Paint;
use crate::analysis::heat::HeatKind;
use crate::event::{Rect, Size};
use crate::findings::Confetti;
use crate::findings::HeatMap;
use crate::render::{Background, Cells, HeatLook, Palette, Picture, Reach, heat_part, reach_layer, veiled};
use crate::ui::widgets::mosaic::{Maker, Part, at_level};
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

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

/// Makes tiles of the page, greyer and darker by its veil.
pub(super) fn page(pyramid: Arc<Pyramid>, look: HeatLook) -> Maker {
    Arc::new(move |part| {
        let [left, top, width, height] = part.at_level(pyramid.size());
        let Some(whole) = pyramid.level(part.level) else { return Picture::filled(width, height, [0; 4]) };
        let tile = whole.crop((left, top), (width, height));
        if look.veil > 0.0 { veiled(&tile, look) } else { tile }
    })
}

/// Makes tiles of the heat; as large as the page counts in CSS px. `hottest` is the number that gets the
/// hottest colour.
/// The confetti is made with its first tile, off the window's thread.
pub(super) fn heat(
    map: &Arc<HeatMap>,
    hottest: f32,
    paint: Paint,
) -> ([u32; 2], Maker, Arc<OnceLock<Confetti>>) {
    let dots: Arc<OnceLock<Confetti>> = Arc::default();
    let size = whole(map.size);
    let maker: Maker = match map.shows {
        HeatKind::Scroll => {
            let (reach, palette) = (map.reach(), paint.look.palette);
            Arc::new(move |part| reach_tile(&reach, size, part, palette))
        }
        HeatKind::Confetti => {
            let (map, dots) = (map.clone(), dots.clone());
            Arc::new(move |part| {
                confetti::tile(dots.get_or_init(|| Confetti::of(&map, paint.tell)), size, part)
            })
        }
        _ => {
            let map = map.clone();
            Arc::new(move |part| cells_tile(Cells { hottest, ..map.cells() }, size, part, paint.look))
        }
    };
    (size, maker, dots)
}

/// The size of a page in whole px.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the size of a page")]
pub(super) fn whole(size: Size) -> [u32; 2] {
    [size.width.clamp(1.0, 20_000.0).ceil() as u32, size.height.clamp(1.0, 200_000.0).ceil() as u32]
}

/// A part of the field.
pub(super) fn cells_tile(cells: Cells<'_>, size: [u32; 2], part: Part, look: HeatLook) -> Picture {
    let [left, top, width, height] = part.at_level(size);
    let step = f64::from(1_u32 << part.level);
    let area = [left, top, width, height].map(|px| f64::from(px) * step);
    let area = Rect { x: area[0], y: area[1], width: area[2], height: area[3] };
    heat_part(cells, area, (width, height), look)
}

/// A part of the bands of reach.
fn reach_tile(reach: &[Reach], size: [u32; 2], part: Part, palette: Palette) -> Picture {
    let [_, top, width, height] = part.at_level(size);
    let whole = at_level(size, part.level)[1] as f32;
    let inside = |from: f32| (from * whole - top as f32) / height.max(1) as f32;
    let here: Vec<Reach> =
        reach.iter().map(|line| Reach { from: inside(line.from), share: line.share }).collect();
    reach_layer(&here, (width, height), palette)
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
    fn reach_has_the_same_colours_in_every_tile() {
        let reach = [Reach { from: 0.0, share: 1.0 }, Reach { from: 0.5, share: 0.2 }];
        let (size, palette) = ([40, 2048], Palette::default());
        let whole = reach_layer(&reach, (40, 2048), palette);
        for row in 0..4 {
            let tile = reach_tile(&reach, size, Part { level: 0, column: 0, row }, palette);
            assert_eq!(tile.rgba, whole.crop((0, row * 512), (40, 512)).rgba, "tile {row}");
        }
    }
}
