//! What a heatmap can show, and which touches of a page that is.

use crate::library::{Touch, TouchKind};

/// A mouse that rests this long on something that can be pressed hesitates, ms.
const HESITATES_MS: u32 = 1_000;

/// What a heatmap shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeatKind {
    /// Every click and tap.
    #[default]
    Click,
    /// Taps with a finger.
    Tap,
    /// Clicks that are part of a rage signal.
    Rage,
    /// Clicks that nothing answered.
    Dead,
    /// Clicks that a script error followed.
    Error,
    /// The first click of each view.
    First,
    /// The last click of each view.
    Last,
    /// Where the mouse rested, by seconds.
    Move,
    /// Where it rested a second or longer on something that can be pressed, by seconds.
    Hesitation,
    /// Fields in focus, by seconds.
    Focus,
    /// How long each height of the page was in view.
    Attention,
    /// How many views saw each height of the page.
    Scroll,
    /// Single clicks, each a dot.
    Confetti,
}

impl HeatKind {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 13] = [
        Self::Click,
        Self::Tap,
        Self::Rage,
        Self::Dead,
        Self::Error,
        Self::First,
        Self::Last,
        Self::Move,
        Self::Hesitation,
        Self::Focus,
        Self::Attention,
        Self::Scroll,
        Self::Confetti,
    ];

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::Tap => "tap",
            Self::Rage => "rage",
            Self::Dead => "dead",
            Self::Error => "error",
            Self::First => "first",
            Self::Last => "last",
            Self::Move => "move",
            Self::Hesitation => "hesitation",
            Self::Focus => "focus",
            Self::Attention => "attention",
            Self::Scroll => "scroll",
            Self::Confetti => "confetti",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Click => "Clicks",
            Self::Tap => "Taps",
            Self::Rage => "Rage clicks",
            Self::Dead => "Dead clicks",
            Self::Error => "Error clicks",
            Self::First => "First clicks",
            Self::Last => "Last clicks",
            Self::Move => "Mouse at rest",
            Self::Hesitation => "Hesitation",
            Self::Focus => "Fields in focus",
            Self::Attention => "Attention",
            Self::Scroll => "Scroll reach",
            Self::Confetti => "Confetti",
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

    /// Whether its points count seconds; otherwise they count clicks.
    pub fn in_seconds(self) -> bool {
        matches!(self, Self::Move | Self::Hesitation | Self::Focus)
    }

    /// The touches of a view that it shows. Kinds that are drawn by rows have no points: every click
    /// counts as for [`Self::Click`].
    pub(super) fn of(self, touches: &[Touch]) -> impl Iterator<Item = (usize, &Touch)> {
        let clicks = || (0..).zip(touches).filter(|(_, touch): &(usize, _)| touch.is_click());
        let only = match self {
            Self::First => clicks().min_by_key(|(_, touch)| touch.at).map(|(at, _)| at),
            Self::Last => clicks().max_by_key(|(_, touch)| touch.at).map(|(at, _)| at),
            _ => None,
        };
        (0..).zip(touches).filter(move |(at, touch)| match self {
            Self::Click | Self::Scroll | Self::Attention | Self::Confetti => touch.is_click(),
            Self::Tap => touch.kind == TouchKind::Tap,
            Self::Rage => touch.rage,
            Self::Dead => touch.dead,
            Self::Error => touch.error,
            Self::First | Self::Last => only == Some(*at),
            Self::Move => touch.kind == TouchKind::Rest,
            Self::Hesitation => touch.kind == TouchKind::Rest && touch.control && touch.ms >= HESITATES_MS,
            Self::Focus => touch.kind == TouchKind::Focus,
        })
    }

    /// How much a touch counts: one, or its seconds.
    pub(super) fn weight(self, touch: &Touch) -> f32 {
        if self.in_seconds() { touch.ms as f32 / 1000.0 } else { 1.0 }
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
        assert_eq!(HeatKind::parse("colour"), None);
    }
}
