//! What an import tells: file by file, session by session.

use super::{BEGIN, HOUR, bundle, import, open, recording, write};
use serde_json::{Value, json};
use std::fs;
use wherefore::job::{Progress, Tally};
use wherefore::library::{CLOCK_JUMP_MS, Outcome};

#[test]
fn every_file_is_told_with_what_it_was_taken_for_and_what_came_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let root = bundle(folder.path());
    write(&root, "recordings/broken.json", "{");
    let progress = Progress::default();
    let report = library.import(std::slice::from_ref(&root), &progress).unwrap();
    assert_eq!(report.files_read.len() as u64, report.files, "{:#?}", report.files_read);
    let of = |end: &str| {
        let file = report.files_read.iter().find(|file| file.path.ends_with(end));
        file.unwrap_or_else(|| panic!("{end} is not in {:#?}", report.files_read))
    };
    let first = of("s-1.json");
    assert_eq!((first.recordings, first.new, first.already_there, first.set_aside), (1, 1, 0, 0));
    for name in ["s-1.json", "sessions.csv", "orders.csv", "surveys.csv", "experiments.csv", "wherefore.json"]
    {
        assert!(of(name).kind.as_ref().is_some_and(|kind| !kind.is_empty()), "{name}: {:?}", of(name));
    }
    assert_eq!((of("broken.json").set_aside, of("broken.json").recordings), (1, 0));
    let told: Vec<_> =
        report.sessions.iter().map(|read| (read.session.as_str(), read.outcome, read.events)).collect();
    let events = |clicks: u64| clicks + 2;
    assert_eq!(
        told,
        [
            ("s-1", Outcome::New, events(2)),
            ("s-2", Outcome::New, events(3)),
            ("s-3", Outcome::New, events(0))
        ]
    );
    assert_eq!(progress.tallied(Tally::Sessions), 3);
    assert_eq!(progress.tallied(Tally::Events), 11);
    assert_eq!(progress.tallied(Tally::SetAside), report.set_aside.len() as u64);

    let again = import(&mut library, &[root]);
    let told: Vec<_> = again.sessions.iter().map(|read| (read.session.as_str(), read.outcome)).collect();
    assert_eq!(told, ["s-1", "s-2", "s-3"].map(|id| (id, Outcome::AlreadyThere)));
    let counts = again.files_read.iter().find(|file| file.path.ends_with("s-2.json")).unwrap();
    assert_eq!((counts.recordings, counts.new, counts.already_there), (1, 0, 1));
    assert_eq!(again.sessions[0].fidelity, report.sessions[0].fidelity);
}

#[test]
fn the_report_as_json_keeps_its_names() {
    let folder = tempfile::tempdir().unwrap();
    let report = import(&mut open(folder.path()), &[bundle(folder.path())]);
    let json = serde_json::to_value(&report).unwrap();
    let names = "files bytes read new already_there longer renamed set_aside joins warnings fidelity_gaps \
                 screenshots assets cancelled files_read sessions events clock_jumps";
    for name in names.split_whitespace() {
        assert!(json.get(name).is_some(), "{name} is missing");
    }
    for name in "path kind why recordings new already_there longer set_aside".split_whitespace() {
        assert!(json["files_read"][0].get(name).is_some(), "files_read: {name} is missing");
    }
    for name in "session file outcome events duplicates unsorted fidelity lacks".split_whitespace() {
        assert!(json["sessions"][0].get(name).is_some(), "sessions: {name} is missing");
    }
    assert_eq!(json["sessions"][0]["outcome"], json!("new"));
}

#[test]
fn disorder_and_leaps_of_the_clock_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let text = recording(BEGIN, 4);
    let mut events: Vec<Value> = serde_json::from_str(&text).unwrap();
    let late = BEGIN + CLOCK_JUMP_MS + 60_000;
    events.push(
        json!({"type": 3, "data": {"source": 2, "type": 2, "id": 4, "x": 1, "y": 1}, "timestamp": late}),
    );
    let copy = events[3].clone();
    events.push(copy);
    let file = write(folder.path(), "odd.json", &serde_json::to_string(&events).unwrap());
    let report = import(&mut open(folder.path()), &[file]);
    let read = &report.sessions[0];
    assert_eq!(read.events, 7, "the copy is dropped: {read:?}");
    let jump = &report.clock_jumps[0];
    assert_eq!((jump.session.as_str(), jump.file.as_str(), report.clock_jumps.len()), ("odd", "odd.json", 1));
    assert_eq!(jump.t_ms.0 + jump.by_ms, CLOCK_JUMP_MS + 60_000);
}

#[test]
fn a_recording_that_grew_is_longer_and_one_that_shrank_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let file = write(folder.path(), "visit.json", &recording(BEGIN, 1));
    import(&mut library, std::slice::from_ref(&file));
    fs::write(&file, recording(BEGIN, 5)).unwrap();
    let other = write(folder.path(), "other.json", &recording(BEGIN + HOUR, 1));
    let report = import(&mut library, &[file.clone(), other]);
    let outcomes: Vec<_> = report.sessions.iter().map(|read| (read.session.as_str(), read.outcome)).collect();
    assert_eq!(outcomes, [("visit", Outcome::Longer), ("other", Outcome::New)]);
    fs::write(&file, recording(BEGIN, 2)).unwrap();
    let report = import(&mut library, &[file]);
    assert_eq!((report.sessions[0].outcome, report.already_there), (Outcome::AlreadyThere, 1));
    assert_eq!(library.session("visit").unwrap().unwrap().clicks, 5);
}
