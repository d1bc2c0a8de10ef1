//! A part of a long text that moves on: what was passed is forgotten, what follows is read on demand.

use super::collect::Collector;
use super::entries::Intake;
use super::inflate::fault;
use super::limits::MAX_ELEMENT_BYTES;
use super::stop::Stop;
use super::text::REPLACED;
use crate::job::Cancelled;
use std::io::Read;

/// Bytes that are read at once.
const BLOCK_BYTES: usize = 4 << 20;

/// A part of a long text.
pub(super) struct Window<'r> {
    text: String,
    at: usize,
    /// Bytes behind the text that are no whole character yet.
    bytes: Vec<u8>,
    rest: Box<dyn Read + 'r>,
    ended: bool,
    replaced: bool,
    faults: Vec<String>,
}

impl<'r> Window<'r> {
    /// At the beginning of `head`, which `rest` follows. Call [`Self::more`] first.
    pub(super) fn new(head: Vec<u8>, rest: Box<dyn Read + 'r>) -> Self {
        let bytes = head.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(head);
        let (text, faults) = (String::new(), Vec::new());
        Self { text, at: 0, bytes, rest, ended: false, replaced: false, faults }
    }

    /// What lies ahead and is here.
    pub(super) fn text(&self) -> &str {
        &self.text[self.at..]
    }

    /// Moves on by so many bytes, which end a value.
    pub(super) fn pass(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Reads on; `false` when there is nothing more, or a value is too large.
    ///
    /// # Errors
    /// When nobody wants the result any more.
    pub(super) fn more(&mut self, intake: &mut Intake<'_, '_>) -> Result<bool, Cancelled> {
        if self.ended {
            return Ok(false);
        }
        self.text.drain(..self.at);
        self.at = 0;
        if self.text.len() > MAX_ELEMENT_BYTES {
            let most = MAX_ELEMENT_BYTES >> 20;
            self.faults.push(format!("A value is larger than {most} MB; it and what follows were left out."));
            self.ended = true;
            self.text.clear();
            return Ok(false);
        }
        // A value that does not fit is looked at again from its beginning: so the steps grow with it.
        let step = BLOCK_BYTES.max(self.text.len()) as u64;
        let read = self.rest.by_ref().take(step).read_to_end(&mut self.bytes);
        self.ended = !matches!(read, Ok(1..));
        if let Err(error) = read {
            match Stop::of(&error) {
                Some(Stop::Cancelled) => return Err(Cancelled),
                Some(Stop::Bomb) => {
                    self.bytes.clear();
                    self.text.clear();
                    intake.collector = Collector::default();
                }
                None => {}
            }
            self.faults.push(fault(&error));
        }
        let before = self.text.len();
        self.take_text();
        Ok(!self.ended || self.text.len() > before)
    }

    /// Moves the whole characters of the bytes to the text.
    fn take_text(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        match String::from_utf8(bytes) {
            Ok(text) if self.text.is_empty() => self.text = text,
            Ok(text) => self.text.push_str(&text),
            Err(error) => {
                let at_end = error.utf8_error().error_len().is_none() && !self.ended;
                let end = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                if at_end {
                    self.bytes = bytes.split_off(end);
                } else {
                    // Not more than three bytes can be the beginning of a character.
                    let cut = if self.ended { bytes.len() } else { whole_characters(&bytes) };
                    self.bytes = bytes.split_off(cut);
                    self.replaced = true;
                }
                self.text.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }

    /// The next byte that is not blank; `None` at the end.
    ///
    /// # Errors
    /// When nobody wants the result any more.
    pub(super) fn peek(&mut self, intake: &mut Intake<'_, '_>) -> Result<Option<u8>, Cancelled> {
        loop {
            let text = self.text();
            let blanks = text.len() - text.trim_ascii_start().len();
            self.pass(blanks);
            let next = self.text().as_bytes().first().copied();
            if next.is_some() || !self.more(intake)? {
                return Ok(next);
            }
        }
    }

    /// Says what was wrong.
    pub(super) fn finish(self, intake: &mut Intake<'_, '_>) {
        if self.replaced {
            intake.notes.set_aside("", REPLACED);
        }
        for fault in &self.faults {
            intake.notes.set_aside("", fault);
        }
    }
}

/// How many of the bytes do not belong to a character that goes on behind them.
fn whole_characters(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(3);
    let begin = bytes[tail..].iter().rposition(|b| *b >= 0xc0).map_or(bytes.len(), |at| tail + at);
    let whole =
        std::str::from_utf8(&bytes[begin..]).map_or_else(|error| error.error_len().is_some(), |_| true);
    if whole { bytes.len() } else { begin }
}
