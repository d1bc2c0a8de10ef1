//! Findings as a table: one line for each hypothesis.

use super::super::{Error, Findings};

/// CSV with a header. Cells of what is not known are empty.
pub(super) fn csv(findings: &Findings) -> Result<String, Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "id",
        "title",
        "status",
        "owner",
        "because",
        "believe",
        "know_when",
        "segment",
        "tags",
        "seen",
        "watched",
        "interval_low",
        "interval_high",
        "pool",
        "drawn_at_random",
        "sessions_for",
        "sessions_against",
        "lost_sessions",
        "lost_carts",
        "currency",
        "notes",
    ])?;
    for finding in &findings.findings {
        let (hypothesis, seen) = (&finding.hypothesis, &finding.prevalence);
        let end = |value: Option<f64>| value.map(|value| format!("{value:.4}")).unwrap_or_default();
        table.write_record([
            hypothesis.id.clone(),
            hypothesis.title.clone(),
            hypothesis.status.name().to_owned(),
            hypothesis.owner.clone(),
            hypothesis.because.clone(),
            hypothesis.believe.clone(),
            hypothesis.know_when.clone(),
            hypothesis.segment.clone(),
            hypothesis.tags.join(" "),
            seen.seen.to_string(),
            seen.watched.to_string(),
            end(seen.interval.map(|interval| interval.low)),
            end(seen.interval.map(|interval| interval.high)),
            seen.pool.to_string(),
            if seen.seed.is_some() { "yes" } else { "no" }.to_owned(),
            finding.sessions_for.to_string(),
            finding.sessions_against.to_string(),
            finding.lost_sessions.to_string(),
            finding.lost_carts.map(|sum| format!("{sum:.2}")).unwrap_or_default(),
            finding.currency.clone().unwrap_or_default(),
            hypothesis.notes.clone(),
        ])?;
    }
    let bytes = table.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
