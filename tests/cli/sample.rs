//! The command line on the sample shop, compared with what its scripted visitors really did.

use super::bench::{Bench, sample, truth};
use super::has;
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_draw_can_be_repeated() {
    let bench = sample();
    let drawn = |seed: &str| bench.json(&["queue", "--size", "5", "--seed", seed]);
    assert_eq!(drawn("8841"), drawn("8841"));
    assert_ne!(drawn("8841")["sessions"], drawn("8842")["sessions"]);
    assert_eq!(drawn("1")["sessions"].as_array().unwrap().len(), 5);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    assert_eq!(sample().run_into_closed_pipe(&["sessions", "--json"]), 0);
}

#[test]
fn the_library_can_be_checked() {
    let run = sample().run(&["check", "--json"]);
    assert_eq!((run.code, run.json()["sound"].clone()), (0, json!(true)), "{}", run.out);
}

#[test]
fn the_sample_tells_what_its_visitors_did() {
    let bench = sample();
    let list = bench.json(&["sessions"]);
    let sessions = list.as_array().unwrap();
    let truth = truth();
    assert_eq!(sessions.len(), truth.len());
    for told in &truth {
        let id = told["session"].as_str().unwrap();
        let session = sessions.iter().find(|session| session["id"] == id);
        let session = session.unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(session["bought"], told["bought"], "{id}");
        assert_eq!(session["stages"], told["stages"], "{id}");
        assert_eq!(session["clicks"], told["presses"], "{id}");
    }
}

#[test]
fn every_click_of_the_sample_is_where_it_was() {
    let bench = sample();
    assert_eq!(bench.run(&["export", "facts", "--out", "facts.json"]).code, 0);
    let facts: Value = serde_json::from_str(&bench.read("facts.json")).unwrap();
    for told in &truth() {
        let id = &told["session"];
        let session = facts.as_array().unwrap().iter().find(|session| session["id"] == *id).unwrap();
        let is_click = |kind: &Value| kind == "click" || kind == "tap";
        let found = session["interactions"].as_array().unwrap().iter().filter(|i| is_click(&i["kind"]));
        let made = told["clicks"].as_array().unwrap().iter().filter(|click| is_click(&click["kind"]));
        for (click, truth) in found.zip(made) {
            let at = format!("{id} at {}: {click:#}", truth["t_ms"]);
            assert_eq!(click["kind"], truth["kind"], "{at}");
            assert!(apart(&click["t_ms"], &truth["t_ms"]) <= 50.0, "{at}");
            for side in ["x", "y"] {
                assert!(apart(&click["client"][side], &truth["client"][side]) <= 1.0, "{at}");
                assert!(
                    apart(&click["position"][side], &truth["page"][side]) <= 1.0,
                    "{at}, {:#}",
                    truth["page"]
                );
            }
        }
    }
}

fn apart(one: &Value, other: &Value) -> f64 {
    (one.as_f64().unwrap_or(f64::NAN) - other.as_f64().unwrap_or(f64::NAN)).abs()
}

#[test]
fn pages_and_funnel_of_the_sample() {
    let bench = sample();
    let pages = bench.json(&["pages"]);
    let product = pages.as_array().unwrap().iter().find(|page| page["page"] == "/product/*").unwrap();
    has(product, &["page", "name", "views", "sessions", "exits", "friction", "clicks", "devices"]);
    let funnel = bench.json(&["funnel"]);
    let bought = truth().iter().filter(|told| told["bought"] == true).count();
    let last = funnel["steps"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["stage"], last["sessions"].as_u64()), (&json!("purchase"), Some(bought as u64)));
}

#[test]
fn the_demo_does_the_main_job() {
    let bench = Bench::new();
    let run = bench.run(&["demo", "--out", "demo"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("abandoned:begin_checkout"), "{}", run.out);
    for picture in ["demo/frame.png", "demo/heatmap.png"] {
        assert!(fs::read(bench.path(picture)).unwrap().starts_with(b"\x89PNG"), "{picture}");
    }
    let report = bench.read("demo/findings.html");
    assert!(report.contains("data:image/png;base64,") && report.contains("Nordlund"));
}
