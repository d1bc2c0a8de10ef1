//! What came in is given back: the same events as JSON values, exact copies once.

use super::write;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use wherefore::job::Progress;
use wherefore::library::Library;

/// A recording's events; two that are equal in all are one event told twice.
fn values(events: impl IntoIterator<Item = Value>) -> (usize, BTreeSet<String>) {
    let mut count = 0;
    let all = events.into_iter().inspect(|_| count += 1).map(|event| event.to_string()).collect();
    (count, all)
}

#[track_caller]
fn check(name: &str, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), name, text);
    let mut library = Library::open(&folder.path().join("a.wherefore")).unwrap();
    let report = library.import(&[file], &Progress::default()).unwrap();
    assert_eq!(report.new, 1, "{name}");
    let lines = library.raw_events(&report.sessions[0].session).unwrap();
    let lines = std::str::from_utf8(&lines).unwrap().lines();
    let given = values(lines.map(|line| serde_json::from_str(line).unwrap()));
    let came: Vec<Value> = serde_json::from_str(text).unwrap();
    let came = values(came);
    assert!(!came.1.is_empty(), "{name}");
    assert!(given.1 == came.1, "{name}: other events came out than went in");
    assert_eq!(given.0, came.1.len(), "{name}: events are given back once");
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn the_sample_comes_out_as_it_went_in() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions/nordlund/recordings");
    for path in json_files(&sample) {
        let mut text = String::new();
        flate2::read::GzDecoder::new(fs::File::open(&path).unwrap()).read_to_string(&mut text).unwrap();
        check(path.file_stem().unwrap().to_str().unwrap(), &text);
    }
}

#[test]
fn real_recordings_come_out_as_they_went_in() {
    let fixtures = std::env::var_os("WHEREFORE_FIXTURES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures"), PathBuf::from);
    let folder = fixtures.join("rrweb/recordings");
    if !folder.is_dir() {
        writeln!(std::io::stderr(), "skipped: there are no recordings at {}", folder.display()).unwrap();
        return;
    }
    for path in json_files(&folder) {
        check(path.file_name().unwrap().to_str().unwrap(), &fs::read_to_string(&path).unwrap());
    }
}

#[test]
fn odd_values_come_out_as_they_went_in() {
    let event = |at: i64, data: &str| format!("{{\"timestamp\":{at},\"data\":{data},\"type\":5}}");
    let long = "x\\\\\\u00e9\\n".repeat(5000);
    let events = [
        event(1_700_000_000_000, "{\"href\":\"https://shop.example/\",\"width\":1,\"height\":1}")
            .replace(":5}", ":4}"),
        event(1_700_000_000_100, &format!("{{\"tag\":\"a\",\"payload\":\"{long}\"}}")),
        event(
            1_700_000_000_050,
            "{ \"tag\" : \"b\",\n \"payload\" : [1.50, -0.0, 1e3, 12345678901234567890, \" \\u0000 \\ud83d\\ude00\"] }",
        ),
        event(
            1_700_000_000_100,
            &format!(
                "{{\"tag\":\"c\",\"payload\":{{\"css\":\"{long}\",\"image\":\"data:image/png;base64,{}\"}}}}",
                "iVBORw0KGgo=".repeat(300)
            ),
        ),
    ];
    check("odd.json", &format!("[{}]", events.join(",\n")));
}

/// The events of the recording that lies in every container, or a part of it.
#[test]
fn every_container_gives_back_what_lies_in_it() {
    let fixtures = std::env::var_os("WHEREFORE_FIXTURES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures"), PathBuf::from);
    let folder = fixtures.join("derived");
    if !folder.is_dir() {
        writeln!(std::io::stderr(), "skipped: there are no recordings at {}", folder.display()).unwrap();
        return;
    }
    // Which window an event is of is told by some containers beside it.
    let plain = |mut event: Value| {
        event.as_object_mut().unwrap().remove("windowId");
        event
    };
    let text = fs::read_to_string(folder.join("rrweb.array.json")).unwrap();
    let (count, whole) = values(serde_json::from_str::<Vec<Value>>(&text).unwrap());
    let mut parts = Vec::new();
    for path in json_files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let place = tempfile::tempdir().unwrap();
        let mut library = Library::open(&place.path().join("a.wherefore")).unwrap();
        let report = library.import(&[path], &Progress::default()).unwrap();
        assert_eq!((report.new, report.set_aside.len()), (1, 0), "{name}");
        let lines = library.raw_events(&report.sessions[0].session).unwrap();
        let lines = std::str::from_utf8(&lines).unwrap().lines();
        let given = values(lines.map(|line| plain(serde_json::from_str(line).unwrap())));
        assert!(given.1.is_subset(&whole), "{name}: other events came out than went in");
        assert_eq!(given.0, given.1.len(), "{name}: events are given back once");
        if given.0 < count {
            parts.push((given.0, name));
        }
    }
    parts.sort();
    let names: Vec<(usize, &str)> = parts.iter().map(|(count, name)| (*count, name.as_str())).collect();
    let segments = ["packed-rrweb.bin", "raw", "zlib"].map(|end| (136, format!("sentry.segment0.{end}")));
    let mut expected = vec![(20, "posthog.capture-$snapshot.json"), (50, "umami.chunk.json.gz")];
    expected.extend(segments.iter().map(|(count, name)| (*count, name.as_str())));
    expected.push((136, "sentry.segment1.zlib"));
    assert_eq!(names, expected, "these hold a part, the others all of it");
}
