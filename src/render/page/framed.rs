//! The documents of iframes: which of our nodes they hold, and where on the page those are.

use super::shape;
use super::tree::Tree;
use crate::event::{NodeId, Rect};
use blitz_dom::{BaseDocument, NodeId as EngineId};
use std::collections::BTreeMap;

/// The document of an iframe.
pub(super) struct Framed {
    /// The iframe, in the document around it.
    pub(super) host: EngineId,
    pub(super) tree: Tree,
    /// The iframes in it, by their documents.
    pub(super) inner: BTreeMap<NodeId, Framed>,
}

/// Lays out the documents of iframes again that have a border or padding: the engine takes the whole box
/// for the window that they are shown in.
pub(super) fn fit(doc: &mut BaseDocument, clock: f64) {
    let mut hosts = doc.sub_document_node_ids();
    hosts.sort_unstable();
    for host in hosts {
        let Some(layout) = doc.get_node(host).map(|node| *node.final_layout()) else { continue };
        let Some(sub) = doc.subdoc_mut(host) else { continue };
        let mut sub = sub.inner_mut();
        let inside = (layout.content_box_width(), layout.content_box_height());
        if inside != (layout.size.width, layout.size.height) {
            sub.viewport_mut().window_size = (whole(inside.0), whole(inside.1));
            sub.resolve(clock);
        }
        fit(&mut sub, clock);
    }
}

/// Whole px of a length.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn whole(length: f32) -> u32 {
    length.clamp(0.0, 65_535.0) as u32
}

/// Something in an iframe, on the page that `doc` is.
#[derive(Clone, Copy)]
pub(super) struct FramedBox {
    /// The whole box.
    pub(super) area: Rect,
    /// The part that can be seen.
    pub(super) seen: Option<Rect>,
}

impl Framed {
    /// The box of a node, or of the window that its document is shown in; `None` for nodes that are
    /// not in this iframe.
    pub(super) fn find(&self, doc: &BaseDocument, id: NodeId) -> Option<FramedBox> {
        let sub = doc.get_node(self.host)?.subdoc()?.inner();
        let found = match self.tree.engine_id(id) {
            Some(engine) => {
                FramedBox { area: shape::page_box(&sub, engine)?, seen: shape::seen_part(&sub, engine) }
            }
            None => in_frames(&self.inner, &sub, id)?,
        };
        let window = shape::window_box(doc, self.host)?;
        let frame = shape::seen_part(doc, self.host);
        let scroll = sub.viewport_scroll();
        let (right, down) = (window.x - scroll.x, window.y - scroll.y);
        let moved = |area: Rect| Rect { x: area.x + right, y: area.y + down, ..area };
        let seen = found.seen.and_then(|seen| {
            let shown = shape::overlap(window, frame?)?;
            shape::overlap(moved(seen), shown)
        });
        Some(FramedBox { area: moved(found.area), seen })
    }

    /// The iframe, in the outermost document, that a node is in.
    pub(super) fn holds(&self, id: NodeId) -> bool {
        self.tree.engine_id(id).is_some() || self.inner.values().any(|inner| inner.holds(id))
    }
}

/// The box of a node of one of these iframes of `doc`, or of the window that a document is shown in.
pub(super) fn in_frames(
    frames: &BTreeMap<NodeId, Framed>,
    doc: &BaseDocument,
    id: NodeId,
) -> Option<FramedBox> {
    if let Some(frame) = frames.get(&id) {
        let area = shape::window_box(doc, frame.host)?;
        let seen = shape::seen_part(doc, frame.host).and_then(|seen| shape::overlap(seen, area));
        return Some(FramedBox { area, seen });
    }
    frames.values().find_map(|frame| frame.find(doc, id))
}
