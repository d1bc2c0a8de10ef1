//! The text of a `style` attribute or of a rule's block, changed property by property.

use super::statements::scan;
use std::fmt::Write as _;
use std::sync::Arc;

/// Shorthands that are written as four sides.
const SIDES: [(&str, [&str; 4]); 3] = [
    ("margin", ["margin-top", "margin-right", "margin-bottom", "margin-left"]),
    ("padding", ["padding-top", "padding-right", "padding-bottom", "padding-left"]),
    ("inset", ["top", "right", "bottom", "left"]),
];

/// Other shorthands, and how many of their own properties a browser names at least when all of the
/// shorthand is removed.
const SHORTHANDS: [(&str, usize); 17] = [
    ("animation", 7),
    ("background", 8),
    ("border", 12),
    ("border-bottom", 3),
    ("border-left", 3),
    ("border-right", 3),
    ("border-top", 3),
    ("columns", 2),
    ("flex", 3),
    ("font", 6),
    ("list-style", 3),
    ("mask", 4),
    ("outline", 3),
    ("overflow", 2),
    ("text-decoration", 3),
    ("transition", 4),
    ("scroll-margin", 4),
];

/// `text` with some properties set or, where there is no value, removed; all others stay.
///
/// A recorder names longhands (`margin-top`) even where the page wrote the shorthand (`margin`), so
/// these are known here as far as recordings need it.
pub(super) fn merged(text: &str, changes: &[(Arc<str>, Option<Arc<str>>)]) -> String {
    let mut declarations = parse(text);
    let removed: Vec<String> =
        changes.iter().filter(|(_, v)| v.is_none()).map(|(n, _)| own_case(n)).collect();
    remove(&mut declarations, &removed);
    for (name, value) in changes {
        if let Some(value) = value {
            let name = own_case(name);
            declarations.retain(|(other, _)| *other != name && !covers(&name, other));
            declarations.push((name, (**value).to_owned()));
        }
    }
    let mut text = String::new();
    for (name, value) in declarations {
        let gap = if text.is_empty() { "" } else { " " };
        write!(text, "{gap}{name}: {value};").expect("a String takes all");
    }
    text
}

/// Names and values in order; rules among them are left out.
fn parse(text: &str) -> Vec<(String, String)> {
    let items = scan(text, false).items.into_iter().filter(|item| !item.rule);
    let split = items.filter_map(|item| {
        let declaration = text[item.range].trim_end_matches([';', ' ', '\n']);
        let (name, value) = declaration.split_once(':')?;
        Some((own_case(name.trim()), value.trim().to_owned()))
    });
    split.filter(|(name, value)| !name.is_empty() && !value.is_empty()).collect()
}

/// Property names are lower case, custom ones as written.
fn own_case(name: &str) -> String {
    if name.starts_with("--") { name.to_owned() } else { name.to_ascii_lowercase() }
}

/// Whether `longhand` is one of the properties of `shorthand`.
fn covers(shorthand: &str, longhand: &str) -> bool {
    if let Some((_, sides)) = SIDES.iter().find(|(name, _)| *name == shorthand) {
        return sides.contains(&longhand);
    }
    let apart = ["border-radius", "border-collapse", "border-spacing", "overflow-wrap", "overflow-anchor"];
    let corner = shorthand == "border" && longhand.ends_with("-radius");
    SHORTHANDS.iter().any(|(name, _)| *name == shorthand)
        && longhand.strip_prefix(shorthand).is_some_and(|rest| rest.starts_with('-'))
        && !apart.contains(&longhand)
        && !corner
}

fn remove(declarations: &mut Vec<(String, String)>, removed: &[String]) {
    if removed.is_empty() {
        return;
    }
    declarations.retain(|(name, _)| !removed.contains(name));
    let mut kept = Vec::with_capacity(declarations.len());
    for (name, value) in std::mem::take(declarations) {
        let parts: Vec<&String> = removed.iter().filter(|longhand| covers(&name, longhand)).collect();
        if parts.is_empty() {
            kept.push((name, value));
        } else if let Some((_, sides)) = SIDES.iter().find(|(shorthand, _)| *shorthand == name) {
            let values = four(&value).into_iter().zip(sides);
            let left = values.filter(|(_, side)| !removed.iter().any(|gone| gone == *side));
            kept.extend(left.map(|(value, side)| ((*side).to_owned(), value)));
        } else {
            let whole = SHORTHANDS.iter().find(|(shorthand, _)| *shorthand == name).map_or(1, |(_, n)| *n);
            if parts.len() < whole {
                kept.push((name, value));
                kept.extend(parts.into_iter().map(|part| (part.clone(), "initial".to_owned())));
            }
        }
    }
    *declarations = kept;
}

/// The values of top, right, bottom and left.
fn four(value: &str) -> [String; 4] {
    let (value, important) = match value.rsplit_once('!') {
        Some((value, word)) if word.trim().eq_ignore_ascii_case("important") => (value, " !important"),
        _ => (value, ""),
    };
    let mut depth = 0_u32;
    let words: Vec<&str> = value
        .split(|c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            c.is_whitespace() && depth == 0
        })
        .filter(|word| !word.is_empty())
        .collect();
    let pick = |order: [usize; 4]| order.map(|at| format!("{}{important}", words.get(at).unwrap_or(&"0")));
    match words.len() {
        0 | 1 => pick([0, 0, 0, 0]),
        2 => pick([0, 1, 0, 1]),
        3 => pick([0, 1, 2, 1]),
        _ => pick([0, 1, 2, 3]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, changes: &[(&str, Option<&str>)], expected: &str) {
        let changes: Vec<_> = changes.iter().map(|(n, v)| (Arc::from(*n), v.map(Arc::from))).collect();
        assert_eq!(merged(text, &changes), expected);
    }

    #[test]
    fn other_properties_stay() {
        check("", &[("color", Some("red"))], "color: red;");
        check("color: red", &[("top", Some("1px"))], "color: red; top: 1px;");
        check(
            "COLOR:red;top:2px",
            &[("color", Some("blue !important"))],
            "top: 2px; color: blue !important;",
        );
        check("color:red; --A: x", &[("--a", None), ("color", None)], "--A: x;");
        check("a:url(data:x;y,z); b:';'", &[("c", Some("d"))], "a: url(data:x;y,z); b: ';'; c: d;");
        check("/* a:b; */ c:d", &[("e", Some("f"))], "c: d; e: f;");
    }

    #[test]
    fn longhands_are_taken_out_of_shorthands() {
        check(
            "margin: 1px 2px",
            &[("margin-top", None)],
            "margin-right: 2px; margin-bottom: 1px; margin-left: 2px;",
        );
        check("inset: 0 auto", &[("top", None), ("right", None), ("bottom", None), ("left", None)], "");
        check("overflow: hidden", &[("overflow-x", None), ("overflow-y", None)], "");
        check("overflow: hidden", &[("overflow-x", None)], "overflow: hidden; overflow-x: initial;");
        check("margin-top: 3px; color: red", &[("margin", Some("0"))], "color: red; margin: 0;");
        check(
            "border-top-left-radius: 3px",
            &[("border", Some("0"))],
            "border-top-left-radius: 3px; border: 0;",
        );
    }
}
