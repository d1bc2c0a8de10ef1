//! Counts points into cells, in whole numbers, so that the order of the additions does not matter.
//!
//! A point between the middles of four cells counts in all four by its nearness to each, so that a
//! hill stands where its point is and not on the nearest cell. Knows no blur.

use super::blur::Shape;
use rayon::prelude::*;
use std::ops::{AddAssign, Mul};

/// Places that are told apart between the middles of two cells.
const PLACES: u16 = 16;
/// A weight of 1 counts as so many parts.
const PARTS: f32 = 256.0;
/// The largest weight of one point.
const HEAVIEST: f32 = 1e6;
/// Points that are worth another thread, for so many cells of its own.
const WORTH: usize = 1 << 16;

/// The cells over a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The page, px.
    pub(super) page: (usize, usize),
    /// A cell's side, px: 1, 2, 4 or 8.
    pub(super) side: usize,
    /// How many cells there are. With a side of several px they have a rim of 1: what lies within the
    /// outermost half cell of the page counts in it too.
    pub(super) shape: Shape,
}

impl Frame {
    /// The cells with this side that cover a page.
    pub(super) fn new(page: (usize, usize), side: usize) -> Self {
        let rim = usize::from(side > 1);
        Self { page, side, shape: Shape { width: page.0.div_ceil(side), height: page.1.div_ceil(side), rim } }
    }
}

/// The points per cell, the rim with them. `weights` is empty where each counts as 1.
pub(super) fn count(points: &[(f32, f32)], weights: &[f32], frame: Frame) -> Vec<f32> {
    if frame.shape.width == 0 {
        return Vec::new();
    }
    let most = (u32::MAX / u32::from(PLACES * PLACES)) as usize;
    if weights.is_empty() && points.len() < most {
        counted::<u32>(points, frame, 1.0, |_| 1)
    } else if weights.is_empty() {
        counted::<u64>(points, frame, 1.0, |_| 1)
    } else {
        let points = &points[..points.len().min(weights.len())];
        counted::<u64>(points, frame, PARTS, |at| parts(weights[at]))
    }
}

/// Of a weight; nothing where it is not above 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; no number gives 0")]
fn parts(weight: f32) -> u64 {
    (weight.clamp(0.0, HEAVIEST) * PARTS).round() as u64
}

/// A whole number that counts.
trait Count: Copy + Default + Send + Sync + AddAssign + Mul<Output = Self> + From<u16> {
    fn as_f32(self) -> f32;
}

impl Count for u32 {
    fn as_f32(self) -> f32 {
        self as f32
    }
}

impl Count for u64 {
    fn as_f32(self) -> f32 {
        self as f32
    }
}

/// Each thread counts into cells of its own; these are then added up.
fn counted<N: Count>(
    points: &[(f32, f32)],
    frame: Frame,
    parts: f32,
    weight: impl Fn(usize) -> N + Sync,
) -> Vec<f32> {
    let cells = frame.shape.stride() * frame.shape.rows();
    let threads = rayon::current_num_threads().min(points.len() / WORTH.max(cells / 4)).max(1);
    let piece = points.len().div_ceil(threads).max(1);
    let one = |(number, points): (usize, &[(f32, f32)])| {
        let mut counts = vec![N::default(); cells];
        let first = number * piece;
        if frame.side == 1 {
            whole_px(points, frame, &mut counts, |at| weight(first + at));
        } else {
            between(points, frame, &mut counts, |at| weight(first + at));
        }
        counts
    };
    let counts: Vec<Vec<N>> = if threads == 1 {
        vec![one((0, points))]
    } else {
        points.par_chunks(piece).enumerate().map(one).collect()
    };
    let share = if frame.side == 1 { parts } else { parts * f32::from(PLACES * PLACES) };
    let cell = |at: usize| {
        let mut sum = N::default();
        for counts in &counts {
            sum += counts[at];
        }
        sum.as_f32() / share
    };
    (0..cells).into_par_iter().with_min_len(WORTH).map(cell).collect()
}

/// The px of a point, if it is on the page.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not below 0; beyond is cut off")]
fn px((x, y): (f32, f32), (width, height): (usize, usize)) -> Option<(usize, usize)> {
    let (left, top) = (x as i32 as usize, y as i32 as usize);
    (x >= 0.0 && y >= 0.0 && left < width && top < height).then_some((left, top))
}

fn whole_px<N: Count>(points: &[(f32, f32)], frame: Frame, counts: &mut [N], weight: impl Fn(usize) -> N) {
    for (at, point) in points.iter().enumerate() {
        if let Some((x, y)) = px(*point, frame.page) {
            counts[y * frame.page.0 + x] += weight(at);
        }
    }
}

fn between<N: Count>(points: &[(f32, f32)], frame: Frame, counts: &mut [N], weight: impl Fn(usize) -> N) {
    let (shift, stride) = (frame.side.trailing_zeros(), frame.shape.stride());
    let columns: Vec<Between<N>> = (0..frame.page.0).map(|x| Between::of(x, shift)).collect();
    let rows: Vec<Between<N>> = (0..frame.page.1).map(|y| Between::of(y, shift)).collect();
    for (at, point) in points.iter().enumerate() {
        let Some((x, y)) = px(*point, frame.page) else { continue };
        let (column, row) = (columns[x], rows[y]);
        let weight = weight(at);
        let (above, below) = (weight * row.first, weight * row.second);
        let corner = row.cell as usize * stride + column.cell as usize;
        let pair = &mut counts[corner..corner + 2];
        pair[0] += above * column.first;
        pair[1] += above * column.second;
        let pair = &mut counts[corner + stride..corner + stride + 2];
        pair[0] += below * column.first;
        pair[1] += below * column.second;
    }
}

/// Where a px lies between the middles of two cells in a row.
#[derive(Clone, Copy)]
struct Between<N> {
    /// The first of the cells, the rim counted.
    cell: u32,
    /// What the first gets, of [`PLACES`].
    first: N,
    /// What the second gets.
    second: N,
}

impl<N: Count> Between<N> {
    #[expect(clippy::cast_possible_truncation, reason = "sixteen places, and cells of a page")]
    fn of(px: usize, shift: u32) -> Self {
        // From the middle of the px, in sixteenths of a cell, the rim before it.
        let place = (((2 * px + 1) * 8) >> shift) + 8;
        let second = (place & 15) as u16;
        Self { cell: (place >> 4) as u32, first: N::from(PLACES - second), second: N::from(second) }
    }
}
