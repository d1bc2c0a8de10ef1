//! Examining a library, and mending it: what can be read of a damaged file is kept, what was derived
//! is derived again, and the file as it was is kept beside it.

use super::error::Doing as _;
use super::import::is_whole;
use super::roll_call::{ids, keys};
use super::{Error, Library, schema};
use crate::job::Progress;
use rusqlite::Connection;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Complaints about single sessions that are told one by one.
const MOST_TOLD: usize = 50;

/// The setting that tells that a library was opened without its log of changes.
pub(super) const LOG_LOST: &str = "log of changes lost";

/// What can be derived again from the recordings, and so is never copied out of a damaged file.
const DERIVED: [&str; 12] = [
    "page_views",
    "visits",
    "clicked",
    "elements",
    "signals",
    "stages",
    "facts",
    "measures",
    "needs",
    "site_files",
    "changes",
    "kept_columns",
];

/// What mending did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// What was done, in sentences.
    pub done: Vec<String>,
    /// Sessions that could not be kept.
    pub lost: Vec<LostSession>,
    /// Where the file is as it was.
    pub kept_at: Option<PathBuf>,
}

/// A session that could not be kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LostSession {
    /// Its id; empty where not even that can be read, and [`Self::why`] tells of how many.
    pub session: String,
    /// The file it came from, to import it again.
    pub file: String,
    /// Why.
    pub why: String,
}

impl Library {
    /// Examines the file; the complaints, none when it is sound. Recordings are not read back: that is
    /// [`Self::examine`].
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        let mut found = schema::complaints(&self.db)?;
        let doing = "look for sessions without a recording";
        let mut half = self.db.prepare(HALF).doing(doing)?;
        let rows = half.query_map([], |row| row.get::<_, String>(0)).doing(doing)?;
        for id in rows.take(MOST_TOLD) {
            found.push(format!("session {:?} has no recording", id.doing(doing)?));
        }
        if self.setting(LOG_LOST)?.is_some() {
            found.push(
                "it was opened without its log of changes (the file that ends in -wal): what was written last \
                 is missing; import those files again"
                    .to_owned(),
            );
        }
        Ok(found)
    }

    /// As [`Self::check`], and reads every recording back. `progress` counts sessions.
    ///
    /// # Errors
    /// When cancelled, or the file cannot be read at all.
    pub fn examine(&self, progress: &Progress) -> Result<Vec<String>, Error> {
        let mut found = match self.check() {
            Ok(found) => found,
            Err(error @ Error::Sql { .. }) => return Ok(vec![error.to_string()]),
            Err(error) => return Err(error),
        };
        let bad = unreadable(self, progress)?;
        let more = bad.len().saturating_sub(MOST_TOLD);
        found.extend(
            bad.into_iter().take(MOST_TOLD).map(|lost| format!("session {:?}: {}", lost.session, lost.why)),
        );
        if more > 0 {
            found.push(format!("and {more} sessions more"));
        }
        Ok(found)
    }

    /// Mends what [`Self::examine`] finds: indexes are built anew, what was derived is derived again,
    /// and sessions whose recording cannot be read back are taken out and named. Where that does not
    /// help, all that can be read is copied into a new file. The file as it was is kept beside it.
    ///
    /// # Errors
    /// When the library is open for reading only, cancelled, or the disk refuses; the file is then as
    /// it was, or [`Repair::kept_at`] would have told where.
    pub fn repair(mut self, progress: &Progress) -> Result<(Self, Repair), Error> {
        self.writable()?;
        let mut repair = Repair::default();
        if self.examine(progress)?.is_empty() {
            return Ok((self, repair));
        }
        repair.kept_at = Some(keep(&self)?);
        // Asked before anything is built anew: an index may know sessions that the list has lost.
        let before = (ids(&self.db), keys(&self.db));
        let mended = in_place(&mut self, &mut repair, progress);
        let mended = match mended {
            Err(Error::Cancelled) => return Err(Error::Cancelled),
            Ok(()) => self.examine(progress)?.is_empty(),
            Err(_) => false,
        };
        if !mended {
            repair.done.clear();
            repair.lost.clear();
            self = anew(self, &mut repair, progress)?;
        }
        tell_vanished(&self, (before.0.unwrap_or_default(), before.1), &mut repair)?;
        Ok((self, repair))
    }
}

