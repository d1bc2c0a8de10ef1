//! Page views: when one begins, what of it was in view for how long, and when the visitor was idle.

use super::model::{Band, PageView};
use super::pages;
use super::rules::Rules;
use crate::event::{Event, EventKind, NodeContent, NodeId, Size, Snapshot, Time};
use crate::replay::Dom;
use std::collections::BTreeMap;

/// An offset that stood for less than this was only passed through.
const PASSING_MS: i64 = 100;

/// The page views of a recording, while it is walked through.
#[derive(Debug)]
pub(super) struct Views<'a> {
    rules: &'a Rules,
    list: Vec<View>,
    places: BTreeMap<u16, Place>,
    look: Option<Look>,
    /// What was looked at since the last sign of life, and from when.
    pending: Vec<(Time, Option<Look>)>,
    last_user: Option<Time>,
    last_sign: Option<Time>,
    active_ms: i64,
    idle: Vec<(Time, Time)>,
}

#[derive(Debug)]
struct View {
    window: u16,
    seen: PageView,
    /// Milliseconds by offset and height, both in whole px.
    bands: BTreeMap<(i64, i64), i64>,
    window_scroll_px: f64,
    inner_scroll_px: f64,
}

/// What is known of a window.
#[derive(Debug, Default)]
struct Place {
    href: String,
    viewport: Size,
    /// A document was parsed that has no snapshot yet.
    parsed: bool,
    /// The very last event said that a document was loaded.
    loaded: bool,
    /// A page view was begun since the last snapshot.
    begun: bool,
    snapshots: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    view: usize,
    y: i64,
    height: i64,
    since: Time,
}

/// What [`Views::finish`] gives.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) views: Vec<PageView>,
    /// The window of each view.
    pub(super) windows: Vec<u16>,
    pub(super) active_ms: i64,
    pub(super) idle: Vec<(Time, Time)>,
}

/// Gives the title of the document that a window shows.
pub(super) type Titles<'t> = &'t dyn Fn(u16) -> Option<String>;

