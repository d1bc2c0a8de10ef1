//! Where the statements of CSS text begin and end: rules of a sheet, declarations of a block.
//!
//! Not a parser: it knows strings, comments, brackets and `url(…)`, and nothing of what is said.

use std::ops::Range;

/// A statement: a rule or a declaration.
pub(super) struct Item {
    /// From its first character to its `}` or `;`, included.
    pub(super) range: Range<usize>,
    /// A rule rather than a declaration.
    pub(super) rule: bool,
    /// What is between its outermost braces.
    pub(super) block: Option<Range<usize>>,
}

/// What [`scan`] found.
pub(super) struct Found {
    /// The statements in order. `@charset` is none.
    pub(super) items: Vec<Item>,
    /// What must be written behind the text to close what is open.
    pub(super) missing: String,
}

/// Splits a sheet (`top`) or the inside of a block into statements.
pub(super) fn scan(text: &str, top: bool) -> Found {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, open: Vec::new(), missing: String::new() };
    let mut items = Vec::new();
    while let Some(item) = scanner.item(top) {
        let name = &text[item.range.start..];
        let charset = name.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("@charset"));
        if !charset {
            items.push(item);
        }
    }
    Found { items, missing: scanner.missing }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The brackets that would close what is open.
    open: Vec<u8>,
    missing: String,
}

impl Scanner<'_> {
    fn item(&mut self, top: bool) -> Option<Item> {
        self.blanks();
        let start = self.at;
        let first = *self.bytes.get(start)?;
        let at_rule = first == b'@';
        let property = !top && self.bytes[start..].starts_with(b"--");
        let mut block = None;
        while let Some(byte) = self.step() {
            let before = self.at - 1;
            match byte {
                b'{' if self.open.len() == 1 && block.is_none() => block = Some(self.at..self.at),
                b'}' if self.open.is_empty() => {
                    let opened: Option<Range<usize>> = block.take();
                    block = opened.map(|block| block.start..before);
                    if !property && block.is_some() {
                        return Some(Item { range: start..self.at, rule: true, block });
                    }
                }
                b';' if self.open.is_empty() && (at_rule || !top) => {
                    return Some(Item { range: start..self.at, rule: at_rule, block: None });
                }
                _ => {}
            }
        }
        Some(self.at_end(start, at_rule, block.filter(|_| !property)))
    }

    /// The statement that the text ends in the middle of.
    fn at_end(&mut self, start: usize, at_rule: bool, block: Option<Range<usize>>) -> Item {
        let end = self.bytes.len();
        self.missing.extend(self.open.drain(..).rev().map(char::from));
        if at_rule && block.is_none() {
            self.missing.push(';');
        }
        let rule = at_rule || block.is_some();
        Item { range: start..end, rule, block: block.map(|block| block.start..end) }
    }

    /// Skips blanks, comments and `<!-- -->`.
    fn blanks(&mut self) {
        loop {
            let rest = &self.bytes[self.at..];
            match rest {
                [byte, ..] if byte.is_ascii_whitespace() => self.at += 1,
                [b'/', b'*', ..] => self.comment(),
                [b'<', b'!', b'-', b'-', ..] => self.at += 4,
                [b'-', b'-', b'>', ..] => self.at += 3,
                _ => return,
            }
        }
    }

    /// Passes one token and gives its first byte, with the brackets counted.
    fn step(&mut self) -> Option<u8> {
        let rest = &self.bytes[self.at..];
        let byte = *rest.first()?;
        self.at += 1;
        match byte {
            b'/' if rest.get(1) == Some(&b'*') => {
                self.at -= 1;
                self.comment();
            }
            b'\\' => self.at = (self.at + 1).min(self.bytes.len()),
            b'"' | b'\'' => self.string(byte),
            b'u' | b'U' if self.bare_url(rest) => {}
            b'(' => self.open.push(b')'),
            b'[' => self.open.push(b']'),
            b'{' => self.open.push(b'}'),
            b')' | b']' | b'}' => {
                if self.open.last() == Some(&byte) {
                    self.open.pop();
                } else {
                    // A bracket that closes nothing is a word like any other.
                    return Some(b' ');
                }
            }
            _ => {}
        }
        Some(byte)
    }

    fn comment(&mut self) {
        let rest = &self.bytes[self.at + 2..];
        if let Some(end) = rest.windows(2).position(|pair| pair == b"*/") {
            self.at += end + 4;
        } else {
            self.at = self.bytes.len();
            self.missing.push_str("*/");
        }
    }

    fn string(&mut self, quote: u8) {
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at = (self.at + 1).min(self.bytes.len()),
                b'\n' => return,
                byte if *byte == quote => return,
                _ => {}
            }
        }
        self.missing.push(char::from(quote));
    }

    /// Passes `url(…)` without quotes, in which quotes and brackets mean nothing.
    fn bare_url(&mut self, rest: &[u8]) -> bool {
        let named = rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"url("));
        let word_before = self.at >= 2
            && self
                .bytes
                .get(self.at - 2)
                .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if !named || word_before {
            return false;
        }
        let inside = &rest[4..];
        let first = inside.iter().find(|byte| !byte.is_ascii_whitespace());
        if matches!(first, Some(b'"' | b'\'')) {
            return false;
        }
        let mut escaped = false;
        for (place, byte) in inside.iter().enumerate() {
            if *byte == b')' && !escaped {
                self.at += 3 + place + 1;
                return true;
            }
            escaped = *byte == b'\\' && !escaped;
        }
        self.at = self.bytes.len();
        self.missing.push(')');
        true
    }
}
