//! The page's style sheets, in the order of the document.
//!
//! The engine orders sheets by the number of the node that they hang on, which is right only until a
//! sheet is put in before others. So ours hang on places that were made beforehand, in order, and a
//! sheet's text goes to the place that its order says.

use super::forms;
use super::plan::hosts_shadow;
use super::vector;
use crate::event::NodeId;
use crate::render::Assets;
use crate::replay::{Content, Dom, Element, Node, PageState};
use blitz_dom::{BaseDocument, LocalName, NodeId as EngineId, QualName, ns};
use style::stylesheets::Origin;
use url::Url;

/// Places made at first; a page with more gets twice as many and is built anew.
pub(super) const PLACES: usize = 64;

/// The most sheets of one document.
const MOST: usize = 4_096;

/// Places for sheets and what is in them.
pub(super) struct Places {
    places: Vec<EngineId>,
    texts: Vec<String>,
}

impl Places {
    /// Makes places; to be called on a fresh document, whose node numbers still ascend.
    pub(super) fn new(doc: &mut BaseDocument, count: usize) -> Self {
        let mut mutator = doc.mutate();
        let name = QualName::new(None, ns!(html), LocalName::from("style"));
        let places = (0..count).map(|_| mutator.create_element(name.clone(), Vec::new())).collect();
        Self { places, texts: Vec::new() }
    }

    /// Whether so many sheets have a place.
    pub(super) fn hold(&self, count: usize) -> bool {
        count <= self.places.len()
    }

    /// Puts these sheets in force; those that are already there stay as they are.
    pub(super) fn put(&mut self, doc: &mut BaseDocument, sheets: Vec<String>) {
        let count = sheets.len().max(self.texts.len()).min(self.places.len());
        for (at, place) in self.places.iter().enumerate().take(count) {
            let (new, old) = (sheets.get(at), self.texts.get(at));
            if new != old {
                let sheet = doc.make_stylesheet(new.map_or("", |text| text), Origin::Author);
                doc.add_stylesheet_for_node(sheet, *place);
            }
        }
        self.texts = sheets;
    }
}

/// Collects the sheets of one document.
pub(super) struct Collector<'a> {
    pub(super) state: &'a PageState,
    pub(super) base: &'a Url,
    pub(super) assets: &'a dyn Assets,
}

impl Collector<'_> {
    /// The sheets of the document `root`, in the order in which they are in force.
    pub(super) fn sheets(&self, root: NodeId) -> Vec<String> {
        let dom = &self.state.dom;
        let mut found = vec![vector::rules(dom) + &forms::rules(dom), self.font_faces()];
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            let Some(node) = dom.get(id) else { continue };
            if found.len() >= MOST {
                break;
            }
            if let Some(element) = node.element()
                && let Some(text) = self.sheet(dom, node, element)
            {
                found.push(scoped(dom, id, rewrite(&text)));
            }
            let is_document = |id: &NodeId| {
                dom.get(*id).is_some_and(|node| matches!(node.content, Content::Document { .. }))
            };
            stack.extend(node.children.iter().rev().filter(|child| !is_document(child)));
        }
        for adopter in self.state.adopters().filter(|id| dom.document_of(*id) == Some(root)) {
            let hosted = dom.get(adopter).is_some_and(|node| hosts_shadow(dom, node));
            for text in self.state.adopted(adopter) {
                let text = rewrite(text);
                found.push(if hosted { within(adopter, &text) } else { text });
            }
        }
        found
    }

    fn sheet(&self, dom: &Dom, node: &Node, element: &Element) -> Option<String> {
        let text = match &*element.tag {
            "style" if !element.svg => {
                element.special().sheet.as_ref().map_or_else(|| text_inside(dom, node), ToString::to_string)
            }
            "link" => self.linked(element)?,
            _ => return None,
        };
        if element.attribute("disabled").is_some_and(|_| &*element.tag == "link") {
            return Some(String::new());
        }
        match element.attribute("media").map(str::trim) {
            None | Some("" | "all" | "screen") => Some(text),
            Some(media) if media.contains(['{', '}', ';']) => Some(text),
            Some(media) => Some(format!("@media {media} {{\n{text}\n}}")),
        }
    }

    /// The text of a linked sheet: as recorded, else from the assets.
    fn linked(&self, element: &Element) -> Option<String> {
        if let Some(sheet) = &element.special().sheet {
            return Some(sheet.to_string());
        }
        let mut kinds = element.attribute("rel")?.split_ascii_whitespace();
        let rel = element.attribute("rel")?;
        if !kinds.any(|kind| kind.eq_ignore_ascii_case("stylesheet")) || rel.contains("alternate") {
            return None;
        }
        let address = self.base.join(element.attribute("href")?).ok()?;
        let bytes = self.assets.get(address.as_str())?;
        Some(absolute(&String::from_utf8_lossy(&bytes), &address))
    }

    /// Fonts that the page loaded by script.
    fn font_faces(&self) -> String {
        let face = |(family, source): &(std::sync::Arc<str>, std::sync::Arc<str>)| {
            let source =
                if source.starts_with("data:") { format!("url(\"{source}\")") } else { source.to_string() };
            let family = family.replace(['"', '\\', '\n'], "");
            format!("@font-face{{font-family:\"{family}\";src:{source}}}\n")
        };
        self.state.fonts.iter().map(face).collect()
    }
}

