//! Nodes removed, added and changed.

use super::Context;
use super::nodes::{read_attribute, read_nodes};
use crate::event::{Added, AttributeChange, EventKind, Mutation, NodeId, Removed};
use crate::format::json::Cursor;
use std::sync::Arc;

/// A mutation from its data, which is walked once: these are most of a recording.
pub(super) fn kind<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> EventKind {
    let mut mutation = Mutation::default();
    cursor.enter(b'{');
    while let Some(key) = cursor.key() {
        if !matches!(key, "removes" | "adds" | "texts" | "attributes") {
            cursor.skip();
            continue;
        }
        if !cursor.enter(b'[') {
            continue;
        }
        let mut bad = 0;
        while cursor.element() {
            let taken = match key {
                "removes" => removed(cursor).map(|it| mutation.removes.push(it)),
                "adds" => added(cursor, context).map(|it| mutation.adds.push(it)),
                "texts" => text(cursor, context).map(|it| mutation.texts.push(it)),
                _ => attributes(cursor, context).map(|it| mutation.attributes.push(it)),
            };
            bad += usize::from(taken.is_none());
        }
        if bad > 0 {
            context.warn(format!("{bad} {key} of a change name no node and were left out."));
        }
    }
    EventKind::Mutation(Box::new(mutation))
}

fn removed(cursor: &mut Cursor<'_>) -> Option<Removed> {
    let (mut parent, mut node) = (None, None);
    if cursor.enter(b'{') {
        while let Some(key) = cursor.key() {
            match key {
                "parentId" => parent = cursor.read_integer(),
                "id" => node = cursor.read_integer(),
                _ => drop(cursor.skip()),
            }
        }
    }
    // Without a parent a node can still be taken out; no node has this number.
    Some(Removed { parent: NodeId(parent.unwrap_or(-1)), node: NodeId(node?) })
}

fn added<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Option<Added> {
    let (mut parent, mut next, mut previous, mut nodes) = (None, None, None, Vec::new());
    if cursor.enter(b'{') {
        while let Some(key) = cursor.key() {
            match key {
                "parentId" => parent = cursor.read_integer(),
                "nextId" => next = cursor.read_integer(),
                "previousId" => previous = cursor.read_integer(),
                "node" => nodes = read_nodes(cursor, context),
                _ => drop(cursor.skip()),
            }
        }
    }
    let parent = NodeId(parent?);
    (!nodes.is_empty()).then(|| Added {
        parent,
        next: next.map(NodeId),
        previous: previous.map(NodeId),
        nodes,
    })
}

fn text<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Option<(NodeId, Arc<str>)> {
    let (mut node, mut value) = (None, None);
    if cursor.enter(b'{') {
        while let Some(key) = cursor.key() {
            match key {
                "id" => node = cursor.read_integer(),
                "value" => value = cursor.scalar_as_written(),
                _ => drop(cursor.skip()),
            }
        }
    }
    Some((NodeId(node?), context.written(value.unwrap_or_default())))
}

type Changes = Vec<(Arc<str>, AttributeChange)>;

fn attributes<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Option<(NodeId, Changes)> {
    let (mut node, mut changes) = (None, Vec::new());
    if cursor.enter(b'{') {
        while let Some(key) = cursor.key() {
            match key {
                "id" => node = cursor.read_integer(),
                "attributes" if cursor.enter(b'{') => changes = attribute_changes(cursor, context),
                "attributes" => {}
                _ => drop(cursor.skip()),
            }
        }
    }
    Some((NodeId(node?), changes))
}

/// The members of an object that was entered.
fn attribute_changes<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Changes {
    let mut changes = Vec::new();
    while let Some(key) = cursor.key() {
        let name = context.names.written(key);
        let change = match cursor.peek() {
            Some(b'{') if &*name == "style" => {
                cursor.enter(b'{');
                AttributeChange::Style(style(cursor, context))
            }
            Some(b'{' | b'[') => {
                cursor.skip();
                continue;
            }
            _ => read_attribute(cursor, context).map_or(AttributeChange::Remove, AttributeChange::Set),
        };
        changes.push((name, change));
    }
    changes
}

/// Properties of a style object that was entered: text sets, `[value, priority]` sets with
/// priority, anything else removes.
fn style<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Vec<(Arc<str>, Option<Arc<str>>)> {
    let mut properties = Vec::new();
    while let Some(key) = cursor.key() {
        let name = context.names.written(key);
        let value = if cursor.peek() == Some(b'[') {
            cursor.enter(b'[');
            let mut parts = Vec::new();
            while cursor.element() {
                parts.push(cursor.read_scalar().unwrap_or_default());
            }
            parts.first().map(|value| match parts.get(1).filter(|priority| !priority.is_empty()) {
                Some(priority) => context.made(&format!("{value} !{priority}")),
                None => context.made(value),
            })
        } else {
            read_attribute(cursor, context)
        };
        properties.push((name, value));
    }
    properties
}
