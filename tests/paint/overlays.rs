//! What lies open over a page: how it is found, called and told apart.

use super::*;
use wherefore::facts::{OpenKind, OpenState};
use wherefore::render::{Overlay, OverlayKind, overlays, state_around, without};

/// The page under what is open.
fn under() -> Part {
    let text =
        |at| tag("p", &[], vec![Part::Text(if at == 0 { "Shoes" } else { "For rock, root and rain" })]);
    let mut parts: Vec<Part> = (0..12).map(text).collect();
    parts.push(tag("button", &[], vec![Part::Text("Buy")]));
    tag("main", &[], parts)
}

fn found(css: &str, parts: Vec<Part>) -> (PageState, Vec<Overlay>) {
    let mut all = vec![under()];
    all.extend(parts);
    let state = page(css, all);
    let mut painter = painter();
    painter.show(&state).unwrap();
    let found = overlays(&painter, &state);
    (state, found)
}

/// Checks what is found in these parts over a page, as `kind label` each.
#[track_caller]
fn check(css: &str, parts: Vec<Part>, expected: &[&str]) {
    let (_, found) = found(css, parts);
    let told: Vec<String> = found
        .iter()
        .map(|overlay| match overlay.kind {
            OverlayKind::State(kind) => format!("{} {}", kind.name(), overlay.label),
            OverlayKind::Loader => "loader".to_owned(),
        })
        .collect();
    assert_eq!(told, expected);
}

fn button(text: &'static str) -> Part {
    tag("button", &[], vec![Part::Text(text)])
}

const CSS: &str = ".veil{position:fixed;inset:0} .box{width:120px;height:80px;margin:60px auto;background:#fff}
    .side{position:fixed;top:0;right:0;bottom:0;width:120px} .bar{position:fixed;left:0;right:0;bottom:0;height:40px}
    [hidden]{display:none} main{display:block}";

#[test]
fn dialogs_drawers_and_their_names() {
    deep(|| {
        let dialog = |attributes: &[(&'static str, &str)], inside| tag("div", attributes, inside);
        let guide = dialog(
            &[("class", "box"), ("role", "dialog"), ("aria-label", "Size guide (3)")],
            vec![button("Close")],
        );
        check(CSS, vec![tag("div", &[("class", "veil")], vec![guide.clone()])], &["dialog Size guide"]);
        check(CSS, vec![tag("div", &[("class", "veil"), ("hidden", "")], vec![guide])], &[]);
        let cart = vec![tag("h2", &[], vec![Part::Text("Your bag")]), button("Checkout")];
        check(
            CSS,
            vec![dialog(&[("class", "side"), ("role", "dialog")], cart.clone())],
            &["drawer Your bag"],
        );
        check(CSS, vec![dialog(&[("class", "side cart")], cart)], &["drawer Your bag"]);
        let open = vec![button("Yes")];
        check(CSS, vec![tag("dialog", &[("open", ""), ("id", "leave-now")], open)], &["dialog Leave now"]);
        check(CSS, vec![tag("dialog", &[("id", "leave-now")], vec![button("Yes")])], &[]);
        check(CSS, vec![tag("header", &[("class", "bar")], vec![button("a"), button("b")])], &[]);
    });
}

#[test]
fn menus_and_tabs() {
    deep(|| {
        let css = format!("{CSS} .menu{{position:absolute;top:20px;left:0;width:90px;height:80px}}");
        let menu = |expanded: &str| {
            let opener = tag(
                "button",
                &[("aria-expanded", expanded), ("aria-controls", "nav")],
                vec![Part::Text("Shop")],
            );
            vec![
                opener,
                tag("div", &[("id", "nav"), ("class", "menu")], vec![button("Trail"), button("Road")]),
            ]
        };
        check(&css, menu("true"), &["menu Shop"]);
        check(&css, menu("false"), &[]);
        let choices = tag("div", &[("role", "listbox")], vec![button("Trail")]);
        check(&css, vec![choices], &[]);
        let tabs = |open: usize| {
            let tab = |at: usize, text| {
                tag(
                    "span",
                    &[("role", "tab"), ("aria-selected", if at == open { "true" } else { "false" })],
                    vec![Part::Text(text)],
                )
            };
            let panel = |at: usize| {
                let mut attributes = vec![("role", "tabpanel")];
                attributes.extend((at != open).then_some(("hidden", "")));
                tag("div", &attributes, vec![Part::Text("Words of the panel")])
            };
            vec![tag(
                "section",
                &[],
                vec![
                    tag("div", &[("role", "tablist")], vec![tab(0, "About"), tab(1, "Fit & care")]),
                    panel(0),
                    panel(1),
                ],
            )]
        };
        check(&css, tabs(0), &[]);
        check(&css, tabs(1), &["tab_panel Fit & care"]);
    });
}

#[test]
fn cookie_bars_and_loaders_are_known_and_can_be_hidden() {
    deep(|| {
        let bar =
            |class: &'static str, text| tag("div", &[("class", class)], vec![Part::Text(text), button("OK")]);
        check(CSS, vec![bar("bar", "Wir verwenden Cookies.")], &["cookie_bar Cookie bar"]);
        check(CSS, vec![bar("bar", "Vi bruker informasjonskapsler.")], &["cookie_bar Cookie bar"]);
        check(CSS, vec![bar("bar cookie-note", "We count visits.")], &["cookie_bar Cookie bar"]);
        check(CSS, vec![bar("bar", "Free delivery")], &[]);
        let loader = tag("div", &[("class", "veil loader")], vec![tag("i", &[], vec![])]);
        check(CSS, vec![loader], &["loader"]);

        let (state, lying) = found(CSS, vec![bar("bar", "Cookies?")]);
        let bare = without(&state, &lying);
        let mut painter = painter();
        painter.show(&bare).unwrap();
        assert_eq!(overlays(&painter, &bare), [], "the bar is gone");
        let pressed = state_around(&lying, &state.dom, Some(lying[0].node)).map(|state| state.kind);
        assert_eq!(pressed, Some(OpenKind::CookieBar), "not a click on the page");
        assert_eq!(state_around(&lying, &state.dom, Some(find(&state, "main"))), None);
    });
}

#[test]
fn what_happens_belongs_to_the_state_it_happened_in() {
    deep(|| {
        let dialog = tag(
            "div",
            &[("class", "box"), ("role", "dialog"), ("aria-modal", "true"), ("aria-label", "Help")],
            vec![tag("b", &[], vec![])],
        );
        let (state, lying) = found(CSS, vec![tag("section", &[("class", "veil")], vec![dialog.clone()])]);
        let help = Some(OpenState { label: "Help".to_owned(), kind: OpenKind::Dialog });
        let at = |name| state_around(&lying, &state.dom, Some(find(&state, name)));
        assert_eq!(
            (at("b"), at("section"), at("main")),
            (help.clone(), help.clone(), help.clone()),
            "it is modal"
        );
        assert_eq!(state_around(&lying, &state.dom, None), help);
        assert!(
            lying[0].modal && lying[0].root == find(&state, "section"),
            "the veil comes and goes with it"
        );

        let free = tag(
            "aside",
            &[("class", "side"), ("role", "dialog"), ("aria-label", "Chat")],
            vec![tag("b", &[], vec![])],
        );
        let (state, lying) = found(CSS, vec![free]);
        let chat = Some(OpenState { label: "Chat".to_owned(), kind: OpenKind::Drawer });
        let at = |name| state_around(&lying, &state.dom, Some(find(&state, name)));
        assert_eq!((at("b"), at("main")), (chat, None), "the page beside it is as it was loaded");
    });
}
