//! The page at one moment, as a value. How it changes is in `apply`.

use super::dom::Dom;
use super::sheet::Sheet;
use crate::event::{Added, NodeId, Point, SelectionRange, SheetId, Size, Time};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The page as it stood at one moment: document, window, pointer, focus.
///
/// A clone costs a few microseconds and shares all that later does not change. Where a recording
/// has several windows (browser tabs), this is the *active* one: the one that was last entered,
/// pointed at or pressed in. The pages of the others are kept behind it, and their events change
/// only them.
#[derive(Debug, Clone, Default)]
pub struct PageState {
    /// The document.
    pub dom: Dom,
    /// The moment: everything that happened until then, itself included, is in it.
    pub at: Time,
    /// The address as recorded; empty until it was told.
    pub href: Arc<str>,
    /// The viewport in CSS px; 0 × 0 until it was told. Finite and not negative.
    pub viewport: Size,
    /// Scroll offset of the top document's window, CSS px. Inner scrollers have theirs in
    /// [`super::Special::scroll`].
    pub scroll: Point,
    /// Scroll offsets of the windows of iframes, by the id of the iframe's *document* node.
    pub frame_scrolls: Arc<BTreeMap<NodeId, Point>>,
    /// Mouse or finger, where it was last told. [`super::Replay::pointer_at`] is finer.
    pub pointer: Option<PointerState>,
    /// The node that has the focus.
    pub focus: Option<NodeId>,
    /// The selected text; may name nodes that are gone.
    pub selection: Arc<[SelectionRange]>,
    /// Fonts that the page loaded by script: family name and CSS `src` value or `data:` URL.
    pub fonts: Arc<[(Arc<str>, Arc<str>)]>,
    /// Which window this is.
    pub window: u16,
    /// Constructed style sheets, and which root adopted which.
    pub(super) sheets: Arc<Sheets>,
    /// Documents whose iframe is not there yet.
    pub(super) waiting: Arc<Vec<Added>>,
    /// The pages of the windows that are not active.
    pub(super) others: Arc<BTreeMap<u16, Arc<PageState>>>,
    /// The address that [`Self::fonts`] belong to.
    pub(super) fonts_of: Arc<str>,
    /// What is counted over the whole recording, whichever window is active.
    pub(super) counts: Counts,
}

/// Counters that go on when the window or the document changes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Events applied.
    pub(super) events: usize,
    /// Work done: about one a node touched.
    pub(super) cost: u64,
    /// Documents seen in all windows.
    pub(super) documents: u32,
    /// What could not be applied.
    pub(super) problems: Problems,
}

/// Style sheets that are not an element's own text, and where rules start in those that are edited.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheets {
    /// Constructed sheets by their number.
    pub(super) constructed: BTreeMap<i64, Arc<str>>,
    /// The constructed sheets in force, by document or shadow host.
    pub(super) adopted: BTreeMap<NodeId, Arc<[i64]>>,
    /// Where the rules of a sheet start and end, kept so that a page which inserts rules one by
    /// one does not cost a parse each. An entry counts only while its text is the sheet's.
    pub(super) parsed: BTreeMap<SheetId, Arc<Sheet>>,
}

/// Mouse or finger at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointerState {
    /// Where, in client px of the document that `node` is in.
    pub at: Point,
    /// The node under it, where told. Tells whether `at` is inside an iframe.
    pub node: Option<NodeId>,
    /// A finger rather than a mouse.
    pub touch: bool,
    /// The button is down, or the finger on the glass.
    pub pressed: bool,
}

/// How much of a recording could not be applied; counts since its beginning. All 0 for a recording
/// that is whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Problems {
    /// Added nodes whose parent or next sibling never came.
    pub unresolved_adds: u32,
    /// Documents whose iframe has not come (yet).
    pub waiting_documents: u32,
    /// Removals of nodes that were not there.
    pub unknown_removes: u32,
    /// Texts, attributes, scrolls, inputs and so on of nodes that were not there.
    pub unknown_targets: u32,
    /// Rules or style sheets that were not there, and rules that are no rules.
    pub unknown_rules: u32,
    /// Nodes left out as a snapshot or an addition named their id twice.
    pub duplicate_ids: u32,
    /// Nodes left out as they lay deeper than [`Dom::MAX_DEPTH`].
    pub too_deep: u32,
}

impl PageState {
    /// The scroll offset of the top document's window, CSS px: `client + page_scroll = page` for
    /// points in the top document.
    pub fn page_scroll(&self) -> Point {
        self.scroll
    }

    /// The scroll offset of the window of the document that `node` is in (or is), CSS px.
    pub fn scroll_of_document(&self, node: NodeId) -> Point {
        match self.dom.document_of(node) {
            Some(document) if Some(document) != self.dom.root() => {
                self.frame_scrolls.get(&document).copied().unwrap_or_default()
            }
            _ => self.scroll,
        }
    }

    /// The texts of the style sheets that a document or shadow host adopted, in their order.
    pub fn adopted(&self, root: NodeId) -> impl Iterator<Item = &str> {
        let sheets = &*self.sheets;
        let numbers = sheets.adopted.get(&root).map_or(&[][..], |list| list);
        numbers.iter().filter_map(|number| sheets.constructed.get(number).map(|text| &**text))
    }

    /// The documents and shadow hosts that adopted style sheets, by id.
    pub fn adopters(&self) -> impl Iterator<Item = NodeId> {
        self.sheets.adopted.keys().copied()
    }

    /// What could not be applied so far, in all windows.
    pub fn problems(&self) -> Problems {
        let waiting = self.waiting.len() + self.others.values().map(|page| page.waiting.len()).sum::<usize>();
        Problems { waiting_documents: u32::try_from(waiting).unwrap_or(u32::MAX), ..self.counts.problems }
    }

    /// How many events were applied.
    pub fn events_applied(&self) -> usize {
        self.counts.events
    }
}

impl PartialEq for PageState {
    /// The same page: all that can be seen of it. Neither the moment nor the counters count.
    fn eq(&self, other: &Self) -> bool {
        self.dom == other.dom
            && self.href == other.href
            && self.viewport == other.viewport
            && self.scroll == other.scroll
            && self.frame_scrolls == other.frame_scrolls
            && self.pointer == other.pointer
            && self.focus == other.focus
            && self.selection == other.selection
            && self.fonts == other.fonts
            && self.window == other.window
            && self.sheets.constructed == other.sheets.constructed
            && self.sheets.adopted == other.sheets.adopted
            && self.waiting == other.waiting
            && self.others == other.others
    }
}
