//! What can go wrong with a library. Knows nothing of what users do next.

use super::segment::SegmentError;
use crate::job::Cancelled;
use rusqlite::ErrorCode;
use std::path::PathBuf;

/// Why something with a library failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be opened or made.
    #[error("cannot open the library {path:?}: {why}")]
    Open {
        /// The library's file.
        path: PathBuf,
        /// What the system said, and what can be done.
        why: String,
    },
    /// A later version of the program wrote it.
    #[error(
        "the library {path:?} was written by a newer Wherefore (its format is {found}, this version knows {known}): \
         open it with the newer version; nothing was changed"
    )]
    Newer {
        /// The library's file.
        path: PathBuf,
        /// The file's format.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// The file is no library, or it is damaged.
    #[error(
        "{path:?} is not a library, or it is damaged ({why}): open another file, or a backup of this one"
    )]
    Damaged {
        /// The library's file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// It could not be brought to today's format.
    #[error(
        "cannot bring the library {path:?} to today's format: {why}; the file as it was is kept at {backup:?}"
    )]
    Migrate {
        /// The library's file.
        path: PathBuf,
        /// The copy made before.
        backup: PathBuf,
        /// What went wrong.
        why: String,
    },
    /// It is open for reading only.
    #[error(
        "cannot change the library {path:?}: it is open for reading only, because another window has it open \
         or its folder cannot be written to"
    )]
    ReadOnly {
        /// The library's file.
        path: PathBuf,
    },
    /// The file was taken away while it was open.
    #[error(
        "the library {path:?} is not there any more: its drive was taken out, or its folder was moved or deleted \
         while it was open; put it back, or open it where it is now: what was written before is in it"
    )]
    Gone {
        /// Where the library's file was.
        path: PathBuf,
    },
    /// A shortened id fits several.
    #[error(
        "{id:?} is the beginning of {count} session ids, such as {first:?} and {second:?}: give more of it"
    )]
    Ambiguous {
        /// What was asked for.
        id: String,
        /// How many it fits.
        count: u64,
        /// One of them.
        first: String,
        /// Another.
        second: String,
    },
    /// There is no such thing.
    #[error("the library has no {what} {id:?}")]
    Missing {
        /// `session`, `hypothesis`…
        what: &'static str,
        /// What was asked for.
        id: String,
    },
    /// The segment line is wrong.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// The database refused.
    #[error("could not {doing}: {source}{}", advice(source))]
    Sql {
        /// What was being done, such as `list sessions`.
        doing: &'static str,
        /// What the database said.
        source: rusqlite::Error,
    },
    /// What is stored cannot be read back.
    #[error("could not read the stored {what}: {why}; import the recording again to repair it")]
    Stored {
        /// `facts`, `events`…
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The system gives no threads.
    #[error("could not start threads to read files: {why}; close other programs and try again")]
    Threads {
        /// What the system said.
        why: String,
    },
    /// Nobody wants the result any more.
    #[error("cancelled")]
    Cancelled,
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// What the user can do about it, to stand behind what the database said.
fn advice(error: &rusqlite::Error) -> &'static str {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            "; make room on the disk and do it again: what was in the library before is kept"
        }
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            "; the disk may be full, or the drive or folder gone: what was in the library before is kept"
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "; the library is damaged: `wherefore check --repair` mends what can be read, and keeps a copy"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "; another program has the library open: close it and do it again"
        }
        _ => "",
    }
}

/// Says what was being done when the database refused.
pub(super) trait Doing<T> {
    /// Names the task: it completes "could not …".
    fn doing(self, doing: &'static str) -> Result<T, Error>;
}

impl<T> Doing<T> for Result<T, rusqlite::Error> {
    fn doing(self, doing: &'static str) -> Result<T, Error> {
        self.map_err(|source| Error::Sql { doing, source })
    }
}
