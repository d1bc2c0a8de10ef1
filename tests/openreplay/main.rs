//! `OpenReplay`'s recordings: written by a recorder of our own, read through the public door.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the numbers of the samples are small and whole"
)]

mod encode;
mod wrong;

use encode::{B, Encoder, I, Recorder, S, U, Version};
use std::fs;
use std::path::Path;
use wherefore::event::{EventKind, Time};
use wherefore::format::{Format, Item, RawRecording, SetAside, decode, list};
use wherefore::job::Progress;
use wherefore::replay::{Problems, Replay, dump};

const VERSIONS: [Version; 4] = [Version::Plain, Version::Numbered, Version::Second, Version::Third];

/// What is in a file of these bytes.
fn read(name: &str, bytes: &[u8]) -> (Vec<RawRecording>, Vec<SetAside>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let progress = Progress::default();
    let (mut recordings, mut aside) = (Vec::new(), Vec::new());
    for unit in list(&[path], &progress).units {
        let mut sink = |item| match item {
            Item::Recording(recording) => recordings.push(recording),
            Item::SetAside(part) => aside.push(part),
            _ => {}
        };
        unit.read(&progress, &mut sink).unwrap();
    }
    (recordings, aside)
}

#[track_caller]
fn only(bytes: &[u8]) -> RawRecording {
    let (mut recordings, aside) = read("dom.mobs", bytes);
    assert_eq!(aside, [], "all of it is read");
    assert_eq!(recordings.len(), 1);
    let recording = recordings.remove(0);
    assert_eq!(recording.format, Format::OpenReplay);
    recording
}

fn lines(recording: &RawRecording) -> Vec<&str> {
    std::str::from_utf8(&recording.events).unwrap().lines().collect()
}

/// The events that `write` makes after a small page was built at 1000, as lines.
fn after_page(write: impl Fn(&mut Encoder)) -> Vec<String> {
    let mut out = Encoder::new(Version::Third);
    page(&mut out);
    let before = lines(&only(&out.bytes)).len();
    out.message(0, &[U(2000)]);
    write(&mut out);
    let recording = only(&out.bytes);
    lines(&recording).into_iter().skip(before).map(str::to_owned).collect()
}

/// `<html><body class=a><p>Hello</p><input><style></style></body>`
fn page(out: &mut Encoder) {
    out.message(81, &[U(1), U(1), U(0), I(1000), S("https://a.example/")])
        .message(0, &[U(1000)])
        .message(122, &[S("https://a.example/shop"), S(""), U(900), S("Shop")])
        .message(5, &[U(800), U(600)])
        .message(7, &[])
        .message(8, &[U(1), U(0), U(0), S("BODY"), B(false)])
        .message(12, &[U(1), S("class"), S("a")])
        .message(8, &[U(2), U(1), U(0), S("P"), B(false)])
        .message(9, &[U(3), U(2), U(0)])
        .message(14, &[U(3), S("Hello")])
        .message(8, &[U(4), U(1), U(1), S("INPUT"), B(false)])
        .message(18, &[U(4), S("typed"), I(-1)])
        .message(8, &[U(5), U(1), U(2), S("STYLE"), B(false)])
        .message(6, &[I(0), I(120)]);
}

const PAGE: [&str; 3] = [
    r#"{"type":0,"data":{},"timestamp":1000}"#,
    r#"{"type":4,"data":{"height":600,"href":"https://a.example/shop","width":800},"timestamp":1000}"#,
    concat!(
        r#"{"type":2,"data":{"node":{"type":0,"id":1,"childNodes":[{"type":1,"name":"html","publicId":"","systemId":"","id":2},"#,
        r#"{"type":2,"id":3,"tagName":"html","attributes":{},"childNodes":[{"type":2,"id":4,"tagName":"body","attributes":{"class":"a"},"childNodes":["#,
        r#"{"type":2,"id":5,"tagName":"p","attributes":{},"childNodes":[{"type":3,"id":6,"textContent":"Hello"}]},"#,
        r#"{"type":2,"id":7,"tagName":"input","attributes":{"value":"typed"},"childNodes":[]},"#,
        r#"{"type":2,"id":8,"tagName":"style","attributes":{},"childNodes":[]}]}]}]},"initialOffset":{"left":0,"top":120}},"timestamp":1000}"#
    ),
];

