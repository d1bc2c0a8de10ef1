//! Gathers the events of a file by session, and makes each session's lines sorted and whole.

use super::envelope::{Envelope, times, unquoted};
use super::item::{Format, Mended, RawRecording};
use super::json::push_compact;
use super::limits::MAX_TEXT_BYTES;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// What the container tells of the events in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) format: Format,
    /// The session's id.
    pub(super) session: Option<&'a str>,
    /// The window's id as JSON text, for events that do not name one.
    pub(super) window: Option<&'a str>,
}

/// The sessions of a file so far.
#[derive(Debug, Default)]
pub(super) struct Collector {
    groups: Vec<Group>,
    /// Index by session id. Looked up only.
    by_session: HashMap<Option<String>, usize>,
    /// The group of the last event: the next mostly belongs to it too.
    last: usize,
    bytes: u64,
}

#[derive(Debug)]
struct Group {
    session: Option<String>,
    format: Format,
    properties: BTreeMap<String, String>,
    /// Lines in order of arrival, each with its end of line.
    text: Vec<u8>,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    place: Range<usize>,
    kind: Option<i64>,
    timestamp: Option<f64>,
}

impl Collector {
    /// Takes an event: valid JSON text and what was read of it.
    ///
    /// # Errors
    /// A sentence for people, when there is more than a file may hold.
    pub(super) fn push(
        &mut self,
        text: &str,
        envelope: &Envelope<'_>,
        origin: &Origin<'_>,
    ) -> Result<(), String> {
        self.bytes += text.len() as u64;
        if self.bytes > MAX_TEXT_BYTES {
            return Err(format!(
                "The file holds more than {} MB of events; the rest was left out. Split the file.",
                MAX_TEXT_BYTES >> 20
            ));
        }
        let group = self.group(origin.session.or(envelope.session), origin.format);
        if envelope.window.is_some() && group.format == Format::RrwebArray {
            group.format = Format::Posthog;
        }
        let start = group.text.len();
        push_compact(text.trim(), &mut group.text);
        if let (Some(window), None) = (origin.window, envelope.window) {
            group.text.pop();
            group.text.extend_from_slice(b",\"windowId\":");
            push_compact(window, &mut group.text);
            group.text.push(b'}');
        }
        let place = start..group.text.len();
        group.text.push(b'\n');
        group.lines.push(Line { place, kind: envelope.kind, timestamp: envelope.timestamp });
        Ok(())
    }

    /// Notes what the container tells of a session's visitor.
    pub(super) fn describe(&mut self, origin: &Origin<'_>, properties: BTreeMap<String, String>) {
        if !properties.is_empty() {
            self.group(origin.session, origin.format).properties.extend(properties);
        }
    }

    fn group(&mut self, session: Option<&str>, format: Format) -> &mut Group {
        if self.groups.get(self.last).is_some_and(|last| last.session.as_deref() == session) {
            return &mut self.groups[self.last];
        }
        let session = session.map(str::to_owned);
        let index = *self.by_session.entry(session.clone()).or_insert(self.groups.len());
        self.last = index;
        if index == self.groups.len() {
            let (properties, text, lines) = (BTreeMap::new(), Vec::new(), Vec::new());
            self.groups.push(Group { session, format, properties, text, lines });
        }
        &mut self.groups[index]
    }

    /// The recordings, in order of their first event.
    pub(super) fn finish(mut self, file: &str) -> Vec<RawRecording> {
        self.adopt_nameless();
        self.groups
            .into_iter()
            .filter(|group| !group.lines.is_empty())
            .map(|group| group.finish(file))
            .collect()
    }

