//! Full text: what visitors could read or typed, each text once with an index of its words, and for
//! each session which texts it has. Shops show the same words to everybody, so this costs little.

use super::columns::Columns;
use super::error::Doing as _;
use super::pack::{Bytes, put};
use super::{Error, Library};
use rayon::prelude::*;
use roaring::RoaringBitmap;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashMap;

/// So many texts are remembered before beginning again.
const MOST_KNOWN: usize = 1_000_000;
/// Where it is noted what the last look for texts of no session saw.
const SWEPT: &str = "texts_swept";

/// The keys of texts that were met before in this run, by their hashes.
pub(super) type Keys = HashMap<i64, i64>;

/// Writes which texts a session has, in place of what was there.
///
/// # Errors
/// When the database refuses.
pub(super) fn put_texts(
    db: &Connection,
    session: i64,
    texts: &[String],
    known: &mut Keys,
) -> rusqlite::Result<()> {
    if known.len() > MOST_KNOWN {
        known.clear();
    }
    let mut keys = RoaringBitmap::new();
    for text in texts {
        let hash = hash(text);
        let key = match known.get(&hash) {
            Some(key) => *key,
            None => *known.entry(hash).or_insert(key_of(db, hash, text)?),
        };
        keys.extend(u32::try_from(key).ok());
    }
    db.prepare_cached("INSERT OR REPLACE INTO session_texts(session, data) VALUES (?, ?)")?
        .execute(params![session, packed(&keys)])?;
    Ok(())
}

fn key_of(db: &Connection, hash: i64, text: &str) -> rusqlite::Result<i64> {
    let known = db
        .prepare_cached("SELECT key FROM texts WHERE hash = ?")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    match known {
        Some(key) => Ok(key),
        None => db
            .prepare_cached("INSERT INTO texts(hash, text) VALUES (?, ?) RETURNING key")?
            .query_row(params![hash, text], |row| row.get(0)),
    }
}

/// FNV-1a: the same in every version of the program.
fn hash(text: &str) -> i64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step).cast_signed()
}

/// Runs of keys: how far after the last run, how many. The texts of a page get keys one after another
/// when it is first met, so a session is a few dozen bytes.
fn packed(keys: &RoaringBitmap) -> Vec<u8> {
    let (mut out, mut last) = (Vec::new(), 0);
    let mut keys = keys.iter().peekable();
    while let Some(first) = keys.next() {
        let mut end = first + 1;
        while keys.next_if_eq(&end).is_some() {
            end += 1;
        }
        put(&mut out, u64::from(first - last));
        put(&mut out, u64::from(end - first));
        last = end;
    }
    out
}

/// The runs of keys that [`packed`] wrote; what is damaged is left out.
fn runs(data: &[u8]) -> impl Iterator<Item = std::ops::Range<u32>> {
    let (mut from, mut last) = (Bytes(data), 0_u32);
    std::iter::from_fn(move || {
        let first = last.checked_add(u32::try_from(from.number()?).ok()?)?;
        last = first.checked_add(u32::try_from(from.number()?).ok()?)?;
        Some(first..last)
    })
}

/// Which texts each session has, as in the library.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// The number of the last row that is in here.
    seen: i64,
    /// Sessions with where their texts end in `data`. The last of a session counts.
    ends: Vec<(i64, usize)>,
    data: Vec<u8>,
}

impl Postings {
    fn catch_up(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let mut query = db.prepare_cached(
            "SELECT number, session, data FROM session_texts WHERE number > ? ORDER BY number",
        )?;
        let mut rows = query.query([self.seen])?;
        let newest = self.ends.iter().map(|(session, _)| *session).max().unwrap_or(0);
        while let Some(row) = rows.next()? {
            let session = row.get(1)?;
            if session <= newest {
                // What was known of it is of no session any more.
                self.ends
                    .iter_mut()
                    .filter(|(known, _)| *known == session)
                    .for_each(|(known, _)| *known = -1);
            }
            self.data.extend_from_slice(row.get_ref(2)?.as_blob().unwrap_or_default());
            self.ends.push((session, self.data.len()));
            self.seen = row.get(0)?;
        }
        Ok(())
    }

