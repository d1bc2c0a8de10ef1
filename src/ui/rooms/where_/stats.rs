//! The tabs *Scroll* and *Stats*: how far down was seen; what the picture is made of and what is not on it.

use super::side::Shown;
use super::{WhereState, ruler};
use crate::findings::HeatMap;
use crate::ui::theme::{self, Face, font, size, space};
use crate::ui::words;
use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// How many saw each height, and for how long.
pub(super) fn scroll(ui: &mut Ui, shown: &Shown) {
    let map = &shown.map;
    ui.add_space(space::S);
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for part in 0..=10_u32 {
            let y = map.size.height * f64::from(part) / 10.0;
            height(ui, y, ruler::reached(&map.scroll, y).unwrap_or_default(), &ruler::looked(shown, y));
        }
        ui.add_space(space::M);
        for fold in &map.folds {
            padded(ui, &format!("{}.", ruler::told(map, fold).join(". ")));
        }
        if let Some(fold) = map.average_fold_px {
            padded(ui, &format!("On average it ends at {}.", words::pixels(fold)));
        }
        padded(ui, "Reach, the light bars: the share of views whose screen came down to this height.");
        padded(ui, "Time in view, the strong bars: how long this height was on the screen while the visitor was active.");
    });
}

/// A height of the page with its reach.
fn height(ui: &mut Ui, y: f64, reach: f64, looked: &str) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let share = words::whole_percent(reach);
    let spoken = format!("{}: {share} of views. {looked}", words::pixels(y));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    let painter = ui.painter();
    let middle = rect.center().y;
    let bar =
        Rect::from_min_max(pos2(rect.left() + 92.0, middle - 3.0), pos2(rect.right() - 64.0, middle + 3.0));
    let face = font(Face::Regular, size::SMALL);
    let number = |x: f32, words: String, ink: egui::Color32| {
        painter.text(pos2(x, middle), Align2::RIGHT_CENTER, words, face.clone(), ink);
    };
    number(rect.left() + 80.0, words::pixels(y), tokens.muted);
    painter.rect_filled(bar, 3, tokens.line);
    let seen = Rect::from_min_size(bar.min, vec2(bar.width() * theme::points(reach), bar.height()));
    painter.rect_filled(seen, 3, tokens.info);
    number(rect.right() - 14.0, share, tokens.text);
    response.on_hover_text(looked);
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
