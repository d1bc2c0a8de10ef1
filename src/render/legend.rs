//! What the colours of a heatmap mean: a bar of them, and numbers along it. Knows neither sessions nor
//! how the numbers were counted.

use super::Picture;
use super::heat::Scale;
use super::palette::{Palette, difference_colour};

/// What a white page is under heat: the ground of the bar.
const GROUND: [u8; 3] = [178, 178, 186];

/// Which colours a legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// Of heat.
    Heat(Palette),
    /// Of how far visits got.
    Reach(Palette),
    /// Of a difference.
    Difference,
}

impl Colours {
    /// The colour of a place on the bar (0–1), as it looks on a white page.
    fn at(self, part: f32) -> [u8; 3] {
        let [red, green, blue, opacity] = match self {
            Self::Heat(palette) => palette.heat(part),
            Self::Reach(palette) => palette.reach(part),
            Self::Difference => difference_colour(part * 2.0 - 1.0),
        };
        let mut pixel = Picture::filled(1, 1, [GROUND[0], GROUND[1], GROUND[2], 255]);
        pixel.blend(0, 0, [red, green, blue], f32::from(opacity) / 255.0);
        [pixel.rgba[0], pixel.rgba[1], pixel.rgba[2]]
    }

    /// The bar alone, from the least to the most.
    pub fn bar(self, width: u32, height: u32) -> Picture {
        let step = |x: u32| x as f32 / (width.max(2) - 1) as f32;
        let line = (0..width).flat_map(|x| {
            let [red, green, blue] = self.at(step(x));
            [red, green, blue, 255]
        });
        Picture { width, height, rgba: line.collect::<Vec<u8>>().repeat(height as usize) }
    }
}

/// What the colours mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Legend {
    /// What is counted, such as `Clicks within 25 px`.
    pub name: String,
    /// The colours.
    pub colours: Colours,
    /// Places on the bar (0–1) with what they stand for.
    pub marks: Vec<(f32, String)>,
}

impl Legend {
    /// Marks at both ends and in the middle: `number` says what a part of the hottest number (0–1)
    /// means to a person; of differences it is asked from −1 to 1.
    pub fn new(name: &str, colours: Colours, scale: Scale, number: impl Fn(f32) -> String) -> Self {
        let meaning = |place: f32| match colours {
            Colours::Difference => {
                let side = place * 2.0 - 1.0;
                number(scale.part(side.abs()) * side.signum())
            }
            Colours::Heat(_) | Colours::Reach(_) => number(scale.part(place)),
        };
        let marks = [0.0, 0.5, 1.0].map(|place| (place, meaning(place))).to_vec();
        Self { name: name.to_owned(), colours, marks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_scale() {
        let number = |part: f32| format!("{:.2}", part * 100.0);
        let marks = |colours, scale| {
            let legend = Legend::new("", colours, scale, number);
            legend.marks.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(marks(Colours::Heat(Palette::Warm), Scale::Linear), ["0.00", "50.00", "100.00"]);
        assert_eq!(marks(Colours::Difference, Scale::Linear), ["-100.00", "0.00", "100.00"]);
        let log = marks(Colours::Heat(Palette::Grey), Scale::Log);
        assert_eq!((&log[0][..], &log[1][..], &log[2][..]), ("0.00", "9.05", "100.00"));
    }

    #[test]
    fn a_bar_goes_from_nothing_to_the_hottest() {
        let bar = Colours::Heat(Palette::Warm).bar(100, 3);
        assert_eq!(bar.pixel(0, 1), Some([GROUND[0], GROUND[1], GROUND[2], 255]));
        let [red, green, ..] = bar.pixel(99, 2).unwrap();
        assert!(red > 230 && green > 220, "{red} {green}");
        let middle = Colours::Difference.bar(101, 1).pixel(50, 0);
        assert_eq!(middle, Some([GROUND[0], GROUND[1], GROUND[2], 255]), "no difference");
        for width in [0, 1] {
            assert_eq!(Colours::Reach(Palette::Blue).bar(width, 2).rgba.len(), width as usize * 8);
        }
    }
}
