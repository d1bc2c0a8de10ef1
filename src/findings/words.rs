//! Numbers as people read them, the same in window, command line and reports: times, counts, money,
//! shares, sizes. Thousands have commas, units a narrow space before them.

use crate::event::Time;
use crate::facts::SignalKind;

/// A narrow space that does not break.
const THIN: char = '\u{202f}';

/// `4:12`, or `1:04:12` from an hour on. Negative times count as 0.
pub fn clock(time: Time) -> String {
    let seconds = time.0.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// `2:36.4`.
pub fn clock_tenths(time: Time) -> String {
    format!("{}.{}", clock(time), time.0.max(0) / 100 % 10)
}

/// `3,182`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 session`, `3,182 sessions`.
pub fn counted(number: u64, one: &str) -> String {
    format!("{} {one}{}", count(number), if number == 1 { "" } else { "s" })
}

/// `1,440 px`, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a page can be")]
pub fn pixels(length: f64) -> String {
    format!("{}{THIN}px", count(length.clamp(0.0, 1e9).round() as u64))
}

/// `6.7 %`, for a share of 0–1.
pub fn percent(share: f64) -> String {
    format!("{:.1}{THIN}%", share * 100.0)
}

/// `27 %`, for a share of 0–1 of few things.
pub fn whole_percent(share: f64) -> String {
    format!("{:.0}{THIN}%", share * 100.0)
}

/// `17–69 %`, for shares of 0–1.
pub fn percents(low: f64, high: f64) -> String {
    format!("{:.0}–{:.0}{THIN}%", low * 100.0, high * 100.0)
}

/// `€27,604`, or `€86.50` where cents matter; `27,604` without a currency.
pub fn money(value: f64, currency: Option<&str>) -> String {
    let cents = if value.fract().abs() > 0.004 && value.abs() < 10_000.0 { 2 } else { Default::default() };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and rounded")]
    let whole = if cents == 0 { value.abs().round() as u64 } else { value.abs().trunc() as u64 };
    let mut digits = count(whole);
    if cents > 0 {
        digits.push_str(&format!("{:.2}", value.abs().fract())[1..]);
    }
    let sign = if value < 0.0 { "−" } else { "" };
    match currency {
        Some("EUR") => format!("{sign}€{digits}"),
        Some("USD") => format!("{sign}${digits}"),
        Some("GBP") => format!("{sign}£{digits}"),
        Some("JPY") => format!("{sign}¥{digits}"),
        Some(code) => format!("{sign}{digits}{THIN}{code}"),
        None => format!("{sign}{digits}"),
    }
}

/// `2.1 GB`.
pub fn bytes(count: u64) -> String {
    let mut value = count as f64;
    for unit in ["bytes", "KB", "MB"] {
        if value < 1000.0 {
            return if unit == "bytes" { format!("{value:.0} {unit}") } else { format!("{value:.1} {unit}") };
        }
        value /= 1000.0;
    }
    format!("{value:.1} GB")
}

/// `Rage tap`, `Dead click`…
pub fn signal(kind: SignalKind, touch: bool) -> &'static str {
    match (kind, touch) {
        (SignalKind::Rage, true) => "Rage tap",
        (SignalKind::Rage, false) => "Rage click",
        (SignalKind::Dead, true) => "Dead tap",
        (SignalKind::Dead, false) => "Dead click",
        (SignalKind::Error, true) => "Error after tap",
        (SignalKind::Error, false) => "Error after click",
        (SignalKind::CouponRefused, _) => "Coupon refused",
        (SignalKind::QuickBack, _) => "Quick back",
    }
}

/// The sentence with a capital letter at its beginning.
pub fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_clocks() {
        let cases = [(0, "0:00"), (252_999, "4:12"), (3_852_000, "1:04:12"), (-5, "0:00")];
        for (ms, expected) in cases {
            assert_eq!(clock(Time(ms)), expected);
        }
        assert_eq!(clock_tenths(Time(156_470)), "2:36.4");
    }

    #[test]
    fn numbers_have_commas_and_money_has_its_sign() {
        assert_eq!(count(3182), "3,182");
        assert_eq!(count(12), "12");
        assert_eq!(count(1_234_567), "1,234,567");
        let cases = [
            (27604.2, Some("EUR"), "€27,604"),
            (86.5, Some("EUR"), "€86.50"),
            (129.0, Some("USD"), "$129"),
            (1299.5, Some("EUR"), "€1,299.50"),
            (-3.0, None, "−3"),
            (1499.0, Some("SEK"), "1,499\u{202f}SEK"),
        ];
        for (value, currency, expected) in cases {
            assert_eq!(money(value, currency), expected);
        }
    }

    #[test]
    fn shares_and_sizes_are_short() {
        assert_eq!(percent(0.0673), "6.7\u{202f}%");
        assert_eq!(percents(0.168, 0.687), "17–69\u{202f}%");
        assert_eq!(bytes(2_140_000_000), "2.1 GB");
        assert_eq!(bytes(12), "12 bytes");
    }
}
