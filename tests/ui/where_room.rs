//! The Where room: zoom and pan, elements by mouse and keyboard, sorting, doors, files.

use super::{Bench, covered, messages};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use wherefore::event::Device;
use wherefore::findings::{HeatRequest, Kit, heat_map};
use wherefore::job::Progress;
use wherefore::library::Library;
use wherefore::ui::app::Window;
use wherefore::ui::command::{Command, Segment, View};
use wherefore::ui::rooms::Room;
use wherefore::ui::rooms::where_::WhereCommand;
use wherefore::ui::rooms::where_::command::{Column, Export, LookTo, PageSort};

/// The sample shop's library with that page's visits measured, which takes longest.
static MEASURED: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("measured.wherefore");
    std::fs::copy(&super::SAMPLE.1, &path).unwrap();
    let library = Library::open(&path).unwrap();
    let kit = Kit::of(&library).unwrap();
    let page = "/checkout/payment".to_owned();
    let request = HeatRequest::new(&page, Device::Mobile);
    heat_map(&library, &request, &kit, &Progress::default()).unwrap();
    (folder, path)
});

/// The room on the page where most happens, with its tiles made.
pub(super) fn payment(answers: Vec<Vec<PathBuf>>) -> Bench {
    let mut bench = Bench::copy_of(&MEASURED.1, answers);
    bench.push(Command::View(View::Room(Room::Where)));
    bench.push(Command::Where(WhereCommand::Page("/checkout/payment".to_owned())));
    bench.push(Command::Where(WhereCommand::Device(Device::Mobile)));
    bench.until("heat is there", |window| page(window) == Some("/checkout/payment"));
    bench
}

fn page(window: &Window) -> Option<&str> {
    window.state.where_.map().map(|map| map.page.as_str())
}

fn scale(bench: &Bench) -> f32 {
    bench.window().state.where_.sight.scale()
}

#[test]
fn the_page_is_zoomed_and_moved_and_its_tiles_stay_few() {
    let mut bench = payment(Vec::new());
    bench.until("tiles are there", |window| matches!(window.state.where_.tiles(), (1.., true)));
    let fitted = scale(&bench);
    bench.key(Modifiers::NONE, Key::Plus);
    assert!((scale(&bench) / fitted - 1.25).abs() < 0.01);
    bench.key(Modifiers::NONE, Key::Num0);
    assert_eq!(scale(&bench), 1.0);
    bench.click(Role::Button, "Zoom in");
    assert_eq!(scale(&bench), 1.25);
    bench.click(Role::Button, "Zoom out");
    bench.key(Modifiers::NONE, Key::F);
    assert_eq!(scale(&bench), fitted);
    let at = bench.harness.get_by_label("Page with heat").rect().center_top() + egui::vec2(0.0, 300.0);
    bench.key(Modifiers::NONE, Key::Num0);
    for _ in 0..4 {
        bench.key(Modifiers::NONE, Key::Plus);
    }
    bench.harness.drag_at(at);
    bench.steps(1);
    bench.harness.hover_at(at - egui::vec2(0.0, 200.0));
    bench.steps(1);
    bench.harness.drop_at(at - egui::vec2(0.0, 200.0));
    bench.steps(2);
    assert!(bench.window().state.where_.sight.offset.y > 100.0, "dragged");
    bench.until("tiles are there", |window| window.state.where_.tiles().1);
    assert!(bench.window().state.where_.tiles().0 <= 160);
}

