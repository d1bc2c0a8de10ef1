//! What people call an element: its accessible name, nearly as a screen reader would say it.

use crate::event::NodeId;
use crate::replay::Dom;

/// The name of an element; never empty.
pub(super) fn name(dom: &Dom, node: NodeId) -> String {
    dom.get(node).map_or_else(String::new, |node| node.tag().to_owned())
}

/// The visible text of an element, at most 100 characters.
pub(super) fn own_text(_dom: &Dom, _node: NodeId) -> String {
    String::new()
}
