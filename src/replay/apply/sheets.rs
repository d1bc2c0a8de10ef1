//! Style sheets that the page changed by script: rules, declarations, adopted sheets.

use super::super::sheet::Sheet;
use super::super::state::PageState;
use crate::event::{AdoptedChange, DeclarationChange, RuleChange, SheetId};
use std::sync::Arc;

impl PageState {
    /// Adds, then removes, then the whole text.
    pub(super) fn change_rules(&mut self, change: &RuleChange) {
        if !(change.adds.is_empty() && change.removes.is_empty()) {
            self.edit(change.sheet, |sheet| {
                let added = change.adds.iter().filter(|(rule, path)| !sheet.insert(rule, path)).count();
                added + change.removes.iter().filter(|path| !sheet.delete(path)).count()
            });
        }
        if let Some(text) = &change.replace {
            if self.sheet_text(change.sheet).is_none() {
                self.counts.problems.unknown_rules += 1;
            } else {
                self.set_sheet_text(change.sheet, text.clone());
            }
        }
    }

    pub(super) fn change_declaration(&mut self, change: &DeclarationChange) {
        let set = change.set.as_ref().map(|(name, value)| (&**name, &**value));
        let declared = (set, change.remove.as_deref());
        self.edit(change.sheet, |sheet| usize::from(!sheet.declare(&change.rule, declared)));
    }

    pub(super) fn adopt(&mut self, change: &AdoptedChange) {
        if self.dom.get(change.root).is_none() {
            self.counts.problems.unknown_targets += 1;
            return;
        }
        let sheets = Arc::make_mut(&mut self.sheets);
        for (number, rules) in &change.new {
            let sheet = Sheet::of_rules(rules);
            self.counts.cost += 1 + sheet.text.len() as u64 / 512;
            sheets.constructed.insert(*number, sheet.text.clone());
        }
        sheets.adopted.insert(change.root, change.sheets.as_slice().into());
    }

    /// Edits a sheet's text by rule numbers. `edit` gives back how many of its changes had no place.
    fn edit(&mut self, id: SheetId, edit: impl FnOnce(&mut Sheet) -> usize) {
        let Some(text) = self.sheet_text(id) else {
            self.counts.problems.unknown_rules += 1;
            return;
        };
        let parsed = &mut Arc::make_mut(&mut self.sheets).parsed;
        // Taken out of the map, so that it is not copied while it is edited.
        let known = parsed.remove(&id).filter(|sheet| Arc::ptr_eq(&sheet.text, &text));
        let mut sheet = known.unwrap_or_else(|| {
            self.counts.cost += text.len() as u64 / 512;
            Arc::new(Sheet::parse(&text))
        });
        let failed = edit(Arc::make_mut(&mut sheet));
        let text = sheet.text.clone();
        parsed.insert(id, sheet);
        let failed = u32::try_from(failed).unwrap_or(u32::MAX);
        self.counts.problems.unknown_rules = self.counts.problems.unknown_rules.saturating_add(failed);
        self.set_sheet_text(id, text);
    }

    /// The text of a sheet as it is now; `None` if there is no such sheet, or if it is that of a
    /// link that the recorder could not read.
    fn sheet_text(&self, id: SheetId) -> Option<Arc<str>> {
        match id {
            SheetId::Constructed(number) => self.sheets.constructed.get(&number).cloned(),
            SheetId::Node(node) => {
                let element = self.dom.element(node)?;
                let own = (&*element.tag == "style").then(|| self.joined_text(node));
                element.special().sheet.clone().or_else(|| own.map(Into::into))
            }
        }
    }

    fn set_sheet_text(&mut self, id: SheetId, text: Arc<str>) {
        self.counts.cost += 1 + text.len() as u64 / 8192;
        match id {
            SheetId::Constructed(number) => {
                Arc::make_mut(&mut self.sheets).constructed.insert(number, text);
            }
            SheetId::Node(node) => {
                if let Some(element) = self.element_mut(node) {
                    element.special_mut().sheet = Some(text);
                }
            }
        }
    }
}
