//! From events to pages, through the public doors: golden dumps, the law of seeking, recordings
//! made by the real recorder.
//!
//! `tests/golden/dom/NAME.events.json` holds events as a recorder writes them; a custom event `look`
//! asks for a dump, and `NAME.txt` holds the dumps. `WHEREFORE_REWRITE=1 cargo test --test replay`
//! writes them anew.

#![expect(clippy::print_stdout, reason = "says what was skipped")]

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wherefore::event::{
    Added, Event, EventKind, Mutation, NewNode, NodeContent, NodeId, Point, Snapshot, Time,
};
use wherefore::format::decode;
use wherefore::job::Progress;
use wherefore::replay::{Dom, PageState, Problems, Replay, dump};

/// The events in a file that holds a JSON array, or an object with `events`; `.gz` or not.
fn events(path: &Path) -> Vec<Event> {
    let bytes = fs::read(path).expect("the file can be read");
    let mut text = String::new();
    let read = match path.extension() {
        Some(end) if end == "gz" => flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text),
        _ => (&bytes[..]).read_to_string(&mut text),
    };
    read.expect("the file is text");
    let mut value: serde_json::Value = serde_json::from_str(&text).expect("the file is JSON");
    if let Some(events) = value.get_mut("events") {
        value = events.take();
    }
    let lines: Vec<String> = value.as_array().into_iter().flatten().map(ToString::to_string).collect();
    decode(lines.join("\n").as_bytes()).events
}

fn replay(events: Vec<Event>) -> Replay {
    Replay::new(events, &Progress::default()).expect("nobody cancels")
}

/// All events, in the order of their time.
fn all_events(replay: &Replay) -> Vec<Event> {
    let mut all = Vec::new();
    replay.each_event(|event| all.push(event.clone()));
    all
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(end)).collect();
    found.sort();
    found
}

/// Recordings by the real recorder: the sample's, and the fixtures where they are.
fn recordings() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root =
        std::env::var_os("WHEREFORE_FIXTURES").map_or_else(|| here.join("../shared/fixtures"), PathBuf::from);
    let folders = ["rrweb/events", "rrweb/recordings", "rrweb/snapshots"];
    let mut found: Vec<PathBuf> =
        folders.iter().flat_map(|folder| files(&root.join(folder), ".json")).collect();
    if found.is_empty() {
        println!("skipped: no fixtures in {}", root.display());
    }
    found.extend(files(&here.join("sample_sessions/nordlund/recordings"), ".json.gz"));
    found
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Every node but the top hangs below its parent, once; no cycles.
fn assert_whole(state: &PageState, name: &str) {
    let Some(root) = state.dom.root() else {
        assert!(state.dom.is_empty(), "{name}: nodes without a top");
        return;
    };
    let mut seen = std::collections::BTreeSet::new();
    for (depth, id, node) in state.dom.descendants(root) {
        assert!(seen.insert(id), "{name}: {id:?} is in the tree twice");
        assert!(depth <= Dom::MAX_DEPTH, "{name}: {id:?} is too deep");
        for child in &node.children {
            let below = state.dom.get(*child).unwrap_or_else(|| panic!("{name}: {child:?} is not there"));
            assert_eq!(below.parent, Some(id), "{name}: parent of {child:?}");
        }
    }
    assert_eq!(seen.len(), state.dom.len(), "{name}: nodes outside the tree");
}

