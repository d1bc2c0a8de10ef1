//! One pass over a recording: page views, interactions, signals, stages.
//!
//! Knows neither clock nor SQL nor layout: boxes of elements are measured later, by `render`.

mod controls;
mod coupon;
mod element;
mod fidelity;
mod find;
mod glob;
mod hands;
mod index;
mod log;
mod manner;
mod measures;
mod model;
mod money;
mod name;
mod notes;
mod pages;
mod pass;
mod places;
mod reactions;
mod rules;
mod selector;
mod signals;
mod stays;
mod texts;
mod told;
mod views;
mod window;

pub use element::{control, describe, describe_all, describe_each, target, text_of};
pub use fidelity::{Fidelity, FileKind, Gap, Lacking, Loss, MOST_NAMED, Need, Needs, fidelity, needs};
pub use find::find;
pub use measures::{Inside, Measures, OpenKind, OpenState, SeenState};
pub use model::{
    Band, Coupon, Element, ErrorSeen, Facts, Interaction, InteractionKind, PageView, Signal, SignalKind,
    Stage, StageReached, Stay, StayKind,
};
pub use notes::{Note, NoteKind, notes};
pub use pages::{UNKNOWN_PAGE, page_key, page_name};
pub use places::{Places, Spot};
pub use rules::{DeadRule, Preset, RageRule, Rules};
pub use texts::texts;

use crate::event::{Event, EventKind, Time};

/// Everything that can be told from one recording, in one forward pass.
///
/// `events` are sorted by time, of one session, and may be wrong or missing in any way: what a
/// recording does not tell is left empty. The cost is linear in the number of events and nodes.
pub fn derive(events: &[Event], rules: &Rules) -> Facts {
    let mut pass = pass::Pass::new(rules);
    let mut viewport = None;
    for event in events {
        viewport = viewport.or(match &event.kind {
            EventKind::Meta { viewport, .. } | EventKind::Resize(viewport) if viewport.width > 0.0 => {
                Some(*viewport)
            }
            _ => None,
        });
        pass.event(event);
    }
    pass.finish(events.last().map_or(Time::ZERO, |last| last.at), viewport)
}
