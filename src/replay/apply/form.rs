//! Form controls and media: the state that no attribute mutation tells.

use super::super::dom::Content;
use super::super::state::PageState;
use crate::event::{MediaAction, NodeId};
use std::sync::Arc;

/// Nodes looked at for the other buttons of a radio group; a recorder tells them too.
const MAX_LOOK: usize = 5000;

impl PageState {
    pub(super) fn input(&mut self, node: NodeId, text: &Arc<str>, checked: bool) {
        let Some(element) = self.dom.element(node) else {
            self.counts.problems.unknown_targets += 1;
            return;
        };
        let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let ticked = matches!(&*kind, "checkbox" | "radio");
        match (&*element.tag.clone(), &*kind) {
            ("input", "file") => {}
            ("input" | "textarea", _) => self.set_attribute(node, "value", Some(text.clone())),
            ("select", _) => self.choose(node, text),
            _ => {}
        }
        if let Some(element) = self.element_mut(node) {
            element.special_mut().edited = true;
        }
        if ticked {
            self.set_attribute(node, "checked", checked.then(Arc::default));
        }
        if checked && kind == "radio" {
            self.uncheck_others(node);
        }
    }

    pub(super) fn play_media(&mut self, node: NodeId, action: MediaAction, position_s: Option<f64>) {
        let Some(element) = self.element_mut(node) else {
            self.counts.problems.unknown_targets += 1;
            return;
        };
        let media = element.special_mut().media.get_or_insert_default();
        match action {
            MediaAction::Play => media.playing = true,
            MediaAction::Pause => media.playing = false,
            MediaAction::Seek | MediaAction::Volume | MediaAction::Rate => {}
        }
        media.position_s = position_s.filter(|seconds| seconds.is_finite()).unwrap_or(media.position_s);
    }

    /// Selects the option with this value. A masked value fits none: then no option is selected,
    /// and the select's own `value` says what was recorded.
    fn choose(&mut self, select: NodeId, value: &Arc<str>) {
        let options: Vec<NodeId> = self
            .dom
            .descendants(select)
            .filter(|(_, _, node)| node.tag() == "option")
            .map(|(_, id, _)| id)
            .collect();
        self.counts.cost += options.len() as u64;
        let fits = |id: &&NodeId| self.option_value(**id) == **value;
        let chosen = options.iter().find(fits).copied();
        self.set_attribute(select, "value", Some(value.clone()));
        for option in options {
            let selected = (Some(option) == chosen).then(Arc::default);
            let is = self.dom.element(option).is_some_and(|o| o.attribute("selected").is_some());
            if selected.is_some() != is {
                self.set_attribute(option, "selected", selected);
            }
        }
    }

    fn option_value(&self, option: NodeId) -> String {
        if let Some(value) = self.dom.element(option).and_then(|option| option.attribute("value")) {
            return value.to_owned();
        }
        let texts = self.dom.descendants(option).filter_map(|(_, _, node)| match &node.content {
            Content::Text(text) => Some(&**text),
            _ => None,
        });
        let text: String = texts.collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Clears the other radio buttons of the same name in the same form or document.
    fn uncheck_others(&mut self, node: NodeId) {
        let Some(name) = self.dom.element(node).and_then(|radio| radio.attribute("name")) else { return };
        let scope = self.dom.ancestors(node).find(|(_, above)| above.tag() == "form").map(|(id, _)| id);
        let Some(scope) = scope.or_else(|| self.dom.document_of(node)) else { return };
        let same = |id: NodeId| {
            let radio = self.dom.element(id)?;
            let fits = radio.attribute("type")?.eq_ignore_ascii_case("radio")
                && radio.attribute("name")? == name
                && radio.attribute("checked").is_some();
            (fits && id != node).then_some(id)
        };
        let looked = self.dom.descendants(scope).take(MAX_LOOK);
        let mut seen = 0_u64;
        let others: Vec<NodeId> = looked.inspect(|_| seen += 1).filter_map(|(_, id, _)| same(id)).collect();
        self.counts.cost += seen / 8;
        for other in others {
            self.set_attribute(other, "checked", None);
        }
    }

    fn set_attribute(&mut self, node: NodeId, name: &str, value: Option<Arc<str>>) {
        if let Some(element) = self.element_mut(node) {
            element.set_attribute(&name.into(), value);
        }
    }
}