    /// Each session with its texts.
    fn parts(&self) -> Vec<(i64, &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        starts.zip(&self.ends).map(|(start, (session, end))| (*session, &self.data[start..*end])).collect()
    }

    /// The rows of the sessions that have any text at all.
    fn any(&self, columns: &Columns) -> RoaringBitmap {
        let parts = self.parts().into_iter().filter(|(_, data)| !data.is_empty());
        parts.filter_map(|(session, _)| columns.row(session)).collect()
    }

    /// The rows of the sessions that have any of these texts.
    fn having(&self, texts: &RoaringBitmap, columns: &Columns) -> RoaringBitmap {
        let Some(most) = texts.max() else { return RoaringBitmap::new() };
        // How many of the texts have a lower key: a run has one of them if the number grows over it.
        let mut below = Vec::with_capacity(most as usize + 2);
        let mut count = 0_u32;
        for text in texts {
            below.resize(text as usize + 1, count);
            count += 1;
        }
        below.push(count);
        let at = |key: u32| below.get(key as usize).copied().unwrap_or(count);
        let has = |data: &[u8]| runs(data).any(|run| at(run.end) > at(run.start));
        let found: Vec<u32> = self
            .parts()
            .par_chunks(1000)
            .flat_map_iter(|chunk| {
                chunk.iter().filter(|(_, data)| has(data)).filter_map(|(session, _)| columns.row(*session))
            })
            .collect();
        found.into_iter().collect()
    }
}

impl Library {
    /// The rows of the sessions in which these words were to be read, or were typed: one after
    /// another; `*` stands for the rest of a word, and words on both sides of one for any distance.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn text_rows(&self, columns: &Columns, words: &str) -> Result<RoaringBitmap, Error> {
        let doing = "look for a text";
        if words == "none" || words.chars().all(|c| c == '*') {
            let mut known = self.columns.postings();
            known.catch_up(&self.db).doing(doing)?;
            let any = known.any(columns);
            return Ok(if words == "none" { columns.everything() - any } else { any });
        }
        let Some(question) = question(words) else { return Ok(RoaringBitmap::new()) };
        let mut query =
            self.db.prepare_cached("SELECT rowid FROM texts_index WHERE texts_index MATCH ?").doing(doing)?;
        let texts: RoaringBitmap = query
            .query_map([question], |row| row.get(0))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<u32>>>)
            .doing(doing)?
            .into_iter()
            .collect();
        let mut known = self.columns.postings();
        known.catch_up(&self.db).doing(doing)?;
        Ok(known.having(&texts, columns))
    }

    /// Takes out the texts that no session has any more, if sessions were replaced or erased since this
    /// was done last.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn sweep_texts(&self) -> Result<(), Error> {
        let doing = "take out texts of no session";
        let sql = "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'session_texts'), 0)
                     - (SELECT count(*) FROM session_texts)";
        let replaced: i64 = self.db.query_row(sql, [], |row| row.get(0)).doing(doing)?;
        let swept = self.setting(SWEPT)?.and_then(|text| text.parse().ok()).unwrap_or(0);
        if replaced == swept {
            return Ok(());
        }
        let mut used = RoaringBitmap::new();
        let change = self.db.unchecked_transaction().doing(doing)?;
        let mut query = change.prepare("SELECT data FROM session_texts").doing(doing)?;
        let mut rows = query.query([]).doing(doing)?;
        while let Some(row) = rows.next().doing(doing)? {
            for run in runs(row.get_ref(0).doing(doing)?.as_blob().unwrap_or_default()) {
                used.insert_range(run);
            }
        }
        drop(rows);
        drop(query);
        let mut query = change.prepare("SELECT key FROM texts").doing(doing)?;
        let keys: Vec<i64> =
            query.query_map([], |row| row.get(0)).and_then(Iterator::collect).doing(doing)?;
        drop(query);
        let unused = keys.into_iter().filter(|key| !u32::try_from(*key).is_ok_and(|key| used.contains(key)));
        for key in unused {
            change
                .prepare_cached("DELETE FROM texts WHERE key = ?")
                .and_then(|mut q| q.execute([key]))
                .doing(doing)?;
        }
        change.commit().doing(doing)?;
        self.put_setting(SWEPT, &replaced.to_string())
    }
}

