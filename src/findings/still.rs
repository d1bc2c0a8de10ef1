//! One moment of a session as a picture, with pointer, trail and clicks drawn onto it.

use super::overlay::{Overlay, View};
use super::{Engine, Error, Kit};
use crate::event::{Point, Size, Time};
use crate::job::Progress;
use crate::library::Library;
use crate::render::{FrameRequest, Picture, Studio, What};
use crate::replay::Replay;

/// A moment of a session, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Still {
    /// The pixels, one for each CSS px.
    pub picture: Picture,
    /// The moment.
    pub at: Time,
    /// The address that was shown.
    pub href: String,
    /// The recorded viewport.
    pub viewport: Size,
    /// The page's height, CSS px.
    pub page_height: f64,
    /// Addresses that the page asked for and that are neither in the recording nor in the library.
    pub missing: Vec<String>,
    /// Who drew it.
    pub engine: Engine,
}

/// A session's recording, ready to be looked at in any moment.
///
/// # Errors
/// When there is no such session, its events cannot be read, or it was cancelled.
pub fn open_recording(library: &Library, session: &str, progress: &Progress) -> Result<Replay, Error> {
    Ok(library.replay(session, progress)?)
}

/// Draws a moment: what the visitor saw, or the page from top to bottom, with the marks of the
/// second before. `session` is the recording's id, under which an exact picture is kept.
///
/// # Errors
/// When the page cannot be drawn.
pub fn still(session: &str, replay: &Replay, at: Time, what: What, kit: &Kit) -> Result<Still, Error> {
    let state = replay.state_at(at.max(replay.first_page()));
    let shift = match what {
        What::FullPage => state.page_scroll(),
        _ => Point::default(),
    };
    let view = View { scale: 1.0, shift };
    let marks = Overlay::new(replay, None, &kit.fonts).marks(at, state.page_scroll(), view);
    let (href, viewport) = (state.href.to_string(), state.viewport);
    let mut still = match kit.exact(session, &state, what, &Progress::default())? {
        Ok(exact) => Still {
            picture: exact.picture,
            at,
            href,
            viewport,
            page_height: exact.page_height,
            missing: exact.missing,
            engine: exact.engine,
        },
        Err(engine) => {
            let studio = Studio::new(kit.assets.clone(), kit.fonts.clone(), || {});
            let drawn = studio.draw(FrameRequest { key: 0, state, what, boxes: Vec::new() }).result?;
            Still {
                picture: drawn.picture,
                at,
                href,
                viewport,
                page_height: drawn.page_height,
                missing: drawn.missing,
                engine,
            }
        }
    };
    marks.draw(&mut still.picture);
    Ok(still)
}
