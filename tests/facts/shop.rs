//! Stages, carts, orders and coupons.

use crate::visit::Visit;
use std::collections::BTreeMap;
use wherefore::facts::{self, Facts, Rules, SignalKind};
use wherefore::format::StageRule;

fn stages(facts: &Facts) -> Vec<(&'static str, i64)> {
    facts.stages.iter().map(|reached| (reached.stage.name(), reached.at.0)).collect()
}

#[test]
fn stages_come_from_addresses_and_events_each_once() {
    let mut visit = Visit::at_address("https://shop.example/product/shirt", "<p>x</p>");
    visit.custom(1000, "add_to_cart", r#"{"currency":"EUR","value":20}"#).custom(2000, "add_to_cart", "{}");
    visit.page(3000, "https://shop.example/checkout", "<p>x</p>").custom(3010, "begin_checkout", "{}");
    visit.page(4000, "https://shop.example/checkout/thank-you", "<p>x</p>").until(5000);
    let expected = [("view_item", 0), ("add_to_cart", 1000), ("begin_checkout", 3000), ("purchase", 4000)];
    assert_eq!(stages(&visit.facts()), expected);
}

#[test]
fn a_site_says_what_its_stages_are() {
    let mut visit = Visit::at_address("https://shop.example/kauf", "<p>x</p>");
    visit.custom(1000, "In den Warenkorb", "{}").until(2000);
    let rule =
        |url: &str, event: &str| StageRule { url: vec![url.to_owned()], event: vec![event.to_owned()] };
    let own = BTreeMap::from([
        ("add_to_cart".to_owned(), rule("/nie", "in_den_warenkorb")),
        ("purchase".to_owned(), rule("/kauf", "x")),
    ]);
    let facts = facts::derive(&visit.events, &Rules::of_site(&own, &[]));
    assert_eq!(stages(&facts), [("purchase", 0), ("add_to_cart", 1000)]);
}

/// Events and what they tell: cart, order, order's number, currency.
#[track_caller]
fn money(events: &[(&str, &str)], expected: (Option<f64>, Option<f64>, Option<&str>, Option<&str>)) {
    let mut visit = Visit::on("<p>x</p>");
    for (at, (tag, payload)) in events.iter().enumerate() {
        visit.custom(1000 + i64::try_from(at).unwrap(), tag, payload);
    }
    let facts = visit.facts();
    let told = (facts.cart_value, facts.order_value, facts.order_id.as_deref(), facts.currency.as_deref());
    assert_eq!(told, expected, "{events:?}");
}

#[test]
fn values_are_told_never_guessed() {
    let shirt = r#"{"currency":"eur","value":20,"items":[{"price":20,"quantity":1}]}"#;
    money(&[("add_to_cart", "{}")], (None, None, None, None));
    money(&[("add_to_cart", shirt)], (Some(20.0), None, None, Some("EUR")));
    money(&[("add_to_cart", shirt), ("add_to_cart", shirt)], (Some(40.0), None, None, Some("EUR")));
    money(
        &[("add_to_cart", shirt), ("remove_from_cart", shirt), ("add_to_cart", shirt)],
        (Some(20.0), None, None, Some("EUR")),
    );
    money(
        &[("add_to_cart", shirt), ("begin_checkout", r#"{"value":55.5}"#)],
        (Some(55.5), None, None, Some("EUR")),
    );
    money(
        &[("view_cart", r#"{"items":[{"price":"9.90","quantity":3},{"price":5}]}"#)],
        (Some(34.7), None, None, None),
    );
    money(&[("add_to_cart", r#"{"value":"nonsense","currency":"euro"}"#)], (None, None, None, None));
    money(&[("view_item", shirt)], (None, None, None, None));
}

#[test]
fn orders_by_the_payloads_of_several_products() {
    let expected = (None, Some(12.5), Some("T1"), Some("USD"));
    for (tag, payload) in [
        ("purchase", r#"{"transaction_id":"T1","value":12.5,"currency":"USD"}"#),
        (
            "dataLayer",
            r#"{"event":"purchase","ecommerce":{"transaction_id":"T1","value":12.5,"currency":"USD"}}"#,
        ),
        ("gtag", r#"["event","purchase",{"transaction_id":"T1","value":12.5,"currency":"USD"}]"#),
        (
            "shopify",
            r#"{"name":"checkout_completed","data":{"checkout":{"order":{"id":"T1"},"totalPrice":{"amount":12.5,"currencyCode":"USD"}}}}"#,
        ),
        ("Order Completed", r#"{"properties":{"order_id":"T1","revenue":"12.50","currency":"USD"}}"#),
    ] {
        money(&[(tag, payload)], expected);
    }
}

const BAG: &str = r#"<div id="page"><form id="form"><label for="coupon">Discount code</label><input id="coupon" name="coupon">
<button id="apply">Apply</button></form><p id="error" class="message error" hidden></p><p id="good" class="message" hidden></p>
<p id="far">Far</p></div>"#;

/// What was made of an answer: when, whether accepted, the words.
fn coupons(answer: impl FnOnce(&mut Visit) -> &mut Visit) -> Vec<(i64, bool, String)> {
    let mut visit = Visit::on(BAG);
    visit.click(1000, "coupon").input(1500, "coupon", "TRAIL20", Some(true)).click(2000, "apply");
    answer(&mut visit);
    visit.until(60_000);
    let facts = visit.facts();
    let refused = facts.signals.iter().filter(|signal| signal.kind == SignalKind::CouponRefused).count();
    assert_eq!(refused, facts.coupons.iter().filter(|coupon| !coupon.accepted).count());
    facts.coupons.into_iter().map(|coupon| (coupon.at.0, coupon.accepted, coupon.message)).collect()
}

#[test]
fn a_coupon_is_answered_beside_its_field() {
    let said = coupons(|visit| {
        visit.add(5000, "error", "<i>This code can’t be used.</i>").set(5000, "error", "hidden", None)
    });
    assert_eq!(said, [(5000, false, "This code can’t be used.".to_owned())]);
    let said =
        coupons(|visit| visit.set(3000, "good", "hidden", None).add(3000, "good", "<i>10 % off applied</i>"));
    assert_eq!(said, [(3000, true, "10 % off applied".to_owned())]);
    let said = coupons(|visit| visit.set(3000, "error", "hidden", None).add(3000, "error", "<i>Hm.</i>"));
    assert_eq!(said, [(3000, false, "Hm.".to_owned())], "told by its class");
}

#[test]
fn other_words_are_no_answer() {
    assert_eq!(coupons(|visit| visit.add(3000, "form", "<i>Checking…</i>")), []);
    assert_eq!(coupons(|visit| visit.add(3000, "error", "<i>Invalid</i>")), [], "still hidden");
    assert_eq!(coupons(|visit| visit.add(12_001, "form", "<i>Invalid code</i>")), [], "too late");
    assert_eq!(coupons(|visit| visit.add(12_000, "form", "<i>Invalid code</i>")).len(), 1);
}

#[test]
fn a_field_for_another_code_is_no_coupon() {
    for (field, expected) in [
        (r#"<label for="f">Postal code</label><input id="f">"#, 0),
        (r#"<label for="f">Security code</label><input id="f">"#, 0),
        (r#"<label for="f">Code</label><input id="f">"#, 1),
        (r#"<input id="f" placeholder="Gutschein">"#, 1),
    ] {
        let mut visit = Visit::on(&format!(r#"<form id="form">{field}<button id="go">Go</button></form>"#));
        visit
            .input(1500, "f", "X", Some(true))
            .click(2000, "go")
            .add(2500, "form", "<p>Not valid</p>")
            .until(9000);
        assert_eq!(visit.facts().coupons.len(), expected, "{field}");
    }
}

#[test]
fn a_coupon_field_may_lie_in_the_page_itself() {
    for body in [
        r#"<label>Coupon <input id="f"></label><button id="go">Apply</button><p id="said"></p>"#,
        r#"<main><input id="f" name="coupon"><button id="go">Apply</button><p id="said"></p></main>"#,
    ] {
        let mut visit = Visit::on(body);
        visit.input(1500, "f", "SAVE10", Some(true)).click(2000, "go");
        visit.add(2500, "said", "<i>This code is not valid</i>").until(9000);
        let facts = visit.facts();
        let refused = facts.coupons.iter().filter(|coupon| !coupon.accepted).count();
        assert_eq!(refused, 1, "{body}");
    }
}

#[test]
fn events_tell_of_coupons_too_but_not_twice() {
    let said = coupons(|visit| {
        visit.add(3000, "form", "<i>Code expired</i>").custom(
            3010,
            "coupon_rejected",
            r#"{"message":"expired"}"#,
        );
        visit.custom(30_000, "Coupon Applied", "{}").custom(
            40_000,
            "coupon_try",
            r#"{"accepted":false,"message":"no"}"#,
        );
        visit.custom(50_000, "coupon_opened", "{}")
    });
    let expected = [(3000, false, "Code expired"), (30_000, true, ""), (40_000, false, "no")];
    assert_eq!(said, expected.map(|(at, accepted, words)| (at, accepted, words.to_owned())));
}

#[test]
fn enter_sends_a_coupon_too() {
    let mut visit = Visit::on(BAG);
    visit.input(1500, "coupon", "X", Some(true));
    visit.press(2000, wherefore::event::PressKind::Click, "apply", (0.0, 0.0));
    visit.add(11_900, "form", "<i>not valid</i>").until(20_000);
    assert_eq!(visit.facts().coupons.len(), 1);
}
