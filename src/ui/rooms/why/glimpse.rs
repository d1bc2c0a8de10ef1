//! The first picture of a long recording, while the recording is still being read.
//!
//! A short one is there as soon as its beginning would be, and has none.

use super::open_session::OpenSession;
use super::picture::Stage;
use crate::event::Time;
use crate::library::Library;
use crate::render::Studio;
use crate::replay::PageState;
use crate::ui::act::Means;
use crate::ui::state::State;

/// A recording that takes less than this in the library is read at once, bytes.
const LONG: u64 = 384 << 10;

/// The page that a session begins with.
#[derive(Debug)]
pub struct First {
    state: PageState,
    at: Time,
}

impl First {
    /// Reads the page at `at`, or the first one where there is none yet. `None` for a short recording, and
    /// where that moment is too far in.
    ///
    /// # Errors
    /// When the library cannot be read or has no such session.
    pub fn read(library: &Library, id: &str, at: Time) -> anyhow::Result<Option<Self>> {
        if library.packed_bytes(id)? < LONG {
            return Ok(None);
        }
        let beginning = library.replay_beginning(id)?;
        let upto = beginning.first_page().max(at);
        let known = upto < beginning.duration();
        Ok(known.then(|| Self { state: beginning.state_at(upto), at: upto }))
    }
}

/// The first picture of a session that is being opened.
#[derive(Debug)]
pub struct Glimpse {
    /// The session.
    pub id: String,
    /// Its picture, as soon as it is drawn.
    pub stage: Stage,
}

impl Glimpse {
    /// Asks for the picture.
    pub fn new(id: String, first: First, studio: &Studio) -> Self {
        let mut stage = Stage { state: first.state, ..Stage::default() };
        stage.ask(studio, first.at);
        Self { id, stage }
    }

    /// The address of the page.
    pub fn href(&self) -> &str {
        &self.stage.state.href
    }

    /// Gives the picture to the session, now that it is there.
    pub fn give(self, open: &mut OpenSession) {
        let moment = self.stage.drawn_at.or_else(|| self.stage.moment());
        open.stage = self.stage;
        // Its page comes from the recording from now on.
        open.stage.state = PageState::default();
        open.replay.seek(&mut open.stage.state, moment.unwrap_or_default());
    }
}

/// Takes what was read of the beginning, and its picture.
pub fn poll(state: &mut State, means: Means<'_>) {
    let State { opened: Some(opened), jobs, glimpse, settings, .. } = state else { return };
    let wanted = settings.session.as_deref();
    if glimpse.as_ref().is_some_and(|glimpse| wanted != Some(glimpse.id.as_str())) {
        *glimpse = None;
    }
    if let Some(first) = jobs.first.as_ref().and_then(|first| first.try_recv().ok())
        && let Some(id) = jobs.session.key().cloned()
        && wanted == Some(id.as_str())
    {
        opened.session = None; // it has left the stage, and frees its memory for the next one
        *glimpse = Some(Glimpse::new(id, first, &opened.studio));
    }
    if let Some(glimpse) = glimpse {
        while let Some(frame) = opened.studio.poll() {
            glimpse.stage.take(frame, means.ctx);
        }
    }
}
