//! Long arrays of events, and the objects around them, read through a window.
//!
//! An object is walked member by member: the list with the events is read as a stream, small members
//! are kept for what they tell of the session, others are passed.

use super::collect::Origin;
use super::entries::{BROKEN_LIST, CUT, Intake, TEXT_AFTER};
use super::envelope::Envelope;
use super::item::Format;
use super::json::{Cursor, unescape};
use super::members::Members;
use super::posthog;
use super::window::Window;
use crate::job::Cancelled;

/// Bytes of a member that is kept.
const MAX_MEMBER_BYTES: usize = 256 << 10;

/// Objects around a list.
const MAX_LEVELS: usize = 4;

/// Takes a file that is one array.
///
/// # Errors
/// When nobody wants the result any more.
pub(super) fn file_list(
    window: &mut Window<'_>,
    format: Format,
    intake: &mut Intake<'_, '_>,
) -> Result<(), Cancelled> {
    let origin = Origin { format, session: None, window: None };
    if list(window, origin, intake)? { values(window, origin, intake) } else { Ok(()) }
}

/// Takes a file that is one object, or several.
///
/// # Errors
/// When nobody wants the result any more.
pub(super) fn file_object(
    window: &mut Window<'_>,
    format: Format,
    intake: &mut Intake<'_, '_>,
) -> Result<(), Cancelled> {
    let one = Origin { format, session: None, window: None };
    if Envelope::quick(window.text().trim_ascii_start()).is_some() {
        return values(window, one, intake);
    }
    let mut levels = vec![Level::default()];
    let ended = object(window, &mut levels, format, intake)?;
    let all = closed(&levels);
    let members = Members::of(&all);
    let session = session(&members);
    if let Some(session) = &session {
        intake.collector.name(session);
    }
    let origin = Origin { format, session: session.as_deref(), window: None };
    let mut properties = members.extension_properties();
    if let Some(data) = members.object("data") {
        properties.extend(posthog::person_of(&data));
    }
    if let Some(visitor) = members.id("distinct_id") {
        properties.insert("visitor".to_owned(), unescape(visitor).into_owned());
    }
    intake.collector.describe(&origin, properties);
    if ended {
        return values(window, one, intake);
    }
    intake.set_aside(CUT);
    Ok(())
}

/// Takes values behind each other, with blanks or commas between them, up to the end.
fn values(window: &mut Window<'_>, origin: Origin<'_>, intake: &mut Intake<'_, '_>) -> Result<(), Cancelled> {
    loop {
        match window.peek(intake)? {
            None => return Ok(()),
            Some(b',') => window.pass(1),
            Some(b'{' | b'[' | b'"') => {
                intake.number += 1;
                let Some(length) = element(window, origin, intake)? else { return Ok(()) };
                window.pass(length);
            }
            Some(_) => {
                intake.notes.set_aside("the end", TEXT_AFTER);
                return Ok(());
            }
        }
    }
}

/// An object whose end was not reached yet.
#[derive(Default)]
struct Level {
    /// The key it stands under.
    key: String,
    /// Its members so far that are small, as JSON text without the braces.
    members: String,
}

impl Level {
    fn put(&mut self, key: &str, value: &str) {
        if !self.members.is_empty() {
            self.members.push(',');
        }
        self.members.extend(["\"", key, "\":", value]);
    }
}

/// What is known of the objects, as if they ended here.
fn closed(levels: &[Level]) -> String {
    let mut text = String::new();
    for (index, level) in levels.iter().enumerate() {
        if index > 0 {
            let comma = if text.ends_with('{') { "" } else { "," };
            text.extend([comma, "\"", &level.key, "\":"]);
        }
        text.extend(["{", &level.members]);
    }
    text + &"}".repeat(levels.len())
}

fn session(members: &Members<'_>) -> Option<String> {
    let inner = |name, id| members.object(name)?.id(id).map(str::to_owned);
    let own = members.session().map(str::to_owned);
    own.or_else(|| inner("data", "id")).or_else(|| inner("properties", "$session_id"))
}

