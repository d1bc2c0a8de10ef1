//! Writes `OpenReplay` recordings: message by message, or from a recording by comparing its pages.

use std::collections::BTreeMap;
use wherefore::event::{Event, EventKind, NodeId, PressKind};
use wherefore::replay::{Content, Dom, Node, PageState};

/// A field of a message.
#[derive(Debug, Clone)]
pub(crate) enum F<'a> {
    U(u64),
    I(i64),
    S(&'a str),
    B(bool),
}
pub(crate) use F::{B, I, S, U};

/// The three versions of the container, and the first without numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    Plain,
    Numbered,
    Second,
    Third,
}

/// A recording being written.
pub(crate) struct Encoder {
    pub(crate) version: Version,
    pub(crate) bytes: Vec<u8>,
    /// Where each message begins.
    pub(crate) starts: Vec<usize>,
    next: u64,
}

impl Encoder {
    pub(crate) fn new(version: Version) -> Self {
        let last = match version {
            Version::Plain | Version::Numbered => 0xff,
            Version::Second => 0xfe,
            Version::Third => 0xfd,
        };
        let mut bytes = vec![0xff; 7];
        bytes.push(last);
        Self { version, bytes, starts: Vec::new(), next: 1 }
    }

    pub(crate) fn message(&mut self, kind: u64, fields: &[F<'_>]) -> &mut Self {
        self.starts.push(self.bytes.len());
        if self.version == Version::Numbered {
            self.bytes.extend(self.next.to_le_bytes());
            self.next += 1;
        }
        number(&mut self.bytes, kind);
        let mut body = Vec::new();
        for field in fields {
            match field {
                U(value) => number(&mut body, *value),
                I(value) => number(&mut body, (value.wrapping_shl(1) ^ (value >> 63)).cast_unsigned()),
                B(value) => body.push(u8::from(*value)),
                S(value) => {
                    number(&mut body, value.len() as u64);
                    body.extend(value.as_bytes());
                }
            }
        }
        let sized = matches!(self.version, Version::Second | Version::Third);
        if sized && !(80..=82).contains(&kind) {
            let size = u32::try_from(body.len()).unwrap().to_le_bytes();
            self.bytes.extend(&size[..3]);
        }
        self.bytes.extend(body);
        self
    }
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Records a page as it changes: what differs from what was recorded is written down.
pub(crate) struct Recorder {
    pub(crate) out: Encoder,
    page: PageState,
    html: Option<NodeId>,
    /// The children of each node as recorded, without what cannot be.
    children: BTreeMap<i64, Vec<i64>>,
    parents: BTreeMap<i64, i64>,
}

impl Recorder {
    pub(crate) fn new(version: Version) -> Self {
        Self {
            out: Encoder::new(version),
            page: PageState::default(),
            html: None,
            children: BTreeMap::new(),
            parents: BTreeMap::new(),
        }
    }

    /// Takes an event that happened at `now` ms since 1970.
    pub(crate) fn event(&mut self, event: &Event, now: i64) {
        let before = self.page.clone();
        self.page.apply(event);
        self.out.message(0, &[U(now.unsigned_abs())]);
        match &event.kind {
            EventKind::Meta { href, viewport } => {
                self.out.message(122, &[S(href), S(""), U(1), S("")]);
                self.out.message(5, &[U(viewport.width as u64), U(viewport.height as u64)]);
            }
            EventKind::Resize(size) => {
                self.out.message(5, &[U(size.width as u64), U(size.height as u64)]);
            }
            EventKind::Snapshot(snapshot) => {
                self.out.message(7, &[]);
                self.out.message(6, &[I(snapshot.scroll.x as i64), I(snapshot.scroll.y as i64)]);
                self.children.clear();
                self.parents.clear();
                let root = self.page.dom.root().unwrap();
                let kids = self.page.dom.get(root).unwrap().children.clone();
                self.html = kids.into_iter().find(|kid| self.page.dom.element(*kid).is_some());
                self.difference(&Dom::default());
            }
            EventKind::Moves { positions, .. } => {
                for position in positions {
                    self.out.message(20, &[U(position.point.x as u64), U(position.point.y as u64)]);
                }
            }
            EventKind::Press { kind: PressKind::Click, node, point, .. } => {
                if let Some(point) = point {
                    self.out.message(20, &[U(point.x as u64), U(point.y as u64)]);
                }
                let number = self.number(*node);
                self.out.message(68, &[U(number), U(7), S("label"), S("a > b"), U(5000), U(250)]);
            }
            EventKind::Press { kind: PressKind::Focus, node, .. } => {
                let number = self.number(*node);
                self.out.message(58, &[I(number.cast_signed())]);
            }
            EventKind::Scroll { node, to } if Some(*node) == self.page.dom.root() => {
                self.out.message(6, &[I(to.x as i64), I(to.y as i64)]);
            }
            EventKind::Scroll { node, to } => {
                let number = self.number(*node);
                self.out.message(16, &[U(number), I(to.x as i64), I(to.y as i64)]);
            }
            EventKind::Plugin { payload, .. } => {
                self.out.message(22, &[S("log"), S(payload)]);
            }
            _ => self.difference(&before.dom),
        }
    }

    /// The page as it now is.
    pub(crate) fn page(&self) -> &PageState {
        &self.page
    }

    fn number(&self, id: NodeId) -> u64 {
        if Some(id) == self.html { 0 } else { id.0.unsigned_abs() }
    }

    fn difference(&mut self, before: &Dom) {
        let dom = self.page.dom.clone();
        let gone: Vec<i64> =
            self.parents.keys().copied().filter(|id| dom.get(NodeId(*id)).is_none()).collect();
        for id in gone {
            if self.parents.contains_key(&id) {
                self.out.message(11, &[U(id.unsigned_abs())]);
                self.forget(id);
            }
        }
        let Some(html) = self.html else { return };
        let order: Vec<NodeId> = dom.descendants(html).map(|(_, id, _)| id).collect();
        for id in order {
            self.arrange(&dom, before, id);
        }
    }

    fn arrange(&mut self, dom: &Dom, before: &Dom, parent: NodeId) {
        let node = dom.get(parent).unwrap();
        if Some(parent) == self.html {
            self.content(parent, node, before.get(parent));
        }
        let wanted = node.children.iter().filter(|kid| is_recorded(dom, **kid));
        for (index, kid) in wanted.enumerate() {
            let number = kid.0.unsigned_abs();
            let place = [U(number), U(self.number(parent)), U(index as u64)];
            let child = dom.get(*kid).unwrap();
            let mut old = before.get(*kid);
            if known_at(&self.children, parent.0, index) != Some(kid.0) {
                if self.parents.contains_key(&kid.0) {
                    self.out.message(10, &place);
                    self.unlink(kid.0);
                } else {
                    old = None;
                    self.create(child, place);
                }
                self.children.entry(parent.0).or_default().insert(index, kid.0);
                self.parents.insert(kid.0, parent.0);
            }
            self.content(*kid, child, old);
        }
    }

    fn create(&mut self, child: &Node, [id, parent, index]: [F<'_>; 3]) {
        let Content::Element(element) = &child.content else {
            self.out.message(9, &[id, parent, index]);
            return;
        };
        let tag = if element.svg { element.tag.to_string() } else { element.tag.to_uppercase() };
        self.out.message(8, &[id, parent, index, S(&tag), B(element.svg)]);
    }

    fn content(&mut self, id: NodeId, node: &Node, old: Option<&Node>) {
        let number = self.number(id);
        match (&node.content, old.map(|old| &old.content)) {
            (Content::Text(words), Some(Content::Text(before))) if before == words => {}
            (Content::Text(words), _) => {
                self.out.message(14, &[U(number), S(words)]);
            }
            (Content::Element(element), old) => {
                let none = Vec::new();
                let (before, sheet) = match old {
                    Some(Content::Element(old)) => (&old.attributes, old.special().sheet.clone()),
                    _ => (&none, None),
                };
                for (name, _) in before {
                    if element.attribute(name).is_none() {
                        self.out.message(13, &[U(number), S(name)]);
                    }
                }
                for (name, value) in &element.attributes {
                    let same = before.iter().any(|(known, old)| known == name && old == value);
                    match (same, &**name) {
                        (true, _) => {}
                        (false, "value") => drop(self.out.message(18, &[U(number), S(value), I(-1)])),
                        (false, _) => drop(self.out.message(12, &[U(number), S(name), S(value)])),
                    }
                }
                if let Some(picture) = element.special().picture.as_ref().filter(|_| old.is_none()) {
                    self.out.message(12, &[U(number), S("rr_dataURL"), S(picture)]);
                }
                if let Some(css) = element.special().sheet.as_ref().filter(|css| Some(*css) != sheet.as_ref())
                {
                    self.out.message(15, &[U(number), S(css)]);
                }
            }
            _ => {}
        }
    }

    fn unlink(&mut self, id: i64) {
        if let Some(parent) = self.parents.remove(&id) {
            self.children.entry(parent).or_default().retain(|kid| *kid != id);
        }
    }

    fn forget(&mut self, id: i64) {
        self.unlink(id);
        for kid in self.children.remove(&id).unwrap_or_default() {
            self.forget(kid);
        }
    }
}

fn known_at(children: &BTreeMap<i64, Vec<i64>>, parent: i64, index: usize) -> Option<i64> {
    children.get(&parent)?.get(index).copied()
}

/// Elements and texts are recorded; comments are not.
fn is_recorded(dom: &Dom, id: NodeId) -> bool {
    dom.get(id).is_some_and(|node| matches!(node.content, Content::Element(_) | Content::Text(_)))
}
