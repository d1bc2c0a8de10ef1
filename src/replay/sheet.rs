//! Edits of a style sheet's text by rule number.
//!
//! Where rules are is told by `statements`, which knows nothing of selectors and properties: rules
//! that a browser would refuse are counted all the same.

use super::statements::scan;
use super::style;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A style sheet's text and the places of its top-level rules.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) text: Arc<str>,
    rules: Vec<Range<usize>>,
}

/// A property that was set (name and value) and one that was removed.
pub(super) type Declared<'a> = (Option<(&'a str, &'a str)>, Option<&'a str>);

impl Sheet {
    /// Finds the rules. What is open at the end of the text is closed, as a browser would.
    pub(super) fn parse(text: &Arc<str>) -> Self {
        let found = scan(text, true);
        let mut rules: Vec<_> =
            found.items.iter().filter(|item| item.rule).map(|i| i.range.clone()).collect();
        // A selector without a block is no rule, but it would swallow what is put behind it.
        let tail = found.items.last().filter(|item| !item.rule);
        let closed = match tail {
            Some(tail) => text[..tail.range.start].to_owned(),
            None if found.missing.is_empty() => return Self { text: text.clone(), rules },
            None => format!("{text}{}", found.missing),
        };
        if let Some(last) = rules.last_mut().filter(|last| tail.is_none() && last.end == text.len()) {
            last.end = closed.len();
        }
        Self { text: closed.into(), rules }
    }

    /// A sheet made of rules, each with its place.
    pub(super) fn of_rules(rules: &[(Arc<str>, Vec<usize>)]) -> Self {
        let in_order = rules.iter().enumerate().all(|(at, (_, path))| path[..] == [at]);
        if in_order {
            let whole: Vec<&str> = rules.iter().filter_map(|(rule, _)| single(rule)).collect();
            return Self::parse(&whole.join("\n").into());
        }
        let mut sheet = Self::default();
        for (rule, path) in rules {
            sheet.insert(rule, path);
        }
        sheet
    }

    /// Puts a rule where `path` says; a number beyond the last rule means the end, no path the
    /// beginning, as for a page's `insertRule` without a number. Gives back `false`, and changes
    /// nothing, if there is no such place or it is no rule.
    pub(super) fn insert(&mut self, rule: &str, path: &[usize]) -> bool {
        let Some(rule) = single(rule) else { return false };
        let (last, parents) = path.split_last().unwrap_or((&0, &[]));
        let Some(list) = self.list(parents) else { return false };
        let at = list.rules.get(*last).map_or(list.end, |rule| rule.start);
        self.splice(at..at, &format!("{rule}\n"));
        if parents.is_empty() {
            let number = (*last).min(self.rules.len());
            self.rules.insert(number, at..at + rule.len());
        }
        true
    }

    /// Takes out the rule at `path`. `false` if there is none.
    pub(super) fn delete(&mut self, path: &[usize]) -> bool {
        let Some((last, parents)) = path.split_last() else { return false };
        let Some(rule) = self.list(parents).and_then(|list| list.rules.get(*last).cloned()) else {
            return false;
        };
        if parents.is_empty() {
            self.rules.remove(*last);
        }
        self.splice(rule, "");
        true
    }

    /// Changes declarations of the rule at `path`. `false` if there is no such rule with a block.
    pub(super) fn declare(&mut self, path: &[usize], (set, remove): Declared<'_>) -> bool {
        let Some((last, parents)) = path.split_last() else { return false };
        let rule = self.list(parents).and_then(|list| list.rules.get(*last).cloned());
        let Some(block) = rule.and_then(|rule| self.block(rule)) else { return false };
        let inside = &self.text[block.clone()];
        let nested: Vec<&str> =
            scan(inside, false).items.into_iter().filter(|i| i.rule).map(|i| &inside[i.range]).collect();
        let removed = remove.map(|name| (Arc::from(name), None));
        let changed = set.map(|(name, value)| (Arc::from(name), Some(Arc::from(value))));
        let changes: Vec<_> = removed.into_iter().chain(changed).collect();
        let mut text = style::merged(inside, &changes);
        for rule in nested {
            text.push(' ');
            text.push_str(rule);
        }
        self.splice(block, &text);
        true
    }

    /// The rules in the block that `parents` leads to, as places in the whole text, and the end of
    /// that block.
    fn list(&self, parents: &[usize]) -> Option<List<'_>> {
        let mut list = List { rules: Cow::Borrowed(&self.rules), end: self.text.len() };
        for parent in parents {
            let block = self.block(list.rules.get(*parent)?.clone())?;
            let items = scan(&self.text[block.clone()], false).items;
            let inner = items.into_iter().filter(|item| item.rule);
            let moved = inner.map(|item| item.range.start + block.start..item.range.end + block.start);
            list = List { rules: Cow::Owned(moved.collect()), end: block.end };
        }
        Some(list)
    }

    /// What is between the braces of a rule.
    fn block(&self, rule: Range<usize>) -> Option<Range<usize>> {
        let block = scan(&self.text[rule.clone()], true).items.into_iter().next()?.block?;
        Some(block.start + rule.start..block.end + rule.start)
    }

    /// Puts `new` in place of a part of the text that is inside one rule, or between rules, and
    /// keeps the places of the rules right.
    fn splice(&mut self, place: Range<usize>, new: &str) {
        let mut text = String::with_capacity(self.text.len() + new.len());
        text.push_str(&self.text[..place.start]);
        text.push_str(new);
        text.push_str(&self.text[place.end..]);
        self.text = text.into();
        let moved = |at: usize| at - place.len() + new.len();
        for rule in &mut self.rules {
            if rule.start >= place.end {
                *rule = moved(rule.start)..moved(rule.end);
            } else if rule.end > place.end {
                rule.end = moved(rule.end);
            }
        }
    }
}

