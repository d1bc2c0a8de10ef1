//! What is known of an element: beside the pointer, and in the panel with what to do about it.

use super::command::{ElementDoor, WhereCommand};
use crate::analysis::heat::ElementHeat;
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::words as text;
use crate::ui::words;
use egui::{Color32, Pos2, Ui, vec2};

/// Room for the card of the marked element, points.
pub(super) const HEIGHT: f32 = 190.0;

/// How an element is called for screen readers: its name and what happened on it.
pub(super) fn name(element: &ElementHeat) -> String {
    let mut name = format!("{}, {}", element.name, words::counted(element.clicks, "click"));
    for (count, word) in
        [(element.dead, "dead"), (element.rage, "in anger"), (element.error, "with an error")]
    {
        if count > 0 {
            name.extend([", ", &words::count(count), " ", word]);
        }
    }
    name
}

/// The card beside the pointer.
pub(super) fn hover(ui: &Ui, element: &ElementHeat, at: Pos2) {
    let tokens = &theme::DARK;
    egui::Area::new(egui::Id::unique("element card"))
        .order(egui::Order::Tooltip)
        .interactable(false)
        .fixed_pos(at + vec2(16.0, 14.0))
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::new()
                .fill(tokens.bg.gamma_multiply(0.95))
                .corner_radius(radius::M)
                .inner_margin(10);
            frame.show(ui, |ui| {
                ui.set_max_width(260.0);
                ui.spacing_mut().item_spacing.y = 3.0;
                let clicks = words::counted(element.clicks, "click");
                let share = words::percent(element.share);
                text(ui, &element.name, (Face::Semi, size::SMALL), tokens.text);
                text(
                    ui,
                    format!("{clicks} · {share} of the page"),
                    (Face::Regular, size::SMALL),
                    tokens.text,
                );
                for (words, color) in told(element, tokens) {
                    text(ui, words, (Face::Regular, size::SMALL), color);
                }
            });
        });
}

/// Lines below the name, each in its colour.
fn told(element: &ElementHeat, tokens: &Tokens) -> Vec<(String, Color32)> {
    let mut lines = Vec::new();
    if element.dead > 0 {
        lines.push((format!("{} dead — nothing happened", words::count(element.dead)), tokens.dead));
    }
    if element.rage > 0 {
        lines.push((format!("{} in anger", words::count(element.rage)), tokens.rage));
    }
    if element.error > 0 {
        lines.push((format!("{} followed by a script error", words::count(element.error)), tokens.error));
    }
    let bought = words::whole_percent(element.bought_rate);
    let sessions = words::counted(element.sessions, "session");
    lines.push((format!("{sessions}, {bought} of them bought"), tokens.muted));
    lines
}

/// The card of the marked element, with what to do about it.
pub(super) fn chosen(ui: &mut Ui, element: &ElementHeat, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    theme::card(tokens).show(ui, |ui| {
        ui.set_width(ui.available_width());
        text(ui, &element.name, (Face::Semi, size::BODY), tokens.text);
        text(ui, sentence(element), (Face::Regular, size::BODY), tokens.muted);
        ui.add_space(space::XS);
        let mut door = |door: ElementDoor| commands.push(Command::Where(WhereCommand::Element(door)));
        let watch = Push::new("Watch ten of these").icon(icons::PLAY_CIRCLE).tone(Tone::Primary).show(ui);
        if watch.on_hover_text("Ten of those who clicked it, drawn at random, one after another").clicked() {
            door(ElementDoor::WatchTen);
        }
        ui.horizontal(|ui| {
            if Push::new("New hypothesis").icon(icons::FLASK).show(ui).clicked() {
                door(ElementDoor::Hypothesis);
            }
            let hint = "All who clicked an element of this name, as the segment";
            if Push::new("Sessions that clicked").show(ui).on_hover_text(hint).clicked() {
                door(ElementDoor::Sessions);
            }
        });
    });
}

fn sentence(element: &ElementHeat) -> String {
    let bought = words::whole_percent(element.bought_rate);
    let who = words::counted(element.sessions, "session");
    let dead = if element.dead > 0 {
        let part = words::whole_percent(element.dead as f64 / element.clicks.max(1) as f64);
        format!("{part} of its clicks did nothing. ")
    } else {
        String::new()
    };
    format!("{dead}{who} clicked it; {bought} of them bought.")
}
