//! Round dots on a picture, each in the colour of its group.

use super::Picture;

/// Half of a dot, CSS px.
const DOT: f32 = 4.0;

/// Colours that are told apart, also by colour-blind people (Okabe and Ito 2008); the last is for the
/// rest.
pub const DOT_COLOURS: [[u8; 3]; 7] = [
    [230, 159, 0],
    [86, 180, 233],
    [0, 158, 115],
    [240, 228, 66],
    [213, 94, 0],
    [204, 121, 167],
    [170, 174, 182],
];

/// The dots over a part of a page as a transparent layer of this size in pixels. `dots` are places,
/// CSS px, and groups, from the top down; `from` is the part's corner, CSS px, and `scale` how many
/// pixels a CSS px has. Neighbouring parts fit without a seam.
pub fn dots_part(
    dots: &[(f32, f32, u8)],
    from: (f32, f32),
    scale: f32,
    (width, height): (u32, u32),
) -> Picture {
    let mut picture = Picture::filled(width, height, [0; 4]);
    let half = (DOT * scale).max(1.0);
    let (top, bottom) = (from.1 - (half + 2.0) / scale, from.1 + (height as f32 + half + 2.0) / scale);
    let first = dots.partition_point(|dot| dot.1 < top);
    for (x, y, group) in dots[first..].iter().take_while(|dot| dot.1 < bottom) {
        let at = ((x - from.0) * scale, (y - from.1) * scale);
        dot(&mut picture, at, half, DOT_COLOURS[usize::from(*group).min(DOT_COLOURS.len() - 1)]);
    }
    picture
}

/// A round dot with a dark rim.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture")]
fn dot(picture: &mut Picture, (x, y): (f32, f32), half: f32, [red, green, blue]: [u8; 3]) {
    let span = |at: f32, side: u32| {
        let from = (at - half - 1.0).floor().clamp(0.0, side as f32) as u32;
        let to = (at + half + 2.0).ceil().clamp(0.0, side as f32) as u32;
        from..to
    };
    for row in span(y, picture.height) {
        for column in span(x, picture.width) {
            let away = (column as f32 + 0.5 - x).hypot(row as f32 + 0.5 - y);
            if away > half + 0.5 {
                continue;
            }
            let at = (row as usize * picture.width as usize + column as usize) * 4;
            let rim = half > 2.0 && away > half - 0.8;
            let colour = if rim { [20, 22, 26, 200] } else { [red, green, blue, 235] };
            picture.rgba[at..at + 4].copy_from_slice(&colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_on_the_edge_is_in_both_parts() {
        let dots = [(512.0, 100.0, 1)];
        let seen = |left: f32| {
            let part = dots_part(&dots, (left, 0.0), 1.0, (512, 200));
            part.rgba.chunks(4).filter(|pixel| pixel[3] > 0).count()
        };
        assert!(seen(0.0) > 10 && seen(512.0) > 10, "{} {}", seen(0.0), seen(512.0));
        assert_eq!(seen(1024.0), 0);
    }

    #[test]
    fn wild_dots_do_no_harm() {
        let dots = [(f32::NAN, 1.0, 0), (1e30, 2.0, 200), (5.0, 3.0, 255)];
        let part = dots_part(&dots, (0.0, 0.0), 1.0, (10, 10));
        assert_eq!(part.pixel(5, 3), Some([170, 174, 182, 235]));
    }
}
