//! The document as a value: cloned in a few microseconds, sharing all that did not change.
//!
//! Nodes sit in chunks of 32 by their number; a clone copies the chunk pointers, a change copies
//! one chunk of pointers and one node. Two states can be compared by pointer: see [`Dom::changed`].

use crate::event::{Attributes, NodeContent, NodeId, Point};
use std::collections::BTreeMap;
use std::sync::Arc;

const CHUNK: i64 = 32;

type Chunk = [Option<Arc<Node>>; 32];

/// A node of the document as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its parent; `None` for the document and for nothing else that is in the tree.
    pub parent: Option<NodeId>,
    /// Whether it lives in its parent's shadow root.
    pub in_shadow: bool,
    /// Its children in order; those in the shadow root are among them.
    pub children: Vec<NodeId>,
    /// What it is.
    pub content: Content,
}

/// What a node is now.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A document: the top one, or an iframe's.
    Document {
        /// Drawn in quirks mode.
        quirks: bool,
    },
    /// `<!DOCTYPE name>`.
    Doctype(Arc<str>),
    /// An element. Boxed, as most nodes are texts.
    Element(Box<Element>),
    /// Text.
    Text(Arc<str>),
    /// A comment.
    Comment,
}

/// An element with its live state. The recorder's own attributes are already taken apart: none of
/// `attributes` starts with `rr_`, and none runs script.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// Tag name; lower case, except SVG's camel-case names.
    pub tag: Arc<str>,
    /// In the SVG namespace.
    pub svg: bool,
    /// Attributes in the order recorded. `value`, `checked` and `selected` hold the *live* state.
    pub attributes: Attributes,
    /// What few elements have; see [`Self::special`]. Apart, as checkpoints keep many elements.
    pub special: Option<Box<Special>>,
}

/// What few elements have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Special {
    /// The style sheet's text, for `style` and `link` elements whose sheet was recorded, with rule
    /// and declaration changes already worked in. Text children of such an element are not drawn.
    pub sheet: Option<Arc<str>>,
    /// The scroll offset of an inner scroller.
    pub scroll: Point,
    /// The size of an element that the recorder left out on purpose, such as `("155.3px", "20px")`.
    pub blocked: Option<(Arc<str>, Arc<str>)>,
    /// The picture of a canvas, or of an image that was inlined: a `data:` URL.
    pub picture: Option<Arc<str>>,
    /// An open dialog that covers the page (`showModal`).
    pub modal: bool,
    /// Its value or tick was set by hand or by script: from then on, as in a browser, a change of
    /// the attribute `value` or `checked` of an `input` shows nothing.
    pub edited: bool,
    /// What an `audio` or `video` does, when it was told.
    pub media: Option<MediaState>,
}

/// What an `audio` or `video` element does.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MediaState {
    /// It plays.
    pub playing: bool,
    /// Its position when that was last told, seconds.
    pub position_s: f64,
}

/// What most elements have of it.
static NOTHING: Special = Special {
    sheet: None,
    scroll: Point::new(0.0, 0.0),
    blocked: None,
    picture: None,
    modal: false,
    edited: false,
    media: None,
};

impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        (&self.tag, self.svg, &self.attributes) == (&other.tag, other.svg, &other.attributes)
            && self.special() == other.special()
    }
}

impl Element {
    /// What few elements have.
    pub fn special(&self) -> &Special {
        self.special.as_deref().unwrap_or(&NOTHING)
    }

    /// What few elements have, to be changed.
    pub fn special_mut(&mut self) -> &mut Special {
        self.special.get_or_insert_default()
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }

    /// Sets an attribute, or removes it.
    pub fn set_attribute(&mut self, name: &Arc<str>, value: Option<Arc<str>>) {
        let place = self.attributes.iter().position(|(key, _)| key == name);
        match (place, value) {
            (Some(at), Some(value)) => self.attributes[at].1 = value,
            (None, Some(value)) => self.attributes.push((name.clone(), value)),
            (Some(at), None) => drop(self.attributes.remove(at)),
            (None, None) => {}
        }
    }
}

