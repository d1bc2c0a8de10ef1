//! Vector files made harmless before the engine sees them.
//!
//! Its library would open any file of this computer that an `image` in such a drawing names, and on
//! some systems a name can be another computer. So whatever is not inside of the drawing is taken out.

use super::net::{decode_data_url, is_bearable};
use std::borrow::Cow;
use std::io::Read as _;

/// The longest drawing, bytes as text.
const LONGEST: u64 = 32 << 20;

/// The drawing without names of other files; other bytes as they are. `None` for a drawing that cannot
/// be made harmless.
pub(super) fn harmless(body: Vec<u8>) -> Option<Vec<u8>> {
    let body = if body.starts_with(&[0x1f, 0x8b]) { unpacked(&body)? } else { body };
    let Ok(text) = std::str::from_utf8(&body) else { return Some(body) };
    if !text.contains("<svg") && !text.contains(":svg") {
        return Some(body);
    }
    if hides_markup(text) {
        return None;
    }
    match without_outside(text) {
        Cow::Borrowed(_) => Some(body),
        Cow::Owned(text) => Some(text.into_bytes()),
    }
}

/// Whether a drawing may hold this as the target of a link.
pub(super) fn is_inside(target: &str) -> bool {
    let target = target.trim_start();
    if target.is_empty() || target.starts_with('#') {
        return true;
    }
    let Some((scheme, rest)) = target.split_at_checked(5) else { return false };
    scheme.eq_ignore_ascii_case("data:") && decode_data_url(rest).is_some_and(|body| is_bearable(&body))
}

fn unpacked(body: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut reader = flate2::read::GzDecoder::new(body).take(LONGEST);
    reader.read_to_end(&mut text).ok()?;
    Some(text)
}

/// Whether entities that the file defines may hold more than words: what they hold is not looked at.
fn hides_markup(text: &str) -> bool {
    let Some((_, after)) = text.split_once("<!DOCTYPE") else { return text.contains("<!ENTITY") };
    let subset = after.split_once("]>").map_or(after, |(subset, _)| subset);
    let declarations = subset.matches("<!ENTITY").count();
    subset.contains('&') || subset.contains('%') || subset.matches('<').count() > declarations
}

/// The text with every `href` emptied that leads out of the drawing.
fn without_outside(text: &str) -> Cow<'_, str> {
    let mut whole = String::new();
    let mut rest = text;
    let mut kept = text;
    while let Some(at) = rest.find("href") {
        let after = &rest[at + 4..];
        rest = after;
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else { continue };
        let Some(quote) = value.chars().next().filter(|first| matches!(first, '"' | '\'')) else { continue };
        let value = &value[1..];
        let end = value.find(quote).unwrap_or(value.len());
        if !is_inside(&value[..end]) {
            let begin = kept.len() - value.len();
            whole.push_str(&kept[..begin]);
            kept = &value[end..];
        }
        rest = &value[end..];
    }
    if kept.len() == text.len() {
        return Cow::Borrowed(text);
    }
    whole.push_str(kept);
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(inside: &str, expected: Option<&str>) {
        let whole = |inside: &str| format!("<svg>{inside}</svg>").into_bytes();
        assert_eq!(harmless(whole(inside)), expected.map(whole), "{inside}");
    }

    #[test]
    fn only_what_is_in_the_drawing_stays() {
        let dot = "<image href='data:text/plain,x'/>";
        for same in ["<use href='#a'/>", dot, "<text>href</text>", "<a href=''/>"] {
            check(same, Some(same));
        }
        check("<image href='/etc/a.png'/>", Some("<image href=''/>"));
        check("<image x:href = \"file:///a\"/><b/>", Some("<image x:href = \"\"/><b/>"));
        check("<use href='#a'/><image href='\\\\host\\a.png'/>", Some("<use href='#a'/><image href=''/>"));
        check("<image href='&a;'/>", Some("<image href=''/>"));
        check(
            "<image href='DATA:image/png;base64,AAAA'/>",
            Some("<image href='DATA:image/png;base64,AAAA'/>"),
        );
    }

    #[test]
    fn what_hides_in_entities_is_refused() {
        let file = |subset: &str| format!("<!DOCTYPE svg [{subset}]><svg>&e;</svg>").into_bytes();
        let plain = file("<!ENTITY ns 'http://ns.example/'>");
        assert_eq!(harmless(plain.clone()), Some(plain), "as some programs write it");
        assert_eq!(harmless(file("<!ENTITY e '<image href=\"/a\"/>'>")), None);
        assert_eq!(harmless(file("<!ENTITY e '&#60;image &#104;ref=\"/a\"/>'>")), None);
    }

    #[test]
    fn other_bytes_are_left_alone() {
        for body in [&b"\xff\x00"[..], b"", b"a{b:url(x)}", b"<p href='x'>"] {
            assert_eq!(harmless(body.to_vec()).as_deref(), Some(body));
        }
    }
}
