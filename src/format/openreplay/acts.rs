//! Messages that tell what the visitor did and what the page said: everything but the page itself.

use super::lines::Lines;
use super::tab::{CHANGE, CUSTOM, PLUGIN, Tab};
use super::tree::DOCUMENT;
use super::wire::Message;
use serde_json::{Value as Json, json};

/// rrweb's kinds of presses.
const CLICK: u8 = 2;
const FOCUS: u8 = 5;
const BLUR: u8 = 6;

/// Tells what a message says. What rrweb has no event for becomes a custom event under its own name.
pub(super) fn take(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    match message.kind {
        20 => tab.point(message.number("x"), message.number("y"), lines),
        22 => console(message, tab, lines),
        58 => focus(message, tab, lines),
        68 | 69 => click(message, tab, lines),
        21 | 83 => network(message, tab, lines),
        _ => {
            let tag = format!("openreplay/{}", message.spec.name);
            tab.emit(lines, CUSTOM, &json!({"tag": tag, "payload": message.fields()}));
        }
    }
}

/// A click. Its place is where the pointer was last told to be: `normalizedX` and `normalizedY` are
/// parts of the page in ten thousandths, and how large the page was is not recorded. They are kept.
fn click(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let Some(id) = tab.tree.id(message.number("id")).filter(|id| tab.tree.get(*id).is_some()) else {
        tab.tree.lost += 1;
        return;
    };
    let mut data = Json::Object(message.fields());
    data["source"] = json!(2);
    data["type"] = json!(CLICK);
    data["id"] = json!(tab.tree.shown_id(id));
    // rrweb counts from the corner of the node's own document; the recorder from that of the window.
    let in_window = tab.tree.document_of(id) == DOCUMENT;
    if let Some((x, y)) = tab.pointer.filter(|_| in_window) {
        data["x"] = json!(x);
        data["y"] = json!(y);
    }
    tab.emit(lines, CHANGE, &data);
}

/// The focus goes to a node, or away where there is none of that number.
fn focus(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let number = u64::try_from(message.signed("id")).ok();
    let id = number.and_then(|number| tab.tree.id(number)).filter(|id| tab.tree.get(*id).is_some());
    if let Some(before) = tab.focus.filter(|before| Some(*before) != id) {
        tab.emit(lines, CHANGE, &json!({"source": 2, "type": BLUR, "id": before}));
    }
    if let Some(id) = id.filter(|id| tab.focus != Some(*id)) {
        tab.emit(lines, CHANGE, &json!({"source": 2, "type": FOCUS, "id": id}));
    }
    tab.focus = id;
}

fn console(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let words = Json::from(message.text("value")).to_string();
    let payload = json!({"level": message.text("level"), "trace": [], "payload": [words]});
    tab.emit(lines, PLUGIN, &json!({"plugin": "rrweb/console@1", "payload": payload}));
}

fn network(message: &Message<'_>, tab: &mut Tab, lines: &mut Lines) {
    let (start, duration) = (message.number("timestamp"), message.number("duration"));
    let request = json!({
        "name": message.text("url"),
        "initiatorType": message.text("type"),
        "method": message.text("method"),
        "status": message.number("status"),
        "startTime": start,
        "endTime": start.saturating_add(duration),
        "duration": duration,
        "transferSize": message.number("transferredBodySize"),
        "requestBody": message.text("request"),
        "responseBody": message.text("response"),
    });
    let payload = json!({"requests": [request]});
    tab.emit(lines, PLUGIN, &json!({"plugin": "rrweb/network@1", "payload": payload}));
}
