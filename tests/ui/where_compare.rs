//! The Where room: two segments beside each other, zones drawn by hand, how it looks, doors.

use super::covered;
use super::where_room::payment;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use wherefore::analysis::heat::HeatKind;
use wherefore::event::Device;
use wherefore::findings::Tell;
use wherefore::render::{Palette, Scale};
use wherefore::ui::against::Against;
use wherefore::ui::app::Window;
use wherefore::ui::command::{Command, Segment};
use wherefore::ui::rooms::Room;
use wherefore::ui::rooms::where_::WhereCommand;
use wherefore::ui::rooms::where_::command::{Beside, Letter, ZoneTo};

fn zones(window: &Window) -> usize {
    window.state.where_.map().map_or(0, |map| map.zones.len())
}

#[test]
fn two_segments_stand_beside_each_other_and_differ() {
    let mut bench = payment(Vec::new());
    bench.click(Role::Button, "Compare with…");
    bench.harness.get_by_role_and_label(Role::MenuItem, "The same on desktop");
    let line = "bought:yes".to_owned();
    let against = Against::Line { name: String::new(), line };
    bench.push(Command::Segment(Segment::Compare(Some(against))));
    bench.until("both are there", |window| window.state.where_.compared().is_some());
    let told = bench.window().state.where_.compared().unwrap().clone();
    assert!(told.b.sessions < told.a.sessions, "some bought");
    assert_eq!(told.in_both, told.b.sessions, "everyone has the buyers too");
    assert!(told.difference.is_some(), "one picture, one field");
    let first = &told.elements[0];
    assert!((first.a.rate - first.a.sessions as f64 / told.a.sessions as f64).abs() < 1e-9);
    bench.steps(2);
    bench.harness.get_by_label("Page with heat");
    bench.harness.get_by_label("Page with heat of B");
    bench.click(Role::Tab, "Difference");
    assert_eq!(bench.window().state.settings.where_.beside, Beside::Difference);
    bench.steps(2);
    assert!(bench.harness.query_by_label("Page with heat of B").is_none(), "one page, two segments");
    bench.click(Role::Button, "Remove compared with bought:yes");
    bench.until("one again", |window| window.state.where_.second().is_none());
    assert_eq!(bench.window().state.settings.against, None);
}

#[test]
fn the_same_segment_before_and_after_a_day() {
    let mut bench = payment(Vec::new());
    bench.push(Command::Segment(Segment::Compare(Some(Against::Since("2020-01-01".to_owned())))));
    bench.until("nobody came before", |window| {
        window.state.where_.map().is_none() && window.state.where_.progress().is_none()
    });
    bench.push(Command::Segment(Segment::Compare(Some(Against::Device(Device::Desktop)))));
    bench.until("phone and computer", |window| window.state.where_.compared().is_some());
    let told = bench.window().state.where_.compared().unwrap().clone();
    assert_eq!((told.a.device, told.b.device), (Device::Mobile, Device::Desktop));
    assert!(told.difference.is_none(), "a place on one is none on the other");
}

#[test]
fn a_zone_is_drawn_named_and_taken_away() {
    let mut bench = payment(Vec::new());
    bench.key(Modifiers::NONE, Key::Z);
    assert!(bench.window().state.where_.draws_zones());
    let page = bench.harness.get_by_label("Page with heat").rect();
    let view = page.intersect(egui::Rect::from_min_max(egui::pos2(300.0, 150.0), egui::pos2(1200.0, 900.0)));
    let (from, to) = (view.center() - egui::vec2(120.0, 250.0), view.center() + egui::vec2(120.0, 250.0));
    bench.harness.hover_at(from);
    bench.steps(1);
    bench.harness.drag_at(from);
    bench.steps(2);
    bench.harness.hover_at(to);
    bench.steps(2);
    bench.harness.drop_at(to);
    bench.until("it is counted", |window| zones(window) == 1 && window.state.where_.zone().is_some());
    assert!(!bench.window().state.where_.draws_zones(), "one zone at a time");
    let map = bench.window().state.where_.map().unwrap().clone();
    let area = map.zones[0].area.unwrap();
    assert!(area.width > 100.0 && area.height > 200.0, "{area:?}");
    assert!(map.zones[0].clicks > 0, "the middle of the page is clicked");
    bench.push(Command::Where(WhereCommand::Zone(ZoneTo::Name("Payment box".to_owned()))));
    bench.until("it is named", |window| {
        window
            .state
            .where_
            .map()
            .is_some_and(|map| map.zones.first().is_some_and(|zone| zone.name == "Payment box"))
    });
    bench.click(Role::Button, "Delete zone");
    bench.until("it is gone", |window| zones(window) == 0);
}

#[test]
fn colours_and_scale_are_chosen_and_kept() {
    let mut bench = payment(Vec::new());
    bench.click(Role::Button, "Look");
    bench.click(Role::RadioButton, "Grey");
    bench.click(Role::Tab, "Logarithmic");
    let look = &bench.window().state.settings.where_.look;
    assert_eq!((look.palette, look.scale), (Palette::Grey, Scale::Log));
}

#[test]
fn confetti_is_coloured_by_what_is_asked() {
    let mut bench = payment(Vec::new());
    bench.click(Role::Tab, "Confetti");
    bench.until("dots", |window| {
        let room = &window.state.where_;
        room.map().is_some_and(|map| map.shows == HeatKind::Confetti) && room.tiles().1
    });
    bench.click(Role::Button, "Look");
    bench.click(Role::RadioButton, "Channel");
    assert_eq!(bench.window().state.settings.where_.look.tell, Tell::Channel);
}

#[test]
fn the_rest_of_the_kinds_stands_in_a_menu_that_tells_which_is_shown() {
    let mut bench = payment(Vec::new());
    bench.click(Role::Button, "More kinds of heat");
    bench.click(Role::MenuItem, HeatKind::Hesitation.label());
    bench.until("it is shown", |window| {
        window.state.where_.map().is_some_and(|map| map.shows == HeatKind::Hesitation)
    });
    bench.harness.get_by_role_and_label(Role::Button, "More kinds of heat");
    assert_eq!(bench.window().state.settings.where_.kind, "hesitation");
}

#[test]
fn the_number_on_the_door_is_the_number_in_the_list() {
    let mut bench = payment(Vec::new());
    bench.key(Modifiers::NONE, Key::ArrowDown);
    bench.until("counted", |window| window.state.where_.door(Letter::A).is_some());
    let told = bench.window().state.where_.door(Letter::A).unwrap();
    assert!(told >= bench.window().state.where_.element().unwrap().sessions);
    bench.click(Role::Button, "Sessions that clicked");
    bench.until("listed", |window| covered(window) == Some(told));
    assert_eq!(bench.window().state.settings.room, Room::Why);
}
