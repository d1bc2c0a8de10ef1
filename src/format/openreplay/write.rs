//! The document in rrweb's words: a snapshot of all of it, or what changed.

use super::lines::text;
use super::tree::{Changes, DOCTYPE, DOCUMENT, Element, Kind, Removed, Tree};
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Arguments;
use std::io::Write as _;

/// The data of an event.
pub(super) type Data = Vec<u8>;

/// A snapshot of the top document, then the documents of its iframes, each to be attached.
pub(super) fn snapshot(tree: &mut Tree, (left, top): (i64, i64)) -> Vec<Data> {
    drop(tree.take_changes());
    let mut inner = VecDeque::new();
    let mut data = b"{\"node\":".to_vec();
    nested(tree, DOCUMENT, &mut data, &mut inner);
    write(&mut data, format_args!(",\"initialOffset\":{{\"left\":{left},\"top\":{top}}}}}"));
    let mut all = vec![data];
    attach(tree, inner, &mut all);
    all
}

/// The changes since the last time, if there are any.
pub(super) fn changes(tree: &mut Tree) -> Vec<Data> {
    let Some(changes) = tree.take_changes() else { return Vec::new() };
    let mut data = b"{\"source\":0,\"texts\":[".to_vec();
    let mut inner = VecDeque::new();
    for id in changes.texts.iter().filter(|id| !tree.is_untold(**id)) {
        if let Some(Kind::Text(words)) = tree.get(*id).map(|node| &node.kind) {
            separate(&mut data);
            write(&mut data, format_args!("{{\"id\":{id},\"value\":"));
            text(&mut data, words);
            data.push(b'}');
        }
    }
    data.extend_from_slice(b"],\"attributes\":[");
    attributes(tree, &changes, &mut data);
    data.extend_from_slice(b"],\"removes\":[");
    for Removed { parent, id, in_shadow } in &changes.removes {
        separate(&mut data);
        let shadow = if *in_shadow { ",\"isShadow\":true" } else { "" };
        write(&mut data, format_args!("{{\"parentId\":{parent},\"id\":{id}{shadow}}}"));
    }
    data.extend_from_slice(b"],\"adds\":[");
    adds(tree, &changes, &mut data, &mut inner);
    data.extend_from_slice(b"]}");
    let mut all = vec![data];
    attach(tree, inner, &mut all);
    all
}

fn attributes(tree: &Tree, changes: &Changes, data: &mut Data) {
    let mut last = None;
    for (id, name) in &changes.attributes {
        let Some(element) = tree.element(*id).filter(|_| !tree.is_untold(*id)) else { continue };
        if last == Some(*id) {
            data.push(b',');
        } else {
            if last.is_some() {
                data.extend_from_slice(b"}}");
            }
            separate(data);
            write(data, format_args!("{{\"id\":{id},\"attributes\":{{"));
            last = Some(*id);
        }
        text(data, name);
        data.push(b':');
        match element.attributes.iter().find(|(known, _)| known == name) {
            Some((_, value)) => text(data, value),
            None => data.extend_from_slice(b"null"),
        }
    }
    if last.is_some() {
        data.extend_from_slice(b"}}");
    }
}

/// Every node that is to be told, parents first and siblings from the last to the first, so that the
/// next sibling of each is there.
fn adds(tree: &mut Tree, changes: &Changes, data: &mut Data, inner: &mut VecDeque<i64>) {
    let mut parents = BTreeSet::new();
    for id in &changes.fresh {
        let Some(node) = tree.get(*id).filter(|node| node.fresh && !tree.is_untold(node.parent)) else {
            continue;
        };
        if node.kind == Kind::Document {
            inner.push_back(*id);
        } else {
            parents.insert(node.parent);
        }
    }
    for parent in parents {
        let children = tree.get(parent).map(|node| node.children.clone()).unwrap_or_default();
        let mut next = None;
        for child in children.into_iter().rev() {
            if tree.get(child).is_some_and(|node| node.fresh) {
                add(tree, (child, next), data, inner);
            }
            next = Some(child);
        }
    }
}

/// A node and all below it, each as an addition of its own.
fn add(tree: &mut Tree, top: (i64, Option<i64>), data: &mut Data, inner: &mut VecDeque<i64>) {
    let mut stack = vec![top];
    while let Some((id, next)) = stack.pop() {
        let Some(node) = tree.get(id) else { continue };
        separate(data);
        write(data, format_args!("{{\"parentId\":{},\"nextId\":", tree.shown_id(node.parent)));
        match next {
            Some(next) => write(data, format_args!("{next}")),
            None => data.extend_from_slice(b"null"),
        }
        data.extend_from_slice(b",\"node\":");
        open(tree, id, data);
        close(tree, id, data);
        data.push(b'}');
        for list in lists(tree, id, inner) {
            let nexts = list.iter().skip(1).copied().map(Some).chain([None]);
            stack.extend(list.iter().copied().zip(nexts));
        }
        tree.mark_told(id);
    }
}

