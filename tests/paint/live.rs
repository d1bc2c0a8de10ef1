//! A page that is changed while it is shown looks like one that is drawn anew, whatever came and went.

use super::*;
use proptest::prelude::*;

/// What may come into a page: things that the engine looks at in ways of their own are among them.
fn comer(kind: u8) -> Part {
    let words = || vec![Part::Text("Words")];
    let field = |kind| tag("input", &[("type", kind), ("value", "abc")], vec![]);
    match kind % 9 {
        0 => tag("button", &[], words()),
        1 => tag("form", &[("id", "f")], vec![field("text"), tag("button", &[("type", "submit")], words())]),
        2 => tag(
            "div",
            &[("class", "a")],
            vec![tag("p", &[], words()), tag("button", &[("form", "f")], words())],
        ),
        3 => field("checkbox"),
        4 => tag("select", &[], vec![tag("option", &[], words())]),
        5 => tag("textarea", &[], words()),
        6 => tag("style", &[], vec![Part::Text(".a{background:red}")]),
        7 => tag("fieldset", &[], vec![tag("legend", &[], words()), field("radio")]),
        _ => tag("ul", &[], vec![tag("li", &[], vec![tag("a", &[("href", "#")], words())])]),
    }
}

fn take_below(dom: &mut Dom, id: NodeId) {
    for child in dom.get(id).map(|node| node.children.clone()).unwrap_or_default() {
        take_below(dom, child);
    }
    dom.take(id);
}

/// Some of the body's children go, others come or change places.
fn change(state: &mut PageState, (comes, goes, moves): (u8, u8, u8)) {
    let body = find(state, "body");
    let here = state.dom.get(body).unwrap().children.clone();
    if let Some(gone) = here.get(usize::from(goes)) {
        state.dom.get_mut(body).unwrap().children.retain(|child| child != gone);
        take_below(&mut state.dom, *gone);
    }
    let here = state.dom.get(body).unwrap().children.len();
    put_in(state, body, &comer(comes), usize::from(goes).min(here));
    let children = &mut state.dom.get_mut(body).unwrap().children;
    let last = children.len() - 1;
    children.swap(0, usize::from(moves).min(last));
}

#[test]
fn a_page_that_is_shown_again_stays_as_it_is() {
    deep(|| {
        // An empty thing in a line, before a block: the engine puts a box of its own around it.
        let css = "body{height:100%} h1{margin:20px 0} p{margin:0;background:blue;height:30px}";
        let state = page(css, vec![tag("b", &[], vec![]), tag("h1", &[], vec![]), tag("p", &[], vec![])]);
        let first = drawn(&state);
        let mut painter = painter();
        for time in 0..4 {
            painter.show(&state).unwrap();
            assert!(painter.frame() == first, "shown {time} times before");
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_came_and_went_leaves_no_trace(
        steps in prop::collection::vec((any::<u8>(), 0..6_u8, 0..6_u8), 1..10),
        shown_each in 1..4_usize,
    ) {
        deep(|| {
            let mut state = page("", vec![tag("p", &[], vec![Part::Text("Begin")])]);
            let mut live = painter();
            live.show(&state).unwrap();
            for steps in steps.chunks(shown_each) {
                for step in steps {
                    change(&mut state, *step);
                }
                live.show(&state).unwrap();
                assert!(live.frame() == drawn(&state), "{steps:?}");
            }
        });
    }
}
