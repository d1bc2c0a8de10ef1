//! Side tables: rows about visits, orders, survey answers and tests, recognised by their columns.
//!
//! Columns are found by name, never by place. A table is read when its header as a whole leaves no
//! doubt ([`recognise`]); any other is given out as [`UnknownTable`] with a guess, to be read under
//! a [`Mapping`] that a person confirms. Knows no sessions, and no time zones: a moment whose cell
//! names none stays without.

mod answers;
mod arms;
mod dates;
mod kinds;
mod makers;
mod mapping;
mod orders;
mod reading;
mod recognise;
mod scales;
mod sessions;
mod sheet;
mod unknown;
mod values;

use super::holds;
use super::item::{Item, Table, TableRead};
use super::notes::Notes;
pub use kinds::{Field, TableKind};
pub use mapping::{EVERY_OTHER, Mapping, MappingError, fingerprint};
use reading::Reading;
pub use reading::email_hash;
use sheet::{Fault, Sheet};
pub use unknown::{UnknownTable, doubts};

/// Rows and cells of a table that is not known, below which it is no table at all.
const FEWEST_COLUMNS: usize = 2;

/// Names that objects of recordings have, and rows of tables have not.
const RECORDED: &[&str] =
    &["events", "snapshots", "chunks", "log", "data", "segment_id", "type", "cv", "windowId"];

/// Gives the rows of a table on; `false` when this is no table. `hint` is what its place in a
/// bundle says it is.
pub(super) fn read(text: &str, hint: Option<TableKind>, notes: &mut Notes<'_>) -> bool {
    let Some((sheet, faults)) = (if is_json(text) { sheet::objects(text) } else { sheet::separated(text) })
    else {
        return false;
    };
    if let Some(known) = recognise::known(&sheet, hint) {
        notes.taken(known.name, &known.why);
        tell(faults, notes);
        let (read, faults) = rows(&sheet, &known.mapping, notes.path(), known.name);
        tell(faults, notes);
        notes.give(Item::Table(read));
        return true;
    }
    if hint.is_none() && !(named_as_table(notes.file()) && plausible(&sheet, &faults)) {
        return false;
    }
    tell(faults, notes);
    let guess = recognise::guess(&sheet, hint);
    notes.give(Item::Unknown(UnknownTable::new(notes.path().to_owned(), sheet, guess)));
    true
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Whether text is rows of a table and no recording, told by its beginning alone.
pub(super) fn is_table(text: &str) -> bool {
    let text = text.trim_start();
    match text.as_bytes().first() {
        Some(b'{' | b'[') => is_json_table(text),
        // A packed event is one quoted string a line; cells stand beside each other.
        Some(b'"') => quoted_cells(&text[1..]),
        _ => true,
    }
}

/// Whether a separator follows the first quoted cell.
fn quoted_cells(text: &str) -> bool {
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' => return false,
            '"' if letters.next_if_eq(&'"').is_none() => {
                return matches!(letters.next(), Some(',' | ';' | '\t' | '|'));
            }
            _ => {}
        }
    }
    false
}

fn is_json_table(text: &str) -> bool {
    let Some(names) = sheet::first_names(text) else { return false };
    if names.iter().any(|name| RECORDED.contains(&name.as_str())) || names.len() < FEWEST_COLUMNS {
        return false;
    }
    if holds::events(text) {
        return false;
    }
    let row = sheet::SheetRow { line: 1, cells: vec!["1".to_owned(); names.len()] };
    recognise::known(&Sheet { columns: names, rows: vec![row] }, None).is_some()
}

/// Whether a file's name says that it is a table: any other text is not offered as one.
fn named_as_table(file: &str) -> bool {
    let name = file.to_ascii_lowercase();
    let name =
        [".gz", ".zst", ".br"].iter().fold(name.as_str(), |name, end| name.strip_suffix(end).unwrap_or(name));
    [".csv", ".tsv", ".tab", ".psv", ".txt"].iter().any(|end| name.ends_with(end))
}

fn tell(faults: Vec<Fault>, notes: &mut Notes<'_>) {
    for (place, why) in faults {
        notes.set_aside(&place, &why);
    }
}

/// Reads a sheet under a mapping that fits it and names a kind.
fn rows(sheet: &Sheet, mapping: &Mapping, path: &str, name: &str) -> (TableRead, Vec<Fault>) {
    let mut reading = Reading::new(sheet, mapping);
    let rows = match mapping.kind {
        Some(TableKind::Orders) => Table::Orders(orders::read(&mut reading)),
        Some(TableKind::Answers) => Table::Answers(answers::read(&mut reading)),
        Some(TableKind::Arms) => Table::Arms(arms::read(&mut reading, path)),
        Some(TableKind::Sessions) | None => Table::Sessions(sessions::read(&mut reading)),
    };
    let Reading { faults, notes, .. } = reading;
    (TableRead { path: path.to_owned(), kind: name.to_owned(), rows, notes }, faults)
}

/// Whether something may be a table that a person knows better: a header, and rows as wide as it.
fn plausible(sheet: &Sheet, faults: &[Fault]) -> bool {
    let marked = |cell: &String| cell.contains(['<', '>', '{', '}']) || cell.chars().count() > 400;
    let named = sheet.columns.iter().filter(|column| !column.is_empty()).count();
    let filled =
        sheet.rows.iter().filter(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1).count();
    named >= FEWEST_COLUMNS
        && named * 2 >= sheet.columns.len()
        && !sheet.columns.iter().any(marked)
        && filled * 2 >= sheet.rows.len().max(1)
        && faults.len() <= sheet.rows.len()
}
