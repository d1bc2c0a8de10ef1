//! Rage, dead and error clicks, quick backs.

use crate::visit::Visit;
use wherefore::event::{EventKind, MediaAction, PressKind};
use wherefore::facts::{self, Preset, Rules, SignalKind};

const SHOP: &str = r#"<main id="main"><button id="buy">Buy</button><button id="other">Other</button>
<div id="photo-box"><img id="photo" alt="Shoe"/></div><p id="words">About it</p><div id="plain"></div>
<a id="link" href="/next">Next</a><a id="mail" href="mailto:x@y.example">Mail</a>
<a id="tab" href="/x" target="_blank">Tab</a><input id="name" type="text"><select id="size"></select>
<label id="label" for="name">Name</label><input id="box" type="checkbox"><canvas id="canvas"></canvas>
<button id="plus">+</button><div class="carousel"><button id="arrow" class="next">more</button></div>
<div id="ticker"><span id="tick">1</span></div><div id="closet" hidden><b id="inside">x</b></div>
<button id="outer"><span id="inner-a">a</span><span id="inner-b">b</span></button></main>"#;

/// Clicks on places: when, on what, where; and the counts of the rage signals.
#[track_caller]
fn rage(clicks: &[(i64, &str, f64)], expected: &[u32]) {
    let mut visit = Visit::on(SHOP);
    for (at, name, x) in clicks {
        visit.press(*at, PressKind::Click, name, (*x, 50.0));
    }
    visit.until(20_000);
    let counts: Vec<u32> = visit.signals(SignalKind::Rage).iter().map(|signal| signal.count).collect();
    assert_eq!(counts, expected, "{clicks:?}");
}

#[test]
fn rage_needs_three_clicks_within_a_second_and_thirty_px() {
    rage(&[(1000, "buy", 10.0), (1100, "buy", 10.0)], &[]);
    rage(&[(1000, "buy", 10.0), (1100, "buy", 10.0), (1200, "buy", 10.0)], &[3]);
    rage(&[(1000, "buy", 10.0), (1999, "buy", 10.0), (2998, "buy", 10.0)], &[3]);
    rage(&[(1000, "buy", 10.0), (2000, "buy", 10.0), (2999, "buy", 10.0)], &[]);
    rage(&[(1000, "buy", 10.0), (1100, "buy", 39.9), (1200, "buy", 10.0)], &[3]);
    rage(&[(1000, "buy", 10.0), (1100, "buy", 40.0), (1200, "buy", 10.0)], &[]);
    rage(
        &[
            (1000, "buy", 10.0),
            (1100, "buy", 10.0),
            (1200, "buy", 10.0),
            (1300, "buy", 10.0),
            (1400, "buy", 1.0),
        ],
        &[5],
    );
}

#[test]
fn rage_stays_on_one_control_and_breaks_off() {
    rage(&[(1000, "buy", 10.0), (1100, "other", 10.0), (1200, "buy", 10.0)], &[]);
    rage(&[(1000, "inner-a", 10.0), (1100, "inner-b", 10.0), (1200, "outer", 10.0)], &[3]);
    let twice: Vec<(i64, &str, f64)> =
        [1000, 1100, 1200, 5000, 5100, 5200, 5300].map(|at| (at, "photo", 10.0)).to_vec();
    rage(&twice, &[3, 4]);
}

#[test]
fn rage_is_not_told_where_many_presses_are_meant() {
    for name in ["name", "size", "plus", "arrow"] {
        rage(&[(1000, name, 10.0), (1100, name, 10.0), (1200, name, 10.0)], &[]);
    }
}

#[test]
fn rage_is_measured_on_the_page_not_in_the_viewport() {
    let mut visit = Visit::on(SHOP);
    visit.press(1000, PressKind::Click, "photo", (10.0, 10.0)).scroll(1050, "", 29.0);
    visit.press(1100, PressKind::Click, "photo", (10.0, 10.0)).scroll(1150, "", 60.0);
    visit.press(1200, PressKind::Click, "photo", (10.0, 10.0)).until(9000);
    assert_eq!(visit.times(SignalKind::Rage), [0_i64; 0], "31 px between the last two");
}

#[test]
fn rage_ends_where_another_page_begins() {
    let mut visit = Visit::on(SHOP);
    visit
        .click(1000, "buy")
        .click(1100, "buy")
        .page(1150, "https://shop.example/b", SHOP)
        .click(1200, "buy")
        .until(9000);
    assert_eq!(visit.times(SignalKind::Rage), [0_i64; 0]);
}

#[test]
fn double_clicks_are_no_further_clicks() {
    let mut visit = Visit::on(SHOP);
    visit.click(1000, "photo").click(1100, "photo").press(
        1110,
        PressKind::DoubleClick,
        "photo",
        (100.0, 100.0),
    );
    visit.until(9000);
    assert_eq!(visit.times(SignalKind::Rage), [0_i64; 0]);
}

