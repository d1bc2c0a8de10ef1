//! Heat from the command line: over one moment, and of all pages at once.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::bench::{Bench, recording, sample};
use serde_json::json;
use std::fs;

/// How much a place differs from the same moment without heat.
fn warmth(bench: &Bench, id: &str, moment: &[&str], (x, y): (u32, u32)) -> u32 {
    let frame = ["frame", id, "--out", "plain.png", "--at"];
    let heat = ["frame", id, "--heat", "click", "--out", "heat.png", "--at"];
    bench.json(&[&frame[..], moment].concat());
    let told = bench.json(&[&heat[..], moment].concat());
    assert_eq!(told["heat"]["points"], json!({ "total": 1, "placed": 1, "unplaced": {} }));
    let [plain, heat] =
        ["plain.png", "heat.png"].map(|name| image::open(bench.path(name)).unwrap().to_rgb8());
    let (plain, heat) = (plain.get_pixel(x, y).0, heat.get_pixel(x, y).0);
    // The veil makes all of the page darker by the same: of the three channels only heat sets one apart.
    let colour = |pixel: [u8; 3]| u32::from(pixel[0].abs_diff(pixel[2]));
    colour(heat).saturating_sub(colour(plain))
}

#[test]
fn heat_over_a_moment_lies_where_the_element_is_then() {
    let bench = Bench::with(&[("a.json", recording("a"))]);
    // Clicked at 60, 120 of the window when the page was scrolled by 300.
    for (moment, place, elsewhere) in [
        (&["3s"][..], (60, 120), (60, 320)),
        (&["5s"], (60, 320), (60, 120)),
        (&["5s", "--full-page"], (60, 420), (60, 120)),
    ] {
        let (there, away) = (warmth(&bench, "a", moment, place), warmth(&bench, "a", moment, elsewhere));
        assert!(there > 30 && away < 10, "{moment:?}: {there} at {place:?}, {away} at {elsewhere:?}");
    }
}

#[test]
fn heat_over_a_moment_stays_on_what_is_fixed_to_the_window() {
    let fixed =
        recording("a").replace("position:absolute;left:20px;top:400px", "position:fixed;left:20px;top:100px");
    let bench = Bench::with(&[("a.json", fixed)]);
    for moment in ["3s", "5s"] {
        let there = warmth(&bench, "a", &[moment], (60, 120));
        assert!(there > 30, "{there} at {moment}");
    }
}

#[test]
fn heat_over_a_moment_counts_the_segment_that_is_named() {
    let bench = Bench::with(&[
        ("a.json", recording("a")),
        ("b.json", recording("b").replace("product/7", "product/7?utm_source=mail")),
    ]);
    let frame = ["frame", "a", "--at", "3s", "--heat", "click", "--out", "f.png"];
    assert_eq!(bench.json(&frame)["heat"]["sessions"], 2);
    let one = bench.json(&[&frame[..], &["--segment", "utm_source:mail"]].concat());
    let run = bench.run(&[&frame[..], &["--segment", "device:desktop"]].concat());
    assert_eq!((run.code, run.err.contains("in this segment")), (1, true), "{}", run.err);
    assert_eq!(one["heat"]["sessions"], 1);
    let run = bench.run(&[&frame[..5], &["colour", "--out", "f.png"]].concat());
    assert_eq!((run.code, run.err.contains("no kind of heat")), (2, true), "{}", run.err);
}

#[test]
fn no_more_sessions_are_laid_out_than_asked_for() {
    let bench = Bench::with(&[("a.json", recording("a")), ("b.json", recording("b"))]);
    let page = bench.json(&["pages"])[0]["page"].as_str().unwrap().to_owned();
    let heat = ["heatmap", "--page", &page, "--device", "mobile"];
    for (most, measured) in [(Some("0"), 0), (Some("1"), 1), (Some("1"), 2), (None, 2)] {
        let most = most.map(|most| ["--lay-out", most]);
        let told = bench.json(&[&heat[..], most.as_ref().map_or(&[], |most| &most[..])].concat());
        assert_eq!([&told["page_views"], &told["measured_views"]], [&json!(2), &json!(measured)]);
        assert_eq!(told["points"]["placed"], measured, "{told}");
    }
}

#[test]
fn all_pages_are_saved_with_a_table_of_them() {
    let bench = sample();
    let folder = bench.path("heat");
    let of = ["heatmap", "--all-pages", "--device", "tablet", "--out", "heat"];
    let saved = bench.json(&of);
    let saved = saved.as_array().unwrap();
    let pages = bench.json(&["pages"]);
    let seen = pages.as_array().unwrap().iter().filter(|page| page["devices"]["tablet"].as_u64() > Some(0));
    assert_eq!(saved.len(), seen.count(), "each page that tablets saw");
    for heat in saved {
        let name = heat["file"].as_str().unwrap();
        assert!(fs::read(folder.join(format!("{name}.png"))).unwrap().starts_with(b"\x89PNG"), "{name}");
        let table = fs::read_to_string(folder.join(format!("{name}.csv"))).unwrap();
        assert!(table.starts_with("page,device,state,name,selector,"), "{name}");
    }
    let all = fs::read_to_string(folder.join("heatmaps.csv")).unwrap();
    assert_eq!(all.lines().count(), saved.len() + 1);
    let run = bench.run(&["heatmap", "--all-pages", "--page", "/", "--out", "heat"]);
    assert_eq!(run.code, 2, "{}", run.err);
}
