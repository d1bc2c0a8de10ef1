//! How truly sessions can be shown: what they need, kept so that it can be weighed again whenever
//! files of the site come in.
//!
//! Addresses stand once in a table of their own, as the sessions of a site need the same files; what
//! a session needs is a short text with their numbers.

use super::error::Doing as _;
use super::{Error, Library};
use crate::facts::{Fidelity, FileKind, Need, Needs, fidelity};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

const DOING: &str = "weigh what a session lacks";

/// What a session needs, as it is stored: files as kind, numbers of their addresses, and uses.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    #[serde(rename = "f")]
    files: Vec<(FileKind, Vec<i64>, u32)>,
    #[serde(flatten)]
    rest: Needs,
}

/// Addresses that were met in this run: their numbers, and whether the library has their files.
#[derive(Debug, Default)]
pub(super) struct Known(HashMap<String, (i64, bool)>);

/// So many are remembered before beginning again.
const MOST_KNOWN: usize = 50_000;

/// Keeps what a session needs, and its figure, which it gives back with what is lacking; within a
/// transaction of the caller.
pub(super) fn put(db: &Connection, key: i64, needs: &Needs, known: &mut Known) -> Result<Fidelity, Error> {
    let mut files = Vec::with_capacity(needs.files.len());
    let mut there = HashMap::new();
    for need in &needs.files {
        let mut keys = Vec::with_capacity(need.urls.len());
        for url in &need.urls {
            let (number, has) = known.of(db, url).doing(DOING)?;
            keys.push(number);
            there.insert(url.as_str(), has);
        }
        files.push((need.kind, keys, need.uses));
    }
    let told = fidelity(needs, |url| there.get(url).copied().unwrap_or_default());
    let rest = Needs { files: Vec::new(), ..needs.clone() };
    let text = serde_json::to_string(&Stored { files, rest })
        .map_err(|e| Error::Stored { what: "needs", why: e.to_string() })?;
    db.prepare_cached("INSERT OR REPLACE INTO needs(session, data) VALUES (?, ?)")
        .and_then(|mut put| put.execute(params![key, text]))
        .doing(DOING)?;
    figure(db, key, told.figure)?;
    Ok(told)
}

fn figure(db: &Connection, key: i64, figure: f64) -> Result<(), Error> {
    db.prepare_cached("UPDATE sessions SET fidelity = ? WHERE key = ?")
        .and_then(|mut put| put.execute(params![figure, key]))
        .doing(DOING)?;
    Ok(())
}

/// The figure as it stands in a session's row.
pub(super) fn stored(db: &Connection, id: &str) -> Result<Option<f64>, Error> {
    db.prepare_cached("SELECT fidelity FROM sessions WHERE id = ?")
        .and_then(|mut find| find.query_row([id], |row| row.get(0)).optional())
        .map(Option::flatten)
        .doing(DOING)
}

impl Known {
    fn of(&mut self, db: &Connection, url: &str) -> rusqlite::Result<(i64, bool)> {
        if let Some(known) = self.0.get(url) {
            return Ok(*known);
        }
        db.prepare_cached("INSERT OR IGNORE INTO site_files(url) VALUES (?)")?.execute([url])?;
        let number = db
            .prepare_cached("SELECT key FROM site_files WHERE url = ?")?
            .query_row([url], |row| row.get(0))?;
        let found = (number, has(db, url)?);
        if self.0.len() >= MOST_KNOWN {
            self.0.clear();
        }
        self.0.insert(url.to_owned(), found);
        Ok(found)
    }
}

/// Whether a file of this address is there: of exactly this one, else without query and fragment, as
/// [`Library::asset`] looks for it.
fn has(db: &Connection, url: &str) -> rusqlite::Result<bool> {
    let whole = url.split('#').next().unwrap_or_default();
    let bare = whole.split('?').next().unwrap_or_default();
    db.prepare_cached("SELECT 1 FROM assets WHERE url IN (?, ?, ?) LIMIT 1")?.exists([url, whole, bare])
}

