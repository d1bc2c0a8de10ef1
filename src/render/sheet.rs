//! A heatmap as a picture to hand on: the page with its heat, above it what was counted and what the
//! colours mean, beside it the folds, below it where the page comes from. Plain words and numbers in,
//! pixels out: knows no sessions.

use super::legend::Legend;
use super::lettering::{Block, Letters};
use super::stack::contained;
use super::{Fonts, Picture};
use anyrender::{ImageRenderer as _, PaintScene as _};
use anyrender_vello_cpu::{VelloCpuImageRenderer, VelloCpuScenePainter};
use kurbo::{Affine, Rect, RoundedRect, Shape};
use parley::FontContext;
use peniko::{Color, Fill};

/// The picture is at least so wide, CSS px: a page of a telephone has room beside it.
const NARROWEST: f64 = 720.0;
/// From this width on the legend is beside the words and not below them, CSS px.
const BESIDE: f64 = 860.0;
/// Around the words, CSS px.
const ROOM: f64 = 24.0;
/// Beside the page, for the labels of folds, CSS px.
const GUTTER: f64 = 132.0;
/// The bar of colours, CSS px.
const BAR: (f64, f64) = (300.0, 14.0);
/// A height of the page that means something, such as the end of the first screen.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldLine {
    /// From the top of the page, CSS px.
    pub y: f64,
    /// A few words.
    pub label: String,
}

/// What stands around the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// What the picture shows.
    pub title: String,
    /// What was counted: one sentence each.
    pub lines: Vec<String>,
    /// What the colours mean.
    pub legend: Option<Legend>,
    /// Lines across the page.
    pub folds: Vec<FoldLine>,
    /// Where the picture of the page comes from, and what else belongs in small print.
    pub source: String,
    /// Dark letters on a light ground, rather than the other way round.
    pub light: bool,
}

/// Colours of the paper.
struct Paper {
    ground: [u8; 3],
    beside: [u8; 3],
    text: [u8; 3],
    muted: [u8; 3],
    line: [u8; 3],
    fold: [u8; 3],
}

const DARK: Paper = Paper {
    ground: [24, 27, 32],
    beside: [12, 13, 16],
    text: [231, 233, 237],
    muted: [152, 160, 174],
    line: [42, 47, 56],
    fold: [72, 181, 224],
};

const LIGHT: Paper = Paper {
    ground: [255, 255, 255],
    beside: [231, 229, 224],
    text: [29, 33, 39],
    muted: [99, 107, 120],
    line: [224, 221, 214],
    fold: [14, 127, 176],
};

impl Sheet {
    /// Puts the words around a page that has its heat. `scale` is how many pixels of `page` a CSS px
    /// has; the words are drawn as large. The page alone where they cannot be drawn.
    pub fn around(&self, page: &Picture, scale: f64, fonts: &Fonts) -> Picture {
        contained(|| self.composed(page, scale, fonts)).unwrap_or_else(|_| page.clone())
    }

    fn composed(&self, page: &Picture, scale: f64, fonts: &Fonts) -> Picture {
        let scale = if scale.is_finite() { scale.clamp(0.25, 4.0) } else { 1.0 };
        let paper = if self.light { &LIGHT } else { &DARK };
        let gutter = if self.folds.is_empty() { 0.0 } else { GUTTER * scale };
        let width = (f64::from(page.width) + 2.0 * gutter).max(NARROWEST * scale).ceil();
        let mut strips = Strips { paper, fonts: fonts.context(), width, scale };
        let head = strips.head(self);
        let foot = strips.foot(&self.source);
        let [red, green, blue] = paper.beside;
        let height = head.height + page.height + foot.height;
        let mut whole = Picture::filled(head.width, height, [red, green, blue, 255]);
        let left = (head.width - page.width.min(head.width)) / 2;
        whole.put(&head, (0, 0));
        whole.put(page, (left, head.height));
        whole.put(&foot, (0, head.height + page.height));
        let shown = Shown { left, top: head.height, page, scale };
        for fold in &self.folds {
            strips.fold(fold, &mut whole, &shown);
        }
        whole
    }
}

/// Where the page is.
struct Shown<'a> {
    left: u32,
    top: u32,
    page: &'a Picture,
    scale: f64,
}

/// Draws what is around the page.
struct Strips<'a> {
    paper: &'a Paper,
    fonts: FontContext,
    width: f64,
    scale: f64,
}

