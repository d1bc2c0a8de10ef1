//! Heat over a page: numbers in a grid to a coloured layer, and the layer onto the picture. Knows no
//! sessions and no pages: plain numbers in, pixels out, the same each time.

use super::Picture;
use super::palette::{heat_colour, reach_colour};
use super::picture::mix;

/// Colours of heat that are told apart.
const SHADES: u16 = 1_023;

/// A grid of numbers over a page, row by row from the top left. A grid that does not have
/// `width × height` cells is drawn as empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cells<'a> {
    /// Cells to the right.
    pub width: u32,
    /// Cells down.
    pub height: u32,
    /// The numbers; 0 is nothing, the hottest is the largest.
    pub values: &'a [f32],
    /// The number that gets the hottest colour; the largest of `values` when it is 0.
    pub hottest: f32,
}

/// How heat is laid over a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeatLook {
    /// Of the heat, 0–1.
    pub opacity: f32,
    /// How far the page steps back under it, 0 (not at all) to 1: greyer and darker.
    pub veil: f32,
}

impl Default for HeatLook {
    fn default() -> Self {
        Self { opacity: 0.9, veil: 0.45 }
    }
}

/// How far visits got: from this offset (0–1 of the page's height) down, this share of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// 0 at the top, 1 at the bottom.
    pub from: f32,
    /// 0–1.
    pub share: f32,
}

/// The grid as a transparent layer of this size, in pixels.
pub fn heat_layer(cells: Cells<'_>, width: u32, height: u32) -> Picture {
    let mut layer = Picture::filled(width, height, [0; 4]);
    let hottest = if cells.hottest > 0.0 { cells.hottest } else { largest(cells.values) };
    let fits = cells.values.len() == cells.width as usize * cells.height as usize;
    if !fits || cells.values.is_empty() || hottest <= 0.0 || width == 0 {
        return layer;
    }
    let columns = steps(width, cells.width);
    let colours: Vec<[u8; 4]> =
        (0..=SHADES).map(|shade| heat_colour(f32::from(shade) / f32::from(SHADES))).collect();
    let scale = f32::from(SHADES) / hottest;
    let rows = steps(height, cells.height);
    let row_bytes = width as usize * 4;
    for (line, (top, bottom, down)) in layer.rgba.chunks_exact_mut(row_bytes).zip(rows) {
        let row = |at: usize| &cells.values[at * cells.width as usize..][..cells.width as usize];
        let (above, below) = (row(top), row(bottom));
        if above.iter().chain(below).all(|value| *value <= 0.0) {
            continue;
        }
        for (pixel, &(left, right, across)) in line.chunks_exact_mut(4).zip(&columns) {
            let upper = above[left] + (above[right] - above[left]) * across;
            let lower = below[left] + (below[right] - below[left]) * across;
            let value = upper + (lower - upper) * down;
            if value > 0.0 {
                pixel.copy_from_slice(&colours[shade(value * scale)]);
            }
        }
    }
    layer
}

/// The grid laid over a page.
pub fn heat_over(page: &Picture, cells: Cells<'_>, look: HeatLook) -> Picture {
    let layer = heat_layer(cells, page.width, page.height);
    lay_over(page, &layer, look)
}

/// Bands of colour that tell how far visits got, as a transparent layer. `reach` is sorted from the
/// top down; below its last entry that one goes on.
pub fn reach_layer(reach: &[Reach], width: u32, height: u32) -> Picture {
    let mut layer = Picture::filled(width, height, [0; 4]);
    if width == 0 {
        return layer;
    }
    for (y, line) in layer.rgba.chunks_exact_mut(width as usize * 4).enumerate() {
        let place = (y as f32 + 0.5) / height as f32;
        let Some(here) = reach.iter().rev().find(|entry| entry.from <= place) else { continue };
        let colour = reach_colour(here.share);
        for pixel in line.chunks_exact_mut(4) {
            pixel.copy_from_slice(&colour);
        }
    }
    layer
}

/// Reach laid over a page.
pub fn reach_over(page: &Picture, reach: &[Reach], look: HeatLook) -> Picture {
    lay_over(page, &reach_layer(reach, page.width, page.height), look)
}

