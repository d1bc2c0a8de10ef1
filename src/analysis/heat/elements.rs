//! What happened on each element of a page. Knows no picture but its boxes.

use super::exposure::{Extent, exposed};
use super::place::{Ground, Placed};
use crate::analysis::stats::{Arm, Difference, difference};
use crate::event::{Point, Rect};
use crate::facts::Element;
use crate::library::{Chosen, Touch, View, Visitor, Visits, Zone};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What happened on one element, over the chosen views of a page in one state.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElementHeat {
    /// What a person would call it.
    pub name: String,
    /// The CSS selector that visits share.
    pub selector: String,
    /// The selectors that it has in the visits: several where cards of a list moved.
    #[serde(skip)]
    pub selectors: Vec<String>,
    /// Its box on the picture, CSS px; `None` where it is not on the picture.
    #[serde(rename = "box")]
    pub area: Option<Rect>,
    /// Clicks and taps on it.
    pub clicks: u64,
    /// Its part of all clicks, 0–1.
    pub share: f64,
    /// Clicks that are part of a rage signal.
    pub rage: u64,
    /// Clicks that nothing answered.
    pub dead: u64,
    /// Clicks that a script error followed.
    pub error: u64,
    /// Sessions that clicked it.
    pub sessions: u64,
    /// Views in which it was in view or clicked; `None` where it is not on the picture.
    pub exposed: Option<u64>,
    /// That part of all views, 0–1.
    pub exposure: Option<f64>,
    /// Clicks by the views that it was in view in.
    pub clicks_per_exposure: Option<f64>,
    /// From the view's beginning to the first click on it, ms: the middle one of its views.
    pub first_click_ms: Option<i64>,
    /// Part of the sessions that clicked it which bought, 0–1.
    pub bought_rate: f64,
    /// Part of the sessions that saw the page and did not click it which bought, 0–1.
    pub bought_rate_others: Option<f64>,
    /// How much more often those who clicked it bought, and how sure that is. No cause: those who
    /// want to buy also click.
    pub bought_difference: Option<Difference>,
    /// Orders of the sessions that clicked it, by clicks, in the library's currency; `None` where
    /// none of them tells its order.
    pub revenue_per_click: Option<f64>,
}

/// The elements that were clicked, most clicks first, then by selector. Clicks whose element the
/// recording does not know count towards the whole, but have no row. Cards of a list that moved are
/// one row, that of the card on the picture.
pub fn elements(visits: &Visits, chosen: &Chosen, ground: Ground<'_>) -> Vec<ElementHeat> {
    let mut count = Count::new(visits, ground);
    for number in &chosen.views {
        let view = visits.view(*number);
        for touch in visits.touches_of(view).iter().filter(|touch| touch.is_click()) {
            if touch.state == ground.state {
                count.click(view, touch);
            }
        }
    }
    count.expose(chosen);
    let buyers = Buyers::of(visits, chosen);
    let mut rows: Vec<ElementHeat> =
        count.tallies.par_iter().map(|tally| count.row(tally, &buyers)).collect();
    rows.sort_by(|a, b| b.clicks.cmp(&a.clicks).then_with(|| a.selector.cmp(&b.selector)));
    rows
}

