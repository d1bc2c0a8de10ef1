//! The card of an inspected element: what it is called, how it is found, how large it is, its attributes,
//! and the way to the sessions that clicked it.

use super::inspect::{Found, Inspect};
use crate::ui::command::{Command, Segment};
use crate::ui::icons;
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use crate::ui::widgets;
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::words;
use egui::{Area, Order, Rect, Stroke, Ui, pos2};

/// How wide the card is, points.
const WIDTH: f32 = 300.0;

/// Draws it into a corner of the stage.
pub(super) fn card(ui: &Ui, inspect: &Inspect, room: Rect, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let frame = egui::Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(radius::M)
        .inner_margin(12);
    Area::new(ui.scope_id().with("element"))
        .order(Order::Middle)
        .fixed_pos(pos2(room.left() + 14.0, room.top() + 14.0))
        .show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(WIDTH);
                ui.spacing_mut().item_spacing.y = 5.0;
                if let Some(found) = &inspect.found {
                    element(ui, tokens, found, inspect.held, commands);
                } else {
                    let hint = "Point at something on the page to see what it is; click to hold it.";
                    let hint = theme::text(hint, Face::Regular, size::SMALL).color(tokens.muted);
                    ui.add(egui::Label::new(hint).wrap());
                }
            });
        });
}

fn element(ui: &mut Ui, tokens: &Tokens, found: &Found, held: bool, commands: &mut Vec<Command>) {
    let name = if found.element.name.is_empty() { &found.tag } else { &found.element.name };
    ui.add(egui::Label::new(theme::text(name, Face::Semi, size::BODY).color(tokens.text)).wrap());
    ui.horizontal(|ui| {
        let copy = Push::icon_only(icons::COPY, "Copy selector").tone(Tone::Quiet);
        if copy.show(ui).clicked() {
            ui.ctx().copy_text(found.element.selector.clone());
        }
        let selector = theme::text(&found.element.selector, Face::Medium, size::SMALL).color(tokens.info);
        ui.add(egui::Label::new(selector).truncate()).on_hover_text(&found.element.selector);
    });
    if let Some(area) = found.area {
        let told = format!("{:.0} × {:.0} px at {:.0}, {:.0}", area.width, area.height, area.x, area.y);
        widgets::words(ui, told, (Face::Regular, size::SMALL), tokens.muted);
    }
    for (name, value) in &found.attributes {
        let line = if value.is_empty() { name.clone() } else { format!("{name} = {}", words::short(value)) };
        let line = theme::text(line, Face::Regular, size::TINY).color(tokens.muted);
        ui.add(egui::Label::new(line).truncate());
    }
    ui.add_space(space::XS);
    if !held {
        widgets::words(ui, "Click to hold it", (Face::Regular, size::TINY), tokens.faint);
        return;
    }
    let refused = found.element.name.is_empty().then_some("It has no name to look for");
    let door = Push::new("Sessions that clicked this").icon(icons::FUNNEL).refused(refused).show(ui);
    if door.clicked() {
        let term = format!("clicked:{}", words::quoted(&found.element.name));
        commands.push(Command::Segment(Segment::Add(term)));
    }
}
