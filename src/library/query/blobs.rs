//! What is stored whole: facts, recordings, measures; and counts over the segment.

use super::super::columns::Many;
use super::super::error::Doing as _;
use super::super::{Error, Key, Library, Segment, apart, measured};
use super::{Order, SortKey};
use crate::facts::{Facts, Measures, Stage};
use rusqlite::{OptionalExtension as _, params};
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl Library {
    /// Everything derived from a session.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such session; when the file cannot be read.
    pub fn facts(&self, id: &str) -> Result<Facts, Error> {
        let bytes = self.blob("SELECT data FROM facts WHERE session = ?", id)?;
        let text = expand("facts", &bytes)?;
        serde_json::from_slice(&text).map_err(|e| Error::Stored { what: "facts", why: e.to_string() })
    }

    /// The recording: one JSON event a line, as [`crate::format::RawRecording::events`].
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such session; when the file cannot be read.
    pub fn raw_events(&self, id: &str) -> Result<Vec<u8>, Error> {
        let bytes = self.packed_events(id)?;
        apart::put_together(&self.db, expand("events", &bytes)?).doing("read a session")
    }

    /// The recording as it is stored.
    pub(super) fn packed_events(&self, id: &str) -> Result<Vec<u8>, Error> {
        self.blob("SELECT events FROM recordings WHERE session = ?", id)
    }

    /// How many bytes a recording takes in the library.
    ///
    /// # Errors
    /// When there is no such session, or the file cannot be read.
    pub fn packed_bytes(&self, id: &str) -> Result<u64, Error> {
        let key = self.known_key(id)?;
        let length: Option<i64> = self
            .db
            .prepare_cached("SELECT length(events) FROM recordings WHERE session = ?")
            .and_then(|mut q| q.query_row([key], |row| row.get(0)).optional())
            .doing("read a session")?;
        Ok(length.unwrap_or_default().cast_unsigned())
    }

    fn blob(&self, sql: &str, id: &str) -> Result<Vec<u8>, Error> {
        let key = self.known_key(id)?;
        let found: Option<Vec<u8>> = self
            .db
            .prepare_cached(sql)
            .and_then(|mut q| q.query_row([key], |row| row.get(0)).optional())
            .doing("read a session")?;
        found.ok_or_else(|| Error::Missing { what: "recording of session", id: id.to_owned() })
    }

    /// What layout told about a session, if it was measured.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn measures(&self, id: &str) -> Result<Option<Measures>, Error> {
        let Some(key) = self.key_of(id)? else { return Ok(None) };
        self.measures_of(key)
    }

    /// What layout told about the session of that key.
    pub(super) fn measures_of(&self, key: i64) -> Result<Option<Measures>, Error> {
        let found: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT data FROM measures WHERE session = ?")
            .and_then(|mut q| q.query_row([key], |row| row.get(0)).optional())
            .doing("read measures")?;
        Ok(found.and_then(|bytes| measured::read(&bytes)))
    }

    /// Keeps what layout told about a session.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be changed.
    pub fn put_measures(&self, id: &str, measures: &Measures) -> Result<(), Error> {
        self.writable()?;
        let key = self.known_key(id)?;
        self.db
            .prepare_cached("INSERT OR REPLACE INTO measures(session, data) VALUES (?, ?)")
            .and_then(|mut put| put.execute(params![key, measured::pack(measures)]))
            .doing("keep measures")?;
        Ok(())
    }

    /// The ids of the segment's sessions that saw `page` and were not measured yet, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unmeasured(&self, segment: &Segment, page: &str) -> Result<Vec<String>, Error> {
        let found = self.find(segment)?;
        let sql = "SELECT s.key FROM sessions s WHERE s.drawn_from_ms IS NOT NULL
               AND s.key IN (SELECT session FROM page_views WHERE page = ?1)
               AND NOT EXISTS (SELECT 1 FROM measures m WHERE m.session = s.key AND substr(m.data, 1, 3) = ?2)";
        let wanted = params![page, measured::VERSION];
        let rows = self.rows_in(&found, "look for sessions to measure", (sql, wanted), |row, _| Ok(row))?;
        let oldest_first = Order { by: SortKey::Started, descending: false };
        let sorted = found.columns.sorted(&rows.into_iter().collect(), oldest_first);
        Ok(sorted.into_iter().map(|row| found.columns.id(row).to_owned()).collect())
    }

    /// How many sessions of the segment reached each stage; all stages, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn funnel(&self, segment: &Segment) -> Result<Vec<(Stage, u64)>, Error> {
        let found = self.find(segment)?;
        let counts = found.columns.counts(Many::Stage, &found.rows);
        let of = |stage: Stage| {
            counts.iter().find(|(name, _)| *name == stage.name()).map_or(0, |(_, count)| *count)
        };
        Ok(Stage::ALL.into_iter().map(|stage| (stage, of(stage))).collect())
    }

    /// The values that `key` of the segment line has in this library, the most frequent first, with
    /// the number of their sessions. Empty for keys that take numbers, and for unknown keys.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn values(&self, key: &str) -> Result<Vec<(String, u64)>, Error> {
        let Some(key) = Key::parse(key) else { return Ok(Vec::new()) };
        let columns = self.columns()?;
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (word, count) in columns.values(key) {
            // An element is counted under its name alone.
            *counts.entry(word.split('\0').next().unwrap_or(word)).or_default() += count;
        }
        let mut counts: Vec<(String, u64)> =
            counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        Ok(counts)
    }
}

fn expand(what: &'static str, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    zstd::decode_all(bytes).map_err(|e| Error::Stored { what, why: e.to_string() })
}
