//! A soft field out of points: counted per CSS px, then blurred nearly as by a Gauss curve.
//!
//! Runs on all cores and gives the same bits on any number of them: counting adds whole numbers,
//! and the blur works in bands of fixed height. Knows no colours.

use crate::event::{Point, Size};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Rows of a band in the vertical blur. Fixed, as sums start anew with each band.
const BAND: usize = 256;
/// Points counted by one piece of work.
const PIECE: usize = 1 << 16;
/// Weights are counted in these parts of one.
const PARTS: f32 = 16.0;
/// No grid has more cells than this, whatever the page claims: 64 million, 256 MB.
const MOST_CELLS: usize = 64 << 20;

/// A field over a picture of a page, a cell for each CSS px.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// Cells to the right.
    pub width: usize,
    /// Cells down.
    pub height: usize,
    /// Row after row; not negative.
    pub cells: Vec<f32>,
}

impl Grid {
    /// A field of zeros, one cell a CSS px of `size`; cut below at 64 million cells.
    pub fn empty(size: Size) -> Self {
        let (width, height) = extent(size);
        Self { width, height, cells: vec![0.0; width * height] }
    }

    /// The points, each spread softly so that it is about gone at `radius` CSS px. The whole field
    /// sums up to the weights (less what falls over the edges). Weights count in sixteenths.
    pub fn of_points(points: &[(Point, f32)], size: Size, radius: f64) -> Self {
        let (width, height) = extent(size);
        let mut cells = count(points, width, height);
        let reach = box_reach(radius);
        if reach > 0 && width > 0 {
            blur(&mut cells, width, height, reach);
        }
        Self { width, height, cells }
    }

    /// A field whose rows are all of one value each: `rows[y]` over the whole width. Rows that are
    /// missing are 0.
    pub fn of_rows(rows: &[f32], size: Size) -> Self {
        let mut grid = Self::empty(size);
        let width = grid.width.max(1);
        grid.cells.par_chunks_mut(width).zip(rows.par_iter()).for_each(|(row, value)| row.fill(*value));
        grid
    }

    /// The largest cell; 0 for an empty field.
    pub fn max(&self) -> f32 {
        self.cells
            .par_chunks(PIECE)
            .map(|piece| piece.iter().copied().fold(0.0, f32::max))
            .reduce(|| 0.0, f32::max)
    }

    /// The cell at a place, 0 outside.
    pub fn at(&self, x: usize, y: usize) -> f32 {
        if x < self.width { self.cells.get(y * self.width + x).copied().unwrap_or_default() } else { 0.0 }
    }
}

