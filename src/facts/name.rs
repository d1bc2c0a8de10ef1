//! What people call an element: its accessible name, nearly as a screen reader would say it.
//!
//! What a visitor typed is never part of a name.

use super::index::Sight;
use crate::event::NodeId;
use crate::replay::{Content, Dom, Element};

/// Longest name and longest text, characters.
const LONGEST: usize = 100;

/// How many nodes are read for one name at most.
const BUDGET: usize = 3000;

/// The name of an element: its label, text, alternative text, title or placeholder; else what it is
/// and the heading it stands under; else its tag. Never empty for an element.
pub(super) fn name(sight: Sight<'_>, node: NodeId) -> String {
    let dom = sight.dom;
    let Some(element) = dom.element(node) else { return String::new() };
    own_name(sight, node, element)
        .or_else(|| {
            (&*element.tag == "label").then(|| control_of(sight, node).and_then(|id| of(sight, id)))?
        })
        .or_else(|| heading_near(dom, node).map(|heading| format!("{} in “{heading}”", word_for(element))))
        .unwrap_or_else(|| element.tag.to_string())
}

/// The visible text of an element, at most 100 characters; empty for fields that are written in.
pub(super) fn own_text(dom: &Dom, node: NodeId) -> String {
    match dom.element(node) {
        Some(element) if matches!(&*element.tag, "select" | "textarea") => String::new(),
        Some(element) if &*element.tag == "input" => button_text(element).unwrap_or_default(),
        _ => text(dom, node, false).unwrap_or_default(),
    }
}

/// The control that a label belongs to.
pub(super) fn control_of(sight: Sight<'_>, label: NodeId) -> Option<NodeId> {
    let dom = sight.dom;
    if let Some(id) = dom.element(label)?.attribute("for") {
        return sight.index.by_id(id);
    }
    dom.descendants(label)
        .take(BUDGET)
        .find(|(_, _, node)| matches!(node.tag(), "input" | "select" | "textarea" | "button"))
        .map(|(_, id, _)| id)
}

/// The label's words for a form control: `label for`, or the label around it.
pub(super) fn label_of(sight: Sight<'_>, node: NodeId) -> Option<String> {
    let dom = sight.dom;
    let around = dom.ancestors(node).take(20).find(|(_, node)| node.tag() == "label");
    let label =
        around.map(|(id, _)| id).or_else(|| sight.index.label_for(dom.element(node)?.attribute("id")?))?;
    text(dom, label, true)
}

/// The visible text below a node; with `spoken`, pictures say their alternative text. `None` when
/// there is none or all of it is masked.
pub(super) fn text(dom: &Dom, top: NodeId, spoken: bool) -> Option<String> {
    let mut words = String::new();
    let mut stack = vec![top];
    let mut left = BUDGET;
    while let Some(id) = stack.pop()
        && left > 0
        && words.len() < LONGEST * 4
    {
        left -= 1;
        let Some(node) = dom.get(id) else { continue };
        match &node.content {
            Content::Text(text) => words.push_str(text),
            Content::Element(element) => {
                if is_silent(element) && id != top {
                    continue;
                }
                if !is_inline(&element.tag) {
                    words.push(' ');
                }
                if spoken && let Some(alt) = element.attribute("alt") {
                    words.push_str(alt);
                }
                stack.extend(node.children.iter().rev());
            }
            _ => stack.extend(node.children.iter().rev()),
        }
    }
    clean(&words)
}

/// One line without doubled blanks, at most 100 characters; `None` when nothing can be read in it.
pub(super) fn clean(text: &str) -> Option<String> {
    let mut line = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if count > 0 {
            line.push(' ');
            count += 1;
        }
        for c in word.chars().filter(|c| !is_invisible(*c)) {
            if count >= LONGEST {
                line.truncate(line.trim_end().len());
                return Some(line).filter(|line| is_legible(line));
            }
            line.push(c);
            count += 1;
        }
    }
    Some(line).filter(|line| is_legible(line))
}

fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_legible(line: &str) -> bool {
    !line.chars().all(|c| c == '*' || c.is_whitespace())
}

/// Whether an element's content is not seen and not said.
pub(super) fn is_silent(element: &Element) -> bool {
    matches!(&*element.tag, "script" | "style" | "noscript" | "template" | "select" | "textarea" | "head")
        || is_hidden(element)
        || element.attribute("aria-hidden") == Some("true")
}

