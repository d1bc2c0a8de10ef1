//! Puts clicks on a picture of the page. Knows no pixels: boxes and sizes in, points out.
//!
//! The rule: by the element's box on the picture where it has one; otherwise by the page's size if
//! the visitor's page was nearly as large; otherwise the click is counted with the reason. What lay
//! over the page, as a dialog does, has no place on a picture without it.

use super::HeatKind;
use crate::event::{Point, Rect, Size};
use crate::library::{PageVisit, VisitClick};
use std::collections::BTreeMap;

/// How much the sizes of two pages may differ for a place on one to mean something on the other.
const NEAR: f64 = 0.1;

/// A click on the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedPoint {
    /// Where, CSS px of the picture.
    pub at: Point,
    /// How much it counts; 1 for a click.
    pub weight: f32,
    /// The visit it was made in: an index into the visits that were given.
    pub visit: usize,
    /// The click: an index into [`PageVisit::clicks`].
    pub click: usize,
}

/// What [`place`] did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Placed {
    /// Clicks on the picture, in the order of visits.
    pub points: Vec<PlacedPoint>,
    /// Clicks of the kind, placed or not.
    pub total: u64,
    /// Clicks that could not be put on the picture, by reason.
    pub unplaced: BTreeMap<&'static str, u64>,
}

impl Placed {
    /// How many clicks are on the picture.
    pub fn placed(&self) -> u64 {
        self.points.len() as u64
    }

    /// The points alone, CSS px, as [`super::Grid::of_points`] takes them.
    #[expect(clippy::cast_possible_truncation, reason = "a place on a page needs no more than f32")]
    pub fn spots(&self) -> Vec<(f32, f32)> {
        self.points.iter().map(|point| (point.at.x as f32, point.at.y as f32)).collect()
    }
}

/// Puts the clicks of `visits` that are of `kind` on a picture of `size` CSS px, on which elements
/// have these `boxes` by their selector. Row kinds ([`HeatKind::by_row`]) have no points: every
/// click counts as for [`HeatKind::Click`].
pub fn place(visits: &[PageVisit], boxes: &BTreeMap<String, Rect>, size: Size, kind: HeatKind) -> Placed {
    let mut placed = Placed::default();
    for (index, visit) in visits.iter().enumerate() {
        for (number, click) in visit.clicks.iter().enumerate().filter(|(_, click)| is_of(click, kind)) {
            placed.total += 1;
            match spot(visit, click, boxes, size) {
                Ok(at) => placed.points.push(PlacedPoint { at, weight: 1.0, visit: index, click: number }),
                Err(reason) => *placed.unplaced.entry(reason).or_default() += 1,
            }
        }
    }
    placed
}

/// Whether a click belongs to a heatmap of `kind`.
pub(super) fn is_of(click: &VisitClick, kind: HeatKind) -> bool {
    match kind {
        HeatKind::Click | HeatKind::Scroll | HeatKind::Attention => true,
        HeatKind::Rage => click.rage,
        HeatKind::Dead => click.dead,
        HeatKind::Error => click.error,
    }
}

/// The place of a click on the picture, or why it has none.
fn spot(
    visit: &PageVisit,
    click: &VisitClick,
    boxes: &BTreeMap<String, Rect>,
    size: Size,
) -> Result<Point, &'static str> {
    let area = click.element.as_ref().and_then(|element| boxes.get(&element.selector));
    if let (Some(area), Some(inside)) = (area, click.inside)
        && area.width > 0.0
        && area.height > 0.0
    {
        let inside = Point::new(inside.x.clamp(0.0, 1.0), inside.y.clamp(0.0, 1.0));
        return on_picture(area.at(inside), size);
    }
    let Some(position) = click.position else { return Err("no position recorded") };
    let missing = click.element.is_some() && area.is_none();
    if missing && click.fixed {
        return Err("in a dialog or drawer that is not on the picture");
    }
    let scale = scale(visit, size).map_err(|why| if missing { "element not on the picture" } else { why })?;
    on_picture(Point::new(position.x * scale.x, position.y * scale.y), size)
}

/// How much larger the picture is than the visitor's page, if they are near enough.
fn scale(visit: &PageVisit, size: Size) -> Result<Point, &'static str> {
    let near = |one: f64, other: f64| one > 0.0 && ((other - one) / one).abs() <= NEAR;
    let Some(height) = visit.page_height else { return Err("page height not known") };
    if !near(visit.viewport.width, size.width) {
        return Err("page width differs");
    }
    if !near(height, size.height) {
        return Err("page height differs");
    }
    Ok(Point::new(size.width / visit.viewport.width, size.height / height))
}

