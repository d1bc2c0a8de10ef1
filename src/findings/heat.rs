//! A heatmap from a library: visits are measured, a picture of the page is found or drawn, and the
//! clicks are put on it.

use super::background::{BackgroundOf, Shown, background_of};
use super::{Error, Kit, open_recording};
use crate::analysis::heat::{
    self, ElementHeat, Grid, HeatKind, Placed, Reach, attention, average_fold, elements, place, reach,
};
use crate::event::{Device, Size};
use crate::facts::Measures;
use crate::job::Progress;
use crate::library::{Key, Library, PageVisit, Segment, Term};
use crate::render::{self, Background, BackgroundRequest, Cells, HeatLook, Picture, heat_over, reach_over};
use crate::replay::PageState;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far a click's warmth reaches, CSS px, on a page 1440 px wide; less on narrower ones.
const RADIUS: f64 = 44.0;
/// Distance of the lines that scroll reach is told for, CSS px.
const REACH_STEP: f64 = 50.0;

/// Which heatmap is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRequest {
    /// The page's key, such as `/product/*`.
    pub page: String,
    /// The class of device.
    pub device: Device,
    /// What is shown.
    pub kind: HeatKind,
    /// Whose visits.
    pub segment: Segment,
}

/// A heatmap: the numbers and what is needed to draw it. Serialises as the command line's JSON.
#[derive(Debug, Clone, Serialize)]
pub struct HeatMap {
    /// The page's key.
    pub page: String,
    /// The class of device.
    pub device: Device,
    /// What is shown: the kind's name.
    pub kind: &'static str,
    /// Sessions that visited the page.
    pub sessions: u64,
    /// Their visits of it.
    pub page_views: u64,
    /// Clicks of the kind, and what became of them.
    pub points: PointCounts,
    /// The page on the picture, CSS px.
    pub size: Size,
    /// What was clicked, most clicks first.
    pub elements: Vec<ElementHeat>,
    /// How far down visits saw.
    pub scroll: Vec<Reach>,
    /// The average height of the first screen; `None` where no visit tells its viewport.
    pub average_fold_px: Option<f64>,
    /// Where the picture is from: `screenshot`, `exact` (drawn by a browser) or `drawn` (by our own engine).
    pub background: &'static str,
    /// The page that it is drawn on.
    #[serde(skip)]
    pub page_picture: Arc<Background>,
    /// The field; one cell a CSS px.
    #[serde(skip)]
    pub grid: Arc<Grid>,
    /// The visits it was made of.
    #[serde(skip)]
    pub visits: Arc<Vec<PageVisit>>,
    /// The clicks on the picture.
    #[serde(skip)]
    pub placed: Arc<Placed>,
    /// The kind.
    #[serde(skip)]
    pub shows: HeatKind,
}

/// What became of the clicks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PointCounts {
    /// All of the kind.
    pub total: u64,
    /// On the picture.
    pub placed: u64,
    /// Not on the picture, by reason.
    pub unplaced: BTreeMap<String, u64>,
}

/// The heatmap that is asked for, from nothing: measures what was not measured, finds the page's
/// picture, places the clicks. `progress` counts steps; the first, measuring, is by far the longest.
///
/// # Errors
/// [`Error::NoVisits`] when the segment has no visit of the page on that device; when the page
/// cannot be drawn; when it was cancelled.
pub fn heat_map(
    library: &Library,
    request: &HeatRequest,
    kit: &Kit,
    progress: &Progress,
) -> Result<HeatMap, Error> {
    let visits = visits(library, request, kit, progress)?;
    let background = background(library, request, kit, progress)?;
    Ok(HeatMap::of(request, visits, Arc::new(background)))
}

/// The heatmap that is asked for, laid on the page as it is in `state` rather than in a typical visit.
///
/// # Errors
/// As [`heat_map`].
pub fn heat_on(
    library: &Library,
    request: &HeatRequest,
    state: PageState,
    kit: &Kit,
    progress: &Progress,
) -> Result<HeatMap, Error> {
    let visits = visits(library, request, kit, progress)?;
    let page = request.page.clone();
    let shown = BackgroundRequest { page, state, screenshot: None, exact: None, shows: None };
    let background = Background::make(shown, kit.assets.clone(), kit.fonts.clone())?;
    Ok(HeatMap::of(request, visits, Arc::new(background)))
}

/// The visits behind a heatmap, measured; at least one.
fn visits(
    library: &Library,
    request: &HeatRequest,
    kit: &Kit,
    progress: &Progress,
) -> Result<Vec<PageVisit>, Error> {
    measure_visits(library, request, kit, progress)?;
    let visits = library.page_visits(&request.page, Some(request.device), &request.segment)?;
    if visits.is_empty() {
        return Err(Error::NoVisits { page: request.page.clone(), device: request.device.name() });
    }
    Ok(visits)
}

