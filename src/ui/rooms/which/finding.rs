//! The chosen hypothesis: its words, its numbers, its evidence.

use super::list::{color, name};
use super::{WhichCommand, WhichState, evidence};
use crate::findings::Finding;
use crate::library::Hypothesis;
use crate::ui::command::{Command, EvidenceCommand};
use crate::ui::icons;
use crate::ui::rooms::why::command::WhyCommand;
use crate::ui::rooms::why::queue::QueueCommand;
use crate::ui::state::Opened;
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{chip, rows, words as label};
use crate::ui::words;
use egui::{Align, Layout, Margin, TextEdit, Ui};

/// What stands here before the first hypothesis.
pub(super) fn nothing(ui: &mut Ui, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.36);
        label(ui, "What do you suppose?", (Face::Bold, size::TITLE), tokens.text);
        let how = "A hypothesis collects the moments that speak for and against it, and says how often it was seen.";
        label(ui, how, (Face::Regular, size::BODY), tokens.muted);
        ui.add_space(space::M);
        let new = Push::new("Write a hypothesis").icon(icons::PLUS).tone(Tone::Primary);
        if new.show(ui).clicked() {
            commands.push(Command::Evidence(EvidenceCommand::New("New hypothesis".to_owned())));
        }
    });
}

/// Draws it.
pub(super) fn ui(
    ui: &mut Ui,
    state: &mut WhichState,
    opened: &Opened,
    hypothesis: &Hypothesis,
    commands: &mut Vec<Command>,
) {
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(Margin::symmetric(30, 20)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            head(ui, hypothesis, commands);
            text(ui, state, commands);
            let finding = state.finding(&hypothesis.id).cloned();
            if let Some(finding) = finding {
                numbers(ui, opened, &finding, commands);
                evidence::ui(ui, state, &finding, commands);
            }
        });
    });
}

fn head(ui: &mut Ui, hypothesis: &Hypothesis, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        chip::tag(ui, &hypothesis.id, tokens.muted, tokens.raised);
        chip::tinted(ui, name(hypothesis.status), color(tokens, hypothesis.status));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if Push::new("Export finding").icon(icons::EXPORT).show(ui).clicked() {
                commands.push(Command::Which(WhichCommand::Export(hypothesis.id.clone())));
            }
        });
    });
}

/// Title and the three parts of the sentence, each to be edited where it stands.
fn text(ui: &mut Ui, state: &mut WhichState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let Some(draft) = state.draft() else { return };
    let title = TextEdit::singleline(&mut draft.title)
        .font(theme::font(Face::Bold, size::TITLE))
        .text_color(tokens.text)
        .frame(egui::Frame::NONE)
        .desired_width(f32::INFINITY)
        .hint_text("In one line");
    let mut left = ui.add(title).lost_focus();
    theme::card(tokens).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for (lead, part, hint) in [
            ("Because we saw", &mut draft.because, "what shoppers did"),
            ("we believe", &mut draft.believe, "which change, for whom, would help"),
            ("We will know when", &mut draft.know_when, "which number moves by how much"),
        ] {
            ui.horizontal_top(|ui| {
                ui.allocate_ui_with_layout(
                    egui::vec2(132.0, 20.0),
                    Layout::left_to_right(Align::Min),
                    |ui| {
                        ui.set_min_width(132.0);
                        label(ui, lead, (Face::Regular, size::BODY), tokens.muted);
                    },
                );
                let edit = TextEdit::multiline(part)
                    .desired_rows(1)
                    .frame(egui::Frame::NONE)
                    .font(theme::font(Face::Medium, size::BODY))
                    .text_color(tokens.text)
                    .desired_width(f32::INFINITY)
                    .hint_text(hint);
                let response = ui.add(edit);
                response
                    .widget_info(|| egui::WidgetInfo::labeled(egui::Role::MultilineTextInput, true, lead));
                left |= response.lost_focus();
            });
        }
    });
    if left {
        state.commit(commands);
    }
}

fn numbers(ui: &mut Ui, opened: &Opened, finding: &Finding, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let seen = finding.prevalence;
    // On one line also in a small window, so that the numbers stand side by side.
    let heads = if ui.available_width() < 640.0 {
        ["Seen in watched", "With evidence", "Carts lost in these"]
    } else {
        ["Seen in watched sessions", "Sessions with evidence", "Carts lost in these sessions"]
    };
    ui.columns(3, |columns| {
        tile(&mut columns[0], heads[0], &format!("{} of {}", seen.seen, seen.watched), |ui| {
            let Some(interval) = seen.interval else {
                label(
                    ui,
                    "Nothing of its segment was watched yet",
                    (Face::Regular, size::BODY),
                    tokens.muted,
                );
                ten(ui, finding, commands);
                return;
            };
            let share = seen.seen as f64 / seen.watched.max(1) as f64;
            let range = words::percents(interval.low, interval.high);
            rows::interval(ui, tokens, (interval.low, share, interval.high), &range);
            label(ui, format!("{range}, 95 % Wilson"), (Face::Regular, size::BODY), tokens.muted);
            ten(ui, finding, commands);
        })
        .on_hover_text(&finding.prevalence_sentence);
        let sessions = finding.sessions_for + finding.sessions_against;
        tile(&mut columns[1], heads[1], &words::count(sessions), |ui| {
            let text = format!("of {} in its segment", words::count(seen.pool));
            label(ui, text, (Face::Regular, size::BODY), tokens.muted);
            if sessions > 0 && ui.link("Show them").clicked() {
                commands.push(Command::Which(WhichCommand::Watch(finding.hypothesis.id.clone())));
            }
        });
        let carts =
            finding.lost_carts.map_or_else(|| "—".to_owned(), |carts| words::money(carts, opened.currency()));
        tile(&mut columns[2], heads[2], &carts, |ui| {
            let text = format!("{} for it did not buy", words::counted(finding.lost_sessions, "session"));
            label(ui, text, (Face::Regular, size::BODY), tokens.muted);
        });
    });
    label(ui, &finding.prevalence_sentence, (Face::Regular, size::SMALL), tokens.muted);
}

/// The door to ten sessions of the hypothesis's segment.
fn ten(ui: &mut Ui, finding: &Finding, commands: &mut Vec<Command>) {
    let hint = "A rate may be quoted from sessions that were drawn at random and watched in their order";
    if ui.link("Watch ten at random").on_hover_text(hint).clicked() {
        let draw = QueueCommand::Draw(Some(finding.hypothesis.segment.clone()));
        commands.push(Command::Why(WhyCommand::Queue(draw)));
    }
}

fn tile(ui: &mut Ui, head: &str, number: &str, below: impl FnOnce(&mut Ui)) -> egui::Response {
    let tokens: &Tokens = theme::tokens(ui);
    theme::card(tokens)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.set_min_height(104.0);
                ui.spacing_mut().item_spacing.y = 6.0;
                label(ui, head, (Face::Regular, size::BODY), tokens.muted);
                label(ui, number, (Face::Bold, size::TITLE), tokens.text);
                below(ui);
            });
        })
        .response
}
