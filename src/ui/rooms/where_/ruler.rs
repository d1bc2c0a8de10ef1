//! Beside the page: how many saw each height, how long it was in view, and where the first screens end.

use super::card;
use super::legend;
use super::side::Shown;
use super::sight::Lie;
use crate::analysis::heat::{Fold, Reach};
use crate::event::Time;
use crate::findings::HeatMap;
use crate::ui::theme::{self, Face, Tokens, font, points, size};
use crate::ui::widgets::words as text;
use crate::ui::words;
use egui::{Align2, Color32, Galley, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Distance of the labels at least, points.
const APART: f32 = 110.0;
/// Between the page and the bars, points.
const GAP: f32 = 6.0;
/// The widest bar of reach, points.
const REACH: f32 = 7.0;
/// The longest bar of time in view, points.
const TIME: f32 = 18.0;
/// Both bars, with what lies between them and the page.
const BARS: f32 = GAP + REACH + 3.0 + TIME;
/// The bars and their labels, points.
pub(super) const WIDTH: f32 = BARS + 44.0;
/// Height of the bands that time in view is told for, CSS px.
pub(super) const BAND: usize = 50;
/// A bar of time in view is at least so high, points.
const HIGH: f32 = 5.0;

/// Draws the ruler left of the page and the folds over it; whether the pointer is on it.
pub(super) fn ui(ui: &Ui, shown: &Shown, lie: &Lie) -> bool {
    let left = lie.page.left().max(lie.view.left() + WIDTH);
    let tokens = theme::tokens(ui);
    let column = Rect::from_x_y_ranges(left - WIDTH..=left - 1.0, lie.view.y_range()).intersect(lie.view);
    if lie.page.left() < left {
        // The page is nearer than it has room for: the ruler lies on it.
        ui.painter().rect_filled(column, 0, tokens.stage.gamma_multiply(0.9));
    }
    reach(ui, &shown.map, lie, left);
    in_view(ui, shown, lie, left);
    let mut labels = Vec::new();
    for each in &shown.map.folds {
        fold(ui, (&shown.map, each), (lie, left), &mut labels);
    }
    let on_label = labels.iter().any(|(rect, each)| hover_fold(ui, (&shown.map, each), *rect, lie));
    hover(ui, shown, (lie, left), column) || on_label
}

/// A bar as wide as the part of the views that came so far down, with percentages beside it.
fn reach(ui: &Ui, map: &HeatMap, lie: &Lie, left: f32) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let (mut last, mut told) = (f32::MIN, 0.0);
    let right = left - GAP;
    for pair in map.scroll.windows(2) {
        let (top, bottom) = (down(lie, pair[0].y_px), down(lie, pair[1].y_px));
        if bottom < lie.view.top() || top > lie.view.bottom() {
            continue;
        }
        let wide = REACH * points(pair[0].reach);
        let bar = Rect::from_min_max(pos2(right - wide, top), pos2(right, bottom));
        painter.rect_filled(bar, 0, tokens.info.gamma_multiply(0.45));
        // The same number is told once.
        let percent = (pair[0].reach * 100.0).round();
        if last == f32::MIN || (top - last >= APART && (percent - told).abs() > 0.5) {
            (last, told) = (top, percent);
            let label = pos2(left - BARS - 6.0, top.max(lie.page.top() + 6.0));
            let text = words::whole_percent(pair[0].reach);
            painter.text(label, Align2::RIGHT_CENTER, text, font(Face::Regular, size::TINY), tokens.muted);
        }
    }
}

