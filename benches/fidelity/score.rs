//! How alike two pictures are. Knows pixels only.

use wherefore::render::Picture;

/// Side of the square that is compared at a time, px, and how far apart the squares lie.
const SQUARE: u32 = 8;
const STEP: u32 = 4;

/// A channel that differs by more than this makes a differing pixel.
const NOTABLE: u8 = 32;

/// Mean structural similarity of the brightness, 1 = the same. Over what both pictures have.
pub(crate) fn ssim(a: &Picture, b: &Picture) -> f64 {
    let (width, height) = (a.width.min(b.width), a.height.min(b.height));
    let (mut sum, mut count) = (0.0, 0.0);
    let starts = |length: u32| (0..=length.saturating_sub(SQUARE)).step_by(STEP as usize);
    for top in starts(height) {
        for left in starts(width) {
            sum += square(a, b, (left, top));
            count += 1.0;
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

fn square(a: &Picture, b: &Picture, (left, top): (u32, u32)) -> f64 {
    let (mut one, mut two, mut ones, mut twos, mut both) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for y in top..top + SQUARE {
        for x in left..left + SQUARE {
            let (p, q) = (brightness(a, x, y), brightness(b, x, y));
            one += p;
            two += q;
            ones += p * p;
            twos += q * q;
            both += p * q;
        }
    }
    let n = f64::from(SQUARE * SQUARE);
    let (one, two) = (one / n, two / n);
    let (ones, twos, both) = (ones / n - one * one, twos / n - two * two, both / n - one * two);
    let (c1, c2) = ((0.01f64 * 255.0).powi(2), (0.03f64 * 255.0).powi(2));
    ((2.0 * one * two + c1) * (2.0 * both + c2)) / ((one * one + two * two + c1) * (ones + twos + c2))
}

fn brightness(picture: &Picture, x: u32, y: u32) -> f64 {
    let [red, green, blue, _] = picture.pixel(x, y).unwrap_or([255; 4]);
    0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
}

/// The share of pixels that notably differ, 0–1.
pub(crate) fn differing(a: &Picture, b: &Picture) -> f64 {
    let pairs = a.rgba.chunks_exact(4).zip(b.rgba.chunks_exact(4));
    let total = pairs.len().max(1);
    let differs = |p: &[u8], q: &[u8]| p.iter().zip(q).take(3).any(|(p, q)| p.abs_diff(*q) > NOTABLE);
    pairs.filter(|(p, q)| differs(p, q)).count() as f64 / total as f64
}