/// Makes the addresses in a sheet independent of where the sheet lies.
fn absolute(text: &str, address: &Url) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        whole.push_str(before);
        let Some(end) = after.find(')') else {
            rest = after;
            break;
        };
        let inner = after[..end].trim().trim_matches(['"', '\'']);
        let keep = inner.starts_with("data:") || inner.starts_with('#');
        match address.join(inner) {
            Ok(joined) if !keep => whole.extend(["\"", joined.as_str(), "\""]),
            _ => whole.push_str(&after[..end]),
        }
        rest = &after[end..];
    }
    whole.push_str(rest);
    whole
}

fn text_inside(dom: &Dom, node: &Node) -> String {
    let text = |id: &NodeId| match &dom.get(*id)?.content {
        Content::Text(text) => Some(text.to_string()),
        _ => None,
    };
    node.children.iter().filter_map(text).collect()
}

/// A sheet inside a shadow tree holds for that tree alone.
fn scoped(dom: &Dom, id: NodeId, text: String) -> String {
    let top = dom.ancestors(id).find(|(_, node)| node.in_shadow);
    match top.and_then(|(_, node)| node.parent) {
        Some(host) => within(host, &text),
        None => text,
    }
}

fn within(host: NodeId, text: &str) -> String {
    let text = text.replace(":host(", "&:is(").replace(":host", "&").replace("::slotted(", ":is(");
    format!("[wf-host=\"{}\"]{{\n{text}\n}}", host.0)
}

/// Selectors that the engine does not know, and attributes and elements of ours that stand for them.
const UNKNOWN: [(&str, &str); 10] = [
    // A ring is seen on what is typed into; on what was clicked a browser shows none.
    (":focus-visible", ":focus:is(input,textarea,select)"),
    (":focus-within", "[wf-within]"),
    (":placeholder-shown", "[wf-empty]"),
    ("::placeholder", " wf-placeholder"),
    ("::-webkit-input-placeholder", " wf-placeholder"),
    (":required", "[required]"),
    (":optional", ":not([required])"),
    (":modal", "[wf-modal]"),
    (":open", "[open]"),
    // See `bare`.
    (":empty", ":is(:empty,[wf-bare])"),
];

/// Replaces them. A sheet's strings are not looked at: none that matters holds such a thing.
fn rewrite(text: &str) -> String {
    let mut text = text.to_owned();
    for (unknown, ours) in UNKNOWN {
        if text.contains(unknown) {
            text = replace_whole(&text, unknown, ours);
        }
    }
    if text.contains(CLAMP) { clamped(&text) } else { text }
}

/// So many lines are shown of a text.
const CLAMP: &str = "-webkit-line-clamp:";

/// Says it in a way that the engine knows: how high those lines are.
fn clamped(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for (at, part) in text.split(CLAMP).enumerate() {
        let lines: String = part.trim_start().chars().take_while(char::is_ascii_digit).take(3).collect();
        if at > 0 && lines.is_empty() {
            whole.push_str(CLAMP);
        } else if at > 0 {
            whole.extend(["max-height:calc(", &lines, "lh);", CLAMP]);
        }
        whole.push_str(part);
    }
    whole
}

/// Replaces where the name ends there.
fn replace_whole(text: &str, from: &str, to: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let goes_on =
            after.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '('));
        let escaped = before.ends_with(['\\', ':']);
        whole.push_str(before);
        whole.push_str(if goes_on || escaped { from } else { to });
        rest = after;
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_selectors_are_replaced_whole() {
        let cases = [
            ("a:focus-visible{}", "a:focus:is(input,textarea,select){}"),
            ("input::placeholder{}", "input wf-placeholder{}"),
            ("p{-webkit-line-clamp: 2}", "p{max-height:calc(2lh);-webkit-line-clamp: 2}"),
            ("p{-webkit-line-clamp:none}", "p{-webkit-line-clamp:none}"),
            (".x\\:required{}", ".x\\:required{}"),
            (":openx{}", ":openx{}"),
            ("p:focus-within b{}", "p[wf-within] b{}"),
        ];
        for (from, to) in cases {
            assert_eq!(rewrite(from), to);
        }
    }

    #[test]
    fn addresses_in_a_linked_sheet_start_at_the_sheet() {
        let address = Url::parse("https://a.example/css/x.css").unwrap();
        let found = absolute("a{b:url(../i.png) url('data:x,y') url(#g)}", &address);
        assert_eq!(found, "a{b:url(\"https://a.example/i.png\") url('data:x,y') url(#g)}");
    }
}
