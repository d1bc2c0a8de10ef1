//! Below the page, in one line: what the picture is made of, what has no place on it, and how large it is shown.

use super::WhereState;
use super::command::{LookTo, SideTab, WhereCommand};
use super::side::Shown;
use super::sight::ZoomTo;
use crate::findings::{BackgroundChoice, HeatMap};
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::shell::item;
use crate::ui::theme::{self, Face, size};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{rule, words as text};
use crate::ui::words;
use egui::{Align, Layout, Popup, Ui};

/// Draws the line.
pub(super) fn ui(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let Some(map) = room.map() else { return };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        zoom(ui, room, commands);
        ground(ui, room, map, commands);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            counts(ui, map, commands);
            let left = room.a.shown.as_ref().map_or(0, Shown::left);
            if left > 0 {
                let told = format!("still laying out {}…", words::counted(left as u64, "session"));
                text(ui, told, (Face::Regular, size::SMALL), tokens.info);
            } else if let Some(why) = room.a.shown.as_ref().and_then(Shown::halted) {
                let told = format!("could not lay out more sessions: {why}");
                text(ui, told, (Face::Regular, size::SMALL), tokens.error);
            } else if room.progress().is_some() {
                text(ui, "drawing anew…", (Face::Regular, size::SMALL), tokens.info);
            }
        });
    });
}

/// Which picture the heat is laid on, with a menu of the others.
fn ground(ui: &mut Ui, room: &WhereState, map: &HeatMap, commands: &mut Vec<Command>) {
    let (from, short) = match (&room.ground.choice, map.background) {
        (BackgroundChoice::Moment { at, .. }, _) => {
            (format!("a moment at {}", words::clock(*at)), "a moment")
        }
        (_, "screenshot") => ("screenshot".to_owned(), "screenshot"),
        (_, "exact") => ("drawn by a browser".to_owned(), "browser"),
        _ => ("drawn from a recording".to_owned(), "drawn"),
    };
    let label = match ui.available_width() {
        width if width > 640.0 => format!("Page: {from}"),
        width if width > 470.0 => format!("Page: {short}"),
        _ => "Page".to_owned(),
    };
    let push = Push::new(&label).name("Picture of the page").after(icons::CARET_UP).tone(Tone::Quiet);
    let button = push.show(ui);
    Popup::menu(&button).show(|ui| {
        ui.set_width(330.0);
        let choices = [
            (BackgroundChoice::Auto, icons::APP_WINDOW, "The best there is"),
            (BackgroundChoice::Screenshot, icons::IMAGE, "Screenshot of the bundle"),
            (BackgroundChoice::Exact, icons::BROWSERS, "Drawn by an installed browser"),
            (BackgroundChoice::Drawn, icons::PENCIL_SIMPLE, "Drawn by Wherefore"),
        ];
        for (choice, icon, label) in choices {
            let icon = if choice == room.ground.choice { icons::CHECK } else { icon };
            if item(ui, icon, label, "") {
                commands.push(Command::Where(WhereCommand::Background(choice)));
            }
        }
        if let Some(stage) = room.stage.as_ref().filter(|stage| stage.page == map.page) {
            let label = format!("The moment on the stage in Why, {}", words::clock(stage.at));
            if item(ui, icons::PLAY_CIRCLE, &label, "") {
                let choice = BackgroundChoice::Moment { session: stage.session.clone(), at: stage.at };
                commands.push(Command::Where(WhereCommand::Background(choice)));
            }
        } else {
            let told = "Any moment: go to it in Why, then choose it here.";
            text(ui, told, (Face::Regular, size::SMALL), theme::tokens(ui).muted);
        }
        rule(ui);
        let icon = if room.options.look.hide { icons::CHECK } else { icons::PROHIBIT };
        if item(ui, icon, "Hide cookie bars and loaders", "") {
            commands.push(Command::Where(WhereCommand::Look(LookTo::ToggleBars)));
        }
    });
}

fn counts(ui: &mut Ui, map: &HeatMap, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let seen =
        format!("{} by {}", words::counted(map.page_views, "view"), words::counted(map.sessions, "session"));
    let (placed, total) = (words::count(map.points.placed), words::count(map.points.total));
    let what = if map.shows.in_seconds() { "rests" } else { "clicks" };
    let told = if map.shows.by_row() { seen } else { format!("{placed} of {total} {what} placed · {seen}") };
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
