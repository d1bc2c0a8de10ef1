//! A segment as a condition on the row `s` of the table of sessions. All values are bound.
//!
//! A condition that looks at something not known does not hold, and so its negation does.

use super::{Key, Segment, Span, Term, Test};
use crate::facts::Stage;
use rusqlite::types::Value;
use std::fmt::Write as _;

const DAY_MS: f64 = 86_400_000.0;

/// A condition and the values of its `?`s.
#[derive(Debug, Default)]
pub(in super::super) struct Condition {
    /// SQL; never empty.
    pub(in super::super) text: String,
    /// The values, in order.
    pub(in super::super) values: Vec<Value>,
}

impl Segment {
    /// The condition that a session of this segment meets.
    pub(in super::super) fn condition(&self) -> Condition {
        let mut all = Condition::default();
        for term in &self.terms {
            all.put(if all.text.is_empty() { "(" } else { " AND (" });
            all.term(term);
            all.put(if term.negated { ") IS NOT TRUE" } else { ") IS TRUE" });
        }
        if all.text.is_empty() {
            all.put("1");
        }
        all
    }
}

impl Condition {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn bind(&mut self, text: &str, value: Value) {
        self.put(text);
        self.values.push(value);
    }

    fn any<T>(&mut self, of: &[T], mut each: impl FnMut(&mut Self, &T)) {
        for (index, one) in of.iter().enumerate() {
            self.put(if index == 0 { "(" } else { " OR (" });
            each(self, one);
            self.put(")");
        }
        if of.is_empty() {
            self.put("0");
        }
    }

    fn term(&mut self, term: &Term) {
        match &term.test {
            Test::Words(words) => self.any(words, |all, word| all.word(term.key, word)),
            Test::Ranges(spans) => self.any(spans, |all, span| all.range(term.key, span)),
        }
    }

    fn word(&mut self, key: Key, word: &str) {
        match key.name() {
            "stage" | "abandoned" => self.stage(key, word),
            "bought" => self.put(if word == "yes" { "s.bought = 1" } else { "s.bought = 0" }),
            "watched" => self.put(if word == "yes" { "s.watched = 1" } else { "s.watched = 0" }),
            "signal" => match word {
                "any" => self.put("EXISTS (SELECT 1 FROM signals x WHERE x.session = s.key)"),
                "none" => self.put("NOT EXISTS (SELECT 1 FROM signals x WHERE x.session = s.key)"),
                kind => self.bind(
                    "EXISTS (SELECT 1 FROM signals x WHERE x.session = s.key AND x.kind = ?)",
                    Value::Text(kind.to_owned()),
                ),
            },
            "coupon" => self.put(match word {
                "tried" => "s.coupons_tried > 0",
                "accepted" => "s.coupons_accepted > 0",
                "refused" => "s.coupons_refused > 0",
                _ => "s.coupons_tried = 0",
            }),
            "channel" => self.channel(word),
            "id" => self.pattern("s.id", &format!("{word}*")),
            name => self.text(name, word),
        }
    }

    fn stage(&mut self, key: Key, word: &str) {
        let index = Stage::ALL.iter().position(|stage| stage.name() == word);
        match index.and_then(|index| i64::try_from(index).ok()) {
            Some(index) => self.bind(
                "EXISTS (SELECT 1 FROM stages x WHERE x.session = s.key AND x.stage = ?)",
                Value::Integer(index),
            ),
            None => self.put("NOT EXISTS (SELECT 1 FROM stages x WHERE x.session = s.key)"),
        }
        if key.name() == "abandoned" {
            self.put(" AND s.bought = 0");
        }
    }

    /// `paid` means `paid` and all that begin with that word.
    fn channel(&mut self, word: &str) {
        self.one_of(&["s.channel"], word);
        if word != "none" {
            self.put(" OR ");
            self.pattern("s.channel", &format!("{word} *"));
        }
        if word.eq_ignore_ascii_case("paid") {
            self.put(" OR s.channel COLLATE NOCASE IN ('cpc', 'ppc', 'cpm', 'retargeting')");
        }
    }

