//! `import`: files, folders, bundles and side tables into the library, with a report.

use super::output::{Exit, say, say_json, usage};
use super::progress::with_import_progress;
use super::setting::Setting;
use crate::findings::imported::{Section, sections, summary};
use crate::findings::words::count;
use crate::library::ImportReport;
use anyhow::{Result, bail};
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Places of one cause that are listed; `--json` has all.
const MOST_PLACES: usize = 5;

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
        let report = with_import_progress(|progress| library.import(&self.paths, progress))?;
        if setting.json {
            say_json(&report)?;
        } else {
            say(&describe(&report))?;
        }
        if report.files == 0 && !report.cancelled {
            bail!("there was nothing to import: name a recording, a bundle or a folder that holds some");
        }
        Ok(if report.incomplete() { Exit::Incomplete } else { Exit::Done })
    }
}

/// The report in words.
pub(super) fn describe(report: &ImportReport) -> String {
    let mut out = summary(report).join("\n") + "\n";
    let put = "writing to a string does not fail";
    for Section { title, causes, .. } in sections(report) {
        writeln!(out, "\n{title}").expect(put);
        for cause in causes {
            match cause.places.as_slice() {
                [one] => writeln!(out, "  {}: {one}", cause.why.trim_end_matches('.')).expect(put),
                many => {
                    let number = count(many.len() as u64);
                    writeln!(out, "  {number} × {}", cause.why).expect(put);
                    for place in many.iter().take(MOST_PLACES) {
                        writeln!(out, "      {place}").expect(put);
                    }
                    if many.len() > MOST_PLACES {
                        let more = count((many.len() - MOST_PLACES) as u64);
                        writeln!(out, "      and {more} more: `--json` lists all").expect(put);
                    }
                }
            }
        }
    }
    out
}
