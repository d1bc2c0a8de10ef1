//! The tabs *Scroll* and *Stats*: how far down was seen; what the picture is made of and what is not on it.

use super::WhereState;
use crate::findings::HeatMap;
use crate::ui::theme::{self, Face, font, size, space};
use crate::ui::words;
use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

/// How many saw each height.
pub(super) fn scroll(ui: &mut Ui, map: &HeatMap) {
    let tokens = theme::tokens(ui);
    ui.add_space(space::S);
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for part in 0..=10_u32 {
            let y = map.size.height * f64::from(part) / 10.0;
            let reach =
                map.scroll.iter().rev().find(|line| line.y_px <= y + 0.5).map_or(0.0, |line| line.reach);
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
            let painter = ui.painter();
            let bar = Rect::from_min_max(
                pos2(rect.left() + 92.0, rect.center().y - 3.0),
                pos2(rect.right() - 64.0, rect.center().y + 3.0),
            );
            let face = font(Face::Regular, size::SMALL);
            painter.text(
                pos2(rect.left() + 80.0, rect.center().y),
                Align2::RIGHT_CENTER,
                words::pixels(y),
                face.clone(),
                tokens.muted,
            );
            painter.rect_filled(bar, 3, tokens.line);
            painter.rect_filled(
                Rect::from_min_size(bar.min, vec2(bar.width() * theme::points(reach), 6.0)),
                3,
                tokens.info,
            );
            painter.text(
                pos2(rect.right() - 14.0, rect.center().y),
                Align2::RIGHT_CENTER,
                words::whole_percent(reach),
                face,
                tokens.text,
            );
        }
        ui.add_space(space::M);
        if let Some(fold) = map.average_fold_px {
            let text = format!("The first screen ends at {} on average.", words::pixels(fold));
            padded(ui, &text);
        }
        padded(ui, "Reach: the share of views whose screen came down to this height.");
    });
}

fn padded(ui: &mut Ui, text: &str) {
    let tokens = theme::tokens(ui);
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 3)).show(ui, |ui| {
        ui.label(theme::text(text, Face::Regular, size::SMALL).color(tokens.muted));
    });
}

/// What the picture is made of.
pub(super) fn stats(ui: &mut Ui, room: &WhereState, map: &HeatMap) {
    let tokens = theme::tokens(ui);
    let mut rows = vec![
        ("Page", map.page.clone()),
        ("Views", words::count(map.page_views)),
        ("Sessions", words::count(map.sessions)),
        ("Size shown", format!("{} × {}", words::pixels(map.size.width), words::pixels(map.size.height))),
        ("Clicks", words::count(map.points.total)),
        ("Placed", words::count(map.points.placed)),
    ];
    if let Some(page) = room.page() {
        rows.insert(3, ("Ended here", words::counted(page.exits, "session")));
        rows.insert(4, ("Signals", words::count(page.friction)));
    }
    ui.add_space(space::S);
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 0)).show(ui, |ui| {
        egui::Grid::new("where stats").num_columns(2).spacing(vec2(space::L, space::S)).show(ui, |ui| {
            let reasons = map.points.unplaced.iter().map(|(why, count)| (why.as_str(), words::count(*count)));
            for (name, value) in rows.iter().map(|(name, value)| (*name, value.clone())).chain(reasons) {
                ui.label(theme::text(name, Face::Regular, size::BODY).color(tokens.muted));
                ui.label(theme::text(value, Face::Medium, size::BODY).color(tokens.text));
                ui.end_row();
            }
        });
    });
}
