//! CSS selectors that find the same element in other visits.
//!
//! Upwards from the element until something is met that no other visit will number otherwise: an
//! attribute made for tests, an id without digits, the body. The way from there is spelled in steps
//! of tag, classes that are no numbers, hashes or states, and a place among equal siblings.
//! ` >>> ` leads into an iframe's document or a shadow root; each side of it is plain CSS.

use super::index::{Sight, TEST_ATTRIBUTES};
use crate::event::NodeId;
use crate::replay::{Content, Dom, Element, Node};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// How many classes a step names at most.
const CLASSES: usize = 3;

/// The selector of an element; empty for anything else.
pub(super) fn selector(sight: Sight<'_>, node: NodeId) -> String {
    let dom = sight.dom;
    let mut steps: Vec<String> = Vec::new();
    let mut at = node;
    for _ in 0..super::element::MAX_DEPTH {
        let Some(element) = dom.element(at) else { break };
        if let Some(anchor) = anchor(sight, element) {
            steps.push(anchor);
            return prefixed(sight, at, steps);
        }
        if is_body(dom, at) {
            steps.push("body".to_owned());
            break;
        }
        let parent = dom.get(at).and_then(|node| node.parent);
        steps.push(step(dom, at, element, siblings_of(dom, at)));
        match parent.and_then(|id| dom.get(id).map(|node| (id, node))) {
            Some((above, node)) if node.element().is_some() && !lives_in_shadow(dom, at) => at = above,
            _ => break,
        }
    }
    if steps.is_empty() {
        return String::new();
    }
    if lives_in_shadow(dom, at) {
        steps.push(":host".to_owned());
    }
    prefixed(sight, at, steps)
}

/// The selectors of all elements in document order, each the same as [`selector`] gives.
pub(super) fn all(sight: Sight<'_>) -> Vec<(NodeId, String)> {
    let dom = sight.dom;
    let Some(root) = dom.root() else { return Vec::new() };
    let mut found: Vec<(NodeId, String)> = Vec::new();
    let mut paths: HashMap<NodeId, String> = HashMap::new();
    // What leads into the documents and shadow roots of these elements.
    let mut ways: HashMap<NodeId, String> = HashMap::new();
    for (_, id, node) in dom.descendants(root) {
        let Some(element) = node.element() else { continue };
        let way = host_of(dom, id).and_then(|host| ways.get(&host)).cloned().unwrap_or_default();
        let path = match (anchor(sight, element), paths.remove(&id)) {
            (Some(anchor), _) => format!("{way}{anchor}"),
            (None, Some(path)) => path,
            // The top element of a document; all others got theirs from the element above.
            (None, None) => format!("{way}{}", step(dom, id, element, siblings_of(dom, id))),
        };
        if node.children.iter().any(|child| leads_inside(dom, *child)) {
            ways.insert(id, format!("{path} >>> "));
        }
        let body = format!("{way}body");
        spell_children(dom, node, (&path, &body), &mut paths);
        found.push((id, path));
    }
    found
}

fn siblings_of(dom: &Dom, id: NodeId) -> &[NodeId] {
    dom.get(id).and_then(|node| dom.get(node.parent?)).map_or(&[], |parent| &parent.children)
}

/// Whether this child of an element starts a document or lives in a shadow root.
fn leads_inside(dom: &Dom, child: NodeId) -> bool {
    dom.get(child).is_some_and(|node| node.in_shadow || matches!(node.content, Content::Document { .. }))
}

/// The iframe or shadow host that `node` lives in.
fn host_of(dom: &Dom, node: NodeId) -> Option<NodeId> {
    let mut above = dom.ancestors(node).take(super::element::MAX_DEPTH);
    above.find(|(id, _)| leads_inside(dom, *id)).and_then(|(_, node)| node.parent)
}

