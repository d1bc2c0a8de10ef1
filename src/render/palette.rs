//! Colours for numbers: even steps to the eye, and told apart by colour-blind people too.

use super::picture::mix;

/// Dark violet over red and orange to pale yellow: lightness grows evenly, so that the order can be
/// seen without colour too. Sixteen steps from 0 to 1.
const HEAT: [[u8; 3]; 16] = [
    [11, 7, 36],
    [32, 12, 74],
    [59, 9, 100],
    [81, 18, 110],
    [104, 28, 109],
    [126, 37, 104],
    [149, 46, 94],
    [171, 56, 80],
    [191, 69, 64],
    [209, 85, 46],
    [224, 104, 27],
    [236, 125, 11],
    [243, 149, 10],
    [247, 175, 39],
    [246, 203, 79],
    [247, 234, 143],
];

/// Blue over white to orange, for less and more.
const DIFFERENCE: [[u8; 3]; 7] = [
    [5, 84, 148],
    [74, 143, 196],
    [163, 200, 226],
    [240, 240, 238],
    [247, 194, 140],
    [228, 133, 52],
    [166, 74, 4],
];

/// Below this a value fades out instead of showing the palette's dark end as a stain.
const FADE: f32 = 0.35;

/// The colour of heat from 0 (nothing: transparent) to 1 (the hottest); other values are clamped.
pub fn heat_colour(value: f32) -> [u8; 4] {
    let value = clean(value).max(0.0);
    let [red, green, blue] = along(&HEAT, 0.15 + 0.85 * value);
    [red, green, blue, mix(0, 235, (value / FADE).min(1.0).powf(0.8))]
}

/// The colour of a difference from −1 (less) over 0 (the same: transparent) to 1 (more).
pub fn difference_colour(value: f32) -> [u8; 4] {
    let value = clean(value);
    let [red, green, blue] = along(&DIFFERENCE, value.midpoint(1.0));
    [red, green, blue, mix(0, 230, (value.abs() / FADE).min(1.0))]
}

/// The colour of the share of visits (0–1) that got as far as this: warm where many were.
pub fn reach_colour(share: f32) -> [u8; 4] {
    let [red, green, blue] = along(&HEAT, 0.2 + 0.75 * clean(share).max(0.0));
    [red, green, blue, 150]
}

fn clean(value: f32) -> f32 {
    if value.is_nan() { 0.0 } else { value.clamp(-1.0, 1.0) }
}

/// The colour at `part` (0–1) of the way along the steps.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small index")]
fn along(steps: &[[u8; 3]], part: f32) -> [u8; 3] {
    let last = steps.len() - 1;
    let place = part.clamp(0.0, 1.0) * last as f32;
    let before = (place.floor() as usize).min(last);
    let (from, to) = (steps[before], steps[(before + 1).min(last)]);
    std::array::from_fn(|channel| mix(from[channel], to[channel], place.fract()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, roughly.
    fn light(colour: [u8; 4]) -> f32 {
        let [red, green, blue, _] = colour.map(f32::from);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[test]
    fn hotter_is_lighter_and_nothing_is_transparent() {
        let steps: Vec<f32> = (0u8..=100).map(|step| light(heat_colour(f32::from(step) / 100.0))).collect();
        assert!(steps.windows(2).all(|pair| pair[0] <= pair[1] + 0.5), "{steps:?}");
        assert_eq!(heat_colour(0.0)[3], 0);
        assert_eq!(heat_colour(f32::NAN)[3], 0);
        assert_eq!(heat_colour(7.0), heat_colour(1.0));
    }

    #[test]
    fn less_is_blue_and_more_is_orange() {
        let (less, more) = (difference_colour(-1.0), difference_colour(1.0));
        assert!(less[2] > less[0] && more[0] > more[2]);
        assert_eq!(difference_colour(0.0)[3], 0);
    }
}
