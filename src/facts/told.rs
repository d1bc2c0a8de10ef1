//! What a recording tells by events of its own: stages, carts, orders, coupons, errors, addresses.
//!
//! Names and payloads are those of GA4, of the pixels of shop systems and networks, and of recording
//! products. Nothing is guessed: a value that no event tells stays unknown.

use super::glob;
use super::model::{Coupon, ErrorSeen, Stage, StageReached};
use super::money::{self, Cart};
use super::pages;
use super::rules::Rules;
use crate::event::Time;
use serde_json::Value;
use std::collections::HashMap;

/// What was told so far.
#[derive(Debug)]
pub(super) struct Told<'a> {
    rules: &'a Rules,
    pub(super) stages: Vec<StageReached>,
    pub(super) cart: Cart,
    pub(super) order_value: Option<f64>,
    pub(super) order_id: Option<String>,
    pub(super) currency: Option<String>,
    pub(super) coupons: Vec<Coupon>,
    /// The stages of event names that were seen, as names come again and again.
    known: HashMap<String, Option<Stage>>,
    errors: Vec<ErrorSeen>,
    /// Whether the recorder writes errors down at all.
    hears_errors: bool,
}

impl<'a> Told<'a> {
    pub(super) fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            stages: Vec::new(),
            cart: Cart::default(),
            order_value: None,
            order_id: None,
            currency: None,
            coupons: Vec::new(),
            known: HashMap::new(),
            errors: Vec::new(),
            hears_errors: false,
        }
    }

    /// Script errors, `None` when the recording could not have told.
    pub(super) fn errors(&mut self) -> Option<Vec<ErrorSeen>> {
        self.hears_errors.then(|| std::mem::take(&mut self.errors))
    }

    /// A page was entered.
    pub(super) fn page(&mut self, at: Time, url: &str) {
        let path = pages::path_of(url);
        let reached: Vec<Stage> = self.rules.stage_of_path(&path).collect();
        for stage in reached {
            self.reach(at, stage);
        }
    }

    fn reach(&mut self, at: Time, stage: Stage) {
        if self.stages.iter().all(|reached| reached.stage != stage) {
            self.stages.push(StageReached { stage, at });
        }
    }

    /// A custom event; gives the address that it says the page went to.
    pub(super) fn custom(&mut self, at: Time, tag: &str, payload: &str) -> Option<String> {
        let payload: Value = serde_json::from_str(payload).unwrap_or(Value::Null);
        if matches!(tag, "breadcrumb" | "performanceSpan" | "options") {
            self.hears_errors = true;
            return self.sentry(at, tag, &payload);
        }
        let messages: &[Value] = match &payload {
            Value::Array(list) if list.iter().all(Value::is_object) && !list.is_empty() => list,
            one => std::slice::from_ref(one),
        };
        let mut goes_to = None;
        for message in messages {
            let names = event_names(tag, message);
            self.error_event(at, &names, message);
            self.commerce(at, &names, message);
            self.coupon(at, &names, message);
            goes_to = goes_to.or_else(|| address(&names, message));
        }
        goes_to
    }

    /// Something that a recorder plugin wrote.
    pub(super) fn plugin(&mut self, at: Time, name: &str, payload: &str) {
        if !name.starts_with("rrweb/console") {
            return;
        }
        self.hears_errors = true;
        // Most lines are no errors; they are not worth parsing.
        if !payload.contains("error") && !payload.contains("assert") {
            return;
        }
        let Ok(line) = serde_json::from_str::<Value>(payload) else { return };
        if matches!(line["level"].as_str(), Some("error" | "assert")) {
            let parts = line["payload"].as_array().map_or(&[][..], Vec::as_slice);
            let words: Vec<String> = parts.iter().map(console_text).collect();
            self.error(at, &words.join(" "));
        }
    }

    fn sentry(&mut self, at: Time, tag: &str, payload: &Value) -> Option<String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        if tag == "performanceSpan" {
            let navigates = payload["op"].as_str().is_some_and(|op| op == "navigation.push");
            return navigates.then(|| text(&payload["description"])).flatten();
        }
        let category = payload["category"].as_str().unwrap_or_default();
        let is_error = matches!(payload["level"].as_str(), Some("error" | "fatal"));
        if is_error && matches!(category, "console" | "exception" | "error" | "sentry.event") {
            self.error(at, payload["message"].as_str().unwrap_or_default());
        }
        (category == "navigation").then(|| text(&payload["data"]["to"])).flatten()
    }

    fn error_event(&mut self, at: Time, names: &[String], message: &Value) {
        const NAMES: [&str; 8] = [
            "exception",
            "error",
            "js_error",
            "javascript_error",
            "window_error",
            "uncaught_error",
            "unhandledrejection",
            "unhandled_rejection",
        ];
        if names.iter().any(|name| NAMES.contains(&name.as_str())) {
            self.hears_errors = true;
            let keys = ["message", "$exception_message", "error", "reason", "description"];
            let said = keys.iter().find_map(|key| message[*key].as_str()).or(message.as_str());
            self.error(at, said.unwrap_or("Script error"));
        }
    }

    fn error(&mut self, at: Time, message: &str) {
        let message: String = message.trim().chars().take(500).collect();
        let message = if message.is_empty() { "Script error".to_owned() } else { message };
        self.errors.push(ErrorSeen { at, message });
    }

    fn commerce(&mut self, at: Time, names: &[String], message: &Value) {
        let stage = names.iter().find_map(|name| self.stage(name));
        if let Some(stage) = stage {
            self.reach(at, stage);
        }
        let is = |list: &[&str]| names.iter().any(|name| list.contains(&name.as_str()));
        let removes = is(&["remove_from_cart", "product_removed", "product_removed_from_cart"]);
        let shows_cart = is(&["view_cart", "cart_viewed", "cart_updated", "update_cart"]);
        if stage.is_none_or(|stage| stage == Stage::ViewItem) && !removes && !shows_cart {
            return;
        }
        let deal = money::deal(message);
        match stage {
            Some(Stage::Purchase) => {
                self.order_value = self.order_value.or_else(|| deal.total());
                self.order_id = self.order_id.take().or(deal.order_id);
            }
            Some(Stage::AddToCart) => self.cart.add(&deal),
            None if removes => self.cart.remove(&deal),
            _ => self.cart.set(&deal),
        }
        self.currency = self.currency.take().or(deal.currency);
    }

    fn stage(&mut self, name: &str) -> Option<Stage> {
        if let Some(stage) = self.known.get(name) {
            return *stage;
        }
        let stage = self.rules.stage_of_event(name);
        self.known.insert(name.to_owned(), stage);
        stage
    }

    fn coupon(&mut self, at: Time, names: &[String], message: &Value) {
        let is_coupon = |name: &String| {
            ["coupon", "promo_code", "promocode", "voucher", "discount_code"]
                .iter()
                .any(|word| name.contains(word))
        };
        let Some(name) = names.iter().find(|name| is_coupon(name)) else { return };
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let flag =
            ["accepted", "valid", "success", "applied", "ok"].iter().find_map(|key| message[*key].as_bool());
        let word = ["status", "result", "outcome"].iter().find_map(|key| message[*key].as_str());
        let told = flag.or_else(|| word.and_then(verdict_of_word));
        let refused = has(&["fail", "reject", "denied", "invalid", "error", "refused", "declined"]);
        let accepted = has(&["applied", "accepted", "success", "redeemed", "added"]);
        let Some(accepted) = told.or(if refused { Some(false) } else { accepted.then_some(true) }) else {
            return;
        };
        let said = ["message", "reason", "error"].iter().find_map(|key| message[*key].as_str());
        self.coupons.push(Coupon { at, accepted, message: said.unwrap_or_default().to_owned() });
    }
}

