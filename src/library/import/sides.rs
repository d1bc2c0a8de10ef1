//! Side tables, screenshots and files of the site: into their rows, and joined with sessions.

use super::super::Error;
use super::super::error::Doing as _;
use super::super::join;
use super::report::{Join, Joins};
use crate::format::{AnswerRow, ArmRow, OrderRow, ScreenshotSpec, SessionRow, Table};
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// What rows of side tables named, to be joined when all files were read.
#[derive(Debug, Default)]
pub(super) struct Sides {
    sessions: Vec<String>,
    orders: Vec<(String, Option<String>)>,
    answers: Vec<Option<String>>,
    arms: u64,
}

impl Sides {
    /// Writes a table, each row in place of the one it had before.
    pub(super) fn table(&mut self, db: &mut Connection, read: crate::format::TableRead) -> Result<(), Error> {
        let doing = "write a side table";
        let change = db.transaction().doing(doing)?;
        let table = read.rows;
        match &table {
            Table::Sessions(rows) => put_sessions(&change, rows)?,
            Table::Orders(rows) => put_orders(&change, rows).doing(doing)?,
            Table::Answers(rows) => put_answers(&change, rows).doing(doing)?,
            Table::Arms(rows) => put_arms(&change, rows).doing(doing)?,
        }
        change.commit().doing(doing)?;
        match table {
            Table::Sessions(rows) => self.sessions.extend(rows.into_iter().map(|row| row.session)),
            Table::Orders(rows) => self.orders.extend(rows.into_iter().map(|row| (row.order, row.session))),
            Table::Answers(rows) => self.answers.extend(rows.into_iter().map(|row| row.session)),
            Table::Arms(rows) => self.arms += rows.len() as u64,
        }
        Ok(())
    }

    /// Brings the sessions that the tables name up to date, or `all`, and counts.
    pub(super) fn join(
        &self,
        db: &mut Connection,
        all: bool,
        currency: Option<&str>,
    ) -> Result<Joins, Error> {
        let doing = "join side tables with sessions";
        let change = db.transaction().doing(doing)?;
        let mut joins = Joins { arms: self.arms, ..Joins::default() };
        let mut touched = BTreeSet::new();
        for id in &self.sessions {
            note(&mut joins.sessions, key_of(&change, Some(id), None).doing(doing)?, &mut touched);
        }
        for (number, id) in &self.orders {
            let key = key_of(&change, id.as_deref(), Some(number)).doing(doing)?;
            note(&mut joins.orders, key, &mut touched);
        }
        for id in &self.answers {
            let key = key_of(&change, id.as_deref(), None).doing(doing)?;
            note(&mut joins.answers, key, &mut BTreeSet::new());
        }
        if all {
            touched.extend(keys(&change).doing(doing)?);
        }
        for key in touched {
            join::join(&change, key, currency)?;
        }
        change.commit().doing(doing)?;
        Ok(joins)
    }
}

/// What a table holds, for people.
pub(super) fn kind(table: &Table) -> &'static str {
    match table {
        Table::Sessions(_) => "session properties",
        Table::Orders(_) => "orders",
        Table::Answers(_) => "survey answers",
        Table::Arms(_) => "A/B results",
    }
}

fn keys(db: &Connection) -> rusqlite::Result<Vec<i64>> {
    db.prepare("SELECT key FROM sessions")?.query_map([], |row| row.get(0))?.collect()
}

fn note(join: &mut Join, key: Option<i64>, touched: &mut BTreeSet<i64>) {
    match key {
        Some(key) => {
            join.matched += 1;
            touched.insert(key);
        }
        None => join.unmatched += 1,
    }
}

/// The session of that id; without an id, the one in whose recording the order was seen.
fn key_of(db: &Connection, id: Option<&str>, order: Option<&str>) -> rusqlite::Result<Option<i64>> {
    let (sql, value) = match (id, order) {
        (Some(id), _) => ("SELECT key FROM sessions WHERE id = ?", id),
        (None, Some(order)) => ("SELECT min(key) FROM sessions WHERE seen_order = ?", order),
        (None, None) => return Ok(None),
    };
    db.prepare_cached(sql)?.query_row([value], |row| row.get(0)).optional().map(Option::flatten)
}

