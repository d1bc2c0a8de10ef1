//! Heat over the sample shop, from recordings to points on the page.
//!
//! `truth.json` was written by a click listener outside the recorder, so it says on which element
//! each click was, whatever our reader, replay and layout make of it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wherefore::analysis::heat::{ElementHeat, HeatKind};
use wherefore::event::Device;
use wherefore::findings::{HeatMap, HeatRequest, Kit, Tell, heat_map};
use wherefore::job::Progress;
use wherefore::library::Library;
use wherefore::render::HeatLook;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions")
}

fn library() -> (TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(&folder.path().join("heat.wherefore")).unwrap();
    library.import(&[samples().join("nordlund")], &Progress::default()).unwrap();
    (folder, library)
}

fn heat(library: &Library, page: &str, device: Device, kind: HeatKind) -> HeatMap {
    let request = HeatRequest { kind, ..HeatRequest::new(page, device) };
    heat_map(library, &request, &Kit::of(library).unwrap(), &Progress::default()).unwrap()
}

/// Clicks on the page by phones, by the text of what was clicked.
fn truth(page: &str) -> BTreeMap<String, u64> {
    let text = fs::read_to_string(samples().join("truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let mut counts = BTreeMap::new();
    for session in truth["sessions"].as_array().unwrap() {
        if session["device"].as_str().unwrap().starts_with("phone") {
            // A click on a label makes the browser send another to its control, which nobody made.
            let made = session["clicks"].as_array().unwrap().iter().filter(|c| c["kind"] != "label-echo");
            for click in made {
                let url = click["url"].as_str().unwrap();
                let path = url.trim_start_matches("https://").split_once('/').unwrap().1;
                if format!("/{path}").starts_with(page) {
                    *counts.entry(click["selector"].as_str().unwrap().to_owned()).or_default() += 1;
                }
            }
        }
    }
    counts
}

#[test]
fn heat_over_the_sample_shop() {
    let (_folder, library) = library();
    every_click_is_counted_and_all_on_the_page_are_placed(&library);
    kinds_are_parts_of_all_clicks_and_reach_falls(&library);
}

fn every_click_is_counted_and_all_on_the_page_are_placed(library: &Library) {
    let map = heat(library, "/product/*", Device::Mobile, HeatKind::Click);
    let truth = truth("/product/");
    let in_states: u64 = map.states.iter().map(|count| count.points).sum();
    assert_eq!(in_states, truth.values().sum::<u64>(), "every click is in one state of the page");
    assert_eq!(map.states[0].points, map.points.total, "the page as loaded is shown");
    assert!(map.states.len() > 1, "visitors opened something: {:?}", map.states);
    let unplaced: u64 = map.points.unplaced.values().sum();
    assert_eq!(map.points.placed + unplaced, map.points.total, "a click is placed or has a reason");
    assert!(unplaced * 100 <= map.points.total * 3, "{:?}", map.points);
    let ranked: u64 = map.elements.iter().map(|element| element.clicks).sum();
    assert!(ranked <= map.points.total);
    assert!(map.elements.windows(2).all(|pair| pair[0].clicks >= pair[1].clicks), "most clicks first");
    let seen = |element: &&ElementHeat| element.exposed.is_some_and(|views| views > map.page_views);
    assert_eq!(map.elements.iter().find(seen), None, "in view at most once a view");

    let (parts, visits) = (&map.parts, &map.parts.whose.visits);
    for (at, number) in parts.placed.points.iter().zip(&parts.placed.touches) {
        let touch = &visits.touches[*number as usize];
        let area = visits.element(touch).and_then(|it| parts.page.places.find(it)).map(|spot| spot.area);
        if let (Some(area), Some(_)) = (area, touch.inside) {
            let (x, y) = (f64::from(at.0), f64::from(at.1));
            let slack = 0.01; // f32
            let inside = x >= area.x - slack
                && x <= area.x + area.width + slack
                && y >= area.y - slack
                && y <= area.y + area.height + slack;
            assert!(inside, "a click lies outside the box of its element");
        }
    }

    let plain = &parts.page.picture;
    let picture = map.picture(HeatLook { opacity: 1.0, veil: 0.0, ..HeatLook::default() }, Tell::default());
    assert_eq!((picture.width, picture.height), (plain.width, plain.height));
    assert!(picture.rgba != plain.rgba, "heat can be seen");

    let again = heat(library, "/product/*", Device::Mobile, HeatKind::Click);
    assert_eq!(again.parts.grid, parts.grid, "the same heat every time");
}

fn kinds_are_parts_of_all_clicks_and_reach_falls(library: &Library) {
    let of = |kind| heat(library, "/product/*", Device::Mobile, kind);
    let [all, rage, dead] =
        [HeatKind::Click, HeatKind::Rage, HeatKind::Dead].map(|kind| of(kind).points.total);
    assert!(rage <= all && dead <= all);
    let scroll = of(HeatKind::Scroll);
    assert_eq!(scroll.scroll[0].reach, 1.0);
    assert!(scroll.scroll.windows(2).all(|pair| pair[0].reach >= pair[1].reach));
    assert!(scroll.average_fold_px.is_some_and(|fold| fold > 300.0 && fold < 1200.0));
}
