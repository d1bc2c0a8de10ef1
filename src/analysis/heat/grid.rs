//! A soft field out of points: counted in whole parts, then blurred by a Gauss curve.
//!
//! Runs on all cores and gives the same bits on any number of them: counting adds whole numbers, and
//! each cell of the blur is one sum in a fixed order. Knows no colours.
//!
//! Where a point's warmth reaches far, the field is kept for every second, fourth or eighth px only,
//! and looked up between them: the difference to a field for every px is less than can be told apart
//! (tests hold it under 1.5 % of the hottest place, for lone points too), and it takes a fraction of the time and memory.

use super::{blur, count};
use crate::event::Size;
use rayon::prelude::*;

/// No grid has more cells than this, whatever the page claims: 64 million, 256 MB.
const MOST_CELLS: usize = 64 << 20;
/// No page is wider, px.
const WIDEST: usize = 1 << 14;
/// Cells looked at by one piece of work.
const PIECE: usize = 1 << 16;
/// A point's warmth is about gone at so many standard deviations.
const RADIUS_IN_SIGMAS: f64 = 2.5;
/// A cell is at most this part of the standard deviation wide.
const FINE: f64 = 0.25;

/// A field over a picture of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Cells to the right.
    pub width: usize,
    /// Cells down.
    pub height: usize,
    /// What one cell covers, CSS px; the first begins at the page's upper left corner.
    pub cell: Size,
    /// Row after row. Not negative, but for differences.
    pub cells: Vec<f32>,
}

impl Default for Grid {
    fn default() -> Self {
        Self { width: 0, height: 0, cell: Size::new(1.0, 1.0), cells: Vec::new() }
    }
}

impl Grid {
    /// The points `(x, y)`, CSS px of a page of `size`, each spread softly so that it is about gone at
    /// `radius` CSS px (0–500). The field sums up to the weights, less what falls over the edges.
    /// `weights` has one for each point, or is empty where each counts as 1; they count in 256ths.
    /// What lies outside the page, is no number or weighs nothing is left out.
    pub fn of_points(points: &[(f32, f32)], weights: &[f32], size: Size, radius: f64) -> Self {
        Self::with_cells_of(cell_side(radius), points, weights, (size, radius))
    }

    /// As [`Grid::of_points`] with a cell for each px whatever the radius: what the other is held
    /// against. Slow where the radius is large.
    pub fn exact(points: &[(f32, f32)], weights: &[f32], size: Size, radius: f64) -> Self {
        Self::with_cells_of(1, points, weights, (size, radius))
    }

    fn with_cells_of(
        side: usize,
        points: &[(f32, f32)],
        weights: &[f32],
        (size, radius): (Size, f64),
    ) -> Self {
        let frame = count::Frame::new(extent(size), side);
        let counts = count::count(points, weights, frame);
        let cells = blur::blur(counts, frame.shape, &blur::kernel(sigma(radius), side));
        let cell = Size::new(side as f64, side as f64);
        Self { width: frame.shape.width, height: frame.shape.height, cell, cells }
    }

    /// A field whose rows are all of one value each: `rows[y]` over the whole width, a row for each
    /// CSS px. Rows that are missing are 0.
    pub fn of_rows(rows: &[f32], size: Size) -> Self {
        let (width, height) = extent(size);
        if width == 0 {
            return Self::default();
        }
        let mut cells = rows[..rows.len().min(height)].to_vec();
        cells.resize(height, 0.0);
        Self { width: 1, height, cell: Size::new(width as f64, 1.0), cells }
    }

    /// The largest cell; 0 for an empty field.
    pub fn max(&self) -> f32 {
        self.cells
            .par_chunks(PIECE)
            .map(|piece| piece.iter().copied().fold(0.0, f32::max))
            .reduce(|| 0.0, f32::max)
    }

    /// The field at a place of the page, CSS px, looked up between the middles of the cells; 0 outside.
    pub fn at(&self, x: f64, y: f64) -> f32 {
        let (across, down) = (x / self.cell.width, y / self.cell.height);
        let inside = |place: f64, cells: usize| place >= 0.0 && place < cells as f64;
        if !inside(across, self.width) || !inside(down, self.height) {
            return 0.0;
        }
        let ((left, right, across), (top, bottom, down)) =
            (neighbours(across, self.width), neighbours(down, self.height));
        let row = |row: usize| {
            let (one, other) = (self.cells[row * self.width + left], self.cells[row * self.width + right]);
            one + (other - one) * across
        };
        row(top) + (row(bottom) - row(top)) * down
    }

