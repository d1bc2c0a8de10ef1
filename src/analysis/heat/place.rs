//! Puts touches on a picture of the page. Knows no pixels: boxes and sizes in, points out.
//!
//! The rule: by the element's box on the picture where it has one. What was on no element, or on one
//! that is not found there, is placed by the page's size if the visitor's page was nearly as large; of
//! an element only where something that says the same is. Otherwise the touch is counted with the
//! reason. What was done while a dialog or another state of the page was open belongs to a picture of
//! that state.

use super::HeatKind;
use crate::event::{Point, Rect, Size};
use crate::facts::Places;
use crate::library::{Chosen, Touch, TouchKind, View, Visits};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How much the sizes of two pages may differ for a place on one to mean something on the other.
const NEAR: f64 = 0.1;
/// A place that was scaled may lie so far outside its element's box, px.
const SLACK: f64 = 24.0;
/// Views placed by one piece of work.
const PIECE: usize = 2048;

/// A picture of a page: what is needed to put something on it.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Its elements.
    pub places: &'a Places,
    /// Its size, CSS px.
    pub size: Size,
    /// The state of the page that it shows: one more than an index into [`Visits::states`], 0 for as
    /// loaded.
    pub state: u8,
}

/// What [`place`] did. Lists are of equal length, in the order of views.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Placed {
    /// Where on the picture, CSS px.
    pub points: Vec<(f32, f32)>,
    /// How much each counts. Empty where each counts one.
    pub weights: Vec<f32>,
    /// Which touch each is: an index into [`Visits::touches`].
    pub touches: Vec<u32>,
    /// Touches of the kind in the state that is shown, placed or not.
    pub total: u64,
    /// Those that could not be put on the picture, by reason.
    pub unplaced: BTreeMap<&'static str, u64>,
    /// Touches of the kind by state, all views: as loaded first.
    pub by_state: Vec<u64>,
}

impl Placed {
    /// How many are on the picture.
    pub fn placed(&self) -> u64 {
        self.points.len() as u64
    }

    fn join(mut self, other: Self) -> Self {
        self.points.extend(other.points);
        self.weights.extend(other.weights);
        self.touches.extend(other.touches);
        self.total += other.total;
        for (reason, count) in other.unplaced {
            *self.unplaced.entry(reason).or_default() += count;
        }
        for (sum, more) in self.by_state.iter_mut().zip(other.by_state) {
            *sum += more;
        }
        self
    }
}

/// Puts the touches of the chosen views that are of `kind` on a picture of the page. Row kinds
/// ([`HeatKind::by_row`]) have no points: every click counts as for [`HeatKind::Click`].
pub fn place(visits: &Visits, chosen: &Chosen, ground: Ground<'_>, kind: HeatKind) -> Placed {
    let targets: Vec<Target> =
        visits.elements.iter().map(|element| Target::of(ground.places, element)).collect();
    let empty = || Placed { by_state: vec![0; visits.states.len() + 1], ..Placed::default() };
    let pieces: Vec<Placed> = chosen
        .views
        .par_chunks(PIECE)
        .map(|numbers| {
            let mut placed = empty();
            for view in numbers.iter().map(|number| visits.view(*number)) {
                place_view(visits, view, (ground, kind, &targets), &mut placed);
            }
            placed
        })
        .collect();
    pieces.into_iter().fold(empty(), Placed::join)
}

fn place_view(
    visits: &Visits,
    view: &View,
    (ground, kind, targets): (Ground<'_>, HeatKind, &[Target]),
    placed: &mut Placed,
) {
    for (at, touch) in kind.of(visits.touches_of(view)) {
        if let Some(count) = placed.by_state.get_mut(usize::from(touch.state)) {
            *count += 1;
        }
        if touch.state != ground.state {
            continue;
        }
        placed.total += 1;
        let target = touch.element.and_then(|number| targets.get(number as usize));
        let target = target.unwrap_or(&Target::Unknown);
        match spot(view, touch, target, ground.size) {
            Ok(point) => {
                placed.points.push(small(point));
                placed.touches.push(view.touches.start + u32::try_from(at).unwrap_or(u32::MAX));
                if kind.in_seconds() {
                    placed.weights.push(kind.weight(touch));
                }
            }
            Err(reason) => *placed.unplaced.entry(reason).or_default() += 1,
        }
    }
}

/// Where an element is on the picture.
#[derive(Debug, Clone)]
enum Target {
    /// In this box.
    At { area: Rect, visible: bool },
    /// It is not found; what says the same is in these boxes.
    Alike(Vec<Rect>),
    /// There is no element, or none is known on the picture.
    Unknown,
}

impl Target {
    fn of(places: &Places, element: &crate::facts::Element) -> Self {
        let sized = |area: Rect| area.width > 0.0 && area.height > 0.0;
        match places.find(element) {
            Some(spot) if sized(spot.area) => Self::At { area: spot.area, visible: spot.visible },
            _ if places.spots().is_empty() => Self::Unknown,
            _ => {
                let alike = places.saying(element).filter(|spot| spot.visible && sized(spot.area));
                Self::Alike(alike.map(|spot| spot.area).collect())
            }
        }
    }
}

/// The place of a touch on the picture, or why it has none.
fn spot(view: &View, touch: &Touch, target: &Target, size: Size) -> Result<Point, &'static str> {
    const MISSING: &str = "element not on the picture";
    if let Target::At { area, visible } = target {
        if !visible {
            return Err("out of view in a carousel or inner scroller");
        }
        if touch.kind == TouchKind::Focus {
            return on_picture(area.at(Point::new(0.5, 0.5)), size);
        }
        if let Some(inside) = touch.inside() {
            let inside = Point::new(inside.x.clamp(0.0, 1.0), inside.y.clamp(0.0, 1.0));
            return on_picture(area.at(inside), size);
        }
    }
    let missing = touch.element.is_some() && !matches!(target, Target::At { .. });
    if touch.kind == TouchKind::Focus {
        return Err(MISSING);
    }
    let Some(position) = touch.position() else { return Err("no position recorded") };
    if missing && touch.fixed {
        return Err("in a dialog or drawer that is not on the picture");
    }
    if !view.measured {
        return Err("session not measured yet");
    }
    let scale = scale(view, size).map_err(|why| if missing { MISSING } else { why })?;
    let at = Point::new(position.x * scale.x, position.y * scale.y);
    match target {
        Target::At { area, .. } if !near(*area, at) => Err("place in the element not known"),
        Target::Alike(areas) if !areas.iter().any(|area| near(*area, at)) => Err(MISSING),
        _ => on_picture(at, size),
    }
}

