//! The Where room: the ruler beside the page tells reach, time in view and folds.

use super::Bench;
use super::where_room::payment;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use wherefore::findings::words::whole_percent;
use wherefore::ui::command::Command;
use wherefore::ui::rooms::where_::{WhereCommand, ZoomTo};

/// What the card beside the pointer says, once it says it.
fn says(bench: &Bench, part: &str) -> bool {
    bench.harness.query_all_by_label_contains(part).next().is_some()
}

#[test]
fn the_ruler_tells_reach_and_time_of_the_height_below_the_pointer() {
    let mut bench = payment(Vec::new());
    let ruler = bench.harness.get_by_role_and_label(Role::GraphicsObject, "Scroll ruler").rect();
    assert!(!says(&bench, "came down to here"));
    bench.harness.hover_at(ruler.center_top() + egui::vec2(10.0, 60.0));
    bench.steps(2);
    assert!(says(&bench, "100\u{202f}% of views came down to here"), "the top was seen by all");
    assert!(says(&bench, "In view for "), "and for a while");
    bench.harness.hover_at(ruler.center() + egui::vec2(400.0, 0.0));
    bench.steps(2);
    assert!(!says(&bench, "came down to here"), "only on the ruler");
}

#[test]
fn the_fold_of_the_device_tells_who_reached_it_and_lies_in_sight() {
    let mut bench = payment(Vec::new());
    bench.push(Command::Where(WhereCommand::Zoom(ZoomTo::Page)));
    bench.steps(3);
    let map = bench.window().state.where_.map().unwrap().clone();
    assert_eq!(map.folds.len(), 1, "phones");
    let fold = map.folds[0];
    let share = map.scroll.iter().rev().find(|line| line.y_px <= fold.y_px + 0.5).unwrap().reach;
    let begins = "On mobile the first screen ends at";
    let labels: Vec<_> = bench.harness.query_all_by_label_contains(begins).collect();
    assert_eq!(labels.len(), 1);
    let told = labels[0].accesskit_node().value().unwrap_or_default();
    assert!(told.contains(&format!("{} of the views came down to it", whole_percent(share))), "{told}");
    let (label, page) = (labels[0].rect(), bench.harness.get_by_label("Page with heat").rect());
    assert!(page.contains_rect(label), "{label:?} in {page:?}");
}
