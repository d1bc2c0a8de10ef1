//! Texts that come again and again, kept once: names of tags and attributes, classes, and the style
//! sheets that every page of a site has.

use crate::format::json::unescape;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Enough for every tag, attribute and class of a site; a hostile file cannot fill the memory twice.
const MOST: usize = 65_536;

/// Made texts that are longer are rarely the same.
const LONGEST: usize = 64;

/// Texts seen so far. Looked up only, so their order does not matter.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// By what stands in the recording, so that a text seen before is not even unescaped.
    written: HashMap<&'a str, Arc<str>, RandomState>,
    /// Texts that were put together.
    made: HashSet<Arc<str>, RandomState>,
}

impl<'a> Names<'a> {
    /// The shared copy of what a string in JSON stands for, given what is between its quotes.
    pub(super) fn written(&mut self, raw: &'a str) -> Arc<str> {
        if let Some(known) = self.written.get(raw) {
            return known.clone();
        }
        let text: Arc<str> = Arc::from(&*unescape(raw));
        if self.written.len() < MOST {
            self.written.insert(raw, text.clone());
        }
        text
    }

    /// The shared copy of `text`.
    pub(super) fn made(&mut self, text: &str) -> Arc<str> {
        if text.len() > LONGEST {
            return text.into();
        }
        if let Some(known) = self.made.get(text) {
            return known.clone();
        }
        let name: Arc<str> = text.into();
        if self.made.len() < MOST {
            self.made.insert(name.clone());
        }
        name
    }
}
