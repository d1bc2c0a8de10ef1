//! Sorting many rows at once: by numbers digit for digit, which takes a few passes and no comparing.
//! Knows nothing of what is sorted.

/// Bits of a digit.
const BITS: u32 = 11;
/// Letters of a word that are compared as one number.
const HEAD: usize = 8;

/// A number that is in the order of the numbers; `None` for not known.
pub(super) fn number_key(number: f64) -> Option<u64> {
    const SIGN: u64 = 1 << 63;
    let bits = number.to_bits();
    (!number.is_nan()).then_some(if bits & SIGN == 0 { bits | SIGN } else { !bits })
}

/// Sorts rows by the keys that `keys` has in their places; equal ones stay as they stand.
pub(super) fn sort_by_keys(rows: &mut [u32], keys: &[u64]) {
    let Some(first) = rows.first().map(|row| keys[*row as usize]) else { return };
    let differing = rows.iter().fold(0, |differing, row| differing | (keys[*row as usize] ^ first));
    let mut from: Vec<(u64, u32)> = rows.iter().map(|row| (keys[*row as usize], *row)).collect();
    let mut to = from.clone();
    let mut shift = differing.trailing_zeros();
    while shift < u64::BITS && differing >> shift != 0 {
        pass(&from, &mut to, shift);
        std::mem::swap(&mut from, &mut to);
        shift += BITS;
    }
    rows.iter_mut().zip(from).for_each(|(row, (_, sorted))| *row = sorted);
}

/// Puts all in the order of one digit.
fn pass(from: &[(u64, u32)], to: &mut [(u64, u32)], shift: u32) {
    const DIGITS: usize = 1 << BITS;
    #[expect(clippy::cast_possible_truncation, reason = "a digit is small")]
    let digit = |key: u64| (key >> shift) as usize % DIGITS;
    let mut places = vec![0_usize; DIGITS];
    for (key, _) in from {
        places[digit(*key)] += 1;
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    for one in from {
        let place = &mut places[digit(one.0)];
        to[*place] = *one;
        *place += 1;
    }
}

/// The places of words in the order of their letters. Ids begin alike, so what all have in common is
/// left out, and a few letters then tell nearly all apart.
pub(super) fn alphabetical(words: &[Box<str>]) -> Vec<u32> {
    let common = common(words);
    let head = |word: &str| {
        let mut head = [0; HEAD];
        let rest = &word.as_bytes()[common..];
        let length = rest.len().min(HEAD);
        head[..length].copy_from_slice(&rest[..length]);
        u64::from_be_bytes(head)
    };
    let keys: Vec<u64> = words.iter().map(|word| head(word)).collect();
    let mut places: Vec<u32> = (0..).take(words.len()).collect();
    sort_by_keys(&mut places, &keys);
    for same in places.chunk_by_mut(|a, b| keys[*a as usize] == keys[*b as usize]) {
        same.sort_unstable_by_key(|place| &words[*place as usize]);
    }
    places
}

/// How many bytes all words have in common at their beginning.
fn common(words: &[Box<str>]) -> usize {
    let Some((first, others)) = words.split_first() else { return 0 };
    let alike = |word: &str| first.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    others.iter().fold(first.len(), |common, word| common.min(alike(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_stand_as_a_stable_sort_has_them(keys in proptest::collection::vec(any::<u64>(), 0..200), bits in 0..64) {
            let keys: Vec<u64> = keys.iter().map(|key| key >> bits).collect();
            let mut rows: Vec<u32> = (0..).take(keys.len()).collect();
            let mut plain = rows.clone();
            plain.sort_by_key(|row| keys[*row as usize]);
            sort_by_keys(&mut rows, &keys);
            prop_assert_eq!(rows, plain);
        }

        #[test]
        fn words_stand_by_their_letters(words in proptest::collection::hash_set("(id-00)?[a-cé\0]{0,12}", 0..60)) {
            let words: Vec<Box<str>> = words.into_iter().map(Into::into).collect();
            let mut plain = words.clone();
            plain.sort();
            let sorted: Vec<Box<str>> =
                alphabetical(&words).into_iter().map(|place| words[place as usize].clone()).collect();
            prop_assert_eq!(sorted, plain);
        }

        #[test]
        fn numbers_keep_their_order(a in any::<f64>(), b in any::<f64>()) {
            prop_assume!(!a.is_nan() && !b.is_nan());
            prop_assert_eq!(number_key(a).cmp(&number_key(b)), a.total_cmp(&b));
        }
    }

    #[test]
    fn nothing_is_sorted_too() {
        sort_by_keys(&mut [], &[]);
        assert!(alphabetical(&[]).is_empty());
        assert_eq!(number_key(f64::NAN), None);
    }
}
