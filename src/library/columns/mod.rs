//! What sessions are filtered and sorted by, for all of them, in memory: typed columns and bitmaps.
//!
//! `SQLite` stays the truth. Every change of a session is noted there in a log (table `changes`), so
//! columns are brought up to date by reading those sessions only; a packed copy of the columns lies
//! in the library so that opening needs no scan. Knows nothing of what a session looks like whole.

mod find;
mod glob;
mod kept;
mod load;
mod order;
mod radix;
mod table;
mod who;

use super::error::Doing as _;
use super::text::Postings;
use super::{Error, Library};
pub(super) use find::Means;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
pub(super) use table::{Columns, Many};

/// A copy of the columns is written anew when so many changes were noted since the last one.
const MANY_CHANGES: i64 = 500;

/// What is in memory of a library; its connections share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelf {
    columns: Arc<Mutex<Option<Arc<Columns>>>>,
    postings: Arc<Mutex<Postings>>,
}

impl Shelf {
    /// Which texts sessions have, perhaps not up to date.
    pub(super) fn postings(&self) -> MutexGuard<'_, Postings> {
        self.postings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Library {
    /// The columns as the library is now.
    ///
    /// Takes tens of milliseconds when they are not in memory yet, and seconds where no copy of
    /// them was kept: call it from a job where that matters.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn columns(&self) -> Result<Arc<Columns>, Error> {
        let mut shelf = self.columns.columns.lock().unwrap_or_else(PoisonError::into_inner);
        let doing = "read the columns of sessions";
        // One view of the file for all that is read here, unless the caller has begun one.
        let view =
            self.db.is_autocommit().then(|| self.db.unchecked_transaction()).transpose().doing(doing)?;
        let now = now(&self.db).doing(doing)?;
        if let Some(columns) = shelf.as_ref().filter(|columns| columns.seen == now) {
            return Ok(Arc::clone(columns));
        }
        let kept = kept_at(&self.db).doing(doing)?;
        let mut columns =
            match shelf.take().filter(|columns| (kept.unwrap_or(0)..now).contains(&columns.seen)) {
                Some(columns) => columns,
                None => Arc::new(kept::read(&self.db).doing(doing)?.unwrap_or_default()),
            };
        let current = Arc::make_mut(&mut columns);
        if !load::catch_up(&self.db, current).doing(doing)? {
            *current = Columns::default();
            load::catch_up(&self.db, current).doing(doing)?;
        }
        current.seen = now;
        drop(view);
        *shelf = Some(Arc::clone(&columns));
        Ok(columns)
    }

    /// Writes a copy of the columns into the library, when there is much that the last one lacks.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn keep_columns(&self) -> Result<(), Error> {
        let doing = "keep the columns of sessions";
        let behind = now(&self.db).doing(doing)? - kept_at(&self.db).doing(doing)?.unwrap_or(0);
        if behind > MANY_CHANGES { self.write_columns() } else { Ok(()) }
    }

    /// Writes a copy of the columns into the library.
    pub(super) fn write_columns(&self) -> Result<(), Error> {
        let doing = "keep the columns of sessions";
        let columns = self.columns()?;
        let packed = kept::packed(&columns);
        let change = self.db.unchecked_transaction().doing(doing)?;
        change
            .execute(
                "INSERT OR REPLACE INTO kept_columns(id, seen, data) VALUES (1, ?, ?)",
                params![columns.seen, packed],
            )
            .doing(doing)?;
        change.execute("DELETE FROM changes WHERE number <= ?", [columns.seen]).doing(doing)?;
        change.commit().doing(doing)
    }
}

/// The number of the last change.
fn now(db: &Connection) -> rusqlite::Result<i64> {
    let number = db
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'changes'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(number.unwrap_or(0))
}

/// The number of the last change that the kept copy has.
fn kept_at(db: &Connection) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT seen FROM kept_columns WHERE id = 1")?
        .query_row([], |row| row.get(0))
        .optional()
}
