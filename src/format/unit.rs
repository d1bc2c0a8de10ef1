//! What a user opened, as units that can be read side by side: a file, or one entry of a zip.

use super::error::Error;
use super::item::{Item, SetAside};
use crate::job::Progress;
use std::path::PathBuf;

/// The files behind the paths that a user opened.
#[derive(Debug, Default)]
pub struct Listing {
    /// What is to be read, in a fixed order: bundles' manifests and tables before recordings.
    pub units: Vec<Unit>,
    /// The sum of [`Unit::bytes`].
    pub bytes: u64,
    /// What was left out already: links, entries with unsafe names, paths that are not there.
    pub set_aside: Vec<SetAside>,
}

/// One file, or one entry of a zip. Units can be read in any order and in parallel.
#[derive(Debug, Clone)]
pub struct Unit {
    path: PathBuf,
    bytes: u64,
}

/// Finds the files behind `paths`: files as they are, folders with all below them (sorted, hidden
/// files skipped), bundles, zips. Counts nothing in `progress`; a cancelled one ends the search
/// early.
pub fn list(paths: &[PathBuf], progress: &Progress) -> Listing {
    let _ = (paths, progress);
    todo!()
}

impl Unit {
    /// Its name for people: the path as the user named it, and the entry's name in a zip.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Its size on the disk, bytes; an entry's is its compressed size.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads it and gives every item to `sink`, a recording as soon as it is whole. Advances
    /// `progress` by [`Self::bytes`] all in all.
    ///
    /// # Errors
    /// [`Error::Cancelled`], or [`Error::Read`] when the system refuses the file. Whatever is wrong
    /// with the contents is an [`Item::SetAside`].
    pub fn read(&self, progress: &Progress, sink: &mut dyn FnMut(Item)) -> Result<(), Error> {
        let _ = (progress, sink);
        todo!()
    }
}