/// What happened in zones that an analyst drew, in their order; `clicks` are those that were put on
/// the picture. A row's selector is `zone:` and the zone's number. A click in two zones counts in both.
pub fn zones(
    visits: &Visits,
    chosen: &Chosen,
    (ground, clicks): (Ground<'_>, &Placed),
    zones: &[Zone],
) -> Vec<ElementHeat> {
    let mut count = Count::new(visits, ground);
    count.all = clicks.placed();
    let areas: Vec<Rect> = zones.iter().map(|zone| zone.on_width(ground.size.width)).collect();
    count.tallies = zones
        .iter()
        .zip(&areas)
        .map(|(zone, area)| Tally {
            selector: format!("zone:{}", zone.id),
            name: Some(zone.name.clone()),
            area: Some(*area),
            ..Tally::default()
        })
        .collect();
    for ((x, y), number) in clicks.points.iter().zip(&clicks.touches) {
        let touch = &visits.touches[*number as usize];
        let at = Point::new(f64::from(*x), f64::from(*y));
        for place in (0..areas.len()).filter(|place| areas[*place].contains(at)) {
            count.count(place, visits.view(touch.view), touch);
        }
    }
    count.expose(chosen);
    let buyers = Buyers::of(visits, chosen);
    count.tallies.iter().map(|tally| count.row(tally, &buyers)).collect()
}

/// Sessions of the chosen views.
struct Buyers {
    all: Arm,
    views: u64,
}

impl Buyers {
    fn of(visits: &Visits, chosen: &Chosen) -> Self {
        let mut all = Arm { sessions: 0, conversions: 0 };
        let mut last = None;
        for view in chosen.views.iter().map(|number| visits.view(*number)) {
            if last.replace(view.visitor) != Some(view.visitor) {
                all.sessions += 1;
                all.conversions += u64::from(visits.visitor(view).bought);
            }
        }
        Self { all, views: chosen.views.len() as u64 }
    }
}

/// What is counted of one element.
#[derive(Default)]
struct Tally {
    selector: String,
    /// A zone's.
    name: Option<String>,
    area: Option<Rect>,
    fixed: bool,
    /// The elements of the visits that it is.
    elements: Vec<u32>,
    clicks: u64,
    rage: u64,
    dead: u64,
    error: u64,
    sessions: u64,
    bought: u64,
    orders: Option<f64>,
    last_visitor: Option<u32>,
    last_view: Option<u32>,
    /// Of each view in which it was clicked, how long after its beginning, ms.
    first_clicks: Vec<i64>,
    exposed: u64,
}

struct Count<'a> {
    visits: &'a Visits,
    ground: Ground<'a>,
    tallies: Vec<Tally>,
    /// By element of the visits: one more than its tally, 0 for not known yet.
    known: Vec<usize>,
    /// By element of the visits.
    clicks: Vec<u64>,
    by_selector: HashMap<String, usize>,
    /// Views and the tallies of what was clicked in them, each pair once.
    clicked: Vec<(u32, usize)>,
    all: u64,
}

impl<'a> Count<'a> {
    fn new(visits: &'a Visits, ground: Ground<'a>) -> Self {
        let (known, clicks) = (vec![0; visits.elements.len()], vec![0; visits.elements.len()]);
        Self {
            visits,
            ground,
            tallies: Vec::new(),
            known,
            clicks,
            by_selector: HashMap::new(),
            clicked: Vec::new(),
            all: 0,
        }
    }

    /// Where the tally of an element is, by the element of the picture that it is.
    fn place_of(&mut self, element: u32) -> usize {
        let at = element as usize;
        if self.known[at] == 0 {
            let told: &Element = &self.visits.elements[at];
            let spot = self.ground.places.find(told);
            let selector = spot.map_or(&told.selector, |spot| &spot.element.selector);
            let next = self.tallies.len();
            let place = *self.by_selector.entry(selector.clone()).or_insert(next);
            if place == next {
                self.tallies.push(Tally {
                    selector: selector.clone(),
                    area: spot.map(|spot| spot.area),
                    fixed: spot.is_some_and(|spot| spot.fixed),
                    ..Tally::default()
                });
            }
            self.known[at] = place + 1;
            self.tallies[place].elements.push(element);
        }
        self.known[at] - 1
    }

    fn click(&mut self, view: &View, touch: &Touch) {
        self.all += 1;
        let Some(element) = touch.element else { return };
        let place = self.place_of(element);
        self.clicks[element as usize] += 1;
        self.count(place, view, touch);
    }

