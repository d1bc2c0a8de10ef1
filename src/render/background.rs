//! The page that heat is laid over: a screenshot where there is one, else the page as we draw it.

use super::stack::on_deep_stack;
use super::{Assets, Fonts, Painter, Picture, Trouble};
use crate::event::{NodeId, Point, Rect, Size};
use crate::facts;
use crate::replay::PageState;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a background comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A screenshot of the bundle.
    Screenshot,
    /// Drawn from a recording by a browser.
    Exact,
    /// Drawn from a recording by our own engine.
    Drawn,
}

/// A screenshot of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Screenshot {
    /// The pixels.
    pub picture: Picture,
    /// Width of the viewport when it was taken, CSS px; 0 when that is not known.
    pub viewport_width: f64,
    /// Height of the page, CSS px; 0 when that is not known.
    pub page_height: f64,
}

/// What a background is made of.
#[derive(Debug, Clone)]
pub struct BackgroundRequest {
    /// The page's key.
    pub page: String,
    /// The page in a typical visit.
    pub state: PageState,
    /// A screenshot of it, if there is one.
    pub screenshot: Option<Screenshot>,
    /// The full page as a browser drew [`Self::state_for_many`], and its boxes, if one did.
    pub exact: Option<(Picture, BTreeMap<NodeId, Rect>)>,
}

impl BackgroundRequest {
    /// The page as it is shown to stand for many visits: nothing is under the mouse, nothing is being
    /// typed, and it is not scrolled.
    pub fn state_for_many(&self) -> PageState {
        let mut state = self.state.clone();
        state.pointer = None;
        state.focus = None;
        state.scroll = Point::default();
        state
    }
}

/// A page with the places of its elements.
#[derive(Debug, Clone, PartialEq)]
pub struct Background {
    /// The page from top to bottom. May have more or fewer pixels than `size`.
    pub picture: Picture,
    /// The page's key.
    pub page: String,
    /// Its size, CSS px: what `boxes` count in.
    pub size: Size,
    /// Boxes of its elements by selector (see [`crate::facts::Element::selector`]).
    pub boxes: BTreeMap<String, Rect>,
    /// Where the picture comes from.
    pub source: Source,
    /// Addresses that the page asked for and that were not known.
    pub missing: Vec<String>,
    /// Why the browser that is there did not draw it.
    pub not_exact: Option<String>,
}

impl Background {
    /// Makes one, on a thread of its own, and waits for it.
    ///
    /// # Errors
    /// [`Trouble`] when the page cannot be drawn and there is no screenshot of it either.
    pub fn make(request: BackgroundRequest, assets: Arc<dyn Assets>, fonts: Fonts) -> Result<Self, Trouble> {
        let mut state = request.state_for_many();
        let BackgroundRequest { page, screenshot, exact, .. } = request;
        if let (Some((picture, boxes)), None) = (exact, &screenshot) {
            return Ok(exactly(page, &state, picture, &boxes));
        }
        if let Some(screenshot) = &screenshot
            && screenshot.viewport_width >= 1.0
        {
            state.viewport.width = screenshot.viewport_width;
        }
        let wanted = screenshot.is_none();
        let drawn = on_deep_stack("background", move || {
            let mut painter = Painter::new(assets, fonts);
            painter.show(&state)?;
            let (size, boxes) = places(&painter, &state);
            let picture = wanted.then(|| painter.full_page());
            Ok(Drawn { picture, size, boxes, missing: painter.missing() })
        });
        match (drawn.and_then(|drawn| drawn), screenshot) {
            (Ok(drawn), Some(screenshot)) => Ok(on_screenshot(page, drawn, screenshot)),
            (Ok(Drawn { picture: Some(picture), size, boxes, missing }), None) => {
                let size = Size::new(size.width, f64::from(picture.height).max(1.0));
                Ok(Self { picture, page, size, boxes, source: Source::Drawn, missing, not_exact: None })
            }
            (Ok(_), None) => Err(Trouble::NoPage),
            // A screenshot is good without boxes: heat is then scaled by the page's size.
            (Err(_), Some(screenshot)) => {
                let nothing = Drawn::default();
                Ok(on_screenshot(page, nothing, screenshot))
            }
            (Err(trouble), None) => Err(trouble),
        }
    }
}

