//! Data for other programs: sessions, events and heat as CSV, recordings as they came.

use super::{Error, SessionDetail};
use crate::facts::Stage;
use crate::library::{Library, Session};

/// Sessions as CSV, one a line, with a header. Cells of what is not known are empty.
///
/// # Errors
/// Never in practice: writing to memory does not fail.
pub fn sessions_csv(sessions: &[Session]) -> Result<String, Error> {
    let kinds: Vec<&str> = sessions.first().map(|s| s.signals.keys().copied().collect()).unwrap_or_default();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(SESSION_COLUMNS.iter().copied().chain(kinds.iter().copied()))?;
    for session in sessions {
        let counts = kinds.iter().map(|kind| or_empty(session.signals.get(kind).copied().flatten()));
        table.write_record(session_cells(session).into_iter().chain(counts))?;
    }
    text(table)
}

const SESSION_COLUMNS: [&str; 34] = [
    "id",
    "file",
    "format",
    "started_at",
    "duration_ms",
    "active_ms",
    "device",
    "browser",
    "os",
    "viewport_width",
    "viewport_height",
    "visitor",
    "country",
    "customer",
    "variant",
    "channel",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "referrer",
    "landing_url",
    "exit_url",
    "page_views",
    "clicks",
    "stage",
    "bought",
    "cart_value",
    "order_value",
    "currency",
    "coupons_tried",
    "coupons_refused",
    "tags",
    "hypotheses",
    "watched",
];

fn session_cells(session: &Session) -> Vec<String> {
    let Session { source, audience, arrival, shopping, marks, .. } = session;
    let cell = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        session.id.clone(),
        source.file.clone(),
        source.format.clone(),
        session.started_at.clone(),
        session.duration_ms.to_string(),
        session.active_ms.to_string(),
        audience.device.name().to_owned(),
        cell(&audience.browser),
        cell(&audience.os),
        or_empty(audience.viewport.map(|size| size.width)),
        or_empty(audience.viewport.map(|size| size.height)),
        cell(&audience.visitor),
        cell(&audience.country),
        cell(&audience.customer),
        cell(&audience.variant),
        cell(&arrival.channel),
        cell(&arrival.utm.source),
        cell(&arrival.utm.medium),
        cell(&arrival.utm.campaign),
        cell(&arrival.referrer),
        cell(&arrival.landing_url),
        cell(&arrival.exit_url),
        session.page_views.to_string(),
        session.clicks.to_string(),
        or_empty(shopping.stage.map(Stage::name)),
        if shopping.bought { "yes" } else { "no" }.to_owned(),
        or_empty(shopping.cart_value),
        or_empty(shopping.order_value),
        cell(&shopping.currency),
        shopping.coupons.tried.to_string(),
        shopping.coupons.refused.to_string(),
        marks.tags.join(" "),
        marks.hypotheses.join(" "),
        if marks.watched { "yes" } else { "no" }.to_owned(),
    ]
}

/// What visitors did and what hindered them, one event a line: of many sessions, for spreadsheets.
///
/// # Errors
/// Never in practice: writing to memory does not fail.
pub fn events_csv(sessions: &[SessionDetail]) -> Result<String, Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "session", "t_ms", "what", "kind", "page", "element", "selector", "x", "y", "detail",
    ])?;
    for detail in sessions {
        for row in event_rows(detail) {
            table.write_record(row)?;
        }
    }
    text(table)
}

fn event_rows(detail: &SessionDetail) -> Vec<Vec<String>> {
    let page = |index: u32| {
        detail
            .page_views
            .iter()
            .find(|view| view.index == index)
            .map(|view| view.page.clone())
            .unwrap_or_default()
    };
    let id = &detail.session.id;
    let mut rows: Vec<(i64, Vec<String>)> = Vec::new();
    let mut push = |at: i64, what: &str, rest: [String; 7]| {
        let head = [id.clone(), at.to_string(), what.to_owned()];
        rows.push((at, head.into_iter().chain(rest).collect()));
    };
    for view in &detail.page_views {
        let mut rest: [String; 7] = Default::default();
        rest[1].clone_from(&view.page);
        rest[6] = view.url.clone().unwrap_or_default();
        push(view.start_ms.0, "page_view", rest);
    }
    for it in &detail.interactions {
        let element = it.element.clone().unwrap_or_default();
        let (x, y) = (or_empty(it.position.map(|p| p.x)), or_empty(it.position.map(|p| p.y)));
        let kind = named(&it.kind);
        let rest = [kind, page(it.page_view), element.name, element.selector, x, y, it.detail.clone()];
        push(it.t_ms.0, "interaction", rest);
    }
    for signal in &detail.signals {
        let element = signal.element.clone().unwrap_or_default();
        let kind = signal.kind.name().to_owned();
        let (none, detail) = (String::new(), signal.detail.clone());
        let rest = [kind, page(signal.page_view), element.name, element.selector, none.clone(), none, detail];
        push(signal.t_ms.0, "signal", rest);
    }
    for stage in &detail.stages {
        let mut rest: [String; 7] = Default::default();
        stage.stage.name().clone_into(&mut rest[0]);
        push(stage.t_ms.0, "stage", rest);
    }
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A session's recording as it came, one JSON event a line.
///
/// # Errors
/// When there is no such session, or the library cannot be read.
pub fn recording_lines(library: &Library, session: &str) -> Result<Vec<u8>, Error> {
    let mut lines = library.raw_events(session)?;
    if lines.last().is_some_and(|byte| *byte != b'\n') {
        lines.push(b'\n');
    }
    Ok(lines)
}

/// A session's recording as one JSON array of events, which every rrweb player takes.
///
/// # Errors
/// When there is no such session, or the library cannot be read.
pub fn recording_array(library: &Library, session: &str) -> Result<Vec<u8>, Error> {
    let lines = library.raw_events(session)?;
    let mut array = Vec::with_capacity(lines.len() + 2);
    array.push(b'[');
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        if array.len() > 1 {
            array.extend_from_slice(b",\n");
        }
        array.extend_from_slice(line);
    }
    array.extend_from_slice(b"]\n");
    Ok(array)
}

pub(super) fn or_empty(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The name that an enum has in JSON.
fn named(value: &impl serde::Serialize) -> String {
    let name = serde_json::to_value(value).ok();
    name.as_ref().and_then(|name| name.as_str()).unwrap_or_default().to_owned()
}

pub(super) fn text(table: csv::Writer<Vec<u8>>) -> Result<String, Error> {
    let bytes = table.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
