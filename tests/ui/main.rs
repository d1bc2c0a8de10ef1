//! The window, driven as a person would: by role and label, by key, by dragging. No pictures.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod open;
mod opening;
mod player;
mod queue;
mod rooms;
mod stage;
mod where_compare;
mod where_doors;
mod where_room;
mod where_ruler;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;
use wherefore::event::Time;
use wherefore::findings::open_sample;
use wherefore::job::Progress;
use wherefore::library::Stance;
use wherefore::ui::app::{Asked, Window};
use wherefore::ui::command::{Command, EvidenceCommand, File, Segment, SessionCommand};
use wherefore::ui::dialogs::ScriptedDialogs;
use wherefore::ui::rooms::Room;
use wherefore::ui::rooms::why::open_session::OpenSession;
use wherefore::ui::settings::{Look, Settings};
use wherefore::ui::state::Places;

/// The sample shop's library, imported once for all tests.
static SAMPLE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.wherefore");
    open_sample(&path, &Progress::default()).unwrap();
    (folder, path)
});

struct Bench {
    harness: Harness<'static, Window>,
    folder: TempDir,
}

impl Bench {
    /// A window with no library.
    fn empty(answers: Vec<Vec<PathBuf>>) -> Self {
        Self::with(tempfile::tempdir().unwrap(), Settings::default(), answers, Asked::default())
    }

    /// A window with a copy of the sample's library, its first session on the stage.
    fn sample() -> Self {
        Self::sample_with(Vec::new())
    }

    /// The same, with answers to what it asks for.
    fn sample_with(answers: Vec<Vec<PathBuf>>) -> Self {
        Self::copy_of(&SAMPLE.1, answers)
    }

    /// A window with a copy of this library, its first session on the stage.
    fn copy_of(library: &Path, answers: Vec<Vec<PathBuf>>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copy.wherefore");
        std::fs::copy(library, &path).unwrap();
        let mut bench =
            Self::with(folder, Settings::default(), answers, Asked { paths: vec![path], library: None });
        bench.until("a session is open", |window| session(window).is_some());
        bench
    }

    fn with(folder: TempDir, settings: Settings, answers: Vec<Vec<PathBuf>>, asked: Asked) -> Self {
        let places = Places {
            library: Some(folder.path().join("own.wherefore")),
            sample: Some(folder.path().join("sample.wherefore")),
        };
        let mut window = Window::new(settings, places, Box::new(ScriptedDialogs::new(answers)));
        window.begin(asked);
        let harness = Harness::builder()
            .with_size([1600.0, 1000.0])
            .with_context_setup(wherefore::ui::theme::install)
            .build_ui_state(
                |ui, window: &mut Window| {
                    let ctx = ui.ctx().clone();
                    window.logic(&ctx);
                    window.ui(ui);
                },
                window,
            );
        let mut bench = Self { harness, folder };
        bench.steps(3);
        bench
    }

    fn steps(&mut self, count: usize) {
        self.harness.run_steps(count);
    }

    #[track_caller]
    fn until(&mut self, what: &str, mut holds: impl FnMut(&Window) -> bool) {
        for _ in 0..200_000 {
            self.harness.step();
            if holds(self.harness.state()) {
                self.harness.step();
                return;
            }
            std::thread::yield_now();
        }
        panic!("never: {what}; messages: {:?}", messages(self.harness.state()));
    }

    /// Clicks what may have to be worked out first.
    #[track_caller]
    fn click(&mut self, role: Role, label: &str) {
        for _ in 0..20_000 {
            if self.harness.query_by_role_and_label(role, label).is_some() {
                break;
            }
            self.harness.step();
            std::thread::yield_now();
        }
        self.harness.get_by_role_and_label(role, label).click();
        self.steps(3);
    }

    fn push(&mut self, command: Command) {
        self.harness.state_mut().push(command);
        self.steps(2);
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.steps(3);
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.steps(3);
    }

    fn window(&self) -> &Window {
        self.harness.state()
    }

    fn session(&self) -> &OpenSession {
        session(self.window()).expect("a session is open")
    }

    fn covered(&self) -> u64 {
        covered(self.window()).expect("counted")
    }
}

fn session(window: &Window) -> Option<&OpenSession> {
    window.state.opened.as_deref()?.session.as_deref()
}

fn covered(window: &Window) -> Option<u64> {
    Some(window.state.opened.as_deref()?.coverage?.sessions)
}

fn messages(window: &Window) -> Vec<String> {
    window.state.toasts.sentences().map(str::to_owned).collect()
}

#[test]
fn the_first_screen_says_what_can_be_opened() {
    let bench = Bench::empty(Vec::new());
    for label in ["Open files…", "Open folder…", "Open sample", "Open library…", "Help"] {
        bench.harness.get_by_role_and_label(Role::Button, label);
    }
    bench.harness.get_by_label("Drop recordings here");
    assert!(bench.harness.query_by_role_and_label(Role::Tab, "Why").is_none(), "rooms need a library");
}

