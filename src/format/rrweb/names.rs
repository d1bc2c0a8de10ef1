//! Names that come again and again, kept once.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// Longer texts are rarely the same.
const LONGEST: usize = 64;

/// Enough for every tag, attribute and class of a site; a hostile file cannot fill the memory twice.
const MOST: usize = 65_536;

/// Texts seen so far. Looked up only, so their order does not matter.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<Arc<str>>);

impl Names {
    /// The shared copy of `text`.
    pub(super) fn intern(&mut self, text: &str) -> Arc<str> {
        if text.len() > LONGEST {
            return text.into();
        }
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let name: Arc<str> = text.into();
        if self.0.len() < MOST {
            self.0.insert(name.clone());
        }
        name
    }

    /// The shared copy of a key as written in JSON.
    pub(super) fn intern_key(&mut self, raw: &str) -> Arc<str> {
        match crate::format::json::unescape(raw) {
            Cow::Borrowed(text) => self.intern(text),
            Cow::Owned(text) => self.intern(&text),
        }
    }
}