    fn count(&mut self, place: usize, view: &View, touch: &Touch) {
        let visitor: &Visitor = self.visits.visitor(view);
        let tally = &mut self.tallies[place];
        tally.clicks += 1;
        tally.rage += u64::from(touch.rage);
        tally.dead += u64::from(touch.dead);
        tally.error += u64::from(touch.error);
        // Views of a session lie together, and touches of a view.
        if tally.last_visitor.replace(view.visitor) != Some(view.visitor) {
            tally.sessions += 1;
            tally.bought += u64::from(visitor.bought);
            if let Some(value) = visitor.order_value.filter(|_| visitor.bought) {
                *tally.orders.get_or_insert(0.0) += value;
            }
        }
        if tally.last_view.replace(touch.view) != Some(touch.view) {
            tally.first_clicks.push(touch.at.since(view.span.0).max(0));
            self.clicked.push((touch.view, place));
        }
    }

    /// Counts the views in which each element was in view or clicked.
    fn expose(&mut self, chosen: &Chosen) {
        let extents: Vec<Option<Extent>> =
            self.tallies.iter().map(|tally| Some(Extent::of(tally.area?, tally.fixed))).collect();
        // Zones are counted point by point, which is not always view by view.
        self.clicked.par_sort_unstable();
        let counts = exposed((self.visits, chosen), self.ground.size, &extents, &self.clicked);
        self.tallies.iter_mut().zip(counts).for_each(|(tally, count)| tally.exposed = count);
    }

    fn row(&self, tally: &Tally, buyers: &Buyers) -> ElementHeat {
        let clicked = Arm { sessions: tally.sessions, conversions: tally.bought };
        let others = Arm {
            sessions: buyers.all.sessions - clicked.sessions,
            conversions: buyers.all.conversions - clicked.conversions,
        };
        let exposed = tally.area.map(|_| tally.exposed);
        ElementHeat {
            name: self.name(tally),
            selector: tally.selector.clone(),
            selectors: self.selectors(tally),
            area: tally.area,
            clicks: tally.clicks,
            share: tally.clicks as f64 / self.all.max(1) as f64,
            rage: tally.rage,
            dead: tally.dead,
            error: tally.error,
            sessions: clicked.sessions,
            exposed,
            exposure: exposed.map(|exposed| exposed as f64 / buyers.views.max(1) as f64),
            clicks_per_exposure: exposed
                .filter(|exposed| *exposed > 0)
                .map(|exposed| tally.clicks as f64 / exposed as f64),
            first_click_ms: middle(tally.first_clicks.clone()),
            bought_rate: clicked.rate(),
            bought_rate_others: (others.sessions > 0).then(|| others.rate()),
            bought_difference: difference(others, clicked),
            revenue_per_click: tally.orders.map(|orders| orders / tally.clicks.max(1) as f64),
        }
    }

    /// All selectors that its clicks had, sorted.
    fn selectors(&self, tally: &Tally) -> Vec<String> {
        let all = tally.elements.iter().map(|element| &self.visits.elements[*element as usize].selector);
        all.cloned().collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The name that was given, or that most clicks gave; of equals the first by alphabet.
    fn name(&self, tally: &Tally) -> String {
        if let Some(name) = &tally.name {
            return name.clone();
        }
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for element in &tally.elements {
            let at = *element as usize;
            *counts.entry(self.visits.elements[at].name.as_str()).or_default() += self.clicks[at];
        }
        let best = counts.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        best.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
    }
}

/// The middle one; of two the smaller.
fn middle(mut all: Vec<i64>) -> Option<i64> {
    let middle = all.len().checked_sub(1)? / 2;
    Some(*all.select_nth_unstable(middle).1)
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, page};
    use super::super::{HeatKind, place};
    use super::*;
    use crate::facts::{Places, Spot};

    fn spot(selector: &str, text: &str, y: f64) -> Spot {
        let element = Element { name: text.to_owned(), selector: selector.to_owned(), text: text.to_owned() };
        let area = Rect { x: 100.0, y, width: 200.0, height: 40.0 };
        Spot { element, area, visible: true, fixed: false }
    }

