//! Where heat puts the clicks of visits, against what was clicked and where Chromium lays that out on the
//! background that is shown: screenshots of a bundle, pages as we draw them, pages as a browser draws them.
//!
//! `truth.json` was written by a click listener outside the recorder; the boxes beside the bundle's
//! screenshots were written by Chromium when it took them, and those of other backgrounds are told by a
//! Chromium of the test's own. None of it passes through our layout, and the import does not read the boxes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "the table is what one wants to read")]
#![expect(clippy::print_stderr, reason = "what was skipped is told")]

mod backgrounds;
mod chromium;
mod oracle;
mod pages;
mod table;
mod traps;
mod truth;

use oracle::{Judged, Oracle};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use table::{Row, Table};
use tempfile::TempDir;
use wherefore::event::{Device, Point};
use wherefore::facts::OpenState;
use wherefore::findings::{HeatMap, HeatRequest, Kit, heat_map, measure_session, open_recording};
use wherefore::job::Progress;
use wherefore::library::{Library, Order, Segment};
use wherefore::replay::Replay;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions")
}

/// The sample, imported and measured once for all tests.
fn library() -> Library {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let file = |folder: &TempDir| folder.path().join("placement.wherefore");
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(&file(&folder)).unwrap();
        library.import(&[samples().join("nordlund")], &Progress::default()).unwrap();
        let kit = Kit::of(&library).unwrap();
        for session in library.ids(&Segment::default(), Order::default()).unwrap() {
            measure_session(&library, &session, &kit, &Progress::default()).unwrap();
        }
        folder
    });
    Library::open(&file(folder)).unwrap()
}

#[test]
fn clicks_lie_on_what_the_script_clicked() {
    let library = library();
    let oracle = Oracle::read(&samples(), &replays(&library));
    let kit = Kit::of(&library).unwrap();
    let mut table = Table::default();
    for page in library.pages(&Segment::default()).unwrap() {
        for device in page.devices.keys() {
            of_page(&library, (&page.page, *device), &kit, (&oracle, &mut table));
        }
    }
    println!("{table}");
    let all = table.total();
    assert_eq!(all.clicks, oracle.truth.clicks(), "every click is in one state of one page\n{table}");
    assert!(all.inside * 100 >= all.judged * 98, "too many clicks lie beside their element\n{table}");
    assert!(all.unplaced * 100 <= all.clicks * 3, "too many clicks have no place\n{table}");
    assert!(all.unknown * 100 <= all.clicks * 6, "too many clicks cannot be judged\n{table}");
}

fn replays(library: &Library) -> Vec<Replay> {
    let sessions = library.sessions(&Segment::default(), Order::default()).unwrap();
    let open = |id: &str| open_recording(library, id, &Progress::default()).unwrap();
    sessions.iter().map(|session| open(&session.id)).collect()
}

/// The page in all states that had clicks, on one class of device.
fn of_page(
    library: &Library,
    (page, device): (&str, Device),
    kit: &Kit,
    (oracle, table): (&Oracle, &mut Table),
) {
    let mut request = HeatRequest::new(page, device);
    let loaded = heat_map(library, &request, kit, &Progress::default()).unwrap();
    for state in clicked_states(&loaded) {
        request.shown.state.clone_from(&state);
        let map = heat_map(library, &request, kit, &Progress::default()).unwrap();
        let name = name_of(state.as_ref());
        let mut miss = |what: String| table.miss(format!("{page} {} {name}: {what}", device.name()));
        let row = judged(library, &map, &|click, at| oracle.judge(&map.parts.page, click, at), &mut miss);
        table.put((page.to_owned(), device.name(), name.clone()), row);
    }
}

/// The states of the page that something was clicked in.
fn clicked_states(map: &HeatMap) -> Vec<Option<OpenState>> {
    map.states.iter().filter(|count| count.points > 0).map(|count| count.state.clone()).collect()
}

fn name_of(state: Option<&OpenState>) -> String {
    state.map_or_else(|| "as loaded".to_owned(), |state| format!("{} ({})", state.label, state.kind.name()))
}

/// The clicks of a heatmap: session, moment, and where each was put.
fn placed(library: &Library, map: &HeatMap) -> Vec<(String, i64, Point)> {
    let (visits, placed) = (&map.parts.whose.visits, &map.parts.placed);
    let each = placed.points.iter().zip(&placed.touches).map(|(point, touch)| {
        let touch = &visits.touches[*touch as usize];
        let key = visits.visitor(visits.view(touch.view)).session();
        let session = library.rows(&[key]).unwrap().remove(0).id;
        (session, touch.at.0, Point::new(f64::from(point.0), f64::from(point.1)))
    });
    each.collect()
}

/// What becomes of the clicks of a heatmap, judged by session, moment and place.
fn judged(
    library: &Library,
    map: &HeatMap,
    judge: &dyn Fn((&str, i64), Point) -> Judged,
    miss: &mut dyn FnMut(String),
) -> Row {
    let count = |number: u64| u32::try_from(number).unwrap();
    let mut row = Row {
        clicks: count(map.points.total),
        unplaced: count(map.points.unplaced.values().sum()),
        ..Row::default()
    };
    for (reason, number) in &map.points.unplaced {
        miss(format!("{number} not placed: {reason}"));
    }
    for (session, moment, at) in placed(library, map) {
        match judge((&session, moment), at) {
            Judged::Unknown => row.unknown += 1,
            Judged::Inside => row.hit(),
            Judged::Beside(why) => {
                row.judged += 1;
                miss(format!("{session} at {moment} ms: {why}"));
            }
        }
    }
    row
}
