//! Files that are broken, foreign or odd.

use super::*;

#[test]
fn bad_input_is_set_aside_and_the_rest_kept() {
    let [meta, snapshot, click] = EVENTS;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!(
        r#"{{"type":2,"data":{{"node":{{"type":0,"id":1,"childNodes":[{}{}]}}}},"timestamp":1700000000002}}"#,
        (2..202).fold(String::new(), |mut all, id| {
            write!(all, r#"{{"type":2,"tagName":"b","id":{id},"childNodes":["#).unwrap();
            all
        }),
        "]}".repeat(200)
    );
    let cut = array();
    let zipped = gzip(&EVENTS.repeat(3000).join("\n"));
    let mut unknown = snapshot.replace("\"type\":2,\"data\"", "\"type\":99,\"data\"");
    unknown.push('\n');
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("empty.json", Vec::new()),
        ("blank.json", b" \n ".to_vec()),
        ("cut.json", cut[..cut.len() - 40].into()),
        ("cut-object.json", format!("{{\"sessionId\":\"s\",\"events\":{}", &cut[..cut.len() - 40]).into()),
        ("cut-key.json", b"{\"eve".to_vec()),
        ("cut.ndjson", format!("{meta}\n{snapshot}\n{}", &click[..30]).into()),
        ("cut.json.gz", gzip(&array())[..100].to_vec()),
        ("cut-in-the-middle.ndjson.gz", zipped[..zipped.len() - 8].to_vec()),
        ("no-end.json", format!("[{meta},").into()),
        (
            "bad-event.json",
            format!("[{meta},{{\"type\":3,\"timestamp\":1,\"data\":{{nonsense}}}},7,null,\"x\",{click}]")
                .into(),
        ),
        ("text-after.json", format!("{} and more", array()).into()),
        ("no-recording.json", b"{\"name\":\"package\",\"version\":\"1\"}".to_vec()),
        ("empty-array.json", b"[]".to_vec()),
        ("no-events.json", b"{\"events\":[]}".to_vec()),
        ("numbers.json", b"[1,2,3]".to_vec()),
        ("deep.json", deep.into()),
        ("deep-nodes.json", format!("[{meta},{nested}]").into()),
        (
            "zero-viewport.json",
            format!("[{},{snapshot}]", meta.replace("1280", "0").replace("720", "0")).into(),
        ),
        ("no-data.json", format!("[{meta},{{\"type\":3,\"timestamp\":1700000000002}}]").into()),
        ("no-time.json", format!("[{meta},{{\"type\":3,\"data\":{{\"source\":2}}}}]").into()),
        ("unknown-type.ndjson", format!("{meta}\n{unknown}").into()),
        ("duplicates.json", format!("[{meta},{meta},{snapshot},{snapshot}]").into()),
        ("unknown-posthog.json", b"{\"version\":\"2031-01-01\",\"data\":{\"snapshots\":[]}}".to_vec()),
        ("unknown-cv.json", format!("[{}]", meta.replacen('{', "{\"cv\":\"2031\",", 1)).into()),
        (
            "damaged-cv.json",
            format!(
                "[{}]",
                meta.replace(
                    "\"type\":4,\"data\":{",
                    "\"cv\":\"2024-10\",\"type\":3,\"data\":{\"adds\":\"x\","
                )
            )
            .into(),
        ),
        ("datadog.json", b"{\"records\":[],\"application\":{},\"view\":{}}".to_vec()),
        ("clarity.json", b"{\"e\":[],\"a\":[],\"p\":[]}".to_vec()),
        ("openreplay.mob", vec![0xff; 30]),
        ("latin1.json", b"[{\"type\":5,\"data\":{\"tag\":\"\xe9\"},\"timestamp\":1}]".to_vec()),
        ("table.csv", b"a,b\n1,2\n".to_vec()),
        ("prose.txt", b"Dear shop,\n\nit does not work.\n".to_vec()),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    check_golden("bad_input.txt", &describe_files(&files));
}
