//! What a table is, told by its header as a whole and never by the places of columns. What is not
//! sure is not recognised: it gets a guess that a person can look at.

use super::dates::Dates;
use super::kinds::{self, TableKind, plain};
use super::makers::MAKERS;
use super::mapping::{EVERY_OTHER, Mapping};
use super::sheet::Sheet;
use super::values::Decimal;
use std::collections::{BTreeMap, HashSet};

/// A table that is sure.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// What people call it: `Shopify orders`.
    pub(super) name: &'static str,
    pub(super) mapping: Mapping,
    /// What told so.
    pub(super) why: String,
}

/// Columns of surveys that are about the answer and are no questions.
const ABOUT: &str = "response type|start date (utc)|stage date (utc)|submit date (utc)|network id|tags|ending|user|\
        country|source url|url|page url|page|device|device type|browser|browser version|os|\
        operating system|ip|ip address|user agent|language|locale|location|city|region|referrer|number|\
        #|hotjar user id|started at|start date|completed|status|sentiment|name|first name|last name|\
        phone|source|collector id|respondent id|total|order total|order value";

/// Looks a table up. `hint` is what its place in a bundle says.
pub(super) fn known(sheet: &Sheet, hint: Option<TableKind>) -> Option<Known> {
    let header = Header::of(sheet);
    if let Some(maker) =
        MAKERS.iter().find(|maker| maker.needs.iter().all(|group| header.any(group).is_some()))
    {
        let mut columns = header.fields(maker.kind, maker.columns);
        if maker.wide {
            columns.retain(|field, _| !matches!(field.as_str(), "answer" | "question" | "score" | "survey"));
            columns.insert("answer".to_owned(), EVERY_OTHER.to_owned());
        }
        return Some(header.known(maker.name, maker.kind, columns, maker.needs));
    }
    let (name, kind, needs) = plain_kind(sheet, &header, hint)?;
    let mut columns = header.fields(kind, &[]);
    if name == WIDE {
        columns.retain(|field, _| !matches!(field.as_str(), "answer" | "question" | "score"));
        columns.insert("answer".to_owned(), EVERY_OTHER.to_owned());
    }
    Some(header.known(name, kind, columns, needs))
}

const WIDE: &str = "survey answers, a column for each question";
const NAMED_SCORES: &str = "nps|csat|ces|nps score|csat score|ces score";
const REMARKS: &str = "comment|feedback|answer|kommentar|commentaire|comentario|kommentti|opmerking";

/// Tables that no program of [`MAKERS`] wrote, but whose header leaves no doubt.
type Plain = (&'static str, TableKind, &'static [&'static str]);

fn plain_kind(sheet: &Sheet, header: &Header<'_>, hint: Option<TableKind>) -> Option<Plain> {
    const ARMS: &[&str] = &[kinds::VARIANT, kinds::VISITORS, kinds::CONVERSIONS];
    const ANSWERS: &[&str] = &[kinds::QUESTION, kinds::TEXT];
    const ORDERS: &[&str] = &[kinds::ORDER, kinds::TOTAL];
    const SCORES: &[&str] = &[NAMED_SCORES, REMARKS];
    let plains: [Plain; 4] = [
        ("A/B results", TableKind::Arms, ARMS),
        ("survey answers", TableKind::Answers, ANSWERS),
        ("orders", TableKind::Orders, ORDERS),
        (WIDE, TableKind::Answers, SCORES),
    ];
    let fits = |(_, kind, needs): &Plain| {
        hint.is_none_or(|hint| hint == *kind) && needs.iter().all(|group| header.any(group).is_some())
    };
    if let Some(found) = plains.into_iter().find(fits) {
        return Some(found);
    }
    let asks = sheet.columns.iter().any(|column| column.trim_end().ends_with(['?', '؟', '？']));
    let dated = header.fields(TableKind::Answers, &[]);
    let about = ["at", "session", "visitor", "email"].iter().any(|field| dated.contains_key(*field));
    if hint.is_none_or(|hint| hint == TableKind::Answers) && asks && about {
        return Some((WIDE, TableKind::Answers, &[]));
    }
    let sessions =
        hint.is_none_or(|hint| hint == TableKind::Sessions) && header.any(kinds::SESSION).is_some();
    (sessions && one_row_a_session(sheet, header)).then_some((
        "sessions",
        TableKind::Sessions,
        &[kinds::SESSION],
    ))
}

/// A list of clicks or page views names its session on every row; that is no table of sessions.
fn one_row_a_session(sheet: &Sheet, header: &Header<'_>) -> bool {
    let Some(column) = header.any(kinds::SESSION).and_then(|name| sheet.column(name)) else { return false };
    let named = sheet.cells(column).count();
    let different = sheet.cells(column).collect::<HashSet<_>>().len();
    different * 2 >= named
}

/// A header, by its plain names.
struct Header<'s> {
    names: BTreeMap<String, &'s str>,
}

impl<'s> Header<'s> {
    fn of(sheet: &'s Sheet) -> Self {
        let mut names = BTreeMap::new();
        for column in &sheet.columns {
            names.entry(plain(column)).or_insert(column.as_str());
        }
        Self { names }
    }

    /// The first of these headers that is there, as it is written.
    fn any(&self, names: &str) -> Option<&'s str> {
        names.split('|').find_map(|name| self.names.get(name).copied())
    }

    /// Columns by field: first what is `special`, then what is usual. No column serves twice.
    fn fields(&self, kind: TableKind, special: &[(&str, &str)]) -> BTreeMap<String, String> {
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for (field, names) in special {
            if let Some(column) = self.any(names) {
                found.insert((*field).to_owned(), column.to_owned());
            }
        }
        for field in kind.fields().iter().filter(|field| !special.iter().any(|(name, _)| *name == field.name))
        {
            let free = field.headers().filter_map(|name| self.names.get(name));
            if let Some(column) = free.copied().find(|column| !found.values().any(|used| used == column)) {
                found.insert(field.name.to_owned(), column.to_owned());
            }
        }
        found
    }

    fn known(
        &self,
        name: &'static str,
        kind: TableKind,
        columns: BTreeMap<String, String>,
        needs: &[&str],
    ) -> Known {
        let mut told: Vec<&str> = Vec::new();
        for column in needs.iter().filter_map(|group| self.any(group)) {
            if !told.contains(&column) {
                told.push(column);
            }
        }
        let why = match told.split_last() {
            None => "its header has questions".to_owned(),
            Some((last, [])) => format!("its header has {last}"),
            Some((last, others)) => format!("its header has {} and {last}", others.join(", ")),
        };
        Known { name, mapping: Mapping { kind: Some(kind), columns }, why }
    }
}

