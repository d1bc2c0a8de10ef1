//! The engine's tree and ours side by side: mounting, patching and dropping nodes.

use super::forms::NATIVE;
use super::plan::{Inside, Made, Pairs, Plan, Source, composed, hosts_shadow};
use crate::event::NodeId;
use crate::replay::{Content, Dom, Node};
use blitz_dom::{Attribute, BaseDocument, DocumentMutator, LocalName, NodeId as EngineId, QualName, ns};
use std::collections::{BTreeSet, HashMap};

/// The most nodes of a page that are copies of others: symbols of vector pictures, mostly. Copies of
/// copies would soon fill the memory.
const MOST_COPIES: u32 = 50_000;

/// How deep copies lie in copies at most.
const DEEPEST_COPY: u32 = 24;

/// Which node of the engine stands for which of ours.
#[derive(Default)]
pub(super) struct Tree {
    to_engine: HashMap<NodeId, EngineId>,
    to_ours: HashMap<EngineId, NodeId>,
    /// Shapes of inline SVG, whose paint has to be written out.
    pub(super) vectors: BTreeSet<EngineId>,
    /// Check boxes and radio buttons.
    pub(super) checks: BTreeSet<EngineId>,
    /// Pictures, which may be missing.
    pub(super) images: BTreeSet<EngineId>,
    /// Elements that were given something to hold; see `bare`.
    pub(super) bare: BTreeSet<EngineId>,
    /// Iframes whose document is to be made, with that document's node.
    pub(super) frames: Vec<(EngineId, NodeId)>,
    /// Nodes that were made in this patch, so that nothing is left to change in them. To make one twice
    /// costs time, and the engine panics where a control that came is gone before it looked at it.
    made: BTreeSet<NodeId>,
    /// What nodes were taken out of in this patch.
    thinned: BTreeSet<EngineId>,
    /// How many copies were made since the page began.
    copies: u32,
}

impl Tree {
    pub(super) fn engine_id(&self, id: NodeId) -> Option<EngineId> {
        self.to_engine.get(&id).copied()
    }

    pub(super) fn our_id(&self, id: EngineId) -> Option<NodeId> {
        self.to_ours.get(&id).copied()
    }

    /// Whether so many copies were made that the page should be made anew, to count those alone that it has.
    pub(super) fn is_worn(&self) -> bool {
        self.copies > MOST_COPIES / 2
    }

    /// Says which engine node is the document.
    pub(super) fn set_root(&mut self, id: NodeId, engine: EngineId) {
        self.link(id, engine);
    }

    /// Puts the children of a document under the engine's document node.
    pub(super) fn mount_document(
        &mut self,
        mutator: &mut DocumentMutator<'_>,
        source: Source<'_>,
        root: NodeId,
    ) {
        let Some(node) = source.dom.get(root) else { return };
        let top = mutator.doc.root_node().id;
        self.set_root(root, top);
        for child in &node.children {
            if source.dom.element(*child).is_some()
                && let Some(engine) = self.mount(mutator, source, *child)
            {
                mutator.append_children(top, &[engine]);
                // A document has one element; a second would be no part of the page.
                break;
            }
        }
    }

    /// Makes the node and all below it, not yet attached.
    fn mount(
        &mut self,
        mutator: &mut DocumentMutator<'_>,
        source: Source<'_>,
        id: NodeId,
    ) -> Option<EngineId> {
        self.make(mutator, source, id, 0)
    }

    fn make(
        &mut self,
        mutator: &mut DocumentMutator<'_>,
        source: Source<'_>,
        id: NodeId,
        copy: u32,
    ) -> Option<EngineId> {
        let node = source.dom.get(id)?;
        if copy > 0 {
            self.copies += 1;
            if self.copies > MOST_COPIES || copy > DEEPEST_COPY {
                return None;
            }
        }
        let engine = match &node.content {
            Content::Document { .. } | Content::Doctype(_) | Content::Comment => {
                mutator.create_comment_node("")
            }
            Content::Text(text) => mutator.create_text_node(text),
            Content::Element(element) => {
                let plan = source.plan(id, node, element);
                self.make_element(mutator, source, &plan, copy)
            }
        };
        if copy == 0 {
            self.link(id, engine);
        }
        Some(engine)
    }

    fn make_element(
        &mut self,
        mutator: &mut DocumentMutator<'_>,
        source: Source<'_>,
        plan: &Plan,
        copy: u32,
    ) -> EngineId {
        let attributes = plan.attributes.iter().map(|(name, value)| attribute(name, value)).collect();
        let engine = mutator.create_element(tag(&plan.tag, plan.svg), attributes);
        if plan.svg {
            self.vectors.insert(engine);
        }
        if plan.tag == "img" {
            self.images.insert(engine);
        }
        if plan.attributes.iter().any(|(name, _)| name == NATIVE) {
            self.checks.insert(engine);
            capitals(mutator, engine, &plan.attributes);
        }
        let mut inside = Vec::new();
        match &plan.inside {
            Inside::Nodes(nodes) => {
                inside.extend(nodes.iter().filter_map(|id| self.make(mutator, source, *id, copy)));
            }
            Inside::Copies(nodes) => {
                inside.extend(nodes.iter().filter_map(|id| self.make(mutator, source, *id, copy + 1)));
            }
            Inside::Made(made) => inside.extend(made.iter().map(|made| make_ours(mutator, made))),
            Inside::Frame(document) => self.frames.push((engine, *document)),
        }
        mutator.append_children(engine, &inside);
        engine
    }

