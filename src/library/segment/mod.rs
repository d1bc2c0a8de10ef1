//! The segment: which sessions are meant, as a value, as chips and as a line of text.
//!
//! Plain data; what it means for sessions, `columns` says.

mod key;
#[cfg(test)]
mod naive;
mod nearest;
mod number;
mod parse;
#[cfg(test)]
mod tests;
mod write;

pub use key::{Key, Takes};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

/// Which sessions are meant: all terms must hold. The default, no terms, means every session.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Segment {
    terms: Vec<Term>,
}

/// One condition: a chip.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What it looks at.
    pub key: Key,
    /// Whether it must *not* hold.
    pub negated: bool,
    /// What must be true of it.
    pub test: Test,
}

/// What must be true: any of these.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Equal to one of these words, in any case; `*` stands for anything, `none` for not known.
    Words(Vec<String>),
    /// In one of these ranges. Durations are ms, dates are days since 1970.
    Ranges(Vec<Span>),
}

/// A range of numbers; an end that is missing is open.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Span {
    /// The lower end.
    pub low: Option<Bound>,
    /// The upper end.
    pub high: Option<Bound>,
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The number at the end.
    pub value: f64,
    /// Whether that number itself belongs to the range.
    pub included: bool,
}

/// What is wrong with a segment line, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("segment line, position {}: {message}", .at.start + 1)]
pub struct SegmentError {
    /// The bytes of the line that are meant.
    pub at: Range<usize>,
    /// What is wrong and what would be right.
    pub message: String,
}

/// What a chip shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The muted part: `device is`.
    pub key: String,
    /// The strong part: `Mobile`.
    pub value: String,
}

impl Segment {
    /// Reads a segment line; an empty one means every session.
    ///
    /// # Errors
    /// Says the place, and the nearest right word, where a key or value is not known.
    pub fn parse(line: &str) -> Result<Self, SegmentError> {
        parse::segment(line)
    }

    /// The segment of these terms.
    pub fn of(terms: Vec<Term>) -> Self {
        Self { terms }
    }

    /// Its terms, in the order of the line.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether it means every session.
    pub fn is_everything(&self) -> bool {
        self.terms.is_empty()
    }

    /// With one more term; a term that is already there is not added again.
    #[must_use]
    pub fn with(&self, term: Term) -> Self {
        let mut terms = self.terms.clone();
        if !terms.contains(&term) {
            terms.push(term);
        }
        Self { terms }
    }

    /// Without the term at `index`.
    #[must_use]
    pub fn without(&self, index: usize) -> Self {
        let mut terms = self.terms.clone();
        if index < terms.len() {
            terms.remove(index);
        }
        Self { terms }
    }

    /// With `term` in place of the one at `index`.
    #[must_use]
    pub fn replaced(&self, index: usize, term: Term) -> Self {
        let mut terms = self.terms.clone();
        match terms.get_mut(index) {
            Some(old) => *old = term,
            None => terms.push(term),
        }
        Self { terms }
    }

    /// What both mean: the terms of this and of `other`.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        other.terms.iter().fold(self.clone(), |all, term| all.with(term.clone()))
    }
}

impl Term {
    /// Reads one term, such as `device:mobile`.
    ///
    /// # Errors
    /// As [`Segment::parse`]; also when it is not exactly one term.
    pub fn parse(text: &str) -> Result<Self, SegmentError> {
        let mut terms = parse::segment(text)?.terms;
        match (terms.pop(), terms.is_empty()) {
            (Some(term), true) => Ok(term),
            _ => Err(SegmentError { at: 0..text.len(), message: "one term is wanted here".to_owned() }),
        }
    }

    /// The condition that `key` is one of `words`.
    pub fn words(key: Key, words: &[&str]) -> Self {
        Self { key, negated: false, test: Test::Words(words.iter().map(|&w| w.to_owned()).collect()) }
    }

    /// The condition that `key` is exactly `value`, which may have stars of its own: what a number
    /// in a list opens.
    pub fn exact(key: Key, value: &str) -> Self {
        Self::words(key, &[&value.replace('*', "\\*")])
    }

    /// The same condition turned round.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self { negated: !self.negated, ..self.clone() }
    }

    /// What its chip shows.
    pub fn chip(&self) -> Chip {
        write::chip(self)
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.terms.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{term}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write::line(self))
    }
}

impl TryFrom<String> for Segment {
    type Error = SegmentError;

    fn try_from(line: String) -> Result<Self, SegmentError> {
        Self::parse(&line)
    }
}

impl From<Segment> for String {
    fn from(segment: Segment) -> Self {
        segment.to_string()
    }
}
