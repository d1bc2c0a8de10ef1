//! Sessions: lists, single ones, and what is stored of them.

use super::super::{Coverage, Error, Library, Segment, Session};
use crate::facts::{Facts, Measures, Stage};

/// The order of a list of sessions. Equal ones stand by start, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// By what.
    pub by: SortKey,
    /// Largest or latest first.
    pub descending: bool,
}

/// What sessions can be sorted by. What is not known stands last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// When they began.
    #[default]
    Started,
    /// How long they lasted.
    Duration,
    /// Time in which something was done.
    Active,
    /// Largest cart.
    Cart,
    /// Number of rage, dead and error signals.
    Friction,
    /// Clicks and taps.
    Clicks,
    /// Page views.
    Pages,
    /// Furthest stage.
    Stage,
    /// The visitor's id.
    Visitor,
    /// The country's code.
    Country,
    /// Device class.
    Device,
    /// Watched or not.
    Watched,
    /// The id.
    Id,
}

impl Order {
    /// The newest first.
    pub const NEWEST: Self = Self { by: SortKey::Started, descending: true };
    /// The most friction first.
    pub const FRICTION: Self = Self { by: SortKey::Friction, descending: true };
}

impl Library {
    /// How much of the library a segment covers.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn coverage(&self, segment: &Segment) -> Result<Coverage, Error> {
        todo!("{segment:?}")
    }

    /// The sessions of a segment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sessions(&self, segment: &Segment, order: Order) -> Result<Vec<Session>, Error> {
        todo!("{segment:?} {order:?}")
    }

    /// The session of that id, or the only one whose id begins so.
    ///
    /// # Errors
    /// [`Error::Ambiguous`] when several ids begin so; when the file cannot be read.
    pub fn session(&self, id: &str) -> Result<Option<Session>, Error> {
        todo!("{id}")
    }

    /// Everything derived from a session.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such session; when the file cannot be read.
    pub fn facts(&self, id: &str) -> Result<Facts, Error> {
        todo!("{id}")
    }

    /// The recording: one JSON event a line, as [`crate::format::RawRecording::events`].
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such session; when the file cannot be read.
    pub fn raw_events(&self, id: &str) -> Result<Vec<u8>, Error> {
        todo!("{id}")
    }

    /// What layout told about a session, if it was measured.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn measures(&self, id: &str) -> Result<Option<Measures>, Error> {
        todo!("{id}")
    }

    /// Keeps what layout told about a session.
    ///
    /// # Errors
    /// When there is no such session, or the library cannot be changed.
    pub fn put_measures(&self, id: &str, measures: &Measures) -> Result<(), Error> {
        todo!("{id} {measures:?}")
    }

    /// The ids of the segment's sessions that saw `page` and were not measured yet, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unmeasured(&self, segment: &Segment, page: &str) -> Result<Vec<String>, Error> {
        todo!("{segment:?} {page}")
    }

    /// How many sessions of the segment reached each stage; all stages, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn funnel(&self, segment: &Segment) -> Result<Vec<(Stage, u64)>, Error> {
        todo!("{segment:?}")
    }

    /// The values that `key` of the segment line has in this library, the most frequent first, with
    /// the number of their sessions. Empty for keys that take numbers, and for unknown keys.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn values(&self, key: &str) -> Result<Vec<(String, u64)>, Error> {
        todo!("{key}")
    }
}
