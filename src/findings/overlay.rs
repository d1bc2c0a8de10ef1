//! What lies over the page at a moment, in pictures that are handed on: pointer, its way, clicks and
//! taps, rage and dead clicks. The window draws its own, from the same recording.

use super::words;
use crate::event::{EventKind, Point, PointerKind, PressKind, Time};
use crate::facts::{Facts, SignalKind};
use crate::render::{Fonts, LabelLook, Mark, Marks, Picture, Tag, label};
use crate::replay::Replay;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long a click stays to be seen, ms.
const PRESS_MS: i64 = 900;
/// How much of the pointer's way is shown, ms.
const TRAIL_MS: i64 = 1500;
/// How long a signal's label stays after its end, ms.
const LABEL_MS: i64 = 2500;
/// A step further than this is a new page or a new touch, not a movement, px.
const JUMP: f64 = 900.0;

const RAGE: [u8; 3] = [213, 50, 59];
const DEAD: [u8; 3] = [184, 114, 11];
const ERROR: [u8; 3] = [131, 68, 218];

/// Where client px of the page are in the picture: `client × scale + shift`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    pub(super) scale: f64,
    pub(super) shift: Point,
}

impl View {
    pub(super) fn place(self, client: Point) -> Point {
        Point::new(client.x * self.scale + self.shift.x, client.y * self.scale + self.shift.y)
    }
}

/// Draws the marks of one session. Labels that were drawn once are kept.
pub(super) struct Overlay<'a> {
    replay: &'a Replay,
    facts: Option<&'a Facts>,
    fonts: &'a Fonts,
    labels: BTreeMap<String, Arc<Picture>>,
}

impl<'a> Overlay<'a> {
    /// Without facts there are no labels of signals.
    pub(super) fn new(replay: &'a Replay, facts: Option<&'a Facts>, fonts: &'a Fonts) -> Self {
        Self { replay, facts, fonts, labels: BTreeMap::new() }
    }

    /// The marks at a moment; `scroll` is how far the page is scrolled then.
    pub(super) fn marks(&mut self, at: Time, scroll: Point, view: View) -> Marks {
        let pointer = self.replay.pointer_at(at);
        let touch = pointer.is_some_and(|pointer| pointer.touch);
        let trail = if touch { Vec::new() } else { self.trail(at, view) };
        let presses = presses(self.replay, at, view);
        let tags = self.tags(at, scroll, view);
        Marks {
            trail,
            presses,
            pointer: pointer.map(|pointer| (view.place(pointer.at), pointer.touch)),
            tags,
        }
    }

    fn trail(&self, at: Time, view: View) -> Vec<Point> {
        let sampled = self.replay.trail(at.plus(-TRAIL_MS), at);
        let mut points: Vec<Point> = sampled.iter().map(|spot| spot.point).collect();
        points.extend(self.replay.pointer_at(at).map(|pointer| pointer.at));
        let jump = points.windows(2).rposition(|pair| pair[0].distance(pair[1]) > JUMP);
        points.split_off(jump.map_or(0, |at| at + 1)).into_iter().map(|point| view.place(point)).collect()
    }

    fn tags(&mut self, at: Time, scroll: Point, view: View) -> Vec<Tag> {
        let Some(facts) = self.facts else { return Vec::new() };
        let mut placed: Vec<(Point, SignalKind)> = Vec::new();
        let mut tags = Vec::new();
        for signal in &facts.signals {
            let shown = signal.at <= at && at <= signal.end.plus(LABEL_MS);
            let (Some(position), true) = (signal.position, shown) else { continue };
            if signal.kind == SignalKind::QuickBack {
                continue;
            }
            let mut place = view.place(Point::new(position.x - scroll.x, position.y - scroll.y));
            // The clicks of a rage are dead as a rule; one word is enough.
            let near = |most: f64| placed.iter().filter(move |other| other.0.distance(place) < most);
            if signal.kind == SignalKind::Dead && near(80.0).any(|other| other.1 == SignalKind::Rage) {
                continue;
            }
            let below = near(40.0).count();
            placed.push((place, signal.kind));
            place.y += 26.0 * below as f64;
            let touch = signal.detail.contains("tap");
            let name = words::signal(signal.kind, touch);
            let (text, ground) = match signal.kind {
                SignalKind::Rage => (format!("{name} · {}", signal.detail), RAGE),
                SignalKind::Dead => (name.to_owned(), DEAD),
                SignalKind::CouponRefused => (name.to_owned(), RAGE),
                SignalKind::Error | SignalKind::QuickBack => (name.to_owned(), ERROR),
            };
            tags.push(Tag { at: place, label: self.label(text, ground) });
        }
        tags
    }

    /// A label; drawn once.
    pub(super) fn label(&mut self, text: String, ground: [u8; 3]) -> Arc<Picture> {
        let fonts = self.fonts;
        let drawn = self.labels.entry(text).or_insert_with_key(|text| {
            Arc::new(label(text, LabelLook { ground, ink: [255; 3], size: 12.5 }, fonts))
        });
        drawn.clone()
    }
}

/// Clicks and taps that can still be seen at `at`.
#[expect(clippy::cast_possible_truncation, reason = "an age is a part of one")]
fn presses(replay: &Replay, at: Time, view: View) -> Vec<Mark> {
    let mut presses = Vec::new();
    replay.each_event_between(at.plus(-PRESS_MS), at, |event| {
        if let EventKind::Press { kind: PressKind::Click, point: Some(point), pointer, .. } = event.kind {
            presses.push(Mark {
                at: view.place(point),
                tap: pointer == PointerKind::Touch,
                age: (at.since(event.at) as f64 / PRESS_MS as f64 * 0.8) as f32,
            });
        }
    });
    presses
}
