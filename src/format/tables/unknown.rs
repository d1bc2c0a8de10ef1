//! A table that nobody recognised, with what a person needs to say what it is.

use super::kinds::TableKind;
use super::mapping::{Mapping, MappingError, fingerprint};
use super::sheet::Sheet;
use crate::format::item::{SetAside, TableRead};

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
        match (self.guess.kind.map(TableKind::title), lacks) {
            (Some(kind), Some(lacks)) if lacks.is_empty() => {
                format!("Its {columns} columns could be {kind}, but that is not sure.")
            }
            (Some(kind), Some(lacks)) => format!(
                "No table of this header is known. Of its {columns} columns none is surely {}, as {kind} need.",
                lacks.join(" or ")
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
