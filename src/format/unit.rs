//! One file, or one entry of a zip, and how to read it according to what it is for.

use super::error::Error;
use super::inflate::Compression;
use super::item::{Item, Manifest, ScreenshotSpec};
use super::notes::Notes;
use super::peel::peel;
use super::source::{Found, Source, file_name};
use super::tables::{self, TableKind};
use super::{entries, har, openreplay};
use crate::job::{Cancelled, Progress};
use std::path::PathBuf;

/// One file, or one entry of a zip. Units can be read in any order and in parallel.
#[derive(Debug, Clone)]
pub struct Unit {
    name: String,
    bytes: u64,
    source: Source,
    role: Role,
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
            Self::Data { .. } => 2,
            Self::Screenshot(_) => 3,
            Self::Asset { .. } => 4,
        }
    }
}

impl Unit {
    pub(super) fn new(name: String, found: &Found, role: Role) -> Self {
        Self { name, bytes: found.bytes, source: found.source.clone(), role }
    }

    pub(super) fn rank(&self) -> u8 {
        self.role.rank()
    }

    /// Its name for people: the path as the user named it, and the entry's name in a zip.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Its size on the disk, bytes; an entry's is its compressed size.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads it and gives every item to `sink`. Advances `progress` by [`Self::bytes`] all in all.
    ///
    /// # Errors
    /// [`Error::Cancelled`], or [`Error::Read`] when the system refuses the file. Whatever is wrong
    /// with the contents is an [`Item::SetAside`].
    pub fn read(&self, progress: &Progress, sink: &mut dyn FnMut(Item)) -> Result<(), Error> {
        progress.advance(0)?;
        let mut notes = Notes::new(self.name.clone(), file_name(&self.name).to_owned(), sink);
        if let Role::Manifest(manifest) = &self.role {
            notes.give(Item::Manifest(manifest.clone()));
        } else {
            let loaded = self
                .source
                .load()
                .map_err(|source| Error::Read { path: PathBuf::from(&self.name), source })?;
            if let Some(fault) = &loaded.fault {
                notes.set_aside("", fault);
            }
            if loaded.fault.is_none() || !loaded.bytes.is_empty() {
                self.contents(loaded.bytes, &mut notes, progress)?;
            }
        }
        notes.finish();
        progress.advance(self.bytes)?;
        Ok(())
    }

    fn contents(&self, bytes: Vec<u8>, notes: &mut Notes<'_>, progress: &Progress) -> Result<(), Cancelled> {
        match &self.role {
            Role::Manifest(_) => {}
            Role::Asset { url } => notes.give(Item::Asset { url: url.clone(), bytes }),
            Role::Screenshot(spec) if is_picture(&bytes) => notes.give(Item::Screenshot(spec.clone(), bytes)),
            Role::Screenshot(_) => notes.set_aside("", "This is no PNG, JPEG or WebP picture."),
            Role::Table(kind) => data(bytes, *kind, None, notes, progress)?,
            Role::Data { session } => data(bytes, None, session.as_deref(), notes, progress)?,
        }
        Ok(())
    }
}

/// Gives what is in `bytes` on: recordings, rows, files of a site.
pub(super) fn data(
    bytes: Vec<u8>,
    kind: Option<TableKind>,
    session: Option<&str>,
    notes: &mut Notes<'_>,
    progress: &Progress,
) -> Result<(), Cancelled> {
    if openreplay::is_named(notes.file()) && Compression::of(&bytes).is_none() {
        return openreplay_part(&bytes, session, notes, progress);
    }
    let peeled = match peel(bytes) {
        Ok(peeled) => peeled,
        Err(why) => {
            notes.set_aside("", &why);
            return Ok(());
        }
    };
    for fault in &peeled.faults {
        notes.set_aside("", fault);
    }
    let text = &peeled.text;
    progress.advance(0)?;
    if let Some(bytes) = &peeled.openreplay {
        return openreplay_part(bytes, session, notes, progress);
    }
    if kind.is_some() || tables::is_table(text) {
        if !tables::read(text, kind, notes) {
            notes.set_aside("", "This is no recording, and no table whose columns are known.");
        }
        return Ok(());
    }
    if har::is_har(text) {
        har::read(text, notes);
        return Ok(());
    }
    for mut recording in entries::recordings(text, peeled.sentry, notes, progress)? {
        recording.id = recording.id.or_else(|| session.map(str::to_owned));
        notes.give(Item::Recording(recording));
    }
    Ok(())
}

fn openreplay_part(
    bytes: &[u8],
    session: Option<&str>,
    notes: &mut Notes<'_>,
    progress: &Progress,
) -> Result<(), Cancelled> {
    if let Some(mut recording) = openreplay::recording(bytes, notes, progress)? {
        recording.id = session.map(str::to_owned);
        notes.give(Item::Recording(recording));
    }
    Ok(())
}

fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(&[0xff, 0xd8, 0xff])
        || bytes.get(8..12) == Some(b"WEBP")
}
