//! Constructed style sheets: which there are, and who uses them.
//!
//! The recorder tells what is in a sheet before it tells whose it is: a `style` element's own, or one
//! that a document or shadow root adopts. Until then what is told of it is kept.

use super::lines::Lines;
use super::tab::{CHANGE, Tab};
use super::tree::{DOCUMENT, HTML, Kind};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The sheets of a document.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    sheets: BTreeMap<u64, Sheet>,
    /// The sheets that a document or shadow host adopted, in their order.
    adopted: BTreeMap<i64, Vec<u64>>,
}

#[derive(Debug)]
enum Sheet {
    /// Nobody's yet: what was told of it.
    Loose(Vec<Json>),
    /// A `style` or `link` element's.
    Own(i64),
    Adopted,
}

/// Something happened to a sheet; `edit` holds the members of rrweb's event that tell it.
pub(super) fn edit(tab: &mut Tab, number: u64, edit: Json, lines: &mut Lines) {
    let sheet = tab.sheets.sheets.entry(number).or_insert_with(|| Sheet::Loose(Vec::new()));
    match sheet {
        Sheet::Loose(edits) => edits.push(edit),
        Sheet::Own(id) => {
            let data = addressed(edit, "id", &json!(*id));
            tab.emit(lines, CHANGE, &data);
        }
        Sheet::Adopted => {
            let data = addressed(edit, "styleId", &json!(number));
            tab.emit(lines, CHANGE, &data);
        }
    }
}

/// A sheet is used by a node.
pub(super) fn add_owner(tab: &mut Tab, number: u64, owner: i64, lines: &mut Lines) {
    let owner = if owner == HTML { DOCUMENT } else { owner };
    let Some(node) = tab.tree.get(owner) else {
        tab.tree.lost += 1;
        return;
    };
    let own = match &node.kind {
        Kind::Element(element) => matches!(&*element.tag, "style" | "link"),
        _ => false,
    };
    let root = tab.tree.shown_id(owner);
    let after = if own { Sheet::Own(owner) } else { Sheet::Adopted };
    let before = tab.sheets.sheets.insert(number, after);
    let known = matches!(before, Some(Sheet::Adopted));
    if !own {
        let list = tab.sheets.adopted.entry(root).or_default();
        if !list.contains(&number) {
            list.push(number);
        }
        let mut data = json!({"source": 15, "id": root, "styleIds": list});
        if !known {
            data["styles"] = json!([{"styleId": number, "rules": []}]);
        }
        tab.emit(lines, CHANGE, &data);
    }
    let edits = if let Some(Sheet::Loose(edits)) = before { edits } else { Vec::new() };
    for told in edits {
        edit(tab, number, told, lines);
    }
}

/// A node uses a sheet no longer.
pub(super) fn remove_owner(tab: &mut Tab, number: u64, owner: i64, lines: &mut Lines) {
    let owner = if owner == HTML { DOCUMENT } else { owner };
    let root = tab.tree.shown_id(owner);
    let Some(list) = tab.sheets.adopted.get_mut(&root) else { return };
    list.retain(|sheet| *sheet != number);
    let data = json!({"source": 15, "id": root, "styleIds": list});
    tab.emit(lines, CHANGE, &data);
}

fn addressed(edit: Json, name: &str, value: &Json) -> Json {
    let mut data = json!({"source": 8, name: value});
    if let (Some(data), Json::Object(edit)) = (data.as_object_mut(), edit) {
        data.extend(edit);
    }
    data
}
