//! A heatmap from a library: the visits of a page, a picture of it, and the heat laid on.
//!
//! The long parts (measuring, loading visits, making the picture) are apart from [`HeatMap::of`], which
//! is quick: another segment or kind of heat needs only that.

use super::background::{BackgroundOf, Shown, background_of};
use super::measuring::measure_visits;
use super::{Confetti, Error, Kit, Tell, Whose};
use crate::analysis::heat::{
    ElementHeat, Fold, Grid, Ground, HeatKind, Placed, Reach, attention, average_fold, elements, folds,
    place, reach, zones,
};
use crate::event::{Device, Point, Rect, Size};
use crate::facts::OpenState;
use crate::job::Progress;
use crate::library::{Chosen, Key, Library, Segment, SessionKey, Term, Visits};
use crate::render::{
    self, Background, Cells, HeatLook, Picture, dots_part, heat_layer, lay_over, reach_layer,
};
use crate::replay::PageState;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far a click's warmth reaches, CSS px, on a page 1440 px wide; less on narrower ones.
const RADIUS: f64 = 44.0;
/// The part of it on the narrowest pages: about half a finger's tip.
const NARROW: f64 = 0.7;
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
    /// On which picture of the page, in which state.
    pub shown: Shown,
    /// How far a point's warmth reaches, CSS px; what suits the page's width where it is `None`.
    pub radius: Option<f64>,
    /// No more sessions than so many are laid out for it, drawn at random from those that were not yet.
    pub lay_out: usize,
}

impl HeatRequest {
    /// Heat of everyone's clicks on the best picture of the page as loaded.
    pub fn new(page: &str, device: Device) -> Self {
        Self {
            page: page.to_owned(),
            device,
            kind: HeatKind::default(),
            segment: Segment::default(),
            shown: Shown::default(),
            radius: None,
            lay_out: usize::MAX,
        }
    }

    /// The picture that it is laid on.
    pub fn background(&self) -> BackgroundOf {
        BackgroundOf {
            page: self.page.clone(),
            device: self.device,
            segment: self.segment.clone(),
            shown: self.shown.clone(),
        }
    }
}

/// A heatmap: the numbers and what is needed to draw it. Serialises as the command line's JSON.
#[derive(Debug, Clone, Serialize)]
pub struct HeatMap {
    /// The page's key.
    pub page: String,
    /// The class of device.
    pub device: Device,
    /// What is shown.
    #[serde(rename = "kind", serialize_with = "by_name")]
    pub shows: HeatKind,
    /// The page state that is shown; `None` for the page as loaded.
    pub state: Option<OpenState>,
    /// What was done in each state: as loaded first.
    pub states: Vec<StateCount>,
    /// Sessions that visited the page.
    pub sessions: u64,
    /// Their visits of it.
    pub page_views: u64,
    /// Of those, the ones whose session was laid out; only these can be placed by element.
    pub measured_views: u64,
    /// When the newest of these sessions began, ms since 1970.
    pub newest_ms: Option<i64>,
    /// Points of the kind in this state, and what became of them.
    pub points: PointCounts,
    /// The page on the picture, CSS px.
    pub size: Size,
    /// What was clicked, most clicks first.
    pub elements: Vec<ElementHeat>,
    /// The same for zones drawn by hand.
    pub zones: Vec<ElementHeat>,
    /// How far down visits saw.
    pub scroll: Vec<Reach>,
    /// The average height of the first screen; `None` where no visit tells its viewport.
    pub average_fold_px: Option<f64>,
    /// Where the first screen ends, by class of device.
    pub folds: Vec<Fold>,
    /// Where the picture is from: `screenshot`, `exact` (drawn by a browser) or `drawn` (by our own engine).
    pub background: &'static str,
    /// What it is drawn with.
    #[serde(skip)]
    pub parts: HeatParts,
}

/// What a heatmap is drawn with.
#[derive(Debug, Clone)]
pub struct HeatParts {
    /// The page that it is drawn on.
    pub page: Arc<Background>,
    /// The field. Empty for scroll reach.
    pub grid: Arc<Grid>,
    /// How far a point's warmth reaches, CSS px.
    pub radius: f64,
    /// The visits it was made of.
    pub whose: Whose,
    /// The points on the picture.
    pub placed: Arc<Placed>,
}

/// What became of the points.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PointCounts {
    /// All of the kind.
    pub total: u64,
    /// On the picture.
    pub placed: u64,
    /// Not on the picture, by reason.
    pub unplaced: BTreeMap<String, u64>,
}

