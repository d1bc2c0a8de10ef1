//! What a recorded node becomes in the engine: its tag, its attributes, what is inside.
//!
//! A pure function of the document, so that two states can be compared by their plans. Here is mended
//! what the engine cannot do by itself; form controls are in `forms`, vector pictures in `vector`.

use super::forms;
use super::vector;
use crate::event::NodeId;
use crate::render::vectors;
use crate::replay::{Content, Dom, Element, Node};
use url::Url;

/// Attribute names and values.
pub(super) type Pairs = Vec<(String, String)>;

/// What an element becomes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Plan {
    pub(super) tag: String,
    pub(super) svg: bool,
    pub(super) attributes: Pairs,
    pub(super) inside: Inside,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inside {
    /// Recorded nodes.
    Nodes(Vec<NodeId>),
    /// Things of ours in their place.
    Made(Vec<Made>),
    /// The document of an iframe.
    Frame(NodeId),
    /// Copies of nodes that are elsewhere too.
    Copies(Vec<NodeId>),
}

/// Something that is not in the recording.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Made {
    Text(String),
    Element { tag: &'static str, attributes: Vec<(&'static str, String)>, inside: Vec<Made> },
}

impl Default for Inside {
    fn default() -> Self {
        Self::Nodes(Vec::new())
    }
}

/// What plans are made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) dom: &'a Dom,
    pub(super) base: &'a Url,
    pub(super) ids: &'a vector::Ids,
}

impl Source<'_> {
    /// The plan of an element.
    pub(super) fn plan(self, id: NodeId, node: &Node, element: &Element) -> Plan {
        let mut plan = Plan {
            tag: clean_tag(&element.tag),
            svg: element.svg,
            attributes: self.clean_attributes(element),
            inside: Inside::Nodes(composed(self.dom, id, node)),
        };
        if let Some((width, height)) = &element.special().blocked {
            block(&mut plan, width, height);
            return plan;
        }
        if hosts_shadow(self.dom, node) {
            set(&mut plan.attributes, "wf-host", &id.0.to_string());
        }
        match &*element.tag {
            _ if element.svg => vector::mend(self, id, element, &mut plan),
            // Their sheets are put in force by `sheets`; the engine must not see them a second time.
            "style" | "link" => {
                plan.tag.insert_str(0, "wf-");
                plan.inside = Inside::default();
            }
            "script" | "template" | "noscript" => plan.inside = Inside::default(),
            "input" | "textarea" | "select" => forms::mend(self, id, element, &mut plan),
            "iframe" | "frame" => self.frame(node, &mut plan),
            "progress" | "meter" => forms::bar(element, &mut plan),
            "canvas" | "video" => picture_behind(element, &mut plan),
            "img" => image(element, &mut plan),
            "details" if element.attribute("open").is_none() => self.close(&mut plan),
            "dialog" if element.special().modal => set(&mut plan.attributes, "wf-modal", ""),
            _ => {}
        }
        plan
    }

    /// Attributes without those that do harm or nothing here.
    fn clean_attributes(self, element: &Element) -> Pairs {
        let keep = |name: &str, value: &str| match name {
            _ if element.svg && (name == "href" || name.ends_with(":href")) => vectors::is_inside(value),
            "src" | "href" | "xlink:href" => value.starts_with('#') || self.base.join(value).is_ok(),
            "srcdoc" | "srcset" | "autofocus" | "sizes" => false,
            _ => is_name(name) && !name.starts_with("on"),
        };
        element
            .attributes
            .iter()
            .filter(|(name, value)| keep(name, value))
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect()
    }

    /// Leaves only the summary of what is folded: the engine hides the elements beside it, not the words.
    fn close(self, plan: &mut Plan) {
        if let Inside::Nodes(nodes) = &mut plan.inside {
            let summary =
                |id: &NodeId| self.dom.element(*id).is_some_and(|element| &*element.tag == "summary");
            let first = nodes.iter().copied().find(summary);
            nodes.retain(|id| Some(*id) == first);
        }
    }

    fn frame(self, node: &Node, plan: &mut Plan) {
        plan.attributes.retain(|(name, _)| name != "src");
        let is_document = |id: &&NodeId| {
            self.dom.get(**id).is_some_and(|node| matches!(node.content, Content::Document { .. }))
        };
        let document = node.children.iter().find(is_document);
        plan.inside = document.map_or_else(Inside::default, |id| Inside::Frame(*id));
    }
}

