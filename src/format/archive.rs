//! Zips: their entries, without unpacking anything to the disk.

use super::inflate::{Inflated, read_limited};
use super::limits::{MAX_ENTRIES, MAX_TEXT_BYTES};
use super::source::{Found, Source};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use zip::ZipArchive;

/// An open zip. Cloning it is cheap, and clones can be read side by side.
#[derive(Debug, Clone)]
pub(super) struct Archive(ZipArchive<Shared>);

/// A file that several readers share, each with its own place in it.
#[derive(Debug, Clone)]
struct Shared {
    file: Arc<Mutex<File>>,
    at: u64,
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let count = file.read(buffer)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let from = |base: u64, by: i64| base.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput);
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => from(self.at, by)?,
            SeekFrom::End(by) => {
                let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
                from(file.seek(SeekFrom::End(0))?, by)?
            }
        };
        Ok(self.at)
    }
}

/// An entry that is not read: its place and a sentence for people.
pub(super) type Refused = (String, String);

/// The files in the zip at `path`, in the order of their names, and what is wrong with others.
///
/// # Errors
/// A sentence for people, when it is no zip that can be read.
pub(super) fn entries(path: &Path) -> Result<(Vec<Found>, Vec<Refused>), String> {
    let file = File::open(path).map_err(|error| format!("The zip could not be opened: {error}."))?;
    let shared = Shared { file: Arc::new(Mutex::new(file)), at: 0 };
    let archive = ZipArchive::new(shared).map_err(|error| format!("The zip is damaged: {error}."))?;
    let archive = Archive(archive);
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    for index in 0..archive.0.len() {
        if index >= MAX_ENTRIES {
            refused.push((String::new(), format!("Only the first {MAX_ENTRIES} entries were read.")));
            break;
        }
        let Ok(entry) = archive.0.by_index_data(index) else { continue };
        let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
        if entry.is_dir() || name.ends_with('/') || is_hidden(&name) {
            continue;
        }
        let why = if !is_inside(&name) {
            "The entry's name leads out of the zip; such entries are never read."
        } else if entry.is_symlink() {
            "The entry is a symbolic link; links are not followed."
        } else if entry.encrypted() {
            "The entry is encrypted. Unpack the zip with its password and open the folder."
        } else {
            let source = Source::Entry(archive.clone(), index);
            found.push(Found { path: name, bytes: entry.compressed_size(), source });
            continue;
        };
        refused.push((format!("entry {name}"), why.to_owned()));
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((found, refused))
}

/// Whether a name stays below the folder it would be unpacked to, on any system.
fn is_inside(name: &str) -> bool {
    let unsafe_part = |part: &str| part == ".." || part.contains(':') || part.contains('\0');
    !name.starts_with('/') && !name.split('/').any(unsafe_part)
}

/// Names that begin with a dot, and what macOS puts beside files.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && part != ".." && part != "." || part == "__MACOSX")
}

impl Archive {
    /// The bytes of an entry; what comes before a fault is kept.
    pub(super) fn load(&self, index: usize) -> Inflated {
        let mut archive = self.0.clone();
        match archive.by_index(index) {
            Ok(entry) if entry.size() > MAX_TEXT_BYTES => {
                let fault = format!("The entry is larger than {} MB.", MAX_TEXT_BYTES >> 20);
                Inflated { fault: Some(fault), ..Inflated::default() }
            }
            Ok(entry) => {
                let compressed = entry.compressed_size();
                read_limited(entry, compressed)
            }
            Err(error) => {
                Inflated { fault: Some(format!("The entry cannot be read: {error}.")), ..Inflated::default() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_stay_inside_are_read() {
        for name in ["a.json", "recordings/a..b.json", "a/./b"] {
            assert!(is_inside(name), "{name}");
        }
        for name in ["../a", "a/../../b", "/etc/passwd", "C:/a", "a/c:b", "a/.."] {
            assert!(!is_inside(name), "{name}");
        }
        assert!(is_hidden("a/.DS_Store") && is_hidden("__MACOSX/a") && !is_hidden("a/../b"));
    }
}
