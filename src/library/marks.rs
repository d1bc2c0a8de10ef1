//! What analysts did with sessions: watched, tags; and settings and saved segments.

use super::error::Doing as _;
use super::{Error, Library, SavedSegment};
use rusqlite::{OptionalExtension as _, Params, params};

impl Library {
    /// Notes that a session was watched, or was not.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be changed.
    pub fn set_watched(&self, session: &str, watched: bool) -> Result<(), Error> {
        let key = self.known_key(session)?;
        self.change(
            "note what was watched",
            "UPDATE sessions SET watched = ? WHERE key = ?",
            params![watched, key],
        )
    }

    /// Puts a tag on a session; nothing changes if it has it.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be changed.
    pub fn add_tag(&self, session: &str, tag: &str) -> Result<(), Error> {
        let key = self.known_key(session)?;
        let sql = "INSERT OR IGNORE INTO session_tags(session, tag) VALUES (?, ?)";
        self.change("put a tag on a session", sql, params![key, tag.trim()])
    }

    /// Takes a tag off a session; nothing changes if it has it not.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be changed.
    pub fn remove_tag(&self, session: &str, tag: &str) -> Result<(), Error> {
        let key = self.known_key(session)?;
        let sql = "DELETE FROM session_tags WHERE session = ? AND tag = ?";
        self.change("take a tag off a session", sql, params![key, tag.trim()])
    }

    /// All tags with the number of their sessions, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tags(&self) -> Result<Vec<(String, u64)>, Error> {
        let sql = "SELECT tag, count(*) FROM session_tags GROUP BY tag ORDER BY tag";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()));
        self.db.prepare_cached(sql).and_then(|mut q| q.query_map([], row)?.collect()).doing("list tags")
    }

    /// The saved segments, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn saved_segments(&self) -> Result<Vec<SavedSegment>, Error> {
        let row = |row: &rusqlite::Row<'_>| Ok(SavedSegment { name: row.get(0)?, line: row.get(1)? });
        self.db
            .prepare_cached("SELECT name, line FROM saved_segments ORDER BY name")
            .and_then(|mut q| q.query_map([], row)?.collect())
            .doing("list saved segments")
    }

    /// Saves a segment under a name, in place of one of that name.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn save_segment(&self, saved: &SavedSegment) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO saved_segments(name, line) VALUES (?, ?)";
        self.change("save a segment", sql, params![saved.name, saved.line])
    }

    /// Forgets a saved segment.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn forget_segment(&self, name: &str) -> Result<(), Error> {
        self.change("forget a segment", "DELETE FROM saved_segments WHERE name = ?", params![name])
    }

    /// A setting of this library, as it was put.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        self.db
            .prepare_cached("SELECT value FROM settings WHERE key = ?")
            .and_then(|mut q| q.query_row([key], |row| row.get(0)).optional())
            .doing("read a setting")
    }

    /// Puts a setting of this library.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn put_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        let sql = "INSERT OR REPLACE INTO settings(key, value) VALUES (?, ?)";
        self.change("keep a setting", sql, params![key, value])
    }

    /// Runs one statement that changes the library.
    pub(super) fn change(&self, doing: &'static str, sql: &str, values: impl Params) -> Result<(), Error> {
        self.writable()?;
        self.db.prepare_cached(sql).and_then(|mut change| change.execute(values)).doing(doing)?;
        Ok(())
    }
}
