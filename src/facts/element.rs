//! What was pressed: the control behind a node, what people call it, and a selector that finds it
//! again in other visits.

use super::index::{Index, Sight};
use super::model::Element;
use super::{name, selector};
use crate::event::NodeId;
use crate::replay::{self, Dom};

/// The control that a press on `node` is meant for: the nearest interactive ancestor within its
/// document, else the element itself. `None` for a node that is not in `dom` or lies in no element.
///
/// Interactive are links, buttons, form controls and their labels, `summary`, media with controls,
/// elements with a widget's role, a click handler, editable content or a tab stop.
pub fn target(dom: &Dom, node: NodeId) -> Option<NodeId> {
    control(dom, node).or_else(|| element_of(dom, node))
}

/// The nearest interactive ancestor of `node`, itself included.
pub fn control(dom: &Dom, node: NodeId) -> Option<NodeId> {
    dom.ancestors(node)
        .take(MAX_DEPTH)
        .take_while(|(_, node)| !matches!(node.content, replay::Content::Document { .. }))
        .find(|(_, node)| node.element().is_some_and(is_interactive))
        .map(|(id, _)| id)
}

/// What `node` is called and how it is found again. `None` for anything but an element in `dom`.
pub fn describe(dom: &Dom, node: NodeId) -> Option<Element> {
    dom.element(node)?;
    described(Sight { dom, index: &Index::of(dom) }, node)
}

/// [`describe`] where the document has an index already.
pub(super) fn described(sight: Sight<'_>, node: NodeId) -> Option<Element> {
    sight.dom.element(node)?;
    Some(Element {
        name: name::name(sight, node),
        selector: selector::selector(sight, node),
        text: name::own_text(sight.dom, node),
    })
}

/// The visible text of an element, at most 100 characters; empty for fields that are written in, and
/// where there is none.
pub fn text_of(dom: &Dom, node: NodeId) -> String {
    name::own_text(dom, node)
}

/// Every element of the document with its selector, in document order; the same selectors as
/// [`describe`] gives, at a cost linear in the size of the document.
pub fn describe_all(dom: &Dom) -> Vec<(NodeId, String)> {
    selector::all(Sight { dom, index: &Index::of(dom) })
}

/// Every element of the document, described, in document order. Boxes that hold much are not named, as
/// nothing is called by all that is in it.
pub fn describe_each(dom: &Dom) -> Vec<(NodeId, Element)> {
    let index = Index::of(dom);
    let sight = Sight { dom, index: &index };
    let describe = |(id, selector): (NodeId, String)| {
        let text = name::own_text(dom, id);
        let leaf = || dom.descendants(id).take(8).count() < 8;
        let named = dom.element(id).is_some_and(is_interactive) || leaf();
        let name = if named { name::name(sight, id) } else { String::new() };
        (id, Element { name, selector, text })
    };
    selector::all(sight).into_iter().map(describe).collect()
}

/// How far up is looked; deeper documents are not made by people.
pub(super) const MAX_DEPTH: usize = 1000;

/// The node itself if it is an element, else the element it lies in.
pub(super) fn element_of(dom: &Dom, node: NodeId) -> Option<NodeId> {
    dom.ancestors(node).take(3).find(|(_, node)| node.element().is_some()).map(|(id, _)| id)
}

const ROLES: [&str; 18] = [
    "button",
    "link",
    "tab",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "checkbox",
    "radio",
    "switch",
    "slider",
    "spinbutton",
    "combobox",
    "textbox",
    "searchbox",
    "treeitem",
    "gridcell",
    "listbox",
];

/// Whether an element looks as if it answered to a press.
pub(super) fn is_interactive(element: &replay::Element) -> bool {
    let has = |name: &str| element.attribute(name).is_some();
    match &*element.tag {
        "button" | "select" | "textarea" | "label" | "summary" | "option" => return true,
        "a" | "area" if has("href") => return true,
        "video" | "audio" if has("controls") => return true,
        "input" => return element.attribute("type") != Some("hidden"),
        _ => {}
    }
    let role = element.attribute("role").unwrap_or_default();
    let tab_stop =
        element.attribute("tabindex").is_some_and(|at| at.trim().parse().is_ok_and(|n: i32| n >= 0));
    ROLES.contains(&role)
        || tab_stop
        || ["onclick", "_onclick", "ng-click", "@click", "v-on:click", "data-onclick"].into_iter().any(has)
        || is_editable(element)
}

/// Whether a person writes right into the element.
pub(super) fn is_editable(element: &replay::Element) -> bool {
    matches!(element.attribute("contenteditable"), Some("" | "true" | "plaintext-only"))
}
