//! `export`: findings, sessions, recordings and facts for other people and programs.

use super::exact::Exact;
use super::output::{Exit, tell, usage, write};
use super::progress::with_progress;
use super::setting::{Setting, segment};
use crate::findings::words::counted;
use crate::findings::{
    FindingsRequest, Kit, SessionDetail, detail, events_csv, findings, recording_array, recording_lines,
    report, sessions_csv,
};
use crate::library::{Library, Order, Segment, Session};
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use std::fs;
use std::path::{Path, PathBuf};

/// Findings, sessions, recordings and facts for other people and programs
#[derive(Debug, Args)]
pub(super) struct Export {
    /// What is exported
    what: What,
    /// Which sessions; all when left out
    segment: Option<String>,
    /// The form; told by the name of --out when left out
    #[arg(long)]
    format: Option<Form>,
    /// The file to write; a folder for several recordings; - for stdout
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Findings without their pictures
    #[arg(long)]
    no_stills: bool,
    /// Whether a browser that is installed here draws the pictures of findings
    #[arg(long, value_enum, default_value_t)]
    exact: Exact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Hypotheses with their evidence, as a report
    Findings,
    /// The list of sessions
    Sessions,
    /// The recordings as they came in
    Recordings,
    /// Everything derived from the recordings
    Facts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One self-contained page
    Html,
    /// Markdown
    Md,
    /// A table
    Csv,
    /// One JSON value
    Json,
    /// JSON values, one a line
    Ndjson,
    /// Not there yet
    Parquet,
}

impl Export {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        let form = self.form()?;
        let library = setting.existing()?;
        let segment = segment(self.segment.as_deref())?;
        match self.what {
            What::Findings => self.findings(setting, &library, segment, form)?,
            What::Recordings => self.recordings(&library, &segment, form)?,
            What::Sessions => {
                let sessions = library.sessions(&segment, Order::default())?;
                write(&self.out, sessions_text(&sessions, form)?.as_bytes())?;
                self.told(&counted(sessions.len() as u64, "session"));
            }
            What::Facts => self.facts(&library, &segment, form)?,
        }
        Ok(Exit::Done)
    }

    /// The form that was said, or that the file's name tells; refused where it does not fit.
    fn form(&self) -> Result<Form> {
        let name = self.out.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let told = match name.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Form::Html),
            "md" | "markdown" => Some(Form::Md),
            "csv" => Some(Form::Csv),
            "json" => Some(Form::Json),
            "ndjson" | "jsonl" => Some(Form::Ndjson),
            _ => None,
        };
        let default = if self.what == What::Recordings { Some(Form::Json) } else { None };
        let form = self.format.or(told).or(default).ok_or_else(|| usage("say the form with --format"))?;
        let fits: &[Form] = match self.what {
            What::Findings => &[Form::Html, Form::Md, Form::Csv, Form::Json],
            What::Sessions | What::Facts => &[Form::Csv, Form::Json],
            What::Recordings => &[Form::Json, Form::Ndjson],
        };
        if form == Form::Parquet {
            return Err(usage("parquet is not there yet: csv and json are"));
        }
        if !fits.contains(&form) {
            let names: Vec<String> = fits
                .iter()
                .filter_map(ValueEnum::to_possible_value)
                .map(|v| v.get_name().to_owned())
                .collect();
            return Err(usage(format!("that cannot be exported in this form: {}", names.join(", "))));
        }
        Ok(form)
    }

    fn findings(&self, setting: &Setting, library: &Library, segment: Segment, form: Form) -> Result<()> {
        let stills = form == Form::Html && !self.no_stills;
        let request = FindingsRequest { segment, hypotheses: Vec::new(), stills, now_ms: setting.now_ms };
        let kit = if stills { self.exact.kit(library)? } else { Kit::of(library)? };
        let found = with_progress("drawing", |progress| findings(library, &request, &kit, progress))?;
        let text = match form {
            Form::Md => report::markdown(&found),
            Form::Csv => report::csv(&found)?,
            Form::Json | Form::Ndjson => report::json(&found)?,
            Form::Html | Form::Parquet => report::html(&found),
        };
        write(&self.out, text.as_bytes())?;
        let count = found.findings.len();
        self.told(&if count == 1 { "1 hypothesis".to_owned() } else { format!("{count} hypotheses") });
        Ok(())
    }

    /// One recording into a file, several into a folder: each under its session's id.
    fn recordings(&self, library: &Library, segment: &Segment, form: Form) -> Result<()> {
        let sessions = library.sessions(segment, Order::default())?;
        let single = sessions.len() == 1 && (self.out.extension().is_some() || self.out == Path::new("-"));
        if !single {
            fs::create_dir_all(&self.out)
                .with_context(|| format!("making the folder {}", self.out.display()))?;
        }
        for session in &sessions {
            let (bytes, ending) = match form {
                Form::Ndjson => (recording_lines(library, &session.id)?, "ndjson"),
                _ => (recording_array(library, &session.id)?, "json"),
            };
            let file = self.out.join(format!("{}.{ending}", file_name(&session.id)));
            write(if single { &self.out } else { &file }, &bytes)?;
        }
        self.told(&counted(sessions.len() as u64, "recording"));
        Ok(())
    }

    fn facts(&self, library: &Library, segment: &Segment, form: Form) -> Result<()> {
        let kit = Kit::of(library)?;
        let sessions = library.sessions(segment, Order::default())?;
        let details = with_progress("measuring", |progress| {
            sessions
                .iter()
                .map(|session| detail(library, &session.id, &kit, progress))
                .collect::<Result<Vec<_>, _>>()
        })?;
        let text = if form == Form::Csv {
            events_csv(&details)?
        } else {
            let values = details.iter().map(SessionDetail::json).collect::<Result<Vec<_>, _>>()?;
            serde_json::to_string_pretty(&values)? + "\n"
        };
        write(&self.out, text.as_bytes())?;
        self.told(&counted(details.len() as u64, "session"));
        Ok(())
    }

    fn told(&self, what: &str) {
        tell(&format!("{what} written to {}", self.out.display()));
    }
}

fn sessions_text(sessions: &[Session], form: Form) -> Result<String> {
    Ok(match form {
        Form::Csv => sessions_csv(sessions)?,
        _ => serde_json::to_string_pretty(sessions)? + "\n",
    })
}

/// An id as the name of a file: ids come from recordings and may hold anything.
fn file_name(id: &str) -> String {
    let safe = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let name: String = id.chars().map(|letter| if safe(letter) { letter } else { '_' }).take(120).collect();
    if name.is_empty() { "_".to_owned() } else { name }
}
