//! Amounts in the payloads of shop events.

use serde_json::Value;

/// What an event tells of a cart or an order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Deal {
    value: Option<f64>,
    /// The cart as a whole, said so in as many words.
    cart: Option<f64>,
    items: Vec<f64>,
    pub(super) order_id: Option<String>,
    pub(super) currency: Option<String>,
}

impl Deal {
    /// The value told, else the sum of its lines.
    pub(super) fn total(&self) -> Option<f64> {
        self.value.or_else(|| (!self.items.is_empty()).then(|| cents(self.items.iter().sum())))
    }
}

/// The cart as the events tell it.
///
/// GA4's `add_to_cart` tells the value of what is added, so additions are summed and removals
/// taken off until an event tells of the whole cart. An addition that lists several lines or none
/// is taken as the whole cart, as shops that do not follow GA4 send it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cart {
    now: Option<f64>,
    most: Option<f64>,
}

impl Cart {
    /// The largest value the cart had.
    pub(super) fn most(&self) -> Option<f64> {
        self.most
    }

    pub(super) fn add(&mut self, deal: &Deal) {
        let whole = deal.cart.or_else(|| deal.total().filter(|_| deal.items.len() != 1));
        match (whole, deal.total()) {
            (Some(whole), _) => self.put(whole),
            (None, Some(line)) => self.put(self.now.unwrap_or_default() + line),
            (None, None) => {}
        }
    }

    pub(super) fn remove(&mut self, deal: &Deal) {
        if let (Some(now), Some(line)) = (self.now, deal.cart.is_none().then(|| deal.total()).flatten()) {
            self.now = Some(cents((now - line).max(0.0)));
        } else if let Some(whole) = deal.cart {
            self.put(whole);
        }
    }

    pub(super) fn set(&mut self, deal: &Deal) {
        if let Some(whole) = deal.cart.or_else(|| deal.total()) {
            self.put(whole);
        }
    }

    fn put(&mut self, value: f64) {
        let value = cents(value);
        self.now = Some(value);
        self.most = Some(self.most.map_or(value, |most| most.max(value)));
    }
}

/// Sums of decimal prices, without the dust of binary fractions.
fn cents(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// What an event's payload tells, wherever in it the usual places are.
pub(super) fn deal(message: &Value) -> Deal {
    let mut deal = Deal::default();
    let inner =
        ["ecommerce", "properties", "params", "parameters", "data", "payload", "detail", "eventModel"];
    let call = message.as_array().and_then(|call| call.iter().find(|part| part.is_object()));
    let top = call.unwrap_or(message);
    read(top, &mut deal);
    for key in inner {
        read(&top[key], &mut deal);
        for deeper in ["checkout", "cart", "cartLine", "ecommerce", "purchase"] {
            read(&top[key][deeper], &mut deal);
        }
    }
    deal
}

fn read(object: &Value, deal: &mut Deal) {
    if !object.is_object() {
        return;
    }
    let first = |keys: &[&str]| keys.iter().find_map(|key| amount(&object[*key]));
    let whole = || first(&["cart_value", "cartValue", "cart_total", "cartTotal"]);
    deal.cart = deal.cart.or_else(whole);
    let value =
        || first(&["value", "revenue", "total", "order_value", "order_total", "totalPrice", "total_price"]);
    deal.value = deal.value.or_else(value).or_else(|| amount(&object["actionField"]["revenue"]));
    deal.value = deal.value.or_else(|| amount(&object["cost"]["totalAmount"]));
    let id = |holder: &Value, keys: &[&str]| keys.iter().find_map(|key| text(&holder[*key]));
    deal.order_id = deal
        .order_id
        .take()
        .or_else(|| id(object, &["transaction_id", "transactionId", "order_id", "orderId", "order_number"]))
        .or_else(|| id(&object["actionField"], &["id"]))
        .or_else(|| id(&object["order"], &["id"]));
    let currency = ["currency", "currency_code", "currencyCode", "currency_iso"];
    deal.currency = deal
        .currency
        .take()
        .or_else(|| id(object, &currency).or_else(|| id(&object["totalPrice"], &currency)))
        .map(|code| code.to_uppercase())
        .filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()));
    if deal.items.is_empty() {
        let lists = ["items", "products", "line_items", "lineItems", "contents"];
        let list = lists.iter().find_map(|key| object[*key].as_array());
        deal.items = list.map_or_else(Vec::new, |list| list.iter().filter_map(line).collect());
    }
}

fn line(item: &Value) -> Option<f64> {
    let price = ["price", "item_price", "unit_price"].iter().find_map(|key| amount(&item[*key]))?;
    let count = ["quantity", "qty"].iter().find_map(|key| amount(&item[*key])).unwrap_or(1.0);
    Some(price * count)
}

/// A number, also as text or inside `{"amount"}`; no nonsense.
fn amount(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Object(_) => return amount(&value["amount"]),
        _ => None,
    };
    number.filter(|number| number.is_finite() && (0.0..1e9).contains(number))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            Some(text.trim().chars().take(100).collect()).filter(|text: &String| !text.is_empty())
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
