//! JSON by pulling: walks text without building trees, without recursion, and past what is wrong.
//!
//! serde stops at 128 levels, at a lone surrogate and at the first field of an unexpected kind;
//! recordings have all three. Text is *checked* by [`is_valid`], which is serde's; the [`Cursor`]
//! only walks, and on malformed text it ends early rather than fail.

use super::number::Plain;
use super::strings::quote_or_escape;
pub(super) use super::strings::unescape;
use memchr::memchr2;
use std::borrow::Cow;

/// What a byte outside strings does to the depth.
#[derive(Clone, Copy)]
enum Step {
    Pass,
    String,
    In,
    Out,
}

/// By byte, because this is asked for every byte of a recording several times.
const STEPS: [Step; 256] = {
    let mut steps = [Step::Pass; 256];
    steps[b'"' as usize] = Step::String;
    steps[b'{' as usize] = Step::In;
    steps[b'[' as usize] = Step::In;
    steps[b'}' as usize] = Step::Out;
    steps[b']' as usize] = Step::Out;
    steps
};

/// Whether `text` is exactly one JSON value.
pub(super) fn is_valid(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// A place in JSON text. Every `read_…` takes exactly one value, whatever kind it is.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    malformed: bool,
}

impl<'a> Cursor<'a> {
    /// At the beginning of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, malformed: false }
    }

    /// What lies ahead.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What lies between an earlier place and this one.
    pub(super) fn since(&self, earlier: &Self) -> &'a str {
        self.text.get(earlier.at..self.at).unwrap_or_default()
    }

    /// Passes so many bytes, and gives them.
    pub(super) fn pass(&mut self, bytes: usize) -> &'a str {
        let start = self.at;
        self.at += bytes;
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The next byte that is not blank.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Goes into an object or array; another kind of value is skipped.
    pub(super) fn enter(&mut self, open: u8) -> bool {
        let entered = self.peek() == Some(open);
        if entered {
            self.at += 1;
        } else {
            self.skip();
        }
        entered
    }

    /// The next key of the object, as written; `None` at its end, which is passed.
    pub(super) fn key(&mut self) -> Option<&'a str> {
        if !self.another(b'}') {
            return None;
        }
        let key = if self.peek() == Some(b'"') { self.raw_string() } else { None };
        if key.is_none() || self.peek() != Some(b':') {
            self.give_up();
            return None;
        }
        self.at += 1;
        key
    }

    /// Whether the array has another element; its end is passed.
    pub(super) fn element(&mut self) -> bool {
        self.another(b']')
    }

    fn another(&mut self, close: u8) -> bool {
        if self.peek() == Some(b',') {
            self.at += 1;
        }
        match self.peek() {
            Some(b) if b == close => {
                self.at += 1;
                false
            }
            Some(b'}' | b']' | b',' | b':') | None => {
                self.give_up();
                false
            }
            Some(_) => true,
        }
    }

    fn give_up(&mut self) {
        self.at = self.text.len();
        self.malformed = true;
    }

    /// Whether nothing but blanks is left, and all that was walked through had its end.
    pub(super) fn is_done(&mut self) -> bool {
        !self.malformed && self.peek().is_none()
    }

    /// Whether every object and array that was walked through had its end.
    pub(super) fn ended_well(&self) -> bool {
        !self.malformed
    }

    /// Passes a value; `false` when the text ends in the middle of it.
    pub(super) fn skip(&mut self) -> bool {
        match self.peek() {
            None => false,
            Some(b'"') => self.raw_string().is_some(),
            Some(b'{' | b'[') => self.skip_nested(),
            Some(_) => {
                let rest = &self.text.as_bytes()[self.at..];
                let length = rest
                    .iter()
                    .position(|b| matches!(b, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t'))
                    .unwrap_or(rest.len());
                self.at += length;
                length > 0
            }
        }
    }

    fn skip_nested(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        while let Some(byte) = bytes.get(self.at) {
            match STEPS[usize::from(*byte)] {
                Step::Pass => {}
                Step::String => {
                    if self.raw_string().is_none() {
                        return false;
                    }
                    continue;
                }
                Step::In => depth += 1,
                Step::Out if depth > 1 => depth -= 1,
                Step::Out => {
                    self.at += 1;
                    return true;
                }
            }
            self.at += 1;
        }
        false
    }

    /// Passes a value and gives its text; `None` when the text ends in the middle of it.
    pub(super) fn raw(&mut self) -> Option<&'a str> {
        self.peek();
        let start = self.at;
        if self.skip() { self.text.get(start..self.at) } else { None }
    }

    /// Passes a string at whose quote we are, and gives what is between the quotes.
    fn raw_string(&mut self) -> Option<&'a str> {
        self.string_with_escapes().map(|(raw, _)| raw)
    }

    /// The same, and whether there is an escape in it.
    fn string_with_escapes(&mut self) -> Option<(&'a str, bool)> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let (mut at, mut escaped) = (start, false);
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = quote_or_escape(rest) else {
                self.at = bytes.len();
                return None;
            };
            at += found;
            if bytes[at] == b'"' {
                self.at = at + 1;
                return Some((self.text.get(start..at)?, escaped));
            }
            escaped = true;
            at += 2;
        }
    }

    /// A string as it is written between its quotes; `None` for another kind.
    pub(super) fn text_as_written(&mut self) -> Option<&'a str> {
        if self.peek() == Some(b'"') {
            return self.raw_string();
        }
        self.skip();
        None
    }

    /// A string; `None` for another kind.
    pub(super) fn read_text(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() == Some(b'"') {
            let (raw, escaped) = self.string_with_escapes()?;
            return Some(if escaped { unescape(raw) } else { Cow::Borrowed(raw) });
        }
        self.skip();
        None
    }

    /// A number; `None` for another kind.
    pub(super) fn read_number(&mut self) -> Option<f64> {
        if self.peek() == Some(b'"') {
            self.raw_string();
            return None;
        }
        if let Some(plain) = self.plain_number() {
            return Some(plain.value());
        }
        self.raw()?.parse::<f64>().ok().filter(|number| number.is_finite())
    }

    /// Takes a number of a few digits, as nearly all are; leaves any other where it is.
    fn plain_number(&mut self) -> Option<Plain> {
        let bytes = self.text.as_bytes();
        let (plain, length) = Plain::read(bytes.get(self.at..)?)?;
        self.at += length;
        Some(plain)
    }

    /// A whole number; `None` for another kind.
    pub(super) fn read_integer(&mut self) -> Option<i64> {
        self.peek();
        if let Some(plain) = self.plain_number() {
            return Some(plain.whole());
        }
        let raw = self.raw()?;
        match raw.parse::<i64>() {
            Ok(number) => Some(number),
            // A float such as 1e3: whole floats of this size are exact.
            Err(_) => raw.parse::<f64>().ok().filter(|n| n.abs() < 9e15).map(truncate),
        }
    }

    /// `true`; anything else is `false`, null is `None`.
    pub(super) fn read_bool(&mut self) -> Option<bool> {
        match self.raw()? {
            "null" => None,
            raw => Some(raw == "true"),
        }
    }

    /// A string, or a number or boolean as its text; `None` for null, objects and arrays.
    pub(super) fn read_scalar(&mut self) -> Option<Cow<'a, str>> {
        self.scalar_as_written().map(unescape)
    }

    /// The same as it is written; of a string, what is between its quotes.
    pub(super) fn scalar_as_written(&mut self) -> Option<&'a str> {
        match self.peek()? {
            b'"' => self.raw_string(),
            b'{' | b'[' | b'n' => {
                self.skip();
                None
            }
            _ => self.raw(),
        }
    }
}

