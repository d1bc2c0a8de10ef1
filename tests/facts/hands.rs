//! Interactions: clicks and taps, typing, scrolling.

use crate::visit::Visit;
use wherefore::event::{EventKind, Point, PointerKind, PressKind};
use wherefore::facts::{Interaction, InteractionKind, SignalKind};

const FORM: &str = r#"<form id="form"><label id="label" for="mail">E-mail</label><input id="mail" type="email">
<label id="around"><input id="radio" type="radio" name="r"><span id="word">Card</span></label>
<input id="zip"><input id="box" type="checkbox"><button id="send">Send</button></form>
<div id="list"><p id="entry">One</p></div>"#;

fn told(visit: &Visit) -> Vec<String> {
    let line = |done: &Interaction| {
        let kind = serde_json::to_value(done.kind).unwrap();
        let name = done.element.as_ref().map_or("-", |element| &element.name);
        format!("{} {} {name} {}", done.at.0, kind.as_str().unwrap(), done.detail).trim_end().to_owned()
    };
    visit.facts().interactions.iter().map(line).collect()
}

#[test]
fn clicks_have_places_in_viewport_and_page() {
    let mut visit = Visit::on(FORM);
    visit.scroll(100, "", 250.0).scroll(200, "list", 40.0).press(
        1000,
        PressKind::Click,
        "entry",
        (30.0, 60.0),
    );
    let facts = visit.facts();
    let click = &facts.interactions[2];
    assert_eq!(click.client, Some(Point::new(30.0, 60.0)));
    assert_eq!(click.position, Some(Point::new(30.0, 310.0)));
    assert_eq!(click.inner_scroll, Point::new(0.0, 40.0));
    assert_eq!(click.node, Some(visit.id("entry")));
}

/// Down at 1000, click 2 ms later, and a scroll that is told so long after the button came down.
#[track_caller]
fn check_late_scroll(html: &str, told_after: i64, expected_y: f64, dead: usize) {
    let mut visit = Visit::on(html);
    visit
        .press(1000, PressKind::Down, "thing", (30.0, 60.0))
        .press(1001, PressKind::Up, "thing", (30.0, 60.0))
        .press(1002, PressKind::Click, "thing", (30.0, 60.0))
        .scroll(1000 + told_after, "", 700.0)
        .until(9000);
    let facts = visit.facts();
    let click = facts.interactions.iter().find(|done| done.kind == InteractionKind::Click).unwrap();
    assert_eq!(click.position, Some(Point::new(30.0, expected_y)));
    assert_eq!(visit.times(SignalKind::Dead).len(), dead);
}

