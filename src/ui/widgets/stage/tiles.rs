//! Pictures on the graphics card, as textures of at most 2048 px a side.

use crate::render::Picture;
use egui::{Color32, ColorImage, Context, Pos2, Rect, TextureHandle, TextureOptions, pos2, vec2};

/// The largest side of a texture, px.
const TILE: usize = 2048;

/// Smooth also when a page is shown smaller than it is.
const SMOOTH: TextureOptions =
    TextureOptions { mipmap_mode: Some(egui::TextureFilter::Linear), ..TextureOptions::LINEAR };

/// A picture on the graphics card, cut into tiles.
pub struct Tiles {
    size: [usize; 2],
    tiles: Vec<([usize; 2], [usize; 2], TextureHandle)>,
}

impl std::fmt::Debug for Tiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tiles").field("size", &self.size).finish_non_exhaustive()
    }
}

impl Tiles {
    /// Uploads a picture.
    pub fn new(ctx: &Context, name: &str, picture: &Picture) -> Self {
        let size = [picture.width as usize, picture.height as usize];
        let mut tiles = Vec::new();
        for top in (0..size[1]).step_by(TILE) {
            for left in (0..size[0]).step_by(TILE) {
                let part = [TILE.min(size[0] - left), TILE.min(size[1] - top)];
                let image = cut(picture, [left, top], part);
                tiles.push(([left, top], part, ctx.load_texture(name, image, SMOOTH)));
            }
        }
        Self { size, tiles }
    }

    /// Puts another picture in the place of this one; the textures are kept where the size is the same.
    pub fn replace(&mut self, ctx: &Context, name: &str, picture: &Picture) {
        if self.size != [picture.width as usize, picture.height as usize] {
            *self = Self::new(ctx, name, picture);
            return;
        }
        for (at, part, texture) in &mut self.tiles {
            texture.set(cut(picture, *at, *part), SMOOTH);
        }
    }

    /// Width and height in px.
    pub fn size(&self) -> [usize; 2] {
        self.size
    }

    /// Paints it into `rect`, multiplied by `tint`; tiles out of sight are left out.
    pub fn paint(&self, painter: &egui::Painter, rect: Rect, tint: Color32) {
        let scale =
            vec2(rect.width() / self.size[0].max(1) as f32, rect.height() / self.size[1].max(1) as f32);
        for (at, part, texture) in &self.tiles {
            let min = rect.min + vec2(at[0] as f32 * scale.x, at[1] as f32 * scale.y);
            let tile = Rect::from_min_size(min, vec2(part[0] as f32 * scale.x, part[1] as f32 * scale.y));
            if painter.clip_rect().intersects(tile) {
                painter.image(texture.id(), tile, Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0)), tint);
            }
        }
    }
}

fn cut(picture: &Picture, at: [usize; 2], part: [usize; 2]) -> ColorImage {
    let whole = part == [picture.width as usize, picture.height as usize];
    if whole {
        return ColorImage::from_rgba_unmultiplied(part, &picture.rgba);
    }
    let row = picture.width as usize * 4;
    let mut pixels = Vec::with_capacity(part[0] * part[1] * 4);
    for y in at[1]..at[1] + part[1] {
        let from = y * row + at[0] * 4;
        pixels.extend_from_slice(&picture.rgba[from..from + part[0] * 4]);
    }
    ColorImage::from_rgba_unmultiplied(part, &pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_the_right_part_of_the_picture() {
        let mut picture = Picture::filled(3, 2, [0, 0, 0, 255]);
        picture.rgba[(3 + 2) * 4] = 200;
        let image = cut(&picture, [1, 1], [2, 1]);
        assert_eq!(image.pixels.iter().map(egui::Color32::r).collect::<Vec<_>>(), [0, 200]);
    }
}
