//! The document while it is built: where nodes are by number, and what changed since it was last told.
//!
//! `OpenReplay` tells places by index among the children, rrweb by the next sibling; only a tree
//! knows both. Nodes go by the numbers they get in the events.

use super::super::limits::{MAX_ATTRIBUTES, MAX_NODE_DEPTH, MAX_NODES};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The top document, which has no number of its own in a recording.
pub(super) const DOCUMENT: i64 = 1;

/// Its doctype, which is not recorded: a page without one would be drawn in quirks mode.
pub(super) const DOCTYPE: i64 = 2;

/// The `html` element of the top document: number 0 of the recording.
pub(super) const HTML: i64 = 3;

/// The largest number that JavaScript can name.
const LARGEST: i64 = 1 << 53;

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Document,
    /// A shadow root, which in rrweb's tree is no node.
    Shadow,
    Element(Element),
    Text(Arc<str>),
}

/// An element.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Element {
    pub(super) tag: Arc<str>,
    pub(super) svg: bool,
    pub(super) attributes: Vec<(Arc<str>, Arc<str>)>,
}

/// A node.
#[derive(Debug)]
pub(super) struct Node {
    /// The top document is its own.
    pub(super) parent: i64,
    pub(super) kind: Kind,
    pub(super) children: Vec<i64>,
    /// The document of an iframe, or the shadow root of a host.
    pub(super) inner: Option<i64>,
    /// It has to be told with all below it: it is new, or lies elsewhere.
    pub(super) fresh: bool,
    /// It was told, where it lay then.
    pub(super) told: bool,
}

/// The document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: HashMap<i64, Node>,
    /// The recording's own number of the `html` element, where it is not 0.
    html: Option<i64>,
    changes: Changes,
    /// Changes of nodes that are not there, and nodes beyond the limits.
    pub(super) lost: u64,
}

/// What was not told yet.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Nodes that were put in or moved, in their order; some may be gone.
    pub(super) fresh: Vec<i64>,
    /// Nodes that were taken away from where they were told to be.
    pub(super) removes: Vec<Removed>,
    pub(super) texts: BTreeSet<i64>,
    pub(super) attributes: BTreeSet<(i64, Arc<str>)>,
}

/// A node that is gone from where it was, by the numbers of rrweb's tree.
#[derive(Debug)]
pub(super) struct Removed {
    pub(super) parent: i64,
    pub(super) id: i64,
    pub(super) in_shadow: bool,
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.fresh.is_empty()
            && self.removes.is_empty()
            && self.texts.is_empty()
            && self.attributes.is_empty()
    }
}

impl Tree {
    /// A new document: nothing but its `html`.
    pub(super) fn new_document() -> Self {
        let mut tree = Self::default();
        tree.put(DOCUMENT, DOCUMENT, Kind::Document);
        tree.put(HTML, DOCUMENT, Kind::Element(Element { tag: "html".into(), ..Element::default() }));
        tree.link(DOCUMENT, HTML, 0);
        tree
    }

    /// Whether there is a document.
    pub(super) fn is_document(&self) -> bool {
        self.nodes.contains_key(&DOCUMENT)
    }

    /// The number that a node has in events; `None` for one that no recorder gives.
    pub(super) fn id(&self, number: u64) -> Option<i64> {
        let id = i64::try_from(number).ok()?.checked_add(HTML).filter(|id| *id < LARGEST)?;
        Some(if self.html == Some(id) { HTML } else { id })
    }

    pub(super) fn get(&self, id: i64) -> Option<&Node> {
        self.nodes.get(&id)
    }

