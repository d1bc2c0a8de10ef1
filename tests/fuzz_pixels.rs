//! The body of the fuzz target `pixels` over its corpus, whole and with bytes changed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../fuzz/pixels.rs"]
mod pixels;

use proptest::prelude::{ProptestConfig, any, proptest};
use std::fs;
use std::path::Path;

/// The seeds, in the order of their names.
fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/pixels");
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} has no seeds", folder.display());
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn the_corpus_passes_whole() {
    for bytes in corpus() {
        pixels::pixels(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_are_survived(which in any::<usize>(), at in any::<usize>(), bytes in any::<[u8; 3]>()) {
        let seeds = corpus();
        let mut changed = seeds[which % seeds.len()].clone();
        let start = at % changed.len();
        let end = (start + bytes.len()).min(changed.len());
        changed[start..end].copy_from_slice(&bytes[..end - start]);
        pixels::pixels(&changed);
        changed.truncate(start);
        pixels::pixels(&changed);
    }

    #[test]
    fn any_plan_is_survived(plan in proptest::collection::vec(any::<u8>(), 0..600)) {
        pixels::pixels(&[&[0], &*plan].concat());
    }
}
