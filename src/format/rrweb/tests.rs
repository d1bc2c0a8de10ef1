//! Events in, vocabulary out: every kind, in its usual and its odd forms.

use super::*;
use crate::event::{AttributeChange, MoveKind, NodeContent, NodeId, PressKind};
use crate::format::limits::{MAX_ATTRIBUTES, MAX_NODE_DEPTH, MAX_NODES};
use std::fmt::Write as _;

const META: &str =
    r#"{"type":4,"data":{"href":"https://a.example/","width":800,"height":600},"timestamp":1000}"#;

/// The kinds that `lines` decode to, after a page was entered at 1000 ms, and the warnings.
fn kinds(lines: &[&str]) -> (Vec<EventKind>, Vec<String>) {
    let text = std::iter::once(META).chain(lines.iter().copied()).collect::<Vec<_>>().join("\n");
    let decoded = decode(text.as_bytes());
    let kinds = decoded.events.into_iter().skip(1).map(|event| event.kind).collect();
    (kinds, decoded.warnings.into_iter().map(|w| format!("{}: {}", w.event, w.why)).collect())
}

/// The one kind that the data of an incremental event decodes to, as text.
#[track_caller]
fn check(data: &str, expected: &str) {
    let line = format!(r#"{{"type":3,"timestamp":2000,"data":{data}}}"#);
    let (kinds, warnings) = kinds(&[&line]);
    let mut found = format!("{:?}", kinds[0]).replace("NodeId", "#");
    for warning in warnings {
        write!(found, " / {warning}").unwrap();
    }
    assert_eq!(found, expected, "{data}");
}

#[test]
fn changes_become_vocabulary() {
    check(
        r#"{"source":1,"positions":[{"x":1,"y":2,"id":7,"timeOffset":-100},{"x":3,"y":4.5,"timeOffset":-1500}]}"#,
        "Moves { by: Mouse, positions: [Position { at: Time(0), point: Point { x: 3.0, y: 4.5 }, node: None }, \
         Position { at: Time(900), point: Point { x: 1.0, y: 2.0 }, node: Some(#(7)) }] }",
    );
    check(
        r#"{"source":2,"type":2,"id":5,"x":10,"y":20,"pointerType":2}"#,
        "Press { kind: Click, node: #(5), point: Some(Point { x: 10.0, y: 20.0 }), pointer: Touch }",
    );
    check(
        r#"{"source":2,"type":5,"id":5,"x":0,"y":0}"#,
        "Press { kind: Focus, node: #(5), point: None, pointer: Mouse }",
    );
    check(
        r#"{"source":2,"type":7,"id":5,"x":1,"y":1}"#,
        "Press { kind: TouchStart, node: #(5), point: Some(Point { x: 1.0, y: 1.0 }), pointer: Touch }",
    );
    check(r#"{"source":3,"id":1,"x":0,"y":250.5}"#, "Scroll { node: #(1), to: Point { x: 0.0, y: 250.5 } }");
    check(r#"{"source":4,"width":320,"height":0}"#, "Resize(Size { width: 320.0, height: 0.0 })");
    check(
        r#"{"source":5,"id":9,"text":"a\ud83d","isChecked":false,"userTriggered":true}"#,
        "Input { node: #(9), text: \"a\u{fffd}\", checked: false, by_user: Some(true) }",
    );
    check(
        r#"{"source":7,"type":2,"id":4,"currentTime":1.5}"#,
        "Media { node: #(4), action: Seek, position_s: Some(1.5) }",
    );
    check(
        r#"{"source":8,"id":3,"adds":[{"rule":"a{}"},{"rule":"b{}","index":1},{"rule":"c{}","index":[0,2]}],"removes":[{"index":4}],"replaceSync":"x{}"}"#,
        "Rules(RuleChange { sheet: Node(#(3)), adds: [(\"a{}\", []), (\"b{}\", [1]), (\"c{}\", [0, 2])], \
         removes: [[4]], replace: Some(\"x{}\") })",
    );
    check(
        r#"{"source":13,"styleId":2,"index":[0,1],"set":{"property":"color","value":"red","priority":"important"}}"#,
        "Declaration(DeclarationChange { sheet: Constructed(2), rule: [0, 1], set: Some((\"color\", \"red !important\")), remove: None })",
    );
    check(
        r#"{"source":15,"id":1,"styleIds":[1,2],"styles":[{"styleId":2,"rules":[{"rule":"a{}","index":0}]}]}"#,
        "Adopted(AdoptedChange { root: #(1), new: [(2, [(\"a{}\", [0])])], sheets: [1, 2] })",
    );
    check(
        r#"{"source":14,"ranges":[{"start":1,"startOffset":2,"end":3,"endOffset":4}]}"#,
        "Selection([SelectionRange { start: #(1), start_offset: 2, end: #(3), end_offset: 4 }])",
    );
    check(
        r#"{"source":10,"family":"Inter","fontSource":"[119,79,70,50]","buffer":true}"#,
        "Font { family: \"Inter\", source: \"data:font/woff2;base64,d09GMg==\" }",
    );
    check(
        r#"{"source":9,"id":8,"type":0,"commands":[{"property":"clearRect","args":[0,0,1,1]},{"property":"drawImage","args":[{"rr_type":"ImageBitmap","args":[{"rr_type":"Blob","data":[{"rr_type":"ArrayBuffer","base64":"AAAA"}],"type":"image/webp"}]},0,0]}]}"#,
        "Canvas { node: #(8), image: \"data:image/webp;base64,AAAA\" }",
    );
    check(
        r#"{"source":9,"id":8,"type":0,"property":"fillRect","args":[1]}"#,
        "Other { name: \"canvas commands\" }",
    );
    check(r#"{"source":16,"define":{"name":"x-a"}}"#, "Other { name: \"custom element\" }");
}

#[test]
fn what_is_not_understood_is_kept_by_name() {
    check(r#"{"source":42}"#, "Other { name: \"source 42\" } / 2: Changes of source 42 are not known.");
    check("{}", "Other { name: \"no source\" } / 2: The change has no source.");
    check(
        r#"{"source":3,"id":null,"x":1,"y":2}"#,
        "Other { name: \"source 3\" } / 2: The change of source 3 lacks what it needs, or it is not known.",
    );
    let (kinds, warnings) = kinds(&[
        r#"{"type":9,"data":{},"timestamp":2000}"#,
        r#"{"type":3,"timestamp":2001}"#,
        r#"{"type":3,"data":"text","timestamp":2002}"#,
        r#"{"data":{},"timestamp":2003}"#,
        r#"{"type":2,"data":{"wireframes":[]},"timestamp":2004}"#,
        "nonsense",
        r#"{"type":1,"timestamp":2005}"#,
    ]);
    let names: Vec<String> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
    assert_eq!(
        names,
        [
            "Other { name: \"type 9\" }",
            "Other { name: \"type 3 without data\" }",
            "Other { name: \"type 3 without data\" }",
            "Other { name: \"no type\" }",
            "Other { name: \"mobile wireframes\" }",
            "Loaded"
        ]
    );
    assert_eq!(warnings.len(), 6, "{warnings:?}");
    assert!(warnings.contains(&"7: This line is not a whole JSON object.".to_owned()));
}

#[test]
fn mutations_keep_order_and_kinds_of_values() {
    let line = r#"{"type":3,"timestamp":2000,"data":{"source":0,
        "texts":[{"id":4,"value":"x"},{"id":5,"value":null}],
        "attributes":[{"id":6,"attributes":{"class":null,"hidden":true,"width":7,"title":"t","style":{"color":"red","top":false,"left":["1px","important"],"right":["2px",""]}}}],
        "removes":[{"parentId":1,"id":2},{"id":3},{"parentId":1}],
        "adds":[{"parentId":1,"nextId":null,"previousId":8,"node":{"type":2,"tagName":"lineargradient","isSVG":true,"attributes":{"a":1,"b":true,"c":null,"d":false,"e":"&amp;"},"childNodes":[],"id":10}},
                {"parentId":1,"nextId":2}]}}"#
        .replace('\n', "");
    let (kinds, warnings) = kinds(&[&line]);
    let EventKind::Mutation(found) = &kinds[0] else { panic!("{kinds:?}") };
    assert_eq!(found.texts, [(NodeId(4), "x".into()), (NodeId(5), "".into())]);
    let style = AttributeChange::Style(vec![
        ("color".into(), Some("red".into())),
        ("top".into(), None),
        ("left".into(), Some("1px !important".into())),
        ("right".into(), Some("2px".into())),
    ]);
    let expected = vec![
        ("class".into(), AttributeChange::Remove),
        ("hidden".into(), AttributeChange::Set("".into())),
        ("width".into(), AttributeChange::Set("7".into())),
        ("title".into(), AttributeChange::Set("t".into())),
        ("style".into(), style),
    ];
    assert_eq!(found.attributes, [(NodeId(6), expected)]);
    assert_eq!(found.removes.len(), 2);
    assert_eq!(found.adds.len(), 1);
    assert_eq!((found.adds[0].next, found.adds[0].previous), (None, Some(NodeId(8))));
    let attributes = vec![("a".into(), "1".into()), ("b".into(), "".into()), ("e".into(), "&amp;".into())];
    let content = NodeContent::Element { tag: "linearGradient".into(), svg: true, attributes };
    assert_eq!(found.adds[0].nodes[0].content, content);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

/// A snapshot's line with `levels` nested elements.
fn nested(levels: usize) -> String {
    let open = (2..levels + 2).fold(String::new(), |open, id| {
        open + &format!(r#"{{"id":{id},"type":2,"tagName":"p","attributes":{{}},"childNodes":["#)
    });
    let tree = format!(r#"{{"type":0,"childNodes":[{open}{}],"id":1}}"#, "]}".repeat(levels));
    format!(r#"{{"type":2,"data":{{"node":{tree},"initialOffset":{{"top":12,"left":0}}}},"timestamp":2000}}"#)
}

#[test]
fn depth_is_kept_up_to_the_limit() {
    for (levels, kept, warned) in [(200, 201, false), (511, 512, false), (100_000, MAX_NODE_DEPTH, true)] {
        let (kinds, warnings) = kinds(&[&nested(levels)]);
        let EventKind::Snapshot(found) = &kinds[0] else { panic!("no snapshot") };
        assert_eq!((found.nodes.len(), found.scroll), (kept, Point::new(0.0, 12.0)));
        assert_eq!((found.nodes[0].parent, found.nodes[kept - 1].parent.is_some()), (None, true));
        assert_eq!(!warnings.is_empty(), warned, "{warnings:?}");
    }
}

#[test]
fn numbers_are_unique_in_a_snapshot() {
    let node = r#"{"type":0,"id":1,"childNodes":[{"type":2,"tagName":"a","id":1,"childNodes":[{"type":3,"id":9,"textContent":"lost"}]},
        {"type":3,"textContent":"no number"},{"type":77,"id":4},{"type":3,"id":5,"textContent":"kept","isShadow":true},7,null]}"#
        .replace('\n', "");
    let line = format!(r#"{{"type":2,"data":{{"node":{node}}},"timestamp":2000}}"#);
    let (kinds, warnings) = kinds(&[&line]);
    let EventKind::Snapshot(found) = &kinds[0] else { panic!("no snapshot") };
    let ids: Vec<_> = found.nodes.iter().map(|node| (node.id.0, node.parent, node.in_shadow)).collect();
    assert_eq!(ids, [(1, None, false), (5, Some(NodeId(1)), true)]);
    assert_eq!(warnings.len(), 1);
}

#[test]
fn events_are_sorted_and_windows_numbered() {
    let decoded = decode(
        br#"{"type":3,"data":{"source":2,"type":2,"id":1},"timestamp":1700000000300.7,"windowId":"b"}
{"type":4,"data":{"href":"x","width":1,"height":1},"timestamp":1700000000000.2,"windowId":"a"}
{"type":5,"data":{"tag":"performanceSpan","payload":{"op":"paint"}},"timestamp":1700000000.1,"windowId":"a"}"#,
    );
    assert_eq!(decoded.started_at_ms, 1_700_000_000_000);
    let seen: Vec<_> = decoded.events.iter().map(|event| (event.at.0, event.window)).collect();
    assert_eq!(seen, [(0, 0), (100, 0), (300, 1)]);
    let custom = EventKind::Custom { tag: "performanceSpan".into(), payload: r#"{"op":"paint"}"#.into() };
    assert_eq!(decoded.events[1].kind, custom);
    assert!(matches!(decoded.events[2].kind, EventKind::Press { kind: PressKind::Click, .. }));
    assert_eq!(decoded.warnings, []);
}

#[test]
fn a_page_that_nobody_entered_is_entered() {
    let snapshot = r#"{"type":2,"data":{"node":{"type":0,"id":1,"childNodes":[]}},"timestamp":5}"#;
    let in_2018 = format!(
        "{snapshot}\n{}\n{}",
        r#"{"type":0,"data":{"href":"https://a.example/x"},"timestamp":6}"#,
        r#"{"type":1,"data":{"width":800,"height":600},"timestamp":7}"#
    );
    let decoded = decode(in_2018.as_bytes());
    let meta = EventKind::Meta { href: "https://a.example/x".into(), viewport: Size::new(800.0, 600.0) };
    assert_eq!(decoded.events[0].kind, meta);
    assert_eq!((decoded.events.len(), decoded.warnings.len()), (4, 0));

    let decoded = decode(snapshot.as_bytes());
    let meta = EventKind::Meta { href: "about:blank".into(), viewport: Size::default() };
    assert_eq!(decoded.events[0].kind, meta);
    assert_eq!((decoded.events.len(), decoded.warnings.len()), (2, 1));
}

#[test]
fn an_empty_viewport_is_kept_and_told() {
    let decoded = decode(br#"{"type":4,"data":{"href":"x","width":0,"height":0},"timestamp":5}"#);
    assert_eq!(decoded.events[0].kind, EventKind::Meta { href: "x".into(), viewport: Size::default() });
    assert_eq!(decoded.warnings.len(), 1);
}

#[test]
fn nothing_is_no_recording() {
    assert_eq!(decode(b""), Decoded::default());
    assert_eq!(decode(b"\n\n").events, []);
    assert_eq!(decode(b"\xff\xfe{").events, []);
    let moves = EventKind::Moves { by: MoveKind::Touch, positions: Vec::new() };
    assert_eq!(
        decode(br#"{"type":3,"data":{"source":6,"positions":null},"timestamp":5}"#).events[0].kind,
        moves
    );
}

#[test]
fn what_is_beyond_measure_is_left_out() {
    let attributes: String = (0..MAX_ATTRIBUTES + 5).fold(String::new(), |mut all, n| {
        write!(all, "\"a{n}\":\"\",").unwrap();
        all
    });
    let long = "é".repeat(MAX_VALUE_BYTES / 2 + 1);
    let line = format!(
        r#"{{"type":2,"timestamp":2000,"data":{{"node":{{"type":2,"tagName":"p","id":1,"attributes":{{{}}},"childNodes":[{{"type":3,"id":2,"textContent":"{long}"}}]}}}}}}"#,
        attributes.trim_end_matches(',')
    );
    let (kinds, warnings) = kinds(&[&line]);
    let EventKind::Snapshot(found) = &kinds[0] else { panic!("no snapshot") };
    let NodeContent::Element { attributes, .. } = &found.nodes[0].content else { panic!("no element") };
    assert_eq!(attributes.len(), MAX_ATTRIBUTES);
    let NodeContent::Text(text) = &found.nodes[1].content else { panic!("no text") };
    assert_eq!(text.len(), MAX_VALUE_BYTES);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn nodes_are_counted() {
    let mut children = String::with_capacity(MAX_NODES * 24);
    for id in 2..MAX_NODES + 12 {
        write!(children, r#"{{"type":5,"id":{id}}},"#).unwrap();
    }
    let children = children.trim_end_matches(',');
    let line = format!(
        r#"{{"type":2,"timestamp":2000,"data":{{"node":{{"type":0,"id":1,"childNodes":[{children}]}}}}}}"#
    );
    let (kinds, warnings) = kinds(&[&line]);
    let EventKind::Snapshot(found) = &kinds[0] else { panic!("no snapshot") };
    assert_eq!((found.nodes.len(), warnings.len()), (MAX_NODES, 1));
    assert!(warnings[0].contains("11 nodes"), "{warnings:?}");
}

#[test]
fn warnings_are_counted_beyond_the_limit() {
    let decoded = decode("x\n".repeat(MAX_WARNINGS + 50).as_bytes());
    assert_eq!(decoded.warnings.len(), MAX_WARNINGS);
    assert_eq!(decoded.warnings[MAX_WARNINGS - 1].why, "And 51 more of the kind.");
}
