//! The library through its public doors: opening, importing, joining, marking, and what it does
//! with files that are wrong.

use proptest::prelude::*;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use wherefore::event::Device;
use wherefore::facts::{Measures, Stage};
use wherefore::job::{Job, Poll, Progress};
use wherefore::library::{
    Error, Evidence, EvidenceKind, Hypothesis, ImportReport, Library, Order, SavedSegment, Segment, Stance,
    Status,
};

const HOUR: i64 = 3_600_000;
const BEGIN: i64 = 1_790_000_000_000;

/// A recording of a small shop: a product page with a button, clicked so many times.
fn recording(start: i64, clicks: usize) -> String {
    let mut events = format!(
        r##"[{{"type":4,"data":{{"href":"https://shop.example/product/shoe-{start}?utm_source=instagram&utm_medium=cpc","width":390,"height":844}},"timestamp":{start}}},
{{"type":2,"data":{{"node":{{"type":0,"id":1,"childNodes":[{{"type":2,"id":2,"tagName":"html","attributes":{{}},"childNodes":[
{{"type":2,"id":3,"tagName":"body","attributes":{{}},"childNodes":[{{"type":2,"id":4,"tagName":"button","attributes":{{"id":"buy"}},
"childNodes":[{{"type":3,"id":5,"textContent":"Buy"}}]}}]}}]}}]}},"initialOffset":{{"top":0,"left":0}}}},"timestamp":{}}}"##,
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
        writeln!(text, "{:?}", library.raw_events(&session.id).unwrap()).unwrap();
    }
    for page in library.pages(&all).unwrap() {
        writeln!(text, "{page:?} {:?}", library.page_visits(&page.page, None, &all).unwrap()).unwrap();
    }
    let (answers, arms) = (library.answers_in(&all).unwrap(), library.arms().unwrap());
    writeln!(text, "{answers:?} {arms:?} {:?} {:?}", library.site().unwrap(), library.asset_urls().unwrap())
        .unwrap();
    text
}

fn ids(library: &Library, line: &str) -> Vec<String> {
    let segment = Segment::parse(line).unwrap();
    library.sessions(&segment, Order::default()).unwrap().into_iter().map(|session| session.id).collect()
}

#[test]
fn a_bundle_comes_in_whole_and_joined() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let progress = Progress::default();
    let report = library.import(&[bundle(folder.path())], &progress).unwrap();
    assert_eq!((report.read, report.new, report.set_aside.len()), (3, 3, 0), "{report:?}");
    assert_eq!(progress.counts(), (report.bytes, report.bytes), "every byte was counted off");
    let joins = report.joins;
    assert_eq!((joins.sessions.matched, joins.sessions.unmatched), (2, 1));
    assert_eq!((joins.orders.matched, joins.orders.unmatched), (1, 1));
    assert_eq!((joins.answers.matched, joins.answers.unmatched), (1, 1));
    assert_eq!(joins.arms, 2);
    assert_eq!(ids(&library, ""), ["s-1", "s-2", "s-3"]);

    let first = library.session("s-1").unwrap().unwrap();
    assert_eq!(first.started_at, "2026-09-21T14:13:20Z");
    assert_eq!(first.audience.country.as_deref(), Some("FI"));
    assert_eq!(first.audience.device, Device::Mobile);
    assert_eq!(first.arrival.channel.as_deref(), Some("paid social"), "from the address: cpc on instagram");
    assert_eq!(first.arrival.utm.source.as_deref(), Some("instagram"));
    assert_eq!((first.clicks, first.page_views), (2, 1));
    assert_eq!(first.shopping.stage, Some(Stage::ViewItem));
    assert!(!first.shopping.bought);
    assert_eq!(first.shopping.currency.as_deref(), Some("EUR"));

    let second = library.session("s-2").unwrap().unwrap();
    assert_eq!(second.arrival.channel.as_deref(), Some("email"), "the table goes before the address");
    assert_eq!(second.audience.device, Device::Tablet, "the table goes before the viewport");
    assert!(second.shopping.bought, "an order tells it");
    assert_eq!(second.shopping.order_value, Some(99.5));
    assert_eq!(second.shopping.stages, [Stage::ViewItem, Stage::Purchase]);

    let answers = library.answers("s-1").unwrap();
    assert_eq!(
        answers.iter().map(|a| (a.text.as_str(), a.t_ms.map(|t| t.0))).collect::<Vec<_>>(),
        [("Too dear", Some(5000))]
    );
    assert_eq!(library.answers_in(&Segment::default()).unwrap().len(), 2);
    assert_eq!(library.answers_in(&Segment::parse("country:fi").unwrap()).unwrap().len(), 1);
    assert_eq!(library.arms().unwrap()[1].name, "Link");
    assert_eq!(library.site().unwrap().name.as_deref(), Some("Shop"));
    let funnel = library.funnel(&Segment::default()).unwrap();
    assert_eq!((funnel[0], funnel[5]), ((Stage::ViewItem, 3), (Stage::Purchase, 1)));
    assert_eq!(library.values("country").unwrap(), [("FI".to_owned(), 1), ("SE".to_owned(), 1)]);
    assert_eq!(library.values("nothing").unwrap(), []);
    assert_eq!(library.check().unwrap(), [""; 0]);
}

