//! What was set aside in one file: the first parts by name, the others by count.

use super::item::{Item, SetAside};
use super::limits::MAX_NAMED_PARTS;

/// Gives what was set aside to the sink.
pub(super) struct Notes<'s> {
    path: String,
    file: String,
    sink: &'s mut dyn FnMut(Item),
    count: usize,
    whole: bool,
}

impl<'s> Notes<'s> {
    /// For a file, by its path as people know it and its name alone.
    pub(super) fn new(path: String, file: String, sink: &'s mut dyn FnMut(Item)) -> Self {
        Self { path, file, sink, count: 0, whole: false }
    }

    /// The file's name without folders.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The file's path as people know it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Whether anything was said of the file as a whole.
    pub(super) fn whole(&self) -> bool {
        self.whole
    }

    /// Gives an item on.
    pub(super) fn give(&mut self, item: Item) {
        (self.sink)(item);
    }

    /// Sets a part aside, or the whole file where `place` is empty.
    pub(super) fn set_aside(&mut self, place: &str, why: &str) {
        self.count += 1;
        self.whole |= place.is_empty();
        if self.count <= MAX_NAMED_PARTS {
            self.push(place, why);
        }
    }

    /// Says how many parts were not named.
    pub(super) fn finish(mut self) {
        if let Some(more) = self.count.checked_sub(MAX_NAMED_PARTS).filter(|more| *more > 0) {
            self.push("", &format!("{more} more parts of this file were set aside."));
        }
    }

    fn push(&mut self, place: &str, why: &str) {
        let (path, place, why) = (self.path.clone(), place.to_owned(), why.to_owned());
        (self.sink)(Item::SetAside(SetAside { path, place, why }));
    }
}
