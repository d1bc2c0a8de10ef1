//! A table as it lies in a file: a header and rows of text. Knows nothing of what columns mean.

use crate::format::limits::MAX_COLUMNS;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Rows that are looked at to tell what separates cells.
const SNIFFED: usize = 30;

/// Names of the list in a page as programming interfaces give them.
const LISTS: [&str; 6] = ["data", "responses", "items", "results", "orders", "sessions"];

/// Bytes of JSON that are looked at to tell rows from recordings.
const LOOKED_AT: usize = 64 << 10;

/// Lists and objects inside each other in one cell; what is deeper is left out.
const CELL_LEVELS: usize = 8;

/// A table: its header and its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// The header's cells as they are written; a name that comes twice has a number behind it.
    pub(super) columns: Vec<String>,
    /// As many cells as columns each.
    pub(super) rows: Vec<SheetRow>,
}

/// A row and where it lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SheetRow {
    /// The line it begins on, from 1; an object's number in a JSON array.
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// A part that could not be read: where, and why.
pub(super) type Fault = (String, String);

impl Sheet {
    /// The column of that name, as it is written.
    pub(super) fn column(&self, header: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == header)
    }

    /// The cells of a column that have something in them.
    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .filter_map(move |row| row.cells.get(column))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
    }

    fn new(header: impl Iterator<Item = String>) -> Self {
        let (mut seen, mut columns): (HashSet<String>, Vec<String>) = (HashSet::new(), Vec::new());
        // The last number that a name got: the search for a free one goes on from there.
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for name in header.take(MAX_COLUMNS) {
            let mut unique = name.clone();
            while !seen.insert(unique.clone()) {
                let number = numbers.entry(name.clone()).or_insert(1);
                *number += 1;
                unique = format!("{name} ({number})");
            }
            columns.push(unique);
        }
        Self { columns, rows: Vec::new() }
    }

    fn push(&mut self, line: usize, cells: impl Iterator<Item = String>) {
        let mut cells: Vec<String> = cells.take(self.columns.len()).collect();
        cells.resize(self.columns.len(), String::new());
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(SheetRow { line, cells });
        }
    }
}

/// Reads separated values, whatever separates them; `None` where there is no header.
pub(super) fn separated(text: &str) -> Option<(Sheet, Vec<Fault>)> {
    let (before, delimiter) = named_separator(text);
    let body = &text[before..];
    let delimiter = delimiter.unwrap_or_else(|| sniff(body));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(body.as_bytes());
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let (mut sheet, mut faults): (Option<Sheet>, Vec<Fault>) = (None, Vec::new());
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = lines.of(before, record.position().map_or(0, csv::Position::byte));
                let cells = record.iter().map(|cell| cell.trim().trim_start_matches('\u{feff}').to_owned());
                match &mut sheet {
                    Some(sheet) => sheet.push(line, cells),
                    None if record.iter().all(|cell| cell.trim().is_empty()) => {}
                    None => sheet = Some(Sheet::new(cells)),
                }
            }
            Err(error) => {
                let line = lines.of(before, error.position().map_or(0, csv::Position::byte));
                faults.push((format!("line {line}"), format!("The row is damaged: {error}.")));
            }
        }
    }
    Some((sheet?, faults))
}

/// Excel's first line `sep=;`: how long it is, and what it names.
fn named_separator(text: &str) -> (usize, Option<u8>) {
    let first = text.lines().next().unwrap_or_default();
    match first.trim().as_bytes() {
        [b's', b'e', b'p', b'=', separator] => ((first.len() + 1).min(text.len()), Some(*separator)),
        _ => (0, None),
    }
}

/// What most likely separates cells: that by which rows have the most equal numbers of them.
fn sniff(text: &str) -> u8 {
    let head = &text[..text.floor_char_boundary(256 << 10)];
    let score = |delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(head.as_bytes());
        let widths: Vec<usize> =
            reader.records().take(SNIFFED).flatten().map(|record| record.len()).collect();
        let Some(&width) = widths.first().filter(|width| **width > 1) else { return (0, 0) };
        let alike = widths.iter().filter(|other| **other == width).count();
        (alike * 100 / widths.len(), width)
    };
    // The first of two that are as good: `max_by_key` takes the last.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// Counts lines from offsets that only grow.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line at an offset, from 1. The end of a line belongs to the next.
    fn of(&mut self, before: usize, offset: u64) -> usize {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX).saturating_add(before);
        let mut offset = offset.clamp(self.at, self.text.len());
        while matches!(self.text.get(offset), Some(b'\n' | b'\r')) {
            offset += 1;
        }
        self.line += memchr::memchr_iter(b'\n', &self.text[self.at..offset]).count();
        self.at = offset;
        self.line
    }
}

