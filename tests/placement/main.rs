//! Where heat puts the clicks of the sample shop, against what its script clicked and where Chromium
//! laid that out.
//!
//! `truth.json` was written by a click listener outside the recorder; the boxes beside the bundle's
//! screenshots were written by Chromium when it took them. Neither passes through our layout.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "the table is what one wants to read")]

mod oracle;
mod table;

use oracle::{Judged, Oracle};
use std::path::{Path, PathBuf};
use table::{Row, Table};
use wherefore::event::{Device, Point};
use wherefore::facts::{Element, Facts, Inside, Measures, OpenState};
use wherefore::findings::{BackgroundOf, Kit, Shown, background_of, measure_visits, open_recording};
use wherefore::job::Progress;
use wherefore::library::{Library, Order, Segment};
use wherefore::render::Background;
use wherefore::replay::Replay;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions")
}

/// A click as the recording tells it.
struct Click {
    session: String,
    at: i64,
    page: String,
    device: Device,
    element: Option<Element>,
    inside: Option<Inside>,
    state: Option<OpenState>,
}

#[test]
fn clicks_lie_on_what_the_script_clicked() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("placement.wherefore")).unwrap();
    library.import(&[samples().join("nordlund")], &Progress::default()).unwrap();
    let kit = Kit::of(&library).unwrap();
    let clicks = clicks(&library, &kit);
    let sessions = library.sessions(&Segment::default(), Order::default()).unwrap();
    let open = |id: &str| open_recording(&library, id, &Progress::default()).unwrap();
    let replays: Vec<Replay> = sessions.iter().map(|session| open(&session.id)).collect();
    let oracle = Oracle::read(&samples(), &replays);
    let table = measured(&library, &kit, &clicks, &oracle);
    println!("{table}");
    let all = table.total();
    assert!(all.clicks > 500, "{all:?}");
    assert!(all.inside * 100 >= all.judged * 98, "too many clicks lie beside their element\n{table}");
    assert!(all.unplaced * 100 <= all.clicks * 3, "too many clicks have no place\n{table}");
}

/// All clicks of the library, measured.
fn clicks(library: &Library, kit: &Kit) -> Vec<Click> {
    let everyone = Segment::default();
    for page in library.pages(&everyone).unwrap() {
        for device in page.devices.keys() {
            let work = (usize::MAX, &Progress::default());
            measure_visits(library, (&page.page, *device), &everyone, kit, work).unwrap();
        }
    }
    let mut clicks = Vec::new();
    for session in library.sessions(&everyone, Order::default()).unwrap() {
        let (facts, measures) = (library.facts(&session.id).unwrap(), library.measures(&session.id).unwrap());
        clicks.extend(of_session(
            &session.id,
            session.audience.device,
            &facts,
            &measures.unwrap_or_default(),
        ));
    }
    clicks
}

fn of_session(id: &str, device: Device, facts: &Facts, measures: &Measures) -> Vec<Click> {
    let made = facts.interactions.iter().enumerate().filter(|(_, done)| done.kind.is_click());
    let click = |(number, done): (usize, &wherefore::facts::Interaction)| Click {
        session: id.to_owned(),
        at: done.at.0,
        page: facts.page_views[done.page_view as usize].page.clone(),
        device,
        element: done.element.clone(),
        inside: measures.inside[number],
        state: measures.state_of(number).cloned(),
    };
    made.map(click).collect()
}

fn measured(library: &Library, kit: &Kit, clicks: &[Click], oracle: &Oracle) -> Table {
    let mut table = Table::default();
    let mut keys: Vec<(String, Device, Option<OpenState>)> =
        clicks.iter().map(|click| (click.page.clone(), click.device, click.state.clone())).collect();
    keys.sort();
    keys.dedup();
    for (page, device, state) in keys {
        let of = BackgroundOf {
            page: page.clone(),
            device,
            segment: Segment::default(),
            shown: Shown { state: state.clone(), ..Shown::default() },
        };
        let background = background_of(library, &of, kit, &Progress::default()).unwrap();
        let mut row = Row::default();
        let here = clicks.iter().filter(|it| (&it.page, it.device, &it.state) == (&page, device, &state));
        for click in here {
            row.clicks += 1;
            let placed = place(&background, click);
            let Some(at) = placed else {
                row.unplaced += 1;
                table.miss(&click_name(click), "not placed");
                continue;
            };
            match oracle.judge(&background, (&click.session, click.at), at) {
                Judged::Unknown => row.unknown += 1,
                Judged::Inside => row.hit(),
                Judged::Beside(why) => {
                    row.judged += 1;
                    table.miss(&click_name(click), &why);
                }
            }
        }
        let kind = state.map_or_else(
            || "as loaded".to_owned(),
            |state| format!("{} ({})", state.label, state.kind.name()),
        );
        table.put((page, device.name(), kind), row);
    }
    table
}

fn click_name(click: &Click) -> String {
    let element =
        click.element.as_ref().map(|it| format!("{} {:?}", it.selector, it.text)).unwrap_or_default();
    let state = click.state.as_ref().map_or("", |state| &state.label);
    format!("{} {} {} {} [{state}] {element}", click.session, click.at, click.page, click.device.name())
}

fn place(background: &Background, click: &Click) -> Option<Point> {
    let spot = background.places.find(click.element.as_ref()?)?;
    Some(spot.area.at(click.inside?.at))
}
