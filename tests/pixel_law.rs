//! Playing to a moment and seeking it, from before and from behind, give the same page and the same
//! pixels: on the recordings of the sample, and on all fixtures where they are there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test tells what it skipped")]

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wherefore::event::{Event, Time};
use wherefore::format::decode;
use wherefore::job::Progress;
use wherefore::render::{Fonts, FrameRequest, NoAssets, Picture, Studio, Trouble, What};
use wherefore::replay::{PageState, Replay, dump};

/// Moments of each recording.
const MOMENTS: usize = 5;

/// Larger fixtures are left to others: drawing each of them some thirty times takes too long.
const LARGEST: u64 = 150_000;

fn studio() -> Studio {
    Studio::new(Arc::new(NoAssets), Fonts::bundled(), || {})
}

/// What is drawn of a state, in a window that is not too large; [`Trouble::NoPage`] for no page yet.
fn drawn(studio: &Studio, state: &PageState) -> Result<Picture, Trouble> {
    let mut state = state.clone();
    state.viewport.width = state.viewport.width.min(600.0);
    state.viewport.height = state.viewport.height.min(400.0);
    let request = FrameRequest { key: 0, state, what: What::Viewport, boxes: Vec::new() };
    studio.draw(request).result.map(|drawn| drawn.picture)
}

#[track_caller]
fn assert_law(name: &str, events: &[Event]) {
    let replay = Replay::new(events.to_vec(), &Progress::default()).unwrap();
    let last = events.len().saturating_sub(1);
    let moments: Vec<Time> =
        (0..=MOMENTS).filter_map(|part| Some(events.get(last * part / MOMENTS)?.at)).collect();
    let live = studio();
    let mut played = PageState::default();
    let mut left = events.iter().peekable();
    let mut seen = Vec::new();
    for at in moments {
        while let Some(event) = left.next_if(|event| event.at <= at) {
            played.apply(event);
        }
        let sought = replay.state_at(at);
        assert_eq!(dump(&played), dump(&sought), "{name} at {at:?}");
        let picture = drawn(&live, &played);
        assert!(matches!(picture, Ok(_) | Err(Trouble::NoPage)), "{name} at {at:?}: {:?}", picture.err());
        assert!(picture == drawn(&studio(), &sought), "{name} at {at:?}: played to, then drawn at once");
        seen.push((at, picture));
    }
    let mut sought = replay.state_at(replay.duration());
    for (at, picture) in seen.iter().rev().chain(seen.iter().skip(1).step_by(3)) {
        replay.seek(&mut sought, *at);
        assert!(*picture == drawn(&live, &sought), "{name} at {at:?}: come to from elsewhere");
    }
}

/// The events of a file that holds them as an array; `None` for any other.
fn events(text: &str) -> Option<Vec<Event>> {
    let events: Vec<Box<serde_json::value::RawValue>> = serde_json::from_str(text).ok()?;
    let lines: Vec<String> = events.iter().map(|event| event.get().replace('\n', " ")).collect();
    Some(decode(lines.join("\n").as_bytes()).events)
}

#[test]
fn the_sample_looks_the_same_however_it_is_come_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions/nordlund/recordings");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().skip(1).step_by(17) {
        let mut text = String::new();
        flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
        assert_law(&file.display().to_string(), &events(&text).unwrap());
    }
}

#[test]
fn fixtures_look_the_same_however_they_are_come_to() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let folder = std::env::var_os("WHEREFORE_FIXTURES").map_or(own, PathBuf::from).join("rrweb");
    if !folder.is_dir() {
        println!("skipped: no fixtures; set WHEREFORE_FIXTURES to their folder");
        return;
    }
    let mut files = Vec::new();
    for kind in ["events", "snapshots"] {
        files.extend(std::fs::read_dir(folder.join(kind)).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.sort();
    let mut looked_at = 0;
    for file in files {
        if std::fs::metadata(&file).unwrap().len() > LARGEST {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let Some(events) = events(&text).filter(|events| events.len() > 1) else { continue };
        assert_law(&file.display().to_string(), &events);
        looked_at += 1;
    }
    println!("{looked_at} fixtures");
    assert!(looked_at > 50, "{looked_at} fixtures");
}
