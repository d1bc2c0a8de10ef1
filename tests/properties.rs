//! Laws that hold for any list of events, hostile ones included.

use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use wherefore::event::{
    Added, AdoptedChange, AttributeChange, DeclarationChange, Event, EventKind, MediaAction, MoveKind,
    Mutation, NewNode, NodeContent, NodeId, Point, PointerKind, Position, PressKind, Removed, RuleChange,
    SelectionRange, SheetId, Size, Snapshot, Time,
};
use wherefore::job::Progress;
use wherefore::replay::{Content, Dom, PageState, Player, PlayerCommand, Replay, dump};

fn text() -> impl Strategy<Value = Arc<str>> {
    let known = ["", "a", "a{b:c}", "@media x{a{}}", "}", "{", "url(", "'", "/*", "x: y;", "b: c !important"];
    prop_oneof![proptest::sample::select(known.to_vec()).prop_map(Arc::from), ".{0,6}".prop_map(Arc::from)]
}

/// Mostly small numbers, so that they meet; now and then any.
fn id() -> impl Strategy<Value = NodeId> {
    prop_oneof![
        12 => 1_i64..14,
        1 => -3_i64..2,
        1 => prop_oneof![Just(i64::MIN), Just(i64::MAX), any::<i64>()],
    ]
    .prop_map(NodeId)
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![8 => 0.0..2000.0, 1 => Just(f64::NAN), 1 => Just(f64::INFINITY), 1 => Just(-1e300)]
}

fn point() -> impl Strategy<Value = Point> {
    (number(), number()).prop_map(|(x, y)| Point::new(x, y))
}

fn content() -> impl Strategy<Value = NodeContent> {
    let tags = [
        "div", "html", "body", "iframe", "style", "link", "textarea", "select", "option", "input", "script",
        "svg",
    ];
    let names = [
        "style",
        "class",
        "_cssText",
        "rr_scrollTop",
        "value",
        "type",
        "name",
        "checked",
        "open",
        "onclick",
        "rr_width",
    ];
    let attribute = (proptest::sample::select(names.to_vec()).prop_map(Arc::from), text());
    let tag = proptest::sample::select(tags.to_vec()).prop_map(Arc::<str>::from);
    prop_oneof![
        6 => (tag, any::<bool>(), vec(attribute, 0..3))
            .prop_map(|(tag, svg, attributes)| NodeContent::Element { tag, svg, attributes }),
        2 => text().prop_map(NodeContent::Text),
        1 => any::<bool>().prop_map(|quirks| NodeContent::Document { quirks }),
        1 => text().prop_map(NodeContent::Doctype),
        1 => Just(NodeContent::Comment),
    ]
}

fn node() -> impl Strategy<Value = NewNode> {
    (id(), proptest::option::weighted(0.9, id()), proptest::bool::weighted(0.1), content())
        .prop_map(|(id, parent, in_shadow, content)| NewNode { id, parent, in_shadow, content })
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let removed = (id(), id()).prop_map(|(parent, node)| Removed { parent, node });
    let added = (id(), proptest::option::of(id()), proptest::option::weighted(0.1, id()), vec(node(), 0..3))
        .prop_map(|(parent, next, previous, nodes)| Added { parent, next, previous, nodes });
    let declared = vec((text(), proptest::option::of(text())), 0..3);
    let change = prop_oneof![
        Just(AttributeChange::Remove),
        text().prop_map(AttributeChange::Set),
        declared.prop_map(AttributeChange::Style),
    ];
    let names = ["style", "_cssText", "open", "value", "rr_open_mode", "onload", "x"];
    let name = proptest::sample::select(names.to_vec()).prop_map(Arc::<str>::from);
    let attributes = vec((id(), vec((name, change), 0..3)), 0..3);
    (vec(removed, 0..2), vec(added, 0..5), vec((id(), text()), 0..2), attributes)
        .prop_map(|(removes, adds, texts, attributes)| Mutation { removes, adds, texts, attributes })
}

fn path() -> impl Strategy<Value = Vec<usize>> {
    vec(prop_oneof![4 => 0_usize..3, 1 => Just(usize::MAX)], 0..3)
}

fn sheet() -> impl Strategy<Value = SheetId> {
    prop_oneof![id().prop_map(SheetId::Node), (0_i64..3).prop_map(SheetId::Constructed)]
}

