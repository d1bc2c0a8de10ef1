//! Heat over a page: numbers in a grid to a coloured layer, whole or tile by tile. Knows no sessions
//! and no pages: plain numbers in, pixels out, the same each time.

use super::Picture;
use super::palette::{Palette, difference_colour};
use super::resample::Taps;
use crate::event::{Rect, Size};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Colours of heat that are told apart.
const SHADES: u16 = 1_023;
/// Lines of pixels made by one piece of work.
const BAND: usize = 32;
/// How much finer than a linear one the logarithmic scale tells small numbers apart.
const LOG: f32 = 100.0;

/// A grid of numbers over a page, row by row from the top left. A grid that does not have
/// `width × height` cells is drawn as empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cells<'a> {
    /// Cells to the right.
    pub width: u32,
    /// Cells down.
    pub height: u32,
    /// What one cell covers, CSS px; the first begins at the page's upper left corner.
    pub cell: Size,
    /// The page that the grid lies over, CSS px.
    pub page: Size,
    /// The numbers; 0 is nothing. With numbers below 0 too, where `signed` says so.
    pub values: &'a [f32],
    /// The number that gets the hottest colour, such as one that two pictures share; the largest of
    /// `values`, whatever its sign, when it is 0.
    pub hottest: f32,
    /// The numbers are differences, drawn from blue (less) over nothing to orange (more), as far to
    /// either side.
    pub signed: bool,
}

impl Cells<'_> {
    /// The number that gets the hottest colour; 0 where there is nothing.
    pub fn top(&self) -> f32 {
        if self.hottest > 0.0 && self.hottest.is_finite() {
            return self.hottest;
        }
        let size = |value: &f32| if self.signed { value.abs() } else { *value };
        self.values.iter().map(size).filter(|value| value.is_finite()).fold(0.0, f32::max)
    }
}

/// How numbers become colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Twice the number is twice as far along the palette.
    #[default]
    Linear,
    /// Small numbers are told apart better, large ones less.
    Log,
}

impl Scale {
    /// Both, in the order of menus.
    pub const ALL: [Self; 2] = [Self::Linear, Self::Log];

    /// The name on the command line and in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Log => "log",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Linear => "Linear",
            Self::Log => "Logarithmic",
        }
    }

    /// The scale of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scale| scale.name().eq_ignore_ascii_case(name))
    }

    /// How far along the palette (0–1) a part of the hottest number (0–1) is.
    pub fn along(self, part: f32) -> f32 {
        match self {
            Self::Linear => part,
            Self::Log => (part * LOG).ln_1p() / LOG.ln_1p(),
        }
    }

    /// The part of the hottest number that is so far along the palette: the other way round.
    pub fn part(self, along: f32) -> f32 {
        match self {
            Self::Linear => along,
            Self::Log => (along * LOG.ln_1p()).exp_m1() / LOG,
        }
    }
}

/// How heat is laid over a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeatLook {
    /// Of the heat, 0–1.
    pub opacity: f32,
    /// How far the page steps back under it, 0 (not at all) to 1: greyer and darker.
    pub veil: f32,
    /// The colours; differences have their own.
    pub palette: Palette,
    /// How numbers become colours.
    pub scale: Scale,
}

impl Default for HeatLook {
    fn default() -> Self {
        Self { opacity: 0.9, veil: 0.45, palette: Palette::default(), scale: Scale::default() }
    }
}

/// The grid as a transparent layer over the whole page, of this size in pixels. Opacity and veil are
/// for [`super::lay_over`].
pub fn heat_layer(cells: Cells<'_>, size: (u32, u32), look: HeatLook) -> Picture {
    let Size { width, height } = cells.page;
    heat_part(cells, Rect { x: 0.0, y: 0.0, width, height }, size, look)
}

