//! Which samples of a row make a pixel when a row is made longer or shorter, and a part of a picture
//! painted so. Between two samples where it becomes longer; their average where it becomes shorter.

use super::Picture;
use crate::event::Rect;
use rayon::prelude::*;

/// Rows made by one piece of work.
const BAND: usize = 32;

/// For each pixel the samples that it is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Taps {
    /// The first sample of each pixel.
    first: Vec<usize>,
    /// For each pixel `count` shares of the samples from its first on; they add up to 1, or are all 0
    /// where the pixel lies beside the samples.
    shares: Vec<f32>,
    /// Shares of a pixel.
    count: usize,
}

impl Taps {
    /// Pixels that together show the samples from place `from` to `to`, where sample `n` reaches from
    /// `n` to `n + 1`. Empty where that is no range.
    pub(super) fn new((from, to): (f64, f64), pixels: u32, samples: usize) -> Self {
        let step = (to - from) / f64::from(pixels.max(1));
        if !(step.is_finite() && step > 0.0 && from.is_finite()) || samples == 0 {
            return Self { first: vec![0; pixels as usize], shares: Vec::new(), count: 0 };
        }
        // So that no page costs more than its samples, however little of the picture it covers.
        let reach = step.clamp(1.0, samples as f64);
        // Between two places so far apart there are no more.
        let count = whole(2.0 * reach).min(samples);
        let mut taps = Self { first: Vec::new(), shares: Vec::new(), count };
        for pixel in 0..pixels {
            let middle = from + (f64::from(pixel) + 0.5) * step - 0.5;
            let inside = middle >= -0.5 && middle <= samples as f64 - 0.5;
            let first = whole((middle - reach).floor() + 1.0).min(samples - count);
            let share = |sample: usize| {
                let away = (sample as f64 - middle).abs();
                if inside { (1.0 - away / reach).max(0.0) } else { 0.0 }
            };
            let sum: f64 = (first..first + count).map(share).sum();
            #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than f32")]
            let part = |sample| (share(sample) / sum.max(f64::EPSILON)) as f32;
            taps.first.push(first);
            taps.shares.extend((first..first + count).map(part));
        }
        taps
    }

    /// The samples of a pixel, with their shares; those that count for nothing are left out.
    pub(super) fn of(&self, pixel: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let shares = self.shares.get(pixel * self.count..(pixel + 1) * self.count).unwrap_or_default();
        shares.iter().enumerate().map(move |(n, share)| (self.first[pixel] + n, *share)).filter(|t| t.1 > 0.0)
    }

    /// All samples that pixels are made of.
    pub(super) fn span(&self) -> std::ops::Range<usize> {
        let used = || self.pixels().filter(|(_, shares)| shares.iter().any(|share| *share > 0.0));
        let start = used().map(|(first, _)| first).min().unwrap_or(0);
        start..used().map(|(first, _)| first + self.count).max().unwrap_or(start)
    }

    /// As [`Taps::pixels`] where no pixel is made of more than two samples.
    pub(super) fn pairs(&self) -> Option<impl Iterator<Item = (usize, &[f32; 2])>> {
        (self.count == 2).then(|| self.first.iter().copied().zip(self.shares.as_chunks::<2>().0))
    }

