//! Layers onto pictures of pages: heat and scroll reach, with the page stepping back under them.
//! Plain pixels in and out.

use super::Picture;
use super::heat::{Cells, HeatLook, heat_layer};
use super::palette::Palette;
use super::picture::mix;
use rayon::prelude::*;

/// Bytes of pixels made by one piece of work.
const PIECE: usize = 1 << 18;

/// How far visits got: from this offset (0–1 of the page's height) down, this share of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// 0 at the top, 1 at the bottom.
    pub from: f32,
    /// 0–1.
    pub share: f32,
}

/// The grid laid over a picture of the whole page.
pub fn heat_over(page: &Picture, cells: Cells<'_>, look: HeatLook) -> Picture {
    let layer = heat_layer(cells, (page.width, page.height), look);
    lay_over(page, &layer, look)
}

/// Bands of colour that tell how far visits got, as a transparent layer. `reach` is sorted from the
/// top down; below its last entry that one goes on.
pub fn reach_layer(reach: &[Reach], (width, height): (u32, u32), palette: Palette) -> Picture {
    let mut layer = Picture::filled(width, height, [0; 4]);
    if width == 0 {
        return layer;
    }
    for (y, line) in layer.rgba.chunks_exact_mut(width as usize * 4).enumerate() {
        let place = (y as f32 + 0.5) / height as f32;
        let Some(here) = reach.iter().rev().find(|entry| entry.from <= place) else { continue };
        let colour = palette.reach(here.share);
        for pixel in line.chunks_exact_mut(4) {
            pixel.copy_from_slice(&colour);
        }
    }
    layer
}

/// The page alone as it is under heat, greyer and darker as `look` says.
pub fn veiled(page: &Picture, look: HeatLook) -> Picture {
    let veil = Veil::new(look.veil);
    let mut picture = page.clone();
    picture.rgba.par_chunks_mut(PIECE).for_each(|piece| {
        piece.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| *pixel = veil.over(*pixel));
    });
    picture
}

/// A layer on a page of the same size; the page steps back as `look` says. What the layer does not
/// cover stays as the veiled page.
pub fn lay_over(page: &Picture, layer: &Picture, look: HeatLook) -> Picture {
    let mut picture = page.clone();
    let veil = Veil::new(look.veil);
    let parts: Vec<u32> = (0..=u8::MAX).map(|opacity| u32::from(mix(0, opacity, look.opacity))).collect();
    let pieces = picture.rgba.par_chunks_mut(PIECE).zip(layer.rgba.par_chunks(PIECE));
    pieces.for_each(|(below, above)| {
        let pixels = below.as_chunks_mut::<4>().0.iter_mut();
        for (pixel, above) in pixels.zip(above.as_chunks::<4>().0) {
            *pixel = laid(veil.over(*pixel), *above, parts[usize::from(above[3])]);
        }
    });
    picture
}

/// A pixel with `part` of 255 of another laid on it.
fn laid([red, green, blue, below]: [u8; 4], above: [u8; 4], part: u32) -> [u8; 4] {
    if part == 0 {
        return [red, green, blue, below];
    }
    let channel = |below, above| blend(below, above, part);
    [channel(red, above[0]), channel(green, above[1]), channel(blue, above[2]), below.max(above[3])]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Size;

    const LOOK: HeatLook =
        HeatLook { opacity: 1.0, veil: 0.5, palette: Palette::Warm, scale: super::super::Scale::Linear };

    fn cells(values: &[f32], side: u32, page: f64) -> Cells<'_> {
        let cell = Size::new(page / f64::from(side), page / f64::from(side));
        let page = Size::new(page, page);
        Cells { width: side, height: side, cell, page, values, hottest: 0.0, signed: false }
    }

    #[test]
    fn heat_covers_its_place_and_veils_the_rest() {
        let page = Picture::filled(30, 30, [200, 40, 40, 255]);
        let values = [0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0];
        let drawn = heat_over(&page, cells(&values, 3, 30.0), LOOK);
        let [red, green, ..] = drawn.pixel(15, 15).unwrap();
        assert!(red > 200 && green > 180, "the hottest spot is bright: {red} {green}");
        let [red, green, ..] = drawn.pixel(0, 0).unwrap();
        assert!(red < 150 && red > green, "the page steps back but can be recognised: {red} {green}");
        assert_eq!(drawn, heat_over(&page, cells(&values, 3, 30.0), LOOK));
        assert_eq!(drawn.pixel(0, 0), veiled(&page, LOOK).pixel(0, 0));
    }

    #[test]
    fn an_empty_or_wrong_grid_is_no_heat() {
        let page = Picture::filled(8, 8, [255; 4]);
        let plain = veiled(&page, LOOK);
        for values in [&[][..], &[0.0; 4], &[1.0; 3], &[f32::NAN; 4]] {
            assert_eq!(heat_over(&page, cells(values, 2, 8.0), LOOK), plain, "{values:?}");
        }
    }

    #[test]
    fn reach_changes_where_it_says() {
        let reach = [Reach { from: 0.0, share: 1.0 }, Reach { from: 0.5, share: 0.2 }];
        let layer = reach_layer(&reach, (2, 10), Palette::Green);
        assert_eq!(layer.pixel(0, 4), Some(Palette::Green.reach(1.0)));
        assert_eq!(layer.pixel(1, 5), Some(Palette::Green.reach(0.2)));
        assert_eq!(reach_layer(&[], (2, 10), Palette::Warm), Picture::filled(2, 10, [0; 4]));
    }
}
