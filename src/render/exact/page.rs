//! A page state as one HTML file that needs nothing else: no script, no address but `data:`.
//!
//! What markup cannot say is left in attributes of ours that begin with `wf-`; `settle.js` carries it out.

use super::css;
use super::files::Files;
use super::nesting::{self, Open, Place};
use super::{element, nesting::is_silent};
use crate::event::{NodeId, Point};
use crate::render::Assets;
use crate::render::Trouble;
use crate::replay::{Content, Dom, Element, Node, PageState};
use std::fmt::Write as _;
use url::Url;

/// What stands in for an address that cannot be read.
const NOWHERE: &str = "http://page.invalid/";

/// The longest file that is written, bytes.
const LONGEST: usize = 192 << 20;

/// Iframes within iframes are written so deep.
const DEEPEST_FRAME: u32 = 4;

/// The browser may load nothing and run nothing; what the page needs is in it.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
    style-src 'unsafe-inline'; img-src data:; font-src data:\">";

/// Boxes for what the recorder left out.
const OWN_RULES: &str =
    "<style>[wf-blocked]{display:inline-block;background:#e5e7eb;border-radius:4px}</style>";

/// A page state as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactPage {
    /// The file.
    pub html: String,
    /// Addresses that the page names and that are neither in the recording nor in the library; sorted.
    pub missing: Vec<String>,
}

/// Writes a page state as one HTML file.
///
/// # Errors
/// [`Trouble::NoPage`] for a state without a document, [`Trouble::TooMuch`] for one that takes more than
/// 192 MiB.
pub fn exact_page(state: &PageState, assets: &dyn Assets) -> Result<ExactPage, Trouble> {
    let root = state.dom.root().ok_or(Trouble::NoPage)?;
    let base = Url::parse(&state.href).ok().filter(Url::has_host);
    let base = base.or_else(|| Url::parse(NOWHERE).ok()).ok_or(Trouble::NoPage)?;
    let mut writer = Writer { state, base, files: Files::new(assets), out: String::new(), frames: 0 };
    writer.document(root);
    if writer.out.len() > LONGEST {
        return Err(Trouble::TooMuch("with its pictures its page is longer than 192 MiB".to_owned()));
    }
    Ok(ExactPage { html: writer.out, missing: writer.files.missing() })
}

/// A file that is being written.
pub(super) struct Writer<'a> {
    pub(super) state: &'a PageState,
    pub(super) base: Url,
    pub(super) files: Files<'a>,
    pub(super) out: String,
    /// Iframes around this place.
    frames: u32,
}

