//! The work behind a heatmap on the canvas, off the window's thread: what is quick at once, and laying more
//! sessions out while one looks. Knows no window.

use super::ruler;
use super::sheet::Pyramid;
use super::zones::{self, InZones};
use crate::analysis::heat::attention;
use crate::findings::{Error, HeatMap, HeatRequest, Kit, Measured, Whose, background_of, measure_visits};
use crate::job::Progress;
use crate::library::Library;
use crate::render::Background;
use std::sync::Arc;

/// So many sessions are laid out before the first heat is shown, and then at least between two looks at it.
const FIRST: usize = 96;
/// No more than so many between two looks at it.
const MOST: usize = 1000;

/// A heatmap that was made, with what is shown beside it.
pub(super) struct Made {
    pub(super) map: Arc<HeatMap>,
    pub(super) pyramid: Arc<Pyramid>,
    /// Views by week, the latest last.
    pub(super) weeks: Vec<u64>,
    /// Of each band of the ruler, the seconds that it was in view, over all views.
    pub(super) seconds: Vec<f32>,
    /// Who clicked in each zone.
    pub(super) in_zones: InZones,
    /// The largest number of the field.
    pub(super) peak: f32,
    /// Sessions that are not laid out. Some of them may never be: those that cannot be drawn.
    pub(super) left: usize,
}

/// What is known of the page already.
pub(super) struct Again {
    pub(super) whose: Whose,
    pub(super) page: Arc<Background>,
    pub(super) pyramid: Arc<Pyramid>,
}

/// Makes the heatmap of what is laid out so far; lays some sessions out first where none of them is and the
/// page is new. With what is known `again`, this is what another segment costs.
pub(super) fn make(
    library: &Library,
    request: &HeatRequest,
    again: Option<Again>,
    (kit, progress): (&Kit, &Progress),
) -> Result<Made, Error> {
    let HeatRequest { page, device, segment, .. } = request;
    let (whose, known) = match again {
        Some(Again { whose, page: background, pyramid }) => {
            // Zones may have been drawn since.
            let zones = Arc::new(library.zones(page, *device)?);
            (Whose { zones, ..whose }.of(library, segment)?, Some((background, pyramid)))
        }
        None => (Whose::load(library, page, *device, segment)?, None),
    };
    // Where the page is known, heat is shown at once, be it little: more comes with `finer`.
    let whose = if known.is_some() || whose.visits.measured(&whose.chosen).0 > 0 {
        whose
    } else {
        let measured = measure_visits(library, (page, *device), segment, kit, (FIRST, progress))?;
        if measured.done > 0 { Whose::load(library, page, *device, segment)? } else { whose }
    };
    let (background, pyramid) = if let Some(known) = known {
        known
    } else {
        let background = Arc::new(background_of(library, &request.background(), kit, progress)?);
        (background.clone(), Arc::new(Pyramid::new(background)))
    };
    made(library, request, whose, (background, pyramid))
}

/// Lays more of the sessions out, and makes the heatmap anew with them; `None` where there are no more. The
/// more there are already, the more it does at a time, since each time all visits are read again.
pub(super) fn finer(
    library: &Library,
    request: &HeatRequest,
    again: Again,
    (kit, progress): (&Kit, &Progress),
) -> Result<Option<Made>, Error> {
    let HeatRequest { page, device, segment, .. } = request;
    let Whose { visits, chosen, .. } = &again.whose;
    let most = usize::try_from(visits.measured(chosen).0 / 8).unwrap_or(MOST).clamp(FIRST, MOST);
    let Measured { done, left } = measure_visits(library, (page, *device), segment, kit, (most, progress))?;
    if done == 0 {
        return Ok(None);
    }
    let whose = Whose::load(library, page, *device, segment)?;
    Ok(Some(Made { left, ..made(library, request, whose, (again.page, again.pyramid))? }))
}

fn made(
    library: &Library,
    request: &HeatRequest,
    whose: Whose,
    (background, pyramid): (Arc<Background>, Arc<Pyramid>),
) -> Result<Made, Error> {
    let (weeks, left) = (weeks(&whose), waiting(&whose));
    let map = Arc::new(HeatMap::of(request, whose, background));
    let (peak, seconds) = (map.parts.grid.max(), in_view(&map));
    let in_zones = zones::who(library, &map)?;
    Ok(Made { map, pyramid, weeks, seconds, in_zones, peak, left })
}

/// Sessions none of whose views were laid out.
fn waiting(whose: &Whose) -> usize {
    let views = whose.chosen.views.iter().map(|number| whose.visits.view(*number));
    let mut waiting: Vec<u32> = views.filter(|view| !view.measured).map(|view| view.visitor).collect();
    waiting.dedup();
    waiting.len()
}

/// Views of the last twelve weeks before the newest, the latest last.
fn weeks(whose: &Whose) -> Vec<u64> {
    const WEEK_MS: i64 = 7 * 24 * 3_600_000;
    let visits = &whose.visits;
    let began = |number: &u32| visits.visitor(visits.view(*number)).started_ms;
    let Some(newest) = whose.chosen.views.iter().map(began).max() else { return Vec::new() };
    let mut weeks = vec![0_u64; 12];
    for number in &whose.chosen.views {
        let ago = usize::try_from((newest - began(number)) / WEEK_MS).unwrap_or(usize::MAX);
        if let Some(week) = 11_usize.checked_sub(ago).and_then(|at| weeks.get_mut(at)) {
            *week += 1;
        }
    }
    weeks
}

/// How long each band of the ruler was in view, s.
fn in_view(map: &HeatMap) -> Vec<f32> {
    let (visits, views) = (&map.parts.whose.visits, &map.parts.whose.chosen.views);
    let bands: Vec<_> = views.iter().map(|number| visits.bands_of(visits.view(*number))).collect();
    let rows = attention(&bands, map.size);
    rows.chunks(ruler::BAND).map(|rows| rows.iter().sum::<f32>() / rows.len() as f32).collect()
}
