//! A word on a coloured ground, such as the stage shows beside rage and dead clicks.

use super::stack::contained;
use super::{Fonts, Picture};
use anyrender::{ImageRenderer as _, PaintScene as _};
use anyrender_vello_cpu::VelloCpuImageRenderer;
use kurbo::{Affine, RoundedRect};
use parley::{Alignment, AlignmentOptions, FontContext, FontWeight, LayoutContext, StyleProperty};
use peniko::{Color, Fill};

/// Room between the word and the edge, px.
const ROOM: (f64, f64) = (7.0, 4.0);

/// How a label looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelLook {
    /// The ground: red, green, blue.
    pub ground: [u8; 3],
    /// The letters.
    pub ink: [u8; 3],
    /// The letters' height, px.
    pub size: f32,
}

/// Draws one line of text; outside its rounded ground the picture is transparent. Empty where the
/// text cannot be drawn.
pub fn label(text: &str, look: LabelLook, fonts: &Fonts) -> Picture {
    let text: String = text.chars().filter(|letter| !letter.is_control()).take(200).collect();
    contained(|| drawn(&text, look, fonts.context())).unwrap_or_default()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn drawn(text: &str, look: LabelLook, mut fonts: FontContext) -> Picture {
    let mut layouts: LayoutContext<()> = LayoutContext::new();
    let mut builder = layouts.ranged_builder(&mut fonts, text, 1.0, true);
    builder.push_default(StyleProperty::FontSize(look.size.clamp(4.0, 200.0)));
    builder.push_default(StyleProperty::FontWeight(FontWeight::new(600.0)));
    builder.push_default(parley::FontFamily::named("Arial"));
    let mut layout = builder.build(text);
    layout.break_all_lines(None);
    layout.align(Alignment::Start, AlignmentOptions::default());
    let width = (f64::from(layout.width()) + 2.0 * ROOM.0).ceil().clamp(1.0, 4_000.0);
    let height = (f64::from(layout.height()) + 2.0 * ROOM.1).ceil().clamp(1.0, 400.0);
    let mut renderer = VelloCpuImageRenderer::new(width as u32, height as u32);
    let mut rgba = Vec::new();
    let colour = |[red, green, blue]: [u8; 3]| Color::from_rgb8(red, green, blue);
    renderer.render_to_vec(
        |scene| {
            let ground = RoundedRect::new(0.0, 0.0, width, height, 4.0);
            scene.fill(Fill::NonZero, Affine::IDENTITY, colour(look.ground), None, &ground);
            let ink = colour(look.ink);
            for item in layout.lines().flat_map(|line| line.items().collect::<Vec<_>>()) {
                let parley::PositionedLayoutItem::GlyphRun(run) = item else { continue };
                let font = run.run();
                let axes: Vec<i16> = font.normalized_coords().iter().map(|axis| axis.to_bits()).collect();
                scene.draw_glyphs(
                    font.font(),
                    font.font_size(),
                    true,
                    &axes,
                    kurbo::Vec2::ZERO,
                    Fill::NonZero,
                    ink,
                    1.0,
                    Affine::translate(ROOM),
                    None,
                    run.positioned_glyphs().map(|glyph| anyrender::Glyph {
                        id: glyph.id,
                        x: glyph.x,
                        y: glyph.y,
                    }),
                );
            }
        },
        &mut rgba,
    );
    Picture { width: width as u32, height: height as u32, rgba }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_on_its_ground() {
        let look = LabelLook { ground: [200, 0, 0], ink: [255; 3], size: 12.0 };
        let short = label("Dead", look, &Fonts::bundled());
        let long = label("Rage click · 5 in 1.2 s", look, &Fonts::bundled());
        assert!(long.width > short.width * 2 && long.height == short.height, "{long:?} {short:?}");
        assert_eq!(short.pixel(3, short.height / 2), Some([200, 0, 0, 255]), "the ground");
        assert_eq!(short.pixel(0, 0).map(|pixel| pixel[3] < 128), Some(true), "a rounded corner");
        let ink = short.rgba.chunks_exact(4).filter(|pixel| pixel[1] > 200).count();
        assert!(ink > 30, "letters: {ink} px");
    }
}
