//! The outside of an event: type, time, window. What `data` holds is not looked at.

use super::json::Cursor;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Below this a time cannot be milliseconds since 1970 of any recording: it would be before 1973.
const EARLIEST_MS: f64 = 1e11;

/// The last moment that JavaScript can name.
const LATEST_MS: f64 = 8.64e15;

/// The type of custom events.
pub(super) const CUSTOM: i64 = 5;

/// An event, its data unread.
#[derive(Debug, Clone, Default)]
pub(super) struct Envelope<'a> {
    /// `type`
    pub(super) kind: Option<i64>,
    /// `timestamp`, as it came.
    pub(super) timestamp: Option<f64>,
    /// `data`, as JSON text.
    pub(super) data: Option<&'a str>,
    /// `windowId`, as JSON text.
    pub(super) window: Option<&'a str>,
    /// `sessionId`: text, or a number's digits.
    pub(super) session: Option<&'a str>,
    /// `cv`, as JSON text: what compressed parts of `data`.
    pub(super) compressed: Option<&'a str>,
}

/// An event as serde takes it.
#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(rename = "type")]
    kind: Option<i64>,
    timestamp: Option<f64>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow, rename = "windowId", alias = "window_id")]
    window: Option<&'a RawValue>,
    #[serde(borrow, rename = "sessionId", alias = "session_id", alias = "$session_id")]
    session: Option<&'a RawValue>,
    #[serde(borrow)]
    cv: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    /// Of the event that `text` begins with, and its length; checks and reads in one walk. `None` for
    /// what is no event, and for anything odd, which [`Self::read`] then looks at again.
    pub(super) fn quick(text: &'a str) -> Option<(Self, usize)> {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Wire<'a>>();
        let wire = values.next()?.ok()?;
        let found = Self {
            kind: wire.kind,
            timestamp: wire.timestamp,
            data: wire.data.map(RawValue::get),
            window: wire.window.map(RawValue::get),
            session: wire.session.and_then(|raw| id_text(raw.get())),
            compressed: wire.cv.map(RawValue::get),
        };
        found.is_event().then(|| (found, values.byte_offset()))
    }

    /// Of a line that is an event and nothing else.
    pub(super) fn alone(line: &'a str) -> Option<Self> {
        let (found, length) = Self::quick(line)?;
        line[length..].trim().is_empty().then_some(found)
    }

    /// Of an event's JSON text; `None` when it is no object or is cut off.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        Self::read(&mut Cursor::new(text))
    }

    /// Takes one value, which should be an event; `None` when it is no object or is cut off.
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Option<Self> {
        if cursor.peek() != Some(b'{') {
            return None;
        }
        cursor.enter(b'{');
        let mut found = Self::default();
        while let Some(key) = cursor.key() {
            match key {
                "type" => found.kind = cursor.raw().and_then(whole_number),
                "timestamp" => found.timestamp = cursor.raw().and_then(moment),
                "data" => found.data = Some(cursor.raw()?),
                "windowId" | "window_id" => found.window = cursor.raw().filter(|raw| *raw != "null"),
                "sessionId" | "session_id" | "$session_id" => {
                    found.session = cursor.raw().and_then(id_text);
                }
                "cv" => found.compressed = cursor.raw(),
                _ => drop(cursor.skip()),
            }
        }
        cursor.ended_well().then_some(found)
    }

    /// Whether this is an rrweb event.
    pub(super) fn is_event(&self) -> bool {
        self.kind.is_some() && self.timestamp.is_some()
    }
}

/// A whole number, which some databases write as text.
fn whole_number(raw: &str) -> Option<i64> {
    Cursor::new(unquoted(raw).unwrap_or(raw)).read_integer()
}

/// A time: a number, which some databases write as text, or a moment in RFC 3339.
fn moment(raw: &str) -> Option<f64> {
    let Some(text) = unquoted(raw) else { return Cursor::new(raw).read_number() };
    if let Ok(number) = text.parse::<f64>() {
        return Some(number).filter(|number| number.is_finite());
    }
    let moment = text.parse::<jiff::Timestamp>().ok()?;
    Some(moment.as_duration().as_millis_f64())
}

/// What is between the quotes of a string that is not empty.
pub(super) fn unquoted(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"').filter(|text| !text.is_empty())
}

/// An id as a container writes it: text, or a number's digits.
pub(super) fn id_text(raw: &str) -> Option<&str> {
    unquoted(raw).or_else(|| raw.bytes().all(|b| b.is_ascii_digit()).then_some(raw))
}

/// When each event happened, ms, and whether that had to be guessed, in the order given.
///
/// Sentry writes some custom events in seconds; they become milliseconds, and so do the times of a
/// recording that has all of them in seconds, microseconds or nanoseconds. An event without a time,
/// or with one that is decades from the others, gets the time of the event before it.
pub(super) fn times(events: &[(Option<i64>, Option<f64>)]) -> Vec<(f64, bool)> {
    let unit = unit(events);
    let sane = |time: &f64| (0.0..=LATEST_MS).contains(time);
    let in_ms = |time: &Option<f64>| time.map(|time| time * unit).filter(sane);
    let is_epoch = events
        .iter()
        .any(|(kind, time)| *kind != Some(CUSTOM) && in_ms(time).is_some_and(|t| t >= EARLIEST_MS));
    let known = |(kind, time): &(Option<i64>, Option<f64>)| {
        let time = in_ms(time)?;
        match (is_epoch && time < EARLIEST_MS, *kind == Some(CUSTOM)) {
            (false, _) => Some(time),
            (true, true) => Some(time * 1000.0).filter(|ms| *ms >= EARLIEST_MS),
            (true, false) => None,
        }
    };
    let mut last = events.iter().find_map(known).unwrap_or_default();
    events
        .iter()
        .map(|event| {
            let time = known(event);
            last = time.unwrap_or(last);
            (last, time.is_none())
        })
        .collect()
}

