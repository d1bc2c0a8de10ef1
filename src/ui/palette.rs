//! Search or run (Ctrl+K): commands, filters, saved segments and sessions by their words.

use super::command::{Command, Possible, Segment, SessionCommand};
use super::icons::{self, Icon};
use super::state::Opened;
use super::theme::{self, Face, Tokens, radius, size, space};
use super::widgets::{self, session_row};
use crate::library::Session;
use egui::{Align, Key, Modifiers, Role, Sense, Ui, WidgetInfo, vec2};

const SHOWN: usize = 9;
/// As many sessions whose ids begin with the query are looked for.
const SHOWN_U32: u32 = 9;

/// The open palette.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Palette {
    /// What was typed.
    pub query: String,
    /// Which of the finds is chosen.
    pub chosen: usize,
}

/// Something that the palette can do.
#[derive(Debug, Clone, PartialEq)]
pub struct Find {
    /// Its words.
    pub label: String,
    /// Its picture.
    pub icon: Icon,
    /// Its key, or what kind of thing it is.
    pub aside: String,
    /// What it does.
    pub command: Command,
    /// Why it cannot be done now.
    pub refused: Option<&'static str>,
}

/// What fits the query, best first.
pub fn finds(query: &str, ctx: &egui::Context, now: &Possible, opened: Option<&Opened>) -> Vec<Find> {
    let mut found: Vec<(i32, Find)> = Vec::new();
    for command in Command::listed() {
        if command == Command::View(super::command::View::Palette) {
            continue;
        }
        if let Some(score) = score(query, command.label()) {
            let refused = command.possible(now).err();
            let score = score + if refused.is_some() { 50 } else { 0 };
            let aside = command.key_words(ctx);
            found.push((
                score,
                Find { label: command.label().to_owned(), icon: command.icon(), aside, command, refused },
            ));
        }
    }
    if let Some(opened) = opened.filter(|_| !query.trim().is_empty()) {
        found.extend(of_library(query, opened));
    }
    found.sort_by_key(|(score, _)| *score);
    found.into_iter().map(|(_, find)| find).take(SHOWN).collect()
}

fn of_library(query: &str, opened: &Opened) -> Vec<(i32, Find)> {
    let mut found = Vec::new();
    for saved in &opened.saved {
        if let Some(score) = score(query, &saved.name) {
            let command = Command::Segment(Segment::Set(saved.line.clone()));
            let aside = "segment".to_owned();
            found.push((
                score + 1,
                Find {
                    label: saved.name.clone(),
                    icon: icons::BOOKMARK_SIMPLE,
                    aside,
                    command,
                    refused: None,
                },
            ));
        }
    }
    if crate::library::Segment::parse(query).is_ok() && query.contains([':', '<', '>']) {
        let command = Command::Segment(Segment::Set(query.to_owned()));
        let label = format!("Show {}", query.trim());
        found.push((
            -1,
            Find { label, icon: icons::FUNNEL, aside: "segment".to_owned(), command, refused: None },
        ));
    }
    let mut sessions: Vec<&Session> = opened.sessions.rows().collect();
    let begins = opened.library.beginning(query.trim(), SHOWN_U32).unwrap_or_default();
    sessions.extend(begins.iter().filter(|found| opened.sessions.rows().all(|known| known.key != found.key)));
    for session in sessions {
        let label = format!("{} · {}", session_row::who(session), session.id);
        if let Some(score) = score(query, &label) {
            let command =
                Command::Session(SessionCommand::OpenAt(session.id.clone(), crate::event::Time::ZERO));
            let icon = session_row::device_icon(session.audience.device);
            found.push((
                score + 20,
                Find { label, icon, aside: "session".to_owned(), command, refused: None },
            ));
        }
    }
    found
}

