//! Bytes to messages: the three versions of the container, and what is done where it is damaged.
//!
//! Does not know what a message means.

use super::table::{Kind, Spec, spec};
use memchr::memmem;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a part of a recording begins with, before the byte of its version.
const MAGIC: [u8; 7] = [0xff; 7];

/// Messages that are tried to tell whether numbers stand before them.
const TRIED: usize = 64;

/// The size of a message's number in the first version.
const INDEX_BYTES: usize = 8;

/// Larger numbers of messages are not given by any recorder: the place is lost.
const LARGEST_KIND: u64 = 4096;

/// A field's value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Number(u64),
    Signed(i64),
    Text(Cow<'a, str>),
    Flag(bool),
}

/// A message with its fields as its kind names them.
#[derive(Debug)]
pub(super) struct Message<'a> {
    pub(super) kind: u64,
    pub(super) spec: &'static Spec,
    values: Vec<Value<'a>>,
}

impl Message<'_> {
    fn value(&self, name: &str) -> Option<&Value<'_>> {
        let place = self.spec.fields.iter().position(|(field, _)| *field == name)?;
        self.values.get(place)
    }

    /// A number; 0 where there is no such field.
    pub(super) fn number(&self, name: &str) -> u64 {
        match self.value(name) {
            Some(Value::Number(number)) => *number,
            _ => 0,
        }
    }

    /// A number with a sign; 0 where there is no such field.
    pub(super) fn signed(&self, name: &str) -> i64 {
        match self.value(name) {
            Some(Value::Signed(number)) => *number,
            _ => 0,
        }
    }

    /// A text; empty where there is no such field.
    pub(super) fn text(&self, name: &str) -> &str {
        match self.value(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// True or false; false where there is no such field.
    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.value(name), Some(Value::Flag(true)))
    }

    /// All fields by name.
    pub(super) fn fields(&self) -> Map<String, Json> {
        let named = self.spec.fields.iter().zip(&self.values);
        named
            .map(|((name, _), value)| {
                let value = match value {
                    Value::Number(number) => Json::from(*number),
                    Value::Signed(number) => Json::from(*number),
                    Value::Text(text) => Json::from(&**text),
                    Value::Flag(flag) => Json::from(*flag),
                };
                ((*name).to_owned(), value)
            })
            .collect()
    }
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Step<'a> {
    Message(Message<'a>),
    /// Another part of the recording begins.
    Part,
    /// Bytes that make no sense; a sentence for people.
    Lost(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// Messages one behind the other.
    Plain,
    /// Each with its number before it.
    Numbered,
    /// Each with its size behind its kind.
    Sized,
}

/// The messages in bytes.
#[derive(Debug)]
pub(super) struct Messages<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the part ends that is read: at the next header, which no message can have in it.
    end: usize,
    version: Version,
    last_number: u64,
    /// Messages that were written twice.
    pub(super) duplicates: u64,
    /// Messages of kinds that are not known, by kind.
    pub(super) unknown: BTreeMap<u64, u64>,
    /// Messages whose fields do not fit in their size.
    pub(super) damaged: u64,
}

