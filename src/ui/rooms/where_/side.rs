//! One heatmap on the canvas and the job that makes it: there is one, or two beside each other.

use super::ruler;
use super::sheet::{self, Pyramid};
use super::state::Inputs;
use crate::analysis::heat::{ElementHeat, attention};
use crate::event::Rect;
use crate::findings::{Confetti, Tell};
use crate::findings::{Error, HeatMap, HeatRequest, Kit, Measured, Whose, background_of, measure_visits};
use crate::job::{Job, Poll, Progress};
use crate::library::Library;
use crate::render::{Background, HeatLook, Picture};
use crate::ui::widgets::mosaic::Mosaic;
use egui::Context;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// So many sessions are laid out before the first heat is shown, and then between two looks at it.
const FIRST: usize = 96;

/// What makes a heatmap this one and no other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeatKey {
    /// Of the library's sessions, and of the zones drawn in it.
    pub revision: (u64, u64),
    /// Which heatmap.
    pub request: HeatRequest,
}

impl HeatKey {
    /// Whether it lies on the same picture of the page.
    fn beside(&self, other: &Self) -> bool {
        let (one, two) = (&self.request, &other.request);
        self.revision.0 == other.revision.0
            && (&one.page, one.device, &one.shown) == (&two.page, two.device, &two.shown)
            && variant(one) == variant(two)
    }
}

/// What the segment says of variants: each has its own picture.
fn variant(request: &HeatRequest) -> Vec<String> {
    let terms = request.segment.terms().iter();
    terms.filter(|term| term.key.name() == "variant").map(ToString::to_string).collect()
}

/// How heat and page are painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paint {
    /// Veil, colours, scale.
    pub look: HeatLook,
    /// What colours the confetti.
    pub tell: Tell,
}

/// A heatmap ready to be painted.
pub(super) struct Shown {
    pub(super) key: HeatKey,
    pub(super) map: Arc<HeatMap>,
    pyramid: Arc<Pyramid>,
    paint: Paint,
    /// The largest number of the field, and what gets the hottest colour.
    pub(super) peak: f32,
    hottest: f32,
    pub(super) page: Mosaic,
    pub(super) heat: Mosaic,
    /// There once they have been painted.
    dots: Arc<OnceLock<Confetti>>,
    /// Zones, then elements.
    pub(super) rows: Vec<ElementHeat>,
    /// Rows that are on the page, from its top down.
    order: Vec<usize>,
    /// Views by week, the latest last.
    pub(super) weeks: Vec<u64>,
    /// Of each band of the ruler, the seconds that it was in view, over all views.
    pub(super) seconds: Vec<f32>,
    /// Sessions that are still to be laid out.
    left: usize,
}

impl Shown {
    fn new(key: HeatKey, made: Made, paint: Paint) -> Self {
        let Made { map, pyramid, left, weeks, seconds, peak } = made;
        let rows = rows(&map);
        let (size, maker, dots) = sheet::heat(&map, peak, paint);
        Self {
            dots,
            key,
            page: Mosaic::new("page", pyramid.size(), sheet::page(pyramid.clone(), paint.look)),
            heat: Mosaic::new("heat", size, maker),
            order: in_order(&rows),
            rows,
            weeks,
            seconds,
            map,
            pyramid,
            paint,
            peak,
            hottest: peak,
            left,
        }
    }

    /// Takes another heat on the same page: what was there stays until the new tiles are ready.
    fn change(&mut self, key: HeatKey, made: Made) {
        (self.key, self.map, self.left) = (key, made.map, made.left);
        (self.weeks, self.seconds) = (made.weeks, made.seconds);
        (self.peak, self.hottest) = (made.peak, made.peak);
        self.rows = rows(&self.map);
        self.order = in_order(&self.rows);
        self.again();
    }

    fn again(&mut self) {
        let (size, maker, dots) = sheet::heat(&self.map, self.hottest, self.paint);
        self.dots = dots;
        self.heat.replace(size, maker);
    }

    /// Paints it so from now on, with `hottest` getting the hottest colour; 0 for the hottest of this map.
    pub(super) fn dress(&mut self, paint: Paint, hottest: Option<f32>) {
        let before = std::mem::replace(&mut self.paint, paint);
        if (before.look.veil - paint.look.veil).abs() > 0.004 {
            self.page.replace(self.pyramid.size(), sheet::page(self.pyramid.clone(), paint.look));
        }
        let hottest = hottest.unwrap_or(self.peak);
        let colours = |paint: &Paint| (paint.look.palette, paint.look.scale, paint.tell);
        if colours(&before) != colours(&paint) || (self.hottest - hottest).abs() > hottest * 1e-3 {
            self.hottest = hottest;
            self.again();
        }
    }

    /// What gets the hottest colour.
    pub(super) fn hottest(&self) -> f32 {
        self.hottest
    }

    /// The groups of the confetti, where there is some.
    pub(super) fn groups(&self) -> &[(String, u64)] {
        self.dots.get().map(|dots| dots.groups.as_slice()).unwrap_or_default()
    }

    /// Sessions that are still to be laid out.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// A small picture of the page.
    pub(super) fn small(&self) -> &Picture {
        self.pyramid.at_least(160)
    }

    /// Elements that are on the page, from its top down, with their boxes.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (&ElementHeat, Rect)> {
        self.order.iter().filter_map(|place| {
            let element = &self.rows[*place];
            Some((element, element.area?))
        })
    }

    /// The row of this selector.
    pub(super) fn row(&self, selector: &str) -> Option<&ElementHeat> {
        self.rows.iter().find(|row| row.selector == selector)
    }
}

