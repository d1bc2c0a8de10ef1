//! What is derived from the sample shop's recordings against what its visitors' script did.
//!
//! `truth.json` was written by a click listener that does not pass through the recorder. Run with
//! `WHEREFORE_SAMPLE` set to compare another folder.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::PathBuf;
use wherefore::event::{Event, EventKind, Point, PressKind};
use wherefore::facts::{self, Facts, Interaction, Rules, SignalKind};
use wherefore::format::{Manifest, decode};
use wherefore::replay::PageState;

struct Visit {
    truth: Value,
    events: Vec<Event>,
    facts: Facts,
}

fn sample() -> PathBuf {
    std::env::var_os("WHEREFORE_SAMPLE")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample_sessions"), PathBuf::from)
}

fn rules() -> Rules {
    let text = std::fs::read_to_string(sample().join("nordlund/wherefore.json")).unwrap();
    let manifest: Manifest = serde_json::from_str(&text).unwrap();
    Rules::of_site(&manifest.stages, &manifest.pages)
}

fn events(session: &str) -> Vec<Event> {
    let file = std::fs::File::open(sample().join(format!("nordlund/recordings/{session}.json.gz"))).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let list: Vec<&serde_json::value::RawValue> = serde_json::from_str(&text).unwrap();
    let lines: Vec<&str> = list.iter().map(|event| event.get()).collect();
    decode(lines.join("\n").as_bytes()).events
}