/// Takes the object that the window is at; `false` when it breaks off.
fn object(
    window: &mut Window<'_>,
    levels: &mut Vec<Level>,
    format: Format,
    intake: &mut Intake<'_, '_>,
) -> Result<bool, Cancelled> {
    window.pass(1);
    loop {
        match window.peek(intake)? {
            Some(b',') => {
                window.pass(1);
                continue;
            }
            Some(b'}') => {
                window.pass(1);
                return Ok(true);
            }
            Some(b'"') => {}
            _ => return Ok(false),
        }
        let Some(key) = value(window, intake)? else { return Ok(false) };
        let key = key.trim_matches('"').to_owned();
        if window.peek(intake)? != Some(b':') {
            return Ok(false);
        }
        window.pass(1);
        let parent = levels.last().map_or("", |level| &*level.key);
        let by_window = matches!(parent, "snapshotsByWindowId" | "snapshot_data_by_window_id");
        let ended = match window.peek(intake)? {
            Some(b'[') if by_window || LISTS.contains(&&*key) || begins_with_event(window.text()) => {
                let known = closed(levels);
                let members = Members::of(&known);
                let own = levels.last().map(|level| format!("{{{}}}", level.members)).unwrap_or_default();
                let own = Members::of(&own).session_of(window.text()).map(str::to_owned);
                let (session, name) = (session(&members).or(own), format!("\"{key}\""));
                let origin = Origin {
                    format: list_format(&key, by_window, &members, format),
                    session: session.as_deref(),
                    window: if by_window { Some(&name) } else { window_of(&key, &members) },
                };
                list(window, origin, intake)?
            }
            Some(b'{') if OBJECTS.contains(&&*key) && levels.len() < MAX_LEVELS => {
                levels.push(Level { key, members: String::new() });
                let ended = object(window, levels, format, intake)?;
                if let (Some(inner), Some(outer)) = (levels.pop(), levels.last_mut()) {
                    outer.put(&inner.key, &format!("{{{}}}", inner.members));
                }
                ended
            }
            _ => match value(window, intake)? {
                Some(text) => {
                    if let Some(level) = levels.last_mut().filter(|_| text.len() <= MAX_MEMBER_BYTES) {
                        level.put(&key, &text);
                    }
                    true
                }
                None => false,
            },
        };
        if !ended {
            return Ok(false);
        }
    }
}

/// The window that the objects around a list name for its events, as JSON text.
fn window_of<'a>(key: &str, members: &Members<'a>) -> Option<&'a str> {
    match key {
        "$snapshot_data" => members.object("properties")?.get("$window_id"),
        "data" => members.get("window_id").or_else(|| members.get("windowId")),
        _ => None,
    }
}

/// Whether a list begins with an event, whatever it is called.
fn begins_with_event(list: &str) -> bool {
    list.strip_prefix('[').is_some_and(|first| Envelope::quick(first.trim_ascii_start()).is_some())
}

/// Members that are lists of events.
const LISTS: [&str; 5] = ["events", "snapshots", "snapshot_data", "$snapshot_data", "data"];

/// Members that are objects around lists of events.
const OBJECTS: [&str; 4] = ["data", "properties", "snapshotsByWindowId", "snapshot_data_by_window_id"];

fn list_format(key: &str, by_window: bool, members: &Members<'_>, format: Format) -> Format {
    match (key, members.id("version")) {
        ("events", _) => members.format(format, false),
        (own, _) if !by_window && !LISTS.contains(&own) => members.format(format, false),
        ("snapshots", Some("2023-04-28")) => Format::PosthogExport2023,
        (_, Some("2022-12-02")) if by_window => Format::PosthogExport2022,
        _ => Format::Posthog,
    }
}

/// The text of the value ahead, which is passed; `None` when it breaks off.
fn value(window: &mut Window<'_>, intake: &mut Intake<'_, '_>) -> Result<Option<String>, Cancelled> {
    window.peek(intake)?;
    loop {
        let mut cursor = Cursor::new(window.text());
        let is_whole = cursor.skip() && !cursor.rest().is_empty();
        if is_whole {
            let length = window.text().len() - cursor.rest().len();
            let text = window.text()[..length].to_owned();
            window.pass(length);
            return Ok(Some(text));
        }
        if !window.more(intake)? {
            return Ok(None);
        }
    }
}

/// Takes every element of the array that the window is at; `false` when it breaks off.
fn list(window: &mut Window<'_>, origin: Origin<'_>, intake: &mut Intake<'_, '_>) -> Result<bool, Cancelled> {
    window.pass(1);
    intake.number = 0;
    loop {
        match window.peek(intake)? {
            Some(b',') => {
                window.pass(1);
                continue;
            }
            Some(b']') => {
                window.pass(1);
                return Ok(true);
            }
            None | Some(b'}' | b':') => {
                intake.number += 1;
                intake.set_aside(BROKEN_LIST);
                return Ok(false);
            }
            Some(_) => {}
        }
        intake.number += 1;
        let Some(length) = element(window, origin, intake)? else { return Ok(false) };
        window.pass(length);
    }
}

/// Takes the element ahead and tells its length; `None` when it breaks off.
fn element(
    window: &mut Window<'_>,
    origin: Origin<'_>,
    intake: &mut Intake<'_, '_>,
) -> Result<Option<usize>, Cancelled> {
    loop {
        let text = window.text();
        if let Some((envelope, length)) = Envelope::quick(text) {
            intake.checked(&text[..length], &envelope, &origin)?;
            return Ok(Some(length));
        }
        let mut cursor = Cursor::new(text);
        let is_whole = cursor.skip() && !cursor.rest().is_empty();
        if !is_whole && window.more(intake)? {
            continue;
        }
        let text = window.text();
        let mut cursor = Cursor::new(text);
        let number = intake.number;
        let taken = intake.element(&mut cursor, origin)?;
        intake.number = number;
        return Ok(taken.then(|| text.len() - cursor.rest().len()));
    }
}