    /// What this field has more than another, cell by cell, each first multiplied by its factor: with
    /// one by the number of visits on either side, clicks a visit are compared. Fields of different
    /// cells cannot be compared: `None`.
    pub fn difference(&self, factor: f32, other: &Self, other_factor: f32) -> Option<Self> {
        let alike = (self.width, self.height, self.cell) == (other.width, other.height, other.cell);
        alike.then(|| {
            let pairs = self.cells.par_iter().zip(&other.cells);
            let cells = pairs.map(|(one, two)| one * factor - two * other_factor).collect();
            Self { cells, ..*self }
        })
    }

    /// What `value` of a field of points means to a person: about so many clicks within so many CSS
    /// px of the place. A lone click is 1 at its own place.
    pub fn clicks_near(&self, value: f32, radius: f64) -> (f64, f64) {
        let sigma = sigma(radius).max(0.5);
        let area = std::f64::consts::TAU * sigma * sigma;
        let cell = (self.cell.width * self.cell.height).max(1.0);
        (f64::from(value) / cell * area, sigma * std::f64::consts::SQRT_2)
    }
}

/// The two cells whose middles a place lies between, and how far from the first.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the cells")]
fn neighbours(place: f64, cells: usize) -> (usize, usize, f32) {
    let place = (place - 0.5).clamp(0.0, cells as f64 - 1.0);
    let first = place as usize;
    (first, (first + 1).min(cells - 1), place.fract() as f32)
}

/// How many px a cell is wide and high at this radius: a power of two.
fn cell_side(radius: f64) -> usize {
    let most = sigma(radius) * FINE;
    [8, 4, 2].into_iter().find(|side| *side as f64 <= most).unwrap_or(1)
}

fn sigma(radius: f64) -> f64 {
    if radius.is_finite() { radius.clamp(0.0, 500.0) / RADIUS_IN_SIGMAS } else { 0.0 }
}

