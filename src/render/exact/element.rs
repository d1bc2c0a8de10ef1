//! The attributes of an element in a written page: what runs, loads or leads away is left out or closed.

use super::css;
use super::files::Files;
use super::page::{Writer, escape};
use crate::event::{NodeId, Point};
use crate::replay::Element;
use std::borrow::Cow;
use url::Url;

/// Attributes that load, send, run or lead somewhere, or that a still has no use for. Those of pictures are
/// written anew from what the recording has.
const LEFT_OUT: &[&str] = &[
    "action",
    "archive",
    "attributionsrc",
    "autofocus",
    "autoplay",
    "background",
    "cite",
    "classid",
    "code",
    "codebase",
    "content",
    "crossorigin",
    "data",
    "dynsrc",
    "formaction",
    "formtarget",
    "href",
    "http-equiv",
    "imagesizes",
    "imagesrcset",
    "integrity",
    "loading",
    "longdesc",
    "lowsrc",
    "manifest",
    "nonce",
    "ping",
    "poster",
    "profile",
    "referrerpolicy",
    "sandbox",
    "src",
    "srcdoc",
    "srcset",
    "xlink:href",
    "xml:base",
];

/// The element's name as it is written.
pub(super) fn tag(name: &str) -> &str {
    let mut letters = name.chars();
    let fits = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
    if fits { name } else { "wf-unknown" }
}

pub(super) fn is_void(tag: &str) -> bool {
    const VOID: &[&str] =
        &["area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr", "frame"];
    VOID.contains(&tag)
}

/// Writes the attributes, each with a blank before it.
pub(super) fn attributes(writer: &mut Writer<'_>, id: NodeId, element: &Element) {
    put(writer, "wf-id", &id.0.to_string());
    if let Some((width, height)) = &element.special().blocked {
        return blocked(writer, element, (width, height));
    }
    let style =
        element.attribute("style").map(|style| css::closed(style, &writer.base.clone(), &mut writer.files));
    let style = with_picture(writer, element, style);
    for (name, value) in &element.attributes {
        let lower = name.to_ascii_lowercase();
        if !is_name(name) || lower.starts_with("on") || lower.starts_with("wf-") || lower == "style" {
            continue;
        }
        if LEFT_OUT.contains(&&*lower) || shows_state(element, &lower) {
            continue;
        }
        let value = harmless(writer, element, &lower, value);
        put(writer, name, &value);
    }
    if let Some(style) = style {
        put(writer, "style", &style);
    }
    links(writer, element);
    pictures(writer, element);
    state(writer, id, element);
}

/// An element that the recorder left out: a grey box of its size.
fn blocked(writer: &mut Writer<'_>, element: &Element, (width, height): (&str, &str)) {
    for name in ["class", "id"] {
        if let Some(value) = element.attribute(name) {
            put(writer, name, value);
        }
    }
    let safe =
        |size: &str| size.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect::<String>();
    put(writer, "wf-blocked", "");
    put(writer, "style", &format!("width:{};height:{}", safe(width), safe(height)));
}

/// Attributes that are written anew from the live state.
fn shows_state(element: &Element, name: &str) -> bool {
    match &*element.tag {
        "input" | "option" => matches!(name, "checked" | "selected"),
        "textarea" | "select" => name == "value",
        "video" | "audio" => matches!(name, "loop" | "preload"),
        _ => false,
    }
}

/// The value without addresses of files, and without what could be put into an address later.
fn harmless<'v>(writer: &mut Writer<'_>, element: &Element, name: &str, value: &'v str) -> Cow<'v, str> {
    let moves = element.svg && matches!(name, "to" | "from" | "by" | "values");
    if moves && value.contains("//") {
        return Cow::Borrowed("");
    }
    let shape = element.svg && value.to_ascii_lowercase().contains("url(");
    if shape {
        css::closed(value, &writer.base.clone(), &mut writer.files).into()
    } else {
        Cow::Borrowed(value)
    }
}

/// Links stay links, as sheets tell them from other words, but lead nowhere: what they led to is behind
/// a `#`, for rules that look into it.
fn links(writer: &mut Writer<'_>, element: &Element) {
    let Some(to) = element.attribute("href").or_else(|| element.attribute("xlink:href")) else { return };
    match &*element.tag {
        "a" | "area" => {
            let place = if to.starts_with('#') { to.to_owned() } else { format!("#{to}") };
            put(writer, "href", &place);
        }
        "use" | "textPath" | "linearGradient" | "radialGradient" | "pattern" | "mpath" | "filter"
            if to.starts_with('#') =>
        {
            put(writer, "href", to);
        }
        _ => {}
    }
}

fn pictures(writer: &mut Writer<'_>, element: &Element) {
    let base = writer.base.clone();
    match &*element.tag {
        "img" => {
            let source = element.special().picture.as_deref().or_else(|| element.attribute("src"));
            if let Some(source) = source {
                put_file(writer, "src", source);
            }
            if element.special().picture.is_none() {
                candidates(writer, element, &base);
            }
        }
        "source" => candidates(writer, element, &base),
        "input" if element.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("image")) => {
            if let Some(source) = element.attribute("src") {
                put_file(writer, "src", source);
            }
        }
        "video" => {
            if let Some(poster) = element.attribute("poster").filter(|_| element.special().picture.is_none())
            {
                put_file(writer, "poster", poster);
            }
        }
        "image" if element.svg => {
            if let Some(source) = element.attribute("href").or_else(|| element.attribute("xlink:href")) {
                put_file(writer, "href", source);
            }
        }
        _ => {}
    }
}

