//! A whole document: replaces everything.

use super::super::dom::{Content, Dom, Node};
use super::super::state::PageState;
use super::tree::Grow;
use crate::event::{NodeContent, NodeId, Point, Snapshot};
use std::sync::Arc;

impl PageState {
    pub(super) fn take_snapshot(&mut self, snapshot: &Snapshot) {
        self.counts.documents = self.counts.documents.wrapping_add(1);
        self.dom = Dom::of_generation(self.counts.documents);
        self.scroll = Point::default();
        if super::finite(snapshot.scroll) {
            self.scroll = snapshot.scroll;
        }
        self.frame_scrolls = Arc::default();
        self.focus = None;
        self.selection = Arc::default();
        self.sheets = Arc::default();
        self.waiting = Arc::default();
        if let Some(pointer) = &mut self.pointer {
            pointer.node = None;
        }
        // A recorder may take a snapshot of the same page again; its fonts are told only once.
        if self.fonts_of != self.href {
            self.fonts = Arc::default();
            self.fonts_of = self.href.clone();
        }
        let Some(top) = snapshot.nodes.first() else { return };
        let is_document = matches!(top.content, NodeContent::Document { .. });
        if is_document {
            self.dom.set_root(top.id);
            self.grow(&snapshot.nodes, &Grow { parent: None, before: None, depth: 0 });
        } else {
            // Not a recording that a recorder writes; a document makes it one that can be drawn.
            let root = free_id(snapshot);
            let content = Content::Document { quirks: false };
            self.dom.put(root, Node { parent: None, in_shadow: false, children: Vec::new(), content });
            self.dom.set_root(root);
            self.grow(&snapshot.nodes, &Grow { parent: Some(root), before: None, depth: 1 });
        }
    }
}

/// A number that no node of the snapshot has.
fn free_id(snapshot: &Snapshot) -> NodeId {
    let taken: std::collections::BTreeSet<NodeId> = snapshot.nodes.iter().map(|node| node.id).collect();
    let free = (0..i64::MAX).map(NodeId).find(|id| !taken.contains(id));
    free.expect("a list is shorter than the numbers there are")
}
