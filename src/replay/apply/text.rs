//! Text nodes, and the two elements whose text is more than their text nodes: `style` and
//! `textarea`.

use super::super::dom::Content;
use super::super::state::PageState;
use crate::event::NodeId;
use std::sync::Arc;

/// Between the parts of a `_cssText` that belong to different text nodes of one `style`.
const SPLIT: &str = "/* rr_split */";

impl PageState {
    pub(super) fn set_text(&mut self, node: NodeId, words: &Arc<str>) {
        let parent = self.dom.get(node).and_then(|node| node.parent);
        let in_script =
            parent.and_then(|id| self.dom.get(id)).is_some_and(|p| p.tag().eq_ignore_ascii_case("script"));
        match self.dom.get_mut(node).map(|node| &mut node.content) {
            Some(Content::Text(text)) if !in_script => *text = words.clone(),
            Some(Content::Text(_) | Content::Comment) => return,
            _ => {
                self.counts.problems.unknown_targets += 1;
                return;
            }
        }
        if let Some(parent) = parent {
            self.text_changed(parent);
        }
    }

    /// A text node was put into `parent`.
    pub(super) fn text_added(&mut self, parent: NodeId, text: NodeId) {
        match self.dom.get(parent).map(super::super::dom::Node::tag) {
            Some("style") => {
                let Some(sheet) = self.dom.element(parent).and_then(|style| style.special().sheet.clone())
                else {
                    return;
                };
                if self.text_children(parent) == [text] {
                    // The recorder wrote the text with the element, and this is its place.
                    self.write_text(text, &sheet);
                } else {
                    self.text_changed(parent);
                }
            }
            Some("textarea") => {
                for child in self.text_children(parent) {
                    if child != text {
                        self.remove(child);
                    }
                }
                if !self.joined_text(parent).is_empty() {
                    self.text_changed(parent);
                }
            }
            _ => {}
        }
    }

    /// The text nodes of `parent` have changed: works that into its style sheet or its value.
    pub(super) fn text_changed(&mut self, parent: NodeId) {
        let Some(element) = self.dom.element(parent) else { return };
        match &*element.tag {
            "style" if element.special().sheet.is_some() => {
                let text: Arc<str> = self.joined_text(parent).into();
                self.counts.cost += text.len() as u64 / 8192;
                if let Some(style) = self.element_mut(parent) {
                    style.special_mut().sheet = Some(text);
                }
            }
            "textarea" => {
                let text: Arc<str> = self.joined_text(parent).into();
                if let Some(area) = self.element_mut(parent) {
                    area.set_attribute(&"value".into(), Some(text));
                }
            }
            _ => {}
        }
    }

    /// Gives the text nodes of a `style` their parts of the sheet's text, which the recorder wrote
    /// with the element, so that a later change of one of them finds the others whole.
    pub(super) fn settle_style(&mut self, style: NodeId) {
        let Some(element) = self.dom.element(style) else { return };
        let Some(sheet) = element.special().sheet.clone() else { return };
        let texts = if &*element.tag == "style" { self.text_children(style) } else { Vec::new() };
        let split = memchr::memmem::find(sheet.as_bytes(), SPLIT.as_bytes()).is_some();
        if let Some((last, before)) = texts.split_last() {
            let mut parts = sheet.splitn(texts.len(), SPLIT);
            for text in before {
                let part = parts.next().unwrap_or_default();
                self.write_text(*text, &part.into());
            }
            let rest = parts.next().unwrap_or_default();
            let rest = if rest.len() == sheet.len() && !split {
                sheet.clone() // As nearly always; it is long.
            } else {
                rest.replace(SPLIT, "").into()
            };
            self.write_text(*last, &rest);
        }
        if split && let Some(element) = self.element_mut(style) {
            element.special_mut().sheet = Some(sheet.replace(SPLIT, "").into());
        }
    }

    pub(super) fn text_children(&self, parent: NodeId) -> Vec<NodeId> {
        let children = self.dom.get(parent).map_or(&[][..], |node| &node.children);
        let is_text = |id: &&NodeId| matches!(self.dom.get(**id).map(|n| &n.content), Some(Content::Text(_)));
        children.iter().filter(is_text).copied().collect()
    }

    /// The texts of the text nodes directly in `parent`, joined.
    pub(super) fn joined_text(&self, parent: NodeId) -> String {
        let children = self.dom.get(parent).map_or(&[][..], |node| &node.children);
        let texts = children.iter().filter_map(|id| match &self.dom.get(*id)?.content {
            Content::Text(text) => Some(&**text),
            _ => None,
        });
        texts.collect()
    }

    fn write_text(&mut self, node: NodeId, words: &Arc<str>) {
        if let Some(Content::Text(text)) = self.dom.get_mut(node).map(|node| &mut node.content) {
            *text = words.clone();
        }
    }
}
