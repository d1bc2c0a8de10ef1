//! The text that the visitor had selected, marked as the engine marks selected text.
//!
//! A recording counts letters in a node of text; the engine counts bytes in the text of a whole block, in
//! which blanks were drawn together. What both have alike are the letters that are no blanks: those are
//! counted. Text in an iframe's document and in form controls is not marked.

use super::tree::Tree;
use crate::event::{NodeId, SelectionRange};
use crate::replay::{Content, Dom, PageState};
use blitz_dom::{BaseDocument, Node, NodeId as EngineId};

/// Blocks and elements inside each other that are walked.
const DEEPEST: usize = 200;

/// Marks the selected text of `state`, and no other.
pub(super) fn mark(doc: &mut BaseDocument, tree: &Tree, state: &PageState) {
    doc.clear_text_selection();
    let open = |range: &&SelectionRange| (range.start, range.start_offset) != (range.end, range.end_offset);
    let Some(range) = state.selection.iter().find(open) else { return };
    let place = |(node, offset): (NodeId, u32), end: bool| {
        let (text, letters) = letters_before(&state.dom, node, offset, end)?;
        in_block(doc, tree.engine_id(text)?, letters, end)
    };
    let start = place((range.start, range.start_offset), false);
    let end = place((range.end, range.end_offset), true);
    if let (Some((first, from)), Some((last, to))) = (start, end) {
        doc.set_text_selection(first, from, last, to);
    }
}

/// The node of text that a place is in, and how many letters that are no blanks stand before it there. A
/// place in an element is before the child of that number, or (`end`) behind the one before it.
fn letters_before(dom: &Dom, node: NodeId, offset: u32, end: bool) -> Option<(NodeId, usize)> {
    let offset = usize::try_from(offset).ok()?;
    if let Content::Text(text) = &dom.get(node)?.content {
        return Some((node, letters(text, offset)));
    }
    let child = if end { offset.checked_sub(1)? } else { offset };
    let mut node = *dom.get(node)?.children.get(child)?;
    for _ in 0..DEEPEST {
        let found = dom.get(node)?;
        if let Content::Text(text) = &found.content {
            return Some((node, if end { letters(text, usize::MAX) } else { 0 }));
        }
        node = *(if end { found.children.last() } else { found.children.first() })?;
    }
    None
}

/// Letters that are no blanks among the first `upto` UTF-16 units of a text.
fn letters(text: &str, upto: usize) -> usize {
    let mut units = 0;
    let within = |letter: &char| {
        units += letter.len_utf16();
        units <= upto
    };
    text.chars().take_while(within).filter(|letter| !is_blank(*letter)).count()
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
}

/// The block that lays a node of text out, and the byte in its text behind so many letters of that node; for
/// a start, before the letter that follows.
fn in_block(doc: &BaseDocument, text: EngineId, letters: usize, end: bool) -> Option<(EngineId, usize)> {
    let block = doc.get_node(text)?.inline_root_ancestor()?;
    let laid = &block.element_data()?.inline_layout_data.as_ref()?.text;
    let mut before = 0;
    count_until(doc, block, text, (&mut before, 0))?;
    let letters = before + letters;
    let mut all = laid.char_indices().filter(|(_, letter)| !is_blank(*letter));
    let byte = if end {
        let (at, letter) = all.nth(letters.checked_sub(1)?)?;
        at + letter.len_utf8()
    } else {
        all.nth(letters)?.0
    };
    Some((block.id, byte))
}

/// Counts the letters of a block until `text` begins; `None` when it is not in it.
fn count_until(
    doc: &BaseDocument,
    node: &Node,
    text: EngineId,
    (before, depth): (&mut usize, usize),
) -> Option<()> {
    for child in node.children.iter().filter_map(|child| doc.get_node(*child)) {
        if child.id == text {
            return Some(());
        }
        if let Some(data) = child.text_data() {
            *before += letters(&data.content, usize::MAX);
        } else if depth < DEEPEST
            && !child.flags.is_inline_root()
            && count_until(doc, child, text, (&mut *before, depth + 1)).is_some()
        {
            return Some(());
        }
    }
    None
}
