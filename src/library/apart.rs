//! Long texts that come again in the recordings of a site, such as style sheets and pictures that lie
//! in the page: kept once for all of them.
//!
//! In a recording's stored text a mark stands in the place of each: a byte that no JSON text has,
//! the hash of the text, and that byte again. What lies between two quotes is taken as it is, so
//! giving it back needs no understanding of it.

use memchr::{memchr, memchr_iter};
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::sync::RwLock;

/// Shorter texts are left where they are, bytes.
const LEAST: usize = 1024;
/// So many of the last long texts are compared with a new one.
const NEAR: usize = 64;
/// Begins and ends a mark. In JSON it is always escaped.
const MARK: u8 = 0;
const HASH_BYTES: usize = 16;

/// A hash in a mark. Blobs that are pictures or files of the site have longer ones.
pub(super) type Hash = [u8; HASH_BYTES];

/// A recording's text, its long texts apart.
#[derive(Debug, Default)]
pub(super) struct Apart<'t> {
    /// The text with marks.
    pub(super) rest: Vec<u8>,
    /// What the marks stand for; one that comes twice is there twice.
    pub(super) long: Vec<(Hash, &'t [u8])>,
}

impl Apart<'_> {
    /// The hash of a long text. The pages of a visit mostly have the same ones in the same order, and
    /// comparing is quicker than hashing.
    fn hash(&self, long: &[u8]) -> Hash {
        let known = self.long.iter().rev().take(NEAR).find(|(_, known)| *known == long);
        known.map_or_else(|| hash(long), |(hash, _)| *hash)
    }
}

/// The long texts that are surely in the library: noted only after the session that brought them
/// was committed.
#[derive(Debug, Default)]
pub(super) struct Kept(RwLock<HashSet<Hash>>);

impl Kept {
    /// So many are remembered before beginning again.
    const MOST: usize = 100_000;

    pub(super) fn has(&self, hash: &Hash) -> bool {
        self.0.read().is_ok_and(|kept| kept.contains(hash))
    }

    pub(super) fn note(&self, long: &[(Hash, Vec<u8>)]) {
        if let Ok(mut kept) = self.0.write() {
            if kept.len() > Self::MOST {
                kept.clear();
            }
            kept.extend(long.iter().map(|(hash, _)| *hash));
        }
    }
}

/// Takes the long texts out; `None` where there are none.
pub(super) fn take_apart(text: &[u8]) -> Option<Apart<'_>> {
    let mut apart = Apart::default();
    let (mut start, mut copied) = (0, 0);
    for quote in memchr_iter(b'"', text).chain(std::iter::once(text.len())) {
        // An escaped quote is no end: style sheets are full of them.
        if quote > 0 && text.get(quote - 1) == Some(&b'\\') && quote < text.len() {
            continue;
        }
        let long = text.get(start..quote).filter(|long| long.len() >= LEAST);
        if let Some(long) = long.filter(|long| memchr(b'\n', long).is_none()) {
            let hash = apart.hash(long);
            apart.rest.extend_from_slice(&text[copied..start]);
            apart.rest.push(MARK);
            apart.rest.extend_from_slice(&hex(&hash));
            apart.rest.push(MARK);
            apart.long.push((hash, long));
            copied = quote;
        }
        start = quote + 1;
    }
    if apart.long.is_empty() || memchr(MARK, text).is_some() {
        return None;
    }
    apart.rest.extend_from_slice(&text[copied..]);
    Some(apart)
}

/// Keeps compressed long texts, each once.
pub(super) fn keep(db: &Connection, long: &[(Hash, Vec<u8>)]) -> rusqlite::Result<()> {
    let mut put = db.prepare_cached("INSERT OR IGNORE INTO blobs(hash, data) VALUES (?, ?)")?;
    long.iter().try_for_each(|(hash, data)| put.execute(params![hash, data]).map(drop))
}

