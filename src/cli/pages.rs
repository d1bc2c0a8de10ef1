//! `pages`: pages with views, exits and friction.

use super::output::{Exit, say, say_json};
use super::setting::{Setting, segment};
use super::table::Table;
use super::text;
use crate::event::Device;
use crate::library::PageSummary;
use anyhow::Result;
use clap::Args;

/// Pages with views, exits and friction
#[derive(Debug, Args)]
pub(super) struct Pages {
    /// Which sessions; all when left out
    segment: Option<String>,
}

impl Pages {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        let library = setting.existing()?;
        let pages = library.pages(&segment(self.segment.as_deref())?)?;
        if setting.json {
            say_json(&pages)?;
        } else {
            say(&list(&pages))?;
        }
        Ok(Exit::Done)
    }
}

fn list(pages: &[PageSummary]) -> String {
    let mut table = Table::new(&[
        "page",
        "name",
        ">views",
        ">sessions",
        ">exits",
        ">exit rate",
        ">friction",
        ">clicks",
        ">desktop",
        ">tablet",
        ">mobile",
    ]);
    for page in pages {
        let on = |device: Device| text::count(page.devices.get(&device).copied().unwrap_or_default());
        let exits = (page.sessions > 0).then(|| page.exits as f64 / page.sessions as f64);
        table.row(vec![
            page.page.clone(),
            text::short(&page.name, 32),
            text::count(page.views),
            text::count(page.sessions),
            text::count(page.exits),
            text::percent(exits),
            text::count(page.friction),
            text::count(page.clicks),
            on(Device::Desktop),
            on(Device::Tablet),
            on(Device::Mobile),
        ]);
    }
    table.text()
}
