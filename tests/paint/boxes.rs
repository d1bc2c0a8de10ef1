//! Boxes as layout tells them: what a click is found in.

use super::*;
use wherefore::event::Rect;

/// The boxes of the first elements of these tags.
fn boxes<const N: usize>(state: &PageState, tags: [&str; N]) -> [Rect; N] {
    let mut painter = painter();
    painter.show(state).unwrap();
    let nodes = tags.map(|tag| find(state, tag));
    let found = painter.boxes(&nodes);
    std::array::from_fn(|at| found[at].unwrap_or_else(|| panic!("{} has a box", tags[at])))
}

fn sides(area: Rect) -> [f64; 4] {
    [area.x, area.y, area.width, area.height].map(f64::round)
}

#[test]
fn a_field_is_as_wide_as_its_letters_where_the_page_leaves_it() {
    deep(|| {
        let wide = |css: &str, attributes: &[(&'static str, &str)]| {
            boxes(&page(css, vec![tag("input", attributes, vec![])]), ["input"])[0].width
        };
        let usual = wide("", &[]);
        assert!((160.0..190.0).contains(&usual), "{usual}");
        assert_eq!(wide("input{width:auto}", &[]), usual, "the width that is no width");
        assert_eq!(wide("body{display:flex} input{width:auto;flex:none}", &[]), usual, "beside others");
        let five = wide("", &[("size", "5")]);
        assert!((45.0..75.0).contains(&five), "told in letters: {five}");
        assert_eq!(wide("input{width:120px;box-sizing:border-box}", &[("size", "5")]), 120.0);
    });
}

#[test]
fn a_choice_is_as_wide_as_its_longest_label() {
    deep(|| {
        let width = |chosen| {
            let option = |text| tag("option", &[("value", text)], vec![Part::Text(text)]);
            let options = vec![option("A"), option("A much longer label"), option("Bb")];
            boxes(&page("", vec![tag("select", &[("value", chosen)], options)]), ["select"])[0].width
        };
        assert_eq!(width("A"), width("A much longer label"), "whatever is chosen");
        assert!(width("A") > 100.0);
    });
}

#[test]
fn rows_of_a_table_reach_around_their_cells() {
    deep(|| {
        let css = "table{border-spacing:0;width:200px;align-items:center} td{padding:0} .a{height:40px}";
        let cells = vec![
            tag("td", &[], vec![tag("p", &[("class", "a")], vec![])]),
            tag("th", &[], vec![Part::Text("x")]),
        ];
        let css = format!("{css} p{{margin:0;width:50px}} th{{padding:0;width:50px}}");
        let table = tag("table", &[], vec![tag("tbody", &[], vec![tag("tr", &[], cells)])]);
        let [row, group, cell] = boxes(&page(&css, vec![table]), ["tr", "tbody", "th"]);
        assert_eq!(sides(row), [0.0, 0.0, 200.0, 40.0]);
        assert_eq!(row, group);
        assert_eq!(cell.height, 40.0, "a cell fills its row, whatever else the table aligns");
    });
}

#[test]
fn what_is_moved_by_a_transform_is_found_where_it_is_seen() {
    deep(|| {
        let css = "section{width:100px;height:50px;transform:translate(20px,30px)}
                   p{margin:0;width:40px;height:20px;transform:scale(.5)} b{position:absolute;left:50%;top:100px;
                   width:60px;height:10px;transform:translateX(-50%)}";
        let inner = tag("section", &[], vec![tag("p", &[], vec![])]);
        let mut state = page(css, vec![inner, tag("b", &[], vec![]), styled("height:900px", vec![])]);
        for scroll in [0.0, 25.0] {
            state.scroll = Point::new(0.0, scroll);
            let [section, p, b] = boxes(&state, ["section", "p", "b"]);
            assert_eq!(sides(section), [20.0, 30.0, 100.0, 50.0]);
            assert_eq!(sides(p), [30.0, 35.0, 20.0, 10.0], "inside of what is moved");
            assert_eq!(sides(b), [70.0, 100.0, 60.0, 10.0]);
        }
    });
}

#[test]
fn folded_words_take_no_room() {
    deep(|| {
        let inside = || vec![tag("summary", &[], vec![Part::Text("More")]), Part::Text("Folded words")];
        let mut state = page("", vec![tag("details", &[], inside())]);
        let closed = boxes(&state, ["details"])[0].height;
        let details = find(&state, "details");
        let mut painter = painter();
        painter.show(&state).unwrap();
        set(&mut state, details, "open", Some(""));
        painter.show(&state).unwrap();
        let open = painter.boxes(&[details])[0].unwrap().height;
        assert!(open > closed * 1.5, "open {open}, closed {closed}");
        set(&mut state, details, "open", None);
        painter.show(&state).unwrap();
        assert_eq!(painter.boxes(&[details])[0].unwrap().height, closed);
    });
}

#[test]
fn the_room_of_a_table_goes_to_the_columns_that_hold_most() {
    deep(|| {
        let css =
            "table{width:200px;border-spacing:0} td,th{padding:0;font-weight:400} p{margin:0;font-size:10px}";
        let cell = |name, words| tag(name, &[], vec![tag("p", &[], vec![Part::Text(words)])]);
        let row = |a, b| tag("tr", &[], vec![cell("td", a), cell("th", b)]);
        let body = |rows| vec![tag("table", &[], vec![tag("tbody", &[], rows)])];
        let mut state = page(css, body(vec![row("mmmmmm", "mm"), row("m", "m")]));
        let [wide, narrow] = boxes(&state, ["td", "th"]);
        assert_eq!((wide.width + narrow.width).round(), 200.0);
        assert!((wide.width / narrow.width - 3.0).abs() < 0.1, "{wide:?}, {narrow:?}");
        let (td, th) = (find(&state, "td"), find(&state, "th"));
        let mut painter = painter();
        painter.show(&state).unwrap();
        set(&mut state, td, "style", Some("width:25%"));
        painter.show(&state).unwrap();
        let told = painter.boxes(&[td, th]);
        assert_eq!([told[0], told[1]].map(|area| area.unwrap().width.round()), [50.0, 150.0]);
        set(&mut state, td, "style", None);
        painter.show(&state).unwrap();
        assert_eq!(painter.boxes(&[td, th]), [Some(wide), Some(narrow)], "as if it had never been told");
    });
}

#[test]
fn lines_between_the_rows_of_a_table_are_counted_once() {
    deep(|| {
        let css = "table{border-collapse:collapse;width:200px} td{padding:4px;border-top:2px solid red} p{margin:0;height:20px}";
        let row = || tag("tr", &[], vec![tag("td", &[], vec![tag("p", &[], vec![])])]);
        let state = page(css, vec![tag("table", &[], vec![tag("tbody", &[], vec![row(), row(), row()])])]);
        let [table, cell] = boxes(&state, ["table", "td"]);
        assert_eq!((table.height, cell.height), (90.0, 30.0));
        let picture = drawn(&state);
        assert_pixel(&picture, (100, 30), RED, "the line of the second row");
        assert_pixel(&picture, (100, 33), WHITE, "is no thicker");
    });
}

#[test]
fn what_is_in_an_iframe_has_its_box_on_the_page() {
    deep(|| {
        let css = "iframe{position:absolute;left:30px;top:250px;width:100px;height:80px;border:0 solid red;
                   border-width:5px 6px;padding:0} section{height:900px}";
        let mut state = page(css, vec![tag("iframe", &[], vec![]), tag("section", &[], vec![])]);
        let frame = find(&state, "iframe");
        let document = NodeId(state.dom.nodes().map(|(id, _)| id.0).max().unwrap() + 1);
        let content = Content::Document { quirks: false };
        state
            .dom
            .put(document, Node { parent: Some(frame), in_shadow: false, children: Vec::new(), content });
        state.dom.get_mut(frame).unwrap().children = vec![document];
        let sheet = "body{margin:0} b{display:block;width:40px;height:20px} i{display:block;height:300px}";
        let head = tag("head", &[], vec![tag("style", &[], vec![Part::Text(sheet)])]);
        let body =
            tag("body", &[], vec![tag("b", &[], vec![]), tag("i", &[], vec![]), tag("u", &[], vec![])]);
        put_in(&mut state, document, &tag("html", &[], vec![head, body]), 0);
        state.frame_scrolls = Arc::new([(document, Point::new(0.0, 8.0))].into());
        let mut painter = painter();
        for scroll in [0.0, 100.0] {
            state.scroll = Point::new(0.0, scroll);
            painter.show(&state).unwrap();
            let nodes = ["b", "i"].map(|tag| find(&state, tag));
            let (boxes, seen) = (painter.boxes(&nodes), painter.seen(&nodes));
            assert_eq!(boxes[0].map(sides), Some([36.0, 247.0, 40.0, 20.0]), "scrolled in its window");
            assert_eq!(seen[0].map(sides), Some([36.0, 255.0, 40.0, 12.0]), "and cut off by it");
            assert_eq!(boxes[1].map(sides), Some([36.0, 267.0, 100.0, 300.0]));
            assert_eq!(seen[1].map(sides), Some([36.0, 267.0, 100.0, 68.0]));
        }
    });
}

