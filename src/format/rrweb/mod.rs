//! rrweb's events: from JSON lines to our vocabulary.

use crate::event::Event;

/// The events of one recording.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decoded {
    /// When the first event happened, ms since 1970; 0 when there is none.
    pub started_at_ms: i64,
    /// Sorted stably by time; the first is at [`crate::event::Time::ZERO`].
    pub events: Vec<Event>,
    /// What could not be understood, by line.
    pub warnings: Vec<Warning>,
}

/// Something in an event that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The line of the recording's text, from 1.
    pub event: usize,
    /// Why, in a sentence for people.
    pub why: String,
}

/// Turns a recording's text ([`super::RawRecording::events`]: one JSON event a line) into events.
///
/// Never fails: a line that cannot be understood becomes a [`Warning`]. In the node lists of one
/// event every number is used once and a parent stands before its children.
pub fn decode(events: &[u8]) -> Decoded {
    let _ = events;
    todo!()
}
