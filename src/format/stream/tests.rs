//! What is read as a stream is the same as what is read whole. Limits are small in tests.

use crate::format::contents::{self, Of};
use crate::format::entries::Intake;
use crate::format::item::{Item, RawRecording};
use crate::format::limits::{MAX_SESSION_BYTES, RUN_BYTES, SMALL_BYTES, SPILL_BYTES};
use crate::format::notes::Notes;
use crate::job::Progress;
use std::fmt::Write as _;
use std::io::Write as _;

/// What is in `bytes`: as a stream if they are many, or whole.
fn read(bytes: &[u8], stream: bool) -> (Vec<RawRecording>, Vec<String>) {
    let (mut recordings, mut words) = (Vec::new(), Vec::new());
    let mut sink = |item| match item {
        Item::Recording(recording) => recordings.push(recording),
        Item::Taken(taken) => words.push(format!("{}: {}", taken.kind, taken.why)),
        Item::SetAside(part) => words.push(format!("{}: {}", part.place, part.why)),
        other => words.push(format!("{other:?}")),
    };
    let mut notes = Notes::new("f".to_owned(), "f".to_owned(), &mut sink);
    let progress = Progress::default();
    let mut intake = Intake::new(&mut notes, &progress);
    if stream {
        contents::read(Box::new(bytes), Of { name: "f", kind: None, archives: 0 }, &mut intake).unwrap();
    } else {
        intake.text(std::str::from_utf8(bytes).unwrap(), None).unwrap();
    }
    intake.finish(None).unwrap();
    notes.finish();
    (recordings, words)
}

/// A text that does not repeat itself: a xorshift in hex, so that runs do not shrink to nothing.
fn noise(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..8).fold(String::new(), |mut text, _| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        write!(text, "{state:016x}").unwrap();
        text
    })
}

/// Events, of which some are out of order, some twice; each with `more` members.
fn events(count: u64, more: impl Fn(u64) -> String) -> Vec<String> {
    let event = |n: u64| {
        let time = 1_700_000_000_000 + if n % 50 == 27 { n - 20 } else { n };
        let noise = noise(n);
        format!("{{\"type\":3,\"data\":{{\"x\":\"é{noise}\"}},\"timestamp\":{time}{}}}", more(n))
    };
    (0..count).flat_map(|n| std::iter::repeat_n(event(n), if n % 90 == 3 { 2 } else { 1 })).collect()
}

#[track_caller]
fn check(text: &str, sessions: usize) {
    assert!(text.len() as u64 > SMALL_BYTES * 4, "it must not fit in memory");
    let (streamed, words) = read(text.as_bytes(), true);
    let (whole, other) = read(text.as_bytes(), false);
    assert_eq!(words, other);
    assert_eq!(streamed.len(), sessions);
    assert!(streamed == whole, "the stream gives other recordings");
    assert!(streamed.iter().all(|raw| raw.mended.duplicates > 0 && raw.mended.unsorted > 0));
}

#[test]
fn lines_of_many_sessions_are_the_same_as_a_stream() {
    let interleaved = events(8000, |n| format!(",\"sessionId\":\"s-{}\"", n % 7));
    check(&interleaved.join("\n"), 7);
    let contiguous = events(8000, |n| format!(",\"sessionId\":\"s-{}\"", n / 1000));
    check(&contiguous.join("\r\n"), 8);
    let text = interleaved.join("\n");
    assert!(text.len() > RUN_BYTES * 8 && text.len() as u64 > SPILL_BYTES * 8, "there are runs in a file");
}

