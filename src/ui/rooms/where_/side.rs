//! One heatmap on the canvas and the job that makes it: there is one, or two beside each other.

use super::making::{self, Again, Made};
use super::sheet::{self, Pyramid};
use super::state::Inputs;
use super::zones::InZones;
use crate::analysis::heat::ElementHeat;
use crate::event::Rect;
use crate::findings::{Confetti, Error, HeatMap, HeatRequest, Kit, Tell};
use crate::job::{Job, Poll, Progress};
use crate::library::Library;
use crate::render::{HeatLook, Picture};
use crate::ui::widgets::mosaic::Mosaic;
use egui::Context;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

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
    /// Who clicked in each zone, by its selector: ids of sessions.
    pub(super) in_zones: InZones,
    /// Of each band of the ruler, the seconds that it was in view, over all views.
    pub(super) seconds: Vec<f32>,
    /// Sessions that are still to be laid out.
    left: usize,
    /// Why no more of them can be.
    halted: Option<String>,
}

/// What a job gives, or why it could not.
type Outcome<T> = Result<T, String>;

impl Shown {
    fn new(key: HeatKey, made: Made, paint: Paint) -> Self {
        let Made { map, pyramid, left, weeks, seconds, in_zones, peak } = made;
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
            in_zones,
            map,
            pyramid,
            paint,
            peak,
            hottest: peak,
            left,
            halted: None,
        }
    }

    /// Takes another heat on the same page: what was there stays until the new tiles are ready.
    fn change(&mut self, key: HeatKey, made: Made) {
        (self.key, self.map, self.left) = (key, made.map, made.left);
        (self.weeks, self.seconds, self.in_zones) = (made.weeks, made.seconds, made.in_zones);
        (self.peak, self.hottest) = (made.peak, made.peak);
        self.rows = rows(&self.map);
        self.order = in_order(&self.rows);
        self.paint_again();
    }

    /// What another heatmap of this page can be made of.
    fn again(&self) -> Again {
        let parts = &self.map.parts;
        Again { whose: parts.whose.clone(), page: parts.page.clone(), pyramid: self.pyramid.clone() }
    }

    fn paint_again(&mut self) {
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
            self.paint_again();
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

    /// Why no more sessions can be laid out.
    pub(super) fn halted(&self) -> Option<&str> {
        self.halted.as_deref()
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

/// A heatmap and what is being made in its place.
#[derive(Default)]
pub(super) struct Side {
    pub(super) shown: Option<Shown>,
    making: Option<(HeatKey, Job<Outcome<Made>>)>,
    /// What was shown before a segment without visits of the page: the way back from it is as quick.
    before: Option<Shown>,
    /// The same heatmap with more sessions laid out. Gives way to another heatmap at once.
    finer: Option<(HeatKey, Job<Outcome<Option<Made>>>)>,
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
        self.take_finer();
        let Some((key, result)) = taken(&mut self.making) else { return false };
        if self.shown.is_none() && result.is_ok() {
            self.shown = self.before.take();
        }
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
                self.before = self.shown.take().or(self.before.take());
                self.trouble = Some((key, why));
                false
            }
        }
    }

    /// Takes a heatmap with more sessions laid out. Where that failed, the one that is shown stays.
    fn take_finer(&mut self) {
        let Some((key, result)) = taken(&mut self.finer) else { return };
        let Some(shown) = self.shown.as_mut().filter(|shown| shown.key == key) else { return };
        match result {
            Ok(Some(made)) => shown.change(key, made),
            Ok(None) => shown.left = 0,
            Err(why) => (shown.left, shown.halted) = (0, Some(why)),
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
            *self = Self { before: self.shown.take().or(self.before.take()), ..Self::default() };
            return Ok(());
        };
        if self.making.as_ref().is_some_and(|(key, _)| *key == wanted)
            || self.trouble.as_ref().is_some_and(|(key, _)| *key == wanted)
        {
            return Ok(());
        }
        if self.shown.as_ref().is_some_and(|shown| shown.key == wanted) {
            return self.refine(wanted, now, ctx);
        }
        self.finer = None;
        let request = wanted.request.clone();
        let known = other.or(self.shown.as_ref()).or(self.before.as_ref());
        let again = known.filter(|shown| shown.key.beside(&wanted)).map(Shown::again);
        let work = move |library: &Library, kit: &Kit, progress: &Progress| {
            making::make(library, &request, again, (kit, progress))
        };
        self.making = begun("heatmap", now, ctx, work)?.map(|job| (wanted, job));
        Ok(())
    }

    /// Begins to lay more sessions out, where there are more and that is not being done.
    fn refine(
        &mut self,
        wanted: HeatKey,
        now: Inputs<'_>,
        ctx: &Context,
    ) -> Result<(), crate::library::Error> {
        let Some(shown) = self.shown.as_ref().filter(|shown| shown.left > 0) else { return Ok(()) };
        if self.finer.is_some() || self.making.is_some() {
            return Ok(());
        }
        let (request, again) = (wanted.request.clone(), shown.again());
        let work = move |library: &Library, kit: &Kit, progress: &Progress| {
            making::finer(library, &request, again, (kit, progress))
        };
        self.finer = begun("lay out", now, ctx, work)?.map(|job| (wanted, job));
        Ok(())
    }
}

/// Takes a job's result once it is there.
fn taken<T: Send + 'static>(slot: &mut Option<(HeatKey, Job<Outcome<T>>)>) -> Option<(HeatKey, Outcome<T>)> {
    let (_, job) = slot.as_ref()?;
    let result = match job.poll() {
        Poll::Running => return None,
        Poll::Done(result) => result,
        Poll::Panicked => Err("Drawing this page failed.".to_owned()),
    };
    slot.take().map(|(key, _)| (key, result))
}

/// Begins work on a connection of its own; `None` where the system refuses a thread.
fn begun<T: Send + 'static>(
    name: &str,
    now: Inputs<'_>,
    ctx: &Context,
    work: impl FnOnce(&Library, &Kit, &Progress) -> Result<T, Error> + Send + 'static,
) -> Result<Option<Job<Outcome<T>>>, crate::library::Error> {
    let (library, kit, wake) = (now.library.another()?, now.kit.clone(), ctx.clone());
    let work = move |progress: &Progress| work(&library, &kit, progress).map_err(|error| error.to_string());
    Ok(Job::spawn(name, move || wake.request_repaint(), work).ok())
}
