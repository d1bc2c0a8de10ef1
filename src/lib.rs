//! Session replay and heatmaps on your own computer.
//!
//! Data flows one way, from a file to a decision:
//!
//! ```text
//! files ─format→ events ─replay→ page state at t ─render→ pixels
//!                  └─facts→ page views, interactions, signals, stages ─library→ SQLite
//!                             ─analysis→ grids, funnels, rates ─findings→ reports
//! ```
//!
//! # Layers, lowest first
//! - [`job`], [`event`]: threads with progress and cancel; the vocabulary of events. No IO, no JSON.
//! - [`mod@format`], [`replay`]: bytes to recordings; events to the DOM at a time. No pixels, no SQL.
//! - [`facts`]: one pass over a recording gives page views, interactions, signals, stages. No clock.
//! - [`library`]: the only module that names rusqlite.
//! - [`analysis`], [`render`]: plain data in and out; pages to pixels behind one adapter. No egui.
//! - [`findings`]: hypotheses, evidence, prevalence, reports.
//! - [`cli`], [`ui`]: two faces over the same functions; they do not know each other, and only
//!   [`ui`] names egui and rfd.
//!
//! `tests/architecture.rs` holds the direction.
//!
//! # Invariants
//! - `seek(t)` equals `play from 0 to t`, for every t.
//! - Nothing in the process opens a network connection, and no recorded script is ever run.
//! - A file can be wrong in any way; it is set aside and named, and what is good in it is kept.
//! - A time is milliseconds since the session's first event; a length is CSS pixels.
//!
//! Start reading at [`event`], then [`replay::PageState`], then [`facts::derive`].

pub mod analysis;
pub mod cli;
pub mod event;
pub mod facts;
pub mod findings;
pub mod format;
pub mod job;
pub mod library;
pub mod render;
pub mod replay;
pub mod ui;
