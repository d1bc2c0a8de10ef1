//! In the corner of the canvas: which colour stands for how much.

use super::confetti;
use super::options::WhereOptions;
use super::side::Shown;
use crate::analysis::heat::HeatKind;
use crate::render::{Palette, difference_colour};
use crate::ui::theme::{self, Face, font, radius, size};
use crate::ui::widgets::one_line;
use crate::ui::words;
use egui::{Align2, Color32, Mesh, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

/// Width of the legend, points.
const WIDTH: f32 = 196.0;

/// Draws the legend into the lower right corner of `view`. `most` is the largest difference, where a
/// difference is shown.
pub(super) fn ui(ui: &Ui, shown: &Shown, (view, options): (Rect, &WhereOptions), most: Option<f32>) {
    if options.look.bare {
        return;
    }
    if shown.map.shows == HeatKind::Confetti && most.is_none() {
        return dots(ui, shown, view);
    }
    let (title, marks) = match most {
        Some(most) => difference(shown, most),
        None => heat(shown, options),
    };
    let rect = ground(ui, view, 50.0);
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let face = font(Face::Medium, size::TINY);
    let title = one_line(painter, &title, face.clone(), tokens.text, WIDTH - 20.0);
    painter.galley(rect.min + vec2(10.0, 5.0), title, tokens.text);
    let bar = Rect::from_min_size(rect.min + vec2(10.0, 22.0), vec2(WIDTH - 20.0, 7.0));
    let palette = options.look.palette;
    gradient(ui, bar, |part| match most {
        Some(_) => difference_colour(part * 2.0 - 1.0),
        None if shown.map.shows == HeatKind::Scroll => palette.reach(part),
        None => palette.heat(part),
    });
    for (text, align, at) in marks
        .iter()
        .zip([Align2::LEFT_CENTER, Align2::CENTER_CENTER, Align2::RIGHT_CENTER])
        .zip([0.0, 0.5, 1.0])
        .map(|((text, align), at)| (text, align, at))
    {
        let x = bar.left() + bar.width() * at;
        painter.text(pos2(x, rect.top() + 39.0), align, text, face.clone(), tokens.muted);
    }
}

fn ground(ui: &Ui, view: Rect, height: f32) -> Rect {
    let tokens = theme::tokens(ui);
    let rect =
        Rect::from_min_size(view.right_bottom() - vec2(WIDTH + 14.0, height + 14.0), vec2(WIDTH, height));
    let (fill, line) = (tokens.panel.gamma_multiply(0.94), Stroke::new(1.0, tokens.line));
    ui.painter().rect(rect, radius::M, fill, line, StrokeKind::Inside);
    rect
}

/// Title and the numbers at the beginning, the middle and the end.
fn heat(shown: &Shown, options: &WhereOptions) -> (String, [String; 3]) {
    let (map, top) = (&shown.map, shown.hottest());
    let middle = options.look.scale.part(0.5) * top;
    match map.shows {
        HeatKind::Scroll => {
            ("Views that came so far down".to_owned(), ["0 %".into(), "50 %".into(), "100 %".into()])
        }
        HeatKind::Attention => {
            let seconds = |value: f32| format!("{} s", amount(f64::from(value)));
            ("Time in view, all views".to_owned(), [seconds(0.0), seconds(middle), seconds(top)])
        }
        kind => {
            let near = |value: f32| map.parts.grid.clicks_near(value, map.parts.radius);
            let unit = if kind.in_seconds() { " s" } else { "" };
            let number = |value: f32| format!("{}{unit}", amount(near(value).0));
            let what = if kind.in_seconds() { "Seconds" } else { "Clicks" };
            let title = format!("{what} within {:.0} px of a place", near(top).1);
            (title, ["0".to_owned(), number(middle), number(top)])
        }
    }
}

fn difference(shown: &Shown, most: f32) -> (String, [String; 3]) {
    let map = &shown.map;
    let (near, px) = map.parts.grid.clicks_near(most * 100.0, map.parts.radius);
    let number = amount(near);
    (
        format!("B − A, per 100 views, {px:.0} px around"),
        [format!("−{number}"), "0".to_owned(), format!("+{number}")],
    )
}

/// A number with as many digits as one can use.
fn amount(value: f64) -> String {
    if value >= 10.0 || value == 0.0 {
        format!("{value:.0}")
    } else if value >= 1.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
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
