//! What holds for any page: what is drawn depends on the state alone, and nothing ends the program.

use super::*;
use wherefore::render::{FrameRequest, Studio, Trouble, What};

/// States that differ in every way that a page changes.
fn states() -> Vec<PageState> {
    let item = |name| tag("li", &[("class", "item")], vec![Part::Text(name)]);
    let body = vec![
        tag("ul", &[], vec![item("One"), item("Two"), item("Three")]),
        tag("input", &[("value", "abc"), ("type", "text")], vec![]),
        tag("p", &[("style", "color:red")], vec![Part::Text("Words of the page")]),
        styled(
            "height:600px;overflow:auto",
            vec![styled("height:1200px;background:linear-gradient(red,blue)", vec![])],
        ),
    ];
    let css = ".item{padding:2px} .dark .item{background:#222;color:#eee} li:hover{background:gold} .big{font-size:30px}";
    let first = page(css, body);
    let (list, body, input, words) =
        (find(&first, "ul"), find(&first, "body"), find(&first, "input"), find(&first, "p"));
    let mut all = vec![first.clone()];
    let mut change = |edit: &dyn Fn(&mut PageState)| {
        let mut next = all.last().unwrap().clone();
        edit(&mut next);
        all.push(next);
    };
    change(&|state| set(state, body, "class", Some("dark")));
    change(&|state| state.dom.get_mut(list).unwrap().children.swap(0, 2));
    change(&|state| set(state, input, "value", Some("typed by hand")));
    change(&|state| {
        put_in(state, list, &tag("li", &[("class", "item big")], vec![Part::Text("New")]), 1);
    });
    change(&|state| state.scroll = Point::new(0.0, 90.0));
    change(&|state| {
        let gone = state.dom.get(list).unwrap().children[0];
        state.dom.get_mut(list).unwrap().children.remove(0);
        state.dom.take(gone);
    });
    change(&|state| {
        let text = state.dom.get(words).unwrap().children[0];
        state.dom.get_mut(text).unwrap().content = Content::Text("Other words".into());
    });
    change(&|state| {
        let css = tag("style", &[], vec![Part::Text("p{background:cyan}")]);
        put_in(state, body, &css, 0);
    });
    change(&|state| state.viewport = Size::new(140.0, 220.0));
    change(&|state| state.focus = Some(input));
    change(&|state| {
        // The paragraph goes into the list.
        state.dom.get_mut(body).unwrap().children.retain(|child| *child != words);
        state.dom.get_mut(words).unwrap().parent = Some(list);
        state.dom.get_mut(list).unwrap().children.push(words);
    });
    all
}

#[test]
fn what_is_drawn_depends_on_the_state_alone() {
    deep(|| {
        let states = states();
        let fresh: Vec<Picture> = states.iter().map(drawn).collect();
        let distinct: std::collections::BTreeSet<&[u8]> =
            fresh.iter().map(|picture| &*picture.rgba).collect();
        assert!(distinct.len() >= fresh.len() - 1, "the states look different");
        let mut painter = painter();
        let order = (0..states.len()).chain((0..states.len()).rev()).chain([3, 9, 1, 11, 5, 8, 0, 10, 2]);
        let mut last = 0;
        for at in order {
            painter.show(&states[at]).unwrap();
            assert!(painter.frame() == fresh[at], "state {at} after state {last} looks as if shown alone");
            last = at;
        }
    });
}

#[test]
fn hostile_pages_are_drawn_or_refused() {
    let nested =
        |depth: usize| (0..depth).fold(styled("height:9px", vec![]), |inner, _| tag("div", &[], vec![inner]));
    let bad = "http://[";
    deep(move || {
        let pages = [
            page("", vec![nested(400)]),
            page(
                "@import 'http://[';@font-face{font-family:x;src:url(http://[)} p{background:url(http://[)}",
                vec![
                    tag("img", &[("src", bad)], vec![]),
                    tag("a", &[("href", bad)], vec![tag("p", &[], vec![Part::Text("x")])]),
                    tag("link", &[("rel", "stylesheet"), ("href", bad)], vec![]),
                    tag("iframe", &[("src", bad), ("srcdoc", "<p>")], vec![]),
                    tag(
                        "svg",
                        &[("viewBox", "0 0 0 0"), ("width", "1e99")],
                        vec![tag("path", &[("d", "M0")], vec![])],
                    ),
                    tag("b d", &[("<", ">"), ("onload", "x()")], vec![]),
                    tag("input", &[("type", "range"), ("min", "NaN"), ("value", "1e400")], vec![]),
                ],
            ),
            page(
                "div{width:1e30px;height:1e30px;margin:-1e9px;border:9e9px solid}",
                vec![styled("", vec![])],
            ),
        ];
        let sizes = [(0.0, 0.0), (200.0, 200.0), (-5.0, f64::NAN), (1e300, f64::INFINITY)];
        for (at, mut state) in pages.into_iter().enumerate() {
            for (width, height) in sizes {
                state.viewport = Size::new(width, height);
                state.scroll = Point::new(f64::NAN, 1e300);
                let studio = Studio::new(Arc::new(NoAssets), Fonts::bundled(), || {});
                let wish = FrameRequest {
                    key: 7,
                    state: state.clone(),
                    what: What::Viewport,
                    boxes: vec![NodeId(9)],
                };
                let frame = studio.draw(wish);
                assert_eq!(frame.key, 7);
                assert!(
                    matches!(frame.result, Ok(_) | Err(Trouble::Panicked(_))),
                    "page {at} at {width} × {height} is drawn or contained"
                );
            }
        }
        assert_eq!(painter().show(&PageState::default()), Err(Trouble::NoPage));
    });
}

#[test]
fn the_newest_request_wins() {
    let (woken, wake) = std::sync::mpsc::sync_channel(64);
    let studio = Studio::new(Arc::new(NoAssets), Fonts::bundled(), move || woken.send(()).unwrap_or(()));
    let state = page("body{background:red}", vec![]);
    for key in 0..20 {
        studio.request(FrameRequest { key, state: state.clone(), what: What::Viewport, boxes: Vec::new() });
    }
    let mut keys = Vec::new();
    while keys.last() != Some(&19) {
        wake.recv().unwrap();
        while let Some(frame) = studio.poll() {
            assert!(frame.result.is_ok());
            keys.push(frame.key);
        }
    }
    assert!(keys.is_sorted(), "frames come in the order asked: {keys:?}");
    assert!(!studio.is_busy());
}
