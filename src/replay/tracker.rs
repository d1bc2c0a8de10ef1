//! Writes down where the pointer was and when something was done, event by event.

use super::blocks::Writer;
use super::dom::Element;
use super::state::PageState;
use super::track::{Sample, Track, finite, has_place, presses, touches};
use crate::event::{Event, EventKind, MediaAction, MoveKind, NodeId, Time};
use std::collections::BTreeMap;

/// Of what was done closer together than this only the first and the last moment are kept.
const FINE_MS: i64 = 40;

/// So many positions wait for earlier ones: a batch is told after what happened while it was sampled.
const WAITING: usize = 8192;

/// A [`Track`] that is being written.
pub(super) struct Tracker {
    samples: Writer<Sample>,
    /// What was told and is not in its order yet: a position, or only that something was done.
    waiting: Vec<(Time, Option<Sample>, bool)>,
    last: Option<Sample>,
    active: Vec<Time>,
    /// When something was done last.
    done: Option<Time>,
    /// What plays, by window and element, and since when.
    playing: BTreeMap<(u16, NodeId), Time>,
    films: Vec<(Time, Time)>,
}

impl Tracker {
    pub(super) fn new() -> Self {
        Self {
            samples: Writer::new(),
            waiting: Vec::new(),
            last: None,
            active: Vec::new(),
            done: None,
            playing: BTreeMap::new(),
            films: Vec::new(),
        }
    }

    /// Takes an event; `page` is the page after it. Events come in the order of their time.
    pub(super) fn note(&mut self, event: &Event, page: &PageState) {
        self.move_to(event);
        self.play(event, page);
        if self.waiting.len() >= WAITING {
            self.put_in_order(WAITING / 2);
        }
    }

    pub(super) fn finish(mut self, end: Time) -> Track {
        self.put_in_order(self.waiting.len());
        self.active.extend(self.done.filter(|done| self.active.last().is_none_or(|last| last < done)));
        self.films.extend(self.playing.into_values().map(|since| (since, end)));
        self.films.sort_unstable();
        Track { samples: self.samples.finish(), active: self.active.into(), films: self.films }
    }

    fn move_to(&mut self, event: &Event) {
        let (at, window) = (event.at, event.window);
        let blank = Sample { at, point: None, node: None, window, touch: false, pressed: None, cut: false };
        match &event.kind {
            EventKind::Moves { by, positions } => {
                let touch = *by == MoveKind::Touch;
                for position in positions.iter().filter(|position| finite(position.point)) {
                    let (at, point, node) = (position.at, Some(position.point), position.node);
                    self.waiting.push((at, Some(Sample { at, point, node, touch, ..blank }), true));
                }
            }
            EventKind::Press { kind, node, point, pointer } => {
                let sample = Sample {
                    point: point.filter(|point| finite(*point)),
                    node: Some(*node),
                    touch: touches(*kind, *pointer),
                    pressed: presses(*kind),
                    ..blank
                };
                self.waiting.push((at, has_place(*kind).then_some(sample), true));
            }
            EventKind::Snapshot(_) => self.waiting.push((at, Some(Sample { cut: true, ..blank }), false)),
            EventKind::Input { by_user, .. } if *by_user != Some(false) => {
                self.waiting.push((at, None, true));
            }
            EventKind::Scroll { .. } | EventKind::Selection(_) | EventKind::Media { .. } => {
                self.waiting.push((at, None, true));
            }
            _ => {}
        }
    }

    /// Notes films and sounds that begin and end. What a page plays by itself, silent and over and
    /// over, is decoration: nobody is there because of it.
    fn play(&mut self, event: &Event, page: &PageState) {
        let (at, window) = (event.at, event.window);
        let shown = window == page.window;
        match &event.kind {
            EventKind::Media { node, action: MediaAction::Play, .. } => {
                let decorates = shown && page.dom.element(*node).is_some_and(decorates);
                if !decorates {
                    self.playing.entry((window, *node)).or_insert(at);
                }
            }
            EventKind::Media { node, action: MediaAction::Pause, .. } => {
                self.films.extend(self.playing.remove(&(window, *node)).map(|since| (since, at)));
            }
            EventKind::Snapshot(_) => {
                let (gone, other) = std::mem::take(&mut self.playing)
                    .into_iter()
                    .partition(|(place, _): &((u16, NodeId), Time)| place.0 == window);
                let gone: BTreeMap<_, _> = gone;
                self.films.extend(gone.into_values().map(|since| (since, at)));
                self.playing = other;
                let plays = |element: &&Element| {
                    element.special().media.is_some_and(|media| media.playing) && !decorates(element)
                };
                let playing = page.dom.nodes().filter(|(_, node)| node.element().as_ref().is_some_and(plays));
                self.playing.extend(playing.filter(|_| shown).map(|(id, _)| ((window, id), at)));
            }
            _ => {}
        }
    }

