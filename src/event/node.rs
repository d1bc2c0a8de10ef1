//! Nodes as a recorder writes them, in a flat list instead of a tree so that depth costs no stack.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A node's number in the recording. Positive in good recordings; any number in bad ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub i64);

/// Attribute names and values in the order recorded. A value-less attribute has an empty value.
/// The recorder's own (`rr_…`, `_cssText`) are among them; `replay` takes them apart.
pub type Attributes = Vec<(Arc<str>, Arc<str>)>;

/// A node to be put into the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNode {
    /// Its number.
    pub id: NodeId,
    /// Its parent; `None` for the top node of a snapshot or of an added subtree.
    pub parent: Option<NodeId>,
    /// Whether it lives in its parent's shadow root rather than among its children.
    pub in_shadow: bool,
    /// What it is.
    pub content: NodeContent,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeContent {
    /// A document.
    Document {
        /// Drawn in quirks mode.
        quirks: bool,
    },
    /// `<!DOCTYPE name>`.
    Doctype(Arc<str>),
    /// An element.
    Element {
        /// Tag name; lower case, except SVG's camel-case names.
        tag: Arc<str>,
        /// In the SVG namespace.
        svg: bool,
        /// Its attributes.
        attributes: Attributes,
    },
    /// Text (CDATA too).
    Text(Arc<str>),
    /// A comment.
    Comment,
}
