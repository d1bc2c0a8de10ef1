//! Side tables as shops and survey tools write them: what each is taken for, and what is read of it.
//!
//! The tables in `tests/tables` are made up. `WHEREFORE_UPDATE=1 cargo test --test tables` rewrites
//! `tests/golden/tables.txt`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::{Just, ProptestConfig, Strategy as _, prop_assert_eq, proptest};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use wherefore::format::{Item, Mapping, Table, TableKind, UnknownTable, fingerprint, list};
use wherefore::job::Progress;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables")
}

fn items(path: &Path) -> Vec<Item> {
    let progress = Progress::default();
    let listing = list(&[path.to_owned()], &progress);
    assert!(listing.set_aside.is_empty(), "{:?}", listing.set_aside);
    let mut found = Vec::new();
    for unit in &listing.units {
        unit.read(&progress, &mut |item| found.push(item)).unwrap();
    }
    found
}

/// Items as people read them.
fn told(items: &[Item]) -> String {
    let mut text = String::new();
    for item in items {
        match item {
            Item::Taken(taken) => writeln!(text, "taken for {}: {}", taken.kind, taken.why).unwrap(),
            Item::Table(read) => {
                text.push_str(&rows(&read.rows));
                for note in &read.notes {
                    writeln!(text, "note: {note}").unwrap();
                }
            }
            Item::Unknown(table) => {
                writeln!(text, "unknown: {}", table.why()).unwrap();
                writeln!(text, "guess: {:?} {:?}", table.guess.kind, table.guess.columns).unwrap();
            }
            Item::SetAside(aside) => writeln!(text, "set aside {:?}: {}", aside.place, aside.why).unwrap(),
            other => writeln!(text, "{other:?}").unwrap(),
        }
    }
    text
}

fn rows(table: &Table) -> String {
    let mut text = String::new();
    let mut line = |row: String| {
        // What is not known is left out: a row of ten fields mostly says nothing.
        let known: Vec<&str> = row.split(", ").filter(|part| !part.ends_with(": None")).collect();
        let known = known.join(", ").replace("Some(", "(");
        writeln!(text, "  {known}").unwrap();
    };
    match table {
        Table::Sessions(rows) => rows.iter().for_each(|row| line(format!("{row:?}"))),
        Table::Orders(rows) => rows.iter().for_each(|row| line(format!("{row:?}"))),
        Table::Answers(rows) => rows.iter().for_each(|row| line(format!("{row:?}"))),
        Table::Arms(rows) => rows.iter().for_each(|row| line(format!("{row:?}"))),
    }
    text
}

#[test]
fn tables_are_told_by_their_headers() {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut found = String::new();
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        writeln!(found, "== {name}\n{}", told(&items(file))).unwrap();
    }
    assert!(!found.contains("xample.com"), "no e-mail address is read in clear text");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/tables.txt");
    if std::env::var_os("WHEREFORE_UPDATE").is_some() {
        fs::write(&golden, &found).unwrap();
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(found, expected, "WHEREFORE_UPDATE=1 rewrites it");
}

fn unknown(path: &Path) -> UnknownTable {
    let found = items(path);
    let [Item::Unknown(table)] = found.as_slice() else { panic!("{}", told(&found)) };
    table.clone()
}

#[test]
fn an_unknown_table_is_read_as_a_person_says() {
    let table = unknown(&folder().join("unknown.csv"));
    assert_eq!((table.columns().len(), table.count()), (4, 2));
    assert_eq!(table.preview(1), [["K-1", "12,50", "01.05.2024 10:00", "mia@example.com"]]);
    let mapping = Mapping::parse("orders:order=vorgang,total=Brutto,at=Wann,email=Kontakt").unwrap();
    let (read, aside) = table.read(&mapping).unwrap();
    assert_eq!(aside, []);
    let Table::Orders(orders) = &read.rows else { panic!("{read:?}") };
    assert_eq!((orders[0].order.as_str(), orders[0].total), ("K-1", Some(12.5)));
    assert_eq!(orders[0].at.as_deref(), Some("2024-05-01T10:00:00"));
    assert!(orders[0].email_hash.is_some() && orders[1].email_hash.is_none());

    let wide = Mapping::parse("answers:answer=*,id=Vorgang,at=Wann").unwrap();
    let (read, _) = table.read(&wide).unwrap();
    let Table::Answers(answers) = &read.rows else { panic!("{read:?}") };
    let asked: Vec<&str> = answers.iter().map(|row| row.question.as_str()).collect();
    assert_eq!(asked, ["Brutto", "Kontakt", "Brutto"]);

    let why = table.read(&Mapping::parse("orders:order=Nummer").unwrap()).unwrap_err().to_string();
    assert!(why.contains("\"Nummer\"") && why.contains("Vorgang, Brutto, Wann, Kontakt"), "{why}");
}

#[test]
fn what_a_table_is_taken_for_needs_no_name_or_place() {
    let temporary = tempfile::tempdir().unwrap();
    for (file, kind) in [("shopify.csv", "Shopify orders"), ("typeform.csv", "Typeform answers")] {
        let copy = temporary.path().join(format!("{}.txt.csv", file.len()));
        fs::copy(folder().join(file), &copy).unwrap();
        let found = told(&items(&copy));
        assert!(found.starts_with(&format!("taken for {kind}")), "{found}");
    }
    assert_eq!(TableKind::parse("surveys"), Some(TableKind::Answers));
}

/// The table with its columns in another order.
fn permuted(text: &str, order: &[usize]) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in reader.records() {
        let record = record.unwrap();
        let cells: Vec<&str> = order.iter().map(|index| record.get(*index).unwrap_or_default()).collect();
        writer.write_record(cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

const PERMUTED: [&str; 10] = [
    "shopify.csv",
    "woocommerce.csv",
    "magento.csv",
    "salla.csv",
    "zigpoll.csv",
    "hotjar.csv",
    "typeform.csv",
    "growthbook-size.csv",
    "ab.csv",
    "forms-wide.csv",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// The order of columns changes nothing but the order in which one person's answers are told.
    #[test]
    fn columns_may_stand_anywhere(
        (file, order) in (0..PERMUTED.len()).prop_flat_map(|file| {
            let text = fs::read_to_string(folder().join(PERMUTED[file])).unwrap();
            let width = text.lines().next().map_or(1, |_| {
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
                    .records().next().unwrap().unwrap().len()
            });
            (Just(file), Just((0..width).collect::<Vec<_>>()).prop_shuffle())
        }),
    ) {
        let temporary = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(folder().join(PERMUTED[file])).unwrap();
        let sorted = |name: &str, text: &str| {
            let path = temporary.path().join(name).join(PERMUTED[file]);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            let mut lines: Vec<String> = told(&items(&path)).lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(sorted("permuted", &permuted(&text, &order)), sorted("given", &text));
    }
}

#[test]
fn a_header_has_one_fingerprint() {
    let table = unknown(&folder().join("unknown.csv"));
    let mut turned = table.columns().to_vec();
    turned.reverse();
    assert_eq!(table.fingerprint(), fingerprint(&turned));
}
