//! One tab of the browser: its document, and what it told that is not written yet.
//!
//! What is told at one moment goes out together: a document as one snapshot, its changes as one
//! mutation.

use super::lines::Lines;
use super::sheets::Sheets;
use super::tree::{DOCUMENT, Tree};
use super::write::{self, Data};
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::sync::Arc;

/// Kinds of rrweb's events.
pub(super) const PARSED: u8 = 0;
pub(super) const SNAPSHOT: u8 = 2;
pub(super) const CHANGE: u8 = 3;
pub(super) const META: u8 = 4;
pub(super) const CUSTOM: u8 = 5;
pub(super) const PLUGIN: u8 = 6;

/// How long positions of the pointer are gathered, ms; as rrweb does.
const GATHER_MS: u64 = 500;

/// How many positions are gathered, and how many events behind a snapshot.
const MOST_GATHERED: usize = 1000;

/// A tab.
#[derive(Debug, Default)]
pub(super) struct Tab {
    /// Its place in the list of tabs.
    pub(super) number: usize,
    pub(super) tree: Tree,
    pub(super) sheets: Sheets,
    /// Texts by number, as old recorders wrote attributes.
    pub(super) words: HashMap<u64, Arc<str>>,
    /// Where the pointer is.
    pub(super) pointer: Option<(u64, u64)>,
    pub(super) focus: Option<i64>,
    now: Option<u64>,
    /// The document was begun at this moment: all that is told belongs to its snapshot.
    building: bool,
    href: String,
    /// An address that a page load told, whose document has not come yet, and when.
    loading: Option<(Option<u64>, Json)>,
    viewport: (u64, u64),
    scroll: (i64, i64),
    /// Events that follow the snapshot.
    after: Vec<(u8, Data)>,
    /// Time, x and y.
    moves: Vec<(u64, u64, u64)>,
}

impl Tab {
    /// The tab at this place in the list.
    pub(super) fn new(number: usize) -> Self {
        Self { number, ..Self::default() }
    }

    /// The time goes on to `now`; `false` when that is earlier than what was told before.
    pub(super) fn go_on(&mut self, now: Option<u64>, lines: &mut Lines) -> bool {
        let forward = now >= self.now;
        if now > self.now {
            self.flush(lines);
            self.now = now;
        }
        forward
    }

    /// Another part begins, which may tell earlier times.
    pub(super) fn new_part(&mut self, lines: &mut Lines) {
        self.flush(lines);
        self.now = None;
    }

    /// All that is not written yet, as the recording ends.
    pub(super) fn finish(&mut self, lines: &mut Lines) {
        self.flush(lines);
        self.flush_moves(lines);
        self.tell_loading(lines);
    }

    /// A new document; whatever was told of the old one is over.
    pub(super) fn new_document(&mut self, lines: &mut Lines) {
        self.flush(lines);
        self.flush_moves(lines);
        let lost = self.tree.lost;
        self.tree = Tree::new_document();
        self.tree.lost = lost;
        self.sheets = Sheets::default();
        self.focus = None;
        self.scroll = (0, 0);
        self.building = true;
        self.loading = None;
    }

    /// Whether a node is not written yet, so that its state can be told with it.
    pub(super) fn is_untold(&self, id: i64) -> bool {
        self.building || self.tree.is_untold(id)
    }

    /// Where the page is.
    pub(super) fn locate(&mut self, url: &str, told: &Json, loads: bool, lines: &mut Lines) {
        url.clone_into(&mut self.href);
        if self.building || !self.tree.is_document() {
            return;
        }
        let payload = json!({"tag": "url_change", "payload": told});
        if loads {
            self.tell_loading(lines);
            self.loading = Some((self.now, payload));
        } else {
            self.emit(lines, CUSTOM, &payload);
        }
    }

    /// The size of the window.
    pub(super) fn resize(&mut self, width: u64, height: u64, lines: &mut Lines) {
        self.viewport = (width, height);
        if !self.building && self.tree.is_document() {
            self.emit(lines, CHANGE, &json!({"source": 4, "width": width, "height": height}));
        }
    }

    /// The window is scrolled.
    pub(super) fn scroll(&mut self, x: i64, y: i64, lines: &mut Lines) {
        if self.building {
            self.scroll = (x, y);
        } else if self.tree.is_document() {
            self.emit(lines, CHANGE, &json!({"source": 3, "id": DOCUMENT, "x": x, "y": y}));
        }
    }

    /// The pointer is moved.
    pub(super) fn point(&mut self, x: u64, y: u64, lines: &mut Lines) {
        self.pointer = Some((x, y));
        let now = self.now.unwrap_or_default();
        if self.moves.first().is_some_and(|(first, _, _)| now.saturating_sub(*first) >= GATHER_MS)
            || self.moves.len() >= MOST_GATHERED
        {
            self.flush_moves(lines);
        }
        self.moves.push((now, x, y));
    }

    /// Tells an event, after all that was told before it.
    pub(super) fn emit(&mut self, lines: &mut Lines, kind: u8, data: &Json) {
        if self.after.len() >= MOST_GATHERED {
            self.flush(lines);
        }
        if self.building {
            self.after.push((kind, data.to_string().into_bytes()));
            return;
        }
        self.flush(lines);
        self.flush_moves(lines);
        lines.push((self.number, self.now), kind, data.to_string().as_bytes());
    }

    /// Writes the document, or what changed in it.
    fn flush(&mut self, lines: &mut Lines) {
        let place = (self.number, self.now);
        if !self.building {
            let changes = write::changes(&mut self.tree);
            if !changes.is_empty() {
                self.tell_loading(lines);
            }
            for data in changes {
                lines.push(place, CHANGE, &data);
            }
            return;
        }
        self.building = false;
        let (width, height) = self.viewport;
        let meta = json!({"href": self.href, "width": width, "height": height});
        lines.push(place, PARSED, b"{}");
        lines.push(place, META, meta.to_string().as_bytes());
        for (at, data) in write::snapshot(&mut self.tree, self.scroll).iter().enumerate() {
            lines.push(place, if at == 0 { SNAPSHOT } else { CHANGE }, data);
        }
        for (kind, data) in self.after.drain(..) {
            lines.push(place, kind, &data);
        }
    }

    /// Writes where the pointer was.
    fn flush_moves(&mut self, lines: &mut Lines) {
        let Some((last, _, _)) = self.moves.last().copied() else { return };
        let positions: Vec<Json> = self
            .moves
            .drain(..)
            .map(|(at, x, y)| json!({"x": x, "y": y, "timeOffset": -i128::from(last - at.min(last))}))
            .collect();
        let data = json!({"source": 1, "positions": positions});
        lines.push((self.number, Some(last)), CHANGE, data.to_string().as_bytes());
    }

    /// Says that the page went elsewhere, as no new document came.
    fn tell_loading(&mut self, lines: &mut Lines) {
        if let Some((at, payload)) = self.loading.take() {
            lines.push((self.number, at), CUSTOM, payload.to_string().as_bytes());
        }
    }
}
