//! JSON text to events: tells by its members what a value is, and takes it apart until events remain.
//!
//! One function for every container, since they nest: a line, an element of an array and a whole
//! file can each be an event, a packed event, a list, or an object with events in it.

use super::collect::{Collector, Origin, id_text};
use super::envelope::{Envelope, unquoted};
use super::item::{Format, RawRecording};
use super::json::{Cursor, is_valid, unescape};
use super::notes::Notes;
use super::{packed, posthog};
use crate::job::{Cancelled, Progress};
use std::collections::BTreeMap;

/// Lists in lists in objects: more levels than any container has.
const MAX_CONTAINERS: usize = 8;

/// How often is asked whether anybody still wants the result.
const EVENTS_PER_CHECK: usize = 256;

const CUT: &str = "The file ends or breaks in the middle of this; what comes before was kept.";

const NONE: &str = "There is no recording in this JSON: no rrweb events were found in it.";

/// What is known while a file is taken apart.
pub(super) struct Intake<'n, 's> {
    pub(super) collector: Collector,
    pub(super) notes: &'n mut Notes<'s>,
    progress: &'n Progress,
    /// What the values at hand are called: "event" or "line".
    unit: &'static str,
    /// The number of the value at hand.
    number: usize,
    depth: usize,
    taken: usize,
}

/// The recordings in `text`, which is JSON or lines of JSON.
///
/// # Errors
/// When `progress` was cancelled.
pub(super) fn recordings(
    text: &str,
    sentry: bool,
    notes: &mut Notes<'_>,
    progress: &Progress,
) -> Result<Vec<RawRecording>, Cancelled> {
    let file = notes.file().to_owned();
    let mut intake = Intake {
        collector: Collector::default(),
        notes,
        progress,
        unit: "event",
        number: 0,
        depth: 0,
        taken: 0,
    };
    if is_lines(text.trim()) {
        intake.unit = "line";
        intake.lines(text)?;
    } else {
        let format = match (sentry, text.trim_start().starts_with('[')) {
            (true, _) => Format::Sentry,
            (false, true) => Format::RrwebArray,
            (false, false) => Format::RrwebLines,
        };
        intake.value(text, Origin { format, session: None, window: None })?;
    }
    let found = intake.collector.finish(&file);
    if found.is_empty() && !intake.notes.whole() {
        intake.notes.set_aside("", NONE);
    }
    Ok(found)
}

/// Whether each line is a value of its own. Only the first few lines are looked at, unless the first
/// is broken or begins a value that goes on.
fn is_lines(text: &str) -> bool {
    let Some((first, rest)) = text.split_once('\n') else { return false };
    let is_value = |line: &str| line.starts_with(['{', '[', '"']) && is_valid(line);
    is_value(first) || (!Cursor::new(text).skip() && rest.lines().take(3).any(is_value))
}

impl Intake<'_, '_> {
    fn lines(&mut self, text: &str) -> Result<(), Cancelled> {
        for (index, line) in text.lines().enumerate() {
            self.number = index + 1;
            if !line.trim().is_empty() {
                self.value(line, Origin { format: Format::RrwebLines, session: None, window: None })?;
            }
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
            let start = cursor.clone();
            if let Some(envelope) = Envelope::read(&mut cursor).filter(Envelope::is_event) {
                // The short way, for nearly all: the text is walked once.
                self.event(cursor.since(&start), &envelope, &origin)?;
                continue;
            }
            cursor = start;
            if !self.element(&mut cursor, origin)? {
                return Ok(());
            }
        }
        if !cursor.ended_well() {
            self.number += 1;
            self.set_aside("The list breaks off here; what comes before was kept.");
        } else if self.depth == 1 {
            self.after(cursor.rest());
        }
        Ok(())
    }

