//! The stage: the picture of a page, fitted into the room there is, and marks laid over it.
//!
//! Marks are in client px of the page.

mod paint;
mod tiles;

pub use tiles::Tiles;

use crate::event::{Point, Size};
use crate::ui::theme::{self, points};
use egui::{Color32, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

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
    /// So many others are there already; it stands below them.
    pub below: u8,
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
    /// Keys that were pressed a moment ago.
    pub keys: Vec<String>,
    /// A page was loaded a moment ago: 1 just now, 0 long ago.
    pub flash: f32,
    /// An element that is pointed at, client px; and whether it is held.
    pub element: Option<(crate::event::Rect, bool)>,
}

/// The largest box of the page's shape in `room`, at most as large as the page itself.
pub fn fit(room: Rect, page: Size) -> (Rect, f32) {
    let page = vec2(points(page.width.max(1.0)), points(page.height.max(1.0)));
    let scale = (room.width() / page.x).min(room.height() / page.y).clamp(0.01, 1.0);
    let rect = Rect::from_center_size(room.center(), page * scale);
    (rect.translate((rect.min.round() - rect.min).round()), scale)
}

/// What the stage shows.
#[derive(Clone, Copy, Default)]
pub struct Sheet<'a> {
    /// The picture of the page and the viewport that it shows.
    pub shown: Option<(&'a Tiles, Size)>,
    /// A small picture that goes before it.
    pub preview: Option<Preview>,
    /// A transparent picture over it, as large as the viewport.
    pub heat: Option<&'a Tiles>,
    /// Points for each CSS pixel; as large as there is room where that is not said.
    pub scale: Option<f32>,
    /// How far down the page is scrolled, and how high it is, CSS px.
    pub scroll: (f64, f64),
}

/// Where the page is on the screen.
#[derive(Debug, Clone)]
pub struct Placed {
    /// What was done with the stage.
    pub response: Response,
    /// The page.
    pub page: Rect,
    /// Points for each CSS pixel.
    pub scale: f32,
}

impl Placed {
    /// The place of the page below the pointer, client px.
    pub fn pointed(&self) -> Option<Point> {
        let at = self.response.hover_pos().filter(|at| self.page.contains(*at))?;
        let from = (at - self.page.min) / self.scale;
        Some(Point::new(f64::from(from.x), f64::from(from.y)))
    }
}

/// Draws the stage over all of `room`.
pub fn stage(ui: &mut Ui, room: Rect, sheet: &Sheet<'_>, overlay: &Overlay) -> Placed {
    let tokens = theme::tokens(ui);
    let response = ui.allocate_rect(room, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsDocument, true, "Replayed page"));
    let painter = ui.painter_at(room);
    painter.rect_filled(room, 0, tokens.stage);
    let viewport =
        sheet.preview.map(|preview| preview.viewport).or(sheet.shown.map(|(_, viewport)| viewport));
    let Some(viewport) = viewport else { return Placed { response, page: Rect::NOTHING, scale: 1.0 } };
    let (page, scale) = match sheet.scale {
        None => fit(room.shrink(24.0), viewport),
        Some(scale) => (at_scale(ui, &response, room, viewport, scale), scale),
    };
    match (sheet.preview, sheet.shown) {
        (Some(preview), _) => {
            let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
            painter.image(preview.texture, page, whole, Color32::WHITE);
        }
        (None, Some((tiles, _))) => tiles.paint(&painter, page, Color32::WHITE),
        (None, None) => {}
    }
    if let Some(heat) = sheet.heat {
        painter.rect_filled(page, 0, Color32::BLACK.gamma_multiply(0.35));
        heat.paint(&painter, page, Color32::WHITE.gamma_multiply(0.85));
    }
    paint::overlay(&painter, room, (page, scale), overlay, tokens);
    paint::scroll_position(&painter, page, viewport, sheet.scroll, tokens);
    Placed { response, page, scale }
}

/// Where a page of a fixed scale is: in the middle where there is room, else moved by dragging and by the
/// wheel.
fn at_scale(ui: &Ui, response: &Response, room: Rect, viewport: Size, scale: f32) -> Rect {
    let page = vec2(points(viewport.width.max(1.0)), points(viewport.height.max(1.0))) * scale;
    let id = response.id.with("moved");
    let mut moved: egui::Vec2 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if response.dragged() {
        moved -= response.drag_delta();
    }
    if response.hovered() {
        moved -= ui.input(egui::InputState::smooth_scroll_delta);
    }
    let room = room.shrink(16.0);
    let most = (page - room.size()).max(egui::Vec2::ZERO);
    moved = moved.clamp(egui::Vec2::ZERO, most);
    ui.data_mut(|data| data.insert_temp(id, moved));
    let free = (room.size() - page).max(egui::Vec2::ZERO) / 2.0;
    Rect::from_min_size((room.min + free - moved).round(), page)
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
}