    fn text(&mut self, name: &str, word: &str) {
        let (exists, columns): (&str, &[&str]) = match name {
            "page" => ("page_views x WHERE x.session = s.key", &["x.page"]),
            "tag" => ("session_tags x WHERE x.session = s.key", &["x.tag"]),
            "hypothesis" => ("evidence x WHERE x.session = s.id", &["x.hypothesis"]),
            "clicked" => (
                "clicked x JOIN elements e ON e.key = x.element WHERE x.session = s.key",
                &["e.name", "e.text", "e.selector"],
            ),
            "survey" => ("answers x WHERE x.session = s.id", &["x.survey"]),
            column => {
                return match column {
                    "country" => self.one_of(&["s.country"], word),
                    "device" => self.one_of(&["s.device"], word),
                    "variant" => self.one_of(&["s.variant"], word),
                    "customer" => self.one_of(&["s.customer"], word),
                    "visitor" => self.one_of(&["s.visitor"], word),
                    "utm_source" => self.one_of(&["s.utm_source"], word),
                    "utm_medium" => self.one_of(&["s.utm_medium"], word),
                    "utm_campaign" => self.one_of(&["s.utm_campaign"], word),
                    "browser" => self.one_of(&["s.browser"], word),
                    "os" => self.one_of(&["s.os"], word),
                    "file" => self.one_of(&["s.file"], word),
                    _ => self.put("0"),
                };
            }
        };
        if word == "none" {
            write!(self.text, "NOT EXISTS (SELECT 1 FROM {exists})").expect("a String takes any text");
            return;
        }
        write!(self.text, "EXISTS (SELECT 1 FROM {exists} AND (").expect("a String takes any text");
        self.one_of(columns, word);
        self.put("))");
    }

    fn one_of(&mut self, columns: &[&str], word: &str) {
        self.any(columns, |all, column| {
            if word == "none" {
                all.put(column);
                all.put(" IS NULL");
            } else {
                all.pattern(column, word);
            }
        });
    }

    /// Equal in any case, with `*` for anything and `\*` for a star.
    fn pattern(&mut self, column: &str, word: &str) {
        let (like, wild) = like(word);
        self.put(column);
        if wild {
            self.bind(" LIKE ? ESCAPE '\\'", Value::Text(like));
        } else {
            self.bind(" = ? COLLATE NOCASE", Value::Text(plain(word)));
        }
    }

    fn range(&mut self, key: Key, span: &Span) {
        match key.name() {
            "duration" => self.between("s.duration_ms", span),
            "active" => self.between("s.active_ms", span),
            "cart" => self.between("s.cart", span),
            "order" => self.between("s.order_value", span),
            "clicks" => self.between("s.clicks", span),
            "pages" => self.between("s.page_views", span),
            "started" => self.days("s.started_ms", span),
            "csat" => self.answer(span, " AND NOT (x.survey LIKE '%nps%' OR x.question LIKE '%recommend%')"),
            "nps" => self.answer(span, " AND (x.survey LIKE '%nps%' OR x.question LIKE '%recommend%')"),
            "score" => self.answer(span, ""),
            _ => self.put("0"),
        }
    }

    fn answer(&mut self, span: &Span, which: &str) {
        self.put("EXISTS (SELECT 1 FROM answers x WHERE x.session = s.id AND (");
        self.between("x.score", span);
        self.put(")");
        self.put(which);
        self.put(")");
    }

    fn between(&mut self, column: &str, span: &Span) {
        self.put(column);
        self.put(" IS NOT NULL");
        for (bound, included, beyond) in [(span.low, " >= ?", " > ?"), (span.high, " <= ?", " < ?")] {
            if let Some(bound) = bound {
                self.put(" AND ");
                self.put(column);
                self.bind(if bound.included { included } else { beyond }, Value::Real(bound.value));
            }
        }
    }

    /// A day lasts from its midnight to the next, UTC.
    fn days(&mut self, column: &str, span: &Span) {
        let (mut low, mut high) = (span.low, span.high);
        if let Some(low) = &mut low {
            low.value = (low.value + if low.included { 0.0 } else { 1.0 }) * DAY_MS;
            low.included = true;
        }
        if let Some(high) = &mut high {
            high.value = (high.value + if high.included { 1.0 } else { 0.0 }) * DAY_MS;
            high.included = false;
        }
        self.between(column, &Span { low, high });
    }
}

/// The pattern for LIKE, and whether it has a wildcard at all.
fn like(word: &str) -> (String, bool) {
    let (mut pattern, mut wild, mut letters) = (String::new(), false, word.chars().peekable());
    while let Some(c) = letters.next() {
        match c {
            '*' => {
                wild = true;
                pattern.push('%');
            }
            '\\' if letters.next_if_eq(&'*').is_some() => pattern.push('*'),
            '\\' | '%' | '_' => {
                pattern.push('\\');
                pattern.push(c);
            }
            _ => pattern.push(c),
        }
    }
    (pattern, wild)
}

/// A word without wildcards, as it is stored.
fn plain(word: &str) -> String {
    word.replace("\\*", "*")
}
