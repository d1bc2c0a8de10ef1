//! The sample's recordings, taken apart so that sessions can be put together from them. Knows
//! nothing of how they are varied.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

/// Style sheets are cut to about so many bytes where sessions shall be small.
const STYLE_BYTES: usize = 600;
/// The smallest part of a page that is kept, bytes.
const LEAST_PAGE: usize = 2000;

/// A recording of the sample.
pub(crate) struct Template {
    /// Its page views, each beginning with its Meta event.
    pub(crate) pages: Vec<Vec<Piece>>,
    /// Its row in `sessions.csv`, by column.
    pub(crate) told: BTreeMap<String, String>,
}

/// One event.
pub(crate) struct Piece {
    /// `type`
    pub(crate) kind: i64,
    /// `timestamp`
    pub(crate) at: i64,
    /// `data`, as JSON text.
    pub(crate) data: String,
}

#[derive(Deserialize)]
struct Wire<'t> {
    #[serde(rename = "type")]
    kind: i64,
    timestamp: i64,
    #[serde(borrow)]
    data: &'t RawValue,
}

/// A node of a snapshot, in the order in which recorders write it.
#[derive(Serialize, Deserialize)]
struct Node {
    #[serde(rename = "type")]
    kind: i64,
    #[serde(flatten)]
    rest: Map<String, Value>,
    #[serde(rename = "childNodes", default, skip_serializing_if = "Vec::is_empty")]
    children: Vec<Node>,
    id: i64,
}

/// The sample's recordings, by name; pages are cut so that a session is of about `bytes`, or left
/// whole where it is `None`.
pub(crate) fn templates(sample: &Path, bytes: Option<usize>) -> Vec<Template> {
    let mut told = rows(&sample.join("sessions.csv"));
    told.sort_by(|a, b| a["session_id"].cmp(&b["session_id"]));
    told.into_iter()
        .map(|told| {
            let mut text = String::new();
            let packed = std::fs::File::open(sample.join(&told["file"])).expect("the sample is there");
            flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("the sample is gzip");
            let mut pages = pages(&text);
            if let Some(bytes) = bytes {
                let each = (bytes / 4).max(LEAST_PAGE);
                for page in &mut pages {
                    cut(page, each);
                }
            }
            Template { pages, told }
        })
        .collect()
}

/// A table's rows, by column.
pub(crate) fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut table = csv::Reader::from_path(path).expect("the sample has the table");
    table.deserialize().map(|row| row.expect("the sample's tables are sound")).collect()
}

fn pages(text: &str) -> Vec<Vec<Piece>> {
    let wires: Vec<Wire<'_>> = serde_json::from_str(text).expect("the sample is JSON");
    let mut pages: Vec<Vec<Piece>> = Vec::new();
    for wire in wires {
        let piece = Piece { kind: wire.kind, at: wire.timestamp, data: wire.data.get().to_owned() };
        match pages.last_mut() {
            Some(page) if wire.kind != 4 => page.push(piece),
            _ => pages.push(vec![piece]),
        }
    }
    pages
}

/// Cuts the page's snapshot to about so many bytes; what a later event names stays.
fn cut(page: &mut [Piece], bytes: usize) {
    let mut named = BTreeSet::new();
    for piece in page.iter().filter(|piece| piece.kind == 3) {
        ids(&serde_json::from_str(&piece.data).expect("it was read before"), &mut named);
    }
    for piece in page.iter_mut().filter(|piece| piece.kind == 2) {
        let mut data: Map<String, Value> = serde_json::from_str(&piece.data).expect("it was read before");
        let mut root: Node = serde_json::from_value(data.remove("node").expect("a snapshot has a node"))
            .expect("nodes have ids");
        let mut left = bytes;
        keep(&mut root, &mut left, &named);
        data.insert("node".to_owned(), Value::Null);
        let root = serde_json::to_string(&root).expect("it can be written");
        let data = serde_json::to_string(&data).expect("it can be written");
        piece.data = data.replacen("\"node\":null", &format!("\"node\":{root}"), 1);
    }
}

/// Whether a node stays: there is room for it, or it or something in it is named.
fn keep(node: &mut Node, left: &mut usize, named: &BTreeSet<i64>) -> bool {
    if let Some(Value::Object(attributes)) = node.rest.get_mut("attributes") {
        attributes.get_mut("_cssText").into_iter().for_each(shorten);
    }
    if node.rest.contains_key("isStyle") {
        node.rest.get_mut("textContent").into_iter().for_each(shorten);
    }
    let cost = 40 + serde_json::to_string(&node.rest).map_or(0, |text| text.len());
    let fits = cost <= *left;
    *left -= if fits { cost } else { 0 };
    node.children.retain_mut(|child| keep(child, left, named));
    fits || named.contains(&node.id) || !node.children.is_empty()
}

/// Cuts a style sheet after a whole rule.
fn shorten(css: &mut Value) {
    let Value::String(text) = css else { return };
    let Some(head) = text.get(..STYLE_BYTES) else { return };
    let end = head.rfind('}').map_or(0, |at| at + 1);
    text.truncate(end);
}

/// The numbers of nodes that an event names.
fn ids(value: &Value, found: &mut BTreeSet<i64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| ids(value, found)),
        Value::Object(fields) => {
            for (name, value) in fields {
                if matches!(name.as_str(), "id" | "parentId" | "nextId" | "previousId" | "styleId") {
                    found.extend(value.as_i64());
                } else {
                    ids(value, found);
                }
            }
        }
        _ => {}
    }
}
