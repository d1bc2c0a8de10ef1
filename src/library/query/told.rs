//! What side tables told: survey answers, arms of experiments, the site.

use super::super::error::Doing as _;
use super::super::{Answer, Error, Library, Segment, Site};
use super::sessions::count;
use crate::event::Time;
use crate::facts::Rules;
use crate::format::{AnswerKind, ArmRow};
use jiff::Timestamp;
use rusqlite::Row;

/// An answer that was given up to this after the last event still belongs at the session's end.
const LATE_MS: i64 = 10 * 60_000;

impl Library {
    /// The answers given in a session, by time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answers(&self, session: &str) -> Result<Vec<Answer>, Error> {
        let Some(key) = self.key_of(session)? else { return Ok(Vec::new()) };
        self.db
            .prepare_cached(&answers("s.key = ?"))
            .and_then(|mut q| q.query_map([key], answer)?.collect())
            .doing("list survey answers")
    }

    /// The answers given in sessions of the segment, by time; where the segment is every session,
    /// also those that belong to none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answers_in(&self, segment: &Segment) -> Result<Vec<Answer>, Error> {
        let doing = "list survey answers";
        if segment.is_everything() {
            let mut query = self.db.prepare_cached(&answers("1")).doing(doing)?;
            return query.query_map([], answer).and_then(Iterator::collect).doing(doing);
        }
        let found = self.find(segment)?;
        self.rows_in(&found, doing, (&answers("1"), []), |_, row| answer(row))
    }

    /// Arms of A/B tests as another tool counted them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn arms(&self) -> Result<Vec<ArmRow>, Error> {
        let sql =
            "SELECT experiment, variant, name, sessions, conversions FROM arms ORDER BY experiment, variant";
        let arm = |row: &Row<'_>| {
            Ok(ArmRow {
                experiment: row.get(0)?,
                variant: row.get(1)?,
                name: row.get(2)?,
                sessions: count(row, 3)?,
                conversions: count(row, 4)?,
            })
        };
        self.db
            .prepare_cached(sql)
            .and_then(|mut q| q.query_map([], arm)?.collect())
            .doing("list arms of experiments")
    }

    /// What is known of the site.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn site(&self) -> Result<Site, Error> {
        match self.setting("site")? {
            Some(text) => serde_json::from_str(&text)
                .map_err(|e| Error::Stored { what: "settings of the site", why: e.to_string() }),
            None => Ok(Site::default()),
        }
    }

    /// Keeps what is known of the site. Sessions keep what was derived before:
    /// [`Self::derive_again`] brings them up to date.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn put_site(&self, site: &Site) -> Result<(), Error> {
        let text = serde_json::to_string(site)
            .map_err(|e| Error::Stored { what: "settings of the site", why: e.to_string() })?;
        self.put_setting("site", &text)
    }

    /// What counts as a page, a stage, friction: the built-in rules with those of the site.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rules(&self) -> Result<Rules, Error> {
        let site = self.site()?;
        Ok(Rules::of_site(&site.stages, &site.pages))
    }
}

/// The query for answers, and their sessions' keys before them.
fn answers(condition: &str) -> String {
    format!(
        "SELECT s.key, a.id, ifnull(a.session, a.named), a.survey, a.at, a.question, a.text, a.score, s.started_ms,
           s.duration_ms, a.kind
         FROM answers a LEFT JOIN sessions s ON s.id = a.session WHERE {condition}
         ORDER BY a.at, a.id, a.question"
    )
}

fn answer(row: &Row<'_>) -> rusqlite::Result<Answer> {
    let at: Option<String> = row.get(4)?;
    let (started, duration): (Option<i64>, Option<i64>) = (row.get(8)?, row.get(9)?);
    let given = at.as_ref().and_then(|at| at.parse::<Timestamp>().ok()).map(Timestamp::as_millisecond);
    let t_ms = match (given, started, duration) {
        (Some(given), Some(started), Some(duration)) => {
            let t = given.saturating_sub(started);
            (-1000..=duration.saturating_add(LATE_MS)).contains(&t).then(|| Time(t.clamp(0, duration.max(0))))
        }
        _ => None,
    };
    Ok(Answer {
        id: row.get(1)?,
        session: row.get(2)?,
        survey: row.get(3)?,
        at,
        t_ms,
        question: row.get(5)?,
        text: row.get(6)?,
        score: row.get(7)?,
        kind: row.get::<_, Option<String>>(10)?.as_deref().and_then(AnswerKind::parse),
    })
}
