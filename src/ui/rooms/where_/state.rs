//! What the Where room shows. `steps` changes it.

use super::between::Between;
use super::command::{Column, Letter};
use super::listing::Listing;
use super::options::WhereOptions;
use super::side::Side;
use super::sight::Sight;
use super::thumbnails::Thumbnails;
use super::zones;
use crate::analysis::heat::{ElementHeat, HeatKind};
use crate::event::{Device, Time};
use crate::facts::OpenState;
use crate::findings::{self, BackgroundChoice, HeatComparison, HeatMap, HeatRequest, Kit};
use crate::library::{Library, PageSummary, Segment};
use crate::render::HeatLook;
use crate::ui::against::Against;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

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
    /// What the segment is compared with.
    pub against: Option<&'a Against>,
}

/// The moment on the stage of the Why room: a picture that heat can be laid on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnStage {
    /// The session's id.
    pub session: String,
    /// The moment.
    pub at: Time,
    /// The page that it shows.
    pub page: String,
}

/// What a marked element or zone leads to on both sides.
#[derive(Debug, Default)]
pub(super) struct Doors {
    /// As which segments; nobody where it is `None`.
    pub(super) of: [Option<Segment>; 2],
    /// How many sessions each finds, once they are counted.
    pub(super) counts: Option<[u64; 2]>,
}

/// What is pointed at and marked on the page and in the list, by selector.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The marked element.
    pub(super) chosen: Option<String>,
    /// The list is to follow the mark.
    pub(super) follow: bool,
    /// The one whose row is pointed at.
    pub(super) row: Option<String>,
    /// The one that is pointed at on the page.
    pub(super) pointed: Option<String>,
    /// How many sessions the marked element leads to, on each side.
    pub(super) doors: Doors,
    /// The name of a zone as it is being typed.
    pub(super) name: Option<(i64, String)>,
}

/// Which picture of the page the heat is laid on.
#[derive(Debug, Clone, Default)]
pub(super) struct Ground {
    /// The state of the page; `None` for the page as loaded.
    pub(super) state: Option<OpenState>,
    /// The picture.
    pub(super) choice: BackgroundChoice,
}

/// What dragging does on the page.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) enum Tool {
    /// It moves the page.
    #[default]
    Move,
    /// It draws a zone; from here on the page, CSS px, while it is dragged.
    Zone(Option<crate::event::Point>),
    /// It moves the marked zone, or some of its edges.
    Shape(zones::Shape),
}

