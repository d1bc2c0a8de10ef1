//! What counts as a page, a stage, friction: the settings of [`super::derive`].
//!
//! The defaults are chosen from those of the products that publish theirs; a preset sets those of
//! one product. Knows no files: who reads a manifest hands its rules in.

use super::glob;
use super::model::Stage;
use crate::format::{PageRule, StageRule};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All settings. Read from and written to JSON; what is left out keeps its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// What tells that a stage was reached: paths and event names, any of them. Paths are matched
    /// by [`Rules::stage_of_path`], names by [`Rules::stage_of_event`].
    pub stages: BTreeMap<Stage, StageRule>,
    /// Page groups, tried in order before the general normalisation.
    pub pages: Vec<PageRule>,
    /// Clicks in anger.
    pub rage: RageRule,
    /// Clicks that nothing answers.
    pub dead: DeadRule,
    /// How long after a click or input a script error is blamed on it, ms.
    pub error_within_ms: i64,
    /// How long a page may be seen for its visit to count as a quick back, ms.
    pub quick_back_within_ms: i64,
    /// How long after a coupon was sent its answer is waited for, ms.
    pub coupon_within_ms: i64,
    /// Gaps between user events longer than this are not active time, ms.
    pub active_gap_ms: i64,
    /// Gaps between user events longer than this are idle, ms.
    pub idle_gap_ms: i64,
}

/// When clicks are rage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RageRule {
    /// So many clicks at least.
    pub clicks: u32,
    /// Each less than this after the one before, ms.
    pub gap_ms: i64,
    /// So many clicks have to fall into a stretch of this length, ms. `None`: only the gap counts.
    pub span_ms: Option<i64>,
    /// Each nearer than this to the one before, CSS px on the page. `None`: anywhere.
    pub distance_px: Option<f64>,
    /// Distance as |dx| + |dy| instead of the straight line.
    pub manhattan: bool,
    /// All on the same element.
    pub same_element: bool,
}

/// When a click is dead.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeadRule {
    /// A visible change earlier than this after the click is an answer, ms.
    pub within_ms: i64,
    /// A scroll up to this is an answer, ms.
    pub scroll_ms: i64,
    /// A selection up to this is an answer, ms.
    pub selection_ms: i64,
    /// A link whose page comes earlier than this is alive, ms.
    pub navigation_ms: i64,
    /// Judge clicks on anything but page background, not only on what looks like a control.
    pub any_element: bool,
}

/// Products whose rage rule can be chosen instead of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// Three clicks, each within 1 s and 30 px (|dx| + |dy|) of the one before.
    PostHog,
    /// Three clicks on one target within 1 s, each within 100 px of the one before.
    Datadog,
    /// Five clicks on one element within 7 s.
    Sentry,
    /// Three clicks on one element, each within 300 ms of the one before.
    OpenReplay,
}

impl Preset {
    /// The rage rule of that product.
    pub fn rage(self) -> RageRule {
        let ours = RageRule::default();
        match self {
            Self::PostHog => RageRule { manhattan: true, same_element: false, ..ours },
            Self::Datadog => RageRule { span_ms: Some(1000), distance_px: Some(100.0), ..ours },
            Self::Sentry => {
                RageRule { clicks: 5, gap_ms: 7000, span_ms: Some(7000), distance_px: None, ..ours }
            }
            Self::OpenReplay => RageRule { gap_ms: 300, distance_px: None, ..ours },
        }
    }
}

impl Default for RageRule {
    fn default() -> Self {
        Self {
            clicks: 3,
            gap_ms: 1000,
            span_ms: None,
            distance_px: Some(30.0),
            manhattan: false,
            same_element: true,
        }
    }
}

impl Default for DeadRule {
    fn default() -> Self {
        Self { within_ms: 2500, scroll_ms: 300, selection_ms: 100, navigation_ms: 10_000, any_element: true }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            stages: built_in_stages(),
            pages: built_in_pages(),
            rage: RageRule::default(),
            dead: DeadRule::default(),
            error_within_ms: 1000,
            quick_back_within_ms: 10_000,
            coupon_within_ms: 10_000,
            active_gap_ms: 5000,
            idle_gap_ms: 10_000,
        }
    }
}