/// Sessions without their recording.
const HALF: &str = "SELECT s.id, s.file FROM sessions s LEFT JOIN recordings r ON r.session = s.key
                    WHERE r.session IS NULL ORDER BY s.key";

/// The sessions whose recording or facts cannot be read back.
fn unreadable(library: &Library, progress: &Progress) -> Result<Vec<LostSession>, Error> {
    let doing = "list sessions to examine";
    let mut all = library
        .db
        .prepare("SELECT s.id, s.file, r.whole FROM sessions s JOIN recordings r ON r.session = s.key")
        .doing(doing)?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let all: Result<Vec<(String, String, String)>, _> = rows.and_then(Iterator::collect);
    let all = match all {
        Ok(all) => all,
        Err(error) => {
            let why = format!("the list of sessions cannot be read: {error}");
            return Ok(vec![LostSession { session: String::new(), file: String::new(), why }]);
        }
    };
    progress.expect(all.len() as u64);
    let mut found = Vec::new();
    for (session, file, whole) in all {
        progress.advance(1)?;
        let why = match library.raw_events(&session) {
            Err(error) => error.to_string(),
            Ok(events) if !is_whole(&events, &whole) => "its recording is not what was imported".to_owned(),
            Ok(_) => match library.facts(&session).and_then(|_| library.session(&session)) {
                Err(error) => error.to_string(),
                Ok(_) => continue,
            },
        };
        found.push(LostSession { session, file, why });
    }
    Ok(found)
}

