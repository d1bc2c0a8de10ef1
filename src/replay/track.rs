//! Where the pointer was and when the visitor did something, apart from the page.

use super::state::PointerState;
use crate::event::{Event, EventKind, MoveKind, NodeId, Point, PointerKind, Position, PressKind, Time};

/// Positions further apart than this are not joined: the recorder was still for a while, and then
/// the pointer was somewhere else. Batches are sampled every 50 ms, and rarely slower than 500 ms.
const JOIN_MS: i64 = 500;

/// All positions of a recording in the order of their own times, and when something was done.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    samples: Vec<Sample>,
    done: Vec<Time>,
}

#[derive(Debug, Clone, Copy)]
struct Sample {
    at: Time,
    /// `None` for a press without a place.
    point: Option<Point>,
    node: Option<NodeId>,
    window: u16,
    touch: bool,
    /// What became of button or finger; `None` leaves it.
    pressed: Option<bool>,
    /// Put in by a page load: no line is drawn across it.
    cut: bool,
}

impl Track {
    pub(super) fn new(events: &[Event]) -> Self {
        let mut track = Self::default();
        for event in events {
            track.note(event);
        }
        track.samples.sort_by_key(|sample| sample.at);
        track.done.sort_unstable();
        track.settle();
        track
    }

    pub(super) fn pointer_at(&self, at: Time) -> Option<PointerState> {
        let after = self.samples.partition_point(|sample| sample.at <= at);
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
        let start = self.samples.partition_point(|sample| sample.at < from);
        let samples = self.samples[start..].iter().take_while(|sample| sample.at <= to);
        let moved = samples.filter(|sample| !sample.cut);
        moved.filter_map(|s| Some(Position { at: s.at, point: s.point?, node: s.node })).collect()
    }

    pub(super) fn idle(&self, longer_ms: i64, end: Time) -> Vec<(Time, Time)> {
        let mut gaps = Vec::new();
        let mut before = Time::ZERO;
        for at in self.done.iter().copied().chain([end]) {
            if at.since(before) > longer_ms {
                gaps.push((before, at));
            }
            before = before.max(at);
        }
        gaps
    }

    fn note(&mut self, event: &Event) {
        let (at, window) = (event.at, event.window);
        match &event.kind {
            EventKind::Moves { by, positions } => {
                let touch = *by == MoveKind::Touch;
                for position in positions.iter().filter(|position| finite(position.point)) {
                    let (point, node) = (Some(position.point), position.node);
                    self.samples.push(Sample {
                        at: position.at,
                        point,
                        node,
                        window,
                        touch,
                        pressed: None,
                        cut: false,
                    });
                    self.done.push(position.at);
                }
            }
            EventKind::Press { kind, node, point, pointer } => {
                self.done.push(at);
                if has_place(*kind) {
                    let touch = touches(*kind, *pointer);
                    let point = point.filter(|point| finite(*point));
                    let pressed = presses(*kind);
                    self.samples.push(Sample {
                        at,
                        point,
                        node: Some(*node),
                        window,
                        touch,
                        pressed,
                        cut: false,
                    });
                }
            }
            EventKind::Snapshot(_) => {
                self.samples.push(Sample {
                    at,
                    point: None,
                    node: None,
                    window,
                    touch: false,
                    pressed: None,
                    cut: true,
                });
            }
            EventKind::Input { by_user, .. } if *by_user != Some(false) => self.done.push(at),
            EventKind::Scroll { .. } | EventKind::Selection(_) | EventKind::Media { .. } => {
                self.done.push(at);
            }
            _ => {}
        }
    }

    /// Fills in what a sample does not tell from the one before it.
    fn settle(&mut self) {
        let mut pressed = false;
        let mut before: Option<Sample> = None;
        for sample in &mut self.samples {
            pressed = sample.pressed.unwrap_or(pressed);
            sample.pressed = Some(pressed);
            if sample.point.is_none()
                && let Some(before) = before
            {
                sample.point = before.point;
                sample.touch = before.touch;
                sample.node = sample.node.filter(|_| !sample.cut && sample.node == before.node);
            }
            before = Some(*sample);
        }
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
    use super::*;
    use crate::event::MediaAction;

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
        Track::new(&[
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
    fn who_plays_a_film_is_there() {
        let kind = EventKind::Media { node: NodeId(1), action: MediaAction::Play, position_s: None };
        let track = Track::new(&[Event { at: Time(4000), window: 0, kind }]);
        assert_eq!(track.idle(3000, Time(8000)), [(Time(0), Time(4000)), (Time(4000), Time(8000))]);
    }

    #[test]
    fn trail_and_gaps_know_the_positions() {
        let trail: Vec<i64> = track().trail(Time(100), Time(200)).iter().map(|p| p.at.0).collect();
        assert_eq!(trail, [100, 120, 200]);
        assert_eq!(track().idle(1000, Time(9500)), [(Time(200), Time(9000))]);
        assert_eq!(track().idle(400, Time(9500)), [(Time(200), Time(9000)), (Time(9000), Time(9500))]);
    }
}
