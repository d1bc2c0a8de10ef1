//! What a page did that could be the answer to a click.
//!
//! What happens by the clock, such as a carousel that turns or a ticker that counts, is no answer:
//! a change of the same thing that comes round at regular intervals without a click is passed over.

use super::name;
use crate::event::{Added, AttributeChange, Mutation, NewNode, NodeContent, NodeId, Time};
use crate::replay::{Dom, Element};
use foldhash::HashMap;
use std::sync::Arc;

/// Something that can be an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reaction {
    pub(super) at: Time,
    pub(super) window: u16,
    pub(super) what: What,
}

/// What it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// The page changed visibly.
    Change,
    /// A control got another value.
    Input,
    /// Something was scrolled.
    Scroll,
    /// Text was selected.
    Select,
    /// Another page came, in this window or another.
    Page,
    /// A text field lost the focus.
    LeftField,
}

/// All answers of a recording, in order.
#[derive(Debug, Default)]
pub(super) struct Reactions {
    pub(super) list: Vec<Reaction>,
    rhythms: HashMap<Key, Rhythm>,
    last_press: HashMap<u16, Time>,
}

/// A changed thing: window, document, node, and whether it is meant alone or with its siblings.
type Key = (u16, u32, NodeId, Changed);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Changed {
    Attributes,
    AttributesBelow,
    Text,
    Children,
}

/// The last times something changed by itself.
#[derive(Debug, Default)]
struct Rhythm {
    times: Vec<i64>,
    last: (i64, bool),
}

/// Changes up to this long after a press may have been caused by it, ms.
const NEAR_PRESS_MS: i64 = 500;

/// How many changes in step make a rhythm.
const BEATS: usize = 3;

impl Reactions {
    pub(super) fn push(&mut self, at: Time, window: u16, what: What) {
        self.list.push(Reaction { at, window, what });
    }

    /// The visitor pressed: what changes soon after is no rhythm.
    pub(super) fn pressed(&mut self, at: Time, window: u16) {
        self.last_press.insert(window, at);
    }

    /// A change of the page, looked at before it is applied to `dom`.
    pub(super) fn mutation(&mut self, (at, window): (Time, u16), dom: &Dom, mutation: &Mutation) {
        let document = dom.generation();
        let mut seen = false;
        for removed in &mutation.removes {
            if shows(dom, removed.parent) && node_shows(dom, removed.node) {
                seen |= !self.in_step((window, document, removed.parent, Changed::Children), at);
            }
        }
        for added in &mutation.adds {
            if shows(dom, added.parent) && addition_shows(added) {
                seen |= !self.in_step((window, document, added.parent, Changed::Children), at);
            }
        }
        for (node, _) in &mutation.texts {
            let parent = dom.get(*node).and_then(|node| node.parent);
            if parent.is_some_and(|parent| shows(dom, parent)) {
                seen |= !self.in_step((window, document, *node, Changed::Text), at);
            }
        }
        for (node, changes) in &mutation.attributes {
            let parent = dom.get(*node).and_then(|node| node.parent);
            if parent.is_some_and(|parent| shows(dom, parent)) && attributes_show(dom, *node, changes) {
                let alone = self.in_step((window, document, *node, Changed::Attributes), at);
                let among = parent.is_some_and(|parent| {
                    self.in_step((window, document, parent, Changed::AttributesBelow), at)
                });
                seen |= !alone && !among;
            }
        }
        if seen {
            self.push(at, window, What::Change);
        }
    }

    /// Whether a change of this thing comes round as it did before, without a click.
    fn in_step(&mut self, key: Key, at: Time) -> bool {
        let near = self.last_press.get(&key.0).is_some_and(|press| at.since(*press) < NEAR_PRESS_MS);
        let rhythm = self.rhythms.entry(key).or_default();
        if rhythm.last.0 == at.0 && !rhythm.times.is_empty() {
            return rhythm.last.1;
        }
        let regular = rhythm.expects(at.0);
        rhythm.last = (at.0, regular);
        if !near || regular {
            if rhythm.times.len() > BEATS {
                rhythm.times.remove(0);
            }
            rhythm.times.push(at.0);
        }
        regular
    }
}

impl Rhythm {
    fn expects(&self, at: i64) -> bool {
        if self.times.len() < BEATS {
            return false;
        }
        let gaps: Vec<i64> = self.times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let Some(unit) = gaps.iter().copied().min().filter(|unit| *unit > 0) else { return false };
        let slack = (unit / 5).max(40);
        let fits = |gap: i64, most: i64| {
            let beats = ((gap + unit / 2) / unit).max(1);
            beats <= most && (gap - beats * unit).abs() <= slack
        };
        // A beat may have been hidden by a click.
        gaps.iter().all(|gap| fits(*gap, 8)) && self.times.last().is_some_and(|last| fits(at - last, 3))
    }
}

/// Whether what happens below this node can be seen.
fn shows(dom: &Dom, node: NodeId) -> bool {
    let mut above =
        dom.ancestors(node).take(super::element::MAX_DEPTH).filter_map(|(_, node)| node.element());
    !above.any(|element| is_unseen(element) || name::is_hidden(element))
}

fn node_shows(dom: &Dom, node: NodeId) -> bool {
    match dom.get(node).map(|node| &node.content) {
        Some(crate::replay::Content::Element(element)) => !is_unseen(element) && !name::is_hidden(element),
        Some(crate::replay::Content::Text(text)) => !text.trim().is_empty(),
        _ => false,
    }
}

fn addition_shows(added: &Added) -> bool {
    added.nodes.first().is_some_and(|top: &NewNode| match &top.content {
        NodeContent::Element { tag, attributes, svg } => {
            let element =
                Element { tag: tag.clone(), svg: *svg, attributes: attributes.clone(), ..Element::default() };
            !is_unseen(&element) && !name::is_hidden(&element)
        }
        NodeContent::Text(text) => !text.trim().is_empty(),
        // A document that was attached to an iframe.
        NodeContent::Document { .. } => true,
        NodeContent::Doctype(_) | NodeContent::Comment => false,
    })
}

/// Elements that draw nothing, and pixels that only count.
fn is_unseen(element: &Element) -> bool {
    let tiny =
        |name: &str| element.attribute(name).is_some_and(|px| matches!(px.trim(), "0" | "1" | "0px" | "1px"));
    match &*element.tag {
        "head" | "script" | "style" | "link" | "meta" | "title" | "base" | "noscript" | "template" => true,
        "img" | "iframe" => tiny("width") && tiny("height"),
        _ => false,
    }
}

/// Attributes that change nothing to be seen.
const SILENT: [&str; 8] = [
    "id",
    "name",
    "for",
    "tabindex",
    "nonce",
    "autocomplete",
    "data-focus-visible-added",
    "aria-activedescendant",
];

fn attributes_show(dom: &Dom, node: NodeId, changes: &[(Arc<str>, AttributeChange)]) -> bool {
    let Some(element) = dom.element(node) else { return false };
    if is_unseen(element) {
        return false;
    }
    let stays_hidden = name::is_hidden(element)
        && !changes.iter().any(|(name, _)| matches!(&**name, "hidden" | "style" | "class" | "open"));
    !stays_hidden && changes.iter().any(|(name, _)| !SILENT.contains(&&**name))
}