impl Rules {
    /// The default rules with those of a site before them, as a manifest or the library has them.
    ///
    /// A stage that the site names keeps a built-in list only where the site left that list empty;
    /// keys that are no stage's GA4 name are passed over. Page rules of the site are tried first.
    #[must_use]
    pub fn of_site(stages: &BTreeMap<String, StageRule>, pages: &[PageRule]) -> Self {
        let mut rules = Self::default();
        for (name, own) in stages {
            let Some(stage) = Stage::parse(name) else { continue };
            let rule = rules.stages.entry(stage).or_default();
            if !own.url.is_empty() {
                rule.url.clone_from(&own.url);
            }
            if !own.event.is_empty() {
                rule.event.clone_from(&own.event);
            }
        }
        let built_in = std::mem::take(&mut rules.pages);
        // A rule without a key would give the first page of a site no name to find it by.
        let own = pages.iter().filter(|rule| !rule.key.trim().is_empty()).cloned();
        rules.pages = own.chain(built_in).collect();
        rules
    }

    /// The stages that a visit to this path reaches. `path` has no query; hash routes follow it.
    /// A leading language part (`/de`, `/en-gb`) is passed over when the whole path does not match.
    pub fn stage_of_path<'a>(&'a self, path: &'a str) -> impl Iterator<Item = Stage> + 'a {
        let short = without_language(path);
        self.stages.iter().filter_map(move |(stage, rule)| {
            let hit = rule.url.iter().any(|pattern| {
                glob::matches_path(pattern, path)
                    || short.is_some_and(|rest| glob::matches_path(pattern, rest))
            });
            hit.then_some(*stage)
        })
    }

    /// The stage that an event of this name tells of. Case and separators do not matter:
    /// `AddToCart` is `add_to_cart`.
    pub fn stage_of_event(&self, name: &str) -> Option<Stage> {
        let name = glob::event_name(name);
        if name.is_empty() || NOT_A_STAGE.iter().any(|word| name.contains(word)) {
            return None;
        }
        let rule_of = |stage: &Stage| self.stages.get(stage);
        Stage::ALL.into_iter().find(|stage| {
            rule_of(stage).is_some_and(|rule| {
                rule.event.iter().any(|pattern| glob::matches_text(&glob::event_pattern(pattern), &name))
            })
        })
    }
}

/// Words in an event's name that say the step was not made.
const NOT_A_STAGE: [&str; 6] = ["error", "fail", "remove", "abandon", "cancel", "refund"];

fn without_language(path: &str) -> Option<&str> {
    let (first, _) = path.strip_prefix('/')?.split_once('/')?;
    let mut parts = first.split(['-', '_']);
    let two = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let language = parts.next().is_some_and(two) && parts.next().is_none_or(two) && parts.next().is_none();
    // `/p/x` has one letter and is no language; `/it/x` is.
    language.then(|| &path[first.len() + 1..])
}

fn built_in_stages() -> BTreeMap<Stage, StageRule> {
    const RULES: [(Stage, &[&str], &[&str]); 6] = [
        (
            Stage::ViewItem,
            &["/product/*", "/products/*", "/p/*", "/item/*", "/dp/*", "/collections/*/products/*"],
            &["view_item", "product_viewed", "product_view", "view_content", "view_product"],
        ),
        (Stage::AddToCart, &[], &["*add*cart*", "*add*basket*", "*add*bag*", "product_added"]),
        (
            Stage::BeginCheckout,
            &["/checkout*", "/checkouts*", "/onepage*", "/kassa*", "/kasse*"],
            &["begin_checkout", "checkout_started", "initiate_checkout", "start_checkout", "checkout_begin"],
        ),
        (
            Stage::AddShippingInfo,
            &[],
            &[
                "add_shipping_info",
                "checkout_shipping_info_submitted",
                "shipping_info_entered",
                "checkout_address_info_submitted",
            ],
        ),
        (Stage::AddPaymentInfo, &[], &["add_payment_info", "payment_info_submitted", "payment_info_entered"]),
        (
            Stage::Purchase,
            &[
                "*/thank-you*",
                "*/thank_you*",
                "*/thankyou*",
                "*/order-confirmation*",
                "*/order-confirmed*",
                "*/order-received*",
                "*/order-complete*",
                "/checkout/success*",
                "/checkout/complete*",
                "/checkout/onepage/success*",
            ],
            &["purchase", "checkout_completed", "order_completed", "order_placed", "transaction"],
        ),
    ];
    let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
    RULES
        .into_iter()
        .map(|(stage, url, event)| (stage, StageRule { url: owned(url), event: owned(event) }))
        .collect()
}

