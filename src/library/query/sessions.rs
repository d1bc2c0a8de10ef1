//! Sessions: lists and single ones, as rows.

use super::super::error::Doing as _;
use super::super::{
    Arrival, Audience, CouponCounts, Coverage, Day, Error, Library, Listing, Marks, Segment, Session,
    SessionKey, Shopping, SignalCounts, Source, Utm, join,
};
use super::found::Found;
use crate::event::{Device, Size};
use crate::facts::{SignalKind, Stage};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use std::collections::BTreeMap;

/// The order of a list of sessions. Equal ones stand by start, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub by: SortKey,
    /// Largest or latest first.
    pub descending: bool,
}

/// What sessions can be sorted by. What is not known stands last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// When they began.
    #[default]
    Started,
    /// How long they lasted.
    Duration,
    /// Time in which something was done.
    Active,
    /// Largest cart.
    Cart,
    /// Number of rage, dead and error signals.
    Friction,
    /// Clicks and taps.
    Clicks,
    /// Page views.
    Pages,
    /// Furthest stage.
    Stage,
    /// The visitor's id.
    Visitor,
    /// The country's code.
    Country,
    /// Device class.
    Device,
    /// Watched or not.
    Watched,
    /// The id.
    Id,
}

impl Order {
    /// The newest first.
    pub const NEWEST: Self = Self { by: SortKey::Started, descending: true };
    /// The most friction first.
    pub const FRICTION: Self = Self { by: SortKey::Friction, descending: true };
}

/// For more rows than this, other tables are read whole.
const MANY_ROWS: usize = 500;

const COLUMNS: &str =
    "s.key, s.id, s.file, s.format, s.started_ms, s.duration_ms, s.active_ms, s.device, s.browser,
  s.os, s.width, s.height, s.visitor, s.country, s.customer, s.variant, s.channel, s.utm_source, s.utm_medium,
  s.utm_campaign, s.referrer, s.landing_url, s.exit_url, s.page_views, s.clicks, s.stage, s.bought, s.cart,
  s.order_value, s.currency, s.coupons_tried, s.coupons_accepted, s.coupons_refused, s.signal_counts,
  s.errors_known, s.watched, s.fidelity, s.activity";

