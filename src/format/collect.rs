//! Gathers the events of a file by session, and makes each session's lines sorted and whole.
//!
//! What arrives is held in memory up to a limit; then it moves to [`Runs`], so that a file of any
//! size needs the same memory, and only one session is in memory whole.

use super::envelope::{CUSTOM, Envelope, times};
use super::item::{Format, Mended, RawRecording};
use super::json::{is_valid, push_compact};
use super::limits::{MAX_SESSION_BYTES, MAX_SESSIONS, RUN_BYTES};
use super::runs::{Events, Line, Runs};
use super::stop::Stop;
use crate::job::{Cancelled, Progress};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

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
    /// Bytes of events in memory.
    held: usize,
    runs: Runs,
    /// Bytes that the first session may have, so that its events need not be moved as they grow.
    expected: usize,
    /// The temporary file failed: nothing more is taken.
    failed: bool,
}

#[derive(Debug)]
struct Group {
    session: Option<String>,
    format: Format,
    properties: BTreeMap<String, String>,
    /// Bytes of events, wherever they are.
    bytes: u64,
    /// Those that are in memory.
    events: Events,
}

impl Collector {
    /// Says how long the text is that all events come from.
    pub(super) fn expect(&mut self, bytes: usize) {
        self.expected = bytes;
    }

    /// Takes an event: valid JSON text and what was read of it.
    ///
    /// # Errors
    /// A sentence for people, once, when there is more than is taken.
    pub(super) fn push(
        &mut self,
        text: &str,
        envelope: &Envelope<'_>,
        origin: &Origin<'_>,
    ) -> Result<(), String> {
        if self.failed {
            return Ok(());
        }
        let Some(group) = self.group(origin.session.or(envelope.session), origin.format) else {
            self.failed = true;
            return Err(format!("The file holds more than {MAX_SESSIONS} sessions; the rest was left out."));
        };
        let group = &mut self.groups[group];
        if group.bytes > MAX_SESSION_BYTES {
            return Ok(());
        }
        if envelope.window.is_some() && group.format == Format::RrwebArray {
            group.format = Format::Posthog;
        }
        let events = &mut group.events;
        let start = events.text.len();
        push_compact(text.trim(), &mut events.text);
        // The object around the events may be broken where it names the window.
        if let (Some(window), None) = (origin.window.filter(|window| is_valid(window)), envelope.window) {
            events.text.pop();
            events.text.extend_from_slice(b",\"windowId\":");
            push_compact(window, &mut events.text);
            events.text.push(b'}');
        }
        events.text.push(b'\n');
        let bytes = events.text.len() - start;
        group.bytes += bytes as u64;
        if group.bytes > MAX_SESSION_BYTES {
            events.text.truncate(start);
            return Err(format!(
                "A session holds more than {} MB of events; its later ones were left out.",
                MAX_SESSION_BYTES >> 20
            ));
        }
        let length = u32::try_from(bytes).expect("no session has as many bytes");
        let custom = envelope.kind == Some(CUSTOM);
        events.lines.push(Line { length, custom, timestamp: envelope.timestamp });
        self.held += bytes + size_of::<Line>();
        Ok(())
    }

    /// Makes room when much is held; to be called now and then.
    ///
    /// # Errors
    /// A sentence for people, once, when the temporary file fails; nothing more is taken then.
    pub(super) fn settle(&mut self, progress: &Progress) -> Result<Result<(), String>, Cancelled> {
        if self.held < RUN_BYTES || self.failed {
            return Ok(Ok(()));
        }
        let mut sessions = Vec::new();
        for (number, group) in self.groups.iter_mut().enumerate() {
            if !group.events.lines.is_empty() {
                let number = u32::try_from(number).expect("there are fewer sessions");
                sessions.push((number, std::mem::take(&mut group.events)));
            }
        }
        self.held = 0;
        match self.runs.add(&sessions, progress) {
            Ok(()) => Ok(Ok(())),
            Err(error) if Stop::of(&error) == Some(Stop::Cancelled) => Err(Cancelled),
            Err(error) => {
                self.failed = true;
                Ok(Err(no_room(&error)))
            }
        }
    }

    /// Notes what the container tells of a session's visitor.
    pub(super) fn describe(&mut self, origin: &Origin<'_>, properties: BTreeMap<String, String>) {
        if properties.is_empty() {
            return;
        }
        if let Some(group) = self.group(origin.session, origin.format) {
            self.groups[group].properties.extend(properties);
        }
    }

    /// Calls the events that name no session so, as their container does after them.
    pub(super) fn name(&mut self, session: &str) {
        let named = Some(session.to_owned());
        if let Some(group) =
            self.by_session.get(&None).copied().filter(|_| !self.by_session.contains_key(&named))
        {
            self.by_session.remove(&None);
            self.groups[group].session.clone_from(&named);
            self.by_session.insert(named, group);
        }
    }

