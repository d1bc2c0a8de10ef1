//! Tables that nobody knows, and those that a person says to read otherwise.

use super::joined::Unmapped;
use super::sides::{self, Site};
use super::{Error, Run};
use crate::format::{Mapping, SetAside, TableRead, Taken, UnknownTable};
use std::path::Path;

/// How to read a table, as a person says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapFor {
    /// The file's name, with as many folders before it as tell it from others; `None` for every
    /// table that nobody knows.
    pub file: Option<String>,
    /// What it is.
    pub mapping: Mapping,
}

impl MapFor {
    /// Whether the map is for this file alone.
    fn names(&self, path: &str) -> bool {
        let parts = |text: &str| text.replace('\\', "/");
        self.file.as_deref().is_some_and(|file| {
            let (path, file) = (parts(path), parts(file));
            path.strip_suffix(file.trim_start_matches("./"))
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        })
    }
}

impl Run<'_> {
    /// A table that was recognised; if a person says to read it otherwise, that counts.
    pub(super) fn table(&mut self, read: TableRead) -> Result<(), Error> {
        if let Some(map) = self.maps.iter().find(|map| map.names(&read.path)).cloned() {
            match UnknownTable::open(Path::new(&read.path)) {
                Ok(table) => return self.mapped(&table, &map.mapping, true),
                Err(why) => self.aside(read.path.clone(), format!("It was not read as --map says: {why}")),
            }
        }
        self.put(read)
    }

    /// A table that nobody knows: as a person says, or said of the same header before.
    pub(super) fn unknown(&mut self, table: &UnknownTable) -> Result<(), Error> {
        let named = self.maps.iter().find(|map| map.names(&table.path));
        let asked =
            named.or_else(|| self.maps.iter().find(|map| map.file.is_none())).map(|map| map.mapping.clone());
        if let Some(mapping) = asked {
            return self.mapped(table, &mapping, true);
        }
        if let Some(mapping) = self.library.mapping(&table.fingerprint())? {
            return self.mapped(table, &mapping, false);
        }
        self.files.set_aside();
        self.report.unmapped.push(Unmapped::of(table));
        Ok(())
    }

    fn mapped(&mut self, table: &UnknownTable, mapping: &Mapping, remember: bool) -> Result<(), Error> {
        if mapping.kind.is_none() {
            self.files.kind("table that is left out");
        } else {
            match table.read(mapping) {
                Ok((read, aside)) => {
                    let (path, why) = (table.path.clone(), "you said what its columns are".to_owned());
                    self.files.taken(Taken { path, kind: sides::kind(&read.rows).to_owned(), why });
                    for part in aside {
                        self.files.set_aside();
                        self.report.set_aside.push(part);
                    }
                    self.put(read)?;
                }
                Err(error) => {
                    self.aside(table.path.clone(), format!("The mapping does not fit: {error}."));
                    return Ok(());
                }
            }
        }
        if remember { self.library.remember_mapping(table.columns(), mapping) } else { Ok(()) }
    }

    fn put(&mut self, read: TableRead) -> Result<(), Error> {
        self.files.kind(sides::kind(&read.rows));
        let site = Site { currency: self.currency.as_deref(), timezone: self.timezone.as_deref() };
        self.sides.table(&mut self.library.db, read, &site)
    }

    fn aside(&mut self, path: String, why: String) {
        self.files.set_aside();
        self.report.set_aside.push(SetAside { path, place: String::new(), why });
    }

    /// Joins what side tables told with sessions.
    pub(super) fn join(&mut self) -> Result<(), Error> {
        let sides = std::mem::take(&mut self.sides);
        let site = Site { currency: self.currency.as_deref(), timezone: self.timezone.as_deref() };
        self.report.joins = sides.join(&mut self.library.db, self.join_all, &site)?;
        Ok(())
    }
}
