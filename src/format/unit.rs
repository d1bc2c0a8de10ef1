//! One file, or one entry of an archive, and how to read it according to what it is for.

use super::contents::{self, Of};
use super::entries::Intake;
use super::error::Error;
use super::item::{Item, Manifest, ScreenshotSpec};
use super::notes::Notes;
use super::source::{Counter, Found, Source, file_name};
use super::tables::TableKind;
use crate::job::{Cancelled, Progress};
use std::io;
use std::path::PathBuf;

/// One file, one entry of an archive, or several that hold one recording. Units can be read in any
/// order and in parallel.
#[derive(Debug, Clone)]
pub struct Unit {
    name: String,
    bytes: u64,
    /// One, unless the role is [`Role::Parts`] or `OpenReplay`.
    sources: Vec<Source>,
    role: Role,
    /// What Sentry's header says of which part of a recording this is.
    segment: Option<u64>,
}

/// What a file is for. The order is the one units are listed in.
#[derive(Debug, Clone)]
pub(super) enum Role {
    Manifest(Box<Manifest>),
    Table(Option<TableKind>),
    /// Recordings, or whatever it turns out to be.
    Data {
        /// The session's id, if the contents do not name it.
        session: Option<String>,
    },
    /// Files that hold one recording, in order.
    Parts {
        session: Option<String>,
    },
    Screenshot(ScreenshotSpec),
    Asset {
        url: String,
    },
}

impl Role {
    /// Small numbers are listed first.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Manifest(_) => 0,
            Self::Table(_) => 1,
            Self::Data { .. } | Self::Parts { .. } => 2,
            Self::Screenshot(_) => 3,
            Self::Asset { .. } => 4,
        }
    }
}

impl Unit {
    pub(super) fn new(name: String, found: &Found, role: Role) -> Self {
        Self { name, bytes: found.bytes, sources: vec![found.source.clone()], role, segment: None }
    }

    /// With the number that Sentry's header gives it.
    pub(super) fn with_segment(self, segment: Option<u64>) -> Self {
        Self { segment, ..self }
    }

    /// The number that Sentry's header gives it.
    pub(super) fn segment(&self) -> Option<u64> {
        self.segment
    }

    /// Files that hold one recording as one unit, called like the first; `None` if there is none.
    pub(super) fn joined(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut parts = parts.into_iter();
        let mut first = parts.next()?;
        let session = match first.role {
            Role::Data { session } => session,
            _ => None,
        };
        first.role = Role::Parts { session };
        for part in parts {
            first.bytes += part.bytes;
            first.sources.extend(part.sources);
        }
        Some(first)
    }

    /// Whether it is a file of recordings that may be a part of one.
    pub(super) fn is_data(&self) -> bool {
        matches!(self.role, Role::Data { .. })
    }

    pub(super) fn rank(&self) -> u8 {
        self.role.rank()
    }

    /// Its name for people: the path as the user named it, and the entry's name in an archive.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Its size on the disk, bytes; an entry's is its compressed size.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads it and gives every item to `sink`. Advances `progress` by [`Self::bytes`] all in all,
    /// while it reads. Memory does not grow with the size of a file, only with that of the largest
    /// session in it; much is kept in a temporary file.
    ///
    /// # Errors
    /// [`Error::Cancelled`], or [`Error::Read`] when the system refuses the file. Whatever is wrong
    /// with the contents is an [`Item::SetAside`].
    pub fn read(&self, progress: &Progress, sink: &mut dyn FnMut(Item)) -> Result<(), Error> {
        let mut counter = Counter { progress, left: self.bytes };
        self.read_inside(0, &mut counter, sink)?;
        progress.advance(counter.left)?;
        Ok(())
    }

    /// Reads it as an entry of so many `archives` inside each other.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(super) fn read_inside(
        &self,
        archives: usize,
        counter: &mut Counter<'_>,
        sink: &mut dyn FnMut(Item),
    ) -> Result<(), Error> {
        counter.progress.advance(0)?;
        let mut notes = Notes::new(self.name.clone(), file_name(&self.name).to_owned(), sink);
        self.contents(archives, counter, &mut notes).map_err(|error| match error {
            Failed::Cancelled => Error::Cancelled,
            Failed::Refused(source) => Error::Read { path: PathBuf::from(&self.name), source },
        })?;
        notes.finish();
        Ok(())
    }

    fn contents(
        &self,
        archives: usize,
        counter: &mut Counter<'_>,
        notes: &mut Notes<'_>,
    ) -> Result<(), Failed> {
        let (kind, session) = match &self.role {
            Role::Manifest(manifest) => {
                notes.give(Item::Manifest(manifest.clone()));
                return Ok(());
            }
            Role::Screenshot(_) | Role::Asset { .. } => return self.whole(counter, notes),
            Role::Table(kind) => (*kind, None),
            Role::Data { session } | Role::Parts { session } => (None, session.as_deref()),
        };
        let progress = counter.progress;
        let mut intake = Intake::new(notes, progress);
        for source in &self.sources {
            let of = Of { name: &self.name, kind, archives };
            match source.read_with(counter, |reader| contents::read(reader, of, &mut intake))? {
                Ok(read) => read?,
                Err(fault) => intake.notes.set_aside("", &fault),
            }
        }
        Ok(intake.finish(session)?)
    }

    /// A file that is taken as it is.
    fn whole(&self, counter: &mut Counter<'_>, notes: &mut Notes<'_>) -> Result<(), Failed> {
        for source in &self.sources {
            let loaded = source.load(counter)?;
            counter.progress.advance(0)?;
            if let Some(fault) = &loaded.fault {
                notes.set_aside("", fault);
                continue;
            }
            match &self.role {
                Role::Asset { url } => {
                    notes.give(Item::Asset { url: url.clone(), bytes: loaded.bytes });
                }
                Role::Screenshot(spec) if is_picture(&loaded.bytes) => {
                    notes.give(Item::Screenshot(spec.clone(), loaded.bytes));
                }
                _ => notes.set_aside("", "This is no PNG, JPEG or WebP picture."),
            }
        }
        Ok(())
    }
}

enum Failed {
    Cancelled,
    Refused(io::Error),
}

impl From<Cancelled> for Failed {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(&[0xff, 0xd8, 0xff])
        || bytes.get(8..12) == Some(b"WEBP")
}
