//! Where heat puts the clicks of the sample shop, against what its script clicked and where Chromium
//! laid that out.
//!
//! `truth.json` was written by a click listener outside the recorder; the boxes beside the bundle's
//! screenshots were written by Chromium when it took them. Neither passes through our layout, and the
//! import does not read those boxes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "the table is what one wants to read")]

mod oracle;
mod table;

use oracle::{Judged, Oracle};
use std::path::{Path, PathBuf};
use table::{Row, Table};
use wherefore::event::{Device, Point};
use wherefore::facts::OpenState;
use wherefore::findings::{HeatMap, HeatRequest, Kit, heat_map, open_recording};
use wherefore::job::Progress;
use wherefore::library::{Library, Order, Segment};
use wherefore::replay::Replay;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions")
}

#[test]
fn clicks_lie_on_what_the_script_clicked() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("placement.wherefore")).unwrap();
    library.import(&[samples().join("nordlund")], &Progress::default()).unwrap();
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
    assert_eq!(all.clicks, oracle.clicks(), "every click is in one state of one page\n{table}");
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
    let states: Vec<Option<OpenState>> =
        loaded.states.iter().filter(|count| count.points > 0).map(|count| count.state.clone()).collect();
    for state in states {
        request.shown.state.clone_from(&state);
        let map = heat_map(library, &request, kit, &Progress::default()).unwrap();
        let name = state.map_or_else(
            || "as loaded".to_owned(),
            |state| format!("{} ({})", state.label, state.kind.name()),
        );
        let mut miss = |what: String| table.miss(format!("{page} {} {name}: {what}", device.name()));
        let row = judged(library, &map, oracle, &mut miss);
        table.put((page.to_owned(), device.name(), name.clone()), row);
    }
}

fn judged(library: &Library, map: &HeatMap, oracle: &Oracle, miss: &mut dyn FnMut(String)) -> Row {
    let count = |number: u64| u32::try_from(number).unwrap();
    let (visits, placed) = (&map.parts.whose.visits, &map.parts.placed);
    let mut row = Row {
        clicks: count(map.points.total),
        unplaced: count(map.points.unplaced.values().sum()),
        ..Row::default()
    };
    for (reason, number) in &map.points.unplaced {
        miss(format!("{number} not placed: {reason}"));
    }
    for (point, touch) in placed.points.iter().zip(&placed.touches) {
        let touch = &visits.touches[*touch as usize];
        let key = visits.visitor(visits.view(touch.view)).session();
        let session = library.rows(&[key]).unwrap().remove(0).id;
        let at = Point::new(f64::from(point.0), f64::from(point.1));
        match oracle.judge(&map.parts.page, (&session, touch.at.0), at) {
            Judged::Unknown => row.unknown += 1,
            Judged::Inside => row.hit(),
            Judged::Beside(why) => {
                row.judged += 1;
                miss(format!("{session} at {} ms: {why}", touch.at.0));
            }
        }
    }
    row
}