    fn link(&mut self, id: NodeId, engine: EngineId) {
        self.made.insert(id);
        self.to_engine.insert(id, engine);
        self.to_ours.insert(engine, id);
    }

    /// Takes the node and all below it out of the engine.
    fn drop_node(&mut self, mutator: &mut DocumentMutator<'_>, engine: EngineId) {
        self.thinned.extend(mutator.parent_id(engine));
        mutator.remove_and_drop_node_with(engine, &mut |dropped| {
            self.vectors.remove(&dropped);
            self.checks.remove(&dropped);
            self.images.remove(&dropped);
            self.bare.remove(&dropped);
            if let Some(id) = self.to_ours.remove(&dropped)
                && self.to_engine.get(&id) == Some(&dropped)
            {
                self.to_engine.remove(&id);
            }
        });
    }

    /// Makes the engine's tree of `before` into that of `source`.
    pub(super) fn patch(&mut self, mutator: &mut DocumentMutator<'_>, source: Source<'_>, before: &Dom) {
        let mut changed = source.dom.changed(before);
        // A state that was built again from a checkpoint has equal nodes in other places.
        changed.retain(|(id, now)| before.get(*id) != *now);
        self.made.clear();
        for (id, now) in &changed {
            let moved = now.is_none_or(|now| before.get(*id).is_some_and(|old| old.parent != now.parent));
            if moved && let Some(engine) = self.engine_id(*id) {
                self.drop_node(mutator, engine);
            }
        }
        // From the outside in: what is inside of something that is made anew was made with it.
        changed.sort_by_cached_key(|(id, _)| (source.dom.ancestors(*id).count(), *id));
        for (id, now) in &changed {
            let Some(now) = now.filter(|_| !self.made.contains(id)) else { continue };
            if let Some(unit) = unit_around(source.dom, before, *id) {
                if !self.made.contains(&unit) {
                    self.remount(mutator, source, unit);
                }
            } else if let Some(engine) = self.engine_id(*id) {
                self.patch_node(mutator, (source, before), *id, (now, engine));
            }
        }
        for parent in std::mem::take(&mut self.thinned) {
            forget_gone(mutator, parent);
        }
    }