fn rows(map: &HeatMap) -> Vec<ElementHeat> {
    map.zones.iter().chain(&map.elements).cloned().collect()
}

fn in_order(rows: &[ElementHeat]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).filter(|place| rows[*place].area.is_some()).collect();
    let at = |place: usize| rows[place].area.map_or((0.0, 0.0), |area| (area.y, area.x));
    order.sort_by(|a, b| at(*a).partial_cmp(&at(*b)).unwrap_or(Ordering::Equal));
    order
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

struct Made {
    map: Arc<HeatMap>,
    pyramid: Arc<Pyramid>,
    left: usize,
    weeks: Vec<u64>,
    seconds: Vec<f32>,
    peak: f32,
}

/// A heatmap and what is being made in its place.
#[derive(Default)]
pub(super) struct Side {
    pub(super) shown: Option<Shown>,
    making: Option<(HeatKey, Job<Result<Made, String>>)>,
    pub(super) trouble: Option<(HeatKey, String)>,
}

impl Side {
    /// How far the heatmap is that is being made: steps done and announced.
    pub(super) fn progress(&self) -> Option<(u64, u64)> {
        self.making.as_ref().map(|(_, job)| job.progress().counts())
    }

    /// Whether what is being made lies on another page than what is shown.
    pub(super) fn is_new(&self) -> bool {
        let Some((key, _)) = &self.making else { return false };
        self.shown.as_ref().is_none_or(|shown| !shown.key.beside(key))
    }

    /// Takes what is ready, painted so; whether another page is shown since.
    pub(super) fn take(&mut self, paint: Paint) -> bool {
        let Some((key, job)) = &self.making else { return false };
        let result = match job.poll() {
            Poll::Running => return false,
            Poll::Done(result) => result,
            Poll::Panicked => Err("Drawing this page failed.".to_owned()),
        };
        let key = key.clone();
        self.making = None;
        match (result, &mut self.shown) {
            (Ok(made), Some(shown)) if shown.pyramid.is_of(&made.map.parts.page) => {
                self.trouble = None;
                shown.change(key, made);
                false
            }
            (Ok(made), _) => {
                self.trouble = None;
                self.shown = Some(Shown::new(key, made, paint));
                true
            }
            (Err(why), _) => {
                self.shown = None;
                self.trouble = Some((key, why));
                false
            }
        }
    }

    /// Begins to make what is wanted, unless it is there or on its way. `other` is a heatmap whose page can
    /// serve this one too.
    ///
    /// # Errors
    /// When the library cannot be opened once more.
    pub(super) fn want(
        &mut self,
        wanted: Option<HeatKey>,
        other: Option<&Shown>,
        now: Inputs<'_>,
        ctx: &Context,
    ) -> Result<(), crate::library::Error> {
        let Some(wanted) = wanted else {
            *self = Self::default();
            return Ok(());
        };
        let there = self.shown.as_ref().is_some_and(|shown| shown.key == wanted && shown.left == 0)
            || self.making.as_ref().is_some_and(|(key, _)| *key == wanted)
            || self.trouble.as_ref().is_some_and(|(key, _)| *key == wanted);
        if there {
            return Ok(());
        }
        let library = now.library.another()?;
        let kit = now.kit.clone();
        let request = wanted.request.clone();
        let again = other.or(self.shown.as_ref()).filter(|shown| shown.key.beside(&wanted));
        let again = again.map(|shown| Again {
            whose: shown.map.parts.whose.clone(),
            page: shown.map.parts.page.clone(),
            pyramid: shown.pyramid.clone(),
        });
        let wake = ctx.clone();
        let work = move |progress: &Progress| {
            make(&library, &request, again, (&kit, progress)).map_err(|error| error.to_string())
        };
        let job = Job::spawn("heatmap", move || wake.request_repaint(), work);
        self.making = job.ok().map(|job| (wanted, job));
        Ok(())
    }
}

/// What is known of the page already.
struct Again {
    whose: Whose,
    page: Arc<Background>,
    pyramid: Arc<Pyramid>,
}

/// Lays out some of the sessions that were not laid out yet, then makes the heatmap.
fn make(
    library: &Library,
    request: &HeatRequest,
    again: Option<Again>,
    (kit, progress): (&Kit, &Progress),
) -> Result<Made, Error> {
    let HeatRequest { page, device, segment, .. } = request;
    let Measured { done, left } = measure_visits(library, (page, *device), segment, kit, (FIRST, progress))?;
    let (whose, known) = match again {
        Some(again) => (Some(again.whose), Some((again.page, again.pyramid))),
        None => (None, None),
    };
    let whose = match whose.filter(|_| done == 0) {
        Some(whose) => {
            // Zones may have been drawn since.
            let zones = Arc::new(library.zones(page, *device)?);
            Whose { zones, ..whose }.of(library, segment)?
        }
        None => Whose::load(library, page, *device, segment)?,
    };
    let (background, pyramid) = if let Some(known) = known {
        known
    } else {
        let background = Arc::new(background_of(library, &request.background(), kit, progress)?);
        (background.clone(), Arc::new(Pyramid::new(background)))
    };
    let weeks = weeks(&whose);
    let map = Arc::new(HeatMap::of(request, whose, background));
    let peak = map.parts.grid.max();
    let seconds = in_view(&map);
    Ok(Made { map, pyramid, left, weeks, seconds, peak })
}