#[test]
fn the_sample_opens_by_its_button() {
    let mut bench = Bench::empty(Vec::new());
    bench.click(Role::Button, "Open sample");
    bench.until("the sample is listed", |window| {
        window.state.opened.as_deref().is_some_and(|opened| !opened.sessions.is_empty())
    });
    for room in Room::ALL {
        bench.harness.get_by_role_and_label(Role::Tab, room.label());
    }
    assert!(bench.folder.path().join("sample.wherefore").is_file());
    assert_eq!(bench.window().state.settings.recent.len(), 1);
}

#[test]
fn files_that_are_no_recordings_are_named_in_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.json");
    std::fs::write(&file, "{\"no\": \"recording\"}").unwrap();
    let mut bench = Bench::empty(vec![vec![file]]);
    bench.click(Role::Button, "Open files…");
    bench.until("the report is there", |window| window.state.shell.report);
    bench.harness.get_by_label("Import report");
    assert!(bench.harness.query_all_by_label_contains("notes.json").next().is_some());
    bench.click(Role::Button, "Close import report");
    assert!(!bench.window().state.shell.report);
}

#[test]
fn chips_change_the_count_and_come_off_again() {
    let mut bench = Bench::sample();
    let all = bench.covered();
    bench.push(Command::Segment(Segment::Add("device:mobile".to_owned())));
    bench.until("counted", |window| covered(window).is_some_and(|count| count < all));
    assert!(bench.covered() > 0);
    assert_eq!(bench.window().state.settings.segment, "device:mobile");
    let chip = bench.window().state.opened.as_deref().unwrap().segment.terms()[0].chip();
    bench.click(Role::Button, &format!("Remove {} {}", chip.key, chip.value));
    bench.until("counted again", |window| covered(window) == Some(all));
}

#[test]
fn the_line_is_edited_as_text_and_errors_name_the_place() {
    let mut bench = Bench::sample();
    bench.key(Modifiers::NONE, Key::Slash);
    bench.type_text("devise:mobile");
    assert!(
        bench.harness.query_all_by_label_contains("device").next().is_some(),
        "the nearest word is named"
    );
    bench.key(Modifiers::NONE, Key::Enter);
    let window = bench.window();
    assert!(window.state.shell.line.is_some(), "a wrong line stays open");
    assert!(window.state.opened.as_deref().unwrap().segment.is_everything());
    bench.push(Command::Segment(Segment::Set("abandoned:begin_checkout".to_owned())));
    bench.until("counted", |window| covered(window).is_some());
    assert!(bench.window().state.shell.line.is_none());
}

#[test]
fn a_session_is_chosen_played_and_paused() {
    let mut bench = Bench::sample();
    let second = bench.window().state.opened.as_deref().unwrap().sessions.row(1).unwrap().clone();
    let name = wherefore::ui::widgets::session_row::name(&second);
    bench.harness.get_all_by_role_and_label(Role::ListItem, &name).next().unwrap().click();
    bench.until("it is open", |window| session(window).is_some_and(|open| open.session.id == second.id));
    bench.click(Role::Button, "Play");
    assert!(bench.session().player.is_playing());
    let before = bench.session().player.time();
    bench.steps(5);
    assert!(bench.session().player.time() > before);
    bench.click(Role::Button, "Pause");
    assert!(!bench.session().player.is_playing());
    bench.key(Modifiers::NONE, Key::Space);
    assert!(bench.session().player.is_playing(), "space plays");
}

#[test]
fn the_timeline_is_dragged_both_ways() {
    let mut bench = Bench::sample();
    let rect = bench.harness.get_by_label("Timeline").rect();
    let at = |share: f32| egui::pos2(rect.left() + rect.width() * share, rect.center().y);
    bench.harness.hover_at(at(0.25));
    bench.steps(1);
    bench.harness.drag_at(at(0.25));
    bench.steps(2);
    bench.harness.hover_at(at(0.75));
    bench.steps(2);
    let late = bench.session().player.time();
    bench.harness.hover_at(at(0.5));
    bench.steps(2);
    bench.harness.drop_at(at(0.5));
    bench.steps(2);
    let duration = bench.session().player.duration().0 as f64;
    let share = |time: Time| time.0 as f64 / duration;
    assert!((share(late) - 0.75).abs() < 0.01, "{late:?}");
    assert!((share(bench.session().player.time()) - 0.5).abs() < 0.01);
}

#[test]
fn the_page_is_drawn_at_the_moment() {
    let mut bench = Bench::sample();
    bench.until("a picture is there", |window| {
        session(window).is_some_and(|open| open.stage.shown.is_some() && !open.waits())
    });
    assert_eq!(bench.session().stage.trouble, None);
}