fn sheets() -> impl Strategy<Value = EventKind> {
    let rules = || vec((text(), path()), 0..3);
    let change = (sheet(), rules(), vec(path(), 0..2), proptest::option::of(text()))
        .prop_map(|(sheet, adds, removes, replace)| RuleChange { sheet, adds, removes, replace });
    let declaration = (sheet(), path(), proptest::option::of((text(), text())), proptest::option::of(text()))
        .prop_map(|(sheet, rule, set, remove)| DeclarationChange { sheet, rule, set, remove });
    let adopted = (id(), vec((0_i64..3, rules()), 0..2), vec(0_i64..3, 0..3))
        .prop_map(|(root, new, sheets)| AdoptedChange { root, new, sheets });
    prop_oneof![
        change.prop_map(|change| EventKind::Rules(Box::new(change))),
        declaration.prop_map(|change| EventKind::Declaration(Box::new(change))),
        adopted.prop_map(|change| EventKind::Adopted(Box::new(change))),
    ]
}

fn snapshot() -> impl Strategy<Value = Snapshot> {
    let top = (id(), any::<bool>()).prop_map(|(id, quirks)| NewNode {
        id,
        parent: None,
        in_shadow: false,
        content: NodeContent::Document { quirks },
    });
    let top = prop_oneof![6 => top, 1 => node()];
    (top, vec(node(), 0..20), point()).prop_map(|(top, rest, scroll)| Snapshot {
        nodes: std::iter::once(top).chain(rest).collect(),
        scroll,
    })
}

fn press() -> impl Strategy<Value = EventKind> {
    let kinds = [
        PressKind::Up,
        PressKind::Down,
        PressKind::Click,
        PressKind::ContextMenu,
        PressKind::Focus,
        PressKind::Blur,
        PressKind::TouchStart,
        PressKind::TouchEnd,
    ];
    let pointers = [PointerKind::Mouse, PointerKind::Touch];
    let kind = proptest::sample::select(kinds.to_vec());
    (kind, id(), proptest::option::of(point()), proptest::sample::select(pointers.to_vec()))
        .prop_map(|(kind, node, point, pointer)| EventKind::Press { kind, node, point, pointer })
}

fn kind() -> impl Strategy<Value = EventKind> {
    let position = (any::<i64>(), point(), proptest::option::of(id()))
        .prop_map(|(at, point, node)| Position { at: Time(at), point, node });
    let range = (id(), id()).prop_map(|(start, end)| SelectionRange {
        start,
        start_offset: u32::MAX,
        end,
        end_offset: 0,
    });
    prop_oneof![
        1 => (text(), number(), number())
            .prop_map(|(href, w, h)| EventKind::Meta { href, viewport: Size::new(w, h) }),
        2 => snapshot().prop_map(|snapshot| EventKind::Snapshot(Box::new(snapshot))),
        12 => mutation().prop_map(|mutation| EventKind::Mutation(Box::new(mutation))),
        2 => vec(position, 0..4).prop_map(|positions| EventKind::Moves { by: MoveKind::Mouse, positions }),
        2 => press(),
        2 => (id(), point()).prop_map(|(node, to)| EventKind::Scroll { node, to }),
        2 => (id(), text(), any::<bool>())
            .prop_map(|(node, text, checked)| EventKind::Input { node, text, checked, by_user: None }),
        1 => (id(), number()).prop_map(|(node, at)| EventKind::Media {
            node,
            action: MediaAction::Play,
            position_s: Some(at),
        }),
        4 => sheets(),
        1 => (id(), text()).prop_map(|(node, image)| EventKind::Canvas { node, image }),
        1 => (text(), text()).prop_map(|(family, source)| EventKind::Font { family, source }),
        1 => vec(range, 0..3).prop_map(EventKind::Selection),
        1 => (number(), number()).prop_map(|(w, h)| EventKind::Resize(Size::new(w, h))),
        1 => Just(EventKind::Loaded),
    ]
}

/// Events in order of time, in one window or three.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let window = prop_oneof![5 => Just(0_u16), 1 => 0_u16..3];
    vec((0_i64..50, window, kind()), 0..60).prop_map(|list| {
        let mut at = 0;
        let timed = list.into_iter().map(|(gap, window, kind)| {
            at += gap;
            Event { at: Time(at), window, kind }
        });
        timed.collect()
    })
}

