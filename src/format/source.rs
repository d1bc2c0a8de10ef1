//! Where bytes lie: in a file, in an unpacked archive, or in an entry of a zip.

use super::archive::Archive;
use super::inflate::{Inflated, Limited, read_all};
use super::limits::MAX_WHOLE_BYTES;
use super::rest::Slice;
use super::stop::Counted;
use crate::job::Progress;
use std::io::{self, Read};

/// Where the bytes of a unit lie.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Slice(Slice),
    Entry(Archive, usize),
}

/// A file below a folder or in an archive.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Below the folder or archive, with `/`.
    pub(super) path: String,
    /// On the disk.
    pub(super) bytes: u64,
    pub(super) source: Source,
}

/// Who wants the bytes, and how many of them are still to be counted.
pub(super) struct Counter<'p> {
    pub(super) progress: &'p Progress,
    pub(super) left: u64,
}

impl Source {
    /// Gives a reader of the bytes to `take`. What is wrong with an archive's entry is a fault, not
    /// an error, and `take` is not called.
    ///
    /// # Errors
    /// When the system refuses the file.
    pub(super) fn read_with<T>(
        &self,
        counter: &mut Counter<'_>,
        take: impl FnOnce(Box<dyn Read + '_>) -> T,
    ) -> io::Result<Result<T, String>> {
        let Counter { progress, left } = counter;
        match self {
            Self::Slice(slice) => {
                let mut slice = slice.clone();
                slice.touch()?;
                Ok(Ok(take(Box::new(Counted::new(slice, progress, left, (1, 1))))))
            }
            Self::Entry(archive, index) => Ok(archive.read_with(*index, |entry, scale| {
                let limited = Limited::of(entry, scale.1);
                take(Box::new(Counted::new(limited, progress, left, scale)))
            })),
        }
    }

    /// All of the bytes, for what must be read whole.
    ///
    /// # Errors
    /// When the system refuses the file.
    pub(super) fn load(&self, counter: &mut Counter<'_>) -> io::Result<Inflated> {
        let loaded = self.read_with(counter, |reader| read_all(reader, MAX_WHOLE_BYTES))?;
        Ok(loaded.unwrap_or_else(|fault| Inflated { fault: Some(fault), ..Inflated::default() }))
    }
}

/// The part of a path after its last `/`.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// A file's name without the endings that only tell how it is written.
pub(super) fn stem(path: &str) -> &str {
    let mut name = file_name(path);
    for ending in [".gz", ".zst", ".br", ".json", ".ndjson", ".jsonl", ".csv", ".rrweb"] {
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
