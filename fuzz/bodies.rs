//! What must hold for any bytes beyond the readers: the bodies of the fuzz targets that go through the
//! public doors. `format::fuzz` has those of the readers.
//!
//! Each function panics when an invariant is broken, and does nothing else. The targets and an
//! ordinary test include this file.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};
use tempfile::TempDir;
use wherefore::event::{Event, NodeId, Time};
use wherefore::facts::{Rules, derive, page_key, page_name};
use wherefore::format::{Item, PageRule, decode, fuzz, list};
use wherefore::job::Progress;
use wherefore::library::{Library, Segment};
use wherefore::replay::{Dom, PageState, Replay, dump};

/// Moments of a recording that are looked at.
const MOMENTS: usize = 5;

/// Names that make one file after the other be taken for something else.
const NAMES: [&str; 14] = [
    "a.json",
    "a.ndjson",
    "a.zip",
    "a.tar",
    "a.tar.gz",
    "a.snappy",
    "a.json.br",
    "a.json.gz",
    "a.csv",
    "a.har",
    "a.mobs",
    "orders.csv",
    "a.jsonl.zst",
    "a",
];

/// The text of a recording: at any moment, seeking gives the page that playing gives, and its tree
/// holds together. Facts come of it without a panic.
pub(crate) fn dom(bytes: &[u8]) {
    let decoded = decode(bytes);
    let replay = Replay::new(decoded.events.clone(), &Progress::default()).expect("nobody cancels");
    let moments = moments(&decoded.events);
    let mut played = PageState::default();
    let mut events = decoded.events.iter().peekable();
    let mut sought = replay.state_at(replay.duration());
    let mut pages = Vec::new();
    for at in moments {
        while let Some(event) = events.next_if(|event| event.at <= at) {
            played.apply(event);
        }
        assert_same(&played, &replay.state_at(at), at);
        replay.seek(&mut sought, at);
        assert_same(&played, &sought, at);
        whole(&played.dom);
        pages.push((at, played.clone()));
    }
    for (at, page) in pages.into_iter().rev() {
        replay.seek(&mut sought, at);
        assert_same(&page, &sought, at);
    }
    derive(&decoded.events, &Rules::default());
}

fn moments(events: &[Event]) -> Vec<Time> {
    let last = events.len().saturating_sub(1);
    let mut moments: Vec<Time> = (0..MOMENTS)
        .filter_map(|part| events.get(last * part / (MOMENTS - 1)))
        .map(|event| event.at)
        .collect();
    moments.dedup();
    moments
}

fn assert_same(played: &PageState, sought: &PageState, at: Time) {
    if played != sought {
        assert_eq!(dump(played), dump(sought), "playing and seeking to {at:?} give different pages");
        panic!("playing and seeking to {at:?} differ in what is not in the dump");
    }
    assert_eq!(dump(played), dump(sought));
}

/// Every child knows its parent, every node but the top is somebody's child, and none is too deep.
fn whole(dom: &Dom) {
    for (id, node) in dom.nodes() {
        for child in &node.children {
            let parent = dom.get(*child).and_then(|child| child.parent);
            assert_eq!(parent, Some(id), "child {child:?} of {id:?}");
        }
        match node.parent {
            Some(parent) => {
                let children = &dom.get(parent).expect("a parent is there").children;
                assert_eq!(children.iter().filter(|child| **child == id).count(), 1, "{id:?}");
            }
            None => assert_eq!(Some(id), dom.root(), "only the top has no parent"),
        }
    }
    let Some(root) = dom.root() else { return };
    let reached: Vec<(usize, NodeId)> = dom.descendants(root).map(|(depth, id, _)| (depth, id)).collect();
    assert_eq!(reached.len(), dom.len(), "every node is below the top");
    assert!(reached.iter().all(|(depth, _)| *depth <= Dom::MAX_DEPTH), "no node is too deep");
}

