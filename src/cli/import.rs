//! `import`: files, folders, bundles and side tables into the library, with a report.

use super::output::{Exit, say, say_json, usage};
use super::setting::{Setting, with_progress};
use super::text;
use crate::library::ImportReport;
use anyhow::{Result, bail};
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Files, folders, bundles and side tables into the library
#[derive(Debug, Args)]
pub(super) struct Import {
    /// Recordings, folders of them, bundles (folder or .zip), CSV side tables
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What is made unreadable on the way in: only `off` is there yet
    #[arg(long, value_name = "LEVEL", default_value = "off", value_parser = ["off", "standard", "strict"])]
    masking: String,
}

impl Import {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        if self.masking != "off" {
            // Better no import than one that is taken for masked.
            return Err(usage(
                "masking is not in this version: import with `--masking off`, or mask when recording",
            ));
        }
        let mut library = setting.writable()?;
        let report = with_progress("importing", |progress| library.import(&self.paths, progress))?;
        if setting.json {
            say_json(&report)?;
        } else {
            say(&describe(&report))?;
        }
        if report.files == 0 && report.set_aside.is_empty() && !report.cancelled {
            bail!("there was nothing to import: name a recording, a bundle or a folder that holds some");
        }
        Ok(if report.incomplete() { Exit::Incomplete } else { Exit::Done })
    }
}

/// The report in words.
pub(super) fn describe(report: &ImportReport) -> String {
    let mut out = String::new();
    let mut line = |text: String| writeln!(out, "{text}").expect("writing to a string does not fail");
    let count = text::count;
    line(format!(
        "{} recordings read: {} new, {} already there, {} longer than before",
        count(report.read),
        count(report.new),
        count(report.already_there),
        count(report.longer)
    ));
    if report.screenshots + report.assets > 0 {
        line(format!(
            "{} screenshots and {} files of the site taken in",
            count(report.screenshots),
            count(report.assets)
        ));
    }
    let joins = [
        ("session properties", report.joins.sessions),
        ("orders", report.joins.orders),
        ("survey answers", report.joins.answers),
    ];
    for (what, join) in joins.iter().filter(|(_, join)| join.matched + join.unmatched > 0) {
        let missing = if join.unmatched > 0 {
            format!(", {} name a session that is not here", count(join.unmatched))
        } else {
            String::new()
        };
        line(format!("{what}: {} joined{missing}", count(join.matched)));
    }
    for renamed in &report.renamed {
        line(format!(
            "{:?} bears the id {:?} of another recording and is kept as {:?}",
            renamed.file, renamed.id, renamed.kept_as
        ));
    }
    for gap in &report.fidelity_gaps {
        line(format!("in {} sessions: {}", count(gap.sessions), gap.gap));
    }
    for warning in &report.warnings {
        line(format!("{} ({}, {}): {}", warning.session, warning.file, warning.place, warning.why));
    }
    if !report.set_aside.is_empty() {
        line(format!("{} set aside:", count(report.set_aside.len() as u64)));
    }
    for aside in &report.set_aside {
        let place = if aside.place.is_empty() { String::new() } else { format!(" ({})", aside.place) };
        line(format!("  {}{place}: {}", aside.path, aside.why));
    }
    if report.cancelled {
        line("cancelled: what was read before is kept".to_owned());
    }
    out
}
