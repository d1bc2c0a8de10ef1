//! Events to the page at time t. Knows no pixels, no files and no clock.
//!
//! [`PageState`] is a value that is cheap to clone: its [`Dom`] shares every unchanged node with the
//! copy. [`PageState::apply`] is the only door through which a page changes; [`Replay`] keeps
//! checkpoints, so that the state at any moment is the nearest checkpoint and the events since.
//! [`Player`] is a clock with a play head and no window.

mod dom;

pub use dom::{Content, Dom, Element, Node};
