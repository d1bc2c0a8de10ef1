//! Files in, items out: every container, complete, sparse and broken.
//!
//! `WHEREFORE_UPDATE=1 cargo test --test readers` rewrites the expected texts in `tests/golden`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use wherefore::event::{Event, EventKind};
use wherefore::format::limits::{MAX_ENTRIES, MAX_FOLDER_DEPTH, MAX_NAMED_PARTS, MAX_TEXT_BYTES};
use wherefore::format::{Decoded, Item, RawRecording, decode, list};
use wherefore::job::Progress;

/// Everything in `paths`, in order.
fn read(paths: &[PathBuf]) -> Vec<Item> {
    let progress = Progress::default();
    let listing = list(paths, &progress);
    progress.expect(listing.bytes);
    let mut items: Vec<Item> = listing.set_aside.into_iter().map(Item::SetAside).collect();
    for unit in &listing.units {
        if let Err(error) = unit.read(&progress, &mut |item| items.push(item)) {
            panic!("{}: {error}", unit.name());
        }
    }
    let (done, total) = progress.counts();
    assert_eq!(done, total, "all announced bytes are counted off");
    items
}

fn recordings(items: Vec<Item>) -> Vec<RawRecording> {
    let only = items.into_iter().filter_map(|item| match item {
        Item::Recording(recording) => Some(recording),
        _ => None,
    });
    only.collect()
}

