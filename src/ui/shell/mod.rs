//! What stands around the rooms: title bar, segment bar, and what lies on top.

mod filter_menu;
mod keys;
mod naming;
mod segment_bar;
mod title_bar;

pub use keys::keys;
pub use naming::naming;
pub use segment_bar::segment_bar;
pub use title_bar::{item, title_bar};
