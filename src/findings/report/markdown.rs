//! Findings as Markdown, for wikis and tickets.

use super::super::{Finding, Findings};
use super::words;
use std::fmt::Write as _;

pub(super) fn text(findings: &Findings) -> String {
    let mut out = format!(
        "# {}: findings\n\n{}  \n{}\n",
        plain(words::site(findings)),
        plain(&words::scope(findings)),
        plain(&words::made(findings))
    );
    if findings.findings.is_empty() {
        out.push_str("\nNo hypothesis was written yet.\n");
    }
    for finding in &findings.findings {
        write_finding(&mut out, finding);
    }
    out
}

fn write_finding(out: &mut String, finding: &Finding) {
    let hypothesis = &finding.hypothesis;
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(format!("\n## {}: {}\n", plain(&hypothesis.id), plain(&hypothesis.title)));
    let owner = if hypothesis.owner.is_empty() { "nobody" } else { &hypothesis.owner };
    line(format!("Status: {} · owner: {}\n", hypothesis.status.name(), plain(owner)));
    let parts = [
        ("Because we saw", &hypothesis.because),
        ("we believe", &hypothesis.believe),
        ("We will know when", &hypothesis.know_when),
    ];
    for (lead, words) in parts.iter().filter(|(_, words)| !words.is_empty()) {
        line(format!("- **{lead}** {}", plain(words)));
    }
    line(format!("- **Prevalence** {}", plain(&finding.prevalence_sentence)));
    if let Some(lost) = words::lost(finding) {
        line(format!("- **Lost carts** {lost}"));
    }
    if !hypothesis.segment.is_empty() {
        line(format!("- **Segment** `{}`", hypothesis.segment.replace('`', "'")));
    }
    if !hypothesis.notes.is_empty() {
        line(format!("\n{}", plain(&hypothesis.notes)));
    }
    if !finding.evidence.is_empty() {
        line("\n### Evidence\n".to_owned());
    }
    for pinned in &finding.evidence {
        let mut text =
            format!("- {} · {}", words::stance(pinned.evidence.stance), plain(&words::caption(pinned)));
        if !pinned.evidence.note.is_empty() {
            write!(text, ": {}", plain(&pinned.evidence.note)).expect("writing to a string does not fail");
        }
        line(text);
        for signal in &pinned.signals {
            line(format!("  - {}", plain(signal)));
        }
    }
}

/// Text that Markdown takes as it is: one line, with what would be markup escaped.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
    }
    out
}
