//! What the Where room shows, and the jobs that make it.

use super::command::{Column, ElementDoor, LookTo, PageSort, SideTab, WhereCommand};
use super::pages::{exit_rate, friction_rate};
use super::sheet::{self, Pyramid};
use super::sight::Sight;
use super::thumbnails::Thumbnails;
use crate::analysis::heat::{ElementHeat, HeatKind};
use crate::event::{Device, Rect};
use crate::findings::{self, HeatMap, HeatRequest, Kit};
use crate::job::{Job, Poll, Progress};
use crate::library::{Library, PageSummary, Segment};
use crate::render::{Background, HeatLook};
use crate::ui::widgets::mosaic::Mosaic;
use egui::Context;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

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
        }
    }
}

/// How heat and page look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookOptions {
    /// How far the page steps back under the heat, 0–1.
    pub veil: f32,
    /// The heat is taken away for now.
    #[serde(skip)]
    pub bare: bool,
}

impl Default for LookOptions {
    fn default() -> Self {
        Self { veil: 0.32, bare: false }
    }
}

/// What the room looks at. `revision` grows whenever the library's sessions change.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The open library.
    pub library: &'a Library,
    /// Which sessions.
    pub segment: &'a Segment,
    /// Of the library.
    pub revision: u64,
    /// What drawing needs.
    pub kit: &'a Kit,
}

/// What makes a heatmap this one and no other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeatKey {
    revision: u64,
    pub(super) page: String,
    pub(super) device: Device,
    pub(super) kind: HeatKind,
    segment: Segment,
}

impl HeatKey {
    /// Whether it lies on the same page.
    fn beside(&self, other: &Self) -> bool {
        self.page == other.page && self.device == other.device && self.revision == other.revision
    }
}

/// A heatmap ready to be painted.
pub(super) struct Shown {
    key: HeatKey,
    pub(super) map: Arc<HeatMap>,
    pyramid: Arc<Pyramid>,
    veil: f32,
    pub(super) page: Mosaic,
    pub(super) heat: Mosaic,
    /// Elements that are on the page, from its top down.
    order: Vec<usize>,
}

impl Shown {
    fn new(key: HeatKey, made: Made, veil: f32) -> Self {
        let Made { map, pyramid } = made;
        let (size, maker) = sheet::heat(&map, 0.0_f32.max(map.parts.grid.max()));
        Self {
            key,
            page: Mosaic::new("page", pyramid.size(), sheet::page(pyramid.clone(), veil)),
            heat: Mosaic::new("heat", size, maker),
            order: in_order(&map),
            map,
            pyramid,
            veil,
        }
    }

    /// Takes another heat on the same page: what was there stays until the new tiles are ready.
    fn change(&mut self, key: HeatKey, made: Made) {
        let (size, maker) = sheet::heat(&made.map, made.map.parts.grid.max());
        self.heat.replace(size, maker);
        self.order = in_order(&made.map);
        (self.key, self.map) = (key, made.map);
    }

    fn step_back(&mut self, veil: f32) {
        if (self.veil - veil).abs() > 0.004 {
            self.veil = veil;
            self.page.replace(self.pyramid.size(), sheet::page(self.pyramid.clone(), veil));
        }
    }

    /// Elements that are on the page, from its top down, with their boxes.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (&ElementHeat, Rect)> {
        self.order.iter().filter_map(|place| {
            let element = &self.map.elements[*place];
            Some((element, element.area?))
        })
    }
}

fn in_order(map: &HeatMap) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..map.elements.len()).filter(|place| map.elements[*place].area.is_some()).collect();
    let at = |place: usize| map.elements[place].area.map_or((0.0, 0.0), |area| (area.y, area.x));
    order.sort_by(|a, b| at(*a).partial_cmp(&at(*b)).unwrap_or(Ordering::Equal));
    order
}

struct Made {
    map: Arc<HeatMap>,
    pyramid: Arc<Pyramid>,
}

