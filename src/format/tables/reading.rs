//! Rows by field, under a mapping: the means that all kinds of tables are read with.

use super::dates::Dates;
use super::kinds::plain;
use super::mapping::Mapping;
use super::sheet::{Fault, Sheet, SheetRow};
use super::values::{Decimal, currency};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A table being read.
pub(super) struct Reading<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) mapping: &'s Mapping,
    /// Where the cells of a field lie.
    places: BTreeMap<&'s str, usize>,
    dates: Dates,
    /// The header says that its moments are those of Greenwich: `Submit Date (UTC)`.
    utc: bool,
    pub(super) faults: Vec<Fault>,
    pub(super) notes: Vec<String>,
}

impl<'s> Reading<'s> {
    pub(super) fn new(sheet: &'s Sheet, mapping: &'s Mapping) -> Self {
        let place = |(field, header): (&'s String, &String)| Some((field.as_str(), sheet.column(header)?));
        let mut reading = Self {
            sheet,
            mapping,
            places: mapping.columns.iter().filter_map(place).collect(),
            dates: Dates::default(),
            utc: mapping.header("at").is_some_and(|header| header.contains("UTC") || header.contains("GMT")),
            faults: Vec::new(),
            notes: Vec::new(),
        };
        if let Some(column) = reading.column("at") {
            reading.dates = Dates::of(sheet.cells(column));
            reading.notes.extend(reading.dates.note.clone());
        }
        reading
    }

    /// Where the cells of a field lie.
    pub(super) fn column(&self, field: &str) -> Option<usize> {
        self.places.get(field).copied()
    }

    /// How the numbers of a field are written.
    pub(super) fn decimal(&self, field: &str) -> Decimal {
        self.column(field).map_or(Decimal::Open, |column| Decimal::of(self.sheet.cells(column)))
    }

    /// The cell of a field, if something is in it.
    pub(super) fn cell(&self, row: &'s SheetRow, field: &str) -> Option<&'s str> {
        let cell = row.cells.get(self.column(field)?)?.as_str();
        // Spreadsheets are kept from taking a number for one by an apostrophe before it.
        let cell = cell.strip_prefix('\'').unwrap_or(cell);
        (!cell.is_empty()).then_some(cell)
    }

    pub(super) fn text(&self, row: &'s SheetRow, field: &str) -> Option<String> {
        self.cell(row, field).map(str::to_owned)
    }

    /// What a shop's own code noted at the order, a line each as `session_id: s-1`, under one of `names`.
    pub(super) fn attribute(&self, row: &'s SheetRow, names: &str) -> Option<String> {
        const NOTES: &str = "note attributes|custom attributes|order attributes|additional details";
        let is = |of: &str, name: &str| of.split('|').any(|known| known == plain(name));
        let column = self.sheet.columns.iter().position(|column| is(NOTES, column))?;
        let told = row.cells.get(column)?.lines().filter_map(|line| line.split_once(':'));
        let mut told = told.filter(|(name, value)| is(names, name) && !value.trim().is_empty());
        told.next().map(|(_, value)| value.trim().to_owned())
    }

    /// The number of a field; what is none is a fault.
    pub(super) fn number(&mut self, row: &'s SheetRow, field: &str, decimal: Decimal) -> Option<f64> {
        let cell = self.cell(row, field)?;
        let value = decimal.number(cell);
        if value.is_none() {
            self.fault(row, &format!("{} is no number.", quoted(cell)));
        }
        value
    }

    /// The moment of a row; what is none is a fault.
    pub(super) fn moment(&mut self, row: &'s SheetRow) -> Option<String> {
        let cell = self.cell(row, "at")?;
        let value = self.dates.moment(cell);
        if value.is_none() {
            self.fault(row, &format!("{} is no date and time that is understood.", quoted(cell)));
        }
        value.map(|at| if self.utc && at.contains('T') && !at.ends_with('Z') { at + "Z" } else { at })
    }

    /// A whole number that is no less than nothing.
    pub(super) fn count(&self, row: &'s SheetRow, field: &str) -> Option<u64> {
        let value = Decimal::Open.number(self.cell(row, field)?)?;
        let whole = value.fract() == 0.0 && (0.0..9e15).contains(&value);
        // Checked to be whole and in range.
        whole.then(|| format!("{value:.0}").parse().ok()).flatten()
    }

    /// The hash of the row's e-mail address; the address itself goes no further.
    pub(super) fn email_hash(&self, row: &'s SheetRow) -> Option<String> {
        let told = self.cell(row, "email_hash").map(hash_as_told);
        told.or_else(|| self.cell(row, "email").and_then(email_hash))
    }

    /// The currency of a field's cell, by its mark.
    pub(super) fn mark(&self, row: &'s SheetRow, field: &str) -> Option<String> {
        self.cell(row, field).and_then(currency).map(str::to_owned)
    }

    pub(super) fn fault(&mut self, row: &SheetRow, why: &str) {
        self.faults.push((format!("line {}", row.line), why.to_owned()));
    }
}

/// SHA-256 of an e-mail address in small letters, hex; a cell that holds a hash already is kept.
/// `None` where the text is neither.
pub fn email_hash(text: &str) -> Option<String> {
    let address = text.trim().trim_start_matches("mailto:").to_lowercase();
    let is_address = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.contains('@')
            && !address.contains(char::is_whitespace)
    });
    if is_address {
        return Some(hex(&Sha256::digest(address.as_bytes())));
    }
    let is_hash = address.len() >= 16 && address.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then_some(address)
}

/// A hash as a table names it: hex in small letters, any other as it is.
fn hash_as_told(cell: &str) -> String {
    email_hash(cell).unwrap_or_else(|| cell.to_owned())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes any text");
        text
    })
}

/// A cell in quotes; a long one is cut off, as it may hold a whole letter.
fn quoted(cell: &str) -> String {
    const LONGEST: usize = 60;
    match cell.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}", format!("{}…", &cell[..end])),
        None => format!("{cell:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_hashed_and_hashes_kept() {
        let known = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";
        assert_eq!(email_hash(" Test@Example.com "), Some(known.to_owned()));
        assert_eq!(email_hash(&known.to_uppercase()), Some(known.to_owned()));
        for text in ["", "guest", "a@b", "@b.c", "12345", "a b@c.d"] {
            assert_eq!(email_hash(text), None, "{text}");
        }
    }
}
