//! The segment line: text to terms, with the place of what is wrong.

use super::nearest::nearest;
use super::{Key, Segment, SegmentError, Span, Takes, Term, Test, number};
use std::ops::Range;

/// More terms than anybody writes; the database has limits too.
const MOST_TERMS: usize = 100;
/// More values of one term than anybody writes.
const MOST_VALUES: usize = 200;

/// A piece of a value list and where it stands.
struct Piece {
    text: String,
    at: Range<usize>,
}

pub(super) fn segment(line: &str) -> Result<Segment, SegmentError> {
    let mut terms: Vec<Term> = Vec::new();
    let mut reader = Reader { line, at: 0 };
    while reader.skip_blanks() {
        let start = reader.at;
        let term = reader.term()?;
        if terms.len() == MOST_TERMS {
            return Err(wrong(start..reader.at, format!("more than {MOST_TERMS} terms; leave some out")));
        }
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    Ok(Segment::of(terms))
}

fn wrong(at: Range<usize>, message: String) -> SegmentError {
    SegmentError { at, message }
}

struct Reader<'l> {
    line: &'l str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.line[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether anything is left after blanks.
    fn skip_blanks(&mut self) -> bool {
        self.at += self.rest().len() - self.rest().trim_start().len();
        !self.rest().is_empty()
    }

    fn take(&mut self, text: &str) -> bool {
        let there = self.rest().starts_with(text);
        if there {
            self.at += text.len();
        }
        there
    }

    fn term(&mut self) -> Result<Term, SegmentError> {
        let negated = self.take("-");
        let key = self.key()?;
        let compare = [">=", "<=", ">", "<"].into_iter().find(|sign| self.take(sign));
        if compare.is_none() && !self.take(":") && !self.take("=") {
            let at = self.at..self.at;
            return Err(wrong(at, format!("a value is missing after {:?}: {}", key.name(), key.example())));
        }
        let start = self.at;
        let mut pieces = self.pieces(key)?;
        if let Some(sign) = compare {
            if pieces.len() > 1 {
                return Err(wrong(start..self.at, format!("{sign:?} takes one value: {}", key.example())));
            }
            if matches!(key.takes(), Takes::Words | Takes::Choice(_)) {
                let message = format!(
                    "{:?} is not a number, so {sign:?} cannot be used: {}",
                    key.name(),
                    key.example()
                );
                return Err(wrong(start - sign.len()..start, message));
            }
            for piece in &mut pieces {
                piece.text.insert_str(0, sign);
            }
        }
        Ok(Term { key, negated, test: test(key, &pieces)? })
    }

    fn key(&mut self) -> Result<Key, SegmentError> {
        let start = self.at;
        let length =
            self.rest().find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest().len());
        self.at += length;
        let word = &self.line[start..self.at];
        if word.is_empty() {
            let until = start + self.peek().map_or(0, char::len_utf8);
            let message = "a key is missing here; write key:value, such as device:mobile".to_owned();
            return Err(wrong(start..until, message));
        }
        let Some(key) = Key::parse(word) else {
            let names = Key::all().map(Key::name);
            let choice = Key::all().find(|key| match key.takes() {
                Takes::Choice(words) => words.contains(&word.to_ascii_lowercase().as_str()) && word != "none",
                _ => false,
            });
            let message = match (nearest(word, names), choice) {
                (_, Some(key)) => format!("{word:?} is no key; did you mean {}:{word}?", key.name()),
                (Some(name), None) => format!("{word:?} is no key; did you mean {name:?}?"),
                (None, None) => {
                    let names: Vec<&str> = Key::all().map(Key::name).collect();
                    format!("{word:?} is no key; there are {}", names.join(", "))
                }
            };
            return Err(wrong(start..self.at, message));
        };
        Ok(key)
    }

    /// The values up to the next blank outside quotes, without their commas.
    fn pieces(&mut self, key: Key) -> Result<Vec<Piece>, SegmentError> {
        let mut pieces = Vec::new();
        loop {
            let start = self.at;
            let (text, quoted) = self.value()?;
            if text.is_empty() && !quoted {
                let message = format!("a value is missing: {}", key.example());
                return Err(wrong(start..start, message));
            }
            pieces.push(Piece { text, at: start..self.at });
            if pieces.len() > MOST_VALUES {
                return Err(wrong(start..self.at, format!("more than {MOST_VALUES} values; leave some out")));
            }
            if !self.take(",") {
                return Ok(pieces);
            }
        }
    }

    /// One value, and whether any of it was in quotes.
    fn value(&mut self) -> Result<(String, bool), SegmentError> {
        let (mut text, mut quoted) = (String::new(), false);
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && *c != ',') {
            if c == '"' {
                quoted = true;
                self.quoted(&mut text)?;
            } else {
                text.push(c);
                self.at += c.len_utf8();
            }
        }
        Ok((text, quoted))
    }

    /// What stands in quotes; `\"` and `\\` stand for `"` and `\`.
    fn quoted(&mut self, text: &mut String) -> Result<(), SegmentError> {
        let start = self.at;
        self.at += 1;
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(()),
                '\\' => match self.peek().filter(|next| matches!(next, '"' | '\\')) {
                    Some(next) => {
                        text.push(next);
                        self.at += 1;
                    }
                    None => text.push(c),
                },
                _ => text.push(c),
            }
        }
        Err(wrong(start..self.at, "the closing quote is missing".to_owned()))
    }
}

fn test(key: Key, pieces: &[Piece]) -> Result<Test, SegmentError> {
    match key.takes() {
        Takes::Words => {
            let empty = pieces.iter().find(|piece| piece.text.is_empty());
            match empty {
                Some(piece) => Err(wrong(
                    piece.at.clone(),
                    format!("an empty value; for not known write {}:none", key.name()),
                )),
                None => Ok(Test::Words(unique(pieces.iter().map(|piece| piece.text.clone())))),
            }
        }
        Takes::Choice(words) => {
            let chosen: Result<Vec<String>, _> =
                pieces.iter().map(|piece| choice(key, words, piece)).collect();
            Ok(Test::Words(unique(chosen?)))
        }
        takes => {
            let spans: Result<Vec<Span>, _> = pieces
                .iter()
                .map(|piece| {
                    number::read_span(&piece.text, takes).map_err(|message| wrong(piece.at.clone(), message))
                })
                .collect();
            Ok(Test::Ranges(unique(spans?)))
        }
    }
}

fn unique<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    values.into_iter().fold(Vec::new(), |mut kept, value| {
        if !kept.contains(&value) {
            kept.push(value);
        }
        kept
    })
}

fn choice(key: Key, words: &[&'static str], piece: &Piece) -> Result<String, SegmentError> {
    let typed = match piece.text.to_ascii_lowercase().as_str() {
        "true" | "1" if words.contains(&"yes") => "yes".to_owned(),
        "false" | "0" if words.contains(&"no") => "no".to_owned(),
        typed => typed.to_owned(),
    };
    if let Some(&word) = words.iter().find(|&&word| word == typed) {
        return Ok(word.to_owned());
    }
    let meant = nearest(&typed, words.iter().copied());
    let hint = meant
        .map_or_else(|| format!("write one of {}", words.join(", ")), |w| format!("did you mean {w:?}?"));
    Err(wrong(piece.at.clone(), format!("{:?} is no value of {:?}; {hint}", piece.text, key.name())))
}
