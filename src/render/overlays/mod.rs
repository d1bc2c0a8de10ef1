//! What lies open over a page: dialogs, drawers, menus, tabs, cookie bars and loaders, found from the
//! document and its layout.
//!
//! Knows one moment only. Which states a session was seen in is told by `measure`.

mod label;
mod words;

use super::Painter;
use crate::event::{NodeId, Point, Rect};
use crate::facts::{OpenKind, OpenState};
use crate::replay::{Dom, Element, Node, PageState};
use std::sync::Arc;

/// The least part of the viewport that a box fixed to the window covers to be more than an ornament.
const LARGE: f64 = 0.25;
/// The part of the viewport that lies under what covers all of it.
const WHOLE: f64 = 0.8;

/// What kind of thing lies over a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverlayKind {
    /// Something that visitors use: a state of the page.
    State(OpenKind),
    /// Shown while something loads. No state of the page.
    Loader,
}

/// Something that lies open over a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// What a person calls it.
    pub label: String,
    /// What kind of thing it is.
    pub kind: OverlayKind,
    /// The element itself.
    pub node: NodeId,
    /// The outermost element that comes and goes with it, such as the veil that it lies on.
    pub root: NodeId,
    /// Its box on the page, CSS px.
    pub area: Rect,
    /// Nothing else can be pressed while it is open.
    pub modal: bool,
}

impl Overlay {
    /// The page state that it makes; `None` for a loader.
    pub fn state(&self) -> Option<OpenState> {
        match self.kind {
            OverlayKind::State(kind) => Some(OpenState { label: self.label.clone(), kind }),
            OverlayKind::Loader => None,
        }
    }

    /// Whether it is nothing that visitors came for: pictures of the page are better without it.
    pub fn can_be_hidden(&self) -> bool {
        matches!(self.kind, OverlayKind::State(OpenKind::CookieBar) | OverlayKind::Loader)
    }

    fn is_dialog(&self) -> bool {
        matches!(self.kind, OverlayKind::State(OpenKind::Dialog | OpenKind::Drawer))
    }
}

/// What lies open over the page that `painter` shows, which is `state`; in the order of the document.
pub fn overlays(painter: &Painter, state: &PageState) -> Vec<Overlay> {
    let Some(root) = state.dom.root() else { return Vec::new() };
    let on_window = painter.on_window();
    let expanded = state.dom.nodes().filter_map(|(_, node)| label::expands(node.element()?)).collect();
    let look = Look { painter, state, dom: &state.dom, on_window, expanded };
    let mut found: Vec<Overlay> = Vec::new();
    for (_, id, node) in state.dom.descendants(root) {
        let Some(element) = node.element() else { continue };
        let Some(overlay) = look.overlay(id, element) else { continue };
        // A veil gives way to the dialog on it; what is inside a cookie bar is part of it.
        let around = found.iter().position(|other| other.root == overlay.root || look.is_in(id, other.node));
        match around {
            Some(at) if found[at].can_be_hidden() => {}
            Some(at) if overlay.is_dialog() && !look.is_named(found[at].node) => found[at] = overlay,
            _ => found.push(overlay),
        }
    }
    found
}

/// The page state that something on `node` happened in: that of the innermost thing that it is in, else
/// of what lets nothing else be pressed; `None` for the page as loaded.
pub fn state_around(overlays: &[Overlay], dom: &Dom, node: Option<NodeId>) -> Option<OpenState> {
    let inside = |id: NodeId| {
        let by_depth = |overlay: &&Overlay| dom.ancestors(id).position(|(above, _)| above == overlay.root);
        overlays.iter().filter(|overlay| by_depth(overlay).is_some()).min_by_key(by_depth)
    };
    match node.and_then(inside) {
        Some(overlay) => overlay.state(),
        None => overlays.iter().rev().filter(|overlay| overlay.modal).find_map(Overlay::state),
    }
}

