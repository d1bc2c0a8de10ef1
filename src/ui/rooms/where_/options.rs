//! What of the Where room survives a restart.

use super::command::{Beside, Column, PageSort, SideTab};
use crate::analysis::heat::HeatKind;
use crate::event::Device;
use crate::findings::Tell;
use crate::render::{HeatLook, Palette, Scale};
use serde::{Deserialize, Serialize};

/// What of this room survives a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WhereOptions {
    /// The key of the chosen page.
    pub page: Option<String>,
    /// The chosen class of device.
    pub device: Option<Device>,
    /// The name of the chosen kind of heat.
    pub kind: String,
    /// Of the heat, 0–1.
    pub opacity: f32,
    /// How heat and page look besides.
    pub look: LookOptions,
    /// The tab beside the page.
    pub tab: SideTab,
    /// How the list of pages is sorted.
    pub pages_by: PageSort,
    /// How the list of elements is sorted, and whether the largest comes first.
    pub elements_by: (Column, bool),
    /// The number beside the clicks of each element.
    pub column: Column,
    /// How two segments are shown.
    pub beside: Beside,
}

impl Default for WhereOptions {
    fn default() -> Self {
        Self {
            page: None,
            device: None,
            kind: HeatKind::Click.name().to_owned(),
            opacity: 0.85,
            look: LookOptions::default(),
            tab: SideTab::default(),
            pages_by: PageSort::default(),
            elements_by: (Column::Clicks, true),
            column: Column::Share,
            beside: Beside::default(),
        }
    }
}

/// How heat and page look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookOptions {
    /// How far the page steps back under the heat, 0–1.
    pub veil: f32,
    /// The colours.
    pub palette: Palette,
    /// How numbers become colours.
    pub scale: Scale,
    /// How far a click's warmth reaches, CSS px; what suits the page where it is `None`.
    pub radius: Option<f64>,
    /// What colours the confetti.
    pub tell: Tell,
    /// Without cookie bars and loaders.
    pub hide: bool,
    /// The heat is taken away for now.
    #[serde(skip)]
    pub bare: bool,
}

impl Default for LookOptions {
    fn default() -> Self {
        Self {
            veil: 0.32,
            palette: Palette::default(),
            scale: Scale::default(),
            radius: None,
            tell: Tell::default(),
            hide: true,
            bare: false,
        }
    }
}

impl WhereOptions {
    /// How heat is laid over the page, for export too.
    pub fn look(&self) -> HeatLook {
        let LookOptions { veil, palette, scale, .. } = self.look;
        HeatLook { opacity: self.opacity, veil, palette, scale }
    }
}
