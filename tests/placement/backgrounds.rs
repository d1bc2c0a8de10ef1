//! The sample's clicks on backgrounds that are drawn from visits, by us and by a browser: the typical page,
//! and the pages of the narrowest and the widest window of a class of device.

use crate::chromium::{Chromium, browser};
use crate::oracle::Judged;
use crate::table::Table;
use crate::truth::Truth;
use crate::{clicked_states, judged, library, name_of, placed, samples};
use std::collections::BTreeMap;
use std::sync::Arc;
use wherefore::event::{Device, NodeId, Rect, Time};
use wherefore::findings::{BackgroundChoice, HeatMap, HeatRequest, Kit, Whose, page_shown};
use wherefore::job::Progress;
use wherefore::library::{Library, Segment, View, Visits};
use wherefore::render::{Background, BackgroundRequest, Picture, What, exact_page};
use wherefore::replay::PageState;

/// Fewer clicks than these are few.
const FEW: usize = 5;

#[test]
fn clicks_lie_right_on_the_typical_page() {
    let Some(mut proof) = Proof::begin() else { return };
    for (page, device) in proof.pages() {
        let mut request = HeatRequest::new(&page, device);
        request.shown.choice = BackgroundChoice::Drawn;
        let (shown, loaded) = proof.drawn(&request);
        for open in clicked_states(&loaded) {
            if open.is_none() {
                proof.judge(&request, &shown, &loaded);
                continue;
            }
            request.shown.state = open;
            let (shown, drawn) = proof.drawn(&request);
            proof.judge(&request, &shown, &drawn);
        }
    }
    proof.end(98);
}

#[test]
fn clicks_lie_right_on_narrower_and_wider_pages_of_the_class() {
    let Some(mut proof) = Proof::begin() else { return };
    for (page, device) in proof.pages() {
        let visits = proof.library.visits(&page, Some(device)).unwrap();
        // Pages that hardly anything was done on would cost time and tell little.
        if visits.touches.iter().filter(|touch| touch.is_click()).count() < FEW {
            continue;
        }
        for (session, at) in proof.extremes(&visits) {
            let mut request = HeatRequest::new(&page, device);
            request.shown.choice = BackgroundChoice::Moment { session, at };
            let (shown, drawn) = proof.drawn(&request);
            proof.judge(&request, &shown, &drawn);
        }
    }
    proof.end(98);
}

/// A page of somebody's visit.
struct Page {
    session: String,
    state: PageState,
}

type Boxes = BTreeMap<NodeId, Rect>;