fn built_in_pages() -> Vec<PageRule> {
    const PAGES: [(&str, &str); 6] = [
        ("/product/*", "Product"),
        ("/products/*", "Product"),
        ("/collections/*/products/*", "Product"),
        ("/p/*", "Product"),
        ("/item/*", "Product"),
        ("/dp/*", "Product"),
    ];
    PAGES.into_iter().map(|(key, name)| PageRule { key: key.to_owned(), name: name.to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_path(path: &str, expected: &[Stage]) {
        let rules = Rules::default();
        assert_eq!(rules.stage_of_path(path).collect::<Vec<_>>(), expected, "{path}");
    }

    #[test]
    fn paths_tell_stages() {
        check_path("/", &[]);
        check_path("/product/linen-shirt", &[Stage::ViewItem]);
        check_path("/de/products/linen-shirt", &[Stage::ViewItem]);
        check_path("/en-gb/p/17", &[Stage::ViewItem]);
        check_path("/products", &[]);
        check_path("/collections/summer/products/hat", &[Stage::ViewItem]);
        check_path("/checkout", &[Stage::BeginCheckout]);
        check_path("/checkout/payment", &[Stage::BeginCheckout]);
        check_path("/checkout/order-received/17", &[Stage::BeginCheckout, Stage::Purchase]);
        check_path("/thank-you", &[Stage::Purchase]);
        check_path("/order-confirmation/AB", &[Stage::Purchase]);
        check_path("/about/thanks", &[]);
    }

    #[test]
    fn events_tell_stages() {
        for (name, expected) in [
            ("add_to_cart", Some(Stage::AddToCart)),
            ("AddToCart", Some(Stage::AddToCart)),
            ("Product Added", Some(Stage::AddToCart)),
            ("product_added_to_cart", Some(Stage::AddToCart)),
            ("add_to_cart_failed", None),
            ("remove_from_cart", None),
            ("InitiateCheckout", Some(Stage::BeginCheckout)),
            ("checkout_completed", Some(Stage::Purchase)),
            ("Order Completed", Some(Stage::Purchase)),
            ("payment_info_submitted", Some(Stage::AddPaymentInfo)),
            ("purchase", Some(Stage::Purchase)),
            ("purchase_failed", None),
            ("breadcrumb", None),
            ("", None),
        ] {
            assert_eq!(Rules::default().stage_of_event(name), expected, "{name}");
        }
    }

    #[test]
    fn a_site_replaces_only_what_it_names() {
        let own = StageRule { url: vec!["/done".to_owned()], event: Vec::new() };
        let stages =
            BTreeMap::from([("purchase".to_owned(), own), ("nonsense".to_owned(), StageRule::default())]);
        let rules = Rules::of_site(&stages, &[]);
        assert_eq!(rules.stage_of_path("/thank-you").count(), 0);
        assert_eq!(rules.stage_of_path("/done").collect::<Vec<_>>(), [Stage::Purchase]);
        assert_eq!(rules.stage_of_event("purchase"), Some(Stage::Purchase));
        assert_eq!(rules.stage_of_path("/product/x").collect::<Vec<_>>(), [Stage::ViewItem]);
    }

    #[test]
    fn rules_survive_json_and_an_empty_object_is_the_default() {
        let text = serde_json::to_string(&Rules::default()).unwrap();
        assert_eq!(serde_json::from_str::<Rules>(&text).unwrap(), Rules::default());
        assert_eq!(serde_json::from_str::<Rules>("{}").unwrap(), Rules::default());
    }
}
