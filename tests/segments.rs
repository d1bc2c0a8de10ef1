//! The segment line on the sample shop: every line must find what `truth.json` and `sessions.csv`
//! say, written down by the scripts that made the visits and not by this program.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;
use wherefore::job::Progress;
use wherefore::library::{ImportReport, Key, Library, Order, Segment, SortKey, Term};

/// What is known of a visit without this program.
struct Visit {
    id: String,
    truth: Value,
    row: BTreeMap<String, String>,
}

struct Sample {
    _folder: TempDir,
    path: PathBuf,
    report: ImportReport,
    visits: Vec<Visit>,
}

/// Imported once for all tests of this file.
static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nordlund.wherefore");
    let mut library = Library::open(&path).unwrap();
    let report = library.import(&[samples.join("nordlund")], &Progress::default()).unwrap();
    let truth: Value = serde_json::from_slice(&std::fs::read(samples.join("truth.json")).unwrap()).unwrap();
    let mut rows = BTreeMap::new();
    for row in csv::Reader::from_path(samples.join("nordlund/sessions.csv")).unwrap().into_deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        rows.insert(row["session_id"].clone(), row);
    }
    let visit = |truth: &Value| {
        let id = truth["session"].as_str().unwrap().to_owned();
        Visit { row: rows[&id].clone(), truth: truth.clone(), id }
    };
    let visits = truth["sessions"].as_array().unwrap().iter().map(visit).collect();
    Sample { _folder: folder, path, report, visits }
});

fn library() -> Library {
    Library::open_read_only(&SAMPLE.path).unwrap()
}

impl Visit {
    fn stage(&self, name: &str) -> bool {
        self.truth["stages"].as_array().unwrap().iter().any(|stage| stage == name)
    }

    fn bought(&self) -> bool {
        self.truth["bought"] == true
    }

    fn number(&self, name: &str) -> f64 {
        self.truth[name].as_f64().unwrap_or(0.0)
    }

    fn coupon(&self, accepted: bool) -> bool {
        self.truth["coupons"].as_array().unwrap().iter().any(|coupon| coupon["accepted"] == accepted)
    }

    fn clicked(&self, selector: &str) -> bool {
        self.truth["clicks"].as_array().unwrap().iter().any(|click| click["selector"] == selector)
    }
}

#[track_caller]
fn finds(line: &str, expected: impl Fn(&Visit) -> bool) {
    let segment = Segment::parse(line).unwrap();
    let library = library();
    let found = library.sessions(&segment, Order { by: SortKey::Id, descending: false }).unwrap();
    let found: Vec<&str> = found.iter().map(|session| session.id.as_str()).collect();
    let mut right: Vec<&str> =
        SAMPLE.visits.iter().filter(|visit| expected(visit)).map(|visit| visit.id.as_str()).collect();
    right.sort_unstable();
    assert_eq!(found, right, "{line}");
    assert_eq!(library.coverage(&segment).unwrap().sessions, found.len() as u64, "{line}");
}

#[test]
fn the_sample_comes_in_whole() {
    let report = &SAMPLE.report;
    assert_eq!(report.new, SAMPLE.visits.len() as u64);
    assert_eq!(report.set_aside, []);
    assert_eq!(report.joins.sessions.unmatched + report.joins.orders.unmatched, 0, "{:?}", report.joins);
    assert_eq!(
        report.joins.orders.matched,
        SAMPLE.visits.iter().filter(|visit| visit.bought()).count() as u64
    );
    assert!(report.screenshots >= 20 && report.assets >= 20, "{report:?}");
    assert_eq!(library().check().unwrap(), [""; 0]);
}

#[test]
fn side_tables_are_found_again() {
    finds("", |_| true);
    finds("country:FI", |v| v.row["country"] == "FI");
    finds("-country:fi,se", |v| v.row["country"] != "FI" && v.row["country"] != "SE");
    finds("device:mobile", |v| v.row["device"] == "mobile");
    finds("channel:paid", |v| v.row["channel"].starts_with("paid"));
    finds("channel:\"paid social\"", |v| v.row["channel"] == "paid social");
    finds("customer:returning variant:B", |v| v.row["customer"] == "returning" && v.row["variant"] == "B");
    finds("utm_campaign:trail20*", |v| v.row["utm_campaign"] == "trail20_autumn");
    finds("utm_source:none", |v| v.row["utm_source"].is_empty());
    finds("browser:safari os:ios", |v| v.row["browser"] == "Safari" && v.row["os"] == "iOS");
    finds("visitor:v-7f21", |v| v.row["visitor"] == "v-7f21");
    finds("file:nl-1104-*", |v| v.id.starts_with("nl-1104-"));
    finds("id:nl-1105", |v| v.id.starts_with("nl-1105"));
    finds("started:2026-11-04..2026-11-05", |v| v.id.starts_with("nl-1104") || v.id.starts_with("nl-1105"));
}

