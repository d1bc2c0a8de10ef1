//! A session into its rows and blobs; always within a transaction of the caller.

use super::Error;
use super::apart;
use super::elements;
use super::error::Doing as _;
use super::join::{self, Properties, Seen};
use super::pack::{self, PackedClick, PackedStay, PackedVisit};
use super::text;
use crate::event::Time;
use crate::facts::{Facts, Interaction, Needs, Signal, SignalKind, StayKind};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

const DOING: &str = "write a session";

/// Everything about a session but its recording's text.
#[derive(Debug, Clone, Default)]
pub(super) struct Derived {
    /// Name of the file as it was opened.
    pub(super) file: String,
    /// What the file was taken for.
    pub(super) format: String,
    /// First event, ms since 1970.
    pub(super) started_ms: i64,
    /// What the container tells.
    pub(super) properties: Properties,
    /// What was derived.
    pub(super) facts: Facts,
    /// What a visitor could read or typed.
    pub(super) texts: Vec<String>,
    /// The facts as they are stored.
    pub(super) packed_facts: Vec<u8>,
    /// When the page can be drawn first.
    pub(super) drawn_from: Option<Time>,
    /// What its pages need.
    pub(super) needs: Needs,
    /// The fingerprint of the rules they were derived with.
    pub(super) rules: String,
}

/// A recording's text as it is stored.
#[derive(Debug, Clone, Default)]
pub(super) struct Packed {
    /// A hash of its first event: the same recording, or another.
    pub(super) first: String,
    /// A hash of the whole.
    pub(super) whole: String,
    /// How many events.
    pub(super) count: usize,
    /// The text, compressed, its long texts apart.
    pub(super) events: Vec<u8>,
    /// Those, compressed.
    pub(super) long: Vec<(apart::Hash, Vec<u8>)>,
}

/// The keys of elements and texts that were met before in this run.
#[derive(Debug, Default)]
pub(super) struct Known {
    elements: elements::Keys,
    texts: text::Keys,
}

/// Friction is what counts against a page: rage, dead and error.
pub(super) fn is_friction(kind: SignalKind) -> bool {
    matches!(kind, SignalKind::Rage | SignalKind::Dead | SignalKind::Error)
}

/// Writes what was derived of session `id`, in place of what was there, and returns its key. What
/// analysts did with it stays; measures are dropped.
///
/// # Errors
/// When the database refuses.
pub(super) fn put(
    db: &Connection,
    id: &str,
    derived: &Derived,
    known: &mut Known,
    site_currency: Option<&str>,
) -> Result<i64, Error> {
    let key = row(db, id, derived)?;
    for sql in [
        "DELETE FROM page_views WHERE session = ?",
        "DELETE FROM clicked WHERE session = ?",
        "DELETE FROM signals WHERE session = ?",
        "DELETE FROM measures WHERE session = ?",
    ] {
        db.prepare_cached(sql).and_then(|mut delete| delete.execute([key])).doing(DOING)?;
    }
    db.prepare_cached("INSERT OR REPLACE INTO facts(session, data) VALUES (?, ?)")
        .and_then(|mut put| put.execute(params![key, derived.packed_facts]))
        .doing(DOING)?;
    page_views(db, key, &derived.facts, known).doing(DOING)?;
    text::put_texts(db, key, &derived.texts, &mut known.texts).doing(DOING)?;
    signals(db, key, &derived.facts.signals).doing(DOING)?;
    join::join(db, key, site_currency)?;
    Ok(key)
}

/// Writes the recording itself.
///
/// # Errors
/// When the database refuses.
pub(super) fn put_recording(db: &Connection, key: i64, packed: &Packed) -> Result<(), Error> {
    let count = i64::try_from(packed.count).unwrap_or(i64::MAX);
    db.prepare_cached(
        "INSERT OR REPLACE INTO recordings(session, first, whole, count, events) VALUES (?, ?, ?, ?, ?)",
    )
    .and_then(|mut put| put.execute(params![key, packed.first, packed.whole, count, packed.events]))
    .doing(DOING)?;
    apart::keep(db, &packed.long).doing(DOING)
}

