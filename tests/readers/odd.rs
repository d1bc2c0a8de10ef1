//! Sound events in odd clothes: what people's own scripts, databases and editors make of recordings.

use super::*;

/// The same three events, however they are written.
fn clothes() -> Vec<(&'static str, String)> {
    let [meta, snapshot, click] = EVENTS;
    let each = |change: &dyn Fn(&str) -> String| EVENTS.map(change).join(",");
    let time = |event: &str, to: &dyn Fn(&str) -> String| {
        let (before, at) = event.rsplit_once(':').unwrap();
        format!("{before}:{}}}", to(at.trim_end_matches('}')))
    };
    let times = |to: &dyn Fn(&str) -> String| format!("[{}]", each(&|event| time(event, to)));
    let values: Vec<serde_json::Value> = serde_json::from_str(&array()).unwrap();
    let pretty: Vec<String> =
        values.iter().map(|event| serde_json::to_string_pretty(event).unwrap()).collect();
    let text = |event: &str| serde_json::to_string(event).unwrap();
    vec![
        ("bom.json", format!("\u{feff}{}", array())),
        ("pretty.json", serde_json::to_string_pretty(&values).unwrap()),
        ("pretty-crlf.json", serde_json::to_string_pretty(&values).unwrap().replace('\n', "\r\n")),
        ("pretty-behind-each-other.json", pretty.join("\n")),
        ("behind-each-other.json", EVENTS.concat()),
        ("lines-crlf.ndjson", EVENTS.join("\r\n")),
        ("lines-with-commas.ndjson", format!("{},\n", EVENTS.join(",\n"))),
        ("lines-with-blanks.ndjson", format!("\n\n{}\n \n", EVENTS.join("\n\n"))),
        ("comma-at-the-end.json", format!("[{},]", EVENTS.join(","))),
        ("lists-behind-each-other.json", format!("[{meta}]\n[{snapshot},{click}]")),
        ("backwards.json", format!("[{click},{snapshot},{meta}]")),
        ("twice.json", format!("[{meta},{snapshot},{meta},{click},{click}]")),
        ("upper.JSON", array()),
        ("a.txt", array()),
        ("a.csv", array()),
        ("no-ending", array()),
        ("seconds.json", times(&|ms| format!("{}.{}", &ms[..10], &ms[10..]))),
        ("microseconds.json", times(&|ms| format!("{ms}000"))),
        ("times-as-text.json", times(&|ms| format!("\"{ms}\""))),
        (
            "moments.json",
            times(&|ms| {
                let moment = jiff::Timestamp::from_millisecond(ms.parse().unwrap()).unwrap();
                format!("\"{moment}\"")
            }),
        ),
        (
            "types-as-text.json",
            format!("[{}]", each(&|event| format!("{{\"type\":\"{}\"{}", &event[8..9], &event[9..]))),
        ),
        ("own-name.json", format!("{{\"user\":7,\"rrwebEvents\":{}}}", array())),
        ("own-object.json", format!("{{\"payload\":{{\"recording\":{}}}}}", array())),
        ("id-and-recording.json", format!("{{\"session_id\":\"s\",\"recording\":{}}}", array())),
        ("list-as-text.json", format!("{{\"events\":{}}}", text(&array()))),
        ("text-of-a-list.json", text(&array())),
        ("rows.ndjson", EVENTS.map(|event| format!("{{\"session_id\":\"s\",\"event\":{event}}}")).join("\n")),
        (
            "rows-of-text.ndjson",
            EVENTS
                .map(|event| format!("{{\"id\":1,\"session_id\":\"s\",\"data\":{}}}", text(event)))
                .join("\n"),
        ),
        (
            "rows-of-lists.json",
            format!(
                "[{{\"session_id\":\"s\",\"batch\":[{meta}]}},{{\"session_id\":\"s\",\"batch\":[{snapshot},{click}]}}]"
            ),
        ),
    ]
}

#[test]
fn odd_clothes_make_no_difference() {
    let expected = decode(EVENTS.join("\n").as_bytes());
    for (name, text) in clothes() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), &text).unwrap();
        let items = read(&[folder.path().to_owned()]);
        let said = describe(&items, folder.path());
        let found = recordings(items);
        assert_eq!(found.len(), 1, "{name}: {said}");
        assert!(decode(&found[0].events) == expected, "{name}: {said}");
        assert!(!said.contains("set aside"), "{name}: {said}");
    }
}

#[test]
fn recordings_beside_each_other_are_told_apart_by_their_id() {
    let [meta, snapshot, click] = EVENTS;
    let rows = |name: &str| {
        format!(
            "[{{\"id\":\"a\",\"{name}\":[{meta},{snapshot}]}},{{\"id\":\"b\",\"{name}\":[{meta},{click}]}}]"
        )
    };
    let parts = format!("[{{\"id\":1,\"batch\":[{meta},{snapshot}]}},{{\"id\":2,\"batch\":[{click}]}}]");
    for (text, expected) in [
        (rows("events"), vec![("a", 2), ("b", 2)]),
        (rows("recording"), vec![("a", 2), ("b", 2)]),
        (format!("{{\"sessions\":{}}}", rows("data")), vec![("a", 2), ("b", 2)]),
        (parts, vec![("1", 3)]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("rows.json"), &text).unwrap();
        let found = recordings(read(&[folder.path().to_owned()]));
        let found: Vec<(&str, usize)> =
            found.iter().map(|raw| (raw.id.as_deref().unwrap_or_default(), raw.count)).collect();
        assert_eq!(found, expected, "{text}");
    }
}