impl Node {
    /// The element, if it is one.
    pub fn element(&self) -> Option<&Element> {
        match &self.content {
            Content::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The element to be changed, if it is one.
    pub fn element_mut(&mut self) -> Option<&mut Element> {
        match &mut self.content {
            Content::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The tag name, empty for anything but an element.
    pub fn tag(&self) -> &str {
        self.element().map_or("", |element| &element.tag)
    }
}

/// The document: nodes by number, and which of them is the top.
#[derive(Debug, Clone, Default)]
pub struct Dom {
    chunks: BTreeMap<i64, Arc<Chunk>>,
    root: Option<NodeId>,
    /// Grows with every new document, so that a drawing of the old one is not patched into the new.
    generation: u32,
}

impl Dom {
    /// How deep nodes may lie below the top document; deeper ones are left out. Layout engines walk
    /// a tree with their stack, and a hostile page must not overflow it.
    pub const MAX_DEPTH: usize = 512;

    /// An empty document, the `generation`th of its session.
    #[must_use]
    pub fn of_generation(generation: u32) -> Self {
        Self { chunks: BTreeMap::new(), root: None, generation }
    }

    /// An empty document that follows this one.
    #[must_use]
    pub fn next_document(&self) -> Self {
        Self::of_generation(self.generation.wrapping_add(1))
    }

    /// Which document of the session this is; states of different generations share no nodes.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The top document node.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// Says which node is the top.
    pub fn set_root(&mut self, root: NodeId) {
        self.root = Some(root);
    }

    /// A node by its number.
    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.chunks.get(&id.0.div_euclid(CHUNK))?[slot(id)].as_deref()
    }

    /// An element by its number.
    pub fn element(&self, id: NodeId) -> Option<&Element> {
        self.get(id)?.element()
    }

    /// A node to be changed; it is copied first if another state shares it.
    pub fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        let chunk = self.chunks.get_mut(&id.0.div_euclid(CHUNK))?;
        chunk[slot(id)].as_ref()?;
        Arc::make_mut(chunk)[slot(id)].as_mut().map(Arc::make_mut)
    }

    /// Puts a node under its number; the caller links it to its parent.
    pub fn put(&mut self, id: NodeId, node: Node) {
        let chunk =
            self.chunks.entry(id.0.div_euclid(CHUNK)).or_insert_with(|| Arc::new([const { None }; 32]));
        Arc::make_mut(chunk)[slot(id)] = Some(Arc::new(node));
    }

    /// Takes a node out and gives it back; the caller unlinks it from its parent and takes its
    /// children.
    pub fn take(&mut self, id: NodeId) -> Option<Arc<Node>> {
        let key = id.0.div_euclid(CHUNK);
        let chunk = self.chunks.get_mut(&key)?;
        chunk[slot(id)].as_ref()?;
        let chunk = Arc::make_mut(chunk);
        let node = chunk[slot(id)].take();
        if chunk.iter().all(Option::is_none) {
            self.chunks.remove(&key);
        }
        node
    }

    /// All nodes, by number.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.chunks.iter().flat_map(|(key, chunk)| {
            chunk.iter().enumerate().filter_map(move |(at, node)| {
                let id = NodeId(key * CHUNK + i64::try_from(at).ok()?);
                Some((id, &**node.as_ref()?))
            })
        })
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes().count()
    }

    /// Whether there is no node at all.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The nodes that differ from `before` by identity, with what they are now (`None`: gone), in
    /// the order of their numbers. Shared chunks are skipped unread.
    pub fn changed<'a>(&'a self, before: &'a Self) -> Vec<(NodeId, Option<&'a Node>)> {
        let mut found = Vec::new();
        let keys: std::collections::BTreeSet<i64> =
            self.chunks.keys().chain(before.chunks.keys()).copied().collect();
        for key in keys {
            let (now, then) = (self.chunks.get(&key), before.chunks.get(&key));
            if let (Some(now), Some(then)) = (now, then)
                && Arc::ptr_eq(now, then)
            {
                continue;
            }
            for at in 0..CHUNK {
                let index = usize::try_from(at).unwrap_or_default();
                let now = now.and_then(|chunk| chunk[index].as_ref());
                let then = then.and_then(|chunk| chunk[index].as_ref());
                let same = match (now, then) {
                    (Some(a), Some(b)) => Arc::ptr_eq(a, b),
                    (None, None) => true,
                    _ => false,
                };
                if !same {
                    found.push((NodeId(key * CHUNK + at), now.map(|node| &**node)));
                }
            }
        }
        found
    }

    /// The node and its ancestors, innermost first; crosses from an iframe's document to the iframe.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let mut next = Some(id);
        std::iter::from_fn(move || {
            let id = next?;
            let node = self.get(id)?;
            next = node.parent;
            Some((id, node))
        })
    }

    /// The document that a node is in: the node itself if it is one, an iframe's document, or the
    /// top one.
    pub fn document_of(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id)
            .find(|(_, node)| matches!(node.content, Content::Document { .. }))
            .map(|(document, _)| document)
    }

    /// The node and all below it in document order, with their depth below it.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = (usize, NodeId, &Node)> {
        let mut stack = vec![(0, id)];
        std::iter::from_fn(move || {
            loop {
                let (depth, id) = stack.pop()?;
                let Some(node) = self.get(id) else { continue };
                stack.extend(node.children.iter().rev().map(|child| (depth + 1, *child)));
                return Some((depth, id, node));
            }
        })
    }
}

impl PartialEq for Dom {
    /// Same nodes, same numbers, same order. The generation does not count.
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root && self.nodes().eq(other.nodes())
    }
}

impl From<NodeContent> for Content {
    /// As recorded; the recorder's own attributes are still among the others.
    fn from(content: NodeContent) -> Self {
        match content {
            NodeContent::Document { quirks } => Self::Document { quirks },
            NodeContent::Doctype(name) => Self::Doctype(name),
            NodeContent::Text(text) => Self::Text(text),
            NodeContent::Comment => Self::Comment,
            NodeContent::Element { tag, svg, attributes } => {
                Self::Element(Box::new(Element { tag, svg, attributes, ..Element::default() }))
            }
        }
    }
}

fn slot(id: NodeId) -> usize {
    usize::try_from(id.0.rem_euclid(CHUNK)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Node {
        Node { parent: None, in_shadow: false, children: Vec::new(), content: Content::Text(words.into()) }
    }

    #[test]
    fn a_clone_is_not_touched_by_later_changes() {
        let mut now = Dom::default();
        for id in -70..200 {
            now.put(NodeId(id), text("a"));
        }
        let then = now.clone();
        now.get_mut(NodeId(5)).unwrap().content = Content::Text("b".into());
        now.take(NodeId(-70));
        assert_eq!(then.get(NodeId(5)).unwrap().content, Content::Text("a".into()));
        assert!(then.get(NodeId(-70)).is_some());
        let changed: Vec<i64> = now.changed(&then).iter().map(|(id, _)| id.0).collect();
        assert_eq!(changed, [-70, 5]);
    }
}
