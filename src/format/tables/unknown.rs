//! A table that nobody recognised, with what a person needs to say what it is.

use super::kinds::TableKind;
use super::mapping::{Mapping, MappingError, fingerprint};
use super::recognise;
use super::sheet::{self, Sheet, SheetRow};
use crate::format::inflate::fault;
use crate::format::item::{SetAside, TableRead};
use crate::format::limits::MAX_WHOLE_BYTES;
use crate::format::peel::{Unpeeled, peel};
use crate::format::text::text;
use std::fs::File;
use std::io::{BufReader, Read as _};

/// A table whose header is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTable {
    /// The file, with folders as the user named them, and the entry in an archive.
    pub path: String,
    /// The best guess; a person decides.
    pub guess: Mapping,
    sheet: Sheet,
}

impl UnknownTable {
    pub(super) fn new(path: String, sheet: Sheet, guess: Mapping) -> Self {
        Self { path, guess, sheet }
    }

    /// Reads a file of separated values, whatever it may be recognised as.
    ///
    /// # Errors
    /// A sentence for people, when there is no such file or no table in it.
    pub fn open(path: &std::path::Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| format!("{error}."))?;
        let plain = match peel(Box::new(BufReader::new(file)), &path.display().to_string()) {
            Ok(plain) => plain,
            Err(Unpeeled::Fault(why)) => return Err(why),
            Err(Unpeeled::Cancelled) => return Err("It was cancelled.".to_owned()),
        };
        let (mut bytes, rest) = (plain.head, plain.rest);
        rest.take(MAX_WHOLE_BYTES).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
        let text = text(bytes)?.plain;
        let read = if super::is_json(&text) { sheet::objects(&text) } else { sheet::separated(&text) };
        let (sheet, _) = read.ok_or("There is no table in it.")?;
        let guess = recognise::guess(&sheet, None);
        Ok(Self::new(path.display().to_string(), sheet, guess))
    }

    /// The header, as it is written.
    pub fn columns(&self) -> &[String] {
        &self.sheet.columns
    }

    /// How many rows it has, the header not counted.
    pub fn count(&self) -> usize {
        self.sheet.rows.len()
    }

    /// The cells of the first rows, at most `rows` of them.
    pub fn preview(&self, rows: usize) -> Vec<Vec<String>> {
        self.sheet.rows.iter().take(rows).map(|row| row.cells.clone()).collect()
    }

    /// Tells its header from others; the order of columns does not count.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.sheet.columns)
    }

    /// Why it was not recognised, in a sentence for people.
    pub fn why(&self) -> String {
        let columns = self.sheet.columns.len();
        let lacks = self.guess.kind.map(|kind| {
            let needed = kind.fields().iter().filter(|field| field.required);
            needed
                .filter(|field| self.guess.header(field.name).is_none())
                .map(|field| field.title)
                .collect::<Vec<_>>()
        });
        let kind = self.guess.kind.map(|kind| match kind {
            TableKind::Orders => "orders",
            TableKind::Answers => "survey answers",
            TableKind::Sessions => "sessions",
            TableKind::Arms => "A/B results",
        });
        match (kind, lacks) {
            (Some(kind), Some(lacks)) if lacks.is_empty() => {
                format!("Its {columns} columns could be {kind}, but that is not sure.")
            }
            (Some(kind), Some(lacks)) => format!(
                "This header is not known. None of its {columns} columns is surely “{}”, which {kind} need.",
                lacks.join("” or “")
            ),
            _ => format!("No table with these {columns} columns is known."),
        }
    }

    /// The rows under `mapping`, and what of them could not be used.
    ///
    /// # Errors
    /// When the mapping names fields or columns that are not there, or leaves the table out.
    pub fn read(&self, mapping: &Mapping) -> Result<(TableRead, Vec<SetAside>), MappingError> {
        let fitted = mapping.fit(&self.sheet.columns)?;
        let name = fitted.kind.map_or("left out", |kind| match kind {
            TableKind::Orders => "orders, as mapped",
            TableKind::Answers => "survey answers, as mapped",
            TableKind::Sessions => "sessions, as mapped",
            TableKind::Arms => "A/B results, as mapped",
        });
        let (read, faults) = super::rows(&self.sheet, &fitted, &self.path, name);
        let aside = |(place, why)| SetAside { path: self.path.clone(), place, why };
        Ok((read, faults.into_iter().map(aside).collect()))
    }
}

/// What of these rows could not be used under `mapping`, in sentences for people, one for each cell or
/// row that would be set aside. `rows` have as many cells as `columns`.
///
/// # Errors
/// When the mapping names fields or columns that are not there, or lacks one that is needed.
pub fn doubts(
    columns: &[String],
    rows: &[Vec<String>],
    mapping: &Mapping,
) -> Result<Vec<String>, MappingError> {
    let fitted = mapping.fit(columns)?;
    if fitted.kind.is_none() {
        return Ok(Vec::new());
    }
    let rows = rows.iter().enumerate();
    let rows = rows.map(|(place, cells)| SheetRow { line: place + 2, cells: cells.clone() }).collect();
    let sheet = Sheet { columns: columns.to_vec(), rows };
    let (_, faults) = super::rows(&sheet, &fitted, "", "");
    Ok(faults.into_iter().map(|(_, why)| why).collect())
}
