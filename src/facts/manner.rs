//! What sort of thing a press was made on: it decides whether rage or silence can be told there.

use super::{element, name};
use crate::event::NodeId;
use crate::replay::{Dom, Element};

/// What sort of thing was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// A field that is written in or a list: pressed often, answered by a caret.
    Field,
    /// A label, check box or radio button: its answer is its own state.
    Choice,
    /// Made to be pressed many times: plus and minus, arrows of a carousel.
    Stepper,
    /// A link to another address.
    Link,
    /// Any other control.
    Control,
    /// Answers outside of what is recorded: mail, phone, download, new tab, media, canvas, files.
    Elsewhere,
    /// A picture, icon or text that is no control.
    Content,
    /// Plain page background.
    Background,
}

/// The manner of a press on `raw`, whose nearest control is `control`.
pub(super) fn manner(dom: &Dom, raw: NodeId, control: Option<NodeId>) -> Manner {
    match control.and_then(|id| Some((id, dom.element(id)?))) {
        Some((id, control)) => of_control(dom, id, control),
        None => of_content(dom, raw),
    }
}

fn of_control(dom: &Dom, id: NodeId, control: &Element) -> Manner {
    let role = control.attribute("role").unwrap_or_default();
    if element::is_editable(control) {
        return Manner::Field;
    }
    match &*control.tag {
        "textarea" | "select" | "option" => return Manner::Field,
        "label" => return Manner::Choice,
        "video" | "audio" => return Manner::Elsewhere,
        "input" => match control.attribute("type").unwrap_or_default().to_ascii_lowercase().as_str() {
            "submit" | "button" | "image" | "reset" => {}
            "checkbox" | "radio" => return Manner::Choice,
            "file" => return Manner::Elsewhere,
            _ => return Manner::Field,
        },
        "a" | "area" if control.attribute("href").is_some() && role != "button" => {
            return if leads_elsewhere(control) { Manner::Elsewhere } else { Manner::Link };
        }
        _ => {}
    }
    match role {
        "textbox" | "searchbox" | "combobox" | "listbox" | "option" => Manner::Field,
        "slider" | "spinbutton" => Manner::Stepper,
        _ if is_stepper(dom, id, control) => Manner::Stepper,
        _ => Manner::Control,
    }
}

fn leads_elsewhere(link: &Element) -> bool {
    let href = link.attribute("href").unwrap_or_default().trim().to_ascii_lowercase();
    let scheme = ["mailto:", "tel:", "sms:", "whatsapp:", "callto:", "intent:", "geo:", "blob:"];
    let target = link.attribute("target").unwrap_or_default();
    link.attribute("download").is_some()
        || scheme.iter().any(|start| href.starts_with(start))
        || !matches!(target, "" | "_self" | "_top" | "_parent")
}

const STEP_SIGNS: [&str; 16] =
    ["+", "-", "−", "–", "<", ">", "‹", "›", "«", "»", "←", "→", "▲", "▼", "＋", "－"];

const STEP_WORDS: [&str; 9] =
    ["stepper", "increment", "decrement", "increase", "decrease", "plus", "minus", "qty", "quantity"];

const TURN_WORDS: [&str; 10] =
    ["prev", "previous", "next", "arrow", "arrows", "dot", "dots", "bullet", "slide", "indicator"];

const CAROUSELS: [&str; 9] =
    ["carousel", "slider", "swiper", "slick", "slideshow", "glide", "splide", "flickity", "embla"];

fn is_stepper(dom: &Dom, id: NodeId, control: &Element) -> bool {
    let text = name::own_text(dom, id);
    if STEP_SIGNS.contains(&text.trim()) {
        return true;
    }
    let words = words_of(control);
    if words.iter().any(|word| STEP_WORDS.contains(&word.as_str())) {
        return true;
    }
    let turns = words.iter().any(|word| TURN_WORDS.contains(&word.as_str()));
    turns
        && dom.ancestors(id).take(6).filter_map(|(_, node)| node.element()).any(|above| {
            let role = above.attribute("aria-roledescription").unwrap_or_default();
            role == "carousel" || words_of(above).iter().any(|word| CAROUSELS.contains(&word.as_str()))
        })
}

/// The words of an element's class, id, role and spoken label.
fn words_of(element: &Element) -> Vec<String> {
    ["class", "id", "aria-label", "name"]
        .iter()
        .filter_map(|name| element.attribute(name))
        .flat_map(|value| value.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn of_content(dom: &Dom, raw: NodeId) -> Manner {
    let Some(id) = element::element_of(dom, raw) else { return Manner::Background };
    let Some(own) = dom.element(id) else { return Manner::Background };
    match &*own.tag {
        "canvas" | "video" | "audio" | "iframe" | "embed" | "object" => return Manner::Elsewhere,
        "html" | "body" => return Manner::Background,
        "img" | "picture" => return Manner::Content,
        _ if own.svg || &*own.tag == "svg" => return Manner::Content,
        _ => {}
    }
    let has_text = dom.get(id).is_some_and(|node| {
        node.children.iter().filter_map(|child| dom.get(*child)).any(|child| match &child.content {
            crate::replay::Content::Text(text) => !text.trim().is_empty(),
            _ => false,
        })
    });
    let style = own.attribute("style").unwrap_or_default();
    let drawn = own.attribute("role") == Some("img")
        || own.attribute("title").is_some()
        || style.contains("url(")
        || style.contains("cursor");
    if has_text || drawn { Manner::Content } else { Manner::Background }
}
