//! A visit that lies in several files, as a backend keeps what recorders send; and one recording that
//! came out of several programs.

use super::{BEGIN, HOUR, difference, dump, ids, import, open, recording, write};
use std::path::PathBuf;
use wherefore::format::decode;

/// The events of [`recording`].
fn events(clicks: usize) -> Vec<String> {
    let text = recording(BEGIN, clicks);
    let values: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    values.iter().map(serde_json::Value::to_string).collect()
}

fn capture(events: &[String]) -> String {
    format!(
        r#"{{"event":"$snapshot","distinct_id":"d","properties":{{"$session_id":"x","$window_id":"w","$snapshot_data":[{}]}}}}"#,
        events.join(",")
    )
}

#[test]
fn parts_of_one_visit_are_one_session_whatever_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let all = events(9);
    let whole_file = write(folder.path(), "whole/0.json", &capture(&all));
    let mut whole = open(&folder.path().join("whole"));
    import(&mut whole, &[whole_file]);
    let whole = dump(&whole);
    // The second and the third overlap, as those of a recorder that tries again.
    let parts: Vec<PathBuf> = [&all[..3], &all[3..7], &all[5..9], &all[9..]]
        .iter()
        .enumerate()
        .map(|(n, part)| write(folder.path(), &format!("{n}.json"), &capture(part)))
        .collect();
    for order in [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]] {
        let place = folder.path().join(format!("{order:?}"));
        std::fs::create_dir(&place).unwrap();
        let mut library = open(&place);
        let paths: Vec<PathBuf> = order.iter().map(|n| parts[*n].clone()).collect();
        let report = import(&mut library, &paths);
        assert_eq!((report.read, report.new, report.longer), (4, 1, 3), "{order:?} {:?}", report.sessions);
        let first = format!("\"file\":\"{}.json\"", order[0]);
        let found = dump(&library).replace(&first, "\"file\":\"0.json\"");
        assert_eq!(difference(&found, &whole), None, "{order:?}");
        let again = import(&mut library, &paths);
        assert_eq!((again.new, again.longer, again.already_there), (0, 0, 4), "{order:?}");
        assert_eq!(library.check().unwrap(), [""; 0]);
    }
}

#[test]
fn one_recording_from_several_programs_is_one_session() {
    let folder = tempfile::tempdir().unwrap();
    let all = events(5);
    let list = all.join(",");
    let names = ["plain.json", "window.json", "delay.json", "number.json"];
    let texts = [
        format!(r#"{{"sessionId":"x","events":[{list}]}}"#),
        capture(&all),
        format!(r#"{{"sessionId":"x","events":[{}]}}"#, list.replace("{\"data\"", "{\"delay\":4,\"data\"")),
        format!(r#"{{"sessionId":"x","events":[{}]}}"#, list.replace("\"y\":200", "\"y\":200.0")),
    ];
    let files: Vec<PathBuf> =
        names.iter().zip(&texts).map(|(name, text)| write(folder.path(), name, text)).collect();
    let mut library = open(folder.path());
    let report = import(&mut library, &files);
    assert_eq!((report.new, report.already_there, report.renamed.len()), (1, 3, 0), "{report:?}");
    assert_eq!(library.session("x").unwrap().unwrap().clicks, 5);
}

#[test]
fn two_tabs_in_two_files_are_one_session_and_a_later_visit_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let tab = |window: &str, start: i64| {
        format!(r#"{{"session_id":"x","window_id":"{window}","data":{}}}"#, recording(start, 3))
    };
    let files = [
        write(folder.path(), "a.json", &tab("a", BEGIN)),
        write(folder.path(), "b.json", &tab("b", BEGIN + 2000)),
        write(folder.path(), "c.json", &tab("a", BEGIN + HOUR)),
    ];
    let mut library = open(folder.path());
    let report = import(&mut library, &files);
    assert_eq!((report.new, report.longer, report.renamed.len()), (2, 1, 1), "{report:?}");
    assert_eq!(ids(&library, ""), ["x", "x-2"]);
    let both = library.session("x").unwrap().unwrap();
    assert_eq!(both.clicks, 6);
    let text = String::from_utf8(library.raw_events("x").unwrap()).unwrap();
    let windows: std::collections::BTreeSet<u16> =
        decode(text.as_bytes()).events.iter().map(|event| event.window).collect();
    assert_eq!(windows.len(), 2, "each tab has its lane");
}
