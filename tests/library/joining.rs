//! Which session orders and answers belong to, and what an import tells of it.

use super::{BEGIN, HOUR, difference, dump, import, open, recording, write};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use wherefore::format::Mapping;
use wherefore::job::Progress;
use wherefore::library::{ImportReport, Library, MapFor};

/// RFC 3339 of so many minutes after [`BEGIN`].
fn at(minutes: i64) -> String {
    jiff::Timestamp::from_millisecond(BEGIN + minutes * 60_000).unwrap().to_string()
}

/// A session that thanks for an order.
fn thanks(start: i64, order: &str) -> String {
    let event = format!(
        r#"{{"type":5,"data":{{"tag":"purchase","payload":{{"transaction_id":"{order}","value":20,"currency":"EUR"}}}},"timestamp":{}}}"#,
        start + 5000
    );
    format!("{},{event}]", recording(start, 1).strip_suffix(']').unwrap())
}

/// Four sessions: two of one visitor an hour apart, one that saw an order, one that tells an address.
fn shop(root: &Path) -> Vec<PathBuf> {
    let identify = format!(
        r#"{{"type":5,"data":{{"tag":"identify","payload":{{"email":"Mia@Example.com"}}}},"timestamp":{}}}"#,
        BEGIN + 5 * HOUR + 100
    );
    let known = recording(BEGIN + 5 * HOUR, 1);
    let known = format!("{},{identify}]", known.strip_suffix(']').unwrap());
    vec![
        write(root, "r/v-1a.json", &recording(BEGIN, 2)),
        write(root, "r/v-1b.json", &recording(BEGIN + HOUR, 2)),
        write(root, "r/seen.json", &thanks(BEGIN + 3 * HOUR, "1001")),
        write(root, "r/mail.json", &known),
        write(root, "sessions.csv", "session_id,visitor\nv-1a,v-1\nv-1b,v-1\nseen,v-2\n"),
    ]
}

fn fates(report: &ImportReport) -> Vec<(u64, u64, u64, u64, u64, u64)> {
    let counts = |table: &wherefore::library::TableJoin| {
        let by = table.join.by;
        (table.rows, by.session_id, by.order_id, by.visitor, by.email, table.join.ambiguous)
    };
    report.joins.tables.iter().map(counts).collect()
}

fn orders(root: &Path) -> PathBuf {
    let rows = format!(
        "order_id,session_id,visitor,email,created_at,total\n\
         A,v-1a,,,,1\n\
         #1001,,,,{},2\n\
         C,,v-1,,{},4\n\
         D,,v-1,,,8\n\
         E,,,mia@example.com,{},16\n\
         F,,,mia@example.com,{},32\n\
         G,gone,v-1,,{},64\n\
         H,,,,,128\n",
        at(181),
        at(70),
        at(301),
        at(600),
        at(30),
    );
    write(root, "orders.csv", &rows)
}

#[test]
fn a_row_joins_by_the_first_that_tells() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let mut files = shop(folder.path());
    files.push(orders(folder.path()));
    let report = import(&mut library, &files);
    assert_eq!(report.set_aside, []);
    let told = report.joins.tables.iter().find(|table| table.kind == "orders").unwrap();
    assert_eq!(fates(&report), [(3, 3, 0, 0, 0, 0), (8, 1, 1, 1, 1, 1)]);
    assert_eq!((told.join.matched, told.join.unmatched, report.joins.orders), (4, 4, told.join));
    let why: Vec<_> = told.examples.iter().map(|row| format!("{}: {}", row.row, row.why)).collect();
    assert_eq!(
        why,
        [
            "D: Two sessions of its visitor fit equally well.",
            "F: No session of its e-mail address is here with its time in it, or 30 minutes before or after it.",
            "G: It names the session \"gone\", which is not here.",
            "H: No recording saw its order, and it names no session, visitor or e-mail address.",
        ]
    );
    let value = |id: &str| library.session(id).unwrap().unwrap().shopping.order_value;
    assert_eq!(
        (value("v-1a"), value("v-1b"), value("seen"), value("mail")),
        (Some(1.0), Some(4.0), Some(2.0), Some(16.0))
    );
    let raw = fs::read(library.path()).unwrap();
    let clear = b"mia@example.com";
    assert!(
        !raw.windows(clear.len()).any(|part| part.eq_ignore_ascii_case(clear)),
        "the address is not stored in a table"
    );
}

#[test]
fn answers_join_by_their_order_and_days_after_a_visit() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let mut files = shop(folder.path());
    files.push(orders(folder.path()));
    let rows = format!(
        "question,answer,order number,visitor id,date\n\
         How likely are you to recommend us?,9,1001,,\n\
         How likely are you to recommend us?,0,E,,\n\
         What kept you?,Size,,v-1,{}\n\
         What kept you?,Price,,v-2,{}\n",
        at(3 * 24 * 60),
        at(9 * 24 * 60),
    );
    files.push(write(folder.path(), "answers.csv", &rows));
    let report = import(&mut library, &files);
    assert_eq!(fates(&report)[2], (4, 0, 2, 1, 0, 0), "{:?}", report.joins);
    let texts =
        |id: &str| -> Vec<String> { library.answers(id).unwrap().into_iter().map(|a| a.text).collect() };
    assert_eq!(
        (texts("seen"), texts("mail"), texts("v-1b")),
        (vec!["9".into()], vec!["0".into()], vec!["Size".into()])
    );
    assert_eq!(library.answers("seen").unwrap()[0].score, Some(9.0));
}

