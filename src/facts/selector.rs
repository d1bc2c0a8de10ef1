//! CSS selectors that find the same element in other visits.

use crate::event::NodeId;
use crate::replay::Dom;

/// The selector of an element.
pub(super) fn selector(dom: &Dom, node: NodeId) -> String {
    dom.get(node).map_or_else(String::new, |node| node.tag().to_owned())
}

/// The selectors of all elements.
pub(super) fn all(dom: &Dom) -> Vec<(NodeId, String)> {
    dom.nodes().filter(|(_, n)| n.element().is_some()).map(|(id, _)| (id, selector(dom, id))).collect()
}
