//! Chips: small words on a coloured ground; and the dashed border.

use crate::ui::icons;
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use egui::{
    Align, Color32, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// A small tag such as `rage 3`, painted at `left`; gives back its right edge.
pub fn paint_tag(painter: &Painter, (left, y): (f32, f32), text: &str, ink: Color32, ground: Color32) -> f32 {
    let galley = painter.layout_no_wrap(text.to_owned(), theme::font(Face::Semi, size::TINY), ink);
    let rect = Rect::from_min_size(pos2(left, y - 8.5), vec2(galley.size().x + 13.0, 17.0));
    painter.rect_filled(rect, radius::S, ground);
    super::put(painter, (left + 6.5, y), Align::Min, galley);
    rect.right()
}

/// A small tag as a widget.
pub fn tag(ui: &mut Ui, text: &str, ink: Color32, ground: Color32) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::font(Face::Semi, size::TINY), ink);
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 13.0, 18.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    paint_tag(ui.painter(), (rect.left(), rect.center().y), text, ink, ground);
    response
}

/// A small tag in a colour of meaning: the words in it, the ground a breath of it.
pub fn tinted(ui: &mut Ui, text: &str, color: Color32) -> Response {
    tag(ui, text, color, Tokens::soft(color))
}

/// What was done with a filter chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipAction {
    /// Its words were clicked.
    Edit,
    /// Its cross was clicked.
    Remove,
}

/// A chip of the segment bar: `device is` **Mobile** ×.
pub fn filter(ui: &mut Ui, key: &str, value: &str) -> Option<ChipAction> {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let key_galley =
        painter.layout_no_wrap(key.to_owned(), theme::font(Face::Medium, size::BODY), tokens.muted);
    let value_galley =
        super::one_line(painter, value, theme::font(Face::Semi, size::BODY), tokens.text, 260.0);
    let words = 10.0 + key_galley.size().x + 6.0 + value_galley.size().x + space::S;
    let (rect, _) = ui.allocate_exact_size(vec2(words + 24.0, 27.0), Sense::hover());
    let (left, right) = rect.split_left_right_at_x(rect.left() + words);
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let body = ui.interact(left, id.with("chip"), Sense::click());
    let cross = ui.interact(right, id.with("cross"), Sense::click());
    let name = format!("{key} {value}");
    body.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Remove {name}")));
    let painter = ui.painter();
    painter.rect_filled(rect, 14, tokens.chosen);
    if body.has_focus() || cross.has_focus() {
        painter.rect_stroke(rect, 14, Stroke::new(1.5, tokens.accent), egui::StrokeKind::Inside);
    }
    let y = rect.center().y;
    let at = super::put(painter, (rect.left() + 10.0, y), Align::Min, key_galley);
    super::put(painter, (at.right() + 6.0, y), Align::Min, value_galley);
    let ink = if cross.hovered() { tokens.text } else { tokens.muted };
    super::put_icon(painter, pos2(right.left() + 8.0, y), icons::X, 14.0, ink);
    if cross.on_hover_text("Remove this filter").clicked() {
        Some(ChipAction::Remove)
    } else if body.on_hover_text("Edit the segment line").clicked() {
        Some(ChipAction::Edit)
    } else {
        None
    }
}

/// A dashed border just inside `rect`.
pub fn dashed(painter: &Painter, rect: Rect, corner: f32, color: Color32) {
    let outline = rounded(rect.shrink(0.5), corner);
    painter.extend(Shape::dashed_line(&outline, Stroke::new(1.0, color), 4.0, 3.0));
}

/// A dashed border of another thickness, for the drop area.
pub fn dashed_thick(painter: &Painter, rect: Rect, corner: f32, color: Color32) {
    let outline = rounded(rect.shrink(1.0), corner);
    painter.extend(Shape::dashed_line(&outline, Stroke::new(2.0, color), 7.0, 5.0));
}

/// The outline of a rounded box, closed.
fn rounded(rect: Rect, corner: f32) -> Vec<Pos2> {
    const STEPS: i16 = 8;
    let corner = corner.min(rect.height() / 2.0).min(rect.width() / 2.0);
    let centers = [
        (pos2(rect.right() - corner, rect.top() + corner), -90.0_f32),
        (pos2(rect.right() - corner, rect.bottom() - corner), 0.0),
        (pos2(rect.left() + corner, rect.bottom() - corner), 90.0),
        (pos2(rect.left() + corner, rect.top() + corner), 180.0),
    ];
    let mut points = Vec::new();
    for (center, from) in centers {
        for step in 0..=STEPS {
            let angle = (from + 90.0 * f32::from(step) / f32::from(STEPS)).to_radians();
            points.push(center + corner * vec2(angle.cos(), angle.sin()));
        }
    }
    points.push(points[0]);
    points
}