/// The room.
#[derive(Default)]
pub struct WhereState {
    /// What survives a restart.
    pub options: WhereOptions,
    /// Zoom and pan.
    pub sight: Sight,
    /// What orders are told in.
    pub currency: Option<String>,
    /// What is on the stage of the Why room.
    pub stage: Option<OnStage>,
    pub(super) listing: Listing,
    pub(super) thumbnails: Thumbnails,
    pub(super) a: Side,
    pub(super) b: Side,
    pub(super) between: Between,
    pub(super) marks: Marks,
    pub(super) ground: Ground,
    /// Grows with each zone that is drawn, named or taken away.
    pub(super) zones: u64,
    /// What dragging does on the page.
    pub(super) tool: Tool,
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
        &self.listing.pages
    }

    /// The chosen page; else the one that is shown, so that another segment does not turn the page; else the
    /// first.
    pub fn page(&self) -> Option<&PageSummary> {
        let shown = self.a.shown.as_ref().map(|shown| shown.key.request.page.as_str());
        let listed = |key: Option<&str>| self.pages().iter().find(|page| Some(page.page.as_str()) == key);
        listed(self.options.page.as_deref()).or_else(|| listed(shown)).or(self.pages().first())
    }

    /// The chosen class of device where the page was seen on it; else the one that the page is shown on; else
    /// the one it was seen on most.
    pub fn device(&self) -> Option<Device> {
        let PageSummary { page, devices, .. } = self.page()?;
        let seen = |device: &Device| devices.get(device).is_some_and(|views| *views > 0);
        let shown = self.a.shown.as_ref().map(|shown| &shown.key.request).filter(|it| it.page == *page);
        let kept = shown.map(|request| request.device);
        self.options
            .device
            .filter(seen)
            .or(kept.filter(seen))
            .or_else(|| devices.iter().max_by_key(|(_, views)| **views).map(|(device, _)| *device))
    }

    /// How far the heatmap is that is being made: steps done and announced.
    pub fn progress(&self) -> Option<(u64, u64)> {
        self.a.progress().or(self.b.progress())
    }

    /// The heatmap that is shown; of two, the first.
    pub fn map(&self) -> Option<&Arc<HeatMap>> {
        self.a.shown.as_ref().map(|shown| &shown.map)
    }

    /// The second heatmap, while two are compared.
    pub fn second(&self) -> Option<&Arc<HeatMap>> {
        self.b.shown.as_ref().map(|shown| &shown.map)
    }

    /// How both differ, once that is worked out.
    pub fn compared(&self) -> Option<&Arc<HeatComparison>> {
        self.between.told.as_ref()
    }

    /// Tiles of page and heat that are kept, and whether all that is in sight is as fine as it can be.
    pub fn tiles(&self) -> (usize, bool) {
        let kept = self.a.shown.as_ref().map(|shown| [shown.page.kept(), shown.heat.kept()]);
        kept.map_or((0, false), |[page, heat]| (page.0 + heat.0, page.1 && heat.1))
    }

    /// The element or zone that is marked.
    pub fn element(&self) -> Option<&ElementHeat> {
        self.a.shown.as_ref()?.row(self.marks.chosen.as_deref()?)
    }

    /// The zone that is marked, by its number in the library.
    pub fn zone(&self) -> Option<i64> {
        self.marks.chosen.as_deref()?.strip_prefix("zone:")?.parse().ok()
    }

    /// How many sessions the marked element leads to on a side, once they are counted; `None` too where it
    /// leads nowhere.
    pub fn door(&self, letter: Letter) -> Option<u64> {
        let Doors { of, counts } = &self.marks.doors;
        let place = usize::from(letter == Letter::B);
        of[place].as_ref().and(counts.as_ref()).map(|counts| counts[place])
    }

    /// The sessions that the marked element or zone leads to on a side: those that saw the page on the device
    /// that is shown and clicked it there. `None` where it was not clicked, and where they cannot be told as
    /// a segment.
    pub(super) fn leads_to(&self, letter: Letter, whole: &Segment) -> Option<Segment> {
        let selector = self.marks.chosen.as_deref()?;
        let side = if letter == Letter::A { &self.a } else { &self.b };
        let shown = side.shown.as_ref()?;
        let row = shown.row(selector).filter(|row| row.clicks > 0)?;
        if selector.starts_with("zone:") {
            return zones::clicked(shown, selector, whole);
        }
        Some(shown.map.clicked(row, whole))
    }

    /// Why the marked element or zone leads to nobody on a side, where it does not.
    pub(super) fn leads_nowhere(&self, letter: Letter) -> Option<String> {
        let side = if letter == Letter::A { &self.a } else { &self.b };
        let row = self.marks.chosen.as_deref().and_then(|selector| side.shown.as_ref()?.row(selector));
        let Some(row) = row.filter(|row| row.clicks > 0) else {
            return Some("nobody clicked it here".to_owned());
        };
        let many = row.selector.starts_with("zone:") && row.sessions > zones::MOST;
        many.then(|| format!("clicked in more than {} sessions; take a narrower segment", zones::MOST))
    }

    /// What the marked element or zone is called, on whichever side it was clicked.
    pub(super) fn marked_name(&self) -> Option<&str> {
        let selector = self.marks.chosen.as_deref()?;
        let mut sides = [&self.a, &self.b].into_iter().filter_map(|side| side.shown.as_ref());
        sides.find_map(|shown| shown.row(selector)).map(|row| row.name.as_str())
    }

    /// Zones were drawn, changed or taken away.
    pub fn zones_changed(&mut self) {
        self.zones += 1;
    }

    /// Whether dragging draws a zone.
    pub fn draws_zones(&self) -> bool {
        matches!(self.tool, Tool::Zone(_))
    }

    /// The page state that is shown; `None` for the page as loaded.
    pub fn page_state(&self) -> Option<&OpenState> {
        self.ground.state.as_ref()
    }

    /// Rows of the list in its order: places in the rows of the first side.
    pub(super) fn listed(&self) -> Vec<usize> {
        let Some(shown) = &self.a.shown else { return Vec::new() };
        let (by, down) = self.options.elements_by;
        let all = &shown.rows;
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by(|a, b| {
            let how = compare(&all[*a], &all[*b], by);
            if down { how.reverse() } else { how }
        });
        order
    }

    /// How the heat is laid over the page now, for export.
    pub fn look(&self) -> HeatLook {
        self.options.look()
    }

    /// The heatmap of a segment as the room shows it now; `None` while there is no page.
    pub fn request(&self, segment: &Segment) -> Option<HeatRequest> {
        let shown = findings::Shown {
            choice: self.ground.choice.clone(),
            state: self.ground.state.clone(),
            hide: self.options.look.hide,
        };
        let (kind, segment, radius) = (self.kind(), segment.clone(), self.options.look.radius);
        let of = HeatRequest::new(&self.page()?.page, self.device()?);
        Some(HeatRequest { kind, segment, shown, radius, ..of })
    }
}

/// What is not known comes before the smallest.
fn number(a: Option<f64>, b: Option<f64>) -> Ordering {
    a.unwrap_or(f64::NEG_INFINITY).total_cmp(&b.unwrap_or(f64::NEG_INFINITY))
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
        Column::Exposure => number(a.exposure, b.exposure),
        Column::PerExposure => number(a.clicks_per_exposure, b.clicks_per_exposure),
        Column::FirstClick => a.first_click_ms.cmp(&b.first_click_ms),
        Column::Bought => a.bought_rate.total_cmp(&b.bought_rate),
        Column::Revenue => number(a.revenue_per_click, b.revenue_per_click),
    }
}
