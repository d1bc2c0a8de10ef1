//! The files of recorded sites, from an `assets.json`. Knows nothing of recordings.

use anyhow::Context as _;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wherefore::render::Assets;

/// Files by address.
#[derive(Clone, Default)]
pub(crate) struct Site(pub(crate) BTreeMap<String, PathBuf>);

impl Site {
    /// What `assets.json` beside or above the folder lists; nothing where there is none.
    pub(crate) fn beside(folder: &Path) -> anyhow::Result<Self> {
        let homes = [Some(folder), folder.parent()];
        let Some(home) = homes.into_iter().flatten().find(|home| home.join("assets.json").is_file()) else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(home.join("assets.json"))?;
        let files: BTreeMap<String, String> = serde_json::from_str(&text).context("reading assets.json")?;
        Ok(Self(files.into_iter().map(|(url, file)| (url, home.join(file))).collect()))
    }
}

impl Assets for Site {
    fn get(&self, url: &str) -> Option<Vec<u8>> {
        let whole = || self.0.get(url.split(['?', '#']).next()?);
        std::fs::read(self.0.get(url).or_else(whole)?).ok()
    }
}
