//! Which moments are looked at, and our pictures of them.

use super::sites::Site;
use anyhow::Context as _;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wherefore::event::{EventKind, NodeId, PressKind, Rect, Time};
use wherefore::format::decode;
use wherefore::job::Progress;
use wherefore::render::{Camera, Fonts, Painter, Picture, Shot, What};
use wherefore::replay::{PageState, Replay};

/// A moment as we drew it.
pub(crate) struct Drawn {
    /// The recording's name.
    pub(crate) name: String,
    /// Ms since its beginning.
    pub(crate) at: i64,
    /// The viewport.
    pub(crate) picture: Picture,
    /// The page then.
    pub(crate) state: PageState,
    /// Boxes of the top document's elements, client px.
    pub(crate) boxes: BTreeMap<NodeId, Rect>,
    /// Elements of this page that are clicked somewhere in the recording.
    pub(crate) clicked: Vec<NodeId>,
    /// Addresses that were asked for and not known.
    pub(crate) missing: Vec<String>,
}

/// Draws them, with `camera` if there is one, and writes what the browser needs to draw them too.
pub(crate) fn draw(
    files: &[PathBuf],
    site: &Site,
    each: usize,
    (out, camera): (&Path, Option<&Camera>),
) -> anyhow::Result<Vec<Drawn>> {
    let mut drawn = Vec::new();
    let mut list = Vec::new();
    for file in files {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let name = name.split(".json").next().unwrap_or_default().to_owned();
        let text = text_of(file)?;
        let Ok(found) = serde_json::from_str::<Vec<Box<serde_json::value::RawValue>>>(&text) else {
            continue;
        };
        let lines: Vec<&str> = found.iter().map(|event| event.get()).collect();
        let Ok(replay) = Replay::new(decode(lines.join("\n").as_bytes()).events, &Progress::default()) else {
            continue;
        };
        let here = on_deep_stack(|| {
            moments(&replay, each)
                .into_iter()
                .filter_map(|at| one(&replay, &name, at, (site, camera)))
                .collect::<Vec<_>>()
        });
        std::fs::write(out.join(format!("{name}.events.json")), &text)?;
        let moments: Vec<serde_json::Value> = here
            .iter()
            .map(|moment| {
                let scroll = moment.state.scroll;
                json!({ "at": moment.at, "scroll": [scroll.x, scroll.y] })
            })
            .collect();
        list.push(json!({ "name": name, "moments": moments }));
        for moment in &here {
            std::fs::write(out.join(format!("{}.ours.png", super::stem(moment))), moment.picture.to_png()?)?;
            let boxes: BTreeMap<i64, [f64; 4]> = moment
                .boxes
                .iter()
                .map(|(id, area)| (id.0, [area.x, area.y, area.width, area.height]))
                .collect();
            std::fs::write(
                out.join(format!("{}.ours.json", super::stem(moment))),
                serde_json::to_string(&boxes)?,
            )?;
        }
        drawn.extend(here);
    }
    let assets: BTreeMap<&String, &PathBuf> = site.0.iter().collect();
    let whole = json!({ "assets": assets, "recordings": list });
    std::fs::write(out.join("moments.json"), whole.to_string())?;
    Ok(drawn)
}

fn text_of(file: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    Ok(text)
}

fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, work);
        thread.expect("a thread can be made").join().expect("a page that can be drawn")
    })
}

/// Just before presses and just before pages end, spread over the recording.
fn moments(replay: &Replay, each: usize) -> Vec<i64> {
    let mut clicks = Vec::new();
    replay.each_event(|event| clicks.extend(pressed(&event.kind).map(|_| event.at.0 - 1)));
    let ends = replay.pages().iter().map(|page| page.end.0 - 1);
    let first = replay.first_page().0 + 1;
    let mut all: Vec<i64> = clicks.into_iter().chain(ends).filter(|at| *at > first).collect();
    all.sort_unstable();
    all.dedup();
    let last = all.len().saturating_sub(1);
    let mut chosen: Vec<i64> =
        (1..=each).filter_map(|step| all.get(last * step / each.max(1)).copied()).collect();
    chosen.dedup();
    chosen
}

fn pressed(kind: &EventKind) -> Option<NodeId> {
    match kind {
        EventKind::Press { kind: PressKind::Click, node, .. } => Some(*node),
        _ => None,
    }
}

fn one(replay: &Replay, name: &str, at: i64, (site, camera): (&Site, Option<&Camera>)) -> Option<Drawn> {
    let state = replay.state_at(Time(at));
    let mut painter = Painter::new(Arc::new(site.clone()), Fonts::system());
    painter.show(&state).ok()?;
    let root = state.dom.root();
    let elements =
        state.dom.nodes().filter(|(id, node)| node.element().is_some() && state.dom.document_of(*id) == root);
    let nodes: Vec<NodeId> = elements.map(|(id, _)| id).collect();
    let client = |area: Rect| Rect { x: area.x - state.scroll.x, y: area.y - state.scroll.y, ..area };
    let boxes = painter.boxes(&nodes);
    let boxes: BTreeMap<NodeId, Rect> =
        nodes.iter().zip(boxes).filter_map(|(id, area)| Some((*id, client(area?)))).collect();
    let mut clicked: Vec<NodeId> = Vec::new();
    replay.each_event(|event| clicked.extend(pressed(&event.kind)));
    clicked.sort_unstable();
    clicked.dedup();
    clicked.retain(|id| state.dom.element(*id).is_some());
    let (mut picture, missing) = (painter.frame(), painter.missing());
    let mut boxes = boxes;
    if let Some(camera) = camera {
        let shot = Shot::of(&state, What::Viewport, site).ok()?;
        match camera.take(&shot, &Progress::default()) {
            Ok(still) => {
                picture = Picture::from_encoded(&still.png).ok()?;
                boxes = still.boxes.into_iter().map(|(id, area)| (id, client(area))).collect();
            }
            Err(trouble) => println!("{name} at {at}: {trouble}"),
        }
    }
    Some(Drawn { name: name.to_owned(), at, picture, state, boxes, clicked, missing })
}
