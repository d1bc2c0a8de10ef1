//! Times, sums and captions as reports write them.

use super::super::{Finding, Findings, Pinned};
use crate::event::Time;
use crate::library::{Evidence, Stance};

/// A narrow space that does not break.
const THIN: char = '\u{202f}';

/// A moment of a session: `3:07`.
pub(super) fn clock(at: Time) -> String {
    let seconds = at.0.max(0) / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A sum of money: `1 299.00 EUR` with narrow spaces.
pub(super) fn money(sum: f64, currency: Option<&str>) -> String {
    let cents = format!("{:.2}", sum.abs());
    let (whole, part) = cents.split_once('.').unwrap_or((&cents, "00"));
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(THIN);
        }
        text.push(digit);
    }
    let sign = if sum < 0.0 { "−" } else { "" };
    let currency = currency.map(|code| format!("{THIN}{code}")).unwrap_or_default();
    format!("{sign}{text}.{part}{currency}")
}

/// What the still of a piece of evidence shows.
pub(super) fn caption(pinned: &Pinned) -> String {
    let Evidence { session, at, .. } = &pinned.evidence;
    let mut parts = vec![session.clone()];
    parts.extend(at.map(clock));
    parts.extend(pinned.page.clone());
    if let Some(of) = &pinned.of {
        parts.push(of.audience.device.name().to_owned());
        parts.push(match of.shopping.stage {
            _ if of.shopping.bought => "bought".to_owned(),
            Some(stage) => format!("left after: {}", stage.label().to_lowercase()),
            None => "left before any stage".to_owned(),
        });
    }
    parts.join(" · ")
}

/// `for` or `against`.
pub(super) fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::For => "supports",
        Stance::Against => "speaks against",
    }
}

/// What the sessions behind a finding lost, where a recording told.
pub(super) fn lost(finding: &Finding) -> Option<String> {
    let sum = finding.lost_carts?;
    let carts = money(sum, finding.currency.as_deref());
    Some(format!("{carts} in carts of the {} sessions that show it and did not buy", finding.lost_sessions))
}

/// What the report is about, in a sentence.
pub(super) fn scope(findings: &Findings) -> String {
    let Findings { sessions, total, segment, .. } = findings;
    if segment.is_empty() {
        format!("All {total} sessions of the library.")
    } else {
        format!("{sessions} of {total} sessions: {segment}")
    }
}

/// When the report was made, in the site's time zone if it is known.
pub(super) fn made(findings: &Findings) -> String {
    let zone = findings.site.timezone.as_deref().unwrap_or("UTC");
    let Ok(time) = findings.made_at.parse::<jiff::Timestamp>() else { return findings.made_at.clone() };
    match time.in_tz(zone) {
        Ok(local) => format!("{} {zone}", local.strftime("%-d %B %Y, %H:%M")),
        Err(_) => format!("{} UTC", time.strftime("%-d %B %Y, %H:%M")),
    }
}

/// The name of the site, or what stands in for it.
pub(super) fn site(findings: &Findings) -> &str {
    findings.site.name.as_deref().or(findings.site.origin.as_deref()).unwrap_or("Recorded sessions")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_have_their_thousands_apart() {
        assert_eq!(money(1_234_567.5, Some("EUR")), "1\u{202f}234\u{202f}567.50\u{202f}EUR");
        assert_eq!(money(129.0, None), "129.00");
        assert_eq!(money(-0.5, None), "−0.50");
    }

    #[test]
    fn moments_are_minutes_and_seconds() {
        assert_eq!([clock(Time(0)), clock(Time(187_999)), clock(Time(3_600_000))], ["0:00", "3:07", "60:00"]);
    }
}
