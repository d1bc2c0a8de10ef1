//! What the window does, a line for each change: for tests from outside, which cannot see its state.
//!
//! Off unless `WHEREFORE_TRACE` names a file. Knows nothing that the window does not show.

use super::rooms::why::picture::Stage;
use super::state::State;
use crate::event::Time;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::time::Instant;

/// Writes a line whenever what is shown has changed.
#[derive(Debug)]
pub struct Trace {
    file: File,
    last: String,
    start: Instant,
}

impl Trace {
    /// To the file that the environment names, if it names one that can be written.
    pub fn from_environment() -> Option<Self> {
        let path = std::env::var_os("WHEREFORE_TRACE")?;
        let file = OpenOptions::new().create(true).append(true).open(path).ok()?;
        Some(Self { file, last: String::new(), start: Instant::now() })
    }

    /// Notes the state, if it differs from the last one noted.
    pub fn note(&mut self, state: &State) {
        let line = describe(state);
        let at = self.start.elapsed().as_secs_f64() * 1000.0;
        if line != self.last && writeln!(self.file, "{line} at={at:.1}").is_ok() {
            self.last = line;
        }
    }
}

/// `room=why segment=[device:mobile] sessions=26/39 session=nl-1 ms=1200 playing=no page=drawn …`
fn describe(state: &State) -> String {
    let room = state.settings.room.label();
    let message = state.toasts.sentences().last().unwrap_or_default();
    let Some(opened) = state.opened.as_deref() else {
        return format!("room=open importing={} message=[{message}]", state.jobs.import.is_running());
    };
    let counted = opened.coverage.map_or_else(
        || "counting".to_owned(),
        |coverage| format!("{}/{}", coverage.sessions, coverage.total),
    );
    let session = opened.session.as_deref().map_or_else(
        || "none".to_owned(),
        |open| {
            format!(
                "{} ms={} playing={} exact={} evidence={}",
                open.session.id,
                open.player.time().0,
                open.player.is_playing(),
                open.stage.is_exact(),
                open.evidence.len()
            )
        },
    );
    let heat = state.where_.map().map_or_else(
        || "none".to_owned(),
        |map| {
            let points = format!("{}/{}", map.points.placed, map.points.total);
            format!("{} {} {points} views={}", map.page, map.shows.name(), map.page_views)
        },
    );
    let tiles = if state.where_.tiles().1 { "fine" } else { "coarse" };
    format!(
        "room={room} segment=[{}] sessions={counted} session={session} heat=[{heat}] tiles={tiles} message=[{message}] {}",
        opened.segment,
        pictures(state)
    )
}

/// `opening=nl-1 page=1200 small=none queue=10`: the session that was asked for last, the moments of the sharp
/// picture and of the small one on the stage, ms; and how many are in the queue.
fn pictures(state: &State) -> String {
    let opened = state.opened.as_deref();
    let open = opened.and_then(|opened| opened.session.as_deref());
    let stage = open.map(|open| &open.stage).or(state.glimpse.as_ref().map(|glimpse| &glimpse.stage));
    let told = |at: Option<Time>| at.map_or_else(|| "none".to_owned(), |at| at.0.to_string());
    let page = told(stage.filter(|stage| stage.shown.is_some()).and_then(Stage::drawn_at));
    let small = told(open.and_then(|open| open.preview()).map(|small| small.at));
    let opening = state.settings.session.as_deref().unwrap_or("none");
    let queue = opened.map_or(0, |opened| opened.queue.rows().len());
    format!("opening={opening} page={page} small={small} queue={queue}")
}
