//! Times, lengths and device classes: small values that every layer shares.

use serde::{Deserialize, Serialize};

/// Milliseconds since the session's first event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub i64);

impl Time {
    /// The session's first event.
    pub const ZERO: Self = Self(0);

    /// Milliseconds from `earlier` to this; negative when it lies before.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This moment, moved by `ms`.
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

/// A place in CSS px; its owner says relative to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    /// A point.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Moved by another.
    #[must_use]
    pub fn plus(self, by: Self) -> Self {
        Self::new(self.x + by.x, self.y + by.y)
    }

    /// Straight distance to another point, px.
    pub fn distance(self, to: Self) -> f64 {
        (self.x - to.x).hypot(self.y - to.y)
    }
}

/// Width and height in CSS px.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Size {
    /// To the right.
    pub width: f64,
    /// Down.
    pub height: f64,
}

impl Size {
    /// A size.
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height }
    }
}

/// A box in CSS px; its owner says relative to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Down.
    pub height: f64,
}

impl Rect {
    /// Whether `point` lies in it; the right and lower edges are outside.
    pub fn contains(&self, point: Point) -> bool {
        point.x >= self.x
            && point.y >= self.y
            && point.x < self.x + self.width
            && point.y < self.y + self.height
    }

    /// The place of `point` inside, 0–1 each way where it is inside; `None` for an empty box.
    pub fn fraction(&self, point: Point) -> Option<Point> {
        (self.width > 0.0 && self.height > 0.0)
            .then(|| Point::new((point.x - self.x) / self.width, (point.y - self.y) / self.height))
    }

    /// The place that lies `fraction` of the way across and down.
    pub fn at(&self, fraction: Point) -> Point {
        Point::new(self.x + fraction.x * self.width, self.y + fraction.y * self.height)
    }
}

/// The class of device that a visit was made on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Device {
    /// A computer.
    Desktop,
    /// A tablet.
    Tablet,
    /// A phone.
    Mobile,
}

impl Device {
    /// All of them, widest first.
    pub const ALL: [Self; 3] = [Self::Desktop, Self::Tablet, Self::Mobile];

    /// Told by the viewport alone: below 600 px wide a phone, below 1000 px a tablet.
    ///
    /// A recording has no user agent; a side table that names the device goes before this.
    pub fn of_viewport(viewport: Size) -> Self {
        match viewport.width {
            w if w < 600.0 => Self::Mobile,
            w if w < 1000.0 => Self::Tablet,
            _ => Self::Desktop,
        }
    }

    /// `desktop`, `tablet` or `mobile`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Tablet => "tablet",
            Self::Mobile => "mobile",
        }
    }

    /// The device of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|device| device.name().eq_ignore_ascii_case(name))
    }
}
