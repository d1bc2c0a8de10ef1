//! A recording that is read piece by piece is the recording.

#[path = "../../benches/generate/mod.rs"]
mod generate;

use super::write;
use std::path::{Path, PathBuf};
use wherefore::event::{Event, EventKind, Time};
use wherefore::format::decode;
use wherefore::job::Progress;
use wherefore::library::{Library, Order, Segment};
use wherefore::replay::Replay;

fn events(replay: &Replay) -> Vec<Event> {
    let mut all = Vec::new();
    replay.each_event(|event| all.push(event.clone()));
    all
}

/// Compares every session of what is imported with its text decoded whole; the longest text, bytes.
fn check(paths: &[PathBuf]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("a.wherefore")).unwrap();
    library.import(paths, &Progress::default()).unwrap();
    let sessions = library.sessions(&Segment::default(), Order::default()).unwrap();
    assert!(!sessions.is_empty());
    let mut longest = 0;
    for session in sessions {
        let id = &session.id;
        let text = library.raw_events(id).unwrap();
        longest = longest.max(text.len());
        let whole = decode(&text).events;
        let replay = library.replay(id, &Progress::default()).unwrap();
        let moved = whole.iter().filter_map(|event| match &event.kind {
            EventKind::Moves { positions, .. } => Some(positions.len()),
            _ => None,
        });
        let (moved, count) = (moved.sum::<usize>(), whole.len());
        let expected = Replay::new(whole, &Progress::default()).unwrap();
        assert!(events(&replay) == events(&expected), "{id}");
        assert_eq!(events(&replay).len(), count, "{id}");
        let trail = |replay: &Replay| replay.trail(Time(i64::MIN), Time(i64::MAX));
        assert!(trail(&replay) == trail(&expected) && trail(&replay).len() >= moved, "{id}");
        let (end, first) = (expected.duration(), expected.first_page());
        assert_eq!((replay.duration(), replay.first_page()), (end, first), "{id}");
        assert_eq!((replay.pages(), replay.active()), (expected.pages(), expected.active()), "{id}");
        assert!(replay.state_at(end) == expected.state_at(end), "{id}");

        let beginning = library.replay_beginning(id).unwrap();
        let told = events(&beginning);
        assert!(told.iter().zip(events(&expected)).all(|(one, other)| *one == other), "{id}");
        assert_eq!(beginning.first_page(), first, "{id}");
        assert!(beginning.state_at(first) == expected.state_at(first), "{id}: at {first:?}");
    }
    longest
}

#[test]
fn the_sample_read_piece_by_piece_is_the_sample() {
    check(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions/nordlund")]);
}

#[test]
fn a_long_recording_read_piece_by_piece_is_the_recording() {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = generate::lines(12_000).collect();
    let path = write(folder.path(), "long.json", &format!("[{}]", lines.join(",\n")));
    assert!(check(&[path]) > 4 << 20, "it has many pieces");
    // A clock that was put back cannot be read in pieces.
    let last = lines.last().unwrap();
    let (before, after) = last.split_once("\"timestamp\":").unwrap();
    let digits = after.find(|letter: char| !letter.is_ascii_digit()).unwrap();
    let earlier: i64 = after[..digits].parse::<i64>().unwrap() - 700;
    let odd = format!("{before}\"timestamp\":{earlier}{}", &after[digits..]);
    let path = write(folder.path(), "odd.json", &format!("[{},\n{odd}]", lines.join(",\n")));
    check(&[path]);
}

#[test]
fn nobody_waits_for_what_is_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "a.json", &super::recording(super::BEGIN, 3));
    let mut library = Library::open(&folder.path().join("a.wherefore")).unwrap();
    let report = library.import(&[path], &Progress::default()).unwrap();
    let progress = Progress::default();
    progress.cancel();
    assert!(library.replay(&report.sessions[0].session, &progress).is_err());
    let replay = library.replay(&report.sessions[0].session, &Progress::default()).unwrap();
    let (mut clicks, end) = (0, replay.duration());
    replay.each_event_between(Time(4000), end, |event| {
        clicks += usize::from(matches!(event.kind, EventKind::Press { .. }));
    });
    assert_eq!(clicks, 2, "those after the first three seconds and a click");
}