/// Measures the sessions behind a heatmap that were not measured yet, and keeps the result where
/// the library can be changed. A session that cannot be drawn is left as it is: its clicks are then
/// placed by page size or counted as not placed.
///
/// # Errors
/// When the library cannot be read or written, or it was cancelled.
pub fn measure_visits(
    library: &Library,
    request: &HeatRequest,
    kit: &Kit,
    progress: &Progress,
) -> Result<(), Error> {
    if library.read_only() {
        return Ok(());
    }
    let device = Key::parse("device").map(|key| Term::words(key, &[request.device.name()]));
    let segment = device.map_or_else(|| request.segment.clone(), |term| request.segment.with(term));
    let sessions = library.unmeasured(&segment, &request.page)?;
    // As many at a time as there are cores: read one after another, measured side by side.
    for batch in sessions.chunks(rayon::current_num_threads()) {
        let opened = batch
            .iter()
            .map(|id| Ok((id, open_recording(library, id, progress)?, library.facts(id)?, kit.clone())))
            .collect::<Result<Vec<_>, Error>>()?;
        let measured: Vec<_> = opened
            .into_par_iter()
            .map(|(id, replay, facts, kit)| {
                (id, render::measure(&replay, &facts, kit.assets, kit.fonts, progress))
            })
            .collect();
        for (id, measures) in measured {
            library.put_measures(id, &measures?)?;
        }
    }
    Ok(())
}

/// Measures one session if it was not measured yet, and keeps the result where the library can be
/// changed.
///
/// # Errors
/// When there is no such session, the library cannot be written, or it was cancelled.
pub fn measure_session(
    library: &Library,
    session: &str,
    kit: &Kit,
    progress: &Progress,
) -> Result<Measures, Error> {
    if let Some(measures) = library.measures(session)? {
        return Ok(measures);
    }
    let replay = open_recording(library, session, progress)?;
    let facts = library.facts(session)?;
    let measures = render::measure(&replay, &facts, kit.assets.clone(), kit.fonts.clone(), progress)?;
    if !library.read_only() {
        library.put_measures(session, &measures)?;
    }
    Ok(measures)
}

/// The page that the heat is laid on, as loaded: the best picture that there is.
///
/// # Errors
/// As [`background_of`].
pub fn background(
    library: &Library,
    request: &HeatRequest,
    kit: &Kit,
    progress: &Progress,
) -> Result<Background, Error> {
    let HeatRequest { page, device, segment, .. } = request.clone();
    background_of(library, &BackgroundOf { page, device, segment, shown: Shown::default() }, kit, progress)
}

impl HeatMap {
    /// The heatmap of these visits on this picture of the page.
    pub fn of(request: &HeatRequest, visits: Vec<PageVisit>, background: Arc<Background>) -> Self {
        let size = background.size;
        let placed = place(&visits, &background.boxes, size, request.kind);
        let scroll = reach(&visits, size.height, REACH_STEP);
        let sessions: BTreeSet<&str> = visits.iter().map(|visit| visit.session.as_str()).collect();
        let unplaced = placed.unplaced.iter().map(|(why, count)| ((*why).to_owned(), *count)).collect();
        Self {
            page: request.page.clone(),
            device: request.device,
            kind: request.kind.name(),
            sessions: sessions.len() as u64,
            page_views: visits.len() as u64,
            points: PointCounts { total: placed.total, placed: placed.placed(), unplaced },
            size,
            elements: elements(&visits, &background.boxes),
            average_fold_px: average_fold(&visits),
            background: match background.source {
                render::Source::Screenshot => "screenshot",
                render::Source::Exact => "exact",
                render::Source::Drawn => "drawn",
            },
            grid: Arc::new(field(request.kind, &visits, &placed, size)),
            scroll,
            page_picture: background,
            visits: Arc::new(visits),
            placed: Arc::new(placed),
            shows: request.kind,
        }
    }

    /// The page with its heat, as large as the page's picture.
    pub fn picture(&self, look: HeatLook) -> Picture {
        let page = &self.page_picture.picture;
        if self.shows == HeatKind::Scroll {
            return reach_over(page, &self.reach(), look);
        }
        heat_over(page, self.cells(), look)
    }

    /// The field as `render` takes it.
    pub fn cells(&self) -> Cells<'_> {
        let side = |cells: usize| u32::try_from(cells).unwrap_or(u32::MAX);
        Cells {
            width: side(self.grid.width),
            height: side(self.grid.height),
            cell: self.grid.cell,
            page: self.size,
            values: &self.grid.cells,
            hottest: 0.0,
            signed: false,
        }
    }

    /// Scroll reach as `render` takes it: offsets as parts of the page's height.
    #[expect(clippy::cast_possible_truncation, reason = "parts of one need no more than f32")]
    pub fn reach(&self) -> Vec<render::Reach> {
        let height = self.size.height.max(1.0);
        self.scroll
            .iter()
            .map(|line| render::Reach { from: (line.y_px / height) as f32, share: line.reach as f32 })
            .collect()
    }
}

/// The field of a kind. Empty for scroll reach, which is drawn in bands.
fn field(kind: HeatKind, visits: &[PageVisit], placed: &Placed, size: Size) -> Grid {
    match kind {
        HeatKind::Scroll => Grid::default(),
        HeatKind::Attention => {
            let views: Vec<_> = visits.iter().map(|visit| visit.bands.as_slice()).collect();
            heat::Grid::of_rows(&attention(&views, size), size)
        }
        HeatKind::Click | HeatKind::Rage | HeatKind::Dead | HeatKind::Error => {
            let radius = RADIUS * (size.width / 1440.0).clamp(0.5, 1.0);
            Grid::of_points(&placed.spots(), &[], size, radius)
        }
    }
}
