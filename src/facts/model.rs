//! What is derived from a recording: plain values, ready to be stored.

use crate::event::{NodeId, Point, Size, Time};
use serde::{Deserialize, Serialize};

/// Everything derived from one recording.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// From the first event to the last.
    pub duration_ms: i64,
    /// Time in which the visitor did something: gaps of more than 5 s between user events are left
    /// out.
    pub active_ms: i64,
    /// The first viewport. `None` when no event told one.
    pub viewport: Option<Size>,
    /// Visits of pages, in order. Each lasts until the next begins.
    pub page_views: Vec<PageView>,
    /// What the visitor did, in order.
    pub interactions: Vec<Interaction>,
    /// Where the visitor lingered, in order of time. Sessions that were derived by earlier versions
    /// have none until they are derived again.
    #[serde(default)]
    pub stays: Vec<Stay>,
    /// Detected friction, in order of time.
    pub signals: Vec<Signal>,
    /// Stages reached, each once, at the first time, in order of time.
    pub stages: Vec<StageReached>,
    /// Attempts to use a coupon.
    pub coupons: Vec<Coupon>,
    /// Script errors. `None` when the recording could not have told (no console plugin, no
    /// breadcrumbs): then "no error" would be a guess.
    pub errors: Option<Vec<ErrorSeen>>,
    /// Idle gaps: nothing done for more than 10 s. Start and end.
    pub idle: Vec<(Time, Time)>,
    /// Interactions per 1/64 of the duration, for the strip in lists; scaled so that the busiest is
    /// 255, and never 0 where there was one.
    pub activity: Vec<u8>,
    /// The largest cart value that the recording told, in `currency`.
    pub cart_value: Option<f64>,
    /// The order's value, if it bought and the recording told.
    pub order_value: Option<f64>,
    /// The order's number, if the recording told.
    pub order_id: Option<String>,
    /// ISO code, if the recording told.
    pub currency: Option<String>,
}

impl Facts {
    /// The page view of a moment: the first one before it began. `None` where no page was seen.
    pub fn page_view_at(&self, at: Time) -> Option<&PageView> {
        let views = &self.page_views;
        views.get(views.partition_point(|view| view.start <= at).saturating_sub(1))
    }
}

/// One visit of one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageView {
    /// 0, 1, 2… in the session.
    pub index: u32,
    /// The page's key: its address normalised to a group, such as `/product/*`.
    pub page: String,
    /// The address as recorded.
    pub url: String,
    /// The document's title, where it is in the recording.
    pub title: Option<String>,
    /// When it began.
    pub start: Time,
    /// When it ended.
    pub end: Time,
    /// The viewport when it began.
    pub viewport: Size,
    /// The largest vertical offset of the window, or of the page's main inner scroller when the
    /// window itself never scrolled. CSS px.
    pub max_scroll_px: f64,
    /// How long each vertical offset was in view: the raw material of reach, attention and folds.
    /// Each sign of life (a user event, or the page's own coming) lets at most 5 s count after it,
    /// so this is more than [`Facts::active_ms`] where a visitor reads without moving. An offset
    /// that was stopped at without any such time is there with 0 ms.
    pub bands: Vec<Band>,
}

/// The viewport stood at this offset for so long.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Vertical offset of the window, px.
    pub y: f64,
    /// Height of the viewport, px.
    pub height: f64,
    /// For how long.
    pub ms: i64,
}

/// What kind of thing a visitor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InteractionKind {
    /// A mouse click.
    Click,
    /// A tap with a finger.
    Tap,
    /// A double click (its two clicks are listed too).
    DoubleClick,
    /// A context menu.
    ContextMenu,
    /// A form control got a new value; keystrokes in one control in a row are one interaction.
    Input,
    /// The window or an element was scrolled; a continuous movement is one interaction.
    Scroll,
    /// The viewport changed.
    Resize,
    /// Media played, paused, sought.
    Media,
    /// Text was selected.
    Select,
}

impl InteractionKind {
    /// A click or a tap.
    pub fn is_click(self) -> bool {
        matches!(self, Self::Click | Self::Tap)
    }
}

/// An element as it was when something happened to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Element {
    /// What a person would call it: label, text, alt text, placeholder; else its tag.
    pub name: String,
    /// A CSS selector that finds the same element again in other visits (SIGNALS §9).
    pub selector: String,
    /// Its visible text, at most 100 characters; empty when it has none.
    pub text: String,
}