#[test]
fn the_json_has_the_names_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    import(&mut library, &[bundle(folder.path())]);
    let json = serde_json::to_value(library.session("s-1").unwrap().unwrap()).unwrap();
    let names = "id source started_at duration_ms active_ms device browser os viewport visitor country channel utm \
                 referrer landing_url exit_url page_views clicks stage stages bought cart_value order_value currency \
                 signals coupons variant tags hypotheses watched fidelity";
    for name in names.split_whitespace() {
        assert!(json.get(name).is_some(), "{name} is missing in {json}");
    }
    assert_eq!(json["source"]["file"], "s-1.json");
    assert_eq!(json["viewport"]["width"], 390.0);
    assert_eq!(json["cart_value"], serde_json::Value::Null, "what is not known is null");
    assert_eq!(json["signals"]["error"], serde_json::Value::Null, "no console was recorded");
    assert_eq!(json["signals"]["rage"], 0);
    assert_eq!(json["stage"], "view_item");
}

#[test]
fn pages_hold_their_visits() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    import(&mut library, &[bundle(folder.path())]);
    let all = Segment::default();
    let pages = library.pages(&all).unwrap();
    assert_eq!(pages.len(), 1, "{pages:?}");
    assert_eq!((pages[0].page.as_str(), pages[0].name.as_str()), ("/product/*", "Product"));
    assert_eq!((pages[0].views, pages[0].sessions, pages[0].exits, pages[0].clicks), (3, 3, 3, 5));
    assert_eq!(pages[0].devices, BTreeMap::from([(Device::Tablet, 1), (Device::Mobile, 2)]));

    let visits = library.page_visits("/product/*", Some(Device::Mobile), &all).unwrap();
    assert_eq!(
        visits.iter().map(|v| (v.session.as_str(), v.clicks.len())).collect::<Vec<_>>(),
        [("s-1", 2), ("s-3", 0)]
    );
    let click = &visits[0].clicks[1];
    assert_eq!(click.at.0, 7000);
    assert_eq!(click.position.map(|p| (p.x, p.y)), Some((101.0, 200.0)));
    assert_eq!(click.element.as_ref().map(|e| e.name.as_str()), Some("Buy"));
    assert_eq!((click.inside, visits[0].page_height), (None, None), "nothing was measured yet");

    assert_eq!(library.unmeasured(&all, "/product/*").unwrap(), ["s-1", "s-2", "s-3"]);
    library
        .put_measures("s-1", &Measures { page_heights: vec![Some(1200.0)], inside: vec![None, None] })
        .unwrap();
    assert_eq!(library.unmeasured(&all, "/product/*").unwrap(), ["s-2", "s-3"]);
    let visits = library.page_visits("/product/*", Some(Device::Mobile), &all).unwrap();
    assert_eq!(visits[0].page_height, Some(1200.0));
    assert_eq!(
        library.typical_view("/product/*", Device::Mobile, &all).unwrap(),
        Some(("s-1".to_owned(), 0))
    );
    assert_eq!(library.typical_view("/nowhere", Device::Mobile, &all).unwrap(), None);
}

