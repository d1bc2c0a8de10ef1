//! Bytes at rest: a file on the disk, or what was unpacked to a temporary file or to memory.
//!
//! Readers share them, each with its own place. A file on the disk is opened by the reader that
//! needs it and closed with it, so a folder with many archives keeps no file open.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Where bytes lie.
#[derive(Debug, Clone)]
enum Rest {
    Disk(Arc<Path>),
    /// A file without a name, which the system removes when the last one lets go of it.
    Temporary(Arc<Mutex<File>>),
    Memory(Arc<[u8]>),
}

/// A part of bytes at rest, with a place in it. A clone begins at the same place.
#[derive(Debug)]
pub(super) struct Slice {
    rest: Rest,
    start: u64,
    length: u64,
    at: u64,
    /// The file on the disk, once it was needed, and the place it is at.
    open: Option<(File, u64)>,
}

impl Clone for Slice {
    fn clone(&self) -> Self {
        Self { rest: self.rest.clone(), open: None, ..*self }
    }
}

impl Slice {
    /// A whole file.
    pub(super) fn file(path: &Path, length: u64) -> Self {
        Self::whole(Rest::Disk(path.into()), length)
    }

    /// All of a temporary file.
    pub(super) fn temporary(file: File, length: u64) -> Self {
        Self::whole(Rest::Temporary(Arc::new(Mutex::new(file))), length)
    }

    /// Bytes in memory.
    pub(super) fn memory(bytes: Vec<u8>) -> Self {
        let length = bytes.len() as u64;
        Self::whole(Rest::Memory(bytes.into()), length)
    }

    fn whole(rest: Rest, length: u64) -> Self {
        Self { rest, start: 0, length, at: 0, open: None }
    }

    /// A part of this one, which ends where this one ends at the latest.
    pub(super) fn part(&self, start: u64, length: u64) -> Self {
        let start = start.min(self.length);
        let length = length.min(self.length - start);
        Self { rest: self.rest.clone(), start: self.start + start, length, at: 0, open: None }
    }

    /// Opens the file now, if it is one on the disk.
    ///
    /// # Errors
    /// When the system refuses it.
    pub(super) fn touch(&mut self) -> io::Result<()> {
        if let (Rest::Disk(path), None) = (&self.rest, &self.open) {
            self.open = Some((File::open(path)?, 0));
        }
        Ok(())
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> u64 {
        self.length
    }
}

impl Read for Slice {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        self.touch()?;
        let (place, buffer) = (self.start + self.at, &mut buffer[..most]);
        let count = match &self.rest {
            Rest::Disk(_) => {
                let (file, at) = self.open.as_mut().expect("was opened above");
                if *at != place {
                    file.seek(SeekFrom::Start(place))?;
                }
                let count = file.read(buffer)?;
                *at = place + count as u64;
                count
            }
            Rest::Temporary(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(place))?;
                file.read(buffer)?
            }
            Rest::Memory(bytes) => {
                let from = usize::try_from(place).unwrap_or(usize::MAX);
                bytes.get(from..).unwrap_or_default().read(buffer)?
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Slice {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let from = |base: u64, by: i64| base.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput);
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => from(self.at, by)?,
            SeekFrom::End(by) => from(self.length, by)?,
        };
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[track_caller]
    fn check(slice: &Slice) {
        let mut part = slice.part(2, 5);
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        assert_eq!(text, "23456");
        part.seek(SeekFrom::End(-2)).unwrap();
        text.clear();
        part.clone().read_to_string(&mut text).unwrap();
        assert_eq!((&*text, slice.part(8, 50).len(), slice.part(99, 1).len()), ("56", 2, 0));
    }

    #[test]
    fn a_part_is_the_same_wherever_it_lies() {
        check(&Slice::memory(b"0123456789".to_vec()));
        let mut named = tempfile::NamedTempFile::new().unwrap();
        named.write_all(b"0123456789").unwrap();
        check(&Slice::file(named.path(), 10));
        check(&Slice::temporary(named.reopen().unwrap(), 10));
    }
}
