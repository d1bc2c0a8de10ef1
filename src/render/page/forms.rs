//! Form controls. The engine's own text editors cannot show a placeholder, bullets or centred text, and
//! they are wider than a browser's: so a control becomes a plain box that holds its text.
//!
//! The engine takes an `input` for an editor by its `type` in small letters. Selectors do not care for
//! the case of that attribute: with `TEXT` the page's rules hold and the editor stays away.

use super::plan::{Inside, Made, Plan, Source, add_style, set};
use crate::event::NodeId;
use crate::replay::{Dom, Element};

/// Marks check boxes and radio buttons that look as the browser draws them.
pub(super) const NATIVE: &str = "wf-native";

/// Shown where there is no text, so that the box keeps the height of a line.
const BLANK: &str = "\u{a0}";

pub(super) fn mend(source: Source<'_>, id: NodeId, element: &Element, plan: &mut Plan) {
    match &*element.tag {
        "textarea" => textarea(source, id, element, plan),
        "select" => select(source, id, element, plan),
        _ => input(element, plan),
    }
}

fn input(element: &Element, plan: &mut Plan) {
    let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    plan.inside = Inside::default();
    match &*kind {
        "hidden" | "image" => {}
        "checkbox" | "radio" => check(element, &kind, plan),
        "button" | "submit" | "reset" => button(element, &kind, plan),
        "range" => range(element, plan),
        "color" => swatch(element, plan),
        "file" => file(plan),
        _ => field(element, &kind, plan),
    }
}

/// A text field of any kind.
fn field(element: &Element, kind: &str, plan: &mut Plan) {
    set(&mut plan.attributes, "type", &kind.to_ascii_uppercase());
    set(&mut plan.attributes, "wf-field", "");
    let value = element.attribute("value").unwrap_or_default();
    let shown = match kind {
        "password" => "\u{2022}".repeat(value.chars().count().min(200)),
        _ => value.chars().take(2_000).collect(),
    };
    plan.inside = Inside::Made(vec![line(&shown, element.attribute("placeholder")), strut(Vec::new())]);
    if value.is_empty() && element.attribute("placeholder").is_some() {
        set(&mut plan.attributes, "wf-empty", "");
    }
}

/// Unseen, and as wide as the control is where the page's style leaves that to it.
fn strut(inside: Vec<Made>) -> Made {
    Made::Element { tag: "wf-strut", attributes: Vec::new(), inside }
}

/// One line of text, in the middle of the control's height.
fn line(shown: &str, placeholder: Option<&str>) -> Made {
    let (tag, text) = match placeholder {
        _ if !shown.is_empty() => ("wf-line", shown.to_owned()),
        Some(hint) if !hint.trim().is_empty() => ("wf-placeholder", hint.to_owned()),
        _ => ("wf-line", BLANK.to_owned()),
    };
    let line = Made::Element { tag, attributes: Vec::new(), inside: vec![Made::Text(text)] };
    Made::Element { tag: "wf-text", attributes: Vec::new(), inside: vec![line] }
}

/// The look comes from `base.css`, as long as the page's style leaves it to the browser (see `after`).
fn check(element: &Element, kind: &str, plan: &mut Plan) {
    set(&mut plan.attributes, "type", kind);
    set(&mut plan.attributes, NATIVE, "");
    plan.attributes.retain(|(name, _)| name != "checked");
    if element.attribute("checked").is_some_and(|value| value != "false") {
        set(&mut plan.attributes, "checked", "");
    }
}

fn button(element: &Element, kind: &str, plan: &mut Plan) {
    set(&mut plan.attributes, "type", &kind.to_ascii_uppercase());
    let usual = match kind {
        "submit" => "Submit",
        "reset" => "Reset",
        _ => "",
    };
    let label = element.attribute("value").unwrap_or(usual);
    set(&mut plan.attributes, "wf-button", "");
    plan.inside = Inside::Made(vec![Made::Text(label.to_owned())]);
}

fn file(plan: &mut Plan) {
    set(&mut plan.attributes, "type", "FILE");
    let button = Made::Element {
        tag: "button",
        attributes: Vec::new(),
        inside: vec![Made::Text("Choose File".into())],
    };
    plan.inside = Inside::Made(vec![button, Made::Text(" No file chosen".to_owned())]);
}

fn range(element: &Element, plan: &mut Plan) {
    let number = |name: &str, usual: f64| {
        let told = element.attribute(name).and_then(|text| text.parse::<f64>().ok());
        told.filter(|number| number.is_finite()).unwrap_or(usual)
    };
    let (low, high) = (number("min", 0.0), number("max", 100.0));
    let value = number("value", f64::midpoint(low, high));
    let part = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) * 100.0 } else { 0.0 };
    set(&mut plan.attributes, "type", "RANGE");
    let style = |text: String| vec![("style", text)];
    let piece = |tag, attributes| Made::Element { tag, attributes, inside: Vec::new() };
    plan.inside = Inside::Made(vec![
        piece(
            "wf-track",
            style(format!("background:linear-gradient(90deg,#0075ff {part}%,#efefef {part}%)")),
        ),
        piece("wf-thumb", style(format!("left:calc({part}% - {}px)", part * 0.16))),
    ]);
}

