//! JSON text to events: tells by its members what a value is, and takes it apart until events remain.
//!
//! One function for every container, since they nest: a line, an element of an array and a whole
//! file can each be an event, a packed event, a list, or an object with events in it.

use super::collect::{Collector, Origin};
use super::envelope::{Envelope, unquoted};
use super::item::{Format, Item};
use super::json::{Cursor, is_valid, unescape};
use super::limits::MAX_CONTAINERS;
use super::members::Members;
use super::notes::Notes;
use super::{holds, metadata, openreplay, packed, posthog};
use crate::job::{Cancelled, Progress};
use rayon::prelude::*;

/// How often is asked whether anybody still wants the result.
const EVENTS_PER_CHECK: usize = 256;

/// Fewer lines are not worth another thread.
const LINES_TOGETHER: usize = 64;

pub(super) const CUT: &str = "The file ends or breaks in the middle of this; what comes before was kept.";

/// Said where a list has no end.
pub(super) const BROKEN_LIST: &str = "The list breaks off here; what comes before was kept.";

/// Said where something follows that is no JSON.
pub(super) const TEXT_AFTER: &str = "There is text after the end of the JSON; it was left out.";

pub(super) const NONE: &str = "There is no recording in this JSON: no rrweb events were found in it.";

/// What is known while a file, or several parts of one, is taken apart.
pub(super) struct Intake<'n, 's> {
    pub(super) collector: Collector,
    pub(super) notes: &'n mut Notes<'s>,
    pub(super) progress: &'n Progress,
    /// What the values at hand are called: "event" or "line".
    pub(super) unit: &'static str,
    /// The number of the value at hand.
    pub(super) number: usize,
    depth: usize,
    taken: usize,
    /// Bytes that follow the outermost value that was taken.
    left: usize,
    /// The parts of an `OpenReplay` recording, one behind the other.
    openreplay: Vec<u8>,
}

/// Whether each line is a value of its own. Only the first few lines are looked at, unless the first
/// is broken or begins a value that goes on.
pub(super) fn is_lines(text: &str) -> bool {
    let Some((first, rest)) = text.trim().split_once('\n') else { return false };
    if matches!(first.trim(), "[" | "{") {
        return false;
    }
    let is_value = |line: &str| line.starts_with(['{', '[', '"']) && is_valid(line);
    is_value(first) || (!Cursor::new(text).skip() && rest.lines().take(3).any(is_value))
}

/// What a file is until its contents tell more.
pub(super) fn first_format(hint: Option<Format>, is_list: bool) -> Format {
    match (hint, is_list) {
        (Some(Format::Highlight) | None, false) => Format::RrwebLines,
        (Some(hint), _) => hint,
        (None, true) => Format::RrwebArray,
    }
}

impl<'n, 's> Intake<'n, 's> {
    /// For a file whose notes these are.
    pub(super) fn new(notes: &'n mut Notes<'s>, progress: &'n Progress) -> Self {
        let collector = Collector::default();
        Self {
            collector,
            notes,
            progress,
            unit: "event",
            number: 0,
            depth: 0,
            taken: 0,
            left: 0,
            openreplay: Vec::new(),
        }
    }

    /// Takes what is in `text`, which is JSON or lines of JSON.
    ///
    /// # Errors
    /// When nobody wants the result any more.
    pub(super) fn text(&mut self, text: &str, hint: Option<Format>) -> Result<(), Cancelled> {
        (self.unit, self.number) = ("event", 0);
        self.collector.expect(text.len());
        let is_lines = is_lines(text);
        let format = first_format(hint, text.trim_start().starts_with('[') && !is_lines);
        if is_lines {
            self.unit = "line";
            return self.lines(text, format);
        }
        self.values(text, Origin { format, session: None, window: None })
    }

    /// Takes one value, or several behind each other with blanks or commas between them.
    fn values(&mut self, text: &str, origin: Origin<'_>) -> Result<(), Cancelled> {
        let mut rest = text;
        loop {
            self.left = 0;
            self.value(rest, origin)?;
            rest = &rest[rest.len() - self.left..];
            rest = rest.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
            if !rest.starts_with(['{', '[']) {
                break;
            }
            self.number += usize::from(self.unit == "event");
        }
        if !rest.trim().is_empty() {
            match self.unit {
                "event" => self.notes.set_aside("the end", TEXT_AFTER),
                _ => self.set_aside(TEXT_AFTER),
            }
        }
        Ok(())
    }

    /// Takes a part of an `OpenReplay` recording; `false` when these bytes are none.
    pub(super) fn openreplay(&mut self, name: &str, bytes: &mut Vec<u8>) -> bool {
        let is_part =
            openreplay::is_named(name) || !self.openreplay.is_empty() || openreplay::is_openreplay(bytes);
        if is_part {
            self.openreplay.append(bytes);
        }
        is_part
    }