/// Puts the long texts back in their places. A mark whose text is not there stays.
pub(super) fn put_together(db: &Connection, text: Vec<u8>) -> rusqlite::Result<Vec<u8>> {
    if memchr(MARK, &text).is_none() {
        return Ok(text);
    }
    let mut find = db.prepare_cached("SELECT data FROM blobs WHERE hash = ?")?;
    let mut whole = Vec::with_capacity(text.len() * 3);
    let mut rest = &text[..];
    while let Some(at) = memchr(MARK, rest) {
        whole.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let data: Option<Vec<u8>> = match marked(rest) {
            Some(hash) => find.query_row([hash], |row| row.get(0)).optional()?,
            None => None,
        };
        let long = data.and_then(|data| zstd::decode_all(&*data).ok());
        let length = if long.is_some() { 2 + 2 * HASH_BYTES } else { 1 };
        whole.extend_from_slice(long.as_deref().unwrap_or(&rest[..length]));
        rest = &rest[length..];
    }
    whole.extend_from_slice(rest);
    Ok(whole)
}

/// The hash in the mark that `text` begins with.
fn marked(text: &[u8]) -> Option<Hash> {
    let inside = text.get(1..=2 * HASH_BYTES)?;
    let mut hash = Hash::default();
    for (byte, pair) in hash.iter_mut().zip(inside.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    (text.get(1 + 2 * HASH_BYTES) == Some(&MARK)).then_some(hash)
}

fn hash(long: &[u8]) -> Hash {
    let digest = Sha256::digest(long);
    *digest.first_chunk().expect("a SHA-256 has 32 bytes")
}

fn hex(hash: &Hash) -> [u8; 2 * HASH_BYTES] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    std::array::from_fn(|at| {
        let byte = hash[at / 2];
        DIGITS[usize::from(if at % 2 == 0 { byte >> 4 } else { byte & 15 })]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE blobs(hash BLOB PRIMARY KEY, data BLOB NOT NULL)").unwrap();
        db
    }

    #[track_caller]
    fn check(db: &Connection, text: &str, kept: usize) {
        let Some(apart) = take_apart(text.as_bytes()) else {
            assert_eq!(kept, 0, "{text}");
            return;
        };
        let pack = |(hash, long): &(Hash, &[u8])| (*hash, zstd::encode_all(*long, 1).unwrap());
        keep(db, &apart.long.iter().map(pack).collect::<Vec<_>>()).unwrap();
        assert_eq!(apart.long.len(), kept, "{text}");
        assert!(apart.rest.len() + kept * (LEAST - 40) <= text.len());
        assert_eq!(put_together(db, apart.rest).unwrap(), text.as_bytes());
    }

    #[test]
    fn what_was_apart_comes_together_again() {
        let db = library();
        let long = r#"a{content:\"\\\\\"}"#.repeat(200);
        check(&db, "", 0);
        check(&db, "{\"a\":1}\n{\"b\":\"short\"}\n", 0);
        check(&db, &format!("{{\"a\":\"{long}\"}}\n"), 1);
        check(
            &db,
            &format!("{{\"a\":\"{long}\"}}\n{{\"b\":[\"{long}\",\"{long}x\",{}0]}}\n", "1,".repeat(900)),
            3,
        );
        check(&db, &format!("\"{long}"), 1);
        let count: i64 = db.query_row("SELECT count(*) FROM blobs", [], |row| row.get(0)).unwrap();
        assert!(count < 6, "each is kept once");
    }

    #[test]
    fn what_looks_like_a_mark_and_is_none_stays() {
        let db = library();
        for text in
            ["\0", "a\0b\0", "\0\0", &format!("\0{}\0", "ab".repeat(16)), &format!("\0{}", "é".repeat(40))]
        {
            assert_eq!(put_together(&db, text.as_bytes().to_vec()).unwrap(), text.as_bytes());
        }
        assert!(take_apart(format!("\0\"{}\"", "x".repeat(2000)).as_bytes()).is_none());
    }
}
