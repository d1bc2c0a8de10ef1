//! Every container, complete and sparse.

use super::*;

#[test]
fn every_container_is_read() {
    let [meta, snapshot, click] = EVENTS;
    let lines = EVENTS.join("\n");
    let of = |session: &str, event: &str| event.replacen('{', &format!("{{\"sessionId\":\"{session}\","), 1);
    let two_sessions = [of("a", meta), of("b", meta), of("a", snapshot), of("b", click)].join("\n");
    let by_line = format!(
        "{{\"session_id\":\"a\",\"events\":[{meta},{snapshot}]}}\n{{\"session_id\":\"b\",\"events\":[{click}]}}\n"
    );
    let mut files: Vec<(&str, Vec<u8>)> = vec![
        ("array.json", array().into()),
        ("array.json.gz", gzip(&array())),
        ("array.json.zst", zstd::encode_all(array().as_bytes(), 1).unwrap()),
        ("array.zlib", zlib(&array())),
        ("object.json", format!("{{\"events\":{}}}", array()).into()),
        ("object-session.json", format!("{{\"sessionId\":\"s-1\",\"events\":{}}}", array()).into()),
        (
            "extension.json",
            format!("{{\n \"session\": {{\"id\": \"x-1\", \"name\": \"My \\\"visit\\\"\"}},\n \"events\": {} }}", array())
                .into(),
        ),
        ("lines.ndjson", lines.clone().into()),
        ("lines.ndjson.zst", zstd::encode_all(lines.as_bytes(), 1).unwrap()),
        ("one-line.ndjson", meta.into()),
        ("two-sessions.ndjson", two_sessions.into()),
        ("sessions-by-line.ndjson", by_line.into()),
        ("packed.json", format!("[{}]", EVENTS.map(packed).join(",")).into()),
        ("packed-lines.ndjson", EVENTS.map(packed).join("\n").into()),
        ("sentry-segment.raw", format!("{{\"segment_id\":0}}\n{}", array()).into()),
        ("sentry-segment.zlib", [b"{\"segment_id\":0}\n".to_vec(), zlib(&array())].concat()),
        ("sentry-download.json", format!("[[{meta},{snapshot}],[{click}]]").into()),
        ("sentry-blob.bin", [b"\0".to_vec(), array().into_bytes()].concat()),
        ("sentry-video.bin", [&b"\x01\0\0\0\x0c\0\0\0\x0cftypmp42"[..], &zlib(&array())].concat()),
        ("umami.json", format!("{{\"sessionId\":\"u\",\"events\":{},\"chunkCount\":1}}", array()).into()),
        ("utf-16.json", format!("\u{feff}{}", array()).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        (
            "sentry-replay.json",
            br#"{"data":{"id":"r","count_segments":2,"started_at":"2026-01-01","user":{"id":"7","email":"not@taken"},"browser":{"name":"Safari"}}}"#
                .to_vec(),
        ),
        (
            "nulls.json",
            format!("{{\"sessionId\":null,\"session\":null,\"events\":[{meta},{{\"type\":3,\"data\":null,\"timestamp\":1700000000002,\"windowId\":null,\"delay\":null}}]}}")
                .into(),
        ),
    ];
    files.extend(posthog());
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    check_golden("readers.txt", &describe_files(&files));
}

/// The forms in which `PostHog` has given recordings.
fn posthog() -> Vec<(&'static str, Vec<u8>)> {
    let [meta, snapshot, click] = EVENTS;
    let compressed = format!(
        "{{\"type\":2,\"cv\":\"2024-10\",\"data\":{},\"timestamp\":1700000000001}}",
        latin1(&gzip(r#"{"node":{"type":0,"childNodes":[],"id":1}}"#))
    );
    let mutation = format!(
        "{{\"type\":3,\"cv\":\"2024-10\",\"data\":{{\"source\":0,\"adds\":{},\"texts\":[]}},\"timestamp\":1700000000002}}",
        latin1(&gzip(r#"[{"parentId":1,"nextId":null,"node":{"type":3,"textContent":"x","id":9}}]"#))
    );
    let person = r#"{"distinct_ids":["d-1"],"properties":{"$os":"iOS","email":"not@taken.example"}}"#;
    vec![
        (
            "posthog-2023.json",
            format!(
                "{{\"version\":\"2023-04-28\",\"data\":{{\"id\":\"p-1\",\"person\":{person},\"snapshots\":{}}}}}",
                array().replace("{\"type\"", "{\"windowId\":1,\"type\"")
            )
            .into(),
        ),
        (
            "posthog-2022.json",
            format!(
                "{{\"version\":\"2022-12-02\",\"data\":{{\"person\":null,\"snapshotsByWindowId\":{{\"w1\":[{meta},{click}],\"w2\":[{snapshot}]}}}}}}"
            )
            .into(),
        ),
        ("posthog-old-api.json", format!("{{\"snapshot_data_by_window_id\":{{\"w\":{}}}}}", array()).into()),
        (
            "posthog-capture.json",
            format!(
                "{{\"event\":\"$snapshot\",\"distinct_id\":\"d\",\"properties\":{{\"$session_id\":\"c-1\",\"$window_id\":\"w\",\"$snapshot_data\":{}}}}}",
                array()
            )
            .into(),
        ),
        ("posthog-v1.jsonl", format!("{{\"window_id\":\"w\",\"data\":[{meta},{compressed}]}}\n").into()),
        ("posthog-v2.jsonl", format!("[\"w\",{meta}]\n[\"w\",{compressed}]\n[\"x\",{mutation}]\n").into()),
        ("blob.snappy", snap::raw::Encoder::new().compress_vec(format!("[\"w\",{meta}]").as_bytes()).unwrap()),
        (
            "posthog-list.json",
            br#"{"results":[{"id":"p","distinct_id":"d","recording_duration":9,"start_time":"2026-01-01"}]}"#.to_vec(),
        ),
    ]
}
