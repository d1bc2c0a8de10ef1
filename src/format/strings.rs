//! Strings of JSON: where they end, and what they stand for.

use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// Where the first quote or backslash is. Most strings end soon, sooner than a search that looks at
/// many bytes at once has begun; so the first are looked at by eights.
pub(super) fn quote_or_escape(bytes: &[u8]) -> Option<usize> {
    const SOON: usize = 32;
    const ONES: u64 = u64::MAX / 0xff;
    // The lowest byte that is zero has its highest bit set in this.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    let mut at = 0;
    while at < SOON
        && let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk)
    {
        let word = u64::from_le_bytes(*eight);
        let found = zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    Some(at + memchr2(b'"', b'\\', bytes.get(at..)?)?)
}

/// The characters that a string stands for, given what is between its quotes. A lone surrogate
/// becomes U+FFFD.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'\\', raw.as_bytes()) else { return Cow::Borrowed(raw) };
    let mut out = String::with_capacity(raw.len());
    out.push_str(&raw[..first]);
    let mut rest = &raw[first..];
    while let Some(escape) = rest.strip_prefix('\\') {
        let Some(kind) = escape.chars().next() else { break };
        rest = &escape[kind.len_utf8()..];
        match kind {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'u' => rest = unescape_unicode(rest, &mut out),
            other => out.push(other),
        }
        let plain = memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    Cow::Owned(out)
}

/// Reads what follows `\u`, and its second half if it is one of a pair; gives what is left.
fn unescape_unicode<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let Some(unit) = hex(rest) else {
        out.push(char::REPLACEMENT_CHARACTER);
        return rest;
    };
    let after = &rest[4..];
    let second = after.strip_prefix("\\u").and_then(hex);
    if let (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) = (unit, second) {
        let code = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        return &after[6..];
    }
    out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
    after
}

fn hex(text: &str) -> Option<u32> {
    let digits = text.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_or_an_escape_is_found_anywhere() {
        for length in 0..80 {
            let plain: String = "a#!]{".chars().cycle().take(length).collect();
            for mark in ["\"", "\\", "\"\\", "\\\""] {
                assert_eq!(
                    quote_or_escape(format!("{plain}{mark}x").as_bytes()),
                    Some(length),
                    "{plain}{mark}"
                );
            }
            assert_eq!(quote_or_escape(plain.as_bytes()), None);
        }
    }

    #[track_caller]
    fn check_unescape(raw: &str, expected: &str) {
        assert_eq!(unescape(raw), expected, "{raw}");
    }

    #[test]
    fn escapes_stand_for_characters() {
        check_unescape("plain", "plain");
        check_unescape(r#"a\"b\\c\/d\n\t"#, "a\"b\\c/d\n\t");
        check_unescape(r"\u00e9x", "éx");
        check_unescape(r"\ud83d\ude00!", "😀!");
        check_unescape(r"\ud83d!", "\u{fffd}!");
        check_unescape(r"\ud83d\u0041", "\u{fffd}A");
        check_unescape(r"\ude00", "\u{fffd}");
        check_unescape(r"\u12", "\u{fffd}12");
        check_unescape("\\", "");
        check_unescape("\\é", "é");
    }
}