impl Library {
    /// How much of the library a segment covers.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn coverage(&self, segment: &Segment) -> Result<Coverage, Error> {
        let found = self.find(segment)?;
        Ok(found.columns.coverage(&found.rows))
    }

    /// Which sessions a segment has, in order, and how much of the library they are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn list(&self, segment: &Segment, order: Order) -> Result<Listing, Error> {
        let Found { columns, rows } = self.find(segment)?;
        let key = |row: u32| SessionKey(columns.key(row));
        Ok(Listing {
            sessions: columns.sorted(&rows, order).into_iter().map(key).collect(),
            coverage: columns.coverage(&rows),
        })
    }

    /// The ids of a segment's sessions, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ids(&self, segment: &Segment, order: Order) -> Result<Vec<String>, Error> {
        let Found { columns, rows } = self.find(segment)?;
        Ok(columns.sorted(&rows, order).into_iter().map(|row| columns.id(row).to_owned()).collect())
    }

    /// The sessions of a segment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sessions(&self, segment: &Segment, order: Order) -> Result<Vec<Session>, Error> {
        self.rows(&self.list(segment, order)?.sessions)
    }

    /// The sessions of these keys, in the order of the keys; those that were erased are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rows(&self, keys: &[SessionKey]) -> Result<Vec<Session>, Error> {
        self.read_rows(keys).doing("list sessions")
    }

    /// The key of the session of exactly that id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn session_key(&self, id: &str) -> Result<Option<SessionKey>, Error> {
        self.db
            .prepare_cached("SELECT key FROM sessions WHERE id = ?")
            .and_then(|mut q| q.query_row([id], |row| row.get(0)).optional())
            .map(|key| key.map(SessionKey))
            .doing("look for a session")
    }

    /// Sessions whose ids begin so, by id, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn beginning(&self, id: &str, most: u32) -> Result<Vec<Session>, Error> {
        let sql = "SELECT key FROM sessions WHERE id >= ?1 AND id < ?1 || char(1114111) ORDER BY id LIMIT ?2";
        let keys: Vec<SessionKey> = self
            .db
            .prepare_cached(sql)
            .and_then(|mut q| q.query_map(params![id, most], |row| Ok(SessionKey(row.get(0)?)))?.collect())
            .doing("look for sessions")?;
        self.rows(&keys)
    }

    /// How many sessions there are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn session_count(&self) -> Result<u64, Error> {
        self.db.query_row("SELECT count(*) FROM sessions", [], |row| count(row, 0)).doing("count sessions")
    }

    /// What happened in the segment's sessions, day by day; days without any are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn days(&self, segment: &Segment) -> Result<Vec<Day>, Error> {
        let found = self.find(segment)?;
        Ok(found.columns.days(&found.rows, &self.zone()?))
    }

    /// The session of that id, or the only one whose id begins so.
    ///
    /// # Errors
    /// [`Error::Ambiguous`] when several ids begin so; when the file cannot be read.
    pub fn session(&self, id: &str) -> Result<Option<Session>, Error> {
        let Some(key) = self.key_of(id)? else { return Ok(None) };
        Ok(self.rows(&[SessionKey(key)])?.pop())
    }

    /// The key of the session of that id, or of the only one whose id begins so.
    pub(in super::super) fn key_of(&self, id: &str) -> Result<Option<i64>, Error> {
        let doing = "look for a session";
        let whole = self.session_key(id)?.map(|key| key.0);
        if whole.is_some() || id.is_empty() {
            return Ok(whole);
        }
        let mut begins = self
            .db
            .prepare_cached("SELECT key, id FROM sessions WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id")
            .doing(doing)?;
        let found: Vec<(i64, String)> = begins
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .doing(doing)?;
        match &found[..] {
            [] => Ok(None),
            [(key, _)] => Ok(Some(*key)),
            [(_, first), (_, second), ..] => Err(Error::Ambiguous {
                id: id.to_owned(),
                count: found.len() as u64,
                first: first.clone(),
                second: second.clone(),
            }),
        }
    }

    /// The key of a session that has to be there.
    pub(in super::super) fn known_key(&self, id: &str) -> Result<i64, Error> {
        self.key_of(id)?.ok_or_else(|| Error::Missing { what: "session", id: id.to_owned() })
    }

    fn read_rows(&self, keys: &[SessionKey]) -> rusqlite::Result<Vec<Session>> {
        let mut query =
            self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM sessions s WHERE s.key = ?"))?;
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            found.extend(query.query_row([key.0], |row| Ok((key.0, session(row)?))).optional()?);
        }
        if found.len() > MANY_ROWS {
            self.complete_all(&mut found)?;
        } else {
            for (key, session) in &mut found {
                self.complete_one(*key, session)?;
            }
        }
        Ok(found.into_iter().map(|(_, session)| session).collect())
    }

    fn complete_one(&self, key: i64, session: &mut Session) -> rusqlite::Result<()> {
        let mut stages = self
            .db
            .prepare_cached("SELECT stage FROM stages WHERE session = ? ORDER BY at_ms NULLS LAST, stage")?;
        let found: Vec<i64> = stages.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        session.shopping.stages = found.into_iter().filter_map(join::stage).collect();
        let mut tags =
            self.db.prepare_cached("SELECT tag FROM session_tags WHERE session = ? ORDER BY tag")?;
        session.marks.tags = tags.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut cited = self
            .db
            .prepare_cached("SELECT DISTINCT hypothesis FROM evidence WHERE session = ? ORDER BY 1")?;
        session.marks.hypotheses =
            cited.query_map(params![session.id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(())
    }

    /// What other tables say, in one pass over each.
    fn complete_all(&self, found: &mut [(i64, Session)]) -> rusqlite::Result<()> {
        let mut stages: BTreeMap<i64, Vec<Stage>> = BTreeMap::new();
        let mut query = self
            .db
            .prepare_cached("SELECT session, stage FROM stages ORDER BY session, at_ms NULLS LAST, stage")?;
        for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (key, number) = row?;
            stages.entry(key).or_default().extend(join::stage(number));
        }
        let mut tags: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        let mut query =
            self.db.prepare_cached("SELECT session, tag FROM session_tags ORDER BY session, tag")?;
        for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (key, tag): (i64, String) = row?;
            tags.entry(key).or_default().push(tag);
        }
        let mut cited: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut query = self.db.prepare_cached(
            "SELECT DISTINCT session, hypothesis FROM evidence ORDER BY session, hypothesis",
        )?;
        for row in query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (session, hypothesis): (String, String) = row?;
            cited.entry(session).or_default().push(hypothesis);
        }
        for (key, session) in found {
            session.shopping.stages = stages.remove(key).unwrap_or_default();
            session.marks.tags = tags.remove(key).unwrap_or_default();
            session.marks.hypotheses = cited.remove(&session.id).unwrap_or_default();
        }
        Ok(())
    }
}