fn verdict_of_word(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "accepted" | "applied" | "success" | "valid" | "ok" => Some(true),
        "refused" | "rejected" | "denied" | "invalid" | "expired" | "error" | "failed" => Some(false),
        _ => None,
    }
}

/// The names an event goes by: its tag, and those inside its payload.
fn event_names(tag: &str, message: &Value) -> Vec<String> {
    let inner =
        ["event", "event_name", "eventName", "name", "type"].iter().filter_map(|key| message[*key].as_str());
    let call = message.as_array().filter(|call| matches!(call[..], [Value::String(_), Value::String(_), ..]));
    let called = call.and_then(|call| call[1].as_str());
    let mut names: Vec<String> = Vec::new();
    for name in [tag].into_iter().chain(inner).chain(called) {
        let name = glob::event_name(name);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The address in an event that tells of a page view.
fn address(names: &[String], message: &Value) -> Option<String> {
    const NAMES: [&str; 11] = [
        "pageview",
        "page_view",
        "url_changed",
        "url_change",
        "navigation",
        "navigate",
        "route",
        "route_change",
        "route_changed",
        "history_change",
        "page_viewed",
    ];
    if !names.iter().any(|name| NAMES.contains(&name.as_str())) {
        return None;
    }
    let keys =
        ["href", "url", "$current_url", "page_location", "to", "path", "pathname", "page_path", "location"];
    let told = keys.iter().find_map(|key| message[*key].as_str()).or(message.as_str())?;
    let looks_right = told.starts_with('/') || told.starts_with('#') || told.contains("://");
    looks_right.then(|| told.to_owned())
}

/// A line's part as the console plugin writes it: JSON text of what was logged.
pub(super) fn console_text(part: &Value) -> String {
    let Some(text) = part.as_str() else { return part.to_string() };
    match serde_json::from_str(text) {
        Ok(Value::String(inner)) => inner,
        _ => text.to_owned(),
    }
}
