//! Elements within a line that hold nothing and show nothing, such as an icon whose font is not there.
//!
//! A block that holds nothing else is empty, and its margins meet. The engine makes a line of it, and
//! takes from the block the height that it was given. So they are taken out of the line.

use super::edges;
use super::tree::mark;
use blitz_dom::{BaseDocument, LocalName, Node, NodeData, NodeId as EngineId};
use style::computed_values::position::T as Position;
use style::values::computed::Float;
use style::values::specified::box_::{DisplayInside, DisplayOutside};

/// Marks them; see `base.css`.
const VOID: &str = "wf-void";

/// Marks them, and takes marks away; `true` when anything changed.
pub(super) fn mend(doc: &mut BaseDocument) -> bool {
    let mut changes: Vec<(EngineId, bool)> = Vec::new();
    for (_, node) in doc.tree().iter() {
        if node.element_data().is_none() || !node.flags.is_in_document() {
            continue;
        }
        // What the engine puts around lines between blocks is none of the page's elements.
        if matches!(node.data, NodeData::AnonymousBlock(_)) {
            continue;
        }
        let plain = is_plain_block(node);
        for run in node.children.split(|child| is_block(doc, *child)) {
            let void = plain && run.iter().all(|child| is_nothing(doc, *child));
            let elements = run.iter().filter_map(|child| doc.get_node(*child));
            for element in elements.filter(|child| child.element_data().is_some()) {
                if void != is_marked(element) {
                    changes.push((element.id, void));
                }
            }
        }
    }
    mark(doc, VOID, &changes)
}

/// Whether the node ends a line, as it stands between lines as a block.
fn is_block(doc: &BaseDocument, id: EngineId) -> bool {
    let style = doc.get_node(id).and_then(Node::primary_styles);
    style.is_some_and(|style| {
        style.clone_display().outside() == DisplayOutside::Block
            && matches!(style.clone_position(), Position::Static | Position::Relative)
            && style.clone_float() == Float::None
    })
}

fn is_marked(node: &Node) -> bool {
    node.attr(LocalName::from(VOID)).is_some()
}

/// Whether it is a box of flowing text to which no sheet adds any.
fn is_plain_block(node: &Node) -> bool {
    let flows = |style: style::servo_arc::Arc<style::properties::ComputedValues>| {
        matches!(style.clone_display().inside(), DisplayInside::Flow | DisplayInside::FlowRoot)
    };
    let styled = node.primary_styles().map(|style| style.clone()).is_some_and(flows);
    styled && node.before().is_none() && node.after().is_none()
}

/// Whether the node adds nothing to the line that it is in.
fn is_nothing(doc: &BaseDocument, id: EngineId) -> bool {
    let Some(node) = doc.get_node(id) else { return true };
    if node.text_data().is_some() {
        return node.is_collapsible_whitespace_node();
    }
    let Some(element) = node.element_data() else { return true };
    if element.name.local.starts_with("wf-") || edges::is_replaced(node) {
        return false;
    }
    let Some(style) = node.primary_styles() else { return false };
    let display = style.clone_display();
    (edges::is_text(display) || is_marked(node) && display.inside() == DisplayInside::Contents)
        && matches!(style.clone_position(), Position::Static | Position::Relative)
        && style.clone_float() == Float::None
        && !edges::edges(&style).0
        && node.before().is_none()
        && node.after().is_none()
        && node.children.iter().all(|child| is_nothing(doc, *child))
}