/// A count that `SQLite` gives as a signed number.
pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

/// ms since 1970 as RFC 3339.
pub(super) fn rfc3339(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().to_string()
}

/// The row's session, as [`COLUMNS`] has it; lists from other tables are still empty.
fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    let size = |width: Option<f64>, height: Option<f64>| Some(Size::new(width?, height?));
    let started_at_ms = row.get("started_ms")?;
    let device: String = row.get("device")?;
    let stage: Option<i64> = row.get("stage")?;
    let utm = Utm {
        source: row.get("utm_source")?,
        medium: row.get("utm_medium")?,
        campaign: row.get("utm_campaign")?,
    };
    let coupons = CouponCounts {
        tried: row.get("coupons_tried")?,
        accepted: row.get("coupons_accepted")?,
        refused: row.get("coupons_refused")?,
    };
    Ok(Session {
        key: SessionKey(row.get("key")?),
        id: row.get("id")?,
        source: Source { file: row.get("file")?, format: row.get("format")? },
        started_at: rfc3339(started_at_ms),
        started_at_ms,
        duration_ms: row.get("duration_ms")?,
        active_ms: row.get("active_ms")?,
        audience: Audience {
            device: Device::parse(&device).unwrap_or(Device::Desktop),
            browser: row.get("browser")?,
            os: row.get("os")?,
            viewport: size(row.get("width")?, row.get("height")?),
            visitor: row.get("visitor")?,
            country: row.get("country")?,
            customer: row.get("customer")?,
            variant: row.get("variant")?,
        },
        arrival: Arrival {
            channel: row.get("channel")?,
            utm,
            referrer: row.get("referrer")?,
            landing_url: row.get("landing_url")?,
            exit_url: row.get("exit_url")?,
        },
        page_views: row.get("page_views")?,
        clicks: row.get("clicks")?,
        shopping: Shopping {
            stage: stage.and_then(join::stage),
            stages: Vec::new(),
            bought: row.get("bought")?,
            cart_value: row.get("cart")?,
            order_value: row.get("order_value")?,
            currency: row.get("currency")?,
            coupons,
        },
        signals: signals(&row.get::<_, String>("signal_counts")?, row.get("errors_known")?),
        marks: Marks { tags: Vec::new(), hypotheses: Vec::new(), watched: row.get("watched")? },
        fidelity: row.get("fidelity")?,
        activity: row.get("activity")?,
    })
}

/// Counts of every kind; of errors only when the recording could tell.
fn signals(packed: &str, errors_known: bool) -> SignalCounts {
    let mut words = packed.split(' ');
    let mut told: BTreeMap<&str, u32> = BTreeMap::new();
    while let (Some(kind), Some(count)) = (words.next(), words.next()) {
        told.insert(kind, count.parse().unwrap_or(0));
    }
    let count = |kind: SignalKind| {
        let known = kind != SignalKind::Error || errors_known;
        told.get(kind.name()).copied().or(known.then_some(0))
    };
    SignalKind::ALL.into_iter().map(|kind| (kind.name(), count(kind))).collect()
}
