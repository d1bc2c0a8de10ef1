//! Numbers and moments as shops and people write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A number with a point or comma before its decimals, with or without separators of thousands.
pub(super) fn number(cell: &str) -> Option<f64> {
    let kept: String =
        cell.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\'' | '€' | '$' | '£')).collect();
    let plain = match (kept.rfind('.'), kept.rfind(',')) {
        (Some(point), Some(comma)) if comma > point => kept.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => kept.replace(',', ""),
        // A single comma is decimal unless three digits follow it.
        (None, Some(comma)) if kept.len() - comma == 4 || kept.matches(',').count() > 1 => {
            kept.replace(',', "")
        }
        _ => kept.replace(',', "."),
    };
    plain.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// A moment as RFC 3339 in UTC. One without a zone is taken as UTC; whole numbers are milliseconds
/// or seconds since 1970.
pub(super) fn moment(cell: &str) -> Option<String> {
    let zoned = |format| Timestamp::strptime(format, cell).ok();
    let timestamp = cell
        .parse::<Timestamp>()
        .ok()
        .or_else(|| zoned("%Y-%m-%d %H:%M:%S %z"))
        .or_else(|| zoned("%Y-%m-%d %H:%M:%S %:z"))
        .or_else(|| match cell.parse::<i64>().ok()? {
            ms @ 100_000_000_000.. => Timestamp::from_millisecond(ms).ok(),
            s @ 100_000_000.. => Timestamp::from_second(s).ok(),
            _ => None,
        })
        .or_else(|| cell.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp()))
        .or_else(|| cell.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp()))?;
    Some(timestamp.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_understood() {
        for (cell, value) in [
            ("12", Some(12.0)),
            ("1,299.50", Some(1299.5)),
            ("1.299,50 €", Some(1299.5)),
            ("12,5", Some(12.5)),
            ("1,299", Some(1299.0)),
            ("$5", Some(5.0)),
            ("-3.25", Some(-3.25)),
            ("n/a", None),
            ("", None),
            ("inf", None),
        ] {
            assert_eq!(number(cell), value, "{cell}");
        }
    }

    #[test]
    fn moments_are_understood() {
        for (cell, value) in [
            ("2024-05-01T10:00:00+02:00", Some("2024-05-01T08:00:00Z")),
            ("2024-05-01 10:00:00 +0000", Some("2024-05-01T10:00:00Z")),
            ("2024-05-01 10:00:00", Some("2024-05-01T10:00:00Z")),
            ("2024-05-01", Some("2024-05-01T00:00:00Z")),
            ("1700000000000", Some("2023-11-14T22:13:20Z")),
            ("1700000000", Some("2023-11-14T22:13:20Z")),
            ("soon", None),
            ("7", None),
        ] {
            assert_eq!(moment(cell).as_deref(), value, "{cell}");
        }
    }
}
