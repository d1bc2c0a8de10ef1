//! In the corner of the canvas: which colour stands for how much.

use super::confetti;
use super::options::WhereOptions;
use super::side::Shown;
use crate::analysis::heat::HeatKind;
use crate::findings::{difference_legend, legend, shared_legend};
use crate::render::{Palette, difference_colour};
use crate::ui::theme::{self, Face, font, radius, size};
use crate::ui::widgets::one_line;
use crate::ui::words;
use egui::{Align2, Color32, Mesh, Rect, Role, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Width of the legend, points.
const WIDTH: f32 = 212.0;
/// Its height, points.
pub(super) const HEIGHT: f32 = 50.0;

/// What the colours stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Told {
    /// The numbers of one heatmap.
    Alone,
    /// The same numbers on both sides, by their views.
    Shared,
    /// What differs; the largest difference.
    Difference(f32),
}

/// Draws the legend into the lower right corner of `view`.
pub(super) fn ui(ui: &Ui, shown: &Shown, (view, options): (Rect, &WhereOptions), of: Told) {
    if options.look.bare {
        return;
    }
    let difference = matches!(of, Told::Difference(_));
    if shown.map.shows == HeatKind::Confetti && !difference {
        return dots(ui, shown, view);
    }
    let look = options.look();
    let told = match of {
        Told::Difference(most) => difference_legend(&shown.map, most, look),
        Told::Shared => shared_legend(&shown.map, shown.hottest(), look),
        Told::Alone => legend(&shown.map, shown.hottest(), look),
    };
    let shared = of == Told::Shared;
    let rect = ground(ui, view, if shared { HEIGHT + 15.0 } else { HEIGHT });
    let response = ui.interact(rect, ui.scope_id().with("legend"), egui::Sense::hover());
    let marks: Vec<&str> = told.marks.iter().map(|(_, text)| text.as_str()).collect();
    let spoken = format!("Legend: {}: {}", told.name, marks.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, &spoken));
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let face = font(Face::Medium, size::TINY);
    let title = one_line(painter, &told.name, face.clone(), tokens.text, WIDTH - 20.0);
    painter.galley(rect.min + vec2(10.0, 5.0), title, tokens.text);
    let bar = Rect::from_min_size(rect.min + vec2(10.0, 22.0), vec2(WIDTH - 20.0, 7.0));
    let palette = options.look.palette;
    gradient(ui, bar, |part| match shown.map.shows {
        _ if difference => difference_colour(part * 2.0 - 1.0),
        HeatKind::Scroll => palette.reach(part),
        _ => palette.heat(part),
    });
    let sides = [Align2::LEFT_CENTER, Align2::CENTER_CENTER, Align2::RIGHT_CENTER];
    for ((at, text), align) in told.marks.iter().zip(sides) {
        let x = bar.left() + bar.width() * at;
        painter.text(pos2(x, rect.top() + 39.0), align, text, face.clone(), tokens.muted);
    }
    if shared {
        let at = pos2(bar.left(), rect.top() + 54.0);
        painter.text(at, Align2::LEFT_CENTER, "One scale for A and B", face, tokens.muted);
    }
}

/// Where a legend of this height lies.
pub(super) fn corner(view: Rect, height: f32) -> Rect {
    Rect::from_min_size(view.right_bottom() - vec2(WIDTH + 14.0, height + 14.0), vec2(WIDTH, height))
}

fn ground(ui: &Ui, view: Rect, height: f32) -> Rect {
    let tokens = theme::tokens(ui);
    let rect = corner(view, height);
    let (fill, line) = (tokens.panel.gamma_multiply(0.94), Stroke::new(1.0, tokens.line));
    ui.painter().rect(rect, radius::M, fill, line, StrokeKind::Inside);
    rect
}

/// What the colours of the confetti are.
fn dots(ui: &Ui, shown: &Shown, view: Rect) {
    let groups = shown.groups();
    if groups.is_empty() {
        return;
    }
    let tokens = theme::tokens(ui);
    let rect = ground(ui, view, 14.0 + 18.0 * groups.len() as f32);
    let painter = ui.painter();
    for (place, (name, count)) in groups.iter().enumerate() {
        let y = rect.top() + 16.0 + 18.0 * place as f32;
        painter.circle_filled(pos2(rect.left() + 16.0, y), 4.5, confetti::colour(place));
        let face = font(Face::Medium, size::TINY);
        let count = painter.text(
            pos2(rect.right() - 10.0, y),
            Align2::RIGHT_CENTER,
            words::count(*count),
            face.clone(),
            tokens.muted,
        );
        let name = one_line(painter, name, face, tokens.text, count.left() - rect.left() - 36.0);
        painter.galley(pos2(rect.left() + 28.0, y - name.size().y / 2.0), name, tokens.text);
    }
}

/// A bar of colours.
pub(super) fn gradient(ui: &Ui, bar: Rect, colour: impl Fn(f32) -> [u8; 4]) {
    const STEPS: u16 = 48;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let part = f32::from(step) / f32::from(STEPS);
        let [red, green, blue, _] = colour(part);
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

/// A palette as a bar.
pub(super) fn sample(ui: &Ui, bar: Rect, palette: Palette) {
    gradient(ui, bar, |part| palette.heat(part));
}
