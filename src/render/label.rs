//! A word on a coloured ground, such as the stage shows beside rage and dead clicks.

use super::lettering::{Block, Letters};
use super::stack::contained;
use super::{Fonts, Picture};
use anyrender::{ImageRenderer as _, PaintScene as _};
use anyrender_vello_cpu::VelloCpuImageRenderer;
use kurbo::{Affine, RoundedRect};
use parley::FontContext;
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
    contained(|| drawn(text, look, fonts.context())).unwrap_or_default()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn drawn(text: &str, look: LabelLook, mut fonts: FontContext) -> Picture {
    let letters = Letters { size: look.size, weight: 600.0, ink: look.ink };
    let block = Block::new(text, letters, None, &mut fonts);
    let width = (block.width() + 2.0 * ROOM.0).ceil().clamp(1.0, 4_000.0);
    let height = (block.height() + 2.0 * ROOM.1).ceil().clamp(1.0, 400.0);
    let mut renderer = VelloCpuImageRenderer::new(width as u32, height as u32);
    let mut rgba = Vec::new();
    renderer.render_to_vec(
        |scene| {
            let ground = RoundedRect::new(0.0, 0.0, width, height, 4.0);
            let [red, green, blue] = look.ground;
            let colour = Color::from_rgb8(red, green, blue);
            scene.fill(Fill::NonZero, Affine::IDENTITY, colour, None, &ground);
            block.draw(scene, ROOM);
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
