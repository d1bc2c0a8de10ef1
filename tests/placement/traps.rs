//! Pages on which heat goes astray easily, each visited in a window of one size and shown in one of another:
//! what a click on the one means on the other. Chromium lays out both, clicks, and tells the boxes; the
//! recordings are written from what it shows.

use crate::chromium::{Chromium, area, browser};
use crate::judged;
use crate::oracle::Judged;
use crate::pages::{TRAPS, Trap};
use crate::table::Table;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use wherefore::event::{Device, Point, Size, Time};
use wherefore::findings::{BackgroundChoice, HeatRequest, Kit, heat_map};
use wherefore::job::Progress;
use wherefore::library::Library;

const RECORD: &str = include_str!("record.js");

#[test]
fn clicks_lie_right_where_pages_set_traps() {
    let Some(mut chromium) = Chromium::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let shown: Vec<Value> = TRAPS.iter().map(|trap| record(&mut chromium, trap, folder.path())).collect();
    let mut library = Library::open(&folder.path().join("traps.wherefore")).unwrap();
    library.import(&[folder.path().join("visits")], &Progress::default()).unwrap();
    let ours = Kit::of(&library).unwrap();
    let exact = ours.clone().with_exact(&library, browser()).unwrap();
    let mut wrong = Vec::new();
    for (who, kit) in [("drawn", ours), ("exact", exact)] {
        let mut table = Table::default();
        for (trap, shown) in TRAPS.iter().zip(&shown) {
            let (device, session) = (Device::of_viewport(trap.shown.0), format!("{}-shown", trap.name));
            let mut request = HeatRequest::new(&format!("/{}", trap.name), device);
            request.shown.choice = BackgroundChoice::Moment { session, at: Time(1_000) };
            let map = heat_map(&library, &request, &kit, &Progress::default()).unwrap();
            assert_eq!(map.background, who, "{}: {:?}", trap.name, map.parts.page.not_exact);
            let judge = |(_, moment): (&str, i64), at: Point| judge((trap, shown), moment, at);
            let row =
                judged(&library, &map, &judge, &mut |what| table.miss(format!("{}: {what}", trap.name)));
            let out = if trap.out_of_view { row.clicks } else { 0 };
            if row.clicks as usize != trap.clicks.len() || row.unplaced != out || row.inside != row.judged {
                wrong.push((trap.name, who, row));
            }
            table.put((trap.name.to_owned(), device.name(), trap.what.to_owned()), row);
        }
        println!("{who}\n{table}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Judges a click of a trap by the box that Chromium told of what it was meant for.
fn judge((trap, shown): (&Trap, &Value), moment: i64, at: Point) -> Judged {
    let number = usize::try_from((moment - FIRST) / APART).unwrap();
    let what = format!("{}: {}", trap.name, trap.clicks[number].0);
    match area(&shown["boxes"][number]) {
        Some(area) => Judged::of(area, at, &what),
        None => Judged::Beside(format!("{what} is not shown")),
    }
}

/// When the first click is, and how far apart they are, ms.
const FIRST: i64 = 3_000;
const APART: i64 = 4_000;

/// Writes a visit with the clicks, and one of the page that is shown; gives back what was told of that.
fn record(chromium: &mut Chromium, trap: &Trap, folder: &Path) -> Value {
    let clicks: Vec<Value> = trap.clicks.iter().map(|(path, x, y)| json!([path, x, y])).collect();
    let own: Vec<&str> = trap.clicks.iter().map(|(path, ..)| *path).collect();
    let asked = if trap.asked.is_empty() { &own[..] } else { trap.asked };
    let visits = folder.join("visits");
    fs::create_dir_all(&visits).unwrap();
    let mut visit = |(window, html, before): (Size, &str, &str), clicked: bool| {
        chromium.show(&page(html), window);
        if clicked && trap.pinched > 1.0 {
            chromium.pinch(trap.pinched, window);
        }
        let clicks = if clicked { clicks.clone() } else { Vec::new() };
        let asked = if clicked { &[] } else { asked };
        let told = chromium.run(RECORD, &json!({ "before": before, "clicks": clicks, "asked": asked }));
        let session = if clicked { format!("{}-visit", trap.name) } else { format!("{}-shown", trap.name) };
        let events = recording(trap.name, &told);
        fs::write(visits.join(format!("{session}.json")), json!(events).to_string()).unwrap();
        told
    };
    let (html, shown) = trap.html;
    visit((trap.visited.0, html, trap.visited.1), true);
    visit((trap.shown.0, shown.unwrap_or(html), trap.shown.1), false)
}

fn page(html: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta name=viewport content=\"width=device-width\"><style>body{{margin:0;\
         font:16px/24px sans-serif}}.tall{{height:1800px}}button{{font:inherit;padding:0;border:0;\
         min-height:40px}}</style></head><body>{html}</body></html>"
    )
}

fn recording(name: &str, told: &Value) -> Vec<Value> {
    let start = 1_790_000_000_000_i64;
    let event = |kind: u32, after: i64, data: Value| json!({ "type": kind, "data": data, "timestamp": start + after });
    let mut meta = told["window"].clone();
    meta["href"] = format!("https://shop.example/{name}").into();
    let mut events = vec![
        event(4, 0, meta),
        event(2, 10, json!({ "node": told["page"], "initialOffset": told["scroll"] })),
    ];
    for add in told["attached"].as_array().unwrap() {
        let data = json!({
            "source": 0, "adds": [add], "removes": [], "texts": [], "attributes": [], "isAttachIframe": true,
        });
        events.push(event(3, 20, data));
    }
    let pressed = told["pressed"].as_array().unwrap();
    for (number, click) in (0..).zip(pressed) {
        let data = json!({ "source": 2, "type": 2, "id": click["id"], "x": click["x"], "y": click["y"] });
        events.push(event(3, FIRST + number * APART, data));
    }
    events.push(event(5, 60_000, json!({ "tag": "end", "payload": {} })));
    events
}
