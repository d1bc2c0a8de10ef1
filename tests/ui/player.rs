//! The player: small pictures, the timeline, lanes, the list of events, inspecting, heat over a moment.

use super::{Bench, session};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use wherefore::event::Time;
use wherefore::ui::app::Window;
use wherefore::ui::command::{Command, Play, View};
use wherefore::ui::rooms::why::Tab;
use wherefore::ui::rooms::why::command::WhyCommand;
use wherefore::ui::widgets::timeline::Lane;

/// The point of the timeline at that share of its width.
fn on_timeline(bench: &Bench, share: f32) -> egui::Pos2 {
    let rect = bench.harness.get_by_label("Timeline").rect();
    egui::pos2(rect.left() + rect.width() * share, rect.top() + 50.0)
}

fn exact(window: &Window) -> Option<Time> {
    let open = session(window)?;
    open.thumbs.exact(&open.replay).map(|small| small.at)
}

#[test]
fn hovering_over_the_timeline_shows_the_page_of_that_moment() {
    let mut bench = Bench::sample();
    assert!(bench.session().thumbs.is_empty(), "nothing is drawn before anybody looks");
    bench.harness.hover_at(on_timeline(&bench, 0.5));
    bench.until("the small picture is there", |window| exact(window).is_some());
    let duration = bench.session().player.duration().0 as f64;
    let looked_at = bench.session().thumbs.looked_at().unwrap();
    assert!((looked_at.0 as f64 / duration - 0.5).abs() < 0.02, "{looked_at:?}");
    assert!(bench.harness.query_all_by_label_contains("Page at").next().is_some());
    assert_eq!(bench.session().player.time(), Time::ZERO, "looking does not move the play head");
    bench.until("more are drawn ahead", |window| session(window).is_some_and(|open| open.thumbs.len() > 3));
    assert!(bench.session().thumbs.len() <= 128);
    bench.harness.hover_at(egui::pos2(800.0, 300.0));
    bench.steps(3);
    assert_eq!(bench.session().thumbs.looked_at(), None);
}

#[test]
fn a_dragged_play_head_shows_the_small_picture_first_and_stands_still_while_it_is_held() {
    let mut bench = Bench::sample();
    bench.harness.hover_at(on_timeline(&bench, 0.8));
    bench.until("a small picture is there", |window| exact(window).is_some());
    bench.key(Modifiers::NONE, Key::Space);
    let (from, to) = (on_timeline(&bench, 0.1), on_timeline(&bench, 0.8));
    bench.harness.drag_at(from);
    bench.steps(2);
    bench.harness.hover_at(to);
    let mut previewed = false;
    for _ in 0..20 {
        bench.harness.step();
        previewed |= bench.session().preview().is_some();
    }
    assert!(previewed, "the page at 80 % was not drawn sharp yet, but small");
    assert!(bench.session().held && bench.session().player.is_playing());
    let held = bench.session().player.time();
    bench.steps(10);
    assert_eq!(bench.session().player.time(), held);
    bench.until("the sharp one follows", |window| {
        session(window).is_some_and(|open| open.preview().is_none())
    });
    bench.harness.drop_at(to);
    bench.steps(10);
    assert!(bench.session().player.time() > held, "then it plays on");
}

#[test]
fn the_timeline_is_zoomed_about_the_pointer_and_moved() {
    let mut bench = Bench::sample();
    let whole = bench.session().span();
    bench.harness.hover_at(on_timeline(&bench, 0.5));
    bench.steps(2);
    bench.harness.event(egui::Event::Zoom(4.0));
    bench.steps(3);
    let (from, to) = bench.session().span();
    let share = |time: Time| time.0 as f64 / whole.1.0 as f64;
    assert!((share(to) - share(from) - 0.25).abs() < 0.01, "{from:?} {to:?}");
    assert!((share(from) - 0.375).abs() < 0.02, "what is below the pointer stays: {from:?}");
    bench.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 4000.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    bench.steps(30);
    assert_eq!(bench.session().span().0, Time::ZERO, "the wheel moves it, and it stays inside");
    assert!(bench.harness.query_all_by_role(Role::ScrollBar).next().is_some(), "which part is shown");
    bench.key(Modifiers::NONE, Key::Num0);
    assert_eq!(bench.session().span(), whole);
    bench.key(Modifiers::NONE, Key::Plus);
    bench.key(Modifiers::NONE, Key::Minus);
    assert_eq!(bench.session().span(), whole);
}