/// How far something is, or how much of something there is.
pub(super) fn bar(element: &Element, plan: &mut Plan) {
    let number = |name: &str| element.attribute(name).and_then(|text| text.trim().parse::<f64>().ok());
    let low = number("min").filter(|_| &*element.tag == "meter").unwrap_or(0.0);
    let high = number("max").unwrap_or(1.0);
    let value = number("value").unwrap_or(low);
    let part = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) * 100.0 } else { 0.0 };
    let style = vec![("style", format!("width:{part}%"))];
    plan.inside = Inside::Made(vec![Made::Element { tag: "wf-bar", attributes: style, inside: Vec::new() }]);
}

fn swatch(element: &Element, plan: &mut Plan) {
    let value = element.attribute("value").unwrap_or("#000000");
    let colour: String = value.chars().filter(char::is_ascii_hexdigit).take(6).collect();
    set(&mut plan.attributes, "type", "COLOR");
    let style =
        vec![("style", format!("display:block;height:100%;border:1px solid #777;background:#{colour}"))];
    plan.inside =
        Inside::Made(vec![Made::Element { tag: "wf-swatch", attributes: style, inside: Vec::new() }]);
}

fn textarea(source: Source<'_>, id: NodeId, element: &Element, plan: &mut Plan) {
    let text = match element.attribute("value") {
        Some(value) => value.to_owned(),
        None => text_of(source, id),
    };
    plan.attributes.retain(|(name, _)| name != "value");
    if text.is_empty()
        && let Some(hint) = element.attribute("placeholder")
    {
        set(&mut plan.attributes, "wf-empty", "");
        add_style(plan, "color:#757575");
        plan.inside = Inside::Made(vec![Made::Text(hint.to_owned())]);
        return;
    }
    plan.inside = Inside::Made(vec![Made::Text(text)]);
}

fn select(source: Source<'_>, id: NodeId, element: &Element, plan: &mut Plan) {
    let options: Vec<(NodeId, &Element)> = source
        .dom
        .descendants(id)
        .filter_map(|(_, id, node)| Some((id, node.element()?)))
        .filter(|(_, option)| &*option.tag == "option")
        .collect();
    let value = element.attribute("value");
    plan.attributes.retain(|(name, _)| name != "value");
    let list = element.attribute("multiple").is_some()
        || element.attribute("size").and_then(|size| size.parse::<u32>().ok()).is_some_and(|size| size > 1);
    if list {
        let row = |(id, option): &(NodeId, &Element)| Made::Element {
            tag: "option",
            attributes: option
                .attribute("selected")
                .map(|_| ("selected", String::new()))
                .into_iter()
                .collect(),
            inside: vec![Made::Text(label(source, *id, option))],
        };
        set(&mut plan.attributes, "wf-list", "");
        plan.inside = Inside::Made(options.iter().take(500).map(row).collect());
        return;
    }
    let by_value = || {
        let value = value?;
        options.iter().find(|(id, option)| option_value(source, *id, option) == value)
    };
    let chosen = options
        .iter()
        .rfind(|(_, option)| option.attribute("selected").is_some_and(|value| value != "false"))
        .filter(|_| value.is_none())
        .or_else(by_value)
        .or_else(|| options.iter().rfind(|(_, option)| option.attribute("selected").is_some()))
        .or_else(|| options.first());
    let shown = chosen.map(|(id, option)| label(source, *id, option)).unwrap_or_default();
    let labels = options.iter().take(500).map(|(id, option)| label(source, *id, option));
    plan.inside = Inside::Made(vec![line(&shown, None), strut(longest(labels))]);
}

/// Lines for the labels with the most letters: one of them is the widest.
fn longest(labels: impl Iterator<Item = String>) -> Vec<Made> {
    let mut labels: Vec<String> = labels.collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.chars().count()));
    labels.dedup();
    let row =
        |label| Made::Element { tag: "wf-line", attributes: Vec::new(), inside: vec![Made::Text(label)] };
    labels.into_iter().take(3).map(row).collect()
}

/// Rules for fields whose width is told in letters, ranking below every rule of the page.
pub(super) fn rules(dom: &Dom) -> String {
    let mut sizes = std::collections::BTreeSet::new();
    for (_, node) in dom.nodes() {
        let Some(element) = node.element() else { continue };
        let (name, base) = match &*element.tag {
            "input" => ("size", (0.581, 1.055)),
            "textarea" => ("cols", (0.6, 1.2)),
            _ => continue,
        };
        if let Some(size) =
            element.attribute(name).and_then(|text| text.parse::<u16>().ok()).filter(|n| *n > 0)
        {
            let width = f64::from(size) * base.0 + base.1;
            sizes.insert(format!(":where({}[{name}=\"{size}\"]){{width:{width:.3}em}}\n", element.tag));
        }
    }
    sizes.into_iter().take(200).collect()
}

fn option_value(source: Source<'_>, id: NodeId, option: &Element) -> String {
    option.attribute("value").map_or_else(|| text_of(source, id).trim().to_owned(), str::to_owned)
}

fn label(source: Source<'_>, id: NodeId, option: &Element) -> String {
    let text = text_of(source, id);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    option.attribute("label").filter(|label| !label.is_empty()).map_or(text, str::to_owned)
}

fn text_of(source: Source<'_>, id: NodeId) -> String {
    use crate::replay::Content;
    let texts = source.dom.descendants(id).filter_map(|(_, _, node)| match &node.content {
        Content::Text(text) => Some(&**text),
        _ => None,
    });
    texts.collect()
}