    pub(super) fn element(&self, id: i64) -> Option<&Element> {
        match &self.get(id)?.kind {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The number that stands for a node in rrweb's tree: a shadow root's is that of its host.
    pub(super) fn shown_id(&self, id: i64) -> i64 {
        match self.get(id) {
            Some(node) if node.kind == Kind::Shadow => node.parent,
            _ => id,
        }
    }

    /// Whether the node, or one it lies in, is yet to be told.
    pub(super) fn is_untold(&self, id: i64) -> bool {
        self.ancestors(id).any(|node| node.fresh)
    }

    /// The document that the node is in.
    pub(super) fn document_of(&self, id: i64) -> i64 {
        let mut at = id;
        while let Some(node) = self.get(at) {
            if node.kind == Kind::Document || node.parent == at {
                break;
            }
            at = node.parent;
        }
        at
    }

    fn ancestors(&self, id: i64) -> impl Iterator<Item = &Node> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let at = next?;
            let node = self.get(at)?;
            next = Some(node.parent).filter(|parent| *parent != at);
            Some(node)
        })
    }

    /// Puts a new element or text among the children of `parent`.
    pub(super) fn create(&mut self, id: i64, (parent, index): (i64, usize), kind: Kind) {
        let is_html = matches!(&kind, Kind::Element(element) if &*element.tag == "html");
        if parent == HTML && is_html && id != HTML {
            // The recorder counts the document as 0, and its `html` is another number.
            self.html = Some(id);
            return;
        }
        if matches!(id, DOCUMENT | DOCTYPE | HTML) || !self.has_room(parent) {
            self.lost += 1;
            return;
        }
        self.remove(id);
        if self.get(parent).is_none() {
            self.lost += 1;
            return;
        }
        self.put(id, parent, kind);
        self.link(parent, id, index);
        self.changes.fresh.push(id);
    }

    /// Gives an iframe its document, or a host its shadow root.
    pub(super) fn attach(&mut self, host: i64, id: i64) {
        let Some(element) = self.element(host) else {
            self.lost += 1;
            return;
        };
        let frames = ["iframe", "frame", "object", "embed"];
        let kind = if frames.contains(&&*element.tag) { Kind::Document } else { Kind::Shadow };
        if matches!(id, DOCUMENT | DOCTYPE | HTML) || id == host || !self.has_room(host) {
            self.lost += 1;
            return;
        }
        self.remove(id);
        if let Some(old) = self.get(host).and_then(|node| node.inner) {
            self.remove(old);
        }
        if self.get(host).is_none() {
            self.lost += 1;
            return;
        }
        let is_document = kind == Kind::Document;
        self.put(id, host, kind);
        if let Some(node) = self.nodes.get_mut(&host) {
            node.inner = Some(id);
        }
        if is_document {
            self.changes.fresh.push(id);
        } else {
            // Not a node in events: nothing waits for it to be told.
            self.mark_told(id);
        }
    }

    /// Whether there may be another node in `parent`.
    fn has_room(&self, parent: i64) -> bool {
        let takes = self.get(parent).is_some_and(|node| !matches!(node.kind, Kind::Text(_)));
        takes
            && self.nodes.len() < MAX_NODES
            && self.ancestors(parent).take(MAX_NODE_DEPTH).count() < MAX_NODE_DEPTH
    }

    /// Moves a node among the children of `parent`, counted without it.
    pub(super) fn relocate(&mut self, id: i64, parent: i64, index: usize) {
        let mut below = Some(parent);
        let mut inside = false;
        while let Some(at) = below {
            inside |= at == id;
            below = self.get(at).map(|node| node.parent).filter(|up| *up != at);
        }
        let movable = self.get(id).is_some_and(|node| !matches!(node.kind, Kind::Document | Kind::Shadow));
        if inside || !movable || id == HTML || !self.has_room(parent) {
            self.lost += 1;
            return;
        }
        self.tell_removed(id);
        self.unlink(id);
        if let Some(node) = self.nodes.get_mut(&id) {
            node.parent = parent;
            node.fresh = true;
        }
        self.link(parent, id, index);
        self.changes.fresh.push(id);
    }

    /// Takes a node out with all below it; whether it was there.
    pub(super) fn remove(&mut self, id: i64) -> bool {
        if matches!(id, DOCUMENT | HTML) || self.get(id).is_none() {
            return false;
        }
        self.tell_removed(id);
        // A shadow root is no node in events, but what is in it is.
        for child in self.shadow_children(id) {
            self.tell_removed(child);
        }
        self.unlink(id);
        let mut doomed = vec![id];
        while let Some(id) = doomed.pop() {
            if let Some(node) = self.nodes.remove(&id) {
                doomed.extend(node.children);
                doomed.extend(node.inner);
            }
        }
        true
    }

    /// Sets an attribute, or removes it, and notes that.
    pub(super) fn set_attribute(&mut self, id: i64, name: &Arc<str>, value: Option<Arc<str>>) {
        if self.remember_attribute(id, name, value) {
            if !self.is_untold(id) {
                self.changes.attributes.insert((id, name.clone()));
            }
        } else {
            self.lost += 1;
        }
    }

    /// Sets an attribute that is told in another way; whether there is such an element.
    pub(super) fn remember_attribute(&mut self, id: i64, name: &Arc<str>, value: Option<Arc<str>>) -> bool {
        let Some(Node { kind: Kind::Element(element), .. }) = self.nodes.get_mut(&id) else { return false };
        let place = element.attributes.iter().position(|(known, _)| known == name);
        match (place, value) {
            (Some(at), Some(value)) => element.attributes[at].1 = value,
            (Some(at), None) => drop(element.attributes.remove(at)),
            (None, Some(value)) if element.attributes.len() < MAX_ATTRIBUTES => {
                element.attributes.push((name.clone(), value));
            }
            (None, _) => {}
        }
        true
    }

    /// Sets a text; a style sheet's, if the node is an element with one.
    pub(super) fn set_text(&mut self, id: i64, text: Arc<str>) {
        match self.nodes.get_mut(&id).map(|node| &mut node.kind) {
            Some(Kind::Text(old)) => {
                *old = text;
                if !self.is_untold(id) {
                    self.changes.texts.insert(id);
                }
            }
            Some(Kind::Element(element)) if matches!(&*element.tag, "style" | "link") => {
                self.set_attribute(id, &"_cssText".into(), Some(text));
            }
            _ => self.lost += 1,
        }
    }

    /// What was not told yet, if anything; it is told from now on.
    pub(super) fn take_changes(&mut self) -> Option<Changes> {
        let changes = std::mem::take(&mut self.changes);
        (!changes.is_empty()).then_some(changes)
    }

    /// Notes that a node was told.
    pub(super) fn mark_told(&mut self, id: i64) {
        if let Some(node) = self.nodes.get_mut(&id) {
            node.fresh = false;
            node.told = true;
        }
    }

    fn put(&mut self, id: i64, parent: i64, kind: Kind) {
        let node = Node { parent, kind, children: Vec::new(), inner: None, fresh: true, told: false };
        self.nodes.insert(id, node);
    }

    fn link(&mut self, parent: i64, id: i64, index: usize) {
        if let Some(parent) = self.nodes.get_mut(&parent) {
            let place = index.min(parent.children.len());
            parent.children.insert(place, id);
        }
    }

    fn unlink(&mut self, id: i64) {
        let Some(parent) = self.get(id).map(|node| node.parent) else { return };
        if let Some(parent) = self.nodes.get_mut(&parent) {
            parent.children.retain(|child| *child != id);
            parent.inner = parent.inner.filter(|inner| *inner != id);
        }
    }

    fn shadow_children(&self, id: i64) -> Vec<i64> {
        let shadow = self.get(id).filter(|node| node.kind == Kind::Shadow);
        shadow.map(|node| node.children.clone()).unwrap_or_default()
    }

    /// A node that was told leaves its place. One whose surroundings leave theirs goes with them.
    fn tell_removed(&mut self, id: i64) {
        let Some(node) = self.get(id).filter(|node| node.told && node.kind != Kind::Shadow) else { return };
        if !self.is_untold(id) {
            let parent = self.shown_id(node.parent);
            let in_shadow = parent != node.parent;
            self.changes.removes.push(Removed { parent, id, in_shadow });
        }
    }
}
