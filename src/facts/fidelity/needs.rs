//! One look at the events of a recording for what its pages need.

use super::css;
use super::{FileKind, Lacking, Need, Needs};
use crate::event::{
    AttributeChange, Attributes, Event, EventKind, Mutation, NewNode, NodeContent, NodeId, Size, Snapshot,
    Time,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use url::Url;

/// Files that are kept of one session; a page that names more is as little shown.
const MOST_FILES: usize = 500;
/// The longest address that is kept, bytes.
const LONGEST: usize = 2_000;
/// A beginning without a page that is shorter than this is how recorders start, ms.
const SHORT_BLANK_MS: i64 = 5_000;

/// What the pages of a recording need. `events` are sorted by time.
pub fn needs(events: &[Event]) -> Needs {
    let mut look = Look::default();
    for event in events {
        look.event(event);
    }
    look.finish(events.last().map_or(Time::ZERO, |last| last.at))
}

#[derive(Debug, Default)]
struct Look {
    needs: Needs,
    files: BTreeMap<(FileKind, String), (Vec<String>, u32)>,
    /// Families with a source that the recording holds.
    families: BTreeSet<String>,
    windows: BTreeMap<u16, Window>,
    first_snapshot: Option<Time>,
    /// Sheets that were looked through for fonts, by where their text is. Looked up only.
    read: HashSet<(usize, usize)>,
}

/// One tab or window.
#[derive(Debug, Default)]
struct Window {
    href: Arc<str>,
    base: Option<Url>,
    viewport: Size,
    /// A page was entered and no snapshot came yet; whether anything happened on it.
    waits: Option<bool>,
    /// Images by number, with what they showed last. Looked up only.
    images: HashMap<NodeId, Arc<str>>,
    /// Frames and canvases, and whether they have what they show. Looked up, or only counted.
    frames: HashMap<NodeId, bool>,
    canvases: HashMap<NodeId, bool>,
    blocked_px: f64,
}

impl Look {
    fn event(&mut self, event: &Event) {
        let mut window = self.windows.remove(&event.window).unwrap_or_default();
        match &event.kind {
            EventKind::Meta { href, viewport } => self.enter(&mut window, href, *viewport),
            EventKind::Resize(size) => window.viewport = *size,
            EventKind::Snapshot(snapshot) => {
                self.first_snapshot = self.first_snapshot.or(Some(event.at));
                self.snapshot(&mut window, snapshot);
            }
            EventKind::Mutation(mutation) => {
                window.waits = window.waits.map(|_| true);
                self.mutation(&mut window, mutation);
            }
            EventKind::Canvas { node, .. } => {
                window.canvases.insert(*node, true);
            }
            EventKind::Font { family, source } => {
                let named: Vec<&str> =
                    css::addresses(source).filter(|url| !url.starts_with("data:")).collect();
                self.family(&window, family, named);
            }
            EventKind::Input { text, .. } => self.needs.masked += u32::from(is_masked(text)),
            _ => {}
        }
        self.windows.insert(event.window, window);
    }

    fn enter(&mut self, window: &mut Window, href: &Arc<str>, viewport: Size) {
        let page = |href: &str| href.split('#').next().unwrap_or_default().to_owned();
        if page(href) != page(&window.href) || window.base.is_none() {
            self.leave(window);
            window.waits = Some(false);
            window.base = Url::parse(href).ok();
        }
        window.href = href.clone();
        window.viewport = viewport;
    }

    /// The page that was entered last is left: did a snapshot come?
    fn leave(&mut self, window: &mut Window) {
        if let Some(happened) = window.waits.take()
            && happened
        {
            self.needs.page_changes.missing += 1;
            self.needs.page_changes.of += 1;
        }
    }

    fn snapshot(&mut self, window: &mut Window, snapshot: &Snapshot) {
        self.needs.snapshots += 1;
        if window.waits.take().is_some() {
            self.needs.page_changes.of += 1;
        }
        self.close(window);
        window.images.clear();
        self.nodes(window, &snapshot.nodes);
    }

    /// Counts what the document that ends lacked.
    fn close(&mut self, window: &mut Window) {
        let viewport = window.viewport.width * window.viewport.height;
        let area = if viewport > 0.0 { window.blocked_px / viewport } else { 0.0 };
        self.needs.blocked_area = self.needs.blocked_area.max(area.min(1.0));
        window.blocked_px = 0.0;
        lacking(&mut self.needs.frames, &mut window.frames);
        lacking(&mut self.needs.canvases, &mut window.canvases);
    }

    fn mutation(&mut self, window: &mut Window, mutation: &Mutation) {
        for added in &mutation.adds {
            if let Some(NewNode { content: NodeContent::Document { .. }, .. }) = added.nodes.first()
                && let Some(has) = window.frames.get_mut(&added.parent)
            {
                *has = true;
            }
            self.nodes(window, &added.nodes);
        }
        for (node, changes) in &mutation.attributes {
            for (name, change) in changes {
                let AttributeChange::Set(value) = change else { continue };
                match &**name {
                    "src" if window.images.contains_key(node) => {
                        window.images.insert(*node, value.clone());
                        self.image(window, value);
                    }
                    // The picture itself, a moment after its address.
                    "rr_dataURL" if window.images.contains_key(node) => {
                        let named = window.images.insert(*node, value.clone()).unwrap_or_default();
                        self.is_held(window, &named);
                        self.image(window, value);
                    }
                    "_cssText" => self.fonts(window, value),
                    "rr_dataURL" if window.canvases.contains_key(node) => {
                        window.canvases.insert(*node, true);
                    }
                    _ => {}
                }
            }
        }
    }

    fn nodes(&mut self, window: &mut Window, nodes: &[NewNode]) {
        for node in nodes {
            match &node.content {
                NodeContent::Element { tag, attributes, .. } => {
                    self.element(window, node.id, tag, attributes);
                }
                NodeContent::Document { .. } => {
                    if let Some(has) = node.parent.and_then(|frame| window.frames.get_mut(&frame)) {
                        *has = true;
                    }
                }
                NodeContent::Text(text) => {
                    if text.len() > 60 {
                        self.fonts(window, text);
                    }
                    self.needs.masked += u32::from(is_masked(text));
                }
                NodeContent::Doctype(_) | NodeContent::Comment => {}
            }
        }
    }

    fn element(&mut self, window: &mut Window, id: NodeId, tag: &str, attributes: &Attributes) {
        if attributes.iter().any(|(name, _)| name.starts_with("rr_w")) {
            self.needs.blocked += 1;
            let length = |name| value(attributes, name).and_then(px).unwrap_or_default();
            window.blocked_px += length("rr_width") * length("rr_height");
            return;
        }
        match tag {
            "link" => self.link(window, attributes),
            "style" => {
                if let Some(text) = value(attributes, "_cssText") {
                    self.fonts(window, text);
                }
            }
            "img" if !is_tiny(attributes) => {
                let src = value(attributes, "rr_dataURL").or_else(|| value(attributes, "src"));
                window.images.insert(id, src.cloned().unwrap_or_default());
                if let Some(src) = src {
                    self.image(window, src);
                }
            }
            "iframe" | "frame" if !is_tiny(attributes) => {
                window.frames.insert(id, value(attributes, "srcdoc").is_some());
            }
            "canvas" => {
                window.canvases.insert(id, value(attributes, "rr_dataURL").is_some());
            }
            _ => {}
        }
        if let Some(style) = value(attributes, "style") {
            css::addresses(style).for_each(|url| self.image(window, url));
        }
    }

    fn link(&mut self, window: &Window, attributes: &Attributes) {
        if let Some(text) = value(attributes, "_cssText") {
            self.needs.held[FileKind::StyleSheet as usize] += 1;
            self.fonts(window, text);
            return;
        }
        let rel = value(attributes, "rel").map_or("", |rel| &**rel);
        let is_sheet = rel.split_ascii_whitespace().any(|kind| kind.eq_ignore_ascii_case("stylesheet"))
            && !rel.contains("alternate")
            && !attributes.iter().any(|(name, _)| &**name == "disabled")
            && value(attributes, "media").is_none_or(|media| media.trim() != "print");
        let Some(href) = value(attributes, "href").filter(|href| is_sheet && !href.starts_with("data:"))
        else {
            return;
        };
        let Some(url) = absolute(window, href) else { return };
        let kind = if is_font_host(&url) { FileKind::Font } else { FileKind::StyleSheet };
        self.need(kind, url.clone(), vec![url]);
    }

    fn image(&mut self, window: &Window, src: &str) {
        let src = src.trim();
        if src.is_empty() || src.starts_with('#') {
            return;
        }
        if src.starts_with("data:") {
            self.needs.held[FileKind::Image as usize] += 1;
        } else if let Some(url) = absolute(window, src) {
            self.need(FileKind::Image, url.clone(), vec![url]);
        }
    }

    /// One use of an image is none any more: the recording has its picture after all.
    fn is_held(&mut self, window: &Window, src: &str) {
        let Some(url) = absolute(window, src.trim()) else { return };
        let key = (FileKind::Image, url);
        if let Some((_, uses)) = self.files.get_mut(&key) {
            *uses = uses.saturating_sub(1);
            if *uses == 0 {
                self.files.remove(&key);
            }
        }
    }

    /// Looks through a sheet once, however many documents have it.
    fn fonts(&mut self, window: &Window, css: &Arc<str>) {
        if self.read.insert((css.as_ptr() as usize, css.len())) {
            for (family, named) in css::fonts(css) {
                self.family(window, family, named);
            }
        }
    }

    fn family(&mut self, window: &Window, family: &str, named: Vec<&str>) {
        if named.is_empty() {
            self.families.insert(family.to_owned());
            return;
        }
        let urls: Vec<String> = named.into_iter().filter_map(|url| absolute(window, url)).collect();
        if !urls.is_empty() {
            self.need(FileKind::Font, family.to_owned(), urls);
        }
    }

    fn need(&mut self, kind: FileKind, name: String, urls: Vec<String>) {
        if self.files.len() >= MOST_FILES && !self.files.contains_key(&(kind, name.clone())) {
            return;
        }
        let (known, uses) = self.files.entry((kind, name)).or_default();
        *uses = uses.saturating_add(1);
        for url in urls {
            if known.len() < 24 && !known.contains(&url) {
                known.push(url);
            }
        }
    }

    fn finish(mut self, end: Time) -> Needs {
        for (_, mut window) in std::mem::take(&mut self.windows) {
            self.leave(&mut window);
            self.close(&mut window);
        }
        let blank = self.first_snapshot.map_or(0, |at| at.0);
        if blank > SHORT_BLANK_MS {
            self.needs.blank_ms = [blank, end.0];
        }
        let families = &self.families;
        self.files.retain(|(kind, name), _| *kind != FileKind::Font || !families.contains(name));
        self.needs.held[FileKind::Font as usize] = u32::try_from(families.len()).unwrap_or(u32::MAX);
        let file = |((kind, _), (urls, uses)): ((FileKind, String), (Vec<String>, u32))| {
            // A family is one font, however many rules and documents tell of it.
            Need { kind, urls, uses: if kind == FileKind::Font { 1 } else { uses } }
        };
        self.needs.files = self.files.into_iter().map(file).collect();
        self.needs
    }
}

fn lacking(count: &mut Lacking, found: &mut HashMap<NodeId, bool>) {
    let of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    count.of = count.of.saturating_add(of(found.len()));
    count.missing = count.missing.saturating_add(of(found.values().filter(|has| !**has).count()));
    found.clear();
}

fn value<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a Arc<str>> {
    attributes.iter().find(|(known, _)| &**known == name).map(|(_, value)| value)
}

/// `12.5px` or `12.5`.
fn px(text: &Arc<str>) -> Option<f64> {
    text.trim().trim_end_matches("px").parse().ok().filter(|px: &f64| px.is_finite() && *px > 0.0)
}

/// Counting pixels and hidden frames are part of no picture.
fn is_tiny(attributes: &Attributes) -> bool {
    let small =
        |name| value(attributes, name).is_some_and(|text| matches!(text.trim(), "0" | "1" | "0px" | "1px"));
    let hidden =
        || value(attributes, "style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
    small("width") || small("height") || hidden()
}

/// The address a page means; `None` for what names no file.
fn absolute(window: &Window, url: &str) -> Option<String> {
    let whole = if url.starts_with("http://") || url.starts_with("https://") {
        url.to_owned()
    } else {
        let joined = window.base.as_ref()?.join(url).ok()?;
        matches!(joined.scheme(), "http" | "https").then(|| joined.into())?
    };
    (whole.len() <= LONGEST).then_some(whole)
}

/// Whether a sheet of this address holds nothing but fonts.
fn is_font_host(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or_default();
    ["fonts.", "use.typekit.net/", "use.fontawesome.com/", "p.typekit.net/"]
        .iter()
        .any(|start| host.starts_with(start))
}

/// Whether a text consists of the stars that recorders put for letters.
fn is_masked(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("**") && text.chars().all(|c| c == '*' || c.is_whitespace())
}