fn put_sessions(db: &Connection, rows: &[SessionRow]) -> Result<(), Error> {
    let doing = "write what is told of sessions";
    let mut put = db
        .prepare(
            "INSERT INTO told(session, properties) VALUES (?, ?) ON CONFLICT(session)
             DO UPDATE SET properties = json_patch(properties, excluded.properties)",
        )
        .doing(doing)?;
    for row in rows {
        let properties = serde_json::to_string(&row.properties)
            .map_err(|e| Error::Stored { what: "properties", why: e.to_string() })?;
        put.execute(params![row.session, properties]).doing(doing)?;
    }
    Ok(())
}

fn put_orders(db: &Connection, rows: &[OrderRow]) -> rusqlite::Result<()> {
    let mut put = db.prepare(
        "INSERT OR REPLACE INTO orders(number, session, at, total, subtotal, currency, coupon)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    for row in rows {
        let OrderRow { order, session, at, total, subtotal, currency, coupon, .. } = row;
        put.execute(params![order, session, at, total, subtotal, currency, coupon])?;
    }
    Ok(())
}

fn put_answers(db: &Connection, rows: &[AnswerRow]) -> rusqlite::Result<()> {
    let mut put = db.prepare(
        "INSERT OR REPLACE INTO answers(id, session, survey, at, question, text, score)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    for row in rows {
        let AnswerRow { answer, session, survey, at, question, text, score, .. } = row;
        put.execute(params![answer, session, survey, at, question, text, score])?;
    }
    Ok(())
}

fn put_arms(db: &Connection, rows: &[ArmRow]) -> rusqlite::Result<()> {
    let mut put = db.prepare(
        "INSERT OR REPLACE INTO arms(experiment, variant, name, sessions, conversions) VALUES (?, ?, ?, ?, ?)",
    )?;
    for row in rows {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        put.execute(params![
            row.experiment,
            row.variant,
            row.name,
            number(row.sessions),
            number(row.conversions)
        ])?;
    }
    Ok(())
}

/// Keeps a page screenshot, in place of the one of its page, device and file.
pub(super) fn screenshot(db: &mut Connection, spec: &ScreenshotSpec, bytes: &[u8]) -> Result<(), Error> {
    let doing = "keep a screenshot";
    let change = db.transaction().doing(doing)?;
    let hash = put_blob(&change, bytes).doing(doing)?;
    let put = "INSERT INTO screenshots(page, device, variant, viewport_width, page_height, file, state, hash)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(page, device, file) DO UPDATE SET
                 variant = excluded.variant, viewport_width = excluded.viewport_width,
                 page_height = excluded.page_height, state = excluded.state, hash = excluded.hash";
    let values = params![
        spec.page,
        spec.device.to_ascii_lowercase(),
        spec.variant,
        spec.viewport_width,
        spec.page_height,
        spec.file,
        spec.state,
        hash
    ];
    change.execute(put, values).doing(doing)?;
    change.commit().doing(doing)
}

/// Keeps a file of the site under its address.
pub(super) fn asset(db: &mut Connection, url: &str, bytes: &[u8]) -> Result<(), Error> {
    let doing = "keep a file of the site";
    let change = db.transaction().doing(doing)?;
    let hash = put_blob(&change, bytes).doing(doing)?;
    change
        .execute("INSERT OR REPLACE INTO assets(url, hash) VALUES (?, ?)", params![url, hash])
        .doing(doing)?;
    change.commit().doing(doing)
}

/// Keeps bytes once, however often they come.
fn put_blob(db: &Connection, bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let hash = Sha256::digest(bytes).to_vec();
    db.prepare_cached("INSERT OR IGNORE INTO blobs(hash, data) VALUES (?, ?)")?
        .execute(params![hash, bytes])?;
    Ok(hash)
}
