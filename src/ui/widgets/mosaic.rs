//! A large picture on the graphics card: tiles that are made off the window's thread, only for the part in
//! sight and only as finely as it is shown. A coarser tile stands in until the fine one is ready, and no
//! more than a fixed number are kept, so that a page may be as high as it likes.
//!
//! Knows no pages and no heat: a [`Maker`] gives pixels for a [`Part`].

use crate::job::{Job, Poll};
use crate::render::Picture;
use egui::{Color32, ColorImage, Context, Painter, Rect, TextureHandle, TextureOptions, Vec2, pos2, vec2};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// The side of a tile, px.
pub const SIDE: u32 = 512;
/// So many tiles are kept; 1 MB each.
const MOST: usize = 80;
/// So many are made in one go.
const AT_ONCE: usize = 6;
/// The coarsest level has no side longer than this, px: it is always there.
const COARSEST: u32 = 1024;

/// A square of the picture at a fineness. At level 0 a px of the tile is a px of the picture; at each
/// level more it stands for twice as many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// How coarse.
    pub level: u8,
    /// Tiles from the left, at this level.
    pub column: u32,
    /// Tiles from the top.
    pub row: u32,
}

impl Part {
    /// Left, top, width and height in px of the level.
    pub fn at_level(self, size: [u32; 2]) -> [u32; 4] {
        let [width, height] = at_level(size, self.level);
        let (left, top) = ((self.column * SIDE).min(width), (self.row * SIDE).min(height));
        [left, top, SIDE.min(width - left), SIDE.min(height - top)]
    }

    /// The tile of the next coarser level that covers it.
    fn coarser(self) -> Self {
        Self { level: self.level + 1, column: self.column / 2, row: self.row / 2 }
    }
}

/// Gives the pixels of a part: as many as [`Part::at_level`] says.
pub type Maker = Arc<dyn Fn(Part) -> Picture + Send + Sync>;

/// Width and height of the whole picture at a level, px.
pub fn at_level(size: [u32; 2], level: u8) -> [u32; 2] {
    size.map(|side| side.div_ceil(1 << level.min(31)).max(1))
}

/// A large picture in tiles.
pub struct Mosaic {
    name: &'static str,
    size: [u32; 2],
    maker: Maker,
    /// Grows with each [`Self::replace`]; tiles of an older edition stand in until they are made anew.
    edition: u64,
    tiles: BTreeMap<Part, Tile>,
    making: Option<(u64, Vec<Part>, Job<Vec<ColorImage>>)>,
    /// Could not be made in this edition.
    failed: BTreeSet<Part>,
    frame: u64,
}

struct Tile {
    texture: TextureHandle,
    edition: u64,
    used: u64,
}

impl fmt::Debug for Mosaic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mosaic")
            .field("size", &self.size)
            .field("tiles", &self.tiles.len())
            .finish_non_exhaustive()
    }
}

impl Mosaic {
    /// A picture of `size` px. Nothing is made before it is painted.
    pub fn new(name: &'static str, size: [u32; 2], maker: Maker) -> Self {
        Self {
            name,
            size: size.map(|side| side.max(1)),
            maker,
            edition: 0,
            tiles: BTreeMap::new(),
            making: None,
            failed: BTreeSet::new(),
            frame: 0,
        }
    }

    /// Another picture in its place. Where the size is the same, the old tiles stay until each new one is
    /// ready.
    pub fn replace(&mut self, size: [u32; 2], maker: Maker) {
        if self.size == size.map(|side| side.max(1)) {
            self.maker = maker;
            self.edition += 1;
            self.making = None;
            self.failed.clear();
        } else {
            *self = Self::new(self.name, size, maker);
        }
    }

    /// Width and height, px.
    pub fn size(&self) -> [u32; 2] {
        self.size
    }

    /// How many tiles are kept, and whether all that was painted last was as fine as it is shown.
    pub fn kept(&self) -> (usize, bool) {
        (self.tiles.len(), self.making.is_none())
    }

