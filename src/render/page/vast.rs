//! Boxes and lines beyond any measure. The engine draws every dot of a border and every wave below a
//! line, seen or not, and would need more memory for them than there is: these have none.

use super::tree::mark;
use blitz_dom::{BaseDocument, LocalName, Node, NodeId as EngineId};
use style::values::computed::BorderStyle;

/// Marks them; see `base.css`.
const VAST: &str = "wf-vast";

/// A box with a longer side, or a longer line, than this is vast, px.
const LONGEST: f32 = 200_000.0;

/// Marks them, and takes marks away; `true` when anything changed.
pub(super) fn mend(doc: &mut BaseDocument) -> bool {
    let mut changes: Vec<(EngineId, bool)> = Vec::new();
    for (id, node) in doc.tree().iter() {
        if node.element_data().is_none() || !node.flags.is_in_document() {
            continue;
        }
        let marked = node.attr(LocalName::from(VAST)).is_some();
        let wanted = is_vast(node) && (marked || is_dotted(node)) || has_long_line(node);
        if marked != wanted {
            changes.push((id, wanted));
        }
    }
    mark(doc, VAST, &changes)
}

fn is_long(side: f32) -> bool {
    side.is_nan() || side > LONGEST
}

fn is_vast(node: &Node) -> bool {
    let size = node.final_layout().size;
    is_long(size.width) || is_long(size.height)
}

fn has_long_line(node: &Node) -> bool {
    let text = node.element_data().and_then(|element| element.inline_layout_data.as_ref());
    text.is_some_and(|text| is_long(text.layout.full_width() / text.layout.scale()))
}

fn is_dotted(node: &Node) -> bool {
    let Some(style) = node.primary_styles() else { return false };
    let border = style.get_border();
    let sides = [
        border.border_left_style,
        border.border_right_style,
        border.border_top_style,
        border.border_bottom_style,
    ];
    sides.iter().any(|side| matches!(side, BorderStyle::Dotted | BorderStyle::Dashed))
}
