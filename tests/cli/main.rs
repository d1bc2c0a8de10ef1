//! The command line as scripts see it: the real program over a library in a temporary folder.
//!
//! JSON names, exit codes and files are a contract; these tests name them one by one. What is
//! counted on the sample shop is compared with `sample_sessions/truth.json`, which a click listener
//! outside the recorder wrote: see `sample`.

mod bench;
mod clip;
mod exact;
mod heat;
mod sample;

use bench::{Bench, recording};
use serde_json::{Value, json};
use std::fs;

#[test]
fn wrong_usage_is_exit_code_2() {
    let bench = Bench::with(&[("a.json", recording("a"))]);
    for wrong in [
        vec!["nonsense"],
        vec!["sessions", "--colour"],
        vec!["sessions", "devcie:mobile"],
        vec!["sessions", "duration>soon"],
        vec!["import", "a.json", "--masking", "strict"],
        vec!["frame", "a", "--at", "soon", "--out", "f.png"],
        vec!["frame", "a", "--at", "99999999", "--out", "f.png"],
        vec!["frame", "a", "--at", "1s", "--out", "f.jpg"],
        vec!["heatmap", "--page", "/", "--device", "mobile", "--out", "f.jpg"],
        vec!["heatmap", "--page", "/", "--device", "phone", "--json"],
        vec!["heatmap", "--page", "/", "--device", "mobile", "--kind", "colour", "--json"],
        vec!["export", "sessions", "--format", "html", "--out", "x"],
        vec!["hypothesis", "add", " "],
    ] {
        let run = bench.run(&wrong);
        assert_eq!(run.code, 2, "{wrong:?}: {}", run.err);
        assert!(!run.err.is_empty() && run.out.is_empty(), "{wrong:?} speaks on stderr alone");
    }
    assert!(
        bench.run(&["sessions", "devcie:mobile"]).err.contains("device"),
        "the nearest right word is told"
    );
    assert_eq!(bench.run(&["--help"]).code, 0);
    assert_eq!(bench.run(&["--version"]).code, 0);
}