/// Copies the file, with its log, to a name of its own.
fn keep(library: &Library) -> Result<PathBuf, Error> {
    let path = library.path();
    let free = (1..10_000).map(|n| beside(path, &format!(".damaged-{n}"))).find(|path| !path.exists());
    let kept = free.unwrap_or_else(|| beside(path, ".damaged"));
    let failed = |e: std::io::Error| Error::Open {
        path: kept.clone(),
        why: format!("the library cannot be copied there before it is mended ({e}); nothing was changed"),
    };
    std::fs::copy(path, &kept).map_err(failed)?;
    let log = schema::wal_path(path);
    if log.exists() {
        std::fs::copy(&log, schema::wal_path(&kept)).map_err(failed)?;
    }
    Ok(kept)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Mends without a new file.
fn in_place(library: &mut Library, repair: &mut Repair, progress: &Progress) -> Result<(), Error> {
    let doing = "mend the library";
    library.db.execute_batch("REINDEX").doing(doing)?;
    repair.done.push("the indexes were built anew".to_owned());
    let orphans = take_orphans(&library.db).doing(doing)?;
    if orphans > 0 {
        repair.done.push(format!("{orphans} rows that belonged to nothing were taken out"));
    }
    take_out(library, repair, progress)?;
    library.db.execute("DELETE FROM settings WHERE key = ?", [LOG_LOST]).doing(doing)?;
    Ok(())
}

/// Takes out rows that name a row which is not there; how many.
fn take_orphans(db: &Connection) -> rusqlite::Result<usize> {
    let mut check = db.prepare("PRAGMA foreign_key_check")?;
    let named: BTreeSet<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut taken = 0;
    for table in named {
        let mut list = db.prepare(&format!("PRAGMA foreign_key_list(\"{table}\")"))?;
        let keys: Vec<(String, String, String)> = list
            .query_map([], |row| Ok((row.get(2)?, row.get(3)?, row.get(4)?)))?
            .collect::<Result<_, _>>()?;
        for (parent, from, to) in keys {
            let sql = format!(
                "DELETE FROM \"{table}\" WHERE \"{from}\" IS NOT NULL AND NOT EXISTS
                   (SELECT 1 FROM \"{parent}\" p WHERE p.\"{to}\" = \"{table}\".\"{from}\")"
            );
            taken += db.execute(&sql, [])?;
        }
    }
    Ok(taken)
}

/// Takes out half sessions, and derives again what cannot be read of the others.
fn take_out(library: &mut Library, repair: &mut Repair, progress: &Progress) -> Result<(), Error> {
    let doing = "take out what cannot be read";
    let mut lost: Vec<LostSession> = {
        let mut half = library.db.prepare(HALF).doing(doing)?;
        let rows = half.query_map([], |row| {
            let why = "its recording is not there".to_owned();
            Ok(LostSession { session: row.get(0)?, file: row.get(1)?, why })
        });
        rows.and_then(Iterator::collect).doing(doing)?
    };
    let mut again = 0_u64;
    for bad in unreadable(library, progress)? {
        let whole: Option<String> = library
            .db
            .query_row(
                "SELECT r.whole FROM recordings r JOIN sessions s ON s.key = r.session WHERE s.id = ?",
                [&bad.session],
                |row| row.get(0),
            )
            .ok();
        let recorded = library.raw_events(&bad.session).ok();
        if recorded.zip(whole).is_some_and(|(events, whole)| is_whole(&events, &whole)) {
            library.db.execute("UPDATE sessions SET rules = '' WHERE id = ?", [&bad.session]).doing(doing)?;
            again += 1;
        } else {
            lost.push(bad);
        }
    }
    for bad in &lost {
        library.db.execute("DELETE FROM sessions WHERE id = ?", [&bad.session]).doing(doing)?;
    }
    if !lost.is_empty() {
        repair.done.push(format!("{} without a whole recording were taken out", sessions(lost.len() as u64)));
    }
    repair.lost.append(&mut lost);
    let derived = library.derive_again(progress)?;
    if again + derived > 0 {
        repair.done.push(format!("{} derived again from the recording", sessions(derived)));
    }
    Ok(())
}

fn sessions(number: u64) -> String {
    format!("{number} session{}", if number == 1 { "" } else { "s" })
}

/// Copies all that can be read into a new file, which then takes the place of the old.
fn anew(old: Library, repair: &mut Repair, progress: &Progress) -> Result<Library, Error> {
    let path = old.path().to_owned();
    let lock = old.lock.clone().ok_or_else(|| Error::ReadOnly { path: path.clone() })?;
    let temporary = beside(&path, ".mending");
    let failed = |why: String| Error::Open { path: path.clone(), why };
    ids(&old.db).map_err(|e| failed(format!("its list of sessions is damaged beyond mending ({e})")))?;
    super::open::make(&temporary)?;
    let mut new = Library::write(&temporary, Arc::clone(&lock))?;
    let rows = copy_all(&old.db, &mut new.db)?;
    drop(old);
    take_out(&mut new, repair, progress)?;
    repair.done.insert(0, format!("{rows} rows that could be read were copied into a new file"));
    let close = |library: Library| library.db.close().map_err(|(_, e)| failed(e.to_string()));
    close(new)?;
    for end in ["-wal", "-shm"] {
        let file = beside(&path, end);
        if file.exists() {
            std::fs::remove_file(&file).map_err(|e| failed(e.to_string()))?;
        }
    }
    std::fs::rename(&temporary, &path).map_err(|e| failed(e.to_string()))?;
    Library::write(&path, lock)
}

/// Names the sessions that were there before and are neither there now nor told as lost.
fn tell_vanished(
    library: &Library,
    (before, keys): (BTreeMap<String, String>, usize),
    repair: &mut Repair,
) -> Result<(), Error> {
    let nameless = keys.saturating_sub(before.len()) as u64;
    let there = ids(&library.db).doing("list the sessions")?;
    let told: BTreeSet<String> = repair.lost.iter().map(|lost| lost.session.clone()).collect();
    for (session, file) in before {
        if !there.contains_key(&session) && !told.contains(&session) {
            repair.lost.push(LostSession { session, file, why: "it could not be read".to_owned() });
        }
    }
    if nameless > 0 {
        let why = format!("{} of which not even the names can be read", sessions(nameless));
        repair.lost.push(LostSession { session: String::new(), file: String::new(), why });
    }
    Ok(())
}

/// Copies the tables that hold what cannot be derived; how many rows that were.
fn copy_all(old: &Connection, new: &mut Connection) -> Result<u64, Error> {
    let doing = "copy what can be read";
    new.pragma_update(None, "foreign_keys", false).doing(doing)?;
    let change = new.transaction().doing(doing)?;
    let mut copied = 0;
    for table in tables(&change).doing(doing)? {
        let columns = columns(&change, &table).doing(doing)?;
        for order in ["", "ORDER BY rowid DESC"] {
            copied += copy(old, &change, (&table, &columns), order).doing(doing)?;
        }
    }
    change.execute("UPDATE sessions SET rules = ''", []).doing(doing)?;
    change.commit().doing(doing)?;
    take_orphans(new).doing(doing)?;
    new.pragma_update(None, "foreign_keys", true).doing(doing)?;
    Ok(copied)
}

/// The tables of today's format that are copied.
fn tables(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut list =
        db.prepare("SELECT name, ifnull(sql, '') FROM sqlite_master WHERE type = 'table' ORDER BY rowid")?;
    let all: Vec<(String, String)> =
        list.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let is_virtual = |sql: &str| sql.to_ascii_uppercase().starts_with("CREATE VIRTUAL");
    let of_virtual: Vec<String> =
        all.iter().filter(|(_, sql)| is_virtual(sql)).map(|(name, _)| format!("{name}_")).collect();
    let copied = |(name, sql): &(String, String)| {
        !name.starts_with("sqlite_")
            && !is_virtual(sql)
            && !DERIVED.contains(&name.as_str())
            && !of_virtual.iter().any(|start| name.starts_with(start.as_str()))
    };
    Ok(all.into_iter().filter(copied).map(|(name, _)| name).collect())
}

fn columns(db: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut list = db.prepare(&format!("PRAGMA table_info(\"{table}\")"))?;
    list.query_map([], |row| row.get::<_, String>(1))?.collect()
}

/// Copies rows until one cannot be read. A table that cannot be read at all gives none.
fn copy(
    old: &Connection,
    new: &Connection,
    (table, columns): (&str, &[String]),
    order: &str,
) -> rusqlite::Result<u64> {
    let quoted =
        |columns: &[String]| columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    // Where a name is damaged, too, its place tells. A name that is not there would be taken for a text.
    let there = self::columns(old, table).unwrap_or_default();
    if there.len() != columns.len() {
        return Ok(0);
    }
    let (names, old_names) = (quoted(columns), quoted(&there));
    let Ok(mut read) = old.prepare(&format!("SELECT {old_names} FROM \"{table}\" {order}")) else {
        return Ok(0);
    };
    let marks = vec!["?"; columns.len()].join(", ");
    let mut put = new.prepare(&format!("INSERT OR IGNORE INTO \"{table}\" ({names}) VALUES ({marks})"))?;
    let Ok(mut rows) = read.query([]) else { return Ok(0) };
    let mut copied = 0;
    while let Ok(Some(row)) = rows.next() {
        let values: Result<Vec<rusqlite::types::Value>, _> =
            (0..columns.len()).map(|at| row.get(at)).collect();
        // A row that breaks a rule of its table is as unreadable as one that cannot be read.
        let Ok(values) = values else { continue };
        copied += put.execute(rusqlite::params_from_iter(values)).unwrap_or_default() as u64;
    }
    Ok(copied)
}
