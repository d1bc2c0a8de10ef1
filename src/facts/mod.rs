//! One pass over a recording: page views, interactions, signals, stages.
//!
//! Knows neither clock nor SQL nor layout: boxes of elements are measured later, by `render`.

mod element;
mod glob;
mod model;
mod name;
mod pages;
mod rules;
mod selector;

pub use element::{control, describe, describe_all, target};
pub use model::{
    Band, Coupon, Element, ErrorSeen, Facts, Inside, Interaction, InteractionKind, Measures, PageView,
    Signal, SignalKind, Stage, StageReached,
};
pub use pages::{UNKNOWN_PAGE, page_key, page_name};
pub use rules::{DeadRule, Preset, RageRule, Rules};

use crate::event::Event;

/// Everything that can be told from one recording, in one forward pass.
///
/// `events` are sorted by time, of one session, and may be wrong or missing in any way: what a
/// recording does not tell is left empty. The cost is linear in the number of events and nodes.
pub fn derive(events: &[Event], rules: &Rules) -> Facts {
    let _ = rules;
    Facts {
        duration_ms: events.last().map_or(0, |last| last.at.0),
        activity: vec![0; 64],
        ..Facts::default()
    }
}
