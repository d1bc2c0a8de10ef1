//! The packed copy of the columns in the library. A copy that cannot be read is made anew.

use super::super::pack::{Bytes, put, put_signed};
use super::table::{Columns, Dictionary, Given, MANY, NUMBERS, Sets, WORDS, Words};
use roaring::RoaringBitmap;
use rusqlite::{Connection, OptionalExtension as _};
use std::io::Read as _;

/// The way of packing; copies of another are not read.
const VERSION: u64 = 1;
/// A copy is never larger than this unpacked, bytes.
const MOST_BYTES: u64 = 1 << 30;

/// The copy that is kept, if one is and it can be read.
pub(super) fn read(db: &Connection) -> rusqlite::Result<Option<Columns>> {
    let found: Option<(i64, Vec<u8>)> = db
        .prepare_cached("SELECT seen, data FROM kept_columns WHERE id = 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.and_then(|(seen, data)| unpacked(seen, &data)))
}

/// The columns as they are kept.
pub(super) fn packed(columns: &Columns) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, VERSION);
    put(&mut out, columns.keys.len() as u64);
    let mut last = 0;
    for key in &columns.keys {
        put_signed(&mut out, key.wrapping_sub(last));
        last = *key;
    }
    for column in &columns.numbers {
        put_numbers(&mut out, column);
    }
    for column in &columns.words {
        put_words(&mut out, &column.known);
        column.codes.iter().for_each(|code| put(&mut out, u64::from(*code)));
    }
    for column in &columns.many {
        put_words(&mut out, &column.known);
        for rows in &column.rows {
            put(&mut out, rows.serialized_size() as u64);
            rows.serialize_into(&mut out).expect("memory takes any amount of bytes");
        }
    }
    put(&mut out, columns.answers.len() as u64);
    for given in &columns.answers {
        put(&mut out, u64::from(given.row) * 2 + u64::from(given.nps));
        out.extend_from_slice(&given.score.to_le_bytes());
    }
    zstd::bulk::compress(&out, 1).expect("memory takes any amount of bytes")
}

fn unpacked(seen: i64, data: &[u8]) -> Option<Columns> {
    // Copies of before do not say how large they are.
    let told = zstd::zstd_safe::get_frame_content_size(data).ok().flatten().unwrap_or_default();
    let mut bytes = Vec::with_capacity(usize::try_from(told.min(MOST_BYTES)).ok()?);
    let unpacking = zstd::Decoder::with_buffer(data).ok()?;
    unpacking.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    let mut from = Bytes(&bytes);
    if from.number()? != VERSION {
        return None;
    }
    let count = usize::try_from(from.number()?).ok().filter(|count| *count <= bytes.len())?;
    let mut columns = Columns { seen, ..Columns::default() };
    let mut last = 0_i64;
    for _ in 0..count {
        last = last.wrapping_add(from.signed()?);
        columns.keys.push(last);
    }
    for column in 0..NUMBERS {
        columns.numbers[column] = numbers(&mut from, count)?;
    }
    for column in 0..WORDS {
        columns.words[column] = one_word(&mut from, count)?;
    }
    for column in 0..MANY {
        columns.many[column] = many_words(&mut from, count)?;
    }
    for _ in 0..from.number()? {
        let number = from.number()?;
        let row = u32::try_from(number / 2).ok().filter(|row| (*row as usize) < count)?;
        columns.answers.push(Given { row, nps: number % 2 == 1, score: from.float()? });
    }
    columns.keys.is_sorted().then_some(columns)
}

/// Whole numbers one more than twice their size, so that 0 can stand for not known; others as they are.
fn put_numbers(out: &mut Vec<u8>, column: &[f64]) {
    const EXACT: f64 = 9e15;
    let whole = |number: &f64| number.is_nan() || (number.fract() == 0.0 && (0.0..EXACT).contains(number));
    let all_whole = column.iter().all(whole);
    out.push(u8::from(all_whole));
    for number in column {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is whole and below 2^53"
        )]
        match all_whole {
            true if number.is_nan() => put(out, 0),
            true => put(out, *number as u64 + 1),
            false => out.extend_from_slice(&number.to_le_bytes()),
        }
    }
}

fn numbers(from: &mut Bytes<'_>, count: usize) -> Option<Vec<f64>> {
    let whole = from.byte()? == 1;
    let one = |_| {
        if whole {
            let number = from.number()?;
            Some(number.checked_sub(1).map_or(f64::NAN, |number| number as f64))
        } else {
            from.float()
        }
    };
    (0..count).map(one).collect()
}

fn put_words(out: &mut Vec<u8>, known: &Dictionary) {
    put(out, known.words.len() as u64);
    for word in &known.words {
        put(out, word.len() as u64);
        out.extend_from_slice(word.as_bytes());
    }
}

fn words(from: &mut Bytes<'_>) -> Option<Dictionary> {
    let mut words = Vec::new();
    for _ in 0..from.number()? {
        let length = usize::try_from(from.number()?).ok()?;
        words.push(std::str::from_utf8(from.take(length)?).ok()?.into());
    }
    Some(Dictionary::of(words))
}

fn one_word(from: &mut Bytes<'_>, count: usize) -> Option<Words> {
    let known = words(from)?;
    let code = |_| u32::try_from(from.number()?).ok().filter(|code| *code as usize <= known.words.len());
    let codes: Option<Vec<u32>> = (0..count).map(code).collect();
    Some(Words { codes: codes?, known })
}

fn many_words(from: &mut Bytes<'_>, count: usize) -> Option<Sets> {
    let known = words(from)?;
    let mut rows = Vec::new();
    for _ in &known.words {
        let length = usize::try_from(from.number()?).ok()?;
        let having = RoaringBitmap::deserialize_from(from.take(length)?).ok()?;
        if having.max().is_some_and(|row| row as usize >= count) {
            return None;
        }
        rows.push(having);
    }
    Some(Sets { known, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of many sessions: more than a packer takes in one go.
    fn many() -> Columns {
        let mut columns = Columns::default();
        for key in 0..20_000_u32 {
            let row = columns.place(i64::from(key) * 3 + 1).expect("keys grow");
            columns.numbers[0][row] = f64::from(key) * 1000.0;
            columns.numbers[3][row] = if key % 3 == 0 { f64::NAN } else { f64::from(key) / 8.0 };
            columns.words[0].set(row, Some(&format!("session {key}, {}", key.wrapping_mul(2_654_435_761))));
            columns.many[2].put(key, ["a", "b", "c"][key as usize % 3]);
        }
        columns.answers.push(Given { row: 7, nps: true, score: 8.5 });
        columns
    }

    #[test]
    fn a_copy_is_what_was_copied() {
        let (whole, seen) = (many(), 5);
        let copy = unpacked(seen, &packed(&whole)).expect("it can be read");
        assert_eq!((copy.seen, copy.keys.len()), (5, 20_000));
        assert_eq!(packed(&copy), packed(&whole));
        assert_eq!(copy.id(19_999), whole.id(19_999));
    }

    #[test]
    fn a_copy_that_does_not_tell_its_size_is_read() {
        let bytes = zstd::decode_all(&packed(&many())[..]).unwrap();
        assert!(unpacked(1, &zstd::encode_all(&bytes[..], 1).unwrap()).is_some());
    }

    #[test]
    fn half_a_copy_is_none() {
        let whole = packed(&many());
        assert!(unpacked(1, &whole[..whole.len() / 2]).is_none());
        assert!(unpacked(1, b"none").is_none());
    }
}
