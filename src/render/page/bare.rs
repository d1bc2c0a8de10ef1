//! Elements that hold nothing but what a style sheet puts before or after: the usual icon.
//!
//! The engine lays such content out as a block, and the element then has neither a line nor a baseline.
//! With something inline to hold, if only an empty thing of ours, the element gets its line.

use super::tree::{Tree, attribute_name, tag};
use blitz_dom::{BaseDocument, Node, NodeId as EngineId};
use style::computed_values::position::T as Position;
use style::values::computed::Display;
use style::values::specified::box_::{DisplayInside, DisplayOutside};

/// Marks them; stands in for `:empty` (see `sheets`).
const BARE: &str = "wf-bare";

/// What they are given to hold.
const HELD: &str = "wf-held";

/// Gives them something to hold, and takes it back where it is no longer needed; `true` when anything
/// changed, and styles and layout have to be done again.
pub(super) fn mend(doc: &mut BaseDocument, tree: &mut Tree) -> bool {
    let mut add = Vec::new();
    for (id, node) in doc.tree().iter() {
        if node.children.is_empty() && node.flags.is_in_document() && is_icon(doc, node) {
            add.push(id);
        }
    }
    let spent =
        |id: &EngineId| doc.get_node(*id).is_some_and(|node| node.children.len() != 1 || !is_icon(doc, node));
    let remove: Vec<EngineId> = tree.bare.iter().copied().filter(spent).collect();
    let mut mutator = doc.mutate();
    for id in &remove {
        let ours = |child: &EngineId| is_held(mutator.doc, *child);
        let held: Vec<EngineId> = mutator.child_ids(*id).iter().copied().filter(ours).collect();
        for child in held {
            mutator.remove_and_drop_node(child);
        }
        mutator.clear_attribute(*id, attribute_name(BARE));
        tree.bare.remove(id);
    }
    for id in &add {
        let held = mutator.create_element(tag(HELD, false), Vec::new());
        mutator.append_children(*id, &[held]);
        mutator.set_attribute(*id, attribute_name(BARE), "");
        tree.bare.insert(*id);
    }
    !add.is_empty() || !remove.is_empty()
}

fn is_held(doc: &BaseDocument, id: EngineId) -> bool {
    doc.get_node(id).and_then(Node::element_data).is_some_and(|element| element.name.local == *HELD)
}

/// Whether a box of flowing text would show a style sheet's words in a line.
fn is_icon(doc: &BaseDocument, node: &Node) -> bool {
    let flows = || {
        display(node).is_some_and(|display| {
            matches!(
                display.inside(),
                DisplayInside::Flow | DisplayInside::FlowRoot | DisplayInside::TableCell
            )
        })
    };
    let inline = |id: EngineId| doc.get_node(id).is_some_and(|node| is_inline(node) && !is_blank(doc, node));
    [node.before(), node.after()].into_iter().flatten().any(inline) && flows()
}

fn is_inline(node: &Node) -> bool {
    let flows = node.primary_styles().is_some_and(|style| {
        matches!(style.clone_position(), Position::Static | Position::Relative)
            && style.clone_float() == style::values::computed::Float::None
    });
    flows && display(node).is_some_and(|display| display.outside() == DisplayOutside::Inline)
}

/// Whether a sheet put words there of which nothing is seen: the engine gives a box that holds nothing
/// but an empty line no height at all, not even its own.
fn is_blank(doc: &BaseDocument, node: &Node) -> bool {
    let words = |id: &EngineId| doc.get_node(*id).is_some_and(|node| !node.is_whitespace_node());
    display(node).is_some_and(|display| display.inside() == DisplayInside::Flow)
        && !node.children.iter().any(words)
}

fn display(node: &Node) -> Option<Display> {
    node.primary_styles().map(|style| style.clone_display())
}