impl Strips<'_> {
    #[expect(clippy::cast_possible_truncation, reason = "a few px")]
    fn text(&mut self, text: &str, size: f64, (weight, ink): (f32, [u8; 3]), width: f64) -> Block {
        let letters = Letters { size: (size * self.scale) as f32, weight, ink };
        Block::new(text, letters, Some(width.max(1.0) as f32), &mut self.fonts)
    }

    /// Title, what was counted, legend.
    fn head(&mut self, sheet: &Sheet) -> Picture {
        let (room, scale) = (ROOM * self.scale, self.scale);
        let paper = self.paper;
        let beside = sheet.legend.is_some() && self.width >= BESIDE * scale;
        let for_words = self.width - 2.0 * room - if beside { (BAR.0 + 2.0 * ROOM) * scale } else { 0.0 };
        let mut words = vec![(self.text(&sheet.title, 20.0, (700.0, paper.text), for_words), 4.0 * scale)];
        for line in &sheet.lines {
            words.push((self.text(line, 13.0, (400.0, paper.muted), for_words), 3.0 * scale));
        }
        let bottom = words.iter().map(|(block, gap)| block.height() + gap).sum::<f64>() + room;
        let legend = sheet.legend.as_ref().map(|legend| self.legend(legend));
        let (at, height) = match &legend {
            Some(legend) if beside => {
                let at = (self.width - room - f64::from(legend.width), room);
                (at, bottom.max(room + f64::from(legend.height)))
            }
            Some(legend) => ((room, bottom + 8.0 * scale), bottom + 8.0 * scale + f64::from(legend.height)),
            None => ((0.0, 0.0), bottom),
        };
        let mut head = painted((self.width, height + room * 0.75), paper.ground, |scene| {
            let mut y = room;
            for (block, gap) in &words {
                block.draw(scene, (room, y));
                y += block.height() + gap;
            }
        });
        if let Some(legend) = &legend {
            head.put(legend, (whole(at.0), whole(at.1)));
        }
        rule(&mut head, paper.line, false);
        head
    }

    /// The name of what is counted, the bar, the numbers below it.
    fn legend(&mut self, legend: &Legend) -> Picture {
        let (paper, scale) = (self.paper, self.scale);
        let (width, thick) = (BAR.0 * scale, BAR.1 * scale);
        let name = self.text(&legend.name, 13.0, (600.0, paper.text), width);
        let marks: Vec<(f64, Block)> = legend
            .marks
            .iter()
            .map(|(place, number)| {
                let place = f64::from(if place.is_finite() { place.clamp(0.0, 1.0) } else { 0.0 });
                (place, self.text(number, 12.0, (400.0, paper.muted), width / 2.0))
            })
            .collect();
        let top = name.height() + 6.0 * scale;
        let numbers = marks.iter().map(|(_, block)| block.height()).fold(0.0, f64::max);
        let below = top + thick + 7.0 * scale;
        let mut picture = painted((width, below + numbers), paper.ground, |scene| {
            name.draw(scene, (0.0, 0.0));
            for (place, block) in &marks {
                let tick = (place * (width - scale)).round();
                let foot = top + thick;
                fill(scene, paper.muted, &Rect::new(tick, foot, tick + scale, foot + 4.0 * scale));
                let left = (place * width - block.width() / 2.0).clamp(0.0, width - block.width());
                block.draw(scene, (left, below));
            }
        });
        picture.put(&legend.colours.bar(whole(width), whole(thick)), (0, whole(top)));
        picture
    }

    /// The small print.
    fn foot(&mut self, source: &str) -> Picture {
        let (room, paper) = (ROOM * self.scale, self.paper);
        let block = self.text(source, 12.0, (400.0, paper.muted), self.width - 2.0 * room);
        let mut foot = painted((self.width, block.height() + room), paper.ground, |scene| {
            block.draw(scene, (room, room / 2.0));
        });
        rule(&mut foot, paper.line, true);
        foot
    }

    /// A dashed line across the page, its label beside it.
    fn fold(&mut self, fold: &FoldLine, whole_picture: &mut Picture, shown: &Shown<'_>) {
        let y = fold.y * shown.scale;
        if !(y >= 0.0 && y < f64::from(shown.page.height)) {
            return;
        }
        let (paper, scale) = (self.paper, self.scale);
        let across = whole(y) + shown.top;
        let right = (shown.left + shown.page.width).min(whole_picture.width);
        let (thick, dash) = (whole(1.5 * scale).max(1), whole(5.0 * scale).max(1));
        for x in (shown.left..right).filter(|x| (x - shown.left) % (2 * dash) < dash) {
            for line in 0..thick {
                whole_picture.blend(x, across + line, paper.fold, 1.0);
            }
        }
        let room = f64::from(whole_picture.width - right) - 12.0 * scale;
        let block = self.text(&fold.label, 12.0, (600.0, paper.fold), room);
        let size = (block.width().max(1.0), block.height().max(1.0));
        let label = painted(size, paper.beside, |scene| block.draw(scene, (0.0, 0.0)));
        // Beside the line, but never in the strip below the page.
        let lowest = f64::from(shown.top + shown.page.height) - size.1;
        let top = (f64::from(across) - size.1 / 2.0).min(lowest).max(f64::from(shown.top));
        whole_picture.put(&label, (right + whole(8.0 * scale), whole(top)));
    }
}

/// A strip of one colour with something drawn on it.
fn painted(
    (width, height): (f64, f64),
    ground: [u8; 3],
    draw: impl FnOnce(&mut VelloCpuScenePainter),
) -> Picture {
    let (width, height) = (whole(width.ceil()).clamp(1, 32_000), whole(height.ceil()).clamp(1, 8_000));
    let mut rgba = Vec::new();
    VelloCpuImageRenderer::new(width, height).render_to_vec(
        |scene| {
            let all = RoundedRect::new(0.0, 0.0, f64::from(width), f64::from(height), 0.0);
            fill(scene, ground, &all);
            draw(scene);
        },
        &mut rgba,
    );
    Picture { width, height, rgba }
}

