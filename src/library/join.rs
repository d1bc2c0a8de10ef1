//! What a session's row says once all that was told of it comes together: the recording, its file,
//! side tables, orders. Later tables may add to sessions of earlier imports.

use super::Error;
use super::channel::{self, Hints};
use super::error::Doing as _;
use crate::event::{Device, Size};
use crate::facts::{Facts, Stage, StageReached};
use crate::format::email_hash;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// Properties by name, as containers and `sessions.csv` tell them.
pub(super) type Properties = BTreeMap<String, String>;

/// What the recording itself told; kept, so that a later table needs no deriving again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Seen {
    viewport: Option<Size>,
    stages: Vec<StageReached>,
    cart: Option<f64>,
    order_value: Option<f64>,
    pub(super) order: Option<String>,
    currency: Option<String>,
    landing_url: Option<String>,
}

impl Seen {
    /// The part of `facts` that side tables can add to.
    pub(super) fn of(facts: &Facts) -> Self {
        Self {
            viewport: facts.viewport,
            stages: facts.stages.clone(),
            cart: facts.cart_value,
            order_value: facts.order_value,
            order: facts.order_id.clone(),
            currency: facts.currency.clone(),
            landing_url: facts.page_views.first().map(|view| view.url.clone()),
        }
    }
}

/// An order's share in a session.
#[derive(Debug, Clone, Default, PartialEq)]
struct Paid {
    total: Option<f64>,
    currency: Option<String>,
}

/// Properties of a session: what a side table tells goes before what the container tells.
struct Told {
    table: Properties,
    container: Properties,
}

impl Told {
    fn get(&self, names: &[&str]) -> Option<&str> {
        let found =
            |of: &'_ Properties, name: &str| of.get(name).filter(|value| !value.trim().is_empty()).cloned();
        let name = names
            .iter()
            .find(|name| found(&self.table, name).or_else(|| found(&self.container, name)).is_some())?;
        let of = if found(&self.table, name).is_some() { &self.table } else { &self.container };
        of.get(*name).map(|value| value.trim())
    }

    fn number(&self, names: &[&str]) -> Option<f64> {
        self.get(names).and_then(|text| text.parse::<f64>().ok()).filter(|n| n.is_finite())
    }
}

/// Brings the joined columns and the stages of session `key` up to date.
///
/// # Errors
/// When the database refuses.
pub(super) fn join(db: &Connection, key: i64, site_currency: Option<&str>) -> Result<(), Error> {
    let doing = "join a session with what side tables tell";
    let (id, seen, container): (String, String, String) = db
        .prepare_cached("SELECT id, seen, properties FROM sessions WHERE key = ?")
        .and_then(|mut get| get.query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))))
        .doing(doing)?;
    let table: Option<String> = db
        .prepare_cached("SELECT properties FROM told WHERE session = ?")
        .and_then(|mut get| get.query_row([&id], |row| row.get(0)).optional())
        .doing(doing)?;
    let stored = |e: serde_json::Error| Error::Stored { what: "properties", why: e.to_string() };
    let seen: Seen = serde_json::from_str(&seen).map_err(stored)?;
    let told = Told {
        table: table.map_or(Ok(Properties::new()), |text| serde_json::from_str(&text)).map_err(stored)?,
        container: serde_json::from_str(&container).map_err(stored)?,
    };
    let paid = orders(db, &id).doing(doing)?;
    let stages = stages(&seen, &told, &paid);
    put_stages(db, key, &stages).doing(doing)?;
    put_columns(db, key, &Joined { seen: &seen, told: &told, paid: &paid, stages: &stages, site_currency })
        .doing(doing)
}

/// The orders that were found to belong to the session.
fn orders(db: &Connection, id: &str) -> rusqlite::Result<Vec<Paid>> {
    let mut get =
        db.prepare_cached("SELECT total, currency FROM orders WHERE session = ? ORDER BY number")?;
    let rows = get.query_map([id], |row| Ok(Paid { total: row.get(0)?, currency: row.get(1)? }))?;
    rows.collect()
}

/// As much of an address's hash as tells two apart: some tables cut it short.
const EMAIL_DIGITS: usize = 16;

/// The hash of an e-mail address as rows are compared by: its first digits, or the whole of what is
/// no SHA-256 in hex.
pub(super) fn email_key(hash: &str) -> String {
    let hash = hash.trim();
    let digits = hash.len() >= EMAIL_DIGITS && hash.bytes().all(|b| b.is_ascii_hexdigit());
    if digits { hash[..EMAIL_DIGITS].to_ascii_lowercase() } else { hash.to_owned() }
}

/// The stages reached; a purchase that only a table tells of has no time.
fn stages(seen: &Seen, told: &Told, paid: &[Paid]) -> Vec<(Stage, Option<i64>)> {
    let mut stages: Vec<_> = seen.stages.iter().map(|reached| (reached.stage, Some(reached.at.0))).collect();
    let says_so = told.get(&["bought", "purchased", "converted"]).map(str::to_ascii_lowercase);
    let told_so = matches!(says_so.as_deref(), Some("yes" | "true" | "1"));
    if (told_so || !paid.is_empty()) && !stages.iter().any(|(stage, _)| *stage == Stage::Purchase) {
        stages.push((Stage::Purchase, None));
    }
    stages
}

