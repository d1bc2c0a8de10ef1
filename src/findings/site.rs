//! What drawing needs beside a page: the recorded site's files and the fonts.

use super::{Error, Exact};
use crate::library::Library;
use crate::render::{Assets, Fonts, NoAssets};
use std::fmt;
use std::sync::{Arc, Mutex};

/// The files of recorded sites that a library keeps, for `render` to draw with.
#[derive(Debug)]
pub struct SiteFiles(Mutex<Library>);

impl SiteFiles {
    /// Files of this library, over a connection of their own.
    ///
    /// # Errors
    /// When the library cannot be opened a second time.
    pub fn of(library: &Library) -> Result<Self, Error> {
        Ok(Self(Mutex::new(library.reader()?)))
    }
}

impl Assets for SiteFiles {
    /// The file's bytes. A file that cannot be read counts as not there: the page is drawn without.
    fn get(&self, url: &str) -> Option<Vec<u8>> {
        self.0.lock().ok()?.asset(url).ok().flatten()
    }
}

/// All that drawing needs beside a page. A clone is cheap and can be sent to another thread.
#[derive(Clone)]
pub struct Kit {
    /// Files of the recorded site.
    pub assets: Arc<dyn Assets>,
    /// The fonts.
    pub fonts: Fonts,
    /// Pictures by a browser; without it our own engine draws everything.
    pub exact: Option<Arc<Exact>>,
}

impl Kit {
    /// With the site's files of `library` and the fonts of this computer. Reading the fonts takes
    /// some milliseconds: make one kit and clone it.
    ///
    /// # Errors
    /// When the library cannot be opened a second time.
    pub fn of(library: &Library) -> Result<Self, Error> {
        Ok(Self { assets: Arc::new(SiteFiles::of(library)?), fonts: Fonts::system(), exact: None })
    }

    /// With no files and our own fonts alone: the same pixels on every computer.
    pub fn bare() -> Self {
        Self { assets: Arc::new(NoAssets), fonts: Fonts::bundled(), exact: None }
    }
}

impl fmt::Debug for Kit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kit").finish_non_exhaustive()
    }
}
