//! What a page asks for, by every way that pages have to ask, and what its scripts would do.

use super::*;
use wherefore::render::Picture;

/// Notes what is asked for; has one style sheet, which asks for more.
#[derive(Default)]
struct Sheet(Mutex<Vec<String>>);

impl Assets for Sheet {
    fn get(&self, url: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().push(url.to_owned());
        let sheet = "@import 'https://a.example/second.css';@import url(//b.example/third.css);\
            @font-face{font-family:g;src:local(Arial),url(https://a.example/g.woff2)}\
            p{font-family:g;background:url(in-sheet.png)}";
        url.ends_with("/first.css").then(|| sheet.as_bytes().to_vec())
    }
}

/// Elements that ask for something in a browser: their tag and attributes.
const ASKERS: [(&str, &[(&str, &str)]); 30] = [
    ("img", &[("src", "https://a.example/img.png")]),
    ("img", &[("srcset", "https://a.example/set.png 1x, https://a.example/set2.png 2x")]),
    ("img", &[("src", "//b.example/plain.png"), ("crossorigin", "use-credentials"), ("loading", "lazy")]),
    ("img", &[("src", "file:///etc/hostname")]),
    ("img", &[("src", "ftp://a.example/x.png"), ("lowsrc", "https://a.example/low.png")]),
    ("img", &[("src", "javascript:fetch('https://a.example/by-script')")]),
    ("source", &[("srcset", "https://a.example/source.png")]),
    ("link", &[("rel", "stylesheet"), ("href", "https://a.example/first.css")]),
    ("link", &[("rel", "preload"), ("as", "image"), ("href", "https://a.example/preload.png")]),
    ("link", &[("rel", "prefetch dns-prefetch preconnect"), ("href", "https://c.example/")]),
    ("link", &[("rel", "icon"), ("href", "https://a.example/icon.png")]),
    ("link", &[("rel", "modulepreload"), ("href", "https://a.example/by-script.mjs")]),
    ("link", &[("rel", "manifest"), ("href", "https://a.example/app.json")]),
    ("iframe", &[("src", "https://a.example/frame.html")]),
    ("iframe", &[("srcdoc", "<img src=https://a.example/in-frame.png><script>by-script()</script>")]),
    ("iframe", &[("src", "data:text/html,<script>by-script()</script><img src=https://a.example/x.png>")]),
    ("frame", &[("src", "https://a.example/frame2.html")]),
    ("object", &[("data", "https://a.example/object.html")]),
    ("embed", &[("src", "https://a.example/embed.swf")]),
    ("applet", &[("code", "https://a.example/a.class")]),
    ("video", &[("src", "https://a.example/film.mp4"), ("poster", "https://a.example/poster.png")]),
    ("audio", &[("src", "https://a.example/sound.mp3")]),
    ("track", &[("src", "https://a.example/words.vtt")]),
    ("input", &[("type", "image"), ("src", "https://a.example/button.png")]),
    ("table", &[("background", "https://a.example/table.png")]),
    ("meta", &[("http-equiv", "refresh"), ("content", "0;url=https://a.example/by-script")]),
    ("base", &[("href", "https://elsewhere.example/")]),
    ("form", &[("action", "https://a.example/form"), ("onsubmit", "by-script()")]),
    ("a", &[("href", "https://a.example/a"), ("ping", "https://a.example/ping")]),
    (
        "div",
        &[("style", "background:url(https://a.example/div.png);cursor:url(https://a.example/c.cur),auto")],
    ),
];

fn vector(maker: &mut Maker, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
    let id = maker.tag(parent, name, attributes);
    let Content::Element(element) = &mut maker.dom.get_mut(id).unwrap().content else { unreachable!() };
    element.svg = true;
    id
}

#[test]
fn every_way_to_ask_leads_to_the_recording_alone() {
    let mut maker = Maker::new();
    let body = maker.body;
    for (tag, attributes) in ASKERS {
        maker.tag(body, tag, attributes);
    }
    let drawing = vector(&mut maker, body, "svg", &[("width", "9"), ("height", "9")]);
    vector(&mut maker, drawing, "image", &[("href", "https://a.example/in-drawing.png")]);
    vector(&mut maker, drawing, "use", &[("xlink:href", "https://a.example/sprite.svg#a")]);
    let words = maker.tag(body, "p", &[]);
    maker.text(words, "words");
    maker.style(
        "@import 'https://a.example/import.css'; li{list-style-image:url(https://a.example/li.png)} \
        div::before{content:url(https://a.example/content.png)} div{mask:url(https://a.example/mask.png)}",
    );
    let library = Arc::new(Sheet::default());
    let _others = beside_others();
    let studio = Studio::new(library.clone(), Fonts::bundled(), || {});
    let drawn = studio.draw(request(maker.state())).result.unwrap();
    let asked: BTreeSet<String> = library.0.lock().unwrap().iter().cloned().collect();
    for wanted in ["img.png", "set.png", "first.css", "div.png", "in-sheet.png"] {
        assert!(asked.contains(&format!("https://a.example/{wanted}")), "{wanted} is asked for: {asked:?}");
    }
    for address in drawn.missing.iter().filter(|address| !address.starts_with("data:")) {
        assert!(asked.contains(address), "{address} was fetched past the library");
    }
    for address in &asked {
        assert!(!address.contains("by-script"), "no script is run: {address}");
        assert!(!address.contains("elsewhere"), "addresses are as recorded: {address}");
    }
}

