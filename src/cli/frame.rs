//! `frame`: one moment of a session as a picture.

use super::exact::Exact;
use super::output::{Exit, expect_png, say_json, tell, usage, write};
use super::progress::with_progress;
use super::setting::{self, Setting};
use super::text;
use crate::findings::words::counted;
use crate::findings::{Still, open_recording, still};
use crate::render::What;
use anyhow::Result;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// One moment of a session as a picture
#[derive(Debug, Args)]
pub(super) struct Frame {
    /// The session's id, or the beginning of it
    id: String,
    /// The moment: 12500 (ms), 12.5s, 1:23
    #[arg(long, value_name = "TIME")]
    at: String,
    /// The picture to write, a PNG
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The page from top to bottom, not what the visitor saw of it
    #[arg(long)]
    full_page: bool,
    /// Whether a browser that is installed here draws it
    #[arg(long, value_enum, default_value_t)]
    exact: Exact,
    /// Heat on the picture: not there yet, see `wherefore heatmap`
    #[arg(long, value_name = "KIND")]
    heat: Option<String>,
}

impl Frame {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        if self.heat.is_some() {
            return Err(usage("frame cannot show heat yet: `wherefore heatmap` draws it on the page"));
        }
        expect_png(&self.out)?;
        let at = setting::time(&self.at)?;
        let library = setting.existing()?;
        let session = setting::session(&library, &self.id)?;
        if at.0 > session.duration_ms {
            return Err(usage(format!(
                "{} lies after the end of session {}, which lasts {} ms",
                self.at, session.id, session.duration_ms
            )));
        }
        let kit = self.exact.kit(&library)?;
        let what = if self.full_page { What::FullPage } else { What::Viewport };
        let replay = with_progress("reading", |progress| open_recording(&library, &session.id, progress))?;
        let still = still(&session.id, &replay, at, what, &kit)?;
        self.exact.report(&still.engine)?;
        write(&self.out, &still.picture.to_png()?)?;
        self.report(setting, &session.id, &still)?;
        Ok(Exit::Done)
    }

    fn report(&self, setting: &Setting, session: &str, still: &Still) -> Result<()> {
        if setting.json {
            return say_json(&json!({
                "session": session,
                "t_ms": still.at,
                "out": self.out,
                "url": still.href,
                "viewport": still.viewport,
                "page_height_px": still.page_height,
                "picture": { "width": still.picture.width, "height": still.picture.height },
                "missing": still.missing,
                "engine": if still.engine.browser.is_some() { "exact" } else { "native" },
                "browser": still.engine.browser,
                "kept": still.engine.kept,
            }));
        }
        let size = (still.picture.width, still.picture.height);
        tell(&format!(
            "{} at {}: {} × {} px, {}",
            session,
            text::clock(still.at.0),
            size.0,
            size.1,
            still.href
        ));
        if !still.missing.is_empty() {
            tell(&format!(
                "drawn without {} of the site, neither in the recording nor in the library, such as {}",
                counted(still.missing.len() as u64, "file"),
                still.missing[0]
            ));
        }
        Ok(())
    }
}
