//! Heat: where on a page visitors clicked, raged, lingered, got no answer, and how far down they saw.
//!
//! A touch belongs to an *element* and a place inside it. [`place()`] puts it on the shown picture of
//! the page by that element's box there; what cannot be put is counted with a reason, never guessed.
//! [`Grid`] makes a soft field out of points. Knows no colours: `render` paints the grid.

mod blur;
mod compare;
mod count;
mod elements;
mod exposure;
mod grid;
mod kind;
#[cfg(test)]
mod made;
mod place;
mod scroll;

pub use compare::{ElementDifference, Side, compare};
pub use elements::{ElementHeat, elements, zones};
pub use grid::Grid;
pub use kind::HeatKind;
pub use place::{Ground, Placed, place};
pub use scroll::{Fold, Reach, attention, average_fold, folds, reach};
