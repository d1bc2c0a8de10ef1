//! What a recording tells beside the page: lines of the console, requests, events that the page named
//! itself, keys that are no text. Short texts for lists, in order of time; errors are in
//! [`super::Facts::errors`].

use super::told::console_text;
use crate::event::{EventKind, Time};
use crate::replay::Replay;
use serde_json::Value;

/// So many are told of one recording.
const MOST: usize = 20_000;
/// So many letters of a text are kept.
const LETTERS: usize = 200;

/// What kind of thing is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// A line of the console.
    Console,
    /// A warning on the console.
    Warning,
    /// A request of the page.
    Request,
    /// A request that failed.
    Failed,
    /// An event that the page, or the recording product, named itself.
    Custom,
    /// A key that is no text, such as `Enter` or `Ctrl+V`.
    Key,
}

/// Something told beside the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub at: Time,
    /// What kind of thing.
    pub kind: NoteKind,
    /// What, in one line: the console's words, `GET /cart`, the event's name, the key.
    pub title: String,
    /// More of it, in one line: the status and how long it took, the event's payload. May be empty.
    pub detail: String,
}

/// Everything that a recording tells beside the page, at most 20,000 of it, in its order. What cannot be
/// read is left out.
pub fn notes(replay: &Replay) -> Vec<Note> {
    let mut all = Notes { list: Vec::new(), at: Time::ZERO };
    replay.each_event(|event| {
        if all.list.len() >= MOST {
            return;
        }
        all.at = event.at;
        match &event.kind {
            EventKind::Plugin { name, payload } if name.starts_with("rrweb/console") => {
                all.console(&parse(payload));
            }
            EventKind::Plugin { name, payload } if name.contains("/network@1") => {
                all.requests(&parse(payload));
            }
            EventKind::Custom { tag, payload } => all.custom(tag, payload),
            _ => {}
        }
    });
    all.list.truncate(MOST);
    all.list
}

struct Notes {
    list: Vec<Note>,
    at: Time,
}

impl Notes {
    fn push(&mut self, kind: NoteKind, title: &str, detail: &str) {
        let (title, detail) = (line(title), line(detail));
        if !title.is_empty() {
            self.list.push(Note { at: self.at, kind, title, detail });
        }
    }

    fn console(&mut self, told: &Value) {
        let level = told["level"].as_str().unwrap_or_default();
        let kind = match level {
            "error" | "assert" => return,
            "warn" => NoteKind::Warning,
            _ => NoteKind::Console,
        };
        let parts = told["payload"].as_array().map_or(&[][..], Vec::as_slice);
        let words: Vec<String> = parts.iter().map(console_text).collect();
        self.push(kind, &words.join(" "), level);
    }

    fn requests(&mut self, told: &Value) {
        for request in told["requests"].as_array().map_or(&[][..], Vec::as_slice) {
            let by = request["initiatorType"].as_str().unwrap_or_default();
            let status = ["responseStatus", "status"].iter().find_map(|key| request[*key].as_u64());
            let asked = matches!(by, "fetch" | "xmlhttprequest" | "beacon" | "navigation");
            // Pictures and fonts are of interest only when they are missing.
            if asked || status.is_some_and(|status| status >= 400) {
                let url = ["name", "url"].iter().find_map(|key| request[*key].as_str()).unwrap_or_default();
                let method = request["method"].as_str().unwrap_or("GET");
                self.request(method, url, status, request["duration"].as_f64());
            }
        }
    }

    fn request(&mut self, method: &str, url: &str, status: Option<u64>, took_ms: Option<f64>) {
        let failed = status.is_some_and(|status| status >= 400);
        let kind = if failed { NoteKind::Failed } else { NoteKind::Request };
        let status = status.filter(|status| *status > 0).map(|status| status.to_string());
        let took = took_ms.map(|ms| format!("{ms:.0} ms"));
        let detail: Vec<String> = [status, took].into_iter().flatten().collect();
        self.push(kind, &format!("{method} {}", bare(url)), &detail.join(" · "));
    }

    fn custom(&mut self, tag: &str, payload: &str) {
        match tag {
            "breadcrumb" => self.breadcrumb(&parse(payload)),
            "performanceSpan" => {
                let told = parse(payload);
                if matches!(told["op"].as_str(), Some("resource.fetch" | "resource.xhr")) {
                    let (data, url) = (&told["data"], told["description"].as_str().unwrap_or_default());
                    let seconds = told["startTimestamp"].as_f64().zip(told["endTimestamp"].as_f64());
                    let took = seconds.map(|(from, to)| (to - from) * 1000.0);
                    self.request(
                        data["method"].as_str().unwrap_or("GET"),
                        url,
                        data["statusCode"].as_u64(),
                        took,
                    );
                }
            }
            // What products write for themselves.
            "options" | "sessionIdle" | "sessionNoLongerIdle" => {}
            _ if tag.starts_with("$session") || tag.starts_with("$posthog") || tag.starts_with("$remote") => {
            }
            _ => self.push(NoteKind::Custom, tag, if payload == "null" { "" } else { payload }),
        }
    }

