//! Opening a library: one writer, any number of readers, and never a newer or damaged file.

use super::{Error, Library};
use std::path::Path;

impl Library {
    /// Opens the library at `path`, making it if there is none.
    ///
    /// There is one writer: if another instance has the library open, or its folder cannot be
    /// written to, this one can only read, which [`Self::read_only`] tells.
    ///
    /// # Errors
    /// When there is no such folder, the file is no library, or a newer version wrote it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        todo!("{path:?}")
    }

    /// Opens an existing library to read only.
    ///
    /// # Errors
    /// As [`Self::open`]; also when there is no such file.
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        todo!("{path:?}")
    }

    /// Another connection to the same file, to read only, for work off the UI's thread.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn reader(&self) -> Result<Self, Error> {
        todo!()
    }

    /// Another connection with the rights of this one, for an import off the UI's thread.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub fn another(&self) -> Result<Self, Error> {
        todo!()
    }

    /// The library's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it cannot be changed, because another instance writes it or its folder is protected.
    pub fn read_only(&self) -> bool {
        self.read_only
    }

    /// Examines the file; the complaints, none when it is sound.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        todo!()
    }
}
