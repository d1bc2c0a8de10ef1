//! Boxes within a line of something flexible.
//!
//! To learn how high an item of a flexible box is, the engine measures its lines, but then it does not
//! know where the boxes in them have their baselines and makes the lines too high. With its middle at
//! the middle of the letters such a box lies nearly as it would, and the line is as high as it should be.

use super::tree::mark;
use blitz_dom::{BaseDocument, LocalName, Node, NodeId as EngineId};
use style::values::computed::{Display, Size};
use style::values::specified::box_::{DisplayInside, DisplayOutside};

/// Marks them; see `base.css`.
const LEVEL: &str = "wf-level";

/// Marks them, and takes marks away; `true` when anything changed.
pub(super) fn mend(doc: &mut BaseDocument) -> bool {
    let mut changes: Vec<(EngineId, bool)> = Vec::new();
    for (id, node) in doc.tree().iter() {
        if node.element_data().is_none() || !node.flags.is_in_document() {
            continue;
        }
        let marked = node.attr(LocalName::from(LEVEL)).is_some();
        let wanted = lacks_baseline(node) && is_in_flexible(doc, node);
        if marked != wanted {
            changes.push((id, wanted));
        }
    }
    mark(doc, LEVEL, &changes)
}

/// Whether it is a box in a line whose baseline is not known while it is measured.
fn lacks_baseline(node: &Node) -> bool {
    let Some(style) = node.primary_styles() else { return false };
    let display = style.clone_display();
    let told = |size: Size| matches!(size, Size::LengthPercentage(_));
    display.outside() == DisplayOutside::Inline
        && (is_flexible(display)
            || node.element_data().is_some_and(|element| matches!(&*element.name.local, "input" | "select"))
            || display == Display::InlineBlock && told(style.clone_width()) && told(style.clone_height()))
}

fn is_flexible(display: Display) -> bool {
    matches!(display.inside(), DisplayInside::Flex | DisplayInside::Grid)
}

fn is_in_flexible(doc: &BaseDocument, node: &Node) -> bool {
    let above = |node: &&Node| doc.get_node(node.parent?);
    std::iter::successors(above(&node), above)
        .any(|outer| outer.primary_styles().is_some_and(|style| is_flexible(style.clone_display())))
}