#[test]
fn a_part_is_looped_by_key_and_let_go() {
    let mut bench = Bench::sample();
    bench.push(Command::Play(Play::Seek(Time(3000))));
    bench.key(Modifiers::NONE, Key::I);
    bench.push(Command::Play(Play::Seek(Time(4000))));
    bench.key(Modifiers::NONE, Key::O);
    assert_eq!(bench.session().player.looped(), Some((Time(3000), Time(4000))));
    bench.key(Modifiers::NONE, Key::Space);
    for _ in 0..200 {
        bench.harness.step();
        let now = bench.session().player.time();
        assert!((Time(3000)..=Time(4000)).contains(&now), "{now:?}");
    }
    bench.click(Role::Button, "End the loop");
    assert_eq!(bench.session().player.looped(), None);
}

#[test]
fn what_is_idle_is_a_setting() {
    let mut bench = Bench::sample();
    let gaps = bench.session().player.idle().len();
    bench.click(Role::Button, "Player options");
    bench.click(Role::MenuItem, "3 s without a sign of life");
    assert!(bench.session().player.idle().len() > gaps);
    assert_eq!(bench.session().lanes.idle, bench.session().player.idle());
    assert_eq!(bench.window().state.settings.why.idle_ms, 3000);
    bench.push(Command::Why(WhyCommand::Idle(60_000)));
    assert!(bench.session().player.idle().len() <= gaps);
}

#[test]
fn a_mark_of_the_timeline_is_a_button_that_goes_to_its_moment() {
    let mut bench = Bench::sample();
    let signal = bench.session().facts.signals.first().map(|signal| signal.at);
    let at = signal.expect("the first session has friction");
    let clock = wherefore::findings::words::clock(at);
    let mark = bench.harness.query_all_by_role(Role::Button).find(|node| {
        let rect = node.rect();
        rect.width() <= 9.5 && rect.top() > on_timeline(&bench, 0.0).y
    });
    mark.unwrap_or_else(|| panic!("no mark for {clock}")).click();
    bench.steps(3);
    assert_eq!(bench.session().player.time(), at);
}

#[test]
fn the_list_of_events_follows_the_play_head_and_is_filtered() {
    let mut bench = Bench::sample();
    bench.push(Command::View(View::Tab(Tab::Events)));
    let all = bench.session().entries.len();
    assert!(all > bench.session().facts.interactions.len(), "pages and signals are in it too");
    let last = bench.session().entries.get(all - 1).unwrap().at;
    bench.push(Command::Play(Play::Seek(last)));
    bench.steps(4);
    let chosen = |bench: &Bench| {
        let rows = bench.harness.query_all_by_role(Role::ListItem);
        rows.filter(|row| row.rect().left() > 1200.0).map(|row| row.rect().top()).fold(0.0, f32::max)
    };
    assert!(chosen(&bench) > 500.0, "it was scrolled to the end, where the play head is");
    bench.click(Role::Button, "Only pages");
    let pages = bench.session().entries.shown();
    assert_eq!(pages, bench.session().facts.page_views.len());
    bench.click(Role::Button, "Only signals");
    assert_eq!(bench.session().entries.shown(), pages + bench.session().facts.signals.len());
    bench.push(Command::Why(WhyCommand::FindEvents("no such thing".to_owned())));
    assert_eq!(bench.session().entries.shown(), 0);
    bench.harness.get_by_label("Nothing fits");
    bench.push(Command::Why(WhyCommand::FindEvents("OPENED ".to_owned())));
    assert_eq!(bench.session().entries.shown(), pages, "large and small letters are the same");
    let first = bench.session().entries.get(0).unwrap().clone();
    let name = format!("{}, {}", first.title, wherefore::findings::words::clock(first.at));
    bench.click(Role::ListItem, &name);
    assert_eq!(bench.session().player.time(), first.at);
}

#[test]
fn only_rows_that_have_something_are_on_the_timeline() {
    let mut bench = Bench::sample();
    assert!(!bench.session().lanes.rows.contains_key(&Lane::Evidence));
    bench.key(Modifiers::NONE, Key::E);
    assert_eq!(bench.session().lanes.rows[&Lane::Evidence].len(), 1);
    let rows = &bench.session().lanes.rows;
    assert!(rows.values().all(|marks| !marks.is_empty()));
    assert!(!rows[&Lane::Interactions].is_empty(), "apart from the signals");
    assert!(rows[&Lane::Signals].is_sorted_by_key(|mark| mark.at));
}
