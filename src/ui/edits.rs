//! What a user edits, as values that can be written back: undo and redo.
//!
//! A change knows the value before and after; writing one of them is the whole mechanism.

use crate::event::Device;
use crate::library::{Error, Evidence, Hypothesis, Library, Zone};

/// One value, before and after.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A hypothesis was written, changed or deleted.
    Hypothesis {
        /// What it was; `None` when it is new.
        before: Option<Box<Hypothesis>>,
        /// What it is; `None` when it was deleted.
        after: Option<Box<Hypothesis>>,
    },
    /// A piece of evidence was pinned, changed or removed. A new one has the id 0 until it is written.
    Evidence {
        /// What it was; `None` when it is new.
        before: Option<Evidence>,
        /// What it is; `None` when it was removed.
        after: Option<Evidence>,
    },
    /// A tag was put on a session or taken off.
    Tag {
        /// The session.
        session: String,
        /// The tag.
        tag: String,
        /// Put on rather than taken off.
        on: bool,
    },
    /// A session was marked as watched or not.
    Watched {
        /// The session.
        session: String,
        /// Watched rather than not.
        on: bool,
    },
    /// A zone was drawn, moved, named or taken away. A new one has the id 0 until it is written.
    Zone {
        /// The page that it is on, as visitors on this class of device see it.
        on: (String, Device),
        /// What it was; `None` when it is new.
        before: Option<Zone>,
        /// What it is; `None` when it was taken away.
        after: Option<Zone>,
    },
}

impl Change {
    /// Writes what is after the change.
    fn redo(&mut self, library: &Library) -> Result<(), Error> {
        match self {
            Self::Hypothesis { before, after } => {
                put_hypothesis(library, before.as_deref(), after.as_deref())
            }
            Self::Evidence { before, after } => put_evidence(library, before.as_mut(), after.as_mut()),
            Self::Tag { session, tag, on } => put_tag(library, session, tag, *on),
            Self::Watched { session, on } => library.set_watched(session, *on),
            Self::Zone { on, before, after } => put_zone(library, on, before.as_ref(), after.as_mut()),
        }
    }

    /// Writes what was before the change.
    fn undo(&mut self, library: &Library) -> Result<(), Error> {
        match self {
            Self::Hypothesis { before, after } => {
                put_hypothesis(library, after.as_deref(), before.as_deref())
            }
            Self::Evidence { before, after } => put_evidence(library, after.as_mut(), before.as_mut()),
            Self::Tag { session, tag, on } => put_tag(library, session, tag, !*on),
            Self::Watched { session, on } => library.set_watched(session, !*on),
            Self::Zone { on, before, after } => put_zone(library, on, after.as_ref(), before.as_mut()),
        }
    }
}

fn put_hypothesis(
    library: &Library,
    old: Option<&Hypothesis>,
    new: Option<&Hypothesis>,
) -> Result<(), Error> {
    match (old, new) {
        (_, Some(new)) => library.put_hypothesis(new),
        (Some(old), None) => library.delete_hypothesis(&old.id),
        (None, None) => Ok(()),
    }
}

fn put_evidence(
    library: &Library,
    old: Option<&mut Evidence>,
    new: Option<&mut Evidence>,
) -> Result<(), Error> {
    match (old, new) {
        (_, Some(new)) => {
            new.id = library.put_evidence(new)?;
            Ok(())
        }
        (Some(old), None) => library.delete_evidence(old.id),
        (None, None) => Ok(()),
    }
}

fn put_zone(
    library: &Library,
    (page, device): &(String, Device),
    old: Option<&Zone>,
    new: Option<&mut Zone>,
) -> Result<(), Error> {
    match (old, new) {
        (_, Some(new)) => {
            new.id = library.put_zone(page, *device, new)?;
            Ok(())
        }
        (Some(old), None) => library.remove_zone(old.id),
        (None, None) => Ok(()),
    }
}

fn put_tag(library: &Library, session: &str, tag: &str, on: bool) -> Result<(), Error> {
    if on { library.add_tag(session, tag) } else { library.remove_tag(session, tag) }
}

/// Changes that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What was done, in words for "Undone: …".
    pub label: String,
    /// In order.
    pub changes: Vec<Change>,
}

impl Edit {
    /// One or more changes under a name.
    pub fn new(label: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { label: label.into(), changes }
    }
}

/// What was done and can be undone, and what was undone and can be done again.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Edit>,
    undone: Vec<Edit>,
}

impl History {
    /// Writes an edit and remembers it; gives it back as written, with its new ids.
    ///
    /// # Errors
    /// When the library cannot be changed.
    ///
    /// # Panics
    /// Never: what is given back was just added.
    pub fn perform(&mut self, library: &Library, mut edit: Edit) -> Result<&Edit, Error> {
        for change in &mut edit.changes {
            change.redo(library)?;
        }
        self.undone.clear();
        self.done.push(edit);
        Ok(self.done.last().expect("just pushed"))
    }

    /// Takes back the last edit; its name, or `None` when there is none.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn undo(&mut self, library: &Library) -> Result<Option<String>, Error> {
        let Some(mut edit) = self.done.pop() else { return Ok(None) };
        for change in edit.changes.iter_mut().rev() {
            change.undo(library)?;
        }
        let label = edit.label.clone();
        self.undone.push(edit);
        Ok(Some(label))
    }

    /// Does the last undone edit again; its name, or `None` when there is none.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn redo(&mut self, library: &Library) -> Result<Option<String>, Error> {
        let Some(mut edit) = self.undone.pop() else { return Ok(None) };
        for change in &mut edit.changes {
            change.redo(library)?;
        }
        let label = edit.label.clone();
        self.done.push(edit);
        Ok(Some(label))
    }

    /// Whether there is something to undo, and to redo.
    pub fn possible(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }
}
