//! Where bytes lie: in a file, or in an entry of a zip.

use super::archive::Archive;
use super::inflate::Inflated;
use super::limits::MAX_TEXT_BYTES;
use std::io;
use std::path::PathBuf;

/// Where the bytes of a unit lie.
#[derive(Debug, Clone)]
pub(super) enum Source {
    File(PathBuf),
    Entry(Archive, usize),
}

/// A file below a folder or in a zip.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Below the folder or zip, with `/`.
    pub(super) path: String,
    /// On the disk.
    pub(super) bytes: u64,
    pub(super) source: Source,
}

impl Source {
    /// The bytes; what is wrong with a zip's entry is a fault, not an error.
    ///
    /// # Errors
    /// When the system refuses the file.
    pub(super) fn load(&self) -> io::Result<Inflated> {
        match self {
            Self::Entry(archive, index) => Ok(archive.load(*index)),
            Self::File(path) => {
                let size = std::fs::metadata(path)?.len();
                if size > MAX_TEXT_BYTES {
                    let fault =
                        format!("The file is larger than {} MB. Split it first.", MAX_TEXT_BYTES >> 20);
                    return Ok(Inflated { fault: Some(fault), ..Inflated::default() });
                }
                Ok(Inflated { bytes: std::fs::read(path)?, fault: None })
            }
        }
    }
}

/// The part of a path after its last `/`.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// A file's name without the endings that only tell how it is written.
pub(super) fn stem(path: &str) -> &str {
    let mut name = file_name(path);
    for ending in [".gz", ".zst", ".json", ".ndjson", ".jsonl", ".csv", ".rrweb"] {
        name = name.strip_suffix(ending).filter(|rest| !rest.is_empty()).unwrap_or(name);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_has_no_known_endings() {
        assert_eq!(stem("recordings/a.b.ndjson.gz"), "a.b");
        assert_eq!(stem("s-1.json"), "s-1");
        assert_eq!(stem(".json"), ".json");
    }
}
