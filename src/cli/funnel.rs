//! `funnel`: how many sessions got how far towards buying.

use super::output::{Exit, say, say_json};
use super::setting::{Setting, segment};
use super::table::Table;
use super::text;
use crate::analysis::{Funnel as Steps, funnel};
use crate::library::Order;
use anyhow::Result;
use clap::Args;

/// How many sessions got how far towards buying
#[derive(Debug, Args)]
pub(super) struct Funnel {
    /// Which sessions; all when left out
    segment: Option<String>,
}

impl Funnel {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        let library = setting.existing()?;
        let sessions = library.sessions(&segment(self.segment.as_deref())?, Order::default())?;
        let funnel = funnel(&sessions);
        let currency = library.site()?.currency;
        if setting.json {
            say_json(&funnel)?;
        } else {
            say(&list(&funnel, currency.as_deref()))?;
        }
        Ok(Exit::Done)
    }
}

fn list(funnel: &Steps, currency: Option<&str>) -> String {
    let mut table = Table::new(&["stage", ">sessions", ">of all", ">of before", ">left here", ">lost carts"]);
    let all = (funnel.sessions > 0).then_some(1.0);
    let head = [text::count(funnel.sessions), text::percent(all)];
    table.row(["All sessions".to_owned()].into_iter().chain(head).collect());
    for step in &funnel.steps {
        table.row(vec![
            step.label.to_owned(),
            text::count(step.sessions),
            text::percent(step.of_all),
            text::percent(step.of_previous),
            text::count(step.left_here),
            text::money(step.lost_carts, currency),
        ]);
    }
    table.text()
}