/// The question to the index; `None` when there is no word in it.
fn question(words: &str) -> Option<String> {
    let words = words.replace("\\*", " ");
    let mut question = String::new();
    let mut parts = words.split('*').peekable();
    while let Some(part) = parts.next() {
        if !part.chars().any(char::is_alphanumeric) {
            continue;
        }
        if !question.is_empty() {
            question.push_str(" AND ");
        }
        // The index takes a question to end at a NUL.
        question.extend(["\"", &part.replace(['"', '\0'], " "), "\""]);
        let cut_off = part.ends_with(char::is_alphanumeric) && parts.peek().is_some();
        question.push_str(if cut_off { " *" } else { "" });
    }
    (!question.is_empty()).then_some(question)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_come_back(keys in proptest::collection::btree_set(0_u32..5000, 0..200)) {
            let bitmap: RoaringBitmap = keys.iter().copied().collect();
            let read: Vec<u32> = runs(&packed(&bitmap)).flatten().collect();
            prop_assert_eq!(read, keys.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn damaged_bytes_do_not_panic(data in any::<Vec<u8>>()) {
            prop_assert!(runs(&data).count() <= data.len());
        }

        #[test]
        fn sessions_have_what_a_plain_look_finds(
            sessions in proptest::collection::vec(proptest::collection::btree_set(0_u32..40, 0..9), 0..9),
            texts in proptest::collection::btree_set(0_u32..45, 0..5),
        ) {
            let mut postings = Postings::default();
            let mut columns = Columns::default();
            for (key, keys) in (1..).zip(&sessions) {
                columns.place(key);
                postings.data.extend(packed(&keys.iter().copied().collect()));
                postings.ends.push((key, postings.data.len()));
            }
            let found = postings.having(&texts.iter().copied().collect(), &columns);
            let plain = (0..).zip(&sessions).filter(|(_, keys)| !keys.is_disjoint(&texts));
            prop_assert_eq!(found, plain.map(|(row, _)| row).collect());
        }
    }

    #[test]
    fn texts_that_no_session_has_are_taken_out() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("a.wherefore")).unwrap();
        let sql = "INSERT INTO sessions(id, file, format, started_ms, duration_ms, active_ms, page_views, clicks,
               coupons_tried, coupons_accepted, coupons_refused, friction, signal_counts, errors_known, activity,
               seen, properties, rules) VALUES (?1, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, '', 0, x'', '{}', '{}', '')";
        let put = |key: i64, texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
            put_texts(&library.db, key, &texts, &mut Keys::new()).unwrap();
        };
        for id in ["a", "b"] {
            library.db.execute(sql, [id]).unwrap();
        }
        put(1, &["shared", "old words"]);
        put(2, &["shared"]);
        let found = |words: &str| library.text_rows(&library.columns().unwrap(), words).unwrap().len();
        assert_eq!((found("shared"), found("old words")), (2, 1));
        put(1, &["shared", "new words"]);
        assert_eq!((found("shared"), found("old words"), found("new words")), (2, 0, 1));
        library.sweep_texts().unwrap();
        let count = |sql: &str| library.db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count("SELECT count(*) FROM texts"), 2);
        assert_eq!(count("SELECT count(*) FROM texts_index WHERE texts_index MATCH 'old'"), 0);
        library.db.execute("DELETE FROM sessions WHERE id = 'a'", []).unwrap();
        library.sweep_texts().unwrap();
        assert_eq!((count("SELECT count(*) FROM texts"), found("shared"), found("new words")), (1, 1, 0));
        // It was put there without one.
        assert_eq!(library.check().unwrap(), ["session \"b\" has no recording"]);
    }

    #[test]
    fn questions_are_phrases() {
        assert_eq!(question("free shipping").unwrap(), "\"free shipping\"");
        assert_eq!(question("free ship*").unwrap(), "\"free ship\" *");
        assert_eq!(question("free*over 50").unwrap(), "\"free\" * AND \"over 50\"");
        assert_eq!(question("say \"yes\" OR no").unwrap(), "\"say  yes  OR no\"");
        assert_eq!(question("*ship").unwrap(), "\"ship\"");
        assert_eq!(question("!?"), None);
    }
}
