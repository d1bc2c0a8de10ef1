//! Exact pictures from the command line: with a browser, without, and without one but kept from before.

#![expect(clippy::print_stderr, reason = "what was skipped is told")]

use crate::bench::{Bench, recording};
use serde_json::json;
use std::path::Path;
use wherefore::render::{Browser, Choice};

#[test]
fn without_a_browser_everything_is_drawn_and_it_is_told_by_whom() {
    let bench = Bench::with(&[("a.json", recording("a"))]);
    let frame = bench.json(&["frame", "a", "--at", "3s", "--out", "f.png"]);
    assert_eq!([&frame["engine"], &frame["browser"]], [&json!("native"), &json!(null)]);
    let page = bench.json(&["pages"])[0]["page"].as_str().unwrap().to_owned();
    let heat = bench.json(&["heatmap", "--page", &page, "--device", "mobile", "--out", "h.png"]);
    assert_eq!(heat["background"], "drawn");
    let run = bench.run(&["frame", "a", "--at", "3s", "--out", "f.png", "--exact", "always"]);
    assert_eq!((run.code, run.err.contains("WHEREFORE_BROWSER")), (1, true), "{}", run.err);
    let broken =
        bench.run_with(Path::new("/nowhere/chrome"), &["frame", "a", "--at", "3s", "--out", "f.png"]);
    assert!(broken.code == 0 && broken.err.contains("names no program"), "{}", broken.err);
    // A browser that only fails costs nothing but a word.
    if let Some(failing) = Browser::find(&Choice::At("/bin/false".into())) {
        let run = bench.run_with(&failing.path, &["frame", "a", "--at", "3s", "--out", "f.png", "--json"]);
        assert_eq!((run.code, &run.json()["engine"]), (0, &json!("native")), "{}", run.err);
        assert!(run.err.contains("gave no exact picture"), "{}", run.err);
    }
}

#[test]
fn a_browser_draws_and_what_it_drew_is_kept() {
    let Some(browser) = Browser::find(&Choice::of_environment()) else {
        eprintln!("skipped: no browser is installed here, or WHEREFORE_BROWSER is off");
        return;
    };
    let bench = Bench::with(&[("a.json", recording("a"))]);
    let frame = ["frame", "a", "--at", "3s", "--out", "f.png", "--json"];
    let first = bench.run_with(&browser.path, &frame);
    assert_eq!(first.code, 0, "{}", first.err);
    let told = first.json();
    assert_eq!([&told["engine"], &told["kept"]], [&json!("exact"), &json!(false)], "{}", first.err);
    let drawn = std::fs::read(bench.path("f.png")).unwrap();
    // The second time no browser is needed.
    let again = bench.run(&frame).json();
    assert_eq!([&again["engine"], &again["kept"]], [&json!("exact"), &json!(true)]);
    assert_eq!(again["browser"], told["browser"]);
    assert_eq!(std::fs::read(bench.path("f.png")).unwrap(), drawn);
    let never = bench.run_with(&browser.path, &[&frame[..], &["--exact", "never"]].concat()).json();
    assert_eq!(never["engine"], "native");
    let page = bench.json(&["pages"])[0]["page"].as_str().unwrap().to_owned();
    let heat = ["heatmap", "--page", &page, "--device", "mobile", "--out", "h.png", "--json"];
    let heat = bench.run_with(&browser.path, &heat);
    assert_eq!((heat.code, &heat.json()["background"]), (0, &json!("exact")), "{}", heat.err);
    assert_eq!(heat.json()["points"]["placed"], heat.json()["points"]["total"]);
}
