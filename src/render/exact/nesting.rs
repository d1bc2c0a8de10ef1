//! Which elements an HTML parser would put elsewhere than where they are.
//!
//! Scripts can build trees that no markup gives: a `div` in a `p`, a `tr` in a `div`, a link in a link. Such
//! elements are written under a neutral name (`wf-as`), which the browser leaves in its place, and get
//! their own back once the page stands: see `settle.js`.

use crate::event::NodeId;
use crate::replay::{Content, Dom, Element};

/// What is open around a place, as far as a parser cares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Open {
    flags: u16,
    pub(super) place: Place,
}

/// Where a place is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Flowing content.
    #[default]
    Flow,
    /// Directly in a part of a table.
    Table(Part),
    /// In a drawing.
    Vector,
    /// Directly in a list of choices.
    Choices,
}

/// Parts of a table that hold other parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Table,
    Group,
    Row,
    Columns,
}

const PARAGRAPH: u16 = 1;
const LINK: u16 = 2;
const BUTTON: u16 = 4;
const FORM: u16 = 8;
const ITEM: u16 = 16;
const TERM: u16 = 32;
const NOBR: u16 = 64;
const HEADING: u16 = 128;

/// Elements that end an open paragraph.
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
];

/// Elements that end a drawing when they are met in one.
const ENDS_DRAWING: &[&str] = &[
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

/// Elements that are not what they say, wherever they are met within a body.
const NEVER: &[&str] = &["html", "head", "body", "frameset", "frame", "image", "plaintext", "xmp", "keygen"];

/// Elements that an open item or term is not looked for beyond, apart from all that end a paragraph.
const BETWEEN_ITEMS: &[&str] = &["address", "div", "p"];

/// Whether a parser would leave the element here.
pub(super) fn stays(dom: &Dom, id: NodeId, element: &Element, open: Open) -> bool {
    let tag = &*element.tag;
    if open.place == Place::Vector {
        return element.svg && !ENDS_DRAWING.contains(&tag);
    }
    if element.svg {
        return tag == "svg";
    }
    let has = |flag: u16| open.flags & flag != 0;
    let closes = match tag {
        "a" => has(LINK),
        "button" => has(BUTTON),
        "form" => has(FORM),
        "li" => has(ITEM),
        "dd" | "dt" => has(TERM),
        "nobr" => has(NOBR),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => has(HEADING),
        _ => NEVER.contains(&tag),
    };
    let in_table = matches!(open.place, Place::Table(_));
    let fits = match part(tag) {
        None => !in_table,
        Some(Part::Table) => !in_table && is_sound(dom, id),
        // Only a table that is sound as a whole is written as one, so its parts are where they belong.
        Some(_) => in_table,
    };
    !closes && fits && !(has(PARAGRAPH) && ENDS_PARAGRAPH.contains(&tag))
}

impl Open {
    /// What is open inside of an element that is written so (`real`: under its own name).
    pub(super) fn within(self, element: &Element, real: bool) -> Self {
        let tag = &*element.tag;
        let place = match tag {
            // Under a neutral name it would not begin a drawing.
            "svg" if real => Place::Vector,
            "foreignObject" | "desc" | "title" if element.svg => Place::Flow,
            _ if self.place == Place::Vector => Place::Vector,
            "select" | "optgroup" => Place::Choices,
            "table" if real => Place::Table(Part::Table),
            "thead" | "tbody" | "tfoot" if real => Place::Table(Part::Group),
            "tr" if real => Place::Table(Part::Row),
            "colgroup" if real => Place::Table(Part::Columns),
            _ => Place::Flow,
        };
        if !real {
            return Self { place, flags: self.flags & !HEADING };
        }
        let mut flags = self.flags & !HEADING;
        if ENDS_PARAGRAPH.contains(&tag) && !BETWEEN_ITEMS.contains(&tag) {
            flags &= !(ITEM | TERM);
        }
        match tag {
            "td" | "th" | "caption" | "object" | "marquee" | "applet" => {
                flags &= FORM;
            }
            "table" => flags &= !(PARAGRAPH | BUTTON | ITEM | TERM),
            "button" => flags = flags & !PARAGRAPH | BUTTON,
            "p" => flags |= PARAGRAPH,
            "a" => flags |= LINK,
            "form" => flags |= FORM,
            "li" => flags |= ITEM,
            "dd" | "dt" => flags |= TERM,
            "nobr" => flags |= NOBR,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => flags |= HEADING,
            _ => {}
        }
        if element.svg && place == Place::Flow {
            flags &= !(PARAGRAPH | BUTTON);
        }
        Self { flags, place }
    }
}

fn part(tag: &str) -> Option<Part> {
    match tag {
        "table" => Some(Part::Table),
        "thead" | "tbody" | "tfoot" => Some(Part::Group),
        "tr" | "td" | "th" | "caption" => Some(Part::Row),
        "colgroup" | "col" => Some(Part::Columns),
        _ => None,
    }
}

/// Elements that a parser leaves alone in any part of a table; see `element`.
pub(super) fn is_silent(tag: &str) -> bool {
    matches!(tag, "script" | "noscript" | "template" | "style" | "link" | "meta" | "base" | "title")
}

/// Whether a parser would leave all parts of a table where they are.
fn is_sound(dom: &Dom, table: NodeId) -> bool {
    let allowed: &[&str] = match dom.get(table).map_or("", |node| node.tag()) {
        "table" => &["caption", "colgroup", "thead", "tbody", "tfoot"],
        "thead" | "tbody" | "tfoot" => &["tr"],
        "tr" => &["td", "th"],
        "colgroup" => &["col"],
        _ => return true,
    };
    let Some(node) = dom.get(table) else { return true };
    node.children.iter().all(|id| match dom.get(*id).map(|child| &child.content) {
        Some(Content::Text(text)) => text.trim().is_empty(),
        Some(Content::Element(child)) => {
            is_silent(&child.tag) || allowed.contains(&&*child.tag) && is_sound(dom, *id)
        }
        _ => true,
    })
}