#[test]
fn what_sticks_has_its_box_where_it_is_held() {
    deep(|| {
        let css = "header{position:sticky;top:10px;height:20px} b{display:block;height:20px;width:60px}
                   main{height:500px} footer{position:sticky;bottom:5px;height:30px} section{height:900px}";
        let article = vec![tag("main", &[], vec![]), tag("footer", &[], vec![])];
        let body = vec![
            styled("height:50px", vec![]),
            tag("header", &[], vec![tag("b", &[], vec![])]),
            tag("article", &[], article),
            tag("section", &[], vec![]),
        ];
        let mut state = page(css, body);
        let places = |state: &PageState| boxes(state, ["header", "b", "footer"]).map(|area| area.y);
        assert_eq!(places(&state), [50.0, 50.0, 165.0], "the foot at the bottom of the window");
        state.scroll = Point::new(0.0, 300.0);
        assert_eq!(places(&state), [310.0, 310.0, 465.0]);
        state.scroll = Point::new(0.0, 700.0);
        assert_eq!(places(&state), [710.0, 710.0, 570.0], "the foot at the end of its article");
    });
}

#[test]
fn a_scroller_stays_and_what_sticks_in_it_is_held() {
    deep(|| {
        let css = "ul{margin:0;padding:0;height:100px;overflow:auto} li{display:block;height:80px}
                   header{position:sticky;top:0;height:10px} footer{position:sticky;bottom:0;height:10px}";
        let items = ["b", "i", "u"].map(|name| tag("li", &[], vec![tag(name, &[], vec![])]));
        let mut inside = vec![tag("header", &[], vec![])];
        inside.extend(items);
        inside.push(tag("footer", &[], vec![]));
        let mut state = page(css, vec![styled("height:30px", vec![]), tag("ul", &[], inside)]);
        let list = find(&state, "ul");
        let scroll = |state: &mut PageState, to: f64| {
            let element = state.dom.get_mut(list).unwrap().element_mut().unwrap();
            element.special_mut().scroll = Point::new(0.0, to);
        };
        for (to, expected) in [(0.0, [30.0, 30.0, 120.0, 40.0]), (60.0, [30.0, 30.0, 120.0, -20.0])] {
            scroll(&mut state, to);
            let found = boxes(&state, ["ul", "header", "footer", "li"]).map(|area| area.y);
            assert_eq!(found, expected, "scrolled by {to} px");
        }
        let mut painter = painter();
        painter.show(&state).unwrap();
        let seen = painter.seen(&[find(&state, "li")])[0].unwrap();
        assert_eq!((seen.y, seen.height), (30.0, 30.0), "as much as the scroller shows");
    });
}

#[test]
fn what_is_scrolled_away_or_hidden_is_not_seen() {
    deep(|| {
        let css = ".row{width:100px;height:40px;overflow:hidden;white-space:nowrap} .row div{width:300px;display:flex}
                   b,i,u{display:block;flex:none;width:80px;height:40px} em{display:block;height:20px;opacity:0}
                   s{display:block;height:20px;visibility:hidden}";
        let inner = styled("", vec![tag("b", &[], vec![]), tag("i", &[], vec![]), tag("u", &[], vec![])]);
        let row = tag("div", &[("class", "row")], vec![inner]);
        let state = page(css, vec![row, tag("em", &[], vec![]), tag("s", &[], vec![])]);
        let mut painter = painter();
        painter.show(&state).unwrap();
        let seen = painter.seen(&["b", "i", "u", "em", "s"].map(|tag| find(&state, tag)));
        assert_eq!(seen[0].map(sides), Some([0.0, 0.0, 80.0, 40.0]));
        assert_eq!(seen[1].map(sides), Some([80.0, 0.0, 20.0, 40.0]), "half out of view");
        assert_eq!(seen[2..], [None, None, None], "scrolled away, transparent, hidden");
    });
}
