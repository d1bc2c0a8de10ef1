//! What `PostHog` and Sentry tell of a session beside its recording: rows of properties.
//!
//! Names, addresses and pictures of people are not taken.

use super::item::{Item, SessionRow, Table, TableRead};
use super::json::{Cursor, unescape};
use super::members::Members;
use super::notes::Notes;
use std::collections::BTreeMap;

/// Gives what a session's record tells on; `false` when it is no such record.
pub(super) fn read(members: &Members<'_>, notes: &mut Notes<'_>) -> bool {
    let mut rows = Vec::new();
    let kind = match (members.list("results"), members.object("data"), members.list("data")) {
        (Some(list), _, _) | (_, _, Some(list)) => {
            let mut kind = None;
            let mut cursor = Cursor::new(list);
            cursor.enter(b'[');
            while cursor.element() {
                let Some(element) = cursor.raw() else { break };
                kind = kind.or(record(&Members::of(element), &mut rows));
            }
            kind
        }
        (_, Some(data), _) => record(&data, &mut rows),
        _ => record(members, &mut rows),
    };
    let Some((kind, why)) = kind else { return false };
    notes.taken(kind, why);
    if rows.iter().any(|row: &SessionRow| !row.properties.is_empty()) {
        let (path, rows) = (notes.path().to_owned(), Table::Sessions(rows));
        notes.give(Item::Table(TableRead { path, kind: kind.to_owned(), rows, notes: Vec::new() }));
    } else {
        notes.set_aside("", "This tells of a session and is no recording; there is nothing in it to use.");
    }
    true
}

type Known = (&'static str, &'static str);

fn record(members: &Members<'_>, rows: &mut Vec<SessionRow>) -> Option<Known> {
    let has = |name| members.get(name).is_some();
    if has("recording_duration") && has("start_time") {
        let id = members.id("id")?;
        let mut row = Row::new(id);
        row.put("visitor", members.id("distinct_id"));
        if let Some(properties) = members.object("person").and_then(|person| person.object("properties")) {
            row.put("browser", properties.id("$browser"));
            row.put("os", properties.id("$os"));
            row.put("device", properties.id("$device_type"));
            row.put("country", properties.id("$geoip_country_code"));
        }
        rows.push(row.0);
        return Some(("PostHog session list", "it has recording_duration and start_time, and no events"));
    }
    if has("count_segments") && has("started_at") {
        let mut row = Row::new(members.id("id")?);
        row.put("visitor", members.object("user").and_then(|user| user.id("id")));
        for (theirs, ours) in [("browser", "browser"), ("os", "os")] {
            row.put(ours, members.object(theirs).and_then(|object| object.id("name")));
        }
        let geo = members.object("user").and_then(|user| user.object("geo"));
        row.put("country", geo.and_then(|geo| geo.id("country_code")));
        rows.push(row.0);
        return Some(("Sentry replay record", "it has count_segments and started_at, and no events"));
    }
    if has("replay_id") && has("replay_type") {
        rows.push(Row::new(members.id("replay_id")?).0);
        return Some(("Sentry replay event", "it has replay_id and replay_type, and no events"));
    }
    None
}

struct Row(SessionRow);

impl Row {
    fn new(session: &str) -> Self {
        Self(SessionRow { session: unescape(session).into_owned(), properties: BTreeMap::new() })
    }

    fn put(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.0.properties.insert(name.to_owned(), unescape(value).into_owned());
        }
    }
}
