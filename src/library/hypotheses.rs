//! Hypotheses and their evidence. Writing back what was read undoes any change.

use super::error::Doing as _;
use super::{Error, Evidence, EvidenceKind, Hypothesis, Library, Stance};
use crate::event::Time;
use rusqlite::{OptionalExtension as _, Row, ToSql, params};

const EVIDENCE: &str = "SELECT id, hypothesis, session, kind, at_ms, stance, note, created_ms FROM evidence";

impl Library {
    /// All hypotheses, by number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hypotheses(&self) -> Result<Vec<Hypothesis>, Error> {
        self.db
            .prepare_cached("SELECT data FROM hypotheses ORDER BY number, id")
            .and_then(|mut q| {
                q.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
            })
            .doing("list hypotheses")?
            .iter()
            .map(|data| read(data))
            .collect()
    }

    /// The hypothesis of that id, in any case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hypothesis(&self, id: &str) -> Result<Option<Hypothesis>, Error> {
        let data: Option<String> = self
            .db
            .prepare_cached("SELECT data FROM hypotheses WHERE id = ?")
            .and_then(|mut q| q.query_row([id.trim()], |row| row.get(0)).optional())
            .doing("read a hypothesis")?;
        data.as_deref().map(read).transpose()
    }

    /// Writes a hypothesis, in place of the one of its id.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn put_hypothesis(&self, hypothesis: &Hypothesis) -> Result<(), Error> {
        let number = number_of(&hypothesis.id);
        let data = serde_json::to_string(hypothesis)
            .map_err(|e| Error::Stored { what: "hypothesis", why: e.to_string() })?;
        let sql = "INSERT INTO hypotheses(id, number, data) VALUES (?, ?, ?)
                   ON CONFLICT(id) DO UPDATE SET number = excluded.number, data = excluded.data";
        self.change("write a hypothesis", sql, params![hypothesis.id, number, data])?;
        if number >= self.highest_number()? {
            self.put_setting(HIGHEST, &number.to_string())?;
        }
        Ok(())
    }

    /// Deletes a hypothesis with its evidence; nothing changes if there is none.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn delete_hypothesis(&self, id: &str) -> Result<(), Error> {
        self.change("delete a hypothesis", "DELETE FROM hypotheses WHERE id = ?", params![id.trim()])
    }

    /// An id that no hypothesis ever had.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_hypothesis_id(&self) -> Result<String, Error> {
        Ok(format!("H-{}", self.highest_number()? + 1))
    }

    /// The highest number that a hypothesis ever had.
    fn highest_number(&self) -> Result<i64, Error> {
        let kept = self.setting(HIGHEST)?.and_then(|text| text.parse().ok()).unwrap_or(0);
        let there: i64 = self
            .db
            .query_row("SELECT ifnull(max(number), 0) FROM hypotheses", [], |row| row.get(0))
            .doing("number a hypothesis")?;
        Ok(there.max(kept))
    }

    /// The evidence of a hypothesis, in the order it was pinned.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn evidence(&self, hypothesis: &str) -> Result<Vec<Evidence>, Error> {
        self.evidence_where("hypothesis = ? ORDER BY id", &hypothesis.trim())
    }

    /// The evidence that a session gives, by moment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn evidence_of_session(&self, session: &str) -> Result<Vec<Evidence>, Error> {
        let Some(found) = self.session(session)? else { return Ok(Vec::new()) };
        self.evidence_where("session = ? ORDER BY at_ms, id", &found.id)
    }

    fn evidence_where(&self, condition: &str, value: &dyn ToSql) -> Result<Vec<Evidence>, Error> {
        self.db
            .prepare_cached(&format!("{EVIDENCE} WHERE {condition}"))
            .and_then(|mut q| q.query_map([value], evidence)?.collect())
            .doing("list evidence")
    }

    /// Writes a piece of evidence and returns its number. An `id` of 0 gets a new number; another
    /// takes the place of the one of that number.
    ///
    /// # Errors
    /// When the library cannot be changed, or there is no such hypothesis.
    pub fn put_evidence(&self, evidence: &Evidence) -> Result<i64, Error> {
        let hypothesis = self
            .hypothesis(&evidence.hypothesis)?
            .ok_or_else(|| Error::Missing { what: "hypothesis", id: evidence.hypothesis.clone() })?;
        let sql = "INSERT INTO evidence(id, hypothesis, session, kind, at_ms, stance, note, created_ms)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                   ON CONFLICT(id) DO UPDATE SET hypothesis = excluded.hypothesis, session = excluded.session,
                     kind = excluded.kind, at_ms = excluded.at_ms, stance = excluded.stance,
                     note = excluded.note, created_ms = excluded.created_ms";
        let values = params![
            Some(evidence.id).filter(|&id| id != 0),
            hypothesis.id,
            evidence.session,
            kind_name(evidence.kind),
            evidence.at.map(|at| at.0),
            match evidence.stance {
                Stance::For => "for",
                Stance::Against => "against",
            },
            evidence.note,
            evidence.created_at_ms,
        ];
        self.change("pin evidence", sql, values)?;
        Ok(if evidence.id == 0 { self.db.last_insert_rowid() } else { evidence.id })
    }

    /// Deletes a piece of evidence; nothing changes if there is none.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn delete_evidence(&self, id: i64) -> Result<(), Error> {
        self.change("delete evidence", "DELETE FROM evidence WHERE id = ?", params![id])
    }
}

/// The setting that keeps the highest number of a hypothesis.
const HIGHEST: &str = "highest_hypothesis";

fn read(data: &str) -> Result<Hypothesis, Error> {
    serde_json::from_str(data).map_err(|e| Error::Stored { what: "hypothesis", why: e.to_string() })
}

/// The number in `H-12`; 0 for other ids.
fn number_of(id: &str) -> i64 {
    id.strip_prefix("H-").and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn kind_name(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Session => "session",
        EvidenceKind::Moment => "moment",
        EvidenceKind::Answer => "answer",
    }
}

fn evidence(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    let (kind, stance): (String, String) = (row.get(3)?, row.get(5)?);
    Ok(Evidence {
        id: row.get(0)?,
        hypothesis: row.get(1)?,
        session: row.get(2)?,
        kind: match kind.as_str() {
            "moment" => EvidenceKind::Moment,
            "answer" => EvidenceKind::Answer,
            _ => EvidenceKind::Session,
        },
        at: row.get::<_, Option<i64>>(4)?.map(Time),
        stance: if stance == "against" { Stance::Against } else { Stance::For },
        note: row.get(6)?,
        created_at_ms: row.get(7)?,
    })
}