    fn patch_node(
        &mut self,
        mutator: &mut DocumentMutator<'_>,
        (source, before): (Source<'_>, &Dom),
        id: NodeId,
        (now, engine): (&Node, EngineId),
    ) {
        match (&now.content, before.get(id).map(|old| &old.content)) {
            (Content::Text(text), Some(Content::Text(_))) => mutator.set_node_text(engine, text),
            (Content::Element(element), Some(Content::Element(old))) => {
                let plan = source.plan(id, now, element);
                let old_plan =
                    before.get(id).map(|node| Source { dom: before, ..source }.plan(id, node, old));
                let old_plan = old_plan.unwrap_or_default();
                if (&plan.tag, plan.svg) != (&old_plan.tag, old_plan.svg) {
                    self.remount(mutator, source, id);
                    return;
                }
                patch_attributes(mutator, engine, &old_plan.attributes, &plan.attributes);
                if let Inside::Nodes(nodes) = &plan.inside {
                    self.patch_children(mutator, source, engine, nodes);
                }
            }
            (Content::Document { .. }, _) => {
                let elements = composed(source.dom, id, now);
                let element = elements.into_iter().find(|child| source.dom.element(*child).is_some());
                self.patch_children(mutator, source, engine, element.as_slice());
            }
            (_, Some(old)) if std::mem::discriminant(old) == std::mem::discriminant(&now.content) => {}
            _ => self.remount(mutator, source, id),
        }
    }

    /// Makes the node anew in its place.
    fn remount(&mut self, mutator: &mut DocumentMutator<'_>, source: Source<'_>, id: NodeId) {
        let Some(old) = self.engine_id(id) else { return };
        let Some(new) = self.mount(mutator, source, id) else { return };
        if mutator.parent_id(old).is_some() {
            mutator.insert_nodes_before(old, &[new]);
        }
        self.drop_node(mutator, old);
    }

    /// Puts the children in this order; what is not among them was dropped before.
    fn patch_children(
        &mut self,
        mutator: &mut DocumentMutator<'_>,
        source: Source<'_>,
        parent: EngineId,
        wanted: &[NodeId],
    ) {
        let keep: BTreeSet<EngineId> = wanted.iter().filter_map(|id| self.engine_id(*id)).collect();
        for child in mutator.child_ids(parent) {
            if !keep.contains(&child) {
                self.drop_node(mutator, child);
            }
        }
        let mut here: Vec<EngineId> = mutator.child_ids(parent).to_vec();
        let mut next: Option<EngineId> = None;
        for id in wanted.iter().rev() {
            let known = self.engine_id(*id).filter(|engine| keep.contains(engine));
            if known.is_some() && known == here.last().copied() {
                here.pop();
                next = known;
                continue;
            }
            let Some(child) = known.or_else(|| self.mount(mutator, source, *id)) else { continue };
            here.retain(|other| *other != child);
            match next {
                Some(next) => mutator.insert_nodes_before(next, &[child]),
                None => mutator.append_children(parent, &[child]),
            }
            next = Some(child);
        }
    }
}

/// Takes nodes that are gone off the list of what was laid out in this one. Where nothing is laid out
/// any more the engine would keep them, and stop at them.
fn forget_gone(mutator: &DocumentMutator<'_>, parent: EngineId) {
    let Some(node) = mutator.doc.get_node(parent) else { return };
    if let Some(children) = node.layout_children.borrow_mut().as_mut() {
        children.retain(|child| mutator.doc.get_node(*child).is_some());
    }
}

/// The outermost element around a node that can only be made anew as a whole.
fn unit_around(now: &Dom, before: &Dom, id: NodeId) -> Option<NodeId> {
    let unit = |(at, node): &(NodeId, &Node)| {
        is_unit(node) || *at == id && (hosts(now, *at) != hosts(before, *at) || recomposed(now, before, *at))
    };
    now.ancestors(id).filter(unit).map(|(at, _)| at).last()
}

fn is_unit(node: &Node) -> bool {
    let Some(element) = node.element() else { return false };
    element.svg
        || element.special().blocked.is_some()
        || matches!(
            &*element.tag,
            "input"
                | "textarea"
                | "select"
                | "img"
                | "canvas"
                | "video"
                | "iframe"
                | "frame"
                | "object"
                | "embed"
        )
}

fn hosts(dom: &Dom, id: NodeId) -> bool {
    dom.get(id).is_some_and(|node| hosts_shadow(dom, node))
}

/// Whether the children of a shadow host changed: they may belong into other slots now.
fn recomposed(now: &Dom, before: &Dom, id: NodeId) -> bool {
    hosts(now, id) && now.get(id).map(|node| &node.children) != before.get(id).map(|node| &node.children)
}

fn patch_attributes(mutator: &mut DocumentMutator<'_>, engine: EngineId, before: &Pairs, now: &Pairs) {
    for (name, _) in before {
        if !now.iter().any(|(other, _)| other == name) {
            mutator.clear_attribute(engine, attribute_name(name));
        }
    }
    for pair in now {
        if !before.contains(pair) {
            mutator.set_attribute(engine, attribute_name(&pair.0), &pair.1);
        }
    }
}

/// Hides the kind of a control from the engine, which knew it when it made the element.
fn capitals(mutator: &mut DocumentMutator<'_>, engine: EngineId, attributes: &Pairs) {
    if let Some((name, kind)) = attributes.iter().find(|(name, _)| name == "type") {
        mutator.set_attribute(engine, attribute_name(name), &kind.to_ascii_uppercase());
    }
}

fn make_ours(mutator: &mut DocumentMutator<'_>, made: &Made) -> EngineId {
    match made {
        Made::Text(text) => mutator.create_text_node(text),
        Made::Element { tag: name, attributes, inside } => {
            let attributes = attributes.iter().map(|(name, value)| attribute(name, value)).collect();
            let engine = mutator.create_element(tag(name, false), attributes);
            let inside: Vec<EngineId> = inside.iter().map(|made| make_ours(mutator, made)).collect();
            mutator.append_children(engine, &inside);
            engine
        }
    }
}

pub(super) fn tag(name: &str, svg: bool) -> QualName {
    QualName::new(None, if svg { ns!(svg) } else { ns!(html) }, LocalName::from(name))
}

/// Gives each element a mark that style sheets see, or takes it away; `true` when there was anything to do.
pub(super) fn mark(doc: &mut BaseDocument, name: &str, changes: &[(EngineId, bool)]) -> bool {
    let mut mutator = doc.mutate();
    for (id, wanted) in changes {
        match wanted {
            true => mutator.set_attribute(*id, attribute_name(name), ""),
            false => mutator.clear_attribute(*id, attribute_name(name)),
        }
    }
    !changes.is_empty()
}

pub(super) fn attribute_name(name: &str) -> QualName {
    QualName::new(None, ns!(), LocalName::from(name))
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute { name: attribute_name(name), value: value.to_owned() }
}