impl Writer<'_> {
    fn document(&mut self, root: NodeId) {
        let dom = &self.state.dom;
        let Some(node) = dom.get(root) else { return };
        let quirks = matches!(node.content, Content::Document { quirks: true });
        if !quirks {
            self.out.push_str("<!DOCTYPE html>");
        }
        let top = node.children.iter().copied().find(|id| dom.element(*id).is_some());
        let html = top.filter(|id| dom.get(*id).is_some_and(|node| node.tag() == "html"));
        if let Some((id, node, element)) = html.and_then(|id| Some((id, dom.get(id)?, dom.element(id)?))) {
            return self.html(root, id, (node, element));
        }
        self.head(root, None);
        self.out.push_str("<body>");
        if let Some(top) = top {
            self.node(top, Open::default());
        }
        self.out.push_str("</body></html>");
    }

    fn html(&mut self, root: NodeId, id: NodeId, (node, element): (&Node, &Element)) {
        let dom = &self.state.dom;
        let child =
            |tag: &str| node.children.iter().copied().find(|id| dom.get(*id).is_some_and(|n| n.tag() == tag));
        let (head, body) = (child("head"), child("body"));
        self.out.push_str("<html");
        self.attributes(id, element);
        self.out.push('>');
        self.head(root, head);
        self.out.push_str("<body");
        let inside = body.and_then(|id| Some((id, dom.get(id)?, dom.element(id)?)));
        if let Some((id, node, element)) = inside {
            self.attributes(id, element);
            self.out.push('>');
            self.children(id, node, Open::default());
        } else {
            self.out.push('>');
        }
        for other in node.children.iter().filter(|id| Some(**id) != head && Some(**id) != body) {
            if let Some(element) = dom.element(*other) {
                self.element(*other, element, Open::default(), Form::Out);
            }
        }
        self.out.push_str("</body></html>");
    }

    /// The head, with the policy before all else and what holds for the whole document.
    fn head(&mut self, root: NodeId, head: Option<NodeId>) {
        let dom = &self.state.dom;
        let inside = head.and_then(|id| Some((id, dom.get(id)?, dom.element(id)?)));
        self.out.push_str("<head");
        if let Some((id, _, element)) = inside {
            self.attributes(id, element);
        }
        self.out.push_str("><meta charset=\"utf-8\">");
        self.out.push_str(POLICY);
        self.out.push_str(OWN_RULES);
        if self.frames == 0 {
            let fonts = self.font_faces();
            self.style("", &fonts, None);
        }
        for sheet in self.state.adopted(root) {
            self.style(" wf-adopted", sheet, None);
        }
        if let Some((_, node, _)) = inside {
            for child in &node.children {
                // Anything else would end the head.
                if let Some(element) = dom.element(*child).filter(|element| is_silent(&element.tag)) {
                    self.element(*child, element, Open::default(), Form::Real);
                }
            }
        }
        self.out.push_str("</head>");
    }

    /// Fonts that the page loaded by script.
    fn font_faces(&self) -> String {
        let mut text = String::new();
        for (family, source) in self.state.fonts.iter() {
            let source =
                if source.starts_with("data:") { format!("url(\"{source}\")") } else { source.to_string() };
            let family = family.replace(['"', '\\', '\n'], "");
            writeln!(text, "@font-face{{font-family:\"{family}\";src:{source}}}").unwrap_or_default();
        }
        text
    }

    /// A style sheet; `home` is where its addresses start from if not at the page's.
    pub(super) fn style(&mut self, attributes: &str, text: &str, home: Option<&Url>) {
        if text.is_empty() && attributes == " wf-adopted" {
            return;
        }
        let text = css::closed(text, home.unwrap_or(&self.base), &mut self.files);
        for part in ["<style", attributes, ">", &text, "</style>"] {
            self.out.push_str(part);
        }
    }

    fn children(&mut self, id: NodeId, node: &Node, open: Open) {
        let dom = &self.state.dom;
        let shadow = |child: &&NodeId| dom.get(**child).is_some_and(|child| child.in_shadow);
        if node.children.iter().any(|child| shadow(&child)) {
            self.out.push_str("<template shadowrootmode=\"open\">");
            for sheet in self.state.adopted(id) {
                self.style(" wf-adopted", sheet, None);
            }
            for child in node.children.iter().filter(shadow) {
                self.node(*child, Open::default());
            }
            self.out.push_str("</template>");
        }
        for child in node.children.iter().filter(|child| !shadow(child)) {
            self.node(*child, open);
        }
    }

    fn node(&mut self, id: NodeId, open: Open) {
        if self.out.len() > LONGEST {
            return;
        }
        match self.state.dom.get(id).map(|node| &node.content) {
            Some(Content::Text(text)) if !matches!(open.place, Place::Choices) => {
                escape(text, &mut self.out);
            }
            Some(Content::Element(element)) => {
                let form = if is_silent(&element.tag) || nesting::stays(&self.state.dom, id, element, open) {
                    Form::Real
                } else {
                    Form::Renamed
                };
                self.element(id, element, open, form);
            }
            _ => {}
        }
    }

    /// Writes an element and what is inside of it.
    fn element(&mut self, id: NodeId, element: &Element, open: Open, form: Form) {
        let Some(node) = self.state.dom.get(id) else { return };
        if open.place == Place::Choices && !matches!(&*element.tag, "option" | "optgroup" | "hr") {
            return;
        }
        match &*element.tag {
            tag if is_silent(tag) && !element.svg => return self.silent(node, element),
            "script" => return,
            "style" => return self.style_in_drawing(node),
            _ => {}
        }
        let blocked = element.special().blocked.is_some();
        let tag = if blocked { "div" } else { element::tag(&element.tag) };
        let real = form == Form::Real;
        if real {
            self.out.extend(["<", tag]);
        } else {
            let space = if element.svg { " wf-space=\"svg\"" } else { "" };
            let out = if form == Form::Out { " wf-out" } else { "" };
            self.out.extend(["<wf-as wf-tag=\"", tag, "\"", space, out]);
        }
        self.attributes(id, element);
        self.out.push('>');
        if real && element::is_void(tag) {
            return;
        }
        if !blocked {
            self.inside(id, (node, element), open.within(element, real));
        }
        self.out.extend(["</", if real { tag } else { "wf-as" }, ">"]);
    }

    fn inside(&mut self, id: NodeId, (node, element): (&Node, &Element), open: Open) {
        match &*element.tag {
            "canvas" | "video" | "audio" | "iframe" | "noembed" | "noframes" if !element.svg => {}
            "textarea" => {
                let text = element.attribute("value").map(str::to_owned);
                let text = text.unwrap_or_else(|| self.text_of(id));
                self.out.push('\n'); // A parser drops the first line break.
                escape(&text, &mut self.out);
            }
            "option" => {
                let text = self.text_of(id);
                escape(&text, &mut self.out);
            }
            "pre" | "listing" => {
                self.out.push('\n');
                self.children(id, node, open);
            }
            _ => self.children(id, node, open),
        }
    }

    /// Sheets; all else that shows nothing keeps its place among its neighbours, and nothing more.
    fn silent(&mut self, node: &Node, element: &Element) {
        match &*element.tag {
            "style" => {
                let text =
                    element.special().sheet.as_ref().map_or_else(|| self.text_in(node), ToString::to_string);
                let attributes = element::of_sheet(element);
                self.style(&attributes, &text, None);
            }
            "link" => match element::linked(element, &self.base, &mut self.files) {
                Some((text, home)) => self.style(&element::of_sheet(element), &text, home.as_ref()),
                None => self.out.push_str("<template></template>"),
            },
            "meta"
                if element
                    .attribute("name")
                    .is_some_and(|name| name.eq_ignore_ascii_case("color-scheme")) =>
            {
                let content = element.attribute("content").unwrap_or_default();
                self.out.push_str("<meta name=\"color-scheme\" content=\"");
                escape(content, &mut self.out);
                self.out.push_str("\">");
            }
            _ => self.out.push_str("<template></template>"),
        }
    }

    /// A sheet in a drawing, where its text is text like any other.
    fn style_in_drawing(&mut self, node: &Node) {
        let text = css::closed(&self.text_in(node), &self.base, &mut self.files);
        self.out.push_str("<style>");
        escape(&text, &mut self.out);
        self.out.push_str("</style>");
    }

    /// The document of an iframe as the value of its `srcdoc`.
    pub(super) fn frame(&mut self, node: &Node) -> Option<String> {
        let dom = &self.state.dom;
        let is_document =
            |id: &&NodeId| dom.get(**id).is_some_and(|n| matches!(n.content, Content::Document { .. }));
        let document = *node.children.iter().find(is_document)?;
        if self.frames >= DEEPEST_FRAME {
            return None;
        }
        let outside = std::mem::take(&mut self.out);
        self.frames += 1;
        self.document(document);
        self.frames -= 1;
        Some(std::mem::replace(&mut self.out, outside))
    }

    /// How far a document in an iframe is scrolled.
    pub(super) fn frame_scroll(&self, node: &Node) -> Point {
        let scrolls = &self.state.frame_scrolls;
        node.children.iter().find_map(|id| scrolls.get(id).copied()).unwrap_or_default()
    }

    fn attributes(&mut self, id: NodeId, element: &Element) {
        element::attributes(self, id, element);
    }

    pub(super) fn dom(&self) -> &Dom {
        &self.state.dom
    }

    fn text_of(&self, id: NodeId) -> String {
        let texts = self.state.dom.descendants(id).filter_map(|(_, _, node)| match &node.content {
            Content::Text(text) => Some(&**text),
            _ => None,
        });
        texts.collect()
    }

    fn text_in(&self, node: &Node) -> String {
        let text = |id: &NodeId| match &self.state.dom.get(*id)?.content {
            Content::Text(text) => Some(&**text),
            _ => None,
        };
        node.children.iter().filter_map(text).collect()
    }
}

/// How an element is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Under its own name.
    Real,
    /// Under a neutral name, to be given its own.
    Renamed,
    /// The same, to be put beside the body.
    Out,
}

/// Writes text so that it is text, in an element or in an attribute with double quotes.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\r' => "&#13;",
            0 => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}