/// The whole part of a number whose size was checked.
#[expect(clippy::cast_possible_truncation, reason = "callers check the size, and `as` saturates")]
pub(super) fn truncate(number: f64) -> i64 {
    number as i64
}

/// Appends `text`, one JSON value, without the blanks between its tokens: a value fits in a line.
pub(super) fn push_compact(text: &str, out: &mut Vec<u8>) {
    if memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    let mut cursor = Cursor::new(text);
    while let Some(byte) = cursor.peek() {
        let start = cursor.at;
        if byte == b'"' {
            cursor.raw_string();
        } else {
            cursor.at += 1;
        }
        out.extend_from_slice(&text.as_bytes()[start..cursor.at]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_walked_over_by_kind() {
        let mut cursor =
            Cursor::new(r#" {"a": 1, "b" :"x\"y", "c":[1,{"d":[]}], "e":null, "f":true,"g":2.5e1} x"#);
        assert!(cursor.enter(b'{'));
        assert_eq!((cursor.key(), cursor.read_integer()), (Some("a"), Some(1)));
        assert_eq!((cursor.key(), cursor.read_text().as_deref()), (Some("b"), Some("x\"y")));
        assert_eq!((cursor.key(), cursor.raw()), (Some("c"), Some(r#"[1,{"d":[]}]"#)));
        assert_eq!((cursor.key(), cursor.read_number()), (Some("e"), None));
        assert_eq!((cursor.key(), cursor.read_bool()), (Some("f"), Some(true)));
        assert_eq!((cursor.key(), cursor.read_integer()), (Some("g"), Some(25)));
        assert_eq!((cursor.key(), cursor.rest()), (None, " x"));
    }

    #[test]
    fn malformed_text_ends_the_walk() {
        for text in ["{", "{\"a", "{\"a\"", "{\"a\" 1}", "{1:2}", "[1", "[}", "[:", "{\"a\":[1,2}", "]", "\\"]
        {
            let mut cursor = Cursor::new(text);
            let mut steps = 0;
            cursor.enter(b'{');
            while cursor.key().is_some() {
                cursor.skip();
                steps += 1;
            }
            while cursor.element() && steps < 100 {
                cursor.skip();
                steps += 1;
            }
            assert!(steps < 100, "{text}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        assert!(is_valid(&deep));
        assert_eq!(Cursor::new(&deep).raw(), Some(&*deep));
        assert_eq!(Cursor::new(&deep[..1_500_000]).raw(), None);
    }

    #[test]
    fn compact_text_is_one_line() {
        let mut out = Vec::new();
        push_compact("{\n \"a b\": [ 1,\r\n 2 ]\n}", &mut out);
        assert_eq!(out, b"{\"a b\":[1,2]}");
    }
}
