//! What layout tells about a session: plain values. `render` measures them when they are first needed.

use crate::event::{Point, Rect, Time};
use serde::{Deserialize, Serialize};

/// What layout tells about a session.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Page height in CSS px by page view; `None` when it could not be measured.
    pub page_heights: Vec<Option<f64>>,
    /// By interaction: where it was in its element's box. `None` when there was nothing to measure.
    pub inside: Vec<Option<Inside>>,
    /// For interactions inside an iframe, by their number, ascending: where the frame's window began
    /// in the viewport, px. Recordings tell such points from that corner on.
    pub frames: Vec<(u32, Point)>,
    /// By stay ([`super::Facts::stays`]), as `inside`; of rests of the mouse only. May be shorter: what is
    /// not there was not measured.
    pub rests: Vec<Option<Inside>>,
    /// The page states in which the session was ever seen, besides *as loaded*; each once.
    pub states: Vec<OpenState>,
    /// Interactions made in one of `states`, ascending: interaction, index into `states`. All others
    /// were made on the page as loaded.
    pub in_state: Vec<(u32, u32)>,
    /// Stays in one of `states`, ascending: stay, index into `states`.
    pub rests_in_state: Vec<(u32, u32)>,
    /// When page views were first seen in one of `states`; by page view, then by state.
    pub seen: Vec<SeenState>,
}

impl Measures {
    /// What has to be added to an interaction's client and page position, px; nothing outside iframes
    /// or where it was not measured.
    pub fn frame_of(&self, interaction: usize) -> Point {
        let found = self.frames.binary_search_by_key(&interaction, |(number, _)| *number as usize);
        found.map_or_else(|_| Point::default(), |at| self.frames[at].1)
    }

    /// The page state in which an interaction was made; `None` for *as loaded*.
    pub fn state_of(&self, interaction: usize) -> Option<&OpenState> {
        self.state_among(&self.in_state, interaction)
    }

    /// The page state in which a stay was; `None` for *as loaded*.
    pub fn state_of_rest(&self, rest: usize) -> Option<&OpenState> {
        self.state_among(&self.rests_in_state, rest)
    }

    fn state_among(&self, list: &[(u32, u32)], number: usize) -> Option<&OpenState> {
        let at = list.binary_search_by_key(&number, |(other, _)| *other as usize).ok()?;
        self.states.get(list[at].1 as usize)
    }
}

/// The place of an interaction inside its element.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Inside {
    /// Fractions of the box's width and height.
    pub at: Point,
    /// The element's box on the page, px.
    pub area: Rect,
    /// Fixed to the viewport (`position: fixed` or `sticky` somewhere above).
    pub fixed: bool,
}

/// What kind of thing lay open over a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenKind {
    /// A box over the middle of the page.
    Dialog,
    /// A box that came in from a side of the window.
    Drawer,
    /// A list of choices that hangs on a button.
    Menu,
    /// A tab that is not the one that the page begins with.
    TabPanel,
    /// A bar or box that asks for consent. Nobody came for it: pictures of the page leave it out.
    CookieBar,
}

impl OpenKind {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 5] = [Self::Dialog, Self::Drawer, Self::Menu, Self::TabPanel, Self::CookieBar];

    /// The name in JSON and storage.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dialog => "dialog",
            Self::Drawer => "drawer",
            Self::Menu => "menu",
            Self::TabPanel => "tab_panel",
            Self::CookieBar => "cookie_bar",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dialog => "Dialog",
            Self::Drawer => "Drawer",
            Self::Menu => "Menu",
            Self::TabPanel => "Tab",
            Self::CookieBar => "Cookie bar",
        }
    }
}

/// A page state other than *as loaded*: what lay open. Two visits were in the same state when their
/// values are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OpenState {
    /// What a person calls it: "Size guide".
    pub label: String,
    /// What kind of thing it is.
    pub kind: OpenKind,
}

/// A page view was seen in a page state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenState {
    /// The page view's index.
    pub page_view: u32,
    /// Index into [`Measures::states`].
    pub state: u32,
    /// A moment at which it was open.
    pub at: Time,
}
