//! Side tables: into their rows, and joined with sessions when all files were read.

use super::super::Error;
use super::super::error::Doing as _;
use super::super::join;
use super::joined::{Join, Joins, MOST_EXAMPLES, TableJoin, Unjoined};
use super::resolve::{self, By, Fate, In, Marks};
use super::rows;
use crate::format::{Table, TableRead};
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::{BTreeMap, BTreeSet};

/// What rows of side tables named, to be joined when all files were read.
#[derive(Debug, Default)]
pub(super) struct Sides {
    tables: Vec<Read>,
    /// Sessions that were written, by key.
    written: BTreeSet<i64>,
    arms: u64,
}

/// A table that was read.
#[derive(Debug)]
struct Read {
    told: TableJoin,
    rows: Rows,
}

/// Where its rows lie.
#[derive(Debug)]
enum Rows {
    /// Ids of sessions.
    Sessions(Vec<String>),
    /// Numbers of rows.
    Of(In, Vec<i64>),
    Arms,
}

/// What joining depends on besides the rows.
#[derive(Debug, Clone)]
pub(super) struct Site<'s> {
    pub(super) currency: Option<&'s str>,
    /// An IANA name; moments that name no zone are of this one.
    pub(super) timezone: Option<&'s str>,
}

impl Site<'_> {
    /// The zone of moments that name none, and what to call it.
    fn zone(&self) -> (TimeZone, String) {
        let known = self.timezone.and_then(|name| Some((TimeZone::get(name).ok()?, name.to_owned())));
        known.unwrap_or((TimeZone::UTC, "UTC".to_owned()))
    }
}

impl Sides {
    /// Writes a table, each row in place of the one it had before.
    pub(super) fn table(
        &mut self,
        db: &mut Connection,
        read: TableRead,
        site: &Site<'_>,
    ) -> Result<(), Error> {
        let doing = "write a side table";
        let TableRead { path, kind, mut rows, notes } = read;
        let mut told = TableJoin { path, kind, notes, ..TableJoin::default() };
        let (zone, name) = site.zone();
        if rows::settle_moments(&mut rows, &zone) > 0 {
            let why = if site.timezone.is_some() {
                "the site's time zone"
            } else {
                "the site's time zone is not known"
            };
            told.notes.push(format!("Times name no zone and were taken as {name}; {why}."));
        }
        let change = db.transaction().doing(doing)?;
        let places = match &rows {
            Table::Sessions(rows) => {
                rows::put_sessions(&change, rows)?;
                Rows::Sessions(rows.iter().map(|row| row.session.clone()).collect())
            }
            Table::Orders(rows) => Rows::Of(In::Orders, rows::put_orders(&change, rows).doing(doing)?),
            Table::Answers(rows) => Rows::Of(In::Answers, rows::put_answers(&change, rows).doing(doing)?),
            Table::Arms(rows) => {
                rows::put_arms(&change, rows).doing(doing)?;
                self.arms += rows.len() as u64;
                told.rows = rows.len() as u64;
                Rows::Arms
            }
        };
        change.commit().doing(doing)?;
        self.tables.push(Read { told, rows: places });
        Ok(())
    }

    /// Notes that a session was written: rows of earlier imports may belong to it.
    pub(super) fn session(&mut self, key: i64) {
        self.written.insert(key);
    }

    /// Joins rows with sessions, brings the sessions up to date, or `all` of them, and counts.
    pub(super) fn join(mut self, db: &mut Connection, all: bool, site: &Site<'_>) -> Result<Joins, Error> {
        let doing = "join side tables with sessions";
        let change = db.transaction().doing(doing)?;
        let mut told = self.told_sessions(&change).doing(doing)?;
        if all {
            told.extend(keys(&change).doing(doing)?);
        }
        for &key in &told {
            join::join(&change, key, site.currency)?;
        }
        self.written.extend(told);
        let mut work =
            Resolving { db: &change, zone: site.zone().0, touched: BTreeSet::new(), fates: BTreeMap::new() };
        let own = self.own_rows();
        work.all(own.iter().copied().chain(self.affected(&change).doing(doing)?)).doing(doing)?;
        let Resolving { touched, fates, .. } = work;
        for id in touched {
            if let Some(key) = key_of(&change, &id).doing(doing)? {
                join::join(&change, key, site.currency)?;
            }
        }
        change.commit().doing(doing)?;
        Ok(self.count(&fates, &own))
    }

    /// The keys of the sessions that tables tell of.
    fn told_sessions(&mut self, db: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
        let mut found = BTreeSet::new();
        for read in &mut self.tables {
            let Rows::Sessions(ids) = &read.rows else { continue };
            read.told.rows = ids.len() as u64;
            for id in ids {
                if let Some(key) = key_of(db, id)? {
                    found.insert(key);
                    read.told.join.matched += 1;
                    read.told.join.by.session_id += 1;
                } else {
                    read.told.join.unmatched += 1;
                    let why = "No recording of this session is here.".to_owned();
                    example(&mut read.told, Unjoined { row: id.clone(), why });
                }
            }
        }
        Ok(found)
    }

    /// The rows of the tables of this import.
    fn own_rows(&self) -> BTreeSet<(In, i64)> {
        let rows = self.tables.iter().filter_map(|read| match &read.rows {
            Rows::Of(table, rows) => Some(rows.iter().map(|row| (*table, *row))),
            _ => None,
        });
        rows.flatten().collect()
    }

