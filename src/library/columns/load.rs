//! From rows of the database to columns: all of them, or those that were changed since.

use super::super::{elements, join};
use super::table::{Columns, Given, Many, Number, Word};
use crate::facts::Stage;
use roaring::RoaringBitmap;
use rusqlite::{Connection, Row};

/// The columns of numbers, by the column of the table.
const NUMBERS: [(Number, &str); 12] = [
    (Number::Started, "started_ms"),
    (Number::Duration, "duration_ms"),
    (Number::Active, "active_ms"),
    (Number::Cart, "cart"),
    (Number::Order, "order_value"),
    (Number::Clicks, "clicks"),
    (Number::Pages, "page_views"),
    (Number::Friction, "friction"),
    (Number::Stage, "stage"),
    (Number::Tried, "coupons_tried"),
    (Number::Accepted, "coupons_accepted"),
    (Number::Refused, "coupons_refused"),
];

/// The columns of one word, by the column of the table.
const WORDS: [(Word, &str); 14] = [
    (Word::Id, "id"),
    (Word::Device, "device"),
    (Word::Channel, "channel"),
    (Word::Country, "country"),
    (Word::Variant, "variant"),
    (Word::Customer, "customer"),
    (Word::Visitor, "visitor"),
    (Word::UtmSource, "utm_source"),
    (Word::UtmMedium, "utm_medium"),
    (Word::UtmCampaign, "utm_campaign"),
    (Word::Browser, "browser"),
    (Word::Os, "os"),
    (Word::File, "file"),
    (Word::Currency, "currency"),
];

/// Columns of many words: a query for the key of a session and a word, and what the key is called.
const MANY: [(Many, &str, &str); 6] = [
    (Many::Signal, "SELECT DISTINCT session, kind FROM signals", "session"),
    (Many::Page, "SELECT DISTINCT session, page FROM page_views", "session"),
    (Many::Tag, "SELECT session, tag FROM session_tags", "session"),
    (
        Many::Hypothesis,
        "SELECT DISTINCT s.key, x.hypothesis FROM evidence x JOIN sessions s ON s.id = x.session",
        "s.key",
    ),
    (
        Many::Clicked,
        "SELECT x.session, {words} FROM clicked x JOIN elements e ON e.key = x.element",
        "x.session",
    ),
    (
        Many::Survey,
        "SELECT DISTINCT s.key, x.survey FROM answers x JOIN sessions s ON s.id = x.session",
        "s.key",
    ),
];

/// Reads what was changed since; `false` when that cannot be told from the changes and all must be read
/// into empty columns.
pub(super) fn catch_up(db: &Connection, columns: &mut Columns) -> rusqlite::Result<bool> {
    let all = columns.keys.is_empty();
    let read = Read { db, seen: columns.seen, all };
    if !all && read.gone()? {
        return Ok(false);
    }
    columns.orders.forget();
    let Some(rows) = read.sessions(columns)? else { return Ok(false) };
    if !all {
        columns.clear_many(&rows.changed);
    }
    for (column, words) in rows.many {
        for (row, word) in words {
            columns.many[column as usize].put(row, word);
        }
    }
    if all {
        read.clicked(columns)?;
    }
    for (column, sql, key) in MANY.iter().filter(|(column, ..)| !all || *column != Many::Clicked) {
        read.many(sql, key, |key, word| {
            if let Some(row) = columns.row(key) {
                columns.many[*column as usize].put(row, word);
            }
        })?;
    }
    read.stages(columns)?;
    read.answers(columns)?;
    Ok(true)
}

/// What rows of the table of sessions give to columns of many words.
#[derive(Default)]
struct FromRows {
    changed: RoaringBitmap,
    many: Vec<(Many, Vec<(u32, &'static str)>)>,
}

struct Read<'r> {
    db: &'r Connection,
    seen: i64,
    /// Whether all sessions are read, or those that were changed since.
    all: bool,
}

impl Read<'_> {
    /// The condition on the key of a session that is called `key`; it has one parameter.
    fn condition(&self, key: &str) -> String {
        if self.all {
            "?1 IS NOT NULL".to_owned()
        } else {
            format!("{key} IN (SELECT session FROM changes WHERE number > ?1)")
        }
    }