/// The heat over the part `area` of the page, CSS px, as a transparent layer of this size in pixels:
/// a tile of the page at any zoom. Neighbouring tiles fit without a seam.
pub fn heat_part(cells: Cells<'_>, area: Rect, (width, height): (u32, u32), look: HeatLook) -> Picture {
    let mut layer = Picture::filled(width, height, [0; 4]);
    let top = cells.top();
    let fits = cells.values.len() == cells.width as usize * cells.height as usize;
    if !fits || top <= 0.0 || width == 0 || !(cells.cell.width > 0.0 && cells.cell.height > 0.0) {
        return layer;
    }
    let range = |from: f64, length: f64, cell: f64| (from / cell, (from + length) / cell);
    let columns = range(area.x, area.width, cells.cell.width);
    let columns = Taps::new(columns, width, cells.width as usize);
    let rows = Taps::new(range(area.y, area.height, cells.cell.height), height, cells.height as usize);
    let (span, stride) = (columns.span(), cells.width as usize);
    let colours = Colours::new(top, cells.signed, look);
    let line_bytes = width as usize * 4;
    let bands = layer.rgba.par_chunks_mut(line_bytes * BAND).enumerate();
    bands.for_each_init(Vec::new, |sums: &mut Vec<f32>, (band, lines)| {
        for (offset, line) in lines.chunks_exact_mut(line_bytes).enumerate() {
            sums.clear();
            sums.resize(span.len(), 0.0);
            for (row, share) in rows.of(band * BAND + offset) {
                let samples = &cells.values[row * stride + span.start..row * stride + span.end];
                sums.iter_mut().zip(samples).for_each(|(sum, one)| *sum += one * share);
            }
            if sums.iter().any(|sum| *sum != 0.0) {
                colours.line(line, sums, &columns, span.start);
            }
        }
    });
    layer
}

/// Colours by number.
struct Colours {
    shades: Vec<[u8; 4]>,
    /// What a number is multiplied by and moved by to give the number of its shade.
    slope: f32,
    middle: f32,
}

impl Colours {
    fn new(top: f32, signed: bool, look: HeatLook) -> Self {
        let part = |shade: u16| f32::from(shade) / f32::from(SHADES);
        let shade = |shade| {
            if signed {
                let value = part(shade) * 2.0 - 1.0;
                difference_colour(look.scale.along(value.abs()) * value.signum())
            } else {
                look.palette.heat(look.scale.along(part(shade)))
            }
        };
        let shades = (0..=SHADES).map(shade).collect();
        let most = f32::from(SHADES);
        if signed {
            Self { shades, slope: most / 2.0 / top, middle: most / 2.0 }
        } else {
            Self { shades, slope: most / top, middle: 0.0 }
        }
    }

    /// Colours a line of pixels out of sums down the columns, of which the first is column `start`.
    fn line(&self, line: &mut [u8], sums: &[f32], columns: &Taps, start: usize) {
        let pixels = line.as_chunks_mut::<4>().0.iter_mut();
        if let Some(pairs) = columns.pairs() {
            // At most zooms: each pixel lies between two cells.
            for (pixel, (first, [one, two])) in pixels.zip(pairs) {
                let at = first.saturating_sub(start);
                let Some([left, right]) = sums.get(at..at + 2) else { continue };
                self.paint(pixel, left * one + right * two);
            }
            return;
        }
        for (pixel, (first, shares)) in pixels.zip(columns.pixels()) {
            let sums = sums.iter().skip(first.saturating_sub(start));
            self.paint(pixel, sums.zip(shares).map(|(sum, share)| sum * share).sum());
        }
    }

    fn paint(&self, pixel: &mut [u8; 4], value: f32) {
        if value != 0.0 {
            *pixel = self.shades[self.shade(value)];
        }
    }

