//! Whether JSON holds recorded events somewhere: under a name that nobody agreed on, or in a text.
//!
//! Looks at first elements only, and no deeper than people wrap things.

use super::envelope::{Envelope, unquoted};
use super::json::{Cursor, unescape};
use super::members::Members;

/// Objects, lists and texts inside each other.
const LEVELS: usize = 6;

/// Bytes of a text that may be JSON itself, of which the beginning tells.
const LOOKED_AT: usize = 64 << 10;

/// Whether a value, which may be cut off, is an event or has some in it.
pub(super) fn events(raw: &str) -> bool {
    within(raw, LEVELS)
}

fn within(raw: &str, levels: usize) -> bool {
    let raw = raw.trim_ascii_start();
    let Some(levels) = levels.checked_sub(1) else { return false };
    match raw.as_bytes().first() {
        Some(b'{') => {
            Envelope::quick(raw).is_some()
                || Envelope::of(raw).is_some_and(|envelope| envelope.is_event())
                || Members::of(raw).iter().any(|(_, member)| within(member, levels))
        }
        Some(b'[') => {
            let mut cursor = Cursor::new(raw);
            cursor.enter(b'[');
            cursor.element() && within(cursor.rest(), levels)
        }
        Some(b'"') => {
            let head = &raw[..raw.floor_char_boundary(LOOKED_AT)];
            let text = unescape(
                unquoted(raw).map_or(&head[1..], |whole| &whole[..whole.floor_char_boundary(LOOKED_AT)]),
            );
            text.starts_with(['[', '{']) && within(&text, levels)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: bool) {
        assert_eq!(events(raw), expected, "{raw}");
    }

    #[test]
    fn events_are_found_under_any_name() {
        let event = r#"{"type":4,"timestamp":1,"data":{}}"#;
        check(event, true);
        check(&format!("[{event},{event}]"), true);
        check(&format!("[{event},{{\"ty"), true);
        check(&format!(r#"{{"a":1,"recording":{{"list":[{event}]}}}}"#), true);
        check(&format!(r#"[{{"event":"$snapshot","properties":{{"$snapshot_data":[{event}]}}}}]"#), true);
        check(&serde_json::to_string(event).unwrap(), true);
        check(&serde_json::to_string(&format!("[{event}]")).unwrap(), true);
        for none in [
            "",
            "7",
            "[]",
            "{}",
            "[[[[[[[[1]]]]]]]]",
            r#"{"type":"x","data":{}}"#,
            r#""[1]""#,
            "\"",
            "\"[",
            "[",
        ] {
            check(none, false);
        }
    }
}
