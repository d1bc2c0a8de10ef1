//! The stage: inspecting elements, heat over the moment, zoom, the full screen, the badge of fidelity.

use super::{Bench, covered, messages, session};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, Rect};
use egui_kittest::kittest::Queryable as _;
use wherefore::event::Time;
use wherefore::ui::app::Window;
use wherefore::ui::command::{Command, Play};
use wherefore::ui::rooms::why::command::{WhyCommand, Zoom};
use wherefore::ui::rooms::why::inspect::Found;
use wherefore::ui::widgets::stage::fit;

fn drawn(window: &Window) -> bool {
    session(window).is_some_and(|open| open.stage.shown.is_some() && !open.waits())
}

fn found(window: &Window) -> Option<&Found> {
    session(window)?.inspect.as_ref()?.found.as_ref()
}

fn stage(bench: &Bench) -> Rect {
    bench.harness.get_by_label("Replayed page").rect()
}

/// The place on the screen of a click of the session: the moment just before it, and where it went.
fn clicked(bench: &mut Bench) -> (Pos2, String) {
    let open = bench.session();
    let click = open.facts.interactions.iter().find(|each| {
        each.kind.is_click() && each.element.as_ref().is_some_and(|element| !element.name.is_empty())
    });
    let click = click.expect("the session has a click on something with a name").clone();
    bench.push(Command::Play(Play::Seek(Time(click.at.0 - 1))));
    bench.until("it is drawn", drawn);
    bench.steps(3);
    let (page, scale) = fit(stage(bench).shrink(24.0), bench.session().viewport());
    let at = click.client.expect("a click has a place");
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    let at = page.min + egui::vec2(at.x as f32, at.y as f32) * scale;
    (at, click.element.map(|element| element.name).unwrap_or_default())
}

#[test]
fn an_inspected_element_is_named_and_is_a_door_to_those_who_clicked_it() {
    let mut bench = Bench::sample();
    bench.until("drawn", drawn);
    let (at, name) = clicked(&mut bench);
    bench.key(Modifiers::NONE, Key::D);
    assert!(bench.session().inspect.is_some());
    bench.harness.hover_at(at);
    bench.until("it is found", |window| found(window).is_some_and(|found| found.area.is_some()));
    let element = found(bench.window()).unwrap().clone();
    assert_eq!(element.element.name, name, "the element that the visitor clicked");
    assert!(!element.element.selector.is_empty() && !element.tag.is_empty());
    bench.harness.drag_at(at);
    bench.steps(1);
    bench.harness.drop_at(at);
    bench.steps(3);
    assert!(bench.session().inspect.as_ref().unwrap().held, "a click holds it");
    assert!(!bench.session().player.is_playing(), "and does not play");
    bench.harness.get_by_label(&element.element.selector);
    bench.click(Role::Button, "Sessions that clicked this");
    bench.until("counted", |window| covered(window).is_some_and(|count| count > 0));
    assert_eq!(bench.window().state.settings.segment, format!("clicked:\"{name}\"").replace('"', ""));
    bench.key(Modifiers::NONE, Key::Escape);
    assert!(bench.session().inspect.is_none());
}

#[test]
fn heat_of_the_segment_is_laid_over_the_moment_and_goes_with_it() {
    let mut bench = Bench::sample();
    bench.until("drawn", drawn);
    bench.key(Modifiers::NONE, Key::H);
    bench.until("heat is there", |window| {
        session(window).and_then(|open| open.heat.as_ref()).is_some_and(|heat| heat.layer.is_some())
    });
    let (tiles, told) = bench.session().heat.as_ref().unwrap().layer.as_ref().unwrap();
    let viewport = bench.session().viewport();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a viewport")]
    let size = [viewport.width as usize, viewport.height as usize];
    assert_eq!(tiles.size(), size, "as large as what the visitor saw");
    assert!(told.contains("of this segment"), "{told}");
    let last = bench.session().player.duration();
    bench.push(Command::Play(Play::Seek(last)));
    bench.until("another page is drawn", |window| drawn(window) && session(window).unwrap().heat.is_none());
}

