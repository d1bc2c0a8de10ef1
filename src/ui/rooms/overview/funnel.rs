//! The funnel by stage: each drop opens the sessions that left there.

use super::Figures;
use crate::facts::Stage;
use crate::ui::command::{Command, Segment, View};
use crate::ui::rooms::Room;
use crate::ui::theme::{self, Face, Tokens, radius, size};
use crate::ui::widgets::words as label;
use crate::ui::words;
use egui::{Align, Align2, Layout, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const HEIGHT: f32 = 300.0;
const HEAD: f32 = 56.0;
const FOOT: f32 = 30.0;

/// Draws it.
pub(super) fn ui(ui: &mut Ui, figures: &Figures, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        label(ui, "Checkout funnel", (Face::Semi, size::HEAD), tokens.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            label(ui, "click a drop to watch who left", (Face::Regular, size::BODY), tokens.muted);
        });
    });
    let stages = &figures.funnel;
    let top = stages.iter().map(|(_, count)| *count).max().unwrap_or_default();
    if top == 0 {
        let why = "No session of this segment reached a stage. Stages are told by the bundle's rules or by GA4 event names.";
        label(ui, why, (Face::Regular, size::BODY), tokens.muted);
        return;
    }
    let (area, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let gap = 10.0;
    let width = (area.width() - gap * (stages.len() as f32 - 1.0)) / stages.len() as f32;
    for (place, (stage, count)) in stages.iter().enumerate() {
        let left = area.left() + (width + gap) * place as f32;
        let column = Rect::from_min_size(pos2(left, area.top()), vec2(width, area.height()));
        let before = place.checked_sub(1).and_then(|at| stages.get(at)).copied();
        bar(ui, column, (*stage, *count, top), before, commands);
    }
}

fn bar(
    ui: &Ui,
    column: Rect,
    (stage, count, top): (Stage, u64, u64),
    before: Option<(Stage, u64)>,
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let field = Rect::from_min_max(column.min + vec2(0.0, HEAD), column.max - vec2(0.0, FOOT));
    let height = field.height() * (count as f32 / top as f32);
    let full = Rect::from_min_max(pos2(field.left(), field.bottom() - height), field.max);
    let lost = Rect::from_min_max(field.min, pos2(field.right(), full.top()));
    let reached = ui.interact(full, ui.scope_id().with(("reached", stage.name())), Sense::click());
    let left = ui.interact(lost, ui.scope_id().with(("left", stage.name())), Sense::click());
    let name = format!("{} {}", words::count(count), stage.label());
    reached.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    painter.text(
        column.left_top() + vec2(0.0, 20.0),
        Align2::LEFT_CENTER,
        words::count(count),
        theme::font(Face::Bold, size::HEAD),
        tokens.text,
    );
    if let Some((stage_before, count_before)) = before {
        let went_on = went_on(count_before, count);
        painter.text(
            column.left_top() + vec2(0.0, 40.0),
            Align2::LEFT_CENTER,
            went_on,
            theme::font(Face::Regular, size::SMALL),
            tokens.muted,
        );
        let drop = format!(
            "{} left after: {}",
            words::count(count_before.saturating_sub(count)),
            stage_before.label()
        );
        left.widget_info(|| WidgetInfo::labeled(Role::Button, true, &drop));
        if left.clone().on_hover_text(&drop).clicked() {
            // Reached the stage before, but not this one: exactly those of the drop.
            open(commands, &[format!("stage:{}", stage_before.name()), format!("-stage:{}", stage.name())]);
        }
    }
    hatch(ui, lost, tokens, left.hovered());
    let shade = if reached.hovered() { 1.0 } else { 0.55 + 0.45 * count as f32 / top as f32 };
    painter.rect_filled(full, radius::M, tokens.accent.gamma_multiply(shade));
    painter.text(
        column.left_bottom() - vec2(0.0, 10.0),
        Align2::LEFT_CENTER,
        stage.label(),
        theme::font(Face::Semi, size::SMALL),
        tokens.text,
    );
    if reached.on_hover_text(format!("{name}: show them")).clicked() {
        open(commands, &[format!("stage:{}", stage.name())]);
    }
}

/// How many of those that reached a stage reached the next. More can: not everybody takes each step.
fn went_on(before: u64, now: u64) -> String {
    match now.checked_sub(before) {
        None | Some(0) => format!("{} went on", words::percent(now as f64 / before.max(1) as f64)),
        Some(more) => format!("{} more than before", words::count(more)),
    }
}

fn open(commands: &mut Vec<Command>, terms: &[String]) {
    commands.extend(terms.iter().map(|term| Command::Segment(Segment::Add(term.clone()))));
    commands.push(Command::View(View::Room(Room::Why)));
}

/// Diagonal lines over what was lost.
fn hatch(ui: &Ui, rect: Rect, tokens: &Tokens, hovered: bool) {
    if rect.height() < 1.0 {
        return;
    }
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let color = if hovered { tokens.rage.gamma_multiply(0.5) } else { tokens.raised };
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        painter.line_segment(
            [pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())],
            Stroke::new(3.0, color),
        );
        x += 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_more_took_has_no_share() {
        assert_eq!(went_on(8, 6), "75.0\u{202f}% went on");
        assert_eq!(went_on(8, 8), "100.0\u{202f}% went on");
        assert_eq!(went_on(7, 9), "2 more than before");
        assert_eq!(went_on(0, 0), "0.0\u{202f}% went on");
    }
}