/// The children of a node: those in its shadow root apart. Its document is put on the list.
fn lists(tree: &Tree, id: i64, inner: &mut VecDeque<i64>) -> Vec<Vec<i64>> {
    let Some(node) = tree.get(id) else { return Vec::new() };
    let mut lists = vec![node.children.clone()];
    if let Some(inside) = node.inner.and_then(|inside| tree.get(inside).map(|node| (inside, node))) {
        match inside.1.kind {
            Kind::Shadow => lists.push(inside.1.children.clone()),
            _ => inner.push_back(inside.0),
        }
    }
    lists
}

/// The documents of iframes, each whole, with those inside them.
fn attach(tree: &mut Tree, mut inner: VecDeque<i64>, all: &mut Vec<Data>) {
    while let Some(id) = inner.pop_front() {
        let Some(node) = tree.get(id).filter(|node| node.kind == Kind::Document) else { continue };
        let mut data = b"{\"source\":0,\"texts\":[],\"attributes\":[],\"removes\":[],\"adds\":[".to_vec();
        write(&mut data, format_args!("{{\"parentId\":{},\"nextId\":null,\"node\":", node.parent));
        nested(tree, id, &mut data, &mut inner);
        data.extend_from_slice(b"}],\"isAttachIframe\":true}");
        all.push(data);
    }
}

/// A node with all below it inside it. Walks without recursion, as depth is what a file says.
fn nested(tree: &mut Tree, top: i64, data: &mut Data, inner: &mut VecDeque<i64>) {
    enum Step {
        Open(i64),
        Close(i64),
    }
    let mut stack = vec![Step::Open(top)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Close(id) => close(tree, id, data),
            Step::Open(id) => {
                if id != top {
                    separate(data);
                }
                open(tree, id, data);
                stack.push(Step::Close(id));
                for list in lists(tree, id, inner).iter().rev() {
                    stack.extend(list.iter().rev().copied().map(Step::Open));
                }
                tree.mark_told(id);
            }
        }
    }
}

/// What stands before the children of a node.
fn open(tree: &Tree, id: i64, data: &mut Data) {
    let Some(node) = tree.get(id) else { return };
    match &node.kind {
        Kind::Document | Kind::Shadow => {
            write(data, format_args!("{{\"type\":0,\"id\":{id},\"childNodes\":["));
            if id == DOCUMENT {
                write(
                    data,
                    format_args!(
                        "{{\"type\":1,\"name\":\"html\",\"publicId\":\"\",\"systemId\":\"\",\"id\":{DOCTYPE}}}"
                    ),
                );
            }
        }
        Kind::Text(words) => {
            write(data, format_args!("{{\"type\":3,\"id\":{id}"));
            flags(tree, id, data);
            data.extend_from_slice(b",\"textContent\":");
            text(data, words);
        }
        Kind::Element(Element { tag, svg, attributes }) => {
            write(data, format_args!("{{\"type\":2,\"id\":{id}"));
            flags(tree, id, data);
            data.extend_from_slice(if *svg { b",\"isSVG\":true,\"tagName\":" } else { b",\"tagName\":" });
            text(data, tag);
            data.extend_from_slice(b",\"attributes\":{");
            for (at, (name, value)) in attributes.iter().enumerate() {
                if at > 0 {
                    data.push(b',');
                }
                text(data, name);
                data.push(b':');
                text(data, value);
            }
            data.extend_from_slice(b"},\"childNodes\":[");
        }
    }
}

fn flags(tree: &Tree, id: i64, data: &mut Data) {
    let Some(node) = tree.get(id) else { return };
    let is_shadow = |id: i64| tree.get(id).is_some_and(|node| node.kind == Kind::Shadow);
    if is_shadow(node.parent) {
        data.extend_from_slice(b",\"isShadow\":true");
    }
    if node.inner.is_some_and(is_shadow) {
        data.extend_from_slice(b",\"isShadowHost\":true");
    }
}

fn close(tree: &Tree, id: i64, data: &mut Data) {
    let is_text = tree.get(id).is_some_and(|node| matches!(node.kind, Kind::Text(_)));
    data.extend_from_slice(if is_text { b"}" } else { b"]}" });
}

/// A comma, unless the list has just begun.
fn separate(data: &mut Data) {
    if data.last() != Some(&b'[') {
        data.push(b',');
    }
}

fn write(data: &mut Data, words: Arguments<'_>) {
    data.write_fmt(words).expect("memory takes any text");
}
