//! Heat: where on a page visitors clicked, raged, got no answer, and how far down they saw.
//!
//! A click belongs to an *element* and a place inside it. [`place()`] puts it on the shown picture of
//! the page by that element's box there; what cannot be put is counted with a reason, never guessed.
//! [`Grid`] makes a soft field out of points. Knows no colours: `render` paints the grid.

mod blur;
mod count;
mod elements;
mod grid;
mod place;
mod scroll;

pub use elements::{ElementHeat, elements};
pub use grid::Grid;
pub use place::{Placed, PlacedPoint, place};
pub use scroll::{Reach, attention, average_fold, reach, saw};

/// What a heatmap shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeatKind {
    /// Every click and tap.
    #[default]
    Click,
    /// Clicks that are part of a rage signal.
    Rage,
    /// Clicks that nothing answered.
    Dead,
    /// Clicks that a script error followed.
    Error,
    /// How many views saw each height of the page.
    Scroll,
    /// How long each height of the page was in view.
    Attention,
}

impl HeatKind {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 6] =
        [Self::Click, Self::Rage, Self::Dead, Self::Error, Self::Scroll, Self::Attention];

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::Rage => "rage",
            Self::Dead => "dead",
            Self::Error => "error",
            Self::Scroll => "scroll",
            Self::Attention => "attention",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Click => "Clicks",
            Self::Rage => "Rage clicks",
            Self::Dead => "Dead clicks",
            Self::Error => "Error clicks",
            Self::Scroll => "Scroll reach",
            Self::Attention => "Attention",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// Whether it is drawn as whole rows of the page and not as points.
    pub fn by_row(self) -> bool {
        matches!(self, Self::Scroll | Self::Attention)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_kind() {
        for kind in HeatKind::ALL {
            assert_eq!(HeatKind::parse(kind.name()), Some(kind));
        }
        assert_eq!(HeatKind::parse("move"), None);
    }
}
