//! The library through its public doors: opening, importing, joining, marking, and what it does
//! with files that are wrong.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test tells what it skipped and how often it did what")]

mod fidelity;
mod giving_back;
mod importing;
mod joining;
mod marking;
mod opening;
mod parts;
mod replaying;
mod reporting;
mod safety;
mod texts;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use wherefore::job::Progress;
use wherefore::library::{ImportReport, Library, Order, Segment, Touch};

const HOUR: i64 = 3_600_000;
const BEGIN: i64 = 1_790_000_000_000;

/// A recording of a small shop: a product page with a button, clicked so many times.
fn recording(start: i64, clicks: usize) -> String {
    let mut events = format!(
        r#"[{{"type":4,"data":{{"href":"https://shop.example/product/shoe-{start}?utm_source=instagram&utm_medium=cpc","width":390,"height":844}},"timestamp":{start}}},
{{"type":2,"data":{{"node":{{"type":0,"id":1,"childNodes":[{{"type":2,"id":2,"tagName":"html","attributes":{{}},"childNodes":[
{{"type":2,"id":3,"tagName":"body","attributes":{{}},"childNodes":[{{"type":2,"id":4,"tagName":"button","attributes":{{"id":"buy"}},
"childNodes":[{{"type":3,"id":5,"textContent":"Buy"}}]}}]}}]}}]}},"initialOffset":{{"top":0,"left":0}}}},"timestamp":{}}}"#,
        start + 10
    );
    for click in 0..clicks {
        let at = start + 3000 + i64::try_from(click).unwrap() * 4000;
        let x = 100 + click;
        write!(
            events,
            r#",{{"type":3,"data":{{"source":2,"type":2,"id":4,"x":{x},"y":200}},"timestamp":{at}}}"#
        )
        .unwrap();
    }
    events.push(']');
    events
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// A bundle with three sessions and every side table.
fn bundle(folder: &Path) -> PathBuf {
    let root = folder.join("bundle");
    let manifest = r#"{"wherefore":1,"site":{"name":"Shop","origin":"https://shop.example"},"currency":"EUR",
        "stages":{"view_item":{"url":["/product/*"]}},"pages":[{"key":"/product/*","name":"Product"}]}"#;
    write(&root, "wherefore.json", manifest);
    for (name, hours, clicks) in [("s-1", 0, 2), ("s-2", 1, 3), ("s-3", 2, 0)] {
        write(&root, &format!("recordings/{name}.json"), &recording(BEGIN + hours * HOUR, clicks));
    }
    let sessions = "session_id,visitor,country,customer,channel,device\n\
                    s-1,v-1,FI,new,,mobile\ns-2,v-2,se,returning,Email,tablet\ns-9,v-9,DE,new,,\n";
    write(&root, "sessions.csv", sessions);
    let orders = "order_id,session_id,created_at,total,currency\nO-1,s-2,2026-09-21T15:00:00Z,99.5,EUR\nO-2,s-8,,10,EUR\n";
    write(&root, "orders.csv", orders);
    let surveys = "answer_id,session_id,survey,at,question,answer,score\n\
                   a-1,s-1,exit,2026-09-21T14:13:25Z,Why?,Too dear,2\na-2,,exit,,Why?,Nothing,\n";
    write(&root, "surveys.csv", surveys);
    write(
        &root,
        "experiments.csv",
        "experiment,variant,name,sessions,conversions\nsize,A,Tab,100,5\nsize,B,Link,100,7\n",
    );
    root
}

fn open(folder: &Path) -> Library {
    Library::open(&folder.join("shop.wherefore")).unwrap()
}

fn import(library: &mut Library, paths: &[PathBuf]) -> ImportReport {
    library.import(paths, &Progress::default()).unwrap()
}

/// Everything that can be read out of a library, as text.
fn dump(library: &Library) -> String {
    let mut text = String::new();
    let all = Segment::default();
    for session in library.sessions(&all, Order::default()).unwrap() {
        writeln!(text, "{}", serde_json::to_string(&session).unwrap()).unwrap();
        writeln!(text, "{:?}", library.facts(&session.id).unwrap()).unwrap();
        text.push_str(&String::from_utf8(library.raw_events(&session.id).unwrap()).unwrap());
    }
    for page in library.pages(&all).unwrap() {
        let visits = library.visits(&page.page, None).unwrap();
        writeln!(text, "{page:?} {:?} {:?}", visits.views, visits.bands).unwrap();
        for touch in &visits.touches {
            writeln!(text, "{:?} {:?}", visits.element(touch), Touch { element: None, ..*touch }).unwrap();
        }
    }
    let (answers, arms) = (library.answers_in(&all).unwrap(), library.arms().unwrap());
    writeln!(text, "{answers:?} {arms:?} {:?} {:?}", library.site().unwrap(), library.asset_urls().unwrap())
        .unwrap();
    text
}

/// The first line in which two dumps differ.
fn difference<'d>(a: &'d str, b: &'d str) -> Option<(&'d str, &'d str)> {
    let (mut a, mut b) = (a.lines(), b.lines());
    loop {
        match (a.next(), b.next()) {
            (None, None) => return None,
            (a, b) if a != b => return Some((a.unwrap_or("nothing"), b.unwrap_or("nothing"))),
            _ => {}
        }
    }
}

fn ids(library: &Library, line: &str) -> Vec<String> {
    let segment = Segment::parse(line).unwrap();
    library.sessions(&segment, Order::default()).unwrap().into_iter().map(|session| session.id).collect()
}