/// The members of a JSON object, in their order.
type Members<'t> = Vec<(Cow<'t, str>, &'t RawValue)>;

/// Reads JSON objects as rows: one a line, an array, or pages with `data`. `None` where there are none.
pub(super) fn objects(text: &str) -> Option<(Sheet, Vec<Fault>)> {
    let mut faults = Vec::new();
    let mut rows: Vec<(usize, Members<'_>)> = Vec::new();
    for (place, object) in listed(text, &mut faults) {
        rows.push((place, object));
    }
    let mut names: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for name in rows.iter().flat_map(|(_, row)| row.iter().map(|(name, _)| name)) {
        if known.insert(name.trim().to_owned()) {
            names.push(name.trim().to_owned());
        }
    }
    if names.is_empty() {
        return None;
    }
    let mut sheet = Sheet::new(names.into_iter());
    let places: HashMap<String, usize> =
        sheet.columns.iter().cloned().enumerate().map(|(index, name)| (name, index)).collect();
    for (line, row) in rows {
        let mut cells = vec![String::new(); sheet.columns.len()];
        for (name, value) in row {
            if let Some(cell) = places.get(name.trim()).and_then(|index| cells.get_mut(*index)) {
                *cell = scalar(value.get(), CELL_LEVELS).unwrap_or_default();
            }
        }
        sheet.push(line, cells.into_iter());
    }
    Some((sheet, faults))
}

/// The objects in `text`, with a line or a number each.
fn listed<'t>(text: &'t str, faults: &mut Vec<Fault>) -> Vec<(usize, Members<'t>)> {
    if let Some(rows) = array(text) {
        return rows.into_iter().enumerate().map(|(index, row)| (index + 1, row)).collect();
    }
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match (members(line), pages(line)) {
            (_, Some(rows)) => found.extend(rows.into_iter().map(|row| (index + 1, row))),
            (Some(row), None) => found.push((index + 1, row)),
            (None, None) => {
                faults.push((format!("line {}", index + 1), "This line is not a JSON object.".to_owned()));
            }
        }
    }
    found
}

/// One array of objects, or one page, or an array of pages.
fn array(text: &str) -> Option<Vec<Members<'_>>> {
    if let Some(rows) = pages(text) {
        return Some(rows);
    }
    let values: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    let mut rows = Vec::new();
    for value in values {
        match pages(value.get()) {
            Some(page) => rows.extend(page),
            None => rows.extend(members(value.get())),
        }
    }
    Some(rows)
}

/// The objects of a page as programming interfaces give them: `{"data":[…],"hasNextPage":…}`.
fn pages(text: &str) -> Option<Vec<Members<'_>>> {
    let page = members(text)?;
    let (_, list) =
        page.iter().find(|(name, value)| LISTS.contains(&&**name) && value.get().starts_with('['))?;
    let rows: Vec<&RawValue> = serde_json::from_str(list.get()).ok()?;
    Some(rows.iter().filter_map(|row| members(row.get())).collect())
}

/// The members of a JSON object; `None` when it is none.
pub(super) fn members(text: &str) -> Option<Members<'_>> {
    struct Visitor;
    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Members<'de>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
            let mut found = Vec::new();
            while let Some((name, value)) = map.next_entry::<Name<'de>, &'de RawValue>()? {
                found.push((name.0, value));
            }
            Ok(found)
        }
    }
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let found = serde::Deserializer::deserialize_map(&mut reader, Visitor).ok()?;
    reader.end().ok()?;
    Some(found)
}

/// A name, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Name<'t>(#[serde(borrow)] Cow<'t, str>);

/// The text of a value: the title of an object, the texts of a list, joined. `None` where it is more
/// than so many levels below.
fn scalar(raw: &str, levels: usize) -> Option<String> {
    let inner = levels.checked_sub(1)?;
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str::<String>(raw).ok().map(|text| text.trim().to_owned()),
        b'[' => {
            let values: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
            let texts: Option<Vec<String>> = values.iter().map(|value| scalar(value.get(), inner)).collect();
            texts.map(|texts| texts.join("; "))
        }
        b'{' => {
            let named = members(raw)?;
            let title = ["title", "label", "name", "value", "text"].iter();
            title
                .filter_map(|wanted| named.iter().find(|(name, _)| name == wanted))
                .find_map(|(_, value)| scalar(value.get(), inner))
        }
        b'n' => None,
        _ => Some(raw.to_owned()),
    }
}

