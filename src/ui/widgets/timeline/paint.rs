//! How the timeline looks. Nothing here asks for anything.

use super::scale::Scale;
use super::{BARS, Lane, Lanes, Mark, Position, activity, window_name};
use crate::event::Time;
use crate::ui::theme::{self, Face, Tokens, radius, size};
use crate::ui::widgets;
use crate::ui::words;
use egui::{Align, Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

/// How near the pointer has to be to a mark to be told what it is, points.
const NEAR: f32 = 6.0;

/// Paints everything but what follows the pointer.
pub(super) fn paint(
    painter: &Painter,
    rect: Rect,
    (lanes, position): (&Lanes, &Position),
    scale: &Scale,
    tokens: &Tokens,
) {
    pages(painter, rect, (lanes, position.now), scale, tokens);
    windows(painter, rect, (lanes, position.now), scale, tokens);
    let top = rect.top() + lanes.windows_height();
    let floor = top + 72.0;
    for gap in &lanes.idle {
        idle(painter, *gap, scale, (top + 32.0, floor), (position.skips, tokens));
    }
    let step = rect.width() / BARS as f32;
    for (place, &much) in activity(&lanes.moments, scale.span).iter().enumerate() {
        let left = rect.left() + place as f32 * step;
        let height = (f32::from(much) / 255.0).sqrt() * 36.0;
        let bar = Rect::from_min_max(
            pos2(left, floor - height.max(if much > 0 { 3.0 } else { 1.0 })),
            pos2(left + (step * 0.55).max(1.0), floor),
        );
        painter.rect_filled(bar, 0, Tokens::half(tokens.accent));
    }
    for (place, (lane, marks)) in lanes.rows.iter().enumerate() {
        let y = rect.top() + lanes.marks_top() + (place as f32 + 0.5) * lanes.row_height();
        row(painter, (*lane, marks), y, scale, tokens);
    }
    ruler(painter, rect, scale, tokens);
    if let Some(span) = position.looped {
        looped(painter, rect, span, scale, tokens);
    }
    if scale.shows(position.now) {
        head(painter, rect, scale.x(position.now), tokens);
    }
}

fn pages(painter: &Painter, rect: Rect, (lanes, now): (&Lanes, Time), scale: &Scale, tokens: &Tokens) {
    let current = lanes.pages.partition_point(|(from, ..)| *from <= now).saturating_sub(1);
    for (place, (from, to, name)) in lanes.pages.iter().enumerate() {
        if *to < scale.span.0 || *from > scale.span.1 {
            continue;
        }
        let lane = Rect::from_min_max(
            pos2(scale.x(*from), rect.top()),
            pos2((scale.x(*to) - 2.0).max(scale.x(*from) + 1.0), rect.top() + 20.0),
        );
        let ground = if place == current { tokens.chosen } else { tokens.raised };
        painter.rect_filled(lane, radius::S - 2, ground);
        if lane.width() > 24.0 {
            let font = theme::font(Face::Medium, size::TINY);
            let galley = widgets::one_line(painter, name, font, tokens.text, lane.width() - 12.0);
            widgets::put(painter, (lane.left() + 7.0, lane.center().y), Align::Min, galley);
        }
    }
}

/// The windows below the pages: a line for each stretch, thick where the play head is, and its name.
fn windows(painter: &Painter, rect: Rect, (lanes, now): (&Lanes, Time), scale: &Scale, tokens: &Tokens) {
    let current = lanes.windows.partition_point(|(from, ..)| *from <= now).saturating_sub(1);
    for (place, (from, to, number)) in lanes.windows.iter().enumerate() {
        if *to < scale.span.0 || *from > scale.span.1 {
            continue;
        }
        let lane = Rect::from_min_max(
            pos2(scale.x(*from), rect.top() + 23.0),
            pos2((scale.x(*to) - 2.0).max(scale.x(*from) + 1.0), rect.top() + 39.0),
        );
        let color = if place == current { tokens.accent } else { tokens.faint };
        let line = Rect::from_min_max(lane.min, pos2(lane.right(), lane.top() + 2.0));
        painter.rect_filled(line, 1, color);
        if lane.width() > 34.0 {
            let color = if place == current { tokens.text } else { tokens.muted };
            let font = theme::font(Face::Medium, size::TINY);
            let galley = widgets::one_line(painter, &window_name(*number), font, color, lane.width() - 8.0);
            widgets::put(painter, (lane.left() + 2.0, lane.center().y + 2.0), Align::Min, galley);
        }
    }
}

/// A gap in which nothing was done; where it is jumped over, it says how much is left out.
fn idle(
    painter: &Painter,
    (from, to): (Time, Time),
    scale: &Scale,
    (top, bottom): (f32, f32),
    (skips, tokens): (bool, &Tokens),
) {
    if to < scale.span.0 || from > scale.span.1 {
        return;
    }
    let gap = Rect::from_min_max(pos2(scale.x(from), top), pos2(scale.x(to), bottom));
    let inside = painter.with_clip_rect(gap.intersect(painter.clip_rect()));
    let mut x = gap.left() - gap.height();
    while x < gap.right() {
        let line = [pos2(x, gap.bottom()), pos2(x + gap.height(), gap.top())];
        inside.line_segment(line, Stroke::new(3.0, tokens.raised));
        x += 9.0;
    }
    if skips && gap.width() > 74.0 {
        let told = format!("skips {}", words::clock(Time(to.since(from))));
        let galley = painter.layout_no_wrap(told, theme::font(Face::Medium, size::TINY), tokens.muted);
        let ground = Rect::from_center_size(gap.center(), galley.size() + vec2(10.0, 4.0));
        painter.rect_filled(ground, radius::S, tokens.panel);
        widgets::put(painter, (gap.center().x, gap.center().y), Align::Center, galley);
    }
}

/// Marks, thinned out where several of one colour stand on a point.
fn row(painter: &Painter, (lane, marks): (Lane, &[Mark]), y: f32, scale: &Scale, tokens: &Tokens) {
    let from = marks.partition_point(|mark| mark.at < scale.span.0);
    let upto = marks.partition_point(|mark| mark.at <= scale.span.1);
    let shown = marks.get(from..upto).unwrap_or_default();
    if !matches!(lane, Lane::Interactions | Lane::Signals | Lane::Evidence) {
        painter.hline(scale.left..=scale.left + scale.width, y, Stroke::new(1.0, tokens.raised));
    }
    let mut last = (f32::NEG_INFINITY, None);
    for mark in shown {
        let (x, color) = (scale.x(mark.at), mark.tint.color(tokens));
        if x - last.0 < 0.5 && last.1 == Some(mark.tint) {
            continue;
        }
        last = (x, Some(mark.tint));
        symbol(painter, lane, pos2(x, y), color);
    }
}

/// Each row has marks of a shape of its own.
fn symbol(painter: &Painter, lane: Lane, at: Pos2, color: Color32) {
    match lane {
        Lane::Interactions => {
            painter.rect_filled(Rect::from_center_size(at, vec2(2.5, 11.0)), 1, color);
        }
        Lane::Signals => {
            painter.rect_filled(Rect::from_center_size(at, vec2(3.0, 15.0)), 1, color);
        }
        Lane::Evidence => diamond(painter, at, color),
        Lane::Console => {
            let (x, y) = (at.x, at.y);
            let points = vec![pos2(x, y - 5.0), pos2(x + 5.0, y + 4.0), pos2(x - 5.0, y + 4.0)];
            painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
        }
        Lane::Network => {
            painter.rect_filled(Rect::from_center_size(at, vec2(3.0, 8.0)), 0, color);
        }
        Lane::Custom => {
            painter.circle_filled(at, 3.5, color);
        }
        Lane::Answers => {
            let bubble = Rect::from_center_size(at, vec2(11.0, 9.0));
            painter.rect_filled(bubble, 3, color);
            let tail = vec![at + vec2(-3.0, 4.0), at + vec2(2.0, 4.0), at + vec2(-3.0, 8.0)];
            painter.add(Shape::convex_polygon(tail, color, Stroke::NONE));
        }
    }
}

fn diamond(painter: &Painter, at: Pos2, color: Color32) {
    let (x, y) = (at.x, at.y);
    let points = vec![pos2(x, y - 7.0), pos2(x + 5.0, y), pos2(x, y + 7.0), pos2(x - 5.0, y)];
    painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
}

fn ruler(painter: &Painter, rect: Rect, scale: &Scale, tokens: &Tokens) {
    const STEPS_S: [i64; 12] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
    let (from, to) = scale.span;
    let wanted = to.since(from) / 1000 / 6;
    let step = STEPS_S.into_iter().find(|&step| step >= wanted).unwrap_or(7200) * 1000;
    let y = rect.bottom() - 8.0;
    let lay = |time| {
        painter.layout_no_wrap(words::clock(time), theme::font(Face::Regular, size::TINY), tokens.faint)
    };
    let mut at = Time(from.0.div_euclid(step) * step + if from == Time::ZERO { 0 } else { step });
    while at.plus(step / 2) < to {
        let align = if at == Time::ZERO { Align::Min } else { Align::Center };
        widgets::put(painter, (scale.x(at), y), align, lay(at));
        at = at.plus(step);
    }
    widgets::put(painter, (rect.right(), y), Align::Max, lay(to));
}

/// The part that is played over and over: what is outside steps back.
fn looped(painter: &Painter, rect: Rect, (from, to): (Time, Time), scale: &Scale, tokens: &Tokens) {
    let (left, right) = (scale.x(from), scale.x(to));
    let veil = tokens.panel.gamma_multiply(0.6);
    let rows = rect.top()..=rect.bottom() - 15.0;
    painter.rect_filled(Rect::from_x_y_ranges(rect.left()..=left, rows.clone()), 0, veil);
    painter.rect_filled(Rect::from_x_y_ranges(right..=rect.right(), rows.clone()), 0, veil);
    let inside = Rect::from_x_y_ranges(left..=right, rows);
    painter.rect_stroke(inside, radius::S, Stroke::new(1.5, tokens.accent), StrokeKind::Inside);
}

fn head(painter: &Painter, rect: Rect, x: f32, tokens: &Tokens) {
    painter.vline(x, rect.top()..=rect.bottom() - 14.0, Stroke::new(2.0, tokens.text));
    painter.circle_filled(pos2(x, rect.top() - 1.0), 7.0, tokens.text);
}

/// A line below the pointer, and what is there: the mark, or the row and the moment.
pub(super) fn hint(
    painter: &Painter,
    rect: Rect,
    (lanes, pointer): (&Lanes, Pos2),
    scale: &Scale,
    tokens: &Tokens,
) {
    painter.vline(pointer.x, rect.top()..=rect.bottom() - 14.0, Stroke::new(1.0, tokens.faint));
    let clock = words::clock_tenths(scale.time(pointer.x));
    let told = lanes.row_at(pointer.y - rect.top()).map_or(clock.clone(), |(lane, marks)| {
        match nearest(marks, scale, pointer.x) {
            Some(mark) => format!("{} · {}", words::clock_tenths(mark.at), mark.title),
            None => format!("{clock} · {}", lane.name()),
        }
    });
    let font = theme::font(Face::Medium, size::TINY);
    let galley = widgets::one_line(painter, &told, font, tokens.text, rect.width().min(460.0));
    let half = galley.size().x / 2.0 + 6.0;
    let x = pointer.x.clamp(rect.left() + half, (rect.right() - half).max(rect.left() + half));
    let center = pos2(x, rect.bottom() - 8.0);
    let ground = Rect::from_center_size(center, galley.size() + vec2(12.0, 4.0));
    painter.rect_filled(ground, radius::S, tokens.raised);
    widgets::put(painter, (center.x, center.y), Align::Center, galley);
}

/// The mark with a title that is nearest to a place, if it is near.
fn nearest<'a>(marks: &'a [Mark], scale: &Scale, x: f32) -> Option<&'a Mark> {
    let far = |mark: &Mark| (scale.x(mark.at) - x).abs();
    marks
        .iter()
        .filter(|mark| !mark.title.is_empty() && scale.shows(mark.at) && far(mark) <= NEAR)
        .min_by(|one, other| far(one).total_cmp(&far(other)))
}
