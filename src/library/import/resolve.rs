//! Which session an order or an answer belongs to.
//!
//! A row joins by the first of these that tells: the session's id; the order, seen in the recording;
//! the visitor; the e-mail address as a hash, with the time. Of several sessions of one visitor the
//! one that lies nearest to the row's time is taken, if it lies within the window; of two that lie
//! equally near none is. What a row joins depends on what the library holds, never on the order in
//! which it came in.

use super::super::join::email_key;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// A row may be told of so long before the recording begins: a recorder starts late, clocks differ.
pub(super) const BEFORE_MS: i64 = 30 * 60_000;
/// An order is made at most so long after the recording ends; after that analytics tools begin
/// another visit.
pub(super) const ORDER_AFTER_MS: i64 = 30 * 60_000;
/// An answer is given at most so long after: surveys are sent by mail when a parcel has come.
pub(super) const ANSWER_AFTER_MS: i64 = 7 * 24 * 60 * 60_000;

/// The table that a row lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum In {
    Orders,
    Answers,
}

impl In {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Answers => "answers",
        }
    }

    fn after_ms(self) -> i64 {
        match self {
            Self::Orders => ORDER_AFTER_MS,
            Self::Answers => ANSWER_AFTER_MS,
        }
    }
}

/// What told which session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Session,
    Order,
    Visitor,
    Email,
}

impl By {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Order => "order",
            Self::Visitor => "visitor",
            Self::Email => "email",
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// The session's id, and what told.
    Joined(String, By),
    /// Two sessions fit equally well.
    Ambiguous(By),
    /// None fits.
    Alone,
}

/// What a row has to join by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// The id of the row, for people.
    pub(super) row: String,
    pub(super) named: Option<String>,
    order: Option<String>,
    alias: Option<String>,
    pub(super) visitor: Option<String>,
    pub(super) email: Option<String>,
    /// From when to when it can have happened, ms since 1970: a day where only a day is told.
    pub(super) span: Option<(i64, i64)>,
    /// The session it belongs to now.
    pub(super) session: Option<String>,
}

impl Marks {
    /// Those of the row with that number.
    pub(super) fn read(
        db: &Connection,
        table: In,
        row: i64,
        zone: &TimeZone,
    ) -> rusqlite::Result<Option<Self>> {
        let sql = match table {
            In::Orders => {
                "SELECT number, named, number, alias, visitor, email_hash, at, session FROM orders WHERE rowid = ?"
            }
            In::Answers => {
                "SELECT id, named, order_id, NULL, visitor, email_hash, at, session FROM answers WHERE rowid = ?"
            }
        };
        let read = |row: &Row<'_>| {
            let at: Option<String> = row.get(6)?;
            Ok(Self {
                row: row.get(0)?,
                named: row.get(1)?,
                order: row.get(2)?,
                alias: row.get(3)?,
                visitor: row.get(4)?,
                email: row.get(5)?,
                span: at.and_then(|at| span(&at, zone)),
                session: row.get(7)?,
            })
        };
        db.prepare_cached(sql)?.query_row([row], read).optional()
    }

    /// Why it found no session, for people.
    pub(super) fn why(&self, table: In, fate: &Fate) -> String {
        let window = match table {
            In::Orders => "30 minutes before or after it",
            In::Answers => "30 minutes before it or 7 days after it",
        };
        match (fate, &self.named) {
            (Fate::Ambiguous(By::Email), _) => {
                "Two sessions of its e-mail address fit equally well.".to_owned()
            }
            (Fate::Ambiguous(_), _) => "Two sessions of its visitor fit equally well.".to_owned(),
            (_, Some(named)) => format!("It names the session {named:?}, which is not here."),
            _ if self.visitor.is_some() || self.email.is_some() => {
                let who = if self.visitor.is_some() { "visitor" } else { "e-mail address" };
                if self.span.is_none() && self.visitor.is_none() {
                    "It names an e-mail address but no time.".to_owned()
                } else {
                    format!("No session of its {who} is here with its time in it, or {window}.")
                }
            }
            _ if self.order.is_some() => {
                "No recording saw its order, and it names no session, visitor or e-mail address.".to_owned()
            }
            _ => "It names no session, order, visitor or e-mail address.".to_owned(),
        }
    }
}

/// From when to when a told moment lies, ms since 1970.
fn span(at: &str, zone: &TimeZone) -> Option<(i64, i64)> {
    if let Ok(moment) = at.parse::<Timestamp>() {
        return Some((moment.as_millisecond(), moment.as_millisecond()));
    }
    let day: Date = at.parse().ok()?;
    let ms = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp().as_millisecond());
    Some((ms(day)?, ms(day.tomorrow().ok()?)? - 1))
}

/// A session that may be the one.
struct Candidate {
    id: String,
    start: i64,
    end: i64,
}

impl Candidate {
    /// How far it lies from `span`: before it begins, after it ends; nothing where they meet.
    fn distance(&self, (from, to): (i64, i64)) -> (i64, i64) {
        (self.start.saturating_sub(to).max(0), from.saturating_sub(self.end).max(0))
    }
}