/// The columns of a survey that are questions, where every column may be one.
pub(super) fn questions(sheet: &Sheet, mapping: &Mapping) -> Vec<usize> {
    let used: HashSet<&str> = mapping.columns.values().map(String::as_str).collect();
    let asks = |column: &str| {
        !used.contains(column) && !ABOUT.split('|').any(|name| name == plain(column)) && !is_address(column)
    };
    (0..sheet.columns.len())
        .filter(|index| asks(&sheet.columns[*index]) && !sheet.columns[*index].is_empty())
        .collect()
}

/// Who answered is no answer.
fn is_address(column: &str) -> bool {
    let name = plain(column);
    [kinds::EMAIL, kinds::EMAIL_HASH].iter().any(|names| names.split('|').any(|known| known == name))
}

/// The best that can be made of a table that is not sure, for a person to look at.
pub(super) fn guess(sheet: &Sheet, hint: Option<TableKind>) -> Mapping {
    let header = Header::of(sheet);
    let mut best: Option<((bool, usize), Mapping)> = None;
    for kind in TableKind::ALL.into_iter().filter(|kind| hint.is_none_or(|hint| hint == *kind)) {
        let mut columns = header.fields(kind, &[]);
        by_cells(sheet, kind, &mut columns);
        let needed = kind.fields().iter().filter(|field| field.required);
        let whole = needed.clone().all(|field| columns.contains_key(field.name));
        let score =
            (whole, columns.len() + 2 * needed.filter(|field| columns.contains_key(field.name)).count());
        if best.as_ref().is_none_or(|(before, _)| score > *before) {
            best = Some((score, Mapping { kind: Some(kind), columns }));
        }
    }
    best.map(|(_, mapping)| mapping).unwrap_or_default()
}

/// Whether a cell can be of a field.
type Fits<'f> = &'f dyn Fn(&str) -> bool;

/// Fields that the cells themselves tell: moments, e-mail addresses, amounts.
fn by_cells(sheet: &Sheet, kind: TableKind, columns: &mut BTreeMap<String, String>) {
    let dates = Dates::default();
    let tests: [(&str, Fits<'_>); 3] = [
        ("at", &|cell| cell.parse::<i64>().is_err() && dates.moment(cell).is_some()),
        ("email", &|cell| cell.contains('@') && cell.contains('.') && !cell.contains(' ')),
        ("total", &|cell| cell.contains(['.', ',']) && Decimal::Open.number(cell).is_some()),
    ];
    for (field, fits) in tests {
        if kind.field(field).is_none() || columns.contains_key(field) {
            continue;
        }
        let mut found: Vec<(usize, &String)> = Vec::new();
        for (index, column) in sheet.columns.iter().enumerate() {
            let cells: Vec<&str> = sheet.cells(index).take(50).collect();
            let right = cells.iter().filter(|cell| fits(cell)).count();
            if !cells.is_empty()
                && right * 10 >= cells.len() * 9
                && !columns.values().any(|used| used == column)
            {
                found.push((right, column));
            }
        }
        // The fullest, and of equals the first by name: the place of a column does not count.
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        if let Some((_, column)) = found.first() {
            columns.insert(field.to_owned(), (*column).clone());
        }
    }
}
