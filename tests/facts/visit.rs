//! Makes recordings by hand: a page written as HTML and what happens on it.

use std::collections::BTreeMap;
use wherefore::event::{
    Added, AttributeChange, Event, EventKind, Mutation, NewNode, NodeContent, NodeId, Point, PointerKind,
    Position, PressKind, Removed, SelectionRange, Size, Snapshot, Time,
};
use wherefore::facts::{self, Facts, Rules, Signal, SignalKind};

/// A recording that is being written. Elements are named by their `id`; the document is `""`.
pub(crate) struct Visit {
    pub(crate) events: Vec<Event>,
    ids: BTreeMap<String, NodeId>,
    next: i64,
    pub(crate) window: u16,
}

impl Visit {
    /// On `https://shop.example/`, 1000 × 800, with `html` as its body.
    pub(crate) fn on(html: &str) -> Self {
        Self::at_address("https://shop.example/", html)
    }

    pub(crate) fn at_address(href: &str, html: &str) -> Self {
        let mut visit = Self::empty();
        visit.page(0, href, html);
        visit
    }

    pub(crate) fn empty() -> Self {
        Self { events: Vec::new(), ids: BTreeMap::new(), next: 1, window: 0 }
    }

    pub(crate) fn push(&mut self, at: i64, kind: EventKind) -> &mut Self {
        self.events.push(Event { at: Time(at), window: self.window, kind });
        self
    }

    pub(crate) fn meta(&mut self, at: i64, href: &str) -> &mut Self {
        self.push(at, EventKind::Meta { href: href.into(), viewport: Size::new(1000.0, 800.0) })
    }

    /// Another page: address and document.
    pub(crate) fn page(&mut self, at: i64, href: &str, html: &str) -> &mut Self {
        self.meta(at, href);
        self.snapshot(at, html)
    }

    pub(crate) fn snapshot(&mut self, at: i64, html: &str) -> &mut Self {
        self.ids.clear();
        self.next = 2;
        let document = NewNode {
            id: NodeId(1),
            parent: None,
            in_shadow: false,
            content: NodeContent::Document { quirks: false },
        };
        self.ids.insert(String::new(), NodeId(1));
        let mut nodes = vec![document];
        let whole = if html.contains("<html") {
            html.to_owned()
        } else {
            format!("<html><body>{html}</body></html>")
        };
        nodes.extend(self.parse(&whole, Some(NodeId(1))));
        self.push(at, EventKind::Snapshot(Box::new(Snapshot { nodes, scroll: Point::default() })))
    }

    fn parse(&mut self, html: &str, top: Option<NodeId>) -> Vec<NewNode> {
        let mut nodes = Vec::new();
        let mut open: Vec<Option<NodeId>> = vec![top];
        for part in html.split('<') {
            let Some((tag, text)) = part.split_once('>') else { continue };
            let parent = open.last().copied().flatten();
            if tag.starts_with('/') {
                open.pop();
            } else {
                let id = self.put(tag, parent, &mut nodes);
                let void = ["input", "img", "br", "meta", "link"].iter().any(|name| tag.starts_with(name));
                if !void && !tag.ends_with('/') {
                    open.push(Some(id));
                }
            }
            if !text.is_empty() {
                let parent = open.last().copied().flatten();
                nodes.push(NewNode {
                    id: self.number(),
                    parent,
                    in_shadow: false,
                    content: NodeContent::Text(text.into()),
                });
            }
        }
        nodes
    }