/// A segment line: what was read is written and read again, and the database understands each term
/// and its opposite.
pub(crate) fn segment(bytes: &[u8]) {
    let line = String::from_utf8_lossy(bytes);
    let segment = match Segment::parse(&line) {
        Ok(segment) => segment,
        Err(error) => {
            assert!(line.get(error.at.clone()).is_some(), "{error:?} is a place in {line:?}");
            assert!(!error.message.is_empty());
            return;
        }
    };
    let written = segment.to_string();
    assert_eq!(Segment::parse(&written).as_ref(), Ok(&segment), "{written:?} from {line:?}");
    let library = LIBRARY.1.lock().unwrap_or_else(PoisonError::into_inner);
    let count = |segment: &Segment| library.coverage(segment).expect("every segment is a question").sessions;
    let all = count(&Segment::default());
    assert!(count(&segment) <= all);
    for term in segment.terms().iter().take(4) {
        term.chip();
        let with = count(&Segment::of(vec![term.clone()]));
        let without = count(&Segment::of(vec![term.turned()]));
        assert_eq!(with + without, all, "{term:?} holds or it does not");
    }
}

/// A library with a small session in it.
static LIBRARY: LazyLock<(TempDir, Mutex<Library>)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let file = folder.path().join("s.ndjson");
    fs::write(&file, SESSION).expect("files can be written");
    let mut library = Library::open(&folder.path().join("l.wherefore")).expect("a library can be made");
    library.import(&[file], &Progress::default()).expect("a session can be imported");
    (folder, Mutex::new(library))
});

const SESSION: &str = r#"{"type":4,"data":{"href":"https://a.example/product/1?utm_source=x","width":800,"height":600},"timestamp":1700000000000}
{"type":2,"data":{"node":{"type":0,"id":1,"childNodes":[{"type":2,"id":2,"tagName":"button","attributes":{},"childNodes":[{"type":3,"id":3,"textContent":"Buy"}]}]},"initialOffset":{"top":0,"left":0}},"timestamp":1700000000010}
{"type":3,"data":{"source":2,"type":2,"id":2,"x":5,"y":5},"timestamp":1700000002000}
"#;

/// The manifest of a bundle: read once, written and read again it is the same, and its rules can be used.
pub(crate) fn manifest(bytes: &[u8]) {
    for item in opened_as("wherefore.json", bytes, true) {
        let Item::Manifest(manifest) = item else { continue };
        let text = serde_json::to_string(&manifest).expect("a manifest can be written");
        assert_eq!(serde_json::from_str(&text).ok(), Some(manifest.clone()), "{text}");
        let rules = Rules::of_site(&manifest.stages, &manifest.pages);
        for url in ["https://a.example/product/1?x=y#z", "", "/a/b/c", "about:blank"] {
            page_name(&page_key(url, &rules), &rules);
        }
    }
}

/// An address, and the key of a page rule behind a line break.
pub(crate) fn address(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (url, rule) = text.split_once('\n').unwrap_or((&text, "/a/*"));
    let rule = PageRule { key: rule.to_owned(), name: String::new() };
    for rules in [Rules::default(), Rules::of_site(&BTreeMap::default(), &[rule])] {
        let key = page_key(url, &rules);
        assert!(!key.is_empty(), "{url:?} has a key");
        assert!(!page_name(&key, &rules).is_empty(), "{key:?} has a name");
    }
}

/// A file of any kind: the first byte chooses the name it is opened by, the others are what is in it.
pub(crate) fn opened(bytes: &[u8]) {
    let Some((name, bytes)) = bytes.split_first() else { return };
    for item in opened_as(NAMES[usize::from(*name) % NAMES.len()], bytes, false) {
        if let Item::Recording(recording) = item {
            fuzz::events(&recording.events);
        }
    }
}

/// A folder for the files that are opened; one process writes one at a time.
static FOLDER: LazyLock<Mutex<TempDir>> =
    LazyLock::new(|| Mutex::new(tempfile::tempdir().expect("there is a folder for temporary files")));

fn opened_as(name: &str, bytes: &[u8], folder_too: bool) -> Vec<Item> {
    let folder = FOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("files can be written");
    let opened: PathBuf = if folder_too { folder.path().to_owned() } else { path.clone() };
    let progress = Progress::default();
    let listing = list(&[opened], &progress);
    let mut items: Vec<Item> = listing.set_aside.into_iter().map(Item::SetAside).collect();
    for unit in listing.units {
        unit.read(&progress, &mut |item| items.push(item)).expect("nobody cancels, and the file is there");
    }
    fs::remove_file(&path).expect("what was written can be removed");
    assert!(!items.is_empty(), "a file gives an item or says why not");
    items
}