    fn group(&mut self, session: Option<&str>, format: Format) -> Option<usize> {
        if self.groups.get(self.last).is_some_and(|last| last.session.as_deref() == session) {
            return Some(self.last);
        }
        let session = session.map(str::to_owned);
        let index = match self.by_session.get(&session) {
            Some(index) => *index,
            None if self.groups.len() >= MAX_SESSIONS => return None,
            None => {
                self.by_session.insert(session.clone(), self.groups.len());
                let (properties, mut events) = (BTreeMap::new(), Events::default());
                events.text.reserve_exact(std::mem::take(&mut self.expected));
                self.groups.push(Group { session, format, properties, bytes: 0, events });
                self.groups.len() - 1
            }
        };
        self.last = index;
        Some(index)
    }

    /// What the file is, going by its first session; `None` as long as there is no event.
    pub(super) fn format(&self) -> Option<Format> {
        self.groups.iter().find(|group| group.bytes > 0).map(|group| group.format)
    }

    /// Gives the recordings to `give`, in order of their first event.
    ///
    /// # Errors
    /// When `give` fails. What is wrong with the temporary file is a sentence for people.
    pub(super) fn finish(
        mut self,
        file: &str,
        give: &mut dyn FnMut(RawRecording) -> Result<(), Cancelled>,
    ) -> Result<Result<(), String>, Cancelled> {
        if let Some(mut group) = match self.adopted() {
            Ok(group) => group,
            Err(error) => return Ok(Err(no_room(&error))),
        } {
            self.groups.clear();
            group.bytes = group.events.text.len() as u64;
            give(group.finish(file))?;
        }
        for number in 0..self.groups.len() {
            match self.whole(number) {
                Ok(group) if group.events.lines.is_empty() => {}
                Ok(group) => give(group.finish(file))?,
                Err(error) => return Ok(Err(no_room(&error))),
            }
        }
        Ok(Ok(()))
    }

    /// A group with all of its events.
    fn whole(&mut self, number: usize) -> io::Result<Group> {
        let group = &mut self.groups[number];
        let (properties, mut later) =
            (std::mem::take(&mut group.properties), std::mem::take(&mut group.events));
        let mut events = Events::default();
        if self.runs.is_empty() {
            events = later;
        } else {
            let bytes = usize::try_from(group.bytes).unwrap_or_default();
            events.text.reserve_exact(bytes);
            self.runs.take(u32::try_from(number).expect("there are fewer sessions"), &mut events)?;
            events.append(&mut later);
        }
        Ok(Group {
            session: group.session.take(),
            format: group.format,
            properties,
            bytes: group.bytes,
            events,
        })
    }

    /// Events without a session belong to the only one that is named.
    fn adopted(&mut self) -> io::Result<Option<Group>> {
        let [a, b] = &*self.groups else { return Ok(None) };
        if a.session.is_some() == b.session.is_some() {
            return Ok(None);
        }
        let (a, b) = (self.whole(0)?, self.whole(1)?);
        let (mut named, mut nameless) = if a.session.is_some() { (a, b) } else { (b, a) };
        named.events.append(&mut nameless.events);
        for (name, value) in nameless.properties {
            named.properties.entry(name).or_insert(value);
        }
        Ok(Some(named))
    }
}

fn no_room(error: &io::Error) -> String {
    format!(
        "The file needs room in the system's temporary folder, which failed ({error}). Make room there, or set          TMPDIR to a folder on another disk; what came before was kept."
    )
}

impl Group {
    fn finish(self, file: &str) -> RawRecording {
        let Events { text, lines } = self.events;
        let outsides: Vec<_> =
            lines.iter().map(|line| (line.custom.then_some(CUSTOM), line.timestamp)).collect();
        let times: Vec<f64> = times(&outsides).into_iter().map(|(time, _)| time).collect();
        let mut ends = 0;
        let places: Vec<(usize, usize)> = lines
            .iter()
            .map(|line| {
                let start = ends;
                ends += line.length as usize;
                (start, ends)
            })
            .collect();
        let mut latest = f64::NEG_INFINITY;
        let unsorted = times.iter().filter(|time| {
            let behind = **time < latest;
            latest = latest.max(**time);
            behind
        });
        let unsorted = unsorted.count() as u64;
        let mut order: Vec<usize> = (0..lines.len()).collect();
        if unsorted > 0 {
            order.sort_by(|a, b| times[*a].total_cmp(&times[*b]));
        }
        let line = |index: usize| &text[places[index].0..places[index].1];
        let mut kept = Vec::with_capacity(order.len());
        for run in order.chunk_by(|a, b| times[*a] == times[*b]) {
            let mut seen = HashSet::new();
            kept.extend(run.iter().copied().filter(|index| run.len() == 1 || seen.insert(line(*index))));
        }
        let (count, duplicates) = (kept.len(), (lines.len() - kept.len()) as u64);
        let events = if unsorted == 0 && duplicates == 0 {
            text
        } else {
            let mut events = Vec::with_capacity(text.len());
            for index in &kept {
                events.extend_from_slice(line(*index));
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
            mended: Mended { duplicates, unsorted },
        }
    }
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
        let mut found = Vec::new();
        let mut give = |raw| {
            found.push(raw);
            Ok(())
        };
        collector.finish("f", &mut give).unwrap().unwrap();
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