    /// Takes the earliest so many of what waits.
    fn put_in_order(&mut self, count: usize) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|(at, ..)| *at);
        for (at, sample, done) in waiting.drain(..count) {
            if let Some(sample) = sample {
                let sample = self.settled(sample);
                self.samples.push(&sample);
                self.last = Some(sample);
            }
            if done {
                self.did(at);
            }
        }
        self.waiting = waiting;
    }

    /// Fills in what a sample does not tell from the one before it.
    fn settled(&self, mut sample: Sample) -> Sample {
        let before = self.last;
        sample.pressed = sample.pressed.or(before.and_then(|before| before.pressed)).or(Some(false));
        if let Some(before) = before {
            // Told later than all that waited for it; no recorder does that.
            sample.at = sample.at.max(before.at);
            if sample.point.is_none() {
                sample.point = before.point;
                sample.touch = before.touch;
                sample.node = sample.node.filter(|_| !sample.cut && sample.node == before.node);
            }
        }
        sample
    }

    fn did(&mut self, at: Time) {
        let before = self.done.replace(at);
        let Some(&kept) = self.active.last() else { return self.active.push(at) };
        if at.since(kept) < FINE_MS {
            return;
        }
        self.active.extend(before.filter(|before| *before > kept && at.since(*before) >= FINE_MS));
        self.active.push(at);
    }
}

/// Whether a film is there for the look of the page.
fn decorates(film: &Element) -> bool {
    let has = |name| film.attribute(name).is_some();
    has("muted") && (has("loop") || has("autoplay"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::event::{NewNode, NodeContent, Point, Snapshot};

    /// The track of these events.
    pub(in super::super) fn tracked(events: &[Event]) -> Track {
        let (mut tracker, mut page) = (Tracker::new(), PageState::default());
        for event in events {
            page.apply(event);
            tracker.note(event, &page);
        }
        tracker.finish(events.last().unwrap().at)
    }

    fn media(at: i64, action: MediaAction) -> Event {
        let kind = EventKind::Media { node: NodeId(4), action, position_s: None };
        Event { at: Time(at), window: 0, kind }
    }

    /// A page with nothing but a film.
    fn page_with(attributes: &[&str]) -> Event {
        let attributes = attributes.iter().map(|name| ((*name).into(), "played".into())).collect();
        let film = NodeContent::Element { tag: "video".into(), svg: false, attributes };
        let node = |id, parent, content| NewNode { id: NodeId(id), parent, in_shadow: false, content };
        let nodes =
            vec![node(1, None, NodeContent::Document { quirks: false }), node(4, Some(NodeId(1)), film)];
        let kind = EventKind::Snapshot(Box::new(Snapshot { nodes, scroll: Point::default() }));
        Event { at: Time(0), window: 0, kind }
    }

    #[track_caller]
    fn idle(film: &[&str], events: &[Event], expected: &[(i64, i64)]) {
        let mut all = vec![page_with(film)];
        all.extend_from_slice(events);
        all.push(Event { at: Time(30_000), window: 0, kind: EventKind::Loaded });
        let found: Vec<_> =
            tracked(&all).idle(3000, Time(30_000)).iter().map(|(from, to)| (from.0, to.0)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn who_watches_a_film_is_there() {
        let watched = [media(4000, MediaAction::Play), media(12_000, MediaAction::Pause)];
        idle(&["src"], &watched, &[(0, 4000), (12_000, 30_000)]);
        // It plays to the end, or until another page comes.
        idle(&["src"], &watched[..1], &[(0, 4000)]);
        let left = Event { at: Time(20_000), ..page_with(&[]) };
        idle(&["muted"], &[watched[0].clone(), left], &[(0, 4000), (20_000, 30_000)]);
        // Decoration that every visit has says nothing of the visitor.
        idle(&["muted", "autoplay", "loop"], &watched, &[(0, 4000), (4000, 12_000), (12_000, 30_000)]);
        // A page that comes again while the film goes on.
        let again = Event { at: Time(20_000), ..page_with(&["rr_mediaState"]) };
        idle(&["src"], &[watched[0].clone(), again], &[(0, 4000)]);
    }
}