impl<'a> Views<'a> {
    pub(super) fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            list: Vec::new(),
            places: BTreeMap::new(),
            look: None,
            pending: Vec::new(),
            last_user: None,
            last_sign: None,
            active_ms: 0,
            idle: Vec::new(),
        }
    }

    /// Notes an event before it is applied to `dom`. `goes_to` is the address that a custom event
    /// says the page went to. Gives whether a page view began.
    pub(super) fn note(
        &mut self,
        event: &Event,
        goes_to: Option<&str>,
        dom: &Dom,
        titles: Titles<'_>,
    ) -> bool {
        let place = self.places.entry(event.window).or_default();
        let was_loaded = std::mem::replace(&mut place.loaded, matches!(event.kind, EventKind::Loaded));
        match &event.kind {
            EventKind::Parsed => place.parsed = true,
            EventKind::Meta { href, viewport } => {
                place.viewport = *viewport;
                let known = place.snapshots > 0 || self.list.iter().any(|view| view.window == event.window);
                let place = self.places.entry(event.window).or_default();
                let other = pages::document_of(href) != pages::document_of(&place.href);
                if !known || other || place.parsed || was_loaded {
                    place.href = href.to_string();
                    self.begin(event.at, event.window, titles);
                    self.look = None;
                    return true;
                }
                place.href = href.to_string();
            }
            EventKind::Snapshot(snapshot) => return self.note_snapshot(event, snapshot, dom, titles),
            EventKind::Resize(size) => place.viewport = *size,
            EventKind::Custom { .. } => {
                if let Some(url) = goes_to {
                    return self.navigate(event, url, titles);
                }
            }
            _ => {}
        }
        false
    }

    fn note_snapshot(&mut self, event: &Event, snapshot: &Snapshot, dom: &Dom, titles: Titles<'_>) -> bool {
        let known = self.list.iter().any(|view| view.window == event.window);
        let place = self.places.entry(event.window).or_default();
        let reloaded = place.snapshots > 0 && !place.begun && is_other_document(snapshot, dom);
        let begins = !known || (!place.begun && (place.parsed || reloaded));
        if begins {
            self.begin(event.at, event.window, titles);
        }
        let place = self.places.entry(event.window).or_default();
        place.begun = false;
        place.parsed = false;
        place.snapshots += 1;
        begins
    }

    /// The page went elsewhere without a new document.
    fn navigate(&mut self, event: &Event, url: &str, titles: Titles<'_>) -> bool {
        let place = self.places.entry(event.window).or_default();
        let url = pages::resolve(&place.href, url);
        let moved = pages::path_of(&url) != pages::path_of(&place.href);
        let first = place.href.is_empty();
        place.href = url;
        if first || !moved {
            // Says what is known already, such as the page view event of a page that just loaded.
            let href = place.href.clone();
            self.correct_unknown(event.window, &href);
            return false;
        }
        self.begin(event.at, event.window, titles);
        // The document goes on, so no snapshot has to be waited for.
        self.places.entry(event.window).or_default().begun = false;
        true
    }

    /// Gives the current view its address if none was known when it began.
    fn correct_unknown(&mut self, window: u16, href: &str) {
        let rules = self.rules;
        if let Some(view) =
            self.list.last_mut().filter(|view| view.window == window && view.seen.url.is_empty())
        {
            href.clone_into(&mut view.seen.url);
            view.seen.page = pages::page_key(href, rules);
        }
    }

    fn begin(&mut self, at: Time, window: u16, titles: Titles<'_>) {
        self.close(at, titles);
        let place = self.places.entry(window).or_default();
        place.begun = true;
        place.parsed = false;
        let first = self.list.is_empty();
        let index = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let seen = PageView {
            index,
            page: pages::page_key(&place.href, self.rules),
            url: place.href.clone(),
            title: None,
            start: if first { Time::ZERO } else { at },
            end: at,
            viewport: place.viewport,
            max_scroll_px: 0.0,
            bands: Vec::new(),
        };
        let view = View { window, seen, bands: BTreeMap::new(), window_scroll_px: 0.0, inner_scroll_px: 0.0 };
        self.list.push(view);
    }

    fn close(&mut self, at: Time, titles: Titles<'_>) {
        self.turn(at, None);
        self.alive(at);
        if let Some(view) = self.list.last_mut() {
            view.seen.end = at;
            view.seen.title = titles(view.window);
        }
    }

    /// The index of the page view that something in `window` happens in. If a visitor did it
    /// (`by_user`), one is begun where there is none or where they came back to a tab.
    pub(super) fn current(&mut self, at: Time, window: u16, by_user: bool, titles: Titles<'_>) -> u32 {
        if by_user && self.list.last().is_none_or(|view| view.window != window) {
            self.begin(at, window, titles);
            // Its document is there already, or was never recorded.
            self.places.entry(window).or_default().begun = false;
        }
        u32::try_from(self.list.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// A user event: it makes the time since the last one active, or idle.
    pub(super) fn user(&mut self, at: Time) {
        let last = self.last_user.replace(at);
        let gap = at.since(last.unwrap_or(Time::ZERO));
        if gap > self.rules.idle_gap_ms {
            self.idle.push((last.unwrap_or(Time::ZERO), at));
        }
        if last.is_some() && gap <= self.rules.active_gap_ms {
            self.active_ms += gap;
        }
        self.alive(at);
    }

    /// A sign of life, by the visitor or by a page that came: what was looked at since the last one
    /// counts, but for no longer than the visitor may be taken to have been there.
    fn alive(&mut self, at: Time) {
        let last = self.last_sign.replace(at).unwrap_or(at);
        let until = at.min(last.plus(self.rules.active_gap_ms));
        let ends = self.pending.iter().skip(1).map(|(from, _)| *from).chain([at]);
        for ((from, look), end) in self.pending.iter().zip(ends) {
            let ms = end.min(until).since((*from).max(last));
            if let Some(look) = look
                && ms > 0
                && let Some(view) = self.list.get_mut(look.view)
            {
                *view.bands.entry((look.y, look.height)).or_default() += ms;
            }
        }
        self.pending.clear();
        self.pending.push((at, self.look));
    }

    /// What the current page's window shows now, if the event was in that window: offset and size.
    pub(super) fn show(&mut self, at: Time, window: u16, y: f64, viewport: Size) {
        let Some(view) = self.list.last_mut().filter(|view| view.window == window) else { return };
        if self.places.get(&window).is_some_and(|place| place.begun) {
            return; // The offset is still that of the page before.
        }
        if view.seen.viewport.width <= 0.0 {
            view.seen.viewport = viewport;
        }
        let look =
            Look { view: self.list.len() - 1, y: whole_px(y), height: whole_px(viewport.height), since: at };
        let same = self.look.is_some_and(|old| Look { since: at, ..old } == look);
        if !same {
            self.turn(at, Some(look));
        }
    }

    fn turn(&mut self, at: Time, look: Option<Look>) {
        if let Some(old) = self.look
            && at.since(old.since) >= PASSING_MS
        {
            self.touch(old);
        }
        self.look = look;
        self.pending.push((at, look));
    }

    fn touch(&mut self, look: Look) {
        if let Some(view) = self.list.get_mut(look.view) {
            view.bands.entry((look.y, look.height)).or_default();
            view.window_scroll_px = view.window_scroll_px.max(look.y as f64);
        }
    }

    /// The window was scrolled to `y`.
    pub(super) fn window_scrolled(&mut self, window: u16, y: f64) {
        if let Some(view) = self.list.last_mut().filter(|view| view.window == window) {
            view.window_scroll_px = view.window_scroll_px.max(y);
        }
    }

    /// The page's main inner scroller was scrolled to `y`.
    pub(super) fn inner_scrolled(&mut self, window: u16, y: f64) {
        if let Some(view) = self.list.last_mut().filter(|view| view.window == window) {
            view.inner_scroll_px = view.inner_scroll_px.max(y);
        }
    }

    /// Where the visit is now: the address of the window's page.
    pub(super) fn address(&self, window: u16) -> &str {
        self.places.get(&window).map_or("", |place| &place.href)
    }

    pub(super) fn finish(mut self, end: Time, titles: Titles<'_>) -> Seen {
        if self.list.is_empty()
            && let Some(window) = self.places.keys().next().copied()
        {
            self.begin(Time::ZERO, window, titles);
        }
        self.close(end, titles);
        let last = self.last_user.unwrap_or(Time::ZERO);
        if end.since(last) > self.rules.idle_gap_ms {
            self.idle.push((last, end));
        }
        let windows = self.list.iter().map(|view| view.window).collect();
        let views = self.list.into_iter().map(View::finish).collect();
        Seen { views, windows, active_ms: self.active_ms, idle: self.idle }
    }
}

impl View {
    fn finish(self) -> PageView {
        let band =
            |((y, height), ms): (&(i64, i64), &i64)| Band { y: *y as f64, height: *height as f64, ms: *ms };
        let max_scroll_px =
            if self.window_scroll_px > 0.0 { self.window_scroll_px } else { self.inner_scroll_px };
        let mut bands: Vec<Band> = self.bands.iter().map(band).collect();
        if bands.is_empty() && self.seen.viewport.height > 0.0 {
            bands.push(Band { y: 0.0, height: self.seen.viewport.height, ms: 0 });
        }
        PageView { max_scroll_px, bands, ..self.seen }
    }
}

/// A length in whole px; 0 for what is none.
#[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
fn whole_px(px: f64) -> i64 {
    px.clamp(0.0, 1e7).round() as i64
}

/// Whether a snapshot is of another document than the one in `dom`, though the address is the same.
///
/// A recorder that only looks again numbers known nodes as before and new ones higher, so nearly
/// every node of the snapshot is in `dom` already; a fresh document starts to number again.
fn is_other_document(snapshot: &Snapshot, dom: &Dom) -> bool {
    let (Some(first), Some(root)) = (snapshot.nodes.first(), dom.root()) else { return false };
    if first.id > root {
        return false;
    }
    let differs = |id: NodeId, content: &NodeContent| match (dom.get(id), content) {
        (Some(node), NodeContent::Element { tag, .. }) => node.tag() != &**tag,
        (Some(node), _) => node.element().is_some(),
        (None, _) => true,
    };
    let different = snapshot.nodes.iter().filter(|node| differs(node.id, &node.content)).count();
    different > 3 && different * 50 > snapshot.nodes.len()
}
