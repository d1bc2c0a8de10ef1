//! Opening files: the question about tables nobody knows, the report, messages, the filter line's help.

use super::{Bench, messages};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use std::path::Path;
use wherefore::library::Library;
use wherefore::ui::app::Asked;
use wherefore::ui::command::{Command, File};
use wherefore::ui::settings::Settings;

const UNKNOWN: &str = "thing,blurb\n7,lorem\n8,ipsum\n9,dolor\n";

/// A window that has just read these tables.
fn read(tables: &[(&str, &str)]) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = tables
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect();
    let mut bench = Bench::with(folder, Settings::default(), Vec::new(), Asked { paths, library: None });
    bench.until("it is asked what it is", |window| window.state.shell.mapper.is_some());
    bench
}

fn says(bench: &Bench, part: &str) -> bool {
    bench.harness.query_all_by_label_contains(part).next().is_some()
}

/// Chooses a column by its drop-down.
fn choose(bench: &mut Bench, field: &str, column: &str) {
    bench.click(Role::ComboBox, &format!("Column for {field}: not in this table"));
    bench.steps(2);
    bench.click(Role::Button, column);
    bench.steps(2);
}

#[test]
fn escape_skips_a_table_and_the_report_asks_again() {
    let mut bench = read(&[("first.csv", UNKNOWN), ("second.csv", "alpha,beta\n1,x\n2,y\n")]);
    assert!(says(&bench, "1 more table after it"));
    assert_eq!(messages(bench.window()), Vec::<String>::new(), "nothing came in yet, and nothing is said");
    bench.key(Modifiers::NONE, Key::Escape);
    let waiting = |bench: &Bench| bench.window().state.shell.mapper.as_ref().map(|it| it.waiting.len());
    assert_eq!(waiting(&bench), Some(1), "Escape goes on to the next table");
    bench.key(Modifiers::NONE, Key::Escape);
    assert_eq!(waiting(&bench), None);
    assert!(bench.window().state.shell.report, "then the report tells what was left");
    bench.click(Role::Button, "Say what tables are…");
    assert_eq!(waiting(&bench), Some(2));
}

#[test]
fn keys_of_the_rooms_do_nothing_below_a_question() {
    let mut bench = read(&[("first.csv", UNKNOWN)]);
    let room = bench.window().state.settings.room;
    bench.key(Modifiers::NONE, Key::Num1);
    assert_eq!(bench.window().state.settings.room, room);
}

#[test]
fn what_is_lacking_and_what_does_not_fit_is_told_before_importing() {
    let mut bench = read(&[("goods.csv", UNKNOWN)]);
    bench.click(Role::Button, "Orders");
    assert!(says(&bench, "Still needed: Order number"));
    bench.key(Modifiers::NONE, Key::Enter);
    assert!(bench.window().state.shell.mapper.is_some(), "Enter does not import what lacks something");
    choose(&mut bench, "order number", "thing");
    assert!(!says(&bench, "Still needed"));
    choose(&mut bench, "total paid", "blurb");
    assert!(says(&bench, "\"lorem\" is no number"), "a column of words is no total");
}

#[test]
fn enter_imports_and_the_message_names_the_rows() {
    let mut bench = read(&[("goods.csv", UNKNOWN)]);
    bench.click(Role::Button, "Orders");
    choose(&mut bench, "order number", "thing");
    bench.harness.state_mut().state.shell.report = false;
    let focused = |bench: &Bench| bench.harness.ctx.memory(egui::Memory::focused);
    if let Some(id) = focused(&bench) {
        bench.harness.ctx.memory_mut(|memory| memory.surrender_focus(id));
    }
    bench.key(Modifiers::NONE, Key::Enter);
    bench.until("the orders are in", |window| messages(window).iter().any(|it| it.contains("3 orders")));
}