fn visits() -> Vec<Visit> {
    let text = std::fs::read_to_string(sample().join("truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let rules = rules();
    let visit = |truth: &Value| {
        let events = events(name(truth));
        let facts = facts::derive(&events, &rules);
        Visit { truth: truth.clone(), events, facts }
    };
    truth["sessions"].as_array().unwrap().iter().map(visit).collect()
}

fn name(truth: &Value) -> &str {
    truth["session"].as_str().unwrap()
}

fn clicks(facts: &Facts) -> Vec<&Interaction> {
    facts.interactions.iter().filter(|done| done.kind.is_click()).collect()
}

fn point(value: &Value) -> Point {
    Point::new(value["x"].as_f64().unwrap(), value["y"].as_f64().unwrap())
}

#[test]
fn facts_agree_with_what_the_visitors_did() {
    let mut report = String::new();
    for visit in visits() {
        let name = name(&visit.truth).to_owned();
        let mut say = |what: String| writeln!(report, "{name}: {what}").unwrap();
        compare_clicks(&visit, &mut say);
        compare_outcome(&visit, &mut say);
        compare_signals(&visit, &mut say);
    }
    assert!(report.is_empty(), "\n{report}");
}

fn compare_clicks(visit: &Visit, say: &mut dyn FnMut(String)) {
    let wanted: Vec<&Value> =
        visit.truth["clicks"].as_array().unwrap().iter().filter(|c| c["kind"] != "label-echo").collect();
    let found = clicks(&visit.facts);
    if wanted.len() != found.len() {
        say(format!("{} clicks instead of {}", found.len(), wanted.len()));
        return;
    }
    let mut pairs = wanted.iter().zip(found).peekable();
    let mut page = PageState::default();
    for event in &visit.events {
        if let EventKind::Press { kind: PressKind::Click, .. } = event.kind
            && let Some((truth, done)) = pairs.next_if(|(_, done)| done.at == event.at)
        {
            compare_click(&page, truth, done, say);
        }
        page.apply(event);
    }
    if pairs.next().is_some() {
        say("clicks that are at no click event's time".to_owned());
    }
}

fn compare_click(page: &PageState, truth: &Value, done: &Interaction, say: &mut dyn FnMut(String)) {
    let at = truth["t_ms"].as_i64().unwrap();
    if (done.at.0 - at).abs() > 30 {
        say(format!("click at {} instead of {at}", done.at.0));
    }
    let kind = serde_json::to_value(done.kind).unwrap();
    if kind != truth["kind"] {
        say(format!("{at}: {kind} instead of {}", truth["kind"]));
    }
    let element = done.element.clone().unwrap_or_default();
    let ours = facts::find(&page.dom, &element.selector);
    let theirs = facts::find(&page.dom, truth["selector"].as_str().unwrap());
    if ours.len() != 1 || ours.first() != done.node.as_ref() {
        say(format!("{at}: {:?} finds {ours:?} instead of {:?}", element.selector, done.node));
    }
    if theirs.first() != ours.first() {
        say(format!("{at}: {:?} instead of {}", element.selector, truth["selector"]));
    }
    for (what, found, wanted, slack) in [
        ("client", done.client, point(&truth["client"]), 1.0),
        ("page", done.position, point(&truth["page"]), 2.0),
    ] {
        if found.is_none_or(|found| found.distance(wanted) > slack) {
            say(format!("{at}: {what} {found:?} instead of {wanted:?}"));
        }
    }
}

fn compare_outcome(visit: &Visit, say: &mut dyn FnMut(String)) {
    let facts = &visit.facts;
    let stages: Vec<&str> = facts.stages.iter().map(|reached| reached.stage.name()).collect();
    let wanted: Vec<&str> =
        visit.truth["stages"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    if stages != wanted {
        say(format!("stages {stages:?} instead of {wanted:?}"));
    }
    let bought = stages.contains(&"purchase");
    if Some(bought) != visit.truth["bought"].as_bool() {
        say(format!("bought {bought}"));
    }
    let order = &visit.truth["order"];
    if facts.order_value != order["total"].as_f64() || facts.order_id.as_deref() != order["id"].as_str() {
        say(format!("order {:?} {:?} instead of {order}", facts.order_id, facts.order_value));
    }
    // Ours is the largest cart, theirs the last: they differ where something was taken out again.
    let took_out = visit
        .events
        .iter()
        .any(|event| matches!(&event.kind, EventKind::Custom { tag, .. } if &**tag == "remove_from_cart"));
    let cart = visit.truth["cart_value"].as_f64().filter(|value| *value > 0.0);
    let agrees = if took_out { facts.cart_value > cart } else { facts.cart_value == cart };
    if !agrees {
        say(format!("cart {:?} instead of {cart:?}", facts.cart_value));
    }
    let tried: Vec<bool> = facts.coupons.iter().map(|coupon| coupon.accepted).collect();
    let wanted: Vec<bool> =
        visit.truth["coupons"].as_array().unwrap().iter().filter_map(|c| c["accepted"].as_bool()).collect();
    if tried != wanted {
        say(format!("coupons {:?} instead of {wanted:?}", facts.coupons));
    }
}

fn compare_signals(visit: &Visit, say: &mut dyn FnMut(String)) {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for signal in &visit.facts.signals {
        *counts.entry(signal.kind.name()).or_default() += 1;
    }
    let truth = &visit.truth;
    let bursts = truth["rage_bursts"].as_array().unwrap();
    let rage: Vec<(i64, u32)> = visit
        .facts
        .signals
        .iter()
        .filter(|signal| signal.kind == SignalKind::Rage)
        .map(|signal| (signal.at.0, signal.count))
        .collect();
    // A burst is told from when the visitor set out for the place.
    let agrees = rage.len() == bursts.len()
        && rage.iter().zip(bursts).all(|((at, count), burst)| {
            let after = at - burst["t_ms"].as_i64().unwrap();
            (-30..2500).contains(&after) && u64::from(*count) == burst["clicks"]
        });
    if !agrees {
        say(format!("rage {rage:?} instead of {bursts:?}"));
    }
    let errors = counts.get("error").copied().unwrap_or_default();
    if Some(errors) != truth["error_clicks"].as_u64() {
        say(format!("{errors} errors instead of {}", truth["error_clicks"]));
    }
    let dead: Vec<i64> = visit
        .facts
        .signals
        .iter()
        .filter(|signal| signal.kind == SignalKind::Dead)
        .map(|signal| signal.at.0)
        .collect();
    let clicks = truth["clicks"].as_array().unwrap();
    let wanted: Vec<i64> =
        clicks.iter().filter(|click| is_dead(click)).map(|click| click["t_ms"].as_i64().unwrap()).collect();
    let agrees = dead.len() == wanted.len() && dead.iter().zip(&wanted).all(|(a, b)| (a - b).abs() < 30);
    if !agrees {
        say(format!("dead {dead:?} instead of {wanted:?}"));
    }
}

/// No answer in 2.5 s (or a scroll, later than a click causes one), outside of fields and labels.
fn is_dead(click: &Value) -> bool {
    let fields =
        ["#email", "#first", "#last", "#street", "#zip", "#city", "#phone", "#card-", "#letter-email"];
    let selector = click["selector"].as_str().unwrap();
    let is_field = fields.iter().any(|start| selector.starts_with(start))
        || ["#coupon", "#sort", "#dial"].contains(&selector)
        || selector.contains("label");
    let reaction = &click["reaction"];
    let late =
        reaction["ms"].as_i64().is_none_or(|ms| ms >= 2500 || (reaction["what"] == "scroll" && ms > 300));
    click["kind"] != "label-echo" && !is_field && late
}

/// Every element of every page of some visits is found by its selector, and by no other's.
#[test]
fn selectors_find_what_they_describe() {
    for visit in visits().iter().take(4) {
        let mut page = PageState::default();
        for event in &visit.events {
            if matches!(event.kind, EventKind::Meta { .. }) {
                check_selectors(&page.dom);
            }
            page.apply(event);
        }
        check_selectors(&page.dom);
    }
}

fn check_selectors(dom: &wherefore::replay::Dom) {
    let all = facts::describe_all(dom);
    let mut seen = std::collections::BTreeSet::new();
    for (node, selector) in &all {
        assert!(seen.insert(selector), "{selector} twice");
        assert_eq!(facts::find(dom, selector), [*node], "{selector}");
        assert_eq!(facts::describe(dom, *node).unwrap().selector, *selector);
    }
}
