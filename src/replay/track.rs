//! Where the pointer was and when the visitor did something, apart from the page.

use super::blocks::{Blocks, Timed};
use super::state::PointerState;
use crate::event::{NodeId, Point, PointerKind, Position, PressKind, Time};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Positions further apart than this are not joined: the recorder was still for a while, and then
/// the pointer was somewhere else. Batches are sampled every 50 ms, and rarely slower than 500 ms.
const JOIN_MS: i64 = 500;

/// All positions of a recording in the order of their own times, and when something was done.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) samples: Blocks<Sample>,
    pub(super) active: Arc<[Time]>,
    /// When a film or sound was playing, ascending by their begin.
    pub(super) films: Vec<(Time, Time)>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Sample {
    pub(super) at: Time,
    /// `None` for a press without a place.
    pub(super) point: Option<Point>,
    pub(super) node: Option<NodeId>,
    pub(super) window: u16,
    pub(super) touch: bool,
    /// What became of button or finger; `None` leaves it.
    pub(super) pressed: Option<bool>,
    /// Put in by a page load: no line is drawn across it.
    pub(super) cut: bool,
}

impl Timed for Sample {
    fn at(&self) -> Time {
        self.at
    }
}

impl Track {
    pub(super) fn pointer_at(&self, at: Time) -> Option<PointerState> {
        let after = self.samples.upto(at);
        let last = self.samples.get(after.checked_sub(1)?)?;
        let from = last.point?;
        let next = self.samples.get(after).filter(|next| last.joins(next));
        let point = next.and_then(|next| Some((next, next.point?))).map_or(from, |(next, to)| {
            let share = at.since(last.at) as f64 / next.at.since(last.at).max(1) as f64;
            Point::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
        });
        Some(PointerState {
            at: point,
            node: last.node,
            touch: last.touch,
            pressed: last.pressed.unwrap_or_default(),
        })
    }

    pub(super) fn trail(&self, from: Time, to: Time) -> Vec<Position> {
        let mut trail = Vec::new();
        self.samples.each(self.samples.before(from)..self.samples.upto(to), |sample| {
            let (at, node) = (sample.at, sample.node);
            trail.extend(sample.point.filter(|_| !sample.cut).map(|point| Position { at, point, node }));
        });
        trail
    }

    /// When something was done, ascending; of what lies close together the first and the last.
    pub(super) fn active(&self) -> &Arc<[Time]> {
        &self.active
    }

    /// Gaps of more than `longer_ms`; not shorter ones than a few hundredths of a second.
    pub(super) fn idle(&self, longer_ms: i64, end: Time) -> Vec<(Time, Time)> {
        let longer = |(from, to): &(Time, Time)| to.since(*from) > longer_ms;
        let mut gaps = Vec::new();
        let mut before = Time::ZERO;
        for at in self.active.iter().copied().chain([end]) {
            if longer(&(before, at)) {
                gaps.extend(self.without_films((before, at)).into_iter().filter(longer));
            }
            before = before.max(at);
        }
        gaps
    }

    /// What is left of a gap when the times are taken out in which something played.
    fn without_films(&self, (from, to): (Time, Time)) -> Vec<(Time, Time)> {
        let mut left = Vec::new();
        let mut from = from;
        for film in self.films.iter().take_while(|film| film.0 < to) {
            left.push((from, film.0));
            from = from.max(film.1);
        }
        left.push((from, to));
        left
    }
}

impl Sample {
    /// Whether the pointer went from here to `next` on a line, as far as can be told.
    fn joins(&self, next: &Self) -> bool {
        let ms = next.at.since(self.at);
        (0..=JOIN_MS).contains(&ms)
            && !self.cut
            && !next.cut
            && self.window == next.window
            && self.touch == next.touch
            && (!self.touch || self.pressed == Some(true))
    }
}

/// Whether a press has a place; focus and blur have none.
pub(super) fn has_place(kind: PressKind) -> bool {
    !matches!(kind, PressKind::Focus | PressKind::Blur)
}

/// What a press says of the button or finger: down or up. `None` says nothing.
pub(super) fn presses(kind: PressKind) -> Option<bool> {
    match kind {
        PressKind::Down | PressKind::TouchStart => Some(true),
        PressKind::Up | PressKind::TouchEnd | PressKind::TouchCancel => Some(false),
        _ => None,
    }
}

/// Whether a finger did it.
pub(super) fn touches(kind: PressKind, pointer: PointerKind) -> bool {
    pointer == PointerKind::Touch
        || matches!(kind, PressKind::TouchStart | PressKind::TouchEnd | PressKind::TouchCancel)
}

/// Whether both numbers are numbers.
pub(super) fn finite(point: Point) -> bool {
    point.x.is_finite() && point.y.is_finite()
}

#[cfg(test)]
mod tests {
    use super::super::tracker::tests::tracked;
    use super::*;
    use crate::event::{Event, EventKind, MoveKind};

    fn position(at: i64, x: f64) -> Position {
        Position { at: Time(at), point: Point::new(x, 0.0), node: None }
    }

    fn moves(at: i64, positions: Vec<Position>) -> Event {
        Event { at: Time(at), window: 0, kind: EventKind::Moves { by: MoveKind::Mouse, positions } }
    }

    fn press(at: i64, kind: PressKind, x: f64) -> Event {
        let (node, pointer) = (NodeId(1), PointerKind::Mouse);
        let point = Some(Point::new(x, 0.0));
        Event { at: Time(at), window: 0, kind: EventKind::Press { kind, node, point, pointer } }
    }

    /// A batch that is told at 500, a press in the middle of it, and a later one.
    fn track() -> Track {
        tracked(&[
            press(120, PressKind::Down, 12.0),
            moves(500, vec![position(0, 0.0), position(100, 10.0), position(200, 30.0)]),
            press(9000, PressKind::Up, 50.0),
        ])
    }

    #[track_caller]
    fn check(at: i64, expected: Option<(f64, bool)>) {
        let found = track().pointer_at(Time(at)).map(|pointer| (pointer.at.x, pointer.pressed));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_pointer_goes_from_position_to_position_by_their_own_times() {
        check(-1, None);
        check(0, Some((0.0, false)));
        check(50, Some((5.0, false)));
        check(110, Some((11.0, false)));
        check(160, Some((21.0, true)));
        // Too long a gap to draw a line across.
        check(5000, Some((30.0, true)));
        check(9001, Some((50.0, false)));
    }

    #[test]
    fn positions_that_are_told_late_come_in_their_order() {
        let batch = |n: i64| {
            let positions = (0..10).map(|at| position(n * 500 + at * 50 - 700, n as f64)).collect();
            moves(n * 500, positions)
        };
        let events: Vec<Event> = (2..4000).map(batch).collect();
        let track = tracked(&events);
        let trail = track.trail(Time::ZERO, Time(3_000_000));
        assert_eq!(trail.len(), 39_980);
        assert!(trail.is_sorted_by_key(|position| position.at));
        let count = track.active().len();
        assert!(track.active().is_sorted() && (39_000..39_981).contains(&count), "{count}");
    }

    #[test]
    fn trail_and_gaps_know_the_positions() {
        let trail: Vec<i64> = track().trail(Time(100), Time(200)).iter().map(|p| p.at.0).collect();
        assert_eq!(trail, [100, 120, 200]);
        assert_eq!(track().idle(1000, Time(9500)), [(Time(200), Time(9000))]);
        assert_eq!(track().idle(400, Time(9500)), [(Time(200), Time(9000)), (Time(9000), Time(9500))]);
    }
}
