//! Inline SVG. The engine hands an `svg` element's source to a library that knows no style sheets: what
//! they say of fill and stroke has to be written into the source (see `after`), and what `use` refers to
//! elsewhere in the page has to be put in its place.

use super::plan::{Inside, Plan, Source, set};
use crate::event::NodeId;
use crate::replay::{Dom, Element};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Paints whose attributes rank below every style sheet.
pub(super) const PAINTS: [&str; 2] = ["fill", "stroke"];

/// Where the attribute as recorded is kept, in the order of [`PAINTS`].
pub(super) const RECORDED: [&str; 2] = ["wf-fill", "wf-stroke"];

/// SVG elements by their `id`, found when the first `use` asks.
#[derive(Default)]
pub(super) struct Ids(OnceCell<BTreeMap<String, NodeId>>);

impl Ids {
    fn get(&self, dom: &Dom, id: &str) -> Option<NodeId> {
        let make = || {
            let mut ids = BTreeMap::new();
            for (node, content) in dom.nodes() {
                if let Some(element) = content.element().filter(|element| element.svg)
                    && let Some(id) = element.attribute("id")
                {
                    ids.entry(id.to_owned()).or_insert(node);
                }
            }
            ids
        };
        self.0.get_or_init(make).get(id).copied()
    }
}

pub(super) fn mend(source: Source<'_>, id: NodeId, element: &Element, plan: &mut Plan) {
    for (paint, recorded) in PAINTS.into_iter().zip(RECORDED) {
        if let Some(value) = element.attribute(paint) {
            set(&mut plan.attributes, recorded, value);
        }
    }
    match &*element.tag {
        "use" => reference(source, id, element, plan),
        // Links and scripts would end the drawing library's patience.
        "script" | "foreignObject" | "style" => plan.inside = Inside::default(),
        _ => {}
    }
}

/// Puts a copy of what `use` refers to in its place, so that it inherits its colours from there.
fn reference(source: Source<'_>, id: NodeId, element: &Element, plan: &mut Plan) {
    let address = element.attribute("href").or_else(|| element.attribute("xlink:href")).unwrap_or_default();
    plan.attributes.retain(|(name, _)| name != "href" && name != "xlink:href");
    plan.inside = Inside::default();
    "g".clone_into(&mut plan.tag);
    let Some((_, name)) = address.split_once('#') else { return };
    let Some(target) = source.ids.get(source.dom, name) else { return };
    // A drawing that contains itself would never end.
    if source.dom.ancestors(id).any(|(above, _)| above == target) {
        return;
    }
    let Some(node) = source.dom.get(target) else { return };
    if matches!(node.tag(), "symbol" | "svg") {
        "svg".clone_into(&mut plan.tag);
        for name in ["viewBox", "preserveAspectRatio"] {
            if let Some(value) = node.element().and_then(|symbol| symbol.attribute(name)) {
                set(&mut plan.attributes, name, value);
            }
        }
        plan.inside = Inside::Copies(node.children.clone());
    } else {
        let at = |name| element.attribute(name).and_then(|text| text.parse::<f32>().ok()).unwrap_or_default();
        let moved =
            format!("{} translate({} {})", element.attribute("transform").unwrap_or(""), at("x"), at("y"));
        set(&mut plan.attributes, "transform", moved.trim());
        plan.inside = Inside::Copies(vec![target]);
    }
}

/// Rules that give recorded paint attributes their rank: below every rule of the page.
pub(super) fn rules(dom: &Dom) -> String {
    let mut seen = std::collections::BTreeSet::new();
    for (_, node) in dom.nodes() {
        let Some(element) = node.element().filter(|element| element.svg) else { continue };
        for (paint, recorded) in PAINTS.into_iter().zip(RECORDED) {
            if let Some(value) = element.attribute(paint).filter(|value| is_plain(value)) {
                seen.insert((recorded, paint, value));
            }
        }
    }
    let rule = |(recorded, paint, value)| format!(":where([{recorded}=\"{value}\"]){{{paint}:{value}}}\n");
    seen.into_iter().take(2_000).map(rule).collect()
}

/// Whether a value can be written into a rule as it is.
fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.len() < 200 && !value.contains(['"', '\\', '{', '}', ';', '<', '\n'])
}
