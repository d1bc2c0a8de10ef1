//! What a user opened, as units that can be read side by side.

use super::item::SetAside;
use super::limits::{MAX_FILES, MAX_FOLDER_DEPTH};
use super::rest::Slice;
use super::source::{Found, Source};
use super::unit::{Role, Unit};
use super::{archive, attach, bundle, parts};
use crate::job::Progress;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Files in a folder that are surely no recordings and are passed over without a word.
const OTHER: &[&str] = &[
    "png",
    "jpg",
    "jpeg",
    "webp",
    "gif",
    "svg",
    "ico",
    "avif",
    "pdf",
    "md",
    "txt",
    "html",
    "htm",
    "css",
    "js",
    "mjs",
    "ts",
    "map",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "mp4",
    "webm",
    "sqlite",
    "wherefore",
    "lock",
    "toml",
    "yaml",
    "yml",
];

/// What is said of an archive with nothing to read in it.
const NO_DATA: &str = "holds no file that may be a recording.";

/// The files behind the paths that a user opened.
#[derive(Debug, Default)]
pub struct Listing {
    /// What is to be read, in a fixed order: manifests, then tables, then all else.
    pub units: Vec<Unit>,
    /// The sum of [`Unit::bytes`].
    pub bytes: u64,
    /// What was left out already: links, entries with unsafe names, paths that are not there.
    pub set_aside: Vec<SetAside>,
    /// What is surely no recording, with the name people know it by.
    others: Vec<(String, Found)>,
}

impl Listing {
    /// Takes files that were passed over for files of a site, where they fit these addresses by their
    /// paths; gives back how many of the addresses have one now. `None` when nothing was passed over.
    pub fn claim(&mut self, wanted: &[String]) -> Option<usize> {
        if self.others.is_empty() {
            return None;
        }
        let paths: Vec<String> = self.others.iter().map(|(_, found)| found.path.clone()).collect();
        let pairs = attach::pairs(wanted, &paths);
        for &(address, file) in &pairs {
            let (name, found) = &self.others[file];
            let unit = Unit::new(name.clone(), found, Role::Asset { url: wanted[address].clone() });
            self.bytes += unit.bytes();
            // An archive with nothing else in it is good for something, then.
            self.set_aside.retain(|aside| !(aside.why.ends_with(NO_DATA) && name.starts_with(&aside.path)));
            self.units.push(unit);
        }
        Some(pairs.len())
    }
}

/// Finds the files behind `paths`: files as they are, folders with all below them (sorted, hidden
/// files skipped), bundles, zips. Counts nothing in `progress`; a cancelled one ends the search
/// early.
pub fn list(paths: &[PathBuf], progress: &Progress) -> Listing {
    let mut search = Search { listing: Listing::default(), progress, files: 0 };
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => search.folder(path, 0),
            Ok(metadata) if metadata.is_file() => search.file(path, metadata.len()),
            Ok(_) => search.set_aside(path, "", "This is neither a file nor a folder.".to_owned()),
            Err(error) => search.set_aside(path, "", format!("It could not be opened: {error}.")),
        }
    }
    let mut listing = search.listing;
    listing.units = parts::join(listing.units);
    listing.units.sort_by_key(Unit::rank);
    listing.bytes = listing.units.iter().map(Unit::bytes).sum();
    listing
}

struct Search<'p> {
    listing: Listing,
    progress: &'p Progress,
    files: usize,
}