/// The tree is a tree, every node is in it, and nothing in it can run.
fn check_whole(dom: &Dom) -> Result<(), TestCaseError> {
    let Some(root) = dom.root() else {
        prop_assert!(dom.is_empty());
        return Ok(());
    };
    let mut seen = BTreeSet::new();
    for (depth, id, node) in dom.descendants(root) {
        prop_assert!(seen.insert(id), "{id:?} is in the tree twice");
        prop_assert!(depth <= Dom::MAX_DEPTH);
        for child in &node.children {
            prop_assert_eq!(dom.get(*child).and_then(|below| below.parent), Some(id));
        }
        if let Content::Element(element) = &node.content {
            for (name, _) in &element.attributes {
                prop_assert!(!name.starts_with("rr_") && !name.starts_with("on"), "{name}");
            }
        }
    }
    prop_assert_eq!(seen.len(), dom.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn seeking_is_playing(events in events(), moments in vec(0_i64..3200, 1..8)) {
        let replay = Replay::new(events.clone(), &Progress::default()).expect("nobody cancels");
        let mut sought = PageState::default();
        for moment in moments {
            let mut played = PageState::default();
            for event in events.iter().filter(|event| event.at.0 <= moment) {
                played.apply(event);
            }
            let state = replay.state_at(Time(moment));
            prop_assert!(state == played, "{}\n{}", dump(&state), dump(&played));
            replay.seek(&mut sought, Time(moment));
            prop_assert!(sought == played);
            check_whole(&state.dom)?;
            prop_assert_eq!(dump(&state), dump(&played));
            let pointer = replay.pointer_at(Time(moment));
            prop_assert!(pointer.is_none_or(|pointer| pointer.at.x.is_finite()));
        }
        let end = replay.duration();
        prop_assert_eq!(replay.changes_between(end, Time(i64::MAX)), false);
        prop_assert!(replay.idle(100).iter().all(|(from, to)| to.since(*from) > 100));
        prop_assert!(replay.trail(Time(0), end).is_sorted_by_key(|position| position.at));
    }

    #[test]
    fn events_out_of_order_are_put_in_order(mut events in events()) {
        let replay = Replay::new(events.clone(), &Progress::default()).expect("nobody cancels");
        let end = replay.duration();
        let expected = replay.state_at(end);
        // Equal times keep their order, so only whole moments can be moved.
        events.dedup_by_key(|event| event.at);
        let ordered = Replay::new(events.clone(), &Progress::default()).expect("nobody cancels");
        events.reverse();
        let sorted = Replay::new(events, &Progress::default()).expect("nobody cancels");
        prop_assert!(ordered.state_at(end) == sorted.state_at(end));
        prop_assert!(expected.problems() == replay.problems());
    }

    #[test]
    fn the_window_in_front_is_not_touched_by_the_others(kinds in vec(mutation(), 0..20)) {
        let mut state = PageState::default();
        let document = NodeContent::Document { quirks: false };
        let top = NewNode { id: NodeId(1), parent: None, in_shadow: false, content: document };
        let snapshot = Snapshot { nodes: vec![top], scroll: Point::default() };
        state.apply(&Event { at: Time::ZERO, window: 4, kind: EventKind::Snapshot(Box::new(snapshot)) });
        let before = state.clone();
        for mutation in kinds {
            let kind = EventKind::Mutation(Box::new(mutation));
            state.apply(&Event { at: Time(1), window: 5, kind });
        }
        prop_assert!(state.dom == before.dom && state.window == 4);
        prop_assert!(state.dom.changed(&before.dom).is_empty());
    }

    #[test]
    fn a_player_never_leaves_its_recording(
        steps in vec((0_u8..10, any::<i64>(), 0_u64..5000), 0..60),
        gaps in vec((1_i64..2000, 1_i64..2000), 0..5),
    ) {
        let mut at = 0;
        let idle: Vec<(Time, Time)> = gaps.iter().map(|(apart, long)| {
            let start = at + apart;
            at = start + long;
            (Time(start), Time(at))
        }).collect();
        let end = Time(at + 500);
        let mut player = Player::new(end, (0..20).map(|n| Time(n * 50)).collect(), idle.clone().into());
        for (command, number, ms) in steps {
            let time = Time(number % 10_000);
            match command {
                0 => player.handle(PlayerCommand::Play),
                1 => player.handle(PlayerCommand::Pause),
                2 => player.handle(PlayerCommand::Toggle),
                3 => player.handle(PlayerCommand::Seek(Time(number))),
                4 => player.handle(PlayerCommand::JumpBy(number)),
                5 => player.handle(PlayerCommand::Step((number % 100) as i32)),
                6 => player.handle(PlayerCommand::Speed(number as f64)),
                7 => player.handle(PlayerCommand::SkipIdle(number % 2 == 0)),
                8 => player.handle(PlayerCommand::Loop((number % 3 != 0).then_some((time, Time(ms.cast_signed()))))),
                _ => player.handle(PlayerCommand::Faster(number % 2 == 0)),
            };
            let before = player.time();
            let moved = player.update(Duration::from_millis(ms));
            prop_assert!(player.time() >= Time::ZERO && player.time() <= end);
            prop_assert!((0.5..=16.0).contains(&player.speed()));
            prop_assert!(moved || player.time() == before);
            let inside = idle.iter().any(|(from, to)| player.time() > *from && player.time() < *to);
            prop_assert!(!(moved && inside && player.skips_idle() && player.is_playing() && player.looped().is_none()));
        }
    }
}
