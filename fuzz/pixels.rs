//! What must hold for any bytes on their way to pixels: the body of the fuzz target `pixels`.
//!
//! A page may make the drawing engine panic: that is contained and no find. What is one: a page that
//! ends the process, that holds the engine up, or that looks otherwise when it was played to than when
//! it is drawn at once.

#[path = "made.rs"]
mod made;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use wherefore::event::Time;
use wherefore::format::decode;
use wherefore::job::Progress;
use wherefore::render::{Fonts, FrameRequest, NoAssets, Picture, Studio, Trouble, What};
use wherefore::replay::{PageState, Replay};

/// A drawing that takes longer holds the engine up.
const LIMIT: Duration = Duration::from_mins(1);

/// The largest viewport that is drawn here, CSS px: it is the layout that is looked at.
const VIEWPORT: (f64, f64) = (240.0, 160.0);

/// The moments that are drawn.
const MOMENTS: usize = 4;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

/// A recording as text, or, after a first byte that is no text, what makes one.
pub(crate) fn pixels(bytes: &[u8]) {
    let events = match bytes.split_first() {
        Some((0, plan)) => decode(made::recording(plan).as_bytes()).events,
        _ => decode(bytes).events,
    };
    let replay = Replay::new(events.clone(), &Progress::default()).expect("nobody cancels");
    let last = events.len().saturating_sub(1);
    let at = |part: usize| events.get(last * part / MOMENTS).map(|event| event.at);
    let moments: BTreeSet<Time> = (1..=MOMENTS).filter_map(at).collect();
    let played = studio();
    let forwards = moments.iter().copied();
    // The last is drawn with its whole page, and then back to the first.
    for moment in forwards.chain(moments.first().copied()) {
        let state = small(replay.state_at(moment));
        let live = draw(&played, &state, What::Viewport);
        let fresh = draw(&studio(), &state, What::Viewport);
        if let (Some(live), Some(fresh)) = (live, fresh) {
            assert!(live == fresh, "played to {moment:?}, the page looks otherwise than drawn at once");
        }
    }
    if let Some(moment) = moments.last() {
        draw(&played, &small(replay.state_at(*moment)), What::FullPage);
    }
}

fn studio() -> Studio {
    Studio::new(Arc::new(NoAssets), FONTS.clone(), || {}).patient(LIMIT)
}

fn small(mut state: PageState) -> PageState {
    state.viewport.width = state.viewport.width.min(VIEWPORT.0);
    state.viewport.height = state.viewport.height.min(VIEWPORT.1);
    state
}

fn draw(studio: &Studio, state: &PageState, what: What) -> Option<Picture> {
    let boxes = state.dom.nodes().take(20).map(|(id, _)| id).collect();
    match studio.draw(FrameRequest { key: 0, state: state.clone(), what, boxes }).result {
        Ok(drawn) => Some(drawn.picture),
        Err(Trouble::Panicked(_) | Trouble::NoPage | Trouble::TooMuch(_)) => None,
        Err(trouble) => panic!("{trouble}"),
    }
}
