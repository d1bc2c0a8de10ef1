//! Everything that happened in a session as one list: pages, interactions, signals, console, requests,
//! events, answers; and what of it is shown.

use super::open_session::Loaded;
use crate::event::Time;
use crate::facts::{InteractionKind, Note, NoteKind, page_name};
use crate::ui::icons::{self, Icon};
use crate::ui::widgets::timeline::Tint;
use crate::ui::words;
use std::collections::BTreeSet;

/// What kind of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A page was entered.
    Page,
    /// Clicks and taps.
    Click,
    /// Something was filled in, chosen or selected; a key.
    Input,
    /// Scrolled or resized.
    Scroll,
    /// Friction.
    Signal,
    /// Console lines and script errors.
    Console,
    /// Requests.
    Network,
    /// Events that the page named itself, and answers.
    Custom,
}

impl EntryKind {
    /// All of them, in the order of the filter.
    pub const ALL: [Self; 8] = [
        Self::Page,
        Self::Click,
        Self::Input,
        Self::Scroll,
        Self::Signal,
        Self::Console,
        Self::Network,
        Self::Custom,
    ];

    /// What the filter calls them.
    pub fn label(self) -> &'static str {
        match self {
            Self::Page => "Pages",
            Self::Click => "Clicks and taps",
            Self::Input => "Inputs and keys",
            Self::Scroll => "Scrolling",
            Self::Signal => "Signals",
            Self::Console => "Console and errors",
            Self::Network => "Requests",
            Self::Custom => "Events and answers",
        }
    }

    /// Its icon.
    pub fn icon(self) -> Icon {
        match self {
            Self::Page => icons::BROWSERS,
            Self::Click => icons::MOUSE_SIMPLE,
            Self::Input => icons::TEXTBOX,
            Self::Scroll => icons::SCROLL,
            Self::Signal => icons::LIGHTNING,
            Self::Console => icons::BUG,
            Self::Network => icons::EXPORT,
            Self::Custom => icons::FLAG,
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// What kind.
    pub kind: EntryKind,
    /// Its icon.
    pub icon: Icon,
    /// What it means, where it means something.
    pub tint: Tint,
    /// What happened.
    pub title: String,
    /// More of it; may be empty.
    pub below: String,
    /// Where the filter looks: title and more, in small letters.
    hay: String,
}

/// The list, and what of it is shown.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    all: Vec<Entry>,
    /// The kinds that are shown; none means all.
    kinds: BTreeSet<EntryKind>,
    text: String,
    shown: Vec<usize>,
}

impl Entries {
    /// Everything that is known of a session, by time.
    pub(super) fn of(loaded: &Loaded, notes: &[Note]) -> Self {
        let facts = &loaded.facts;
        let touch = facts.interactions.iter().any(|each| each.kind == InteractionKind::Tap);
        let mut all: Vec<Entry> = Vec::new();
        for view in &facts.page_views {
            let title = format!("Opened {}", page_name(&view.page, &loaded.rules));
            all.push(entry(view.start, EntryKind::Page, Tint::Info, title, view.url.clone()));
        }
        for each in &facts.interactions {
            let on = each.element.as_ref().map_or("", |element| element.name.as_str());
            let selector = each.element.as_ref().map_or("", |element| element.selector.as_str());
            let title = format!("{} {on}", words::interaction(each.kind)).trim_end().to_owned();
            let below = if each.detail.is_empty() { selector } else { &each.detail };
            let (kind, icon) = look(each.kind);
            all.push(Entry { icon, ..entry(each.at, kind, Tint::Quiet, title, below.to_owned()) });
        }
        for signal in &facts.signals {
            let on = signal.element.as_ref().map_or("", |element| element.name.as_str());
            let title = format!("{} {on}", words::signal(signal, touch)).trim_end().to_owned();
            let tint = super::lanes::tint(signal.kind);
            all.push(entry(signal.at, EntryKind::Signal, tint, title, signal.detail.clone()));
        }
        for error in facts.errors.iter().flatten() {
            let told = entry(error.at, EntryKind::Console, Tint::Error, error.message.clone(), String::new());
            all.push(Entry { below: "script error".to_owned(), ..told });
        }
        all.extend(notes.iter().map(note));
        for answer in &loaded.answers {
            let Some(at) = answer.t_ms else { continue };
            let title =
                if answer.text.is_empty() { "Answered".to_owned() } else { format!("“{}”", answer.text) };
            let told = entry(at, EntryKind::Custom, Tint::Info, title, answer.question.clone());
            all.push(Entry { icon: icons::CHAT_CIRCLE_TEXT, ..told });
        }
        all.sort_by_key(|entry| entry.at);
        let mut entries = Self { all, ..Self::default() };
        entries.filter();
        entries
    }

