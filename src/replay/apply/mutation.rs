//! Changes of the tree, in the order removes, adds, texts, attributes.

use super::super::dom::{Content, Dom};
use super::super::state::PageState;
use super::attributes;
use super::tree::{Grow, accepts};
use crate::event::{Added, AttributeChange, Mutation, NodeContent, NodeId, Removed, SheetId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Documents kept until their iframe comes; more are dropped.
const MAX_WAITING: usize = 256;

/// What became of an attempt to put a subtree in.
enum Outcome {
    Placed,
    /// This node must come first.
    Missing(NodeId),
    /// Its place is below itself, as long as that has not been moved away.
    BelowItself,
    /// There is no such place.
    Refused,
}

impl PageState {
    pub(super) fn mutate(&mut self, mutation: &Mutation) {
        self.remove_all(&mutation.removes);
        self.add_all(&mutation.adds);
        for (node, words) in &mutation.texts {
            self.counts.cost += 1;
            self.set_text(*node, words);
        }
        for (node, changes) in &mutation.attributes {
            self.counts.cost += 1 + changes.len() as u64 / 8;
            self.change_attributes(*node, changes);
        }
        if !(mutation.removes.is_empty() && mutation.adds.is_empty()) {
            self.forget_removed();
        }
    }

    fn remove_all(&mut self, removes: &[Removed]) {
        let mut named: Option<BTreeSet<NodeId>> = None;
        for removed in removes {
            let root = self.dom.root() == Some(removed.node);
            let Some(node) = self.dom.get(removed.node).filter(|_| !root) else {
                // It may have gone with its parent, which this mutation removes too.
                let named = named.get_or_insert_with(|| removes.iter().map(|r| r.node).collect());
                self.counts.problems.unknown_removes += u32::from(!named.contains(&removed.parent));
                continue;
            };
            let is_text = matches!(node.content, Content::Text(_));
            let parent = node.parent.filter(|_| is_text);
            self.remove(removed.node);
            if let Some(parent) = parent {
                self.text_changed(parent);
            }
        }
    }

    /// Adds wait for their parent and their next sibling; what waits in vain is dropped.
    fn add_all(&mut self, adds: &[Added]) {
        if adds.is_empty() {
            return;
        }
        let mut left = self.add_what_can_be(adds.iter());
        while self.attach_documents() {
            left = self.add_what_can_be(left.into_iter());
        }
        for add in left {
            let document =
                matches!(add.nodes.first().map(|top| &top.content), Some(NodeContent::Document { .. }));
            if document && self.dom.get(add.parent).is_none() && self.waiting.len() < MAX_WAITING {
                Arc::make_mut(&mut self.waiting).push(add.clone());
            } else {
                self.counts.problems.unresolved_adds += 1;
            }
        }
    }

    /// Puts in what has its place, in the order told as far as it can be, and gives back the rest.
    fn add_what_can_be<'a>(&mut self, adds: impl Iterator<Item = &'a Added>) -> Vec<&'a Added> {
        let mut waiting = Waiting::default();
        for add in adds {
            self.add_and_wake(add, &mut waiting);
        }
        // What stood below itself may do so no longer.
        let mut before = usize::MAX;
        while (1..before).contains(&waiting.tangled.len()) {
            before = waiting.tangled.len();
            for add in std::mem::take(&mut waiting.tangled) {
                self.add_and_wake(add, &mut waiting);
            }
        }
        waiting.tangled.into_iter().chain(waiting.missing.into_values().flatten()).collect()
    }

    fn add_and_wake<'a>(&mut self, add: &'a Added, waiting: &mut Waiting<'a>) {
        let mut ready = vec![add];
        while let Some(add) = ready.pop() {
            match self.place(add) {
                Outcome::Placed => {
                    for node in add.nodes.iter().rev() {
                        ready.extend(waiting.missing.remove(&node.id).into_iter().flatten().rev());
                    }
                }
                Outcome::Missing(node) => waiting.missing.entry(node).or_default().push(add),
                Outcome::BelowItself => waiting.tangled.push(add),
                Outcome::Refused => self.counts.problems.unresolved_adds += 1,
            }
        }
    }

    /// Attaches documents that came before their iframe. Whether there was one.
    fn attach_documents(&mut self) -> bool {
        if !self.waiting.iter().any(|document| self.dom.get(document.parent).is_some()) {
            return false;
        }
        let documents = Arc::unwrap_or_clone(std::mem::take(&mut self.waiting));
        let (ready, still) = documents.into_iter().partition(|add| self.dom.get(add.parent).is_some());
        self.waiting = Arc::new(still);
        let ready: Vec<Added> = ready;
        for document in &ready {
            if !matches!(self.place(document), Outcome::Placed) {
                self.counts.problems.unresolved_adds += 1;
            }
        }
        true
    }

    fn place(&mut self, add: &Added) -> Outcome {
        let Some(top) = add.nodes.first() else { return Outcome::Placed };
        if self.dom.get(add.parent).is_none() {
            return Outcome::Missing(add.parent);
        }
        if !accepts(&self.dom, add.parent, &top.content) {
            return Outcome::Refused;
        }
        // −1 is a node that the recorder did not know, −2 one that it ignores.
        let next = add.next.filter(|next| !matches!(next.0, -1 | -2) && *next != top.id);
        if let Some(next) = next.filter(|next| self.dom.get(*next).is_none()) {
            return Outcome::Missing(next);
        }
        let mut depth = 0;
        for (id, _) in self.dom.ancestors(add.parent) {
            depth += 1;
            if id == top.id {
                return Outcome::BelowItself;
            }
        }
        self.make_room(add, depth);
        let before = self.after_previous(add).or(next);
        self.grow(&add.nodes, &Grow { parent: Some(add.parent), before, depth });
        if matches!(top.content, NodeContent::Text(_)) {
            self.text_added(add.parent, top.id);
        }
        Outcome::Placed
    }

    /// Takes out what the new subtree replaces, and its top if that is in the tree already.
    fn make_room(&mut self, add: &Added, depth: usize) {
        let Some(top) = add.nodes.first() else { return };
        let keeps_children = add.nodes.len() == 1
            && depth <= Dom::MAX_DEPTH
            && matches!(top.content, NodeContent::Element { .. })
            && self.dom.element(top.id).is_some();
        if keeps_children {
            self.detach(top.id);
            self.cut_below(top.id, depth);
        } else {
            self.remove(top.id);
        }
        let Some(parent) = self.dom.get(add.parent) else { return };
        let is_document = matches!(parent.content, Content::Document { .. });
        // Nearly all parents are elements that take any number of children: nothing to look for.
        if !is_document && !matches!(top.content, NodeContent::Document { .. }) {
            return;
        }
        let alike = |child: &&NodeId| {
            let Some(child) = self.dom.get(**child) else { return false };
            matches!(
                (is_document, &top.content, &child.content),
                (true, NodeContent::Element { .. }, Content::Element(_))
                    | (true, NodeContent::Doctype(_), Content::Doctype(_))
                    | (false, NodeContent::Document { .. }, Content::Document { .. })
            )
        };
        let replaced: Vec<NodeId> = parent.children.iter().filter(alike).copied().collect();
        for child in replaced {
            self.remove(child);
        }
    }

    /// The sibling behind `previous`, which only old recordings name.
    fn after_previous(&self, add: &Added) -> Option<NodeId> {
        let previous = add.previous?;
        let siblings = &self.dom.get(add.parent)?.children;
        let place = siblings.iter().position(|child| *child == previous)?;
        siblings.get(place + 1).copied()
    }

    fn change_attributes(&mut self, node: NodeId, changes: &[(Arc<str>, AttributeChange)]) {
        let Some(element) = self.element_mut(node) else {
            self.counts.problems.unknown_targets += 1;
            return;
        };
        for (name, change) in changes {
            attributes::change(element, name, change);
        }
        if changes.iter().any(|(name, _)| &**name == "_cssText") {
            self.settle_style(node);
        }
    }

    /// Forgets what is kept beside the tree for nodes that are gone.
    fn forget_removed(&mut self) {
        let dom = &self.dom;
        let gone = |id: &NodeId| dom.get(*id).is_none();
        if self.focus.as_ref().is_some_and(gone) {
            self.focus = None;
        }
        if self.frame_scrolls.keys().any(gone) {
            Arc::make_mut(&mut self.frame_scrolls).retain(|id, _| !gone(id));
        }
        let unread = |id: &SheetId| matches!(id, SheetId::Node(node) if gone(node));
        if self.sheets.adopted.keys().any(gone) || self.sheets.parsed.keys().any(unread) {
            let sheets = Arc::make_mut(&mut self.sheets);
            sheets.adopted.retain(|id, _| !gone(id));
            sheets.parsed.retain(|id, _| !unread(id));
        }
    }
}

/// Adds that cannot be placed yet.
#[derive(Default)]
struct Waiting<'a> {
    /// By the node that must come first.
    missing: BTreeMap<NodeId, Vec<&'a Added>>,
    tangled: Vec<&'a Added>,
}
