//! Rows of side tables into the library, each in place of the one it had before. Which session a
//! row belongs to is found later.

use super::super::Error;
use super::super::error::Doing as _;
use super::resolve::key_of_hash;
use crate::format::{AnswerRow, ArmRow, OrderRow, SessionRow, Table};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rusqlite::{Connection, params};

/// Gives moments that name no zone the site's, and counts them. A day alone stays a day.
pub(super) fn settle_moments(table: &mut Table, zone: &TimeZone) -> usize {
    let moments: Vec<&mut Option<String>> = match table {
        Table::Orders(rows) => rows.iter_mut().map(|row| &mut row.at).collect(),
        Table::Answers(rows) => rows.iter_mut().map(|row| &mut row.at).collect(),
        Table::Sessions(_) | Table::Arms(_) => Vec::new(),
    };
    let mut count = 0;
    for moment in moments.into_iter().flatten() {
        if moment.contains('T')
            && !moment.ends_with('Z')
            && let Ok(local) = moment.parse::<DateTime>()
            && let Ok(zoned) = local.to_zoned(zone.clone())
        {
            *moment = zoned.timestamp().to_string();
            count += 1;
        }
    }
    count
}

pub(super) fn put_sessions(db: &Connection, rows: &[SessionRow]) -> Result<(), Error> {
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

/// Gives the numbers of the rows.
pub(super) fn put_orders(db: &Connection, rows: &[OrderRow]) -> rusqlite::Result<Vec<i64>> {
    let mut put = db.prepare(
        "INSERT INTO orders(number, named, at, total, subtotal, currency, coupon, visitor, email_hash, alias)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(number) DO UPDATE SET named = excluded.named,
           at = excluded.at, total = excluded.total, subtotal = excluded.subtotal, currency = excluded.currency,
           coupon = excluded.coupon, visitor = excluded.visitor, email_hash = excluded.email_hash,
           alias = excluded.alias
         RETURNING rowid",
    )?;
    let mut numbers = Vec::with_capacity(rows.len());
    for row in rows {
        let OrderRow { order, session, visitor, email_hash, alias, at, total, subtotal, currency, coupon } =
            row;
        let email = key_of_hash(email_hash.as_deref());
        let values = params![order, session, at, total, subtotal, currency, coupon, visitor, email, alias];
        numbers.push(put.query_row(values, |row| row.get(0))?);
    }
    Ok(numbers)
}

/// Gives the numbers of the rows.
pub(super) fn put_answers(db: &Connection, rows: &[AnswerRow]) -> rusqlite::Result<Vec<i64>> {
    let mut put = db.prepare(
        "INSERT INTO answers(id, named, survey, at, question, text, score, kind, visitor, email_hash, order_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id, survey, question, ifnull(named, '')) DO UPDATE SET
           at = excluded.at, text = excluded.text, score = excluded.score, kind = excluded.kind,
           visitor = excluded.visitor, email_hash = excluded.email_hash, order_id = excluded.order_id
         RETURNING rowid",
    )?;
    let mut numbers = Vec::with_capacity(rows.len());
    for row in rows {
        let AnswerRow {
            answer,
            session,
            order,
            visitor,
            email_hash,
            survey,
            at,
            question,
            text,
            score,
            kind,
        } = row;
        let email = key_of_hash(email_hash.as_deref());
        let values =
            params![answer, session, survey, at, question, text, score, kind.name(), visitor, email, order];
        numbers.push(put.query_row(values, |row| row.get(0))?);
    }
    Ok(numbers)
}

pub(super) fn put_arms(db: &Connection, rows: &[ArmRow]) -> rusqlite::Result<()> {
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