/// Bars as long as the time that each band of the page was in view.
fn in_view(ui: &Ui, shown: &Shown, lie: &Lie, left: f32) {
    let tokens = theme::tokens(ui);
    let most = shown.seconds.iter().copied().fold(0.0, f32::max);
    if most <= 0.0 {
        return;
    }
    let band = BAND as f32 * lie.scale;
    // Far away, several bands are one bar.
    let together = bars_together(band);
    let right = left - GAP - REACH - 3.0;
    for (place, bands) in shown.seconds.chunks(together).enumerate() {
        let top = lie.page.top() + (place * together) as f32 * band;
        let bottom = (top + together as f32 * band).min(lie.page.bottom());
        if bottom < lie.view.top() || top > lie.view.bottom() {
            continue;
        }
        let mean = bands.iter().sum::<f32>() / bands.len() as f32;
        let long = (TIME * mean / most).max(if mean > 0.0 { 1.0 } else { 0.0 });
        let bar = Rect::from_min_max(pos2(right - long, top), pos2(right, (bottom - 1.0).max(top + 1.0)));
        ui.painter().rect_filled(bar, 1, tokens.accent.gamma_multiply(0.75));
    }
}

/// So many bands make one bar, that it can be seen.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few")]
fn bars_together(band: f32) -> usize {
    (HIGH / band.max(0.01)).ceil().clamp(1.0, 1000.0) as usize
}

/// Where a height of the page is on the screen.
fn down(lie: &Lie, y: f64) -> f32 {
    lie.page.top() + points(y) * lie.scale
}

/// Part of the views that came down to a height.
pub(super) fn reached(scroll: &[Reach], y: f64) -> Option<f64> {
    scroll.iter().rev().find(|line| line.y_px <= y + 0.5).map(|line| line.reach)
}

/// What is told of a fold.
pub(super) fn told(map: &HeatMap, fold: &Fold) -> [String; 3] {
    let device = fold.device.name();
    let share = reached(&map.scroll, fold.y_px).map_or("—".to_owned(), words::whole_percent);
    let [low, high] = [fold.low_px, fold.high_px].map(words::pixels);
    let spread = if low == high {
        format!("The same in nearly all of {}", words::counted(fold.views, "view"))
    } else {
        format!("Between {low} and {high} in 8 of 10 of {}", words::counted(fold.views, "view"))
    };
    [
        format!("On {device} the first screen ends at {}", words::pixels(fold.y_px)),
        spread,
        format!("{share} of the views came down to it"),
    ]
}

/// The line at which the middle first screen of a class of device ends, how far the others lie apart, and
/// its label.
fn fold<'a>(
    ui: &Ui,
    (map, fold): (&HeatMap, &'a Fold),
    (lie, left): (&Lie, f32),
    labels: &mut Vec<(Rect, &'a Fold)>,
) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let y = down(lie, fold.y_px);
    if y > lie.page.bottom() || !lie.view.y_range().contains(y) {
        return;
    }
    let share = reached(&map.scroll, fold.y_px).map(words::whole_percent).unwrap_or_default();
    let label = format!("{} fold {share}", fold.device.name());
    let galley = painter.layout_no_wrap(words::capital(&label), font(Face::Semi, size::TINY), tokens.info);
    let rect = place(&galley, (lie, y), labels);
    let right = lie.page.right().min(lie.view.right());
    let (from, to) = (pos2(left - BARS, y), pos2(right + 8.0, y));
    painter.extend(Shape::dashed_line(&[from, to], Stroke::new(1.0, tokens.info), 4.0, 3.0));
    let spread = [fold.low_px, fold.high_px].map(|y| down(lie, y).min(lie.page.bottom()));
    if spread[1] - spread[0] > 2.0 {
        painter.vline(right + 3.0, spread[0]..=spread[1], Stroke::new(2.0, Tokens::half(tokens.info)));
    }
    painter.rect_filled(rect, 3, tokens.stage.gamma_multiply(0.85));
    painter.galley(rect.min + vec2(4.0, 2.0), galley, Color32::PLACEHOLDER);
    labels.push((rect, fold));
}

