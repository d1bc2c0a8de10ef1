//! One browser tab or window while a recording is walked through: its page, the hand in it, and
//! what was found out about elements so far.

use super::element;
use super::index::{Index, Sight};
use super::model::Element;
use super::{name, stays};
use crate::event::{NodeId, Point, Time};
use crate::replay::{Dom, PageState};
use foldhash::{HashMap, HashSet};

/// A tab or window.
#[derive(Debug, Default)]
pub(super) struct Window {
    pub(super) page: PageState,
    /// Grows with every change of the document.
    pub(super) version: u64,
    pub(super) hand: Hand,
    pub(super) lingers: Lingers,
    /// The run of keystrokes that goes on: the control and its interaction.
    pub(super) typing: Option<(NodeId, usize)>,
    /// Scrolls that go on: when last, and their interaction.
    pub(super) scrolls: HashMap<NodeId, (Time, usize)>,
    pub(super) selecting: Option<(Time, usize)>,
    pub(super) resizing: Option<(Time, usize)>,
    /// Controls that were focused or pressed in this document.
    pub(super) touched: HashSet<NodeId>,
    /// Lengths of the values that controls were seen with.
    pub(super) lengths: HashMap<NodeId, usize>,
    index: Index,
    /// The version that the index was made for.
    indexed: u64,
    described: HashMap<NodeId, (u64, Option<Element>)>,
    scrollers: HashMap<NodeId, bool>,
}

/// Where the visitor is just now.
#[derive(Debug, Default)]
pub(super) struct Lingers {
    pub(super) rest: Option<stays::Rest>,
    pub(super) focus: Option<stays::Focus>,
    /// When a finger was on the glass last.
    pub(super) touched: Option<Time>,
}

/// The visitor's hand.
#[derive(Debug, Default)]
pub(super) struct Hand {
    /// Button or finger came down.
    pub(super) down: Option<(Time, Point)>,
    /// A finger is on the glass: since when, where, and whether it stayed in place, alone.
    pub(super) finger: Option<Finger>,
    /// A finger was lifted: when and where, and the interaction it may turn out to be.
    pub(super) lifted: Option<(Time, Point, Option<usize>)>,
    /// The last click: when, and on which node.
    pub(super) clicked: Option<(Time, NodeId)>,
}

/// A finger on the glass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finger {
    pub(super) at: Time,
    pub(super) point: Point,
    pub(super) node: NodeId,
    pub(super) stays: bool,
}

impl Window {
    pub(super) fn new(number: u16) -> Self {
        let mut window = Self::default();
        window.page.window = number;
        window
    }

    /// A snapshot replaced everything: nothing that was known of nodes counts any more.
    pub(super) fn new_document(&mut self) {
        self.version += 1;
        self.described.clear();
        self.scrollers.clear();
        self.scrolls.clear();
        self.touched.clear();
        self.lengths.clear();
        self.typing = None;
    }

    /// The title of its document.
    pub(super) fn title(&self) -> Option<String> {
        title(&self.page.dom)
    }

    /// An element described, remembered until the document changes.
    pub(super) fn describe(&mut self, node: NodeId) -> Option<Element> {
        if let Some((version, element)) = self.described.get(&node)
            && *version == self.version
        {
            return element.clone();
        }
        let element = element::described(self.sight(), node);
        self.described.insert(node, (self.version, element.clone()));
        element
    }

    /// Its document with an index that is up to date.
    pub(super) fn sight(&mut self) -> Sight<'_> {
        if self.indexed != self.version {
            self.index.follow(&self.page.dom);
            self.indexed = self.version;
        }
        Sight { dom: &self.page.dom, index: &self.index }
    }

    /// Whether this node stands for the window: the top document, or no node at all.
    pub(super) fn is_top(&self, node: NodeId) -> bool {
        self.page.dom.root().is_none_or(|root| root == node)
            || self.page.dom.get(node).is_some_and(|node| node.tag() == "html")
    }

    /// Whether an inner scroller holds at least half of the page's nodes.
    pub(super) fn is_main_scroller(&mut self, node: NodeId) -> bool {
        let dom = &self.page.dom;
        *self
            .scrollers
            .entry(node)
            .or_insert_with(|| dom.element(node).is_some() && dom.descendants(node).count() * 2 >= dom.len())
    }

    /// How far the scrollers around an element are scrolled, all together.
    pub(super) fn inner_scroll(&self, node: NodeId) -> Point {
        let above = self.page.dom.ancestors(node).skip(1).take(element::MAX_DEPTH);
        above
            .filter_map(|(_, node)| node.element())
            .fold(Point::default(), |sum, above| sum.plus(above.special().scroll))
    }
}

fn title(dom: &Dom) -> Option<String> {
    let root = dom.root()?;
    let (_, id, _) = dom
        .descendants(root)
        .find(|(_, _, node)| node.tag() == "title" && node.element().is_some_and(|title| !title.svg))?;
    name::text(dom, id, false)
}
