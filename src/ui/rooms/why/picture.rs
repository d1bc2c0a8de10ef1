//! The picture of the page on the stage: which moment it shows, and which was asked for.

use super::sharpen::Sharp;
use crate::event::{Size, Time};
use crate::render::{Frame, FrameRequest, Studio, What};
use crate::replay::{PageState, Replay};
use crate::ui::widgets::stage::Tiles;
use std::sync::atomic::{AtomicU64, Ordering};

/// The picture on the stage and what is known of it.
#[derive(Debug, Default)]
pub struct Stage {
    /// The picture and the viewport that it shows.
    pub shown: Option<(Tiles, Size)>,
    /// Why there is no picture of this moment.
    pub trouble: Option<String>,
    /// Addresses that the page asks for and that are not in the library.
    pub missing: usize,
    /// How high the whole page is, CSS px.
    pub page_height: f64,
    /// The page at the moment last asked for.
    pub(super) state: PageState,
    pub(super) asked: Option<Asked>,
    pub(super) drawn_at: Option<Time>,
    /// The exact picture of this moment.
    pub(super) sharp: Sharp,
}

/// Keys are never used twice, so that a late picture of another session is known as such.
static NEXT_KEY: AtomicU64 = AtomicU64::new(1);

/// The next name of a question to the studio.
pub(super) fn next_key() -> u64 {
    NEXT_KEY.fetch_add(1, Ordering::Relaxed)
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    key: u64,
    at: Time,
    viewport: Size,
}

impl Stage {
    /// Whether the exact picture of the moment is shown.
    pub fn is_exact(&self) -> bool {
        self.sharp.shown.is_some()
    }

    /// The moment of the picture that is shown.
    pub fn drawn_at(&self) -> Option<Time> {
        self.drawn_at
    }

    /// The moment that was asked for, while its picture is on its way.
    pub(super) fn moment(&self) -> Option<Time> {
        self.asked.map(|asked| asked.at)
    }

    pub(super) fn stale(&self, replay: &Replay, now: Time) -> bool {
        self.drawn_at.is_none_or(|drawn| replay.changes_between(drawn, now))
    }

    pub(super) fn ask(&mut self, studio: &Studio, at: Time) {
        let key = next_key();
        let viewport = self.state.viewport;
        self.asked = Some(Asked { key, at, viewport });
        studio.request(FrameRequest {
            key,
            state: self.state.clone(),
            what: What::Viewport,
            boxes: Vec::new(),
        });
    }

    /// Takes a picture; gives back the answer to somebody else's question. A frame of the session that was
    /// open before has another key, or none is waited for.
    pub(super) fn take(&mut self, frame: Frame, ctx: &egui::Context) -> Option<Frame> {
        let Some(asked) = self.asked.filter(|asked| asked.key == frame.key) else { return Some(frame) };
        self.asked = None;
        self.drawn_at = Some(asked.at);
        match frame.result {
            Ok(drawn) => {
                self.trouble = None;
                self.missing = drawn.missing.len();
                self.page_height = drawn.page_height;
                match &mut self.shown {
                    Some((tiles, viewport)) => {
                        tiles.replace(ctx, "stage", &drawn.picture);
                        *viewport = asked.viewport;
                    }
                    None => self.shown = Some((Tiles::new(ctx, "stage", &drawn.picture), asked.viewport)),
                }
            }
            Err(trouble) => self.trouble = Some(trouble.to_string()),
        }
        None
    }
}
