//! A [`Replay`] that is being made, event by event.

use super::blocks::{Timed, Writer};
use super::checkpoint::{PageSpan, Replay};
use super::state::PageState;
use super::track::finite;
use super::tracker::Tracker;
use crate::event::{Event, EventKind, PressKind, Time};

/// Work between two checkpoints: about as many nodes touched. Half as much makes a seek a millisecond
/// quicker and takes half as much memory again.
const BUDGET: u64 = 6500;

/// Takes the events of a recording in the order of their time. What it keeps is a tenth of what the
/// events take as values.
pub struct Gatherer {
    events: Writer<Event>,
    track: Tracker,
    state: PageState,
    /// The work done when the last checkpoint was set.
    spent: u64,
    first_page: Option<Time>,
    moments: Vec<Time>,
    checkpoints: Vec<PageState>,
    changes: Vec<Time>,
    pages: Vec<PageSpan>,
}

impl Timed for Event {
    fn at(&self) -> Time {
        self.at
    }
}

impl Gatherer {
    /// Nothing has happened yet.
    pub fn new() -> Self {
        Self {
            events: Writer::new(),
            track: Tracker::new(),
            state: PageState::default(),
            spent: 0,
            first_page: None,
            moments: Vec::new(),
            checkpoints: vec![PageState::default()],
            changes: Vec::new(),
            pages: Vec::new(),
        }
    }

    /// Takes the next event. One that is earlier than the one before is taken as of that one's time.
    pub fn push(&mut self, event: &Event) {
        if event.at < self.state.at {
            return self.push(&Event { at: self.state.at, ..event.clone() });
        }
        match batch_end(event) {
            Some(end) => self.events.push(&end),
            None => self.events.push(event),
        }
        self.state.apply(event);
        self.track.note(event, &self.state);
        if changes_page(&event.kind) {
            note(&mut self.changes, event.at);
        }
        if is_worth_a_step(&event.kind) {
            note(&mut self.moments, event.at);
        }
        if matches!(event.kind, EventKind::Snapshot(_)) {
            self.first_page.get_or_insert(event.at);
        }
        page_of(&mut self.pages, &self.state);
        if self.state.counts.cost - self.spent >= BUDGET {
            self.spent = self.state.counts.cost;
            self.checkpoints.push(self.state.clone());
        }
    }

    /// The replay of what was taken.
    pub fn finish(mut self) -> Replay {
        let events = self.events.finish();
        if let Some(last) = self.pages.last_mut() {
            last.end = events.end();
        }
        self.checkpoints.shrink_to_fit();
        self.changes.shrink_to_fit();
        Replay {
            track: self.track.finish(events.end()),
            events,
            checkpoints: self.checkpoints,
            changes: self.changes,
            moments: self.moments.into(),
            pages: self.pages,
            first_page: self.first_page.unwrap_or_default(),
            problems: self.state.problems(),
        }
    }
}

impl Default for Gatherer {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Gatherer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gatherer").field("at", &self.state.at).finish_non_exhaustive()
    }
}

/// A batch of positions without all but its last: the page at a moment needs no more, and [`Track`]
/// has the others. They are most of the bytes of a recording.
///
/// [`Track`]: super::track::Track
fn batch_end(event: &Event) -> Option<Event> {
    let EventKind::Moves { by, positions } = &event.kind else { return None };
    let last = positions.iter().rev().find(|position| finite(position.point)).copied();
    let kind = EventKind::Moves { by: *by, positions: last.into_iter().collect() };
    Some(Event { at: event.at, window: event.window, kind })
}

/// Puts a moment at the end, once.
fn note(moments: &mut Vec<Time>, at: Time) {
    if moments.last() != Some(&at) {
        moments.push(at);
    }
}

/// Notes it when the active window shows another address than before.
fn page_of(pages: &mut Vec<PageSpan>, state: &PageState) {
    let shown = pages.last().is_some_and(|page| page.href == state.href && page.window == state.window);
    if shown || state.href.is_empty() {
        return;
    }
    if let Some(last) = pages.last_mut() {
        last.end = state.at;
    }
    pages.push(PageSpan {
        start: state.at,
        end: state.at,
        href: state.href.clone(),
        viewport: state.viewport,
        window: state.window,
    });
}

fn changes_page(kind: &EventKind) -> bool {
    match kind {
        EventKind::Parsed
        | EventKind::Loaded
        | EventKind::Moves { .. }
        | EventKind::Custom { .. }
        | EventKind::Plugin { .. }
        | EventKind::Other { .. } => false,
        EventKind::Press { kind, .. } => matches!(kind, PressKind::Focus | PressKind::Blur),
        _ => true,
    }
}

fn is_worth_a_step(kind: &EventKind) -> bool {
    match kind {
        EventKind::Press { kind, .. } => !matches!(kind, PressKind::Up | PressKind::TouchCancel),
        EventKind::Meta { .. }
        | EventKind::Snapshot(_)
        | EventKind::Input { .. }
        | EventKind::Scroll { .. }
        | EventKind::Resize(_)
        | EventKind::Custom { .. } => true,
        _ => false,
    }
}