    fn with<T>(made: Made, places: &Places, found: impl Fn(&Visits, &Chosen, Ground<'_>) -> T) -> T {
        let (visits, all) = made.done();
        found(&visits, &all, Ground { places, size: page(2000.0), state: 0 })
    }

    #[test]
    fn what_is_told_of_an_element() {
        let places = Places::of(vec![spot("#buy", "buy", 1000.0)]);
        let mut made = Made::new();
        // Bought after two clicks in two views; one of them angry.
        made.view(600.0).band(600.0, 900).bought(90.0).click("#buy", Some((0.5, 0.5)));
        made.click("#buy", Some((0.5, 0.5))).with(|touch| touch.rage = true);
        made.again(0.0).band(0.0, 900).click("#buy", None).with(|touch| touch.dead = true);
        // Saw it and left; never came down to it.
        made.view(600.0).band(600.0, 900).view(0.0).band(0.0, 900).click("#top", None);
        let rows = with(made, &places, elements);
        assert_eq!(rows.iter().map(|row| row.selector.as_str()).collect::<Vec<_>>(), ["#buy", "#top"]);
        let buy = &rows[0];
        assert_eq!((buy.clicks, buy.rage, buy.dead, buy.error, buy.sessions), (3, 1, 1, 0, 1));
        assert_eq!(buy.share, 0.75);
        assert_eq!(buy.exposed, Some(3), "in view twice, and clicked in a view that did not show it");
        assert_eq!((buy.exposure, buy.clicks_per_exposure), (Some(0.75), Some(1.0)));
        assert_eq!(buy.first_click_ms, Some(1000));
        assert_eq!((buy.bought_rate, buy.bought_rate_others), (1.0, Some(0.0)));
        assert_eq!(buy.bought_difference.map(|found| found.difference), Some(1.0));
        assert_eq!(buy.revenue_per_click, Some(30.0));
        assert_eq!((rows[1].area, rows[1].exposed, rows[1].revenue_per_click), (None, None, None));
    }

    #[test]
    fn a_card_that_moved_is_one_row() {
        let places = Places::of(vec![
            spot("ul > li:nth-of-type(1)", "ul > li:nth-of-type(2)", 100.0),
            spot("ul > li:nth-of-type(2)", "Sock", 200.0),
        ]);
        let mut made = Made::new();
        // Its words are those of the first card on the picture, wherever it was in the visit.
        made.view(0.0).click("ul > li:nth-of-type(2)", None);
        let rows = with(made, &places, elements);
        assert_eq!(rows[0].selector, "ul > li:nth-of-type(1)");
    }

    #[test]
    fn zones_count_what_was_put_into_them() {
        let places = Places::of(vec![spot("#buy", "buy", 1000.0)]);
        let mut made = Made::new();
        made.view(600.0).band(600.0, 900).click("#buy", Some((0.1, 0.5))).click("#buy", Some((0.9, 0.5)));
        let zone = |id: i64, x: f64, page_width: f64| Zone {
            id,
            name: format!("Zone {id}"),
            page_width,
            area: Rect { x, y: 500.0, width: 50.0, height: 50.0 },
        };
        // Drawn on a page half as wide: everything is twice as large here.
        let drawn = [zone(7, 40.0, 200.0), zone(8, 100.0, 200.0), zone(9, 300.0, 400.0)];
        let rows = with(made, &places, |visits, all, ground| {
            let clicks = place(visits, all, ground, HeatKind::Click);
            zones(visits, all, (ground, &clicks), &drawn)
        });
        let told: Vec<_> = rows.iter().map(|row| (row.selector.as_str(), row.clicks, row.exposed)).collect();
        assert_eq!(told, [("zone:7", 1, Some(1)), ("zone:8", 1, Some(1)), ("zone:9", 0, Some(0))]);
        assert_eq!((rows[0].name.as_str(), rows[0].share), ("Zone 7", 0.5));
    }
}
