//! Below the page, in one line: what the picture is made of, what has no place on it, and how large it is shown.

use super::WhereState;
use super::command::{SideTab, WhereCommand};
use super::sight::ZoomTo;
use crate::findings::HeatMap;
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::shell::item;
use crate::ui::theme::{self, Face, size};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::words as text;
use crate::ui::words;
use egui::{Align, Layout, Popup, Ui};

/// Draws the line.
pub(super) fn ui(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let Some(map) = room.map() else { return };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        zoom(ui, room, commands);
        if ui.available_width() > 520.0 {
            let from = match map.background {
                "screenshot" => "Page: screenshot of the bundle",
                "exact" => "Page: drawn by a browser",
                _ => "Page: drawn from a recording",
            };
            text(ui, from, (Face::Regular, size::SMALL), tokens.muted);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            counts(ui, map, commands);
            if room.progress().is_some() {
                text(ui, "drawing anew…", (Face::Regular, size::SMALL), tokens.info);
            }
        });
    });
}

fn counts(ui: &mut Ui, map: &HeatMap, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let seen =
        format!("{} by {}", words::counted(map.page_views, "view"), words::counted(map.sessions, "session"));
    let (placed, total) = (words::count(map.points.placed), words::count(map.points.total));
    let told = if map.shows.by_row() { seen } else { format!("{placed} of {total} clicks placed · {seen}") };
    text(ui, told, (Face::Regular, size::SMALL), tokens.muted);
    let left_out: u64 = map.points.unplaced.values().sum();
    if left_out == 0 || map.shows.by_row() {
        return;
    }
    let label = format!("{} not drawn", words::count(left_out));
    let why: Vec<String> = map
        .points
        .unplaced
        .iter()
        .map(|(why, count)| format!("{}: {}", words::capital(why), words::count(*count)))
        .collect();
    let push = Push::new(&label).name("What could not be placed").tone(Tone::Quiet).color(tokens.dead);
    if push.show(ui).on_hover_text(why.join("\n")).clicked() {
        commands.push(Command::Where(WhereCommand::Tab(SideTab::Stats)));
    }
}

fn zoom(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let mut to = |to: ZoomTo| commands.push(Command::Where(WhereCommand::Zoom(to)));
    if Push::icon_only(icons::PLUS, "Zoom in").show(ui).clicked() {
        to(ZoomTo::In);
    }
    let label = words::whole_percent(f64::from(room.sight.scale()));
    let button = Push::new(&label).name("Zoom").tone(Tone::Quiet).show(ui);
    Popup::menu(&button).show(|ui| {
        ui.set_width(230.0);
        for zoom in [ZoomTo::Width, ZoomTo::Hundred, ZoomTo::Page] {
            let command = Command::Where(WhereCommand::Zoom(zoom));
            if item(ui, icons::RESIZE, command.label(), &command.key_words(ui.ctx())) {
                to(zoom);
            }
        }
    });
    if Push::icon_only(icons::MINUS, "Zoom out").show(ui).clicked() {
        to(ZoomTo::Out);
    }
}
