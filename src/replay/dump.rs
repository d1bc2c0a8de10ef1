//! A page as indented text, for people and for golden files.

use super::dom::{Content, Element, Node};
use super::state::PageState;
use crate::event::{NodeId, Point};
use std::fmt::{Result, Write as _};

/// The page as text: a head with window, address, viewport, scroll, pointer and focus, then one line
/// a node, in document order, indented by depth, with its number at the end. Ends with a line break.
pub fn dump(state: &PageState) -> String {
    let mut text = String::new();
    page(state, &mut text).unwrap_or_default(); // a String takes all
    text
}

fn page(state: &PageState, text: &mut String) -> Result {
    head(state, text)?;
    let Some(root) = state.dom.root() else {
        return writeln!(text, "no document");
    };
    for (depth, id, node) in state.dom.descendants(root) {
        write!(text, "{:1$}", "", depth * 2)?;
        line(state, id, node, text)?;
    }
    Ok(())
}

fn head(state: &PageState, text: &mut String) -> Result {
    let (size, scroll) = (state.viewport, place(state.scroll));
    let window = state.window;
    writeln!(text, "window {window} {:?} {}×{} scroll {scroll}", state.href, size.width, size.height)?;
    if let Some(pointer) = state.pointer {
        let by = if pointer.touch { "finger" } else { "mouse" };
        let pressed = if pointer.pressed { " pressed" } else { "" };
        let over = pointer.node.map(|node| format!(" over {}", node.0)).unwrap_or_default();
        writeln!(text, "{by} {}{over}{pressed}", place(pointer.at))?;
    }
    if let Some(focus) = state.focus {
        writeln!(text, "focus {}", focus.0)?;
    }
    for range in state.selection.iter() {
        let (start, end) = (range.start.0, range.end.0);
        writeln!(text, "selection {start}+{} to {end}+{}", range.start_offset, range.end_offset)?;
    }
    for (family, source) in state.fonts.iter() {
        writeln!(text, "font {family:?} {}", short(source))?;
    }
    Ok(())
}

fn line(state: &PageState, id: NodeId, node: &Node, text: &mut String) -> Result {
    if node.in_shadow {
        text.push_str("(shadow) ");
    }
    match &node.content {
        Content::Document { quirks } => {
            write!(text, "#document{}", if *quirks { " quirks" } else { "" })
        }
        Content::Doctype(name) => write!(text, "<!DOCTYPE {name}>"),
        Content::Text(words) => write!(text, "{words:?}"),
        Content::Comment => write!(text, "<!-- -->"),
        Content::Element(element) => tag(element, text),
    }?;
    if let Some(scroll) = state.frame_scrolls.get(&id) {
        write!(text, " scroll {}", place(*scroll))?;
    }
    for sheet in state.adopted(id) {
        write!(text, " adopted {sheet:?}")?;
    }
    writeln!(text, " [{}]", id.0)
}

fn tag(element: &Element, text: &mut String) -> Result {
    write!(text, "<{}{}", if element.svg { "svg:" } else { "" }, element.tag)?;
    for (name, value) in &element.attributes {
        write!(text, " {name}={}", short(value))?;
    }
    text.push('>');
    if let Some(sheet) = &element.special().sheet {
        write!(text, " sheet {sheet:?}")?;
    }
    if element.special().scroll != Point::default() {
        write!(text, " scroll {}", place(element.special().scroll))?;
    }
    if let Some((width, height)) = &element.special().blocked {
        write!(text, " blocked {width}×{height}")?;
    }
    if let Some(picture) = &element.special().picture {
        write!(text, " picture {}", short(picture))?;
    }
    if element.special().modal {
        text.push_str(" modal");
    }
    if let Some(media) = element.special().media {
        write!(text, " {} at {} s", if media.playing { "plays" } else { "paused" }, media.position_s)?;
    }
    Ok(())
}

fn place(point: Point) -> String {
    format!("{},{}", point.x, point.y)
}

/// Quoted, and not longer than a line: `data:` URLs are cut.
fn short(value: &str) -> String {
    const LONGEST: usize = 200;
    let count = value.chars().count();
    if count <= LONGEST {
        return format!("{value:?}");
    }
    let start: String = value.chars().take(LONGEST).collect();
    format!("{start:?}… {count} characters")
}
