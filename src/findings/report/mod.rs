//! Findings as something to hand on. Plain values in, text out; knows neither library nor files.

mod html;
mod markdown;
mod table;
mod words;

use super::{Error, Findings};

/// One self-contained HTML page: stills inside, no script, opens offline, prints well.
pub fn html(findings: &Findings) -> String {
    html::page(findings)
}

/// Markdown, without the stills.
pub fn markdown(findings: &Findings) -> String {
    markdown::text(findings)
}

/// One line for each hypothesis.
///
/// # Errors
/// Never in practice: writing to memory does not fail.
pub fn csv(findings: &Findings) -> Result<String, Error> {
    table::csv(findings)
}

/// Everything as one JSON value, without the stills.
///
/// # Errors
/// Never in practice: all values have a JSON form.
pub fn json(findings: &Findings) -> Result<String, Error> {
    Ok(serde_json::to_string_pretty(findings)? + "\n")
}