fn extent(size: Size) -> (usize, usize) {
    let width = whole(size.width).min(1 << 14);
    let height = whole(size.height).min(MOST_CELLS / width.max(1));
    (width, height)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a finite count")]
fn whole(px: f64) -> usize {
    if px.is_finite() { px.ceil().clamp(0.0, 1e9) as usize } else { 0 }
}

/// Counts weights per cell. Whole numbers, so that the order of the additions does not matter.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a weight is small and positive")]
fn count(points: &[(Point, f32)], width: usize, height: usize) -> Vec<f32> {
    let mut counts = Vec::new();
    counts.resize_with(width * height, || AtomicU32::new(0));
    points.par_chunks(PIECE).for_each(|piece| {
        for (at, weight) in piece {
            let inside = at.x >= 0.0 && at.y >= 0.0;
            let (x, y) = (at.x as usize, at.y as usize);
            if inside && x < width && y < height {
                counts[y * width + x].fetch_add((weight * PARTS) as u32, Relaxed);
            }
        }
    });
    counts.into_par_iter().map(|count| count.into_inner() as f32 / PARTS).collect()
}

/// Half the width of each of three boxes that together are about a Gauss curve with σ = radius / 2.5.
fn box_reach(radius: f64) -> usize {
    let sigma = radius.clamp(0.0, 500.0) / 2.5;
    whole(((4.0 * sigma * sigma + 1.0).sqrt() - 1.0) / 2.0)
}

fn blur(cells: &mut Vec<f32>, width: usize, height: usize, reach: usize) {
    cells.par_chunks_mut(width).for_each_init(Vec::new, |spare, row| {
        if row.iter().any(|cell| *cell != 0.0) {
            for _ in 0..3 {
                blur_row(row, spare, reach);
            }
        }
    });
    let mut other = vec![0.0; width * height];
    for _ in 0..3 {
        blur_down(cells, &mut other, width, reach);
        std::mem::swap(cells, &mut other);
    }
}

/// One box along a row, cells outside counting as 0.
fn blur_row(row: &mut [f32], spare: &mut Vec<f32>, reach: usize) {
    spare.clear();
    spare.extend_from_slice(row);
    let share = 1.0 / (2 * reach + 1) as f64;
    let mut sum: f64 = spare.iter().take(reach).map(|cell| f64::from(*cell)).sum();
    for (x, cell) in row.iter_mut().enumerate() {
        sum += spare.get(x + reach).map_or(0.0, |next| f64::from(*next));
        *cell = soft(sum * share);
        sum -= x.checked_sub(reach).map_or(0.0, |gone| f64::from(spare[gone]));
    }
}

/// One box down the columns, all columns of a band at once.
fn blur_down(from: &[f32], to: &mut [f32], width: usize, reach: usize) {
    let share = 1.0 / (2 * reach + 1) as f64;
    to.par_chunks_mut(width * BAND).enumerate().for_each(|(band, rows)| {
        let top = band * BAND;
        let row = |y: usize| from.get(y * width..(y + 1) * width);
        let mut sums = vec![0.0_f64; width];
        for y in top.saturating_sub(reach)..top + reach {
            row(y).into_iter().flatten().zip(&mut sums).for_each(|(cell, sum)| *sum += f64::from(*cell));
        }
        for (offset, out) in rows.chunks_mut(width).enumerate() {
            let y = top + offset;
            row(y + reach)
                .into_iter()
                .flatten()
                .zip(&mut sums)
                .for_each(|(cell, sum)| *sum += f64::from(*cell));
            out.iter_mut().zip(&sums).for_each(|(cell, sum)| *cell = soft(sum * share));
            let gone = y.checked_sub(reach).and_then(row);
            gone.into_iter().flatten().zip(&mut sums).for_each(|(cell, sum)| *sum -= f64::from(*cell));
        }
    });
}

/// What running sums leave of nothing is nothing.
#[expect(clippy::cast_possible_truncation, reason = "a cell needs no more than f32")]
fn soft(value: f64) -> f32 {
    if value > 1e-9 { value as f32 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same field on so many threads.
    fn on_threads(threads: usize, points: &[(Point, f32)], size: Size, radius: f64) -> Grid {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Grid::of_points(points, size, radius))
    }

    #[test]
    fn a_lone_point_is_a_round_hill_of_its_weight() {
        let grid = Grid::of_points(&[(Point::new(50.2, 60.9), 2.0)], Size::new(101.0, 121.0), 20.0);
        let sum: f32 = grid.cells.iter().sum();
        assert!((sum - 2.0).abs() < 1e-3, "{sum}");
        assert_eq!(grid.max(), grid.at(50, 60));
        for away in 1..30 {
            let [left, right] = [grid.at(50 - away, 60), grid.at(50 + away, 60)];
            let [above, below] = [grid.at(50, 60 - away), grid.at(50, 60 + away)];
            assert!((left - right).abs() < 1e-6 && (above - below).abs() < 1e-6, "not round at {away}");
            assert!((left - above).abs() < 1e-6, "wider than high at {away}");
            assert!(left <= grid.at(50 - away + 1, 60) + 1e-6, "a second hill at {away}");
        }
        assert!(grid.at(50 + 20, 60) < grid.max() * 0.08, "not gone at the radius");
        assert_eq!(grid.at(5, 60), 0.0, "nothing far away");
    }

    #[test]
    fn sizes_that_cannot_be_are_harmless() {
        let points =
            [(Point::new(f64::NAN, 5.0), 1.0), (Point::new(5.0, 1e300), 1.0), (Point::new(-1.0, 0.0), 1.0)];
        for size in [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (f64::NAN, 9.0), (-4.0, 9.0), (10.0, 10.0)] {
            let grid = Grid::of_points(&points, Size::new(size.0, size.1), 30.0);
            assert_eq!(grid.max(), 0.0);
        }
        assert!(Grid::empty(Size::new(1e9, 1e9)).cells.len() <= MOST_CELLS);
    }

    #[test]
    fn rows_fill_the_width() {
        let grid = Grid::of_rows(&[1.0, 0.5], Size::new(3.0, 4.0));
        assert_eq!(grid.cells, [1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn parallel_is_serial_to_the_last_bit(
            points in proptest::collection::vec((0.0..300.0_f64, 0.0..600.0_f64, 1..40_u8), 0..400),
            radius in 0.0..60.0_f64,
        ) {
            let points: Vec<(Point, f32)> =
                points.into_iter().map(|(x, y, w)| (Point::new(x, y), f32::from(w) / 8.0)).collect();
            let size = Size::new(300.0, 600.0);
            let one = on_threads(1, &points, size, radius);
            let many = on_threads(4, &points, size, radius);
            prop_assert!(one.cells.iter().zip(&many.cells).all(|(a, b)| a.to_bits() == b.to_bits()));
        }
    }
}
