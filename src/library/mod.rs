//! The library: one `SQLite` file with sessions, what was derived from them, and what was found.
//!
//! The only module that names rusqlite. Rows hold what is filtered, packed blobs hold what is
//! drawn, and the raw events are kept whole, so that everything can be derived again.

mod apart;
mod channel;
mod check;
mod columns;
mod elements;
mod error;
mod evidence;
mod exact;
mod fidelity;
mod hypotheses;
mod import;
mod join;
mod mappings;
mod marks;
mod measured;
mod open;
mod pack;
mod query;
mod roll_call;
mod rows;
mod schema;
mod segment;
mod text;
mod write;
mod zones;

pub use check::{LostSession, Repair};
pub use error::Error;
pub use evidence::{Evidence, EvidenceKind, Hypothesis, Stance, Status};
pub use import::{
    CLOCK_JUMP_MS, Claimed, ClockJump, FidelityGap, FileRead, ImportReport, Join, JoinedBy, Joins, Lack,
    MapFor, Outcome, Renamed, SessionRead, SessionWarning, TableJoin, Unjoined, Unmapped,
};
pub use query::{Chosen, Order, SortKey, Touch, TouchKind, View, Visitor, Visits};
pub use rows::{
    Answer, Arrival, Audience, CouponCounts, Coverage, Day, Listing, Marks, PageSummary, Session, SessionKey,
    Shopping, SignalCounts, Site, Source, Utm,
};
pub use segment::{Bound, Chip, Key, Segment, SegmentError, Span, Takes, Term, Test};
use std::path::PathBuf;
pub use zones::Zone;

/// An open library. It can be sent to another thread, not shared between threads: see
/// [`Library::reader`] and [`Library::another`].
#[derive(Debug)]
pub struct Library {
    db: rusqlite::Connection,
    path: PathBuf,
    /// Held by the one writer and its further connections.
    lock: Option<std::sync::Arc<std::fs::File>>,
    /// What all connections to this file share.
    columns: columns::Shelf,
}

/// A segment kept under a name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SavedSegment {
    /// What the user calls it.
    pub name: String,
    /// The segment line.
    pub line: String,
}
