//! The page that heat is laid over: a screenshot where there is one, else the page as we draw it.

use super::overlays::{Overlay, OverlayKind, overlays, without};
use super::stack::on_deep_stack;
use super::{Assets, Fonts, Painter, Picture, Trouble};
use crate::event::{NodeId, Point, Rect, Size};
use crate::facts::{self, OpenKind, OpenState, Places, Spot};
use crate::replay::{Content, PageState};
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
    /// The address that it was taken of, if that is known.
    pub url: Option<String>,
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
    /// The page state that is shown; `None` for the page as loaded.
    pub shows: Option<OpenState>,
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
    /// Its size, CSS px: what `places` count in.
    pub size: Size,
    /// Its elements: boxes, what they say, whether they can be seen.
    pub places: Places,
    /// The page state that is shown; `None` for the page as loaded.
    pub shows: Option<OpenState>,
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
        let state = request.state_for_many();
        Self::showing((state, true), request, assets, fonts)
    }

    /// The page as it was in one moment: scrolled as the visitor had it, so that what is fixed to the window
    /// lies where they saw it. One pixel for each CSS px, as frames of a session have.
    ///
    /// # Errors
    /// [`Trouble`] when the page cannot be drawn.
    pub fn of_moment(
        page: &str,
        state: PageState,
        assets: Arc<dyn Assets>,
        fonts: Fonts,
    ) -> Result<Self, Trouble> {
        let (page, shown) = (page.to_owned(), state.clone());
        let request = BackgroundRequest { page, state, screenshot: None, exact: None, shows: None };
        Self::showing((shown, false), request, assets, fonts)
    }

    fn showing(
        (mut state, fine): (PageState, bool),
        request: BackgroundRequest,
        assets: Arc<dyn Assets>,
        fonts: Fonts,
    ) -> Result<Self, Trouble> {
        let BackgroundRequest { page, screenshot, exact, shows, .. } = request;
        if let Some(screenshot) = &screenshot
            && screenshot.viewport_width >= 1.0
        {
            state.viewport.width = screenshot.viewport_width;
        }
        let wanted = screenshot.is_none() && exact.is_none();
        let drawn = on_deep_stack("background", move || {
            let mut painter = Painter::new(assets, fonts);
            painter.show(&state)?;
            let (mut size, spots) = spots(&painter, &state);
            let picture = wanted.then(|| {
                let (picture, times) = if fine { painter.fine_page() } else { (painter.full_page(), 1) };
                size.height = f64::from(picture.height / times).max(1.0);
                picture
            });
            let viewport_height = state.viewport.height;
            Ok(Drawn { picture, size, viewport_height, spots, missing: painter.missing() })
        });
        let made = Made { page, shows };
        match (drawn.and_then(|drawn| drawn), screenshot, exact) {
            (Ok(drawn), Some(screenshot), _) => Ok(made.on_screenshot(drawn, screenshot)),
            // A screenshot is good without boxes: heat is then scaled by the page's size.
            (Err(_), Some(screenshot), _) => Ok(made.on_screenshot(Drawn::default(), screenshot)),
            (drawn, None, Some((picture, boxes))) => {
                Ok(made.exactly(drawn.map(|drawn| drawn.spots).unwrap_or_default(), picture, &boxes))
            }
            (Ok(Drawn { picture: Some(picture), size, spots, missing, .. }), None, None) => {
                let spots = spots.into_iter().map(|(_, spot)| spot).collect();
                Ok(Self { missing, ..made.background(Source::Drawn, (picture, size), spots) })
            }
            (Ok(_), None, None) => Err(Trouble::NoPage),
            (Err(trouble), None, None) => Err(trouble),
        }
    }
}

/// A page that may stand for many.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The page: without cookie bars and loaders if they are to be hidden, and without dialogs and drawers
    /// that are not the page state which is shown.
    pub state: PageState,
    /// How many of the clicks find their element on it, where it can be seen.
    pub covers: u64,
    /// Its height, CSS px; 0 where it could not be laid out.
    pub height: f64,
}