/// The children as they are drawn: a shadow root's instead of the element's own, and what was given to
/// a slot instead of the slot's own.
pub(super) fn composed(dom: &Dom, id: NodeId, node: &Node) -> Vec<NodeId> {
    if hosts_shadow(dom, node) {
        return in_shadow(dom, node, true).collect();
    }
    if node.tag() == "slot"
        && let Some(given) = given_to_slot(dom, id, node)
    {
        return given;
    }
    node.children.clone()
}

/// Whether the element has a shadow root.
pub(super) fn hosts_shadow(dom: &Dom, node: &Node) -> bool {
    in_shadow(dom, node, true).next().is_some()
}

fn in_shadow<'a>(dom: &'a Dom, node: &'a Node, inside: bool) -> impl Iterator<Item = NodeId> + 'a {
    let matching = move |id: &NodeId| dom.get(*id).is_some_and(|child| child.in_shadow == inside);
    node.children.iter().copied().filter(matching)
}

/// What the host of the shadow tree around a slot gives to it; `None` outside of shadow trees and
/// where nothing is given.
fn given_to_slot(dom: &Dom, id: NodeId, slot: &Node) -> Option<Vec<NodeId>> {
    let (_, top) = dom.ancestors(id).find(|(_, node)| node.in_shadow)?;
    let host = dom.get(top.parent?)?;
    let name = slot.element().and_then(|element| element.attribute("name")).unwrap_or_default();
    let wanted = |id: &NodeId| {
        let own = dom.element(*id).and_then(|element| element.attribute("slot")).unwrap_or_default();
        own == name
    };
    let given: Vec<NodeId> = in_shadow(dom, host, false).filter(wanted).collect();
    (!given.is_empty()).then_some(given)
}

/// An element that the recorder left out: a grey box of its size.
fn block(plan: &mut Plan, width: &str, height: &str) {
    plan.svg = false;
    "div".clone_into(&mut plan.tag);
    plan.attributes.retain(|(name, _)| name == "class" || name == "id");
    set(&mut plan.attributes, "wf-blocked", "");
    let safe =
        |size: &str| size.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect::<String>();
    add_style(plan, &format!("width:{};height:{}", safe(width), safe(height)));
    plan.inside = Inside::default();
}

/// A canvas shows its recorded picture, a video its poster.
fn picture_behind(element: &Element, plan: &mut Plan) {
    plan.inside = Inside::default();
    plan.attributes.retain(|(name, _)| name != "src");
    let poster = || element.attribute("poster").map(str::to_owned);
    let Some(picture) = element.special().picture.as_ref().map(ToString::to_string).or_else(poster) else {
        return;
    };
    let fit = if &*element.tag == "canvas" { "100% 100%" } else { "contain" };
    let address = picture.replace(['"', '\\', '\n'], "");
    add_style(plan, &format!("background:url(\"{address}\") center/{fit} no-repeat"));
}

fn image(element: &Element, plan: &mut Plan) {
    if let Some(picture) = &element.special().picture {
        set(&mut plan.attributes, "src", picture);
    } else if element.attribute("src").is_none()
        && let Some(list) = element.attribute("srcset")
        && let Some(first) = list.split([' ', ',']).find(|part| !part.is_empty())
    {
        set(&mut plan.attributes, "src", first);
    }
}

/// Sets an attribute.
pub(super) fn set(attributes: &mut Pairs, name: &str, value: &str) {
    match attributes.iter_mut().find(|(key, _)| key == name) {
        Some((_, old)) => value.clone_into(old),
        None => attributes.push((name.to_owned(), value.to_owned())),
    }
}

/// Adds declarations to the element's own style; they win over what is there.
pub(super) fn add_style(plan: &mut Plan, declarations: &str) {
    match plan.attributes.iter_mut().find(|(key, _)| key == "style") {
        Some((_, style)) => *style = format!("{};{declarations}", style.trim_end().trim_end_matches(';')),
        None => plan.attributes.push(("style".to_owned(), declarations.to_owned())),
    }
}

/// Whether the engine and its XML parser can live with an attribute of this name.
fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && letters.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.'))
}

/// The tag as the engine may see it. In a drawing it would take what is in some for the drawing's text.
fn clean_tag(tag: &str) -> String {
    let raw = matches!(tag, "xmp" | "noembed" | "noframes" | "plaintext");
    if is_name(tag) && !raw { tag.to_owned() } else { "wf-unknown".to_owned() }
}