/// What was done in a state of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateCount {
    /// Which; `None` for the page as loaded.
    #[serde(flatten)]
    pub state: Option<OpenState>,
    /// Points of the kind that is shown.
    pub points: u64,
    /// Views in which it was seen; all of them for the page as loaded.
    pub views: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn by_name<S: Serializer>(kind: &HeatKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

/// The heatmap that is asked for, from nothing: measures what was not measured, finds the page's
/// picture, places the clicks. `progress` counts sessions that are measured; that is by far the longest.
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
    let whose = measured(library, request, kit, progress)?;
    let background = background_of(library, &request.background(), kit, progress)?;
    Ok(HeatMap::of(request, whose, Arc::new(background)))
}

/// The heatmap that is asked for, laid on the page of one moment of a session rather than on that of a
/// typical visit; `request.shown` is not looked at.
///
/// # Errors
/// As [`heat_map`].
pub fn heat_on(
    library: &Library,
    request: &HeatRequest,
    moment: PageState,
    kit: &Kit,
    progress: &Progress,
) -> Result<HeatMap, Error> {
    let whose = measured(library, request, kit, progress)?;
    let background = Background::of_moment(&request.page, moment, kit.assets.clone(), kit.fonts.clone())?;
    Ok(HeatMap::of(request, whose, Arc::new(background)))
}

fn measured(
    library: &Library,
    request: &HeatRequest,
    kit: &Kit,
    progress: &Progress,
) -> Result<Whose, Error> {
    let HeatRequest { page, device, segment, .. } = request;
    measure_visits(library, (page, *device), segment, kit, (request.lay_out, progress))?;
    Whose::load(library, page, *device, segment)
}

impl HeatMap {
    /// The heatmap of these visits on this picture of the page.
    pub fn of(request: &HeatRequest, whose: Whose, background: Arc<Background>) -> Self {
        let (visits, chosen) = (&whose.visits, &whose.chosen);
        let size = background.size;
        let shows = request.kind;
        let ground = ground(visits, &background);
        let ((placed, rows), (scroll, zones)) = rayon::join(
            || (place(visits, chosen, ground, shows), elements(visits, chosen, ground)),
            || (reach(visits, chosen, size.height, REACH_STEP), zones_of(&whose, ground)),
        );
        let radius = request.radius.unwrap_or(RADIUS * (size.width / 1440.0).clamp(NARROW, 1.0));
        let unplaced = placed.unplaced.iter().map(|(why, count)| ((*why).to_owned(), *count)).collect();
        let began = chosen.views.iter().map(|number| visits.visitor(visits.view(*number)).started_ms);
        Self {
            page: request.page.clone(),
            device: request.device,
            shows,
            state: background.shows.clone(),
            states: states(visits, chosen, &placed),
            sessions: chosen.sessions,
            page_views: chosen.views.len() as u64,
            measured_views: visits.measured(chosen).0,
            newest_ms: began.max(),
            points: PointCounts { total: placed.total, placed: placed.placed(), unplaced },
            size,
            elements: rows,
            zones,
            scroll,
            average_fold_px: average_fold(visits, chosen),
            folds: folds(visits, chosen),
            background: match background.source {
                render::Source::Screenshot => "screenshot",
                render::Source::Exact => "exact",
                render::Source::Drawn => "drawn",
            },
            parts: HeatParts {
                grid: Arc::new(field(shows, &whose, &placed, (size, radius))),
                page: background,
                radius,
                placed: Arc::new(placed),
                whose,
            },
        }
    }

