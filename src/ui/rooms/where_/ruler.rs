//! Beside the page: how many saw each height, how long it was in view, and where the first screen ends.

use super::sight::Lie;
use crate::findings::HeatMap;
use crate::ui::theme::{self, Face, font, points, size};
use crate::ui::words;
use egui::{Align2, Rect, Shape, Stroke, Ui, pos2};

/// Distance of the labels at least, points.
const APART: f32 = 120.0;

/// Draws the ruler left of the page, and the fold over it.
pub(super) fn ui(ui: &Ui, map: &HeatMap, lie: &Lie) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let left = lie.page.left().max(lie.view.left() + 44.0);
    let mut last = f32::MIN;
    for line in &map.scroll {
        let y = lie.page.top() + points(line.y_px) * lie.scale;
        if (y - last < APART && last > f32::MIN) || !lie.view.expand(20.0).y_range().contains(y) {
            continue;
        }
        last = y;
        let at = pos2(left - 10.0, y.max(lie.page.top() + 6.0));
        let text = words::whole_percent(line.reach);
        painter.text(at, Align2::RIGHT_CENTER, text, font(Face::Regular, size::TINY), tokens.muted);
    }
    let Some(fold) = map.average_fold_px else { return };
    let y = lie.page.top() + points(fold) * lie.scale;
    if y > lie.page.bottom() {
        return;
    }
    let right = lie.page.right().min(lie.view.right() - 90.0);
    let (from, to) = (pos2(left - 44.0, y), pos2(right + 8.0, y));
    painter.extend(Shape::dashed_line(&[from, to], Stroke::new(1.0, tokens.info), 4.0, 3.0));
    let label = font(Face::Semi, size::TINY);
    let galley = painter.layout_no_wrap("average fold".to_owned(), label, tokens.info);
    let at = pos2(right + 14.0, y - galley.size().y / 2.0);
    let ground = Rect::from_min_size(at, galley.size()).expand(3.0);
    painter.rect_filled(ground, 3, tokens.stage.gamma_multiply(0.8));
    painter.galley(at, galley, tokens.info);
}