/// Makes a page fit to stand for many, and looks how many of these `clicks` find their element on it. On a
/// thread of its own; waits for it. A page that cannot be laid out stays as it is and covers nothing.
pub fn candidate(
    state: PageState,
    (shows, hide): (Option<&OpenState>, bool),
    clicks: &[(facts::Element, u64)],
    assets: Arc<dyn Assets>,
    fonts: Fonts,
) -> Candidate {
    let fallback = state.clone();
    let looked = on_deep_stack("background", move || {
        let mut painter = Painter::new(assets, fonts);
        painter.show(&state)?;
        let unwanted = unwanted(overlays(&painter, &state), &state, (shows, hide));
        let state = without(&state, &unwanted);
        if !unwanted.is_empty() {
            painter.show(&state)?;
        }
        let covers = if clicks.is_empty() { 0 } else { covered(&painter, &state, clicks) };
        let height = painter.page_height();
        Ok::<_, Trouble>(Candidate { state, covers, height })
    });
    looked.and_then(|looked| looked).unwrap_or(Candidate { state: fallback, covers: 0, height: 0.0 })
}

/// What should not lie over the page that is shown.
fn unwanted(
    found: Vec<Overlay>,
    state: &PageState,
    (shows, hide): (Option<&OpenState>, bool),
) -> Vec<Overlay> {
    let shown: Vec<NodeId> =
        found.iter().filter(|it| it.state().as_ref() == shows).map(|overlay| overlay.node).collect();
    let holds_shown =
        |root: NodeId| shown.iter().any(|id| state.dom.ancestors(*id).any(|(above, _)| above == root));
    let mut unwanted = found;
    unwanted.retain(|overlay| {
        let hidden = match overlay.kind {
            _ if overlay.can_be_hidden() => hide,
            OverlayKind::State(OpenKind::TabPanel) => false,
            OverlayKind::State(_) | OverlayKind::Loader => true,
        };
        hidden && !holds_shown(overlay.root)
    });
    unwanted
}

fn covered(painter: &Painter, state: &PageState, clicks: &[(facts::Element, u64)]) -> u64 {
    let places = Places::of(spots(painter, state).1.into_iter().map(|(_, spot)| spot).collect());
    let there = |element: &facts::Element| places.find(element).is_some_and(|spot| spot.visible);
    clicks.iter().filter(|(element, _)| there(element)).map(|(_, count)| count).sum()
}

/// The page with the pictures that it had later in the same visit: those that load only when they come
/// into view, as visitors saw them.
#[must_use]
pub fn with_later_pictures(state: PageState, later: &PageState) -> PageState {
    if state.dom.generation() != later.dom.generation() {
        return state;
    }
    let mut state = state;
    let pictures: Vec<NodeId> = later
        .dom
        .nodes()
        .filter(|(_, node)| matches!(node.tag(), "img" | "source" | "video" | "image"))
        .map(|(id, _)| id)
        .collect();
    for id in pictures {
        let (Some(then), Some(now)) = (later.dom.get(id), state.dom.get(id)) else { continue };
        if then.tag() == now.tag() && then.content != now.content && !sheds_picture(&then.content) {
            let content = then.content.clone();
            if let Some(node) = state.dom.get_mut(id) {
                node.content = content;
            }
        }
    }
    state
}

/// Whether there is no picture in what is there later.
fn sheds_picture(later: &Content) -> bool {
    let Content::Element(element) = later else { return true };
    let names = ["src", "srcset", "poster", "href"];
    element.special().picture.is_none() && !names.iter().any(|name| element.attribute(name).is_some())
}

/// What our own drawing of the page gave.
#[derive(Default)]
struct Drawn {
    picture: Option<Picture>,
    size: Size,
    viewport_height: f64,
    spots: Vec<(NodeId, Spot)>,
    missing: Vec<String>,
}

