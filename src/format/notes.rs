//! What is said of one file: what it was taken for, and what was set aside in it, the first parts by
//! name, the others by count.

use super::item::{Item, SetAside, Taken};
use super::limits::MAX_NAMED_PARTS;

/// Gives what is found in a file, and what is said of it, to the sink.
pub(super) struct Notes<'s> {
    path: String,
    file: String,
    sink: &'s mut dyn FnMut(Item),
    count: usize,
    whole: bool,
    given: bool,
    taken: bool,
    /// What the file was packed in, for [`Self::taken`].
    packed: Vec<&'static str>,
}

impl<'s> Notes<'s> {
    /// For a file, by its path as people know it and its name alone.
    pub(super) fn new(path: String, file: String, sink: &'s mut dyn FnMut(Item)) -> Self {
        let packed = Vec::new();
        Self { path, file, sink, count: 0, whole: false, given: false, taken: false, packed }
    }

    /// The file's name without folders.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The path as people know it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The sink, for what is read on its own inside of this file.
    pub(super) fn sink(&mut self) -> &mut dyn FnMut(Item) {
        self.given = true;
        self.sink
    }

    /// Whether anything was given on, or said of the file as a whole.
    pub(super) fn said(&self) -> bool {
        self.whole || self.given
    }

    /// Notes what had to be taken off the file before it could be read.
    pub(super) fn packed(&mut self, how: &'static str) {
        if !self.packed.contains(&how) {
            self.packed.push(how);
        }
    }

    /// Says what the file was taken for, and what told so. Only the first word counts.
    pub(super) fn taken(&mut self, kind: &str, why: &str) {
        if std::mem::replace(&mut self.taken, true) {
            return;
        }
        let packed =
            if self.packed.is_empty() { String::new() } else { format!(" in {}", self.packed.join(" in ")) };
        let (path, kind) = (self.path.clone(), format!("{kind}{packed}"));
        (self.sink)(Item::Taken(Taken { path, kind, why: why.to_owned() }));
    }

    /// Gives an item on.
    pub(super) fn give(&mut self, item: Item) {
        match &item {
            Item::Recording(recording) => self.taken(recording.format.kind(), recording.format.why()),
            Item::Manifest(_) => self.taken("Bundle manifest", "it is called wherefore.json"),
            Item::Screenshot(..) => self.taken("Page screenshot", "the bundle's manifest names it"),
            Item::Asset { .. } => self.taken("File of the site", "the bundle's assets.json names it"),
            Item::Taken(_) => self.taken = true,
            // Who reads tables says what they are.
            Item::Table(_) | Item::Unknown(_) | Item::SetAside(_) => {}
        }
        self.given = true;
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