/// Spells the paths of the elements right below `node`, whose own path is `path`, and whose
/// document's body is spelled `body`.
fn spell_children(dom: &Dom, node: &Node, (path, body): (&str, &str), paths: &mut HashMap<NodeId, String>) {
    let mut places: HashMap<(bool, &str), u32> = HashMap::new();
    let mut equals: HashMap<(bool, String), u32> = HashMap::new();
    let mut steps: Vec<(NodeId, bool, String, u32)> = Vec::new();
    for child in &node.children {
        let Some(below) = dom.get(*child) else { continue };
        let Some(element) = below.element() else { continue };
        let place = places.entry((below.in_shadow, &element.tag)).or_default();
        *place += 1;
        let base = Base::of(element).spelled();
        *equals.entry((below.in_shadow, base.clone())).or_default() += 1;
        steps.push((*child, below.in_shadow, base, *place));
    }
    for (child, in_shadow, base, place) in steps {
        // Siblings that are spelled alike are found without looking at each pair.
        let alike = equals.get(&(in_shadow, base.clone())).is_some_and(|count| *count > 1);
        let lone = !alike && dom.element(child).is_some_and(|own| is_lone(dom, child, own, &node.children));
        let step = if lone { base } else { format!("{base}:nth-of-type({place})") };
        let full = if in_shadow {
            format!("{path} >>> :host > {step}")
        } else if is_body(dom, child) {
            body.to_owned()
        } else {
            format!("{path} > {step}")
        };
        paths.insert(child, full);
    }
}

/// A selector that needs no way to it: unique in the whole page.
fn anchor(sight: Sight<'_>, element: &Element) -> Option<String> {
    let is_test = |(name, _): &(Arc<str>, Arc<str>)| name.starts_with("data-");
    let test = element.attributes.iter().any(is_test).then(|| {
        TEST_ATTRIBUTES.iter().enumerate().find_map(|(at, name)| {
            let value = element.attribute(name).filter(|value| is_short(value))?;
            sight.index.is_unique_test(at, value).then(|| format!("[{name}=\"{}\"]", escaped(value)))
        })
    });
    test.flatten().or_else(|| {
        let id = element.attribute("id").filter(|id| is_short(id) && !has_digit(id))?;
        let spelled = || if is_plain(id) { format!("#{id}") } else { format!("[id=\"{}\"]", escaped(id)) };
        sight.index.is_unique_id(id).then(spelled)
    })
}

/// Tag, name of a form control or stable classes, and the place among siblings if one of them would
/// be found too.
fn step(dom: &Dom, node: NodeId, element: &Element, siblings: &[NodeId]) -> String {
    let own = Base::of(element).spelled();
    if is_lone(dom, node, element, siblings) {
        return own;
    }
    let place = same_tag(dom, node, element, siblings).position(|(id, _)| id == node).unwrap_or_default() + 1;
    format!("{own}:nth-of-type({place})")
}

fn is_lone(dom: &Dom, node: NodeId, element: &Element, siblings: &[NodeId]) -> bool {
    let base = Base::of(element);
    !same_tag(dom, node, element, siblings).any(|(id, other)| id != node && base.fits(other))
}

/// The siblings of the same tag in the same tree, the node among them.
fn same_tag<'d>(
    dom: &'d Dom,
    node: NodeId,
    element: &'d Element,
    siblings: &'d [NodeId],
) -> impl Iterator<Item = (NodeId, &'d Element)> {
    let shadow = lives_in_shadow(dom, node);
    siblings.iter().filter_map(move |id| {
        let sibling = dom.get(*id).filter(|sibling| sibling.in_shadow == shadow)?;
        sibling.element().filter(|other| other.tag == element.tag).map(|other| (*id, other))
    })
}

/// What a step says of an element without its place.
#[derive(Debug)]
struct Base<'a> {
    tag: &'a str,
    /// The name of a form control.
    name: Option<&'a str>,
    classes: Vec<&'a str>,
}

impl<'a> Base<'a> {
    fn of(element: &'a Element) -> Self {
        let tag = &*element.tag;
        let is_field = matches!(tag, "input" | "select" | "textarea");
        let name = element.attribute("name").filter(|name| is_field && is_short(name) && !has_digit(name));
        let plain = name.is_some() || matches!(tag, "html" | "body");
        let classes = if plain { Vec::new() } else { stable_classes(element).take(CLASSES).collect() };
        Self { tag, name, classes }
    }

