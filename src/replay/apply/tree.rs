//! Nodes put into the tree and taken out of it: links, depth, no cycles.

use super::super::dom::{Content, Dom, Node};
use super::super::state::PageState;
use super::attributes;
use crate::event::{NewNode, NodeContent, NodeId};
use foldhash::{HashMap, HashMapExt as _};
use std::sync::Arc;

/// Where a subtree is put.
pub(super) struct Grow {
    /// Below this node; `None` for the top document.
    pub(super) parent: Option<NodeId>,
    /// Before this child of it; at the end when there is none.
    pub(super) before: Option<NodeId>,
    /// How deep its top will lie.
    pub(super) depth: usize,
}

impl PageState {
    /// Puts a subtree in: its top where `place` says, all others below each other. The top must not
    /// be in the tree, except where it stands alone: then it keeps its children.
    pub(super) fn grow(&mut self, nodes: &[NewNode], place: &Grow) {
        let mut depths: HashMap<NodeId, usize> = HashMap::with_capacity(nodes.len());
        for (number, new) in nodes.iter().enumerate() {
            self.counts.cost += 1;
            let problems = &mut self.counts.problems;
            if depths.contains_key(&new.id) {
                problems.duplicate_ids += 1;
                continue;
            }
            let depth = match new.parent {
                _ if number == 0 => Some(place.depth),
                Some(parent) => depths.get(&parent).map(|depth| depth + 1),
                None => None,
            };
            let Some(depth) = depth else {
                problems.unresolved_adds += 1;
                continue;
            };
            if depth > Dom::MAX_DEPTH {
                problems.too_deep += 1;
                // Known all the same, so that what is below it is counted as too deep as well.
                depths.insert(new.id, depth);
                continue;
            }
            let parent = if number == 0 { place.parent } else { new.parent };
            let before = place.before.filter(|_| number == 0);
            if number > 0 && !self.may_be_put(new, parent) {
                self.counts.problems.unresolved_adds += 1;
                continue;
            }
            depths.insert(new.id, depth);
            self.put(new, parent, before);
        }
        let has_sheet = |new: &&NewNode| matches!(&new.content, NodeContent::Element { tag, .. } if matches!(&**tag, "style" | "link"));
        for new in nodes.iter().filter(has_sheet) {
            if depths.get(&new.id).is_some_and(|depth| *depth <= Dom::MAX_DEPTH) {
                self.settle_style(new.id);
            }
        }
    }

    /// Whether a node below the top of a new subtree can be put there, and takes out what has its
    /// number elsewhere.
    fn may_be_put(&mut self, new: &NewNode, parent: Option<NodeId>) -> bool {
        let Some(parent) = parent else { return false };
        if !accepts(&self.dom, parent, &new.content) {
            return false;
        }
        if self.dom.get(new.id).is_some() {
            if self.dom.ancestors(parent).any(|(id, _)| id == new.id) {
                return false;
            }
            self.remove(new.id);
        }
        true
    }

    /// Puts one node in and links it; one that is there already is changed and keeps its children.
    fn put(&mut self, new: &NewNode, parent: Option<NodeId>, before: Option<NodeId>) {
        let content = match &new.content {
            NodeContent::Element { tag, svg, attributes } => {
                Content::Element(Box::new(attributes::element(tag, *svg, attributes)))
            }
            NodeContent::Text(_) if parent.and_then(|id| self.dom.get(id)).is_some_and(is_script) => {
                Content::Text(Arc::default())
            }
            other => other.clone().into(),
        };
        let children = self.dom.get(new.id).map(|node| node.children.clone()).unwrap_or_default();
        self.dom.put(new.id, Node { parent, in_shadow: new.in_shadow, children, content });
        let Some(parent) = parent.and_then(|id| self.dom.get_mut(id)) else { return };
        let place = before.and_then(|before| position(&parent.children, before));
        self.counts.cost += parent.children.len() as u64 / 256;
        match place {
            Some(place) => parent.children.insert(place, new.id),
            None => parent.children.push(new.id),
        }
    }

    /// Takes a node out of its parent's children; it and all below stay known.
    pub(super) fn detach(&mut self, id: NodeId) {
        let Some(parent) = self.dom.get(id).and_then(|node| node.parent) else { return };
        if let Some(parent) = self.dom.get_mut(parent)
            && let Some(place) = position(&parent.children, id)
        {
            self.counts.cost += parent.children.len() as u64 / 256;
            parent.children.remove(place);
        }
    }

    /// Takes a node out with all below it.
    pub(super) fn remove(&mut self, id: NodeId) {
        self.detach(id);
        let mut doomed = vec![id];
        while let Some(id) = doomed.pop() {
            if let Some(node) = self.dom.take(id) {
                self.counts.cost += 1;
                doomed.extend_from_slice(&node.children);
            }
        }
    }

    /// Takes out what is below `id` and too deep once that lies at `depth`.
    pub(super) fn cut_below(&mut self, id: NodeId, depth: usize) {
        let Some(allowed) = Dom::MAX_DEPTH.checked_sub(depth) else { return };
        let deep: Vec<NodeId> = self
            .dom
            .descendants(id)
            .filter(|(below, _, _)| *below == allowed + 1)
            .map(|(_, id, _)| id)
            .collect();
        for id in deep {
            let below = u32::try_from(self.dom.descendants(id).count()).unwrap_or(u32::MAX);
            self.counts.problems.too_deep = self.counts.problems.too_deep.saturating_add(below);
            self.remove(id);
        }
    }
}

/// Whether such a node can be a child of `parent`: a document only of an iframe, and nothing of
/// texts.
pub(super) fn accepts(dom: &Dom, parent: NodeId, content: &NodeContent) -> bool {
    let Some(node) = dom.get(parent) else { return false };
    match &node.content {
        Content::Document { .. } => !matches!(content, NodeContent::Document { .. }),
        Content::Element(element) => {
            !matches!(content, NodeContent::Document { .. })
                || matches!(&*element.tag, "iframe" | "frame" | "object" | "embed")
        }
        _ => false,
    }
}

/// Where `id` is among `children`; looked for from both ends, as long lists change mostly there.
fn position(children: &[NodeId], id: NodeId) -> Option<usize> {
    let count = children.len();
    (0..count.div_ceil(2)).find_map(|at| {
        let back = count - 1 - at;
        [back, at].into_iter().find(|place| children[*place] == id)
    })
}

fn is_script(node: &Node) -> bool {
    node.tag().eq_ignore_ascii_case("script")
}