#[test]
fn importing_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let bundle = bundle(folder.path());
    import(&mut library, std::slice::from_ref(&bundle));
    let before = dump(&library);
    let report = import(&mut library, &[bundle]);
    assert_eq!((report.read, report.new, report.already_there, report.longer), (3, 0, 3, 0));
    assert_eq!(report.renamed, []);
    assert_eq!(dump(&library), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Recordings and tables in any order, in one import or several, some of them twice: one library.
    #[test]
    fn the_order_of_files_does_not_matter(
        order in proptest::collection::vec(0_usize..8, 4..16).prop_map(|mut order| { order.extend(0..8); order }),
        cuts in proptest::collection::btree_set(1_usize..12, 0..3),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let root = bundle(folder.path());
        let mut whole = open(&root);
        import(&mut whole, std::slice::from_ref(&root));
        let mut pieced = open(folder.path());
        let names = ["wherefore.json", "recordings/s-1.json", "recordings/s-2.json", "recordings/s-3.json",
                     "sessions.csv", "orders.csv", "surveys.csv", "experiments.csv"];
        let files: Vec<PathBuf> = order.iter().map(|&index| root.join(names[index])).collect();
        let mut from = 0;
        for cut in cuts.into_iter().chain([files.len()]) {
            import(&mut pieced, &files[from..cut.max(from)]);
            from = cut.max(from);
        }
        prop_assert_eq!(dump(&pieced), dump(&whole));
    }
}

#[test]
fn a_longer_recording_takes_the_place_of_the_shorter_and_keeps_what_was_noted() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let named = |clicks: usize| format!(r#"{{"session_id":"x","events":{}}}"#, recording(BEGIN, clicks));
    let short = write(folder.path(), "a/short.json", &named(1));
    let long = write(folder.path(), "b/long.json", &named(4));
    import(&mut library, std::slice::from_ref(&short));
    library.add_tag("x", "mine").unwrap();
    library.set_watched("x", true).unwrap();
    let report = import(&mut library, std::slice::from_ref(&long));
    assert_eq!((report.new, report.longer, report.already_there), (0, 1, 0));
    let session = library.session("x").unwrap().unwrap();
    assert_eq!((session.clicks, session.source.file.as_str()), (4, "long.json"));
    assert_eq!((session.marks.tags, session.marks.watched), (vec!["mine".to_owned()], true));
    let report = import(&mut library, &[short]);
    assert_eq!((report.longer, report.already_there), (0, 1), "the shorter one does not come back");
    assert_eq!(library.session("x").unwrap().unwrap().clicks, 4);
    assert_eq!(library.check().unwrap(), [""; 0]);
}

#[test]
fn different_recordings_with_one_id_are_both_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let named = |start: i64| format!(r#"{{"session_id":"x","events":{}}}"#, recording(start, 1));
    let files =
        [write(folder.path(), "a.json", &named(BEGIN)), write(folder.path(), "b.json", &named(BEGIN + HOUR))];
    let report = import(&mut library, &files);
    assert_eq!(report.new, 2);
    assert_eq!((report.renamed[0].id.as_str(), report.renamed[0].kept_as.as_str()), ("x", "x-2"));
    assert_eq!(ids(&library, ""), ["x", "x-2"]);
    let report = import(&mut library, &files);
    assert_eq!((report.new, report.already_there), (0, 2));
}

