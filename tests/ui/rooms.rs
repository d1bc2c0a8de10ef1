//! The rooms beside Why: heat on the page, hypotheses, the overview and its doors.

use super::{Bench, covered};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use wherefore::analysis::heat::HeatKind;
use wherefore::event::Device;
use wherefore::library::{Hypothesis, Status};
use wherefore::ui::app::Window;
use wherefore::ui::command::{Command, EvidenceCommand, Segment, View};
use wherefore::ui::rooms::Room;
use wherefore::ui::rooms::where_::WhereCommand;
use wherefore::ui::rooms::which::WhichCommand;

fn room(room: Room) -> Bench {
    let mut bench = Bench::sample();
    bench.push(Command::View(View::Room(room)));
    bench
}

/// Page, device and kind of the heatmap that is shown.
fn heat(window: &Window) -> Option<(String, Device, HeatKind)> {
    window.state.where_.map().map(|map| (map.page.clone(), map.device, map.shows))
}

fn hypotheses(bench: &Bench) -> Vec<Hypothesis> {
    bench.window().state.opened.as_deref().unwrap().hypotheses.clone()
}

#[test]
fn heat_follows_page_device_and_kind() {
    let mut bench = room(Room::Where);
    bench.until("heat is there", |window| heat(window).is_some());
    let page = bench.harness.get_all_by_role_and_label(Role::ListItem, "Checkout, payment").next();
    page.unwrap().click();
    bench.until("the page follows", |window| {
        heat(window).is_some_and(|(page, ..)| page == "/checkout/payment")
    });
    bench.click(Role::Tab, "Rage clicks");
    bench.until("the kind follows", |window| heat(window).is_some_and(|(.., kind)| kind == HeatKind::Rage));
    bench.push(Command::Where(WhereCommand::Device(Device::Mobile)));
    bench.until("the device follows", |window| {
        heat(window).is_some_and(|(_, device, _)| device == Device::Mobile)
    });
    let map = bench.window().state.where_.map().unwrap();
    assert!(map.points.total > 0, "phones raged at the coupon box");
    let left_out: u64 = map.points.unplaced.values().sum();
    assert_eq!(map.points.placed + left_out, map.points.total, "no click is lost");
}

#[test]
fn heat_follows_the_segment() {
    let mut bench = room(Room::Where);
    bench.until("heat is there", |window| heat(window).is_some());
    let sessions = |window: &Window| window.state.where_.map().map_or(0, |map| map.sessions);
    let all = sessions(bench.window());
    bench.push(Command::Segment(Segment::Set("bought:yes".to_owned())));
    bench.until("fewer sessions", |window| (1..all).contains(&sessions(window)));
}

#[test]
fn an_element_is_marked_and_its_sessions_are_a_door() {
    let mut bench = room(Room::Where);
    bench.push(Command::Where(WhereCommand::Page("/checkout/payment".to_owned())));
    bench.until("heat is there", |window| heat(window).is_some_and(|(page, ..)| page == "/checkout/payment"));
    let element = bench.window().state.where_.map().unwrap().elements[0].clone();
    let row = format!("{}, {} click", element.name, element.clicks);
    let rows = bench.harness.query_all_by_label_contains(&row);
    let listed = |node: &egui_kittest::Node<'_>| node.accesskit_node().role() == Role::ListItem;
    rows.into_iter().find(listed).unwrap().click();
    bench.steps(3);
    assert_eq!(bench.window().state.where_.element().map(|it| &it.selector), Some(&element.selector));
    bench.click(Role::Button, "Sessions that clicked");
    bench.until("counted", |window| covered(window).is_some());
    assert_eq!(bench.window().state.settings.room, Room::Why);
    assert!(bench.window().state.settings.segment.starts_with("clicked:"));
    assert!(bench.covered() >= element.sessions);
}

#[test]
fn a_hypothesis_is_written_edited_and_decided() {
    let mut bench = room(Room::Which);
    bench.click(Role::Button, "New hypothesis");
    bench.steps(5);
    assert_eq!(hypotheses(&bench).len(), 1);
    bench.harness.get_by_role_and_label(Role::TextInput, "Owner").click();
    bench.steps(2);
    bench.type_text("Data science");
    bench.key(Modifiers::NONE, Key::Enter);
    assert_eq!(hypotheses(&bench)[0].owner, "Data science");
    let decided = Hypothesis { status: Status::Won, ..hypotheses(&bench)[0].clone() };
    bench.push(Command::Which(WhichCommand::Write(Box::new(decided))));
    assert!(bench.window().state.which.decided, "the list shows where it went");
    bench.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(hypotheses(&bench)[0].status, Status::Watching);
    bench.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(hypotheses(&bench)[0].owner, "");
}

#[test]
fn a_deleted_hypothesis_comes_back_with_its_evidence() {
    let mut bench = room(Room::Which);
    bench.push(Command::Evidence(EvidenceCommand::New("Coupon box".to_owned())));
    bench.push(Command::Evidence(EvidenceCommand::Pin));
    let kept = hypotheses(&bench);
    let evidence = bench.session().evidence.clone();
    assert_eq!(evidence.len(), 1);
    bench.until("worked out", |window| window.state.which.finding(&kept[0].id).is_some());
    bench.click(Role::Button, "Delete hypothesis");
    assert!(hypotheses(&bench).is_empty());
    assert!(bench.session().evidence.is_empty());
    bench.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(hypotheses(&bench), kept);
    assert_eq!(bench.session().evidence, evidence);
}

#[test]
fn a_drop_of_the_funnel_opens_exactly_those_who_left() {
    let mut bench = room(Room::Overview);
    bench.steps(3);
    let funnel = bench
        .window()
        .state
        .opened
        .as_deref()
        .unwrap()
        .library
        .funnel(&wherefore::library::Segment::default())
        .unwrap();
    let (before, after) = (funnel[2].1, funnel[3].1);
    let name = format!("{} left after: {}", before - after, funnel[2].0.label());
    bench.click(Role::Button, &name);
    bench.until("counted", |window| covered(window) == Some(before - after));
    assert_eq!(bench.window().state.settings.room, Room::Why);
}
