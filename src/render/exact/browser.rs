//! Which browser is installed here. Looks at files only; nothing is started.

use std::env;
use std::path::{Path, PathBuf};

/// Names the browser: a program's path, or `off`.
const VARIABLE: &str = "WHEREFORE_BROWSER";

/// Which browser is to draw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// One that is installed.
    #[default]
    Found,
    /// This program.
    At(PathBuf),
    /// None.
    Off,
}

/// A browser that can draw exact pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    /// What people call it.
    pub name: String,
    /// Its program.
    pub path: PathBuf,
}

/// A browser of the family, and where it may be.
struct Known {
    name: &'static str,
    /// Names of its program on Linux, and places outside of the search path.
    linux: &'static [&'static str],
    /// Its bundle on a Mac, in a folder of applications.
    mac: &'static str,
    /// Its program on Windows, in a folder of programs.
    windows: &'static str,
}

const KNOWN: &[Known] = &[
    Known {
        name: "Chrome",
        linux: &["google-chrome-stable", "google-chrome", "/opt/google/chrome/chrome"],
        mac: "Google Chrome.app/Contents/MacOS/Google Chrome",
        windows: r"Google\Chrome\Application\chrome.exe",
    },
    Known {
        name: "Chromium",
        linux: &["chromium", "chromium-browser", "/usr/lib/chromium/chromium", "/snap/bin/chromium"],
        mac: "Chromium.app/Contents/MacOS/Chromium",
        windows: r"Chromium\Application\chrome.exe",
    },
    Known {
        name: "Edge",
        linux: &["microsoft-edge-stable", "microsoft-edge", "/opt/microsoft/msedge/msedge"],
        mac: "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        windows: r"Microsoft\Edge\Application\msedge.exe",
    },
    Known {
        name: "Brave",
        linux: &["brave-browser-stable", "brave-browser", "/opt/brave.com/brave/brave"],
        mac: "Brave Browser.app/Contents/MacOS/Brave Browser",
        windows: r"BraveSoftware\Brave-Browser\Application\brave.exe",
    },
];

impl Choice {
    /// What the environment says: `WHEREFORE_BROWSER` names a program, or is `off`.
    pub fn of_environment() -> Self {
        match env::var_os(VARIABLE) {
            Some(word) if word.eq_ignore_ascii_case("off") => Self::Off,
            Some(path) if !path.is_empty() => Self::At(path.into()),
            _ => Self::Found,
        }
    }
}

impl Browser {
    /// The browser that is meant; `None` when there is none, or none is to be used.
    pub fn find(choice: &Choice) -> Option<Self> {
        match choice {
            Choice::Off => None,
            Choice::At(path) => is_program(path).then(|| Self { name: name_of(path), path: path.clone() }),
            Choice::Found => KNOWN.iter().find_map(|known| {
                let path = places(known).into_iter().find(|path| is_program(path))?;
                Some(Self { name: known.name.to_owned(), path })
            }),
        }
    }
}

/// Where a browser may be on this system.
fn places(known: &Known) -> Vec<PathBuf> {
    if cfg!(target_os = "macos") {
        let own = env::var_os("HOME").map(|home| Path::new(&home).join("Applications"));
        let folders = [Some(PathBuf::from("/Applications")), own];
        return folders.into_iter().flatten().map(|folder| folder.join(known.mac)).collect();
    }
    if cfg!(windows) {
        let folders =
            ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].into_iter().filter_map(env::var_os);
        return folders.map(|folder| Path::new(&folder).join(known.windows)).collect();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    // To join a whole path with a folder gives the path.
    known.linux.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).collect()
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

/// The pipe to the browser needs a Unix; elsewhere pages are drawn by our own engine.
#[cfg(not(unix))]
fn is_program(_path: &Path) -> bool {
    false
}

/// What to call a program that was named by its path.
fn name_of(path: &Path) -> String {
    let file = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let known = [("chromium", "Chromium"), ("edge", "Edge"), ("brave", "Brave"), ("chrome", "Chrome")];
    let name = known.into_iter().find(|(word, _)| file.contains(word)).map(|(_, name)| name.to_owned());
    name.unwrap_or_else(|| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_switched_off_or_not_there() {
        assert_eq!(Browser::find(&Choice::Off), None);
        assert_eq!(Browser::find(&Choice::At("/nowhere/chrome".into())), None);
        assert_eq!(Browser::find(&Choice::At(env::temp_dir())), None, "a folder is no program");
        assert_eq!(name_of(Path::new("/opt/microsoft/msedge/msedge")), "Edge");
        assert_eq!(name_of(Path::new("/usr/bin/google-chrome")), "Chrome");
        assert_eq!(name_of(Path::new("/x/vivaldi")), "vivaldi");
    }
}