impl Search<'_> {
    fn set_aside(&mut self, path: &Path, place: &str, why: String) {
        let path = path.display().to_string();
        self.listing.set_aside.push(SetAside { path, place: place.to_owned(), why });
    }

    /// A file that the user named, or that may be a recording.
    fn file(&mut self, path: &Path, bytes: u64) {
        let head = head(path);
        if let Some(kind) = archive::Kind::of(&head) {
            self.archive(kind, path, bytes);
            return;
        }
        let name = path.display().to_string();
        let found = Found { path: name.clone(), bytes, source: Source::Slice(Slice::file(path, bytes)) };
        self.listing.units.push(Unit::new(name, &found, role(path)).with_segment(segment(&head)));
    }

    fn archive(&mut self, kind: archive::Kind, path: &Path, bytes: u64) {
        let label = path.display().to_string();
        let (files, refused) = match archive::entries(kind, Slice::file(path, bytes)) {
            Ok(entries) => entries,
            Err(why) => return self.set_aside(path, "", why),
        };
        let nothing_refused = refused.is_empty();
        for (place, why) in refused {
            self.set_aside(path, &place, why);
        }
        let (units, set_aside) = arrange(&label, files, &mut self.listing.others);
        if units.is_empty() && set_aside.is_empty() && nothing_refused {
            self.set_aside(path, "", format!("This {} {NO_DATA}", kind.name()));
        }
        self.listing.units.extend(units);
        self.listing.set_aside.extend(set_aside);
    }

    fn bundle(&mut self, label: &str, root: &str, files: Vec<Found>) {
        let (units, set_aside) = bundle::units(label, root, files);
        self.listing.units.extend(units);
        self.listing.set_aside.extend(set_aside);
    }

    fn folder(&mut self, folder: &Path, depth: usize) {
        if folder.join("wherefore.json").is_file() {
            let mut files = Vec::new();
            self.walk(folder, depth, &mut |path, bytes| {
                let inside = path.strip_prefix(folder).unwrap_or(path);
                let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
                let source = Source::Slice(Slice::file(path, bytes));
                files.push(Found { path: parts.join("/"), bytes, source });
            });
            let label = folder.display().to_string();
            self.bundle(label.trim_end_matches(['/', '\\']), "", files);
            return;
        }
        let (files, folders) = self.children(folder, depth);
        for (path, bytes) in files {
            if !is_other(&path) || is_text_of_data(&path) {
                self.file(&path, bytes);
            } else {
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                let source = Source::Slice(Slice::file(&path, bytes));
                let found = Found { path: parts.join("/"), bytes, source };
                self.listing.others.push((path.display().to_string(), found));
            }
        }
        for inner in folders {
            self.folder(&inner, depth + 1);
        }
    }

    /// Every file below a folder.
    fn walk(&mut self, folder: &Path, depth: usize, give: &mut dyn FnMut(&Path, u64)) {
        let (files, folders) = self.children(folder, depth);
        for (path, bytes) in files {
            give(&path, bytes);
        }
        for inner in folders {
            self.walk(&inner, depth + 1, give);
        }
    }

    /// The files, with their sizes, and the folders in a folder, by name. Links are set aside, so
    /// nothing is read twice and nothing outside.
    fn children(&mut self, folder: &Path, depth: usize) -> (Vec<(PathBuf, u64)>, Vec<PathBuf>) {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        if depth > MAX_FOLDER_DEPTH {
            self.set_aside(
                folder,
                "",
                format!("Folders inside each other are read to {MAX_FOLDER_DEPTH} levels."),
            );
            return (files, folders);
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.set_aside(folder, "", format!("The folder could not be read: {error}."));
                return (files, folders);
            }
        };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let Ok(metadata) = entry.metadata() else { continue };
            if hidden || self.progress.advance(0).is_err() {
                continue;
            }
            if metadata.is_symlink() {
                let why =
                    "This is a link; links in folders are not followed. Open what it leads to by itself.";
                self.set_aside(&path, "", why.to_owned());
            } else if metadata.is_dir() {
                folders.push(path);
            } else if metadata.is_file() && self.files < MAX_FILES {
                self.files += 1;
                files.push((path, metadata.len()));
            } else if self.files == MAX_FILES {
                self.files += 1;
                self.set_aside(folder, "", format!("Only the first {MAX_FILES} files were taken."));
            }
        }
        (files, folders)
    }
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}

fn is_other(path: &Path) -> bool {
    OTHER.contains(&&*extension(path))
}

/// Whether a text file begins as recordings do.
fn is_text_of_data(path: &Path) -> bool {
    extension(path) == "txt" && matches!(head(path).trim_ascii_start().first(), Some(b'{' | b'['))
}

fn role(path: &Path) -> Role {
    if extension(path) == "csv" { Role::Table(None) } else { Role::Data { session: None } }
}

/// What the files of an archive called `label` are for: a bundle, or each for itself.
/// What is surely no recording goes to `others`.
pub(super) fn arrange(
    label: &str,
    files: Vec<Found>,
    others: &mut Vec<(String, Found)>,
) -> (Vec<Unit>, Vec<SetAside>) {
    if files.iter().any(|file| file.path == "xl/workbook.xml") {
        let why = "This is an Excel workbook, which is not read. Save its sheet as CSV and open that.";
        let aside = SetAside { path: label.to_owned(), place: String::new(), why: why.to_owned() };
        return (Vec::new(), vec![aside]);
    }
    if let Some(root) = bundle::root(&files) {
        let (mut units, set_aside) = bundle::units(label, &root, files);
        units.sort_by_key(Unit::rank);
        return (parts::join(units), set_aside);
    }
    let (passed, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| is_other(Path::new(&file.path)));
    others.extend(passed.into_iter().map(|file| (format!("{label}/{}", file.path), file)));
    let mut units: Vec<Unit> = files
        .into_iter()
        .map(|file| Unit::new(format!("{label}/{}", file.path), &file, role(Path::new(&file.path))))
        .collect();
    units.sort_by_key(Unit::rank);
    (parts::join(units), Vec::new())
}

/// The first bytes of a file; none of one that cannot be read, which is said when it is its turn.
fn head(path: &Path) -> Vec<u8> {
    let mut head = Vec::with_capacity(archive::HEAD_BYTES);
    let file = fs::File::open(path).map(|file| file.take(archive::HEAD_BYTES as u64));
    file.and_then(|mut file| file.read_to_end(&mut head)).map_or_else(|_| Vec::new(), |_| head)
}

/// What Sentry's header says.
fn segment(head: &[u8]) -> Option<u64> {
    let rest = head.strip_prefix(b"{\"segment_id\":")?;
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..MAX_FILES + 5 {
            fs::write(folder.path().join(format!("{number}.json")), b"[]").unwrap();
        }
        let listing = list(&[folder.path().to_owned()], &Progress::default());
        assert_eq!(listing.units.len(), MAX_FILES);
        let said: Vec<&str> = listing.set_aside.iter().map(|aside| &*aside.why).collect();
        assert_eq!(said, ["Only the first 20 files were taken."]);
    }

    #[test]
    fn the_header_of_a_segment_is_read() {
        assert_eq!(segment(b"{\"segment_id\":12}\n[]"), Some(12));
        assert_eq!(segment(b"{\"segment_id\":\"x\"}"), None);
        assert_eq!(segment(b"[]"), None);
    }
}
