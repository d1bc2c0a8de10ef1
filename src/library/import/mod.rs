//! Files into the library: read in parallel, one writer, one transaction a session.
//!
//! Knows nothing of file formats beyond the items that `format` gives out.

mod report;

use super::{Error, Library};
use crate::job::Progress;
pub use report::{FidelityGap, ImportReport, Join, Joins, Renamed, SessionWarning};
use std::path::PathBuf;

impl Library {
    /// Takes in files, folders and bundles. `progress` counts bytes.
    ///
    /// What cannot be used is set aside and named in the report. Cancelling leaves whole sessions
    /// only; the report then says `cancelled`. Importing the same files again changes nothing.
    ///
    /// # Errors
    /// When the library is open for reading only, or the disk refuses.
    pub fn import(&mut self, paths: &[PathBuf], progress: &Progress) -> Result<ImportReport, Error> {
        todo!("{paths:?} {progress:?}")
    }
}
