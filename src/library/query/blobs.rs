//! What is stored whole: facts, recordings, measures; and counts over the segment.

use super::super::error::Doing as _;
use super::super::{Error, Key, Library, Segment, join, pack};
use super::sessions::count;
use crate::facts::{Facts, Measures, Stage};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params, params_from_iter};
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
        let bytes = self.blob("SELECT events FROM recordings WHERE session = ?", id)?;
        expand("events", &bytes)
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
        Ok(found.and_then(|bytes| pack::read_measures(&bytes)))
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
            .and_then(|mut put| put.execute(params![key, pack::measures(measures)]))
            .doing("keep measures")?;
        Ok(())
    }

    /// The ids of the segment's sessions that saw `page` and were not measured yet, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unmeasured(&self, segment: &Segment, page: &str) -> Result<Vec<String>, Error> {
        let condition = segment.condition();
        let sql = format!(
            "SELECT s.id FROM sessions s WHERE s.drawn_from_ms IS NOT NULL AND ({})
               AND s.key IN (SELECT session FROM page_views WHERE page = ?)
               AND NOT EXISTS (SELECT 1 FROM measures m WHERE m.session = s.key)
             ORDER BY s.started_ms, s.id",
            condition.text
        );
        let values = condition.values.into_iter().chain([Value::Text(page.to_owned())]);
        self.db
            .prepare_cached(&sql)
            .and_then(|mut q| q.query_map(params_from_iter(values), |row| row.get(0))?.collect())
            .doing("look for sessions to measure")
    }

    /// How many sessions of the segment reached each stage; all stages, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn funnel(&self, segment: &Segment) -> Result<Vec<(Stage, u64)>, Error> {
        let condition = segment.condition();
        let sql = format!(
            "SELECT x.stage, count(*) FROM stages x JOIN sessions s ON s.key = x.session WHERE {} GROUP BY x.stage",
            condition.text
        );
        let counts: BTreeMap<i64, u64> = self
            .db
            .prepare_cached(&sql)
            .and_then(|mut q| {
                q.query_map(params_from_iter(condition.values), |row| Ok((row.get(0)?, count(row, 1)?)))?
                    .collect()
            })
            .doing("count stages")?;
        let of = |stage| counts.get(&join::number(stage)).copied().unwrap_or(0);
        Ok(Stage::ALL.into_iter().map(|stage| (stage, of(stage))).collect())
    }

    /// The values that `key` of the segment line has in this library, the most frequent first, with
    /// the number of their sessions. Empty for keys that take numbers, and for unknown keys.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn values(&self, key: &str) -> Result<Vec<(String, u64)>, Error> {
        let Some(sql) = Key::parse(key).and_then(values_sql) else { return Ok(Vec::new()) };
        let mut found: Vec<(String, u64)> = self
            .db
            .prepare_cached(&sql)
            .and_then(|mut q| q.query_map([], |row| Ok((row.get(0)?, count(row, 1)?)))?.collect())
            .doing("list the values of a key")?;
        if matches!(key, "stage" | "abandoned") {
            for (value, _) in &mut found {
                let stage = value.parse().ok().and_then(join::stage);
                *value = stage.map_or_else(String::new, |stage| stage.name().to_owned());
            }
        }
        Ok(found)
    }
}

/// The query for the values of a key and how many sessions have each.
fn values_sql(key: Key) -> Option<String> {
    let own = |column: &str| {
        format!(
            "SELECT {column}, count(*) FROM sessions WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 2 DESC, 1"
        )
    };
    let joined = |column: &str, from: &str| {
        format!("SELECT {column}, count(DISTINCT x.session) FROM {from} GROUP BY {column} ORDER BY 2 DESC, 1")
    };
    Some(match key.name() {
        name @ ("device" | "channel" | "country" | "variant" | "customer" | "visitor" | "utm_source"
        | "utm_medium" | "utm_campaign" | "browser" | "os" | "file" | "id") => own(name),
        "bought" | "watched" => {
            let word = format!("CASE {} WHEN 1 THEN 'yes' ELSE 'no' END", key.name());
            own(&word)
        }
        "page" => joined("x.page", "page_views x"),
        "signal" => joined("x.kind", "signals x"),
        "tag" => joined("x.tag", "session_tags x"),
        "hypothesis" => joined("x.hypothesis", "evidence x"),
        "clicked" => joined("e.name", "clicked x JOIN elements e ON e.key = x.element"),
        "survey" => joined("x.survey", "answers x"),
        "stage" => joined("CAST(x.stage AS TEXT)", "stages x"),
        "abandoned" => {
            let from = "stages x JOIN sessions s ON s.key = x.session WHERE s.bought = 0 AND x.stage < 5";
            joined("CAST(x.stage AS TEXT)", from)
        }
        _ => return None,
    })
}

fn expand(what: &'static str, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    zstd::decode_all(bytes).map_err(|e| Error::Stored { what, why: e.to_string() })
}