#[test]
fn containers_are_the_same_as_a_stream() {
    let list = events(3000, |_| String::new()).join(",\n ");
    check(&format!("[{list}]\n"), 1);
    check(&format!("{{\"events\":[{list}],\"sessionId\":\"late\"}}"), 1);
    check(&format!("{{\"session\":{{\"id\":\"x\",\"name\":\"n\"}},\"events\":[{list}]}}"), 1);
    check(&format!("{{\"sessionId\":\"u\",\"chunkCount\":2,\"events\":[{list}]}}"), 1);
    let person = r#""person":{"distinct_ids":["d"],"properties":{"$os":"iOS"}}"#;
    check(
        &format!("{{\"version\":\"2023-04-28\",\"data\":{{\"id\":\"p\",{person},\"snapshots\":[{list}]}}}}"),
        1,
    );
    check(
        &format!(
            "{{\"version\":\"2022-12-02\",\"data\":{{{person},\"snapshotsByWindowId\":{{\"v\":[{list}],\"w\":[]}}}}}}"
        ),
        1,
    );
    check(&format!("{{\"snapshot_data_by_window_id\":{{\"w\":[{list}]}}}}"), 1);
    check(
        &format!(
            "{{\"event\":\"$snapshot\",\"distinct_id\":\"d\",\"properties\":{{\"$session_id\":\"c\",\"$window_id\":\"w\",\"$snapshot_data\":[{list}]}}}}"
        ),
        1,
    );
    check(&format!("{{\"id\":7,\"recording\":[{list}]}}"), 1);
    check(&list, 1);
    check(&list.replace(",\n ", " ").replace("{\"x\"", "{\n\"x\""), 1);
    let (half, rest) = list.split_at(list.find(",\n").unwrap());
    check(&format!("[{half}]\n [{}]", &rest[1..].replace('\n', "")), 1);
    check(&format!("[{half}] [{}]", &rest[1..]), 1);
    let segments: Vec<String> =
        events(3000, |_| String::new()).chunks(100).map(|s| format!("[{}]", s.join(","))).collect();
    check(&format!("[{}]", segments.join(",")), 1);
}

#[test]
fn a_broken_stream_keeps_what_comes_before() {
    let list = events(3000, |_| String::new()).join(",");
    for cut in [
        format!("[{}", &list[..list.len() - 30]),
        format!("{{\"events\":[{}", &list[..list.len() - 30]),
        format!("[{list}"),
    ] {
        let (streamed, words) = read(cut.as_bytes(), true);
        let (whole, _) = read(cut.as_bytes(), false);
        assert!(streamed == whole && streamed.len() == 1, "{words:?}");
        assert!(words.iter().any(|word| word.contains("breaks")), "{words:?}");
    }
    let mut odd = format!("[{list},7,{{\"a\":1}},\"x\",{}]", events(1, |_| String::new())[0]).into_bytes();
    let middle = odd.iter().rposition(|b| *b == 0xc3).unwrap();
    odd[middle] = b'\xff';
    let (streamed, words) = read(&odd, true);
    assert_eq!(streamed.len(), 1);
    assert_eq!(words.iter().filter(|word| word.contains("not UTF-8")).count(), 1, "{words:?}");
    assert!(words.iter().any(|word| word.contains("This is no event.")), "{words:?}");
}

#[test]
fn compressed_streams_are_limited_by_what_they_grow_to() {
    let text = events(3000, |_| String::new()).join("\n");
    let packed = zstd::encode_all(text.as_bytes(), 1).unwrap();
    assert_eq!(read(&packed, true).0, read(text.as_bytes(), false).0);
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    bomb.write_all(text.as_bytes()).unwrap();
    let blank = [&[b' '; 1023][..], b"\n"].concat();
    bomb.write_all(&blank.repeat(400 << 10)).unwrap();
    let (recordings, words) = read(&bomb.finish().unwrap(), true);
    assert_eq!(recordings, []);
    assert!(words.iter().any(|word| word.contains("times its size")), "{words:?}");
}

#[test]
fn a_session_has_a_limit() {
    let long = events(40_000, |_| ",\"sessionId\":\"long\"".to_owned());
    let text =
        format!("{}\n{{\"type\":5,\"data\":{{}},\"timestamp\":1,\"sessionId\":\"short\"}}", long.join("\n"));
    assert!(text.len() as u64 > MAX_SESSION_BYTES);
    let (recordings, words) = read(text.as_bytes(), true);
    let sizes: Vec<usize> = recordings.iter().map(|raw| raw.events.len()).collect();
    assert_eq!(sizes.len(), 2);
    assert!(sizes[0] as u64 <= MAX_SESSION_BYTES && sizes[1] < 100, "{sizes:?}");
    let said = words.iter().filter(|word| word.contains("A session holds more than 4 MB")).count();
    assert_eq!(said, 1, "{words:?}");
}

#[test]
fn a_cancelled_stream_ends() {
    let text = events(3000, |_| String::new()).join("\n");
    let mut sink = |_| {};
    let mut notes = Notes::new("f".to_owned(), "f".to_owned(), &mut sink);
    let progress = Progress::default();
    progress.cancel();
    let mut intake = Intake::new(&mut notes, &progress);
    let of = Of { name: "f", kind: None, archives: 0 };
    assert!(contents::read(Box::new(text.as_bytes()), of, &mut intake).is_err());
}
