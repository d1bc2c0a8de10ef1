//! The words that a visitor could read on the pages, and those they typed unmasked: what full-text
//! search finds. Knows nothing of where on a page they stand, or when.

use crate::event::{AttributeChange, Event, EventKind, NewNode, NodeContent, NodeId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A text is cut off after so many bytes.
const LONGEST: usize = 2000;
/// No more is kept of a session, bytes.
const MOST_BYTES: usize = 512 << 10;

/// What is in these is never read by a visitor.
const UNSEEN: [&str; 4] = ["script", "style", "noscript", "template"];
/// Attributes that are shown, or read out by screen readers.
const SHOWN: [&str; 4] = ["alt", "placeholder", "aria-label", "title"];
/// Controls into which nothing is typed, or nothing that may be kept.
const NOT_TYPED: [&str; 12] = [
    "password", "checkbox", "radio", "hidden", "submit", "button", "reset", "file", "range", "color",
    "image", "date",
];

/// The texts of a recording, each once, in the order in which they were met; runs of blanks are one.
pub fn texts(events: &[Event]) -> Vec<String> {
    let mut gather = Gather::default();
    for event in events {
        gather.event(event);
    }
    for typed in std::mem::take(&mut gather.typing).into_values() {
        gather.text(typed.text);
    }
    gather.found
}

/// What is known so far.
#[derive(Debug, Default)]
struct Gather<'e> {
    found: Vec<String>,
    bytes: usize,
    met: HashSet<&'e str>,
    pages: HashMap<u16, Page>,
    /// What is being typed, by window.
    typing: BTreeMap<u16, Typing<'e>>,
}

/// A control that is typed into.
#[derive(Debug)]
struct Typing<'e> {
    node: NodeId,
    /// What is in it.
    text: &'e str,
    /// Whether the last change took letters away from the end.
    shrinks: bool,
}

/// A document, as far as it matters here.
#[derive(Debug, Default)]
struct Page {
    /// Elements whose contents are not read, and texts in them.
    unseen: HashSet<NodeId>,
    /// Controls that are not typed into.
    not_typed: HashSet<NodeId>,
}

impl<'e> Gather<'e> {
    fn event(&mut self, event: &'e Event) {
        let window = event.window;
        match &event.kind {
            EventKind::Snapshot(snapshot) => {
                self.leave(window);
                self.pages.insert(window, Page::default());
                for node in &snapshot.nodes {
                    self.node(window, node, node.parent);
                }
            }
            EventKind::Mutation(mutation) => {
                for added in &mutation.adds {
                    for node in &added.nodes {
                        self.node(window, node, node.parent.or(Some(added.parent)));
                    }
                }
                for (node, text) in &mutation.texts {
                    if !self.pages.get(&window).is_some_and(|page| page.unseen.contains(node)) {
                        self.text(text);
                    }
                }
                for (name, change) in mutation.attributes.iter().flat_map(|(_, changes)| changes) {
                    if let AttributeChange::Set(value) = change
                        && SHOWN.contains(&&**name)
                    {
                        self.text(value);
                    }
                }
            }
            EventKind::Input { node, text, by_user, .. } if *by_user != Some(false) => {
                self.typed(window, *node, text);
            }
            _ => {}
        }
    }

    fn node(&mut self, window: u16, node: &'e NewNode, parent: Option<NodeId>) {
        let page = self.pages.entry(window).or_default();
        let unseen = parent.is_some_and(|parent| page.unseen.contains(&parent));
        match &node.content {
            NodeContent::Element { tag, .. } if unseen || UNSEEN.contains(&&**tag) => {
                page.unseen.insert(node.id);
            }
            NodeContent::Element { tag, attributes, .. } => {
                let of =
                    |name: &str| attributes.iter().find(|(key, _)| **key == *name).map(|(_, value)| value);
                let sort = || of("type").map(|sort| sort.to_ascii_lowercase());
                if **tag == *"select"
                    || (**tag == *"input" && sort().is_some_and(|sort| NOT_TYPED.contains(&&*sort)))
                {
                    page.not_typed.insert(node.id);
                }
                for (name, value) in attributes {
                    if SHOWN.contains(&&**name) {
                        self.text(value);
                    }
                }
            }
            NodeContent::Text(_) if unseen => {
                page.unseen.insert(node.id);
            }
            NodeContent::Text(text) => self.text(text),
            _ => {}
        }
    }

    /// Of what is typed letter by letter, only what came of it is kept; also where it was then taken
    /// back letter by letter, or something else came in its place.
    fn typed(&mut self, window: u16, node: NodeId, text: &'e str) {
        if self.pages.get(&window).is_some_and(|page| page.not_typed.contains(&node)) {
            return;
        }
        let mut shrinks = false;
        if let Some(before) = self.typing.remove(&window) {
            let same = before.node == node;
            shrinks = same && text.len() < before.text.len() && before.text.starts_with(text);
            let goes_on = same && (text.starts_with(before.text) || before.shrinks);
            if !goes_on {
                self.text(before.text);
            }
        }
        self.typing.insert(window, Typing { node, text, shrinks });
    }

    /// What was typed on a page that is left counts.
    fn leave(&mut self, window: u16) {
        if let Some(typed) = self.typing.remove(&window) {
            self.text(typed.text);
        }
    }

    fn text(&mut self, text: &'e str) {
        let trimmed = text.trim();
        // What was masked has stars in place of letters.
        if trimmed.len() < 2 || !self.met.insert(trimmed) || !trimmed.chars().any(char::is_alphanumeric) {
            return;
        }
        let end =
            (0..=LONGEST.min(trimmed.len())).rev().find(|end| trimmed.is_char_boundary(*end)).unwrap_or(0);
        if self.bytes + end > MOST_BYTES {
            return;
        }
        self.bytes += end;
        let words = trimmed[..end].split_whitespace();
        self.found.push(words.fold(String::with_capacity(end), |mut line, word| {
            if !line.is_empty() {
                line.push(' ');
            }
            line + word
        }));
    }
}
