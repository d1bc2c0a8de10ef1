//! Zips and tars: their entries, without unpacking anything to the disk.

use super::limits::{MAX_ENTRIES, MAX_NAME_BYTES};
use super::rest::Slice;
use super::source::{Found, Source};
use std::io::Read;
use zip::ZipArchive;

/// A zip. Cloning it is cheap, and clones can be read side by side.
#[derive(Debug, Clone)]
pub(super) struct Archive(ZipArchive<Slice>);

/// An entry that is not read: its place and a sentence for people.
pub(super) type Refused = (String, String);

/// The kinds of archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Tar,
}

/// So many first bytes tell an archive.
pub(super) const HEAD_BYTES: usize = 512;

impl Kind {
    /// Told by the first [`HEAD_BYTES`] bytes.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if matches!(head, [b'P', b'K', 3 | 5, 4 | 6, ..]) {
            return Some(Self::Zip);
        }
        (head.get(257..262) == Some(b"ustar")).then_some(Self::Tar)
    }

    /// The name that people know it by.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Tar => "tar",
        }
    }
}

/// The files in an archive, in the order of their names, and what is wrong with others.
///
/// # Errors
/// A sentence for people, when it cannot be read.
pub(super) fn entries(kind: Kind, bytes: Slice) -> Result<(Vec<Found>, Vec<Refused>), String> {
    let mut shelf = Shelf::default();
    match kind {
        Kind::Zip => zip_entries(bytes, &mut shelf)?,
        Kind::Tar => tar_entries(bytes, &mut shelf)?,
    }
    shelf.found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((shelf.found, shelf.refused))
}

#[derive(Default)]
struct Shelf {
    found: Vec<Found>,
    refused: Vec<Refused>,
}

impl Shelf {
    /// Takes an entry, unless its name or `fault` speaks against it.
    fn put(&mut self, raw_name: &[u8], bytes: u64, fault: Option<&str>, source: impl FnOnce() -> Source) {
        let name = String::from_utf8_lossy(raw_name).replace('\\', "/");
        let mut name = name.trim_start_matches("./").to_owned();
        if name.is_empty() || name.ends_with('/') || is_hidden(&name) {
            return;
        }
        let why = if raw_name.len() > MAX_NAME_BYTES {
            name.truncate(name.floor_char_boundary(64));
            name.push('…');
            "The entry's name is longer than any system allows."
        } else if !is_inside(&name) {
            "The entry's name leads out of the archive; such entries are never read."
        } else if let Some(fault) = fault {
            fault
        } else {
            self.found.push(Found { path: name, bytes, source: source() });
            return;
        };
        self.refused.push((format!("entry {}", name.escape_debug()), why.to_owned()));
    }

    /// Whether there is room for the entry of this number; says so when there is none.
    fn has_room(&mut self, index: usize) -> bool {
        if index >= MAX_ENTRIES {
            self.refused.push((String::new(), format!("Only the first {MAX_ENTRIES} entries were read.")));
        }
        index < MAX_ENTRIES
    }
}

const LINK: &str = "The entry is a link; links are not followed.";

fn zip_entries(bytes: Slice, shelf: &mut Shelf) -> Result<(), String> {
    let archive = ZipArchive::new(bytes).map_err(|error| format!("The zip is damaged: {error}."))?;
    let archive = Archive(archive);
    for index in 0..archive.0.len() {
        if !shelf.has_room(index) {
            break;
        }
        let entry = match archive.0.by_index_data(index) {
            Ok(entry) => entry,
            Err(error) => {
                let name = archive.0.name_for_index(index).and_then(Result::ok).unwrap_or_default();
                let fault = format!("The entry cannot be found in the zip: {error}.");
                shelf.put(name.as_bytes(), 0, Some(&fault), || Source::Entry(archive.clone(), index));
                continue;
            }
        };
        if entry.is_dir() {
            continue;
        }
        let fault = if entry.is_symlink() {
            Some(LINK)
        } else if entry.encrypted() {
            Some("The entry is encrypted. Unpack the zip with its password and open the folder.")
        } else {
            None
        };
        let source = || Source::Entry(archive.clone(), index);
        shelf.put(entry.name_raw(), entry.compressed_size(), fault, source);
    }
    Ok(())
}

fn tar_entries(bytes: Slice, shelf: &mut Shelf) -> Result<(), String> {
    let whole = bytes.clone();
    let mut archive = tar::Archive::new(bytes);
    let entries = archive.entries_with_seek().map_err(|error| format!("The tar is damaged: {error}."))?;
    for (index, entry) in entries.enumerate() {
        if !shelf.has_room(index) {
            break;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let why =
                    format!("The tar is damaged or cut off ({error}); what comes before that was kept.");
                shelf.refused.push((String::new(), why));
                break;
            }
        };
        let kind = entry.header().entry_type();
        let fault = match kind {
            tar::EntryType::Regular | tar::EntryType::Continuous => None,
            tar::EntryType::Symlink | tar::EntryType::Link => Some(LINK),
            tar::EntryType::GNUSparse => Some("The entry has holes (a sparse file). Unpack the tar first."),
            _ => continue,
        };
        let part = whole.part(entry.raw_file_position(), entry.size());
        let cut = (part.len() < entry.size()).then_some("The tar is cut off in this entry.");
        shelf.put(&entry.path_bytes(), part.len(), fault.or(cut), || Source::Slice(part.clone()));
    }
    Ok(())
}

/// Whether a name stays below the folder it would be unpacked to, on any system.
fn is_inside(name: &str) -> bool {
    let unsafe_part = |part: &str| part == ".." || part.contains(':') || part.contains(char::is_control);
    !name.starts_with('/') && !name.split('/').any(unsafe_part)
}

/// Names that begin with a dot, and what macOS puts beside files.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && part != ".." && part != "." || part == "__MACOSX")
}

impl Archive {
    /// Gives a reader of an entry to `take`, with its size unpacked and packed.
    ///
    /// # Errors
    /// A sentence for people.
    pub(super) fn read_with<T>(
        &self,
        index: usize,
        take: impl FnOnce(&mut dyn Read, (u64, u64)) -> T,
    ) -> Result<T, String> {
        let mut archive = self.0.clone();
        match archive.by_index(index) {
            Ok(mut entry) => {
                let scale = (entry.size(), entry.compressed_size());
                Ok(take(&mut entry, scale))
            }
            Err(error) => Err(format!("The entry cannot be read: {error}.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_a_limit() {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in ["a.json".to_owned(), "é".repeat(MAX_NAME_BYTES / 2 + 1)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert_eq!(Kind::of(&bytes), Some(Kind::Zip));
        let (found, refused) = entries(Kind::Zip, Slice::memory(bytes)).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(refused.len(), 1);
        assert!(refused[0].0.len() < 100 && refused[0].1.contains("longer than"), "{refused:?}");
    }

    #[test]
    fn only_names_that_stay_inside_are_read() {
        for name in ["a.json", "recordings/a..b.json", "a/./b"] {
            assert!(is_inside(name), "{name}");
        }
        for name in ["../a", "a/../../b", "/etc/passwd", "C:/a", "a/c:b", "a/..", "a\n", "a\0b"] {
            assert!(!is_inside(name), "{name}");
        }
        assert!(is_hidden("a/.DS_Store") && is_hidden("__MACOSX/a") && !is_hidden("a/../b"));
    }
}
