//! No recording makes the pass panic, and what it gives always hangs together.

use crate::visit::Visit;
use proptest::prelude::*;
use wherefore::event::{
    AttributeChange, Event, EventKind, MoveKind, Mutation, NodeId, Point, PointerKind, Position, PressKind,
    Removed, SelectionRange, Size, Time,
};
use wherefore::facts::{self, Facts, Rules};

const PAGE: &str = r#"<main id="m"><button id="b">Buy</button><input id="coupon"><p id="p">x</p><label id="l" for="coupon">c</label></main>"#;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(f64::NAN), Just(f64::INFINITY), -2000.0..2000.0, Just(1e300)]
}

fn point() -> impl Strategy<Value = Point> {
    (number(), number()).prop_map(|(x, y)| Point::new(x, y))
}

fn node() -> impl Strategy<Value = NodeId> {
    (-2_i64..14).prop_map(NodeId)
}

fn press() -> impl Strategy<Value = EventKind> {
    let kinds = prop::sample::select(vec![
        PressKind::Click,
        PressKind::Click,
        PressKind::Down,
        PressKind::DoubleClick,
        PressKind::Focus,
        PressKind::Blur,
        PressKind::TouchStart,
        PressKind::TouchEnd,
    ]);
    let pointers = prop::sample::select(vec![PointerKind::Mouse, PointerKind::Touch]);
    (kinds, node(), prop::option::of(point()), pointers)
        .prop_map(|(kind, node, point, pointer)| EventKind::Press { kind, node, point, pointer })
}

fn told() -> impl Strategy<Value = EventKind> {
    let tags = vec!["add_to_cart", "purchase", "coupon_rejected", "$pageview", "breadcrumb", "error", ""];
    let payloads = vec![
        r#"{"value":1e999,"items":[{"price":-1}]}"#,
        r#"{"href":"::::"}"#,
        r#"{"category":"navigation","data":{"to":"/x"}}"#,
        "[[],{}]",
        "null",
        "{",
        r#"{"value":3,"transaction_id":7,"currency":"EUR"}"#,
    ];
    (prop::sample::select(tags), prop::sample::select(payloads))
        .prop_map(|(tag, payload)| EventKind::Custom { tag: tag.into(), payload: payload.into() })
}

fn kind() -> impl Strategy<Value = EventKind> {
    let hrefs = prop::sample::select(vec![
        "",
        "https://a.example/",
        "https://a.example/p/1#x",
        "nonsense",
        "data:,x",
    ]);
    let change = (node(), node(), "[a-z ’]{0,12}").prop_map(|(node, other, text)| {
        EventKind::Mutation(Box::new(Mutation {
            removes: vec![Removed { parent: other, node }],
            adds: Vec::new(),
            texts: vec![(other, text.as_str().into())],
            attributes: vec![(node, vec![("class".into(), AttributeChange::Set(text.as_str().into()))])],
        }))
    });
    prop_oneof![
        3 => press(),
        2 => told(),
        2 => change,
        1 => Just(EventKind::Parsed),
        1 => Just(EventKind::Loaded),
        2 => (hrefs, number(), number()).prop_map(|(href, width, height)| EventKind::Meta {
            href: href.into(),
            viewport: Size::new(width, height)
        }),
        2 => (node(), point()).prop_map(|(node, to)| EventKind::Scroll { node, to }),
        1 => (number(), number()).prop_map(|(width, height)| EventKind::Resize(Size::new(width, height))),
        2 => (node(), "[a-z]{0,3}", any::<bool>(), prop::option::of(any::<bool>())).prop_map(
            |(node, text, checked, by_user)| EventKind::Input { node, text: text.as_str().into(), checked, by_user }
        ),
        1 => (point(), -50_i64..50_000).prop_map(|(point, at)| EventKind::Moves {
            by: MoveKind::Touch,
            positions: vec![Position { at: Time(at), point, node: None }]
        }),
        1 => (node(), node(), 0_u32..9).prop_map(|(start, end, end_offset)| {
            EventKind::Selection(vec![SelectionRange { start, start_offset: 0, end, end_offset }])
        }),
        1 => Just(EventKind::Plugin { name: "rrweb/console@1".into(), payload: r#"{"level":"error","payload":[7]}"#.into() }),
    ]
}

fn check(facts: &Facts) {
    let views = facts.page_views.len();
    assert!(
        facts
            .page_views
            .iter()
            .enumerate()
            .all(|(at, view)| view.index as usize == at && view.start <= view.end)
    );
    assert!(facts.page_views.windows(2).all(|pair| pair[0].end <= pair[1].start));
    assert!(facts.interactions.iter().all(|done| (done.page_view as usize) < views));
    assert!(
        facts.signals.iter().all(|signal| (signal.page_view as usize) < views && signal.at <= signal.end)
    );
    assert!(facts.signals.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert!(facts.interactions.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert!(facts.stages.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert!(facts.page_views.iter().flat_map(|view| &view.bands).all(|band| band.ms >= 0));
    assert!(facts.active_ms >= 0 && facts.active_ms <= facts.duration_ms);
    assert!(facts.idle.iter().all(|(from, to)| from < to));
    assert_eq!(facts.activity.len(), 64);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn facts_hang_together(
        events in prop::collection::vec((0_i64..3000, 0_u16..2, kind(), any::<bool>()), 0..60),
        with_page in any::<bool>(),
    ) {
        let mut visit = if with_page { Visit::on(PAGE) } else { Visit::empty() };
        let mut at = 0;
        for (gap, window, kind, again) in events {
            at += gap;
            if again && with_page && gap < 100 {
                visit.window = window;
                visit.snapshot(at, PAGE);
            }
            visit.events.push(Event { at: Time(at), window, kind });
        }
        let facts = facts::derive(&visit.events, &Rules::default());
        check(&facts);
        prop_assert_eq!(facts::derive(&visit.events, &Rules::default()).signals.len(), facts.signals.len());
    }
}