/// The page's size and its elements, in document order.
fn spots(painter: &Painter, state: &PageState) -> (Size, Vec<(NodeId, Spot)>) {
    /// The least part of a box that has to be seen.
    const SEEN: f64 = 0.5;
    let described = facts::describe_each(&state.dom);
    let nodes: Vec<NodeId> = described.iter().map(|(id, _)| *id).collect();
    let size = Size::new(state.viewport.width, painter.page_height());
    let (boxes, seen) = (painter.boxes(&nodes), painter.seen(&nodes));
    let spots =
        described.into_iter().zip(boxes.into_iter().zip(seen)).filter_map(|((id, element), (area, seen))| {
            let area = area?;
            let part = seen.map_or(0.0, |seen| seen.width * seen.height / (area.width * area.height));
            Some((id, Spot { element, area, visible: part >= SEEN, fixed: painter.is_fixed(id) }))
        });
    (size, spots.collect())
}

/// What is known of a background before its picture.
struct Made {
    page: String,
    shows: Option<OpenState>,
}

impl Made {
    fn background(self, source: Source, (picture, size): (Picture, Size), spots: Vec<Spot>) -> Background {
        let places = Places::of(spots);
        Background {
            picture,
            page: self.page,
            size,
            places,
            shows: self.shows,
            source,
            missing: Vec::new(),
            not_exact: None,
        }
    }

    /// A browser's picture with its boxes.
    fn exactly(
        self,
        spots: Vec<(NodeId, Spot)>,
        picture: Picture,
        boxes: &BTreeMap<NodeId, Rect>,
    ) -> Background {
        let size = Size::new(f64::from(picture.width), f64::from(picture.height));
        let laid = |(id, spot): (NodeId, Spot)| Some(Spot { area: *boxes.get(&id)?, ..spot });
        let spots = spots.into_iter().filter_map(laid).collect();
        self.background(Source::Exact, (picture, size), spots)
    }

    /// A screenshot with our boxes on it. Our layout may be a little higher or lower than the browser's
    /// was: up to 15 % that is evened out by the height; beyond that the boxes cannot be trusted.
    fn on_screenshot(self, drawn: Drawn, screenshot: Screenshot) -> Background {
        let Screenshot { picture, viewport_width, page_height, .. } = screenshot;
        let width = if viewport_width >= 1.0 { viewport_width } else { f64::from(picture.width) };
        let scale = f64::from(picture.width.max(1)) / width;
        let height = if page_height >= 1.0 { page_height } else { f64::from(picture.height) / scale };
        let down = if drawn.size.height > 0.0 { height / drawn.size.height } else { 1.0 };
        // What lies over the page is shown as far as the first screen, and a page that is lower than the
        // window is shown as high as that.
        let window = drawn.viewport_height;
        let (down, trusted) = match self.shows {
            Some(_) => (1.0, true),
            None if drawn.size.height <= window && height <= window * 1.05 => (1.0, true),
            None => (down, (0.85..=1.15).contains(&down)),
        };
        let place = |area: Rect| Rect { y: area.y * down, height: area.height * down, ..area };
        let laid = |(_, spot): (NodeId, Spot)| Spot { area: place(spot.area), ..spot };
        let spots = drawn.spots.into_iter().filter(|_| trusted).map(laid).collect();
        let made = self.background(Source::Screenshot, (picture, Size::new(width, height)), spots);
        Background { missing: drawn.missing, ..made }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(height: f64) -> Background {
        let area = Rect { x: 10.0, y: 100.0, width: 50.0, height: 20.0 };
        let element = facts::Element { selector: "a".to_owned(), ..facts::Element::default() };
        let spot = Spot { element, area, ..Spot::default() };
        let drawn =
            Drawn { size: Size::new(400.0, height), spots: vec![(NodeId(5), spot)], ..Drawn::default() };
        let picture = Picture::filled(800, 2_000, [255; 4]);
        let made = Made { page: "/".to_owned(), shows: None };
        made.on_screenshot(drawn, Screenshot { picture, viewport_width: 400.0, page_height: 0.0, url: None })
    }

    #[test]
    fn boxes_follow_the_height_of_the_screenshot() {
        let same = on(1_000.0);
        assert_eq!(same.size, Size::new(400.0, 1_000.0), "a picture of two pixels per CSS px");
        assert_eq!(same.places.at("a").unwrap().area.y, 100.0);
        assert_eq!(on(1_100.0).places.at("a").unwrap().area.y.round(), 91.0);
        assert!(on(2_000.0).places.spots().is_empty(), "a page twice as high is another page");
    }
}