    fn put(&mut self, tag: &str, parent: Option<NodeId>, nodes: &mut Vec<NewNode>) -> NodeId {
        let tag = tag.trim_end_matches('/');
        let (name, rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        let mut in_shadow = false;
        // Attributes are written as a="b c" or bare.
        let mut parts = rest.split('"');
        while let Some(before) = parts.next() {
            let mut names: Vec<&str> = before.split_whitespace().collect();
            if let Some(value) = parts.next()
                && let Some(name) = names.pop()
            {
                attributes.push((name.trim_end_matches('=').into(), value.into()));
            }
            in_shadow |= names.contains(&"shadow");
            attributes.extend(
                names.into_iter().filter(|name| *name != "shadow").map(|name| (name.into(), "".into())),
            );
        }
        let id = self.number();
        if let Some((_, own)) =
            attributes.iter().find(|(name, _): &&(std::sync::Arc<str>, std::sync::Arc<str>)| &**name == "id")
        {
            self.ids.insert(own.to_string(), id);
        }
        let content =
            NodeContent::Element { tag: name.into(), svg: name == "svg" || name == "path", attributes };
        nodes.push(NewNode { id, parent, in_shadow, content });
        id
    }

    fn number(&mut self) -> NodeId {
        self.next += 1;
        NodeId(self.next)
    }

    pub(crate) fn id(&self, name: &str) -> NodeId {
        self.ids[name]
    }

    pub(crate) fn press(&mut self, at: i64, kind: PressKind, name: &str, (x, y): (f64, f64)) -> &mut Self {
        let touch = matches!(kind, PressKind::TouchStart | PressKind::TouchEnd | PressKind::TouchCancel);
        let pointer = if touch { PointerKind::Touch } else { PointerKind::Mouse };
        let kind = EventKind::Press { kind, node: self.id(name), point: Some(Point::new(x, y)), pointer };
        self.push(at, kind)
    }

    pub(crate) fn click(&mut self, at: i64, name: &str) -> &mut Self {
        self.press(at, PressKind::Click, name, (100.0, 100.0))
    }

    pub(crate) fn tap(&mut self, at: i64, name: &str) -> &mut Self {
        let kind = EventKind::Press {
            kind: PressKind::Click,
            node: self.id(name),
            point: Some(Point::new(100.0, 100.0)),
            pointer: PointerKind::Touch,
        };
        self.push(at, kind)
    }

    pub(crate) fn scroll(&mut self, at: i64, name: &str, y: f64) -> &mut Self {
        let node = self.id(name);
        self.push(at, EventKind::Scroll { node, to: Point::new(0.0, y) })
    }

    pub(crate) fn moves(&mut self, at: i64) -> &mut Self {
        let positions = vec![Position { at: Time(at), point: Point::new(5.0, 5.0), node: None }];
        self.push(at, EventKind::Moves { by: wherefore::event::MoveKind::Mouse, positions })
    }

    pub(crate) fn set(&mut self, at: i64, name: &str, attribute: &str, value: Option<&str>) -> &mut Self {
        let change = value.map_or(AttributeChange::Remove, |value| AttributeChange::Set(value.into()));
        let attributes = vec![(self.id(name), vec![(attribute.into(), change)])];
        self.push(at, EventKind::Mutation(Box::new(Mutation { attributes, ..Mutation::default() })))
    }

    /// Puts `html` at the end of an element.
    pub(crate) fn add(&mut self, at: i64, name: &str, html: &str) -> &mut Self {
        let parent = self.id(name);
        let nodes = self.parse(html, None);
        let added = Added { parent, next: None, previous: None, nodes };
        self.push(at, EventKind::Mutation(Box::new(Mutation { adds: vec![added], ..Mutation::default() })))
    }

    pub(crate) fn remove(&mut self, at: i64, parent: &str, name: &str) -> &mut Self {
        let removes = vec![Removed { parent: self.id(parent), node: self.id(name) }];
        self.push(at, EventKind::Mutation(Box::new(Mutation { removes, ..Mutation::default() })))
    }

    pub(crate) fn input(&mut self, at: i64, name: &str, text: &str, by_user: Option<bool>) -> &mut Self {
        let node = self.id(name);
        self.push(at, EventKind::Input { node, text: text.into(), checked: false, by_user })
    }

    pub(crate) fn select(&mut self, at: i64, name: &str, from: u32, to: u32) -> &mut Self {
        let node = self.id(name);
        let range = SelectionRange { start: node, start_offset: from, end: node, end_offset: to };
        self.push(at, EventKind::Selection(vec![range]))
    }

    pub(crate) fn custom(&mut self, at: i64, tag: &str, payload: &str) -> &mut Self {
        self.push(at, EventKind::Custom { tag: tag.into(), payload: payload.into() })
    }

    pub(crate) fn console(&mut self, at: i64, level: &str, text: &str) -> &mut Self {
        let payload = format!(r#"{{"level":"{level}","payload":["\"{text}\""],"trace":[]}}"#);
        self.push(at, EventKind::Plugin { name: "rrweb/console@1".into(), payload: payload.as_str().into() })
    }

    /// The recording goes on until then.
    pub(crate) fn until(&mut self, at: i64) -> &mut Self {
        self.push(at, EventKind::Other { name: "end".into() })
    }

    pub(crate) fn facts(&self) -> Facts {
        facts::derive(&self.events, &Rules::default())
    }

    pub(crate) fn signals(&self, kind: SignalKind) -> Vec<Signal> {
        self.facts().signals.into_iter().filter(|signal| signal.kind == kind).collect()
    }

    /// When signals of a kind began.
    pub(crate) fn times(&self, kind: SignalKind) -> Vec<i64> {
        self.signals(kind).iter().map(|signal| signal.at.0).collect()
    }
}
