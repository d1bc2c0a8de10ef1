//! `check`: whether the library is sound, down to every recording; `--repair` mends what is not.

use super::output::{Exit, say, say_json};
use super::progress::with_progress;
use super::setting::Setting;
use crate::library::{Library, Repair};
use anyhow::Result;
use clap::Args;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

/// Whether the library is sound: its file, and every recording in it
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Mend what is not: indexes are built anew, what was derived is derived again, sessions without a
    /// whole recording are taken out and named; the file as it was is kept beside it
    #[arg(long)]
    repair: bool,
}

impl Check {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        let library = setting.existing()?;
        let path = library.path().to_owned();
        let complaints = with_progress("examining", |progress| library.examine(progress))?;
        if complaints.is_empty() || !self.repair {
            let sound = complaints.is_empty();
            if setting.json {
                say_json(&json!({ "sound": sound, "complaints": complaints }))?;
            } else if sound {
                say(&format!("{} is sound\n", path.display()))?;
            } else {
                let next =
                    "`wherefore check --repair` mends what can be mended, and keeps a copy of the file";
                say(&format!("{}\n{next}\n", complaints.join("\n")))?;
            }
            return Ok(if sound { Exit::Done } else { Exit::Failed });
        }
        let (library, repair) = with_progress("mending", |progress| library.repair(progress))?;
        let left = left(&library)?;
        if setting.json {
            say_json(&json!({
                "sound": left.is_empty(), "complaints": left, "before": complaints, "repair": repair,
            }))?;
        } else {
            say(&describe(&path, &repair, &left))?;
        }
        Ok(match (left.is_empty(), repair.lost.is_empty()) {
            (false, _) => Exit::Failed,
            (true, false) => Exit::Incomplete,
            (true, true) => Exit::Done,
        })
    }
}

fn left(library: &Library) -> Result<Vec<String>> {
    Ok(with_progress("examining", |progress| library.examine(progress))?)
}

fn describe(path: &Path, repair: &Repair, left: &[String]) -> String {
    let mut out = String::new();
    let put = "writing to a string does not fail";
    for line in repair.done.iter().chain(left) {
        writeln!(out, "{line}").expect(put);
    }
    for lost in &repair.lost {
        match lost.session.as_str() {
            "" => writeln!(out, "lost: {}", lost.why).expect(put),
            id => writeln!(out, "lost: session {id:?} from {}: {}", lost.file, lost.why).expect(put),
        }
    }
    if !repair.lost.is_empty() {
        writeln!(out, "import these files again to have their sessions back").expect(put);
    }
    if let Some(kept) = &repair.kept_at {
        writeln!(out, "the file as it was is kept at {}", kept.display()).expect(put);
    }
    let end = if left.is_empty() { "is sound now" } else { "is still damaged: open a backup" };
    writeln!(out, "{} {end}", path.display()).expect(put);
    out
}
