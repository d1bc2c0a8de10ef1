//! Made events as the JSON text that rrweb 2 would have written.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use wherefore::event::{
    AttributeChange, Event, EventKind, Mutation, NewNode, NodeContent, NodeId, RuleChange, SheetId, Snapshot,
};

/// The recording begins then, ms since 1970.
const BEGIN_MS: i64 = 1_760_000_000_000;

/// The events that [`super::events`] makes, each on its line.
pub(crate) fn lines(count: usize) -> impl Iterator<Item = String> {
    super::events(count).map(|event| one(&event).to_string())
}

fn one(event: &Event) -> Value {
    let (kind, data) = match &event.kind {
        EventKind::Meta { href, viewport } => {
            (4, json!({"href": &**href, "width": viewport.width, "height": viewport.height}))
        }
        EventKind::Snapshot(snapshot) => {
            let offset = json!({"left": snapshot.scroll.x, "top": snapshot.scroll.y});
            (2, json!({"node": tree(snapshot), "initialOffset": offset}))
        }
        other => (3, change(other, event.at.0)),
    };
    json!({"type": kind, "data": data, "timestamp": BEGIN_MS + event.at.0})
}

fn change(kind: &EventKind, at: i64) -> Value {
    match kind {
        EventKind::Moves { positions, .. } => {
            let position = |position: &wherefore::event::Position| {
                json!({"x": position.point.x, "y": position.point.y, "id": position.node.map(|node| node.0),
                       "timeOffset": position.at.0 - at})
            };
            json!({"source": 1, "positions": positions.iter().map(position).collect::<Vec<_>>()})
        }
        EventKind::Scroll { node, to } => json!({"source": 3, "id": node.0, "x": to.x, "y": to.y}),
        EventKind::Mutation(mutation) => mutated(mutation),
        EventKind::Rules(change) => rules(change),
        EventKind::Input { node, text, checked, .. } => {
            json!({"source": 5, "id": node.0, "text": &**text, "isChecked": checked, "userTriggered": true})
        }
        other => unreachable!("the generator makes no {other:?}"),
    }
}

fn mutated(mutation: &Mutation) -> Value {
    let attributes = mutation.attributes.iter().map(|(node, changes)| {
        let changes = changes.iter().map(|(name, change)| (name.to_string(), attribute(change)));
        json!({"id": node.0, "attributes": changes.collect::<serde_json::Map<_, _>>()})
    });
    let adds = mutation.adds.iter().flat_map(|added| {
        added
            .nodes
            .iter()
            .map(|new| json!({"parentId": added.parent.0, "nextId": null, "node": node(new, &[])}))
    });
    let removes = mutation.removes.iter().map(|gone| json!({"parentId": gone.parent.0, "id": gone.node.0}));
    json!({"source": 0, "texts": [], "attributes": attributes.collect::<Vec<_>>(),
           "removes": removes.collect::<Vec<_>>(), "adds": adds.collect::<Vec<_>>()})
}

fn attribute(change: &AttributeChange) -> Value {
    match change {
        AttributeChange::Set(text) => json!(&**text),
        AttributeChange::Style(lines) => {
            lines.iter().map(|(name, value)| (name.to_string(), json!(value.as_deref()))).collect()
        }
        AttributeChange::Remove => Value::Null,
    }
}

fn rules(change: &RuleChange) -> Value {
    let SheetId::Node(sheet) = change.sheet else { unreachable!("the generator changes sheets of elements") };
    let adds = change.adds.iter().map(|(rule, place)| json!({"rule": &**rule, "index": place}));
    json!({"source": 8, "id": sheet.0, "adds": adds.collect::<Vec<_>>()})
}

/// The whole document, children inside of their parents.
fn tree(snapshot: &Snapshot) -> Value {
    let mut children: BTreeMap<Option<NodeId>, Vec<&NewNode>> = BTreeMap::new();
    for node in &snapshot.nodes {
        children.entry(node.parent).or_default().push(node);
    }
    grown(children[&None][0], &children)
}

fn grown(new: &NewNode, children: &BTreeMap<Option<NodeId>, Vec<&NewNode>>) -> Value {
    let inside = children.get(&Some(new.id)).into_iter().flatten();
    node(new, &inside.map(|child| grown(child, children)).collect::<Vec<_>>())
}

fn node(new: &NewNode, children: &[Value]) -> Value {
    let id = new.id.0;
    match &new.content {
        NodeContent::Document { .. } => json!({"type": 0, "id": id, "childNodes": children}),
        NodeContent::Doctype(name) => {
            json!({"type": 1, "id": id, "name": &**name, "publicId": "", "systemId": ""})
        }
        NodeContent::Element { tag, attributes, .. } => {
            let attributes = attributes.iter().map(|(name, value)| (name.to_string(), json!(&**value)));
            let attributes: serde_json::Map<_, _> = attributes.collect();
            json!({"type": 2, "id": id, "tagName": &**tag, "attributes": attributes, "childNodes": children})
        }
        NodeContent::Text(text) => json!({"type": 3, "id": id, "textContent": &**text}),
        NodeContent::Comment => json!({"type": 5, "id": id, "textContent": ""}),
    }
}
