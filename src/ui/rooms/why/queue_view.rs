//! What the queue shows of itself: the head above its sessions, its rows, and the announcement of the next.

use super::command::WhyCommand;
use super::queue::{PAUSE_S, QueueCommand, WatchQueue};
use crate::ui::command::{Command, SessionCommand};
use crate::ui::icons;
use crate::ui::state::{Opened, State};
use crate::ui::theme::{self, Face, radius, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::session_row::{self, session_row};
use crate::ui::widgets::{self};
use crate::ui::words;
use egui::{Align, Area, Layout, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

fn push(commands: &mut Vec<Command>, command: QueueCommand) {
    commands.push(Command::Why(WhyCommand::Queue(command)));
}

/// `Watch ten · 3/10`.
pub(super) fn tab(queue: &WatchQueue) -> String {
    match queue.drawn() {
        Some(_) if !queue.rows().is_empty() => {
            format!("Watch ten · {}/{}", queue.watched(), queue.rows().len())
        }
        _ => "Watch ten".to_owned(),
    }
}

/// From what it was drawn, how far it was watched, and whether the next one comes by itself.
pub(super) fn head(ui: &mut Ui, state: &State, opened: &Opened, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let queue = &opened.queue;
    let Some(drawn) = queue.drawn() else { return };
    let here = drawn.segment == opened.segment.to_string();
    let from = if drawn.segment.is_empty() { "all sessions" } else { &drawn.segment };
    let told = format!(
        "{} of {} sessions, drawn at random from {from} with seed {}.\nAs far as they are watched in this \
         order, rates may be quoted from them: the hypothesis of this segment does.",
        drawn.sessions.len(),
        words::count(drawn.pool),
        drawn.seed
    );
    row(ui, 36.0, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let again = if here { "Draw ten others" } else { "Draw from these filters" };
            let button = if here {
                Push::icon_only(icons::ARROW_CLOCKWISE, again)
            } else {
                Push::new("Draw anew").name(again).icon(icons::ARROW_CLOCKWISE)
            };
            if button.show(ui).on_hover_text(again).clicked() {
                push(commands, QueueCommand::Draw(None));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = if here {
                    format!("Drawn at random from {}", words::count(drawn.pool))
                } else {
                    "Drawn with other filters".to_owned()
                };
                let ink = if here { tokens.muted } else { tokens.dead };
                let text = theme::text(text, Face::Regular, size::BODY).color(ink);
                ui.add(egui::Label::new(text).truncate()).on_hover_text(&told);
            });
        });
    });
    row(ui, 34.0, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let on = state.settings.why.autoplay;
            let icon = if on { icons::CHECK } else { icons::PROHIBIT };
            let next = Push::new("Play next").icon(icon).tone(Tone::Quiet).selected(on);
            let next = next.color(if on { tokens.accent } else { tokens.muted });
            let hint = "When a session of the queue ends, the next one starts by itself";
            if next.show(ui).on_hover_text(hint).clicked() {
                push(commands, QueueCommand::Autoplay(!on));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = format!("Seed {}", drawn.seed);
                widgets::words(ui, text, (Face::Regular, size::SMALL), tokens.muted).on_hover_text(&told);
                progress(ui, queue);
            });
        });
    });
}

fn row(ui: &mut Ui, height: f32, contents: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        contents(ui);
    });
}

/// A pip for each session, filled where it was watched.
fn progress(ui: &mut Ui, queue: &WatchQueue) {
    let tokens = theme::tokens(ui);
    let rows = queue.rows();
    let room = ui.available_width().min(150.0);
    let (rect, response) = ui.allocate_exact_size(vec2(room, 6.0), Sense::hover());
    let told = format!("{} of {} watched", queue.watched(), rows.len());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &told));
    let step = rect.width() / rows.len().max(1) as f32;
    for (place, session) in rows.iter().enumerate() {
        let left = rect.left() + step * place as f32;
        let pip = Rect::from_min_max(pos2(left, rect.top()), pos2(left + step - 2.0, rect.bottom()));
        let color = if session.marks.watched { tokens.accent } else { tokens.line };
        ui.painter().rect_filled(pip, 2, color);
    }
    response
        .on_hover_text(format!("{told}. Played to its end, or marked by W, a session counts as watched."));
}

/// The sessions of the queue.
pub(super) fn rows(ui: &mut Ui, state: &State, opened: &Opened, commands: &mut Vec<Command>) {
    let rows = opened.queue.rows();
    if rows.is_empty() {
        widgets::empty(ui, "No session to draw", "None fits these filters. Take one away and draw anew.");
        return;
    }
    let chosen = state.settings.session.as_deref();
    let area = egui::ScrollArea::vertical().id_salt("queue").auto_shrink(false);
    area.show_rows(ui, session_row::HEIGHT, rows.len(), |ui, places| {
        for session in rows.get(places).unwrap_or_default() {
            let chosen = chosen == Some(session.id.as_str());
            let row = session_row(ui, session, chosen).on_hover_cursor(egui::CursorIcon::PointingHand);
            if row.clicked() && !chosen {
                commands.push(Command::Session(SessionCommand::Open(session.id.clone())));
            }
        }
    });
}

/// Says over the stage that the next session comes, and lets that be stopped: any key or click does.
pub(super) fn announcement(ui: &Ui, opened: &Opened, room: Rect, commands: &mut Vec<Command>) {
    let Some(left) = opened.queue.countdown() else { return };
    let tokens = theme::tokens(ui);
    let at = room.center_bottom() - vec2(0.0, 28.0);
    let area = Area::new(egui::Id::unique("next session")).order(egui::Order::Foreground);
    area.pivot(egui::Align2::CENTER_BOTTOM).fixed_pos(at).show(ui.ctx(), |ui| {
        theme::card(tokens).fill(tokens.raised).show(ui, |ui| {
            ui.horizontal(|ui| {
                let text = format!("Next session in {:.0} s", left.max(0.0).ceil());
                widgets::words(ui, text, (Face::Semi, size::BODY), tokens.text);
                ui.add_space(space::S);
                if Push::new("Play now").icon(icons::PLAY_FILL).tone(Tone::Primary).show(ui).clicked() {
                    push(commands, QueueCommand::PlayNext);
                }
                if Push::new("Stay").show(ui).on_hover_text("Any key or click stays, too").clicked() {
                    push(commands, QueueCommand::Stay);
                }
            });
            let (rect, _) = ui.allocate_exact_size(vec2(ui.min_rect().width(), 3.0), Sense::hover());
            let done = rect.width() * (left / PAUSE_S).clamp(0.0, 1.0);
            let bar = Rect::from_min_size(rect.min, vec2(done, rect.height()));
            ui.painter().rect_filled(bar, radius::M, tokens.accent);
        });
    });
    let worked = ui.input(|input| {
        let key = |event: &egui::Event| {
            matches!(event, egui::Event::Key { pressed: true, .. } | egui::Event::MouseWheel { .. })
        };
        // As they came in: keys that are commands were taken out of the others.
        input.pointer.any_released() || input.raw.events.iter().any(key)
    });
    if worked {
        // Behind what a button asked for: that comes first.
        push(commands, QueueCommand::Stay);
    }
}