/// The same page without these: they are taken out of sight, and the page scrolls as it did.
#[must_use]
pub fn without(state: &PageState, overlays: &[Overlay]) -> PageState {
    let mut state = state.clone();
    let style: Arc<str> = "style".into();
    for overlay in overlays {
        let Some(element) = state.dom.get_mut(overlay.root).and_then(Node::element_mut) else { continue };
        let own = element.attribute("style").unwrap_or_default();
        let hidden = format!("{own};display:none!important");
        element.set_attribute(&style, Some(hidden.into()));
    }
    state
}

/// One page that is looked at.
struct Look<'a> {
    painter: &'a Painter,
    state: &'a PageState,
    dom: &'a Dom,
    on_window: Vec<NodeId>,
    /// Ids of what buttons say that they have opened.
    expanded: Vec<&'a str>,
}

impl Look<'_> {
    fn overlay(&self, id: NodeId, element: &Element) -> Option<Overlay> {
        let named = named_kind(element);
        let hangs = self.on_window.contains(&id);
        let opened = named.is_none() && !hangs && self.is_opened(id, element);
        if named.is_none() && !hangs && !opened {
            return None;
        }
        let area = self.seen(id)?;
        let window = self.on_window.iter().copied().find(|outer| self.is_in(id, *outer));
        let root = window.unwrap_or(id);
        let plain = |label: &str, kind| {
            let label = label.to_owned();
            Some(Overlay { label, kind, node: id, root, area, modal: false })
        };
        if (hangs || named == Some(Named::Dialog)) && words::asks_consent(self.dom, id) {
            return plain(OpenKind::CookieBar.label(), OverlayKind::State(OpenKind::CookieBar));
        }
        if self.covers(area, WHOLE) && words::is_loader(self.dom, id) {
            return plain("Loader", OverlayKind::Loader);
        }
        let kind = self.kind(id, (named, hangs), area)?;
        let modal = matches!(kind, OpenKind::Dialog | OpenKind::Drawer) && self.is_modal(id, element, root);
        let label = label::label(self.dom, id, kind);
        let root = if kind == OpenKind::TabPanel { id } else { root };
        Some(Overlay { label, kind: OverlayKind::State(kind), node: id, root, area, modal })
    }

    fn kind(&self, id: NodeId, (named, hangs): (Option<Named>, bool), area: Rect) -> Option<OpenKind> {
        match named {
            Some(Named::Dialog) => Some(self.dialog_kind(id, area)),
            Some(Named::Menu) => self.painter.floats(id).then_some(OpenKind::Menu),
            Some(Named::TabPanel) => self.is_other_tab(id).then_some(OpenKind::TabPanel),
            Some(Named::Details) => {
                (self.painter.floats(id) || self.is_in_header(id)).then_some(OpenKind::Menu)
            }
            None if hangs => self.is_open_box(id, area).then(|| self.dialog_kind(id, area)),
            None => {
                let large = self.covers(area, LARGE);
                Some(if large { self.dialog_kind(id, area) } else { OpenKind::Menu })
            }
        }
    }

    /// A box without a role that is fixed to the window, covers much of it, lies on top and holds
    /// something to be read or pressed, but not the page itself.
    fn is_open_box(&self, id: NodeId, area: Rect) -> bool {
        let nodes = self.dom.descendants(id).count();
        let is_page = nodes * 2 > self.dom.len()
            || self
                .dom
                .descendants(id)
                .any(|(_, _, node)| matches!(node.tag(), "main" | "footer" | "header"));
        if is_page || nodes < 3 || !self.covers(area, LARGE) || words::is_bar(self.dom, id) {
            return false;
        }
        let scroll = self.state.page_scroll();
        let middle = Point::new(area.x + area.width / 2.0 - scroll.x, area.y + area.height / 2.0 - scroll.y);
        self.painter.hit(middle).is_some_and(|hit| self.is_in(hit, id))
    }

    fn dialog_kind(&self, id: NodeId, area: Rect) -> OpenKind {
        if let Some(kind) = words::kind_by_class(self.dom, id) {
            return kind;
        }
        let (window, scroll) = (self.state.viewport, self.state.page_scroll());
        let (left, top) = (area.x - scroll.x, area.y - scroll.y);
        let high = area.height >= window.height * 0.9 && area.width < window.width * 0.9;
        let wide = area.width >= window.width * 0.9 && area.height < window.height * 0.9;
        let at_side = left <= 2.0 || left + area.width >= window.width - 2.0;
        let at_end = top <= 2.0 || top + area.height >= window.height - 2.0;
        if high && at_side || wide && at_end { OpenKind::Drawer } else { OpenKind::Dialog }
    }

    fn is_modal(&self, id: NodeId, element: &Element, root: NodeId) -> bool {
        let veiled = |node: NodeId| self.seen(node).is_some_and(|area| self.covers(area, WHOLE));
        element.attribute("aria-modal") == Some("true")
            || element.special().modal
            || veiled(root)
            || self.on_window.iter().any(|other| {
                *other != root
                    && !self.is_in(id, *other)
                    && words::is_veil(self.dom, *other)
                    && veiled(*other)
            })
    }

    /// What a button says that it opened, where that lies over the page.
    fn is_opened(&self, id: NodeId, element: &Element) -> bool {
        let named = element.attribute("id").is_some_and(|id| self.expanded.contains(&id));
        named && self.painter.floats(id)
    }

    /// Whether a tab panel is not the first of its group.
    fn is_other_tab(&self, id: NodeId) -> bool {
        let is_panel =
            |node: &Node| node.element().is_some_and(|it| it.attribute("role") == Some("tabpanel"));
        let group = self.dom.ancestors(id).skip(1).take(6).find(|(above, _)| {
            self.dom.descendants(*above).filter(|(_, _, node)| is_panel(node)).take(2).count() > 1
        });
        let Some((group, _)) = group else {
            return label::tab_of(self.dom, id).is_some_and(|tab| label::place_of_tab(self.dom, tab) > 0);
        };
        let first = self.dom.descendants(group).find(|(_, _, node)| is_panel(node));
        first.is_some_and(|(_, first, _)| first != id)
    }

    fn is_in_header(&self, id: NodeId) -> bool {
        self.dom.ancestors(id).any(|(_, node)| matches!(node.tag(), "header" | "nav"))
    }

    /// Whether the element says of itself what it is.
    fn is_named(&self, id: NodeId) -> bool {
        self.dom.element(id).and_then(named_kind).is_some()
    }

    fn is_in(&self, id: NodeId, outer: NodeId) -> bool {
        self.dom.ancestors(id).any(|(above, _)| above == outer)
    }

    fn seen(&self, id: NodeId) -> Option<Rect> {
        self.painter.seen(&[id]).pop().flatten().filter(|area| area.width >= 8.0 && area.height >= 8.0)
    }

    /// Whether a box covers this part of the viewport, as much of it as is in the viewport.
    fn covers(&self, area: Rect, part: f64) -> bool {
        let (window, scroll) = (self.state.viewport, self.state.page_scroll());
        let along = |from: f64, length: f64, whole: f64| (from + length).min(whole) - from.max(0.0);
        let width = along(area.x - scroll.x, area.width, window.width).max(0.0);
        let height = along(area.y - scroll.y, area.height, window.height).max(0.0);
        width * height >= part * window.width * window.height && window.width > 0.0
    }
}

/// What an element says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Dialog,
    Menu,
    TabPanel,
    Details,
}

fn named_kind(element: &Element) -> Option<Named> {
    match &*element.tag {
        "dialog" => return element.attribute("open").is_some().then_some(Named::Dialog),
        "details" if element.attribute("open").is_some() => return Some(Named::Details),
        "select" | "datalist" => return None,
        _ => {}
    }
    match element.attribute("role") {
        Some("dialog" | "alertdialog") => Some(Named::Dialog),
        Some("menu" | "listbox") => Some(Named::Menu),
        Some("tabpanel") => Some(Named::TabPanel),
        _ if element.attribute("aria-modal") == Some("true") => Some(Named::Dialog),
        _ => None,
    }
}
