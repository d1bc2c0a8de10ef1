//! Numbers, durations and days of the segment line, and ranges of them: to values and back.

use super::{Bound, Span, Takes};
use jiff::civil::Date;
use std::fmt::Write as _;

const DAY_ONE: Date = jiff::civil::date(1970, 1, 1);

/// Units of durations, ms each, longest first.
const UNITS: [(&str, f64); 4] = [("h", 3_600_000.0), ("m", 60_000.0), ("s", 1000.0), ("ms", 1.0)];

/// Reads `5`, `5..9`, `..9`, `>5`… Says what is wrong otherwise.
pub(super) fn read_span(text: &str, takes: Takes) -> Result<Span, String> {
    for (sign, low, included) in
        [(">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false)]
    {
        if let Some(rest) = text.strip_prefix(sign) {
            let bound = Some(Bound { value: read(rest, takes)?, included });
            return Ok(if low { Span { low: bound, high: None } } else { Span { low: None, high: bound } });
        }
    }
    let Some((low, high)) = text.split_once("..") else {
        let end = Some(Bound { value: read(text, takes)?, included: true });
        return Ok(Span { low: end, high: end });
    };
    let end = |text: &str| match text {
        "" => Ok(None),
        text => read(text, takes).map(|value| Some(Bound { value, included: true })),
    };
    let span = Span { low: end(low)?, high: end(high)? };
    match (span.low, span.high) {
        (None, None) => Err("a range needs at least one end, such as 5..10".to_owned()),
        (Some(a), Some(b)) if a.value > b.value => {
            Err(format!("the range {text:?} ends before it begins; write the smaller end first"))
        }
        _ => Ok(span),
    }
}

fn read(text: &str, takes: Takes) -> Result<f64, String> {
    match takes {
        Takes::Duration => read_duration(text),
        Takes::Date => text
            .parse::<Date>()
            .ok()
            .filter(|_| text.len() == 10)
            .and_then(|day| DAY_ONE.until(day).ok())
            .map(|days| f64::from(days.get_days()))
            .ok_or_else(|| format!("{text:?} is no day; write it as 2026-05-31")),
        _ => read_plain(text).ok_or_else(|| format!("{text:?} is no number; write it as 100 or 99.5")),
    }
}

fn read_plain(text: &str) -> Option<f64> {
    let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    let number = text.parse::<f64>().ok().filter(|n| plain && n.is_finite())?;
    Some(if number == 0.0 { 0.0 } else { number })
}

fn read_duration(text: &str) -> Result<f64, String> {
    let wrong = || format!("{text:?} is no duration; write it with a unit, as 90s, 2m or 1h");
    let (mut rest, mut sum) = (text, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let number = read_plain(number).filter(|&n| n >= 0.0).ok_or_else(wrong)?;
        let ms = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, ms)| *ms);
        sum += number * ms.or((number == 0.0 && unit.is_empty()).then_some(0.0)).ok_or_else(wrong)?;
        rest = tail;
    }
    if text.is_empty() || !sum.is_finite() { Err(wrong()) } else { Ok(sum) }
}

/// Writes a span as [`read_span`] reads it.
pub(super) fn write_span(span: &Span, takes: Takes) -> String {
    let show = |bound: &Bound| write(bound.value, takes);
    match (&span.low, &span.high) {
        (Some(low), Some(high)) if low == high => show(low),
        (Some(low), Some(high)) => format!("{}..{}", show(low), show(high)),
        (Some(low), None) => format!("{}{}", if low.included { ">=" } else { ">" }, show(low)),
        (None, Some(high)) => format!("{}{}", if high.included { "<=" } else { "<" }, show(high)),
        (None, None) => String::new(),
    }
}

fn write(value: f64, takes: Takes) -> String {
    match takes {
        Takes::Duration => {
            let unit = UNITS.iter().find(|(_, ms)| value >= *ms && value % ms == 0.0);
            let (name, ms) = unit.copied().unwrap_or(("ms", 1.0));
            format!("{}{name}", value / ms)
        }
        Takes::Date => {
            #[expect(clippy::cast_possible_truncation, reason = "read from a day, or clamped by jiff")]
            let days = value as i64;
            let day = jiff::Span::new().try_days(days).and_then(|span| DAY_ONE.checked_add(span));
            day.map_or_else(|_| days.to_string(), |day| day.to_string())
        }
        _ => value.to_string(),
    }
}

/// A span for people: `over 2 m`, `50–100`.
pub(super) fn label_span(span: &Span, takes: Takes) -> String {
    let show = |bound: &Bound| write(bound.value, takes);
    let mut text = String::new();
    match (&span.low, &span.high) {
        (Some(low), Some(high)) if low == high => text = show(low),
        (Some(low), Some(high)) => text = format!("{} – {}", show(low), show(high)),
        (low, high) => {
            for (bound, sign, or_equal) in [(low, ">", "≥"), (high, "<", "≤")] {
                if let Some(bound) = bound {
                    let sign = if bound.included { or_equal } else { sign };
                    write!(text, "{sign} {}", show(bound)).expect("a String takes any text");
                }
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, takes: Takes, expected: &str) {
        let got = read_span(text, takes).map(|span| write_span(&span, takes));
        assert_eq!(got.as_deref().unwrap_or("wrong"), expected, "{text}");
    }

    #[test]
    fn spans_read_and_write() {
        check("5", Takes::Number, "5");
        check("5..9.5", Takes::Number, "5..9.5");
        check("5..", Takes::Number, ">=5");
        check("<=-3", Takes::Number, "<=-3");
        check("..", Takes::Number, "wrong");
        check("9..5", Takes::Number, "wrong");
        check("inf", Takes::Number, "wrong");
        check("1e999", Takes::Number, "wrong");
        check("90s", Takes::Duration, "90s");
        check("1h30m", Takes::Duration, "90m");
        check("120s", Takes::Duration, "2m");
        check(">1500ms", Takes::Duration, ">1500ms");
        check("0", Takes::Duration, "0ms");
        check("90", Takes::Duration, "wrong");
        check("2 m", Takes::Duration, "wrong");
        check("2026-05-01..2026-05-31", Takes::Date, "2026-05-01..2026-05-31");
        check("1969-12-31", Takes::Date, "1969-12-31");
        check("2026-02-30", Takes::Date, "wrong");
        check("20260501", Takes::Date, "wrong");
    }
}
