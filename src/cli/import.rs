//! `import`: files, folders, bundles and side tables into the library, with a report.

use super::output::{Exit, say, say_json, usage};
use super::progress::with_import_progress;
use super::setting::Setting;
use crate::findings::imported::{Section, sections, summary};
use crate::findings::words::count;
use crate::format::{Field, Mapping, MappingError, TableKind};
use crate::library::{ImportReport, MapFor};
use anyhow::{Context as _, Result, bail};
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

const PUT: &str = "writing to a string does not fail";

/// Places of one cause that are listed; `--json` has all.
const MOST_PLACES: usize = 5;

/// Files, folders, bundles and side tables into the library
#[derive(Debug, Args)]
#[command(after_long_help = map_help())]
pub(super) struct Import {
    /// Recordings, folders of them, bundles (folder or .zip), CSV side tables
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What is made unreadable on the way in: only `off` is there yet
    #[arg(long, value_name = "LEVEL", default_value = "off", value_parser = ["off", "standard", "strict"])]
    masking: String,
    /// What a table is that nobody knows: `[FILE=]KIND:FIELD=HEADER,…`, see below. May be given several times
    #[arg(long = "map", value_name = "MAP")]
    maps: Vec<String>,
}

/// The syntax of `--map`, with every field.
fn map_help() -> String {
    let mut help = "Tables that nobody knows are listed with their headers, in `--json` as `unmapped`. Say what they are:
  --map belege.csv=orders:order=Bestellnr,total=Summe,at=Datum
  --map 'answers:answer=*,at=Zeit'     without a file: every table that nobody knows;
                                       answer=* makes every other column a question
  --map lager.csv=leave                leave it out, now and later
A header that holds a comma stands in double quotes. What you say is remembered for tables with the
same header, in any order of columns. The fields, those that are needed with a star:
"
    .to_owned();
    for kind in TableKind::ALL {
        let star = |field: &Field| format!("{}{}", field.name, if field.required { "*" } else { "" });
        let fields: Vec<String> = kind.fields().iter().map(star).collect();
        writeln!(help, "  {:9} {}", kind.name(), fields.join(", ")).expect(PUT);
    }
    help
}

/// Reads `[FILE=]KIND:FIELD=HEADER,…`.
fn map_for(text: &str) -> Result<MapFor> {
    let wrong = |error: MappingError| usage(format!("--map {text:?}: {error}"));
    let kind = text.split(':').next().unwrap_or_default().trim();
    // A file's name may hold a colon, as in C:\x.csv; a kind and what follows it holds no other `=` first.
    let names_kind = |text: &str| text == "leave" || TableKind::parse(text).is_some();
    if names_kind(kind) || !text.contains('=') {
        return Ok(MapFor { file: None, mapping: Mapping::parse(text).map_err(wrong)? });
    }
    let starts = text.match_indices('=').map(|(at, _)| text.split_at(at));
    let named =
        starts.clone().find(|(_, rest)| names_kind(rest[1..].split(':').next().unwrap_or_default().trim()));
    let (file, rest) = named.or_else(|| starts.into_iter().next()).unwrap_or(("", text));
    let mapping = Mapping::parse(rest.strip_prefix('=').unwrap_or(rest)).map_err(wrong)?;
    Ok(MapFor { file: Some(file.trim().to_owned()), mapping })
}

impl Import {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        if self.masking != "off" {
            // Better no import than one that is taken for masked.
            return Err(usage(
                "masking is not in this version: import with `--masking off`, or mask when recording",
            ));
        }
        let maps: Vec<MapFor> = self.maps.iter().map(|text| map_for(text)).collect::<Result<_>>()?;
        let mut library = setting.writable()?;
        let into = library.path().to_owned();
        let report = with_import_progress(|progress| library.import_mapped(&self.paths, &maps, progress))
            .with_context(|| format!("importing into {}", into.display()))?;
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
    for Section { title, causes, .. } in sections(report) {
        writeln!(out, "\n{title}").expect(PUT);
        for cause in causes {
            match cause.places.as_slice() {
                [one] => writeln!(out, "  {}: {one}", cause.why.trim_end_matches('.')).expect(PUT),
                many => {
                    let number = count(many.len() as u64);
                    writeln!(out, "  {number} × {}", cause.why).expect(PUT);
                    for place in many.iter().take(MOST_PLACES) {
                        writeln!(out, "      {place}").expect(PUT);
                    }
                    if many.len() > MOST_PLACES {
                        let more = count((many.len() - MOST_PLACES) as u64);
                        writeln!(out, "      and {more} more: `--json` lists all").expect(PUT);
                    }
                }
            }
        }
    }
    out
}
