//! Attributes: the recorder's own are taken apart, those that run script are dropped.

use super::super::dom::{Element, MediaState};
use super::super::state::PageState;
use super::super::style;
use crate::event::{AttributeChange, Attributes, NodeId};
use std::sync::Arc;

/// Attributes kept of one element; more are ignored.
const MAX_ATTRIBUTES: usize = 1000;

/// An element as recorded, with its live state.
pub(super) fn element(tag: &Arc<str>, svg: bool, attributes: &Attributes) -> Element {
    let mut element = Element { tag: tag.clone(), svg, ..Element::default() };
    element.attributes.reserve(attributes.len().min(MAX_ATTRIBUTES));
    for (name, value) in attributes.iter().take(MAX_ATTRIBUTES) {
        let kept = if special(name) { set(&mut element, name, Some(value)) } else { true };
        if kept && is_safe(name, value) {
            element.attributes.push((name.clone(), value.clone()));
        }
    }
    disarm(&mut element);
    element
}

/// Works a change in.
pub(super) fn change(element: &mut Element, name: &Arc<str>, change: &AttributeChange) {
    if element.special().edited && &*element.tag == "input" && matches!(&**name, "value" | "checked") {
        return;
    }
    let merged: Arc<str>;
    let value = match change {
        AttributeChange::Remove => None,
        AttributeChange::Set(value) => Some(value),
        AttributeChange::Style(changes) => {
            merged = style::merged(element.attribute("style").unwrap_or_default(), changes).into();
            Some(&merged)
        }
    };
    if special(name) && !set(element, name, value) {
        return;
    }
    let safe = value.filter(|value| is_safe(name, value));
    if safe.is_some() && element.attributes.len() >= MAX_ATTRIBUTES && element.attribute(name).is_none() {
        return;
    }
    element.set_attribute(name, safe.cloned());
    disarm(element);
}

impl PageState {
    /// An element to be changed.
    pub(super) fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        self.dom.element(id)?;
        self.dom.get_mut(id)?.element_mut()
    }
}

/// Whether [`set`] must see such an attribute.
fn special(name: &str) -> bool {
    name.starts_with("rr_") || matches!(name, "_cssText" | "open" | "selected")
}

/// Takes apart an attribute that means more than its text. Gives back whether it is also kept as
/// an attribute.
fn set(element: &mut Element, name: &str, value: Option<&Arc<str>>) -> bool {
    let number = || value.and_then(|value| value.trim().parse().ok()).filter(|n: &f64| n.is_finite());
    match name {
        "_cssText" => {
            if matches!(&*element.tag, "style" | "link") {
                element.special_mut().sheet = value.cloned();
            }
        }
        "rr_width" => size(element, |size| size.0 = value.cloned().unwrap_or_default()),
        "rr_height" => size(element, |size| size.1 = value.cloned().unwrap_or_default()),
        "rr_scrollLeft" => element.special_mut().scroll.x = number().unwrap_or_default(),
        "rr_scrollTop" => element.special_mut().scroll.y = number().unwrap_or_default(),
        "rr_dataURL" => element.special_mut().picture = value.cloned(),
        "rr_src" => {
            if let Some(value) = value.filter(|value| is_safe("src", value))
                && element.attribute("src").is_none()
            {
                element.set_attribute(&"src".into(), Some(value.clone()));
            }
        }
        "rr_mediaState" => media(element).playing = value.is_some_and(|value| &**value == "played"),
        "rr_mediaCurrentTime" => media(element).position_s = number().unwrap_or_default(),
        "rr_open_mode" => element.special_mut().modal = value.is_some_and(|value| &**value == "modal"),
        "open" => {
            element.special_mut().modal &= value.is_some();
            return true;
        }
        // Recorders had a bug that wrote this for what is not selected.
        "selected" => return value.is_none_or(|value| &**value != "false"),
        _ => {}
    }
    false
}

fn size(element: &mut Element, change: impl FnOnce(&mut (Arc<str>, Arc<str>))) {
    change(element.special_mut().blocked.get_or_insert_default());
}

