//! The members of an object, each with its text, and what they tell of the object.

use super::envelope::Envelope;
use super::envelope::id_text;
use super::item::Format;
use super::json::{Cursor, unescape};
use std::collections::BTreeMap;

/// Types that recordings begin with: what was loaded, the first page, and its address.
const FIRST: [i64; 4] = [0, 1, 2, 4];

fn begins_recording(list: &str) -> bool {
    let first = list.strip_prefix('[').and_then(|rest| Envelope::quick(rest.trim_ascii_start()));
    first.and_then(|(event, _)| event.kind).is_some_and(|kind| FIRST.contains(&kind))
}

/// The members of an object, of which the last may be cut off.
#[derive(Debug)]
pub(super) struct Members<'a> {
    members: Vec<(&'a str, &'a str)>,
    /// What follows the object.
    pub(super) rest: &'a str,
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

    pub(super) fn session(&self) -> Option<&'a str> {
        let names = ["sessionId", "session_id", "$session_id", "sessionID", "replayId", "replay_id"];
        names.iter().find_map(|name| self.id(name)).or_else(|| self.object("session")?.id("id"))
    }

    /// The session that a list of events in this object is of: where nothing else names it and the
    /// list begins as recordings do, the object's `id`. A part of a recording has one of its own.
    pub(super) fn session_of(&self, list: &str) -> Option<&'a str> {
        self.session().or_else(|| self.id("id").filter(|_| begins_recording(list)))
    }

    /// The format of an object with `events`, found in a file of `outer` format.
    pub(super) fn format(&self, outer: Format, is_line: bool) -> Format {
        let has = |name| self.get(name).is_some();
        match outer {
            Format::RrwebArray | Format::RrwebLines => {}
            other => return other,
        }
        if has("sessionId") && (has("chunkCount") || has("eventCount") || has("startedAt")) {
            Format::Umami
        } else if self.object("session").is_some_and(|session| session.get("id").is_some()) {
            Format::RrwebExtension
        } else if is_line {
            outer
        } else {
            Format::RrwebObject
        }
    }

    /// What rrweb's browser extension tells of a recording.
    pub(super) fn extension_properties(&self) -> BTreeMap<String, String> {
        let session = self.object("session");
        let name = session.and_then(|session| session.id("name")).map(|name| unescape(name).into_owned());
        name.map(|name| ("name".to_owned(), name)).into_iter().collect()
    }

    /// What this is, if it is no recording.
    pub(super) fn what(&self) -> &'static str {
        let has = |name| self.get(name).is_some();
        if has("records") && (has("application") || has("view")) {
            "This is a Datadog replay segment; its node format is not read. Datadog has no export that is rrweb."
        } else if self.list("e").is_some() && self.list("a").is_some() {
            "This is a Microsoft Clarity payload; its format is not read. Clarity has no export that is rrweb."
        } else if has("type") && has("data") {
            "This event has no time, so it has no place in a recording."
        } else if has("version") && has("data") {
            "This looks like a PostHog export of a version that is not known (2022-12-02 and 2023-04-28 are)."
        } else {
            super::entries::NONE
        }
    }
}
