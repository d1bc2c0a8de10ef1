//! Any bytes as a recording: pages of odd tags, attributes and styles, and all that happens to pages.
//!
//! Changed bytes seldom stay JSON, and JSON seldom is a page. Here every byte means something.

#[path = "words.rs"]
mod words;

use serde_json::{Value, json};
use std::fmt::Write as _;
use words::{ATTRIBUTES, DECLARATIONS, EXTREMES, PIECES, RULES, SELECTORS, SVG_TAGS, TAGS, TEXTS};

/// The most nodes of a page.
const MOST_NODES: i64 = 1_500;

/// The lines of a recording.
pub(crate) fn recording(plan: &[u8]) -> String {
    let mut maker = Maker { plan, at: 1_700_000_000_000, next: 1, lines: String::new() };
    maker.page();
    while !maker.plan.is_empty() && maker.lines.len() < 2 << 20 {
        maker.happening();
    }
    maker.lines
}

struct Maker<'a> {
    plan: &'a [u8],
    at: i64,
    /// The next node's number.
    next: i64,
    lines: String,
}

impl Maker<'_> {
    /// The next byte; 0 when there are no more.
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.plan.split_first() else { return 0 };
        self.plan = rest;
        *first
    }

    fn one<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        of[usize::from(self.byte()) % of.len()]
    }

    fn number(&mut self) -> f64 {
        match self.byte() {
            byte @ 0..=199 => f64::from(byte) * 2.0,
            byte @ 200..=219 => f64::from(byte) - 210.5,
            byte @ 220..=250 => f64::from(byte) * 1000.0,
            _ => 1e18,
        }
    }

    /// A node that was made, or one that was not.
    fn node(&mut self) -> i64 {
        1 + i64::from(self.byte()) % (self.next + 1)
    }

    fn id(&mut self) -> i64 {
        self.next += 1;
        self.next - 1
    }

    fn event(&mut self, kind: u8, data: &Value) {
        self.at += i64::from(self.byte());
        let event = json!({ "type": kind, "data": data, "timestamp": self.at });
        writeln!(self.lines, "{event}").expect("a text takes all that is written to it");
    }

    /// A page load.
    fn page(&mut self) {
        let (width, height) = (self.number(), self.number());
        self.event(4, &json!({ "href": "https://a.example/p", "width": width, "height": height }));
        self.next = 1;
        let node = self.document();
        let data = json!({ "node": node, "initialOffset": { "top": self.number(), "left": 0 } });
        self.event(2, &data);
    }

    fn document(&mut self) -> Value {
        let (id, html, body) = (self.id(), self.id(), self.id());
        let style = self.style();
        let count = self.byte() % 24;
        let mut inside = vec![style];
        inside.extend((0..count).map(|_| self.content(0)));
        let body =
            json!({ "type": 2, "id": body, "tagName": "body", "attributes": {}, "childNodes": inside });
        let html =
            json!({ "type": 2, "id": html, "tagName": "html", "attributes": {}, "childNodes": [body] });
        json!({ "type": 0, "id": id, "childNodes": [html] })
    }

    fn style(&mut self) -> Value {
        let (id, text) = (self.id(), self.sheet());
        json!({ "type": 2, "id": id, "tagName": "style", "attributes": { "_cssText": text }, "childNodes": [] })
    }

    /// A node and all below it.
    fn content(&mut self, depth: u8) -> Value {
        let kind = self.byte();
        if kind < 60 || self.next > MOST_NODES {
            let id = self.id();
            return json!({ "type": 3, "id": id, "textContent": self.text() });
        }
        if kind < 70 {
            return self.style();
        }
        let svg = kind >= 230;
        let tag = if svg { self.one(&SVG_TAGS) } else { self.one(&TAGS) };
        let (id, attributes) = (self.id(), self.attributes());
        let count = if depth > 40 { 0 } else { self.byte() % 6 };
        let inside: Vec<Value> = (0..count).map(|_| self.content(depth + 1)).collect();
        let mut node =
            json!({ "type": 2, "id": id, "tagName": tag, "attributes": attributes, "childNodes": inside });
        match kind {
            200..=205 => node["isShadow"] = json!(true),
            206..=208 => node = self.nested(node),
            _ if svg => node["isSVG"] = json!(true),
            _ => {}
        }
        node
    }

    /// The node, very deep inside of others.
    fn nested(&mut self, inner: Value) -> Value {
        let (tag, attributes) = (self.one(&TAGS), self.attributes());
        let deep = u16::from(self.byte()) * 2;
        (0..deep).fold(inner, |inner, _| {
            let id = self.id();
            json!({ "type": 2, "id": id, "tagName": tag, "attributes": attributes, "childNodes": [inner] })
        })
    }

    fn text(&mut self) -> String {
        let (text, times) = (self.one(&TEXTS), self.byte());
        if times < 250 { text.to_owned() } else { text.repeat(usize::from(times) * 4) }
    }

    fn attributes(&mut self) -> Value {
        let mut attributes = serde_json::Map::new();
        for _ in 0..self.byte() % 4 {
            let (name, values) = ATTRIBUTES[usize::from(self.byte()) % ATTRIBUTES.len()];
            let value = if name == "style" { self.declarations() } else { self.one(values).to_owned() };
            attributes.insert(name.to_owned(), json!(value));
        }
        attributes.into()
    }

    fn declarations(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.byte() % 4 {
            let (property, values) = DECLARATIONS[usize::from(self.byte()) % DECLARATIONS.len()];
            let value = match self.byte() {
                0..=9 => self.one(&EXTREMES),
                byte => values[usize::from(byte) % values.len()],
            };
            write!(text, "{property}:{value};").expect("a text takes all that is written to it");
        }
        text
    }

    fn rule(&mut self) -> String {
        match self.byte() {
            0..=19 => self.one(&RULES).to_owned(),
            20..=22 => {
                // The same without end, as no page has it and a file may.
                let (piece, times) = (self.one(&PIECES), usize::from(self.byte()));
                piece.repeat(times * times + 1)
            }
            23 => {
                let letters: Vec<u8> = (0..self.byte() % 32).map(|_| self.byte()).collect();
                String::from_utf8_lossy(&letters).into_owned()
            }
            _ => format!("{}{{{}}}", self.one(&SELECTORS), self.declarations()),
        }
    }

    fn sheet(&mut self) -> String {
        (0..=self.byte() % 6).map(|_| self.rule()).collect()
    }

    /// Something that happens to the page.
    fn happening(&mut self) {
        let kind = self.byte();
        if kind < 90 {
            let data = self.mutation();
            self.event(3, &data);
            return;
        }
        let id = self.node();
        let (x, y) = (self.number(), self.number());
        let data = match kind {
            90..=99 => json!({ "source": 1, "positions": [{ "x": x, "y": y, "id": id, "timeOffset": 0 }] }),
            100..=114 => json!({ "source": 2, "type": self.byte() % 11, "id": id, "x": x, "y": y }),
            115..=129 => json!({ "source": 3, "id": id, "x": x, "y": y }),
            130..=134 => json!({ "source": 4, "width": x, "height": y }),
            135..=149 => json!({ "source": 5, "id": id, "text": self.text(), "isChecked": x < 100.0 }),
            150..=164 => {
                let add = json!({ "rule": self.rule(), "index": self.byte() % 4 });
                json!({ "source": 8, "id": id, "adds": [add], "removes": [{ "index": self.byte() % 8 }] })
            }
            165..=179 => {
                let (property, values) = DECLARATIONS[usize::from(self.byte()) % DECLARATIONS.len()];
                let set = json!({ "property": property, "value": self.one(values), "priority": "" });
                json!({ "source": 13, "id": id, "index": [self.byte() % 4], "set": set })
            }
            180..=189 => {
                let rules = [json!({ "rule": self.rule(), "index": 0 })];
                json!({ "source": 15, "id": id, "styles": [{ "styleId": 1, "rules": rules }], "styleIds": [1] })
            }
            190..=194 => {
                json!({ "source": 14, "ranges": [{ "start": id, "startOffset": 0, "end": id, "endOffset": 2 }] })
            }
            195..=199 => {
                json!({ "source": 10, "family": "Font", "fontSource": self.one(&EXTREMES), "buffer": false })
            }
            200..=205 => json!({ "source": 7, "id": id, "type": self.byte() % 5, "currentTime": x }),
            206..=215 => {
                self.page();
                return;
            }
            _ => self.frame(id),
        };
        self.event(3, &data);
    }

    /// The document of an iframe.
    fn frame(&mut self, parent: i64) -> Value {
        let node = self.document();
        let add = json!({ "parentId": parent, "nextId": null, "node": node });
        json!({ "source": 0, "adds": [add], "removes": [], "texts": [], "attributes": [], "isAttachIframe": true })
    }

    fn mutation(&mut self) -> Value {
        let mut removes = Vec::new();
        for _ in 0..self.byte() % 3 {
            removes.push(json!({ "parentId": self.node(), "id": self.node() }));
        }
        let mut adds = Vec::new();
        for _ in 0..self.byte() % 4 {
            let (parent, next) = (self.node(), self.node());
            let next = if next % 2 == 0 { json!(next) } else { Value::Null };
            adds.push(json!({ "parentId": parent, "nextId": next, "node": self.content(30) }));
        }
        let mut attributes = Vec::new();
        for _ in 0..self.byte() % 3 {
            attributes.push(json!({ "id": self.node(), "attributes": self.attributes() }));
        }
        let mut texts = Vec::new();
        for _ in 0..self.byte() % 2 {
            texts.push(json!({ "id": self.node(), "value": self.text() }));
        }
        json!({ "source": 0, "adds": adds, "removes": removes, "texts": texts, "attributes": attributes })
    }
}
