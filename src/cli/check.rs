//! `check`: whether the library's file is sound.

use super::output::{Exit, say, say_json};
use super::setting::Setting;
use anyhow::Result;
use clap::Args;
use serde_json::json;

/// Whether the library's file is sound
#[derive(Debug, Args)]
pub(super) struct Check {}

impl Check {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        let library = setting.existing()?;
        let complaints = library.check()?;
        if setting.json {
            say_json(&json!({ "sound": complaints.is_empty(), "complaints": complaints }))?;
        } else if complaints.is_empty() {
            say(&format!("{} is sound\n", library.path().display()))?;
        } else {
            say(&(complaints.join("\n") + "\n"))?;
        }
        Ok(if complaints.is_empty() { Exit::Done } else { Exit::Failed })
    }
}