    /// The first sample and the shares of each pixel, in order.
    pub(super) fn pixels(&self) -> impl Iterator<Item = (usize, &[f32])> {
        self.first.iter().copied().zip(self.shares.chunks_exact(self.count.max(1)))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; no number gives 0")]
fn whole(value: f64) -> usize {
    value.clamp(0.0, 1e9).ceil() as usize
}

impl Picture {
    /// The part `area` of it, in its pixels, painted at a size: sharp, averaged where it becomes
    /// smaller. Transparent where `area` is outside.
    #[must_use]
    pub fn part(&self, area: Rect, (width, height): (u32, u32)) -> Self {
        let columns = Taps::new((area.x, area.x + area.width), width, self.width as usize);
        let rows = Taps::new((area.y, area.y + area.height), height, self.height as usize);
        let mut part = Self::filled(width, height, [0; 4]);
        let (span, stride) = (columns.span(), self.width as usize * 4);
        if span.is_empty() || self.rgba.len() != stride * self.height as usize {
            return part;
        }
        let bands = part.rgba.par_chunks_mut(width as usize * 4 * BAND).enumerate();
        bands.for_each_init(Vec::new, |sums: &mut Vec<f32>, (band, lines)| {
            for (offset, line) in lines.chunks_exact_mut(width as usize * 4).enumerate() {
                sums.clear();
                sums.resize(span.len() * 4, 0.0);
                for (row, share) in rows.of(band * BAND + offset) {
                    let samples = &self.rgba[row * stride + span.start * 4..row * stride + span.end * 4];
                    sums.iter_mut().zip(samples).for_each(|(sum, one)| *sum += f32::from(*one) * share);
                }
                across(line, sums, &columns, span.start);
            }
        });
        part
    }
}

/// Makes a line of pixels out of sums down the columns, of which the first is column `start`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an average of bytes")]
fn across(line: &mut [u8], sums: &[f32], columns: &Taps, start: usize) {
    let sums = sums.as_chunks::<4>().0;
    for (pixel, (first, shares)) in line.as_chunks_mut::<4>().0.iter_mut().zip(columns.pixels()) {
        let mut mixed = [0.5; 4];
        for (sum, share) in sums.iter().skip(first.saturating_sub(start)).zip(shares) {
            mixed.iter_mut().zip(sum).for_each(|(mixed, sum)| *mixed += sum * share);
        }
        *pixel = mixed.map(|channel| channel as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect { x, y, width, height }
    }

    /// Columns of 0, 10, 20 …
    fn stripes() -> Picture {
        let row: Vec<u8> = (0..20_u8).flat_map(|x| [x * 10, 0, 255, 255]).collect();
        Picture { width: 20, height: 10, rgba: row.repeat(10) }
    }

    #[test]
    fn at_its_own_size_a_part_is_a_crop() {
        let page = stripes();
        assert_eq!(page.part(area(3.0, 2.0, 9.0, 5.0), (9, 5)), page.crop((3, 2), (9, 5)));
    }

    #[test]
    fn smaller_is_averaged_and_larger_is_between() {
        let small = stripes().part(area(0.0, 0.0, 20.0, 10.0), (2, 1));
        let [left, right] = [small.pixel(0, 0), small.pixel(1, 0)].map(|pixel| pixel.unwrap()[0]);
        assert!((40..=60).contains(&left) && (130..=150).contains(&right), "{left} {right}");
        let large = stripes().part(area(4.0, 0.0, 2.0, 1.0), (8, 4));
        let reds: Vec<u8> = (0..8).map(|x| large.pixel(x, 0).unwrap()[0]).collect();
        assert!(reds.is_sorted() && reds[1] < 42 && reds[6] > 48, "{reds:?}");
    }

    #[test]
    fn tiles_meet_without_a_seam() {
        let whole = stripes().part(area(0.0, 0.0, 20.0, 10.0), (30, 15));
        let mut tiled = Picture::filled(30, 15, [0; 4]);
        for x in [0_u32, 12, 24] {
            let width = (30 - x).min(12);
            let from = area(f64::from(x) / 1.5, 0.0, f64::from(width) / 1.5, 10.0);
            tiled.put(&stripes().part(from, (width, 15)), (x, 0));
        }
        assert_eq!(tiled, whole);
    }

    #[test]
    fn what_lies_outside_is_transparent_and_wild_areas_do_no_harm() {
        let part = stripes().part(area(-5.0, 0.0, 10.0, 10.0), (10, 10));
        assert_eq!((part.pixel(4, 5).unwrap()[3], part.pixel(5, 5).unwrap()[3]), (0, 255));
        let wild = [area(f64::NAN, 0.0, 1.0, 1.0), area(0.0, 0.0, -3.0, 1.0), area(1e300, 0.0, 1e300, 1.0)];
        for area in wild {
            assert_eq!(stripes().part(area, (4, 4)), Picture::filled(4, 4, [0; 4]));
            assert_eq!(Picture::default().part(area, (4, 4)), Picture::filled(4, 4, [0; 4]));
        }
        assert_eq!(stripes().part(area(0.0, 0.0, 1e12, 1e12), (3, 3)).rgba.len(), 36);
    }
}
