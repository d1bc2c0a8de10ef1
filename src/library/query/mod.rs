//! What is asked of a library. Every list has an order that does not depend on chance.

mod blobs;
mod found;
mod pages;
mod pictures;
mod recording;
mod sessions;
mod told;
mod typical;
mod visits;

pub use sessions::{Order, SortKey};
pub use visits::{Chosen, Touch, TouchKind, View, Visitor, Visits};
