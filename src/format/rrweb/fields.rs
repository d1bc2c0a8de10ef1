//! The members of a small JSON object, to be asked by name. Large ones are walked by a `Cursor`.

use crate::format::json::Cursor;
use std::borrow::Cow;

/// So many members are kept without asking for memory; events of the pointer have fewer.
const FEW: usize = 8;

/// Members with their values as JSON text. Of two with one name the last counts, as in browsers.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    first: [(&'a str, &'a str); FEW],
    count: usize,
    more: Vec<(&'a str, &'a str)>,
}

impl<'a> Fields<'a> {
    /// Takes one value, which should be an object; none of anything else.
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Self {
        let mut fields = Self::default();
        if cursor.enter(b'{') {
            while let Some(key) = cursor.key() {
                let Some(raw) = cursor.raw() else { break };
                match fields.first.get_mut(fields.count) {
                    Some(place) => *place = (key, raw),
                    None => fields.more.push((key, raw)),
                }
                fields.count += 1;
            }
        }
        fields
    }

    /// The value as text, if it is there and not null.
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        let few = &self.first[..self.count.min(FEW)];
        let mut all = few.iter().chain(&self.more);
        all.rfind(|(key, _)| *key == name).map(|(_, raw)| *raw).filter(|raw| *raw != "null")
    }

    /// A cursor before the value.
    pub(super) fn cursor(&self, name: &str) -> Option<Cursor<'a>> {
        self.raw(name).map(Cursor::new)
    }

    /// A whole number.
    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.cursor(name)?.read_integer()
    }

    /// A number.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.cursor(name)?.read_number()
    }

    /// A string.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.cursor(name)?.read_text()
    }

    /// A string as it is written between its quotes.
    pub(super) fn written(&self, name: &str) -> Option<&'a str> {
        self.cursor(name)?.text_as_written()
    }

    /// A string, or a number or boolean, as it is written.
    pub(super) fn scalar_as_written(&self, name: &str) -> Option<&'a str> {
        self.cursor(name)?.scalar_as_written()
    }

    /// A string, or a number or boolean as text.
    pub(super) fn scalar(&self, name: &str) -> Option<Cow<'a, str>> {
        self.cursor(name)?.read_scalar()
    }

    /// True or false.
    pub(super) fn bool(&self, name: &str) -> Option<bool> {
        self.cursor(name)?.read_bool()
    }

    /// The elements of an array as objects.
    pub(super) fn objects(&self, name: &str) -> Vec<Fields<'a>> {
        let mut found = Vec::new();
        let Some(mut cursor) = self.cursor(name) else { return found };
        if cursor.enter(b'[') {
            while cursor.element() {
                found.push(Self::read(&mut cursor));
            }
        }
        found
    }
}
