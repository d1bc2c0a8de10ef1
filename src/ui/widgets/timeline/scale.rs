//! Which moment is where on the timeline, and which part of the recording it shows.

use crate::event::Time;
use crate::ui::theme;

/// A part of a recording: from, to.
pub type Span = (Time, Time);

/// The shortest part that is shown over the whole width, ms.
const SHORTEST: i64 = 2000;

/// Places on the screen and moments of the part that is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) left: f32,
    pub(super) width: f32,
    pub(super) span: Span,
}

impl Scale {
    /// Where a moment is; those before and after the part are at its ends.
    pub(super) fn x(&self, time: Time) -> f32 {
        let (from, to) = self.span;
        let share = time.clamp(from, to.max(from)).since(from) as f64 / to.since(from).max(1) as f64;
        self.left + self.width * theme::points(share)
    }

    /// The moment at a place; beyond the ends it is the part's first or last.
    #[expect(clippy::cast_possible_truncation, reason = "between two moments")]
    pub(super) fn time(&self, x: f32) -> Time {
        let share = f64::from(((x - self.left) / self.width).clamp(0.0, 1.0));
        let (from, to) = self.span;
        from.plus((share * to.since(from) as f64).round() as i64)
    }

    /// Whether the moment is in the part that is shown.
    pub(super) fn shows(&self, time: Time) -> bool {
        self.span.0 <= time && time <= self.span.1
    }
}

/// `span` shown `factor` times as large; `at` stays where it is on the screen.
#[expect(clippy::cast_possible_truncation, reason = "between the shortest part and the duration")]
pub fn zoomed(span: Span, factor: f64, at: Time, duration: Time) -> Span {
    let whole = span.1.since(span.0).max(1) as f64;
    let wanted = (whole / factor.clamp(0.01, 100.0)).round() as i64;
    let length = wanted.clamp(SHORTEST.min(duration.0.max(1)), duration.0.max(1));
    let share = (at.since(span.0) as f64 / whole).clamp(0.0, 1.0);
    let from = at.plus(-((length as f64 * share) as i64));
    moved((from, from.plus(length)), 0, duration)
}

/// `span` moved by so many milliseconds, kept inside the recording.
pub fn moved(span: Span, by: i64, duration: Time) -> Span {
    let length = span.1.since(span.0).clamp(0, duration.0.max(0));
    let from = span.0.plus(by).clamp(Time::ZERO, duration.plus(-length).max(Time::ZERO));
    (from, from.plus(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_times_are_each_others_inverse() {
        for span in [(Time(0), Time(100_000)), (Time(40_000), Time(50_000))] {
            let scale = Scale { left: 10.0, width: 1000.0, span };
            for ms in [40_000, 40_001, 42_345, 49_999, 50_000] {
                assert!((scale.time(scale.x(Time(ms))).0 - ms).abs() <= 1, "{ms}");
            }
            assert_eq!((scale.time(-50.0), scale.time(5000.0)), span);
        }
    }

    #[test]
    fn what_is_below_the_pointer_stays_there() {
        let whole = (Time(0), Time(100_000));
        let near = zoomed(whole, 4.0, Time(40_000), Time(100_000));
        assert_eq!(near, (Time(30_000), Time(55_000)));
        assert_eq!(zoomed(near, 0.25, Time(40_000), Time(100_000)), whole);
        assert_eq!(zoomed(whole, 1e9, Time(0), Time(100_000)), (Time(0), Time(2000)));
        assert_eq!(zoomed((Time(0), Time(500)), 9.0, Time(0), Time(500)), (Time(0), Time(500)));
    }

    #[test]
    fn a_part_stays_inside_the_recording() {
        let (span, duration) = ((Time(10), Time(30)), Time(100));
        assert_eq!(moved(span, -50, duration), (Time(0), Time(20)));
        assert_eq!(moved(span, 5, duration), (Time(15), Time(35)));
        assert_eq!(moved(span, 500, duration), (Time(80), Time(100)));
    }
}
