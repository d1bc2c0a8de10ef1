//! Beside the finding: status, owner, segment, tags, notes.

use super::list::{color, name};
use super::{WhichCommand, WhichState};
use crate::library::{Hypothesis, Status};
use crate::ui::command::{Command, Segment};
use crate::ui::icons;
use crate::ui::state::Opened;
use crate::ui::theme::{self, Face, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{chip, words as label};
use crate::ui::words;
use egui::{Align, Layout, Margin, Role, TextEdit, Ui, WidgetInfo, vec2};

/// Draws the details.
pub(super) fn ui(
    ui: &mut Ui,
    state: &mut WhichState,
    opened: &Opened,
    hypothesis: &Hypothesis,
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(Margin::symmetric(14, 14)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            status(ui, state, hypothesis, commands);
            owner(ui, state, commands);
            segment(ui, state, opened, hypothesis, commands);
            row(ui, "Opened", |ui| {
                let day = words::day(hypothesis.created_at_ms, words::now_ms());
                label(ui, day, (Face::Medium, size::BODY), tokens.text);
            });
            ui.add_space(space::S);
            tags(ui, state, hypothesis, commands);
            notes(ui, state, commands);
            ui.add_space(space::M);
            let delete =
                Push::new("Delete hypothesis").icon(icons::TRASH).tone(Tone::Quiet).color(tokens.rage);
            if delete.show(ui).clicked() {
                commands.push(Command::Which(WhichCommand::Delete(hypothesis.id.clone())));
            }
        });
    });
}

fn row(ui: &mut Ui, name: &str, value: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        ui.allocate_ui_with_layout(vec2(76.0, 24.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(76.0);
            label(ui, name, (Face::Regular, size::BODY), tokens.muted);
        });
        value(ui);
    });
}

fn status(ui: &mut Ui, state: &mut WhichState, hypothesis: &Hypothesis, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    row(ui, "Status", |ui| {
        let text = theme::text(name(hypothesis.status), Face::Semi, size::BODY)
            .color(color(tokens, hypothesis.status));
        let menu = egui::ComboBox::from_id_salt("status")
            .selected_text(text)
            .width(150.0)
            .icon(|ui, rect, _, _| crate::ui::widgets::caret(ui, rect))
            .show_ui(ui, |ui| {
                crate::ui::widgets::readable_choice(ui);
                for status in Status::ALL {
                    let text =
                        theme::text(name(status), Face::Medium, size::BODY).color(color(tokens, status));
                    if ui.selectable_label(status == hypothesis.status, text).clicked()
                        && let Some(draft) = state.draft()
                    {
                        draft.status = status;
                        state.commit(commands);
                    }
                }
            });
        menu.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Status"));
    });
}

fn owner(ui: &mut Ui, state: &mut WhichState, commands: &mut Vec<Command>) {
    let mut left = false;
    row(ui, "Owner", |ui| {
        let Some(draft) = state.draft() else { return };
        let edit =
            TextEdit::singleline(&mut draft.owner).hint_text("Nobody yet").desired_width(f32::INFINITY);
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Owner"));
        left = response.lost_focus();
    });
    if left {
        state.commit(commands);
    }
}

fn segment(
    ui: &mut Ui,
    state: &mut WhichState,
    opened: &Opened,
    hypothesis: &Hypothesis,
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    row(ui, "Segment", |ui| {
        let line = if hypothesis.segment.is_empty() { "All sessions" } else { &hypothesis.segment };
        let text = theme::text(line, Face::Medium, size::BODY).color(tokens.text);
        ui.add(egui::Label::new(text).wrap());
    });
    let current = opened.segment.to_string();
    if current == hypothesis.segment {
        return;
    }
    ui.horizontal(|ui| {
        ui.add_space(76.0 + space::S);
        if ui.link("Go to it").clicked() {
            commands.push(Command::Segment(Segment::Set(hypothesis.segment.clone())));
        }
        let use_it =
            ui.link("Use current").on_hover_text(if current.is_empty() { "All sessions" } else { &current });
        if use_it.clicked()
            && let Some(draft) = state.draft()
        {
            draft.segment.clone_from(&current);
            state.commit(commands);
        }
    });
}

fn tags(ui: &mut Ui, state: &mut WhichState, hypothesis: &Hypothesis, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    label(ui, "Tags", (Face::Semi, size::BODY), tokens.text);
    let mut removed = None;
    ui.horizontal_wrapped(|ui| {
        for (place, tag) in hypothesis.tags.iter().enumerate() {
            let chip = chip::tag(ui, tag, tokens.muted, tokens.raised).interact(egui::Sense::click());
            if chip.on_hover_text("Click to remove").clicked() {
                removed = Some(place);
            }
        }
        let edit = TextEdit::singleline(&mut state.new_tag).hint_text("Add tag").desired_width(90.0);
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Add tag"));
        if response.lost_focus() && !state.new_tag.trim().is_empty() {
            let tag = std::mem::take(&mut state.new_tag).trim().to_owned();
            if let Some(draft) = state.draft()
                && !draft.tags.contains(&tag)
            {
                draft.tags.push(tag);
                state.commit(commands);
            }
        }
    });
    if let Some(place) = removed
        && let Some(draft) = state.draft()
    {
        draft.tags.remove(place);
        state.commit(commands);
    }
}

fn notes(ui: &mut Ui, state: &mut WhichState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    ui.add_space(space::S);
    label(ui, "Notes", (Face::Semi, size::BODY), tokens.text);
    let Some(draft) = state.draft() else { return };
    let edit = TextEdit::multiline(&mut draft.notes).desired_rows(4).desired_width(f32::INFINITY);
    let response = ui.add(edit.hint_text("What others should know"));
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Notes"));
    if response.lost_focus() {
        state.commit(commands);
    }
}
