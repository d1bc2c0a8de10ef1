//! Two heatmaps of a page beside each other: another segment, another time, another device.

use super::HeatMap;
use super::heat::cells_of;
use crate::analysis::heat::{ElementDifference, Grid, compare};
use crate::library::SessionKey;
use crate::render::{Cells, HeatLook, Picture, heat_over};
use serde::Serialize;
use std::collections::BTreeSet;

/// Two heatmaps and how they differ. Serialises as the command line's JSON.
#[derive(Debug, Clone, Serialize)]
pub struct HeatComparison {
    /// The first.
    pub a: HeatMap,
    /// The second.
    pub b: HeatMap,
    /// Element by element, largest difference of the click rate first.
    pub elements: Vec<ElementDifference>,
    /// Sessions that are in both: they make differences look smaller than they are.
    pub in_both: u64,
    /// B's field less A's, each by its views; `None` where the pictures are not of the same size.
    #[serde(skip)]
    pub difference: Option<Grid>,
}

impl HeatComparison {
    /// The page with what B has more (orange) and less (blue) than A; `None` where the pictures are
    /// not of the same size.
    pub fn picture(&self, look: HeatLook) -> Option<Picture> {
        Some(heat_over(&self.a.parts.page.picture, self.cells()?, look))
    }

    /// The differences as `render` takes them.
    pub fn cells(&self) -> Option<Cells<'_>> {
        let grid = self.difference.as_ref()?;
        Some(Cells { signed: true, ..cells_of(grid, self.a.size) })
    }
}

/// Compares two heatmaps of one page. On different pictures (devices, variants) there is no field of
/// differences: a place on one is none on the other.
pub fn heat_against(a: HeatMap, b: HeatMap) -> HeatComparison {
    let elements = compare(&a.elements, &b.elements, (a.sessions, b.sessions));
    let by_view = |map: &HeatMap| 1.0 / map.page_views.max(1) as f32;
    let same = a.size == b.size && a.parts.page.source == b.parts.page.source;
    let difference = same.then(|| b.parts.grid.difference(by_view(&b), &a.parts.grid, by_view(&a))).flatten();
    let in_both = in_both(&a, &b);
    HeatComparison { a, b, elements, in_both, difference }
}

/// Sessions that both maps count.
fn in_both(a: &HeatMap, b: &HeatMap) -> u64 {
    let keys = |map: &HeatMap| -> BTreeSet<SessionKey> { map.parts.whose.sessions().collect() };
    let (a, b) = (keys(a), keys(b));
    a.intersection(&b).count() as u64
}
