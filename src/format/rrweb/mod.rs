//! rrweb's events: from JSON lines to our vocabulary.
//!
//! Numbers and names of the wire format stand here and in the files below, and nowhere else.

mod canvas;
mod fields;
mod incremental;
mod mutation;
mod names;
mod nodes;
mod pages;
mod sheets;

#[cfg(test)]
mod tests;

use super::envelope::{Envelope, times};
use super::json::{Cursor, truncate};
use super::limits::{MAX_VALUE_BYTES, MAX_WARNINGS};
use crate::event::{Event, EventKind, Point, Size, Snapshot, Time};
use fields::Fields;
use names::Names;
use std::collections::HashMap;
use std::sync::Arc;

/// The events of one recording.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decoded {
    /// When the first event happened, ms since 1970; 0 when there is none.
    pub started_at_ms: i64,
    /// Sorted stably by time; the first is at [`Time::ZERO`].
    pub events: Vec<Event>,
    /// What could not be understood, by line.
    pub warnings: Vec<Warning>,
}

/// Something in an event that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The line of the recording's text, from 1; 0 for the recording as a whole.
    pub event: usize,
    /// Why, in a sentence for people.
    pub why: String,
}

/// Turns a recording's text ([`super::RawRecording::events`]: one JSON event a line) into events.
///
/// Never fails: a line that cannot be understood becomes a [`Warning`]. In the node lists of one
/// event every number is used once and a parent stands before its children.
pub fn decode(events: &[u8]) -> Decoded {
    let text = String::from_utf8_lossy(events);
    let mut context = Context::default();
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        context.line = index + 1;
        match Envelope::of(line) {
            Some(envelope) => lines.push((index + 1, envelope)),
            None if line.trim().is_empty() => {}
            None => context.warn("This line is not a whole JSON object.".to_owned()),
        }
    }
    let outsides: Vec<_> = lines.iter().map(|(_, e)| (e.kind, e.timestamp)).collect();
    let mut sorted: Vec<_> = lines.into_iter().zip(times(&outsides)).collect();
    sorted.sort_by(|(_, (a, _)), (_, (b, _))| a.total_cmp(b));
    let started_at_ms = sorted.first().map_or(0, |(_, (ms, _))| truncate(ms.floor()));
    context.started_at_ms = started_at_ms;
    let mut decoded = Vec::with_capacity(sorted.len());
    for (index, ((line, envelope), (ms, guessed))) in sorted.into_iter().enumerate() {
        (context.index, context.line) = (index, line);
        context.ms = ms;
        if guessed {
            context.warn("Its time is missing or odd; the time of the event before it was taken.".to_owned());
        }
        context.window = context.window_number(envelope.window);
        let kind = kind(&envelope, &mut context);
        decoded.push(Event { at: context.time(ms), window: context.window, kind });
    }
    let events = pages::complete(decoded, &mut context);
    Decoded { started_at_ms, events, warnings: context.finish() }
}

/// What decoding knows besides the event at hand.
#[derive(Debug, Default)]
struct Context {
    names: Names,
    /// Windows by the JSON text of their id. Looked up only.
    windows: HashMap<String, u16>,
    started_at_ms: i64,
    /// The time of the event at hand, ms since 1970.
    ms: f64,
    /// Its line.
    line: usize,
    /// Its window.
    window: u16,
    /// Its index.
    index: usize,
    /// Addresses and sizes that were told by other events than the usual one, in their order.
    hints: Vec<pages::Hint>,
    warnings: Vec<Warning>,
    unnamed: usize,
}

impl Context {
    fn warn(&mut self, why: String) {
        if self.warnings.len() < MAX_WARNINGS - 1 {
            self.warnings.push(Warning { event: self.line, why });
        } else {
            self.unnamed += 1;
        }
    }

    fn finish(mut self) -> Vec<Warning> {
        if self.unnamed > 0 {
            self.warnings.push(Warning { event: 0, why: format!("And {} more of the kind.", self.unnamed) });
        }
        self.warnings
    }

    /// Since the session's first event; never negative.
    fn time(&self, ms: f64) -> Time {
        Time(truncate(ms.floor()).saturating_sub(self.started_at_ms).max(0))
    }

    fn window_number(&mut self, id: Option<&str>) -> u16 {
        let id = id.unwrap_or_default();
        if let Some(known) = self.windows.get(id) {
            return *known;
        }
        let number = u16::try_from(self.windows.len()).unwrap_or(u16::MAX);
        self.windows.insert(id.to_owned(), number);
        number
    }