#[test]
fn a_burst_of_creations_is_one_snapshot() {
    for version in VERSIONS {
        let mut out = Encoder::new(version);
        page(&mut out);
        assert_eq!(lines(&only(&out.bytes)), PAGE, "{version:?}");
        // Older ones have no header; they are told by their name.
        if version == Version::Plain {
            let (recordings, aside) = read("dom.mobs", &out.bytes[8..]);
            assert_eq!((recordings.len(), aside.len()), (1, 0), "{aside:?}");
        }
    }
}

#[track_caller]
fn check(write: impl Fn(&mut Encoder), expected: &[&str]) {
    let found = after_page(write);
    let found: Vec<&str> = found.iter().map(|line| line.trim_end_matches(",\"timestamp\":2000}")).collect();
    let expected: Vec<String> = expected.iter().map(|data| format!("{{\"type\":{data}")).collect();
    assert_eq!(found, expected);
}

#[test]
fn changes_of_one_moment_are_one_mutation() {
    check(
        |out| {
            out.message(8, &[U(9), U(1), U(1), S("linearGradient"), B(true)])
                .message(9, &[U(10), U(1), U(2)])
                .message(14, &[U(10), S("\u{1}\"x\"")])
                .message(9, &[U(11), U(9), U(0)])
                .message(10, &[U(2), U(9), U(1)])
                .message(11, &[U(5)])
                .message(14, &[U(3), S("Bye")])
                .message(12, &[U(1), S("id"), S("b")])
                .message(13, &[U(1), S("class")]);
        },
        &[concat!(
            r#"3,"data":{"source":0,"texts":[],"attributes":[{"id":4,"attributes":{"class":null,"id":"b"}}],"#,
            r#""removes":[{"parentId":4,"id":5},{"parentId":4,"id":8}],"adds":["#,
            r#"{"parentId":4,"nextId":7,"node":{"type":3,"id":13,"textContent":"\u0001\"x\""}},"#,
            r#"{"parentId":4,"nextId":13,"node":{"type":2,"id":12,"isSVG":true,"tagName":"linearGradient","attributes":{},"childNodes":[]}},"#,
            r#"{"parentId":12,"nextId":null,"node":{"type":2,"id":5,"tagName":"p","attributes":{},"childNodes":[]}},"#,
            r#"{"parentId":5,"nextId":null,"node":{"type":3,"id":6,"textContent":"Bye"}},"#,
            r#"{"parentId":12,"nextId":5,"node":{"type":3,"id":14,"textContent":""}}]}"#
        )],
    );
}

#[test]
fn attributes_come_in_many_ways() {
    check(
        |out| {
            out.message(34, &[U(1), S("title")])
                .message(34, &[U(2), S("global")])
                .message(35, &[U(2), U(1), U(2)])
                .message(43, &[S("k"), S("lang")])
                .message(43, &[S("v"), S("fi")])
                .message(52, &[U(2), S("k"), S("v")])
                .message(50, &[U(1), S("dir")])
                .message(50, &[U(2), S("rtl")])
                .message(51, &[U(2), U(1), U(2)])
                .message(60, &[U(2), S("src"), S("i.png"), S("https://a.example/x/")])
                .message(61, &[U(5), S("a{b:url(c)}"), S("https://a.example/x/y.css")]);
        },
        &[concat!(
            r#"3,"data":{"source":0,"texts":[],"attributes":[{"id":5,"attributes":{"dir":"rtl","lang":"fi","src":"https://a.example/x/i.png","title":"global"}},"#,
            r#"{"id":8,"attributes":{"_cssText":"a{b:url(https://a.example/x/c)}"}}],"removes":[],"adds":[]}"#
        )],
    );
}