    /// Takes lines, which follow those that were taken before.
    ///
    /// # Errors
    /// When nobody wants the result any more.
    pub(super) fn lines(&mut self, text: &str, format: Format) -> Result<(), Cancelled> {
        let origin = Origin { format, session: None, window: None };
        let lines: Vec<&str> = text.lines().collect();
        // Nearly all are events alone: those are walked side by side, the others are looked at again.
        let events: Vec<_> =
            lines.par_iter().with_min_len(LINES_TOGETHER).map(|line| Envelope::alone(line)).collect();
        for (line, event) in lines.into_iter().zip(events) {
            self.number += 1;
            match event {
                Some(envelope) => self.checked(line, &envelope, &origin)?,
                None if line.trim().is_empty() => {}
                None => self.values(line, origin)?,
            }
        }
        Ok(())
    }

    /// Gives the recordings on; those without an id are called `session`.
    ///
    /// # Errors
    /// When nobody wants the result any more.
    pub(super) fn finish(self, session: Option<&str>) -> Result<(), Cancelled> {
        let Self { collector, notes, progress, openreplay, .. } = self;
        if !openreplay.is_empty()
            && let Some(mut recording) = openreplay::recording(&openreplay, notes, progress)?
        {
            recording.id = recording.id.or_else(|| session.map(str::to_owned));
            notes.give(Item::Recording(recording));
        }
        let file = notes.file().to_owned();
        if let Some(format) = collector.format() {
            notes.taken(format.kind(), format.why());
        }
        let finished = collector.finish(&file, &mut |mut recording| {
            recording.id = recording.id.take().or_else(|| session.map(str::to_owned));
            notes.give(Item::Recording(recording));
            progress.advance(0)
        })?;
        if let Err(why) = finished {
            notes.set_aside("", &why);
        }
        if !notes.said() {
            notes.set_aside("", NONE);
        }
        Ok(())
    }

    /// Takes any value apart.
    pub(super) fn value(&mut self, raw: &str, origin: Origin<'_>) -> Result<(), Cancelled> {
        if self.depth >= MAX_CONTAINERS {
            self.set_aside("Lists inside lists, deeper than any recording has them.");
            return Ok(());
        }
        self.depth += 1;
        let result = match raw.trim_start().as_bytes().first() {
            Some(b'{') => self.object(raw, origin),
            Some(b'[') => self.list(raw, origin),
            Some(b'"') => self.packed(raw, origin),
            _ => {
                self.set_aside("This is no event.");
                Ok(())
            }
        };
        self.depth -= 1;
        result
    }

    /// Takes every element of an array; what was cut off is set aside.
    pub(super) fn list(&mut self, raw: &str, origin: Origin<'_>) -> Result<(), Cancelled> {
        if let Some((window, event)) = posthog::pair(raw) {
            let origin = Origin { format: Format::Posthog, window: Some(window), ..origin };
            return self.value(event, origin);
        }
        let mut cursor = Cursor::new(raw);
        cursor.enter(b'[');
        let numbered = self.unit == "event";
        let mut number = 0;
        while cursor.element() {
            number += 1;
            if numbered {
                self.number = number;
            }
            // The short way, for nearly all: the text is walked once.
            if let Some((envelope, length)) = Envelope::quick(cursor.rest()) {
                self.checked(cursor.pass(length), &envelope, &origin)?;
                continue;
            }
            if !self.element(&mut cursor, origin)? {
                return Ok(());
            }
        }
        if cursor.ended_well() {
            self.follows(cursor.rest());
        } else {
            self.number += usize::from(numbered);
            self.set_aside(BROKEN_LIST);
        }
        Ok(())
    }

    /// Takes an element that is no plain event; `false` when the text ends in it.
    pub(super) fn element(&mut self, cursor: &mut Cursor<'_>, origin: Origin<'_>) -> Result<bool, Cancelled> {
        let is_segment = cursor.peek() == Some(b'[');
        let rest = cursor.rest();
        let (element, whole) = cursor.raw().map_or((rest, false), |element| (element, true));
        let format = match (is_segment, origin.format) {
            (true, Format::RrwebArray | Format::RrwebLines) => Format::Sentry,
            _ => origin.format,
        };
        if whole || is_segment {
            self.value(element, Origin { format, ..origin })?;
        } else {
            self.set_aside(CUT);
        }
        Ok(whole)
    }

    /// Notes what follows the value at hand, if that is no part of another.
    fn follows(&mut self, rest: &str) {
        if self.depth == 1 {
            self.left = rest.len();
        }
    }