    /// Rows of earlier imports that the sessions of this one may change something for.
    fn affected(&self, db: &Connection) -> rusqlite::Result<Vec<(In, i64)>> {
        let mut found = Vec::new();
        if self.written.is_empty() {
            return Ok(found);
        }
        let many = |table: In| -> rusqlite::Result<Vec<(In, i64)>> {
            let mut query = db.prepare(&format!("SELECT rowid FROM {}", table.name()))?;
            query.query_map([], |row| Ok((table, row.get(0)?)))?.collect()
        };
        let (orders, answers) = (many(In::Orders)?, many(In::Answers)?);
        // Where most sessions are new, it is quicker to look at every row than at every session.
        if orders.len() + answers.len() <= self.written.len() * 4 {
            found.extend(orders.into_iter().chain(answers));
            return Ok(found);
        }
        for &key in &self.written {
            resolve::affected(db, key, &mut found)?;
        }
        Ok(found)
    }

    fn count(self, fates: &BTreeMap<(In, i64), Resolved>, own: &BTreeSet<(In, i64)>) -> Joins {
        let mut joins = Joins { arms: self.arms, ..Joins::default() };
        let found_now = |(place, resolved): &(&(In, i64), &Resolved)| resolved.new && !own.contains(*place);
        joins.earlier = fates.iter().filter(found_now).count() as u64;
        for Read { mut told, rows } in self.tables {
            match rows {
                Rows::Sessions(_) => joins.sessions.add(&told.join),
                Rows::Arms => {}
                Rows::Of(table, rows) => {
                    told.rows = rows.len() as u64;
                    for row in rows {
                        if let Some(resolved) = fates.get(&(table, row)) {
                            resolved.count(table, &mut told);
                        }
                    }
                    let sum = if table == In::Orders { &mut joins.orders } else { &mut joins.answers };
                    sum.add(&told.join);
                }
            }
            joins.tables.push(told);
        }
        joins
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

fn key_of(db: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT key FROM sessions WHERE id = ?")?.query_row([id], |row| row.get(0)).optional()
}

fn example(told: &mut TableJoin, row: Unjoined) {
    if told.examples.len() < MOST_EXAMPLES {
        told.examples.push(row);
    }
}

/// Rows finding their sessions.
struct Resolving<'d> {
    db: &'d Connection,
    zone: TimeZone,
    /// Ids of sessions that gained or lost a row, or whose rows were written.
    touched: BTreeSet<String>,
    fates: BTreeMap<(In, i64), Resolved>,
}

/// What became of a row.
struct Resolved {
    marks: Marks,
    fate: Fate,
    /// It had no session before.
    new: bool,
}

impl Resolving<'_> {
    /// Orders first: answers may be about them.
    fn all(&mut self, rows: impl Iterator<Item = (In, i64)>) -> rusqlite::Result<()> {
        let mut rows: BTreeSet<(In, i64)> = rows.collect();
        let mut about: Vec<(In, i64)> = Vec::new();
        for &(table, row) in rows.iter().filter(|(table, _)| *table == In::Orders) {
            if self.one(table, row)? {
                let mut query = self.db.prepare_cached(
                    "SELECT a.rowid FROM answers a JOIN orders o
                       ON a.order_id IN (o.number, o.alias, ltrim(o.number, '#'), '#' || o.number) WHERE o.rowid = ?",
                )?;
                for answer in query.query_map([row], |row| row.get(0))? {
                    about.push((In::Answers, answer?));
                }
            }
        }
        rows.extend(about);
        for &(table, row) in rows.iter().filter(|(table, _)| *table == In::Answers) {
            self.one(table, row)?;
        }
        Ok(())
    }

    /// Whether the row changed its session.
    fn one(&mut self, table: In, row: i64) -> rusqlite::Result<bool> {
        let Some(marks) = Marks::read(self.db, table, row, &self.zone)? else { return Ok(false) };
        let fate = resolve::resolve(self.db, table, &marks)?;
        let (session, by) = match &fate {
            Fate::Joined(id, by) => (Some(id.as_str()), Some(by.name())),
            _ => (None, None),
        };
        let changed = session != marks.session.as_deref();
        if changed {
            let sql = match table {
                In::Orders => "UPDATE orders SET session = ?, joined_by = ? WHERE rowid = ?",
                In::Answers => "UPDATE answers SET session = ?, joined_by = ? WHERE rowid = ?",
            };
            self.db.prepare_cached(sql)?.execute(params![session, by, row])?;
        }
        if table == In::Orders {
            self.touched.extend(session.map(str::to_owned));
            self.touched.extend(marks.session.clone());
        }
        let new = marks.session.is_none() && session.is_some();
        self.fates.insert((table, row), Resolved { marks, fate, new });
        Ok(changed)
    }
}

impl Resolved {
    fn count(&self, table: In, told: &mut TableJoin) {
        let Join { matched, unmatched, ambiguous, by } = &mut told.join;
        if let Fate::Joined(_, how) = &self.fate {
            *matched += 1;
            let sum = match how {
                By::Session => &mut by.session_id,
                By::Order => &mut by.order_id,
                By::Visitor => &mut by.visitor,
                By::Email => &mut by.email,
            };
            *sum += 1;
            return;
        }
        *unmatched += 1;
        *ambiguous += u64::from(matches!(self.fate, Fate::Ambiguous(_)));
        example(told, Unjoined { row: self.marks.row.clone(), why: self.marks.why(table, &self.fate) });
    }
}