/// Beside the page if there is room, else on it; never on the legend or on another label.
fn place(galley: &Arc<Galley>, (lie, y): (&Lie, f32), taken: &[(Rect, &Fold)]) -> Rect {
    let room = galley.size() + vec2(8.0, 4.0);
    let left = (lie.page.right() + 10.0).min(lie.view.right() - room.x - 8.0);
    let mut rect = Rect::from_min_size(pos2(left, y - room.y / 2.0), room);
    let legend = legend::corner(lie.view, legend::HEIGHT).expand(6.0);
    if rect.intersects(legend) {
        rect = rect.translate(vec2(legend.left() - rect.right(), 0.0));
    }
    while let Some((other, _)) = taken.iter().find(|(other, _)| other.intersects(rect)) {
        rect = rect.translate(vec2(0.0, other.bottom() - rect.top() + 1.0));
    }
    rect
}

/// The numbers of a fold, while its label is pointed at.
fn hover_fold(ui: &Ui, (map, fold): (&HeatMap, &Fold), rect: Rect, lie: &Lie) -> bool {
    let response = ui.interact(rect, ui.scope_id().with(("fold", fold.device.name())), Sense::hover());
    let lines = told(map, fold);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, lines.join(". ")));
    let Some(at) = response.hover_pos().filter(|at| lie.view.contains(*at)) else { return false };
    card::beside(ui, at, |ui, tokens| {
        for (place, line) in lines.iter().enumerate() {
            let (face, ink) =
                if place == 0 { (Face::Semi, tokens.text) } else { (Face::Regular, tokens.muted) };
            text(ui, line, (face, size::SMALL), ink);
        }
    });
    true
}

/// What the ruler says of the height at the pointer.
fn hover(ui: &Ui, shown: &Shown, (lie, left): (&Lie, f32), column: Rect) -> bool {
    let response = ui.interact(column, ui.scope_id().with("ruler"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, "Scroll ruler"));
    let Some(at) = response.hover_pos().filter(|at| column.contains(*at)) else { return false };
    let y = lie.css(at).y;
    if y < 0.0 || y > shown.map.size.height {
        return true;
    }
    let ink = theme::tokens(ui).text;
    ui.painter().hline(
        left - BARS..=lie.page.right().min(lie.view.right()),
        at.y,
        Stroke::new(1.0, Tokens::half(ink)),
    );
    let share = reached(&shown.map.scroll, y);
    card::beside(ui, at, |ui, tokens| {
        text(ui, words::pixels(y), (Face::Semi, size::SMALL), tokens.text);
        if let Some(share) = share {
            let line = format!("{} of views came down to here", words::whole_percent(share));
            text(ui, line, (Face::Regular, size::SMALL), tokens.info);
        }
        text(ui, looked(shown, y), (Face::Regular, size::SMALL), tokens.accent);
    });
    true
}

/// `In view for 3.2 s a view, 1:05 in all`.
pub(super) fn looked(shown: &Shown, y: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place on the page")]
    let band = (y.max(0.0) / BAND as f64) as usize;
    let seconds = shown.seconds.get(band).copied().map_or(0.0, f64::from);
    if seconds <= 0.0 {
        return "Nobody looked here for a while".to_owned();
    }
    #[expect(clippy::cast_possible_truncation, reason = "a time that people spent")]
    let ms = |seconds: f64| (seconds * 1000.0).round() as i64;
    let each = card::seconds(ms(seconds / shown.map.page_views.max(1) as f64));
    let all = if seconds < 60.0 { card::seconds(ms(seconds)) } else { words::clock(Time(ms(seconds))) };
    format!("In view for {each} a view, {all} in all")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_high_enough_to_be_seen() {
        assert_eq!(bars_together(50.0), 1);
        assert_eq!(bars_together(2.0), 3, "a page far away");
        assert_eq!(bars_together(0.0), 500);
    }

    #[test]
    fn a_height_between_two_lines_has_the_reach_of_the_upper() {
        let line = |y_px: f64, reach: f64| Reach { y_px, reach };
        let scroll = [line(0.0, 1.0), line(50.0, 0.5), line(90.0, 0.2)];
        assert_eq!(
            [0.0, 49.0, 50.0, 89.0, 900.0].map(|y| reached(&scroll, y)),
            [Some(1.0), Some(1.0), Some(0.5), Some(0.5), Some(0.2)]
        );
        assert_eq!(reached(&[], 3.0), None);
    }
}