    /// A text of any length up to the limit; short ones are shared.
    fn long_text(&mut self, text: &str) -> Arc<str> {
        if text.len() <= MAX_VALUE_BYTES {
            return self.names.intern(text);
        }
        self.warn(format!("A text of {} bytes was cut at {MAX_VALUE_BYTES}.", text.len()));
        text[..text.floor_char_boundary(MAX_VALUE_BYTES)].into()
    }

    fn hint(&mut self, hint: Option<pages::Hint>) {
        self.hints.extend(hint.map(|hint| pages::Hint { index: self.index, window: self.window, ..hint }));
    }
}

/// What is known to exist and not understood.
fn other(name: &str) -> EventKind {
    EventKind::Other { name: name.into() }
}

fn kind(envelope: &Envelope<'_>, context: &mut Context) -> EventKind {
    let Some(kind) = envelope.kind else {
        context.warn("The event has no type.".to_owned());
        return other("no type");
    };
    let Some(data) = envelope.data.filter(|data| data.starts_with('{')) else {
        return match kind {
            0 => EventKind::Parsed,
            1 => EventKind::Loaded,
            _ => {
                context.warn(format!("The event of type {kind} has no data."));
                other(&format!("type {kind} without data"))
            }
        };
    };
    match kind {
        0 | 1 => {
            let fields = Fields::of(data);
            context.hint(pages::Hint::of(&fields));
            if kind == 0 { EventKind::Parsed } else { EventKind::Loaded }
        }
        2 => snapshot(data, context),
        3 => incremental::kind(data, context),
        4 => meta(&Fields::of(data), context),
        5 => custom(&Fields::of(data), context),
        6 => plugin(&Fields::of(data), context),
        7 => other("asset"),
        8 => EventKind::Custom { tag: context.names.intern("annotation"), payload: data.into() },
        _ => {
            context.warn(format!("Events of type {kind} are not known."));
            other(&format!("type {kind}"))
        }
    }
}

fn meta(fields: &Fields<'_>, context: &mut Context) -> EventKind {
    let size = |name| fields.number(name).filter(|px| *px >= 0.0).unwrap_or_default();
    let viewport = Size::new(size("width"), size("height"));
    if viewport.width <= 0.0 || viewport.height <= 0.0 {
        context.warn(format!(
            "The viewport is {}×{} px; the page cannot be shown at it.",
            viewport.width, viewport.height
        ));
    }
    let href = fields.text("href");
    if href.is_none() {
        context.warn("A page is entered without its address.".to_owned());
    }
    EventKind::Meta { href: context.long_text(href.as_deref().unwrap_or(pages::UNKNOWN_PAGE)), viewport }
}

fn snapshot(data: &str, context: &mut Context) -> EventKind {
    let mut cursor = Cursor::new(data);
    let mut nodes = Vec::new();
    let mut scroll = Point::default();
    let mut wireframes = false;
    cursor.enter(b'{');
    while let Some(key) = cursor.key() {
        match key {
            "node" => nodes = nodes::read_nodes(&mut cursor, context),
            "initialOffset" => {
                let offset = Fields::read(&mut cursor);
                scroll = Point::new(
                    offset.number("left").unwrap_or_default(),
                    offset.number("top").unwrap_or_default(),
                );
            }
            key => {
                wireframes |= key == "wireframes";
                cursor.skip();
            }
        }
    }
    if !nodes.is_empty() {
        return EventKind::Snapshot(Box::new(Snapshot { nodes, scroll }));
    }
    if wireframes {
        context.warn("A screen of a mobile app as wireframes; these cannot be drawn yet.".to_owned());
        return other("mobile wireframes");
    }
    context.warn("A snapshot of the page without a page.".to_owned());
    other("empty snapshot")
}

fn custom(fields: &Fields<'_>, context: &mut Context) -> EventKind {
    let tag = fields.scalar("tag").unwrap_or_default();
    EventKind::Custom {
        tag: context.names.intern(&tag),
        payload: context.long_text(fields.raw("payload").unwrap_or("null")),
    }
}

fn plugin(fields: &Fields<'_>, context: &mut Context) -> EventKind {
    let name = fields.scalar("plugin").unwrap_or_default();
    EventKind::Plugin {
        name: context.names.intern(&name),
        payload: context.long_text(fields.raw("payload").unwrap_or("null")),
    }
}
