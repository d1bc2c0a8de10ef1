//! The Where room: what is counted is what its doors open, on both sides of a comparison and in zones.

use super::where_room::payment;
use super::{Bench, covered, messages};
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::collections::BTreeMap;
use wherefore::event::Rect;
use wherefore::library::Segment as Line;
use wherefore::ui::against::Against;
use wherefore::ui::app::Window;
use wherefore::ui::command::{Command, Segment};
use wherefore::ui::rooms::Room;
use wherefore::ui::rooms::where_::WhereCommand;
use wherefore::ui::rooms::where_::command::{Letter, ZoneTo};

fn views(bench: &Bench, line: &str) -> BTreeMap<String, u64> {
    let library = &bench.window().state.opened.as_deref().unwrap().library;
    let pages = library.pages(&Line::parse(line).unwrap()).unwrap();
    pages.into_iter().map(|page| (page.page, page.views)).collect()
}

fn listed(window: &Window) -> BTreeMap<String, u64> {
    window.state.where_.pages().iter().map(|page| (page.page.clone(), page.views)).collect()
}

fn push(bench: &mut Bench, to: WhereCommand) {
    bench.push(Command::Where(to));
}

/// Both sides are compared; the pages count side A; the doors of each side open those that it counts.
fn check(against: Against, sides: [&str; 2]) {
    let mut bench = payment(Vec::new());
    bench.push(Command::Segment(Segment::Compare(Some(against))));
    bench.until("both are there", |window| window.state.where_.compared().is_some());
    let expected = views(&bench, sides[0]);
    assert_ne!(expected, views(&bench, ""), "side A is not everyone");
    bench.until("pages of side A", |window| listed(window) == expected);
    let told = bench.window().state.where_.compared().unwrap().clone();
    let both = told.elements.iter().find(|it| it.a.sessions > 0 && it.b.sessions > 0);
    let both = both.expect("something was clicked on both sides").clone();
    push(&mut bench, WhereCommand::Choose(Some(both.selector.clone())));
    bench.until("counted", |window| window.state.where_.door(Letter::B).is_some());
    let room = &bench.window().state.where_;
    let (a, b) = (room.door(Letter::A).unwrap(), room.door(Letter::B).unwrap());
    assert!(a >= both.a.sessions && b >= both.b.sessions, "{a} {b} {both:?}");
    assert!(a + b <= listed_sessions(&bench, sides), "each side has its own");
    bench.click(Role::Button, "Sessions of B that clicked");
    bench.until("listed", |window| covered(window) == Some(b));
    let state = &bench.window().state;
    assert_eq!(state.settings.room, Room::Why);
    let line = state.opened.as_deref().unwrap().segment.to_string();
    assert!(line.starts_with(sides[1]), "{line}");
}

fn listed_sessions(bench: &Bench, sides: [&str; 2]) -> u64 {
    let library = &bench.window().state.opened.as_deref().unwrap().library;
    let order = wherefore::library::Order { by: wherefore::library::SortKey::Started, descending: true };
    let count = |line: &str| library.list(&Line::parse(line).unwrap(), order).unwrap().coverage.sessions;
    count(sides[0]) + count(sides[1])
}

#[test]
fn before_and_after_a_day_reach_the_pages_and_the_doors() {
    check(Against::Since("2026-11-07".to_owned()), ["started<2026-11-07", "started>=2026-11-07"]);
}

#[test]
fn variants_reach_the_pages_and_the_doors() {
    check(Against::Variants("A".to_owned(), "B".to_owned()), ["variant:A", "variant:B"]);
}

#[test]
fn both_sides_have_one_scale_and_say_so() {
    let mut bench = payment(Vec::new());
    let line = "bought:yes".to_owned();
    bench.push(Command::Segment(Segment::Compare(Some(Against::Line { name: String::new(), line }))));
    bench.until("both are there", |window| window.state.where_.compared().is_some());
    bench.steps(3);
    let legends: Vec<String> = bench
        .harness
        .query_all_by_label_contains("Legend: ")
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect();
    assert_eq!(legends.len(), 2, "{legends:?}");
    assert_eq!(legends[0], legends[1], "the same numbers");
    assert!(legends[0].contains("in 100 views"), "{legends:?}");
}