    fn breadcrumb(&mut self, told: &Value) {
        let category = told["category"].as_str().unwrap_or_default();
        let message = told["message"].as_str().unwrap_or_default();
        let level = told["level"].as_str().unwrap_or_default();
        match category {
            _ if matches!(level, "error" | "fatal") => {}
            "console" => {
                let kind = if level == "warning" { NoteKind::Warning } else { NoteKind::Console };
                self.push(kind, message, level);
            }
            "ui.keyDown" => self.key(&told["data"]),
            "navigation" | "" => {}
            _ if category.starts_with("ui.") || category.starts_with("replay.") => {}
            _ => self.push(NoteKind::Custom, category, message),
        }
    }

    fn key(&mut self, data: &Value) {
        let key = data["key"].as_str().unwrap_or_default();
        let held = |name: &str| data[name].as_bool() == Some(true);
        let with = [("ctrlKey", "Ctrl"), ("metaKey", "Cmd"), ("altKey", "Alt"), ("shiftKey", "Shift")];
        let mut keys: Vec<&str> =
            with.into_iter().filter(|(name, _)| held(name)).map(|(_, word)| word).collect();
        let text = key.chars().count() == 1 && !keys.iter().any(|word| *word != "Shift");
        if key.is_empty() || text || with.iter().any(|(_, word)| *word == key) {
            return;
        }
        keys.push(match key {
            " " => "Space",
            "Control" | "Meta" => return,
            "ArrowLeft" => "←",
            "ArrowRight" => "→",
            "ArrowUp" => "↑",
            "ArrowDown" => "↓",
            "Escape" => "Esc",
            _ => key,
        });
        self.push(NoteKind::Key, &keys.join("+"), "");
    }
}

fn parse(payload: &str) -> Value {
    serde_json::from_str(payload).unwrap_or(Value::Null)
}

/// On one line, cut off.
fn line(text: &str) -> String {
    let line: String =
        text.chars().take(LETTERS * 2).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let line = line.trim();
    match line.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// An address without scheme, host and query: what tells requests of one shop apart.
fn bare(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.filter(|path| path.len() > 1).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::job::Progress;
    use NoteKind as K;

    fn told(kind: EventKind) -> Vec<(NoteKind, String, String)> {
        let events = vec![Event { at: Time(5), window: 0, kind }];
        let replay = Replay::new(events, &Progress::default()).unwrap();
        notes(&replay).into_iter().map(|note| (note.kind, note.title, note.detail)).collect()
    }

    #[track_caller]
    fn check(kind: EventKind, expected: &[(NoteKind, &str, &str)]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, title, detail)| (*kind, (*title).to_owned(), (*detail).to_owned()))
            .collect();
        assert_eq!(told(kind), expected);
    }

    fn plugin(name: &str, payload: &str) -> EventKind {
        EventKind::Plugin { name: name.into(), payload: payload.into() }
    }

    fn custom(tag: &str, payload: &str) -> EventKind {
        EventKind::Custom { tag: tag.into(), payload: payload.into() }
    }

    #[test]
    fn the_console_is_told_without_its_errors() {
        let line = |level: &str| {
            plugin("rrweb/console@1", &format!(r#"{{"level":"{level}","payload":["\"a b\"","7"]}}"#))
        };
        check(line("log"), &[(K::Console, "a b 7", "log")]);
        check(line("warn"), &[(K::Warning, "a b 7", "warn")]);
        check(line("error"), &[]);
        check(plugin("rrweb/console@1", "no json"), &[]);
    }

    #[test]
    fn requests_are_told_with_status_and_time_and_pictures_only_when_missing() {
        let payload = r#"{"requests":[
            {"name":"https://a.example/api/cart?id=7","initiatorType":"fetch","method":"POST","status":200,"duration":41.6},
            {"name":"https://a.example/a.png","initiatorType":"img","responseStatus":200},
            {"name":"https://a.example/b.png","initiatorType":"img","responseStatus":404}]}"#;
        let expected = [(K::Request, "POST /api/cart", "200 · 42 ms"), (K::Failed, "GET /b.png", "404")];
        check(plugin("rrweb/network@1", payload), &expected);
        let span = r#"{"op":"resource.fetch","description":"https://a.example/x","startTimestamp":1,"endTimestamp":1.5,"data":{"method":"GET","statusCode":500}}"#;
        check(custom("performanceSpan", span), &[(K::Failed, "GET /x", "500 · 500 ms")]);
    }

    #[test]
    fn keys_that_are_text_are_not_told() {
        let key = |data: &str| custom("breadcrumb", &format!(r#"{{"category":"ui.keyDown","data":{data}}}"#));
        check(key(r#"{"key":"Enter"}"#), &[(K::Key, "Enter", "")]);
        check(key(r#"{"key":"v","ctrlKey":true}"#), &[(K::Key, "Ctrl+v", "")]);
        check(key(r#"{"key":"A","shiftKey":true}"#), &[]);
        check(key(r#"{"key":"Shift","shiftKey":true}"#), &[]);
        check(custom("add_to_cart", r#"{"value":7}"#), &[(K::Custom, "add_to_cart", r#"{"value":7}"#)]);
        check(custom("$session_options", "{}"), &[]);
    }
}
