//! Plain data in, plain data out: heat, element ranking, scroll reach, funnel, draws, statistics.
//!
//! Knows rows of the library, but asks it for nothing; knows no pixels, no clock and no window.

mod draw;
mod funnel;
pub mod heat;
pub mod stats;

pub use draw::draw;
pub use funnel::{Funnel, FunnelStep, funnel};
