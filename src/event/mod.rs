//! The vocabulary: what can happen in a recording, in our own words.
//!
//! Every reader of `format` turns its file into these types and nothing above `format` sees a wire
//! format again. Knows no IO and no JSON: payloads of custom events stay the text they came as.

mod measure;
mod node;

pub use measure::{Device, Point, Rect, Size, Time};
pub use node::{Attributes, NewNode, NodeContent, NodeId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One thing that happened at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, since the session's first event. Never negative; a list of events is sorted by it.
    pub at: Time,
    /// The browser tab or window it happened in, numbered from 0 in order of appearance.
    pub window: u16,
    /// What happened.
    pub kind: EventKind,
}

/// What happened. Large bodies are boxed so that a list of events stays compact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EventKind {
    /// The document's tree was parsed.
    Parsed,
    /// The page and its resources were loaded.
    Loaded,
    /// A page was entered or its address or size was said again.
    Meta {
        /// The address, as recorded.
        href: Arc<str>,
        /// The viewport in CSS px.
        viewport: Size,
    },
    /// The whole document; replaces everything that was there.
    Snapshot(Box<Snapshot>),
    /// Nodes removed, added, changed.
    Mutation(Box<Mutation>),
    /// A batch of sampled positions of mouse, finger or drag.
    Moves {
        /// What moved.
        by: MoveKind,
        /// Oldest first.
        positions: Vec<Position>,
    },
    /// A click, tap, press, focus and so on.
    Press {
        /// Which.
        kind: PressKind,
        /// On what node.
        node: NodeId,
        /// Where, in client px of the node's own document; focus and blur have none.
        point: Option<Point>,
        /// By what device.
        pointer: PointerKind,
    },
    /// A scroller, or a document's window when `node` is a document, is now at this offset.
    Scroll {
        /// The scrolled element or document.
        node: NodeId,
        /// The absolute offset, CSS px.
        to: Point,
    },
    /// The viewport changed.
    Resize(Size),
    /// A form control has a new value.
    Input {
        /// The control.
        node: NodeId,
        /// The whole value now, masked if the recorder masked it.
        text: Arc<str>,
        /// Checked or not, for check boxes and radio buttons.
        checked: bool,
        /// Whether a person did it, when the recorder told.
        by_user: Option<bool>,
    },
    /// Audio or video played, paused, sought…
    Media {
        /// The media element.
        node: NodeId,
        /// What it did.
        action: MediaAction,
        /// The position in seconds, when told.
        position_s: Option<f64>,
    },
    /// Rules of a style sheet were inserted, deleted or replaced.
    Rules(Box<RuleChange>),
    /// One declaration inside a rule changed.
    Declaration(Box<DeclarationChange>),
    /// The adopted style sheets of a document or shadow host.
    Adopted(Box<AdoptedChange>),
    /// The picture of a canvas, as a data URL, where the recorder sent whole bitmaps.
    Canvas {
        /// The canvas element.
        node: NodeId,
        /// `data:image/…;base64,…`
        image: Arc<str>,
    },
    /// A font that the page loaded by script.
    Font {
        /// Its family name.
        family: Arc<str>,
        /// A CSS `src` value or `data:` URL.
        source: Arc<str>,
    },
    /// The text selection changed; empty when it was cleared.
    Selection(Vec<SelectionRange>),
    /// An event that the page or the recording product named itself.
    Custom {
        /// Its name.
        tag: Arc<str>,
        /// Its payload as JSON text.
        payload: Arc<str>,
    },
    /// Something a recorder plugin wrote, such as a console line or a request.
    Plugin {
        /// The plugin, such as `rrweb/console@1`.
        name: Arc<str>,
        /// Its payload as JSON text.
        payload: Arc<str>,
    },
    /// Known to exist, not understood; kept so that nothing is lost silently.
    Other {
        /// What it called itself, such as `type 9` or `source 42`.
        name: Arc<str>,
    },
}

/// A whole document at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Every node in document order: a parent stands before its children.
    pub nodes: Vec<NewNode>,
    /// The window's scroll offset.
    pub scroll: Point,
}

/// Changes to the tree, to be applied in the order removes, adds, texts, attributes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Mutation {
    /// Nodes taken out, with all below them.
    pub removes: Vec<Removed>,
    /// Nodes put in.
    pub adds: Vec<Added>,
    /// New contents of text nodes; the last of a node counts.
    pub texts: Vec<(NodeId, Arc<str>)>,
    /// New attributes.
    pub attributes: Vec<(NodeId, AttributeChanges)>,
}

