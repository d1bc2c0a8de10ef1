//! The keys of the segment line: one table.

use std::fmt;

/// What a term looks at: an entry of the table of keys.
#[derive(Clone, Copy)]
pub struct Key(&'static Entry);

struct Entry {
    name: &'static str,
    label: &'static str,
    takes: Takes,
    example: &'static str,
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

const COUPONS: Takes = Takes::Choice(&["tried", "accepted", "refused", "none"]);

const DEVICES: Takes = Takes::Choice(&["desktop", "tablet", "mobile"]);

const fn key(name: &'static str, label: &'static str, takes: Takes, example: &'static str) -> Entry {
    Entry { name, label, takes, example }
}

/// All keys, in the order of menus.
static KEYS: [Entry; 35] = [
    key("stage", "stage reached", STAGES, "stage:add_to_cart"),
    key("abandoned", "abandoned at", ABANDONED, "abandoned:begin_checkout"),
    key("bought", "bought", YES_NO, "bought:no"),
    key("device", "device", DEVICES, "device:mobile"),
    key("duration", "duration", Takes::Duration, "duration>2m"),
    key("active", "active time", Takes::Duration, "active>90s"),
    key("channel", "channel", Takes::Words, "channel:paid"),
    key("country", "country", Takes::Words, "country:FI"),
    key("page", "page", Takes::Words, "page:/checkout*"),
    key("signal", "signal", SIGNALS, "signal:rage"),
    key("tag", "tag", Takes::Words, "tag:important"),
    key("hypothesis", "hypothesis", Takes::Words, "hypothesis:H-7"),
    key("watched", "watched", YES_NO, "watched:no"),
    key("variant", "variant", Takes::Words, "variant:B"),
    key("customer", "customer", Takes::Words, "customer:new"),
    key("visitor", "visitor", Takes::Words, "visitor:v-1207"),
    key("utm_source", "utm source", Takes::Words, "utm_source:newsletter"),
    key("utm_medium", "utm medium", Takes::Words, "utm_medium:email"),
    key("utm_campaign", "utm campaign", Takes::Words, "utm_campaign:spring*"),
    key("cart", "cart", Takes::Number, "cart>100"),
    key("order", "order", Takes::Number, "order>100"),
    key("coupon", "coupon", COUPONS, "coupon:refused"),
    key("clicked", "clicked", Takes::Words, "clicked:\"Size guide\""),
    key("survey", "survey answered", Takes::Words, "survey:exit"),
    key("csat", "satisfaction", Takes::Number, "csat<3"),
    key("nps", "NPS", Takes::Number, "nps<7"),
    key("score", "survey score", Takes::Number, "score<3"),
    key("browser", "browser", Takes::Words, "browser:Safari"),
    key("os", "system", Takes::Words, "os:iOS"),
    key("clicks", "clicks", Takes::Number, "clicks>20"),
    key("pages", "page views", Takes::Number, "pages>=5"),
    key("started", "started", Takes::Date, "started:2026-05-01..2026-05-31"),
    key("file", "file", Takes::Words, "file:visit-*"),
    key("id", "session id", Takes::Words, "id:4f2a"),
    key("text", "text", Takes::Words, "text:\"free shipping\""),
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

    /// A term that uses it.
    pub fn example(self) -> &'static str {
        self.0.example
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
