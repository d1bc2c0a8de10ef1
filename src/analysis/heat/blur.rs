//! Spreads counts by a Gauss curve, first along the rows, then down the columns.
//!
//! Each cell is one sum in a fixed order, so that it does not matter which thread makes it. Rows that
//! hold nothing cost nothing. Knows no points.

use rayon::prelude::*;

/// So many standard deviations from its middle the curve is 0.
const ENDS: f64 = 3.3;
/// Rows made by one piece of work.
const BAND: usize = 32;
/// Cells of a row that are left out together where they hold nothing.
const STRIP: usize = 32;

/// Half of the curve: what a cell gives to itself, and to the cells at 1, 2, … away. Adds up to 1 with
/// its other half. `side` is a cell's side in px, as is `sigma`.
pub(super) fn kernel(sigma: f64, side: usize) -> Vec<f32> {
    let side = side as f64;
    // Counting between cells and looking up between cells each spread a little.
    let already = if side > 1.0 { side * side / 3.0 } else { 0.0 };
    let sigma = (sigma * sigma - already).max(0.0).sqrt() / side;
    let curve = |away: f64| (-away * away / (2.0 * sigma * sigma)).exp();
    let mut half = vec![1.0];
    let mut away = 1.0;
    while sigma > 0.2 && away < ENDS * sigma {
        half.push((curve(away) - curve(ENDS * sigma)) / (1.0 - curve(ENDS * sigma)));
        away += 1.0;
    }
    let whole: f64 = half[0] + 2.0 * half[1..].iter().sum::<f64>();
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than f32")]
    let shares = half.into_iter().map(|part| (part / whole) as f32).collect();
    shares
}

/// The cells of a page, and around them `rim` cells that are blurred into it but are not part of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Cells to the right, without the rim.
    pub(super) width: usize,
    /// Cells down, without the rim.
    pub(super) height: usize,
    /// Cells around it.
    pub(super) rim: usize,
}

impl Shape {
    /// Cells from one row to the next, the rim with them.
    pub(super) fn stride(self) -> usize {
        self.width + 2 * self.rim
    }

    /// Rows, the rim with them.
    pub(super) fn rows(self) -> usize {
        self.height + 2 * self.rim
    }
}

/// The blurred cells, without the rim.
pub(super) fn blur(mut cells: Vec<f32>, shape: Shape, kernel: &[f32]) -> Vec<f32> {
    let reach = kernel.len() - 1;
    let Shape { width, height, rim } = shape;
    if width == 0 || reach == 0 && rim == 0 {
        return cells;
    }
    let (strips, stride) = (width.div_ceil(STRIP), shape.stride());
    let mut full = vec![false; shape.rows() * strips];
    let bands = cells.par_chunks_mut(stride * BAND).zip(full.par_chunks_mut(strips * BAND));
    bands.for_each_init(
        || vec![0.0; stride + 2 * reach],
        |spare, (rows, full)| {
            for (row, full) in rows.chunks_mut(stride).zip(full.chunks_mut(strips)) {
                along(row, full, spare, (kernel, rim));
            }
        },
    );
    let mut blurred = vec![0.0; width * height];
    blurred.par_chunks_mut(width * BAND).enumerate().for_each(|(band, rows)| {
        for (offset, row) in rows.chunks_mut(width).enumerate() {
            down((&cells, stride), &full, row, (band * BAND + offset + rim, kernel));
        }
    });
    blurred
}

/// Blurs a row, moves it to the left by its rim, and notes which strips of it hold something.
fn along(row: &mut [f32], full: &mut [bool], spare: &mut [f32], (kernel, rim): (&[f32], usize)) {
    let reach = kernel.len() - 1;
    if row.iter().all(|cell| *cell == 0.0) {
        return;
    }
    spare[reach..reach + row.len()].copy_from_slice(row);
    let width = row.len() - 2 * rim;
    for ((number, strip), full) in row[..width].chunks_mut(STRIP).enumerate().zip(full) {
        let start = number * STRIP + rim;
        let near = &spare[start..start + strip.len() + 2 * reach];
        if near.iter().all(|cell| *cell == 0.0) {
            strip.fill(0.0);
            continue;
        }
        *full = true;
        strip.iter_mut().zip(&near[reach..]).for_each(|(cell, middle)| *cell = middle * kernel[0]);
        for (away, share) in kernel.iter().enumerate().skip(1) {
            let sides = near[reach - away..].iter().zip(&near[reach + away..]);
            strip.iter_mut().zip(sides).for_each(|(cell, (left, right))| *cell += (left + right) * share);
        }
    }
}

/// Makes a row out of those around row `y`.
fn down((from, stride): (&[f32], usize), full: &[bool], row: &mut [f32], (y, kernel): (usize, &[f32])) {
    let strips = row.len().div_ceil(STRIP);
    let reach = kernel.len() - 1;
    let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(from.len() / stride));
    for (number, strip) in row.chunks_mut(STRIP).enumerate() {
        for other in (top..bottom).filter(|other| full[other * strips + number]) {
            let share = kernel[other.abs_diff(y)];
            let start = other * stride + number * STRIP;
            let cells = &from[start..start + strip.len()];
            strip.iter_mut().zip(cells).for_each(|(cell, near)| *cell += near * share);
        }
    }
}
