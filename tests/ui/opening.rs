//! Opening a long session: its first picture is there before all of it is read.

use super::{Bench, Command, File, session};
use std::fmt::Write as _;
use std::path::PathBuf;
use wherefore::event::Time;
use wherefore::library::{Order, Segment};
use wherefore::ui::command::SessionCommand;
use wherefore::ui::rooms::why::glimpse::First;

/// A recording with so many changes that cannot be packed well.
fn recording(begin: u64, changes: u64) -> String {
    let node = r#"{"type":0,"id":1,"childNodes":[{"type":2,"id":2,"tagName":"html","attributes":{},"childNodes":[
        {"type":2,"id":3,"tagName":"body","attributes":{},"childNodes":[{"type":3,"id":4,"textContent":"Shoes"}]}]}]}"#
        .replace('\n', "");
    let second = begin + 10;
    let mut text = format!(
        r#"[{{"type":4,"data":{{"href":"https://s.example/","width":400,"height":300}},"timestamp":{begin}}},
{{"type":2,"data":{{"node":{node},"initialOffset":{{"top":0,"left":0}}}},"timestamp":{second}}}"#
    );
    let mut random = 7_u64;
    for change in 0..changes {
        let mut word = String::new();
        for _ in 0..12 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            write!(word, "{random:016x}").unwrap();
        }
        let at = begin + 20 + change * 50;
        write!(
            text,
            r#",
{{"type":3,"data":{{"source":0,"adds":[],"removes":[],"attributes":[],"texts":[{{"id":4,"value":"{word}"}}]}},"timestamp":{at}}}"#
        )
        .unwrap();
    }
    text + "]"
}

fn file(folder: &tempfile::TempDir, name: &str, changes: u64) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, recording(1_760_000_000_000 + changes, changes)).unwrap();
    path
}

#[test]
fn a_long_session_has_its_first_picture_from_its_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let (long, short) = (file(&folder, "long.json", 8000), file(&folder, "short.json", 20));
    let mut bench = Bench::empty(Vec::new());
    bench.push(Command::File(File::Import(vec![long, short])));
    bench.until("both are there", |window| {
        window.state.opened.as_deref().is_some_and(|opened| opened.sessions.len() == 2)
            && !window.state.jobs.import.is_running()
    });
    let opened = bench.window().state.opened.as_deref().unwrap();
    let ids = opened.library.ids(&Segment::default(), Order::default()).unwrap();
    let first = |at: i64| {
        let one = |id: &String| First::read(&opened.library, id, Time(at)).unwrap();
        ids.iter().map(one).map(|first| first.is_some()).filter(|there| *there).count()
    };
    assert_eq!(first(0), 1, "the short one is read at once");
    assert_eq!(first(1000), 1, "of a moment near the beginning, too");
    assert_eq!(first(10_000_000), 0, "no moment is made up");
    for id in ids {
        bench.push(Command::Session(SessionCommand::Open(id.clone())));
        bench.until("its picture is there, and all of it was read", |window| {
            window.state.glimpse.is_none()
                && session(window)
                    .is_some_and(|open| open.session.id == id && open.stage.shown.is_some() && !open.waits())
        });
        assert_eq!(bench.session().href(), "https://s.example/");
        assert_eq!(bench.session().stage.drawn_at(), Some(Time(10)));
    }
}
