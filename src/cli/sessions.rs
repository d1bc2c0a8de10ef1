//! `sessions`: the list.

use super::output::{Exit, say, say_json, tell};
use super::setting::{Setting, segment};
use super::table::Table;
use super::text::{self, Zone};
use crate::findings::words::counted;
use crate::library::{Order, Session};
use anyhow::Result;
use clap::Args;

/// The sessions of a segment
#[derive(Debug, Args)]
pub(super) struct Sessions {
    /// Which sessions, such as `abandoned:begin_checkout device:mobile`; all when left out
    segment: Option<String>,
}

impl Sessions {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        let library = setting.existing()?;
        let sessions = library.sessions(&segment(self.segment.as_deref())?, Order::NEWEST)?;
        if setting.json {
            say_json(&sessions)?;
            return Ok(Exit::Done);
        }
        let zone = Zone::of(&library.site()?);
        say(&list(&sessions, &zone))?;
        tell(&format!("{}, times in {}", counted(sessions.len() as u64, "session"), zone.name));
        Ok(Exit::Done)
    }
}

/// The sessions as a table.
pub(super) fn list(sessions: &[Session], zone: &Zone) -> String {
    let mut table = Table::new(&[
        "id",
        "started",
        ">duration",
        "device",
        "country",
        "channel",
        ">clicks",
        "stage",
        ">cart",
        "friction",
    ]);
    for session in sessions {
        let shopping = &session.shopping;
        let stage = match shopping.stage {
            _ if shopping.bought => "bought",
            Some(stage) => stage.name(),
            None => "–",
        };
        table.row(vec![
            session.id.clone(),
            zone.moment(session.started_at_ms),
            text::duration(session.duration_ms),
            session.audience.device.name().to_owned(),
            text::word(session.audience.country.as_deref()),
            text::word(session.arrival.channel.as_deref()),
            text::count(u64::from(session.clicks)),
            stage.to_owned(),
            text::money(shopping.order_value.or(shopping.cart_value), shopping.currency.as_deref()),
            text::friction(session),
        ]);
    }
    table.text()
}