struct List<'a> {
    rules: Cow<'a, [Range<usize>]>,
    end: usize,
}

/// `text` without blanks around it, if it is exactly one whole rule.
fn single(text: &str) -> Option<&str> {
    let text = text.trim();
    let found = scan(text, true);
    let [item] = &found.items[..] else { return None };
    (item.rule && found.missing.is_empty() && item.range.end == text.len())
        .then_some(&text[item.range.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn rules(text: &str, expected: &[&str]) {
        let sheet = Sheet::parse(&text.into());
        let found: Vec<&str> = sheet.rules.iter().map(|rule| &sheet.text[rule.clone()]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rules_end_where_a_browser_says() {
        rules("a{} b { c: d } ", &["a{}", "b { c: d }"]);
        rules("@charset \"x\"; @import 'a;b'; a{}", &["@import 'a;b';", "a{}"]);
        rules("/* a{} */ a/*}*/{b:'}'} c{d:\"\\\"}\"}", &["a/*}*/{b:'}'}", "c{d:\"\\\"}\"}"]);
        rules("@media x { a{} b{} } c{}", &["@media x { a{} b{} }", "c{}"]);
        rules("a{b:url(x;}'y)} c{}", &["a{b:url(x;}'y)}", "c{}"]);
        rules("a[b='}']{} :is(c,d){}", &["a[b='}']{}", ":is(c,d){}"]);
        rules("a;b{} } c{}", &["a;b{}", "} c{}"]);
        rules("<!-- a{} --> b{}", &["a{}", "b{}"]);
    }

    #[test]
    fn what_is_open_at_the_end_is_closed() {
        rules("a{b:c", &["a{b:c}"]);
        rules("@media x{a{b:'c", &["@media x{a{b:'c'}}"]);
        rules("@import 'a'", &["@import 'a';"]);
        rules("a{} b", &["a{}"]);
    }

    #[track_caller]
    fn edited(text: &str, edit: impl FnOnce(&mut Sheet) -> bool, expected: &str) {
        let mut sheet = Sheet::parse(&text.into());
        let before = sheet.text.clone();
        let done = edit(&mut sheet);
        assert_eq!(sheet.text.replace('\n', ""), expected);
        assert!(done || sheet.text == before);
        let anew = Sheet::parse(&sheet.text);
        assert_eq!(sheet.rules, anew.rules, "places of rules are kept right");
    }

    #[test]
    fn rules_are_put_in_and_taken_out_by_number() {
        edited("a{}b{}", |s| s.insert("x{}", &[1]), "a{}x{}b{}");
        edited("a{}b{}", |s| s.insert("x{}", &[0]), "x{}a{}b{}");
        edited("a{}b{}", |s| s.insert("x{}", &[9]), "a{}b{}x{}");
        edited("a{}", |s| s.insert("x{}", &[]), "x{}a{}");
        edited("", |s| s.insert("x{}", &[0]), "x{}");
        edited("@media x{a{}}b{}", |s| s.insert("c{}", &[0, 1]), "@media x{a{}c{}}b{}");
        edited("@media x{a{}}b{}", |s| s.insert("c{}", &[0, 0]), "@media x{c{}a{}}b{}");
        edited("a{}b{}c{}", |s| s.delete(&[1]), "a{}c{}");
        edited("@media x{a{}b{}}c{}", |s| s.delete(&[0, 0]), "@media x{b{}}c{}");
        edited("a{}", |s| s.delete(&[1]), "a{}");
        edited("a{}", |s| s.insert("b{} c{}", &[0]), "a{}");
        edited("a{}", |s| s.insert("}}b{", &[0]), "a{}");
    }

    #[test]
    fn declarations_are_changed_in_the_rule_they_are_in() {
        let set = |name, value| (Some((name, value)), None);
        edited("a{b:c}", |s| s.declare(&[0], set("d", "e")), "a{b: c; d: e;}");
        edited("a{b:c}z{}", |s| s.declare(&[0], (None, Some("b"))), "a{}z{}");
        edited("a{b:c}", |s| s.declare(&[1], set("d", "e")), "a{b:c}");
        edited("@media x{a{b:c}}", |s| s.declare(&[0, 0], set("b", "d")), "@media x{a{b: d;}}");
        edited("a{b:c; &:hover{d:e}}", |s| s.declare(&[0], set("b", "f")), "a{b: f; &:hover{d:e}}");
    }
}
