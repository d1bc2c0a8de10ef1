//! What is cut, damaged, encrypted or made to do harm: set aside, and the rest is kept.

use super::encode::{B, Encoder, I, S, U, Version};
use super::{PAGE, VERSIONS, lines, only, page, read};
use wherefore::format::decode;
use wherefore::format::limits::MAX_TABS;

#[track_caller]
fn check_aside(bytes: &[u8], events: usize, expected: &[(&str, &str)]) {
    let (recordings, aside) = read("dom.mobs", bytes);
    let found: Vec<_> = aside.iter().map(|part| (part.place.as_str(), part.why.as_str())).collect();
    assert_eq!(found, expected);
    assert_eq!(recordings.iter().map(|recording| recording.count).sum::<usize>(), events);
}

#[test]
fn what_is_wrong_is_set_aside_and_the_rest_is_kept() {
    for version in VERSIONS {
        let mut out = Encoder::new(version);
        page(&mut out);
        let last = *out.starts.last().unwrap();
        let total = out.bytes.len() - 1;
        let why =
            format!("It breaks off at byte {last} of {total}: the next {} are cut or damaged.", total - last);
        check_aside(&out.bytes[..total], 3, &[("message 14", &why)]);
    }
    let mut out = Encoder::new(Version::Second);
    page(&mut out);
    // A kind that is not known, one whose fields do not fit, one of a node that is not there.
    out.message(99, &[S("later")]).message(99, &[]).message(5, &[]).message(14, &[U(77), S("x")]);
    out.message(51, &[U(2), U(8), U(9)]).message(10, &[U(1), U(2), U(0)]);
    check_aside(
        &out.bytes,
        3,
        &[
            ("messages", "2 messages of kind 99, which is not known, were left out."),
            ("messages", "1 messages do not fit in their size and were left out."),
            ("messages", "3 changes were left out: they name what was never told, or lie beyond the limits."),
        ],
    );
    check_aside(&[0xff; 8], 0, &[("", "There is nothing in this OpenReplay recording.")]);
    let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    check_aside(
        &noise,
        0,
        &[(
            "",
            "This OpenReplay recording is encrypted, or it is none. Decrypt it with the key of its session \
             (fileKey) first.",
        )],
    );
}

#[test]
fn parts_are_joined_and_copies_are_skipped() {
    let mut whole = Encoder::new(Version::Numbered);
    page(&mut whole);
    // The last messages again, with the numbers they had.
    let again = whole.starts[10];
    let mut copied = whole.bytes.clone();
    copied.extend_from_slice(&whole.bytes[again..]);
    let recording = only(&copied);
    assert_eq!(lines(&recording), PAGE);
    assert_eq!(recording.mended.duplicates, whole.starts.len() as u64 - 11);

    // Another part, with a header and times of its own, behind one that is cut.
    let mut tools = Encoder::new(Version::Third);
    tools.message(0, &[U(1200)]).message(22, &[S("info"), S("hello")]);
    let mut joined = whole.bytes[..whole.bytes.len() - 3].to_vec();
    joined.extend_from_slice(&tools.bytes);
    let (recordings, aside) = read("dom.mobs", &joined);
    assert_eq!((recordings[0].count, aside.len()), (4, 1));
    assert!(lines(&recordings[0])[3].ends_with("\"timestamp\":1200}"));
}

#[test]
fn sizes_beyond_all_measure_take_nothing() {
    for text in [[0xff; 6].as_slice(), &[0xff, 0xff, 0xff, 0xff, 0x0f], &[0x80; 20]] {
        let mut out = Encoder::new(Version::Plain);
        page(&mut out);
        out.bytes.push(22);
        out.bytes.extend_from_slice(text);
        let (recordings, aside) = read("dom.mobs", &out.bytes);
        assert_eq!((recordings[0].count, aside.len()), (3, 1));
    }
    // Deeper than any page is, an index without end, a number that no recorder gives.
    let mut out = Encoder::new(Version::Third);
    out.message(0, &[U(1000)]).message(7, &[]);
    for id in 1..5000 {
        out.message(8, &[U(id), U(id - 1), U(1 << 62), S("DIV"), B(false)]);
    }
    out.message(8, &[U(1 << 62), U(0), U(0), S("DIV"), B(false)]);
    out.message(0, &[U(1 << 62)]);
    let (recordings, aside) = read("dom.mobs", &out.bytes);
    assert_eq!((recordings[0].count, aside.len()), (3, 1));
    assert!(decode(&recordings[0].events).warnings.iter().all(|warning| warning.event != 3));
    // A small file that would make a large recording: masked values of one field after the other.
    let mut out = Encoder::new(Version::Plain);
    page(&mut out);
    for time in 0..400_000 {
        out.message(0, &[U(2000 + time)]).message(18, &[U(4), S(""), I(1 << 40)]);
    }
    let (recordings, aside) = read("dom.mobs", &out.bytes);
    assert!(recordings[0].count > 100_000 && aside.is_empty(), "{aside:?}");
}

#[test]
fn tabs_beyond_the_limit_are_left_out() {
    let mut out = Encoder::new(Version::Third);
    out.message(0, &[U(500)]).message(118, &[S("t")]);
    page(&mut out);
    for tab in 1..MAX_TABS + 3 {
        out.message(118, &[S(&format!("t{tab}"))]).message(22, &[S("info"), S("hello")]);
    }
    let (recordings, _) = read("dom.mobs", &out.bytes);
    let text = lines(&recordings[0]).join("\n");
    assert!(text.contains(&format!("\"windowId\":\"t{}\"", MAX_TABS - 1)));
    assert!(!text.contains(&format!("\"windowId\":\"t{MAX_TABS}\"")));
}