/// How well `words` fit `query`, 0 the best: every part of the query must be there.
fn score(query: &str, words: &str) -> Option<i32> {
    let words = words.to_lowercase();
    let mut score = 0;
    for part in query.to_lowercase().split_whitespace() {
        let at = words.find(part)?;
        let starts = at == 0 || words[..at].ends_with([' ', '·', '-', '_']);
        score += if at == 0 {
            0
        } else if starts {
            2
        } else {
            6
        };
    }
    Some(score)
}

/// Draws the palette over everything; closes it when something was run.
pub fn ui(ui: &Ui, palette: &mut Option<Palette>, finds: &[Find], commands: &mut Vec<Command>) {
    let Some(open) = palette else { return };
    let tokens = theme::tokens(ui);
    let area = egui::Modal::default_area(egui::Id::unique("palette"))
        .anchor(egui::Align2::CENTER_TOP, vec2(0.0, 90.0));
    let frame = theme::card(tokens).inner_margin(8);
    let mut run = None;
    let modal = egui::Modal::new(egui::Id::unique("palette")).area(area).frame(frame).show(ui.ctx(), |ui| {
        ui.set_width(560.0);
        keys(ui, open, finds, &mut run);
        let field = egui::TextEdit::singleline(&mut open.query)
            .hint_text("Search or run…")
            .font(theme::font(Face::Regular, size::HEAD))
            .frame(egui::Frame::new().inner_margin(8))
            .desired_width(f32::INFINITY)
            .show(ui)
            .response
            .response;
        field.request_focus();
        if field.changed() {
            open.chosen = 0;
        }
        widgets::rule(ui);
        ui.add_space(space::XS);
        for (place, find) in finds.iter().enumerate() {
            if row(ui, find, place == open.chosen, tokens) {
                run = Some(place);
            }
        }
        if finds.is_empty() {
            widgets::empty(
                ui,
                "Nothing found",
                "Try a command such as “export”, or a filter such as device:mobile.",
            );
        }
    });
    let close = modal.should_close();
    if let Some(find) = run.and_then(|place| finds.get(place)).filter(|find| find.refused.is_none()) {
        commands.push(find.command.clone());
        *palette = None;
    } else if close {
        *palette = None;
    }
}

fn keys(ui: &Ui, open: &mut Palette, finds: &[Find], run: &mut Option<usize>) {
    let last = finds.len().saturating_sub(1);
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            open.chosen = (open.chosen + 1).min(last);
        }
        if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            open.chosen = open.chosen.saturating_sub(1);
        }
        if input.consume_key(Modifiers::NONE, Key::Enter) {
            *run = Some(open.chosen.min(last));
        }
    });
}

fn row(ui: &mut Ui, find: &Find, chosen: bool, tokens: &Tokens) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::ListBoxOption, find.refused.is_none(), chosen, &find.label)
    });
    let painter = ui.painter();
    if chosen || response.hovered() {
        painter.rect_filled(rect, radius::M, if chosen { tokens.chosen } else { tokens.raised });
    }
    let ink = if find.refused.is_some() { tokens.faint } else { tokens.text };
    widgets::put_icon(painter, rect.left_center() + vec2(18.0, 0.0), find.icon, 16.0, tokens.muted);
    let aside =
        painter.layout_no_wrap(find.aside.clone(), theme::font(Face::Medium, size::TINY), tokens.faint);
    let aside = widgets::put(painter, (rect.right() - 10.0, rect.center().y), Align::Max, aside);
    let width = aside.left() - rect.left() - 48.0;
    let label = widgets::one_line(painter, &find.label, theme::font(Face::Medium, size::BODY), ink, width);
    widgets::put(painter, (rect.left() + 36.0, rect.center().y), Align::Min, label);
    match find.refused {
        Some(why) => response.on_hover_text(why).clicked(),
        None => response.clicked(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_words_fit_better_than_middles() {
        assert_eq!(score("next", "Next signal"), Some(0));
        assert_eq!(score("sig", "Next signal"), Some(2));
        assert_eq!(score("igna", "Next signal"), Some(6));
        assert_eq!(score("next export", "Next signal"), None);
    }
}
