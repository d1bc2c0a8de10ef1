//! The outside of a line without walking through its data: from both ends of the line.
//!
//! A line is one object whose `data` is by far the longest member. What stands before it is read
//! forwards, and what follows it backwards, as far as it is plain. So `data` is looked at only once,
//! by who decodes it; they have to see whether it ends where it was taken to end.

use crate::format::envelope::Envelope;
use crate::format::json::Cursor;
use memchr::memrchr;

/// More members after the data are not looked at.
const MOST: usize = 8;

/// The outside of a line, `data` reaching as far as plain members follow it; `None` where the line
/// has to be walked through.
pub(super) fn quick(line: &str) -> Option<Envelope<'_>> {
    let mut cursor = Cursor::new(line);
    if cursor.peek() != Some(b'{') {
        return None;
    }
    cursor.enter(b'{');
    let mut found = Envelope::default();
    while let Some(key) = cursor.key() {
        if key == "data" {
            cursor.peek();
            let after = Members(cursor.rest().trim_ascii_end().strip_suffix('}')?);
            return after.read(&found).filter(|found| found.kind.is_some() && found.timestamp.is_some());
        }
        let before = cursor.clone();
        match key {
            "type" => found.kind = cursor.read_integer(),
            "timestamp" => found.timestamp = cursor.read_number(),
            "windowId" | "window_id" => found.window = cursor.raw().filter(|raw| *raw != "null"),
            _ => drop(cursor.skip()),
        }
        if cursor.since(&before).trim_ascii_start().starts_with(['{', '[']) {
            return None;
        }
    }
    None
}

/// An object's text from its `data` on, without the bracket that closes it.
struct Members<'a>(&'a str);

impl<'a> Members<'a> {
    /// Takes members from the end; of two with one name the last counts.
    fn read(mut self, before: &Envelope<'a>) -> Option<Envelope<'a>> {
        let mut found = Envelope::default();
        for _ in 0..MOST {
            self.0 = self.0.trim_ascii_end();
            if self.0.ends_with(['}', ']']) {
                return Some(Envelope {
                    kind: found.kind.or(before.kind),
                    timestamp: found.timestamp.or(before.timestamp),
                    window: found.window.or(before.window),
                    data: Some(self.0),
                    ..found
                });
            }
            let (key, raw) = self.take()?;
            match key {
                "type" if found.kind.is_none() => found.kind = Some(Cursor::new(raw).read_integer()?),
                "timestamp" if found.timestamp.is_none() => {
                    found.timestamp = Some(Cursor::new(raw).read_number()?);
                }
                "windowId" | "window_id" if found.window.is_none() && raw != "null" => {
                    found.window = Some(raw);
                }
                "type" | "timestamp" | "windowId" | "window_id" | "data" => return None,
                _ => {}
            }
        }
        None
    }

    /// The last member, a text without escapes or a number or a word.
    fn take(&mut self) -> Option<(&'a str, &'a str)> {
        let text = self.0;
        let start = if text.ends_with('"') {
            text.len() - quoted(text)?.len() - 2
        } else {
            let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
            text.len() - text.bytes().rev().take_while(plain).count()
        };
        let value = text.get(start..)?;
        let before = text.get(..start)?.trim_ascii_end().strip_suffix(':')?.trim_ascii_end();
        let key = quoted(before)?;
        self.0 = before.get(..before.len() - key.len() - 2)?.trim_ascii_end().strip_suffix(',')?;
        Some((key, value))
    }
}

/// What is between the quotes of the string that ends `text`; `None` if there is an escape in it.
fn quoted(text: &str) -> Option<&str> {
    let text = text.strip_suffix('"')?;
    let open = memrchr(b'"', text.as_bytes())?;
    let inside = text.get(open + 1..)?;
    (!inside.contains('\\') && !text.get(..open)?.ends_with('\\')).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<&str>) {
        let found = quick(line);
        assert_eq!(found.as_ref().and_then(|found| found.data), expected, "{line}");
        if let (Some(quick), Some(whole)) = (found, Envelope::of(line)) {
            let outside =
                |found: &Envelope<'_>| (found.kind, found.timestamp, found.window.map(str::to_owned));
            assert_eq!(outside(&quick), outside(&whole), "{line}");
        }
    }

    #[test]
    fn data_is_what_lies_between_plain_members() {
        let data = r#"{"a":"}\",\"timestamp\":1}"}"#;
        for line in [
            r#"{"type":3,"data":D,"timestamp":5}"#,
            r#" { "timestamp" : 5.5 , "type" : 3 , "data" : D } "#,
            r#"{"windowId":"w","type":3,"data":D,"timestamp":5,"delay":-1.5e3,"windowId":"v","seen":true}"#,
            r#"{"type":3,"timestamp":1,"data":D,"timestamp":5}"#,
        ] {
            check(&line.replace('D', data), Some(data));
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_who_walks() {
        for line in [
            "",
            "[]",
            r#"{"type":3,"data":{},"timestamp":"5"}"#,
            r#"{"type":3,"data":7,"timestamp":5}"#,
            r#"{"type":3,"data":{},"timestamp":5,"window_id":null}"#,
            r#"{"type":3,"data":{},"timestamp":5,"windowId":"a\"b"}"#,
            r#"{"type":3,"data":{},"timestamp":5,"timestamp":6}"#,
            r#"{"type":3,"delay":{},"data":{},"timestamp":5}"#,
            r#"{"type":3,"data":{}}"#,
            r#"{"type":3,"data":{},"timestamp":5"#,
            r#"{"type":3,"timestamp":5}"#,
        ] {
            check(line, None);
        }
        // It is not one value, which shows as soon as it is read.
        check(r#"{"type":3,"data":{},"x":{},"timestamp":5}"#, Some(r#"{},"x":{}"#));
    }
}
