//! Two recordings that bear the id of one session: whether one holds the other, whether they are
//! parts of one visit, or have nothing to do with each other.
//!
//! Events are compared by what they say: which container they came in, and so the window or the
//! session that is written on each, makes no difference.

use super::collect::{Collector, Origin};
use super::envelope::{CUSTOM, Envelope, times};
use super::item::Format;
use foldhash::fast::FixedState;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::hash::BuildHasher as _;

/// Parts of one visit lie no further apart, ms: after that analytics tools begin another visit.
const MOST_BETWEEN_MS: f64 = 30.0 * 60_000.0;

/// The type of snapshots of a whole page.
const SNAPSHOT: i64 = 2;

/// Members that containers write on events.
const WRITTEN_ON: [&str; 7] =
    ["windowId", "window_id", "sessionId", "session_id", "$session_id", "delay", "cv"];

/// How two recordings of one session go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Combination {
    /// The first has all that the second has.
    Within,
    /// The second has all that the first has, and more.
    Beyond,
    /// Each has events that the other lacks: this is both, as [`super::RawRecording::events`] are,
    /// and how many lines it has.
    Together(Vec<u8>, usize),
    /// They are different recordings.
    Strangers,
}

/// Compares two recordings' texts (as [`super::RawRecording::events`]) that bear the same id.
pub fn combine(first: &[u8], second: &[u8]) -> Combination {
    let (first, second) = (Side::of(first), Side::of(second));
    let (left, right) = (first.lacking(&second), second.lacking(&first));
    let shared = right.len() < second.lines.len() || left.len() < first.lines.len();
    if right.is_empty() {
        return Combination::Within;
    }
    if left.is_empty() {
        return Combination::Beyond;
    }
    if shared && first.alike(&left, &second, &right) {
        // The same events, written in another way.
        let longer = second.lines.len() > first.lines.len();
        return if longer { Combination::Beyond } else { Combination::Within };
    }
    if !shared && !first.continues(&second) {
        return Combination::Strangers;
    }
    first.with(&second, &right)
}

/// One of two recordings.
struct Side<'t> {
    lines: Vec<(&'t str, Envelope<'t>)>,
    /// When each happened, ms.
    times: Vec<f64>,
    /// What each says, as a hash.
    says: Vec<u64>,
}