    /// Whether an element of the same tag would be found by this too.
    fn fits(&self, other: &Element) -> bool {
        let all = other.attribute("class").unwrap_or_default();
        let has = |class: &&str| all.split_ascii_whitespace().any(|one| one == *class);
        self.name.is_none_or(|name| other.attribute("name") == Some(name)) && self.classes.iter().all(has)
    }

    fn spelled(&self) -> String {
        let mut step = tag_name(self.tag);
        if let Some(name) = self.name {
            // Writing into a string cannot fail.
            let _ok = write!(step, "[name=\"{}\"]", escaped(name));
        }
        for class in &self.classes {
            step.push('.');
            step.push_str(class);
        }
        step
    }
}

fn stable_classes(element: &Element) -> impl Iterator<Item = &str> {
    let classes = element.attribute("class").unwrap_or_default();
    classes.split_ascii_whitespace().filter(|class| is_plain(class) && !has_digit(class) && is_lasting(class))
}

/// Words in a class that say what state an element is in, not which one it is.
const STATES: [&str; 40] = [
    "active",
    "selected",
    "open",
    "opened",
    "closed",
    "hover",
    "hovered",
    "focus",
    "focused",
    "visited",
    "disabled",
    "enabled",
    "loading",
    "loaded",
    "lazyload",
    "lazyloaded",
    "lazyloading",
    "busy",
    "show",
    "shown",
    "visible",
    "hidden",
    "hide",
    "current",
    "checked",
    "expanded",
    "collapsed",
    "collapsing",
    "error",
    "invalid",
    "valid",
    "bad",
    "on",
    "off",
    "sticky",
    "stuck",
    "animating",
    "dragging",
    "pressed",
    "touched",
];

fn is_lasting(class: &str) -> bool {
    let state = class.split(['-', '_']).any(|word| STATES.contains(&word.to_ascii_lowercase().as_str()));
    let prefixed = ["is-", "has-", "css-", "sc-", "jsx-", "svelte-", "rr-", "ng-", "js-", "v-"];
    // `Button_root__xKgHj`: the part after the last `__` is a hash when its letters are mixed.
    let tail = class.rsplit("__").next().unwrap_or(class);
    let upper = tail.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let hashed = tail.len() <= 8 && upper >= 1 && tail != class;
    !state && !hashed && class.len() <= 40 && !prefixed.iter().any(|start| class.starts_with(start))
}

fn prefixed(sight: Sight<'_>, top: NodeId, steps: Vec<String>) -> String {
    let path: Vec<String> = steps.into_iter().rev().collect();
    format!("{}{}", prefix(sight, top), path.join(" > "))
}

/// What leads to the document or shadow root that `node` lives in: nothing for the top document.
fn prefix(sight: Sight<'_>, node: NodeId) -> String {
    host_of(sight.dom, node).map_or_else(String::new, |host| format!("{} >>> ", selector(sight, host)))
}

fn lives_in_shadow(dom: &Dom, node: NodeId) -> bool {
    dom.get(node).is_some_and(|node| node.in_shadow)
}

/// Whether this is the one body of a document.
fn is_body(dom: &Dom, id: NodeId) -> bool {
    let Some(node) = dom.get(id).filter(|node| node.tag() == "body" && !node.in_shadow) else { return false };
    let Some(html) = node.parent.and_then(|html| dom.get(html)).filter(|html| html.tag() == "html") else {
        return false;
    };
    let document = html.parent.and_then(|document| dom.get(document));
    let bodies = html.children.iter().filter(|id| dom.get(**id).is_some_and(|n| n.tag() == "body"));
    document.is_some_and(|node| matches!(node.content, Content::Document { .. })) && bodies.count() == 1
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

fn is_short(text: &str) -> bool {
    !text.is_empty() && text.len() <= 80
}

/// Can stand in CSS without being escaped.
fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A tag name as CSS spells it.
fn tag_name(tag: &str) -> String {
    if is_plain(tag) {
        return tag.to_owned();
    }
    let mut out = String::with_capacity(tag.len() + 4);
    for (at, c) in tag.chars().enumerate() {
        if c.is_ascii_alphabetic() || c == '_' || (at > 0 && (c.is_ascii_digit() || c == '-')) {
            out.push(c);
        } else {
            let _ok = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ok = write!(out, "\\{:x} ", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
