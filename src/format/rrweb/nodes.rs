//! Serialised nodes: from nested JSON to a flat list, without recursion.

use super::Context;
use crate::event::{Attributes, NewNode, NodeContent, NodeId};
use crate::format::json::Cursor;
use crate::format::limits::{MAX_ATTRIBUTES, MAX_NODE_DEPTH, MAX_NODES};
use foldhash::{HashSet, HashSetExt as _};
use std::sync::Arc;

/// A node as far as it was read; children can stand before the number of their parent.
#[derive(Debug, Default)]
pub(super) struct Draft {
    parent: Option<usize>,
    id: Option<i64>,
    kind: Option<i64>,
    tag: Option<Arc<str>>,
    attributes: Attributes,
    text: Option<Arc<str>>,
    quirks: bool,
    svg: bool,
    in_shadow: bool,
}

enum Open {
    Node(usize),
    Children(usize),
}

/// Takes one value, which should be a node, with all below it. Numbers are used once in the list,
/// and a parent stands before its children; what does not fit is left out with a warning.
pub(super) fn read_nodes<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Vec<NewNode> {
    let mut drafts = std::mem::take(&mut context.drafts);
    let mut left_out = 0_usize;
    let mut stack = Vec::new();
    if cursor.enter(b'{') {
        drafts.push(Draft::default());
        stack.push(Open::Node(0));
    }
    while let Some(open) = stack.last() {
        match *open {
            Open::Node(index) => match cursor.key() {
                None => drop(stack.pop()),
                Some("childNodes") => {
                    if cursor.enter(b'[') {
                        stack.push(Open::Children(index));
                    }
                }
                Some(key) => drafts[index].read(key, cursor, context),
            },
            Open::Children(_) if !cursor.element() => drop(stack.pop()),
            // Two entries of the stack are one level.
            Open::Children(_) if stack.len() >= 2 * MAX_NODE_DEPTH || drafts.len() >= MAX_NODES => {
                cursor.skip();
                left_out += 1;
            }
            Open::Children(parent) => {
                if cursor.enter(b'{') {
                    stack.push(Open::Node(drafts.len()));
                    drafts.push(Draft { parent: Some(parent), ..Draft::default() });
                }
            }
        }
    }
    if left_out > 0 {
        context.warn(format!(
            "{left_out} nodes with what is below them were left out: they lie deeper than {MAX_NODE_DEPTH} \
             levels or beyond the first {MAX_NODES}."
        ));
    }
    let nodes = finish(&mut drafts, context);
    context.drafts = drafts;
    nodes
}

/// Puts numbers in place of indices and leaves out what has none, what has one that was used, and
/// what is below those.
fn finish(drafts: &mut Vec<Draft>, context: &mut Context<'_>) -> Vec<NewNode> {
    let total = drafts.len();
    let mut ids: Vec<Option<NodeId>> = Vec::with_capacity(total);
    let mut used = HashSet::with_capacity(total);
    let mut nodes = Vec::with_capacity(total);
    for draft in drafts.drain(..) {
        let parent = draft.parent.map(|index| ids[index]);
        let in_shadow = draft.in_shadow;
        let id = draft.id.map(NodeId).filter(|_| parent != Some(None));
        let content = draft.content();
        match (id, content) {
            (Some(id), Some(content)) if used.insert(id) => {
                ids.push(Some(id));
                nodes.push(NewNode { id, parent: parent.flatten(), in_shadow, content });
            }
            _ => ids.push(None),
        }
    }
    if nodes.len() < total {
        context.warn(format!(
            "{} nodes were left out: they have no number, one that is used twice, or an unknown type.",
            total - nodes.len()
        ));
    }
    nodes
}

impl Draft {
    fn read<'a>(&mut self, key: &str, cursor: &mut Cursor<'a>, context: &mut Context<'a>) {
        match key {
            "id" => self.id = cursor.read_integer(),
            "type" => self.kind = cursor.read_integer(),
            "tagName" => self.tag = cursor.text_as_written().map(|tag| context.names.written(tag)),
            "attributes" => self.attributes = read_attributes(cursor, context),
            "textContent" => self.text = cursor.text_as_written().map(|text| context.written(text)),
            "name" => self.text = cursor.text_as_written().map(|name| context.names.written(name)),
            "compatMode" => self.quirks = cursor.read_text().is_some_and(|mode| mode != "CSS1Compat"),
            "isSVG" => self.svg = cursor.read_bool().unwrap_or(false),
            "isShadow" => self.in_shadow = cursor.read_bool().unwrap_or(false),
            _ => drop(cursor.skip()),
        }
    }

    fn content(self) -> Option<NodeContent> {
        Some(match self.kind? {
            0 => NodeContent::Document { quirks: self.quirks },
            1 => NodeContent::Doctype(self.text.unwrap_or_default()),
            2 => {
                let mut tag = self.tag?;
                if self.svg
                    && let Some(camel) = svg_name(&tag)
                {
                    tag = camel.into();
                }
                NodeContent::Element { tag, svg: self.svg, attributes: self.attributes }
            }
            3 | 4 => NodeContent::Text(self.text.unwrap_or_default()),
            5 => NodeContent::Comment,
            _ => return None,
        })
    }
}

/// Texts as they are, numbers as text, `true` as an empty value; anything else is not there.
fn read_attributes<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Attributes {
    let mut found = Attributes::new();
    if !cursor.enter(b'{') {
        return found;
    }
    while let Some(key) = cursor.key() {
        let name = context.names.written(key);
        let Some(value) = read_attribute(cursor, context) else { continue };
        match found.iter().position(|(known, _)| *known == name) {
            Some(at) => found[at].1 = value,
            None if found.len() < MAX_ATTRIBUTES => found.push((name, value)),
            None => {}
        }
    }
    found
}

/// The value of an attribute; `None` when it is not there.
pub(super) fn read_attribute<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Option<Arc<str>> {
    let is_text = cursor.peek() == Some(b'"');
    match cursor.scalar_as_written()? {
        "true" if !is_text => Some(context.names.written("")),
        "false" if !is_text => None,
        text => Some(context.written(text)),
    }
}

/// SVG's own spelling of a tag that was recorded in lower case.
fn svg_name(tag: &str) -> Option<&'static str> {
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "altGlyph", "altGlyphDef", "altGlyphItem", "animateColor", "animateMotion", "animateTransform",
        "clipPath", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
        "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA",
        "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode",
        "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile",
        "feTurbulence", "foreignObject", "glyphRef", "linearGradient", "radialGradient", "textPath",
    ];
    NAMES.iter().find(|name| name.eq_ignore_ascii_case(tag)).copied()
}