fn put_stages(db: &Connection, key: i64, stages: &[(Stage, Option<i64>)]) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM stages WHERE session = ?")?.execute([key])?;
    let mut put =
        db.prepare_cached("INSERT OR IGNORE INTO stages(session, stage, at_ms) VALUES (?, ?, ?)")?;
    for (stage, at) in stages {
        put.execute(params![key, number(*stage), at])?;
    }
    Ok(())
}

/// The number of a stage in rows: its place in [`Stage::ALL`].
pub(super) fn number(stage: Stage) -> i64 {
    let place = Stage::ALL.iter().position(|&s| s == stage).expect("ALL has all stages");
    i64::try_from(place).expect("there are six")
}

/// The stage of that number.
pub(super) fn stage(number: i64) -> Option<Stage> {
    Stage::ALL.get(usize::try_from(number).ok()?).copied()
}

struct Joined<'j> {
    seen: &'j Seen,
    told: &'j Told,
    paid: &'j [Paid],
    stages: &'j [(Stage, Option<i64>)],
    site_currency: Option<&'j str>,
}

impl Joined<'_> {
    fn device(&self) -> Device {
        let told = self.told.get(&["device", "device_type"]).and_then(|name| {
            match name.to_ascii_lowercase().as_str() {
                "phone" | "smartphone" => Some(Device::Mobile),
                "computer" | "pc" | "laptop" => Some(Device::Desktop),
                name => Device::parse(name),
            }
        });
        told.or_else(|| self.seen.viewport.map(Device::of_viewport)).unwrap_or(Device::Desktop)
    }

    /// The e-mail address, as a hash: told as one, or an address that stands where a visitor's id does.
    fn email(&self) -> Option<String> {
        let hashes = ["email_hash", "hashed_email", "email_sha256"];
        let addresses = ["email", "$email", "user_email", "visitor", "visitor_id", "user_id", "distinct_id"];
        let told = self.told.get(&hashes).map(email_key);
        told.or_else(|| {
            let address =
                addresses.iter().find_map(|name| self.told.get(&[name]).filter(|text| text.contains('@')));
            address.and_then(email_hash).map(|hash| email_key(&hash))
        })
    }

    /// A campaign parameter: told, else in the first address.
    fn utm(&self, name: &str) -> Option<String> {
        let told = self.told.get(&[name, &format!("${name}")]).map(str::to_owned);
        told.or_else(|| {
            let url = Url::parse(self.seen.landing_url.as_deref()?).ok()?;
            let found = url.query_pairs().find(|(key, value)| key == name && !value.is_empty());
            found.map(|(_, value)| value.into_owned())
        })
    }

    fn channel(&self, utm: &[Option<String>; 3], referrer: Option<&str>) -> Option<String> {
        if let Some(told) = self.told.get(&["channel", "channel_group", "default_channel_group"]) {
            return Some(told.to_lowercase().replace('_', " "));
        }
        channel::derive(&Hints {
            source: utm[0].as_deref(),
            medium: utm[1].as_deref(),
            campaign: utm[2].as_deref(),
            referrer,
            landing_url: self.seen.landing_url.as_deref(),
        })
    }

    fn order_value(&self) -> Option<f64> {
        let paid: Vec<f64> = self.paid.iter().filter_map(|paid| paid.total).collect();
        let sum = (!paid.is_empty()).then(|| paid.iter().sum());
        sum.or(self.seen.order_value).or_else(|| self.told.number(&["order_value", "revenue"]))
    }

    fn currency(&self) -> Option<&str> {
        let paid = self.paid.iter().find_map(|paid| paid.currency.as_deref());
        paid.or(self.seen.currency.as_deref()).or_else(|| self.told.get(&["currency"])).or(self.site_currency)
    }

    fn cart(&self) -> Option<f64> {
        let told = self.told.number(&["cart_value", "cart"]);
        match (self.seen.cart, told) {
            (Some(seen), Some(told)) => Some(seen.max(told)),
            (seen, told) => seen.or(told),
        }
    }
}

fn put_columns(db: &Connection, key: i64, joined: &Joined<'_>) -> rusqlite::Result<()> {
    let told = joined.told;
    let utm = ["utm_source", "utm_medium", "utm_campaign"].map(|name| joined.utm(name));
    let referrer = told.get(&["referrer", "$referrer", "initial_referrer"]);
    let furthest = joined.stages.iter().map(|(stage, _)| number(*stage)).max();
    let bought = joined.stages.iter().any(|(stage, _)| *stage == Stage::Purchase);
    let mut put = db.prepare_cached(
        "UPDATE sessions SET device = ?, browser = ?, os = ?, visitor = ?, country = ?, customer = ?, variant = ?,
           channel = ?, utm_source = ?, utm_medium = ?, utm_campaign = ?, referrer = ?,
           stage = ?, bought = ?, cart = ?, order_value = ?, currency = ?, email_hash = ? WHERE key = ?",
    )?;
    put.execute(params![
        joined.device().name(),
        told.get(&["browser", "$browser"]),
        told.get(&["os", "$os"]),
        told.get(&["visitor", "visitor_id", "user_id", "distinct_id"]),
        told.get(&["country", "country_code"]).map(str::to_uppercase),
        told.get(&["customer", "customer_type", "customer_segment"]),
        told.get(&["variant"]),
        joined.channel(&utm, referrer),
        utm[0],
        utm[1],
        utm[2],
        referrer,
        furthest,
        bought,
        joined.cart(),
        joined.order_value(),
        joined.currency(),
        joined.email(),
        key,
    ])?;
    Ok(())
}