/// The room.
#[derive(Default)]
pub struct WhereState {
    /// What survives a restart.
    pub options: WhereOptions,
    pub(super) pages: Vec<PageSummary>,
    pages_of: Option<(u64, Segment, PageSort)>,
    pub(super) thumbnails: Thumbnails,
    pub(super) shown: Option<Shown>,
    making: Option<(HeatKey, Job<Result<Made, String>>)>,
    pub(super) trouble: Option<(HeatKey, String)>,
    /// The selector of the marked element.
    pub(super) chosen: Option<String>,
    /// The list is to follow the mark.
    pub(super) step: bool,
    /// The selector of the element whose row is pointed at, and of the one that is pointed at on the page.
    pub(super) row: Option<String>,
    pub(super) pointed: Option<String>,
    /// Zoom and pan.
    pub sight: Sight,
}

impl fmt::Debug for WhereState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhereState").field("options", &self.options).finish_non_exhaustive()
    }
}

impl WhereState {
    /// The chosen kind of heat.
    pub fn kind(&self) -> HeatKind {
        HeatKind::parse(&self.options.kind).unwrap_or_default()
    }

    /// The pages of the segment, as they are listed.
    pub fn pages(&self) -> &[PageSummary] {
        &self.pages
    }

    /// The chosen page, or the first.
    pub fn page(&self) -> Option<&PageSummary> {
        let chosen = self.options.page.as_deref();
        self.pages.iter().find(|page| Some(page.page.as_str()) == chosen).or(self.pages.first())
    }

    /// The chosen class of device where the page was seen on it, else the one it was seen on most.
    pub fn device(&self) -> Option<Device> {
        let devices = &self.page()?.devices;
        let chosen = self.options.device.filter(|device| devices.get(device).is_some_and(|views| *views > 0));
        chosen.or_else(|| devices.iter().max_by_key(|(_, views)| **views).map(|(device, _)| *device))
    }

    /// How far the heatmap is that is being made: steps done and announced.
    pub fn progress(&self) -> Option<(u64, u64)> {
        self.making.as_ref().map(|(_, job)| job.progress().counts())
    }

    /// The heatmap that is shown.
    pub fn map(&self) -> Option<&Arc<HeatMap>> {
        self.shown.as_ref().map(|shown| &shown.map)
    }

    /// Tiles of page and heat that are kept, and whether all that is in sight is as fine as it can be.
    pub fn tiles(&self) -> (usize, bool) {
        let kept = self.shown.as_ref().map(|shown| [shown.page.kept(), shown.heat.kept()]);
        kept.map_or((0, false), |[page, heat]| (page.0 + heat.0, page.1 && heat.1))
    }

    /// The element that is marked.
    pub fn element(&self) -> Option<&ElementHeat> {
        let chosen = self.chosen.as_deref()?;
        self.map()?.elements.iter().find(|element| element.selector == chosen)
    }

    /// Elements in the order of the list: places in [`HeatMap::elements`].
    pub(super) fn listed(&self) -> Vec<usize> {
        let Some(map) = self.map() else { return Vec::new() };
        let (by, down) = self.options.elements_by;
        let all = &map.elements;
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by(|a, b| {
            let how = compare(&all[*a], &all[*b], by);
            if down { how.reverse() } else { how }
        });
        order
    }

    /// How the heat is laid over the page now, for export.
    pub fn look(&self) -> HeatLook {
        HeatLook { opacity: self.options.opacity, veil: self.options.look.veil, ..HeatLook::default() }
    }

