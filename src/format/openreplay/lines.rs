//! Events as lines of JSON, put in order at the end.

use super::super::limits::{MAX_RATIO, MAX_SESSION_BYTES, RATIO_FREE_BYTES};
use std::ops::Range;

/// The lines of one recording so far.
#[derive(Debug)]
pub(super) struct Lines {
    /// The data of all events, one behind the other.
    text: Vec<u8>,
    list: Vec<Line>,
    most: u64,
    full: bool,
}

#[derive(Debug)]
struct Line {
    kind: u8,
    data: Range<usize>,
    /// Milliseconds since 1970; `None` before the first time was told.
    at: Option<u64>,
    tab: usize,
}

impl Lines {
    /// For a recording of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let most = MAX_SESSION_BYTES.min(RATIO_FREE_BYTES.max((bytes as u64).saturating_mul(MAX_RATIO)));
        Self { text: Vec::new(), list: Vec::new(), most, full: false }
    }

    /// Appends an event of a tab at a time, with its data as JSON.
    pub(super) fn push(&mut self, (tab, at): (usize, Option<u64>), kind: u8, data: &[u8]) {
        self.full |= (self.text.len() + data.len()) as u64 > self.most;
        if !self.full {
            let start = self.text.len();
            self.text.extend_from_slice(data);
            self.list.push(Line { kind, data: start..self.text.len(), at, tab });
        }
    }

    /// Whether there was more than a recording may hold.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// The text of all events in the order of their times, and how many there are. `tabs` has the
    /// names of the tabs, which are written down where there are several.
    pub(super) fn finish(self, tabs: &[Option<String>]) -> (Vec<u8>, usize) {
        let first = self.list.iter().find_map(|line| line.at).unwrap_or_default();
        let mut sorted: Vec<&Line> = self.list.iter().collect();
        sorted.sort_by_key(|line| line.at.unwrap_or(first));
        let mut out = Vec::with_capacity(self.text.len() + self.list.len() * 48);
        for line in &sorted {
            let at = line.at.unwrap_or(first);
            out.extend_from_slice(format!("{{\"type\":{},\"data\":", line.kind).as_bytes());
            out.extend_from_slice(&self.text[line.data.clone()]);
            out.extend_from_slice(format!(",\"timestamp\":{at}").as_bytes());
            if tabs.len() > 1 {
                out.extend_from_slice(b",\"windowId\":");
                text(&mut out, tabs[line.tab].as_deref().unwrap_or_default());
            }
            out.extend_from_slice(b"}\n");
        }
        (out, sorted.len())
    }
}

/// Appends a text as a JSON string.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("memory takes any text");
}
