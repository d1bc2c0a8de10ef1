//! What was in the library before an import: recordings that are known, and sessions that were
//! derived under other rules.

use super::super::error::Doing as _;
use super::super::write::{self, Derived};
use super::super::{Error, Library, fidelity};
use super::prepare::Prepared;
use super::{Run, prepare};
use crate::format;
use crate::job::Progress;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

impl Library {
    /// Derives again all sessions that were derived under other rules than those of the site now;
    /// returns how many. `progress` counts sessions.
    ///
    /// # Errors
    /// When cancelled (what was done stays), open for reading only, or the disk refuses.
    pub fn derive_again(&mut self, progress: &Progress) -> Result<u64, Error> {
        self.writable()?;
        let mut run = Run::new(self)?;
        let derived = run.derive_again(progress)?;
        run.join()?;
        Ok(derived)
    }
}

impl Run<'_> {
    /// As [`Library::derive_again`].
    pub(super) fn derive_again(&mut self, progress: &Progress) -> Result<u64, Error> {
        let doing = "look for sessions to derive again";
        let now = prepare::fingerprint(&self.means.rules);
        let stale: Vec<(String, String, String, String)> = {
            let db = &self.library.db;
            let mut find = db
                .prepare("SELECT id, file, format, properties FROM sessions WHERE rules <> ? ORDER BY key")
                .doing(doing)?;
            let rows =
                find.query_map(params![now], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
            rows.and_then(Iterator::collect).doing(doing)?
        };
        for (id, file, format, properties) in &stale {
            progress.advance(0)?;
            let events = self.library.raw_events(id)?;
            let properties = serde_json::from_str(properties)
                .map_err(|e| Error::Stored { what: "properties", why: e.to_string() })?;
            let known =
                Derived { file: file.clone(), format: format.clone(), properties, ..Derived::default() };
            let derived = prepare::derived(&format::decode(&events), &self.means.rules, known);
            let change = self.library.db.transaction().doing("begin to write a session")?;
            let key = write::put(&change, id, &derived, &mut self.met, self.currency.as_deref())?;
            fidelity::put(&change, key, &derived.needs, &mut self.wanted)?;
            self.sides.session(key);
            change.commit().doing("write a session")?;
        }
        Ok(stale.len() as u64)
    }
}

impl Run<'_> {
    /// A part of session `id` with all that is known of it now.
    pub(super) fn together(&self, id: &str, part: Prepared, both: (&[u8], usize)) -> Result<Prepared, Error> {
        let doing = "look for the other part of a session";
        let (file, properties): (String, String) = self
            .library
            .db
            .query_row("SELECT file, properties FROM sessions WHERE id = ?", [id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .doing(doing)?;
        let mut properties: BTreeMap<String, String> = serde_json::from_str(&properties)
            .map_err(|e| Error::Stored { what: "properties", why: e.to_string() })?;
        for (name, value) in &part.derived.properties {
            properties.entry(name.clone()).or_insert_with(|| value.clone());
        }
        let known = Derived { file, format: part.derived.format.clone(), properties, ..Derived::default() };
        Ok(prepare::together(part, both, known, (&self.means.rules, &self.means.kept)))
    }
}

/// The hash of every recording in the library, with the ids it has.
pub(super) fn known(db: &Connection) -> rusqlite::Result<BTreeMap<String, Vec<String>>> {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut query =
        db.prepare("SELECT r.whole, s.id FROM recordings r JOIN sessions s ON s.key = r.session")?;
    for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
        let (whole, id): (String, String) = row?;
        known.entry(whole).or_default().push(id);
    }
    Ok(known)
}
