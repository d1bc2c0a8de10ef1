//! Values as people read them: times, sums, rates, with narrow spaces before units.

use crate::event::Time;
use crate::findings::words;
pub(super) use crate::findings::words::count;
use crate::library::{Session, Site};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A narrow space that does not break.
const THIN: char = '\u{202f}';

/// The library's time zone with its name; UTC where none is known.
#[derive(Debug)]
pub(super) struct Zone {
    zone: TimeZone,
    /// Such as `Europe/Helsinki`.
    pub(super) name: String,
}

impl Zone {
    /// The zone of a site.
    pub(super) fn of(site: &Site) -> Self {
        let named = site.timezone.as_deref().and_then(|name| Some((TimeZone::get(name).ok()?, name)));
        let (zone, name) = named.unwrap_or((TimeZone::UTC, "UTC"));
        Self { zone, name: name.to_owned() }
    }

    /// A moment, ms since 1970: `2026-11-01 09:14`.
    pub(super) fn moment(&self, ms: i64) -> String {
        let Ok(time) = Timestamp::from_millisecond(ms) else { return unknown() };
        time.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// A length of time: `3 m 07 s`, `12 s`.
pub(super) fn duration(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s}{THIN}s"),
        (0, m, s) => format!("{m}{THIN}m {s:02}{THIN}s"),
        (h, m, _) => format!("{h}{THIN}h {m:02}{THIN}m"),
    }
}

/// A moment in a session, to the millisecond: `3:07.250`.
pub(super) fn clock(ms: i64) -> String {
    format!("{}.{:03}", words::clock(Time(ms)), ms.max(0) % 1000)
}

/// A sum of money, with its currency where it is known.
pub(super) fn money(sum: Option<f64>, currency: Option<&str>) -> String {
    sum.map_or_else(unknown, |sum| words::money(sum, currency))
}

/// A rate of 0–1: `12.5 %`.
pub(super) fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(unknown, words::percent)
}

/// A length: `1,440 px`.
pub(super) fn px(length: Option<f64>) -> String {
    length.map_or_else(unknown, words::pixels)
}

/// What stands for what is not known.
pub(super) fn unknown() -> String {
    "–".to_owned()
}

/// A word or what stands for its absence.
pub(super) fn word(text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).map_or_else(unknown, ToOwned::to_owned)
}

/// The first letters of a text that may be long, on one line.
pub(super) fn short(text: &str, most: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let start: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// Friction in words: `rage 2, dead 1`. Kinds that did not happen are left out.
pub(super) fn friction(session: &Session) -> String {
    let kinds: Vec<String> = session
        .signals
        .iter()
        .filter_map(|(kind, count)| Some(format!("{} {}", kind.replace('_', " "), count.filter(|n| *n > 0)?)))
        .collect();
    if kinds.is_empty() { unknown() } else { kinds.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_people_read_them() {
        assert_eq!(
            [duration(0), duration(187_400), duration(3_700_000)],
            ["0\u{202f}s", "3\u{202f}m 07\u{202f}s", "1\u{202f}h 01\u{202f}m"]
        );
        assert_eq!(money(Some(1299.5), Some("EUR")), "€1,299.50");
        assert_eq!([money(None, Some("EUR")), percent(None)], ["–", "–"]);
        assert_eq!(clock(187_250), "3:07.250");
        assert_eq!(short("a  long\nline of words", 8), "a long…");
    }
}
