//! Page views, scroll, active time.

use crate::visit::Visit;
use wherefore::event::{EventKind, Size};
use wherefore::facts::{Facts, PageView};

const TALL: &str = r#"<div id="box"><p id="a">a</p><p id="b">b</p><p id="c">c</p></div><div id="small"><i id="i">i</i></div>"#;

fn spans(facts: &Facts) -> Vec<(&str, i64, i64)> {
    facts.page_views.iter().map(|view| (view.page.as_str(), view.start.0, view.end.0)).collect()
}

#[test]
fn a_page_view_lasts_until_the_next_begins() {
    let mut visit = Visit::on(TALL);
    visit.page(4000, "https://shop.example/product/shirt", TALL).until(9000);
    let facts = visit.facts();
    assert_eq!(spans(&facts), [("/", 0, 4000), ("/product/*", 4000, 9000)]);
    assert_eq!(facts.page_views[1].url, "https://shop.example/product/shirt");
    assert_eq!(facts.page_views[1].viewport, Size::new(1000.0, 800.0));
    assert_eq!(facts.viewport, Some(Size::new(1000.0, 800.0)));
    assert_eq!(facts.duration_ms, 9000);
}

#[test]
fn a_recorder_that_looks_again_begins_no_page_view() {
    let mut visit = Visit::on(TALL);
    visit.page(4000, "https://shop.example/", TALL).page(8000, "https://shop.example/#top", TALL).until(9000);
    assert_eq!(visit.facts().page_views.len(), 1);
}

#[test]
fn a_reload_begins_a_page_view() {
    let mut visit = Visit::on(TALL);
    visit.push(3990, EventKind::Parsed).push(3995, EventKind::Loaded);
    visit.page(4000, "https://shop.example/", TALL).until(9000);
    assert_eq!(spans(&visit.facts()), [("/", 0, 4000), ("/", 4000, 9000)]);
    // A late `load` of a document that is known already is none.
    let mut visit = Visit::on(TALL);
    visit.push(300, EventKind::Loaded).moves(1000).page(4000, "https://shop.example/", TALL).until(9000);
    assert_eq!(visit.facts().page_views.len(), 1);
    // Another document under the same address: its nodes are others.
    let mut visit = Visit::on(TALL);
    visit.page(
        4000,
        "https://shop.example/",
        r#"<h1 id="h">x</h1><ul id="u"><li>1</li><li>2</li><li>3</li></ul><table></table><b>c</b>"#,
    );
    assert_eq!(visit.until(9000).facts().page_views.len(), 2);
}