#[test]
fn the_page_is_shown_in_three_sizes() {
    let mut bench = Bench::sample();
    bench.until("drawn", drawn);
    bench.click(Role::Button, "Zoom");
    bench.click(Role::MenuItem, "100 %");
    assert_eq!(bench.window().state.settings.why.zoom, Zoom::Hundred);
    bench.push(Command::Why(WhyCommand::Zoom(Zoom::Fit)));
    assert_eq!(bench.window().state.settings.why.zoom, Zoom::Fit);
}

#[test]
fn the_stage_takes_the_whole_window_and_gives_it_back() {
    let mut bench = Bench::sample();
    let small = stage(&bench).width();
    bench.key(Modifiers::NONE, Key::F);
    assert!(stage(&bench).width() > 1580.0);
    assert!(bench.harness.query_by_role_and_label(Role::Tab, "Where").is_none());
    bench.harness.get_by_label("Timeline");
    bench.key(Modifiers::NONE, Key::Escape);
    assert_eq!(stage(&bench).width(), small);
}

#[test]
fn fidelity_is_a_badge_with_its_causes_and_a_way_to_mend_them() {
    let mut bench = Bench::sample();
    bench.until("drawn", drawn);
    let Some(told) = bench.session().fidelity.clone().filter(|told| told.figure < 0.995) else {
        let badge = bench.harness.query_all_by_label_contains("Fidelity").count();
        assert_eq!(badge, 0, "nothing is missing, and nothing is said");
        return;
    };
    let name = format!("Fidelity {}", wherefore::findings::words::whole_percent(told.figure));
    bench.click(Role::Button, &name);
    assert!(bench.harness.query_all_by_label_contains(&told.gaps[0].why).next().is_some());
    bench.harness.get_by_role_and_label(Role::MenuItem, "Attach assets from a folder…");
}

#[test]
fn a_clip_and_a_picture_of_the_moment_are_saved() {
    let target = tempfile::tempdir().unwrap();
    let (film, picture) = (target.path().join("clip.gif"), target.path().join("moment.png"));
    let mut bench = Bench::sample_with(vec![vec![film.clone()], vec![picture.clone()]]);
    bench.until("drawn", drawn);
    bench.push(Command::Play(Play::Seek(Time(1000))));
    bench.push(Command::Why(WhyCommand::LoopFrom));
    bench.push(Command::Play(Play::Seek(Time(1400))));
    bench.push(Command::Why(WhyCommand::LoopTo));
    bench.push(Command::Why(WhyCommand::ClipWidth(Some(640))));
    bench.click(Role::Button, "Clip");
    bench.click(Role::MenuItem, "Save clip…");
    bench.until("the clip is saved", |window| messages(window).iter().any(|told| told.contains("clip.gif")));
    assert!(std::fs::read(&film).unwrap().starts_with(b"GIF89a"));
    bench.push(Command::Why(WhyCommand::Still(false)));
    bench.until("it is saved", |window| messages(window).iter().any(|told| told.contains("moment.png")));
    assert!(std::fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
    assert!(std::fs::read_dir(target.path()).unwrap().count() == 2, "no half a file is left");
}

#[test]
fn nothing_lies_over_anything_in_a_small_window() {
    let mut bench = Bench::sample();
    for (width, height) in [(1280.0, 800.0), (960.0, 620.0)] {
        bench.harness.set_size(egui::vec2(width, height));
        bench.steps(4);
        let names = ["Previous signal", "Play", "Skip to next signal", "Speed", "Skip idle", "Clip"];
        let names = names.into_iter().chain(["Player options", "Pin evidence", "Zoom", "Inspect elements"]);
        let rects: Vec<(&str, Rect)> = names
            .map(|name| (name, bench.harness.get_by_role_and_label(Role::Button, name).rect().shrink(0.5)))
            .collect();
        for (place, (name, rect)) in rects.iter().enumerate() {
            for (other, at) in &rects[place + 1..] {
                assert!(!rect.intersects(*at), "{name} and {other} at {width}");
            }
        }
    }
}
