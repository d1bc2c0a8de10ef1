//! The stage: the picture of a page, fitted into the room there is, and marks laid over it.
//!
//! Pictures become textures of at most 2048 px a side. Marks are in client px of the page.

use crate::event::{Point, Size};
use crate::render::Picture;
use crate::ui::theme::{self, Face, Tokens, points, radius, size};
use egui::{
    Align, Color32, ColorImage, Context, Pos2, Rect, Response, Role, Sense, Stroke, TextureHandle,
    TextureOptions, Ui, WidgetInfo, pos2, vec2,
};

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

/// Mouse or finger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pointer {
    /// Where.
    pub at: Point,
    /// A finger rather than a mouse.
    pub touch: bool,
    /// Pressed.
    pub pressed: bool,
}

/// A click or tap a moment ago.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ripple {
    /// Where.
    pub at: Point,
    /// 0 just now, 1 long ago.
    pub age: f32,
    /// In which colour.
    pub color: Color32,
}

/// A word at a place, such as `Rage tap · 3 in 0.8 s`.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where.
    pub at: Point,
    /// The word.
    pub text: String,
    /// Its ground.
    pub color: Color32,
}

/// A small picture of the page, shown until the large one is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Preview {
    /// The picture.
    pub texture: egui::TextureId,
    /// The viewport that it shows, CSS px.
    pub viewport: Size,
}

/// What lies over the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlay {
    /// Mouse or finger.
    pub pointer: Option<Pointer>,
    /// Where it came from, oldest first.
    pub trail: Vec<Point>,
    /// Clicks a moment ago.
    pub ripples: Vec<Ripple>,
    /// Words.
    pub labels: Vec<Label>,
}

/// The largest box of the page's shape in `room`, at most as large as the page itself.
pub fn fit(room: Rect, page: Size) -> (Rect, f32) {
    let page = vec2(points(page.width.max(1.0)), points(page.height.max(1.0)));
    let scale = (room.width() / page.x).min(room.height() / page.y).clamp(0.01, 1.0);
    let rect = Rect::from_center_size(room.center(), page * scale);
    (rect.translate((rect.min.round() - rect.min).round()), scale)
}

/// Draws the stage over all of `room`; gives back its response and the scale of the page, if it shows one.
///
/// `preview` is a small picture that goes before the large one.
pub fn stage(
    ui: &mut Ui,
    room: Rect,
    (shown, preview): (Option<(&Tiles, Size)>, Option<Preview>),
    overlay: &Overlay,
) -> (Response, f32) {
    let tokens = theme::tokens(ui);
    let response = ui.allocate_rect(room, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsDocument, true, "Replayed page"));
    let painter = ui.painter_at(room);
    painter.rect_filled(room, 0, tokens.stage);
    let viewport = preview.map(|preview| preview.viewport).or(shown.map(|(_, viewport)| viewport));
    let Some(viewport) = viewport else { return (response, 1.0) };
    let (rect, scale) = fit(room.shrink(24.0), viewport);
    match (preview, shown) {
        (Some(preview), _) => {
            let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
            painter.image(preview.texture, rect, whole, Color32::WHITE);
        }
        (None, Some((tiles, _))) => tiles.paint(&painter, rect, Color32::WHITE),
        (None, None) => {}
    }
    let inside = painter.with_clip_rect(rect.expand(1.0).intersect(room));
    let map = |point: Point| rect.min + vec2(points(point.x), points(point.y)) * scale;
    trail(&inside, overlay, &map, tokens);
    for ripple in &overlay.ripples {
        let (at, color) = (map(ripple.at), ripple.color.gamma_multiply(1.0 - ripple.age));
        inside.circle_filled(at, 12.0 + 12.0 * ripple.age, color.gamma_multiply(0.25));
        inside.circle_stroke(at, 12.0 + 6.0 * ripple.age, Stroke::new(2.5, color));
    }
    if let Some(pointer) = overlay.pointer {
        paint_pointer(&inside, map(pointer.at), pointer, tokens);
    }
    for label in &overlay.labels {
        paint_label(&painter.with_clip_rect(room), map(label.at), rect, label, tokens);
    }
    (response, scale)
}

fn trail(painter: &egui::Painter, overlay: &Overlay, map: &impl Fn(Point) -> Pos2, tokens: &Tokens) {
    let count = overlay.trail.len();
    for (place, pair) in overlay.trail.windows(2).enumerate() {
        let share = (place + 1) as f32 / count as f32;
        let stroke = Stroke::new(2.5, tokens.over.gamma_multiply(0.15 + 0.55 * share));
        painter.line_segment([map(pair[0]), map(pair[1])], stroke);
    }
}

fn paint_pointer(painter: &egui::Painter, at: Pos2, pointer: Pointer, tokens: &Tokens) {
    let core = if pointer.pressed { 7.0 } else { 5.0 };
    if pointer.touch {
        painter.circle_filled(at, 13.0, tokens.over.gamma_multiply(0.22));
    }
    painter.circle(at, core, tokens.over, Stroke::new(1.5, tokens.on_accent));
}

fn paint_label(painter: &egui::Painter, at: Pos2, page: Rect, label: &Label, tokens: &Tokens) {
    let font = theme::font(Face::Semi, size::TINY);
    let galley = painter.layout_no_wrap(label.text.clone(), font, tokens.on_accent);
    let half = galley.size() / 2.0 + vec2(7.0, 4.0);
    let center = pos2(
        at.x.clamp(page.left() + half.x, (page.right() - half.x).max(page.left() + half.x)),
        (at.y + 30.0).clamp(page.top() + half.y, (page.bottom() - half.y).max(page.top() + half.y)),
    );
    painter.rect_filled(Rect::from_center_size(center, half * 2.0), radius::S, label.color);
    super::put(painter, (center.x, center.y), Align::Center, galley);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_fitted_and_never_enlarged() {
        let room = Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, 422.0));
        let (rect, scale) = fit(room, Size::new(390.0, 844.0));
        assert_eq!((rect.height(), scale), (422.0, 0.5));
        assert_eq!(fit(room, Size::new(100.0, 100.0)).1, 1.0);
        assert!(fit(room, Size::new(0.0, 0.0)).1 > 0.0);
    }

    #[test]
    fn a_tile_is_the_right_part_of_the_picture() {
        let mut picture = Picture::filled(3, 2, [0, 0, 0, 255]);
        picture.rgba[(3 + 2) * 4] = 200;
        let image = cut(&picture, [1, 1], [2, 1]);
        assert_eq!(image.pixels.iter().map(egui::Color32::r).collect::<Vec<_>>(), [0, 200]);
    }
}
