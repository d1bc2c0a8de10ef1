//! rrweb's events: from JSON lines to our vocabulary.
//!
//! Numbers and names of the wire format stand here and in the files below, and nowhere else.

mod canvas;
mod fields;
mod incremental;
mod mutation;
mod names;
mod nodes;
mod outside;
mod pages;
mod pieces;
mod sheets;

#[cfg(test)]
mod tests;

use super::envelope::{Envelope, times};
use super::json::{Cursor, truncate, unescape};
use super::limits::{MAX_VALUE_BYTES, MAX_WARNINGS};
use crate::event::{Event, EventKind, Point, Size, Snapshot, Time};
use fields::Fields;
use foldhash::fast::RandomState;
use names::Names;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

pub use pieces::{Outline, Survey};

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
    let text = match std::str::from_utf8(events) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(events),
    };
    decode_lines(&text, outside::quick).or_else(|| decode_lines(&text, |_| None)).unwrap_or_default()
}

/// An event's line, its data unread.
struct Line<'a> {
    /// From 1.
    number: usize,
    envelope: Envelope<'a>,
    /// Where the data ends was not seen yet.
    quick: bool,
}

/// The events of a text, whose outsides are told by `quick` or else walked through. `None` when
/// some data ended elsewhere than `quick` told.
fn decode_lines<'a>(text: &'a str, quick: impl Fn(&'a str) -> Option<Envelope<'a>>) -> Option<Decoded> {
    let mut context = Context::default();
    let mut lines: Vec<Line<'a>> = Vec::new();
    for (number, line) in (1..).zip(lines_of(text)) {
        context.line = number;
        match quick(line).map(|found| (found, true)).or_else(|| Some((Envelope::of(line)?, false))) {
            Some((envelope, quick)) => lines.push(Line { number, envelope, quick }),
            None if line.trim().is_empty() => {}
            None => context.warn("This line is not a whole JSON object.".to_owned()),
        }
    }
    let outsides: Vec<_> = lines.iter().map(|line| (line.envelope.kind, line.envelope.timestamp)).collect();
    let times = times(&outsides);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| times[*a].0.total_cmp(&times[*b].0));
    context.started_at_ms = order.first().map_or(0, |first| truncate(times[*first].0.floor()));
    let mut decoded = Vec::with_capacity(lines.len() + 1);
    for (index, line) in order.into_iter().enumerate() {
        let ((ms, guessed), line) = (times[line], &lines[line]);
        (context.index, context.line, context.ms) = (index, line.number, ms);
        if guessed {
            context.warn("Its time is missing or odd; the time of the event before it was taken.".to_owned());
        }
        context.window = context.window_number(line.envelope.window);
        decoded.push(event(line, &mut context)?);
    }
    let started_at_ms = context.started_at_ms;
    let events = pages::complete(decoded, &mut context);
    Some(Decoded { started_at_ms, events, warnings: context.finish() })
}

/// The event of a line, at the time and in the window that the context has. `None` when its data
/// ended elsewhere than was told.
fn event<'a>(line: &Line<'a>, context: &mut Context<'a>) -> Option<Event> {
    let mut data = Cursor::new(line.envelope.data.unwrap_or_default());
    let kind = kind(line.envelope.kind, &mut data, context);
    let whole = !line.quick || data.is_done();
    whole.then(|| Event { at: context.time(context.ms), window: context.window, kind })
}

/// The lines, each without its end.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    ends.map(move |end| text.get(std::mem::replace(&mut from, end + 1)..end).unwrap_or_default())
}

/// What decoding knows besides the event at hand.
#[derive(Debug, Default)]
struct Context<'a> {
    names: Names<'a>,
    /// Windows by the JSON text of their id. Looked up only.
    windows: HashMap<&'a str, u16, RandomState>,
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
    /// Room for the nodes of a snapshot, kept from one to the next.
    drafts: Vec<nodes::Draft>,
}