/// The names in the first object of JSON rows, if it lies at the beginning: recordings are long, and
/// are not to be read twice.
pub(super) fn first_names(text: &str) -> Option<Vec<String>> {
    let head = &text[..text.floor_char_boundary(LOOKED_AT)];
    let mut rest = head.trim_start();
    for _ in 0..2 {
        rest = rest.strip_prefix('[').map_or(rest, str::trim_start);
    }
    let object = first(rest)?;
    Some(object.into_iter().map(|(name, _)| name.into_owned()).collect())
}

/// The first object, or the first row of the page that begins here.
fn first(text: &str) -> Option<Members<'_>> {
    let whole = |text| {
        serde_json::Deserializer::from_str(text).into_iter::<&RawValue>().next()?.ok().map(RawValue::get)
    };
    if let Some(object) = whole(text) {
        return match pages(object) {
            Some(page) => page.into_iter().next(),
            None => members(object),
        };
    }
    // A page goes on behind what is looked at.
    let list = LISTS.iter().filter_map(|name| {
        let (_, rest) = text.split_once(&format!("\"{name}\""))?;
        rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')
    });
    list.filter_map(whole).find_map(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, columns: &[&str], rows: &[(usize, &[&str])]) {
        let read = if text.starts_with(['{', '[']) { objects(text) } else { separated(text) };
        let (sheet, faults) = read.unwrap();
        assert_eq!(faults, [], "{text}");
        assert_eq!(sheet.columns, columns, "{text}");
        let found: Vec<_> = sheet.rows.iter().map(|row| (row.line, row.cells.clone())).collect();
        let expected: Vec<_> =
            rows.iter().map(|(line, cells)| (*line, cells.iter().map(|&c| c.to_owned()).collect())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn cells_are_told_apart() {
        check("a;b\n1,5;\"x\ny\"\n\n2;z\n", &["a", "b"], &[(2, &["1,5", "x\ny"]), (5, &["2", "z"])]);
        check("a\tb, c\n1\t2\n", &["a", "b, c"], &[(2, &["1", "2"])]);
        check("a|b\r\n1|2,3\r\n", &["a", "b"], &[(2, &["1", "2,3"])]);
        check("sep=;\na;b\n1;2\n", &["a", "b"], &[(3, &["1", "2"])]);
        check("\n\"q, one\",q\n1,2\n", &["q, one", "q"], &[(3, &["1", "2"])]);
        check("q,q,q\n1\n", &["q", "q (2)", "q (3)"], &[(2, &["1", "", ""])]);
        check("only\n1\n", &["only"], &[(2, &["1"])]);
    }

    #[test]
    fn columns_have_a_limit() {
        let (sheet, _) = separated(&format!("a{}\n1,2\n", ",a".repeat(MAX_COLUMNS + 5))).unwrap();
        assert_eq!(sheet.columns.len(), MAX_COLUMNS);
        assert_eq!(sheet.columns[MAX_COLUMNS - 1], format!("a ({MAX_COLUMNS})"));
        assert_eq!(sheet.rows[0].cells.len(), MAX_COLUMNS);
    }

    #[test]
    fn objects_are_rows() {
        let rows: &[(usize, &[&str])] = &[(1, &["1", ""]), (2, &["", "x; y"])];
        check("{\"a\":1}\n{\"b\":[\"x\",\"y\"],\"a\":null}\n", &["a", "b"], rows);
        check("[{\"a\":1},{\"b\":[\"x\",\"y\"]}]", &["a", "b"], rows);
        check("{\"hasNextPage\":false,\"data\":[{\"a\":1},{\"b\":[\"x\",\"y\"]}]}", &["a", "b"], rows);
        check("[{\"data\":[{\"a\":1}]},{\"data\":[{\"b\":[\"x\",\"y\"]}]}]", &["a", "b"], rows);
        let deep = format!("{{\"a\":1,\"b\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
        check(&deep, &["a", "b"], &[(1, &["1", ""])]);
        let (_, faults) = objects("{\"a\":1}\nbad\n").unwrap();
        assert_eq!(faults, [("line 2".to_owned(), "This line is not a JSON object.".to_owned())]);
    }
}