#[test]
fn what_the_visitor_did_is_told_in_order() {
    check(
        |out| {
            out.message(20, &[U(10), U(20)])
                .message(20, &[U(11), U(21)])
                .message(69, &[U(4), U(300), S("Name"), S("p > input")])
                .message(58, &[I(4)])
                .message(18, &[U(4), S(""), I(3)])
                .message(19, &[U(4), B(true)])
                .message(58, &[I(-1)])
                .message(6, &[I(0), I(-5)])
                .message(16, &[U(2), I(7), I(8)])
                .message(16, &[U(0), I(0), I(9)])
                .message(5, &[U(320), U(480)]);
        },
        &[
            r#"3,"data":{"positions":[{"timeOffset":0,"x":10,"y":20},{"timeOffset":0,"x":11,"y":21}],"source":1}"#,
            r#"3,"data":{"hesitationTime":300,"id":7,"label":"Name","selector":"p > input","source":2,"type":2,"x":11,"y":21}"#,
            r#"3,"data":{"id":7,"source":2,"type":5}"#,
            r#"3,"data":{"id":7,"isChecked":false,"source":5,"text":"***"}"#,
            r#"3,"data":{"id":7,"isChecked":true,"source":5,"text":"***"}"#,
            r#"3,"data":{"id":7,"source":2,"type":6}"#,
            r#"3,"data":{"id":1,"source":3,"x":0,"y":-5}"#,
            r#"3,"data":{"id":5,"source":3,"x":7,"y":8}"#,
            r#"3,"data":{"id":1,"source":3,"x":0,"y":9}"#,
            r#"3,"data":{"height":480,"source":4,"width":320}"#,
        ],
    );
}

#[test]
fn what_the_page_said_is_kept_under_its_name() {
    check(
        |out| {
            out.message(22, &[S("error"), S("it \"broke\"")])
                .message(83, &[S("fetch"), S("GET"), S("/x"), S("q"), S("r"), U(404), U(1990), U(7), U(50)])
                .message(122, &[S("https://a.example/cart"), S("https://a.example/shop"), U(0), S("Cart")])
                .message(55, &[B(true)])
                .message(57, &[U(0), S("Inter"), S("url(x)"), S("")])
                .message(120, &[I(-7)]);
        },
        &[
            r#"6,"data":{"payload":{"level":"error","payload":["\"it \\\"broke\\\"\""],"trace":[]},"plugin":"rrweb/console@1"}"#,
            concat!(
                r#"6,"data":{"payload":{"requests":[{"duration":7,"endTime":1997,"initiatorType":"fetch","method":"GET","name":"/x","#,
                r#""requestBody":"q","responseBody":"r","startTime":1990,"status":404,"transferSize":50}]},"plugin":"rrweb/network@1"}"#
            ),
            r#"5,"data":{"payload":{"href":"https://a.example/cart","referrer":"https://a.example/shop","title":"Cart"},"tag":"url_change"}"#,
            r#"5,"data":{"payload":{"hidden":true},"tag":"openreplay/SetPageVisibility"}"#,
            r#"3,"data":{"buffer":false,"descriptors":"","family":"Inter","fontSource":"url(x)","source":10}"#,
            r#"5,"data":{"payload":{"tagId":-7},"tag":"openreplay/TagTrigger"}"#,
        ],
    );
}

/// The page at its end, without the numbers of nodes.
fn end(bytes: &[u8]) -> String {
    let recording = only(bytes);
    let decoded = decode(&recording.events);
    assert_eq!(decoded.warnings, []);
    let replay = Replay::new(decoded.events, &Progress::default()).unwrap();
    let state = replay.state_at(replay.duration());
    assert_eq!(state.problems(), Problems::default());
    dump(&state)
}

#[test]
fn frames_shadows_and_sheets_are_replayed() {
    let mut out = Encoder::new(Version::Second);
    page(&mut out);
    out.message(8, &[U(20), U(1), U(3), S("IFRAME"), B(false)])
        .message(70, &[U(20), U(21)])
        .message(8, &[U(22), U(21), U(0), S("HTML"), B(false)])
        .message(0, &[U(2000)])
        // A host with a shadow root, and a frame that moves with its document.
        .message(8, &[U(30), U(1), U(0), S("X-CARD"), B(false)])
        .message(70, &[U(30), U(31)])
        .message(8, &[U(32), U(31), U(0), S("B"), B(false)])
        .message(8, &[U(23), U(22), U(0), S("I"), B(false)])
        .message(10, &[U(20), U(2), U(0)])
        .message(0, &[U(3000)])
        .message(72, &[U(90), S("a{b:c} d{e:f}")])
        .message(74, &[U(90), S("x{}"), U(1)])
        .message(76, &[U(90), U(0)])
        .message(76, &[U(90), U(31)])
        .message(75, &[U(90), U(0)])
        .message(74, &[U(91), S("own{}"), U(0)])
        .message(76, &[U(91), U(5)])
        .message(77, &[U(90), U(31)])
        .message(0, &[U(4000)])
        .message(16, &[U(22), I(0), I(40)]);
    let expected = "window 0 \"https://a.example/shop\" 800×600 scroll 0,120
#document adopted \" x{}\\nd{e:f}\" [1]
  <!DOCTYPE html> [2]
  <html> [3]
    <body class=\"a\"> [4]
      <x-card> [33]
        (shadow) <b> [35]
      <p> [5]
        <iframe> [23]
          #document scroll 0,40 [24]
            <html> [25]
              <i> [26]
        \"Hello\" [6]
      <input value=\"typed\"> [7]
      <style> sheet \"own{}\\n\" [8]
";
    assert_eq!(end(&out.bytes), expected);
}