    /// The sessions that clicked an element of this heatmap on this page, as a segment: those that
    /// are counted, if the element was clicked in one state of the page only.
    pub fn clicked(&self, element: &ElementHeat, segment: &Segment) -> Segment {
        let words: Vec<String> =
            element.selectors.iter().map(|it| format!("{} {it}", self.page).replace('*', "\\*")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut segment = segment.clone();
        for (key, words) in [("clicked", &words[..]), ("device", &[self.device.name()])] {
            if let Some(key) = Key::parse(key) {
                segment = segment.with(Term::words(key, words));
            }
        }
        segment
    }

    /// The sessions that clicked within each of these boxes of the picture, CSS px, each once: those that
    /// zones of these boxes count.
    pub fn clicked_within(&self, areas: &[Rect]) -> Vec<BTreeSet<SessionKey>> {
        let Whose { visits, chosen, .. } = &self.parts.whose;
        let placed;
        let clicks = if self.shows == HeatKind::Click {
            &*self.parts.placed
        } else {
            placed = place(visits, chosen, ground(visits, &self.parts.page), HeatKind::Click);
            &placed
        };
        let mut within = vec![BTreeSet::new(); areas.len()];
        for ((x, y), touch) in clicks.points.iter().zip(&clicks.touches) {
            let at = Point::new(f64::from(*x), f64::from(*y));
            let view = visits.view(visits.touches[*touch as usize].view);
            for (area, sessions) in areas.iter().zip(&mut within) {
                if area.contains(at) {
                    sessions.insert(visits.visitor(view).session());
                }
            }
        }
        within
    }

    /// The page with its heat, as large as the page's picture; `tell` is what colours confetti.
    pub fn picture(&self, look: HeatLook, tell: Tell) -> Picture {
        // A dot is there or not: one that shines through has another colour.
        let opacity = if self.shows == HeatKind::Confetti { 1.0 } else { look.opacity };
        lay_over(&self.parts.page.picture, &self.layer(look, tell), HeatLook { opacity, ..look })
    }

    /// The heat alone, as large as the page's picture.
    pub fn layer(&self, look: HeatLook, tell: Tell) -> Picture {
        let page = &self.parts.page.picture;
        let size = (page.width, page.height);
        match self.shows {
            HeatKind::Scroll => reach_layer(&self.reach(), size, look.palette),
            HeatKind::Confetti => {
                #[expect(clippy::cast_possible_truncation, reason = "a few pixels a CSS px")]
                let scale = (f64::from(page.width) / self.size.width.max(1.0)) as f32;
                dots_part(&Confetti::of(self, tell).dots, (0.0, 0.0), scale, size)
            }
            _ => heat_layer(self.cells(), size, look),
        }
    }

    /// The field as `render` takes it.
    pub fn cells(&self) -> Cells<'_> {
        cells_of(&self.parts.grid, self.size)
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

/// A field over a page as `render` takes it.
pub(super) fn cells_of(grid: &Grid, page: Size) -> Cells<'_> {
    let side = |cells: usize| u32::try_from(cells).unwrap_or(u32::MAX);
    Cells {
        width: side(grid.width),
        height: side(grid.height),
        cell: grid.cell,
        page,
        values: &grid.cells,
        hottest: 0.0,
        signed: false,
    }
}

/// The picture as `analysis` takes it.
fn ground<'b>(visits: &Visits, background: &'b Background) -> Ground<'b> {
    let shown = background.shows.as_ref();
    let known = shown.and_then(|state| visits.states.iter().position(|known| known == state));
    // A state that nobody of these visits had open: one that no touch is in.
    let place = |at: usize| u8::try_from(at + 1).unwrap_or(u8::MAX);
    let state = shown.map_or(0, |_| known.map_or(u8::MAX, place));
    Ground { places: &background.places, size: background.size, state }
}

/// What happened in the zones; nothing is worked out where none was drawn.
fn zones_of(whose: &Whose, ground: Ground<'_>) -> Vec<ElementHeat> {
    if whose.zones.is_empty() {
        return Vec::new();
    }
    let clicks = place(&whose.visits, &whose.chosen, ground, HeatKind::Click);
    zones(&whose.visits, &whose.chosen, (ground, &clicks), &whose.zones)
}

/// The states of the page with what was done in each; those that nobody had open are left out.
fn states(visits: &Visits, chosen: &Chosen, placed: &Placed) -> Vec<StateCount> {
    let all = chosen.views.len() as u64;
    let open = |bit: usize| {
        let seen = chosen.views.iter().filter(|number| visits.view(**number).states >> bit & 1 == 1);
        seen.count() as u64
    };
    let points = |at: usize| placed.by_state.get(at).copied().unwrap_or_default();
    let loaded = StateCount { state: None, points: points(0), views: all };
    let opened = visits.states.iter().take(64).enumerate().map(|(at, state)| StateCount {
        state: Some(state.clone()),
        points: points(at + 1),
        views: open(at),
    });
    let mut opened: Vec<StateCount> = opened.filter(|count| count.views > 0 || count.points > 0).collect();
    opened.sort_by(|a, b| b.views.cmp(&a.views).then_with(|| a.state.cmp(&b.state)));
    std::iter::once(loaded).chain(opened).collect()
}

/// The field of a kind. Empty for scroll reach, which is drawn in bands.
fn field(kind: HeatKind, whose: &Whose, placed: &Placed, (size, radius): (Size, f64)) -> Grid {
    match kind {
        HeatKind::Scroll => Grid::default(),
        HeatKind::Attention => {
            let visits = &whose.visits;
            let views = whose.chosen.views.iter().map(|number| visits.bands_of(visits.view(*number)));
            Grid::of_rows(&attention(&views.collect::<Vec<_>>(), size), size)
        }
        _ => {
            // Clicks count one each, which is quicker to add up.
            let weights = if kind.in_seconds() { &placed.weights[..] } else { &[] };
            Grid::of_points(&placed.points, weights, size, radius)
        }
    }
}