/// One thing that a visitor did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interaction {
    /// When it began.
    pub at: Time,
    /// What.
    pub kind: InteractionKind,
    /// During which page view: an index into [`Facts::page_views`].
    pub page_view: u32,
    /// On what: the nearest interactive ancestor of the target, or the target itself. `None` for
    /// the window and for nodes that the recording does not know.
    pub element: Option<Element>,
    /// The number of the node that `element` describes.
    pub node: Option<NodeId>,
    /// Where in the viewport.
    pub client: Option<Point>,
    /// Where on the page: with the window's scroll offset.
    pub position: Option<Point>,
    /// How far inner scrollers around the element were scrolled, all together.
    pub inner_scroll: Point,
    /// For input the length of the value, for scroll the offset reached: a short line for lists.
    pub detail: String,
}

/// How a visitor lingered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StayKind {
    /// The mouse lay still.
    Rest,
    /// A form field had the focus.
    Focus,
}

/// A while in which a visitor lingered at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stay {
    /// How.
    pub kind: StayKind,
    /// When it began.
    pub at: Time,
    /// For how long. Of a rest of the mouse at most 5 s count; a field's time is without idle gaps.
    pub ms: i64,
    /// During which page view.
    pub page_view: u32,
    /// On what: the nearest interactive ancestor of what was under the mouse, or that itself.
    pub element: Option<Element>,
    /// The number of the node that `element` describes.
    pub node: Option<NodeId>,
    /// Where in the viewport; fields have no place of their own.
    pub client: Option<Point>,
    /// Where on the page. `None` for fields and inside iframes.
    pub position: Option<Point>,
    /// `element` can be pressed or written in.
    pub control: bool,
}

/// Kinds of friction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// Many clicks in one place in a short time.
    Rage,
    /// A click that nothing answered.
    Dead,
    /// A script error shortly after a click or input.
    Error,
    /// A coupon that was refused.
    CouponRefused,
    /// To a page and back within ten seconds.
    QuickBack,
}

impl SignalKind {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 5] = [Self::Rage, Self::Dead, Self::Error, Self::CouponRefused, Self::QuickBack];

    /// The name in segments, JSON and storage.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rage => "rage",
            Self::Dead => "dead",
            Self::Error => "error",
            Self::CouponRefused => "coupon_refused",
            Self::QuickBack => "quick_back",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Friction at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// What kind.
    pub kind: SignalKind,
    /// When it began.
    pub at: Time,
    /// When it ended; the same moment for a single click.
    pub end: Time,
    /// During which page view.
    pub page_view: u32,
    /// On what.
    pub element: Option<Element>,
    /// How many clicks it took.
    pub count: u32,
    /// Where on the page, px.
    pub position: Option<Point>,
    /// A short sentence for people: "3 taps in 0.8 s".
    pub detail: String,
}

/// Steps to a purchase, by their GA4 names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Saw a product.
    ViewItem,
    /// Put one into the cart.
    AddToCart,
    /// Began to check out.
    BeginCheckout,
    /// Gave address or shipping.
    AddShippingInfo,
    /// Gave payment.
    AddPaymentInfo,
    /// Bought.
    Purchase,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::ViewItem,
        Self::AddToCart,
        Self::BeginCheckout,
        Self::AddShippingInfo,
        Self::AddPaymentInfo,
        Self::Purchase,
    ];

    /// GA4's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ViewItem => "view_item",
            Self::AddToCart => "add_to_cart",
            Self::BeginCheckout => "begin_checkout",
            Self::AddShippingInfo => "add_shipping_info",
            Self::AddPaymentInfo => "add_payment_info",
            Self::Purchase => "purchase",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::ViewItem => "Viewed product",
            Self::AddToCart => "Added to cart",
            Self::BeginCheckout => "Began checkout",
            Self::AddShippingInfo => "Chose shipping",
            Self::AddPaymentInfo => "Entered payment",
            Self::Purchase => "Bought",
        }
    }

    /// The stage of that GA4 name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// A stage that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageReached {
    /// Which.
    pub stage: Stage,
    /// When first.
    pub at: Time,
}

/// An attempt to use a coupon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coupon {
    /// When the answer was shown.
    pub at: Time,
    /// Whether it was taken.
    pub accepted: bool,
    /// What the page said.
    pub message: String,
}

/// A script error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorSeen {
    /// When.
    pub at: Time,
    /// What it said.
    pub message: String,
}