#[test]
fn pages_are_as_their_golden_dumps() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/dom");
    let cases = files(&folder, ".events.json");
    assert!(cases.len() >= 10, "the golden files are there");
    let mut wrong = Vec::new();
    for case in cases {
        let replay = replay(events(&case));
        let mut text = String::new();
        let all = all_events(&replay);
        let looks = all.iter().filter_map(|event| match &event.kind {
            EventKind::Custom { tag, payload } if &**tag == "look" => Some((event.at, payload.clone())),
            _ => None,
        });
        let mut looks: Vec<(Time, Arc<str>)> = looks.collect();
        if looks.last().is_none_or(|(at, _)| *at < replay.duration()) {
            looks.push((replay.duration(), Arc::from("end")));
        }
        for (at, why) in looks {
            let state = replay.state_at(at);
            assert_whole(&state, &why);
            writeln!(text, "== {} ms: {}\n{}", at.0, why.trim_matches('"'), dump(&state)).expect("a String");
        }
        writeln!(text, "{:#?}", replay.problems()).expect("a String takes all");
        let golden = case.to_string_lossy().replace(".events.json", ".txt");
        if std::env::var_os("WHEREFORE_REWRITE").is_some() {
            fs::write(&golden, &text).expect("the folder can be written");
        } else if fs::read_to_string(&golden).unwrap_or_default() != text {
            wrong.push(format!("{golden}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "WHEREFORE_REWRITE=1 writes these anew:\n{}", wrong.join("\n"));
}

#[test]
fn real_recordings_have_a_place_for_every_node() {
    let mut sum = Problems::default();
    for path in recordings() {
        let name = name(&path);
        let replay = replay(events(&path));
        let problems = replay.problems();
        if problems != Problems::default() {
            println!("{name}: {problems:?}");
        }
        sum.unresolved_adds += problems.unresolved_adds;
        sum.unknown_targets += problems.unknown_targets;
        sum.unknown_removes += problems.unknown_removes;
        sum.duplicate_ids += problems.duplicate_ids;
        sum.too_deep += problems.too_deep;
        assert_whole(&replay.state_at(replay.duration()), &name);
    }
    assert_eq!((sum.unresolved_adds, sum.duplicate_ids, sum.too_deep), (0, 0, 0));
}

#[test]
fn seeking_is_playing() {
    for path in recordings() {
        let name = name(&path);
        let replay = replay(events(&path));
        let mut played = PageState::default();
        let mut sought = PageState::default();
        let all = all_events(&replay);
        let count = all.len();
        for (number, event) in all.iter().enumerate() {
            played.apply(event);
            let last_of_moment = all.get(number + 1).is_none_or(|next| next.at > event.at);
            if last_of_moment && (number % (count / 15 + 1) == 0 || number + 1 == count) {
                assert!(replay.state_at(event.at) == played, "{name}: state_at({})", event.at.0);
                replay.seek(&mut sought, event.at);
                assert!(sought == played, "{name}: seek({})", event.at.0);
            }
        }
        assert!(replay.state_at(Time(-1)) == PageState::default(), "{name}: before the beginning");
    }
}

/// A chain of `div`s below the body, from number 10.
fn chain(length: i64) -> Vec<NewNode> {
    let element = |id: i64, parent: Option<i64>, tag: &str| NewNode {
        id: NodeId(id),
        parent: parent.map(NodeId),
        in_shadow: false,
        content: NodeContent::Element { tag: tag.into(), svg: false, attributes: Vec::new() },
    };
    let document = NodeContent::Document { quirks: false };
    let top = NewNode { id: NodeId(1), parent: None, in_shadow: false, content: document };
    let divs = (10..10 + length).map(|id| element(id, Some(if id == 10 { 2 } else { id - 1 }), "div"));
    [top, element(2, Some(1), "html")].into_iter().chain(divs).collect()
}

fn at(ms: i64, kind: EventKind) -> Event {
    Event { at: Time(ms), window: 0, kind }
}

#[test]
fn what_lies_too_deep_is_left_out_and_counted() {
    let snapshot = Snapshot { nodes: chain(2000), scroll: Point::default() };
    let mut state = PageState::default();
    state.apply(&at(0, EventKind::Snapshot(Box::new(snapshot))));
    assert_whole(&state, "deep snapshot");
    assert_eq!(state.dom.len(), Dom::MAX_DEPTH + 1);
    assert_eq!(state.problems().too_deep, 1489);

    // A chain of 400 that is moved below another of 300.
    let mut nodes = chain(400);
    let other = chain(300).split_off(2).into_iter().map(|node| NewNode {
        id: NodeId(node.id.0 + 1000),
        parent: node.parent.map(|parent| if parent.0 == 2 { parent } else { NodeId(parent.0 + 1000) }),
        ..node
    });
    nodes.extend(other);
    let moved = NewNode { parent: None, ..nodes[2].clone() };
    let add = Added { parent: NodeId(1309), next: None, previous: None, nodes: vec![moved] };
    let mut state = PageState::default();
    let snapshot = Snapshot { nodes, scroll: Point::default() };
    state.apply(&at(0, EventKind::Snapshot(Box::new(snapshot))));
    assert_eq!(state.dom.len(), 702);
    let mutation = Mutation { adds: vec![add], ..Mutation::default() };
    state.apply(&at(1, EventKind::Mutation(Box::new(mutation))));
    assert_whole(&state, "deep move");
    assert_eq!(state.dom.len(), Dom::MAX_DEPTH + 1);
    assert_eq!(state.problems().too_deep, 702 - 513);
}

#[test]
fn many_siblings_told_back_to_front_are_no_trouble() {
    let nodes = chain(1);
    let count = 5000;
    let adds = (0..count).map(|n| Added {
        parent: NodeId(10),
        next: (n + 1 < count).then_some(NodeId(100 + n + 1)),
        previous: None,
        nodes: vec![NewNode { id: NodeId(100 + n), parent: None, ..nodes[2].clone() }],
    });
    let mutation = Mutation { adds: adds.collect(), ..Mutation::default() };
    let mut state = PageState::default();
    state.apply(&at(0, EventKind::Snapshot(Box::new(Snapshot { nodes, scroll: Point::default() }))));
    state.apply(&at(1, EventKind::Mutation(Box::new(mutation))));
    let children = &state.dom.get(NodeId(10)).expect("it was not removed").children;
    assert!(children.iter().copied().eq((0..count).map(|n| NodeId(100 + n))));
    assert_eq!(state.problems(), Problems::default());
}