#[test]
fn evidence_is_pinned_tagged_undone_and_done_again() {
    let mut bench = Bench::sample();
    bench.key(Modifiers::NONE, Key::E);
    assert_eq!(bench.session().evidence.len(), 1, "{:?}", messages(bench.window()));
    assert_eq!(bench.window().state.opened.as_deref().unwrap().hypotheses.len(), 1);
    bench.key(Modifiers::NONE, Key::X);
    assert_eq!(bench.session().evidence.iter().filter(|each| each.stance == Stance::Against).count(), 1);
    bench.key(Modifiers::NONE, Key::Y);
    assert!(bench.session().evidence.iter().all(|each| each.stance == Stance::For), "Y turns it round");
    for left in [2, 1, 0] {
        bench.key(Modifiers::COMMAND, Key::Z);
        assert_eq!(bench.session().evidence.len(), left);
    }
    assert!(bench.window().state.opened.as_deref().unwrap().hypotheses.is_empty());
    bench.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(bench.session().evidence.len(), 1);
}

#[test]
fn tags_and_watched_are_kept_in_the_library() {
    let mut bench = Bench::sample();
    bench.push(Command::Session(SessionCommand::AddTag("coupon".to_owned())));
    bench.push(Command::Session(SessionCommand::ToggleWatched));
    let open = &bench.session().session;
    let stored = bench.window().state.opened.as_deref().unwrap().library.session(&open.id).unwrap().unwrap();
    assert_eq!(stored.marks.tags, ["coupon"]);
    assert!(stored.marks.watched);
    bench.push(Command::Undo);
    assert!(!bench.session().session.marks.watched);
}

#[test]
fn the_palette_finds_and_runs_a_command() {
    let mut bench = Bench::sample();
    assert_eq!(bench.window().state.settings.theme, Look::Dark);
    bench.key(Modifiers::COMMAND, Key::K);
    bench.type_text("dark or");
    bench.key(Modifiers::NONE, Key::Enter);
    assert_eq!(bench.window().state.settings.theme, Look::Light);
    assert!(bench.window().state.shell.palette.is_none());
}

#[test]
fn keys_are_not_commands_while_something_is_typed() {
    let mut bench = Bench::sample();
    bench.key(Modifiers::COMMAND, Key::K);
    bench.key(Modifiers::NONE, Key::E);
    assert!(bench.session().evidence.is_empty());
    bench.key(Modifiers::NONE, Key::Escape);
    assert!(bench.window().state.shell.palette.is_none());
}

#[test]
fn a_restart_keeps_the_segment_and_what_was_chosen() {
    let mut bench = Bench::sample();
    bench.push(Command::Segment(Segment::Set("device:mobile".to_owned())));
    bench.until("counted", |window| covered(window).is_some());
    let id = bench.window().state.opened.as_deref().unwrap().sessions.row(1).unwrap().id.clone();
    bench.push(Command::Session(SessionCommand::OpenAt(id.clone(), Time(9000))));
    bench.until("open", |window| session(window).is_some_and(|open| open.session.id == id));
    let stored = serde_json::to_string(&bench.window().state.settings).unwrap();
    let Bench { harness, folder } = bench;
    drop(harness);

    let settings = serde_json::from_str(&stored).unwrap();
    let mut again = Bench::with(folder, settings, Vec::new(), Asked::default());
    again.until("open again", |window| session(window).is_some());
    assert_eq!(again.session().session.id, id);
    assert_eq!(again.session().player.time(), Time(9000));
    assert_eq!(again.window().state.opened.as_deref().unwrap().segment.to_string(), "device:mobile");
}

#[test]
fn sessions_and_findings_are_saved_where_the_user_says() {
    let target = tempfile::tempdir().unwrap();
    let (csv, html) = (target.path().join("sessions.csv"), target.path().join("findings.html"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.wherefore");
    std::fs::copy(&SAMPLE.1, &path).unwrap();
    let answers = vec![vec![csv.clone()], vec![html.clone()]];
    let mut bench =
        Bench::with(folder, Settings::default(), answers, Asked { paths: vec![path], library: None });
    bench.until("a session is open", |window| session(window).is_some());
    bench.push(Command::Evidence(EvidenceCommand::New("Coupon box traps shoppers".to_owned())));
    bench.push(Command::File(File::ExportSessions));
    bench.until("saved", |window| messages(window).iter().any(|told| told.contains("sessions.csv")));
    bench.push(Command::File(File::ExportFindings));
    bench.until("saved", |window| messages(window).iter().any(|told| told.contains("findings.html")));
    assert!(lines(&csv) > 20);
    assert!(std::fs::read_to_string(html).unwrap().contains("Coupon box traps shoppers"));
}

fn lines(path: &Path) -> usize {
    std::fs::read_to_string(path).unwrap().lines().count()
}