/// Milliseconds in the unit that the times of most events are in.
fn unit(events: &[(Option<i64>, Option<f64>)]) -> f64 {
    let units = [
        // From September 2001; a recording that begins at zero is never so long.
        (1e9..EARLIEST_MS, 1000.0),
        (1e14..1e17, 1e-3),
        (1e17..1e20, 1e-6),
    ];
    let told = || events.iter().filter_map(|(kind, time)| time.filter(|_| *kind != Some(CUSTOM)));
    let Some((range, unit)) =
        told().next().and_then(|first| units.into_iter().find(|(range, _)| range.contains(&first)))
    else {
        return 1.0;
    };
    let inside = told().filter(|time| range.contains(time)).count();
    let likely = unit < 1.0 || in_seconds(&told().collect::<Vec<_>>());
    if inside * 2 > told().count() && likely { unit } else { 1.0 }
}

/// Whether times that can be seconds or milliseconds (of January 1970, as made-up recordings have
/// them) are as close to each other as seconds are: parts of a second, or gaps that are mostly small.
fn in_seconds(times: &[f64]) -> bool {
    const USUAL_GAP: f64 = 10.0;
    let gaps = times.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    let small = gaps.clone().filter(|gap| *gap < USUAL_GAP).count();
    times.iter().any(|time| time.fract() != 0.0) || small * 2 >= gaps.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outside_is_read_in_any_order() {
        let text = r#"{"data":{"type":9},"windowId":2,"timestamp":1.5,"x":[],"sessionId":"s","type":3}"#;
        let found = Envelope::of(text).unwrap();
        assert_eq!((found.kind, found.timestamp), (Some(3), Some(1.5)));
        assert_eq!((found.data, found.window), (Some(r#"{"type":9}"#), Some("2")));
        assert_eq!(found.session, Some("s"));
        let numbered = text.replace("\"s\"", "17");
        assert_eq!(Envelope::quick(&numbered).unwrap().0.session, Some("17"));
        assert_eq!(Envelope::of(&numbered).unwrap().session, Some("17"));
        let more = format!("{text}, 7");
        let (quick, length) = Envelope::quick(&more).unwrap();
        assert_eq!((quick.kind, quick.timestamp, length), (Some(3), Some(1.5), text.len()));
        assert_eq!((quick.data, quick.window, quick.session), (found.data, found.window, found.session));
        for bad in ["", "[]", "7", "{\"type\":3", "{\"data\":[", "{\"type\":3]"] {
            assert!(Envelope::of(bad).is_none(), "{bad}");
        }
    }

    #[track_caller]
    fn check_times(events: &[(i64, Option<f64>)], expected: &[(f64, bool)]) {
        let events: Vec<_> = events.iter().map(|(kind, time)| (Some(*kind), *time)).collect();
        assert_eq!(times(&events), expected);
    }

    #[test]
    fn odd_times_are_mended() {
        check_times(&[], &[]);
        check_times(&[(4, Some(0.0)), (5, Some(10.5))], &[(0.0, false), (10.5, false)]);
        check_times(&[(4, Some(2e12)), (5, Some(2e9 + 0.5))], &[(2e12, false), (2e12 + 500.0, false)]);
        check_times(
            &[(4, None), (3, Some(2e12)), (3, Some(7.0))],
            &[(2e12, true), (2e12, false), (2e12, true)],
        );
        check_times(&[(4, Some(-1.0)), (3, Some(1e300))], &[(0.0, true), (0.0, true)]);
    }

    #[test]
    fn other_units_become_milliseconds() {
        let expected = [(1.7e12, false), (1.7e12 + 500.0, false)];
        for unit in [1e-3, 1.0, 1e3, 1e6] {
            check_times(&[(4, Some(1.7e12 * unit)), (3, Some((1.7e12 + 500.0) * unit))], &expected);
        }
        let made_up = [1.9e9 + 1.0, 1.9e9 + 132.0, 1.9e9 + 132.0, 1.9e9 + 1500.0];
        check_times(&made_up.map(|ms| (3, Some(ms))), &made_up.map(|ms| (ms, false)));
        check_times(
            &[(4, Some(2e9)), (3, Some(2e12)), (3, Some(2e12))],
            &[(2e12, true), (2e12, false), (2e12, false)],
        );
    }

    #[test]
    fn numbers_and_moments_may_be_text() {
        for (time, expected) in [
            ("\"1700000000000\"", Some(1.7e12)),
            ("\"1700000000.5\"", Some(1_700_000_000.5)),
            ("\"2023-11-14T22:13:20.25Z\"", Some(1_700_000_000_250.0)),
            ("\"2023-11-14T23:13:20+01:00\"", Some(1.7e12)),
            ("\"soon\"", None),
            ("\"inf\"", None),
            ("null", None),
        ] {
            let found = Envelope::of(&format!(r#"{{"type":"3","timestamp":{time}}}"#))
                .map(|event| (event.kind, event.timestamp));
            assert_eq!(found, Some((Some(3), expected)), "{time}");
        }
    }
}