/// What our own drawing of the page gave.
#[derive(Default)]
struct Drawn {
    picture: Option<Picture>,
    size: Size,
    boxes: BTreeMap<String, Rect>,
    missing: Vec<String>,
}

/// The page's size and the boxes of its elements. Where a selector fits several, the first counts.
fn places(painter: &Painter, state: &PageState) -> (Size, BTreeMap<String, Rect>) {
    let described = facts::describe_all(&state.dom);
    let nodes: Vec<NodeId> = described.iter().map(|(id, _)| *id).collect();
    let size = Size::new(state.viewport.width, painter.page_height());
    let mut boxes = BTreeMap::new();
    for ((_, selector), area) in described.into_iter().zip(painter.boxes(&nodes)) {
        if let Some(area) = area {
            boxes.entry(selector).or_insert(area);
        }
    }
    (size, boxes)
}

/// A browser's picture with its boxes. Where a selector fits several, the first counts.
fn exactly(page: String, state: &PageState, picture: Picture, boxes: &BTreeMap<NodeId, Rect>) -> Background {
    let size = Size::new(f64::from(picture.width), f64::from(picture.height));
    let mut by_selector = BTreeMap::new();
    for (id, selector) in facts::describe_all(&state.dom) {
        if let Some(area) = boxes.get(&id) {
            by_selector.entry(selector).or_insert(*area);
        }
    }
    Background {
        picture,
        page,
        size,
        boxes: by_selector,
        source: Source::Exact,
        missing: Vec::new(),
        not_exact: None,
    }
}

/// A screenshot with our boxes on it. Our layout may be a little higher or lower than the browser's
/// was: up to 15 % that is evened out by the height; beyond that the boxes cannot be trusted.
fn on_screenshot(page: String, drawn: Drawn, screenshot: Screenshot) -> Background {
    let Screenshot { picture, viewport_width, page_height } = screenshot;
    let width = if viewport_width >= 1.0 { viewport_width } else { f64::from(picture.width) };
    let scale = f64::from(picture.width.max(1)) / width;
    let height = if page_height >= 1.0 { page_height } else { f64::from(picture.height) / scale };
    let down = if drawn.size.height > 0.0 { height / drawn.size.height } else { 1.0 };
    let trusted = (0.85..=1.15).contains(&down);
    let place = |area: Rect| Rect { y: area.y * down, height: area.height * down, ..area };
    let boxes = drawn.boxes.into_iter().filter(|_| trusted).map(|(selector, area)| (selector, place(area)));
    Background {
        picture,
        page,
        size: Size::new(width, height),
        boxes: boxes.collect(),
        source: Source::Screenshot,
        missing: drawn.missing,
        not_exact: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(height: f64) -> Background {
        let area = Rect { x: 10.0, y: 100.0, width: 50.0, height: 20.0 };
        let drawn = Drawn {
            size: Size::new(400.0, height),
            boxes: BTreeMap::from([("a".to_owned(), area)]),
            ..Drawn::default()
        };
        let picture = Picture::filled(800, 2_000, [255; 4]);
        on_screenshot("/".to_owned(), drawn, Screenshot { picture, viewport_width: 400.0, page_height: 0.0 })
    }

    #[test]
    fn boxes_follow_the_height_of_the_screenshot() {
        let same = on(1_000.0);
        assert_eq!(same.size, Size::new(400.0, 1_000.0), "a picture of two pixels per CSS px");
        assert_eq!(same.boxes["a"].y, 100.0);
        assert_eq!(on(1_100.0).boxes["a"].y.round(), 91.0);
        assert!(on(2_000.0).boxes.is_empty(), "a page twice as high is another page");
    }
}
