//! A long recording made by rule: a shop whose list is filled, sorted, filtered, scrolled and typed
//! into. The same for every run.

mod json;
mod random;

pub(crate) use json::lines;
pub(crate) use random::Random;
use std::sync::Arc;
use wherefore::event::{
    Added, AttributeChange, Event, EventKind, MoveKind, Mutation, NewNode, NodeContent, NodeId, Point,
    Position, Removed, RuleChange, SheetId, Size, Snapshot, Time,
};

/// Products on a page.
const PRODUCTS: i64 = 300;
/// Events between two page loads.
const PAGE: i64 = 20_000;

/// The events of a recording, one each 20 ms, on a page of about 2,500 nodes.
pub(crate) fn events(count: usize) -> impl Iterator<Item = Event> {
    let mut random = Random(7);
    let mut made = Maker { next: 0, rules: 0, shown: Vec::new() };
    let numbers = 0..i64::try_from(count).expect("a count of events");
    numbers.map(move |n| Event { at: Time(n * 20), window: 0, kind: made.kind(n, &mut random) })
}

struct Maker {
    /// The number of the next new node.
    next: i64,
    rules: usize,
    /// The products on the page, by the number of their top node.
    shown: Vec<i64>,
}

impl Maker {
    fn kind(&mut self, n: i64, random: &mut Random) -> EventKind {
        match n % PAGE {
            0 => EventKind::Meta {
                href: format!("https://shop.example/list/{}", n / PAGE).into(),
                viewport: Size::new(1366.0, 768.0),
            },
            1 => self.snapshot(),
            _ => match random.below(100) {
                0..55 => moves(n, random),
                55..65 => {
                    EventKind::Scroll { node: NodeId(1), to: Point::new(0.0, random.below(8000) as f64) }
                }
                65..85 => self.attributes(random),
                85..95 => self.product(random),
                95..97 => self.rule(),
                _ => EventKind::Input {
                    node: NodeId(7),
                    text: format!("trail shoe {n}").into(),
                    checked: false,
                    by_user: Some(true),
                },
            },
        }
    }

    fn snapshot(&mut self) -> EventKind {
        let sheet = (0..400).fold(String::new(), |sheet, n| {
            sheet + &format!(".c{n} {{ color: rgb({n}, 0, 0); margin: 0 {n}px; }}\n")
        });
        let css: (Arc<str>, Arc<str>) = ("_cssText".into(), sheet.into());
        let mut nodes = vec![
            new(1, None, NodeContent::Document { quirks: false }),
            new(2, Some(1), NodeContent::Doctype("html".into())),
            element(3, Some(1), "html", Vec::new()),
            element(4, Some(3), "head", Vec::new()),
            element(5, Some(4), "style", vec![css]),
            element(6, Some(3), "body", Vec::new()),
            element(7, Some(6), "input", vec![("type".into(), "search".into())]),
            element(8, Some(6), "ul", Vec::new()),
        ];
        self.shown = (0..PRODUCTS).map(|product| 10 + product * 8).collect();
        for product in &self.shown {
            nodes.extend(product_nodes(*product, Some(8)));
        }
        (self.next, self.rules) = (10 + PRODUCTS * 8, 0);
        EventKind::Snapshot(Box::new(Snapshot { nodes, scroll: Point::default() }))
    }

    fn attributes(&self, random: &mut Random) -> EventKind {
        let node = NodeId(self.shown[random.pick(self.shown.len())]);
        let class = AttributeChange::Set(format!("product c{}", random.below(400)).into());
        let left = ("left".into(), Some(format!("{}px", random.below(50)).into()));
        let changes = vec![("class".into(), class), ("style".into(), AttributeChange::Style(vec![left]))];
        mutation(Mutation { attributes: vec![(node, changes)], ..Mutation::default() })
    }

    /// A product goes, and another comes at the end.
    fn product(&mut self, random: &mut Random) -> EventKind {
        let place = random.pick(self.shown.len());
        let gone = Removed { parent: NodeId(8), node: NodeId(self.shown[place]) };
        self.shown[place] = self.next;
        let nodes = product_nodes(self.next, None);
        self.next += 8;
        let mut adds = Vec::new();
        for node in nodes {
            let parent = node.parent.unwrap_or(NodeId(8));
            adds.push(Added {
                parent,
                next: None,
                previous: None,
                nodes: vec![NewNode { parent: None, ..node }],
            });
        }
        mutation(Mutation { removes: vec![gone], adds, ..Mutation::default() })
    }

    fn rule(&mut self) -> EventKind {
        let rule = format!(".new{} {{ padding: 1px; }}", self.rules).into();
        self.rules += 1;
        EventKind::Rules(Box::new(RuleChange {
            sheet: SheetId::Node(NodeId(5)),
            adds: vec![(rule, vec![400 + self.rules])],
            removes: Vec::new(),
            replace: None,
        }))
    }
}

fn moves(n: i64, random: &mut Random) -> EventKind {
    let position = |back: i64, random: &mut Random| Position {
        at: Time((n * 20 - back * 50).max(0)),
        point: Point::new(random.below(1366) as f64, random.below(768) as f64),
        node: Some(NodeId(8)),
    };
    let positions = (0..10).rev().map(|back| position(back, random)).collect();
    EventKind::Moves { by: MoveKind::Mouse, positions }
}

fn mutation(mutation: Mutation) -> EventKind {
    EventKind::Mutation(Box::new(mutation))
}

fn product_nodes(id: i64, parent: Option<i64>) -> Vec<NewNode> {
    let text = |words: String| NodeContent::Text(words.into());
    vec![
        element(id, parent, "li", vec![("class".into(), "product".into())]),
        element(id + 1, Some(id), "a", vec![("href".into(), format!("/product/{id}").into())]),
        element(id + 2, Some(id + 1), "img", vec![("src".into(), format!("/img/{id}.webp").into())]),
        element(id + 3, Some(id + 1), "h3", Vec::new()),
        new(id + 4, Some(id + 3), text(format!("Trail shoe {id}"))),
        element(id + 5, Some(id), "p", Vec::new()),
        new(id + 6, Some(id + 5), text(format!("{} €", id % 200))),
        element(id + 7, Some(id), "button", vec![("type".into(), "button".into())]),
    ]
}

fn element(id: i64, parent: Option<i64>, tag: &str, attributes: Vec<(Arc<str>, Arc<str>)>) -> NewNode {
    new(id, parent, NodeContent::Element { tag: tag.into(), svg: false, attributes })
}

fn new(id: i64, parent: Option<i64>, content: NodeContent) -> NewNode {
    NewNode { id: NodeId(id), parent: parent.map(NodeId), in_shadow: false, content }
}
