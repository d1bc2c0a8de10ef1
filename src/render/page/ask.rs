//! What is asked of the shown page: sizes, boxes, what lies under a point.

use super::framed::{FramedBox, in_frames};
use super::sticky::Sticky;
use super::{Live, Page, engine_viewport, shape};
use crate::event::{NodeId, Point, Rect};
use blitz_dom::BaseDocument;

impl Page {
    pub(in super::super) fn doc_mut(&mut self) -> Option<&mut BaseDocument> {
        self.live.as_mut().map(|live| &mut live.doc)
    }

    /// The shown viewport, whole px, at least 1 each way.
    pub(in super::super) fn viewport(&self) -> (u32, u32) {
        self.live.as_ref().map_or((1, 1), |live| engine_viewport(live.state.viewport).window_size)
    }

    pub(in super::super) fn height(&self) -> f64 {
        self.live.as_ref().map_or(0.0, |live| shape::page_height(&live.doc))
    }

    pub(in super::super) fn boxes(&self, nodes: &[NodeId]) -> Vec<Option<Rect>> {
        let one = |id: &NodeId| self.live.as_ref()?.find(*id).map(|found| found.area);
        nodes.iter().map(one).collect()
    }

    /// The part of each box that is not cut off, hidden or quite transparent.
    pub(in super::super) fn seen(&self, nodes: &[NodeId]) -> Vec<Option<Rect>> {
        let one = |id: &NodeId| self.live.as_ref()?.find(*id)?.seen;
        nodes.iter().map(one).collect()
    }

    pub(in super::super) fn is_fixed(&self, node: NodeId) -> bool {
        let Some(live) = &self.live else { return false };
        let host = || live.frames.values().find(|frame| frame.holds(node)).map(|frame| frame.host);
        let engine = live.tree.engine_id(node).or_else(host);
        engine.is_some_and(|engine| shape::is_fixed(&live.doc, engine))
    }

    /// The nodes that hang on the window, not those inside of them; unsorted.
    pub(in super::super) fn on_window(&self) -> Vec<NodeId> {
        let Some(live) = &self.live else { return Vec::new() };
        shape::on_window(&live.doc).into_iter().filter_map(|engine| live.tree.our_id(engine)).collect()
    }

    /// Whether the node, or something that it is inside of, was taken out of the flow of the page.
    pub(in super::super) fn floats(&self, node: NodeId) -> bool {
        let Some(live) = &self.live else { return false };
        live.tree.engine_id(node).is_some_and(|engine| shape::floats(&live.doc, engine))
    }

    pub(in super::super) fn hit(&self, client: Point) -> Option<NodeId> {
        let live = self.live.as_ref()?;
        shape::hit(&live.doc, client, |engine| live.tree.our_id(engine))
    }

    /// Draws `work` with the window at the top of the page, and puts it back.
    pub(in super::super) fn at_top<T>(
        &mut self,
        work: impl FnOnce(&mut BaseDocument, f64) -> T,
    ) -> Option<T> {
        let height = self.height();
        let live = self.live.as_mut()?;
        let scroll = live.doc.viewport_scroll();
        live.sticky.undo(&mut live.doc);
        live.doc.set_viewport_scroll(blitz_dom::Point { x: 0.0, y: 0.0 });
        let done = work(&mut live.doc, height);
        live.doc.set_viewport_scroll(scroll);
        live.sticky = Sticky::stick(&mut live.doc);
        Some(done)
    }
}

impl Live {
    fn find(&self, id: NodeId) -> Option<FramedBox> {
        match self.tree.engine_id(id) {
            Some(engine) => {
                let area = shape::page_box(&self.doc, engine)?;
                Some(FramedBox { area, seen: shape::seen_part(&self.doc, engine) })
            }
            None => in_frames(&self.frames, &self.doc, id),
        }
    }
}
