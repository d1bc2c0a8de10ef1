//! Things that pages use and that the engine knows in its own way or not at all: what is mended, and,
//! said as such, what is not.

use super::*;
use wherefore::replay::PointerState;

fn seen(css: &str, body: Vec<Part>) -> Picture {
    drawn(&page(css, body))
}

fn text(words: &'static str) -> Part {
    Part::Text(words)
}

/// The colour at a place, without opacity.
fn at(picture: &Picture, x: u32, y: u32) -> [u8; 3] {
    let [red, green, blue, _] = picture.pixel(x, y).unwrap();
    [red, green, blue]
}

/// The same colour everywhere in the upper left part.
fn box_of(colour: &str) -> String {
    format!("div{{height:50px;background:{colour}}}")
}

fn plain_box(css: &str, more: &str) -> Picture {
    seen(&format!("{} div{{{more}}}", box_of(css)), vec![tag("div", &[], vec![])])
}

#[test]
fn bars_show_how_far_something_is() {
    deep(|| {
        for (name, attributes, half) in [
            ("progress", vec![("value", "0.5")], 80),
            ("progress", vec![("value", "30"), ("max", "60")], 80),
            ("meter", vec![("value", "15"), ("min", "10"), ("max", "20")], 40),
        ] {
            let picture = seen("progress,meter{vertical-align:top}", vec![tag(name, &attributes, vec![])]);
            assert!(at(&picture, half - 8, 8) != at(&picture, half + 8, 8), "{name} ends in the middle");
            assert_eq!(at(&picture, 8, 8), at(&picture, half - 8, 8), "{name} is full until there");
        }
        let range = seen("", vec![tag("input", &[("type", "range"), ("value", "90")], vec![])]);
        assert!(at(&range, 10, 10) != at(&range, 128, 10), "a range");
        let colour = tag("input", &[("type", "color"), ("value", "#ff0000")], vec![]);
        assert_eq!(at(&seen("input{margin:0}", vec![colour]), 25, 13), RED, "a colour");
    });
}

#[test]
fn a_text_is_cut_after_so_many_lines() {
    deep(|| {
        let css = "div{width:60px;font:20px/20px Arimo;display:-webkit-box;-webkit-line-clamp:2;\
            -webkit-box-orient:vertical;overflow:hidden} p{margin:0;height:20px;background:red}";
        let words = vec![tag("div", &[], vec![text("one two three four five six")]), tag("p", &[], vec![])];
        let picture = seen(css, words);
        assert!(ink(&picture, (0, 20), (60, 40)) > 10, "the second line is seen");
        assert_eq!(at(&picture, 100, 50), RED, "what comes next begins below it");
    });
}

#[test]
fn selectors_follow_pointer_focus_and_typing() {
    deep(|| {
        let mut state = page("p{margin:0;height:50px}p:hover{background:red}", vec![tag("p", &[], vec![])]);
        assert_eq!(at(&drawn(&state), 50, 20), WHITE);
        let point = Point::new(20.0, 20.0);
        state.pointer = Some(PointerState { at: point, node: None, touch: false, pressed: false });
        assert_eq!(at(&drawn(&state), 50, 20), RED, "the pointer is over it");
        let css = "div{height:100px} div:focus-within{background:red} input:placeholder-shown{background:blue} \
            input{width:100px;height:40px;border:0}";
        let field = tag("input", &[("placeholder", " ")], vec![]);
        let mut state = page(css, vec![tag("div", &[], vec![field])]);
        let mut painter = painter();
        let input = find(&state, "input");
        for focus in [None, Some(input), None] {
            state.focus = focus;
            painter.show(&state).unwrap();
            let picture = painter.frame();
            let wanted = if focus.is_some() { RED } else { WHITE };
            assert_eq!(at(&picture, 150, 90), wanted, "what has {focus:?} inside");
            assert_eq!(at(&picture, 80, 20), [0, 0, 255], "nothing is typed");
        }
        set(&mut state, input, "value", Some("x"));
        painter.show(&state).unwrap();
        assert!(at(&painter.frame(), 80, 20) != [0, 0, 255], "something is typed");
    });
}

