//! Captions and sentences as reports write them.

pub(super) use super::super::words::money;
use super::super::words::{clock, counted};
use super::super::{Finding, Findings, Pinned};
use crate::library::{Evidence, Stance};

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
    let sessions = counted(finding.lost_sessions, "session");
    Some(format!("{carts} in carts of the {sessions} that show it and did not buy"))
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
