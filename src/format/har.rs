//! HAR files, as browsers save them: style sheets, fonts and pictures of the site by their address.

use super::item::Item;
use super::notes::Notes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// Whether `text` looks like one.
pub(super) fn is_har(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(64)];
    start.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with("\"log\""))
}

#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    method: String,
    url: String,
}

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    status: i64,
    #[serde(default)]
    content: Content,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Content {
    mime_type: String,
    text: Option<String>,
    encoding: Option<String>,
}

/// Gives the site's files in `text` on.
pub(super) fn read(text: &str, notes: &mut Notes<'_>) {
    let har: Har = match serde_json::from_str(text) {
        Ok(har) => har,
        Err(error) => {
            notes.set_aside("", &format!("This HAR file is not written as it should be: {error}."));
            return;
        }
    };
    let assets: Vec<_> = har.log.entries.into_iter().filter_map(asset).collect();
    if assets.is_empty() {
        notes.set_aside("", "This HAR file holds no style sheet, font or picture. Save it with content.");
    }
    for (url, bytes) in assets {
        notes.give(Item::Asset { url, bytes });
    }
}

/// What a page is drawn with. Pages, scripts and data are not needed.
fn asset(entry: Entry) -> Option<(String, Vec<u8>)> {
    let Entry { request, response } = entry;
    let media = &response.content.mime_type;
    let is_drawn = ["text/css", "image/", "font/", "application/font", "application/x-font"]
        .iter()
        .any(|beginning| media.starts_with(beginning));
    let is_there = (200..300).contains(&response.status) && request.method.eq_ignore_ascii_case("get");
    let text = response.content.text.filter(|_| is_drawn && is_there)?;
    let bytes = match response.content.encoding.as_deref() {
        Some("base64") => STANDARD.decode(text).ok()?,
        _ => text.into_bytes(),
    };
    Some((request.url, bytes))
}