/// A line for people on each item; paths relative to `folder`.
fn describe(items: &[Item], folder: &Path) -> String {
    let mut out = String::new();
    let folder = format!("{}/", folder.display());
    for item in items {
        let line = match item {
            Item::Recording(raw) => {
                let decoded = decode(&raw.events);
                let mut line = format!(
                    "recording {} of {:?} in {} events, {} decoded, properties {:?}",
                    raw.format.name(),
                    raw.id,
                    raw.count,
                    decoded.events.len(),
                    raw.properties
                );
                for warning in decoded.warnings {
                    write!(line, "\n  event {}: {}", warning.event, warning.why).unwrap();
                }
                line
            }
            Item::SetAside(part) => {
                format!("set aside {:?} {:?}: {}", part.path.replace(&folder, ""), part.place, part.why)
            }
            Item::Screenshot(spec, bytes) => format!("screenshot {} of {} bytes", spec.page, bytes.len()),
            Item::Asset { url, bytes } => format!("asset {url} of {} bytes", bytes.len()),
            // What tables hold is looked at in `tests/tables.rs`.
            Item::Table(read) => format!("table of {} {:?}", read.kind, read.rows).replace(": None", ": -"),
            Item::Unknown(table) => format!("unknown table: {}", table.why()),
            Item::Taken(taken) => format!("taken for {}: {}", taken.kind, taken.why),
            other => format!("{other:?}"),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// Compares with `tests/golden/NAME`, or writes it.
#[track_caller]
fn check_golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("WHEREFORE_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(found, expected, "{} differs; WHEREFORE_UPDATE=1 rewrites it", path.display());
}

const EVENTS: [&str; 3] = [
    r#"{"type":4,"data":{"href":"https://shop.example/","width":1280,"height":720},"timestamp":1700000000000}"#,
    r#"{"type":2,"data":{"node":{"type":0,"childNodes":[{"type":2,"tagName":"html","attributes":{},"childNodes":[],"id":2}],"id":1},"initialOffset":{"top":0,"left":0}},"timestamp":1700000000001}"#,
    r#"{"type":3,"data":{"source":2,"type":2,"id":2,"x":5,"y":6},"timestamp":1700000001000}"#,
];

fn array() -> String {
    format!("[{}]", EVENTS.join(","))
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zlib(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A JSON string with each byte as one character.
fn latin1(bytes: &[u8]) -> String {
    serde_json::to_string(&bytes.iter().map(|b| char::from(*b)).collect::<String>()).unwrap()
}

fn packed(event: &str) -> String {
    latin1(&zlib(&event.strip_suffix('}').map(|e| format!("{e},\"v\":\"v1\"}}")).unwrap()))
}

/// Writes `files` to a folder and describes what is read from it.
fn describe_files(files: &[(&str, &[u8])]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut out = String::new();
    for (name, _) in files {
        let items = read(&[folder.path().join(name)]);
        write!(out, "== {name}\n{}", describe(&items, folder.path())).unwrap();
    }
    out
}

#[test]
fn every_container_is_read() {
    let [meta, snapshot, click] = EVENTS;
    let lines = EVENTS.join("\n");
    let of = |session: &str, event: &str| event.replacen('{', &format!("{{\"sessionId\":\"{session}\","), 1);
    let two_sessions = [of("a", meta), of("b", meta), of("a", snapshot), of("b", click)].join("\n");
    let by_line = format!(
        "{{\"session_id\":\"a\",\"events\":[{meta},{snapshot}]}}\n{{\"session_id\":\"b\",\"events\":[{click}]}}\n"
    );
    let compressed = format!(
        "{{\"type\":2,\"cv\":\"2024-10\",\"data\":{},\"timestamp\":1700000000001}}",
        latin1(&gzip(r#"{"node":{"type":0,"childNodes":[],"id":1}}"#))
    );
    let mutation = format!(
        "{{\"type\":3,\"cv\":\"2024-10\",\"data\":{{\"source\":0,\"adds\":{},\"texts\":[]}},\"timestamp\":1700000000002}}",
        latin1(&gzip(r#"[{"parentId":1,"nextId":null,"node":{"type":3,"textContent":"x","id":9}}]"#))
    );
    let person = r#"{"distinct_ids":["d-1"],"properties":{"$os":"iOS","email":"not@taken.example"}}"#;
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("array.json", array().into()),
        ("array.json.gz", gzip(&array())),
        ("array.json.zst", zstd::encode_all(array().as_bytes(), 1).unwrap()),
        ("array.zlib", zlib(&array())),
        ("object.json", format!("{{\"events\":{}}}", array()).into()),
        ("object-session.json", format!("{{\"sessionId\":\"s-1\",\"events\":{}}}", array()).into()),
        (
            "extension.json",
            format!("{{\n \"session\": {{\"id\": \"x-1\", \"name\": \"My \\\"visit\\\"\"}},\n \"events\": {} }}", array())
                .into(),
        ),
        ("lines.ndjson", lines.clone().into()),
        ("lines.ndjson.zst", zstd::encode_all(lines.as_bytes(), 1).unwrap()),
        ("one-line.ndjson", meta.into()),
        ("two-sessions.ndjson", two_sessions.into()),
        ("sessions-by-line.ndjson", by_line.into()),
        ("packed.json", format!("[{}]", EVENTS.map(packed).join(",")).into()),
        ("packed-lines.ndjson", EVENTS.map(packed).join("\n").into()),
        (
            "posthog-2023.json",
            format!(
                "{{\"version\":\"2023-04-28\",\"data\":{{\"id\":\"p-1\",\"person\":{person},\"snapshots\":{}}}}}",
                array().replace("{\"type\"", "{\"windowId\":1,\"type\"")
            )
            .into(),
        ),
        (
            "posthog-2022.json",
            format!(
                "{{\"version\":\"2022-12-02\",\"data\":{{\"person\":null,\"snapshotsByWindowId\":{{\"w1\":[{meta},{click}],\"w2\":[{snapshot}]}}}}}}"
            )
            .into(),
        ),
        ("posthog-old-api.json", format!("{{\"snapshot_data_by_window_id\":{{\"w\":{}}}}}", array()).into()),
        (
            "posthog-capture.json",
            format!(
                "{{\"event\":\"$snapshot\",\"distinct_id\":\"d\",\"properties\":{{\"$session_id\":\"c-1\",\"$window_id\":\"w\",\"$snapshot_data\":{}}}}}",
                array()
            )
            .into(),
        ),
        ("posthog-v1.jsonl", format!("{{\"window_id\":\"w\",\"data\":[{meta},{compressed}]}}\n").into()),
        ("posthog-v2.jsonl", format!("[\"w\",{meta}]\n[\"w\",{compressed}]\n[\"x\",{mutation}]\n").into()),
        ("sentry-segment.raw", format!("{{\"segment_id\":0}}\n{}", array()).into()),
        ("sentry-segment.zlib", [b"{\"segment_id\":0}\n".to_vec(), zlib(&array())].concat()),
        ("sentry-download.json", format!("[[{meta},{snapshot}],[{click}]]").into()),
        ("sentry-blob.bin", [b"\0".to_vec(), array().into_bytes()].concat()),
        (
            "nulls.json",
            format!("{{\"sessionId\":null,\"session\":null,\"events\":[{meta},{{\"type\":3,\"data\":null,\"timestamp\":1700000000002,\"windowId\":null,\"delay\":null}}]}}")
                .into(),
        ),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    check_golden("readers.txt", &describe_files(&files));
}

#[test]
fn bad_input_is_set_aside_and_the_rest_kept() {
    let [meta, snapshot, click] = EVENTS;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!(
        r#"{{"type":2,"data":{{"node":{{"type":0,"id":1,"childNodes":[{}{}]}}}},"timestamp":1700000000002}}"#,
        (2..202).fold(String::new(), |mut all, id| {
            write!(all, r#"{{"type":2,"tagName":"b","id":{id},"childNodes":["#).unwrap();
            all
        }),
        "]}".repeat(200)
    );
    let cut = array();
    let zipped = gzip(&EVENTS.repeat(3000).join("\n"));
    let mut unknown = snapshot.replace("\"type\":2,\"data\"", "\"type\":99,\"data\"");
    unknown.push('\n');
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("empty.json", Vec::new()),
        ("blank.json", b" \n ".to_vec()),
        ("cut.json", cut[..cut.len() - 40].into()),
        ("cut-object.json", format!("{{\"sessionId\":\"s\",\"events\":{}", &cut[..cut.len() - 40]).into()),
        ("cut-key.json", b"{\"eve".to_vec()),
        ("cut.ndjson", format!("{meta}\n{snapshot}\n{}", &click[..30]).into()),
        ("cut.json.gz", gzip(&array())[..100].to_vec()),
        ("cut-in-the-middle.ndjson.gz", zipped[..zipped.len() - 8].to_vec()),
        ("no-end.json", format!("[{meta},").into()),
        (
            "bad-event.json",
            format!("[{meta},{{\"type\":3,\"timestamp\":1,\"data\":{{nonsense}}}},7,null,\"x\",{click}]")
                .into(),
        ),
        ("text-after.json", format!("{} and more", array()).into()),
        ("no-recording.json", b"{\"name\":\"package\",\"version\":\"1\"}".to_vec()),
        ("empty-array.json", b"[]".to_vec()),
        ("no-events.json", b"{\"events\":[]}".to_vec()),
        ("numbers.json", b"[1,2,3]".to_vec()),
        ("deep.json", deep.into()),
        ("deep-nodes.json", format!("[{meta},{nested}]").into()),
        (
            "zero-viewport.json",
            format!("[{},{snapshot}]", meta.replace("1280", "0").replace("720", "0")).into(),
        ),
        ("no-data.json", format!("[{meta},{{\"type\":3,\"timestamp\":1700000000002}}]").into()),
        ("no-time.json", format!("[{meta},{{\"type\":3,\"data\":{{\"source\":2}}}}]").into()),
        ("unknown-type.ndjson", format!("{meta}\n{unknown}").into()),
        ("duplicates.json", format!("[{meta},{meta},{snapshot},{snapshot}]").into()),
        ("unknown-posthog.json", b"{\"version\":\"2031-01-01\",\"data\":{\"snapshots\":[]}}".to_vec()),
        ("unknown-cv.json", format!("[{}]", meta.replacen('{', "{\"cv\":\"2031\",", 1)).into()),
        (
            "damaged-cv.json",
            format!(
                "[{}]",
                meta.replace(
                    "\"type\":4,\"data\":{",
                    "\"cv\":\"2024-10\",\"type\":3,\"data\":{\"adds\":\"x\","
                )
            )
            .into(),
        ),
        ("datadog.json", b"{\"records\":[],\"application\":{},\"view\":{}}".to_vec()),
        ("clarity.json", b"{\"e\":[],\"a\":[],\"p\":[]}".to_vec()),
        ("openreplay.mob", vec![0xff; 30]),
        ("latin1.json", b"[{\"type\":5,\"data\":{\"tag\":\"\xe9\"},\"timestamp\":1}]".to_vec()),
        ("table.csv", b"a,b\n1,2\n".to_vec()),
        ("prose.txt", b"Dear shop,\n\nit does not work.\n".to_vec()),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    check_golden("bad_input.txt", &describe_files(&files));
}

fn zip_of(path: &Path, entries: &[(&str, &[u8])]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The files of a bundle in which nothing is missing.
fn bundle() -> Vec<(&'static str, Vec<u8>)> {
    let manifest = r#"{"wherefore":1,"site":{"name":"Shop","origin":"https://shop.example"},"currency":"EUR",
        "stages":{"purchase":{"url":["/thanks*"]}},"pages":[{"key":"/product/*","name":"Products"}],"masking":"standard",
        "screenshots":[{"file":"screenshots/home.png","page":"/","device":"desktop","viewport_width":1280},
        {"file":"screenshots/lost.png","page":"/","device":"mobile"}]}"#;
    let har = r#"{"log":{"entries":[
        {"request":{"method":"GET","url":"https://shop.example/a.css"},"response":{"status":200,"content":{"mimeType":"text/css","text":"a{}"}}},
        {"request":{"method":"GET","url":"https://shop.example/b.png"},"response":{"status":200,"content":{"mimeType":"image/png","text":"iVBORw==","encoding":"base64"}}},
        {"request":{"method":"POST","url":"https://shop.example/c"},"response":{"status":200,"content":{"mimeType":"text/css","text":"x"}}}]}}"#;
    vec![
        ("wherefore.json", manifest.into()),
        ("recordings/s-1.json", array().into()),
        ("recordings/more/s-2.ndjson.gz", gzip(&EVENTS.join("\n"))),
        ("recordings/named.json", format!("{{\"sessionId\":\"own\",\"events\":{}}}", array()).into()),
        ("sessions.csv", b"session_id,country,variant\ns-1,FI,B\n".to_vec()),
        ("orders.csv", b"order_id,session_id,total,currency\n1,s-1,10.5,EUR\n".to_vec()),
        ("surveys.csv", b"survey,session_id,question,answer\nexit,s-1,Why?,Too dear\n".to_vec()),
        ("experiments.csv", b"experiment,variant,sessions,conversions\nE,A,10,1\n".to_vec()),
        ("screenshots/home.png", PNG.into()),
        ("screenshots/unnamed.png", PNG.into()),
        ("assets.json", br#"{"https://shop.example/s.css":"assets/s.css","https://shop.example/f":"f.woff2","https://shop.example/x":"assets/x"}"#.to_vec()),
        ("assets/s.css", b"body{}".to_vec()),
        ("assets/f.woff2", b"wOF2".to_vec()),
        ("site.har", har.into()),
        ("README.md", b"# Hello".to_vec()),
        ("package.json", b"{}".to_vec()),
        (".hidden.json", b"x".to_vec()),
    ]
}

#[test]
fn a_bundle_is_the_same_as_folder_and_as_zip() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("shop");
    for (name, bytes) in bundle() {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let as_folder = describe(&read(std::slice::from_ref(&root)), folder.path());
    check_golden("bundle.txt", &as_folder);

    let files = bundle();
    let entries: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    zip_of(&folder.path().join("flat.zip"), &entries);
    let as_zip = describe(&read(&[folder.path().join("flat.zip")]), folder.path());
    assert_eq!(as_zip.replace("flat.zip/", "shop/"), as_folder);

    let inside: Vec<(String, &[u8])> =
        files.iter().map(|(name, bytes)| (format!("top/{name}"), &**bytes)).collect();
    let entries: Vec<(&str, &[u8])> = inside.iter().map(|(name, bytes)| (&**name, *bytes)).collect();
    zip_of(&folder.path().join("nested.zip"), &entries);
    let as_zip = describe(&read(&[folder.path().join("nested.zip")]), folder.path());
    assert_eq!(as_zip.replace("nested.zip/top/", "shop/"), as_folder);
}

#[test]
fn hostile_zips_are_read_as_far_as_they_are_good() {
    let folder = tempfile::tempdir().unwrap();
    let good = array();
    let bomb = vec![b' '; 50 << 20];
    let entries: [(&str, &[u8]); 8] = [
        ("../escape.json", good.as_bytes()),
        ("/absolute.json", good.as_bytes()),
        ("C:\\drive.json", good.as_bytes()),
        ("a\\..\\..\\back.json", good.as_bytes()),
        ("good.json", good.as_bytes()),
        ("inner.zip", b"PK\x03\x04"),
        ("picture.png", PNG),
        ("bomb.json", &bomb),
    ];
    zip_of(&folder.path().join("a.zip"), &entries);
    fs::write(folder.path().join("b.zip"), b"PK\x03\x04 but no more").unwrap();
    let mut out = describe(&read(&[folder.path().join("a.zip")]), folder.path());
    out +=
        &describe(&read(&[folder.path().join("b.zip"), folder.path().join("missing.json")]), folder.path());
    check_golden("hostile_zip.txt", &out);
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join("outside.json");
    fs::write(&outside, array()).unwrap();
    let inside = folder.path().join("in");
    fs::create_dir_all(inside.join("deeper")).unwrap();
    std::os::unix::fs::symlink(&outside, inside.join("link.json")).unwrap();
    std::os::unix::fs::symlink(&inside, inside.join("deeper/round")).unwrap();
    fs::write(inside.join("deeper/real.json"), array()).unwrap();
    let found = describe(&read(&[inside]), folder.path());
    assert_eq!(found.matches("This is a link").count(), 2, "{found}");
    assert_eq!(found.matches("recording rrweb").count(), 1, "{found}");
}

#[test]
fn there_is_a_limit_to_everything() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let check = |path: PathBuf, count: usize, part: &str| {
        let items = read(&[path]);
        let set_aside = describe(&items, root);
        assert_eq!(items.len(), count, "{set_aside}");
        assert!(set_aside.contains(part), "{set_aside}");
    };

    let deep = (0..MAX_FOLDER_DEPTH + 2).fold(root.join("deep"), |path, _| path.join("d"));
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("a.json"), array()).unwrap();
    check(root.join("deep"), 1, "Folders inside each other are read to 32 levels.");

    let huge = fs::File::create(root.join("huge.json")).unwrap();
    huge.set_len(MAX_TEXT_BYTES + 1).unwrap();
    check(root.join("huge.json"), 1, "larger than 1024 MB");

    fs::write(root.join("many.json"), format!("[{}1]", "1,".repeat(MAX_NAMED_PARTS + 9))).unwrap();
    check(root.join("many.json"), MAX_NAMED_PARTS + 1, "11 more parts of this file were set aside.");

    let mut zip = zip::ZipWriter::new(fs::File::create(root.join("many.zip")).unwrap());
    for number in 0..=MAX_ENTRIES {
        zip.start_file(format!("{number}.png"), zip::write::SimpleFileOptions::default()).unwrap();
    }
    zip.finish().unwrap();
    check(root.join("many.zip"), 1, "Only the first 100000 entries were read.");
}

#[test]
fn a_cancelled_read_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::write(&path, array()).unwrap();
    let progress = Progress::default();
    let listing = list(&[path], &progress);
    progress.cancel();
    let error = listing.units[0].read(&progress, &mut |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "reading was cancelled");
}

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
    for (name, format) in [
        ("posthog.blob-v1.jsonl", "posthog"),
        ("posthog.blob-v2.jsonl", "posthog"),
        ("posthog.export-2022-12-02.json", "posthog-2022-12-02"),
        ("posthog.export-2023-04-28.json", "posthog-2023-04-28"),
        ("posthog.rrweb-array-with-windowId.json", "posthog"),
        ("rrweb.array.json.gz", "rrweb"),
        ("rrweb.events-object.json", "rrweb-object"),
        ("rrweb.ndjson", "rrweb-ndjson"),
        ("rrweb.packed-array.json", "rrweb-packed"),
        ("sentry.download-json.rrweb.json", "rrweb"),
        ("sentry.recording-segments-download.json", "sentry"),
        ("umami.replay.json", "rrweb-object"),
    ] {
        let (raw, decoded) = fixture(&derived.join(name));
        assert_eq!(raw.format.name(), format, "{name}");
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
    }
}

/// Whether two events are the same, or batches of moves with as many positions.
fn like(a: &EventKind, b: &EventKind) -> bool {
    match (a, b) {
        (EventKind::Moves { positions: a, .. }, EventKind::Moves { positions: b, .. }) => a.len() == b.len(),
        _ => a == b,
    }
}

#[test]
fn what_is_not_read_yet_is_named() {
    let Some(fixtures) = fixtures() else { return };
    for (name, part) in [
        ("highlight.session-contents.json.br", "brotli"),
        ("posthog.blob-v2.length-prefixed.snappy", "snappy"),
    ] {
        let items = read(&[fixtures.join("derived").join(name)]);
        let found = describe(&items, &fixtures);
        assert!(items.len() == 1 && found.contains(part), "{found}");
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
