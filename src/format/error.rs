//! Why a unit could not be read at all. Everything less is an item that was set aside.

use crate::job::Cancelled;
use std::path::PathBuf;

/// Why a unit could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody wants the result any more.
    #[error("reading was cancelled")]
    Cancelled,
    /// The system refused the file.
    #[error("{path:?} could not be read; check that it is there and that you may read it", path = .path.display().to_string())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