fn media(element: &mut Element) -> &mut MediaState {
    element.special_mut().media.get_or_insert_default()
}

/// Whether an attribute runs no script and loads no document of its own.
fn is_safe(name: &str, value: &str) -> bool {
    let handler = name.len() > 2 && name.as_bytes()[..2].eq_ignore_ascii_case(b"on");
    !handler && !name.eq_ignore_ascii_case("srcdoc") && !is_script_address(value)
}

/// Whether a browser would run `value` where it expects an address: it skips blanks and control
/// characters in front of and in the scheme.
fn is_script_address(value: &str) -> bool {
    let first = value.trim_start_matches(|c: char| c <= ' ');
    if !first.starts_with(['j', 'J', 'v', 'V']) {
        return false;
    }
    let scheme = first.chars().filter(|c| *c > ' ').take(11).map(|c| c.to_ascii_lowercase());
    let scheme: String = scheme.collect();
    scheme == "javascript:" || scheme.starts_with("vbscript:")
}

/// A recorded `meta` must not rule over whoever draws the page, by a redirect or a policy.
fn disarm(element: &mut Element) {
    if &*element.tag == "meta" && element.attribute("http-equiv").is_some() {
        element.attributes.retain(|(name, _)| &**name != "content");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(tag: &str, attributes: &[(&str, &str)]) -> Element {
        let attributes = attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        element(&tag.into(), false, &attributes)
    }

    #[track_caller]
    fn left(tag: &str, attributes: &[(&str, &str)], expected: &[(&str, &str)]) {
        let element = built(tag, attributes);
        let found: Vec<(&str, &str)> = element.attributes.iter().map(|(n, v)| (&**n, &**v)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_runs_script_is_dropped() {
        left("a", &[("onclick", "x()"), ("ONLOAD", "x()"), ("id", "on")], &[("id", "on")]);
        left("a", &[("href", "javascript:x()")], &[]);
        left("a", &[("href", " \u{1}Java\nScript:x()"), ("title", "java: good")], &[("title", "java: good")]);
        left("a", &[("title", "jävascript"), ("href", "/j")], &[("title", "jävascript"), ("href", "/j")]);
        left("iframe", &[("srcdoc", "<p>")], &[]);
        left("meta", &[("content", "0;url=/"), ("http-equiv", "refresh")], &[("http-equiv", "refresh")]);
    }

    #[test]
    fn the_recorders_own_attributes_are_taken_apart() {
        let blocked = built("div", &[("class", "x"), ("rr_width", "10px"), ("rr_height", "20px")]);
        assert_eq!(blocked.special().blocked, Some(("10px".into(), "20px".into())));
        let scrolled = built("div", &[("rr_scrollTop", "12.5"), ("rr_scrollLeft", "x")]);
        assert_eq!((scrolled.special().scroll.x, scrolled.special().scroll.y), (0.0, 12.5));
        assert_eq!(built("canvas", &[("rr_dataURL", "data:x")]).special().picture.as_deref(), Some("data:x"));
        let mut dialog = built("dialog", &[("open", ""), ("rr_open_mode", "modal")]);
        assert!(dialog.special().modal);
        change(&mut dialog, &"open".into(), &AttributeChange::Remove);
        assert!(!dialog.special().modal);
        let video = built("video", &[("rr_mediaState", "played"), ("rr_mediaCurrentTime", "3.5")]);
        assert_eq!(video.special().media, Some(MediaState { playing: true, position_s: 3.5 }));
        left("option", &[("selected", "false"), ("rr_other", "x"), ("value", "a")], &[("value", "a")]);
        assert_eq!(built("link", &[("_cssText", "a{}")]).special().sheet.as_deref(), Some("a{}"));
    }

    #[test]
    fn style_changes_keep_the_other_properties() {
        let mut element = built("div", &[("style", "color: red; top: 1px")]);
        let changes = vec![("top".into(), None), ("left".into(), Some("2px".into()))];
        change(&mut element, &"style".into(), &AttributeChange::Style(changes));
        assert_eq!(element.attribute("style"), Some("color: red; left: 2px;"));
    }
}