#[test]
fn a_scroll_told_a_frame_late_was_made_before_the_press() {
    let button = r#"<button id="thing">Buy</button>"#;
    // A script scrolls to the button and presses it within one frame: the scroll is no answer.
    check_late_scroll(button, 6, 760.0, 1);
    check_late_scroll(button, 25, 760.0, 1);
    // Later than a frame: the press made the page scroll.
    check_late_scroll(button, 26, 60.0, 0);
    // A link into the page scrolls by itself.
    check_late_scroll(r#"<a id="thing" href="https://shop.example/#sizes">Sizes</a>"#, 6, 60.0, 0);
}

#[test]
fn a_label_and_its_control_are_pressed_once() {
    let mut visit = Visit::on(FORM);
    visit
        .click(1000, "word")
        .click(1001, "radio")
        .click(3000, "label")
        .click(3002, "mail")
        .click(5000, "mail");
    assert_eq!(told(&visit), ["1000 click Card", "3000 click E-mail", "5000 click E-mail"]);
}

#[test]
fn keys_are_no_clicks() {
    let mut visit = Visit::on(FORM);
    visit.press(1000, PressKind::Click, "send", (0.0, 0.0));
    assert_eq!(told(&visit), [""; 0]);
    visit.press(2000, PressKind::Down, "send", (0.0, 0.0)).press(2050, PressKind::Click, "send", (0.0, 0.0));
    assert_eq!(told(&visit), ["2050 click Send"]);
}

#[test]
fn taps_come_from_fingers() {
    let mut visit = Visit::on(FORM);
    visit.tap(1000, "send");
    // A click after a touch is its tap, even where the recorder does not name the finger.
    visit.press(2000, PressKind::TouchStart, "send", (5.0, 5.0)).press(
        2080,
        PressKind::TouchEnd,
        "send",
        (5.0, 5.0),
    );
    visit.press(2090, PressKind::Click, "send", (5.0, 5.0));
    assert_eq!(told(&visit), ["1000 tap Send", "2090 tap Send"]);
}

#[test]
fn a_touch_without_a_click_is_a_tap_unless_it_moved() {
    let touch = |dx: f64, hold: i64, click: Option<i64>| {
        let mut visit = Visit::on(FORM);
        visit.press(1000, PressKind::TouchStart, "entry", (5.0, 5.0));
        visit.press(1000 + hold, PressKind::TouchEnd, "entry", (5.0 + dx, 5.0));
        if let Some(after) = click {
            visit.press(1000 + hold + after, PressKind::Click, "entry", (5.0, 5.0));
        }
        told(&visit)
    };
    assert_eq!(touch(9.9, 80, None), ["1080 tap One"]);
    assert_eq!(touch(10.0, 80, None), [""; 0]);
    assert_eq!(touch(0.0, 800, None), [""; 0]);
    assert_eq!(touch(0.0, 80, Some(300)), ["1380 tap One"]);
    assert_eq!(touch(0.0, 80, Some(301)), ["1080 tap One", "1381 click One"]);
    let mut visit = Visit::on(FORM);
    visit.press(1000, PressKind::TouchStart, "entry", (5.0, 5.0)).scroll(1050, "", 80.0);
    visit.press(1080, PressKind::TouchEnd, "entry", (5.0, 5.0));
    assert_eq!(told(&visit), ["1050 scroll - to 80 px"]);
}

#[test]
fn keystrokes_in_one_control_are_one_input() {
    let mut visit = Visit::on(FORM);
    visit.click(900, "mail");
    for (step, text) in ["a", "ab", "abc"].iter().enumerate() {
        visit.input(1000 + 100 * i64::try_from(step).unwrap(), "mail", text, Some(true));
    }
    visit.input(2000, "zip", "1", Some(true)).input(2100, "mail", "abcd", Some(true));
    let lines = [
        "900 click E-mail",
        "1000 input E-mail 3 characters",
        "2000 input input 1 character",
        "2100 input E-mail 4 characters",
    ];
    assert_eq!(told(&visit), lines);
}

#[test]
fn what_scripts_set_is_no_input() {
    let mut visit = Visit::on(FORM);
    visit.input(1000, "mail", "prefilled@shop.example", None).input(1100, "zip", "00100", Some(false));
    assert_eq!(told(&visit), [""; 0]);
    visit.press(2000, PressKind::Focus, "zip", (0.0, 0.0)).input(2100, "zip", "00200", None);
    visit.click(3000, "around");
    let radio = visit.id("radio");
    visit.push(3010, EventKind::Input { node: radio, text: "on".into(), checked: true, by_user: None });
    visit.push(3011, EventKind::Input { node: radio, text: "on".into(), checked: false, by_user: None });
    assert_eq!(told(&visit), ["2100 input input 5 characters", "3000 click Card", "3010 input Card chosen"]);
}

#[test]
fn a_movement_is_one_scroll_until_it_pauses() {
    let mut visit = Visit::on(FORM);
    visit.scroll(1000, "", 0.0).scroll(1100, "", 100.0).scroll(1500, "", 200.0).scroll(1901, "", 300.0);
    visit.scroll(1950, "list", 10.0);
    assert_eq!(
        told(&visit),
        ["1100 scroll - to 200 px", "1901 scroll - to 300 px", "1950 scroll One to 10 px"]
    );
}

#[test]
fn everything_else() {
    let mut visit = Visit::on(FORM);
    visit.press(1000, PressKind::ContextMenu, "send", (1.0, 1.0)).press(
        2000,
        PressKind::DoubleClick,
        "send",
        (1.0, 1.0),
    );
    visit.select(3000, "entry", 0, 2).select(3100, "entry", 0, 3).select(3200, "entry", 3, 3);
    visit.push(4000, EventKind::Resize(wherefore::event::Size::new(1000.0, 800.0)));
    visit.push(5000, EventKind::Resize(wherefore::event::Size::new(800.0, 1000.0)));
    let lines = [
        "1000 context_menu Send",
        "2000 double_click Send",
        "3000 select One 3 characters",
        "5000 resize - to 800 × 1000 px",
    ];
    assert_eq!(told(&visit), lines);
}

#[test]
fn unknown_nodes_are_pressed_without_an_element() {
    let mut visit = Visit::on(FORM);
    let node = wherefore::event::NodeId(-1);
    visit.push(
        1000,
        EventKind::Press {
            kind: PressKind::Click,
            node,
            point: Some(Point::new(4.0, 4.0)),
            pointer: PointerKind::Mouse,
        },
    );
    visit.until(9000);
    let facts = visit.facts();
    assert_eq!((facts.interactions.len(), facts.signals.len()), (1, 0));
    assert_eq!((&facts.interactions[0].element, facts.interactions[0].node), (&None, None));
}
