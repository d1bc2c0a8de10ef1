//! What the library gives out. Field names are those of the command line's JSON.

use crate::event::{Device, Size, Time};
use crate::facts::Stage;
use crate::format::{AnswerKind, PageRule, StageRule};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One recorded visit, as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Session {
    /// Its key in this library.
    #[serde(skip)]
    pub key: SessionKey,
    /// The id; any unique beginning of it serves too.
    pub id: String,
    /// Where it came from.
    pub source: Source,
    /// RFC 3339, UTC.
    pub started_at: String,
    /// The same as milliseconds since 1970.
    #[serde(skip)]
    pub started_at_ms: i64,
    /// From the first event to the last.
    pub duration_ms: i64,
    /// Time in which the visitor did something.
    pub active_ms: i64,
    /// Who it was.
    #[serde(flatten)]
    pub audience: Audience,
    /// Where they came from.
    #[serde(flatten)]
    pub arrival: Arrival,
    /// Number of page views.
    pub page_views: u32,
    /// Number of clicks and taps.
    pub clicks: u32,
    /// What they bought or nearly bought.
    #[serde(flatten)]
    pub shopping: Shopping,
    /// Friction by kind.
    pub signals: SignalCounts,
    /// What analysts did with it.
    #[serde(flatten)]
    pub marks: Marks,
    /// 0–1: how much of what the page needs is in the recording. `None` when not yet known.
    pub fidelity: Option<f64>,
    /// Interactions over time, 64 steps, 255 the busiest.
    #[serde(skip)]
    pub activity: Vec<u8>,
}

/// A session's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Name of the file as it was opened.
    pub file: String,
    /// What it was taken for.
    pub format: String,
}

/// Who a visitor was. What no file told is `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audience {
    /// Device class.
    pub device: Device,
    /// Such as `Safari`.
    pub browser: Option<String>,
    /// Such as `iOS`.
    pub os: Option<String>,
    /// The first viewport.
    pub viewport: Option<Size>,
    /// The visitor's id.
    pub visitor: Option<String>,
    /// ISO code.
    pub country: Option<String>,
    /// `new` or `returning`.
    pub customer: Option<String>,
    /// Arm of an A/B test.
    pub variant: Option<String>,
}

/// How a visitor came and left.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Arrival {
    /// `paid social`, `organic`, `email`…
    pub channel: Option<String>,
    /// Campaign parameters.
    pub utm: Utm,
    /// The page before.
    pub referrer: Option<String>,
    /// First address.
    pub landing_url: Option<String>,
    /// Last address.
    pub exit_url: Option<String>,
}

/// Campaign parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Utm {
    /// `utm_source`
    pub source: Option<String>,
    /// `utm_medium`
    pub medium: Option<String>,
    /// `utm_campaign`
    pub campaign: Option<String>,
}

/// How far a visitor went towards buying.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Shopping {
    /// The furthest stage.
    pub stage: Option<Stage>,
    /// All that were reached, in order.
    pub stages: Vec<Stage>,
    /// Whether they bought.
    pub bought: bool,
    /// What was in the cart at its largest.
    pub cart_value: Option<f64>,
    /// What was paid.
    pub order_value: Option<f64>,
    /// ISO code.
    pub currency: Option<String>,
    /// Attempts to use a coupon.
    pub coupons: CouponCounts,
}

/// Attempts to use a coupon.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CouponCounts {
    /// All.
    pub tried: u32,
    /// Taken.
    pub accepted: u32,
    /// Refused.
    pub refused: u32,
}

/// Friction by kind, under the names of the kinds. `error` is `None` when the recording could not tell.
pub type SignalCounts = BTreeMap<&'static str, Option<u32>>;

/// What analysts did with a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// Free tags.
    pub tags: Vec<String>,
    /// Hypotheses it is evidence for or against.
    pub hypotheses: Vec<String>,
    /// Whether somebody watched it.
    pub watched: bool,
}

/// How much of the library a segment covers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Coverage {
    /// Sessions in the segment.
    pub sessions: u64,
    /// Sessions in the library.
    pub total: u64,
    /// Sessions in the segment that nobody watched.
    pub unwatched: u64,
    /// Sum of the carts of the segment's sessions that did not buy.
    pub lost_carts: f64,
}

/// What happened in sessions that began on one day, by the site's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Day {
    /// Days since 1970.
    pub day: i64,
    /// All.
    pub sessions: u64,
    /// Those that bought.
    pub bought: u64,
    /// Those that put something into the cart.
    pub carted: u64,
    /// Those of them that did not buy.
    pub left: u64,
    /// Those that bought and whose order's value is known.
    pub orders: u64,
    /// Sum of the values of those orders.
    pub paid: f64,
    /// Sum of all order values.
    pub order_value: f64,
    /// Sum of the carts of those that did not buy.
    pub left_value: f64,
    /// Attempts to use a coupon.
    pub coupons_tried: f64,
    /// Of these, taken.
    pub coupons_accepted: f64,
    /// Of these, refused.
    pub coupons_refused: f64,
}

/// The key of a session in its library: what lists are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey(pub(super) i64);

/// The sessions of a segment, in order, and how much of the library they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// Which, eight bytes each: [`super::Library::rows`] gives what is to be seen of them.
    pub sessions: Vec<SessionKey>,
    /// How much.
    pub coverage: Coverage,
}

/// What is known of the site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub origin: Option<String>,
    /// IANA name of its time zone.
    pub timezone: Option<String>,
    /// ISO code.
    pub currency: Option<String>,
    /// What tells that a stage was reached; empty for the built-in rules.
    pub stages: BTreeMap<String, StageRule>,
    /// Page groups with names.
    pub pages: Vec<PageRule>,
}

/// A page in a segment. A page is an address group and a device class together where `device` is told.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageSummary {
    /// Its key, such as `/product/*`.
    pub page: String,
    /// What people call it.
    pub name: String,
    /// Views of it.
    pub views: u64,
    /// Sessions that saw it.
    pub sessions: u64,
    /// Sessions that ended on it.
    pub exits: u64,
    /// Rage, dead and error signals on it.
    pub friction: u64,
    /// Clicks and taps on it.
    pub clicks: u64,
    /// Views by device class.
    pub devices: BTreeMap<Device, u64>,
}

/// An answer to a survey.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// Its id.
    pub id: String,
    /// The session it was given in.
    pub session: Option<String>,
    /// Which survey.
    pub survey: String,
    /// RFC 3339.
    pub at: Option<String>,
    /// When in the session, if that can be told.
    pub t_ms: Option<Time>,
    /// What was asked.
    pub question: String,
    /// What was said.
    pub text: String,
    /// A number, for scales.
    pub score: Option<f64>,
    /// What kind of answer the question takes; `None` for those of before this was told.
    pub kind: Option<AnswerKind>,
}
