//! Elements within a line of text.

use super::*;
use wherefore::event::Rect;

/// The boxes of `p`, and of `b` and `u` in its line, with this style.
fn line(css: &str, words: &'static str) -> [Rect; 3] {
    let css = format!("p{{margin:0;font-size:16px;line-height:24px}} {css}");
    let inside = vec![
        Part::Text("We"),
        tag("b", &[], vec![Part::Text(words)]),
        tag("u", &[], vec![Part::Text("ship")]),
    ];
    let state = page(&css, vec![tag("p", &[], inside)]);
    let mut painter = painter();
    painter.show(&state).unwrap();
    let found = painter.boxes(&["p", "b", "u"].map(|tag| find(&state, tag)));
    std::array::from_fn(|at| found[at].unwrap())
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1.5
}

#[test]
fn what_is_around_words_takes_its_room_in_the_line() {
    deep(|| {
        let [paragraph, bare, after] = line("", "now");
        let [spaced, bold, moved] =
            line("b{margin:9px 5px;padding:6px 10px;border:solid 2px red;width:99px;height:99px}", "now");
        assert!(close(bold.x, bare.x + 5.0) && close(bold.width, bare.width + 24.0), "{bold:?}, {bare:?}");
        assert!(close(moved.x, after.x + 34.0), "{moved:?}, {after:?}");
        assert!(close(bold.height, bare.height + 16.0), "{bold:?}, {bare:?}");
        assert!(close(bold.y, bare.y - 8.0), "it reaches out of the line, {bold:?}, {bare:?}");
        assert_eq!(spaced.height, paragraph.height, "which is as high as without");
    });
}

#[test]
fn words_that_need_more_than_a_line_still_break() {
    deep(|| {
        let words = "as soon as we can, and that is very soon indeed";
        let [without, ..] = line("", words);
        let [with, ..] = line("b{padding:0 2px}", words);
        assert_eq!((with.width, with.height), (without.width, without.height));
        assert!(with.height >= 48.0);
    });
}

#[test]
fn a_chip_is_coloured_to_its_edges() {
    deep(|| {
        let css = "span{background:red;padding:4px 12px;margin-left:20px} p{margin:10px 0}";
        let mut state = page(css, vec![tag("p", &[], vec![tag("span", &[], vec![Part::Text("New")])])]);
        let (span, html) = (find(&state, "span"), find(&state, "html"));
        let mut painter = painter();
        painter.show(&state).unwrap();
        let with = painter.frame();
        assert_pixel(&with, (24, 18), RED, "left of its letters");
        assert_pixel(&with, (10, 18), WHITE, "but not in its margin");
        set(&mut state, span, "style", Some("padding:0;margin:0"));
        painter.show(&state).unwrap();
        assert_eq!(painter.frame(), drawn(&state), "and is plain text again when nothing is around it");
        set(&mut state, span, "style", None);
        set(&mut state, html, "class", Some("x"));
        painter.show(&state).unwrap();
        assert_eq!(painter.frame(), with);
    });
}

#[test]
fn an_icon_that_is_not_there_leaves_no_line() {
    deep(|| {
        let css = "section{margin-top:48px} p{margin:0 0 8px} h3{margin:0;height:20px}
                   .given{height:30px} .x::before{content:\"x\"}";
        let icon = tag("p", &[], vec![Part::Text(" "), tag("i", &[], vec![]), Part::Text(" ")]);
        let heading = tag("h3", &[], vec![]);
        let mut state = page(css, vec![tag("section", &[], vec![icon, heading])]);
        let (section, paragraph, icon) = (find(&state, "section"), find(&state, "p"), find(&state, "i"));
        let mut painter = painter();
        let mut height = |state: &PageState| {
            painter.show(state).unwrap();
            painter.boxes(&[section])[0].unwrap().height
        };
        assert_eq!(height(&state), 20.0, "the margins meet");
        set(&mut state, paragraph, "class", Some("given"));
        assert_eq!(height(&state), 58.0, "a height that was given stays");
        set(&mut state, paragraph, "class", None);
        set(&mut state, icon, "class", Some("x"));
        assert!(height(&state) > 40.0, "and the icon comes when there is one");
        set(&mut state, icon, "class", None);
        assert_eq!(height(&state), 20.0);
    });
}

#[test]
fn a_line_in_something_flexible_is_as_high_as_elsewhere() {
    deep(|| {
        let height = |outer: &str, inner: &str| {
            let css = format!("section{{{outer}}} p{{margin:0;line-height:24px}} b{{height:40px;{inner}}}");
            let inside = vec![Part::Text("We"), tag("b", &[], vec![Part::Text("ship")])];
            let state = page(&css, vec![tag("section", &[], vec![tag("p", &[], inside)])]);
            let mut painter = painter();
            painter.show(&state).unwrap();
            painter.boxes(&[find(&state, "p")])[0].unwrap().height
        };
        for inner in ["display:inline-flex", "display:inline-grid", "display:inline-block;width:50px"] {
            for outer in ["display:flex", "display:grid", "display:flex;flex-direction:column"] {
                let (here, elsewhere) = (height(outer, inner), height("", inner));
                assert!(close(here, elsewhere), "{inner} in {outer}: {here}, not {elsewhere}");
            }
        }
    });
}