    /// Takes an element that is no plain event; `false` when the text ends in it.
    fn element(&mut self, cursor: &mut Cursor<'_>, origin: Origin<'_>) -> Result<bool, Cancelled> {
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

    /// Looks at what follows the end of the file's one value.
    fn after(&mut self, rest: &str) {
        if self.unit == "event" && !rest.trim().is_empty() {
            self.notes.set_aside("the end", "There is text after the end of the JSON; it was left out.");
        }
    }

    fn packed(&mut self, raw: &str, origin: Origin<'_>) -> Result<(), Cancelled> {
        let Some(text) = unquoted(raw.trim()) else {
            self.set_aside(CUT);
            return Ok(());
        };
        match packed::unpack(&unescape(text)) {
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
        match Envelope::of(raw) {
            Some(envelope) if envelope.is_event() => self.event(raw, &envelope, &origin),
            _ => self.container(raw, origin),
        }
    }

    /// Takes an event.
    fn event(&mut self, raw: &str, envelope: &Envelope<'_>, origin: &Origin<'_>) -> Result<(), Cancelled> {
        self.taken += 1;
        if self.taken.is_multiple_of(EVENTS_PER_CHECK) {
            self.progress.advance(0)?;
        }
        if !is_valid(raw) {
            self.set_aside("This event is not valid JSON.");
            return Ok(());
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
        if self.depth == 1 {
            self.after(members.rest);
        }
        let session = members.session().map(str::to_owned);
        let inside = Origin { session: session.as_deref().or(origin.session), ..origin };
        if let Some(events) = members.list("events") {
            let format = match origin.format {
                Format::RrwebArray | Format::RrwebLines if self.unit == "event" => Format::RrwebObject,
                other => other,
            };
            let origin = Origin { format, ..inside };
            self.collector.describe(&origin, members.extension_properties());
            if events.trim_end() == "[]" {
                self.set_aside("The recording is empty: it has no events.");
            }
            return self.list(events, origin);
        }
        if posthog::container(self, &members, inside)? {
            return Ok(());
        }
        let is_whole = Cursor::new(raw).skip();
        self.set_aside(if is_whole { members.what() } else { CUT });
        Ok(())
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

/// The members of an object, of which the last may be cut off.
#[derive(Debug)]
pub(super) struct Members<'a> {
    members: Vec<(&'a str, &'a str)>,
    /// What follows the object.
    rest: &'a str,
}

impl<'a> Members<'a> {
    /// Of an object's text.
    pub(super) fn of(text: &'a str) -> Self {
        let mut members = Vec::new();
        let mut cursor = Cursor::new(text);
        if cursor.enter(b'{') {
            while let Some(key) = cursor.key() {
                cursor.peek();
                let rest = cursor.rest();
                members.push((key, cursor.raw().unwrap_or(rest)));
            }
        }
        Self { members, rest: cursor.rest() }
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.members.iter().copied()
    }

    /// A member's text.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.members.iter().rfind(|(key, _)| *key == name).map(|(_, raw)| *raw)
    }

    /// A member that is an array, or the beginning of one.
    pub(super) fn list(&self, name: &str) -> Option<&'a str> {
        self.get(name).filter(|raw| raw.starts_with('['))
    }

    /// A member that is an object, or the beginning of one.
    pub(super) fn object(&self, name: &str) -> Option<Members<'a>> {
        self.get(name).filter(|raw| raw.starts_with('{')).map(Self::of)
    }

    /// A member that is text without escapes, or a number.
    pub(super) fn id(&self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(id_text)
    }

    fn session(&self) -> Option<&'a str> {
        let names = ["sessionId", "session_id", "$session_id", "sessionID", "replayId", "replay_id"];
        names.iter().find_map(|name| self.id(name)).or_else(|| self.object("session")?.id("id"))
    }

    /// What rrweb's browser extension tells of a recording.
    fn extension_properties(&self) -> BTreeMap<String, String> {
        let session = self.object("session");
        let name = session.and_then(|session| session.id("name")).map(|name| unescape(name).into_owned());
        name.map(|name| ("name".to_owned(), name)).into_iter().collect()
    }

    /// What this is, if it is no recording.
    fn what(&self) -> &'static str {
        let has = |name| self.get(name).is_some();
        if has("records") && (has("application") || has("view")) {
            "This is a Datadog segment, which is not read yet."
        } else if self.list("e").is_some() && self.list("a").is_some() {
            "This is a Microsoft Clarity payload, which is not read yet."
        } else if has("type") && has("data") {
            "This event has no time, so it has no place in a recording."
        } else if has("version") && has("data") {
            "This looks like a PostHog export of a version that is not known (2022-12-02 and 2023-04-28 are)."
        } else {
            NONE
        }
    }
}
