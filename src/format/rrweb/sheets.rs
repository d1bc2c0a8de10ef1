//! Changes of style sheets, and fonts.

use super::Context;
use super::fields::Fields;
use crate::event::{AdoptedChange, DeclarationChange, EventKind, NodeId, RuleChange, SheetId};
use crate::format::json::Cursor;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;

/// Rules inserted, deleted, replaced.
pub(super) fn rules<'a>(fields: &Fields<'a>, context: &mut Context<'a>) -> Option<EventKind> {
    let replace = fields.written("replaceSync").or_else(|| fields.written("replace"));
    Some(EventKind::Rules(Box::new(RuleChange {
        sheet: sheet(fields)?,
        adds: rule_list(&fields.objects("adds"), context),
        removes: fields.objects("removes").iter().map(|entry| places(entry, "index")).collect(),
        replace: replace.map(|text| context.written(text)),
    })))
}

/// One declaration of one rule.
pub(super) fn declaration<'a>(fields: &Fields<'a>, context: &mut Context<'a>) -> Option<EventKind> {
    let set = fields.cursor("set").map(|mut cursor| Fields::read(&mut cursor)).and_then(|set| {
        let value = set.scalar("value").unwrap_or_default();
        let value = match set.text("priority").filter(|priority| !priority.is_empty()) {
            Some(priority) => format!("{value} !{priority}").into(),
            None => value,
        };
        Some((context.names.made(&set.text("property")?), context.made(&value)))
    });
    let remove = fields.cursor("remove").map(|mut cursor| Fields::read(&mut cursor));
    let remove = remove.and_then(|remove| Some(context.names.made(&remove.text("property")?)));
    if set.is_none() && remove.is_none() {
        return None;
    }
    let rule = places(fields, "index");
    Some(EventKind::Declaration(Box::new(DeclarationChange { sheet: sheet(fields)?, rule, set, remove })))
}

/// The adopted sheets of a document or shadow host.
pub(super) fn adopted<'a>(fields: &Fields<'a>, context: &mut Context<'a>) -> Option<EventKind> {
    let new = fields.objects("styles");
    let new = new
        .iter()
        .filter_map(|style| Some((style.integer("styleId")?, rule_list(&style.objects("rules"), context))));
    let new = new.collect();
    let root = NodeId(fields.integer("id")?);
    Some(EventKind::Adopted(Box::new(AdoptedChange { root, new, sheets: integers(fields, "styleIds") })))
}

/// A font that was loaded by script.
pub(super) fn font<'a>(fields: &Fields<'a>, context: &mut Context<'a>) -> Option<EventKind> {
    let source = fields.text("fontSource")?;
    let source: Arc<str> =
        if fields.bool("buffer") == Some(true) { data_url(&source)?.into() } else { context.made(&source) };
    Some(EventKind::Font { family: context.names.made(&fields.text("family")?), source })
}

fn sheet(fields: &Fields<'_>) -> Option<SheetId> {
    let constructed = fields.integer("styleId").map(SheetId::Constructed);
    constructed.or_else(|| Some(SheetId::Node(NodeId(fields.integer("id")?))))
}

fn rule_list<'a>(entries: &[Fields<'a>], context: &mut Context<'a>) -> Vec<(Arc<str>, Vec<usize>)> {
    let rules = entries
        .iter()
        .filter_map(|entry| Some((context.written(entry.written("rule")?), places(entry, "index"))));
    rules.collect()
}

/// A number, or a list of numbers, none of them negative.
fn places(fields: &Fields<'_>, name: &str) -> Vec<usize> {
    let single = fields.integer(name).map(|place| vec![place]);
    let places = single.unwrap_or_else(|| integers(fields, name));
    places.into_iter().filter_map(|place| usize::try_from(place).ok()).collect()
}

fn integers(fields: &Fields<'_>, name: &str) -> Vec<i64> {
    let mut found = Vec::new();
    if let Some(mut cursor) = fields.cursor(name)
        && cursor.enter(b'[')
    {
        while cursor.element() {
            found.extend(cursor.read_integer());
        }
    }
    found
}

/// A data URL from bytes as a JSON list of numbers.
fn data_url(list: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut cursor = Cursor::new(list);
    if cursor.enter(b'[') {
        while cursor.element() {
            bytes.push(u8::try_from(cursor.read_integer()?).ok()?);
        }
    }
    let kind = match bytes.get(..4)? {
        b"wOF2" => "woff2",
        b"wOFF" => "woff",
        b"OTTO" => "otf",
        _ => "ttf",
    };
    Some(format!("data:font/{kind};base64,{}", STANDARD.encode(bytes)))
}