#[test]
fn a_library_that_cannot_be_opened_says_what_to_do_within_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join(format!("{}.wherefore", "a rather long name ".repeat(8)));
    std::fs::write(&broken, "this is no database, whatever it is called").unwrap();
    let mut bench = Bench::with(folder, Settings::default(), Vec::new(), Asked::default());
    bench.push(Command::File(File::OpenLibrary(broken)));
    bench.steps(3);
    let told = messages(bench.window());
    assert!(told[0].contains("open another file"), "{told:?}");
    let rect = bench.harness.get_by_label(&told[0]).rect();
    assert!(rect.width() < 420.0 && rect.left() > 0.0, "long messages go on in the next line: {rect:?}");
}

#[test]
fn messages_begin_with_a_capital_letter() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = folder.path().join("nothing");
    std::fs::create_dir(&nothing).unwrap();
    let asked = Asked { paths: vec![nothing], library: None };
    let mut bench = Bench::with(folder, Settings::default(), Vec::new(), asked);
    bench.until("it is told", |window| {
        messages(window).iter().any(|told| told.starts_with("There was nothing"))
    });
}

#[test]
fn the_line_offers_keys_and_values_and_tab_takes_them() {
    let mut bench = Bench::sample();
    bench.key(Modifiers::NONE, Key::Slash);
    let line = |bench: &Bench| bench.window().state.shell.line.as_ref().map(|line| line.text.clone());
    bench.type_text("tex");
    bench.harness.get_by_role_and_label(Role::MenuItem, "text:");
    bench.key(Modifiers::NONE, Key::Tab);
    assert_eq!(line(&bench).as_deref(), Some("text:"));
    bench.type_text("coupon devi");
    bench.key(Modifiers::NONE, Key::ArrowDown);
    bench.key(Modifiers::NONE, Key::Enter);
    assert_eq!(line(&bench).as_deref(), Some("text:coupon device:"));
    bench.click(Role::MenuItem, "mobile");
    assert_eq!(line(&bench).as_deref(), Some("text:coupon device:mobile"));
    bench.key(Modifiers::NONE, Key::Enter);
    assert!(line(&bench).is_none(), "Enter applies the line");
    assert_eq!(bench.window().state.settings.segment, "text:coupon device:mobile");
}

#[test]
fn tabs_and_cards_stay_within_a_small_window() {
    let mut bench = Bench::sample();
    bench.harness.set_size(egui::vec2(1280.0, 800.0));
    bench.steps(3);
    let tab = bench.harness.get_by_role_and_label(Role::Tab, "Details").rect();
    assert!(tab.right() <= 1280.0, "{tab:?}");
}

#[test]
fn a_report_is_as_high_as_the_window_lets_it_be() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    std::fs::create_dir(&files).unwrap();
    for number in 0..40 {
        std::fs::write(files.join(format!("{number}.json")), format!("{{\"no\": \"{number}\"}}")).unwrap();
        write_odd(&files, number);
    }
    let asked = Asked { paths: vec![files], library: None };
    let mut bench = Bench::with(folder, Settings::default(), Vec::new(), asked);
    bench.until("the report is there", |window| window.state.shell.report);
    let show = bench.harness.query_all_by_label_contains("Show all").next().unwrap();
    show.click();
    bench.steps(4);
    let lines = bench.harness.query_all_by_label_contains("/files/").count();
    assert!(lines >= 25, "a long report uses the window's height: {lines} lines");
}

fn write_odd(folder: &Path, number: u32) {
    std::fs::write(folder.join(format!("{number}.bin")), [0_u8, 159, 146, 150]).unwrap();
}

#[test]
fn a_library_open_elsewhere_is_shown_read_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared.wherefore");
    let held = Library::open(&path).unwrap();
    let asked = Asked { paths: vec![path], library: None };
    let mut bench = Bench::with(folder, Settings::default(), Vec::new(), asked);
    bench
        .until("it says so", |window| messages(window).iter().any(|told| told.contains("only be read here")));
    drop(held);
}
