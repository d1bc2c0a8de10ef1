//! Exact pictures that a browser drew, kept so that the next look needs neither time nor a browser.
//!
//! What they are of is in their key; what else is told of them is the caller's text. They go with their
//! session, and the oldest go when there are too many.

use super::error::Doing as _;
use super::{Error, Library};
use rusqlite::{OptionalExtension as _, params};

/// So much is kept, bytes.
const MOST: i64 = 128 << 20;

pub(super) const STEP: &str = "
CREATE TABLE exact_pictures(
  number INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE,
  session INTEGER NOT NULL REFERENCES sessions(key) ON DELETE CASCADE,
  size INTEGER NOT NULL, told TEXT NOT NULL, picture BLOB NOT NULL
);
CREATE INDEX exact_pictures_session ON exact_pictures(session);
";

impl Library {
    /// The picture that was kept under this key, and what was told of it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn exact_picture(&self, key: &[u8; 32]) -> Result<Option<(Vec<u8>, String)>, Error> {
        self.db
            .prepare_cached("SELECT picture, told FROM exact_pictures WHERE key = ?")
            .and_then(|mut query| {
                query.query_row([&key[..]], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })
            .doing("read an exact picture")
    }

    /// Keeps a picture of a session under this key, and takes the oldest away when there are too many.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be written.
    pub fn put_exact_picture(
        &self,
        session: &str,
        key: &[u8; 32],
        (picture, told): (&[u8], &str),
    ) -> Result<(), Error> {
        self.keep_exact_picture(session, key, (picture, told), MOST)
    }

    fn keep_exact_picture(
        &self,
        session: &str,
        key: &[u8; 32],
        (picture, told): (&[u8], &str),
        most: i64,
    ) -> Result<(), Error> {
        let doing = "keep an exact picture";
        self.writable()?;
        let size = i64::try_from(picture.len() + told.len()).unwrap_or(i64::MAX);
        let change = self.db.unchecked_transaction().doing(doing)?;
        let put = change
            .execute(
                "INSERT OR REPLACE INTO exact_pictures(key, session, size, told, picture)
                 SELECT ?, key, ?, ?, ? FROM sessions WHERE id = ?",
                params![&key[..], size, told, picture, session],
            )
            .doing(doing)?;
        if put == 0 {
            return Err(Error::Missing { what: "session", id: session.to_owned() });
        }
        // The newest whose sizes, added up, are not too many.
        change
            .execute(
                "DELETE FROM exact_pictures WHERE number IN (SELECT number FROM
                   (SELECT number, sum(size) OVER (ORDER BY number DESC) AS so_far FROM exact_pictures)
                 WHERE so_far > ?)",
                [most],
            )
            .doing(doing)?;
        change.commit().doing(doing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(folder: &tempfile::TempDir) -> Library {
        let library = Library::open(&folder.path().join("a.wherefore")).unwrap();
        library
            .db
            .execute_batch(
                "INSERT INTO sessions(id, file, format, started_ms, duration_ms, active_ms, page_views, clicks,
                   coupons_tried, coupons_accepted, coupons_refused, friction, signal_counts, errors_known, activity,
                   seen, properties, rules)
                 VALUES ('a', '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, '', 0, x'', '{}', '{}', '')",
            )
            .unwrap();
        library
    }

    #[test]
    fn pictures_are_found_again_and_the_oldest_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let library = library(&folder);
        for number in 0..5 {
            library.keep_exact_picture("a", &[number; 32], (&[7; 30], "told"), 110).unwrap();
        }
        let there = |number: u8| library.exact_picture(&[number; 32]).unwrap();
        assert_eq!(there(4), Some((vec![7; 30], "told".to_owned())));
        assert_eq!([0, 1, 2, 3].map(|number| there(number).is_some()), [false, false, true, true]);
        assert!(library.put_exact_picture("b", &[9; 32], (&[], "")).is_err(), "there is no such session");
    }

    #[test]
    fn pictures_go_with_their_session() {
        let folder = tempfile::tempdir().unwrap();
        let library = library(&folder);
        library.put_exact_picture("a", &[1; 32], (&[7], "")).unwrap();
        library.db.execute("DELETE FROM sessions", []).unwrap();
        assert_eq!(library.exact_picture(&[1; 32]).unwrap(), None);
    }
}