fn fill(scene: &mut VelloCpuScenePainter, [red, green, blue]: [u8; 3], shape: &impl Shape) {
    scene.fill(Fill::NonZero, Affine::IDENTITY, Color::from_rgb8(red, green, blue), None, shape);
}

/// A hairline along the upper or the lower edge.
fn rule(picture: &mut Picture, colour: [u8; 3], above: bool) {
    let y = if above { 0 } else { picture.height.saturating_sub(1) };
    for x in 0..picture.width {
        picture.blend(x, y, colour, 1.0);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; no number gives 0")]
fn whole(px: f64) -> u32 {
    px.round().clamp(0.0, 1e6) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Colours, Palette, Scale};

    fn sheet(light: bool) -> Sheet {
        let number = |part: f32| format!("{:.0}", 48.0 * part);
        let name = "Clicks within 25 px";
        let fold = |y: f64, label: &str| FoldLine { y, label: label.to_owned() };
        Sheet {
            title: "Clicks on /product/*, desktop".to_owned(),
            lines: vec![
                "612 clicks in 1 744 views by 1 203 sessions: device is desktop, channel is paid".to_owned(),
                "598 are on the picture; 14 are not: 9 in a dialog that is not on it, 5 without a place"
                    .to_owned(),
            ],
            legend: Some(Legend::new(name, Colours::Heat(Palette::Warm), Scale::Linear, number)),
            folds: vec![fold(600.0, "Average fold, 82 % came so far"), fold(9_999.0, "not on the page")],
            source: "Page: screenshot from the bundle, 1440 px wide. Made with Wherefore.".to_owned(),
            light,
        }
    }

    fn page() -> Picture {
        Picture::filled(1000, 900, [200, 200, 206, 255])
    }

    #[test]
    fn the_page_stands_whole_between_head_and_foot() {
        for light in [false, true] {
            let whole = sheet(light).around(&page(), 1.0, &Fonts::bundled());
            let paper = if light { &LIGHT } else { &DARK };
            assert_eq!(whole.width, 1000 + 2 * 132);
            assert!(whole.height > 900 + 100 && whole.height < 900 + 250, "{}", whole.height);
            let rows = (0..whole.height).filter(|y| whole.pixel(140, *y) == Some([200, 200, 206, 255]));
            assert!(rows.count() >= 897, "all rows of the page, but for the fold");
            let [red, green, blue] = paper.ground;
            assert_eq!(whole.pixel(2, 2), Some([red, green, blue, 255]));
            let ink = |pixel: &[u8]| pixel[..3] == paper.text;
            assert!(whole.rgba.chunks_exact(4).filter(|pixel| ink(pixel)).count() > 100, "letters");
            assert_eq!(whole, sheet(light).around(&page(), 1.0, &Fonts::bundled()), "the same each time");
        }
    }

    #[test]
    fn a_fold_is_a_line_across_the_page_with_its_label_beside() {
        let with = sheet(false).around(&page(), 1.0, &Fonts::bundled());
        let blue = |pixel: &[u8]| pixel[..3] == DARK.fold;
        let rows: Vec<usize> = (0..with.height as usize)
            .filter(|y| with.rgba[y * with.width as usize * 4..][..1132 * 4].chunks(4).any(blue))
            .collect();
        assert_eq!(rows.len(), 2, "one line, two px thick: {rows:?}");
        assert!(with.rgba.chunks(4).filter(|pixel| blue(pixel)).count() > 500 + 30, "and letters");
    }

    #[test]
    fn narrow_pages_and_fine_pictures_have_room() {
        let phone = Picture::filled(390, 600, [255; 4]);
        let whole = sheet(true).around(&phone, 1.0, &Fonts::bundled());
        assert_eq!(whole.width, 720);
        let fine = sheet(true).around(&phone.scaled(780, 1200), 2.0, &Fonts::bundled());
        assert_eq!(fine.width, 1440);
        let difference = i64::from(fine.height) - 2 * i64::from(whole.height);
        assert!(difference.abs() < 60, "as large as the page: {} {}", fine.height, whole.height);
    }

    #[test]
    fn empty_and_wild_sheets_do_no_harm() {
        let empty = Sheet {
            title: String::new(),
            lines: Vec::new(),
            legend: None,
            folds: Vec::new(),
            source: String::new(),
            light: true,
        };
        assert!(empty.around(&Picture::default(), f64::NAN, &Fonts::bundled()).height > 0);
        let marks = vec![(f32::NAN, "?".repeat(5_000)), (7.0, "\n\0".to_owned())];
        let legend = Some(Legend { name: "x".repeat(9_000), colours: Colours::Difference, marks });
        let folds = vec![FoldLine { y: f64::NAN, label: String::new() }];
        let wild = Sheet { title: "w".repeat(9_000), legend, folds, ..empty };
        assert!(wild.around(&page(), 1e9, &Fonts::bundled()).width > 0);
    }
}
