//! The members of a small JSON object, to be asked by name. Large ones are walked by a `Cursor`.

use crate::format::json::Cursor;
use std::borrow::Cow;

/// Members with their values as JSON text. Of two with one name the last counts, as in browsers.
#[derive(Debug, Default)]
pub(super) struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Fields<'a> {
    /// Of an object's text; none for anything else.
    pub(super) fn of(text: &'a str) -> Self {
        Self::read(&mut Cursor::new(text))
    }

    /// Takes one value, which should be an object.
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Self {
        let mut members = Vec::with_capacity(8);
        if cursor.enter(b'{') {
            while let Some(key) = cursor.key() {
                let Some(raw) = cursor.raw() else { break };
                members.push((key, raw));
            }
        }
        Self(members)
    }

    /// The value as text, if it is there and not null.
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.0.iter().rfind(|(key, _)| *key == name).map(|(_, raw)| *raw).filter(|raw| *raw != "null")
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