fn on_picture(at: Point, size: Size) -> Result<Point, &'static str> {
    let inside = at.x >= 0.0 && at.y >= 0.0 && at.x <= size.width && at.y <= size.height;
    if inside { Ok(at) } else { Err("outside the picture") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Time;
    use crate::facts::{Element, InteractionKind};

    const PICTURE: Size = Size::new(400.0, 2000.0);

    fn click(selector: Option<&str>, inside: Option<Point>, position: Option<Point>) -> VisitClick {
        let element = selector.map(|selector| Element {
            name: "Buy".to_owned(),
            selector: selector.to_owned(),
            text: String::new(),
        });
        VisitClick {
            at: Time(10),
            kind: InteractionKind::Click,
            element,
            position,
            inside,
            area: None,
            fixed: false,
            rage: false,
            dead: false,
            error: false,
        }
    }

    fn visit(width: f64, height: Option<f64>, click: VisitClick) -> PageVisit {
        PageVisit {
            session: "a".to_owned(),
            index: 0,
            span: (Time(0), Time(100)),
            viewport: Size::new(width, 800.0),
            page_height: height,
            max_scroll_px: 0.0,
            bought: false,
            clicks: vec![click],
            bands: Vec::new(),
        }
    }

    #[track_caller]
    fn check(visit: PageVisit, expected: Result<(f64, f64), &'static str>) {
        let boxes =
            BTreeMap::from([("#buy".to_owned(), Rect { x: 100.0, y: 1000.0, width: 200.0, height: 40.0 })]);
        let placed = place(&[visit], &boxes, PICTURE, HeatKind::Click);
        assert_eq!(placed.total, 1);
        match expected {
            Ok((x, y)) => assert_eq!(placed.points.first().map(|p| p.at), Some(Point::new(x, y))),
            Err(why) => assert_eq!(placed.unplaced, BTreeMap::from([(why, 1)])),
        }
        assert_eq!(placed.placed() + placed.unplaced.values().sum::<u64>(), placed.total);
    }

    #[test]
    fn by_the_box_of_the_element_whatever_the_page_was() {
        let inside = Some(Point::new(0.25, 0.5));
        check(visit(1440.0, Some(9000.0), click(Some("#buy"), inside, None)), Ok((150.0, 1020.0)));
        check(
            visit(400.0, None, click(Some("#buy"), inside, Some(Point::new(1.0, 1.0)))),
            Ok((150.0, 1020.0)),
        );
    }

    #[test]
    fn by_the_size_of_the_page_where_it_is_near() {
        let at = Some(Point::new(40.0, 900.0));
        check(visit(400.0, Some(2000.0), click(Some("#gone"), None, at)), Ok((40.0, 900.0)));
        check(
            visit(400.0, Some(1900.0), click(None, None, Some(Point::new(40.0, 950.0)))),
            Ok((40.0, 1000.0)),
        );
    }

    #[test]
    fn otherwise_counted_with_the_reason() {
        let at = Some(Point::new(40.0, 900.0));
        check(visit(400.0, Some(2000.0), click(None, None, None)), Err("no position recorded"));
        check(visit(400.0, Some(3000.0), click(Some("#gone"), None, at)), Err("element not on the picture"));
        check(visit(400.0, Some(3000.0), click(None, None, at)), Err("page height differs"));
        check(visit(600.0, Some(2000.0), click(None, None, at)), Err("page width differs"));
        check(visit(400.0, None, click(None, None, at)), Err("page height not known"));
        let mut over = click(Some("#gone"), Some(Point::new(0.5, 0.5)), at);
        over.fixed = true;
        check(visit(400.0, Some(2000.0), over), Err("in a dialog or drawer that is not on the picture"));
        let below = Some(Point::new(40.0, 2500.0));
        check(visit(400.0, Some(2000.0), click(None, None, below)), Err("outside the picture"));
    }

    #[test]
    fn a_kind_takes_its_own_clicks_only() {
        let mut rage = click(Some("#buy"), Some(Point::new(0.5, 0.5)), None);
        rage.rage = true;
        let mut visit = visit(400.0, Some(2000.0), rage);
        visit.clicks.push(click(Some("#buy"), Some(Point::new(0.1, 0.5)), None));
        let boxes = BTreeMap::from([("#buy".to_owned(), Rect { x: 0.0, y: 0.0, width: 10.0, height: 10.0 })]);
        let count = |kind| place(std::slice::from_ref(&visit), &boxes, PICTURE, kind).total;
        assert_eq!([count(HeatKind::Click), count(HeatKind::Rage), count(HeatKind::Dead)], [2, 1, 0]);
    }
}
