//! Where a visitor lingered: the mouse at rest, fields in focus.

use crate::visit::Visit;
use wherefore::event::{EventKind, MoveKind, Point, Position, PressKind, Time};
use wherefore::facts::{Stay, StayKind};

const PAGE: &str = r#"<form><label for="mail">E-mail</label><input id="mail" type="email">
<button id="send">Send <b id="word">now</b></button></form><p id="text">Words</p>"#;

/// The mouse at these moments and places over these elements.
fn moved(visit: &mut Visit, by: MoveKind, steps: &[(i64, f64, &str)]) {
    for (at, x, over) in steps {
        let node = Some(visit.id(over));
        let positions = vec![Position { at: Time(*at), point: Point::new(*x, 50.0), node }];
        visit.push(*at, EventKind::Moves { by, positions });
    }
}

fn of(visit: &Visit, kind: StayKind) -> Vec<Stay> {
    visit.facts().stays.into_iter().filter(|stay| stay.kind == kind).collect()
}

/// When, how long, on what.
fn told(stays: &[Stay]) -> Vec<(i64, i64, &str)> {
    stays.iter().map(|s| (s.at.0, s.ms, s.element.as_ref().map_or("-", |e| e.name.as_str()))).collect()
}

#[test]
fn a_rest_lasts_until_the_mouse_moves_on() {
    let mut visit = Visit::on(PAGE);
    let steps = [(1000, 10.0, "word"), (1050, 14.0, "word"), (2500, 90.0, "text"), (2550, 200.0, "text")];
    moved(&mut visit, MoveKind::Mouse, &steps);
    visit.until(60_000);
    let rests = of(&visit, StayKind::Rest);
    assert_eq!(told(&rests), [(1000, 1500, "Send now"), (2550, 5000, "Words")]);
    assert_eq!(rests.iter().map(|rest| rest.control).collect::<Vec<_>>(), [true, false]);
    assert_eq!(rests[0].node, Some(visit.id("send")), "the control, not the word in it");
    assert_eq!(rests[0].position, Some(Point::new(10.0, 50.0)));
}

#[test]
fn scrolling_takes_the_page_away_from_under_the_mouse() {
    let mut visit = Visit::on(PAGE);
    visit.scroll(500, "", 300.0);
    moved(&mut visit, MoveKind::Mouse, &[(1000, 10.0, "text")]);
    visit.scroll(1700, "", 600.0).until(9000);
    let rests = of(&visit, StayKind::Rest);
    assert_eq!(told(&rests), [(1000, 700, "Words")]);
    assert_eq!(rests[0].position, Some(Point::new(10.0, 350.0)), "where the page was while it rested");
}

#[test]
fn fingers_do_not_rest() {
    let mut visit = Visit::on(PAGE);
    moved(&mut visit, MoveKind::Touch, &[(1000, 10.0, "text"), (4000, 400.0, "text")]);
    assert_eq!(of(&visit, StayKind::Rest), []);
}

#[test]
fn a_mouse_that_follows_a_finger_is_none() {
    let mut visit = Visit::on(PAGE);
    visit.press(1000, PressKind::TouchStart, "send", (10.0, 50.0));
    visit.press(1060, PressKind::TouchEnd, "send", (10.0, 50.0));
    moved(&mut visit, MoveKind::Mouse, &[(1062, 10.0, "send"), (9000, 300.0, "text"), (9900, 10.0, "send")]);
    let rests = of(&visit, StayKind::Rest);
    assert_eq!(told(&rests), [(9000, 900, "Words")], "a tablet may have a mouse too");
}

#[test]
fn a_field_keeps_the_focus_until_it_is_left_less_what_was_idle() {
    let mut visit = Visit::on(PAGE);
    visit
        .press(1000, PressKind::Focus, "mail", (0.0, 0.0))
        .press(4000, PressKind::Blur, "mail", (0.0, 0.0))
        .press(4000, PressKind::Focus, "send", (0.0, 0.0))
        .press(5000, PressKind::Focus, "mail", (0.0, 0.0))
        .press(65_000, PressKind::Blur, "mail", (0.0, 0.0));
    let facts = visit.facts();
    assert_eq!(facts.idle, [(Time(5000), Time(65_000))], "an oracle for the part that is left out");
    assert_eq!(told(&of(&visit, StayKind::Focus)), [(1000, 3000, "E-mail")], "a button is no field");
}
