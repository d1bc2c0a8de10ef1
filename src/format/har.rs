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
    let is_there = (200..300).contains(&response.status) && request.method.eq_ignore_ascii_case("get");
    let text = response.content.text.filter(|_| is_there)?;
    let bytes = match response.content.encoding.as_deref() {
        Some("base64") => STANDARD.decode(text).ok()?,
        _ => text.into_bytes(),
    };
    let url = request.url.split('#').next().unwrap_or_default().to_owned();
    is_drawn(&response.content.mime_type, &url, &bytes).then_some((url, bytes))
}

/// Told by the media type; where servers say nothing of use, by the address and the first bytes:
/// fonts come as `application/octet-stream`, `text/plain` or without a type.
fn is_drawn(media: &str, url: &str, bytes: &[u8]) -> bool {
    const MEDIA: [&str; 7] = [
        "text/css",
        "image/",
        "font/",
        "application/font",
        "application/x-font",
        "application/vnd.ms-fontobject",
        "application/vnd.ms-opentype",
    ];
    const VAGUE: [&str; 5] =
        ["application/octet-stream", "binary/octet-stream", "text/plain", "application/x-", "x-unknown"];
    let media = media.trim().to_ascii_lowercase();
    if MEDIA.iter().any(|beginning| media.starts_with(beginning)) {
        return true;
    }
    let vague = media.is_empty() || VAGUE.iter().any(|beginning| media.starts_with(beginning));
    let path = url.split('?').next().unwrap_or_default().to_ascii_lowercase();
    let named = [".css", ".woff", ".woff2", ".ttf", ".otf", ".svg"].iter().any(|end| path.ends_with(end));
    let is_font =
        [&b"wOFF"[..], b"wOF2", b"OTTO", b"true", b"\0\x01\0\0"].iter().any(|m| bytes.starts_with(m));
    let is_image = bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(&[0xff, 0xd8, 0xff])
        || bytes.starts_with(b"GIF8")
        || bytes.get(8..12) == Some(b"WEBP");
    vague && (named || is_font || is_image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_told_by_type_address_or_first_bytes() {
        for (media, url, bytes, expected) in [
            ("text/css; charset=utf-8", "https://s/a", &b"a{}"[..], true),
            ("Image/PNG", "https://s/a", b"", true),
            ("application/octet-stream", "https://s/f?v=2", b"wOF2....", true),
            ("", "https://s/f", b"\0\x01\0\0\0", true),
            ("text/plain", "https://s/icons.woff?3", b"?", true),
            ("text/plain", "https://s/robots.txt", b"User-agent", false),
            ("application/x-javascript", "https://s/a.js", b"1", false),
            ("text/html", "https://s/a.css", b"<html>", false),
        ] {
            assert_eq!(is_drawn(media, url, bytes), expected, "{media} {url}");
        }
    }
}