    /// Paints it into `rect`, multiplied by `tint`, and begins to make what is missing.
    pub fn paint(&mut self, painter: &Painter, rect: Rect, tint: Color32) {
        self.take(painter.ctx());
        self.frame += 1;
        let seen = painter.clip_rect().intersect(rect);
        if !seen.is_positive() {
            return;
        }
        let fine = rect.width() * painter.pixels_per_point() / self.size[0] as f32;
        let level = level_for(fine, self.coarsest());
        let mut wanted = Vec::new();
        for part in self.parts(self.coarsest(), rect, rect) {
            self.want(part, &mut wanted);
        }
        for part in self.parts(level, rect, seen) {
            self.want(part, &mut wanted);
            self.put(painter, rect, part, tint);
        }
        // What is just out of sight, so that scrolling finds it there.
        let around = seen.expand2(vec2(0.0, seen.height() * 0.5)).intersect(rect);
        for part in self.parts(level, rect, around) {
            self.want(part, &mut wanted);
        }
        self.begin(painter.ctx(), wanted);
        self.forget();
    }

    /// The level at which the whole picture is small.
    fn coarsest(&self) -> u8 {
        (0..24)
            .find(|level| at_level(self.size, *level).into_iter().all(|side| side <= COARSEST))
            .unwrap_or(24)
    }

    /// The parts of a level that lie in `seen`, while the picture lies in `rect`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture")]
    fn parts(&self, level: u8, rect: Rect, seen: Rect) -> Vec<Part> {
        let [width, height] = at_level(self.size, level);
        let per_point = vec2(width as f32 / rect.width(), height as f32 / rect.height());
        let (from, to) = ((seen.min - rect.min) * per_point, (seen.max - rect.min) * per_point);
        let first = |px: f32| (px.max(0.0) / SIDE as f32) as u32;
        let end = |px: f32, side: u32| ((px / SIDE as f32).ceil().max(0.0) as u32).min(side.div_ceil(SIDE));
        let (columns, rows) = (first(from.x)..end(to.x, width), first(from.y)..end(to.y, height));
        rows.flat_map(|row| columns.clone().map(move |column| Part { level, column, row })).collect()
    }

    /// Notes a part that is in sight, and that it is to be made where that is so.
    fn want(&mut self, part: Part, wanted: &mut Vec<Part>) {
        let there = self.tiles.get_mut(&part).is_some_and(|tile| {
            tile.used = self.frame;
            tile.edition == self.edition
        });
        if !there && !self.failed.contains(&part) && !wanted.contains(&part) {
            wanted.push(part);
        }
    }

    /// Paints a part, or what there is of it in a coarser tile.
    fn put(&mut self, painter: &Painter, rect: Rect, part: Part, tint: Color32) {
        let place = self.place(rect, part);
        let mut from = part;
        while !self.tiles.contains_key(&from) {
            if from.level >= self.coarsest() {
                return;
            }
            from = from.coarser();
        }
        let whole = self.place(rect, from);
        let Some(tile) = self.tiles.get_mut(&from) else { return };
        tile.used = self.frame;
        let part_of = |at: egui::Pos2| {
            ((at - whole.min) / whole.size()).to_pos2().clamp(pos2(0.0, 0.0), pos2(1.0, 1.0))
        };
        let uv = Rect::from_min_max(part_of(place.min), part_of(place.max));
        painter.image(tile.texture.id(), place, uv, tint);
    }

    /// Where a part is on the screen.
    fn place(&self, rect: Rect, part: Part) -> Rect {
        let [left, top, width, height] = part.at_level(self.size).map(|px| px as f32);
        let level = at_level(self.size, part.level).map(|side| side as f32);
        let scale = rect.size() / Vec2::from(level);
        Rect::from_min_size(rect.min + vec2(left, top) * scale, vec2(width, height) * scale)
    }