/// Those of the offered pictures that are at hand.
fn candidates(writer: &mut Writer<'_>, element: &Element, base: &Url) {
    let Some(list) = element.attribute("srcset") else { return };
    let mut known = Vec::new();
    for (address, size) in offered(list) {
        if let Some(data) = writer.files.data(address, base) {
            known.push(format!("{data} {size}"));
        }
    }
    if !known.is_empty() {
        put(writer, "srcset", &known.join(", "));
    }
}

/// Addresses and sizes of a `srcset`.
fn offered(list: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() || found.len() >= 64 {
            return found;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        if address.ends_with(',') {
            found.push((address.trim_end_matches(','), ""));
            rest = after;
            continue;
        }
        let end = after.find(',').unwrap_or(after.len());
        found.push((address, after[..end].trim()));
        rest = &after[end..];
    }
}

/// A canvas shows its recorded picture, and a video that of the moment.
fn with_picture(writer: &mut Writer<'_>, element: &Element, style: Option<String>) -> Option<String> {
    let fit = match &*element.tag {
        "canvas" => "100% 100%",
        "video" => "contain",
        _ => {
            let old = element.attribute("background").filter(|_| style.is_none());
            let data = old.and_then(|address| writer.files.data(address, &writer.base.clone()));
            return data.map(|data| format!("background-image:url(\"{data}\")")).or(style);
        }
    };
    let Some(picture) = element.special().picture.as_deref() else { return style };
    let Some(data) = writer.files.data(picture, &writer.base.clone()) else { return style };
    let own = style.map(|style| style + ";").unwrap_or_default();
    Some(format!("{own}background:url(\"{data}\") center/{fit} no-repeat"))
}

/// What was typed, ticked, chosen, opened and scrolled.
fn state(writer: &mut Writer<'_>, id: NodeId, element: &Element) {
    let is_on = |name: &str| element.attribute(name).is_some_and(|value| value != "false");
    match &*element.tag {
        "input" if is_on("checked") => put(writer, "checked", ""),
        "option" if is_on("selected") => put(writer, "selected", ""),
        "select" if element.attribute("value").is_some() && !has_choice(writer, id) => {
            put(writer, "wf-unchosen", "");
        }
        "dialog" if element.special().modal => put(writer, "wf-modal", ""),
        "iframe" => {
            let Some(node) = writer.dom().get(id).cloned() else { return };
            if let Some(document) = writer.frame(&node) {
                put(writer, "srcdoc", &document);
            }
            put_scroll(writer, writer.frame_scroll(&node));
        }
        _ => {}
    }
    put_scroll(writer, element.special().scroll);
}

/// Whether an option of the list is chosen.
fn has_choice(writer: &Writer<'_>, list: NodeId) -> bool {
    let chosen = |element: &Element| &*element.tag == "option" && element.attribute("selected").is_some();
    writer.dom().descendants(list).any(|(_, _, node)| node.element().is_some_and(chosen))
}

fn put_scroll(writer: &mut Writer<'_>, to: Point) {
    if to != Point::default() {
        put(writer, "wf-scroll", &format!("{} {}", to.x, to.y));
    }
}

fn put_file(writer: &mut Writer<'_>, name: &str, address: &str) {
    let data = writer.files.data(address, &writer.base.clone());
    put(writer, name, data.as_deref().unwrap_or(css::NOTHING));
}

fn put(writer: &mut Writer<'_>, name: &str, value: &str) {
    writer.out.extend([" ", name, "=\""]);
    escape(value, &mut writer.out);
    writer.out.push('"');
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '/' | '=')
        })
}

/// Attributes of a sheet's element that say whether it is in force.
pub(super) fn of_sheet(element: &Element) -> String {
    let mut text = String::new();
    let off = element.attribute("disabled").is_some();
    for name in ["class", "id", "media"] {
        if let Some(value) = element.attribute(name).filter(|_| !(off && name == "media")) {
            text.extend([" ", name, "=\""]);
            escape(value, &mut text);
            text.push('"');
        }
    }
    if off {
        text.push_str(" media=\"not all\"");
    }
    text
}

/// The text of a linked sheet and, where that is not as recorded, where it lies.
pub(super) fn linked(element: &Element, base: &Url, files: &mut Files<'_>) -> Option<(String, Option<Url>)> {
    if let Some(sheet) = &element.special().sheet {
        return Some((sheet.to_string(), None));
    }
    let rel = element.attribute("rel")?.to_ascii_lowercase();
    if !rel.split_ascii_whitespace().any(|kind| kind == "stylesheet") || rel.contains("alternate") {
        return None;
    }
    let (text, home) = files.sheet(element.attribute("href")?, base)?;
    Some((text, Some(home)))
}
