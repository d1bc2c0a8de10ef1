//! Where things are on this computer: the user's library, the sample shop's recordings.

use super::Error;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder for the user's data, made if it is not there.
///
/// # Errors
/// When the system names none, or it cannot be made.
pub fn user_folder() -> Result<PathBuf, Error> {
    let folders = directories::ProjectDirs::from("", "", "wherefore").ok_or(Error::NoFolder)?;
    let folder = folders.data_dir().to_owned();
    fs::create_dir_all(&folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
    Ok(folder)
}

/// The library that is meant when none is named.
///
/// # Errors
/// As [`user_folder`].
pub fn user_library() -> Result<PathBuf, Error> {
    Ok(user_folder()?.join("library.wherefore"))
}

/// The library that the sample shop's recordings are imported into; never the user's own.
///
/// # Errors
/// As [`user_folder`].
pub fn sample_library() -> Result<PathBuf, Error> {
    Ok(user_folder()?.join("sample.wherefore"))
}

/// The sample shop's bundle: looked for beside the program, in the current folder, and where the
/// program was built.
///
/// # Errors
/// [`Error::NoSample`] when it is in none of them.
pub fn sample_bundle() -> Result<PathBuf, Error> {
    let program = env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_owned));
    let built = Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let roots = [program, env::current_dir().ok(), built];
    roots
        .into_iter()
        .flatten()
        .find_map(|root| bundle_in(&root.join("sample_sessions")))
        .ok_or(Error::NoSample)
}

/// The first folder by name, or zip, below `folder` that is a bundle.
fn bundle_in(folder: &Path) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    entries.into_iter().find(|path| path.join("wherefore.json").is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_is_the_folder_with_the_manifest() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(bundle_in(folder.path()), None);
        for name in ["shop", "brand"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("shop").join("wherefore.json"), "{}").unwrap();
        assert_eq!(bundle_in(folder.path()), Some(folder.path().join("shop")));
    }
}