fn row(db: &Connection, id: &str, derived: &Derived) -> Result<i64, Error> {
    let facts = &derived.facts;
    let seen = Seen::of(facts);
    let json = |text: serde_json::Result<String>| {
        text.map_err(|e| Error::Stored { what: "properties", why: e.to_string() })
    };
    let accepted = facts.coupons.iter().filter(|coupon| coupon.accepted).count();
    let mut put = db
        .prepare_cached(
            "INSERT INTO sessions(id, file, format, started_ms, duration_ms, active_ms, width, height,
               landing_url, exit_url, page_views, clicks, coupons_tried, coupons_accepted, coupons_refused,
               friction, signal_counts, errors_known, activity, drawn_from_ms, seen, properties, rules, seen_order)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT(id) DO UPDATE SET file = excluded.file, format = excluded.format,
               started_ms = excluded.started_ms, duration_ms = excluded.duration_ms, active_ms = excluded.active_ms,
               width = excluded.width, height = excluded.height, landing_url = excluded.landing_url,
               exit_url = excluded.exit_url, page_views = excluded.page_views, clicks = excluded.clicks,
               coupons_tried = excluded.coupons_tried, coupons_accepted = excluded.coupons_accepted,
               coupons_refused = excluded.coupons_refused, friction = excluded.friction,
               signal_counts = excluded.signal_counts, errors_known = excluded.errors_known,
               activity = excluded.activity, drawn_from_ms = excluded.drawn_from_ms, seen = excluded.seen,
               properties = excluded.properties, rules = excluded.rules, seen_order = excluded.seen_order,
               fidelity = NULL
             RETURNING key",
        )
        .doing(DOING)?;
    let values = params![
        id,
        derived.file,
        derived.format,
        derived.started_ms,
        facts.duration_ms,
        facts.active_ms,
        facts.viewport.map(|size| size.width),
        facts.viewport.map(|size| size.height),
        facts.page_views.first().map(|view| &view.url),
        facts.page_views.last().map(|view| &view.url),
        count(facts.page_views.len()),
        count(facts.interactions.iter().filter(|what| what.kind.is_click()).count()),
        count(facts.coupons.len()),
        count(accepted),
        count(facts.coupons.len() - accepted),
        count(facts.signals.iter().filter(|signal| is_friction(signal.kind)).count()),
        signal_counts(&facts.signals),
        facts.errors.is_some(),
        facts.activity,
        derived.drawn_from.map(|at| at.0),
        json(serde_json::to_string(&seen))?,
        json(serde_json::to_string(&derived.properties))?,
        derived.rules,
        seen.order,
    ];
    put.query_row(values, |row| row.get(0)).doing(DOING)
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

/// `rage 3 dead 1`: read back by [`super::query`].
fn signal_counts(signals: &[Signal]) -> String {
    let mut counts: BTreeMap<SignalKind, u32> = BTreeMap::new();
    for signal in signals {
        *counts.entry(signal.kind).or_default() += 1;
    }
    counts.iter().map(|(kind, count)| format!("{} {count}", kind.name())).collect::<Vec<_>>().join(" ")
}

