//! Colours for numbers: even steps to the eye, and told apart by colour-blind people too.
//!
//! Each palette was made by walking evenly through CIELAB lightness along its hues, so that a step in
//! the number is as large a step to the eye wherever it is, with colour or without. Tests hold it, also
//! for people without red or green cones.

use super::picture::mix;
use serde::{Deserialize, Serialize};

/// Dark violet over blue, red and orange to pale yellow.
const WARM: [[u8; 3]; 21] = [
    [42, 16, 96],
    [46, 26, 115],
    [48, 35, 134],
    [50, 44, 154],
    [67, 51, 165],
    [91, 58, 169],
    [112, 65, 174],
    [138, 71, 169],
    [164, 77, 156],
    [187, 83, 141],
    [210, 91, 115],
    [230, 99, 89],
    [240, 114, 69],
    [249, 129, 43],
    [253, 146, 37],
    [255, 164, 42],
    [255, 181, 55],
    [255, 197, 96],
    [255, 212, 128],
    [255, 227, 154],
    [254, 242, 173],
];

/// Dark violet over blue and green to yellow.
const GREEN: [[u8; 3]; 17] = [
    [58, 7, 87],
    [60, 28, 102],
    [60, 44, 117],
    [57, 59, 132],
    [52, 74, 148],
    [54, 91, 146],
    [51, 107, 144],
    [44, 124, 141],
    [27, 141, 138],
    [55, 155, 129],
    [71, 170, 119],
    [84, 185, 108],
    [94, 200, 96],
    [139, 210, 93],
    [176, 219, 89],
    [211, 228, 85],
    [245, 237, 80],
];

/// Dark blue over grey to yellow: nearly the same to everyone.
const BLUE: [[u8; 3]; 17] = [
    [3, 34, 80],
    [16, 44, 94],
    [28, 55, 108],
    [39, 65, 123],
    [61, 77, 126],
    [80, 89, 126],
    [97, 101, 125],
    [113, 114, 125],
    [128, 127, 123],
    [145, 139, 120],
    [161, 152, 116],
    [177, 165, 111],
    [193, 179, 106],
    [209, 192, 99],
    [224, 206, 91],
    [240, 220, 82],
    [255, 234, 80],
];

/// Dark grey to white.
const GREY: [[u8; 3]; 17] = [
    [40, 40, 40],
    [51, 51, 51],
    [62, 62, 62],
    [74, 74, 74],
    [86, 86, 86],
    [98, 98, 98],
    [111, 111, 111],
    [124, 124, 124],
    [137, 137, 137],
    [150, 150, 150],
    [164, 164, 164],
    [177, 177, 177],
    [191, 191, 191],
    [206, 206, 206],
    [220, 220, 220],
    [235, 235, 235],
    [249, 249, 249],
];

/// Blue over white to orange, for less and more.
const DIFFERENCE: [[u8; 3]; 17] = [
    [25, 85, 155],
    [36, 105, 172],
    [46, 125, 191],
    [77, 145, 204],
    [111, 164, 213],
    [141, 183, 223],
    [175, 202, 229],
    [209, 221, 234],
    [241, 241, 239],
    [237, 217, 194],
    [230, 193, 151],
    [221, 169, 110],
    [212, 145, 76],
    [200, 121, 39],
    [184, 99, 4],
    [161, 81, 0],
    [138, 63, 0],
];

/// Below this a value fades out instead of showing the palette's dark end as a stain.
const FADE: f32 = 0.35;
/// Where on its palette heat begins.
const COLDEST: f32 = 0.1;

/// The colours of heat, dark for little and light for much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Palette {
    /// Violet over red and orange to pale yellow.
    #[default]
    Warm,
    /// Violet over green to yellow.
    Green,
    /// Blue over grey to yellow: nearly the same to everyone, whatever colours they see.
    Blue,
    /// Dark grey to white: for print.
    Grey,
}

impl Palette {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 4] = [Self::Warm, Self::Green, Self::Blue, Self::Grey];

    /// The name on the command line and in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warm => "warm",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Grey => "grey",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Warm => "Violet to yellow over red",
            Self::Green => "Violet to yellow over green",
            Self::Blue => "Blue to yellow",
            Self::Grey => "Grey",
        }
    }

    /// The palette of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|palette| palette.name().eq_ignore_ascii_case(name))
    }

    /// The colour of heat from 0 (nothing: transparent) to 1 (the hottest); other values are clamped.
    pub fn heat(self, value: f32) -> [u8; 4] {
        let value = clean(value).max(0.0);
        let [red, green, blue] = self.solid(value);
        [red, green, blue, mix(0, 235, (value / FADE).min(1.0).powf(0.8))]
    }

    /// The colour of the share of visits (0–1) that got as far as this: light where many were.
    pub fn reach(self, share: f32) -> [u8; 4] {
        let [red, green, blue] = along(self.steps(), 0.2 + 0.75 * clean(share).max(0.0));
        [red, green, blue, 150]
    }

    /// The colour of a value (0–1) as a legend shows it.
    pub(super) fn solid(self, value: f32) -> [u8; 3] {
        along(self.steps(), COLDEST + (1.0 - COLDEST) * clean(value).max(0.0))
    }

    fn steps(self) -> &'static [[u8; 3]] {
        match self {
            Self::Warm => &WARM,
            Self::Green => &GREEN,
            Self::Blue => &BLUE,
            Self::Grey => &GREY,
        }
    }
}