    /// How many there are, shown or not.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many are shown.
    pub fn shown(&self) -> usize {
        self.shown.len()
    }

    /// The entry at a place among those that are shown.
    pub fn get(&self, place: usize) -> Option<&Entry> {
        self.all.get(*self.shown.get(place)?)
    }

    /// Where the play head is among those that are shown: the last that has happened.
    pub fn current(&self, now: Time) -> Option<usize> {
        self.shown.partition_point(|at| self.all.get(*at).is_some_and(|entry| entry.at <= now)).checked_sub(1)
    }

    /// Whether there are any of a kind.
    pub fn has(&self, kind: EntryKind) -> bool {
        self.all.iter().any(|entry| entry.kind == kind)
    }

    /// Whether only some kinds are shown, and this is one of them.
    pub fn chosen(&self, kind: EntryKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// What is looked for.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Shows this kind too, or no longer; with none chosen all are shown.
    pub fn toggle(&mut self, kind: EntryKind) {
        if !self.kinds.remove(&kind) {
            self.kinds.insert(kind);
        }
        self.filter();
    }

    /// Shows only what has these words in it.
    pub fn look_for(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.filter();
    }

    fn filter(&mut self) {
        let text = self.text.trim().to_lowercase();
        let fits = |entry: &Entry| {
            (self.kinds.is_empty() || self.kinds.contains(&entry.kind)) && entry.hay.contains(&text)
        };
        self.shown = (0..self.all.len()).filter(|at| fits(&self.all[*at])).collect();
    }
}

fn entry(at: Time, kind: EntryKind, tint: Tint, title: String, below: String) -> Entry {
    let hay = format!("{title}\n{below}").to_lowercase();
    Entry { at, kind, icon: kind.icon(), tint, title, below, hay }
}

fn note(note: &Note) -> Entry {
    let (kind, tint) = match note.kind {
        NoteKind::Console => (EntryKind::Console, Tint::Quiet),
        NoteKind::Warning => (EntryKind::Console, Tint::Dead),
        NoteKind::Request => (EntryKind::Network, Tint::Quiet),
        NoteKind::Failed => (EntryKind::Network, Tint::Rage),
        NoteKind::Custom => (EntryKind::Custom, Tint::Quiet),
        NoteKind::Key => (EntryKind::Input, Tint::Quiet),
    };
    let title =
        if note.kind == NoteKind::Key { format!("Pressed {}", note.title) } else { note.title.clone() };
    let told = entry(note.at, kind, tint, title, note.detail.clone());
    if note.kind == NoteKind::Key { Entry { icon: icons::KEYBOARD, ..told } } else { told }
}

fn look(kind: InteractionKind) -> (EntryKind, Icon) {
    use InteractionKind as K;
    match kind {
        K::Click | K::DoubleClick | K::ContextMenu => (EntryKind::Click, icons::MOUSE_SIMPLE),
        K::Tap => (EntryKind::Click, icons::HAND_TAP),
        K::Input => (EntryKind::Input, icons::TEXTBOX),
        K::Scroll => (EntryKind::Scroll, icons::SCROLL),
        K::Resize => (EntryKind::Scroll, icons::RESIZE),
        K::Media => (EntryKind::Input, icons::VIDEO_CAMERA),
        K::Select => (EntryKind::Input, icons::SELECTION),
    }
}