impl<'a> Context<'a> {
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

    fn window_number(&mut self, id: Option<&'a str>) -> u16 {
        let id = id.unwrap_or_default();
        if let Some(known) = self.windows.get(id) {
            return *known;
        }
        let number = u16::try_from(self.windows.len()).unwrap_or(u16::MAX);
        self.windows.insert(id, number);
        number
    }

    /// A text of any length up to the limit, given as it is written.
    fn written(&mut self, raw: &'a str) -> Arc<str> {
        if raw.len() <= MAX_VALUE_BYTES { self.names.written(raw) } else { self.made(&unescape(raw)) }
    }

    /// A text of any length up to the limit; short ones are shared.
    fn made(&mut self, text: &str) -> Arc<str> {
        if text.len() <= MAX_VALUE_BYTES {
            return self.names.made(text);
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

/// An event from its type and its data, all of which is passed.
fn kind<'a>(kind: Option<i64>, data: &mut Cursor<'a>, context: &mut Context<'a>) -> EventKind {
    let Some(kind) = kind else {
        context.warn("The event has no type.".to_owned());
        return other("no type");
    };
    if data.peek() != Some(b'{') {
        data.skip();
        return match kind {
            0 => EventKind::Parsed,
            1 => EventKind::Loaded,
            _ => {
                context.warn(format!("The event of type {kind} has no data."));
                other(&format!("type {kind} without data"))
            }
        };
    }
    match kind {
        0 | 1 => {
            let fields = Fields::read(data);
            context.hint(pages::Hint::of(&fields));
            if kind == 0 { EventKind::Parsed } else { EventKind::Loaded }
        }
        2 => snapshot(data, context),
        3 => incremental::kind(data, context),
        4 => meta(&Fields::read(data), context),
        5 => custom(&Fields::read(data), context),
        6 => plugin(&Fields::read(data), context),
        7 => {
            data.skip();
            other("asset")
        }
        8 => EventKind::Custom {
            tag: context.names.made("annotation"),
            payload: data.raw().unwrap_or_default().into(),
        },
        _ => {
            data.skip();
            context.warn(format!("Events of type {kind} are not known."));
            other(&format!("type {kind}"))
        }
    }
}

fn meta<'a>(fields: &Fields<'a>, context: &mut Context<'a>) -> EventKind {
    let size = |name| fields.number(name).filter(|px| *px >= 0.0).unwrap_or_default();
    let viewport = Size::new(size("width"), size("height"));
    if viewport.width <= 0.0 || viewport.height <= 0.0 {
        context.warn(format!(
            "The viewport is {}×{} px; the page cannot be shown at it.",
            viewport.width, viewport.height
        ));
    }
    let href = fields.written("href");
    if href.is_none() {
        context.warn("A page is entered without its address.".to_owned());
    }
    EventKind::Meta { href: context.written(href.unwrap_or(pages::UNKNOWN_PAGE)), viewport }
}

fn snapshot<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> EventKind {
    let mut nodes = Vec::new();
    let mut scroll = Point::default();
    let mut wireframes = false;
    cursor.enter(b'{');
    while let Some(key) = cursor.key() {
        match key {
            "node" => nodes = nodes::read_nodes(cursor, context),
            "initialOffset" => {
                let offset = Fields::read(cursor);
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

fn custom<'a>(fields: &Fields<'a>, context: &mut Context<'a>) -> EventKind {
    EventKind::Custom {
        tag: context.names.written(fields.scalar_as_written("tag").unwrap_or_default()),
        payload: context.made(fields.raw("payload").unwrap_or("null")),
    }
}

fn plugin<'a>(fields: &Fields<'a>, context: &mut Context<'a>) -> EventKind {
    EventKind::Plugin {
        name: context.names.written(fields.scalar_as_written("plugin").unwrap_or_default()),
        payload: context.made(fields.raw("payload").unwrap_or("null")),
    }
}