    /// Events without a session belong to the only one that is named.
    fn adopt_nameless(&mut self) {
        let [a, b] = &mut *self.groups else { return };
        let (nameless, named) = match (&a.session, &b.session) {
            (None, Some(_)) => (a, b),
            (Some(_), None) => (b, a),
            _ => return,
        };
        let shift = named.text.len();
        named.text.append(&mut nameless.text);
        named.lines.extend(
            nameless
                .lines
                .drain(..)
                .map(|line| Line { place: line.place.start + shift..line.place.end + shift, ..line }),
        );
        for (name, value) in std::mem::take(&mut nameless.properties) {
            named.properties.entry(name).or_insert(value);
        }
    }
}

impl Group {
    fn finish(self, file: &str) -> RawRecording {
        let outsides: Vec<_> = self.lines.iter().map(|line| (line.kind, line.timestamp)).collect();
        let times = times(&outsides);
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by(|a, b| times[*a].0.total_cmp(&times[*b].0));
        let text = |index: usize| &self.text[self.lines[index].place.clone()];
        let mut kept = Vec::with_capacity(order.len());
        for run in order.chunk_by(|a, b| times[*a].0.total_cmp(&times[*b].0).is_eq()) {
            let mut seen = HashSet::new();
            kept.extend(run.iter().copied().filter(|index| run.len() == 1 || seen.insert(text(*index))));
        }
        let count = kept.len();
        let is_in_order = count == self.lines.len() && kept.is_sorted();
        let events = if is_in_order {
            self.text
        } else {
            let mut events = Vec::with_capacity(self.text.len());
            for index in kept {
                events.extend_from_slice(text(index));
                events.push(b'\n');
            }
            events
        };
        RawRecording {
            id: self.session,
            file: file.to_owned(),
            format: self.format,
            events,
            count,
            properties: self.properties,
            mended: Mended::default(),
        }
    }
}

/// An id as a container writes it: text, or a number's digits.
pub(super) fn id_text(raw: &str) -> Option<&str> {
    unquoted(raw).or_else(|| raw.bytes().all(|b| b.is_ascii_digit()).then_some(raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(events: &[&str], window: Option<&str>, expected: &[(Option<&str>, &str)]) {
        let mut collector = Collector::default();
        let origin = Origin { format: Format::RrwebLines, session: None, window };
        for event in events {
            collector.push(event, &Envelope::of(event).unwrap(), &origin).unwrap();
        }
        let found = collector.finish("f");
        let found: Vec<_> = found
            .iter()
            .map(|raw| {
                let text = std::str::from_utf8(&raw.events).unwrap();
                assert_eq!(text.matches('\n').count(), raw.count);
                (raw.id.as_deref(), text)
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_sorted_stably_and_kept_once() {
        check(
            &[
                r#"{"timestamp":2,"type":3}"#,
                "{\"type\":1,\n \"timestamp\":2}",
                r#"{"timestamp":1,"type":3}"#,
                r#"{"timestamp":2,"type":3}"#,
            ],
            None,
            &[(
                None,
                "{\"timestamp\":1,\"type\":3}\n{\"timestamp\":2,\"type\":3}\n{\"type\":1,\"timestamp\":2}\n",
            )],
        );
    }

    #[test]
    fn sessions_are_told_apart() {
        let (a, b, none) = (
            r#"{"timestamp":1,"type":3,"sessionId":"a"}"#,
            r#"{"timestamp":1,"type":3,"session_id":"b"}"#,
            r#"{"timestamp":0,"type":3}"#,
        );
        let line = |text: &str| format!("{text}\n");
        check(&[a, b, a], None, &[(Some("a"), &line(a)), (Some("b"), &line(b))]);
        check(&[a, none], None, &[(Some("a"), &(line(none) + &line(a)))]);
    }

    #[test]
    fn the_window_of_the_container_is_written_down() {
        check(
            &[r#"{"timestamp":1,"type":3}"#, r#"{"timestamp":2,"windowId":1}"#],
            Some("\"w\""),
            &[(None, "{\"timestamp\":1,\"type\":3,\"windowId\":\"w\"}\n{\"timestamp\":2,\"windowId\":1}\n")],
        );
    }
}