#[test]
fn stages_and_purchases_are_found() {
    for stage in
        ["view_item", "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "purchase"]
    {
        finds(&format!("stage:{stage}"), |v| v.stage(stage));
        if stage != "purchase" {
            finds(&format!("abandoned:{stage}"), |v| v.stage(stage) && !v.bought());
        }
    }
    finds("bought:yes", Visit::bought);
    finds("-bought:yes", |v| !v.bought());
    finds("cart>=129 bought:yes", |v| v.number("cart_value") >= 129.0 && v.bought());
    finds("order>150", |v| v.truth["order"]["total"].as_f64().is_some_and(|total| total > 150.0));
    finds("abandoned:begin_checkout device:mobile channel:paid", |v| {
        v.stage("begin_checkout")
            && !v.bought()
            && v.row["device"] == "mobile"
            && v.row["channel"].starts_with("paid")
    });
}

#[test]
fn what_visitors_did_is_found() {
    finds("signal:rage", |v| v.number("rage") > 0.0);
    finds("coupon:refused", |v| v.coupon(false));
    finds("coupon:accepted -coupon:refused", |v| v.coupon(true) && !v.coupon(false));
    finds("clicked:#wish", |v| v.clicked("#wish"));
    finds("clicked:#coupon-apply", |v| v.clicked("#coupon-apply"));
    finds("watched:yes", |_| false);
}

#[test]
fn orders_of_lists_hold() {
    let library = library();
    let all = Segment::default();
    let of = |by, descending| library.sessions(&all, Order { by, descending }).unwrap();
    assert!(of(SortKey::Duration, true).windows(2).all(|pair| pair[0].duration_ms >= pair[1].duration_ms));
    assert!(
        of(SortKey::Started, false).windows(2).all(|pair| pair[0].started_at_ms <= pair[1].started_at_ms)
    );
    assert!(of(SortKey::Clicks, true).windows(2).all(|pair| pair[0].clicks >= pair[1].clicks));
    let carts: Vec<Option<f64>> = of(SortKey::Cart, false).iter().map(|s| s.shopping.cart_value).collect();
    let known = carts.iter().take_while(|cart| cart.is_some()).count();
    assert!(carts[known..].iter().all(Option::is_none), "what is not known stands last: {carts:?}");
}

#[test]
fn every_number_is_a_door() {
    let library = library();
    let all = Segment::default();
    for (stage, count) in library.funnel(&all).unwrap() {
        let line = format!("stage:{}", stage.name());
        assert_eq!(library.coverage(&Segment::parse(&line).unwrap()).unwrap().sessions, count, "{line}");
    }
    for key in ["device", "country", "channel", "signal", "page", "stage", "abandoned", "survey", "bought"] {
        let values = library.values(key).unwrap();
        assert!(!values.is_empty(), "{key}");
        for (value, count) in values {
            if key == "channel" {
                continue; // `paid` also means `paid social`
            }
            let segment = Segment::of(vec![Term::exact(Key::parse(key).unwrap(), &value)]);
            assert_eq!(library.coverage(&segment).unwrap().sessions, count, "{segment}");
            assert_eq!(Segment::parse(&segment.to_string()), Ok(segment));
        }
    }
}

#[test]
fn carts_are_counted_at_their_largest() {
    let library = library();
    let (mut lost, mut emptied) = (0.0, 0);
    for visit in &SAMPLE.visits {
        let session = library.session(&visit.id).unwrap().unwrap();
        let (cart, at_the_end) = (session.shopping.cart_value.unwrap_or(0.0), visit.number("cart_value"));
        assert!(cart >= at_the_end - 0.01, "{}: {cart} {at_the_end}", visit.id);
        assert!(cart > 0.0 || !visit.stage("add_to_cart"), "{}", visit.id); // some come back to a full bag
        emptied += u32::from(cart > at_the_end + 0.01);
        lost += if visit.bought() { 0.0 } else { cart };
    }
    assert!(emptied <= 3, "few visitors take something out again: {emptied}");
    let told = library.coverage(&Segment::default()).unwrap().lost_carts;
    assert!((lost - told).abs() < 0.01, "{lost} {told}");
}
