//! The rooms: one folder each. A room reads its slice of the state and pushes commands.

pub mod open;
pub mod overview;
pub mod where_;
pub mod which;
pub mod why;

use super::icons::{self, Icon};
use serde::{Deserialize, Serialize};

/// A room of an open library.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Room {
    /// How are we doing, where does it leak?
    Overview,
    /// Where on the page?
    Where,
    /// Why there?
    #[default]
    Why,
    /// Which fix, and did it work?
    Which,
}

impl Room {
    /// All of them, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Overview, Self::Where, Self::Why, Self::Which];

    /// The name on its tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Where => "Where",
            Self::Why => "Why",
            Self::Which => "Which",
        }
    }

    /// The command that goes there, in words.
    pub fn go(self) -> &'static str {
        match self {
            Self::Overview => "Go to Overview",
            Self::Where => "Go to Where",
            Self::Why => "Go to Why",
            Self::Which => "Go to Which",
        }
    }

    /// The key that goes there.
    pub fn key(self) -> egui::Key {
        match self {
            Self::Overview => egui::Key::Num1,
            Self::Where => egui::Key::Num2,
            Self::Why => egui::Key::Num3,
            Self::Which => egui::Key::Num4,
        }
    }

    /// The picture on its tab.
    pub fn icon(self) -> Icon {
        match self {
            Self::Overview => icons::GAUGE,
            Self::Where => icons::FLAME,
            Self::Why => icons::PLAY_CIRCLE,
            Self::Which => icons::FLASK,
        }
    }
}
