//! Files in, items out: every container, complete, sparse and broken.
//!
//! `WHEREFORE_UPDATE=1 cargo test --test readers` rewrites the expected texts in `tests/golden`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod archives;
mod bad_input;
mod containers;
mod derived;
mod limits;
mod odd;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use wherefore::format::{Item, RawRecording, decode, list};
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
            Item::Taken(taken) => {
                format!("{:?} taken for {}: {}", taken.path.replace(&folder, ""), taken.kind, taken.why)
            }
            item @ Item::Manifest(_) => format!("{item:?}"),
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

fn zip_of(path: &Path, entries: &[(&str, &[u8])]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
}
