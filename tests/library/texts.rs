//! Full text: what could be read or was typed is found, and nothing else.

use super::{BEGIN, ids, import, open, write};
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::Path;
use tempfile::tempdir;
use wherefore::job::Progress;
use wherefore::library::Library;

/// A recording with words in every place where they may and may not be read.
fn recording() -> String {
    let text = |id: i64, text: &str| json!({"type": 3, "id": id, "textContent": text});
    let element = |id: i64, tag: &str, attributes: Value, children: Vec<Value>| json!({"type": 2, "id": id, "tagName": tag, "attributes": attributes, "childNodes": children});
    let head = vec![
        element(10, "title", json!({}), vec![text(11, "Trail shoes")]),
        element(12, "style", json!({}), vec![text(13, ".stylish { color: red }")]),
        element(14, "script", json!({}), vec![text(15, "var scripted = 1")]),
    ];
    let body = vec![
        element(20, "p", json!({}), vec![text(21, "  Free\n shipping over 50 €")]),
        element(22, "img", json!({"alt": "A café", "src": "hidden.webp"}), vec![]),
        element(23, "noscript", json!({}), vec![element(24, "p", json!({}), vec![text(25, "switched off")])]),
        element(26, "input", json!({"type": "search", "placeholder": "Find a shoe"}), vec![]),
        element(27, "input", json!({"type": "password"}), vec![]),
        element(28, "p", json!({}), vec![text(29, "****** ***")]),
    ];
    let html = element(
        2,
        "html",
        json!({}),
        vec![element(3, "head", json!({}), head), element(4, "body", json!({}), body)],
    );
    let at = |ms: i64, kind: i64, data: Value| json!({"type": kind, "data": data, "timestamp": BEGIN + ms});
    let typed = |ms: i64, id: i64, text: &str| {
        at(ms, 3, json!({"source": 5, "id": id, "text": text, "isChecked": false, "userTriggered": true}))
    };
    let adds = json!([{"parentId": 20, "nextId": null, "node": text(40, "Only two left")}]);
    let mutation = json!({"source": 0, "adds": adds, "removes": [], "attributes": [], "texts": [
        {"id": 21, "value": "Now without shipping costs"}, {"id": 15, "value": "var rewritten = 2"}]});
    let snapshot =
        json!({"node": {"type": 0, "id": 1, "childNodes": [html]}, "initialOffset": {"top": 0, "left": 0}});
    let events = json!([
        at(0, 4, json!({"href": "https://shop.example/", "width": 390, "height": 844})),
        at(10, 2, snapshot),
        typed(1000, 26, "wint"),
        typed(1100, 26, "winter boots"),
        typed(2000, 27, "secretword"),
        typed(3000, 26, "****"),
        at(4000, 3, mutation),
    ]);
    events.to_string()
}

#[test]
fn what_could_be_read_or_was_typed_is_found() {
    let folder = tempdir().unwrap();
    let path = write(folder.path(), "words.json", &recording());
    let mut library = open(folder.path());
    import(&mut library, &[path]);
    let found = |line: &str| !ids(&library, line).is_empty();
    for line in [
        "text:\"free shipping\"",
        "text:FREE",
        "text:ship*",
        "text:\"free ship*\"",
        "text:\"free*50\"",
        "text:cafe",
        "text:\"trail shoes\"",
        "text:\"find a shoe\"",
        "text:\"winter boots\"",
        "text:\"two left\"",
        "text:\"without shipping\"",
        "text:nowhere,boots",
        "text:boots text:free",
        "-text:nowhere",
        "text:*",
    ] {
        assert!(found(line), "{line}");
    }
    for line in [
        "text:\"shipping free\"",
        "text:stylish",
        "text:scripted",
        "text:rewritten",
        "text:switched",
        "text:webp",
        "text:secretword",
        "text:wint",
        "text:\"boots free\"",
        "text:none",
        "text:\"???\"",
        "-text:free",
    ] {
        assert!(!found(line), "{line}");
    }
}

/// Whether a text stands in a recording's JSON where it can be read.
fn readable(value: &Value, tag: &str, phrase: &str) -> bool {
    let has = |text: &Value| {
        let lower = text.as_str().unwrap_or_default().to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let wanted: Vec<&str> = phrase.split(' ').collect();
        words.windows(wanted.len()).any(|window| window == wanted)
    };
    match value {
        Value::Array(values) => values.iter().any(|value| readable(value, tag, phrase)),
        Value::Object(fields) => {
            let tag = fields.get("tagName").and_then(Value::as_str).unwrap_or(tag);
            let own = ["textContent", "value", "alt", "placeholder", "aria-label", "title", "text"];
            !["style", "script", "noscript"].contains(&tag)
                && fields.iter().any(|(name, value)| {
                    (own.contains(&name.as_str()) && value.is_string() && has(value))
                        || readable(value, tag, phrase)
                })
        }
        _ => false,
    }
}

#[test]
fn the_sample_has_the_words_that_its_json_has() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions/nordlund");
    let folder = tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("sample.wherefore")).unwrap();
    library.import(std::slice::from_ref(&sample), &Progress::default()).unwrap();
    let phrases = ["free delivery", "size guide", "add to cart", "code is not valid", "trail20", "postcode"];
    let mut expected = vec![Vec::new(); phrases.len()];
    for file in std::fs::read_dir(sample.join("recordings")).unwrap() {
        let path = file.unwrap().path();
        let mut text = String::new();
        flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap()).read_to_string(&mut text).unwrap();
        let events: Vec<Value> = serde_json::from_str(&text).unwrap();
        let id = path.file_name().unwrap().to_string_lossy().replace(".json.gz", "");
        for (phrase, expected) in phrases.iter().zip(&mut expected) {
            let seen = |event: &Value| {
                event["type"] != 5 && event["type"] != 6 && readable(&event["data"], "", phrase)
            };
            if events.iter().any(seen) {
                expected.push(id.clone());
            }
        }
    }
    for (phrase, mut expected) in phrases.iter().zip(expected) {
        let mut found = ids(&library, &format!("text:{phrase:?}"));
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{phrase}");
    }
}
