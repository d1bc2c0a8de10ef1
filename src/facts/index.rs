//! Which ids, test attributes and labels a document has, kept up to date as it changes, so that an
//! element can be described without reading the whole document.

use crate::event::NodeId;
use crate::replay::{Dom, Node};
use foldhash::fast::RandomState;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Attributes that sites put on elements so that tests find them.
pub(super) const TEST_ATTRIBUTES: [&str; 8] = [
    "data-testid",
    "data-test-id",
    "data-test",
    "data-qa",
    "data-qa-id",
    "data-cy",
    "data-testing",
    "data-automation-id",
];

/// A document with its index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) dom: &'a Dom,
    pub(super) index: &'a Index,
}

/// Elements by a text.
type Marked = HashMap<Arc<str>, BTreeSet<NodeId>, RandomState>;

/// Elements by what singles them out.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The document it was last brought up to date with.
    of: Dom,
    ids: Marked,
    /// By value, for each of [`TEST_ATTRIBUTES`].
    tests: [Marked; TEST_ATTRIBUTES.len()],
    /// Labels by what they are for.
    labels: Marked,
}

impl Index {
    /// The index of a document.
    pub(super) fn of(dom: &Dom) -> Self {
        let mut index = Self::default();
        index.follow(dom);
        index
    }

    /// Brings it up to date; the cost is that of what changed.
    pub(super) fn follow(&mut self, dom: &Dom) {
        let before = std::mem::replace(&mut self.of, dom.clone());
        if before.generation() != dom.generation() || before.is_empty() {
            *self = Self { of: dom.clone(), ..Self::default() };
            for (id, node) in dom.nodes() {
                self.note(id, node, true);
            }
            return;
        }
        for (id, now) in dom.changed(&before) {
            if let Some(node) = before.get(id) {
                self.note(id, node, false);
            }
            if let Some(node) = now {
                self.note(id, node, true);
            }
        }
    }

    fn note(&mut self, id: NodeId, node: &Node, there: bool) {
        let Some(element) = node.element() else { return };
        for (name, value) in &element.attributes {
            match &**name {
                "id" => set(&mut self.ids, value, (id, there)),
                "for" if &*element.tag == "label" => set(&mut self.labels, value, (id, there)),
                name => {
                    if let Some(at) = test_attribute(name) {
                        set(&mut self.tests[at], value, (id, there));
                    }
                }
            }
        }
    }

    /// Whether only one element has this id.
    pub(super) fn is_unique_id(&self, id: &str) -> bool {
        self.ids.get(id).is_some_and(|nodes| nodes.len() == 1)
    }

    /// Whether only one element has this value of one of [`TEST_ATTRIBUTES`].
    pub(super) fn is_unique_test(&self, attribute: usize, value: &str) -> bool {
        self.tests.get(attribute).and_then(|tests| tests.get(value)).is_some_and(|nodes| nodes.len() == 1)
    }

    /// The first element that has this id.
    pub(super) fn by_id(&self, id: &str) -> Option<NodeId> {
        self.ids.get(id)?.first().copied()
    }

    /// The first label for the control of this id.
    pub(super) fn label_for(&self, id: &str) -> Option<NodeId> {
        self.labels.get(id)?.first().copied()
    }
}

/// The place of an attribute's name among [`TEST_ATTRIBUTES`].
fn test_attribute(name: &str) -> Option<usize> {
    if !name.starts_with("data-") {
        return None;
    }
    TEST_ATTRIBUTES.iter().position(|test| *test == name)
}

fn set(marked: &mut Marked, value: &Arc<str>, (id, there): (NodeId, bool)) {
    if there {
        marked.entry(value.clone()).or_default().insert(id);
    } else if let Some(nodes) = marked.get_mut(value) {
        nodes.remove(&id);
    }
}