#[test]
fn a_recording_without_id_is_known_again_under_another_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let one = write(folder.path(), "visit.json", &recording(BEGIN, 2));
    let copy = write(folder.path(), "copy of visit.json", &recording(BEGIN, 2));
    let report = import(&mut library, &[one, copy]);
    assert_eq!((report.read, report.new, report.already_there), (2, 1, 1));
    let other = write(folder.path(), "other/visit.json", &recording(BEGIN + HOUR, 2));
    let odd = write(folder.path(), "ein Besuch.json", &recording(BEGIN + 2 * HOUR, 2));
    import(&mut library, &[other, odd]);
    let found = ids(&library, "");
    assert_eq!(found.len(), 3);
    assert!(found[2].len() == 12 && found[2].chars().all(|c| c.is_ascii_hexdigit()), "{found:?}");
}

#[test]
fn bad_files_are_set_aside_and_the_rest_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let good = write(folder.path(), "good.json", &recording(BEGIN, 2));
    let bad = [
        write(folder.path(), "empty.json", ""),
        write(folder.path(), "not-a-recording.json", r#"{"hello":"world"}"#),
        write(folder.path(), "picture.bin", "\u{0}\u{1}nothing"),
        folder.path().join("missing.json"),
    ];
    let paths: Vec<PathBuf> = bad.iter().cloned().chain([good]).collect();
    let report = import(&mut library, &paths);
    assert_eq!(report.new, 1, "{report:?}");
    for path in &bad {
        let name = path.file_name().unwrap().to_string_lossy();
        assert!(
            report.set_aside.iter().any(|aside| aside.path.contains(&*name) && !aside.why.is_empty()),
            "{name}: {report:?}"
        );
    }
    assert!(report.incomplete());
}

#[test]
fn a_cancelled_import_leaves_whole_sessions_only() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..120)
        .map(|n| write(folder.path(), &format!("r/v-{n}.json"), &recording(BEGIN + n * HOUR, 40)))
        .collect();
    let mut cut = Library::open(&folder.path().join("cut.wherefore")).unwrap();
    let mut worker = cut.another().unwrap();
    let (woken, wake) = std::sync::mpsc::sync_channel(1);
    let theirs = files.clone();
    let job = Job::spawn(
        "import",
        move || woken.send(()).unwrap_or(()),
        move |progress| worker.import(&theirs, progress),
    )
    .unwrap();
    while cut.coverage(&Segment::default()).unwrap().total < 3 && wake.try_recv().is_err() {}
    job.progress().cancel();
    wake.recv().ok();
    let Poll::Done(report) = job.poll() else { panic!("the job ended") };
    let report = report.unwrap();
    let sessions = cut.sessions(&Segment::default(), Order::default()).unwrap();
    assert_eq!(report.new, sessions.len() as u64);
    assert!(report.cancelled || sessions.len() == files.len());
    for session in &sessions {
        assert_eq!(session.clicks, 40);
        assert_eq!(library_clicks(&cut, &session.id), 40);
    }
    assert_eq!(cut.check().unwrap(), [""; 0]);
    import(&mut cut, &files);
    let mut whole = Library::open(&folder.path().join("whole.wherefore")).unwrap();
    import(&mut whole, &files);
    assert_eq!(dump(&cut), dump(&whole), "going on later gives the same library");
}

fn library_clicks(library: &Library, id: &str) -> usize {
    let lines =
        library.raw_events(id).unwrap().split(|&b| b == b'\n').filter(|line| !line.is_empty()).count();
    assert_eq!(lines, 42, "the recording is whole");
    library.facts(id).unwrap().interactions.iter().filter(|what| what.kind.is_click()).count()
}

#[test]
fn an_import_that_is_cancelled_at_once_keeps_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let progress = Progress::default();
    progress.cancel();
    let report = library.import(&[bundle(folder.path())], &progress).unwrap();
    assert!(report.cancelled && report.new == 0, "{report:?}");
    assert_eq!(library.coverage(&Segment::default()).unwrap().total, 0);
}