#[test]
fn single_page_apps_say_where_they_go() {
    for (tag, payload) in [
        ("$pageview", r#"{"href":"https://shop.example/b"}"#),
        ("$url_changed", r#"{"href":"/b"}"#),
        ("breadcrumb", r#"{"category":"navigation","data":{"from":"/","to":"/b"}}"#),
        ("performanceSpan", r#"{"op":"navigation.push","description":"https://shop.example/b"}"#),
        ("dataLayer", r#"[{"event":"page_view","page_location":"https://shop.example/b"}]"#),
    ] {
        let mut visit = Visit::on(TALL);
        visit.custom(100, "$pageview", r#"{"href":"https://shop.example/"}"#).custom(4000, tag, payload);
        visit.page(7000, "https://shop.example/b", TALL).until(9000);
        assert_eq!(spans(&visit.facts()), [("/", 0, 4000), ("/b", 4000, 9000)], "{tag}");
    }
}

#[test]
fn nothing_but_events() {
    let mut visit = Visit::empty();
    assert!(visit.facts().page_views.is_empty());
    visit.moves(10).moves(900);
    let facts = visit.facts();
    assert_eq!(spans(&facts), [("(unknown)", 0, 900)]);
    assert_eq!((facts.viewport, facts.active_ms), (None, 890));
    visit.push(1000, EventKind::Meta { href: "".into(), viewport: Size::new(0.0, 0.0) });
    visit.push(1100, EventKind::Meta { href: "about:blank".into(), viewport: Size::new(f64::NAN, -4.0) });
    assert_eq!(visit.facts().viewport, None);
}

#[test]
fn titles_are_those_at_the_end_of_the_view() {
    let page = r#"<html><head id="head"><title id="t">Shop</title></head><body><svg><title>Icon</title></svg></body></html>"#;
    let mut visit = Visit::at_address("https://shop.example/", page);
    visit.add(500, "t", "<b>, new</b>").page(1000, "https://shop.example/b", TALL).until(2000);
    let titles: Vec<Option<String>> = visit.facts().page_views.into_iter().map(|view| view.title).collect();
    assert_eq!(titles, [Some("Shop, new".to_owned()), None]);
}

#[test]
fn a_tab_that_is_returned_to_is_viewed_again() {
    let mut visit = Visit::on(TALL);
    visit.window = 1;
    visit.page(2000, "https://shop.example/b", TALL).moves(2500);
    visit.window = 0;
    visit.set(3000, "a", "class", Some("x")).moves(4000).until(5000);
    assert_eq!(spans(&visit.facts()), [("/", 0, 2000), ("/b", 2000, 4000), ("/", 4000, 5000)]);
}

fn bands(view: &PageView) -> Vec<(f64, i64)> {
    view.bands.iter().map(|band| (band.y, band.ms)).collect()
}

#[test]
fn a_sign_of_life_lets_five_seconds_count() {
    let mut visit = Visit::on(TALL);
    visit.moves(1000).scroll(3000, "", 400.0).moves(7000).moves(13_000).moves(14_000).until(60_000);
    let facts = visit.facts();
    // User events: gaps of 2, 4, 6 and 1 s, of which 6 s are too long to be active.
    assert_eq!(facts.active_ms, 7000);
    // In view: 0–3 s on top; then at 400 px 4 s, 5 of 6 s, 1 s, 5 of 46 s.
    assert_eq!(bands(&facts.page_views[0]), [(0.0, 3000), (400.0, 15_000)]);
    assert_eq!(facts.page_views[0].max_scroll_px, 400.0);
    assert_eq!(facts.idle.iter().map(|(a, b)| (a.0, b.0)).collect::<Vec<_>>(), [(14_000, 60_000)]);
}

#[test]
fn the_gap_limits_are_five_and_ten_seconds() {
    for (gap, active, idle) in [(5000, 5000, 0), (5001, 0, 0), (10_000, 0, 0), (10_001, 0, 1)] {
        let mut visit = Visit::on(TALL);
        visit.moves(1).moves(1 + gap);
        let facts = visit.facts();
        assert_eq!((facts.active_ms, facts.idle.len()), (active, idle), "{gap}");
    }
}

#[test]
fn time_in_view_is_shared_between_the_pages_it_spans() {
    let mut visit = Visit::on(TALL);
    visit.moves(1000).page(2000, "https://shop.example/b", TALL).moves(4000).until(30_000);
    let facts = visit.facts();
    let ms: Vec<i64> =
        facts.page_views.iter().map(|view| view.bands.iter().map(|band| band.ms).sum()).collect();
    assert_eq!(ms, [2000, 7000]);
    assert_eq!(facts.active_ms, 3000);
}

#[test]
fn bands_tell_every_offset_and_for_how_long() {
    let mut visit = Visit::on(TALL);
    visit.scroll(1000, "", 100.0).scroll(1050, "", 200.0).scroll(1200, "", 300.0).scroll(60_000, "", 301.0);
    visit.until(60_050);
    assert_eq!(
        bands(&visit.facts().page_views[0]),
        [(0.0, 1000), (100.0, 50), (200.0, 150), (300.0, 5000), (301.0, 50)]
    );
}

#[test]
fn an_offset_of_the_page_before_is_none_of_the_next() {
    let mut visit = Visit::on(TALL);
    visit
        .scroll(1000, "", 900.0)
        .meta(2000, "https://shop.example/b")
        .moves(2200)
        .snapshot(2500, TALL)
        .moves(3000);
    let facts = visit.until(4000).facts();
    assert_eq!(facts.page_views[0].max_scroll_px, 900.0);
    assert_eq!(facts.page_views[1].max_scroll_px, 0.0);
    assert_eq!(bands(&facts.page_views[1]), [(0.0, 1500)]);
}

#[test]
fn the_main_scroller_counts_where_the_window_stands_still() {
    let mut visit = Visit::on(TALL);
    visit.scroll(1000, "small", 5000.0).scroll(2000, "box", 700.0).until(3000);
    assert_eq!(visit.facts().page_views[0].max_scroll_px, 700.0);
    visit.scroll(4000, "", 20.0).until(5000);
    assert_eq!(visit.facts().page_views[0].max_scroll_px, 20.0);
}

#[test]
fn activity_has_64_steps_and_its_busiest_is_255() {
    let mut visit = Visit::on(TALL);
    visit.click(10, "a").click(20, "a").click(6400, "b").until(6400);
    let activity = visit.facts().activity;
    assert_eq!((activity.len(), activity[0], activity[63]), (64, 255, 128));
    assert_eq!(Visit::empty().facts().activity, vec![0; 64]);
}
