//! Small drawings inside rows: stage pips, the activity strip, the interval bar.

use crate::facts::Stage;
use crate::ui::theme::{Face, Tokens, points, size};
use egui::{Color32, Painter, Rect, Ui, pos2, vec2};

/// Five pips for the stages after the product view, `reached` of them filled; `bought` in green.
pub fn pips(painter: &Painter, left: f32, y: f32, stage: Option<Stage>, tokens: &Tokens) -> f32 {
    let reached =
        stage.map_or(0, |stage| Stage::ALL.iter().position(|&each| each == stage).unwrap_or_default());
    let bought = stage == Some(Stage::Purchase);
    let mut x = left;
    for place in 0..Stage::ALL.len() - 1 {
        let color = match (place < reached, bought) {
            (true, true) => tokens.good,
            (true, false) => tokens.accent,
            (false, _) => tokens.line,
        };
        painter.rect_filled(Rect::from_min_size(pos2(x, y - 2.5), vec2(13.0, 5.0)), 2, color);
        x += 15.0;
    }
    x - 2.0
}

/// Activity over time as thin bars standing on the lower edge of `rect`. 0 draws a hairline of one point.
pub fn strip(painter: &Painter, rect: Rect, activity: &[u8], color: Color32) {
    const BARS: usize = 40;
    if activity.is_empty() {
        return;
    }
    let step = rect.width() / BARS as f32;
    for bar in 0..BARS {
        let (from, to) = (bar * activity.len() / BARS, ((bar + 1) * activity.len()).div_ceil(BARS));
        let most = activity[from..to.min(activity.len())].iter().copied().max().unwrap_or_default();
        let height = (f32::from(most) / 255.0).sqrt() * rect.height();
        let left = rect.left() + bar as f32 * step;
        let top = rect.bottom() - height.max(1.0);
        painter.rect_filled(Rect::from_min_max(pos2(left, top), pos2(left + 1.5, rect.bottom())), 0, color);
    }
}

/// A share with its interval on a bar from 0 to 1: ground, interval, mark.
pub fn interval(ui: &mut Ui, tokens: &Tokens, (low, share, high): (f64, f64, f64), name: &str) {
    let [low, share, high] = [low, share, high].map(|value| points(value.clamp(0.0, 1.0)));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 7.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Meter, true, name));
    let at = |value: f32| rect.left() + rect.width() * value;
    let painter = ui.painter();
    painter.rect_filled(rect, 3, tokens.raised);
    let span = Rect::from_min_max(pos2(at(low), rect.top()), pos2(at(high), rect.bottom()));
    painter.rect_filled(span, 3, Tokens::half(tokens.accent));
    let mark = Rect::from_center_size(pos2(at(share), rect.center().y), vec2(3.0, 7.0));
    painter.rect_filled(mark, 1, tokens.accent);
}

/// A name and a value on one line, for the details of things.
pub fn pair(ui: &mut Ui, tokens: &Tokens, name: &str, value: &str) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(96.0, 22.0), egui::Sense::hover());
        let galley = ui.painter().layout_no_wrap(
            name.to_owned(),
            crate::ui::theme::font(Face::Regular, size::BODY),
            tokens.muted,
        );
        super::put(ui.painter(), (rect.left(), rect.center().y), egui::Align::Min, galley);
        ui.add(
            egui::Label::new(crate::ui::theme::text(value, Face::Medium, size::BODY).color(tokens.text))
                .wrap()
                .selectable(true),
        );
    });
}
