//! Finds elements of a page by selector: the part of CSS that our own selectors are written in.
//!
//! Tags, `*`, `#id`, `.class`, `[name]`, `[name="value"]`, `:nth-of-type(n)`, `:root`, `:host`,
//! steps joined by `>` or a blank, and ` >>> ` into iframes and shadow roots.

use crate::event::NodeId;
use crate::replay::{Content, Dom, Element};

/// The elements that `selector` matches, in document order. None for a selector that is not
/// understood.
pub fn find(dom: &Dom, selector: &str) -> Vec<NodeId> {
    let mut scopes: Vec<NodeId> = dom.root().into_iter().collect();
    let mut found = Vec::new();
    for (depth, part) in selector.split(" >>> ").enumerate() {
        let Some(steps) = parse(part) else { return Vec::new() };
        if depth > 0 {
            scopes = found;
        }
        found = scopes.iter().flat_map(|scope| within(dom, *scope, &steps)).collect();
    }
    found
}

#[derive(Debug, Default)]
struct Step {
    tests: Vec<Test>,
    /// The step before has to match the parent, not just an ancestor.
    child: bool,
}

#[derive(Debug)]
enum Test {
    Tag(String),
    Class(String),
    Attribute(String, Option<String>),
    Place(usize),
    Root,
    Host,
}

/// The elements in the document or shadow root that `scope` (a document or the element that holds
/// one) opens.
fn within(dom: &Dom, scope: NodeId, steps: &[Step]) -> Vec<NodeId> {
    let mut found = Vec::new();
    let top = dom.root() == Some(scope);
    let mut stack: Vec<NodeId> = children(dom, scope)
        .filter(|id| top || dom.get(*id).is_some_and(|n| n.in_shadow || is_document(&n.content)))
        .collect();
    stack.reverse();
    while let Some(id) = stack.pop() {
        let Some(node) = dom.get(id) else { continue };
        if node.element().is_some() && fits(dom, (id, scope), steps) {
            found.push(id);
        }
        // Deeper scopes are entered by `>>>` alone.
        let below = node.children.iter().rev().filter(|child| {
            dom.get(**child)
                .is_some_and(|n| !(n.in_shadow || is_document(&n.content) && node.element().is_some()))
        });
        stack.extend(below);
    }
    found
}

fn children(dom: &Dom, id: NodeId) -> impl Iterator<Item = NodeId> {
    dom.get(id).into_iter().flat_map(|node| node.children.iter().copied())
}

fn is_document(content: &Content) -> bool {
    matches!(content, Content::Document { .. })
}

fn fits(dom: &Dom, (node, scope): (NodeId, NodeId), steps: &[Step]) -> bool {
    let Some((last, before)) = steps.split_last() else { return false };
    if !last.tests.iter().all(|test| passes(dom, (node, scope), test)) {
        return false;
    }
    if before.is_empty() {
        return true;
    }
    let above = |id: NodeId| dom.get(id).and_then(|node| node.parent);
    let mut at = node;
    while at != scope
        && let Some(parent) = above(at)
    {
        at = parent;
        if fits(dom, (at, scope), before) {
            return true;
        }
        if last.child {
            break;
        }
    }
    false
}

fn passes(dom: &Dom, (node, scope): (NodeId, NodeId), test: &Test) -> bool {
    if let Test::Host = test {
        return node == scope && dom.element(node).is_some();
    }
    if node == scope {
        return false;
    }
    let Some(element) = dom.element(node) else { return false };
    match test {
        Test::Tag(tag) => *tag == *element.tag,
        Test::Class(class) => {
            element.attribute("class").is_some_and(|all| all.split_ascii_whitespace().any(|one| one == class))
        }
        Test::Attribute(name, value) => match (element.attribute(name), value) {
            (Some(has), Some(wanted)) => has == wanted,
            (has, None) => has.is_some(),
            (None, Some(_)) => false,
        },
        Test::Place(place) => place_of(dom, node, element) == Some(*place),
        Test::Root => dom
            .get(node)
            .and_then(|node| dom.get(node.parent?))
            .is_some_and(|parent| is_document(&parent.content)),
        Test::Host => false,
    }
}