#[test]
fn cells_may_reach_over_others() {
    deep(|| {
        let cell = |more: &[(&'static str, &str)], style: &str| {
            tag("td", &[more, &[("style", style)]].concat(), vec![])
        };
        let table =
            |rows: Vec<Part>| seen("table{border-spacing:0}td{padding:0}", vec![tag("table", &[], rows)]);
        let blue = || cell(&[], "background:blue;width:50px;height:20px");
        let over = table(vec![
            tag("tr", &[], vec![cell(&[("colspan", "2")], "background:red;height:20px")]),
            tag("tr", &[], vec![blue(), cell(&[], "background:gold;width:50px")]),
        ]);
        assert_eq!([at(&over, 10, 10), at(&over, 90, 10)], [RED, RED], "two columns");
        let down = table(vec![
            tag("tr", &[], vec![cell(&[("rowspan", "2")], "background:red;width:50px"), blue()]),
            tag("tr", &[], vec![cell(&[], "background:gold;height:20px")]),
        ]);
        assert_eq!([at(&down, 10, 35), at(&down, 75, 10)], [RED, [0, 0, 255]], "two rows");
    });
}

#[test]
fn inner_windows_scroll_and_pictures_keep_to_their_box() {
    deep(|| {
        let css = "div{height:50px;overflow:auto}p{margin:0;height:50px;background:red}b{display:block;height:50px;background:blue}";
        let mut state = page(css, vec![tag("div", &[], vec![tag("p", &[], vec![]), tag("b", &[], vec![])])]);
        let inner = find(&state, "div");
        let Content::Element(element) = &mut state.dom.get_mut(inner).unwrap().content else { panic!() };
        element.special_mut().scroll = Point::new(0.0, 50.0);
        assert_eq!(at(&drawn(&state), 20, 20), [0, 0, 255]);
        let wide = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='180' height='20'>\
            <rect width='180' height='20' fill='red'/></svg>";
        let inside = styled("display:inline-block", vec![tag("img", &[("src", wide)], vec![])]);
        let picture = seen("body>div{width:100px}img{max-width:100%}", vec![tag("div", &[], vec![inside])]);
        assert_eq!([at(&picture, 50, 5), at(&picture, 150, 5)], [RED, WHITE]);
        let columns = "div{columns:2;column-gap:0;font:20px/20px Arimo}";
        let words = "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g";
        let picture = seen(columns, vec![tag("div", &[], vec![text(words)])]);
        assert!(ink(&picture, (110, 0), (200, 40)) > 10, "there is a second column");
    });
}

/// Each of these is drawn otherwise than a browser does. When one of them fails, the engine has learned
/// it: it goes to the tests above.
#[test]
fn what_is_still_drawn_otherwise() {
    deep(|| {
        let same = |name: &str, with: Picture, without: Picture| assert!(with == without, "{name}");
        let cut = "div{width:60px;overflow:hidden;white-space:nowrap;font:20px Arimo}";
        let long = || vec![tag("div", &[], vec![text("WWWWWWWWWW")])];
        same(
            "no dots where a line is cut",
            seen(&format!("{cut} div{{text-overflow:ellipsis}}"), long()),
            seen(cut, long()),
        );
        for (name, css) in [
            ("filters", "filter:grayscale(1)"),
            ("opacity as a filter", "filter:opacity(0)"),
            ("blending", "mix-blend-mode:multiply"),
        ] {
            same(name, plain_box("red", css), plain_box("red", ""));
        }
        let letters = "p{margin:0;font:30px Arimo;color:transparent}";
        let words = || vec![tag("p", &[], vec![text("Words")])];
        same(
            "shadows of letters",
            seen(&format!("{letters} p{{text-shadow:0 0 0 red}}"), words()),
            seen(letters, words()),
        );
        let held = "div{container-type:inline-size;width:100px}p{margin:0;height:50px}";
        let inside = || vec![tag("div", &[], vec![tag("p", &[], vec![])])];
        let query = format!("{held}@container(min-width:50px){{p{{background:red}}}}");
        same("rules for containers", seen(&query, inside()), seen(held, inside()));
        let counted = "b::before{counter-increment:c;content:counter(c)}";
        let item = || vec![tag("b", &[], vec![])];
        same("counters", seen(counted, item()), seen("", item()));
    });
}