    /// Does what this room was asked for; what goes beyond it is done by the window.
    pub fn apply(&mut self, command: WhereCommand) {
        match command {
            WhereCommand::Page(page) => {
                self.options.page = Some(page);
                self.chosen = None;
                self.sight.offset = egui::Vec2::ZERO;
            }
            WhereCommand::Device(device) => self.options.device = Some(device),
            WhereCommand::Kind(kind) => {
                kind.name().clone_into(&mut self.options.kind);
                if kind == HeatKind::Scroll {
                    self.options.tab = SideTab::Scroll;
                } else if self.options.tab == SideTab::Scroll {
                    self.options.tab = SideTab::Elements;
                }
            }
            WhereCommand::Look(to) => self.look_to(&to),
            WhereCommand::Choose(selector) => self.choose(selector),
            WhereCommand::Step(by) => self.step(by),
            WhereCommand::Tab(tab) => self.options.tab = tab,
            WhereCommand::Zoom(to) => self.sight.to(to),
            WhereCommand::SortPages(by) => self.options.pages_by = by,
            WhereCommand::SortElements(by) => {
                let (now, down) = self.options.elements_by;
                self.options.elements_by = (by, if now == by { !down } else { by != Column::Name });
            }
            WhereCommand::Column(column) => {
                self.options.column = column;
                self.options.elements_by = (column, true);
            }
            WhereCommand::Element(
                ElementDoor::WatchTen | ElementDoor::Hypothesis | ElementDoor::Sessions,
            )
            | WhereCommand::Export(_) => {}
        }
    }

    fn look_to(&mut self, to: &LookTo) {
        match to {
            LookTo::Opacity(opacity) => self.options.opacity = opacity.clamp(0.0, 1.0),
            LookTo::Veil(veil) => self.options.look.veil = veil.clamp(0.0, 1.0),
            LookTo::ToggleHeat => self.options.look.bare = !self.options.look.bare,
        }
    }

    fn choose(&mut self, selector: Option<String>) {
        self.chosen = selector;
        self.step = true;
        if self.chosen.is_some() {
            self.options.tab = SideTab::Elements;
        }
        if let Some(area) = self.element().and_then(|element| element.area) {
            self.sight.show(area);
        }
    }

    /// Marks the element that is so many rows further in the list.
    fn step(&mut self, by: i32) {
        let order = self.listed();
        let Some(map) = self.map() else { return };
        let now = order.iter().position(|place| self.chosen.as_ref() == Some(&map.elements[*place].selector));
        let next = match (now, by > 0) {
            (None, true) => Some(0),
            (None, false) => order.len().checked_sub(1),
            (Some(now), true) => Some((now + 1).min(order.len() - 1)),
            (Some(now), false) => Some(now.saturating_sub(1)),
        };
        let next = next.and_then(|place| order.get(place)).map(|place| map.elements[*place].selector.clone());
        self.choose(next);
    }