/// Px of a page, kept to what can be worked with.
fn extent(size: Size) -> (usize, usize) {
    let width = whole(size.width).min(WIDEST);
    let height = whole(size.height).min(MOST_CELLS / width.max(1));
    if width == 0 || height == 0 { (0, 0) } else { (width, height) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a finite count")]
fn whole(px: f64) -> usize {
    if px.is_finite() { px.ceil().clamp(0.0, 1e9) as usize } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same field on so many threads.
    fn on_threads(threads: usize, points: &[(f32, f32)], weights: &[f32], radius: f64) -> Grid {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Grid::of_points(points, weights, Size::new(300.0, 600.0), radius))
    }

    #[track_caller]
    fn check_hill(radius: f64) {
        let grid = Grid::of_points(&[(150.0, 160.9)], &[2.0], Size::new(301.0, 321.0), radius);
        let sum: f32 = grid.cells.iter().sum();
        assert!((sum - 2.0).abs() < 1e-4, "{sum}");
        let (top, step) = (grid.at(150.5, 160.5), radius / 20.0);
        assert!(top > grid.max() * 0.98, "the hill stands where the point is");
        for away in (1..20).map(|away| f64::from(away) * step) {
            let at = |x: f64, y: f64| grid.at(150.5 + x, 160.5 + y) / top;
            let around = [at(-away, 0.0), at(away, 0.0), at(0.0, -away), at(0.0, away)];
            let (low, high) = around.iter().fold((1.0_f32, 0.0_f32), |(l, h), v| (l.min(*v), h.max(*v)));
            assert!(high - low < 0.02, "not round at {away} of {radius}: {around:?}");
            assert!(high <= at(-away + step, 0.0) + 0.01, "a second hill at {away}");
        }
        assert!(grid.at(150.5 + radius, 160.5) < top * 0.05, "not gone at the radius");
        assert_eq!(grid.at(150.5 + 1.5 * radius, 160.5), 0.0, "nothing far away");
        let (clicks, within) = grid.clicks_near(top, radius);
        assert!((clicks - 2.0).abs() < 0.1 && within < radius, "two clicks: {clicks} within {within}");
    }

    #[test]
    fn a_lone_point_is_a_round_hill_of_its_weight() {
        [9.0, 21.0, 44.0, 90.0].into_iter().for_each(check_hill);
    }

    #[test]
    fn sizes_that_cannot_be_are_harmless() {
        let points = [(f32::NAN, 5.0), (5.0, f32::INFINITY), (5.0, 1e30), (-1.0, 0.0), (-1e30, 3.0)];
        for size in [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (f64::NAN, 9.0), (-4.0, 9.0), (10.0, 10.0)] {
            for radius in [0.0, 3.0, 30.0, 1e300, f64::NAN, -1.0] {
                let grid = Grid::of_points(&points, &[], Size::new(size.0, size.1), radius);
                assert_eq!(grid.max(), 0.0, "{size:?} {radius}");
            }
        }
        let heavy = [f32::NAN, -3.0, f32::INFINITY, 0.0];
        let grid = Grid::of_points(&[(1.0, 1.0); 4], &heavy, Size::new(9.0, 9.0), 4.0);
        assert!(grid.cells.iter().all(|cell| cell.is_finite()), "{grid:?}");
        let huge = Grid::of_rows(&[], Size::new(1e9, 1e9));
        assert!(huge.cells.len() <= MOST_CELLS);
        assert_eq!([huge.at(-1.0, 0.0), huge.at(f64::NAN, 0.0), Grid::default().at(0.0, 0.0)], [0.0; 3]);
    }

    #[test]
    fn rows_fill_the_width() {
        let grid = Grid::of_rows(&[1.0, 0.5], Size::new(3.0, 4.0));
        assert_eq!((grid.width, grid.height, &grid.cells[..]), (1, 4, &[1.0, 0.5, 0.0, 0.0][..]));
        assert_eq!([grid.at(0.1, 1.5), grid.at(2.9, 1.5), grid.at(3.1, 1.5)], [0.5, 0.5, 0.0]);
    }

    #[test]
    fn differences_are_of_like_fields_and_have_signs() {
        let size = Size::new(60.0, 60.0);
        let one = Grid::of_points(&[(10.0, 10.0); 4], &[], size, 6.0);
        let two = Grid::of_points(&[(50.0, 50.0); 2], &[], size, 6.0);
        let more = one.difference(0.25, &two, 0.5).unwrap();
        assert!(more.at(10.5, 10.5) > 0.0 && more.at(50.5, 50.5) < 0.0);
        assert!((more.at(10.5, 10.5) + more.at(50.5, 50.5)).abs() < 1e-6, "as many a visit");
        assert_eq!(one.difference(1.0, &Grid::of_points(&[], &[], size, 60.0), 1.0), None);
    }

    fn points(most: usize) -> impl Strategy<Value = Vec<((f32, f32), f32)>> {
        let point = (0.0..300.0_f32, 0.0..600.0_f32, 1..40_u8);
        proptest::collection::vec(point.prop_map(|(x, y, w)| ((x, y), f32::from(w) / 8.0)), 1..most)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn parallel_is_serial_to_the_last_bit(points in points(400), radius in 0.0..90.0_f64, weighed: bool) {
            // Often enough for several threads to have their share.
            let points = points.repeat(1_000);
            let (points, mut weights): (Vec<_>, Vec<_>) = points.into_iter().unzip();
            if !weighed {
                weights.clear();
            }
            let one = on_threads(1, &points, &weights, radius);
            let many = on_threads(4, &points, &weights, radius);
            prop_assert!(one.cells.iter().zip(&many.cells).all(|(a, b)| a.to_bits() == b.to_bits()));
        }

        #[test]
        fn cells_of_several_px_cannot_be_told_from_cells_of_one(points in points(4), radius in 20.5..100.0_f64) {
            let (points, weights): (Vec<_>, Vec<_>) = points.into_iter().unzip();
            let size = Size::new(300.0, 600.0);
            let ours = Grid::of_points(&points, &weights, size, radius);
            let exact = Grid::exact(&points, &weights, size, radius);
            let hottest = f64::from(exact.max());
            let px = ours.cell.width * ours.cell.height;
            prop_assert!(px > 1.0);
            // Between the middle of the outermost cell and the edge of the page it is as in the middle.
            let inside = |(x, y): &(usize, usize)| (4..292).contains(x) && (4..592).contains(y);
            let places = (0..600).step_by(3).flat_map(|y| (0..300).step_by(3).map(move |x| (x, y)));
            for (x, y) in places.filter(inside) {
                let (x, y) = (x as f64 + 0.5, y as f64 + 0.5);
                let off = (f64::from(ours.at(x, y)) / px - f64::from(exact.at(x, y))).abs() / hottest;
                prop_assert!(off < 0.015, "{off} of the hottest at {x}, {y}");
            }
        }
    }
}
