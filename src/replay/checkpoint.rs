//! The page at any moment: the nearest checkpoint and the events since.
//!
//! Checkpoints are set by the work that it takes to come that far, not by a number of events or of
//! seconds, so that a seek costs the same in a long recording as in a short one.

use super::state::{PageState, PointerState, Problems};
use super::track::Track;
use crate::event::{Event, EventKind, Position, PressKind, Size, Time};
use crate::job::{Cancelled, Progress};
use std::sync::Arc;

/// Work between two checkpoints: about as many nodes touched.
const BUDGET: u64 = 1500;
/// Events between two looks at the progress.
const BATCH: usize = 256;

/// A recording that can be looked at in any moment. Shared between threads by an `Arc`.
#[derive(Debug, Clone)]
pub struct Replay {
    events: Arc<[Event]>,
    /// States with their number of events applied, in order; the first is the empty page.
    checkpoints: Vec<PageState>,
    /// When the page changed, ascending.
    changes: Vec<Time>,
    /// When something worth a step happened, ascending, each moment once.
    moments: Arc<[Time]>,
    track: Track,
    pages: Vec<PageSpan>,
    problems: Problems,
}

/// For how long one address was shown.
#[derive(Debug, Clone, PartialEq)]
pub struct PageSpan {
    /// When it was entered.
    pub start: Time,
    /// When the next was, or the end of the recording.
    pub end: Time,
    /// The address as recorded.
    pub href: Arc<str>,
    /// The viewport when it was entered.
    pub viewport: Size,
    /// In which window.
    pub window: u16,
}

impl Replay {
    /// Goes once through all events and sets the checkpoints. Events that are not in the order of
    /// their time are put into it.
    ///
    /// # Errors
    /// [`Cancelled`] when nobody wants the result any more.
    pub fn new(events: impl Into<Arc<[Event]>>, progress: &Progress) -> Result<Self, Cancelled> {
        let events = in_order(events.into());
        progress.expect(events.len() as u64);
        let mut replay = Self {
            checkpoints: vec![PageState::default()],
            changes: events.iter().filter(|event| changes_page(&event.kind)).map(|event| event.at).collect(),
            moments: moments(&events),
            track: Track::new(&events),
            pages: Vec::new(),
            problems: Problems::default(),
            events,
        };
        let mut state = PageState::default();
        let mut spent = 0;
        for batch in replay.events.chunks(BATCH) {
            for event in batch {
                state.apply(event);
                page_of(&mut replay.pages, &state);
                if state.counts.cost - spent >= BUDGET {
                    spent = state.counts.cost;
                    replay.checkpoints.push(state.clone());
                }
            }
            progress.advance(batch.len() as u64)?;
        }
        let end = replay.duration();
        if let Some(last) = replay.pages.last_mut() {
            last.end = end;
        }
        replay.problems = state.problems();
        Ok(replay)
    }

    /// The page as it is when everything up to `at`, itself included, has happened. Before the
    /// first event it is empty.
    pub fn state_at(&self, at: Time) -> PageState {
        let upto = self.events.partition_point(|event| event.at <= at);
        let mut state = self.checkpoint(upto).clone();
        self.forward(&mut state, upto, at);
        state
    }

    /// Takes a state of this replay to another moment: onwards if that is near, otherwise as
    /// [`Self::state_at`] does. What playing calls for every picture.
    pub fn seek(&self, state: &mut PageState, at: Time) {
        let upto = self.events.partition_point(|event| event.at <= at);
        let nearest = self.checkpoint(upto);
        let here = state.counts.events;
        if here > upto || here < nearest.counts.events {
            *state = nearest.clone();
        }
        self.forward(state, upto, at);
    }

    /// The events, in the order of their time.
    pub fn events(&self) -> &Arc<[Event]> {
        &self.events
    }

    /// The moment of the first whole document; the beginning if there is none. What is shown before
    /// it is that document, as rrweb's player does.
    pub fn first_page(&self) -> Time {
        let snapshot = self.events.iter().find(|event| matches!(event.kind, EventKind::Snapshot(_)));
        snapshot.map_or(Time::ZERO, |event| event.at)
    }

    /// When the last event happened.
    pub fn duration(&self) -> Time {
        self.events.last().map_or(Time::ZERO, |event| event.at)
    }

    /// The addresses that were shown, in order. Where several windows were open, each change of the
    /// active window begins another.
    pub fn pages(&self) -> &[PageSpan] {
        &self.pages
    }

    /// When the page changes next after `at`; the pointer does not count.
    pub fn next_change_after(&self, at: Time) -> Option<Time> {
        self.changes.get(self.changes.partition_point(|change| *change <= at)).copied()
    }

    /// Whether the page changes after `from` and not later than `to`; in either order. The pointer
    /// does not count.
    pub fn changes_between(&self, from: Time, to: Time) -> bool {
        let (from, to) = (from.min(to), from.max(to));
        self.next_change_after(from).is_some_and(|change| change <= to)
    }

    /// The moments worth a step: presses, inputs, page loads, scrolls; ascending, each once.
    pub fn moments(&self) -> &Arc<[Time]> {
        &self.moments
    }

    /// Mouse or finger at `at`, between the sampled positions where two are near in time. Costs no
    /// look at the page. `None` before the first position.
    pub fn pointer_at(&self, at: Time) -> Option<PointerState> {
        self.track.pointer_at(at)
    }

    /// The positions of mouse or finger from `from` to `to`, both included, by their own times.
    pub fn trail(&self, from: Time, to: Time) -> Vec<Position> {
        self.track.trail(from, to)
    }

    /// The gaps of more than `longer_ms` in which the visitor did nothing: start and end.
    pub fn idle(&self, longer_ms: i64) -> Vec<(Time, Time)> {
        self.track.idle(longer_ms, self.duration())
    }

    /// What could not be applied in the whole recording.
    pub fn problems(&self) -> Problems {
        self.problems
    }

    /// How many checkpoints there are.
    pub fn checkpoints(&self) -> usize {
        self.checkpoints.len()
    }

    /// The last checkpoint with not more than `upto` events applied.
    fn checkpoint(&self, upto: usize) -> &PageState {
        let after = self.checkpoints.partition_point(|state| state.counts.events <= upto);
        &self.checkpoints[after.saturating_sub(1)]
    }

    fn forward(&self, state: &mut PageState, upto: usize, at: Time) {
        for event in self.events.get(state.counts.events..upto).unwrap_or_default() {
            state.apply(event);
        }
        state.at = at;
    }
}

fn in_order(events: Arc<[Event]>) -> Arc<[Event]> {
    if events.is_sorted_by_key(|event| event.at) {
        return events;
    }
    let mut sorted = events.to_vec();
    sorted.sort_by_key(|event| event.at);
    sorted.into()
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

fn moments(events: &[Event]) -> Arc<[Time]> {
    let worth = |kind: &EventKind| match kind {
        EventKind::Press { kind, .. } => !matches!(kind, PressKind::Up | PressKind::TouchCancel),
        EventKind::Meta { .. }
        | EventKind::Snapshot(_)
        | EventKind::Input { .. }
        | EventKind::Scroll { .. }
        | EventKind::Resize(_)
        | EventKind::Custom { .. } => true,
        _ => false,
    };
    let mut times: Vec<Time> =
        events.iter().filter(|event| worth(&event.kind)).map(|event| event.at).collect();
    times.dedup();
    times.into()
}
