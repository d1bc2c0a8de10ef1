//! Whether a browser that is installed here draws, and what is said of who drew.

use super::output::tell;
use crate::findings::{Engine, Kit};
use crate::library::Library;
use crate::render::{Browser, Choice};
use anyhow::{Result, bail};
use clap::ValueEnum;

/// Whether pictures are drawn by an installed browser.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Exact {
    /// Where one is installed
    #[default]
    Auto,
    /// Never: by Wherefore's own engine
    Never,
    /// Only so: without a browser nothing is drawn
    Always,
}

impl Exact {
    /// What drawing needs, with a browser where that is wished and there is one.
    pub(super) fn kit(self, library: &Library) -> Result<Kit> {
        let kit = Kit::of(library)?;
        if self == Self::Never {
            return Ok(kit);
        }
        let choice = Choice::of_environment();
        let browser = Browser::find(&choice);
        match (&choice, &browser) {
            (Choice::At(path), None) => {
                tell(&format!("WHEREFORE_BROWSER names no program: {}", path.display()));
            }
            _ if self == Self::Always && browser.is_none() => bail!(
                "exact pictures need Chrome, Chromium, Edge or Brave, and none was found: name its program in \
                 WHEREFORE_BROWSER, or leave --exact away"
            ),
            _ => {}
        }
        Ok(kit.with_exact(library, browser)?)
    }

    /// Says who drew a picture, or refuses one that our own engine drew where only a browser may.
    pub(super) fn report(self, engine: &Engine) -> Result<()> {
        if let (Self::Always, None) = (self, &engine.browser) {
            bail!("{}", engine.trouble.as_deref().unwrap_or("no browser drew the picture"));
        }
        if let Some(trouble) = &engine.trouble {
            tell(trouble);
        }
        tell(&match &engine.browser {
            Some(name) if engine.kept => format!("exact, drawn by {name} before"),
            Some(name) => format!("exact, drawn by {name}"),
            None => "drawn by Wherefore's own engine".to_owned(),
        });
        Ok(())
    }
}
