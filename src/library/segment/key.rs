//! The keys of the segment line: one table.

use std::fmt;

/// What a term looks at: an entry of the table of keys.
#[derive(Clone, Copy)]
pub struct Key(&'static Entry);

struct Entry {
    name: &'static str,
    label: &'static str,
    takes: Takes,
}

/// What values a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any words, with `*` for anything.
    Words,
    /// Numbers.
    Number,
    /// Durations: `90s`, `2m`, `1h`.
    Duration,
    /// Days: `2026-05-31`.
    Date,
}

const YES_NO: Takes = Takes::Choice(&["yes", "no"]);

const STAGES: Takes = Takes::Choice(&[
    "view_item",
    "add_to_cart",
    "begin_checkout",
    "add_shipping_info",
    "add_payment_info",
    "purchase",
    "none",
]);

const ABANDONED: Takes =
    Takes::Choice(&["view_item", "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info"]);

const SIGNALS: Takes =
    Takes::Choice(&["rage", "dead", "error", "coupon_refused", "quick_back", "any", "none"]);

const fn key(name: &'static str, label: &'static str, takes: Takes) -> Entry {
    Entry { name, label, takes }
}

/// All keys, in the order of menus.
static KEYS: [Entry; 35] = [
    key("stage", "reached", STAGES),
    key("abandoned", "stage", ABANDONED),
    key("bought", "bought", YES_NO),
    key("device", "device", Takes::Choice(&["desktop", "tablet", "mobile"])),
    key("duration", "duration", Takes::Duration),
    key("active", "active time", Takes::Duration),
    key("channel", "channel", Takes::Words),
    key("country", "country", Takes::Words),
    key("page", "page", Takes::Words),
    key("signal", "signal", SIGNALS),
    key("tag", "tag", Takes::Words),
    key("hypothesis", "hypothesis", Takes::Words),
    key("watched", "watched", YES_NO),
    key("variant", "variant", Takes::Words),
    key("customer", "customer", Takes::Words),
    key("visitor", "visitor", Takes::Words),
    key("utm_source", "utm source", Takes::Words),
    key("utm_medium", "utm medium", Takes::Words),
    key("utm_campaign", "utm campaign", Takes::Words),
    key("cart", "cart", Takes::Number),
    key("order", "order", Takes::Number),
    key("coupon", "coupon", Takes::Choice(&["tried", "accepted", "refused", "none"])),
    key("clicked", "clicked", Takes::Words),
    key("survey", "survey", Takes::Words),
    key("csat", "satisfaction", Takes::Number),
    key("nps", "NPS", Takes::Number),
    key("score", "score", Takes::Number),
    key("browser", "browser", Takes::Words),
    key("os", "system", Takes::Words),
    key("clicks", "clicks", Takes::Number),
    key("pages", "pages", Takes::Number),
    key("started", "started", Takes::Date),
    key("file", "file", Takes::Words),
    key("id", "id", Takes::Words),
    key("text", "text", Takes::Words),
];

impl Key {
    /// All keys, in the order of menus.
    pub fn all() -> impl Iterator<Item = Self> {
        KEYS.iter().map(Self)
    }

    /// The key of that name, such as `device`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|key| key.name().eq_ignore_ascii_case(name))
    }

    /// The name in the line.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        self.0.label
    }

    /// What values it takes.
    pub fn takes(self) -> Takes {
        self.0.takes
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}