fn place_of(dom: &Dom, node: NodeId, element: &Element) -> Option<usize> {
    let own = dom.get(node)?;
    let equals =
        dom.get(own.parent?)?.children.iter().filter(|id| {
            dom.get(**id).is_some_and(|n| n.in_shadow == own.in_shadow && n.tag() == &*element.tag)
        });
    equals.enumerate().find(|(_, id)| **id == node).map(|(at, _)| at + 1)
}

fn parse(text: &str) -> Option<Vec<Step>> {
    let mut rest = text.trim();
    let mut steps = Vec::new();
    let mut child = false;
    while !rest.is_empty() {
        let (step, after) = compound(rest)?;
        steps.push(Step { tests: step, child });
        let next = after.trim_start();
        child = next.starts_with('>');
        rest = next.strip_prefix('>').unwrap_or(next).trim_start();
        if child && rest.is_empty() || !child && !rest.is_empty() && next.len() == after.len() {
            return None;
        }
    }
    (!steps.is_empty()).then_some(steps)
}

fn compound(text: &str) -> Option<(Vec<Test>, &str)> {
    let mut tests = Vec::new();
    let mut rest = text;
    if let Some(after) = rest.strip_prefix('*') {
        rest = after;
    } else if rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '\\')) {
        let (tag, after) = word(rest)?;
        tests.push(Test::Tag(tag));
        rest = after;
    }
    loop {
        if let Some(after) = rest.strip_prefix('#') {
            let (id, after) = word(after)?;
            tests.push(Test::Attribute("id".to_owned(), Some(id)));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('.') {
            let (class, after) = word(after)?;
            tests.push(Test::Class(class));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('[') {
            let (name, after) = word(after)?;
            let (value, after) = value(after)?;
            tests.push(Test::Attribute(name, value));
            rest = after;
        } else if let Some(after) = rest.strip_prefix(":nth-of-type(") {
            let (number, after) = after.split_once(')')?;
            tests.push(Test::Place(number.trim().parse().ok()?));
            rest = after;
        } else if let Some(after) = rest.strip_prefix(":root") {
            tests.push(Test::Root);
            rest = after;
        } else if let Some(after) = rest.strip_prefix(":host") {
            tests.push(Test::Host);
            rest = after;
        } else {
            break;
        }
    }
    (rest.len() < text.len()).then_some((tests, rest))
}

/// A name at the start of `text` and what follows it; `None` when there is none.
fn word(text: &str) -> Option<(String, &str)> {
    let mut word = String::new();
    let mut rest = text.chars();
    loop {
        let here = rest.as_str();
        match rest.next() {
            Some('\\') => word.push(escape(&mut rest)?),
            Some(c) if c.is_alphanumeric() || matches!(c, '_' | '-') => word.push(c),
            _ => return (!word.is_empty()).then_some((word, here)),
        }
    }
}

/// What follows an attribute's name: `]` or `="value"]` or `=value]`.
fn value(text: &str) -> Option<(Option<String>, &str)> {
    if let Some(after) = text.strip_prefix(']') {
        return Some((None, after));
    }
    let text = text.strip_prefix('=')?;
    let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let (value, after) = word(text)?;
        return Some((Some(value), after.strip_prefix(']')?));
    };
    let mut value = String::new();
    let mut rest = text[1..].chars();
    loop {
        match rest.next()? {
            c if c == quote => return Some((Some(value), rest.as_str().strip_prefix(']')?)),
            '\\' => value.push(escape(&mut rest)?),
            c => value.push(c),
        }
    }
}

/// A character after `\`: itself, or hex digits and a blank.
fn escape(rest: &mut std::str::Chars<'_>) -> Option<char> {
    let text = rest.as_str();
    let digits = text.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    if digits == 0 {
        return rest.next();
    }
    let code = u32::from_str_radix(&text[..digits], 16).ok()?;
    let after = &text[digits..];
    *rest = after.strip_prefix(' ').unwrap_or(after).chars();
    char::from_u32(code)
}
