//! In the corner of the canvas: which colour stands for how much.

use crate::analysis::heat::HeatKind;
use crate::findings::HeatMap;
use crate::render::Palette;
use crate::ui::theme::{self, Face, font, radius, size};
use egui::{Align2, Color32, Mesh, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

/// Draws the legend into the lower right corner of `view`.
pub(super) fn ui(ui: &Ui, map: &HeatMap, view: Rect) {
    let tokens = theme::tokens(ui);
    let (title, low, high) = match map.shows {
        HeatKind::Scroll => ("Views that came so far", "0 %".to_owned(), "100 %".to_owned()),
        HeatKind::Attention => ("In view, all visits", "0 s".to_owned(), seconds(map.parts.grid.max())),
        _ => ("Clicks", "few".to_owned(), "many".to_owned()),
    };
    let rect = Rect::from_min_size(view.right_bottom() - vec2(190.0, 62.0), vec2(174.0, 48.0));
    let painter = ui.painter();
    painter.rect(
        rect,
        radius::M,
        tokens.panel.gamma_multiply(0.92),
        Stroke::new(1.0, tokens.line),
        StrokeKind::Inside,
    );
    let face = font(Face::Medium, size::TINY);
    painter.text(rect.min + vec2(10.0, 11.0), Align2::LEFT_CENTER, title, face.clone(), tokens.text);
    let bar = Rect::from_min_size(rect.min + vec2(10.0, 20.0), vec2(154.0, 7.0));
    gradient(ui, bar, map.shows == HeatKind::Scroll);
    painter.text(rect.min + vec2(10.0, 37.0), Align2::LEFT_CENTER, low, face.clone(), tokens.muted);
    painter.text(pos2(bar.right(), rect.top() + 37.0), Align2::RIGHT_CENTER, high, face, tokens.muted);
}

fn seconds(value: f32) -> String {
    format!("{value:.0} s")
}

fn gradient(ui: &Ui, bar: Rect, reach: bool) {
    const STEPS: u16 = 48;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let part = f32::from(step) / f32::from(STEPS);
        let [red, green, blue, _] =
            if reach { Palette::default().reach(part) } else { Palette::default().heat(part) };
        let color = Color32::from_rgba_unmultiplied(red, green, blue, 255);
        let x = bar.left() + bar.width() * part;
        mesh.colored_vertex(pos2(x, bar.top()), color);
        mesh.colored_vertex(pos2(x, bar.bottom()), color);
        if step > 0 {
            let last = u32::from(step) * 2;
            mesh.add_triangle(last - 2, last - 1, last);
            mesh.add_triangle(last - 1, last, last + 1);
        }
    }
    ui.painter().add(mesh);
}
