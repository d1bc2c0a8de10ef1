//! What lies over the page: trail, clicks, pointer, labels, keys, the flash of a load, an element's box; and
//! how far the page is scrolled, beside it.

use super::{Label, Overlay, Pointer};
use crate::event::{Point, Size};
use crate::ui::theme::{self, Face, Tokens, points, radius, size};
use crate::ui::widgets;
use egui::{Align, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

/// A swipe is at least so long, points.
const SWIPE: f32 = 24.0;

/// Paints all marks.
pub(super) fn overlay(
    painter: &Painter,
    room: Rect,
    (page, scale): (Rect, f32),
    overlay: &Overlay,
    tokens: &Tokens,
) {
    let inside = painter.with_clip_rect(page.expand(1.0).intersect(room));
    let map = |point: Point| page.min + vec2(points(point.x), points(point.y)) * scale;
    if overlay.flash > 0.0 {
        inside.rect_filled(page, 0, tokens.accent.gamma_multiply(0.16 * overlay.flash));
        let stroke = Stroke::new(4.0, tokens.accent.gamma_multiply(overlay.flash));
        inside.rect_stroke(page, 0, stroke, StrokeKind::Inside);
    }
    if let Some((area, held)) = overlay.element {
        let (min, max) =
            (map(Point::new(area.x, area.y)), map(Point::new(area.x + area.width, area.y + area.height)));
        let area = Rect::from_min_max(min, max);
        inside.rect_filled(area, 2, tokens.info.gamma_multiply(0.18));
        let width = if held { 2.5 } else { 1.5 };
        inside.rect_stroke(area, 2, Stroke::new(width, tokens.info), StrokeKind::Outside);
    }
    trail(&inside, overlay, &map, tokens);
    for ripple in &overlay.ripples {
        let (at, color) = (map(ripple.at), ripple.color.gamma_multiply(1.0 - ripple.age));
        inside.circle_filled(at, 12.0 + 12.0 * ripple.age, color.gamma_multiply(0.25));
        inside.circle_stroke(at, 12.0 + 6.0 * ripple.age, Stroke::new(2.5, color));
    }
    if let Some(pointer) = overlay.pointer {
        paint_pointer(&inside, map(pointer.at), pointer, tokens);
    }
    let around = painter.with_clip_rect(room);
    for label in &overlay.labels {
        paint_label(&around, map(label.at), page, label, tokens);
    }
    keys(&around, page.intersect(room), &overlay.keys, tokens);
}

/// How far down the page was scrolled, as a browser shows it, but beside the page.
pub(super) fn scroll_position(
    painter: &Painter,
    page: Rect,
    viewport: Size,
    (offset, height): (f64, f64),
    tokens: &Tokens,
) {
    if height <= viewport.height + 1.0 || viewport.height < 1.0 {
        return;
    }
    let part = |value: f64| points((value / height).clamp(0.0, 1.0)) * page.height();
    let track = Rect::from_min_size(page.right_top() + vec2(6.0, 0.0), vec2(4.0, page.height()));
    let top = track.top() + part(offset);
    let bottom = (track.top() + part(offset + viewport.height)).max(top + 6.0).min(track.bottom());
    painter.rect_filled(track, 2, tokens.raised);
    painter.rect_filled(Rect::from_x_y_ranges(track.x_range(), top..=bottom), 2, tokens.muted);
}

/// The way of a finger that is down, with a head where it goes to.
fn swipe(painter: &Painter, trail: &[Point], map: &impl Fn(Point) -> Pos2, tokens: &Tokens) {
    let line: Vec<Pos2> = trail.iter().map(|point| map(*point)).collect();
    let (Some(first), Some(last)) = (line.first().copied(), line.last().copied()) else { return };
    if first.distance(last) < SWIPE {
        return;
    }
    let color = tokens.over.gamma_multiply(0.55);
    painter.add(Shape::line(line.clone(), Stroke::new(7.0, color.gamma_multiply(0.5))));
    // The way at the end counts, not the whole of a bent swipe.
    let before = line.iter().rev().copied().find(|at| at.distance(last) > 8.0).unwrap_or(first);
    let along = (last - before).normalized();
    let tip = last + along * 22.0;
    let wing = along.rot90() * 8.0;
    painter.add(Shape::convex_polygon(
        vec![tip, tip - along * 12.0 + wing, tip - along * 12.0 - wing],
        color,
        Stroke::NONE,
    ));
}

/// Keys as caps, below the middle of the page.
fn keys(painter: &Painter, page: Rect, keys: &[String], tokens: &Tokens) {
    let lay =
        |key: &String| painter.layout_no_wrap(key.clone(), theme::font(Face::Semi, size::HEAD), tokens.text);
    let caps: Vec<_> = keys.iter().map(lay).collect();
    let width: f32 =
        caps.iter().map(|cap| cap.size().x + 24.0).sum::<f32>() + 6.0 * caps.len().saturating_sub(1) as f32;
    let mut left = page.center().x - width / 2.0;
    for cap in caps {
        let rect = Rect::from_min_size(pos2(left, page.bottom() - 52.0), vec2(cap.size().x + 24.0, 34.0));
        painter.rect_filled(rect.translate(vec2(0.0, 2.0)), radius::M, Color32::BLACK.gamma_multiply(0.35));
        painter.rect(rect, radius::M, tokens.raised, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
        widgets::put(painter, (rect.center().x, rect.center().y), Align::Center, cap);
        left = rect.right() + 6.0;
    }
}

fn trail(painter: &Painter, overlay: &Overlay, map: &impl Fn(Point) -> Pos2, tokens: &Tokens) {
    if overlay.pointer.is_some_and(|pointer| pointer.touch) {
        swipe(painter, &overlay.trail, map, tokens);
        return;
    }
    let count = overlay.trail.len();
    for (place, pair) in overlay.trail.windows(2).enumerate() {
        let share = (place + 1) as f32 / count as f32;
        let stroke = Stroke::new(2.5, tokens.over.gamma_multiply(0.15 + 0.55 * share));
        painter.line_segment([map(pair[0]), map(pair[1])], stroke);
    }
}

fn paint_pointer(painter: &Painter, at: Pos2, pointer: Pointer, tokens: &Tokens) {
    let core = if pointer.pressed { 7.0 } else { 5.0 };
    if pointer.touch {
        painter.circle_filled(at, 13.0, tokens.over.gamma_multiply(0.22));
    }
    painter.circle(at, core, tokens.over, Stroke::new(1.5, tokens.on_accent));
}

fn paint_label(painter: &Painter, at: Pos2, page: Rect, label: &Label, tokens: &Tokens) {
    let font = theme::font(Face::Semi, size::TINY);
    let galley = painter.layout_no_wrap(label.text.clone(), font, tokens.on_accent);
    let half = galley.size() / 2.0 + vec2(7.0, 4.0);
    let center = pos2(
        at.x.clamp(page.left() + half.x, (page.right() - half.x).max(page.left() + half.x)),
        (at.y + 30.0 + 24.0 * f32::from(label.below))
            .clamp(page.top() + half.y, (page.bottom() - half.y).max(page.top() + half.y)),
    );
    painter.rect_filled(Rect::from_center_size(center, half * 2.0), radius::S, label.color);
    widgets::put(painter, (center.x, center.y), Align::Center, galley);
}