    /// Polls the jobs and starts those that are needed. Cheap when nothing changed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn tick(&mut self, now: Inputs<'_>, ctx: &Context) -> Result<(), crate::library::Error> {
        let by = self.options.pages_by;
        let same = self.pages_of.as_ref().is_some_and(|(revision, segment, sort)| {
            *revision == now.revision && segment == now.segment && *sort == by
        });
        if !same {
            self.pages = now.library.pages(now.segment)?;
            sort_pages(&mut self.pages, by);
            self.pages_of = Some((now.revision, now.segment.clone(), by));
        }
        self.tick_heat(now, ctx)?;
        if let Some(shown) = &mut self.shown {
            shown.step_back(if self.options.look.bare { 0.0 } else { self.options.look.veil });
        }
        let rest = self.making.is_none() && self.shown.is_some();
        self.thumbnails.tick((now.library, now.kit, now.revision), &self.pages, rest, ctx)
    }

    fn tick_heat(&mut self, now: Inputs<'_>, ctx: &Context) -> Result<(), crate::library::Error> {
        let wanted = self.page().map(|page| page.page.clone()).zip(self.device()).map(|(page, device)| {
            HeatKey { revision: now.revision, page, device, kind: self.kind(), segment: now.segment.clone() }
        });
        let Some(wanted) = wanted else {
            self.making = None;
            self.shown = None;
            return Ok(());
        };
        self.take_result(ctx);
        let there = self.shown.as_ref().is_some_and(|shown| shown.key == wanted)
            || self.making.as_ref().is_some_and(|(key, _)| *key == wanted)
            || self.trouble.as_ref().is_some_and(|(key, _)| *key == wanted);
        if there {
            return Ok(());
        }
        let library = now.library.another()?;
        let kit = now.kit.clone();
        let request = HeatRequest {
            kind: wanted.kind,
            segment: wanted.segment.clone(),
            ..HeatRequest::new(&wanted.page, wanted.device)
        };
        let again = self.shown.as_ref().filter(|shown| shown.key.beside(&wanted));
        let again = again.map(|shown| (shown.map.parts.page.clone(), shown.pyramid.clone()));
        let wake = ctx.clone();
        let work = move |progress: &Progress| make(&library, &request, again, (&kit, progress));
        let job = Job::spawn("heatmap", move || wake.request_repaint(), work);
        self.making = job.ok().map(|job| (wanted, job));
        Ok(())
    }

    fn take_result(&mut self, ctx: &Context) {
        let Some((key, job)) = &self.making else { return };
        let result = match job.poll() {
            Poll::Running => return,
            Poll::Done(result) => result,
            Poll::Panicked => Err("Drawing this page failed.".to_owned()),
        };
        let key = key.clone();
        self.making = None;
        match (result, &mut self.shown) {
            (Ok(made), Some(shown)) if shown.pyramid.is_of(&made.map.parts.page) => {
                self.trouble = None;
                shown.change(key, made);
            }
            (Ok(made), _) => {
                self.trouble = None;
                self.thumbnails.put(ctx, &key.page, made.pyramid.at_least(160));
                self.shown = Some(Shown::new(key, made, self.options.look.veil));
            }
            (Err(why), _) => {
                self.shown = None;
                self.trouble = Some((key, why));
            }
        }
    }
}

fn sort_pages(pages: &mut [PageSummary], by: PageSort) {
    pages.sort_by(|a, b| match by {
        PageSort::Friction => {
            b.friction.cmp(&a.friction).then_with(|| friction_rate(b).total_cmp(&friction_rate(a)))
        }
        PageSort::Views => b.views.cmp(&a.views),
        PageSort::Exits => exit_rate(b).total_cmp(&exit_rate(a)).then_with(|| b.exits.cmp(&a.exits)),
    });
}

/// Two elements by a column, the smaller first.
fn compare(a: &ElementHeat, b: &ElementHeat, by: Column) -> Ordering {
    match by {
        Column::Name => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
        Column::Clicks => a.clicks.cmp(&b.clicks),
        Column::Share => a.share.total_cmp(&b.share),
        Column::Sessions => a.sessions.cmp(&b.sessions),
        Column::Rage => a.rage.cmp(&b.rage),
        Column::Dead => a.dead.cmp(&b.dead),
        Column::Errors => a.error.cmp(&b.error),
        Column::Bought => a.bought_rate.total_cmp(&b.bought_rate),
    }
}

fn make(
    library: &Library,
    request: &HeatRequest,
    again: Option<(Arc<Background>, Arc<Pyramid>)>,
    (kit, progress): (&Kit, &Progress),
) -> Result<Made, String> {
    let (page, pyramid) = again.unzip();
    let map = heat_map(library, request, page, (kit, progress)).map_err(|error| error.to_string())?;
    let pyramid = pyramid.unwrap_or_else(|| Arc::new(Pyramid::new(map.parts.page.clone())));
    Ok(Made { map: Arc::new(map), pyramid })
}

fn heat_map(
    library: &Library,
    request: &HeatRequest,
    page: Option<Arc<Background>>,
    (kit, progress): (&Kit, &Progress),
) -> Result<HeatMap, findings::Error> {
    let Some(page) = page else { return findings::heat_map(library, request, kit, progress) };
    let HeatRequest { page: key, device, segment, .. } = request;
    findings::measure_visits(library, (key, *device), segment, kit, (usize::MAX, progress))?;
    let whose = findings::Whose::load(library, key, *device, segment)?;
    Ok(HeatMap::of(request, whose, page))
}
