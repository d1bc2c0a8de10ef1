//! One pass over a recording: page views, interactions, signals, stages.
//!
//! Knows neither clock nor SQL nor layout: boxes of elements are measured later, by `render`.

mod model;

pub use model::{
    Band, Coupon, Element, ErrorSeen, Facts, Inside, Interaction, InteractionKind, Measures, PageView,
    Signal, SignalKind, Stage, StageReached,
};
