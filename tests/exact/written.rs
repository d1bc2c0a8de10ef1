//! The file that is written: it needs nothing, runs nothing and leads nowhere.

use crate::Files;
use crate::maker::Maker;
use wherefore::render::{NoAssets, exact_page};
use wherefore::replay::PageState;

/// Everything that a page can use to load, run, send or lead.
pub(crate) fn hostile(at: &str) -> PageState {
    let mut page = Maker::new();
    let to = |path: &str| format!("{at}/{path}");
    let body = page.body;
    page.change(body, |it| it.attributes.push(("background".into(), to("b.png").into())));
    let css = format!(
        "@import url({0});@import \"{0}\";@font-face{{font-family:X;src:url('{0}')}}\
         p{{font-family:X;background:url( \"{0}\" );cursor:url({0}),auto;mask:url({0}#m)}}\
         b{{background:image-set('{0}' 1x)}}a::after{{content:url({0})}}</style><b>evil()",
        to("c")
    );
    page.style(&css);
    let p =
        page.tag(body, "p", &[("style", &format!("background:url({})", to("s.png"))), ("onclick", "evil()")]);
    page.text(p, "</p><script>evil()</script><img src=x onerror=evil()>");
    for (tag, name) in [
        ("img", "src"),
        ("img", "srcset"),
        ("input", "src"),
        ("video", "poster"),
        ("video", "src"),
        ("audio", "src"),
        ("source", "src"),
        ("source", "srcset"),
        ("track", "src"),
        ("iframe", "src"),
        ("frame", "src"),
        ("object", "data"),
        ("embed", "src"),
        ("script", "src"),
        ("base", "href"),
        ("form", "action"),
        ("button", "formaction"),
        ("a", "ping"),
        ("html", "manifest"),
        ("image", "src"),
        ("portal", "src"),
        ("table", "background"),
        ("td", "background"),
    ] {
        page.tag(body, tag, &[(name, &to(name)), ("type", "image")]);
    }
    for rel in [
        "stylesheet",
        "preload",
        "prefetch",
        "preconnect",
        "dns-prefetch",
        "icon",
        "modulepreload",
        "manifest",
    ] {
        page.tag(body, "link", &[("rel", rel), ("href", &to(rel)), ("as", "image")]);
    }
    page.tag(body, "meta", &[("http-equiv", "refresh"), ("content", &format!("0;url={}", to("r")))]);
    page.tag(body, "a", &[("href", &to("a")), ("target", "_blank")]);
    page.tag(body, "a", &[("href", "javascript:evil()")]);
    page.tag(body, "iframe", &[("srcdoc", "<script>evil()</script>"), ("onload", "evil()")]);
    let svg = page.shape(body, "svg", &[("onload", "evil()")]);
    for (tag, name) in
        [("image", "href"), ("image", "xlink:href"), ("use", "href"), ("feImage", "href"), ("script", "href")]
    {
        page.shape(svg, tag, &[(name, &to("svg"))]);
    }
    let set = page.shape(svg, "set", &[("attributeName", "href"), ("to", &to("set"))]);
    page.shape(set, "rect", &[("fill", &format!("url({}#f)", to("f")))]);
    let evil = page.tag(body, "x\"><script>evil()</script>", &[("y\"><script>evil()</script>", "z")]);
    page.tag(evil, "textarea", &[("value", "</textarea><script>evil()</script>")]);
    page.state()
}

#[test]
fn a_written_page_names_no_address_runs_nothing_and_leads_nowhere() {
    let html = exact_page(&hostile("https://evil.example"), &NoAssets).unwrap().html;
    for part in html.split("evil.example").collect::<Vec<_>>().windows(2) {
        let before = part[0];
        assert!(
            before.ends_with("href=\"#https://"),
            "named at …{}",
            &before[before.len().saturating_sub(80)..]
        );
    }
    let lower = html.to_lowercase();
    for word in [
        "<script",
        "onclick=",
        "onload=",
        "onerror=\"",
        "http-equiv=\"refresh",
        "<base",
        "<link",
        "<object data",
    ] {
        assert!(!lower.contains(word), "{word} in {html}");
    }
    assert!(!html.contains("href=\"javascript"), "{html}");
    let policy = html.find("Content-Security-Policy").unwrap();
    assert!(html.find("<style").unwrap() > policy && html.contains("default-src 'none'"));
    assert_eq!(html.matches("<body").count(), 1);
}

#[test]
fn what_is_known_is_in_the_page_and_what_is_not_is_told() {
    let mut page = Maker::new();
    let body = page.body;
    page.tag(body, "img", &[("src", "/a.png")]);
    page.tag(body, "img", &[("src", "none.png"), ("srcset", "/a.png 1x, other.png 2x")]);
    page.tag(body, "link", &[("rel", "stylesheet"), ("href", "/css/x.css")]);
    page.style("p{background:url(/a.png)}");
    let mut state = page.state();
    state.href = "https://shop.example/dir/page".into();
    let mut files = Files::default();
    files.0.insert("https://shop.example/a.png", b"\x89PNG\r\n".to_vec());
    files.0.insert(
        "https://shop.example/css/x.css",
        b"b{background:url(../a.png)}i{background:url(z.png)}".to_vec(),
    );
    let written = exact_page(&state, &files).unwrap();
    assert_eq!(written.html.matches("data:image/png;base64,iVBORw0K").count(), 4, "{}", written.html);
    let missing = ["css/z.png", "dir/none.png", "dir/other.png"];
    assert_eq!(written.missing, missing.map(|path| format!("https://shop.example/{path}")));
}

#[test]
fn a_state_without_a_page_is_told() {
    assert!(exact_page(&PageState::default(), &NoAssets).is_err());
}
