//! The page at any moment: the nearest checkpoint and the events since.
//!
//! Checkpoints are set by the work that it takes to come that far, not by a number of events or of
//! seconds, so that a seek costs the same in a long recording as in a short one.

use super::blocks::Blocks;
use super::gather::Gatherer;
use super::state::{PageState, PointerState, Problems};
use super::track::Track;
use crate::event::{Event, Position, Size, Time};
use crate::job::{Cancelled, Progress};
use std::sync::Arc;

/// Events between two looks at the progress.
const BATCH: usize = 256;

/// A recording that can be looked at in any moment. Shared between threads by an `Arc`.
#[derive(Debug)]
pub struct Replay {
    pub(super) events: Blocks<Event>,
    /// States with their number of events applied, in order; the first is the empty page.
    pub(super) checkpoints: Vec<PageState>,
    /// When the page changed, ascending, each moment once.
    pub(super) changes: Vec<Time>,
    /// When something worth a step happened, ascending, each moment once.
    pub(super) moments: Arc<[Time]>,
    pub(super) track: Track,
    pub(super) pages: Vec<PageSpan>,
    pub(super) first_page: Time,
    pub(super) problems: Problems,
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
    /// their time are put into it. For recordings that come part by part: [`Gatherer`].
    ///
    /// # Errors
    /// [`Cancelled`] when nobody wants the result any more.
    pub fn new(mut events: Vec<Event>, progress: &Progress) -> Result<Self, Cancelled> {
        progress.expect(events.len() as u64);
        if !events.is_sorted_by_key(|event| event.at) {
            events.sort_by_key(|event| event.at);
        }
        let mut gatherer = Gatherer::new();
        for batch in events.chunks(BATCH) {
            for event in batch {
                gatherer.push(event);
            }
            progress.advance(batch.len() as u64)?;
        }
        Ok(gatherer.finish())
    }

    /// The page as it is when everything up to `at`, itself included, has happened. Before the
    /// first event it is empty.
    pub fn state_at(&self, at: Time) -> PageState {
        let upto = self.events.upto(at);
        let mut state = self.checkpoint(upto).clone();
        self.forward(&mut state, upto, at);
        state
    }

    /// Takes a state of this replay to another moment: onwards if that is near, otherwise as
    /// [`Self::state_at`] does. What playing calls for every picture.
    pub fn seek(&self, state: &mut PageState, at: Time) {
        let upto = self.events.upto(at);
        let nearest = self.checkpoint(upto);
        let here = state.counts.events;
        if here > upto || here < nearest.counts.events {
            *state = nearest.clone();
        }
        self.forward(state, upto, at);
    }

    /// Looks at every event, in the order of their time. Of a batch of positions only the last is told:
    /// [`Self::trail`] has them all.
    pub fn each_event(&self, look: impl FnMut(&Event)) {
        self.events.each(0..self.events.len(), look);
    }

    /// As [`Self::each_event`], from `from` to `to`, both included.
    pub fn each_event_between(&self, from: Time, to: Time, look: impl FnMut(&Event)) {
        self.events.each(self.events.before(from)..self.events.upto(to), look);
    }

    /// The moment of the first whole document; the beginning if there is none. What is shown before
    /// it is that document, as rrweb's player does.
    pub fn first_page(&self) -> Time {
        self.first_page
    }

    /// When the last event happened.
    pub fn duration(&self) -> Time {
        self.events.end()
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

    /// When the visitor did something, ascending; of what lies within a few hundredths of a second
    /// the first and the last moment.
    pub fn active(&self) -> &Arc<[Time]> {
        self.track.active()
    }

    /// The gaps of more than `longer_ms` in which the visitor did nothing and no film or sound played:
    /// start and end. Films that play by themselves, silent and over and over, do not count.
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
        self.events.each(state.counts.events..upto, |event| state.apply(event));
        state.at = at;
    }
}
