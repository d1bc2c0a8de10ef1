//! The library of many generated sessions that benches open: made once and kept under `target/`.

#[path = "../generate/bundle.rs"]
mod bundle;

use std::path::{Path, PathBuf};
use wherefore::job::Progress;
use wherefore::library::Library;

/// A library of so many sessions as `WHEREFORE_BENCH_SESSIONS` says, 100,000 if it says nothing; or the
/// one that `WHEREFORE_BENCH_LIBRARY` names.
pub(crate) fn library() -> PathBuf {
    if let Some(path) = std::env::var_os("WHEREFORE_BENCH_LIBRARY") {
        return path.into();
    }
    let told = std::env::var("WHEREFORE_BENCH_SESSIONS").ok();
    let sessions = told.and_then(|told| told.parse().ok()).unwrap_or(100_000);
    let folder = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from)
        .join("bench-library");
    let path = folder.join(format!("{sessions}.wherefore"));
    if !path.is_file() {
        make(sessions, &folder, &path);
    }
    path
}

/// Small sessions: what is measured depends on how many there are, not on how long they are.
fn make(sessions: u64, folder: &Path, path: &Path) {
    const SIZE_KB: usize = 8;
    let begun = folder.join("begun.wherefore");
    let _none = std::fs::remove_file(&begun);
    let made = folder.join("made");
    let options = bundle::Options { sessions, size: SIZE_KB, files: 1, interleave: 1, seed: 1 };
    bundle::write_bundle(&options, &made);
    let mut library = Library::open(&begun).expect("a new library");
    library.import(std::slice::from_ref(&made), &Progress::default()).expect("the bundle is imported");
    drop(library);
    std::fs::rename(begun, path).expect("the folder can be written");
    std::fs::remove_dir_all(made).expect("it was made here");
}