    fn packed(&mut self, raw: &str, origin: Origin<'_>) -> Result<(), Cancelled> {
        let Some(text) = unquoted(raw.trim()) else {
            self.set_aside(CUT);
            return Ok(());
        };
        let text = unescape(text);
        if text.starts_with('[') && holds::events(&text) {
            return self.value(&text, origin);
        }
        match packed::unpack(&text) {
            Ok(event) => {
                let format = match origin.format {
                    Format::RrwebArray | Format::RrwebLines | Format::RrwebObject => Format::RrwebPacked,
                    other => other,
                };
                self.object(&event, Origin { format, ..origin })
            }
            Err(why) => {
                self.set_aside(&why);
                Ok(())
            }
        }
    }

    fn object(&mut self, raw: &str, origin: Origin<'_>) -> Result<(), Cancelled> {
        if let Some((envelope, length)) = Envelope::quick(raw) {
            self.follows(&raw[length..]);
            return self.checked(&raw[..length], &envelope, &origin);
        }
        let mut cursor = Cursor::new(raw);
        match Envelope::read(&mut cursor) {
            Some(envelope) if envelope.is_event() => {
                self.follows(cursor.rest());
                self.event(&raw[..raw.len() - cursor.rest().len()], &envelope, &origin)
            }
            _ => self.container(raw, origin),
        }
    }

    /// Takes an event of which nothing is known.
    fn event(&mut self, raw: &str, envelope: &Envelope<'_>, origin: &Origin<'_>) -> Result<(), Cancelled> {
        if is_valid(raw) {
            return self.checked(raw, envelope, origin);
        }
        self.set_aside("This event is not valid JSON.");
        Ok(())
    }

    /// Takes an event that is valid JSON.
    pub(super) fn checked(
        &mut self,
        raw: &str,
        envelope: &Envelope<'_>,
        origin: &Origin<'_>,
    ) -> Result<(), Cancelled> {
        self.taken += 1;
        if self.taken.is_multiple_of(EVENTS_PER_CHECK) {
            self.progress.advance(0)?;
            if let Err(why) = self.collector.settle(self.progress)? {
                self.notes.set_aside("", &why);
            }
        }
        let pushed = match envelope.compressed {
            Some(version) => posthog::decompress(raw, envelope, version).and_then(|text| {
                let plain = Envelope::of(&text).ok_or("The compressed event is damaged.")?;
                let origin = Origin { format: posthog_format(origin.format), ..*origin };
                self.collector.push(&text, &plain, &origin)
            }),
            None => self.collector.push(raw, envelope, origin),
        };
        if let Err(why) = pushed {
            self.set_aside(&why);
        }
        Ok(())
    }

    /// Takes an object with events in it, which may be cut off.
    fn container(&mut self, raw: &str, origin: Origin<'_>) -> Result<(), Cancelled> {
        let members = Members::of(raw);
        self.follows(members.rest);
        let session = members.session();
        let inside = Origin { session: session.or(origin.session), ..origin };
        if let Some(events) = members.list("events") {
            let inside = Origin { session: members.session_of(events).or(origin.session), ..origin };
            let lines = self.unit == "line";
            let origin = Origin { format: members.format(origin.format, lines), ..inside };
            self.collector.describe(&origin, members.extension_properties());
            if events.trim_end() == "[]" {
                self.set_aside("The recording is empty: it has no events.");
            }
            return self.list(events, origin);
        }
        if posthog::container(self, &members, inside)?
            || self.wrapped(&members, inside)?
            || metadata::read(&members, self.notes)
        {
            return Ok(());
        }
        let is_whole = Cursor::new(raw).skip();
        self.set_aside(if is_whole { members.what() } else { CUT });
        Ok(())
    }

    /// Takes the members that hold events, whatever they are called; `false` when there are none.
    fn wrapped(&mut self, members: &Members<'_>, origin: Origin<'_>) -> Result<bool, Cancelled> {
        let mut found = false;
        let origin = Origin { format: members.format(origin.format, self.unit == "line"), ..origin };
        for (_, raw) in members.iter().filter(|(_, raw)| holds::events(raw)) {
            found = true;
            let origin = Origin { session: members.session_of(raw).or(origin.session), ..origin };
            match unquoted(raw) {
                Some(text) => self.value(&unescape(text), origin)?,
                None => self.value(raw, origin)?,
            }
        }
        Ok(found)
    }

    /// Sets the value at hand aside.
    pub(super) fn set_aside(&mut self, why: &str) {
        let place = match self.number {
            0 => String::new(),
            number => format!("{} {number}", self.unit),
        };
        self.notes.set_aside(&place, why);
    }
}

fn posthog_format(format: Format) -> Format {
    match format {
        Format::PosthogExport2022 | Format::PosthogExport2023 => format,
        _ => Format::Posthog,
    }
}