/// Whether an element says of itself that it is not shown.
pub(super) fn is_hidden(element: &Element) -> bool {
    // Most styles have neither word, and need no copy without blanks.
    let off = |style: &str| {
        let plain = style.replace(' ', "");
        plain.contains("display:none") || plain.contains("visibility:hidden")
    };
    element.attribute("hidden").is_some()
        || element
            .attribute("style")
            .is_some_and(|style| (style.contains("none") || style.contains("hidden")) && off(style))
}

fn is_inline(tag: &str) -> bool {
    matches!(tag, "b" | "i" | "em" | "strong" | "u" | "mark" | "sup" | "sub" | "font" | "wbr")
}

fn of(sight: Sight<'_>, node: NodeId) -> Option<String> {
    own_name(sight, node, sight.dom.element(node)?)
}

fn own_name(sight: Sight<'_>, node: NodeId, element: &Element) -> Option<String> {
    let dom = sight.dom;
    let attribute = |name: &str| element.attribute(name).and_then(clean);
    if let Some(ids) = element.attribute("aria-labelledby") {
        let parts: Vec<String> =
            ids.split_whitespace().take(5).filter_map(|id| text(dom, sight.index.by_id(id)?, true)).collect();
        if let Some(name) = clean(&parts.join(" ")) {
            return Some(name);
        }
    }
    if let Some(name) = attribute("aria-label") {
        return Some(name);
    }
    let is_field = matches!(&*element.tag, "input" | "select" | "textarea");
    let native = match &*element.tag {
        "input" if button_text(element).is_some() => button_text(element),
        "input" | "select" | "textarea" | "meter" | "progress" => label_of(sight, node),
        "img" | "area" => attribute("alt"),
        "fieldset" => first_child(dom, node, "legend"),
        "table" => first_child(dom, node, "caption"),
        "svg" => first_child(dom, node, "title"),
        _ => None,
    };
    native
        .or_else(|| text(dom, node, true).filter(|text| !is_field && !is_container(dom, node, element, text)))
        .or_else(|| heading_below(dom, node))
        .or_else(|| attribute("alt"))
        .or_else(|| attribute("title"))
        .or_else(|| attribute("placeholder"))
        .or_else(|| attribute("name").filter(|_| is_field))
}

fn button_text(element: &Element) -> Option<String> {
    let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let value = || element.attribute("value").and_then(clean);
    match kind.as_str() {
        "submit" => value().or_else(|| Some("Submit".to_owned())),
        "reset" => value().or_else(|| Some("Reset".to_owned())),
        "button" => value(),
        "image" => element.attribute("alt").and_then(clean).or_else(value),
        _ => None,
    }
}

fn first_child(dom: &Dom, node: NodeId, tag: &str) -> Option<String> {
    let child = dom.get(node)?.children.iter().find(|id| dom.get(**id).is_some_and(|n| n.tag() == tag))?;
    text(dom, *child, true)
}

/// Whether an element holds so much that its text is no name for it.
fn is_container(dom: &Dom, node: NodeId, element: &Element, text: &str) -> bool {
    let is_box =
        !super::element::is_interactive(element) && !matches!(&*element.tag, "p" | "li" | "td" | "pre");
    is_box && text.chars().count() > 60 && dom.descendants(node).take(6).count() > 5
}

fn heading_below(dom: &Dom, node: NodeId) -> Option<String> {
    let mut below = dom.descendants(node).take(400);
    let (_, heading, _) = below.find(|(_, _, node)| is_heading(node.tag()))?;
    text(dom, heading, true)
}

/// The first heading in the nearest ancestor that has one and is not the whole page.
fn heading_near(dom: &Dom, node: NodeId) -> Option<String> {
    let above = dom.ancestors(node).skip(1).take(8);
    let above = above.take_while(|(_, node)| !matches!(node.tag(), "body" | "html" | ""));
    for (id, _) in above {
        if let Some(heading) = heading_below(dom, id) {
            return Some(heading);
        }
    }
    None
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "legend" | "caption" | "figcaption")
}

fn word_for(element: &Element) -> &str {
    match &*element.tag {
        "img" | "picture" | "image" => "image",
        "svg" | "path" | "use" | "g" | "circle" | "rect" | "line" | "polyline" | "polygon" => "icon",
        "a" => "link",
        "input" | "textarea" => "field",
        "select" => "list",
        "button" | "video" | "canvas" | "label" | "form" | "table" => &element.tag,
        _ => "area",
    }
}