fn zones(window: &Window) -> Vec<(String, Rect)> {
    let map = window.state.where_.map();
    map.map(|map| map.zones.iter().map(|zone| (zone.name.clone(), zone.area.unwrap())).collect())
        .unwrap_or_default()
}

#[test]
fn what_is_done_to_zones_is_undone_and_done_again() {
    let mut bench = payment(Vec::new());
    let first = Rect { x: 20.0, y: 150.0, width: 300.0, height: 400.0 };
    let second = Rect { y: 250.0, ..first };
    push(&mut bench, WhereCommand::Zone(ZoneTo::Put(first)));
    bench.until("drawn", |window| zones(window).len() == 1);
    push(&mut bench, WhereCommand::Zone(ZoneTo::Name("Box".to_owned())));
    push(&mut bench, WhereCommand::Zone(ZoneTo::Move(second)));
    bench.until("moved", |window| zones(window) == [("Box".to_owned(), second)]);
    push(&mut bench, WhereCommand::Zone(ZoneTo::Remove));
    bench.until("gone", |window| zones(window).is_empty());
    bench.push(Command::Undo);
    bench.until("there again", |window| zones(window) == [("Box".to_owned(), second)]);
    bench.push(Command::Undo);
    bench.until("back", |window| zones(window) == [("Box".to_owned(), first)]);
    bench.push(Command::Undo);
    bench.until("not named", |window| zones(window) == [("Zone 1".to_owned(), first)]);
    bench.push(Command::Redo);
    // First, since a message goes after some frames and the heatmap may take longer.
    bench.until("it is told", |window| messages(window).iter().any(|told| told == "Done again: zone named"));
    bench.until("named again", |window| zones(window) == [("Box".to_owned(), first)]);
}

#[test]
fn the_doors_of_a_zone_open_those_who_clicked_in_it() {
    let mut bench = payment(Vec::new());
    let area = Rect { x: 0.0, y: 100.0, width: 390.0, height: 250.0 };
    push(&mut bench, WhereCommand::Zone(ZoneTo::Put(area)));
    bench.until("counted", |window| window.state.where_.door(Letter::A).is_some());
    let zone = bench.window().state.where_.element().unwrap().clone();
    let told = bench.window().state.where_.door(Letter::A).unwrap();
    assert!(zone.sessions > 1 && told == zone.sessions, "{told} of {zone:?}");
    bench.click(Role::Button, "Sessions that clicked");
    bench.until("listed", |window| covered(window) == Some(told));
    bench.push(Command::Segment(Segment::Clear));
    bench.push(Command::View(wherefore::ui::command::View::Room(Room::Where)));
    bench.click(Role::Button, "Watch ten of these");
    bench.until("drawn", |window| {
        window.state.opened.as_deref().is_some_and(|opened| opened.queue.is_shown())
            && covered(window) == Some(told)
    });
}

#[test]
fn a_marked_zone_is_moved_by_dragging() {
    let mut bench = payment(Vec::new());
    let area = Rect { x: 60.0, y: 100.0, width: 250.0, height: 250.0 };
    push(&mut bench, WhereCommand::Zone(ZoneTo::Put(area)));
    bench.until("drawn", |window| zones(window).len() == 1 && window.state.where_.zone().is_some());
    bench.steps(3);
    let scale = f64::from(bench.window().state.where_.sight.scale());
    let view = bench.harness.get_by_label("Page with heat").rect();
    let at = egui::pos2(view.center().x, view.top() + 24.0 + 200.0);
    bench.harness.hover_at(at);
    bench.steps(1);
    bench.harness.drag_at(at);
    bench.steps(2);
    bench.harness.hover_at(at + egui::vec2(0.0, 50.0));
    bench.steps(2);
    bench.harness.drop_at(at + egui::vec2(0.0, 50.0));
    bench.until("moved", |window| zones(window).first().is_some_and(|(_, at)| at.y > area.y));
    let moved = zones(bench.window())[0].1;
    assert!((moved.y - area.y - 50.0 / scale).abs() < 1.0 && moved.x == area.x, "{moved:?}");
    assert_eq!((moved.width, moved.height), (area.width, area.height));
}
