//! The bodies of the fuzz targets over their corpus, whole, cut anywhere, and with bytes changed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../fuzz/bodies.rs"]
mod bodies;

use proptest::prelude::{ProptestConfig, any, proptest};
use std::fs;
use std::path::Path;
use wherefore::format::fuzz;

type Body = fn(&[u8]);

const TARGETS: [(&str, Body); 12] = [
    ("file", fuzz::file),
    ("zipped", fuzz::zipped),
    ("packed", fuzz::packed),
    ("events", fuzz::events),
    ("table", fuzz::table),
    ("har", fuzz::har),
    ("openreplay", fuzz::openreplay),
    ("opened", bodies::opened),
    ("manifest", bodies::manifest),
    ("dom", bodies::dom),
    ("segment", bodies::segment),
    ("address", bodies::address),
];

/// The seeds of a target, by name.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut seeds: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.display().to_string(), fs::read(&path).unwrap())
        })
        .collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{} has no seeds", folder.display());
    seeds
}

#[test]
fn the_corpus_passes_whole() {
    for (target, body) in TARGETS {
        for (_, bytes) in corpus(target) {
            body(&bytes);
        }
    }
}

#[test]
fn every_target_has_a_file() {
    for (target, _) in TARGETS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/fuzz_targets/{target}.rs"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(&format!("::{target}(bytes)")), "{}", path.display());
    }
}

#[test]
fn a_cut_anywhere_is_survived() {
    for (target, body) in TARGETS {
        for (_, bytes) in corpus(target) {
            for end in 0..bytes.len() {
                body(&bytes[..end]);
            }
        }
    }
}

#[test]
fn what_is_nested_without_end_is_survived() {
    for piece in [
        "[",
        "{\"a\":",
        "{\"events\":[",
        "[[",
        "{\"childNodes\":[",
        "[\"w\",{\"data\":[",
        "\"",
        "{\"session\":{",
    ] {
        let text = piece.repeat(50_000);
        fuzz::file(text.as_bytes());
        let event = format!(r#"{{"type":2,"timestamp":1,"data":{{"node":{text}"#);
        fuzz::events(event.as_bytes());
        fuzz::file(event.as_bytes());
    }
    let cell = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    fuzz::file(format!(r#"{{"session_id":"s","device":{cell}}}"#).as_bytes());
    fuzz::table(format!(r#"[{{"session_id":"s","device":{cell}}}]"#).as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_are_survived(which in any::<usize>(), at in any::<usize>(), bytes in any::<[u8; 3]>()) {
        for (target, body) in TARGETS {
            let seeds = corpus(target);
            let (_, seed) = &seeds[which % seeds.len()];
            let mut changed = seed.clone();
            let start = at % changed.len();
            let end = (start + bytes.len()).min(changed.len());
            changed[start..end].copy_from_slice(&bytes[..end - start]);
            body(&changed);
            changed.drain(start..end);
            body(&changed);
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in any::<Vec<u8>>()) {
        for (_, body) in TARGETS {
            body(&bytes);
        }
    }
}
