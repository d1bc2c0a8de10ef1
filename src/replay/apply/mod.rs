//! What events do to a page; one file a family of events.
//!
//! Nothing here fails: what cannot be applied is left out and counted in [`super::Problems`].

mod attributes;
mod form;
mod mutation;
mod pointer;
mod sheets;
mod snapshot;
mod text;
mod tree;

use super::state::PageState;
use super::track::finite;
use crate::event::{Event, EventKind, NodeId, Point, PressKind, Size};
use std::sync::Arc;

/// Fonts kept; more are ignored.
const MAX_FONTS: usize = 500;

impl PageState {
    /// Lets an event happen: the only way in which a page changes.
    ///
    /// An event of a window that is not the active one changes the page kept for that window. It
    /// becomes the active one when a page is entered there or somebody points or presses there.
    pub fn apply(&mut self, event: &Event) {
        self.at = event.at;
        self.counts.events += 1;
        self.counts.cost += 1;
        if event.window == self.window {
            self.happen(&event.kind);
        } else if activates(&event.kind) || self.is_blank() {
            self.show_window(event.window);
            self.happen(&event.kind);
        } else {
            self.happen_behind(event);
        }
    }

    fn happen(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Parsed
            | EventKind::Loaded
            | EventKind::Custom { .. }
            | EventKind::Plugin { .. }
            | EventKind::Other { .. } => {}
            EventKind::Meta { href, viewport } => {
                self.href = href.clone();
                self.resize(*viewport);
            }
            EventKind::Snapshot(snapshot) => self.take_snapshot(snapshot),
            EventKind::Mutation(mutation) => self.mutate(mutation),
            EventKind::Moves { by, positions } => self.point(*by, positions),
            EventKind::Press { kind, node, point, pointer } => self.press(*kind, *node, *point, *pointer),
            EventKind::Scroll { node, to } => self.scroll_to(*node, *to),
            EventKind::Resize(viewport) => self.resize(*viewport),
            EventKind::Input { node, text, checked, .. } => self.input(*node, text, *checked),
            EventKind::Media { node, action, position_s } => self.play_media(*node, *action, *position_s),
            EventKind::Rules(change) => self.change_rules(change),
            EventKind::Declaration(change) => self.change_declaration(change),
            EventKind::Adopted(change) => self.adopt(change),
            EventKind::Canvas { node, image } => match self.element_mut(*node) {
                Some(element) => element.special_mut().picture = Some(image.clone()),
                None => self.counts.problems.unknown_targets += 1,
            },
            EventKind::Font { family, source } => self.load_font(family, source),
            EventKind::Selection(ranges) => self.selection = ranges.as_slice().into(),
        }
    }

    /// Whether nothing has happened in it yet.
    fn is_blank(&self) -> bool {
        self.dom.is_empty()
            && self.href.is_empty()
            && self.pointer.is_none()
            && self.viewport == Size::default()
    }

    fn show_window(&mut self, window: u16) {
        let mut others = std::mem::take(&mut self.others);
        let pages = Arc::make_mut(&mut others);
        let shown = pages.remove(&window).map(Arc::unwrap_or_clone);
        let shown = shown.unwrap_or_else(|| Self { window, ..Self::default() });
        let hidden = std::mem::replace(self, shown);
        self.counts = hidden.counts;
        self.at = hidden.at;
        if !hidden.is_blank() {
            pages.insert(hidden.window, Arc::new(hidden));
        }
        self.others = others;
    }

    fn happen_behind(&mut self, event: &Event) {
        let pages = Arc::make_mut(&mut self.others);
        let page = pages
            .entry(event.window)
            .or_insert_with(|| Arc::new(Self { window: event.window, ..Self::default() }));
        let page = Arc::make_mut(page);
        page.counts = self.counts;
        page.happen(&event.kind);
        self.counts = page.counts;
    }

    fn resize(&mut self, viewport: Size) {
        let usable = |length: f64| length.is_finite() && length > 0.0;
        if usable(viewport.width) && usable(viewport.height) {
            self.viewport = viewport;
        }
    }

    fn scroll_to(&mut self, node: NodeId, to: Point) {
        if !finite(to) {
            return;
        }
        let is_document = self.dom.get(node).map(|node| node.element().is_none());
        match is_document {
            Some(true) if self.dom.root() == Some(node) => self.scroll = to,
            Some(true) => drop(Arc::make_mut(&mut self.frame_scrolls).insert(node, to)),
            Some(false) => {
                if let Some(element) = self.element_mut(node) {
                    element.special_mut().scroll = to;
                }
            }
            None => self.counts.problems.unknown_targets += 1,
        }
    }

    fn load_font(&mut self, family: &Arc<str>, source: &Arc<str>) {
        let font = (family.clone(), source.clone());
        if self.fonts.len() < MAX_FONTS && !self.fonts.contains(&font) {
            self.fonts = self.fonts.iter().cloned().chain([font]).collect();
        }
    }
}

/// Whether such an event brings its window to the front.
fn activates(kind: &EventKind) -> bool {
    match kind {
        EventKind::Meta { .. } | EventKind::Snapshot(_) | EventKind::Moves { .. } => true,
        EventKind::Press { kind, .. } => *kind != PressKind::Blur,
        _ => false,
    }
}
