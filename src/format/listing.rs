//! What a user opened, as units that can be read side by side.

use super::item::SetAside;
use super::limits::{MAX_FILES, MAX_FOLDER_DEPTH};
use super::source::{Found, Source};
use super::unit::{Role, Unit};
use super::{archive, bundle};
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

/// The files behind the paths that a user opened.
#[derive(Debug, Default)]
pub struct Listing {
    /// What is to be read, in a fixed order: manifests, then tables, then all else.
    pub units: Vec<Unit>,
    /// The sum of [`Unit::bytes`].
    pub bytes: u64,
    /// What was left out already: links, entries with unsafe names, paths that are not there.
    pub set_aside: Vec<SetAside>,
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
        if is_zip(path) {
            self.zip(path);
            return;
        }
        let name = path.display().to_string();
        let found = Found { path: name.clone(), bytes, source: Source::File(path.to_owned()) };
        let role = if extension(path) == "csv" { Role::Table(None) } else { Role::Data { session: None } };
        self.listing.units.push(Unit::new(name, &found, role));
    }

    fn zip(&mut self, path: &Path) {
        let label = path.display().to_string();
        let (files, refused) = match archive::entries(path) {
            Ok(entries) => entries,
            Err(why) => return self.set_aside(path, "", why),
        };
        for (place, why) in refused {
            self.set_aside(path, &place, why);
        }
        if let Some(root) = bundle::root(&files) {
            self.bundle(&label, &root, files);
            return;
        }
        for file in files.into_iter().filter(|file| !is_other(Path::new(&file.path))) {
            let is_table = extension(Path::new(&file.path)) == "csv";
            let role = if is_table { Role::Table(None) } else { Role::Data { session: None } };
            self.listing.units.push(Unit::new(format!("{label}/{}", file.path), &file, role));
        }
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
                files.push(Found { path: parts.join("/"), bytes, source: Source::File(path.to_owned()) });
            });
            let label = folder.display().to_string();
            self.bundle(label.trim_end_matches(['/', '\\']), "", files);
            return;
        }
        let (files, folders) = self.children(folder, depth);
        for (path, bytes) in files {
            if !is_other(&path) {
                self.file(&path, bytes);
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

/// Told by the first bytes, whatever the name says.
fn is_zip(path: &Path) -> bool {
    let mut start = [0; 4];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && matches!(start, [b'P', b'K', 3 | 5, 4 | 6]) || read.is_err() && extension(path) == "zip"
}
