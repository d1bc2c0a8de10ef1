//! Files into a library: whole, joined, once, and never half.

use super::{BEGIN, HOUR, bundle, difference, dump, ids, import, open, recording, write};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use wherefore::event::Device;
use wherefore::facts::{Measures, Stage};
use wherefore::job::{Job, Poll, Progress};
use wherefore::library::{Library, Order, Segment, View};

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

    let visits = library.visits("/product/*", Some(Device::Mobile)).unwrap();
    let clicks = |view: &View| visits.touches_of(view).iter().filter(|touch| touch.is_click()).count();
    assert_eq!(visits.views.iter().map(clicks).collect::<Vec<_>>(), [2, 0], "s-1 and s-3");
    let click = &visits.touches[1];
    assert_eq!(click.at.0, 7000);
    assert_eq!(click.position, Some((101.0, 200.0)));
    assert_eq!(visits.element(click).map(|e| e.name.as_str()), Some("Buy"));
    let view = &visits.views[0];
    assert_eq!(
        (click.inside, view.page_height, view.measured),
        (None, None, false),
        "nothing was measured yet"
    );
    assert_eq!(library.choose(&visits, &all).unwrap(), visits.everyone());
    let none = library.choose(&visits, &Segment::parse("country:nowhere").unwrap()).unwrap();
    assert_eq!((none.is_empty(), none.sessions), (true, 0));

    assert_eq!(library.unmeasured(&all, "/product/*").unwrap(), ["s-1", "s-2", "s-3"]);
    library
        .put_measures(
            "s-1",
            &Measures { page_heights: vec![Some(1200.0)], inside: vec![None, None], ..Measures::default() },
        )
        .unwrap();
    assert_eq!(library.unmeasured(&all, "/product/*").unwrap(), ["s-2", "s-3"]);
    let visits = library.visits("/product/*", Some(Device::Mobile)).unwrap();
    assert_eq!((visits.views[0].page_height, visits.views[0].measured), (Some(1200.0), true));
    assert_eq!(visits.measured(&visits.everyone()), (1, 2));
    assert_eq!(
        library.typical_views(("/product/*", None), Device::Mobile, &all).unwrap().first(),
        Some(&("s-1".to_owned(), 0))
    );
    assert_eq!(library.typical_views(("/nowhere", None), Device::Mobile, &all).unwrap(), []);
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
    assert_eq!(difference(&dump(&library), &before), None);
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
        let (pieced, whole) = (dump(&pieced), dump(&whole));
        prop_assert_eq!(difference(&pieced, &whole), None);
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
    assert_eq!(difference(&dump(&cut), &dump(&whole)), None, "going on later gives the same library");
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
