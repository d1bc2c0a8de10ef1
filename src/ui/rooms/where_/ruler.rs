//! Beside the page: how many saw each height, how long it was in view, and where the first screen ends.

use super::sight::Lie;
use crate::analysis::heat::Fold;
use crate::findings::HeatMap;
use crate::ui::theme::{self, Face, font, points, size};
use crate::ui::words;
use egui::{Align2, Color32, Rect, Shape, Stroke, Ui, pos2, vec2};

/// Distance of the labels at least, points.
const APART: f32 = 110.0;
/// Width of the bar of reach, points.
const BAR: f32 = 7.0;

/// Draws the ruler left of the page, and the folds over it.
pub(super) fn ui(ui: &Ui, map: &HeatMap, lie: &Lie) {
    let left = lie.page.left().max(lie.view.left() + 58.0);
    reach(ui, map, lie, left);
    for fold in &map.folds {
        thin(ui, fold, lie);
    }
    if let Some(fold) = map.average_fold_px {
        average(ui, fold, lie, left);
    }
}

/// A bar as wide as the part of the views that came so far down, with percentages beside it.
fn reach(ui: &Ui, map: &HeatMap, lie: &Lie, left: f32) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let (mut last, mut told) = (f32::MIN, 0.0);
    for pair in map.scroll.windows(2) {
        let at = |y: f64| lie.page.top() + points(y) * lie.scale;
        let (top, bottom) = (at(pair[0].y_px), at(pair[1].y_px));
        if bottom < lie.view.top() || top > lie.view.bottom() {
            continue;
        }
        let wide = BAR * points(pair[0].reach);
        let bar = Rect::from_min_max(pos2(left - 4.0 - wide, top), pos2(left - 4.0, bottom));
        painter.rect_filled(bar, 0, tokens.info.gamma_multiply(0.35));
        // The same number is told once.
        let percent = (pair[0].reach * 100.0).round();
        if last == f32::MIN || (top - last >= APART && (percent - told).abs() > 0.5) {
            (last, told) = (top, percent);
            let label = pos2(left - 16.0, top.max(lie.page.top() + 6.0));
            let text = words::whole_percent(pair[0].reach);
            painter.text(label, Align2::RIGHT_CENTER, text, font(Face::Regular, size::TINY), tokens.muted);
        }
    }
}

/// Where the first screen of most ends: a thin line.
fn thin(ui: &Ui, fold: &Fold, lie: &Lie) {
    let tokens = theme::tokens(ui);
    for y in [fold.low_px, fold.high_px] {
        let y = lie.page.top() + points(y) * lie.scale;
        if y < lie.page.bottom() && lie.view.y_range().contains(y) {
            let ink = tokens.info.gamma_multiply(0.45);
            let right = lie.page.right().min(lie.view.right());
            ui.painter().hline(right - 40.0..=right, y, Stroke::new(1.0, ink));
        }
    }
}

fn average(ui: &Ui, fold: f64, lie: &Lie, left: f32) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let y = lie.page.top() + points(fold) * lie.scale;
    if y > lie.page.bottom() {
        return;
    }
    let label = font(Face::Semi, size::TINY);
    let galley = painter.layout_no_wrap("average fold".to_owned(), label, tokens.info);
    let right = lie.page.right().min(lie.view.right() - galley.size().x - 26.0);
    let (from, to) = (pos2(left - 44.0, y), pos2(right + 8.0, y));
    painter.extend(Shape::dashed_line(&[from, to], Stroke::new(1.0, tokens.info), 4.0, 3.0));
    let at = pos2(right + 14.0, y - galley.size().y / 2.0);
    let ground = Rect::from_min_size(at, galley.size()).expand2(vec2(4.0, 2.0));
    painter.rect_filled(ground, 3, tokens.stage.gamma_multiply(0.8));
    painter.galley(at, galley, Color32::PLACEHOLDER);
}
