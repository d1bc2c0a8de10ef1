//! The list of sessions: rows of one height, so that only those in sight are drawn.

use super::command::WhyCommand;
use super::queue::QueueCommand;
use super::queue_view;
use crate::ui::command::{Command, Segment, SessionCommand};
use crate::ui::icons;
use crate::ui::settings::SortBy;
use crate::ui::state::{Opened, State};
use crate::ui::theme::{self, Face, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::session_row::{self, session_row};
use crate::ui::widgets::{self, tabs};
use crate::ui::words;
use egui::{Align, Layout, Ui, vec2};

/// What the panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Queue,
    /// All, with one more filter.
    Unwatched,
}

/// Draws the list.
pub(super) fn list(ui: &mut Ui, state: &State, opened: &Opened, commands: &mut Vec<Command>) {
    let inset = |ui: &mut Ui, contents: &mut dyn FnMut(&mut Ui)| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 0)).show(ui, |ui| contents(ui));
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    let all = opened.coverage.map_or(opened.sessions.len() as u64, |coverage| coverage.sessions);
    let unwatched = opened.coverage.map_or(0, |coverage| coverage.unwatched);
    let queued = opened.queue.is_shown();
    inset(ui, &mut |ui| {
        let labels = [
            (Shown::All, format!("All {}", words::count(all))),
            (Shown::Queue, queue_view::tab(&opened.queue)),
            (Shown::Unwatched, format!("Not watched {}", words::count(unwatched))),
        ];
        let shown = if queued { Shown::Queue } else { Shown::All };
        let Some(clicked) = tabs::underlined(ui, shown, &labels) else { return };
        let queue = QueueCommand::Show(clicked == Shown::Queue);
        commands.push(Command::Why(WhyCommand::Queue(queue)));
        if clicked == Shown::Unwatched {
            commands.push(Command::Segment(Segment::Add("watched:no".to_owned())));
        }
    });
    if queued {
        inset(ui, &mut |ui| queue_view::head(ui, state, opened, commands));
        widgets::rule(ui);
        queue_view::rows(ui, state, opened, commands);
        return;
    }
    inset(ui, &mut |ui| sort_row(ui, state, commands));
    widgets::rule(ui);
    if opened.sessions.is_empty() {
        nothing(ui, state, opened, commands);
        return;
    }
    let chosen = state.settings.session.as_deref();
    let area = egui::ScrollArea::vertical().id_salt("sessions").auto_shrink(false);
    let mut area = area;
    if let Some(offset) = reveal(ui, opened, chosen) {
        area = area.vertical_scroll_offset(offset);
    }
    let shown = area.show_rows(ui, session_row::HEIGHT, opened.sessions.len(), |ui, rows| {
        if rows != opened.sessions.sight() {
            commands.push(Command::Session(SessionCommand::Look(rows.clone())));
        }
        for place in rows {
            let Some(session) = opened.sessions.row(place) else {
                ui.add_space(session_row::HEIGHT); // it is read for the next frame
                continue;
            };
            let chosen = chosen == Some(session.id.as_str());
            if session_row(ui, session, chosen).on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
                && !chosen
            {
                commands.push(Command::Session(SessionCommand::Open(session.id.clone())));
            }
        }
    });
    let seen = (shown.state.clamped_offset().y, shown.inner_rect.height());
    ui.data_mut(|data| data.insert_temp(egui::Id::unique("sessions in sight"), seen));
}

/// Where to scroll so that a session that was chosen by key comes into sight; `None` when it is there.
fn reveal(ui: &Ui, opened: &Opened, chosen: Option<&str>) -> Option<f32> {
    let id = egui::Id::unique("session scrolled to");
    let now = chosen.map(str::to_owned);
    let before: Option<Option<String>> = ui.data(|data| data.get_temp(id));
    if before.as_ref() == Some(&now) {
        return None;
    }
    let place = opened.sessions.chosen()?;
    ui.data_mut(|data| data.insert_temp(id, now));
    let seen: Option<(f32, f32)> = ui.data(|data| data.get_temp(egui::Id::unique("sessions in sight")));
    let (offset, height) = seen.unwrap_or((0.0, ui.available_height()));
    let top = place as f32 * session_row::HEIGHT;
    if top < offset {
        Some(top)
    } else if top + session_row::HEIGHT > offset + height {
        Some(top + session_row::HEIGHT - height)
    } else {
        None
    }
}

fn sort_row(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let sort = state.settings.sort;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 38.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            widgets::words(ui, "Sorted", (Face::Regular, size::BODY), tokens.muted);
            let icon = if sort.descending { icons::SORT_DESCENDING } else { icons::SORT_ASCENDING };
            let button = Push::new(sort.by.label()).after(icons::CARET_DOWN).tone(Tone::Quiet).show(ui);
            egui::Popup::menu(&button).show(|ui| {
                ui.set_width(190.0);
                for by in SortBy::ALL {
                    if crate::ui::shell::item(
                        ui,
                        icons::CHECK,
                        by.label(),
                        if by == sort.by { "now" } else { "" },
                    ) {
                        commands.push(Command::Session(SessionCommand::Sort(by)));
                    }
                }
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if Push::icon_only(icon, "Other way round").show(ui).clicked() {
                    commands.push(Command::Session(SessionCommand::Sort(sort.by)));
                }
            });
        },
    );
}

fn nothing(ui: &mut Ui, state: &State, opened: &Opened, commands: &mut Vec<Command>) {
    if state.jobs.import.is_running() || opened.listed.is_none() {
        widgets::empty(ui, "Reading…", "Sessions appear here when they are read.");
    } else if opened.segment.is_everything() {
        widgets::empty(ui, "This library is empty", "Open recordings with Ctrl+O, or drop them here.");
    } else {
        widgets::empty(ui, "No session fits these filters", "Take one away, or show all sessions.");
        ui.add_space(space::M);
        ui.vertical_centered(|ui| {
            if Push::new("Show all sessions").show(ui).clicked() {
                commands.push(Command::Segment(Segment::Clear));
            }
        });
    }
}
