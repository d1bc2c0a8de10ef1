//! Messages that build the page and change it.

use super::address;
use super::lines::Lines;
use super::sheets;
use super::tab::{CHANGE, Tab};
use super::tree::{DOCUMENT, Element, HTML, Kind};
use super::wire::Message;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

/// The longest masked value that is written out; its length is all that is recorded.
const MOST_STARS: usize = 100;

/// Texts that attributes are written with, for all tabs.
#[derive(Debug, Default)]
pub(super) struct Words {
    by_number: HashMap<u64, Arc<str>>,
    by_key: HashMap<String, Arc<str>>,
}

/// What a message does to the page; `false` when it is about something else.
pub(super) fn take(message: &Message<'_>, tab: &mut Tab, words: &mut Words, lines: &mut Lines) -> bool {
    match message.kind {
        4 | 122 => {
            let told = json!({"href": message.text("url"), "referrer": message.text("referrer"),
                "title": message.text("documentTitle")});
            tab.locate(message.text("url"), &told, message.number("navigationStart") != 0, lines);
        }
        5 => tab.resize(message.number("width"), message.number("height"), lines),
        6 => tab.scroll(message.signed("x"), message.signed("y"), lines),
        7 => tab.new_document(lines),
        8..=11 | 70 => nodes(message, tab),
        12 | 13 | 35 | 51 | 52 | 60 => attribute(message, tab, words),
        14 | 15 => text(message, tab, message.text("data")),
        61 => text(message, tab, &address::sheet(message.text("baseURL"), message.text("data"))),
        16 => scroll(message, tab, lines),
        18 => value(message, tab, lines),
        19 => checked(message, tab, lines),
        34 => drop(words.by_number.insert(message.number("key"), message.text("value").into())),
        43 => drop(words.by_key.insert(message.text("key").to_owned(), message.text("value").into())),
        50 => drop(tab.words.insert(message.number("key"), message.text("value").into())),
        57 => font(message, tab, lines),
        71..=77 => sheet(message, tab, lines),
        _ => return false,
    }
    true
}

fn node(message: &Message<'_>, name: &str, tab: &mut Tab) -> Option<i64> {
    let id = tab.tree.id(message.number(name)).filter(|id| tab.tree.get(*id).is_some());
    tab.tree.lost += u64::from(id.is_none());
    id
}

fn nodes(message: &Message<'_>, tab: &mut Tab) {
    let index = usize::try_from(message.number("index")).unwrap_or(usize::MAX);
    let Some(id) = tab.tree.id(message.number("id")) else {
        tab.tree.lost += 1;
        return;
    };
    if message.kind == 11 {
        tab.tree.lost += u64::from(!tab.tree.remove(id));
        return;
    }
    let parent = if message.kind == 70 { "frameID" } else { "parentID" };
    let Some(parent) = node(message, parent, tab) else { return };
    match message.kind {
        8 => {
            let (svg, tag) = (message.flag("svg"), message.text("tag"));
            let tag: Arc<str> = if svg { tag.into() } else { tag.to_lowercase().into() };
            let element = Element { tag, svg, attributes: Vec::new() };
            tab.tree.create(id, (parent, index), Kind::Element(element));
        }
        9 => tab.tree.create(id, (parent, index), Kind::Text("".into())),
        10 => tab.tree.relocate(id, parent, index),
        _ => tab.tree.attach(parent, id),
    }
}

fn attribute(message: &Message<'_>, tab: &mut Tab, words: &Words) {
    let Some(id) = node(message, "id", tab) else { return };
    let word = |name: &str| match message.kind {
        35 => words.by_number.get(&message.number(name)).cloned(),
        51 => tab.words.get(&message.number(name)).cloned(),
        52 => words.by_key.get(message.text(name)).cloned(),
        _ => Some(message.text(name).into()),
    };
    let (name, value) = (word("name"), word("value"));
    let (Some(name), Some(mut value)) = (name.filter(|name| !name.is_empty()), value) else {
        // The text it is written with was never told.
        tab.tree.lost += 1;
        return;
    };
    if message.kind == 60 {
        value = address::attribute(message.text("baseURL"), &name, &value).into();
    }
    let value = (message.kind != 13).then_some(value);
    tab.tree.set_attribute(id, &name, value);
}

fn text(message: &Message<'_>, tab: &mut Tab, words: &str) {
    if let Some(id) = node(message, "id", tab) {
        tab.tree.set_text(id, words.into());
    }
}

fn scroll(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let Some(id) = node(message, "id", tab) else { return };
    // The `html` of a document scrolls its window.
    let parent = tab.tree.get(id).map_or(id, |node| node.parent);
    let is_root = tab.tree.get(parent).is_some_and(|node| node.kind == Kind::Document);
    let id = if id == HTML || is_root { parent } else { tab.tree.shown_id(id) };
    let (x, y) = (message.signed("x"), message.signed("y"));
    if id == DOCUMENT {
        tab.scroll(x, y, lines);
    } else {
        tab.emit(lines, CHANGE, &json!({"source": 3, "id": id, "x": x, "y": y}));
    }
}

/// The value of a field. A masked one is recorded as its length.
fn value(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let Some(id) = node(message, "id", tab) else { return };
    let value = match usize::try_from(message.signed("mask")) {
        Ok(length) if length > 0 => "*".repeat(length.min(MOST_STARS)),
        _ => message.text("value").to_owned(),
    };
    let untold = tab.is_untold(id);
    let known = tab.tree.remember_attribute(id, &"value".into(), Some(value.as_str().into()));
    if known && !untold {
        let checked = tab.tree.element(id).is_some_and(|element| get(element, "checked").is_some());
        tab.emit(lines, CHANGE, &json!({"source": 5, "id": id, "text": value, "isChecked": checked}));
    }
}

fn checked(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let Some(id) = node(message, "id", tab) else { return };
    let checked = message.flag("checked");
    let untold = tab.is_untold(id);
    let known = tab.tree.remember_attribute(id, &"checked".into(), checked.then(|| "".into()));
    if known && !untold {
        let value = tab.tree.element(id).and_then(|element| get(element, "value")).unwrap_or("on").to_owned();
        tab.emit(lines, CHANGE, &json!({"source": 5, "id": id, "text": value, "isChecked": checked}));
    }
}

fn get<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attributes.iter().find(|(known, _)| &**known == name).map(|(_, value)| &**value)
}

fn font(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let data = json!({"source": 10, "family": message.text("family"), "fontSource": message.text("source"),
        "buffer": false, "descriptors": message.text("descriptors")});
    tab.emit(lines, CHANGE, &data);
}

fn sheet(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let number = message.number("sheetID");
    let base = message.text("baseURL");
    let rule = |css: &str| {
        let css = address::sheet(base, css);
        json!({"adds": [{"rule": css, "index": message.number("index")}]})
    };
    match message.kind {
        71 | 72 => {
            let css = address::sheet(base, message.text("text"));
            sheets::edit(tab, number, json!({"replaceSync": css}), lines);
        }
        73 | 74 => sheets::edit(tab, number, rule(message.text("rule")), lines),
        75 => {
            let removes = json!({"removes": [{"index": message.number("index")}]});
            sheets::edit(tab, number, removes, lines);
        }
        kind => {
            let Some(owner) = tab.tree.id(message.number("id")) else { return };
            if kind == 76 {
                sheets::add_owner(tab, number, owner, lines);
            } else {
                sheets::remove_owner(tab, number, owner, lines);
            }
        }
    }
}