#[test]
fn tabs_are_windows_and_pages_are_entered() {
    let mut out = Encoder::new(Version::Third);
    out.message(0, &[U(500)]).message(118, &[S("t1")]);
    page(&mut out);
    out.message(118, &[S("t2")])
        .message(0, &[U(900)])
        .message(4, &[S("https://a.example/other"), S(""), U(5)])
        .message(7, &[])
        .message(118, &[S("t1")])
        .message(0, &[U(1500)])
        // A page load: the address comes before its document.
        .message(122, &[S("https://a.example/cart"), S(""), U(3), S("")])
        .message(0, &[U(1600)])
        .message(7, &[])
        .message(118, &[S("t2")])
        .message(0, &[U(1700)])
        .message(20, &[U(1), U(2)]);
    let recording = only(&out.bytes);
    let decoded = decode(&recording.events);
    let told: Vec<(i64, u16)> = decoded.events.iter().map(|event| (event.at.0, event.window)).collect();
    assert_eq!(
        told,
        [(0, 0), (0, 0), (0, 0), (100, 1), (100, 1), (100, 1), (700, 1), (700, 1), (700, 1), (800, 0)]
    );
    let text = lines(&recording).join("\n");
    assert!(text.contains("\"windowId\":\"t1\"") && text.contains("\"windowId\":\"t2\""));
    assert_eq!(
        (text.matches("\"type\":2,\"data\":{\"node").count(), text.matches("url_change").count()),
        (3, 0)
    );
}

#[test]
fn a_recording_gives_the_pages_it_was_made_from() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions/nordlund/recordings");
    for name in ["nl-1101-k7.json.gz", "nl-1104-d5.json.gz", "nl-1105-b2.json.gz"] {
        let (sample, _) = read(name, &fs::read(root.join(name)).unwrap());
        let decoded = decode(&sample[0].events);
        let mut recorder = Recorder::new(Version::Third);
        let mut pages = Vec::new();
        let mut entered = false;
        for (number, event) in decoded.events.iter().enumerate() {
            recorder.event(event, decoded.started_at_ms + event.at.0);
            let last_of_its_time = decoded.events.get(number + 1).is_none_or(|next| next.at > event.at);
            entered = match event.kind {
                EventKind::Meta { .. } => false,
                EventKind::Snapshot(_) => true,
                _ => entered,
            };
            if number % 11 == 0 && last_of_its_time && entered {
                pages.push((event.at, plain(&dump(recorder.page()))));
            }
        }
        let found = decode(&only(&recorder.out.bytes).events);
        let shift = found.started_at_ms - decoded.started_at_ms;
        let replay = Replay::new(found.events, &Progress::default()).unwrap();
        assert!(pages.len() > 10);
        for (at, expected) in pages {
            let state = replay.state_at(Time(at.0 - shift));
            assert_eq!(plain(&dump(&state)), expected, "{name} at {at:?}");
        }
    }
}

/// A page's text without what such recordings cannot hold: numbers of nodes, comments, pointer and focus.
fn plain(dump: &str) -> String {
    let kept = dump.lines().filter(|line| {
        let line = line.trim_start();
        !["<!--", "mouse ", "finger ", "focus "].iter().any(|start| line.starts_with(start))
    });
    let lines = kept.map(|line| line.rsplit_once(" [").map_or(line, |(rest, _)| rest));
    lines.collect::<Vec<_>>().join("\n")
}