/// What of each page view is drawn; notes what was clicked.
fn visits(
    db: &Connection,
    key: i64,
    facts: &Facts,
    known: &mut Known,
) -> rusqlite::Result<BTreeMap<u32, PackedVisit>> {
    let mut visits: BTreeMap<u32, PackedVisit> = BTreeMap::new();
    let mut clicked = db.prepare_cached("INSERT OR IGNORE INTO clicked(session, element) VALUES (?, ?)")?;
    for (index, what) in (0_u32..).zip(&facts.interactions).filter(|(_, what)| what.kind.is_click()) {
        let element = match &what.element {
            Some(element) => Some(known.elements.key(db, page(facts, what.page_view), element)?),
            None => None,
        };
        if let Some(element) = element {
            clicked.execute(params![key, element])?;
        }
        let visit = visits.entry(what.page_view).or_default();
        visit.clicks.push(packed(index, what, element, &facts.signals));
    }
    for (number, stay) in (0..).zip(&facts.stays) {
        let element = match &stay.element {
            Some(element) => Some(known.elements.key(db, page(facts, stay.page_view), element)?),
            None => None,
        };
        visits.entry(stay.page_view).or_default().stays.push(PackedStay {
            number,
            at: stay.at,
            ms: stay.ms,
            focus: stay.kind == StayKind::Focus,
            control: stay.control,
            element,
            position: stay.position,
        });
    }
    for view in &facts.page_views {
        visits.entry(view.index).or_default().bands.clone_from(&view.bands);
    }
    Ok(visits)
}

/// The key of the page that was viewed.
fn page(facts: &Facts, view: u32) -> &str {
    facts.page_views.get(view as usize).map_or("", |view| view.page.as_str())
}

fn page_views(db: &Connection, key: i64, facts: &Facts, known: &mut Known) -> rusqlite::Result<()> {
    let mut visits = visits(db, key, facts, known)?;
    let mut put = db.prepare_cached(
        "INSERT OR REPLACE INTO page_views(session, idx, page, url, title, start_ms, end_ms, width, height,
           max_scroll, clicks, friction, last) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut draw = db.prepare_cached("INSERT OR REPLACE INTO visits(page_view, data) VALUES (?, ?)")?;
    let last = facts.page_views.last().map(|view| view.index);
    for view in &facts.page_views {
        let visit = visits.remove(&view.index).unwrap_or_default();
        let friction =
            facts.signals.iter().filter(|s| s.page_view == view.index && is_friction(s.kind)).count();
        put.execute(params![
            key,
            view.index,
            view.page,
            view.url,
            view.title,
            view.start.0,
            view.end.0,
            view.viewport.width,
            view.viewport.height,
            view.max_scroll_px,
            count(visit.clicks.len()),
            count(friction),
            last == Some(view.index),
        ])?;
        draw.execute(params![db.last_insert_rowid(), pack::visit(&visit)])?;
    }
    Ok(())
}

/// A click with the signals that it is part of.
fn packed(index: u32, what: &Interaction, element: Option<i64>, signals: &[Signal]) -> PackedClick {
    let first = signals.partition_point(|signal| signal.at.since(what.at) < -LONGEST_SIGNAL_MS);
    let near = signals[first..].iter().take_while(|signal| signal.at <= what.at);
    let mine = near.filter(|s| s.end >= what.at && s.page_view == what.page_view);
    let on_it = |signal: &&Signal| signal.element.is_none() || signal.element == what.element;
    let mut click = PackedClick {
        interaction: index,
        at: what.at,
        tap: what.kind == crate::facts::InteractionKind::Tap,
        element,
        position: what.position,
        rage: false,
        dead: false,
        error: false,
    };
    for signal in mine.filter(on_it) {
        match signal.kind {
            SignalKind::Rage => click.rage = true,
            SignalKind::Dead => click.dead = true,
            SignalKind::Error => click.error = true,
            SignalKind::CouponRefused | SignalKind::QuickBack => {}
        }
    }
    click
}

/// A signal that lasts longer marks only the clicks of this last part of it.
const LONGEST_SIGNAL_MS: i64 = 600_000;

fn signals(db: &Connection, key: i64, signals: &[Signal]) -> rusqlite::Result<()> {
    let mut put =
        db.prepare_cached("INSERT INTO signals(session, kind, at_ms, page_view) VALUES (?, ?, ?, ?)")?;
    for signal in signals {
        put.execute(params![key, signal.kind.name(), signal.at.0, signal.page_view])?;
    }
    Ok(())
}