#[test]
fn failures_are_exit_code_1_and_say_what_to_do() {
    let empty = Bench::new();
    let run = empty.run(&["sessions"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("wherefore import"), "{}", run.err);
    let bench = Bench::with(&[("a.json", recording("a"))]);
    fs::create_dir(bench.path("hollow")).unwrap();
    let run = bench.run(&["import", "hollow"]);
    assert_eq!((run.code, run.err.contains("nothing to import")), (1, true), "{}", run.err);
    for (arguments, word) in [
        (vec!["session", "zzz"], "wherefore sessions"),
        (vec!["hypothesis", "show", "H-9"], "hypothesis list"),
        (vec!["heatmap", "--page", "/none", "--device", "mobile", "--json"], "wherefore pages"),
    ] {
        let run = bench.run(&arguments);
        assert_eq!(run.code, 1, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(word), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn without_a_display_it_names_the_demo() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let run = Bench::new().run(&[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("wherefore demo"), "{}", run.err);
}

#[test]
fn bad_files_are_set_aside_and_the_rest_is_kept() {
    let whole = recording("whole");
    let bench = Bench::new();
    bench.file("in/good.json", &whole);
    bench.file("in/empty.json", "");
    bench.file("in/cut.json", &whole[..whole.len() / 2]);
    bench.file("in/other.json", r#"{"name":"no recording"}"#);
    bench.file("in/deep.json", &("[".repeat(200) + &"]".repeat(200)));
    let run = bench.run(&["import", "in", "--json"]);
    assert_eq!(run.code, 3, "{}", run.err);
    let report = run.json();
    let aside = report["set_aside"].as_array().unwrap();
    for name in ["empty.json", "other.json", "deep.json"] {
        let entry = aside.iter().find(|entry| entry["path"].as_str().unwrap().ends_with(name));
        let entry = entry.unwrap_or_else(|| panic!("{name} is not named in {report:#}"));
        assert!(entry["why"].as_str().unwrap().len() > 10 && entry["where"].is_string());
    }
    assert!(bench.json(&["sessions"]).as_array().is_some_and(|list| !list.is_empty()));
    let again = bench.run(&["import", "in/good.json", "--json"]);
    assert_eq!((again.code, again.json()["already_there"].clone()), (0, json!(1)));
}

#[test]
fn a_list_of_sessions_has_the_names_of_the_contract() {
    let bench = Bench::with(&[("a.json", recording("a"))]);
    let list = bench.json(&["sessions"]);
    let session = &list[0];
    has(
        session,
        &[
            "id",
            "source",
            "started_at",
            "duration_ms",
            "active_ms",
            "device",
            "browser",
            "os",
            "viewport",
            "visitor",
            "country",
            "channel",
            "utm",
            "referrer",
            "landing_url",
            "exit_url",
            "page_views",
            "clicks",
            "stage",
            "stages",
            "bought",
            "cart_value",
            "order_value",
            "currency",
            "signals",
            "coupons",
            "variant",
            "tags",
            "hypotheses",
            "watched",
            "fidelity",
        ],
    );
    has(&session["source"], &["file", "format"]);
    has(&session["coupons"], &["tried", "accepted", "refused"]);
    has(&session["signals"], &["rage", "dead", "error"]);
    assert_eq!(session["source"]["file"], "a.json");
    assert_eq!(session["viewport"], json!({ "width": 400.0, "height": 800.0 }));
    assert_eq!(session["device"], "mobile");
    assert_eq!([&session["page_views"], &session["clicks"]], [&json!(1), &json!(1)]);
    assert_eq!(session["duration_ms"], json!(5000));
    assert!(session["visitor"].is_null() && session["cart_value"].is_null(), "not known is null");
}

#[test]
fn a_session_has_the_names_of_the_contract() {
    let bench = Bench::with(&[("a.json", recording("a"))]);
    let id = bench.json(&["sessions"])[0]["id"].as_str().unwrap().to_owned();
    let session = bench.json(&["session", &id]);
    let view = &session["page_views"][0];
    has(
        view,
        &[
            "index",
            "page",
            "url",
            "title",
            "start_ms",
            "end_ms",
            "viewport",
            "page_height_px",
            "max_scroll_px",
            "max_scroll",
        ],
    );
    assert_eq!(view["url"], "https://shop.example/product/7");
    assert_eq!(view["max_scroll_px"], 300.0);
    let click = session["interactions"].as_array().unwrap().iter().find(|i| i["kind"] == "click").unwrap();
    has(click, &["t_ms", "kind", "page_view", "element", "client", "position", "inside"]);
    has(&click["element"], &["name", "selector", "text"]);
    assert_eq!(click["t_ms"], 2000);
    assert_eq!(click["client"], json!({ "x": 60.0, "y": 120.0 }));
    assert_eq!(click["position"], json!({ "x": 60.0, "y": 420.0 }));
    assert_eq!(click["element"]["text"], "Buy");
    for list in ["signals", "stages", "coupons", "survey_answers"] {
        assert!(session[list].is_array(), "{list}");
    }
    assert!(session["errors"].is_null(), "a recording without a console cannot tell");
}

#[test]
fn recordings_go_out_as_they_came_in() {
    let text = recording("a");
    let bench = Bench::with(&[("a.json", text.clone())]);
    assert_eq!(bench.run(&["export", "recordings", "--out", "back.json"]).code, 0);
    let back: Value = serde_json::from_str(&bench.read("back.json")).unwrap();
    assert_eq!(back, serde_json::from_str::<Value>(&text).unwrap());
    assert_eq!(bench.run(&["export", "recordings", "--out", "back.ndjson"]).code, 0);
    let lines = bench.read("back.ndjson");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::Array(lines), back);
}

#[test]
fn sessions_and_facts_go_out_as_tables() {
    let bench = Bench::with(&[("a.json", recording("a")), ("b.json", recording("b"))]);
    assert_eq!(bench.run(&["export", "sessions", "--out", "s.csv"]).code, 0);
    let table = bench.read("s.csv");
    assert_eq!(table.lines().count(), 3);
    assert!(table.starts_with("id,file,format,started_at,"));
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(table.as_bytes()).records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), &rows[0][6]), (2, "mobile"));
    assert_eq!(bench.run(&["export", "sessions", "--out", "s.json"]).code, 0);
    let list: Value = serde_json::from_str(&bench.read("s.json")).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(bench.run(&["export", "facts", "--out", "f.csv"]).code, 0);
    assert!(bench.read("f.csv").contains(",interaction,click,"));
}

#[test]
fn a_hypothesis_lives_from_words_to_report() {
    let bench = Bench::with(&[("a.json", recording("a")), ("b.json", recording("b"))]);
    let ids: Vec<String> = bench
        .json(&["sessions"])
        .as_array()
        .unwrap()
        .iter()
        .map(|session| session["id"].as_str().unwrap().to_owned())
        .collect();
    let add = bench.run(&[
        "hypothesis",
        "add",
        "Buy <b>does</b> nothing",
        "--because",
        "taps on Buy",
        "--owner",
        "Ada",
    ]);
    assert_eq!((add.code, add.out.trim()), (0, "H-1"));
    let tag = bench.run(&["hypothesis", "tag", "H-1", &ids[0], "--at", "2s", "--note", "tapped twice"]);
    assert_eq!(tag.code, 0, "{}", tag.err);
    assert_eq!(bench.run(&["hypothesis", "tag", "h-1", &ids[1], "--against"]).code, 0);
    assert_eq!(bench.run(&["hypothesis", "set", "H-1", "--status", "ready"]).code, 0);
    assert_eq!(bench.run(&["hypothesis", "set", "H-1", "--status", "soon"]).code, 2);
    let shown = bench.json(&["hypothesis", "show", "H-1"]);
    assert_eq!(shown["status"], "ready");
    assert_eq!([&shown["prevalence"]["seen"], &shown["prevalence"]["watched"]], [&json!(1), &json!(2)]);
    assert_eq!(shown["evidence"][0]["at"], 2000);
    assert_eq!(bench.json(&["sessions", "hypothesis:H-1"]).as_array().unwrap().len(), 2);

    for (file, words) in [
        ("r.html", ["Buy &lt;b&gt;does&lt;/b&gt; nothing", "data:image/png;base64,", "1 of 2"]),
        ("r.md", ["H-1", "Ada", "tapped twice"]),
        ("r.csv", ["H-1", "ready", "taps on Buy"]),
        ("r.json", ["\"prevalence_sentence\"", "tapped twice", "\"against\""]),
    ] {
        let run = bench.run(&["export", "findings", "--out", file]);
        assert_eq!(run.code, 0, "{file}: {}", run.err);
        let text = bench.read(file);
        for word in words {
            assert!(text.contains(word), "{file} lacks {word:?}");
        }
    }
    let page = bench.read("r.html");
    for outside in ["<script", "src=\"http", "href=\"http", "@import", "url(http"] {
        assert!(!page.contains(outside), "the report must stand alone, but has {outside}");
    }

    assert_eq!(bench.run(&["hypothesis", "untag", "H-1", &ids[1]]).code, 0);
    let left = bench.json(&["hypothesis", "show", "H-1"]);
    assert_eq!(left["evidence"].as_array().unwrap().len(), 1);
    assert_eq!(bench.run(&["hypothesis", "untag", "H-1", &ids[1]]).code, 1);
}

#[test]
fn a_frame_is_a_png_of_the_viewport() {
    let bench = Bench::with(&[("a.json", recording("a"))]);
    let id = bench.json(&["sessions"])[0]["id"].as_str().unwrap().to_owned();
    let frame = bench.run(&["frame", &id, "--at", "1s", "--out", "f.png", "--json"]);
    assert_eq!(frame.code, 0, "{}", frame.err);
    assert_eq!(frame.json()["picture"], json!({ "width": 400, "height": 800 }));
    assert!(fs::read(bench.path("f.png")).unwrap().starts_with(b"\x89PNG"));
    assert_eq!(bench.run(&["frame", &id, "--at", "1s", "--out", "p.png", "--full-page"]).code, 0);
    assert_eq!(bench.run(&["frame", &id, "--at", "1s", "--out", "no/such/folder.png"]).code, 1);
}

#[test]
fn a_click_in_a_frame_is_where_the_frame_is_on_the_page() {
    let element = |id: i64, tag: &str, attributes: Value, inside: Value| json!({ "type": 2, "id": id, "tagName": tag, "attributes": attributes, "childNodes": inside });
    let frame = element(
        5,
        "iframe",
        json!({ "style": "display:block;margin:50px 0 0 40px;border:5px solid;width:200px;height:100px" }),
        json!([]),
    );
    let page = element(
        2,
        "html",
        json!({}),
        json!([element(4, "body", json!({ "style": "margin:0" }), json!([frame]))]),
    );
    let inner = element(
        11,
        "html",
        json!({}),
        json!([element(
            12,
            "body",
            json!({}),
            json!([element(13, "button", json!({ "id": "go" }), json!([]))])
        )]),
    );
    let document = json!({ "type": 0, "id": 10, "childNodes": [inner] });
    let add = json!([{ "parentId": 5, "nextId": null, "node": document }]);
    let at = 1_700_000_000_000_i64;
    let events = json!([
        { "type": 4, "data": { "href": "https://shop.example/", "width": 0, "height": 0 }, "timestamp": at },
        { "type": 2, "data": { "node": { "type": 0, "id": 1, "childNodes": [] }, "initialOffset": { "left": 0, "top": 0 } }, "timestamp": at + 1 },
        { "type": 4, "data": { "href": "https://shop.example/a", "width": 400, "height": 300 }, "timestamp": at + 10 },
        { "type": 2, "data": { "node": { "type": 0, "id": 1, "childNodes": [page] }, "initialOffset": { "left": 0, "top": 0 } }, "timestamp": at + 11 },
        { "type": 3, "data": { "source": 0, "isAttachIframe": true, "texts": [], "attributes": [], "removes": [], "adds": add }, "timestamp": at + 20 },
        { "type": 3, "data": { "source": 2, "type": 2, "id": 13, "x": 7, "y": 9 }, "timestamp": at + 2000 },
        { "type": 3, "data": { "source": 2, "type": 2, "id": 4, "x": 7, "y": 9 }, "timestamp": at + 5000 },
    ]);
    let bench = Bench::with(&[("a.json", events.to_string())]);
    let session = bench.json(&["session", "a"]);
    let clicks = session["interactions"].as_array().unwrap();
    assert_eq!(clicks[0]["element"]["selector"], "body > iframe >>> #go");
    assert_eq!([&clicks[0]["client"], &clicks[0]["position"]], [&json!({ "x": 52.0, "y": 64.0 }); 2]);
    assert_eq!(clicks[1]["client"], json!({ "x": 7.0, "y": 9.0 }), "beside the frame");
    let views = session["page_views"].as_array().unwrap();
    assert!(views[0]["viewport"].is_null(), "no viewport is none, not 0");
    assert_eq!(views[1]["page_height_px"], 300.0, "a short page fills its window");
}

/// Every name must be there, even where the value is null.
#[track_caller]
fn has(value: &Value, names: &[&str]) {
    for name in names {
        assert!(value.get(name).is_some(), "no {name:?} in {value:#}");
    }
}

#[test]
fn experiments_are_planned_and_read() {
    let bench = Bench::new();
    let plan = bench.json(&["experiment", "plan", "--baseline", "0.02", "--lift", "10%"]);
    assert_eq!(plan["per_arm"], json!({ "pooled": 80_682, "evan_miller": 78_039, "rule_of_16": 78_400 }));
    assert!(plan["days"].is_null(), "without a library there is no rate");
    let result = bench.json(&["experiment", "result", "--arm", "A=10000/200", "--arm", "B=10000/240"]);
    has(&result, &["srm", "difference", "p_value", "chance_to_win", "expected_loss", "peek_safe", "verdict"]);
    assert!((result["p_value"].as_f64().unwrap() - 0.053_824).abs() < 1e-6);
    assert!((result["chance_to_win"].as_f64().unwrap() - 0.973_014).abs() < 1e-6);
    assert_eq!(result["verdict"], "undecided");
    for wrong in [
        vec!["experiment", "plan", "--baseline", "2", "--lift", "10%"],
        vec!["experiment", "result", "--arm", "A=1"],
        vec!["experiment", "result", "--arm", "A=10/20", "--arm", "B=10/2"],
    ] {
        assert_eq!(bench.run(&wrong).code, 2, "{wrong:?}");
    }
}