#[test]
fn presets_have_their_own_limits() {
    let mut visit = Visit::on(SHOP);
    for at in [1000, 1250, 1500] {
        visit.press(at, PressKind::Click, "buy", (at as f64 / 10.0, 10.0));
    }
    visit.until(9000);
    for (preset, expected) in
        [(Preset::PostHog, 1), (Preset::Datadog, 1), (Preset::OpenReplay, 1), (Preset::Sentry, 0)]
    {
        let rules = Rules { rage: preset.rage(), ..Rules::default() };
        let facts = facts::derive(&visit.events, &rules);
        let found = facts.signals.iter().filter(|signal| signal.kind == SignalKind::Rage).count();
        assert_eq!(found, expected, "{preset:?}");
    }
}

#[test]
fn a_rage_signal_says_where_and_how_long() {
    let mut visit = Visit::on(SHOP);
    visit.scroll(500, "", 300.0).tap(1000, "buy").tap(1300, "buy").tap(1800, "buy").until(9000);
    let signal = visit.signals(SignalKind::Rage).remove(0);
    assert_eq!((signal.at.0, signal.end.0, signal.count), (1000, 1800, 3));
    assert_eq!(signal.detail, "3 taps in 0.8 s");
    assert_eq!(signal.element.unwrap().name, "Buy");
    assert_eq!(signal.position.unwrap().y, 400.0);
}

/// A click at 5000 on `name`, then `answer`; whether the click is dead.
#[track_caller]
fn dead(name: &str, expected: bool, answer: impl FnOnce(&mut Visit) -> &mut Visit) {
    let mut visit = Visit::on(SHOP);
    visit.click(5000, name);
    answer(&mut visit);
    visit.until(30_000);
    assert_eq!(visit.times(SignalKind::Dead) == [5000], expected, "{name}");
}

fn nothing(visit: &mut Visit) -> &mut Visit {
    visit
}

#[test]
fn what_is_judged_to_be_dead() {
    for (name, expected) in [
        ("buy", true),
        ("photo", true),
        ("words", true),
        ("link", true),
        ("plus", true),
        ("inner-a", true),
        ("main", false),
        ("plain", false),
        ("name", false),
        ("size", false),
        ("label", false),
        ("box", false),
        ("mail", false),
        ("tab", false),
        ("canvas", false),
    ] {
        dead(name, expected, nothing);
    }
}

#[test]
fn an_answer_counts_up_to_its_limit() {
    dead("buy", false, |visit| visit.set(7499, "words", "class", Some("x")));
    dead("buy", true, |visit| visit.set(7500, "words", "class", Some("x")));
    dead("buy", false, |visit| visit.add(5000, "main", "<b>new</b>"));
    dead("buy", false, |visit| visit.remove(6000, "main", "words"));
    dead("buy", false, |visit| visit.scroll(5300, "", 10.0));
    dead("buy", true, |visit| visit.scroll(5301, "", 10.0));
    dead("words", false, |visit| visit.select(5100, "words", 0, 5));
    dead("words", true, |visit| visit.select(5101, "words", 0, 5));
    dead("words", true, |visit| visit.select(5050, "words", 3, 3));
    dead("buy", false, |visit| visit.input(7499, "name", "a", Some(true)));
    dead("buy", false, |visit| visit.page(7499, "https://shop.example/b", SHOP));
    dead("buy", true, |visit| visit.page(7500, "https://shop.example/b", SHOP));
}

#[test]
fn media_and_style_sheets_answer_too() {
    dead("buy", false, |visit| {
        let node = visit.id("photo");
        visit.push(6000, EventKind::Media { node, action: MediaAction::Play, position_s: None })
    });
    dead("buy", false, |visit| {
        let sheet = wherefore::event::SheetId::Constructed(1);
        let rules =
            wherefore::event::RuleChange { sheet, adds: Vec::new(), removes: Vec::new(), replace: None };
        visit.push(6000, EventKind::Rules(Box::new(rules)))
    });
}

#[test]
fn a_link_is_alive_when_its_page_comes_late() {
    dead("link", false, |visit| visit.page(14_999, "https://shop.example/next", SHOP));
    dead("link", true, |visit| visit.page(15_000, "https://shop.example/next", SHOP));
    dead("link", true, |visit| visit.click(9000, "tab").page(10_000, "https://shop.example/x", SHOP));
}

