//! Ten sessions drawn at random, watched one after another.

use super::{Bench, covered, session};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use wherefore::findings::{Queue, prevalence};
use wherefore::library::Segment;
use wherefore::ui::app::Window;
use wherefore::ui::command::{Command, Play, Segment as SegmentCommand, View};
use wherefore::ui::rooms::Room;
use wherefore::ui::rooms::why::command::WhyCommand;
use wherefore::ui::rooms::why::queue::{QueueCommand, WatchQueue};

fn queue(window: &Window) -> &WatchQueue {
    &window.state.opened.as_deref().expect("a library is open").queue
}

fn drawn(window: &Window) -> Option<&Queue> {
    queue(window).drawn()
}

/// A window in which the first session of a fresh draw is open, and the ids of the draw.
fn drawn_bench() -> (Bench, Vec<String>) {
    let mut bench = Bench::sample();
    bench.click(Role::Tab, "Watch ten");
    bench.until("its first session is open", |window| {
        let first = queue(window).rows().first().map(|session| session.id.as_str());
        first.is_some() && session(window).map(|open| open.session.id.as_str()) == first
    });
    let ids = drawn(bench.window()).unwrap().sessions.clone();
    (bench, ids)
}

/// Plays the open session to its end.
fn play_out(bench: &mut Bench) {
    let end = bench.session().player.duration();
    bench.push(Command::Play(Play::Seek(end.plus(-40))));
    bench.push(Command::Play(Play::Toggle));
    bench.until("it is over", |window| session(window).is_some_and(|open| !open.player.is_playing()));
    bench.steps(1);
}

#[test]
fn the_window_draws_what_the_command_line_draws() {
    let (bench, ids) = drawn_bench();
    let opened = bench.window().state.opened.as_deref().unwrap();
    let seed = opened.queue.drawn().unwrap().seed;
    let again = Queue::draw(&opened.library, &Segment::default(), 10, seed).unwrap();
    assert_eq!(again.sessions, ids);
    assert_eq!((ids.len(), again.pool), (10, bench.covered()));
    assert_eq!(Queue::kept(&opened.library).unwrap(), [again], "it is kept in the library");
    bench.harness.get_by_label(&format!("Drawn at random from {}", bench.covered()));
    bench.harness.get_by_label("Seed 1");
    bench.harness.get_by_role_and_label(Role::ProgressIndicator, "0 of 10 watched");
    assert!(bench.harness.query_all_by_role(Role::ListItem).count() >= 8, "rows of the queue");
}

#[test]
fn another_draw_has_other_sessions_and_the_list_is_a_click_away() {
    let (mut bench, first) = drawn_bench();
    bench.click(Role::Button, "Draw ten others");
    bench.until("drawn anew", |window| drawn(window).is_some_and(|queue| queue.seed == 2));
    assert_ne!(drawn(bench.window()).unwrap().sessions, first);
    bench.push(Command::Segment(SegmentCommand::Set("device:mobile".to_owned())));
    bench.until("counted", |window| covered(window).is_some());
    bench.harness.get_by_label("Drawn with other filters");
    bench.click(Role::Button, "Draw from these filters");
    bench.until("from mobiles", |window| {
        drawn(window).is_some_and(|queue| queue.segment == "device:mobile" && queue.pool < 30)
    });
    let all = format!("All {}", bench.covered());
    bench.click(Role::Tab, &all);
    assert!(!queue(bench.window()).is_shown());
}

#[test]
fn keys_walk_the_queue_and_it_stays_when_the_room_is_left() {
    let (mut bench, ids) = drawn_bench();
    let open_is = |id: &str| {
        let id = id.to_owned();
        move |window: &Window| session(window).is_some_and(|open| open.session.id == id)
    };
    bench.key(Modifiers::NONE, Key::J);
    bench.until("the second", open_is(&ids[1]));
    bench.key(Modifiers::NONE, Key::J);
    bench.until("the third", open_is(&ids[2]));
    bench.key(Modifiers::NONE, Key::K);
    bench.until("the second again", open_is(&ids[1]));
    bench.push(Command::View(View::Room(Room::Where)));
    bench.push(Command::View(View::Room(Room::Why)));
    assert!(queue(bench.window()).is_shown());
    bench.key(Modifiers::NONE, Key::J);
    bench.until("the third again", open_is(&ids[2]));
}