#[test]
fn a_second_instance_can_only_read_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = open(folder.path());
    let mut second = open(folder.path());
    assert!(!first.read_only() && second.read_only());
    import(&mut first, &[bundle(folder.path())]);
    assert_eq!(ids(&second, "").len(), 3, "it sees what the first one writes");
    for refused in [
        second.set_watched("s-1", true),
        second.put_setting("a", "b"),
        second.import(&[bundle(folder.path())], &Progress::default()).map(|_| ()),
    ] {
        assert!(matches!(refused, Err(Error::ReadOnly { .. })), "{refused:?}");
    }
    let reader = first.reader().unwrap();
    assert!(reader.read_only());
    let writer = first.another().unwrap();
    writer.add_tag("s-1", "from afar").unwrap();
    drop(first);
    assert!(open(folder.path()).read_only(), "the other connection still holds the lock");
    drop(writer);
    assert!(!open(folder.path()).read_only());
}

#[track_caller]
fn refused(path: &Path, says: &str) {
    let before = fs::read(path).ok();
    for result in [Library::open(path), Library::open_read_only(path)] {
        let error = result.expect_err("this is no library of ours");
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(fs::read(path).ok(), before, "nothing was changed");
}

#[test]
fn what_is_no_library_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    refused(&write(folder.path(), "text.wherefore", &"no library ".repeat(100)), "damaged");
    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE theirs(x)").unwrap();
    refused(&foreign, "another program");

    let path = folder.path().join("shop.wherefore");
    import(&mut Library::open(&path).unwrap(), &[bundle(folder.path())]);
    let bytes = fs::read(&path).unwrap();
    let cut = folder.path().join("cut.wherefore");
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    refused(&cut, "cut off");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    refused(&path, "newer Wherefore");
    refused(&folder.path().join("no/such/folder.wherefore"), "no such file");
}

#[test]
fn a_damaged_page_is_found_by_the_check_and_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.wherefore");
    import(&mut Library::open(&path).unwrap(), &[bundle(folder.path())]);
    let mut bytes = fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(4096 * 2).step_by(97) {
        *byte ^= 0x5a;
    }
    fs::write(&path, bytes).unwrap();
    if let Ok(library) = Library::open(&path) {
        assert!(library.check().map_or(true, |complaints| !complaints.is_empty()));
        let _ = library.sessions(&Segment::default(), Order::default());
        let _ = library.facts("s-1");
    }
}

#[test]
fn a_protected_library_is_opened_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.wherefore");
    import(&mut Library::open(&path).unwrap(), &[bundle(folder.path())]);
    let mut protected = fs::metadata(&path).unwrap().permissions();
    protected.set_readonly(true);
    fs::set_permissions(&path, protected).unwrap();
    let library = Library::open(&path).unwrap();
    assert!(library.read_only());
    assert_eq!(ids(&library, "").len(), 3);
}

fn hypothesis(id: &str) -> Hypothesis {
    Hypothesis {
        id: id.to_owned(),
        title: "The coupon box traps".to_owned(),
        because: "we saw".to_owned(),
        believe: "less".to_owned(),
        know_when: "more".to_owned(),
        status: Status::Watching,
        owner: "me".to_owned(),
        segment: "signal:rage".to_owned(),
        notes: String::new(),
        tags: vec!["coupon".to_owned()],
        created_at_ms: 5,
    }
}