#[test]
fn changes_that_nobody_sees_are_no_answer() {
    dead("buy", true, |visit| visit.add(5100, "main", "<script></script>"));
    dead("buy", true, |visit| visit.add(5100, "main", r#"<img width="1" height="1">"#));
    dead("buy", true, |visit| visit.add(5100, "closet", "<b>hidden</b>"));
    dead("buy", true, |visit| visit.set(5100, "inside", "class", Some("x")));
    dead("buy", true, |visit| visit.set(5100, "photo", "tabindex", Some("0")));
    dead("buy", false, |visit| visit.set(5100, "closet", "hidden", None));
}

#[test]
fn tickers_are_no_answer() {
    // Every second the ticker changes; the click falls between two of its beats.
    let with_ticker = |until: i64, extra: bool| {
        let mut visit = Visit::on(SHOP);
        for at in (500..5000).step_by(1000) {
            visit.set(at, "tick", "class", Some("x"));
        }
        visit.click(5200, "buy");
        for at in (5500..until).step_by(1000) {
            visit.set(at, "tick", "class", Some("x"));
        }
        if extra {
            visit.set(until, "words", "class", Some("y"));
        }
        visit.until(20_000);
        visit.times(SignalKind::Dead)
    };
    assert_eq!(with_ticker(10_000, false), [5200]);
    assert_eq!(with_ticker(7000, true), [0_i64; 0]);
}

#[test]
fn a_toggle_that_is_clicked_in_step_stays_alive() {
    let mut visit = Visit::on(SHOP);
    for at in (1000..9000).step_by(1000) {
        visit.click(at, "buy").set(at + 20, "words", "class", Some("x"));
    }
    visit.until(20_000);
    assert_eq!(visit.times(SignalKind::Dead), [0_i64; 0]);
}

#[test]
fn a_menu_that_opens_on_the_way_down_is_an_answer() {
    let mut visit = Visit::on(SHOP);
    visit.press(4900, PressKind::Down, "buy", (1.0, 1.0)).set(4905, "closet", "hidden", None);
    visit.click(5000, "buy").until(20_000);
    assert_eq!(visit.times(SignalKind::Dead), [0_i64; 0]);
}

#[test]
fn clicks_near_the_end_are_not_judged() {
    for (end, expected) in [(7499, 0), (7500, 1)] {
        let mut visit = Visit::on(SHOP);
        visit.click(5000, "buy").until(end);
        assert_eq!(visit.times(SignalKind::Dead).len(), expected, "{end}");
    }
}

#[test]
fn only_controls_where_the_rules_say_so() {
    let mut visit = Visit::on(SHOP);
    visit.click(5000, "photo").until(20_000);
    let mut rules = Rules::default();
    rules.dead.any_element = false;
    assert!(facts::derive(&visit.events, &rules).signals.is_empty());
}

#[test]
fn errors_are_blamed_on_the_click_before() {
    for (after, expected) in [(0, 1), (1000, 1), (1001, 0)] {
        let mut visit = Visit::on(SHOP);
        visit.click(5000, "buy").set(5001, "words", "class", Some("x"));
        visit.console(5000 + after, "error", "Boom").until(9000);
        assert_eq!(visit.times(SignalKind::Error).len(), expected, "{after}");
    }
    let mut visit = Visit::on(SHOP);
    visit
        .click(4000, "other")
        .click(5000, "buy")
        .console(5010, "error", "Boom")
        .console(5020, "error", "Again");
    visit.until(9000);
    let signals = visit.signals(SignalKind::Error);
    assert_eq!(signals.len(), 1, "two errors of one click are one signal");
    assert_eq!((signals[0].at.0, signals[0].end.0, signals[0].detail.as_str()), (5000, 5020, "Boom"));
}

#[test]
fn no_error_is_told_only_by_recordings_that_could_tell() {
    let mut visit = Visit::on(SHOP);
    assert_eq!(visit.until(9000).facts().errors, None);
    visit.console(9100, "warn", "careful");
    assert_eq!(visit.facts().errors, Some(Vec::new()));
    visit.custom(9200, "breadcrumb", r#"{"category":"console","level":"error","message":"Sentry's"}"#);
    visit.custom(9300, "$exception", r#"{"$exception_message":"PostHog's"}"#);
    let errors = visit.facts().errors.unwrap();
    let said: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(said, ["Sentry's", "PostHog's"]);
}

#[test]
fn quick_backs() {
    for (stay, last, expected) in [
        (9999, "https://shop.example/a", 1),
        (10_000, "https://shop.example/a", 0),
        (2000, "https://shop.example/c", 0),
        (2000, "https://shop.example/a?sort=low", 1),
    ] {
        let mut visit = Visit::at_address("https://shop.example/a", SHOP);
        visit.page(5000, "https://shop.example/b", SHOP).page(5000 + stay, last, SHOP).until(60_000);
        assert_eq!(visit.signals(SignalKind::QuickBack).len(), expected, "{stay} {last}");
    }
}