    /// Whether a session was erased.
    fn gone(&self) -> rusqlite::Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM changes c WHERE c.number > ?1
                     AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.key = c.session))";
        self.db.prepare_cached(sql)?.query_row([self.seen], |row| row.get(0))
    }

    fn sessions(&self, columns: &mut Columns) -> rusqlite::Result<Option<FromRows>> {
        let names: Vec<&str> = NUMBERS.iter().map(|n| n.1).chain(WORDS.iter().map(|w| w.1)).collect();
        let sql = format!(
            "SELECT key, bought, watched, {} FROM sessions
             WHERE {} ORDER BY key",
            names.join(", "),
            self.condition("key")
        );
        let mut query = self.db.prepare(&sql)?;
        let mut rows = query.query([self.seen])?;
        let mut found = FromRows::default();
        let mut flags = [Vec::new(), Vec::new()];
        while let Some(row) = rows.next()? {
            let Some(place) = columns.place(row.get(0)?) else { return Ok(None) };
            let number = u32::try_from(place).expect("fewer sessions than fit into memory");
            found.changed.insert(number);
            for (at, flags) in (1..).zip(&mut flags) {
                flags.push((number, if row.get(at)? { "yes" } else { "no" }));
            }
            fill(columns, place, row)?;
        }
        let [bought, watched] = flags;
        found.many = vec![(Many::Bought, bought), (Many::Watched, watched)];
        Ok(Some(found))
    }

    fn many(&self, sql: &str, key: &str, mut put: impl FnMut(i64, &str)) -> rusqlite::Result<()> {
        let sql = sql.replace("{words}", elements::WORDS);
        let mut query = self.db.prepare(&format!("{sql} WHERE {}", self.condition(key)))?;
        let mut rows = query.query([self.seen])?;
        while let Some(row) = rows.next()? {
            put(row.get(0)?, row.get_ref(1)?.as_str().unwrap_or_default());
        }
        Ok(())
    }

    /// What was clicked, of all sessions: elements are read once, not with each click.
    fn clicked(&self, columns: &mut Columns) -> rusqlite::Result<()> {
        let sql = format!("SELECT e.key, {} FROM elements e", elements::WORDS);
        let mut places = std::collections::HashMap::new();
        let mut query = self.db.prepare(&sql)?;
        let mut rows = query.query([])?;
        let mut clicked = std::mem::take(&mut columns.many[Many::Clicked as usize]);
        while let Some(row) = rows.next()? {
            places.insert(
                row.get::<_, i64>(0)?,
                clicked.known.place(row.get_ref(1)?.as_str().unwrap_or_default()),
            );
        }
        clicked.rows.resize_with(clicked.known.words.len(), RoaringBitmap::new);
        let mut query = self.db.prepare("SELECT session, element FROM clicked")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if let (Some(at), Some(place)) = (columns.row(row.get(0)?), places.get(&row.get(1)?)) {
                clicked.rows[*place as usize].insert(at);
            }
        }
        columns.many[Many::Clicked as usize] = clicked;
        Ok(())
    }

    fn stages(&self, columns: &mut Columns) -> rusqlite::Result<()> {
        let sql = format!("SELECT session, stage FROM stages WHERE {}", self.condition("session"));
        let mut query = self.db.prepare(&sql)?;
        let mut rows = query.query([self.seen])?;
        while let Some(row) = rows.next()? {
            let stage: Option<Stage> = join::stage(row.get(1)?);
            if let (Some(at), Some(stage)) = (columns.row(row.get(0)?), stage) {
                columns.many[Many::Stage as usize].put(at, stage.name());
            }
        }
        Ok(())
    }

    fn answers(&self, columns: &mut Columns) -> rusqlite::Result<()> {
        let sql = format!(
            "SELECT s.key, x.score, CASE WHEN x.kind IN ('nps', 'csat', 'ces', 'scale') THEN x.kind = 'nps'
               ELSE x.survey LIKE '%nps%' OR x.question LIKE '%recommend%' END FROM answers x
             JOIN sessions s ON s.id = x.session WHERE x.score IS NOT NULL AND {}",
            self.condition("s.key")
        );
        let mut query = self.db.prepare(&sql)?;
        let mut rows = query.query([self.seen])?;
        while let Some(row) = rows.next()? {
            if let Some(at) = columns.row(row.get(0)?) {
                columns.answers.push(Given { row: at, score: row.get(1)?, nps: row.get(2)? });
            }
        }
        Ok(())
    }
}

/// The words and numbers of one row.
fn fill(columns: &mut Columns, place: usize, row: &Row<'_>) -> rusqlite::Result<()> {
    let first = 3;
    for (at, (column, _)) in (first..).zip(NUMBERS) {
        columns.numbers[column as usize][place] = row.get::<_, Option<f64>>(at)?.unwrap_or(f64::NAN);
    }
    for (at, (column, _)) in (first + NUMBERS.len()..).zip(WORDS) {
        let word = row.get_ref(at)?.as_str_or_null();
        columns.words[column as usize].set(place, word.unwrap_or_default());
    }
    Ok(())
}
