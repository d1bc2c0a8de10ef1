//! Events to the page at time t. Knows no pixels, no files and no clock.
//!
//! [`PageState`] is a value that is cheap to clone: its [`Dom`] shares every unchanged node with the
//! copy. [`PageState::apply`] is the only door through which a page changes; [`Replay`] keeps the events
//! packed, and checkpoints, so that the state at any moment is the nearest checkpoint and the events since.
//! [`Player`] is a clock with a play head and no window.
//!
//! Start reading at [`PageState`], then the files of `apply`, one a kind of event.

mod apply;
mod blocks;
mod checkpoint;
mod dom;
mod dump;
mod gather;
mod player;
mod sheet;
mod state;
mod statements;
mod style;
mod track;
mod tracker;

pub use checkpoint::{PageSpan, Replay};
pub use dom::{Content, Dom, Element, MediaState, Node, Special};
pub use dump::dump;
pub use gather::Gatherer;
pub use player::{Player, PlayerCommand};
pub use state::{PageState, PointerState, Problems};