impl<'a> Messages<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            end: 0,
            version: Version::Plain,
            last_number: 0,
            duplicates: 0,
            unknown: BTreeMap::new(),
            damaged: 0,
        }
    }

    /// The next step; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Step<'a>> {
        loop {
            if self.at >= self.end {
                let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
                // Without a header at the beginning it is the first version.
                let version = header(rest);
                self.at += if version.is_some() { MAGIC.len() + 1 } else { 0 };
                self.begin(version.unwrap_or(0xff));
                return Some(Step::Part);
            }
            let start = self.at;
            let found = match self.version {
                Version::Sized => self.sized(),
                Version::Plain => self.plain(false),
                Version::Numbered => self.plain(true),
            };
            match found {
                Found::Message(message) => return Some(Step::Message(message)),
                Found::Passed => {}
                Found::Lost => return Some(Step::Lost(self.lost(start))),
            }
        }
    }

    fn begin(&mut self, version: u8) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let next = memmem::find_iter(rest, &MAGIC).find(|at| header(&rest[*at..]).is_some());
        let part = &rest[..next.unwrap_or(rest.len())];
        self.end = self.at + part.len();
        self.last_number = 0;
        self.version = if version != 0xff {
            Version::Sized
        } else if is_numbered(part) {
            Version::Numbered
        } else {
            Version::Plain
        };
    }

    fn plain(&mut self, numbered: bool) -> Found<'a> {
        let mut reader = Reader { bytes: &self.bytes[..self.end], at: self.at };
        let number = if numbered { reader.index() } else { Some(self.last_number) };
        let (Some(number), Some(message)) = (number, reader.message()) else { return Found::Lost };
        self.at = reader.at;
        if number < self.last_number {
            self.duplicates += 1;
            return Found::Passed;
        }
        self.last_number = number;
        Found::Message(message)
    }

    fn sized(&mut self) -> Found<'a> {
        let mut reader = Reader { bytes: &self.bytes[..self.end], at: self.at };
        let Some(kind) = reader.number().filter(|kind| *kind <= LARGEST_KIND) else { return Found::Lost };
        let spec = spec(kind);
        if let (80..=82, Some(spec)) = (kind, spec) {
            let Some(message) = reader.fields(kind, spec) else { return Found::Lost };
            self.at = reader.at;
            return Found::Message(message);
        }
        let Some(body) = reader.size().and_then(|size| reader.take(size)) else { return Found::Lost };
        self.at = reader.at;
        let Some(spec) = spec else {
            *self.unknown.entry(kind).or_default() += 1;
            return Found::Passed;
        };
        (Reader { bytes: body, at: 0 }).fields(kind, spec).map_or_else(
            || {
                self.damaged += 1;
                Found::Passed
            },
            Found::Message,
        )
    }

    /// Goes on at the next part, if there is one, and says what was passed.
    fn lost(&mut self, start: usize) -> String {
        self.at = self.end;
        let (total, passed) = (self.bytes.len(), self.end - start);
        format!("It breaks off at byte {start} of {total}: the next {passed} are cut or damaged.")
    }
}

enum Found<'a> {
    Message(Message<'a>),
    Passed,
    Lost,
}

/// The version in a header at the beginning of `bytes`.
fn header(bytes: &[u8]) -> Option<u8> {
    let version = *bytes.strip_prefix(&MAGIC)?.first()?;
    (0xfd..=0xff).contains(&version).then_some(version)
}

/// Whether messages make sense with numbers before them, and not less so than without.
fn is_numbered(bytes: &[u8]) -> bool {
    let reach = |numbered: bool| {
        let mut reader = Reader { bytes, at: 0 };
        let mut count = 0;
        while count < TRIED && reader.at < bytes.len() {
            if (numbered && reader.index().is_none()) || reader.message().is_none() {
                return count;
            }
            count += 1;
        }
        // All that was tried made sense.
        TRIED
    };
    let numbered = reach(true);
    numbered > 0 && numbered >= reach(false)
}

/// A place in bytes; every reading is `None` at the end of them, or where they make no sense.
#[derive(Debug, Clone)]
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<Cow<'a, str>> {
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length).map(String::from_utf8_lossy)
    }

    fn size(&mut self) -> Option<usize> {
        let bytes = self.take(3)?;
        Some(bytes.iter().rev().fold(0, |size, byte| size << 8 | usize::from(*byte)))
    }

    fn index(&mut self) -> Option<u64> {
        let bytes = self.take(INDEX_BYTES)?;
        bytes.try_into().ok().map(u64::from_le_bytes)
    }

    /// A kind and its fields.
    fn message(&mut self) -> Option<Message<'a>> {
        let kind = self.number()?;
        self.fields(kind, spec(kind)?)
    }

    fn fields(&mut self, kind: u64, spec: &'static Spec) -> Option<Message<'a>> {
        let mut values = Vec::with_capacity(spec.fields.len());
        for (_, field) in &spec.fields {
            values.push(match field {
                Kind::Number => Value::Number(self.number()?),
                Kind::Signed => Value::Signed(signed(self.number()?)),
                Kind::Text => Value::Text(self.text()?),
                Kind::Flag => Value::Flag(self.byte()? != 0),
            });
        }
        Some(Message { kind, spec, values })
    }
}

/// The sign is in the lowest bit.
fn signed(number: u64) -> i64 {
    let half = i64::try_from(number >> 1).unwrap_or(i64::MAX);
    if number & 1 == 1 { -half - 1 } else { half }
}