/// The files of this computer that a drawing names are not opened.
#[test]
fn a_drawing_shows_no_file_of_this_computer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.png");
    std::fs::write(&path, Picture::filled(50, 50, [255, 0, 0, 255]).to_png().unwrap()).unwrap();
    let path = path.to_str().unwrap();
    let red = |state: PageState| {
        let _others = beside_others();
        let studio = Studio::new(Arc::new(NoAssets), Fonts::bundled(), || {});
        let picture = studio.draw(request(state)).result.unwrap().picture;
        picture.rgba.chunks_exact(4).any(|pixel| pixel[0] > 200 && pixel[1] < 50)
    };
    for name in ["href", "xlink:href"] {
        for path in [path.to_owned(), format!("file://{path}"), format!("{path}?x"), format!(" {path}")] {
            let mut maker = Maker::new();
            let body = maker.body;
            let drawing = vector(&mut maker, body, "svg", &[("width", "50"), ("height", "50")]);
            vector(&mut maker, drawing, "image", &[(name, &path), ("width", "50"), ("height", "50")]);
            assert!(!red(maker.state()), "{name} {path} in a page");
            let link = "xmlns:xlink='http://www.w3.org/1999/xlink'";
            let file = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' {link} width='50' height='50'><image {name}='{path}' width='50' height='50'/></svg>"
            );
            assert!(!red(with_picture(&format!("data:image/svg+xml,{file}"))), "{name} {path} in a file");
            // Words of a page, which the engine must not take for a drawing's elements.
            let mut maker = Maker::new();
            let body = maker.body;
            let drawing = vector(&mut maker, body, "svg", &[("width", "50"), ("height", "50")]);
            for tag in ["xmp", "noembed", "iframe", "noframes", "plaintext", "style", "script"] {
                let raw = maker.tag(drawing, tag, &[]);
                maker.text(raw, &format!("</{tag}><image {name}='{path}' width='50' height='50'/><{tag}>"));
            }
            assert!(!red(maker.state()), "{name} {path} in words");
        }
    }
    let bytes = std::fs::read(path).unwrap();
    let mut maker = Maker::new();
    let body = maker.body;
    let drawing = vector(&mut maker, body, "svg", &[("width", "50"), ("height", "50")]);
    let inside = format!("data:image/png;base64,{}", super::endless::base64(&bytes));
    vector(&mut maker, drawing, "image", &[("href", &inside), ("width", "50"), ("height", "50")]);
    assert!(red(maker.state()), "what is in the drawing itself is seen");
}

/// A page with these scripts and handlers, or with empty ones.
fn with_scripts(text: &str, handler: &[(&str, &str)]) -> Picture {
    let mut maker = Maker::new();
    let body = maker.body;
    for kind in ["", "module", "text/javascript", "application/json", "importmap"] {
        let script = maker.tag(body, "script", &[("type", kind), ("nonce", "x")]);
        maker.text(script, text);
    }
    let drawing = vector(&mut maker, body, "svg", handler);
    let script = vector(&mut maker, drawing, "script", &[]);
    maker.text(script, text);
    let button = maker.tag(body, "button", handler);
    maker.text(button, "A button");
    let words = maker.tag(body, "p", handler);
    maker.text(words, "Words");
    maker.tag(body, "img", handler);
    let frame = maker.tag(body, "iframe", handler);
    let document = maker.put(frame, Content::Document { quirks: false });
    let html = maker.tag(document, "html", handler);
    let script = maker.tag(html, "script", &[]);
    maker.text(script, text);
    let mut state = maker.state();
    state.focus = Some(button);
    let _others = beside_others();
    let studio = Studio::new(Arc::new(NoAssets), Fonts::bundled(), || {});
    studio.draw(request(state)).result.unwrap().picture
}

#[test]
fn no_script_is_run_or_shown() {
    let red = "document.documentElement.style.background = 'red'; document.body.innerHTML = '';";
    let handlers = ["onload", "onerror", "onclick", "onfocus", "onmouseover", "onbegin", "ONLOAD"]
        .map(|name| (name, red));
    let link = format!("javascript:{red}");
    let mut handlers = handlers.to_vec();
    handlers.extend([("action", &*link), ("formaction", &link), ("srcdoc", "<script>red()</script>")]);
    let with = with_scripts(red, &handlers);
    let without = with_scripts("", &[]);
    assert!(without.rgba.chunks_exact(4).any(|pixel| pixel[0] < 100), "the page shows something");
    assert!(with == without, "scripts neither run nor are seen");
}

/// What is not built in cannot run.
#[test]
fn no_engine_for_scripts_is_built_in() {
    let lock = include_str!("../../Cargo.lock");
    for name in [
        "boa_engine",
        "rquickjs",
        "quick-js",
        "v8",
        "rusty_v8",
        "deno_core",
        "mozjs",
        "javascriptcore",
        "wasmtime",
        "wasmer",
        "duktape",
        "mlua",
    ] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