#[test]
fn elements_are_walked_by_keys_and_come_into_sight() {
    let mut bench = payment(Vec::new());
    bench.key(Modifiers::NONE, Key::ArrowDown);
    let listed = bench.window().state.where_.map().unwrap().elements.clone();
    assert_eq!(
        bench.window().state.where_.element().unwrap().selector,
        listed[0].selector,
        "most clicks first"
    );
    bench.key(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(bench.window().state.where_.element().unwrap().selector, listed[1].selector);
    bench.key(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(bench.window().state.where_.element().unwrap().selector, listed[0].selector);
    bench.push(Command::Where(WhereCommand::SortElements(Column::Name)));
    assert_eq!(bench.window().state.settings.where_.elements_by, (Column::Name, false));
    bench.push(Command::Where(WhereCommand::Choose(None)));
    bench.key(Modifiers::NONE, Key::ArrowDown);
    let first = listed.iter().map(|element| element.name.to_lowercase()).min().unwrap();
    assert_eq!(bench.window().state.where_.element().unwrap().name.to_lowercase(), first);
}

#[test]
fn elements_on_the_page_are_buttons_that_a_screen_reader_presses() {
    let mut bench = payment(Vec::new());
    let element =
        bench.window().state.where_.map().unwrap().elements.iter().find(|it| it.area.is_some()).cloned();
    let element = element.expect("something that was clicked is on the page");
    let begins = format!("{}, {} click", element.name, element.clicks);
    let buttons = bench.harness.query_all_by_label_contains(&begins);
    let button = buttons.into_iter().find(|node| node.accesskit_node().role() == Role::Button);
    button.expect("it is a button of the page").click();
    bench.steps(3);
    assert_eq!(bench.window().state.where_.element().map(|it| it.selector.clone()), Some(element.selector));
}

#[test]
fn pages_are_sorted_as_asked() {
    let mut bench = payment(Vec::new());
    bench.click(Role::Button, "Sort pages");
    bench.click(Role::MenuItem, "by views");
    assert_eq!(bench.window().state.settings.where_.pages_by, PageSort::Views);
    bench.steps(2);
    let views: Vec<u64> = bench.window().state.where_.pages().iter().map(|page| page.views).collect();
    assert!(views.windows(2).all(|pair| pair[0] >= pair[1]), "{views:?}");
    assert_eq!(page(bench.window()), Some("/checkout/payment"), "the chosen page stays");
}

#[test]
fn the_way_back_from_an_empty_segment_reads_no_visits_again() {
    let mut bench = payment(Vec::new());
    bench.steps(4);
    let visits = |bench: &Bench| bench.window().state.where_.map().unwrap().parts.whose.visits.clone();
    let before = visits(&bench);
    bench.push(Command::Segment(Segment::Set("country:ZZ".to_owned())));
    bench.until("nobody is there", |window| window.state.where_.map().is_none());
    bench.push(Command::Segment(Segment::Set("device:mobile".to_owned())));
    bench.until("heat is there", |window| page(window) == Some("/checkout/payment"));
    assert!(Arc::ptr_eq(&before, &visits(&bench)));
}

#[test]
fn a_page_that_nobody_chose_stays_while_the_list_changes() {
    let mut bench = Bench::copy_of(&MEASURED.1, Vec::new());
    bench.push(Command::View(View::Room(Room::Where)));
    bench.until("heat is there", |window| page(window).is_some());
    let first = page(bench.window()).map(str::to_owned);
    bench.push(Command::Where(WhereCommand::SortPages(PageSort::Exits)));
    bench.steps(4);
    let state = &bench.window().state.where_;
    assert!(state.pages().first().map(|page| page.page.clone()) != first, "another page is first now");
    assert_eq!(state.page().map(|page| page.page.clone()), first);
    let device = state.device();
    // Where the other device has more views of it, the page stays as it is shown.
    let other = Device::ALL.into_iter().find(|other| Some(*other) != device).unwrap();
    let seen = state.page().and_then(|page| page.devices.get(&other).copied()).unwrap_or_default();
    assert!(seen > 0, "the sample has it on two devices");
    bench.push(Command::Where(WhereCommand::Device(other)));
    bench
        .until("the other device", |window| window.state.where_.map().is_some_and(|map| map.device == other));
    bench.harness.state_mut().state.where_.options.device = None;
    assert_eq!(bench.window().state.where_.device(), Some(other));
}

#[test]
fn heat_is_taken_away_and_put_back_and_a_restart_does_not_hide_it() {
    let mut bench = payment(Vec::new());
    bench.key(Modifiers::NONE, Key::H);
    assert!(bench.window().state.where_.options.look.bare);
    let stored = serde_json::to_string(&bench.window().state.settings).unwrap();
    assert!(!stored.contains("bare"));
    bench.push(Command::Where(WhereCommand::Look(LookTo::ToggleHeat)));
    assert!(!bench.window().state.where_.options.look.bare);
}

#[test]
fn ten_of_those_who_clicked_are_drawn() {
    let mut bench = payment(Vec::new());
    bench.key(Modifiers::NONE, Key::ArrowDown);
    bench.click(Role::Button, "Watch ten of these");
    bench.until("drawn", |window| {
        window.state.opened.as_deref().is_some_and(|opened| opened.queue.is_shown())
            && covered(window).is_some()
    });
    assert_eq!(bench.window().state.settings.room, Room::Why);
}

#[test]
fn all_pages_are_saved_into_a_folder() {
    let target = tempfile::tempdir().unwrap();
    let mut bench = payment(vec![vec![target.path().to_owned()]]);
    bench.push(Command::Where(WhereCommand::Export(Export::AllPages)));
    bench.until("saved", |window| messages(window).iter().any(|told| told.starts_with("Saved ")));
    let mut names: Vec<String> = std::fs::read_dir(target.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.contains(&"checkout-payment, mobile, click.png".to_owned()), "{names:?}");
    assert!(names.contains(&"checkout-payment, mobile, click.csv".to_owned()));
    let pairs: usize = bench
        .window()
        .state
        .where_
        .pages()
        .iter()
        .map(|page| page.devices.values().filter(|views| **views > 0).count())
        .sum();
    assert_eq!(names.len(), pairs * 2 + 1, "each page and device, as picture and as table");
    assert!(names.contains(&"heatmaps.csv".to_owned()), "and a table of them all");
}

#[test]
fn nothing_of_the_toolbar_lies_over_anything_in_a_small_window() {
    let mut bench = payment(Vec::new());
    for (width, height) in [(1280.0, 800.0), (1600.0, 1000.0)] {
        bench.harness.set_size(egui::vec2(width, height));
        bench.steps(4);
        let tabs = ["Clicks", "Rage clicks", "Dead clicks"].map(|name| (Role::Tab, name));
        let buttons = ["More kinds of heat", "Look", "Export heatmap"].map(|name| (Role::Button, name));
        let rects: Vec<(&str, egui::Rect)> = tabs
            .into_iter()
            .chain(buttons)
            .chain([(Role::Slider, "Opacity")])
            .map(|(role, name)| (name, bench.harness.get_by_role_and_label(role, name).rect().shrink(0.5)))
            .collect();
        for (place, (name, rect)) in rects.iter().enumerate() {
            assert!(rect.right() <= width - 320.0, "{name} is cut off at {width}");
            for (other, at) in &rects[place + 1..] {
                assert!(!rect.intersects(*at), "{name} and {other} at {width}");
            }
        }
    }
}