/// A node taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Its parent at that time.
    pub parent: NodeId,
    /// The node.
    pub node: NodeId,
}

/// A subtree put in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Added {
    /// Where: below this node. An iframe element when a document was attached to it.
    pub parent: NodeId,
    /// Before this sibling; at the end when there is none.
    pub next: Option<NodeId>,
    /// After this sibling; only in old recordings, and then it goes before `next`.
    pub previous: Option<NodeId>,
    /// The top node first, then what is below it, in document order.
    pub nodes: Vec<NewNode>,
}

/// Attributes by name and what became of them.
pub type AttributeChanges = Vec<(Arc<str>, AttributeChange)>;

/// What became of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeChange {
    /// It is gone.
    Remove,
    /// It has this value.
    Set(Arc<str>),
    /// Only for `style`: single properties, `None` removes; a value may end in ` !important`.
    Style(Vec<(Arc<str>, Option<Arc<str>>)>),
}

/// What moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoveKind {
    /// A mouse or pen.
    Mouse,
    /// A finger.
    Touch,
    /// A mouse that drags something.
    Drag,
}

/// A sampled pointer position.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// When, since the session's first event.
    pub at: Time,
    /// Where, in client px of the node's own document.
    pub point: Point,
    /// Over which node, where told.
    pub node: Option<NodeId>,
}

/// What a press did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PressKind {
    /// Button or pen released.
    Up,
    /// Button or pen pressed.
    Down,
    /// A click or, by touch, a tap.
    Click,
    /// The context menu was asked for.
    ContextMenu,
    /// A double click (after its two clicks).
    DoubleClick,
    /// The node got the focus.
    Focus,
    /// The node lost the focus.
    Blur,
    /// A finger came down.
    TouchStart,
    /// A finger was lifted.
    TouchEnd,
    /// A touch was taken over by the browser, as for scrolling.
    TouchCancel,
}

/// The device behind a press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PointerKind {
    /// Mouse, or not told.
    Mouse,
    /// Pen.
    Pen,
    /// Finger.
    Touch,
}

/// What a media element did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaAction {
    /// Started.
    Play,
    /// Paused.
    Pause,
    /// Jumped.
    Seek,
    /// Louder, softer, muted.
    Volume,
    /// Faster, slower.
    Rate,
}

/// Which style sheet is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SheetId {
    /// The sheet of a `<style>` or `<link>` element.
    Node(NodeId),
    /// A constructed sheet, by its own number.
    Constructed(i64),
}

/// A rule's text and its place; the numbers of a place walk into nested rules.
pub type PlacedRule = (Arc<str>, Vec<usize>);

/// Rules inserted, deleted, replaced: adds, then removes, then the whole text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleChange {
    /// Of which sheet.
    pub sheet: SheetId,
    /// Rule text and its place: all but the last number walk into nested rules.
    /// No place means the beginning, as in a page's `insertRule(text)`.
    pub adds: Vec<PlacedRule>,
    /// Places of deleted rules.
    pub removes: Vec<Vec<usize>>,
    /// The whole new text, if the sheet was replaced.
    pub replace: Option<Arc<str>>,
}

/// One declaration of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationChange {
    /// Of which sheet.
    pub sheet: SheetId,
    /// The rule's place; numbers walk into nested rules.
    pub rule: Vec<usize>,
    /// Property and value (which may end in ` !important`) that was set.
    pub set: Option<(Arc<str>, Arc<str>)>,
    /// The property that was removed.
    pub remove: Option<Arc<str>>,
}

/// Adopted style sheets of one root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptedChange {
    /// A document or shadow host.
    pub root: NodeId,
    /// Sheets seen for the first time: number and rules with their places.
    pub new: Vec<(i64, Vec<PlacedRule>)>,
    /// The complete list in force now.
    pub sheets: Vec<i64>,
}

/// A part of the text selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelectionRange {
    /// Node where it starts.
    pub start: NodeId,
    /// DOM offset in it.
    pub start_offset: u32,
    /// Node where it ends.
    pub end: NodeId,
    /// DOM offset in it.
    pub end_offset: u32,
}