#[test]
fn times_without_a_zone_are_the_sites() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("shop");
    write(&root, "wherefore.json", r#"{"wherefore":1,"timezone":"Europe/Helsinki"}"#);
    write(&root, "recordings/a.json", &recording(BEGIN, 1));
    write(&root, "sessions.csv", "session_id,visitor\na,v\n");
    // BEGIN is 14:13:20 UTC, three hours before that in Helsinki.
    write(
        &root,
        "orders.csv",
        "order_id,visitor,date,total\n1,v,21.09.2026 17:14,5\n2,v,21.09.2026 14:14,7\n3,v,2026-09-21,9\n",
    );
    let mut library = open(folder.path());
    let report = import(&mut library, &[root]);
    let told = report.joins.tables.iter().find(|table| table.kind == "orders").unwrap();
    assert_eq!((told.join.matched, told.join.unmatched), (2, 1), "{told:?}");
    assert_eq!(told.notes, ["Times name no zone and were taken as Europe/Helsinki; the site's time zone."]);
    assert_eq!(
        library.session("a").unwrap().unwrap().shopping.order_value,
        Some(14.0),
        "the hour, and the day"
    );
}

#[test]
fn rows_wait_for_their_recordings() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let files = shop(folder.path());
    let report = import(&mut library, &[orders(folder.path())]);
    assert_eq!((report.joins.orders.matched, report.joins.earlier), (0, 0));
    let report = import(&mut library, &files[2..3]);
    assert_eq!(report.joins.earlier, 1);
    assert_eq!(library.session("seen").unwrap().unwrap().shopping.order_value, Some(2.0));
    let report = import(&mut library, &files);
    assert_eq!(report.joins.earlier, 3);
    let mut whole = Library::open(&folder.path().join("whole.wherefore")).unwrap();
    import(&mut whole, &[files, vec![orders(folder.path())]].concat());
    assert_eq!(difference(&dump(&library), &dump(&whole)), None);
    let before = dump(&library);
    import(&mut library, &[orders(folder.path())]);
    assert_eq!(difference(&dump(&library), &before), None, "importing twice changes nothing");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    /// Recordings and tables in any order and any number of imports give the same library.
    #[test]
    fn what_came_first_does_not_matter(order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle(), cut in 1..7_usize) {
        let folder = tempfile::tempdir().unwrap();
        let mut files = shop(folder.path());
        files.push(orders(folder.path()));
        files.push(write(folder.path(), "answers.csv", "question,answer,order_id\nWhy?,So,E\nWhy?,Thus,1001\n"));
        let mut whole = Library::open(&folder.path().join("whole.wherefore")).unwrap();
        import(&mut whole, &files);
        let turned: Vec<PathBuf> = order.iter().map(|index| files[*index].clone()).collect();
        let mut pieced = open(folder.path());
        import(&mut pieced, &turned[..cut]);
        import(&mut pieced, &turned[cut..]);
        let (pieced, whole) = (dump(&pieced), dump(&whole));
        prop_assert_eq!(difference(&pieced, &whole), None);
    }
}

#[test]
fn what_a_person_says_of_a_header_is_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let recordings = shop(folder.path());
    import(&mut library, &recordings);
    let table = write(folder.path(), "belege.csv", "Vorgang;Brutto;Sitzungsnr\nK-1;12,50;v-1a\n");
    let report = import(&mut library, std::slice::from_ref(&table));
    assert!(report.incomplete());
    let [unmapped] = report.unmapped.as_slice() else { panic!("{report:?}") };
    assert_eq!((unmapped.rows, unmapped.columns.len(), unmapped.preview.len()), (1, 3, 1));

    let maps = |file: Option<&str>, text: &str| {
        [MapFor { file: file.map(str::to_owned), mapping: Mapping::parse(text).unwrap() }]
    };
    let wrong = maps(Some("belege.csv"), "orders:order=Nummer");
    let report = library.import_mapped(std::slice::from_ref(&table), &wrong, &Progress::default()).unwrap();
    assert!(report.set_aside[0].why.contains("Vorgang, Brutto, Sitzungsnr"), "{:?}", report.set_aside);

    let right = maps(None, "orders:order=Vorgang,total=Brutto,session=Sitzungsnr");
    let report = library.import_mapped(std::slice::from_ref(&table), &right, &Progress::default()).unwrap();
    assert_eq!((report.unmapped.len(), report.joins.orders.matched), (0, 1), "{report:?}");
    assert_eq!(library.session("v-1a").unwrap().unwrap().shopping.order_value, Some(12.5));

    let turned = write(folder.path(), "mai.csv", "brutto;Sitzungsnr;Vorgang\n3,00;v-1b;K-2\n");
    let report = import(&mut library, &[turned]);
    assert_eq!((report.unmapped.len(), report.joins.orders.matched), (0, 1), "the header is known again");

    let left = write(folder.path(), "lager.csv", "Fach;Menge\n1;2\n");
    library.import_mapped(std::slice::from_ref(&left), &maps(None, "leave"), &Progress::default()).unwrap();
    let report = import(&mut library, &[left]);
    assert!(!report.incomplete(), "what is left out is not asked for again: {report:?}");
    assert_eq!(library.mappings().unwrap().len(), 2);
}

#[test]
fn a_known_table_is_read_otherwise_where_a_person_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    import(&mut library, &shop(folder.path()));
    let table = write(folder.path(), "orders.csv", "order_id,session_id,total,total_paid\n1,v-1a,5,4\n");
    let map = MapFor {
        file: Some("orders.csv".to_owned()),
        mapping: Mapping::parse("orders:order=order_id,session=session_id,total=total_paid").unwrap(),
    };
    library.import_mapped(&[table], &[map], &Progress::default()).unwrap();
    assert_eq!(library.session("v-1a").unwrap().unwrap().shopping.order_value, Some(4.0));
}