/// Weighs all sessions again, after files of the site came in.
pub(super) fn again(db: &mut Connection) -> Result<(), Error> {
    let change = db.transaction().doing(DOING)?;
    let here = numbers(&change).doing(DOING)?;
    {
        let mut all = change.prepare("SELECT session, data FROM needs").doing(DOING)?;
        let mut rows = all.query([]).doing(DOING)?;
        while let Some(row) = rows.next().doing(DOING)? {
            let (key, text): (i64, String) = (row.get(0).doing(DOING)?, row.get(1).doing(DOING)?);
            let Ok(stored) = serde_json::from_str::<Stored>(&text) else { continue };
            let needs = stored.named(|number| Some(number.to_string()));
            let has = |number: &str| number.parse().is_ok_and(|number: i64| here.contains(&number));
            figure(&change, key, fidelity(&needs, has).figure)?;
        }
    }
    change.commit().doing(DOING)
}

/// The numbers of the addresses whose files are there.
fn numbers(db: &Connection) -> rusqlite::Result<HashSet<i64>> {
    let mut found = HashSet::new();
    let mut all = db.prepare("SELECT key, url FROM site_files")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        if has(db, row.get_ref(1)?.as_str().unwrap_or_default())? {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

/// The addresses that sessions need and whose files are not there.
pub(super) fn missing(db: &Connection) -> Result<Vec<String>, Error> {
    let here = numbers(db).doing(DOING)?;
    let mut all = db.prepare("SELECT key, url FROM site_files ORDER BY key").doing(DOING)?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
    let all: Vec<_> = all.query_map([], row).and_then(Iterator::collect).doing(DOING)?;
    Ok(all.into_iter().filter(|(key, _)| !here.contains(key)).map(|(_, url)| url).collect())
}

impl Stored {
    /// With names for the numbers; those without one are left out.
    fn named(self, name: impl Fn(i64) -> Option<String>) -> Needs {
        let need = |(kind, keys, uses): (FileKind, Vec<i64>, u32)| Need {
            kind,
            urls: keys.into_iter().filter_map(&name).collect(),
            uses,
        };
        Needs { files: self.files.into_iter().map(need).collect(), ..self.rest }
    }
}

impl Library {
    /// How truly a session can be shown with the files that are here now, and what it lacks. `None`
    /// for a session of an older version that was not derived again yet.
    ///
    /// # Errors
    /// When there is no such session, or the file cannot be read.
    pub fn fidelity(&self, id: &str) -> Result<Option<Fidelity>, Error> {
        let key = self.known_key(id)?;
        let text: Option<String> = self
            .db
            .prepare_cached("SELECT data FROM needs WHERE session = ?")
            .and_then(|mut find| find.query_row([key], |row| row.get(0)).optional())
            .doing(DOING)?;
        let Some(text) = text else { return Ok(None) };
        let stored: Stored =
            serde_json::from_str(&text).map_err(|e| Error::Stored { what: "needs", why: e.to_string() })?;
        let mut find = self.db.prepare_cached("SELECT url FROM site_files WHERE key = ?").doing(DOING)?;
        let mut names = HashMap::new();
        for number in stored.files.iter().flat_map(|(_, keys, _)| keys) {
            let url: Option<String> = find.query_row([number], |row| row.get(0)).optional().doing(DOING)?;
            names.extend(url.map(|url| (*number, url)));
        }
        let needs = stored.named(|number| names.get(&number).cloned());
        let mut here = HashMap::new();
        for url in needs.files.iter().flat_map(|need| &need.urls) {
            here.insert(url.as_str(), has(&self.db, url).doing(DOING)?);
        }
        Ok(Some(fidelity(&needs, |url| here.get(url).copied().unwrap_or_default())))
    }
}
