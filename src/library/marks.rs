//! What analysts did with sessions: watched, tags; and settings and saved segments.

use super::{Error, Library, SavedSegment};

impl Library {
    /// Notes that a session was watched, or was not.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be changed.
    pub fn set_watched(&self, session: &str, watched: bool) -> Result<(), Error> {
        todo!("{session} {watched}")
    }

    /// Puts a tag on a session; nothing changes if it has it.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be changed.
    pub fn add_tag(&self, session: &str, tag: &str) -> Result<(), Error> {
        todo!("{session} {tag}")
    }

    /// Takes a tag off a session; nothing changes if it has it not.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be changed.
    pub fn remove_tag(&self, session: &str, tag: &str) -> Result<(), Error> {
        todo!("{session} {tag}")
    }

    /// All tags with the number of their sessions, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tags(&self) -> Result<Vec<(String, u64)>, Error> {
        todo!()
    }

    /// The saved segments, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn saved_segments(&self) -> Result<Vec<SavedSegment>, Error> {
        todo!()
    }

    /// Saves a segment under a name, in place of one of that name.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn save_segment(&self, saved: &SavedSegment) -> Result<(), Error> {
        todo!("{saved:?}")
    }

    /// Forgets a saved segment.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn forget_segment(&self, name: &str) -> Result<(), Error> {
        todo!("{name}")
    }

    /// A setting of this library, as it was put.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        todo!("{key}")
    }

    /// Puts a setting of this library.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn put_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        todo!("{key} {value}")
    }
}