/// The session that a row belongs to.
pub(super) fn resolve(db: &Connection, table: In, marks: &Marks) -> rusqlite::Result<Fate> {
    if let Some(named) = &marks.named {
        let there = db.prepare_cached("SELECT id FROM sessions WHERE id = ?")?.exists([named])?;
        if there {
            return Ok(Fate::Joined(named.clone(), By::Session));
        }
    }
    if let Some(id) = by_order(db, table, marks)? {
        return Ok(Fate::Joined(id, By::Order));
    }
    let mut fate = Fate::Alone;
    for (by, value, sql) in [
        (
            By::Visitor,
            &marks.visitor,
            "SELECT id, started_ms, duration_ms FROM sessions WHERE visitor = ? ORDER BY id",
        ),
        (
            By::Email,
            &marks.email,
            "SELECT id, started_ms, duration_ms FROM sessions WHERE email_hash = ? ORDER BY id",
        ),
    ] {
        let Some(value) = value else { continue };
        let found = candidates(db, sql, value)?;
        match nearest(&found, table, marks, by) {
            Fate::Alone => {}
            joined @ Fate::Joined(..) => return Ok(joined),
            ambiguous @ Fate::Ambiguous(_) => {
                if fate == Fate::Alone {
                    fate = ambiguous;
                }
            }
        }
    }
    Ok(fate)
}

fn candidates(db: &Connection, sql: &str, value: &str) -> rusqlite::Result<Vec<Candidate>> {
    let candidate = |row: &Row<'_>| {
        let (start, duration): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(Candidate { id: row.get(0)?, start, end: start.saturating_add(duration) })
    };
    db.prepare_cached(sql)?.query_map([value], candidate)?.collect()
}

fn nearest(found: &[Candidate], table: In, marks: &Marks, by: By) -> Fate {
    let Some(span) = marks.span else {
        // Without a time an address tells a person, not a visit.
        return match found {
            [one] if by == By::Visitor && marks.named.is_none() => Fate::Joined(one.id.clone(), by),
            [_, _, ..] if by == By::Visitor => Fate::Ambiguous(by),
            _ => Fate::Alone,
        };
    };
    // A row that names another session is of this one only if it happened in it.
    let (before, after) = if marks.named.is_some() { (0, 0) } else { (BEFORE_MS, table.after_ms()) };
    let mut near: Vec<(i64, &str)> = Vec::new();
    for candidate in found {
        let (early, late) = candidate.distance(span);
        if early <= before && late <= after {
            near.push((early + late, &candidate.id));
        }
    }
    near.sort_unstable();
    match near.as_slice() {
        [] => Fate::Alone,
        [(nearest, _), (next, _), ..] if nearest == next => Fate::Ambiguous(by),
        [(_, id), ..] => Fate::Joined((*id).to_owned(), by),
    }
}

/// The session in whose recording the order was seen. A page that thanks for an order can be looked
/// at again: of several the nearest in time is taken, otherwise the first.
fn by_order(db: &Connection, table: In, marks: &Marks) -> rusqlite::Result<Option<String>> {
    let mut found: Vec<Candidate> = Vec::new();
    for number in [&marks.order, &marks.alias].into_iter().flatten() {
        for number in written(number) {
            let sql = "SELECT id, started_ms, duration_ms FROM sessions WHERE seen_order = ?";
            found.extend(candidates(db, sql, &number)?);
        }
    }
    if found.is_empty()
        && table == In::Answers
        && let Some(order) = &marks.order
    {
        // An answer about an order that itself found its session otherwise.
        let sql = "SELECT s.id, s.started_ms, s.duration_ms FROM orders o JOIN sessions s ON s.id = o.session
                   WHERE o.number = ?1 OR o.alias = ?1";
        for number in written(order) {
            found.extend(candidates(db, sql, &number)?);
        }
    }
    let far = |one: &Candidate| marks.span.map_or((0, 0), |span| one.distance(span));
    let best = found.iter().min_by_key(|one| {
        let (early, late) = far(one);
        (early + late, one.start, &one.id)
    });
    Ok(best.map(|one| one.id.clone()))
}

/// The ways in which shops and recordings write one order's number: `#1001`, `1001`.
pub(super) fn written(number: &str) -> [String; 2] {
    let bare = number.trim_start_matches('#').trim();
    [bare.to_owned(), format!("#{bare}")]
}

/// Rows that the session of that key may change something for: those that are joined with it, and
/// those that it now has a mark of.
pub(super) fn affected(db: &Connection, key: i64, found: &mut Vec<(In, i64)>) -> rusqlite::Result<()> {
    let marks = db
        .prepare_cached("SELECT id, visitor, email_hash, seen_order FROM sessions WHERE key = ?")?
        .query_row([key], |row| Ok([row.get::<_, Option<String>>(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))
        .optional()?;
    let Some([id, visitor, email, order]) = marks else { return Ok(()) };
    let [bare, hashed] = order.as_deref().map(written).unwrap_or_default();
    for (table, sql) in [
        (
            In::Orders,
            "SELECT rowid FROM orders WHERE session = ?1 UNION SELECT rowid FROM orders WHERE named = ?1
             UNION SELECT rowid FROM orders WHERE visitor = ?2 UNION SELECT rowid FROM orders WHERE email_hash = ?3
             UNION SELECT rowid FROM orders WHERE number IN (?4, ?5) UNION SELECT rowid FROM orders WHERE alias IN (?4, ?5)",
        ),
        (
            In::Answers,
            "SELECT rowid FROM answers WHERE session = ?1 UNION SELECT rowid FROM answers WHERE named = ?1
             UNION SELECT rowid FROM answers WHERE visitor = ?2 UNION SELECT rowid FROM answers WHERE email_hash = ?3
             UNION SELECT rowid FROM answers WHERE order_id IN (?4, ?5)",
        ),
    ] {
        let mut query = db.prepare_cached(sql)?;
        let rows = query.query_map(params![id, visitor, email, bare, hashed], |row| row.get(0))?;
        for row in rows {
            found.push((table, row?));
        }
    }
    Ok(())
}

/// The hash of an address as rows are compared by.
pub(super) fn key_of_hash(hash: Option<&str>) -> Option<String> {
    hash.map(email_key)
}