    fn begin(&mut self, ctx: &Context, mut wanted: Vec<Part>) {
        if self.making.is_some() || wanted.is_empty() {
            return;
        }
        wanted.truncate(AT_ONCE);
        let (maker, parts, wake) = (self.maker.clone(), wanted.clone(), ctx.clone());
        let job = Job::spawn(
            self.name,
            move || wake.request_repaint(),
            move |_| parts.par_iter().map(|part| image(&maker(*part))).collect(),
        );
        self.making = job.ok().map(|job| (self.edition, wanted, job));
    }

    /// Takes tiles that are ready.
    fn take(&mut self, ctx: &Context) {
        let Some((edition, parts, job)) = &self.making else { return };
        let images = match job.poll() {
            Poll::Running => return,
            Poll::Done(images) => images,
            Poll::Panicked => {
                self.failed.extend(parts);
                self.making = None;
                return;
            }
        };
        for (part, image) in parts.iter().zip(images) {
            let texture = ctx.load_texture(self.name, image, TextureOptions::LINEAR);
            self.tiles.insert(*part, Tile { texture, edition: *edition, used: self.frame });
        }
        self.making = None;
    }

    /// Lets go of what was looked at longest ago, when there is much.
    fn forget(&mut self) {
        if self.tiles.len() <= MOST {
            return;
        }
        let mut old: Vec<(u64, Part)> = self
            .tiles
            .iter()
            .filter(|(_, tile)| tile.used < self.frame)
            .map(|(part, tile)| (tile.used, *part))
            .collect();
        old.sort_unstable();
        for (_, part) in old.into_iter().take(self.tiles.len() - MOST) {
            self.tiles.remove(&part);
        }
    }
}

/// The coarsest level that is still as fine as the screen, at so many px of the screen for a px of the
/// picture.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn level_for(fine: f32, coarsest: u8) -> u8 {
    if fine >= 1.0 || !fine.is_finite() || fine <= 0.0 {
        return 0;
    }
    (1.0 / fine).log2().floor().clamp(0.0, f32::from(coarsest)) as u8
}

fn image(picture: &Picture) -> ColorImage {
    let size = [picture.width as usize, picture.height as usize];
    ColorImage::from_rgba_unmultiplied(size, &picture.rgba)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Mosaic {
        Mosaic::new("test", [1440, 20_000], Arc::new(|_| Picture::filled(1, 1, [0; 4])))
    }

    #[test]
    fn only_what_is_in_sight_is_wanted_and_as_coarse_as_it_is_shown() {
        let mosaic = page();
        let rect = Rect::from_min_size(pos2(0.0, -5000.0), vec2(720.0, 10_000.0));
        let level = level_for(0.5, mosaic.coarsest());
        assert_eq!(level, 1);
        let parts = mosaic.parts(level, rect, Rect::from_min_size(pos2(0.0, 0.0), vec2(720.0, 800.0)));
        let rows: BTreeSet<u32> = parts.iter().map(|part| part.row).collect();
        assert_eq!(rows.into_iter().collect::<Vec<_>>(), [9, 10, 11], "rows of 512 px from 5000 to 5800");
        assert_eq!(parts.len(), 6);
    }

    #[test]
    fn the_coarsest_level_is_small_whatever_the_page() {
        let mosaic = page();
        let coarsest = mosaic.coarsest();
        assert_eq!(at_level(mosaic.size, coarsest), [45, 625]);
        assert_eq!(level_for(0.000_1, coarsest), coarsest);
        assert_eq!(level_for(2.0, coarsest), 0);
    }

    #[test]
    fn the_last_tile_of_a_row_is_as_wide_as_what_is_left() {
        let part = Part { level: 0, column: 2, row: 39 };
        assert_eq!(part.at_level([1440, 20_000]), [1024, 19_968, 416, 32]);
        assert_eq!(part.coarser(), Part { level: 1, column: 1, row: 19 });
    }
}
