//! Text as pixels: laid out in lines, drawn at a place of a scene. Knows no page.

use anyrender::PaintScene;
use kurbo::{Affine, Vec2};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontWeight, Layout, LayoutContext, PositionedLayoutItem,
    StyleProperty,
};
use peniko::{Color, Fill};

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letters {
    /// Their height, px.
    pub(super) size: f32,
    /// As in CSS: 400 is regular.
    pub(super) weight: f32,
    /// Their colour.
    pub(super) ink: [u8; 3],
}

/// A text in lines.
pub(super) struct Block {
    layout: Layout<()>,
    ink: [u8; 3],
}

impl Block {
    /// Lays a text out; lines are broken at `width` px where one is given. What is not a letter, such
    /// as a line break, is left out, and so is what is over 400 letters.
    pub(super) fn new(text: &str, letters: Letters, width: Option<f32>, fonts: &mut FontContext) -> Self {
        let text: String = text.chars().filter(|letter| !letter.is_control()).take(400).collect();
        let mut layouts: LayoutContext<()> = LayoutContext::new();
        let mut builder = layouts.ranged_builder(fonts, &text, 1.0, true);
        builder.push_default(StyleProperty::FontSize(letters.size.clamp(4.0, 200.0)));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(letters.weight)));
        builder.push_default(parley::FontFamily::named("Arial"));
        let mut layout = builder.build(&text);
        layout.break_all_lines(width);
        layout.align(Alignment::Start, AlignmentOptions::default());
        Self { layout, ink: letters.ink }
    }

    /// The longest line, px.
    pub(super) fn width(&self) -> f64 {
        f64::from(self.layout.width())
    }

    /// All lines, px.
    pub(super) fn height(&self) -> f64 {
        f64::from(self.layout.height())
    }

    /// Draws the text, its upper left corner at a place.
    pub(super) fn draw(&self, scene: &mut impl PaintScene, at: (f64, f64)) {
        let [red, green, blue] = self.ink;
        let ink = Color::from_rgb8(red, green, blue);
        for item in self.layout.lines().flat_map(|line| line.items().collect::<Vec<_>>()) {
            let PositionedLayoutItem::GlyphRun(run) = item else { continue };
            let font = run.run();
            let axes: Vec<i16> = font.normalized_coords().iter().map(|axis| axis.to_bits()).collect();
            scene.draw_glyphs(
                font.font(),
                font.font_size(),
                true,
                &axes,
                Vec2::ZERO,
                Fill::NonZero,
                ink,
                1.0,
                Affine::translate(at),
                None,
                run.positioned_glyphs().map(|glyph| anyrender::Glyph {
                    id: glyph.id,
                    x: glyph.x,
                    y: glyph.y,
                }),
            );
        }
    }
}
