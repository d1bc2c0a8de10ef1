//! Terms to text: the line that reads back as the same value, and the words of chips.

use super::{Chip, Key, Span, Takes, Term, Test, number};

/// The canonical text of a term.
pub(super) fn line(term: &Term) -> String {
    let sign = if term.negated { "-" } else { "" };
    let name = term.key.name();
    match &term.test {
        Test::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            format!("{sign}{name}:{}", words.join(","))
        }
        Test::Ranges(spans) => {
            let texts: Vec<String> =
                spans.iter().map(|span| number::write_span(span, term.key.takes())).collect();
            let compared = matches!(spans.as_slice(), [Span { low: None, .. } | Span { high: None, .. }]);
            format!("{sign}{name}{}{}", if compared { "" } else { ":" }, texts.join(","))
        }
    }
}

fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || c == ',' || c == '"');
    if plain { word.to_owned() } else { format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// What the chip of a term shows.
pub(super) fn chip(term: &Term) -> Chip {
    let Term { key, negated, test } = term;
    let shown = |key: &str, value: String| Chip { key: key.to_owned(), value };
    let words = match test {
        Test::Ranges(spans) => {
            let texts: Vec<String> = spans.iter().map(|span| number::label_span(span, key.takes())).collect();
            let name = if *negated { format!("{} not", key.label()) } else { key.label().to_owned() };
            return shown(&name, texts.join(" or "));
        }
        Test::Words(words) => words,
    };
    match (key.name(), negated) {
        ("stage", false) if words[..] != ["none"] => shown("stage", format!("Reached {}", places(words))),
        ("stage", true) if words[..] != ["none"] => {
            shown("stage", format!("Did not reach {}", places(words)))
        }
        ("abandoned", false) => shown("stage", format!("Reached {}, not bought", places(words))),
        ("abandoned", true) => shown("stage", format!("Not abandoned at {}", places(words))),
        ("bought" | "watched", _) if words.len() == 1 => {
            let yes = (words[0] == "yes") != *negated;
            shown(key.label(), if yes { "Yes" } else { "No" }.to_owned())
        }
        (_, negated) => {
            let name = match (key.name(), negated) {
                ("clicked" | "survey" | "text", false) => key.label().to_owned(),
                ("clicked" | "survey" | "text", true) => format!("not {}", key.label()),
                (_, false) => format!("{} is", key.label()),
                (_, true) => format!("{} is not", key.label()),
            };
            let values: Vec<String> = words.iter().map(|word| person(*key, word)).collect();
            shown(&name, values.join(" or "))
        }
    }
}

fn places(words: &[String]) -> String {
    let names = words.iter().map(|word| match word.as_str() {
        "view_item" => "a product",
        "add_to_cart" => "cart",
        "begin_checkout" => "checkout",
        "add_shipping_info" => "shipping",
        "add_payment_info" => "payment",
        "purchase" => "purchase",
        _ => "no stage",
    });
    names.collect::<Vec<_>>().join(" or ")
}

/// A value for people: `paid social` as "Paid social", names as they are.
fn person(key: Key, word: &str) -> String {
    let named = matches!(key.takes(), Takes::Choice(_)) || matches!(key.name(), "channel" | "customer");
    match (word, named) {
        ("none", _) => "not known".to_owned(),
        (word, true) => {
            let mut letters = word.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{}", letters.as_str().replace('_', " "))
        }
        (word, false) if key.name() == "country" => word.to_uppercase(),
        (word, false) => word.to_owned(),
    }
}
