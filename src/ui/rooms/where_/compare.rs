//! Two segments on the canvas: whose side is which, and the list of what differs.

use super::WhereState;
use super::command::{Beside, WhereCommand};
use crate::analysis::heat::ElementDifference;
use crate::findings::HeatComparison;
use crate::ui::against::Against;
use crate::ui::command::Command;
use crate::ui::theme::{self, Face, Tokens, font, size, space};
use crate::ui::widgets::{self, chip, one_line, put, tabs, words as text};
use crate::ui::words;
use egui::{Align, Align2, Layout, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 52.0;

/// The strip above the canvas: how both are shown, and what they are.
pub(super) fn strip(ui: &mut Ui, room: &WhereState, against: &Against, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let sides = [
        tabs::Side { value: Beside::Both, label: "Side by side", name: "Side by side", icon: None },
        tabs::Side { value: Beside::Difference, label: "Difference", name: "Difference", icon: None },
    ];
    if let Some(beside) = tabs::segmented(ui, room.options.beside, &sides) {
        commands.push(Command::Where(WhereCommand::Beside(beside)));
    }
    ui.add_space(space::S);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let told = match (room.options.beside, room.compared()) {
            (Beside::Difference, Some(told)) if told.difference.is_none() => {
                "The pictures are not the same: look at them side by side, and at the list".to_owned()
            }
            (Beside::Difference, _) => {
                format!("What B ({}) has more and less than A in a view", against.label())
            }
            (Beside::Both, Some(told)) if told.in_both > 0 => {
                let both = words::counted(told.in_both, "session");
                format!("One scale for both, clicks in a view · {both} in A and in B")
            }
            (Beside::Both, _) => "One scale for both: the same colour is as much in a view".to_owned(),
        };
        let told = theme::text(told, Face::Regular, size::SMALL).color(tokens.muted);
        ui.add(egui::Label::new(told).truncate());
    });
}

/// The head over one side.
pub(super) fn head(ui: &Ui, rect: Rect, letter: &str, (name, views, sessions): (&str, u64, u64)) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    painter.rect_filled(rect, 0, tokens.panel);
    let ink = if letter == "A" { tokens.info } else { tokens.dead };
    let at = painter.text(
        rect.left_center() + vec2(12.0, 0.0),
        Align2::LEFT_CENTER,
        letter,
        font(Face::Bold, size::BODY),
        ink,
    );
    let seen = format!("{} · {}", words::counted(views, "view"), words::counted(sessions, "session"));
    let seen = painter.layout_no_wrap(seen, font(Face::Regular, size::SMALL), tokens.muted);
    let seen = put(painter, (rect.right() - 12.0, rect.center().y), Align::Max, seen);
    let width = seen.left() - at.right() - 20.0;
    let name = one_line(painter, name, font(Face::Medium, size::BODY), tokens.text, width);
    put(painter, (at.right() + 8.0, rect.center().y), Align::Min, name);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
}

/// The list of elements with both rates; gives back the selector of the row below the pointer.
pub(super) fn list(
    ui: &mut Ui,
    room: &WhereState,
    told: &HeatComparison,
    commands: &mut Vec<Command>,
) -> Option<String> {
    let tokens = theme::tokens(ui);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let face = font(Face::Medium, size::SMALL);
    let columns = [head.right() - 134.0, head.right() - 78.0, head.right() - 14.0];
    let label = |x: f32, align: Align2, name: &str| {
        ui.painter().text(pos2(x, head.center().y), align, name, face.clone(), tokens.muted);
    };
    label(head.left() + 14.0, Align2::LEFT_CENTER, "Sessions that clicked");
    for (x, name) in columns.into_iter().zip(["A", "B", "B − A"]) {
        label(x, Align2::RIGHT_CENTER, name);
    }
    widgets::rule(ui);
    if told.elements.is_empty() {
        widgets::empty(
            ui,
            "Nothing was clicked in either",
            "Choose another page, device or segment to compare with.",
        );
        return None;
    }
    let foot = 62.0;
    let height = (ui.available_height() - foot).max(ROW * 2.0);
    let mut hovered = None;
    egui::ScrollArea::vertical().max_height(height).auto_shrink([false, false]).show_rows(
        ui,
        ROW,
        told.elements.len(),
        |ui, rows| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for element in &told.elements[rows] {
                if row(ui, element, room.marks.chosen.as_ref() == Some(&element.selector), columns, commands)
                {
                    hovered = Some(element.selector.clone());
                }
            }
        },
    );
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 6)).show(ui, |ui| {
        let holds = told.elements.iter().filter(|element| element.holds).count() as u64;
        let of = words::count(told.elements.len() as u64);
        let told = format!(
            "{} of {of} differences hold: of such as are marked, at most 1 in 20 is chance (Benjamini–Hochberg). 95 % intervals.",
            words::count(holds)
        );
        text(ui, told, (Face::Regular, size::SMALL), tokens.muted);
    });
    hovered
}

fn row(
    ui: &mut Ui,
    element: &ElementDifference,
    chosen: bool,
    columns: [f32; 3],
    commands: &mut Vec<Command>,
) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let (a, b) = (words::percent(element.a.rate), words::percent(element.b.rate));
    let told = element.difference.map(super::card::points_between);
    let spoken = format!(
        "{}, {a} in A, {b} in B{}",
        element.name,
        if element.holds { ", the difference holds" } else { "" }
    );
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &spoken));
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, 0, if chosen { tokens.chosen } else { tokens.raised });
    }
    let painter = ui.painter();
    let (upper, lower) = (rect.top() + 17.0, rect.top() + 36.0);
    let left = rect.left() + 14.0;
    let bold = font(Face::Semi, size::BODY);
    let name = one_line(painter, &element.name, bold, tokens.text, columns[0] - 52.0 - left);
    put(painter, (left, upper), Align::Min, name);
    let face = font(Face::Regular, size::BODY);
    let number = |x: f32, words: &str, ink: egui::Color32| {
        painter.text(pos2(x, upper), Align2::RIGHT_CENTER, words, face.clone(), ink);
    };
    number(columns[0], &a, tokens.text);
    number(columns[1], &b, tokens.text);
    let ink = match element.difference {
        Some(difference) if element.holds && difference.difference > 0.0 => tokens.dead,
        Some(_) if element.holds => tokens.info,
        _ => tokens.muted,
    };
    if let Some(difference) = element.difference {
        number(columns[2], &format!("{:+.1}", difference.difference * 100.0).replace('-', "−"), ink);
    }
    if element.holds {
        chip::paint_tag(painter, (left, lower), "holds", ink, Tokens::soft(ink));
    } else {
        let mono = egui::FontId::monospace(size::TINY);
        let selector = one_line(painter, &element.selector, mono, tokens.faint, columns[0] - 70.0 - left);
        put(painter, (left, lower), Align::Min, selector);
    }
    if let Some(told) = &told {
        let small = painter.layout_no_wrap(told.clone(), font(Face::Regular, size::TINY), tokens.muted);
        put(painter, (columns[2], lower), Align::Max, small);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    if response.clicked() {
        let selector = (!chosen).then(|| element.selector.clone());
        commands.push(Command::Where(WhereCommand::Choose(selector)));
    }
    response.hovered()
}
