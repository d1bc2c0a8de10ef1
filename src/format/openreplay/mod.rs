//! `OpenReplay`'s own binary recordings (`dom.mobs` with `dom.mobe` behind it, `devtools.mob`): to rrweb's
//! events.
//!
//! Messages come out of `wire`, change the document of their `tab`, and leave as lines. Knows neither
//! files nor compressions: it is given the bytes of one recording.

mod acts;
mod address;
mod lines;
mod page;
mod sheets;
mod tab;
mod table;
mod tree;
mod wire;
mod write;

use super::item::{Format, Mended, RawRecording};
use super::limits::MAX_TABS;
use super::notes::Notes;
use crate::job::{Cancelled, Progress};
use lines::Lines;
use page::Words;
use std::collections::BTreeMap;
use tab::Tab;
use wire::{Message, Messages, Step};

/// How often is asked whether anybody still wants the result.
const MESSAGES_PER_CHECK: usize = 1024;

/// The last moment that JavaScript can name, ms since 1970.
const LATEST_MS: u64 = 8_640_000_000_000_000;

/// A recording without a header that makes no sense after fewer messages than this never did.
const FEW_MESSAGES: usize = 64;

const ENCRYPTED: &str = "This OpenReplay recording is encrypted, or it is none. Decrypt it with the key of \
                         its session (fileKey) first.";

const EMPTY: &str = "There is nothing in this OpenReplay recording.";

/// Whether bytes begin as such a recording does. Very old ones and encrypted ones do not; they are
/// told by their names only (`.mobs`, `.mobe`, `.mob`).
pub(super) fn is_openreplay(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd..=0xff, ..])
}

/// Whether a file is named as recorders name the parts of such a recording.
pub(super) fn is_named(file: &str) -> bool {
    let endings = ["mob", "mobs", "mobe"];
    file.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending.to_ascii_lowercase().as_str()))
}

/// The recording in `bytes`: the parts of one session, joined in their order. What cannot be read is
/// set aside in `notes`; `None` when nothing remains. Takes memory for the bytes once more, for the
/// document, and for the text it makes of them twice.
///
/// # Errors
/// When `progress` was cancelled.
pub(super) fn recording(
    bytes: &[u8],
    notes: &mut Notes<'_>,
    progress: &Progress,
) -> Result<Option<RawRecording>, Cancelled> {
    let mut reading = Reading::new(bytes);
    let mut messages = Messages::new(bytes);
    let mut count = 0_usize;
    while let Some(step) = messages.next() {
        match step {
            Step::Message(message) => {
                count += 1;
                if count.is_multiple_of(MESSAGES_PER_CHECK) {
                    progress.advance(0)?;
                }
                reading.take(&message);
            }
            Step::Part => reading.new_part(),
            Step::Lost(_) if !is_openreplay(bytes) && count < FEW_MESSAGES => {
                notes.set_aside("", ENCRYPTED);
                return Ok(None);
            }
            Step::Lost(why) => notes.set_aside(&format!("message {}", count + 1), &why),
        }
        if reading.lines.is_full() {
            notes.set_aside(
                &format!("message {count}"),
                "It makes more events than a recording may hold; the rest was left out.",
            );
            break;
        }
    }
    for (kind, times) in &messages.unknown {
        let why = format!("{times} messages of kind {kind}, which is not known, were left out.");
        notes.set_aside("messages", &why);
    }
    if messages.damaged > 0 {
        let why = format!("{} messages do not fit in their size and were left out.", messages.damaged);
        notes.set_aside("messages", &why);
    }
    Ok(reading.finish(messages.duplicates, notes))
}

/// What is known while a recording is read.
struct Reading {
    lines: Lines,
    tabs: Vec<Tab>,
    names: Vec<Option<String>>,
    by_name: BTreeMap<String, usize>,
    /// The tab that messages come from; `None` when it is one too many.
    current: Option<usize>,
    words: Words,
    now: Option<u64>,
    /// A part began that has told no time yet.
    timeless: bool,
    unsorted: u64,
    foreign: u64,
}

impl Reading {
    fn new(bytes: &[u8]) -> Self {
        Self {
            lines: Lines::new(bytes.len()),
            tabs: vec![Tab::default()],
            names: vec![None],
            by_name: BTreeMap::new(),
            current: Some(0),
            words: Words::default(),
            now: None,
            timeless: true,
            unsorted: 0,
            foreign: 0,
        }
    }

    fn take(&mut self, message: &Message<'_>) {
        match message.kind {
            0 => self.tell_time(message.number("timestamp")),
            80 | 81 if self.timeless => {
                self.tell_time(u64::try_from(message.signed("timestamp")).unwrap_or_default());
            }
            80..=82 => {}
            118 => self.turn_to(message.text("tabId")),
            _ => {
                let Some(tab) = self.current.and_then(|current| self.tabs.get_mut(current)) else {
                    self.foreign += 1;
                    return;
                };
                tab.go_on(self.now, &mut self.lines);
                if !page::take(message, tab, &mut self.words, &mut self.lines) {
                    acts::take(message, tab, &mut self.lines);
                }
            }
        }
    }

    /// Times that go back are not gone along with: places by index only make sense in the order in
    /// which they were told.
    fn tell_time(&mut self, now: u64) {
        if (1..=LATEST_MS).contains(&now) {
            self.timeless = false;
            self.now = Some(now);
            if let Some(tab) = self.current.and_then(|current| self.tabs.get_mut(current)) {
                self.unsorted += u64::from(!tab.go_on(self.now, &mut self.lines));
            }
        }
    }

    fn turn_to(&mut self, name: &str) {
        if let Some(known) = self.by_name.get(name) {
            self.current = Some(*known);
            return;
        }
        // What came before any name belongs to the first that is named.
        let number = if self.by_name.is_empty() { 0 } else { self.tabs.len() };
        if number >= MAX_TABS {
            self.current = None;
            return;
        }
        if number == self.tabs.len() {
            self.tabs.push(Tab::new(number));
            self.names.push(None);
        }
        self.names[number] = Some(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        self.current = Some(number);
    }

    fn new_part(&mut self) {
        self.timeless = true;
        for tab in &mut self.tabs {
            tab.new_part(&mut self.lines);
        }
    }

    fn finish(mut self, duplicates: u64, notes: &mut Notes<'_>) -> Option<RawRecording> {
        for tab in &mut self.tabs {
            tab.finish(&mut self.lines);
        }
        let lost = self.foreign + self.tabs.iter().map(|tab| tab.tree.lost).sum::<u64>();
        if lost > 0 {
            let why = format!(
                "{lost} changes were left out: they name what was never told, or lie beyond the limits."
            );
            notes.set_aside("messages", &why);
        }
        let (events, count) = self.lines.finish(&self.names);
        if count == 0 {
            notes.set_aside("", EMPTY);
            return None;
        }
        Some(RawRecording {
            id: None,
            file: notes.file().to_owned(),
            format: Format::OpenReplay,
            events,
            count,
            properties: BTreeMap::new(),
            mended: Mended { duplicates, unsorted: self.unsorted },
        })
    }
}