/// Whether a point lies in a box or a little outside.
fn near(area: Rect, at: Point) -> bool {
    let Rect { x, y, width, height } = area;
    let wider = Rect { x: x - SLACK, y: y - SLACK, width: width + 2.0 * SLACK, height: height + 2.0 * SLACK };
    wider.contains(at)
}

/// How much larger the picture is than the visitor's page, if they are near enough.
fn scale(view: &View, size: Size) -> Result<Point, &'static str> {
    let near = |one: f64, other: f64| one > 0.0 && ((other - one) / one).abs() <= NEAR;
    let Some(height) = view.page_height else { return Err("page height not known") };
    if !near(view.viewport.width, size.width) {
        return Err("page width differs");
    }
    if !near(height, size.height) {
        return Err("page height differs");
    }
    Ok(Point::new(size.width / view.viewport.width, size.height / height))
}

fn on_picture(at: Point, size: Size) -> Result<Point, &'static str> {
    let inside = at.x >= 0.0 && at.y >= 0.0 && at.x <= size.width && at.y <= size.height;
    if inside { Ok(at) } else { Err("outside the picture") }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page needs no more than f32")]
fn small(point: Point) -> (f32, f32) {
    (point.x as f32, point.y as f32)
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, page};
    use super::*;
    use crate::facts::{Element, OpenKind, OpenState, Spot};

    fn spot(selector: &str, area: Rect, visible: bool) -> Spot {
        let words = selector.trim_start_matches('#').to_owned();
        let element = Element { name: words.clone(), selector: selector.to_owned(), text: words };
        Spot { element, area, visible, fixed: false }
    }

    fn places() -> Places {
        let buy = Rect { x: 100.0, y: 1000.0, width: 200.0, height: 40.0 };
        let slide = Rect { x: 900.0, y: 100.0, width: 300.0, height: 300.0 };
        Places::of(vec![spot("#buy", buy, true), spot("#slide", slide, false)])
    }

    fn on(made: Made, kind: HeatKind, state: u8) -> Placed {
        let (visits, all) = made.done();
        let places = places();
        place(&visits, &all, Ground { places: &places, size: page(2000.0), state }, kind)
    }

    #[track_caller]
    fn check(made: Made, expected: Result<(f32, f32), &'static str>) {
        let placed = on(made, HeatKind::Click, 0);
        assert_eq!(placed.total, 1);
        match expected {
            Ok(point) => assert_eq!(placed.points, [point], "{:?}", placed.unplaced),
            Err(why) => assert_eq!(placed.unplaced, BTreeMap::from([(why, 1)])),
        }
        assert_eq!(placed.placed() + placed.unplaced.values().sum::<u64>(), placed.total);
        assert_eq!(placed.touches.len(), placed.points.len());
    }

    /// One view of a page of that size, with one click.
    fn click(
        size: (f64, Option<f64>),
        selector: &str,
        inside: Option<(f32, f32)>,
        position: Option<(f32, f32)>,
    ) -> Made {
        let mut made = Made::new();
        made.view(0.0).viewport(Size::new(size.0, 800.0));
        if let Some(height) = size.1 {
            made.page_height(height);
        }
        made.click(selector, inside).with(|touch| touch.position = position);
        made
    }

    #[test]
    fn by_the_box_of_the_element_whatever_the_page_was() {
        let inside = Some((0.25, 0.5));
        check(click((1440.0, Some(9000.0)), "#buy", inside, None), Ok((150.0, 1020.0)));
        check(click((400.0, None), "#buy", inside, Some((1.0, 1.0))), Ok((150.0, 1020.0)));
    }

    #[test]
    fn by_the_size_of_the_page_where_it_is_near() {
        check(click((400.0, Some(2000.0)), "", None, Some((40.0, 900.0))), Ok((40.0, 900.0)));
        check(click((400.0, Some(1900.0)), "", None, Some((40.0, 950.0))), Ok((40.0, 1000.0)));
        check(click((400.0, Some(2000.0)), "#buy", None, Some((110.0, 1010.0))), Ok((110.0, 1010.0)));
    }

    #[test]
    fn by_the_size_of_the_page_only_near_what_says_the_same() {
        let gone = |at| {
            let mut made = click((400.0, Some(2000.0)), "#r7-buy", Some((0.5, 0.5)), Some(at));
            made.says("#r7-buy", "buy");
            made
        };
        check(gone((110.0, 1010.0)), Ok((110.0, 1010.0)));
        check(gone((110.0, 900.0)), Err("element not on the picture"));
        let (visits, all) = gone((110.0, 900.0)).done();
        let nothing = Places::default();
        let ground = Ground { places: &nothing, size: page(2000.0), state: 0 };
        let placed = place(&visits, &all, ground, HeatKind::Click);
        assert_eq!(placed.points, [(110.0, 900.0)], "a picture without boxes");
    }

    #[test]
    fn otherwise_counted_with_the_reason() {
        let at = Some((40.0, 900.0));
        let whole = Some(2000.0);
        check(click((400.0, whole), "#gone", None, at), Err("element not on the picture"));
        check(click((400.0, whole), "", None, None), Err("no position recorded"));
        check(click((400.0, Some(3000.0)), "#gone", None, at), Err("element not on the picture"));
        check(click((400.0, Some(3000.0)), "", None, at), Err("page height differs"));
        check(click((600.0, whole), "", None, at), Err("page width differs"));
        check(click((400.0, None), "", None, at), Err("page height not known"));
        check(click((400.0, whole), "", None, Some((40.0, 2500.0))), Err("outside the picture"));
        check(click((400.0, whole), "#buy", None, at), Err("place in the element not known"));
        let carousel = "out of view in a carousel or inner scroller";
        check(click((400.0, whole), "#slide", Some((0.5, 0.5)), at), Err(carousel));
        let mut over = click((400.0, whole), "#gone", Some((0.5, 0.5)), at);
        over.with(|touch| touch.fixed = true);
        check(over, Err("in a dialog or drawer that is not on the picture"));
        let mut early = click((400.0, whole), "#buy", None, at);
        early.not_measured();
        check(early, Err("session not measured yet"));
    }

    #[test]
    fn what_was_done_in_a_dialog_belongs_to_the_dialog() {
        let made = || {
            let mut made = Made::new();
            made.state(OpenState { label: "Size guide".to_owned(), kind: OpenKind::Dialog });
            made.view(0.0).click("#buy", Some((0.5, 0.5))).click("#buy", Some((0.0, 0.0)));
            made.with(|touch| touch.state = 1);
            made
        };
        let (loaded, open) = (on(made(), HeatKind::Click, 0), on(made(), HeatKind::Click, 1));
        assert_eq!((loaded.total, loaded.points), (1, vec![(200.0, 1020.0)]));
        assert_eq!((open.total, open.points), (1, vec![(100.0, 1000.0)]));
        assert_eq!((loaded.by_state, open.by_state), (vec![1, 1], vec![1, 1]));
    }

    #[test]
    fn a_kind_takes_its_own_touches_only() {
        let made = || {
            let mut made = Made::new();
            let middle = Some((0.5, 0.5));
            made.view(0.0).click("#buy", middle).with(|touch| touch.rage = true);
            made.click("#buy", middle).with(|touch| touch.kind = TouchKind::Tap);
            made.click("#buy", middle).with(|touch| {
                (touch.kind, touch.ms, touch.control) = (TouchKind::Rest, 1500, true);
            });
            made.click("#buy", middle).with(|touch| {
                (touch.kind, touch.ms, touch.control) = (TouchKind::Rest, 900, true);
            });
            made.click("#buy", None).with(|touch| {
                (touch.kind, touch.ms) = (TouchKind::Focus, 4000);
            });
            made.view(0.0).click("#buy", middle);
            made
        };
        let count = |kind| on(made(), kind, 0).total;
        let found = HeatKind::ALL.map(|kind| (kind.name(), count(kind)));
        let expected = [
            ("click", 3),
            ("tap", 1),
            ("rage", 1),
            ("dead", 0),
            ("error", 0),
            ("first", 2),
            ("last", 2),
            ("move", 2),
            ("hesitation", 1),
            ("focus", 1),
            ("attention", 3),
            ("scroll", 3),
            ("confetti", 3),
        ];
        assert_eq!(found, expected);
        assert_eq!(on(made(), HeatKind::Move, 0).weights, [1.5, 0.9]);
        let focus = on(made(), HeatKind::Focus, 0);
        assert_eq!((focus.points, focus.weights), (vec![(200.0, 1020.0)], vec![4.0]), "the field's middle");
        assert_eq!(on(made(), HeatKind::Last, 0).touches, [1, 5]);
    }
}
