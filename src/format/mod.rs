//! Recordings: what a file is, what is in it, and what had to be set aside.
//!
//! [`list`] finds the files behind the paths a user opened; [`Unit::read`] reads one of them and
//! gives out [`Item`]s; [`decode`] turns the events of one recording into our vocabulary. A file
//! can be wrong in any way: what is wrong becomes an [`Item::SetAside`], never an error, and what
//! is good is kept. Knows no SQL and keeps nothing.

mod archive;
mod attach;
mod bundle;
mod collect;
mod combine;
mod contents;
mod entries;
mod envelope;
mod error;
pub mod fuzz;
mod har;
mod holds;
mod inflate;
mod item;
mod json;
pub mod limits;
mod listing;
mod members;
mod metadata;
mod nest;
mod notes;
mod number;
mod openreplay;
mod packed;
mod parts;
mod peel;
mod posthog;
mod rest;
mod rrweb;
mod runs;
mod source;
mod stop;
mod stream;
mod strings;
mod tables;
mod text;
mod unit;
mod window;
mod wrapper;

pub use combine::{Combination, combine};
pub use error::Error;
pub use item::{
    AnswerKind, AnswerRow, ArmRow, Format, Item, Manifest, Mended, OrderRow, PageRule, RawRecording,
    ScreenshotSpec, SessionRow, SetAside, StageRule, Table, TableRead, Taken,
};
pub use listing::{Listing, list};
pub use rrweb::{Decoded, Outline, Survey, Warning, decode};
pub use tables::{
    EVERY_OTHER, Field, Mapping, MappingError, TableKind, UnknownTable, doubts, email_hash, fingerprint,
};
pub use unit::Unit;
