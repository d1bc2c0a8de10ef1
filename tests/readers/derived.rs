//! One real recording in every container, and the public test events.

use super::*;
use std::collections::BTreeSet;
use wherefore::event::{Event, EventKind};
use wherefore::format::Decoded;

/// The fixtures, unless there are none.
fn fixtures() -> Option<PathBuf> {
    let folder = std::env::var_os("WHEREFORE_FIXTURES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures"), PathBuf::from);
    let there = folder.is_dir();
    if !there {
        let mut stderr = std::io::stderr();
        writeln!(stderr, "skipped: there are no fixtures at {}; set WHEREFORE_FIXTURES", folder.display())
            .unwrap();
    }
    there.then_some(folder)
}

/// The events of the one recording in a file.
fn fixture(path: &Path) -> (RawRecording, Decoded) {
    let items = read(&[path.to_owned()]);
    let set_aside = describe(&items, path).lines().filter(|line| line.starts_with("set aside")).count();
    assert_eq!(set_aside, 0, "{}", describe(&items, path));
    let mut found = recordings(items);
    assert_eq!(found.len(), 1, "{}", path.display());
    let raw = found.remove(0);
    let decoded = decode(&raw.events);
    (raw, decoded)
}

#[test]
fn one_recording_is_the_same_in_every_container() {
    let Some(fixtures) = fixtures() else { return };
    let derived = fixtures.join("derived");
    let (raw, expected) = fixture(&derived.join("rrweb.array.json"));
    assert_eq!(
        (raw.count, expected.started_at_ms, expected.warnings.len()),
        (expected.events.len(), 1_544_756_766_750, 0)
    );
    assert_eq!(raw.id.as_deref(), Some("8dda0c07-b950-47ec-a5ea-3d25746042bf"));
    let mut left: BTreeSet<String> = fs::read_dir(&derived)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for (name, format) in [
        ("highlight.session-contents.json.br", "highlight"),
        ("posthog.blob-v1.jsonl", "posthog"),
        ("posthog.blob-v2.jsonl", "posthog"),
        ("posthog.blob-v2.length-prefixed.snappy", "posthog"),
        ("posthog.export-2022-12-02.json", "posthog-2022-12-02"),
        ("posthog.export-2023-04-28.json", "posthog-2023-04-28"),
        ("posthog.rrweb-array-with-windowId.json", "posthog"),
        ("rrweb.array.json", "rrweb"),
        ("rrweb.array.json.gz", "rrweb"),
        ("rrweb.events-object.json", "rrweb-object"),
        ("rrweb.ndjson", "rrweb-ndjson"),
        ("rrweb.packed-array.json", "rrweb-packed"),
        ("sentry.download-json.rrweb.json", "rrweb"),
        ("sentry.recording-segments-download.json", "sentry"),
        ("umami.replay.json", "umami"),
    ] {
        let (raw, decoded) = fixture(&derived.join(name));
        assert_eq!(raw.format.name(), format, "{name}");
        assert!(left.remove(name), "{name}");
        if name.contains("2022-12-02") {
            // The one container with two windows: the order of simultaneous events is open.
            assert_eq!(decoded.events.len(), expected.events.len());
            for event in &decoded.events {
                let same = |known: &&Event| known.at == event.at && known.kind == event.kind;
                assert!(expected.events.iter().any(|known| same(&known)), "{name}: {event:?}");
            }
            assert_eq!(decoded.events.iter().map(|event| event.window).max(), Some(1));
        } else {
            assert!(decoded == expected, "{name} gives other events");
        }
    }
    // These hold a part of it.
    for name in [
        "posthog.capture-$snapshot.json",
        "sentry.segment0.packed-rrweb.bin",
        "sentry.segment0.raw",
        "sentry.segment0.zlib",
        "sentry.segment1.zlib",
        "umami.chunk.json.gz",
    ] {
        let (_, decoded) = fixture(&derived.join(name));
        let shift = decoded.started_at_ms - expected.started_at_ms;
        let is_part = |event: &Event| {
            let same = |known: &&Event| known.at.0 == event.at.0 + shift;
            expected.events.iter().any(|known| same(&known) && like(&known.kind, &event.kind))
        };
        assert!(decoded.events.len() > 10 && decoded.events.iter().all(is_part), "{name} gives other events");
        assert!(left.remove(name), "{name}");
    }
    assert_eq!(left, BTreeSet::new(), "every container is tried");
}

#[test]
fn segments_of_one_recording_are_one_session() {
    let Some(fixtures) = fixtures() else { return };
    let derived = fixtures.join("derived");
    let (_, expected) = fixture(&derived.join("rrweb.array.json"));
    let parts: Vec<Vec<u8>> =
        [0, 1].iter().map(|n| fs::read(derived.join(format!("sentry.segment{n}.zlib"))).unwrap()).collect();
    // By their names alone, by what their headers say, and in a zip.
    for names in [["sentry.segment0.zlib", "sentry.segment1.zlib"], ["replay-0", "replay-1"]] {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in names.iter().zip(&parts) {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let (raw, decoded) = fixture(folder.path());
        assert_eq!((raw.format.name(), &*raw.file), ("sentry", names[0]));
        assert!(decoded == expected, "{names:?} give other events");
    }
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("replay.zip");
    zip_of(&zip, &[("a/segment_1.bin", &parts[1]), ("a/segment_0.bin", &parts[0])]);
    assert!(fixture(&zip).1 == expected, "a zip gives other events");
    // A segment is missing: they are not one recording for sure.
    let gap = folder.path().join("gap");
    fs::create_dir(&gap).unwrap();
    fs::write(gap.join("segment0"), &parts[0]).unwrap();
    fs::write(gap.join("segment2"), &parts[1]).unwrap();
    assert_eq!(recordings(read(&[gap])).len(), 2);
}

/// Whether two events are the same, or batches of moves with as many positions.
fn like(a: &EventKind, b: &EventKind) -> bool {
    match (a, b) {
        (EventKind::Moves { positions: a, .. }, EventKind::Moves { positions: b, .. }) => a.len() == b.len(),
        _ => a == b,
    }
}

#[test]
fn the_real_events_decode_without_a_word() {
    let Some(fixtures) = fixtures() else { return };
    for folder in ["rrweb/events", "rrweb/recordings"] {
        for entry in fs::read_dir(fixtures.join(folder)).unwrap() {
            let (raw, decoded) = fixture(&entry.unwrap().path());
            let others =
                decoded.events.iter().filter(|event| matches!(event.kind, EventKind::Other { .. })).count();
            let expected = usize::from(raw.file.contains("custom-element"))
                + decoded
                    .events
                    .iter()
                    .filter(|_| raw.file.contains("canvas") || raw.file.contains("webgl"))
                    .count();
            assert!(others <= expected, "{}: {others} were not understood", raw.file);
            assert_eq!(decoded.warnings, [], "{}", raw.file);
        }
    }
}