    /// The number of a shade; anything beyond the hottest is the hottest.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; NaN gives 0")]
    fn shade(&self, value: f32) -> usize {
        let value = if value.is_nan() { 0.0 } else { value };
        (value * self.slope + self.middle + 0.5).clamp(0.0, f32::from(SHADES)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of 400 × 200 CSS px with a cell for every 4, hot on the right.
    fn values() -> Vec<f32> {
        let value = |at: usize| if at % 100 < 20 { 0.0 } else { (at % 100) as f32 + (at / 100) as f32 };
        (0..100 * 50).map(value).collect()
    }

    fn cells(values: &[f32]) -> Cells<'_> {
        let (cell, page) = (Size::new(4.0, 4.0), Size::new(400.0, 200.0));
        Cells { width: 100, height: 50, cell, page, values, hottest: 0.0, signed: false }
    }

    fn area(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect { x, y, width, height }
    }

    #[test]
    fn tiles_are_the_layer_cut_up_at_any_zoom() {
        let values = values();
        for zoom in [0.25, 0.5, 1.0, 2.0] {
            let px = |length: f64| round(length * zoom);
            let whole = heat_layer(cells(&values), (px(400.0), px(200.0)), HeatLook::default());
            let tile = area(160.0, 80.0, 120.0, 80.0);
            let part = heat_part(cells(&values), tile, (px(120.0), px(80.0)), HeatLook::default());
            assert_eq!(part, whole.crop((px(160.0), px(80.0)), (px(120.0), px(80.0))), "at {zoom}");
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and whole")]
    fn round(length: f64) -> u32 {
        length.round() as u32
    }

    #[test]
    fn the_last_cells_may_reach_over_the_page() {
        // 10 CSS px are covered by three cells of 4, the last of which is hot.
        let values = [0.0, 0.0, 1.0];
        let cell = Size::new(4.0, 1.0);
        let page = Size::new(10.0, 1.0);
        let cells = Cells { width: 3, height: 1, cell, page, values: &values, hottest: 0.0, signed: false };
        let layer = heat_layer(cells, (10, 1), HeatLook::default());
        assert_eq!(layer.pixel(5, 0).unwrap()[3], 0);
        assert_eq!(layer.pixel(9, 0), Some(Palette::Warm.heat(0.875)), "9.5 px is cell 1.875 of the middles");
    }

    #[test]
    fn far_away_a_pixel_is_the_average_of_its_cells() {
        let mut values = vec![0.0; 100 * 50];
        values[25 * 100 + 50] = 1000.0;
        let near = heat_layer(Cells { hottest: 1000.0, ..cells(&values) }, (400, 200), HeatLook::default());
        let far = heat_layer(Cells { hottest: 1000.0, ..cells(&values) }, (10, 5), HeatLook::default());
        let strongest = |layer: &Picture| layer.rgba.chunks_exact(4).map(|pixel| pixel[3]).max();
        assert_eq!(strongest(&near), Some(235));
        assert!(strongest(&far) < Some(40), "one cell of a hundred: {:?}", strongest(&far));
    }

    #[test]
    fn a_shared_scale_makes_pictures_comparable() {
        let (little, much) = (vec![5.0; 5000], vec![10.0; 5000]);
        let colour = |values: &[f32], hottest: f32| {
            heat_layer(Cells { hottest, ..cells(values) }, (4, 2), HeatLook::default()).pixel(2, 1)
        };
        assert_eq!(colour(&little, 0.0), colour(&much, 0.0), "each by its own");
        assert_ne!(colour(&little, 10.0), colour(&much, 10.0), "both by one");
        assert_eq!(colour(&little, 10.0), colour(&much, 20.0));
    }

    #[test]
    fn small_numbers_show_on_a_logarithmic_scale() {
        let look = |scale| HeatLook { scale, ..HeatLook::default() };
        let values = vec![1.0; 5000];
        let opacity = |scale| {
            let cells = Cells { hottest: 100.0, ..cells(&values) };
            heat_layer(cells, (4, 2), look(scale)).pixel(2, 1).unwrap()[3]
        };
        assert!(opacity(Scale::Log) > 5 * opacity(Scale::Linear));
        for scale in Scale::ALL {
            assert_eq!(Scale::parse(scale.name()), Some(scale));
            for step in 0_u8..=10 {
                let part = f32::from(step) / 10.0;
                assert!((scale.part(scale.along(part)) - part).abs() < 1e-5, "{scale:?} at {part}");
            }
        }
    }

    #[test]
    fn differences_are_as_strong_to_either_side() {
        let values: Vec<f32> = (0..5000).map(|at| if at % 100 < 50 { -3.0 } else { 3.0 }).collect();
        let layer = heat_layer(Cells { signed: true, ..cells(&values) }, (100, 50), HeatLook::default());
        assert_eq!(layer.pixel(5, 20), Some(difference_colour(-1.0)));
        assert_eq!(layer.pixel(95, 20), Some(difference_colour(1.0)));
        let same = vec![0.0; 5000];
        let layer = heat_layer(Cells { signed: true, ..cells(&same) }, (9, 9), HeatLook::default());
        assert_eq!(layer, Picture::filled(9, 9, [0; 4]));
    }
}
