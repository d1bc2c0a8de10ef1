//! What visitors touched, each element of each page once; and what a segment can ask of it.
//!
//! An element is told apart by page, so that a segment can ask who clicked it *there*: the words that
//! `clicked:` finds are its name, its text, its selector, and its page with its selector.

use super::Error;
use super::error::Doing as _;
use crate::facts::Element;
use rusqlite::{Connection, params};
use std::collections::HashMap;

pub(super) const STEP: &str = "
CREATE TABLE elements_of_pages(
  key INTEGER PRIMARY KEY, name TEXT NOT NULL, selector TEXT NOT NULL, text TEXT NOT NULL,
  page TEXT NOT NULL, UNIQUE(selector, name, text, page)
);
INSERT INTO elements_of_pages SELECT key, name, selector, text, '' FROM elements;
DROP TABLE elements;
ALTER TABLE elements_of_pages RENAME TO elements;
DELETE FROM kept_columns;
UPDATE sessions SET rules = '';
";

/// What `clicked:` is held against, several texts with a 0 between them; of table `elements` as `e`.
pub(super) const WORDS: &str =
    "e.name || char(0) || e.text || char(0) || e.selector || char(0) || e.page || ' ' || e.selector";

/// So many are remembered before beginning again.
const MOST: usize = 50_000;

/// The keys of elements that were met before in this run, by page.
#[derive(Debug, Default)]
pub(super) struct Keys {
    known: HashMap<String, HashMap<Element, i64>>,
    count: usize,
}

impl Keys {
    /// The key of an element of a page, which is added if need be.
    pub(super) fn key(&mut self, db: &Connection, page: &str, element: &Element) -> rusqlite::Result<i64> {
        if let Some(&key) = self.known.get(page).and_then(|known| known.get(element)) {
            return Ok(key);
        }
        if self.count >= MOST {
            *self = Self::default();
        }
        let values = params![element.name, element.selector, element.text, page];
        db.prepare_cached("INSERT OR IGNORE INTO elements(name, selector, text, page) VALUES (?, ?, ?, ?)")?
            .execute(values)?;
        let sql = "SELECT key FROM elements WHERE name = ? AND selector = ? AND text = ? AND page = ?";
        let key = db.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
        self.known.entry(page.to_owned()).or_default().insert(element.clone(), key);
        self.count += 1;
        Ok(key)
    }
}

/// The elements of these keys, in the order of their numbers. One that is gone has no name.
pub(super) fn described(db: &Connection, keys: &HashMap<i64, u32>) -> Result<Vec<Element>, Error> {
    let doing = "read elements";
    let mut elements = vec![Element::default(); keys.len()];
    let mut query =
        db.prepare_cached("SELECT name, selector, text FROM elements WHERE key = ?").doing(doing)?;
    #[expect(clippy::iter_over_hash_type, reason = "each is put into its own place")]
    for (key, number) in keys {
        let mut rows = query.query([key]).doing(doing)?;
        if let Some(row) = rows.next().doing(doing)? {
            elements[*number as usize] = Element {
                name: row.get(0).doing(doing)?,
                selector: row.get(1).doing(doing)?,
                text: row.get(2).doing(doing)?,
            };
        }
    }
    Ok(elements)
}
