//! One moment of a session as a picture, with pointer, trail and clicks drawn onto it.

use super::{Error, Kit};
use crate::event::{Event, EventKind, Point, PointerKind, PressKind, Size, Time};
use crate::format;
use crate::job::Progress;
use crate::library::Library;
use crate::render::{FrameRequest, Mark, Marks, Picture, Studio, What};
use crate::replay::{PageState, Replay};

/// How long a click stays to be seen, ms.
const PRESS_MS: i64 = 900;
/// How much of the pointer's way is shown, ms.
const TRAIL_MS: i64 = 1500;

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
}

/// A session's recording, ready to be looked at in any moment.
///
/// # Errors
/// When there is no such session, its events cannot be read, or it was cancelled.
pub fn open_recording(library: &Library, session: &str, progress: &Progress) -> Result<Replay, Error> {
    let events = library.raw_events(session)?;
    Ok(Replay::new(format::decode(&events).events, progress)?)
}

/// Draws a moment: what the visitor saw, or the page from top to bottom, with the marks of the
/// second before.
///
/// # Errors
/// When the page cannot be drawn.
pub fn still(replay: &Replay, at: Time, what: What, kit: &Kit) -> Result<Still, Error> {
    let state = replay.state_at(at.max(replay.first_page()));
    let marks = marks(replay, &state, at, what);
    let (href, viewport) = (state.href.to_string(), state.viewport);
    let studio = Studio::new(kit.assets.clone(), kit.fonts.clone(), || {});
    let drawn = studio.draw(FrameRequest { key: 0, state, what, boxes: Vec::new() }).result?;
    let mut picture = drawn.picture;
    marks.draw(&mut picture);
    Ok(Still { picture, at, href, viewport, page_height: drawn.page_height, missing: drawn.missing })
}

/// Pointer, its way and the clicks just before `at`, in pixels of the picture.
#[expect(clippy::cast_possible_truncation, reason = "an age is a part of one")]
fn marks(replay: &Replay, state: &PageState, at: Time, what: What) -> Marks {
    let shift = match what {
        What::Viewport => Point::default(),
        What::FullPage => state.page_scroll(),
    };
    let pointer = replay.pointer_at(at);
    let presses: Vec<Mark> = clicks(replay.events(), at)
        .map(|(time, point, tap)| Mark {
            at: point.plus(shift),
            tap,
            age: (at.since(time) as f64 / PRESS_MS as f64 * 0.8) as f32,
        })
        .collect();
    let trail = replay.trail(at.plus(-TRAIL_MS), at);
    let touch = pointer.is_some_and(|pointer| pointer.touch);
    Marks {
        trail: if touch { Vec::new() } else { trail.iter().map(|spot| spot.point.plus(shift)).collect() },
        presses,
        pointer: pointer.map(|pointer| (pointer.at.plus(shift), pointer.touch)),
    }
}

/// Clicks and taps that can still be seen at `at`: when, where in the viewport, with a finger.
fn clicks(events: &[Event], at: Time) -> impl Iterator<Item = (Time, Point, bool)> {
    let from = events.partition_point(|event| event.at < at.plus(-PRESS_MS));
    let to = events.partition_point(|event| event.at <= at);
    events.get(from..to).unwrap_or_default().iter().filter_map(|event| match event.kind {
        EventKind::Press { kind: PressKind::Click, point: Some(point), pointer, .. } => {
            Some((event.at, point, pointer == PointerKind::Touch))
        }
        _ => None,
    })
}
