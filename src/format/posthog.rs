//! `PostHog`: exports, capture bodies, blobs as lines, and events with compressed parts.

use super::collect::Origin;
use super::entries::Intake;
use super::envelope::Envelope;
use super::inflate::{Compression, from_latin1};
use super::item::Format;
use super::json::{Cursor, is_valid, unescape};
use super::members::Members;
use crate::job::Cancelled;
use std::collections::BTreeMap;

/// The one way of compressing parts of an event that is known.
const COMPRESSED: &str = "\"2024-10\"";

/// A line of a v2 blob: a window's id and an event.
pub(super) fn pair(list: &str) -> Option<(&str, &str)> {
    let mut cursor = Cursor::new(list);
    if !cursor.enter(b'[') || !cursor.element() || !matches!(cursor.peek(), Some(b'"' | b'0'..=b'9')) {
        return None;
    }
    let window = cursor.raw()?;
    if !cursor.element() || cursor.peek() != Some(b'{') {
        return None;
    }
    let event = cursor.raw()?;
    (!cursor.element()).then_some((window, event))
}

/// Takes the events out of one of `PostHog`'s containers; `false` when it is none.
///
/// # Errors
/// When nobody wants the result any more.
pub(super) fn container(
    intake: &mut Intake<'_, '_>,
    members: &Members<'_>,
    origin: Origin<'_>,
) -> Result<bool, Cancelled> {
    if let Some(windows) = members.object("snapshot_data_by_window_id") {
        by_window(intake, &windows, Origin { format: Format::Posthog, ..origin })?;
        return Ok(true);
    }
    if members.get("event") == Some("\"$snapshot\"") {
        return capture(intake, members, origin);
    }
    if let (Some(version), Some(data)) = (members.id("version"), members.object("data")) {
        return export(intake, version, &data, origin);
    }
    let window = members.get("window_id").or_else(|| members.get("windowId"));
    if let (Some(window), Some(events)) = (window, members.list("data")) {
        intake.list(events, Origin { format: Format::Posthog, window: Some(window), ..origin })?;
        return Ok(true);
    }
    Ok(false)
}

fn export(
    intake: &mut Intake<'_, '_>,
    version: &str,
    data: &Members<'_>,
    origin: Origin<'_>,
) -> Result<bool, Cancelled> {
    let person = person_of(data);
    let origin = Origin { session: data.id("id").or(origin.session), ..origin };
    match (version, data.list("snapshots"), data.object("snapshotsByWindowId")) {
        ("2023-04-28", Some(snapshots), _) => {
            let origin = Origin { format: Format::PosthogExport2023, ..origin };
            intake.collector.describe(&origin, person);
            intake.list(snapshots, origin)?;
        }
        ("2022-12-02", _, Some(windows)) => {
            let origin = Origin { format: Format::PosthogExport2022, ..origin };
            intake.collector.describe(&origin, person);
            by_window(intake, &windows, origin)?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn by_window(
    intake: &mut Intake<'_, '_>,
    windows: &Members<'_>,
    origin: Origin<'_>,
) -> Result<(), Cancelled> {
    for (window, events) in windows.iter() {
        let window = format!("\"{window}\"");
        intake.list(events, Origin { window: Some(&window), ..origin })?;
    }
    Ok(())
}

fn capture(
    intake: &mut Intake<'_, '_>,
    members: &Members<'_>,
    origin: Origin<'_>,
) -> Result<bool, Cancelled> {
    let Some(properties) = members.object("properties") else { return Ok(false) };
    let Some(data) = properties.get("$snapshot_data") else { return Ok(false) };
    let origin = Origin {
        format: Format::Posthog,
        session: properties.id("$session_id").or(origin.session),
        window: properties.get("$window_id"),
    };
    if let Some(visitor) = members.id("distinct_id").or_else(|| properties.id("distinct_id")) {
        let visitor = ("visitor".to_owned(), unescape(visitor).into_owned());
        intake.collector.describe(&origin, BTreeMap::from([visitor]));
    }
    intake.value(data, origin)?;
    Ok(true)
}

/// What the `data` of an export tells of the person.
pub(super) fn person_of(data: &Members<'_>) -> BTreeMap<String, String> {
    data.object("person").map(|person| person_properties(&person)).unwrap_or_default()
}

/// What is told of the person, without what tells who it is.
fn person_properties(person: &Members<'_>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut note = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            found.insert(name.to_owned(), unescape(value).into_owned());
        }
    };
    let first = person.list("distinct_ids").and_then(|list| {
        let mut cursor = Cursor::new(list);
        cursor.enter(b'[');
        if cursor.element() { cursor.raw() } else { None }
    });
    note("visitor", first.and_then(super::envelope::id_text).or_else(|| person.id("uuid")));
    if let Some(properties) = person.object("properties") {
        for (theirs, ours) in [
            ("$os", "os"),
            ("$browser", "browser"),
            ("$device_type", "device"),
            ("$geoip_country_code", "country"),
            ("$initial_utm_source", "utm_source"),
            ("$initial_utm_medium", "utm_medium"),
            ("$initial_utm_campaign", "utm_campaign"),
            ("$initial_referrer", "referrer"),
        ] {
            note(ours, properties.id(theirs));
        }
    }
    found
}

/// An event whose parts were compressed, with its parts plain.
///
/// # Errors
/// A sentence for people.
pub(super) fn decompress(event: &str, envelope: &Envelope<'_>, version: &str) -> Result<String, String> {
    if version != COMPRESSED {
        return Err(format!("This event is compressed in a way that is not known: {version}."));
    }
    let Some(data) = envelope.data else { return Ok(without(event, None)) };
    let plain = match envelope.kind {
        Some(2) if data.starts_with('"') => part(data)?,
        Some(3) => {
            let mut out = String::with_capacity(data.len() * 4);
            for (key, raw) in Members::of(data).iter() {
                let is_part =
                    matches!(key, "texts" | "attributes" | "removes" | "adds") && raw.starts_with('"');
                let value = if is_part { part(raw)? } else { raw.to_owned() };
                push_member(&mut out, key, &value);
            }
            close(out)
        }
        _ => data.to_owned(),
    };
    Ok(without(event, Some(&plain)))
}

/// The event without what says that it is compressed, and with other data.
fn without(event: &str, data: Option<&str>) -> String {
    let mut out = String::with_capacity(event.len() + data.map_or(0, str::len));
    for (key, raw) in Members::of(event).iter().filter(|(key, _)| *key != "cv") {
        let value = if key == "data" { data.unwrap_or(raw) } else { raw };
        push_member(&mut out, key, value);
    }
    close(out)
}

fn push_member(out: &mut String, key: &str, value: &str) {
    out.push(if out.is_empty() { '{' } else { ',' });
    out.push('"');
    out.push_str(key);
    out.push_str("\":");
    out.push_str(value);
}

fn close(mut out: String) -> String {
    if out.is_empty() {
        out.push('{');
    }
    out.push('}');
    out
}

/// JSON text from a string that holds gzip bytes as characters.
fn part(raw: &str) -> Result<String, String> {
    let damaged = || "A compressed part of this event is damaged.".to_owned();
    let text = super::envelope::unquoted(raw).ok_or_else(damaged)?;
    let bytes = from_latin1(&unescape(text)).ok_or_else(damaged)?;
    let inflated = Compression::Gzip.inflate(&bytes);
    let text = String::from_utf8(inflated.bytes).ok().filter(|_| inflated.fault.is_none());
    text.filter(|text| is_valid(text)).ok_or_else(damaged)
}
