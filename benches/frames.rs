//! The window on a library of 100,000 generated sessions: from the start to the first list that is
//! painted, and what a frame of the Why room costs while the list is scrolled, after it is sorted the
//! other way, and after a filter. There is no screen: each frame is laid out whole, with what screen
//! readers need, but not drawn by a graphics card.
//!
//! ```text
//! cargo bench --bench frames
//! WHEREFORE_BENCH_SESSIONS=5000 cargo bench --bench frames
//! ```
//!
//! The library is made once, as by `--bench library`.

#[path = "library/clock.rs"]
mod clock;
#[path = "library/made.rs"]
mod made;

use egui_kittest::Harness;
use std::path::Path;
use std::time::{Duration, Instant};
use wherefore::ui::app::{Asked, Window};
use wherefore::ui::command::{Command, Segment, SessionCommand};
use wherefore::ui::dialogs::ScriptedDialogs;
use wherefore::ui::rooms::Room;
use wherefore::ui::settings::{Settings, SortBy};
use wherefore::ui::state::Places;

/// Nothing takes so long.
const PATIENCE: Duration = Duration::from_mins(2);

type Running = Harness<'static, Window>;

/// A window in the Why room that was asked to open the library; nothing is read yet.
fn window(path: &Path) -> Running {
    let settings = Settings { room: Room::Why, ..Settings::default() };
    let places = Places { library: None, sample: None };
    let mut window = Window::new(settings, places, Box::new(ScriptedDialogs::new(Vec::new())));
    window.begin(Asked { paths: Vec::new(), library: Some(path.to_owned()) });
    Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_context_setup(wherefore::ui::theme::install)
        .build_ui_state(
            |ui, window: &mut Window| {
                let ctx = ui.ctx().clone();
                window.logic(&ctx);
                window.ui(ui);
            },
            window,
        )
}

/// Draws frames until something holds, and one that shows it.
fn until(running: &mut Running, holds: impl Fn(&Window) -> bool) {
    let begun = Instant::now();
    while !holds(running.state()) {
        assert!(begun.elapsed() < PATIENCE, "the window never came so far");
        running.step();
        std::thread::yield_now();
    }
    running.step();
}

/// The first rows are there.
fn listed(window: &Window) -> bool {
    window.state.opened.as_deref().is_some_and(|opened| opened.sessions.row(0).is_some())
}

/// Nothing is read or counted any more.
fn rested(running: &mut Running) {
    until(running, |window| {
        let opened = window.state.opened.as_deref();
        opened.is_some_and(|opened| opened.coverage.is_some() && opened.session.is_some())
    });
    for _ in 0..30 {
        running.step();
    }
}

fn scroll(running: &Running, by: f32) {
    running.event(egui::Event::PointerMoved(egui::pos2(200.0, 600.0)));
    running.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -by),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Trackpad,
        modifiers: egui::Modifiers::NONE,
    });
}

fn main() {
    let path = made::library();
    clock::head("open", "< 300 ms");
    clock::line(
        "from the start to the first list that is painted",
        || (),
        |()| {
            let mut running = window(&path);
            until(&mut running, listed);
            running
        },
    );

    let mut running = window(&path);
    rested(&mut running);
    let asked = std::cell::RefCell::new(running);
    clock::head("a frame", "< 8 ms");
    let step = |()| asked.borrow_mut().step();
    clock::line("nothing changes", || (), step);
    clock::line("scrolling by a row", || scroll(&asked.borrow(), 84.0), step);
    clock::line("scrolling by a screen", || scroll(&asked.borrow(), 900.0), step);
    clock::line("scrolling by 5,000 rows", || scroll(&asked.borrow(), 420_000.0), step);
    let sight = asked.borrow().state().state.opened.as_deref().map(|opened| opened.sessions.sight());
    assert!(sight.is_some_and(|sight| sight.start > 1000), "the list was scrolled");
    let push = |command| asked.borrow_mut().state_mut().push(command);
    for by in [SortBy::Cart, SortBy::Friction, SortBy::Duration] {
        let name = format!("the frame of sorting {}", by.label());
        clock::line(&name, || push(Command::Session(SessionCommand::Sort(by))), step);
    }
    let chips = ["device:mobile", "cart>50", "signal:any", "channel:paid"];
    let mut chips = chips.iter().cycle();
    let mut chip = || (*chips.next().expect("it goes round")).to_owned();
    clock::line("the frame of a new filter", || push(Command::Segment(Segment::Add(chip()))), step);
}
