//! The library: one SQLite file with sessions, what was derived from them, and what was found.
//!
//! The only module that names rusqlite. Rows hold what is filtered, packed blobs hold what is
//! drawn, and the raw events are kept whole, so that everything can be derived again.

mod rows;

pub use rows::{
    Answer, Arrival, Audience, CouponCounts, Coverage, Evidence, EvidenceKind, Hypothesis, Marks,
    PageSummary, PageVisit, Session, Shopping, SignalCounts, Site, Source, Stance, Status, Utm, VisitClick,
};