/// A layer on a page of the same size; the page steps back as `look` says. What the layer does not
/// cover stays as the veiled page.
pub fn lay_over(page: &Picture, layer: &Picture, look: HeatLook) -> Picture {
    let mut picture = page.clone();
    let veil = Veil::new(look.veil);
    let parts: Vec<u32> = (0..=u8::MAX).map(|opacity| u32::from(mix(0, opacity, look.opacity))).collect();
    let pixels = picture.rgba.as_chunks_mut::<4>().0.iter_mut();
    for (pixel, above) in pixels.zip(layer.rgba.as_chunks::<4>().0) {
        let [red, green, blue, below] = veil.over(*pixel);
        let part = parts[usize::from(above[3])];
        *pixel = if part == 0 {
            [red, green, blue, below]
        } else {
            [
                blend(red, above[0], part),
                blend(green, above[1], part),
                blend(blue, above[2], part),
                below.max(above[3]),
            ]
        };
    }
    picture
}

/// One channel, `part` of 255 from below to above.
fn blend(below: u8, above: u8, part: u32) -> u8 {
    let sum = u32::from(below) * (255 - part) + u32::from(above) * part;
    u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
}

/// Takes colour and light out of pixels, so that heat on them stands out on any page.
struct Veil {
    /// How much of the grey is taken, of 255.
    grey: u32,
    /// What becomes of a channel's light.
    darker: Vec<u8>,
}

impl Veil {
    fn new(strength: f32) -> Self {
        let strength = strength.clamp(0.0, 1.0);
        let darker = (0..=u8::MAX).map(|channel| mix(channel, 24, 0.6 * strength)).collect();
        Self { grey: u32::from(mix(0, u8::MAX, 0.8 * strength)), darker }
    }

    fn over(&self, [red, green, blue, opacity]: [u8; 4]) -> [u8; 4] {
        let grey = (u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue)) / 10;
        let grey = u8::try_from(grey).unwrap_or(u8::MAX);
        let channel = |channel| self.darker[usize::from(blend(channel, grey, self.grey))];
        [channel(red), channel(green), channel(blue), opacity]
    }
}

/// The number of a colour; anything beyond the hottest is the hottest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn shade(value: f32) -> usize {
    value.clamp(0.0, f32::from(SHADES)) as usize
}

fn largest(values: &[f32]) -> f32 {
    values.iter().copied().filter(|value| value.is_finite()).fold(0.0, f32::max)
}

/// For each pixel the two cells that it lies between and how far from the first.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the grid")]
fn steps(pixels: u32, cells: u32) -> Vec<(usize, usize, f32)> {
    let last = cells.saturating_sub(1) as usize;
    let step = |pixel: u32| {
        let place = (f64::from(pixel) + 0.5) / f64::from(pixels.max(1)) * f64::from(cells) - 0.5;
        let place = place.clamp(0.0, last as f64);
        let first = place.floor() as usize;
        (first, (first + 1).min(last), place.fract() as f32)
    };
    (0..pixels).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: HeatLook = HeatLook { opacity: 1.0, veil: 0.5 };

    #[test]
    fn heat_covers_its_place_and_veils_the_rest() {
        let page = Picture::filled(30, 30, [200, 40, 40, 255]);
        let values = [0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0];
        let cells = Cells { width: 3, height: 3, values: &values, hottest: 0.0 };
        let drawn = heat_over(&page, cells, LOOK);
        let [red, green, ..] = drawn.pixel(15, 15).unwrap();
        assert!(red > 200 && green > 180, "the hottest spot is bright: {red} {green}");
        let [red, green, ..] = drawn.pixel(0, 0).unwrap();
        assert!(red < 150 && red > green, "the page steps back but can be recognised: {red} {green}");
        assert_eq!(drawn, heat_over(&page, cells, LOOK));
    }

    #[test]
    fn an_empty_or_wrong_grid_is_no_heat() {
        let page = Picture::filled(8, 8, [255; 4]);
        let plain = lay_over(&page, &Picture::filled(8, 8, [0; 4]), LOOK);
        for values in [&[][..], &[0.0; 4], &[1.0; 3], &[f32::NAN; 4]] {
            let cells = Cells { width: 2, height: 2, values, hottest: 0.0 };
            assert_eq!(heat_over(&page, cells, LOOK), plain, "{values:?}");
        }
    }

    #[test]
    fn reach_changes_where_it_says() {
        let reach = [Reach { from: 0.0, share: 1.0 }, Reach { from: 0.5, share: 0.2 }];
        let layer = reach_layer(&reach, 2, 10);
        assert_eq!(layer.pixel(0, 4), Some(reach_colour(1.0)));
        assert_eq!(layer.pixel(1, 5), Some(reach_colour(0.2)));
        assert_eq!(reach_layer(&[], 2, 10), Picture::filled(2, 10, [0; 4]));
    }
}
