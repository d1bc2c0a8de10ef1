//! What must hold for any bytes: the bodies of the fuzz targets, also run by an ordinary test.
//!
//! Each function panics when an invariant is broken, and does nothing else.

use super::contents::{self, Of};
use super::decode;
use super::entries::Intake;
use super::har;
use super::item::{Item, RawRecording};
use super::json::is_valid;
use super::notes::Notes;
use super::openreplay;
use super::tables::{self, TableKind};
use crate::event::{EventKind, NewNode, Time};
use crate::job::Progress;
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use std::collections::HashSet;
use std::io::Write as _;

/// Any file: whatever recordings are in it are whole lines of JSON, and they decode.
///
/// # Panics
/// When one is not, or nothing is said of the file.
pub fn file(bytes: &[u8]) {
    let mut found = Vec::new();
    let mut sink = |item| found.push(item);
    let mut notes = Notes::new("fuzz".to_owned(), "fuzz".to_owned(), &mut sink);
    let progress = Progress::default();
    let mut intake = Intake::new(&mut notes, &progress);
    let of = Of { name: "fuzz", kind: None, archives: 0 };
    contents::read(Box::new(bytes), of, &mut intake).expect("nobody cancels");
    intake.finish(None).expect("nobody cancels");
    notes.finish();
    assert!(!found.is_empty(), "a file gives an item or says why not");
    for item in found {
        match item {
            Item::Recording(raw) => recording(&raw),
            Item::SetAside(part) => assert!(part.why.ends_with(['.', ')', '…']), "{part:?}"),
            _ => {}
        }
    }
}

/// A compressed file, without the need to guess how to compress.
pub fn zipped(bytes: &[u8]) {
    if let Ok(packed) = zstd::encode_all(bytes, 1) {
        file(&packed);
    }
}

/// The text of a recording: events are sorted, begin at zero, and name each node once.
///
/// # Panics
/// When they do not.
pub fn events(bytes: &[u8]) {
    let decoded = decode(bytes);
    assert!(decoded.events.first().is_none_or(|event| event.at == Time::ZERO), "time begins at zero");
    assert!(decoded.events.is_sorted_by_key(|event| event.at), "events are sorted");
    for event in &decoded.events {
        match &event.kind {
            EventKind::Snapshot(snapshot) => nodes(&snapshot.nodes),
            EventKind::Mutation(mutation) => mutation.adds.iter().for_each(|added| nodes(&added.nodes)),
            EventKind::Moves { positions, .. } => {
                assert!(positions.is_sorted_by_key(|position| position.at), "positions are sorted");
            }
            _ => {}
        }
    }
}

/// A side table of any kind.
pub fn table(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for kind in [
        None,
        Some(TableKind::Sessions),
        Some(TableKind::Orders),
        Some(TableKind::Answers),
        Some(TableKind::Arms),
    ] {
        let mut sink = |_| {};
        let mut notes = Notes::new("fuzz.csv".to_owned(), "fuzz.csv".to_owned(), &mut sink);
        tables::read(&text, kind, &mut notes);
        notes.finish();
    }
}

/// What recorders pack: the bytes as the inside of rrweb's packed events and of `PostHog`'s compressed
/// ones, without the need to guess how to compress.
///
/// # Panics
/// As [`file()`].
pub fn packed(bytes: &[u8]) {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let written = zlib.write_all(bytes).and_then(|()| gzip.write_all(bytes));
    written.expect("memory takes any bytes");
    let packed = latin1(&zlib.finish().expect("memory takes any bytes"));
    file(format!("[{packed}]").as_bytes());
    let data = latin1(&gzip.finish().expect("memory takes any bytes"));
    let outside = |data: &str| format!(r#"{{"timestamp":1,"cv":"2024-10","type":2,"data":{data}}}"#);
    let changes = r#"{"timestamp":2,"cv":"2024-10","type":3,"data":{"source":0,"adds":DATA,"texts":DATA}}"#;
    file(format!("{}\n{}", outside(&data), changes.replace("DATA", &data)).as_bytes());
}

/// A HAR file.
///
/// # Panics
/// When a recording comes out of it.
pub fn har(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut sink = |item: Item| assert!(!matches!(item, Item::Recording(_)), "a HAR file has no recording");
    let mut notes = Notes::new("fuzz.har".to_owned(), "fuzz.har".to_owned(), &mut sink);
    if har::is_har(&text) {
        har::read(&text, &mut notes);
    }
    notes.finish();
}

/// Bytes as the characters U+0000–U+00FF of a JSON string.
fn latin1(bytes: &[u8]) -> String {
    let text: String = bytes.iter().copied().map(char::from).collect();
    serde_json::to_string(&text).expect("text is JSON")
}

/// An `OpenReplay` recording, with or without the header: whatever becomes of it decodes.
///
/// # Panics
/// When it does not, or when nothing is said of bytes that give nothing.
pub fn openreplay(bytes: &[u8]) {
    let mut aside = 0;
    let mut sink = |_| aside += 1;
    let mut notes = Notes::new("fuzz.mobs".to_owned(), "fuzz.mobs".to_owned(), &mut sink);
    let found = openreplay::recording(bytes, &mut notes, &Progress::default()).expect("nobody cancels");
    notes.finish();
    if let Some(raw) = &found {
        recording(raw);
    }
    assert!(found.is_some() || aside > 0, "a file gives a recording or says why not");
}

fn recording(raw: &RawRecording) {
    let text = std::str::from_utf8(&raw.events).expect("a recording is text");
    assert_eq!(text.lines().count(), raw.count, "one event a line");
    assert!(raw.count > 0, "a recording has an event");
    for line in text.lines() {
        assert!(is_valid(line), "a line is JSON: {line}");
    }
    events(&raw.events);
}

fn nodes(nodes: &[NewNode]) {
    let mut seen = HashSet::new();
    for (index, node) in nodes.iter().enumerate() {
        assert_eq!(node.parent.is_none(), index == 0, "only the first has no parent");
        assert!(node.parent.is_none_or(|parent| seen.contains(&parent)), "parents come first");
        assert!(seen.insert(node.id), "numbers are used once");
    }
}
