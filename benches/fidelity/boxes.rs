//! Elements that lie or measure otherwise than in the browser, and the innermost of them: the causes.

use super::moments::Drawn;
use std::collections::{BTreeMap, BTreeSet};
use wherefore::event::{NodeId, Rect};

/// How far a box may be off, CSS px.
const NEAR: f64 = 4.0;

/// How the boxes of one moment compare.
#[derive(Default)]
pub(crate) struct Boxes {
    /// Clicked elements: how many were compared, how many lie near.
    pub(crate) clicked: (usize, usize),
    /// All elements, likewise.
    pub(crate) all: (usize, usize),
    /// Innermost elements of another size: what they are, ours, the browser's.
    pub(crate) causes: Vec<(String, Rect, Rect)>,
}

pub(crate) fn compare(ours: &Drawn, theirs: &BTreeMap<i64, [f64; 4]>) -> Boxes {
    let mut found = Boxes::default();
    let mut other_size = BTreeSet::new();
    for (id, place) in theirs {
        let id = NodeId(*id);
        let theirs = rect(*place);
        if theirs.width <= 0.0 || theirs.height <= 0.0 || is_vector(ours, id) {
            continue;
        }
        let area = ours.boxes.get(&id).copied().unwrap_or_default();
        let off = |of: fn(Rect) -> f64| (of(area) - of(theirs)).abs() > NEAR;
        let sized = !off(|r| r.width) && !off(|r| r.height);
        let near = sized && !off(|r| r.x) && !off(|r| r.y);
        found.all.0 += 1;
        found.all.1 += usize::from(near);
        if ours.clicked.contains(&id) {
            found.clicked.0 += 1;
            found.clicked.1 += usize::from(near);
        }
        if !sized {
            other_size.insert(id);
        }
    }
    for id in &other_size {
        let inner = ours.state.dom.descendants(*id).skip(1).any(|(_, inner, _)| other_size.contains(&inner));
        if !inner {
            let theirs = rect(theirs[&id.0]);
            found.causes.push((name(ours, *id), ours.boxes.get(id).copied().unwrap_or_default(), theirs));
        }
    }
    found
}

fn rect([x, y, width, height]: [f64; 4]) -> Rect {
    Rect { x, y, width, height }
}

/// Shapes inside drawings have no boxes of their own here.
fn is_vector(ours: &Drawn, id: NodeId) -> bool {
    ours.state.dom.element(id).is_some_and(|element| element.svg && &*element.tag != "svg")
}

/// Tag and classes, with those of the parent.
fn name(ours: &Drawn, id: NodeId) -> String {
    let one = |id: NodeId| {
        let element = ours.state.dom.element(id)?;
        let kind = element.attribute("type").map(|kind| format!("[{kind}]")).unwrap_or_default();
        let classes = element.attribute("class").unwrap_or_default().split_whitespace();
        Some(format!(
            "{}{kind}{}",
            element.tag,
            classes.take(3).flat_map(|class| [".", class]).collect::<String>()
        ))
    };
    let parent = ours.state.dom.get(id).and_then(|node| one(node.parent?)).unwrap_or_default();
    format!("{parent} > {}", one(id).unwrap_or_default())
}
