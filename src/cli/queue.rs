//! `queue`: sessions drawn at random, to be watched.

use super::output::{Exit, say, say_json, tell, usage};
use super::sessions::list;
use super::setting::{Setting, segment};
use super::text::{self, Zone};
use crate::findings::Queue as Drawn;
use crate::library::Session;
use anyhow::Result;
use clap::Args;
use serde_json::json;

/// Sessions drawn at random, to be watched
#[derive(Debug, Args)]
pub(super) struct Queue {
    /// Which sessions to draw from; all when left out
    segment: Option<String>,
    /// How many
    #[arg(long, default_value_t = 10)]
    size: usize,
    /// Any number; the same one draws the same sessions again
    #[arg(long)]
    seed: u64,
    /// Keep the draw in the library: the window shows it, and rates may be quoted from it
    #[arg(long)]
    keep: bool,
    /// Properties that the draw is balanced by: not there yet
    #[arg(long, value_name = "KEYS")]
    strata: Option<String>,
}

impl Queue {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        if self.strata.is_some() {
            return Err(usage(
                "draws cannot be balanced by properties yet: draw from one segment after another",
            ));
        }
        let library = setting.existing()?;
        let line = self.segment.as_deref().unwrap_or_default();
        let queue = Drawn::draw(&library, &segment(Some(line))?, self.size, self.seed)?;
        let sessions = queue.sessions.iter().map(|id| library.session(id));
        let drawn: Vec<Session> = sessions.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        if self.keep {
            queue.keep(&library)?;
        }
        if setting.json {
            say_json(&json!({ "segment": line, "seed": self.seed, "pool": queue.pool, "sessions": drawn }))?;
            return Ok(Exit::Done);
        }
        say(&list(&drawn, &Zone::of(&library.site()?)))?;
        tell(&format!(
            "{} drawn at random from {}, seed {}",
            text::count(drawn.len() as u64),
            text::count(queue.pool),
            self.seed
        ));
        Ok(Exit::Done)
    }
}
