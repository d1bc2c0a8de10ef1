//! What a person calls something that lies open over a page.

use crate::event::NodeId;
use crate::facts::{OpenKind, text_of};
use crate::replay::{Dom, Element};

/// How many nodes are looked at for a heading.
const BUDGET: usize = 400;

/// The name of what is open: its label, its heading, the button that opened it, the words of its id;
/// else what kind of thing it is. The same in all visits: counts at the end are left out.
pub(super) fn label(dom: &Dom, id: NodeId, kind: OpenKind) -> String {
    let tab = || (kind == OpenKind::TabPanel).then(|| tab_of(dom, id)).flatten().map(|tab| text_of(dom, tab));
    let summary = || first_below(dom, id, |element| &*element.tag == "summary");
    let found = own(dom, id)
        .or_else(|| tab().and_then(|text| kept(&text)))
        .or_else(|| inner_label(dom, id))
        .or_else(|| summary().and_then(|text| kept(&text)))
        .or_else(|| heading(dom, id).and_then(|text| kept(&text)))
        .or_else(|| opened_by(dom, id))
        .or_else(|| spelled(dom, id));
    found.unwrap_or_else(|| kind.label().to_owned())
}

/// What the element is labelled with.
fn own(dom: &Dom, id: NodeId) -> Option<String> {
    let element = dom.element(id)?;
    if let Some(ids) = element.attribute("aria-labelledby") {
        let words: Vec<String> =
            ids.split_whitespace().take(3).filter_map(|id| Some(text_of(dom, by_id(dom, id)?))).collect();
        if let Some(label) = kept(&words.join(" ")) {
            return Some(label);
        }
    }
    element.attribute("aria-label").and_then(kept)
}

/// The label of a dialog that is inside of it: of a veil, say.
fn inner_label(dom: &Dom, id: NodeId) -> Option<String> {
    let mut below = dom.descendants(id).skip(1).take(BUDGET);
    let (_, inner, _) = below.find(|(_, _, node)| {
        node.element().is_some_and(|it| matches!(it.attribute("role"), Some("dialog" | "alertdialog")))
    })?;
    own(dom, inner)
}

/// Its heading, or what is styled as a title.
fn heading(dom: &Dom, id: NodeId) -> Option<String> {
    let is_heading = |element: &Element| {
        matches!(&*element.tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "legend")
            || element.attribute("role") == Some("heading")
    };
    let is_title = |element: &Element| {
        let classes = element.attribute("class").unwrap_or_default();
        classes.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.eq_ignore_ascii_case("title"))
    };
    first_below(dom, id, is_heading).or_else(|| first_below(dom, id, is_title))
}

/// The text of the first element below that is such and says something.
fn first_below(dom: &Dom, id: NodeId, is_such: impl Fn(&Element) -> bool) -> Option<String> {
    let below = dom.descendants(id).skip(1).take(BUDGET);
    let mut such = below.filter(|(_, _, node)| node.element().is_some_and(&is_such));
    such.find_map(|(_, node, _)| Some(text_of(dom, node)).filter(|text| !text.is_empty()))
}

/// The name of the button that opened it.
fn opened_by(dom: &Dom, id: NodeId) -> Option<String> {
    let button = opener(dom, dom.element(id)?.attribute("id")?)?;
    let said = dom.element(button)?.attribute("aria-label").and_then(kept);
    said.or_else(|| kept(&text_of(dom, button)))
}

/// The element that says that it opens the one of this id.
fn opener(dom: &Dom, id: &str) -> Option<NodeId> {
    let opens = |element: &Element| {
        let named = |name: &str| {
            element
                .attribute(name)
                .is_some_and(|ids| ids.trim_start_matches('#').split_whitespace().any(|it| it == id))
        };
        let points = || named("aria-controls") || named("data-bs-target") || named("popovertarget");
        element.attribute("role") != Some("tab") && points()
    };
    dom.nodes().find(|(_, node)| node.element().is_some_and(opens)).map(|(id, _)| id)
}

/// The id of what an element says that it has opened.
pub(super) fn expands(element: &Element) -> Option<&str> {
    let open = element.attribute("aria-expanded") == Some("true");
    element.attribute("aria-controls").filter(|id| open && !id.is_empty())
}

/// The tab of a tab panel: the one that says so, or the chosen one of the nearest list of tabs.
pub(super) fn tab_of(dom: &Dom, panel: NodeId) -> Option<NodeId> {
    let element = dom.element(panel)?;
    let is_tab = |id: &NodeId| dom.element(*id).is_some_and(|it| it.attribute("role") == Some("tab"));
    let labelled = element.attribute("aria-labelledby").and_then(|id| by_id(dom, id)).filter(is_tab);
    let controls = || {
        let id = element.attribute("id")?;
        let controls = |other: &Element| other.attribute("aria-controls") == Some(id);
        dom.nodes().find(|(_, node)| node.element().is_some_and(controls)).map(|(id, _)| id).filter(is_tab)
    };
    let chosen = || {
        dom.ancestors(panel).skip(1).take(6).find_map(|(above, _)| {
            let mut below = dom.descendants(above).map(|(_, id, _)| id).filter(is_tab);
            below.find(|tab| dom.element(*tab).and_then(|it| it.attribute("aria-selected")) == Some("true"))
        })
    };
    labelled.or_else(controls).or_else(chosen)
}

/// How many tabs come before this one in its list.
pub(super) fn place_of_tab(dom: &Dom, tab: NodeId) -> usize {
    let Some(list) = dom.get(tab).and_then(|node| node.parent) else { return 0 };
    let is_tab = |id: &NodeId| dom.element(*id).is_some_and(|it| it.attribute("role") == Some("tab"));
    dom.descendants(list).map(|(_, id, _)| id).filter(is_tab).position(|id| id == tab).unwrap_or_default()
}

fn by_id(dom: &Dom, wanted: &str) -> Option<NodeId> {
    let is_it = |element: &Element| element.attribute("id") == Some(wanted);
    dom.nodes().find(|(_, node)| node.element().is_some_and(is_it)).map(|(id, _)| id)
}

/// The words of its id or first class: `newsletter-popup` is "Newsletter popup".
fn spelled(dom: &Dom, id: NodeId) -> Option<String> {
    let element = dom.element(id)?;
    let class = || element.attribute("class").and_then(|all| all.split_whitespace().next());
    let name = element.attribute("id").filter(|id| !id.bytes().any(|b| b.is_ascii_digit())).or_else(class)?;
    let words = name.replace(['-', '_', ':'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut letters = words.chars();
    let first = letters.next()?;
    kept(&(first.to_uppercase().collect::<String>() + letters.as_str()))
}

/// A label without the count at its end, at most 60 characters; `None` when nothing is left.
fn kept(label: &str) -> Option<String> {
    let words = label.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit() || " ()[]:·•-–".contains(c));
    let bare = if bare.is_empty() { &*words } else { bare };
    (!bare.is_empty()).then(|| bare.chars().take(60).collect())
}
