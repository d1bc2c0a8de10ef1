//! What elements are called and how they are found again.

use crate::visit::Visit;
use wherefore::event::{Added, EventKind, Mutation, NewNode, NodeContent, NodeId};
use wherefore::facts;
use wherefore::replay::{Dom, PageState};

fn dom(visit: &Visit) -> Dom {
    let mut page = PageState::default();
    visit.events.iter().for_each(|event| page.apply(event));
    page.dom
}

#[track_caller]
fn check_name(html: &str, expected: &str) {
    let visit = Visit::on(html);
    assert_eq!(facts::describe(&dom(&visit), visit.id("x")).unwrap().name, expected, "{html}");
}

#[test]
fn names() {
    check_name(r#"<button id="x">Add  to <b>bag</b></button>"#, "Add to bag");
    check_name(r#"<button id="x" aria-label="Close"><svg></svg></button>"#, "Close");
    check_name(r#"<h2 id="h">Size guide</h2><div id="x" aria-labelledby="h">text</div>"#, "Size guide");
    check_name(r#"<label for="x">E-mail</label><input id="x">"#, "E-mail");
    check_name(r#"<label>Phone <input id="x"></label>"#, "Phone");
    check_name(r#"<label id="x" for="f">Zip</label><input id="f">"#, "Zip");
    check_name(r#"<label id="x" for="f"></label><input id="f" placeholder="Zip">"#, "Zip");
    check_name(r#"<input id="x" placeholder="Search">"#, "Search");
    check_name(r#"<input id="x" name="qty">"#, "qty");
    check_name(r#"<input id="x" type="submit" value="Pay">"#, "Pay");
    check_name(r#"<input id="x" value="secret@mail.example">"#, "input");
    check_name(r#"<img id="x" alt="Red shoe">"#, "Red shoe");
    check_name(r#"<a id="x" href="/"><img alt="Home"></a>"#, "Home");
    check_name(r#"<svg id="x"><title>Cart</title></svg>"#, "Cart");
    check_name(r#"<button id="x" title="Menu"></button>"#, "Menu");
    check_name(r#"<button id="x">**** ***</button>"#, "button");
    check_name(r#"<section><h2>Shirts</h2><img id="x"></section>"#, "image in “Shirts”");
    check_name(r#"<div id="x"></div>"#, "div");
    check_name(
        r#"<button id="x">Buy<span hidden>now</span><span aria-hidden="true">→</span></button>"#,
        "Buy",
    );
    check_name(&format!(r#"<p id="x">{}</p>"#, "word ".repeat(60)), "word ".repeat(20).trim_end());
}

#[track_caller]
fn check_selector(html: &str, expected: &str) {
    let visit = Visit::on(html);
    let dom = dom(&visit);
    let selector = facts::describe(&dom, visit.id("x1")).unwrap().selector;
    assert_eq!(selector, expected, "{html}");
    for (node, selector) in facts::describe_all(&dom) {
        assert_eq!(facts::find(&dom, &selector), [node], "{selector}");
        assert_eq!(facts::describe(&dom, node).unwrap().selector, selector);
    }
}

#[test]
fn selectors_rest_on_what_lasts() {
    check_selector(r#"<button id="x1">a</button>"#, "body > button");
    check_selector(r#"<div id="main"><button id="x1">a</button></div>"#, "#main > button");
    check_selector(
        r#"<div id="a"></div><b id="x1" data-testid="pay now">a</b>"#,
        r#"[data-testid="pay now"]"#,
    );
    check_selector(r#"<b data-testid="t"></b><b id="x1" data-testid="t">a</b>"#, "body > b:nth-of-type(2)");
    check_selector(
        r#"<b id="x1" class="btn btn-2 active is-open css-k1 primary">a</b>"#,
        "body > b.btn.primary",
    );
    check_selector(r#"<i class="a"></i><i class="a b" id="x1"></i><i class="b"></i>"#, "body > i.a.b");
    check_selector(r#"<i class="a b"></i><i class="a" id="x1"></i>"#, "body > i.a:nth-of-type(2)");
    check_selector(
        r#"<input id="x1" name="mail" class="z"><input name="zip">"#,
        r#"body > input[name="mail"]"#,
    );
    check_selector(
        r#"<ul id="l:r"><li></li><li><a id="x1"></a></li></ul>"#,
        r#"[id="l:r"] > li:nth-of-type(2) > a"#,
    );
    check_selector(r#"<a id="top"></a><p id="top"><i id="x1"></i></p>"#, "body > p > i");
    check_selector(r#"<my:tag id="x1">a</my:tag><my:tag>a</my:tag>"#, r"body > my\3a tag:nth-of-type(1)");
    check_selector(r#"<div id="host"><p id="x1" shadow></p><p></p></div>"#, "#host >>> :host > p");
}

#[test]
fn iframes_are_entered_by_their_own_selector() {
    let mut visit = Visit::on(r#"<iframe id="frame"></iframe><iframe id="other"></iframe>"#);
    let node = |id: i64, parent: Option<i64>, tag: &str| {
        let element = NodeContent::Element {
            tag: tag.into(),
            svg: false,
            attributes: vec![("class".into(), "k".into())],
        };
        let content = if tag.is_empty() { NodeContent::Document { quirks: false } } else { element };
        NewNode { id: NodeId(id), parent: parent.map(NodeId), in_shadow: false, content }
    };
    let nodes = vec![
        node(900, None, ""),
        node(901, Some(900), "html"),
        node(902, Some(901), "body"),
        node(903, Some(902), "button"),
    ];
    let added = Added { parent: visit.id("frame"), next: None, previous: None, nodes };
    visit.push(10, EventKind::Mutation(Box::new(Mutation { adds: vec![added], ..Mutation::default() })));
    let dom = dom(&visit);
    let selector = facts::describe(&dom, NodeId(903)).unwrap().selector;
    assert_eq!(selector, "#frame >>> body > button.k");
    assert_eq!(facts::find(&dom, &selector), [NodeId(903)]);
    assert!(facts::describe_all(&dom).contains(&(NodeId(903), selector)));
}

#[test]
fn the_control_behind_a_press() {
    let html = r#"<main id="main" tabindex="-1"><button id="b"><span id="s">x</span></button><div id="d" role="button"><i id="i"></i></div>
        <label id="l"><span id="ls">x</span></label><p id="p">x</p><div id="t" tabindex="0"><b id="tb"></b></div><a id="a">no link</a></main>"#;
    let visit = Visit::on(html);
    let dom = dom(&visit);
    for (pressed, expected) in
        [("s", "b"), ("i", "d"), ("ls", "l"), ("p", "p"), ("tb", "t"), ("a", "a"), ("main", "main")]
    {
        assert_eq!(facts::target(&dom, visit.id(pressed)), Some(visit.id(expected)), "{pressed}");
    }
    assert_eq!(facts::target(&dom, NodeId(4000)), None);
    assert_eq!(facts::control(&dom, visit.id("p")), None);
    assert_eq!(facts::describe(&dom, NodeId(1)), None);
}

#[test]
fn selectors_that_are_not_understood_find_nothing() {
    let visit = Visit::on(r#"<p id="p">x</p>"#);
    let dom = dom(&visit);
    for selector in
        ["", ">", "p >", "p:hover", "p[", "p[x", "p[x=\"", "::", "p:nth-of-type(x)", "\\", "p >>> ", "#"]
    {
        assert_eq!(facts::find(&dom, selector), [], "{selector}");
    }
    for selector in
        ["p", "*#p", "body p", "html > body > p#p", "[id=p]", "[id]", ":root p", "p:nth-of-type(1)"]
    {
        assert!(facts::find(&dom, selector).contains(&visit.id("p")), "{selector}");
    }
}
