//! What can go wrong between the library and a decision.

use crate::job::Cancelled;
use crate::library;
use crate::render;
use std::io;
use std::path::PathBuf;

/// Why something could not be found out or handed on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The library refused.
    #[error(transparent)]
    Library(#[from] library::Error),
    /// A picture could not be read, written or made.
    #[error(transparent)]
    Render(#[from] render::Error),
    /// No visit of the page is in the segment.
    #[error("no visit of {page:?} on {device} in this segment: `wherefore pages` lists the pages there are")]
    NoVisits {
        /// The page's key.
        page: String,
        /// The class of device.
        device: &'static str,
    },
    /// There is no such picture of the page.
    #[error("there is no such picture of {page:?}: {why}")]
    NoBackground {
        /// The page's key.
        page: String,
        /// What is missing.
        why: &'static str,
    },
    /// The sample shop's recordings are not there.
    #[error(
        "the sample shop's recordings were not found: they are the folder \"sample_sessions\" of Wherefore's \
         sources; start it from there, or put that folder beside the program"
    )]
    NoSample,
    /// The user has no folder for data.
    #[error("this system names no folder for the user's data: say where with --library FILE")]
    NoFolder,
    /// A file or folder could not be written.
    #[error("cannot write {path:?}: {source}")]
    Write {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A table could not be put together.
    #[error("cannot put the table together: {0}")]
    Table(#[from] csv::Error),
    /// Values could not be put into JSON.
    #[error("cannot put the values into JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A clip that makes no sense.
    #[error("{0}")]
    Clip(String),
    /// Nobody wants the result any more.
    #[error("cancelled")]
    Cancelled,
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<render::Trouble> for Error {
    fn from(trouble: render::Trouble) -> Self {
        Self::Render(render::Error::Trouble(trouble))
    }
}
