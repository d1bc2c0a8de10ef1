//! `demo`: the main job on the sample shop, without a window.

use super::exact::Exact;
use super::heatmap;
use super::import::describe;
use super::output::{Exit, say, say_json, write};
use super::progress::with_progress;
use super::sessions::list;
use super::setting::Setting;
use super::text::{self, Zone};
use crate::event::{Device, Time};
use crate::facts::{Signal, SignalKind};
use crate::findings::words::counted;
use crate::findings::{
    FindingsRequest, HeatRequest, Kit, Tell, findings, heat_map, open_recording, open_sample, report, still,
};
use crate::library::{Evidence, EvidenceKind, Hypothesis, Library, Order, Segment, Session, Stance, Status};
use crate::render::{HeatLook, What};
use anyhow::{Context as _, Result};
use clap::Args;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Sessions that left in the checkout.
const ABANDONS: &str = "abandoned:begin_checkout";
/// The most sessions that are pinned as evidence.
const MOST_EVIDENCE: usize = 6;

/// The main job on the sample shop without a window: library, abandons, frame, heatmap, report
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "wherefore-demo")]
    out: PathBuf,
    /// Whether a browser that is installed here draws the pictures
    #[arg(long, value_enum, default_value_t)]
    exact: Exact,
}

impl Demo {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        fs::create_dir_all(&self.out).with_context(|| format!("making the folder {}", self.out.display()))?;
        let path = setting.library.clone().unwrap_or_else(|| self.out.join("sample.wherefore"));
        let (library, imported) = with_progress("importing", |progress| open_sample(&path, progress))?;
        let abandons = library.sessions(&Segment::parse(ABANDONS)?, Order::FRICTION)?;
        let kit = self.exact.kit(&library)?;
        let hypothesis = suppose(&library, &abandons, setting.now_ms)?;
        let frame = self.frame(&library, &abandons, &kit)?;
        let heat = self.heat(&library, &kit)?;
        let page = self.report(&library, &kit, setting.now_ms)?;
        if setting.json {
            say_json(&json!({
                "library": path, "imported": imported, "segment": ABANDONS, "abandons": abandons,
                "hypothesis": hypothesis, "frame": frame, "heatmap": heat.0, "report": page,
            }))?;
            return Ok(Exit::Done);
        }
        let zone = Zone::of(&library.site()?);
        if imported.read > 0 {
            say(&format!("{}\n", describe(&imported)))?;
        }
        say(&format!(
            "{} left in the checkout ({ABANDONS}), times in {}\n\n",
            counted(abandons.len() as u64, "session"),
            zone.name
        ))?;
        say(&format!("{}\n{}\n", list(&abandons, &zone), heat.1))?;
        say("Written\n")?;
        for file in [Some(&path), frame.as_ref(), heat.0.as_ref(), Some(&page)].into_iter().flatten() {
            say(&format!("  {}\n", file.display()))?;
        }
        Ok(Exit::Done)
    }

    /// A frame of the session with most friction, at its worst moment.
    fn frame(&self, library: &Library, abandons: &[Session], kit: &Kit) -> Result<Option<PathBuf>> {
        let Some(session) = abandons.first() else { return Ok(None) };
        let at = moment(library, session)?;
        let replay = with_progress("reading", |progress| open_recording(library, &session.id, progress))?;
        let still = still(&session.id, &replay, at, What::Viewport, kit)?;
        let file = self.out.join("frame.png");
        write(&file, &still.picture.to_png()?)?;
        Ok(Some(file))
    }

    /// Click heat on the page with most friction, on the device that saw it most.
    fn heat(&self, library: &Library, kit: &Kit) -> Result<(Option<PathBuf>, String)> {
        let everyone = Segment::default();
        let pages = library.pages(&everyone)?;
        let Some(page) = pages.first() else {
            return Ok((None, String::new()));
        };
        let device =
            page.devices.iter().max_by_key(|(_, views)| **views).map_or(Device::Desktop, |(d, _)| *d);
        let request = HeatRequest::new(&page.page, device);
        let heat = with_progress("measuring", |progress| heat_map(library, &request, kit, progress))?;
        let file = self.out.join("heatmap.png");
        write(&file, &heat.picture(HeatLook::default(), Tell::default()).to_png()?)?;
        Ok((Some(file), heatmap::describe(&heat)))
    }

    fn report(&self, library: &Library, kit: &Kit, now_ms: i64) -> Result<PathBuf> {
        let request = FindingsRequest { stills: true, now_ms, ..FindingsRequest::default() };
        let found = with_progress("drawing", |progress| findings(library, &request, kit, progress))?;
        let file = self.out.join("findings.html");
        write(&file, report::html(&found).as_bytes())?;
        write(&markdown(&file), report::markdown(&found).as_bytes())?;
        Ok(file)
    }
}

fn markdown(html: &Path) -> PathBuf {
    html.with_extension("md")
}

/// The moment worth a look: the worst friction of a session, else its end.
fn moment(library: &Library, session: &Session) -> Result<Time> {
    let facts = library.facts(&session.id)?;
    let worst = facts.signals.iter().max_by_key(|signal| (rank(signal), signal.count));
    Ok(worst.map_or(Time(session.duration_ms), |signal| signal.end))
}

fn rank(signal: &Signal) -> u8 {
    match signal.kind {
        SignalKind::CouponRefused => 4,
        SignalKind::Rage => 3,
        SignalKind::Error => 2,
        SignalKind::Dead => 1,
        SignalKind::QuickBack => 0,
    }
}

/// Writes a first hypothesis with evidence, unless the library has one already: the abandons with
/// most friction, each pinned at its worst moment.
fn suppose(library: &Library, abandons: &[Session], now_ms: i64) -> Result<Option<Hypothesis>> {
    if let Some(there) = library.hypotheses()?.into_iter().next() {
        return Ok(Some(there));
    }
    let telling: Vec<&Session> = abandons
        .iter()
        .filter(|session| session.signals.values().flatten().any(|count| *count > 0))
        .take(MOST_EVIDENCE)
        .collect();
    if library.read_only() || telling.is_empty() {
        return Ok(None);
    }
    let hypothesis = Hypothesis {
        id: library.next_hypothesis_id()?,
        title: "Friction before paying makes shoppers leave".to_owned(),
        because: format!(
            "{} left in the checkout, the worst of them after friction",
            counted(abandons.len() as u64, "session")
        ),
        believe: "that shoppers who are stopped there would have bought".to_owned(),
        know_when: "fewer sessions leave in the checkout once these moments are mended".to_owned(),
        status: Status::Watching,
        owner: String::new(),
        segment: ABANDONS.to_owned(),
        notes:
            "Written by the demo, which pinned the sessions with most friction; nobody has watched them yet."
                .to_owned(),
        tags: vec!["checkout".to_owned()],
        created_at_ms: now_ms,
    };
    library.put_hypothesis(&hypothesis)?;
    for session in telling {
        library.put_evidence(&Evidence {
            id: 0,
            hypothesis: hypothesis.id.clone(),
            session: session.id.clone(),
            kind: EvidenceKind::Moment,
            at: Some(moment(library, session)?),
            stance: Stance::For,
            note: text::friction(session),
            created_at_ms: now_ms,
        })?;
    }
    Ok(Some(hypothesis))
}