/// The colour of a difference from −1 (less: blue) over 0 (the same: transparent) to 1 (more: orange).
pub fn difference_colour(value: f32) -> [u8; 4] {
    let [red, green, blue] = difference_solid(value);
    [red, green, blue, mix(0, 230, (clean(value).abs() / FADE).min(1.0))]
}

/// The colour of a difference as a legend shows it.
pub(super) fn difference_solid(value: f32) -> [u8; 3] {
    along(&DIFFERENCE, clean(value).midpoint(1.0))
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

    type Matrix = [[f32; 3]; 3];

    /// What reaches people with all cones, without red ones and without green ones, of linear light:
    /// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
    /// Deficiency", IEEE TVCG 15 (6), 2009, table 1, severity 1.
    const EYES: [(&str, Matrix); 3] = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "no red cones",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "no green cones",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
    ];

    /// sRGB to CIE XYZ under D65, each divided by white.
    const XYZ: Matrix = [
        [0.412_456 / 0.950_47, 0.357_576 / 0.950_47, 0.180_438 / 0.950_47],
        [0.212_673, 0.715_152, 0.072_175],
        [0.019_334 / 1.088_83, 0.119_192 / 1.088_83, 0.950_304 / 1.088_83],
    ];

    fn times(matrix: &Matrix, light: [f32; 3]) -> [f32; 3] {
        matrix.map(|row| row.iter().zip(light).map(|(part, light)| part * light).sum())
    }

    /// CIELAB of a colour as these eyes see it.
    fn lab(colour: [u8; 3], eyes: &Matrix) -> [f32; 3] {
        let light = colour.map(|channel| {
            let channel = f32::from(channel) / 255.0;
            if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        let seen = times(eyes, light).map(|light| light.clamp(0.0, 1.0));
        let [x, y, z] = times(&XYZ, seen)
            .map(|part| if part > 0.008_856 { part.cbrt() } else { 7.787 * part + 16.0 / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn apart(one: [f32; 3], two: [f32; 3]) -> f32 {
        one.iter().zip(two).map(|(one, two)| (one - two).powi(2)).sum::<f32>().sqrt()
    }

    #[test]
    fn hotter_is_lighter_in_even_steps_to_all_eyes() {
        for (palette, (name, eyes)) in
            Palette::ALL.iter().flat_map(|p| EYES.iter().map(move |eyes| (p, eyes)))
        {
            let light = |step: u8| lab(palette.solid(f32::from(step) / 20.0), eyes)[0];
            let steps: Vec<f32> = (0..20).map(|step| light(step + 1) - light(step)).collect();
            let (least, most) = steps.iter().fold((f32::MAX, 0.0_f32), |(l, m), s| (l.min(*s), m.max(*s)));
            assert!(light(20) - light(0) > 65.0, "{palette:?} to {name}: too little between its ends");
            let ratio = if *name == "all cones" { 1.35 } else { 2.6 };
            assert!(least > 0.0 && most / least < ratio, "{palette:?} to {name}: steps {least}–{most}");
        }
    }

    #[test]
    fn nothing_is_transparent_and_wild_numbers_are_clamped() {
        for palette in Palette::ALL {
            assert_eq!([palette.heat(0.0)[3], palette.heat(f32::NAN)[3], palette.heat(-3.0)[3]], [0; 3]);
            assert_eq!(palette.heat(7.0), palette.heat(1.0));
            let opacity: Vec<u8> = (0u8..=100).map(|step| palette.heat(f32::from(step) / 100.0)[3]).collect();
            assert!(opacity.is_sorted());
            assert_eq!(Palette::parse(palette.name()), Some(palette));
        }
        assert_eq!(Palette::parse("rainbow"), None);
    }

    #[test]
    fn less_and_more_are_told_apart_by_all_eyes_and_as_far_from_the_same() {
        assert_eq!(difference_colour(0.0)[3], 0);
        for (name, eyes) in EYES {
            for step in [0.4, 0.6, 0.8, 1.0] {
                let (less, more) = (lab(difference_solid(-step), &eyes), lab(difference_solid(step), &eyes));
                let same = lab(difference_solid(0.0), &eyes);
                assert!(apart(less, more) > 40.0 * step, "{name} at {step}: {}", apart(less, more));
                let (one, two) = (apart(less, same), apart(more, same));
                assert!(one / two < 1.5 && two / one < 1.5, "{name} at {step}: {one} {two}");
            }
        }
    }
}
