//! `clip`: a part of a session as a moving picture.

use super::output::{Exit, say_json, tell, usage};
use super::progress::with_progress;
use super::setting::{self, Setting};
use super::text;
use crate::event::Time;
use crate::findings::words::counted;
use crate::findings::{ClipReport, ClipRequest, ClipSize, Error, Kit, Recorded, clip, open_recording};
use crate::job::Progress;
use crate::library::{Library, Session};
use crate::render::FilmFormat;
use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::json;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// A part of a session as a moving picture
#[derive(Debug, Args)]
pub(super) struct Clip {
    /// The session's id, or the beginning of it
    id: String,
    /// The first moment: 12500 (ms), 12.5s, 1:23
    #[arg(long, value_name = "TIME", default_value = "0")]
    from: String,
    /// The end [default: the session's]
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// The file to write: .gif, .webp or .mp4
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// How wide, px [default: as wide as the recorded window]
    #[arg(long, value_name = "PX", conflicts_with = "scale")]
    width: Option<u32>,
    /// How large beside the recorded window, 0.05 to 4
    #[arg(long, value_name = "FACTOR")]
    scale: Option<f64>,
    /// Pictures a second at most
    #[arg(long, default_value_t = 15.0)]
    fps: f64,
    /// How many times as fast as it was, 0.1 to 100
    #[arg(long, default_value_t = 1.0, allow_negative_numbers = true)]
    speed: f64,
}

impl Clip {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        let format = FilmFormat::of(&self.out)
            .ok_or_else(|| usage(format!("{} has to end in .gif, .webp or .mp4", self.out.display())))?;
        let from = setting::time(&self.from)?;
        let to = self.to.as_deref().map(setting::time).transpose()?;
        let size = match (self.width, self.scale) {
            (Some(width), _) => ClipSize::Width(width),
            (None, scale) => ClipSize::Scale(scale.unwrap_or(1.0)),
        };
        let library = setting.existing()?;
        let session = setting::session(&library, &self.id)?;
        let to = to.unwrap_or(Time(session.duration_ms));
        let request = ClipRequest { from, to, format, size, fps: self.fps, speed: self.speed };
        request.check(Time(session.duration_ms)).map_err(|error| usage(error.to_string()))?;
        let report = with_progress("drawing", |progress| {
            let report = write(&self.out, &library, &session, &request, progress);
            // Half a film is of no use.
            if report.is_err() {
                fs::remove_file(beside(&self.out)).ok();
            }
            report
        })?;
        self.report(setting, &session.id, &report)?;
        Ok(if report.troubles.is_empty() { Exit::Done } else { Exit::Incomplete })
    }

    fn report(&self, setting: &Setting, session: &str, report: &ClipReport) -> Result<()> {
        for trouble in &report.troubles {
            tell(&format!("at {}: {}", text::clock(trouble.t_ms.0), trouble.why));
        }
        if setting.json {
            let mut value = serde_json::to_value(report)?;
            if let Some(fields) = value.as_object_mut() {
                fields.insert("session".to_owned(), json!(session));
                fields.insert("out".to_owned(), json!(self.out));
            }
            return say_json(&value);
        }
        tell(&format!(
            "{session}: {} × {} px, {:.1} s, {} pictures, {}",
            report.width,
            report.height,
            report.duration_ms / 1_000.0,
            report.frames,
            self.out.display()
        ));
        if let Some(first) = report.missing.first() {
            tell(&format!(
                "drawn without {} of the site, neither in the recording nor in the library, such as {first}",
                counted(report.missing.len() as u64, "file"),
            ));
        }
        Ok(())
    }
}

/// Where the film is written until it is whole.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    out.with_file_name(name)
}

fn write(
    out: &Path,
    library: &Library,
    session: &Session,
    request: &ClipRequest,
    progress: &Progress,
) -> Result<ClipReport> {
    let kit = Kit::of(library)?;
    let replay = open_recording(library, &session.id, &Progress::default())?;
    let facts = library.facts(&session.id)?;
    let part = beside(out);
    let doing = || format!("writing {}", out.display());
    let file = BufWriter::new(File::create(&part).with_context(doing)?);
    let recorded = Recorded { replay: &replay, facts: &facts };
    let report = clip(recorded, request, &kit, file, progress).map_err(|error| match error {
        Error::Clip(why) => usage(why),
        other => other.into(),
    })?;
    fs::rename(&part, out).with_context(doing)?;
    Ok(report)
}
