//! The sessions of a segment, by the columns in memory.

use super::super::columns::{Columns, Means};
use super::super::error::Doing as _;
use super::super::{Error, Library, Segment};
use super::{Order, SortKey};
use jiff::tz::TimeZone;
use roaring::RoaringBitmap;
use rusqlite::{Params, Row};
use std::sync::Arc;

/// The sessions of a segment.
pub(super) struct Found {
    pub(super) columns: Arc<Columns>,
    pub(super) rows: RoaringBitmap,
}

impl Found {
    /// The row of a session, if the segment has it.
    pub(super) fn row(&self, key: i64) -> Option<u32> {
        self.columns.row(key).filter(|row| self.rows.contains(*row))
    }

    /// For each row of the library its place in the order of the sessions' start.
    pub(super) fn places(&self) -> Vec<u32> {
        let sorted = self.columns.ordered(Order { by: SortKey::Started, descending: false });
        let mut places = vec![0; sorted.len()];
        for (place, row) in (0..).zip(sorted.iter()) {
            places[*row as usize] = place;
        }
        places
    }
}

impl Library {
    /// The sessions of a segment.
    pub(super) fn find(&self, segment: &Segment) -> Result<Found, Error> {
        let columns = self.columns()?;
        let dated = segment.terms().iter().any(|term| term.key.name() == "started");
        let zone = if dated { self.zone()? } else { TimeZone::UTC };
        let mut text = |columns: &Columns, words: &str| self.text_rows(columns, words);
        let rows = columns.find(segment, &mut Means { zone, text: &mut text })?;
        Ok(Found { columns, rows })
    }

    /// The site's time zone; UTC where none is known.
    pub(super) fn zone(&self) -> Result<TimeZone, Error> {
        let name = self.site()?.timezone;
        Ok(name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC))
    }

    /// The rows of a query whose first column is the key of a session of the segment.
    pub(super) fn rows_in<T>(
        &self,
        found: &Found,
        doing: &'static str,
        (sql, values): (&str, impl Params),
        mut each: impl FnMut(u32, &Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Error> {
        let mut query = self.db.prepare_cached(sql).doing(doing)?;
        let mut rows = query.query(values).doing(doing)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().doing(doing)? {
            let key: Option<i64> = row.get(0).doing(doing)?;
            if let Some(place) = key.and_then(|key| found.row(key)) {
                all.push(each(place, row).doing(doing)?);
            }
        }
        Ok(all)
    }
}