#[test]
fn the_next_session_plays_by_itself_at_the_end() {
    let (mut bench, ids) = drawn_bench();
    play_out(&mut bench);
    bench.steps(1);
    assert!(bench.harness.query_all_by_label_contains("Next session in").next().is_some());
    assert!(bench.session().session.marks.watched, "played to its end, it counts");
    bench.harness.get_by_role_and_label(Role::ProgressIndicator, "1 of 10 watched");
    bench.harness.get_by_role_and_label(Role::Tab, "Watch ten · 1/10");
    bench.until("the next one plays", |window| {
        session(window).is_some_and(|open| open.session.id == ids[1] && open.player.is_playing())
    });
}

#[test]
fn a_key_a_button_or_the_switch_keeps_it_from_going_on() {
    let (mut bench, ids) = drawn_bench();
    play_out(&mut bench);
    assert!(queue(bench.window()).countdown().is_some());
    bench.key(Modifiers::NONE, Key::Escape);
    assert_eq!(queue(bench.window()).countdown(), None, "Escape");
    play_out(&mut bench);
    bench.click(Role::Button, "Stay");
    assert_eq!(queue(bench.window()).countdown(), None, "the button");
    play_out(&mut bench);
    bench.push(Command::View(View::Room(Room::Overview)));
    assert_eq!(queue(bench.window()).countdown(), None, "another room");
    bench.push(Command::View(View::Room(Room::Why)));
    bench.click(Role::Button, "Play next");
    assert!(!bench.window().state.settings.why.autoplay);
    play_out(&mut bench);
    assert_eq!(queue(bench.window()).countdown(), None, "the switch");
    bench.steps(250);
    assert_eq!(bench.session().session.id, ids[0]);
    bench.click(Role::Button, "Play next");
    play_out(&mut bench);
    bench.click(Role::Button, "Play now");
    bench.until("at once", |window| session(window).is_some_and(|open| open.session.id == ids[1]));
}

#[test]
fn outside_of_a_queue_nothing_comes_by_itself() {
    let mut bench = Bench::sample();
    let id = bench.session().session.id.clone();
    play_out(&mut bench);
    bench.steps(250);
    assert_eq!(bench.session().session.id, id);
    assert!(!bench.session().session.marks.watched, "and nothing is marked");
}

#[test]
fn a_rate_is_quoted_from_the_draw_as_far_as_it_was_watched_in_order() {
    let (mut bench, ids) = drawn_bench();
    bench.key(Modifiers::NONE, Key::Y);
    let counted = |bench: &Bench| {
        let opened = bench.window().state.opened.as_deref().unwrap();
        prevalence(&opened.library, &opened.hypotheses[0]).unwrap()
    };
    bench.until("a hypothesis was written", |window| {
        window.state.opened.as_deref().is_some_and(|opened| opened.hypotheses.len() == 1)
    });
    let first = counted(&bench);
    assert_eq!((first.seen, first.watched, first.seed), (1, 1, Some(1)));
    bench.key(Modifiers::NONE, Key::J);
    bench.until("the second", |window| session(window).is_some_and(|open| open.session.id == ids[1]));
    bench.key(Modifiers::NONE, Key::J);
    bench.until("the third", |window| session(window).is_some_and(|open| open.session.id == ids[2]));
    bench.key(Modifiers::NONE, Key::W);
    assert_eq!(counted(&bench).watched, 1, "the second was left out, so the third cannot count");
    bench.key(Modifiers::NONE, Key::K);
    bench.until("the second again", |window| session(window).is_some_and(|open| open.session.id == ids[1]));
    bench.key(Modifiers::NONE, Key::X);
    let three = counted(&bench);
    assert_eq!((three.seen, three.against, three.watched), (1, 1, 3));
    assert!(three.sentence().contains("drawn at random from"), "{}", three.sentence());
}

#[test]
fn a_hypothesis_opens_ten_of_its_segment() {
    let mut bench = Bench::sample();
    bench.push(Command::Segment(SegmentCommand::Set("device:mobile".to_owned())));
    bench.key(Modifiers::NONE, Key::Y);
    bench.push(Command::Segment(SegmentCommand::Clear));
    bench.push(Command::View(View::Room(Room::Which)));
    bench.until("counted", |window| {
        window.state.opened.as_deref().is_some_and(|opened| opened.hypotheses.len() == 1)
    });
    bench.click(Role::Link, "Watch ten at random");
    bench.until("drawn", |window| drawn(window).is_some_and(|queue| queue.segment == "device:mobile"));
    assert_eq!(bench.window().state.settings.room, Room::Why);
    assert_eq!(bench.window().state.settings.segment, "device:mobile");
    bench.push(Command::Why(WhyCommand::Queue(QueueCommand::Show(false))));
    assert!(!queue(bench.window()).is_shown());
}
