//! The list of hypotheses.

use super::{WhichCommand, WhichState};
use crate::library::{Hypothesis, Status};
use crate::ui::command::{Command, EvidenceCommand};
use crate::ui::icons;
use crate::ui::state::Opened;
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{chip, empty, one_line, put, tabs, words as label};
use crate::ui::words;
use egui::{Align, Color32, Layout, Margin, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

const ROW: f32 = 82.0;

/// The colour that stands for a status.
pub(super) fn color(tokens: &Tokens, status: Status) -> Color32 {
    match status {
        Status::Watching => tokens.muted,
        Status::Ready => tokens.dead,
        Status::Testing => tokens.info,
        Status::Won => tokens.good,
        Status::Rejected => tokens.rage,
    }
}

/// What people call a status.
pub(super) fn name(status: Status) -> &'static str {
    match status {
        Status::Watching => "Watching",
        Status::Ready => "Ready",
        Status::Testing => "Testing",
        Status::Won => "Won",
        Status::Rejected => "Rejected",
    }
}

/// Draws the list.
pub(super) fn ui(
    ui: &mut Ui,
    state: &WhichState,
    opened: &Opened,
    chosen: Option<&str>,
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    let margin = Margin::symmetric(14, 0);
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            ui.set_min_height(space::CONTROL);
            label(ui, "Hypotheses", (Face::Semi, size::BODY), tokens.text);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let new = Push::new("New").icon(icons::PLUS).tone(Tone::Primary).name("New hypothesis");
                if new.show(ui).clicked() {
                    commands.push(Command::Evidence(EvidenceCommand::New("New hypothesis".to_owned())));
                }
            });
        });
        let decided = opened.hypotheses.iter().filter(|it| it.status.decided()).count();
        let open = opened.hypotheses.len() - decided;
        let sides = [(false, format!("Open {open}")), (true, format!("Decided {decided}"))];
        if let Some(side) = tabs::underlined(ui, state.decided, &sides) {
            commands.push(Command::Which(WhichCommand::Decided(side)));
        }
    });
    let shown: Vec<&Hypothesis> =
        opened.hypotheses.iter().filter(|it| it.status.decided() == state.decided).collect();
    if shown.is_empty() {
        let next = if state.decided {
            "Set a hypothesis to won or rejected and it stands here."
        } else {
            "Write down what you suppose, or pin a moment in Why with E."
        };
        empty(ui, "None yet", next);
        return;
    }
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for hypothesis in shown {
            let on = chosen == Some(hypothesis.id.as_str());
            if row(ui, state, opened, hypothesis, on).clicked() {
                commands.push(Command::Evidence(EvidenceCommand::Choose(hypothesis.id.clone())));
            }
        }
    });
}

fn row(ui: &mut Ui, state: &WhichState, opened: &Opened, hypothesis: &Hypothesis, on: bool) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let title = format!("{} {}", hypothesis.id, hypothesis.title);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, on, &title));
    let painter = ui.painter();
    if on || response.hovered() {
        painter.rect_filled(rect, 0, if on { tokens.chosen } else { tokens.raised });
    }
    if on {
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(3.0, ROW)), 0, tokens.accent);
    }
    let (left, right) = (rect.left() + 14.0, rect.right() - 14.0);
    let y = rect.top() + 20.0;
    let after = chip::paint_tag(painter, (left, y), &hypothesis.id, tokens.muted, tokens.raised);
    let ink = color(tokens, hypothesis.status);
    chip::paint_tag(painter, (after + 8.0, y), name(hypothesis.status), ink, Tokens::soft(ink));
    let finding = state.finding(&hypothesis.id);
    let carts = finding.and_then(|it| it.lost_carts).filter(|carts| *carts > 0.0);
    let carts = carts.map_or_else(|| "—".to_owned(), |carts| words::money(carts, opened.currency()));
    let galley = painter.layout_no_wrap(carts, theme::font(Face::Regular, size::BODY), tokens.muted);
    put(painter, (right, y), Align::Max, galley);
    let galley =
        one_line(painter, &hypothesis.title, theme::font(Face::Semi, size::BODY), tokens.text, right - left);
    put(painter, (left, rect.top() + 43.0), Align::Min, galley);
    let seen = finding.map_or_else(String::new, |it| {
        format!("seen in {} of {} watched", it.prevalence.seen, it.prevalence.watched)
    });
    let galley = painter.layout_no_wrap(seen, theme::font(Face::Regular, size::BODY), tokens.muted);
    put(painter, (left, rect.top() + 63.0), Align::Min, galley);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, tokens.line));
    response
}
