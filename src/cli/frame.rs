//! `frame`: one moment of a session as a picture.

use super::exact::Exact;
use super::heatmap;
use super::output::{Exit, expect_png, say_json, tell, usage, write};
use super::progress::with_progress;
use super::setting::{self, Setting};
use super::text;
use crate::analysis::heat::HeatKind;
use crate::event::Time;
use crate::findings::words::counted;
use crate::findings::{
    HeatMap, HeatRequest, HereRequest, Kit, SheetLook, Still, heat_here, open_recording, still,
};
use crate::library::{Library, Session};
use crate::render::{HeatLook, What};
use crate::replay::Replay;
use anyhow::{Context as _, Result};
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
    /// Lays heat on the picture: click, rage, move, scroll or another kind that `wherefore heatmap` draws
    #[arg(long, value_name = "KIND")]
    heat: Option<String>,
    /// Whose heat: sessions on the same class of device; all of them when left out
    #[arg(long, value_name = "SEGMENT", requires = "heat", allow_hyphen_values = true)]
    segment: Option<String>,
}

impl Frame {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        expect_png(&self.out)?;
        let kind = self.heat.as_deref().map(heatmap::kind).transpose()?;
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
        let replay = with_progress("reading", |progress| open_recording(&library, &session.id, progress))?;
        let mut still = still(&session.id, &replay, at, self.what(), &kit)?;
        self.exact.report(&still.engine)?;
        let heat = kind.map(|kind| self.heat((&library, &kit), (&session, &replay), (at, kind), &mut still));
        let heat = heat.transpose()?;
        write(&self.out, &still.picture.to_png()?)?;
        self.report(setting, &session.id, (&still, heat.as_ref()))?;
        Ok(Exit::Done)
    }

    /// Lays heat over the still, of the page that the visitor was on.
    fn heat(
        &self,
        (library, kit): (&Library, &Kit),
        (session, replay): (&Session, &Replay),
        (at, kind): (Time, HeatKind),
        still: &mut Still,
    ) -> Result<HeatMap> {
        let facts = library.facts(&session.id)?;
        let page = facts
            .page_view_at(at)
            .with_context(|| format!("session {} has no page that heat could be laid on", session.id))?;
        let segment = setting::segment(self.segment.as_deref())?;
        let request = HereRequest {
            heat: HeatRequest { kind, segment, ..HeatRequest::new(&page.page, session.audience.device) },
            moment: replay.state_at(at.max(replay.first_page())),
            what: self.what(),
            look: SheetLook::default(),
        };
        let here = with_progress("measuring", |progress| heat_here(library, request, kit, progress))?;
        here.lay_over(still, HeatLook::default());
        Ok(here.map)
    }

    fn what(&self) -> What {
        if self.full_page { What::FullPage } else { What::Viewport }
    }

    fn report(
        &self,
        setting: &Setting,
        session: &str,
        (still, heat): (&Still, Option<&HeatMap>),
    ) -> Result<()> {
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
                "heat": heat.map(|heat| json!({
                    "page": heat.page,
                    "device": heat.device,
                    "kind": heat.shows.name(),
                    "sessions": heat.sessions,
                    "page_views": heat.page_views,
                    "points": heat.points,
                })),
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
        if let Some(heat) = heat {
            let (placed, total) = (text::count(heat.points.placed), text::count(heat.points.total));
            tell(&format!(
                "{} of {}: {placed} of {total} have a place on this picture's page",
                heat.shows.label(),
                counted(heat.sessions, "session"),
            ));
        }
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