impl<'t> Side<'t> {
    fn of(text: &'t [u8]) -> Self {
        let text = std::str::from_utf8(text).unwrap_or_default();
        let lines: Vec<(&str, Envelope<'_>)> =
            text.lines().filter_map(|line| Some((line, Envelope::of(line)?))).collect();
        let outsides: Vec<_> = lines.iter().map(|(_, event)| (event.kind, event.timestamp)).collect();
        let times = times(&outsides).into_iter().map(|(time, _)| time).collect();
        let says = lines.iter().map(|(line, _)| says(line)).collect();
        Self { lines, times, says }
    }

    /// The places of the events that `other` has not.
    fn lacking(&self, other: &Self) -> Vec<usize> {
        let known: HashSet<u64> = other.says.iter().copied().collect();
        (0..self.lines.len()).filter(|place| !known.contains(&self.says[*place])).collect()
    }

    /// Whether most of what each has alone happened at the same times and is of the same types.
    fn alike(&self, left: &[usize], other: &Self, right: &[usize]) -> bool {
        let outside = |side: &Self, place: usize| (side.lines[place].1.kind, side.times[place].to_bits());
        let theirs: HashSet<_> = right.iter().map(|place| outside(other, *place)).collect();
        let same = left.iter().filter(|place| theirs.contains(&outside(self, **place))).count();
        same * 2 > left.len().min(right.len())
    }

    /// Whether `other`, which shares no event with it, is of the same visit: soon before or after,
    /// or at the same time in another window or without a page of its own.
    fn continues(&self, other: &Self) -> bool {
        let (Some((a, b)), Some((c, d))) = (self.span(), other.span()) else { return false };
        let between = (c - b).max(a - d);
        if between > 0.0 {
            return between <= MOST_BETWEEN_MS;
        }
        !self.has_page() || !other.has_page() || (self.is_windowed() && other.is_windowed())
    }

    fn span(&self) -> Option<(f64, f64)> {
        let earliest = self.times.iter().copied().reduce(f64::min)?;
        Some((earliest, self.times.iter().copied().reduce(f64::max)?))
    }

    fn has_page(&self) -> bool {
        self.lines.iter().any(|(_, event)| event.kind == Some(SNAPSHOT))
    }

    fn is_windowed(&self) -> bool {
        self.lines.iter().all(|(_, event)| event.window.is_some() || event.kind == Some(CUSTOM))
    }

    fn with(&self, other: &Self, right: &[usize]) -> Combination {
        let mut both = Collector::default();
        let origin = Origin { format: Format::RrwebLines, session: Some(""), window: None };
        let more = right.iter().map(|place| &other.lines[*place]);
        for (line, envelope) in self.lines.iter().chain(more) {
            if both.push(line, envelope, &origin).is_err() {
                // More than one session may have: what is there stays as it is.
                return Combination::Within;
            }
        }
        let mut together = Combination::Within;
        let finished = both.finish("", &mut |raw| {
            together = Combination::Together(raw.events, raw.count);
            Ok(())
        });
        if matches!(finished, Ok(Ok(()))) { together } else { Combination::Within }
    }
}

/// What an event says, whoever wrote it down.
fn says(line: &str) -> u64 {
    let hash = |text: &str| FixedState::default().hash_one(text);
    let Ok(mut event) = serde_json::from_str::<Map<String, Value>>(line) else { return hash(line) };
    for name in WRITTEN_ON {
        event.remove(name);
    }
    event.sort_keys();
    hash(&Value::Object(event).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    /// Events at these seconds, the first a page where `page` says so.
    fn text(page: bool, seconds: &[u64], more: &str) -> String {
        let mut out = String::new();
        for (place, second) in seconds.iter().enumerate() {
            let kind = if page && place == 0 { 2 } else { 3 };
            writeln!(
                out,
                r#"{{"type":{kind},"data":{{"x":{second}}},"timestamp":{}{more}}}"#,
                second * 1000 + 1
            )
            .unwrap();
        }
        out
    }

    #[track_caller]
    fn check(first: &str, second: &str, expected: &str) {
        let found = match combine(first.as_bytes(), second.as_bytes()) {
            Combination::Within => "within".to_owned(),
            Combination::Beyond => "beyond".to_owned(),
            Combination::Strangers => "strangers".to_owned(),
            Combination::Together(events, count) => {
                let events = String::from_utf8(events).unwrap();
                assert_eq!(events.lines().count(), count);
                let time = |line| Envelope::of(line).and_then(|event| event.timestamp).unwrap();
                let times: Vec<String> =
                    events.lines().map(|line| (time(line) / 1000.0).floor().to_string()).collect();
                times.join(" ")
            }
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn parts_of_one_visit_go_together() {
        let (whole, begin, end) =
            (text(true, &[1, 2, 3, 4], ""), text(true, &[1, 2], ""), text(false, &[3, 4], ""));
        check(&whole, &whole, "within");
        check(&whole, &end, "within");
        check(&begin, &whole, "beyond");
        check(&begin, &end, "1 2 3 4");
        check(&end, &begin, "1 2 3 4");
        check(&begin, &text(true, &[1, 5], ""), "1 2 5");
        check(&begin, &text(true, &[1700, 1701], ""), "1 2 1700 1701");
        check(&begin, &text(true, &[2000, 2001], ""), "strangers");
        check(&text(true, &[1, 9], ""), &text(true, &[3, 4], ""), "strangers");
        check(&text(true, &[1, 9], ""), &text(false, &[3, 4], ""), "1 3 4 9");
        let window = |id| format!(",\"windowId\":{id}");
        check(&text(true, &[1, 9], &window(1)), &text(true, &[3, 4], &window(2)), "1 3 4 9");
        check("", "", "within");
    }

    #[test]
    fn what_containers_write_on_events_makes_no_difference() {
        let plain = text(true, &[1, 2, 3], "");
        check(&plain, &text(true, &[1, 2, 3], ",\"windowId\":\"w\",\"delay\":5"), "within");
        check(&plain, &text(true, &[1, 2, 3, 4], ",\"sessionId\":\"s\""), "beyond");
        let other = plain.replace("\"x\":2", "\"x\":2.0").replace("\"x\":3", "\"x\":3.0");
        check(&plain, &other, "within");
        check(&plain, &(other + &text(false, &[7], "")), "beyond");
    }
}
