//! What could come next in the segment line: keys with an example, then their values with counts.
//! Knows the text up to its end only; the line itself says what is wrong with it.

use crate::library::{Key, Takes, Term};
use crate::ui::state::Opened;
use crate::ui::theme::{self, Face, Tokens, radius, size};
use crate::ui::widgets;
use crate::ui::words;
use egui::{Align, Role, Sense, Ui, WidgetInfo, vec2};

/// So many are offered at once.
const MOST: usize = 9;
const ROW: f32 = 28.0;

/// Something that could come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    /// What the line is when it is taken.
    line: String,
    /// The words that are added.
    word: String,
    /// What they mean, or how many sessions have them.
    aside: String,
}

/// What could come next in `line`, the likeliest first; nothing where a term is whole.
pub(super) fn offers(line: &str, opened: &Opened) -> Vec<Offer> {
    let (before, term) = line.split_at(last_term(line));
    let bare = term.strip_prefix('-').unwrap_or(term);
    let kept = format!("{before}{}", &term[..term.len() - bare.len()]);
    match bare.split_once(':') {
        Some((key, typed)) => Key::parse(key).map_or_else(Vec::new, |key| values(&kept, key, typed, opened)),
        None if bare.contains(['<', '>', '"', '=']) => Vec::new(),
        None => keys(&kept, bare),
    }
}

/// Where the term begins that is being typed.
fn last_term(line: &str) -> usize {
    let (mut quoted, mut begin) = (false, 0);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => begin = at + 1,
            _ => {}
        }
    }
    begin
}

fn keys(kept: &str, typed: &str) -> Vec<Offer> {
    let typed = typed.to_lowercase();
    let fits = |key: &Key| {
        let (name, label) = (key.name(), key.label().to_lowercase());
        if name.starts_with(&typed) {
            Some(0)
        } else if label.split(' ').any(|word| word.starts_with(&typed)) {
            Some(1)
        } else {
            (typed.len() > 1 && name.contains(&typed)).then_some(2)
        }
    };
    let mut found: Vec<(i32, Key)> = Key::all().filter_map(|key| Some((fits(&key)?, key))).collect();
    found.sort_by_key(|(score, _)| *score);
    let offer = |(_, key): (i32, Key)| {
        let sign = if matches!(key.takes(), Takes::Number | Takes::Duration) { '>' } else { ':' };
        let word = format!("{}{sign}", key.name());
        let about = match key.name() {
            "text" => "words read on a page or typed".to_owned(),
            name if name == key.label() => String::new(),
            _ => key.label().to_owned(),
        };
        let dot = if about.is_empty() { "" } else { " · " };
        Offer { line: format!("{kept}{word}"), word, aside: format!("{about}{dot}{}", key.example()) }
    };
    found.into_iter().take(MOST).map(offer).collect()
}

fn values(kept: &str, key: Key, typed: &str, opened: &Opened) -> Vec<Offer> {
    let (others, part) = typed.rsplit_once(',').map_or(("", typed), |(others, part)| (others, part));
    let comma = if others.is_empty() { "" } else { "," };
    let part = part.trim_matches('"').to_lowercase();
    let there: Vec<(String, Option<u64>)> = match (opened.values.get(key.name()), key.takes()) {
        (Some(values), _) if !values.is_empty() => {
            values.iter().map(|(value, count)| (value.clone(), Some(*count))).collect()
        }
        (_, Takes::Choice(words)) => words.iter().map(|word| ((*word).to_owned(), None)).collect(),
        _ => Vec::new(),
    };
    let taken = |value: &str| others.split(',').any(|other| other.trim_matches('"') == value);
    let whole = there.iter().any(|(value, _)| value.to_lowercase() == part);
    let fitting = there.into_iter().filter(|(value, _)| {
        let small = value.to_lowercase();
        !whole && !taken(value) && (small.starts_with(&part) || (part.len() > 1 && small.contains(&part)))
    });
    let offer = |(value, count): (String, Option<u64>)| {
        // As the line writes it, with quotes where they are needed.
        let term = Term::words(key, &[&value]);
        let written = term.to_string();
        let word = written.split_once(':').map_or(value.as_str(), |(_, word)| word).to_owned();
        let aside = match (count, term.chip().value) {
            (Some(count), told) if told.eq_ignore_ascii_case(&value) => words::counted(count, "session"),
            (Some(count), told) => format!("{told} · {}", words::counted(count, "session")),
            (None, told) => told,
        };
        Offer { line: format!("{kept}{}:{others}{comma}{word}", key.name()), word, aside }
    };
    fitting.take(MOST).map(offer).collect()
}

impl Offer {
    /// The line when it is taken.
    pub(super) fn line(&self) -> String {
        self.line.clone()
    }
}

/// Draws what could come next; gives back what was clicked.
pub(super) fn list(ui: &mut Ui, tokens: &Tokens, offers: &[Offer], chosen: Option<usize>) -> Option<usize> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut clicked = None;
    for (place, offer) in offers.iter().enumerate() {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        let on = chosen == Some(place);
        response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, on, &offer.word));
        let painter = ui.painter();
        if on || response.hovered() {
            painter.rect_filled(rect, radius::S, if on { tokens.chosen } else { tokens.raised });
        }
        let word = theme::font(Face::Semi, size::BODY);
        let word = widgets::one_line(painter, &offer.word, word, tokens.text, rect.width() * 0.45);
        let word = widgets::put(painter, (rect.left() + 10.0, rect.center().y), Align::Min, word);
        let aside = theme::font(Face::Regular, size::SMALL);
        let room = rect.right() - 20.0 - word.right();
        let aside = widgets::one_line(painter, &offer.aside, aside, tokens.muted, room);
        widgets::put(painter, (rect.right() - 10.0, rect.center().y), Align::Max, aside);
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            clicked = Some(place);
        }
    }
    let keys = "↑ ↓ choose · Tab takes · Enter applies the line · Esc leaves";
    ui.add_space(theme::space::XS);
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        widgets::words(ui, keys, (Face::Regular, size::TINY), tokens.muted);
    });
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, first: Option<&str>) {
        let (before, term) = line.split_at(last_term(line));
        let found = keys(before, term);
        assert_eq!(found.first().map(|offer| offer.line.as_str()), first, "{line}");
    }

    #[test]
    fn keys_are_found_by_their_name_or_what_people_call_them() {
        check("te", Some("text:"));
        check("device:mobile dur", Some("device:mobile duration>"));
        check("text:\"free shipping\" sat", Some("text:\"free shipping\" csat>"));
        check("xyzzy", None);
    }

    #[test]
    fn a_blank_in_quotes_ends_no_term() {
        assert_eq!(last_term("text:\"free ship"), 0);
        assert_eq!(last_term("a:b c"), 4);
        assert_eq!(last_term(""), 0);
    }
}
