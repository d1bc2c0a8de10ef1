//! What can only be mended when styles are known: colours of vector pictures, looks of check boxes.

use super::forms::NATIVE;
use super::tree::{Tree, attribute_name, mark};
use super::vector::{PAINTS, RECORDED};
use blitz_dom::{BaseDocument, LocalName, Node, NodeId as EngineId};
use style::color::AbsoluteColor;
use style::values::computed::Appearance;
use style::values::generics::svg::SVGPaintKind;

/// Shapes: what paints by itself. Groups hand their colours down to these.
const SHAPES: [&str; 9] =
    ["path", "circle", "rect", "ellipse", "line", "polyline", "polygon", "text", "tspan"];

/// Marks pictures that are not there.
const BROKEN: &str = "wf-broken";

/// Writes what was found into the document; `true` when that changed anything, and styles and layout
/// have to be done again.
pub(super) fn mend(doc: &mut BaseDocument, tree: &Tree) -> bool {
    let mut changes = Vec::new();
    for engine in &tree.vectors {
        if let Some(node) = doc.get_node(*engine) {
            changes.extend(paints(node).map(|(name, value)| (*engine, name, Some(value))));
        }
    }
    for engine in &tree.checks {
        if let Some(begins) = doc.get_node(*engine).and_then(native) {
            changes.push((*engine, NATIVE, begins.then(String::new)));
        }
    }
    let changed = !changes.is_empty();
    let mut mutator = doc.mutate();
    for (engine, name, value) in changes {
        match value {
            Some(value) => mutator.set_attribute(engine, attribute_name(name), &value),
            None => mutator.clear_attribute(engine, attribute_name(name)),
        }
    }
    changed
}

/// Marks pictures that are not there, whose file is not known or which never had one; `true` when that
/// changed anything.
pub(super) fn mark_broken(doc: &mut BaseDocument, tree: &Tree, is_missing: impl Fn(&str) -> bool) -> bool {
    let mut changes = Vec::new();
    for engine in &tree.images {
        let Some(node) = doc.get_node(*engine) else { continue };
        let broken = attribute(node, "src").is_none_or(&is_missing) && attribute(node, "alt") != Some("");
        if broken != attribute(node, BROKEN).is_some() {
            changes.push((*engine, broken));
        }
    }
    mark(doc, BROKEN, &changes)
}

/// Marks what has the focus and all that it is inside of; stands in for `:focus-within`, which the engine
/// does not know.
const WITHIN: &str = "wf-within";

/// Moves the marks to where the focus is now.
pub(super) fn mark_within(doc: &mut BaseDocument, marked: &mut Vec<EngineId>, focus: Option<EngineId>) {
    let above = |id: &EngineId| doc.get_node(*id)?.parent;
    let is_element = |id: &EngineId| doc.get_node(*id).is_some_and(|node| node.element_data().is_some());
    let wanted: Vec<EngineId> = std::iter::successors(focus, above).filter(is_element).collect();
    let has_mark = |id: &EngineId| doc.get_node(*id).is_some_and(|node| attribute(node, WITHIN).is_some());
    let gone: Vec<EngineId> =
        marked.iter().copied().filter(|id| !wanted.contains(id) && has_mark(id)).collect();
    let new: Vec<EngineId> = wanted.iter().copied().filter(|id| !has_mark(id)).collect();
    let mut mutator = doc.mutate();
    for id in gone {
        mutator.clear_attribute(id, attribute_name(WITHIN));
    }
    for id in new {
        mutator.set_attribute(id, attribute_name(WITHIN), "");
    }
    drop(mutator);
    *marked = wanted;
}

/// Paint attributes of a shape that are not what its style says.
fn paints(node: &Node) -> impl Iterator<Item = (&'static str, String)> {
    let shape = node.element_data().is_some_and(|element| SHAPES.contains(&&*element.name.local));
    let styles = node.primary_styles().filter(|_| shape);
    let found = styles.map(|style| {
        let current = style.clone_color();
        [style.clone_fill(), style.clone_stroke()].map(|paint| match paint.kind {
            SVGPaintKind::None => Some("none".to_owned()),
            SVGPaintKind::Color(colour) => Some(text(colour.resolve_to_absolute(&current))),
            _ => None,
        })
    });
    let found = found.unwrap_or_default();
    PAINTS.into_iter().zip(RECORDED).zip(found).filter_map(|((paint, recorded), found)| {
        // Gradients and patterns stay as recorded.
        let wanted = found.or_else(|| attribute(node, recorded).map(str::to_owned))?;
        (attribute(node, paint) != Some(&*wanted)).then_some((paint, wanted))
    })
}

/// Whether a check box has to begin to look native, or to end; `None` when it is as it should be.
fn native(node: &Node) -> Option<bool> {
    let plain = node.primary_styles()?.clone_appearance() == Appearance::None;
    (plain == attribute(node, NATIVE).is_some()).then_some(!plain)
}

fn attribute<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    node.attr(LocalName::from(name))
}

fn text(colour: AbsoluteColor) -> String {
    let colour = colour.into_srgb_legacy();
    let [red, green, blue, opacity] = *colour.raw_components();
    let byte = |part: f32| (part * 255.0).round().clamp(0.0, 255.0);
    format!("rgba({},{},{},{opacity:.3})", byte(red), byte(green), byte(blue))
}

/// Scroll offsets of inner scrollers, kept within what can be scrolled.
pub(super) fn scroll_inner(doc: &mut BaseDocument, engine: EngineId, to: (f64, f64)) {
    let Some(node) = doc.get_node_mut(engine) else { return };
    if node.element_data().is_none() {
        return;
    }
    let room = |whole: f32, part: f32| f64::from((whole - part).max(0.0));
    let across = room(node.scroll_width(), node.client_width());
    let down = room(node.scroll_height(), node.client_height());
    *node.scroll_offset_mut() = blitz_dom::Point { x: to.0.clamp(0.0, across), y: to.1.clamp(0.0, down) };
}

/// The scroll offset of an iframe's window.
pub(super) fn scroll_frame(doc: &mut BaseDocument, engine: EngineId, to: (f64, f64)) {
    let Some(inner) = doc.get_node_mut(engine).and_then(Node::subdoc_mut) else { return };
    let mut inner = inner.inner_mut();
    let height = f64::from(inner.viewport().window_size.1);
    let room = (super::shape::page_height(&inner) - height).max(0.0);
    inner.set_viewport_scroll(blitz_dom::Point { x: to.0.max(0.0), y: to.1.clamp(0.0, room) });
}
