//! Which ids, test attributes and labels a document has, kept up to date as it changes, so that an
//! element can be described without reading the whole document.

use crate::event::NodeId;
use crate::replay::{Dom, Element, Node};
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

/// Elements by what singles them out.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The document it was last brought up to date with.
    of: Dom,
    /// By attribute (`id` or one of [`TEST_ATTRIBUTES`]) and value.
    marks: HashMap<(&'static str, Arc<str>), BTreeSet<NodeId>>,
    /// Labels by what they are for.
    labels: HashMap<Arc<str>, BTreeSet<NodeId>>,
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
        for (id, now) in dom.changed(&before) {
            if let Some(element) = before.element(id) {
                self.note(id, element, false);
            }
            if let Some(element) = now.and_then(Node::element) {
                self.note(id, element, true);
            }
        }
    }

    fn note(&mut self, id: NodeId, element: &Element, there: bool) {
        for name in TEST_ATTRIBUTES.iter().chain(&["id"]) {
            if let Some(value) = value(element, name) {
                set(self.marks.entry((name, value)).or_default(), id, there);
            }
        }
        if &*element.tag == "label"
            && let Some(value) = value(element, "for")
        {
            set(self.labels.entry(value).or_default(), id, there);
        }
    }

    /// Whether only one element has this value of `id` or of a test attribute.
    pub(super) fn is_unique(&self, name: &'static str, value: &str) -> bool {
        self.marks.get(&(name, value.into())).is_some_and(|nodes| nodes.len() == 1)
    }

    /// The first element that has this id.
    pub(super) fn by_id(&self, id: &str) -> Option<NodeId> {
        self.marks.get(&("id", id.into()))?.first().copied()
    }

    /// The first label for the control of this id.
    pub(super) fn label_for(&self, id: &str) -> Option<NodeId> {
        self.labels.get(id)?.first().copied()
    }
}

fn value(element: &Element, name: &str) -> Option<Arc<str>> {
    element.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| value.clone())
}

fn set(nodes: &mut BTreeSet<NodeId>, id: NodeId, there: bool) {
    if there {
        nodes.insert(id);
    } else {
        nodes.remove(&id);
    }
}
