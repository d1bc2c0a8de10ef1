//! The little window over the timeline: the page as it was at the moment below the pointer.

use super::open_session::OpenSession;
use crate::event::{Size, Time};
use crate::facts::page_name;
use crate::ui::theme::{self, Face, radius, size, space};
use crate::ui::widgets;
use crate::ui::words;
use egui::{Align2, Area, Color32, Order, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

/// The largest that the picture is, points.
const ROOM: Vec2 = vec2(240.0, 200.0);

/// Shows the moment; the middle of the lower edge is at `foot`.
pub(super) fn glance(ui: &Ui, session: &OpenSession, (at, foot): (Time, Pos2)) {
    let tokens = theme::tokens(ui);
    let exact = session.thumbs.exact(&session.replay);
    // Until it is there: the nearest, pale, so that the window does not jump.
    let small = exact.or_else(|| session.thumbs.near(at));
    let viewport = small.map_or(session.viewport(), |small| small.viewport);
    let frame = egui::Frame::new()
        .fill(tokens.panel)
        .stroke(egui::Stroke::new(1.0, tokens.line))
        .corner_radius(radius::M)
        .inner_margin(6);
    Area::new(ui.scope_id().with("glance"))
        .order(Order::Tooltip)
        .interactable(false)
        .pivot(Align2::CENTER_BOTTOM)
        .fixed_pos(foot)
        .show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(space::S, 5.0);
                let (rect, response) = ui.allocate_exact_size(fitted(viewport), Sense::hover());
                let clock = words::clock_tenths(at);
                let name = format!("Page at {clock}");
                response.widget_info(|| WidgetInfo::labeled(Role::Image, exact.is_some(), &name));
                ui.painter().rect_filled(rect, radius::S, tokens.raised);
                if let Some(small) = small {
                    let tint =
                        if exact.is_some() { Color32::WHITE } else { Color32::WHITE.gamma_multiply(0.35) };
                    let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
                    ui.painter().image(small.texture.id(), rect, whole, tint);
                }
                let page = page_at(session, at);
                let width = rect.width();
                let (line, _) = ui.allocate_exact_size(vec2(width, 15.0), Sense::hover());
                let painter = ui.painter();
                let font = theme::font(Face::Medium, size::TINY);
                let clock = painter.layout_no_wrap(clock, font.clone(), tokens.text);
                let clock = widgets::put(painter, (line.left(), line.center().y), egui::Align::Min, clock);
                let page =
                    widgets::one_line(painter, &page, font, tokens.muted, line.right() - clock.right() - 8.0);
                widgets::put(painter, (line.right(), line.center().y), egui::Align::Max, page);
            });
        });
}

fn page_at(session: &OpenSession, at: Time) -> String {
    session.facts.page_view_at(at).map(|view| page_name(&view.page, &session.rules)).unwrap_or_default()
}

/// The page's shape in the room there is, and never narrower than its caption.
fn fitted(viewport: Size) -> Vec2 {
    let page = vec2(theme::points(viewport.width.max(1.0)), theme::points(viewport.height.max(1.0)));
    let scale = (ROOM.x / page.x).min(ROOM.y / page.y);
    vec2((page.x * scale).round().max(90.0), (page.y * scale).round())
}
