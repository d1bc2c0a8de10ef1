//! Whether a recording is in the library already, and under which id it belongs there.

use super::super::error::Doing as _;
use super::super::{Error, apart};
use super::prepare::Prepared;
use super::report::Outcome;
use crate::format::{Combination, combine};
use rusqlite::{Connection, OptionalExtension as _};

/// Whether a recording is in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum There {
    /// It is not.
    No,
    /// The beginning of it is.
    Shorter,
    /// Another part of the same visit is: this is both, and how many events.
    Part(Vec<u8>, usize),
    /// It is, as long or longer.
    Same,
    /// It is, and came from a file of another name.
    Copy,
}

impl There {
    /// What the report says of it.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::No => Outcome::New,
            Self::Shorter | Self::Part(..) => Outcome::Longer,
            Self::Same | Self::Copy => Outcome::AlreadyThere,
        }
    }
}

/// The id that a recording gets, and whether it is there already.
///
/// Of recordings whose file names their id, those are the same that share events or lie close in time:
/// a backend that keeps what recorders send has many files of one visit. Of others, those of which
/// one is the beginning of the other. A different recording of the same id gets a number behind it.
pub(super) fn place(db: &mut Connection, prepared: &Prepared) -> Result<(String, There), Error> {
    if !prepared.named
        && let Some(found) = copy(db, prepared)?
    {
        return Ok(found);
    }
    let mut id = prepared.id.clone();
    for number in 2_u32.. {
        match (stored(db, &id)?, prepared.named) {
            (None, _) => return Ok((id, There::No)),
            (Some((whole, _)), true) if whole == prepared.packed.whole => return Ok((id, There::Same)),
            (Some((_, events)), true) => match meet(db, &events, prepared)? {
                Combination::Within => return Ok((id, There::Same)),
                Combination::Beyond => return Ok((id, There::Shorter)),
                Combination::Together(events, count) => return Ok((id, There::Part(events, count))),
                Combination::Strangers => {}
            },
            (Some(_), false) => {}
        }
        id = format!("{}-{number}", prepared.id);
    }
    Ok((id, There::Same))
}

/// The hash and the packed events of a session.
fn stored(db: &Connection, id: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
    db.prepare_cached(
        "SELECT r.whole, r.events FROM sessions s JOIN recordings r ON r.session = s.key WHERE s.id = ?",
    )
    .and_then(|mut find| find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional())
    .doing("look for a session")
}

/// Compares the events of a session with those of a recording that bears its id.
fn meet(db: &mut Connection, known: &[u8], prepared: &Prepared) -> Result<Combination, Error> {
    let doing = "compare two recordings";
    // Its long texts are needed for a moment; nothing of this stays.
    let change = db.transaction().doing(doing)?;
    apart::keep(&change, &prepared.packed.long).doing(doing)?;
    let whole = |packed: &[u8]| {
        let text = zstd::decode_all(packed)
            .map_err(|error| Error::Stored { what: "events", why: error.to_string() })?;
        apart::put_together(&change, text).doing(doing)
    };
    let combination = combine(&whole(known)?, &whole(&prepared.packed.events)?);
    change.rollback().doing(doing)?;
    Ok(combination)
}

fn compare(prepared: &Prepared, whole: &str, count: i64) -> There {
    let longer = usize::try_from(count).is_ok_and(|count| prepared.packed.count > count);
    if longer && whole != prepared.packed.whole { There::Shorter } else { There::Same }
}

/// The session that a recording without an id is a copy, a part or a continuation of.
fn copy(db: &Connection, prepared: &Prepared) -> Result<Option<(String, There)>, Error> {
    let doing = "look for a session";
    let packed = &prepared.packed;
    let mut find = db
        .prepare_cached(
            "SELECT s.id, r.whole, r.count, r.events FROM recordings r JOIN sessions s ON s.key = r.session
             WHERE r.first = ? ORDER BY s.key",
        )
        .doing(doing)?;
    let mut rows = find.query([&packed.first]).doing(doing)?;
    while let Some(row) = rows.next().doing(doing)? {
        let (id, whole): (String, String) = (row.get(0).doing(doing)?, row.get(1).doing(doing)?);
        let same = whole == packed.whole
            || begins(&row.get::<_, Vec<u8>>(3).doing(doing)?, &packed.events).unwrap_or(false);
        if same {
            let there = match compare(prepared, &whole, row.get(2).doing(doing)?) {
                There::Same if id != prepared.id => There::Copy,
                there => there,
            };
            return Ok(Some((id, there)));
        }
    }
    Ok(None)
}

/// Whether one of two packed recordings is the beginning of the other.
fn begins(a: &[u8], b: &[u8]) -> std::io::Result<bool> {
    let (a, b) = (zstd::decode_all(a)?, zstd::decode_all(b)?);
    let (a, b) = (a.trim_ascii_end(), b.trim_ascii_end());
    Ok(a.starts_with(b) || b.starts_with(a))
}
