//! Who a visitor is, where the site told its recorder: custom events that identify.
//!
//! An e-mail address is hashed here and goes no further.

use super::super::join::Properties;
use crate::event::{Event, EventKind};
use crate::format::email_hash;
use serde_json::Value;

/// Names of an e-mail address and of a visitor's id in what sites tell.
const ADDRESSES: &[&str] =
    &["email", "user_email", "userEmail", "useremail", "mail", "$email", "userIdentifier"];
const VISITORS: &[&str] =
    &["visitor", "visitor_id", "user_id", "userId", "id", "distinct_id", "userIdentifier", "participant_id"];
/// Custom events of recordings that are looked at.
const MOST: usize = 10_000;
/// Objects inside each other in what they tell.
const DEPTH: usize = 3;

/// Adds what the events identify to what the container tells, which goes before.
pub(super) fn add(events: &[Event], properties: &mut Properties) {
    let mut looked = 0;
    for event in events {
        let EventKind::Custom { tag, payload } = &event.kind else { continue };
        looked += 1;
        if looked > MOST {
            break;
        }
        let name = tag.to_ascii_lowercase();
        let identifies = name.contains("identify") || name == "user" || name.contains("set_user");
        if identifies && let Ok(told) = serde_json::from_str::<Value>(payload) {
            look(&told, DEPTH, properties);
        }
    }
}

fn look(told: &Value, depth: usize, properties: &mut Properties) {
    match told {
        // Some recorders write JSON into a text.
        Value::String(text) if depth > 0 => {
            if let Ok(inner) = serde_json::from_str::<Value>(text) {
                look(&inner, depth - 1, properties);
            } else {
                note(text, properties);
            }
        }
        Value::Object(members) => {
            let text =
                |names: &[&str]| names.iter().find_map(|name| members.get(*name).and_then(Value::as_str));
            ADDRESSES.iter().filter_map(|name| text(&[name])).for_each(|text| address(text, properties));
            if let Some(visitor) = text(VISITORS) {
                note(visitor, properties);
            }
            for inner in members.values().filter(|value| value.is_object() && depth > 0) {
                look(inner, depth - 1, properties);
            }
        }
        _ => {}
    }
}

/// An id or an address.
fn note(text: &str, properties: &mut Properties) {
    let text = text.trim();
    if text.contains('@') {
        address(text, properties);
    } else if !text.is_empty() && text.len() <= 200 {
        properties.entry("visitor".to_owned()).or_insert_with(|| text.to_owned());
    }
}

fn address(text: &str, properties: &mut Properties) {
    if text.contains('@')
        && let Some(hash) = email_hash(text)
    {
        properties.entry("email_hash".to_owned()).or_insert(hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Time;

    #[test]
    fn what_identifies_is_taken_and_addresses_are_hashed() {
        let custom = |tag: &str, payload: &str| Event {
            at: Time::ZERO,
            window: 0,
            kind: EventKind::Custom { tag: tag.into(), payload: payload.into() },
        };
        for (tag, payload, visitor, hashed) in [
            ("identify", r#"{"userId":"v-1","traits":{"email":"Mia@example.com"}}"#, Some("v-1"), true),
            ("Identify", r#""{\"userIdentifier\":\"mia@example.com\"}""#, None, true),
            ("$identify", r#"{"distinct_id":"d"}"#, Some("d"), false),
            ("add_to_cart", r#"{"userId":"v-1"}"#, None, false),
            ("identify", "[1]", None, false),
        ] {
            let mut properties = Properties::new();
            add(&[custom(tag, payload)], &mut properties);
            assert_eq!(properties.get("visitor").map(String::as_str), visitor, "{payload}");
            assert_eq!(properties.contains_key("email_hash"), hashed, "{payload}");
            assert!(!format!("{properties:?}").contains('@'));
        }
    }
}
