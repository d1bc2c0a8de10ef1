//! The sample shop's library, ready to be looked at.

use super::{Error, sample_bundle};
use crate::job::Progress;
use crate::library::{ImportReport, Library};
use std::path::Path;

/// Opens the library at `path` with the sample shop's sessions in it: they are imported if it has
/// no session yet. The report is empty when nothing had to be imported. `progress` counts bytes.
///
/// # Errors
/// [`Error::NoSample`] when the recordings are not found; what the library says otherwise.
pub fn open_sample(path: &Path, progress: &Progress) -> Result<(Library, ImportReport), Error> {
    let mut library = Library::open(path)?;
    let there = library.session_count()? > 0;
    let report = if there || library.read_only() {
        ImportReport::default()
    } else {
        library.import(&[sample_bundle()?], progress)?
    };
    Ok((library, report))
}