#[test]
fn hypotheses_and_evidence_can_be_undone_by_writing_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    import(&mut library, &[bundle(folder.path())]);
    assert_eq!(library.next_hypothesis_id().unwrap(), "H-1");
    let first = hypothesis("H-1");
    library.put_hypothesis(&first).unwrap();
    library.put_hypothesis(&hypothesis("H-2")).unwrap();
    let mut evidence = Evidence {
        id: 0,
        hypothesis: "H-1".to_owned(),
        session: "s-2".to_owned(),
        kind: EvidenceKind::Moment,
        at: Some(wherefore::event::Time(1500)),
        stance: Stance::Against,
        note: "here".to_owned(),
        created_at_ms: 7,
    };
    evidence.id = library.put_evidence(&evidence).unwrap();
    assert_eq!(library.evidence("h-1").unwrap(), [evidence.clone()]);
    assert_eq!(library.evidence_of_session("s-2").unwrap(), [evidence.clone()]);
    assert_eq!(library.session("s-2").unwrap().unwrap().marks.hypotheses, ["H-1"]);
    assert_eq!(ids(&library, "hypothesis:H-1"), ["s-2"]);

    library.put_hypothesis(&Hypothesis { status: Status::Won, ..first.clone() }).unwrap();
    assert_eq!(library.evidence("H-1").unwrap().len(), 1, "writing a hypothesis keeps its evidence");
    library.delete_hypothesis("H-1").unwrap();
    assert_eq!(library.evidence_of_session("s-2").unwrap(), []);
    assert!(matches!(library.put_evidence(&evidence), Err(Error::Missing { what: "hypothesis", .. })));
    library.put_hypothesis(&first).unwrap();
    assert_eq!(library.put_evidence(&evidence).unwrap(), evidence.id, "back under its number");
    assert_eq!(library.evidence("H-1").unwrap(), [evidence.clone()]);
    library.delete_evidence(evidence.id).unwrap();
    library.delete_hypothesis("H-2").unwrap();
    assert_eq!(library.next_hypothesis_id().unwrap(), "H-3", "a number is used once");
    assert_eq!(library.hypotheses().unwrap(), [first]);
}

#[test]
fn marks_settings_and_saved_segments_stay() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    import(&mut library, &[bundle(folder.path())]);
    for tag in ["b", "a", "a"] {
        library.add_tag("s-1", tag).unwrap();
    }
    library.add_tag("s-2", "a").unwrap();
    library.remove_tag("s-2", "never there").unwrap();
    assert_eq!(library.tags().unwrap(), [("a".to_owned(), 2), ("b".to_owned(), 1)]);
    assert_eq!(library.session("s-1").unwrap().unwrap().marks.tags, ["a", "b"]);
    let saved = SavedSegment { name: "phones".to_owned(), line: "device:mobile".to_owned() };
    library.save_segment(&saved).unwrap();
    library.put_setting("room", "why").unwrap();
    drop(library);
    let library = open(folder.path());
    assert_eq!(library.saved_segments().unwrap(), [saved]);
    assert_eq!(library.setting("room").unwrap().as_deref(), Some("why"));
    library.forget_segment("phones").unwrap();
    assert_eq!(library.saved_segments().unwrap(), []);
    assert!(matches!(library.add_tag("nobody", "a"), Err(Error::Missing { what: "session", .. })));
}

#[test]
fn an_id_may_be_shortened_while_unique() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let names = ["abc-1", "abc-2", "abc", "xyz_1"];
    let files: Vec<PathBuf> = (0..)
        .zip(names)
        .map(|(n, name)| write(folder.path(), &format!("{name}.json"), &recording(BEGIN + n * HOUR, 1)))
        .collect();
    import(&mut library, &files);
    let id = |text: &str| library.session(text).unwrap().map(|session| session.id);
    assert_eq!(id("abc").as_deref(), Some("abc"), "a whole id goes before beginnings");
    assert_eq!(id("x").as_deref(), Some("xyz_1"));
    assert_eq!(id("x%").as_deref(), None);
    assert_eq!(id("").as_deref(), None);
    let error = library.session("ab").unwrap_err();
    assert!(
        matches!(error, Error::Ambiguous { count: 3, .. }) && error.to_string().contains("abc-1"),
        "{error}"
    );
}