struct Proof {
    library: Library,
    truth: Truth,
    /// Our engine, and a browser.
    ours: Kit,
    exact: Kit,
    chromium: Chromium,
    /// By who drew.
    tables: [(&'static str, Table); 2],
}

impl Proof {
    fn begin() -> Option<Self> {
        let chromium = Chromium::start()?;
        let library = library();
        let ours = Kit::of(&library).unwrap();
        let exact = ours.clone().with_exact(&library, browser()).unwrap();
        let tables = [("drawn by us", Table::default()), ("drawn by a browser", Table::default())];
        Some(Self { truth: Truth::read(&samples()), library, ours, exact, chromium, tables })
    }

    fn pages(&self) -> Vec<(String, Device)> {
        let pages = self.library.pages(&Segment::default()).unwrap();
        let each = |page: &str, devices: Vec<Device>| -> Vec<(String, Device)> {
            devices.into_iter().map(|device| (page.to_owned(), device)).collect()
        };
        pages.iter().flat_map(|page| each(&page.page, page.devices.keys().copied().collect())).collect()
    }

    /// The page that a background is drawn from, and heat on our drawing of it.
    fn drawn(&self, request: &HeatRequest) -> (Page, HeatMap) {
        let (library, progress) = (&self.library, &Progress::default());
        let (session, state) =
            page_shown(library, &request.background(), &self.ours, progress).unwrap().unwrap();
        let page = Page { session, state };
        let map = self.heat(request, &page, None);
        assert_eq!(map.background, "drawn");
        (page, map)
    }

    /// Heat on a browser's picture of the page, else on ours.
    fn heat(&self, request: &HeatRequest, page: &Page, exact: Option<(Picture, Boxes)>) -> HeatMap {
        let shown = BackgroundRequest {
            page: request.page.clone(),
            state: page.state.clone(),
            screenshot: None,
            exact,
            shows: request.shown.state.clone(),
        };
        let background = Background::make(shown, self.ours.assets.clone(), self.ours.fonts.clone()).unwrap();
        let whose = Whose::load(&self.library, &request.page, request.device, &Segment::default()).unwrap();
        HeatMap::of(request, whose, Arc::new(background))
    }

    /// Judges heat on our drawing, and on a browser's.
    fn judge(&mut self, request: &HeatRequest, shown: &Page, drawn: &HeatMap) {
        let Page { session, state } = shown;
        let browser = self.exact.exact.as_ref().unwrap();
        let full = browser.draw((session, state), What::FullPage, &self.exact, &Progress::default());
        let picture = full.unwrap().unwrap();
        let exact = self.heat(request, shown, Some((picture.picture, picture.boxes)));
        assert_eq!(exact.background, "exact");
        let maps = [drawn, &exact];
        let boxes = self.boxes(state, &maps);
        let (page, device) = (&request.page, request.device.name());
        let name = format!("{}, {} px", name_of(request.shown.state.as_ref()), state.viewport.width);
        for (map, (_, table)) in maps.into_iter().zip(&mut self.tables) {
            let mut miss = |what: String| table.miss(format!("{page} {device} {name}: {what}"));
            let judge = |(session, moment): (&str, i64), at| {
                let click = self.truth.at(session, moment);
                let asked = (click.selector.clone(), click.text.clone());
                let what = format!("{} {:?}", click.selector, click.text);
                match boxes[&asked] {
                    Some(area) => Judged::of(area, at, &what),
                    None => Judged::Beside(format!("{what} is not shown")),
                }
            };
            let row = judged(&self.library, map, &judge, &mut miss);
            table.put((page.clone(), device, name.clone()), row);
        }
    }

    /// Where Chromium lays out on this page what the script clicked.
    fn boxes(&mut self, state: &PageState, maps: &[&HeatMap]) -> BTreeMap<(String, String), Option<Rect>> {
        let clicks = maps.iter().flat_map(|map| placed(&self.library, map));
        let mut asked: Vec<(String, String)> = clicks
            .map(|(session, moment, _)| {
                let click = self.truth.at(&session, moment);
                (click.selector.clone(), click.text.clone())
            })
            .collect();
        asked.sort();
        asked.dedup();
        let page = exact_page(state, &*self.ours.assets).unwrap();
        for unknown in ["<wf-as", " wf-adopted"] {
            assert!(!page.html.contains(unknown), "the test does not know how to lay out {unknown}");
        }
        let boxes = self.chromium.boxes(&page.html, state.viewport, &asked);
        asked.into_iter().zip(boxes).collect()
    }

    /// Moments of visits with the narrowest and the widest window: just before something was clicked, of
    /// such visits the one with most clicks.
    fn extremes(&self, visits: &Visits) -> Vec<(String, Time)> {
        let clicks = |view: &&View| visits.touches_of(view).iter().filter(|it| it.is_click()).count();
        let width = |view: &&View| view.viewport.width;
        let whole = |view: &&View| clicks(view) > 0;
        let by_width = |a: &&View, b: &&View| width(a).total_cmp(&width(b));
        let narrowest = visits.views.iter().filter(whole).min_by(by_width);
        let widest = visits.views.iter().filter(whole).max_by(by_width);
        let mut widths: Vec<f64> = narrowest.iter().chain(&widest).map(width).collect();
        widths.dedup();
        let busiest = |wide: f64| {
            let view = visits.views.iter().filter(|view| width(view) == wide).max_by_key(clicks).unwrap();
            let first = visits.touches_of(view).iter().find(|it| it.is_click()).unwrap();
            let key = visits.visitor(view).session();
            (self.library.rows(&[key]).unwrap().remove(0).id, first.at.plus(-1))
        };
        widths.into_iter().map(busiest).collect()
    }

    /// Prints the tables; fails where fewer than this part of the clicks, %, lie in their boxes.
    fn end(self, least: u32) {
        for (who, table) in &self.tables {
            println!("{who}\n{table}");
        }
        for (who, table) in &self.tables {
            let all = table.total();
            assert!(all.judged > 0, "{who}: nothing was judged");
            let enough = all.inside * 100 >= all.judged * least;
            assert!(enough, "{who}: too many clicks lie beside their element\n{table}");
        }
    }
}
