//! All visits of a page, in memory, as heat needs them: loaded once, chosen from many times.
//!
//! Flat lists instead of a value per visit, so that another segment costs milliseconds: it is a list of
//! views ([`Chosen`]), and everything else stays where it is. Knows no pictures.

mod load;

use super::super::{Error, Library, Segment, SessionKey};
use crate::event::{Device, Point, Size, Time};
use crate::facts::{Band, Element, OpenState};
use std::ops::Range;

/// Every view of one page on one class of device (or on all), in the order of the sessions' start.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Visits {
    /// The page's key.
    pub page: String,
    /// The class of device; `None` for all.
    pub device: Option<Device>,
    /// The sessions.
    pub visitors: Vec<Visitor>,
    /// Their views of the page, those of a session together.
    pub views: Vec<View>,
    /// What was done, by view.
    pub touches: Vec<Touch>,
    /// What was in view for how long, by view.
    pub bands: Vec<Band>,
    /// What `touches` name, each once.
    pub elements: Vec<Element>,
    /// The states that its visitors had open, besides as loaded; the first 64 are told apart.
    pub states: Vec<OpenState>,
    /// Names of channels that [`Visitor::channel`] counts in.
    pub channels: Vec<String>,
    /// Names of variants that [`Visitor::variant`] counts in.
    pub variants: Vec<String>,
}

/// A session that saw the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Visitor {
    /// Its key in the library.
    key: i64,
    /// It bought.
    pub bought: bool,
    /// The order's value, where it is known.
    pub order_value: Option<f64>,
    /// When it began, ms since 1970.
    pub started_ms: i64,
    /// The class of device.
    pub device: Device,
    /// An index into [`Visits::channels`].
    pub channel: Option<u32>,
    /// An index into [`Visits::variants`].
    pub variant: Option<u32>,
    /// Whether the visitor was there before, as far as the library knows; `None` where sessions do
    /// not tell their visitor.
    pub returning: Option<bool>,
}

impl Visitor {
    /// Its session.
    pub fn session(&self) -> SessionKey {
        SessionKey(self.key)
    }

    /// A visitor of whom nothing is known but the class of device; it is in no library.
    pub fn made(device: Device) -> Self {
        Self {
            key: 0,
            bought: false,
            order_value: None,
            started_ms: 0,
            device,
            channel: None,
            variant: None,
            returning: None,
        }
    }
}

/// One view of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Whose: an index into [`Visits::visitors`].
    pub visitor: u32,
    /// Which page view of the session.
    pub index: u32,
    /// When it began and ended.
    pub span: (Time, Time),
    /// The viewport when it began.
    pub viewport: Size,
    /// The page's height, if it was measured.
    pub page_height: Option<f64>,
    /// Largest vertical offset, px.
    pub max_scroll_px: f64,
    /// Its part of [`Visits::touches`].
    pub touches: Range<u32>,
    /// Its part of [`Visits::bands`].
    pub bands: Range<u32>,
    /// States that were seen open in it: bit n for state n of [`Visits::states`].
    pub states: u64,
    /// Its session was laid out, so that places inside elements are known.
    pub measured: bool,
}

/// What a touch of the page was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TouchKind {
    /// A mouse click.
    Click,
    /// A tap with a finger.
    Tap,
    /// The mouse at rest.
    Rest,
    /// A field in focus.
    Focus,
}

/// Something that was done at a place of the page.
#[expect(clippy::struct_excessive_bools, reason = "a click can be part of several signals at once")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touch {
    /// What.
    pub kind: TouchKind,
    /// In which view: an index into [`Visits::views`].
    pub view: u32,
    /// When, since the session's first event.
    pub at: Time,
    /// For how long, of rests and fields; 0 for clicks.
    pub ms: u32,
    /// On what: an index into [`Visits::elements`].
    pub element: Option<u32>,
    /// Where inside the element's box, 0–1 each way, if it was measured.
    pub inside: Option<(f32, f32)>,
    /// Where on the visitor's page, px.
    pub position: Option<(f32, f32)>,
    /// In which state of the page: one more than an index into [`Visits::states`], 0 as loaded.
    pub state: u8,
    /// The element stayed in place when the page was scrolled. `false` where it was not measured.
    pub fixed: bool,
    /// Part of a rage signal.
    pub rage: bool,
    /// A click that nothing answered.
    pub dead: bool,
    /// A click that a script error followed.
    pub error: bool,
    /// The element can be pressed or written in; told of rests only.
    pub control: bool,
}

impl Touch {
    /// A click or a tap.
    pub fn is_click(&self) -> bool {
        matches!(self.kind, TouchKind::Click | TouchKind::Tap)
    }

    /// Where inside the element's box, 0–1 each way, if it was measured.
    pub fn inside(&self) -> Option<Point> {
        self.inside.map(|(x, y)| Point::new(f64::from(x), f64::from(y)))
    }

    /// Where on the visitor's page, px.
    pub fn position(&self) -> Option<Point> {
        self.position.map(|(x, y)| Point::new(f64::from(x), f64::from(y)))
    }
}

/// The views of a segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Indexes into [`Visits::views`], ascending.
    pub views: Vec<u32>,
    /// How many sessions they belong to.
    pub sessions: u64,
}

impl Chosen {
    /// Whether there is no view.
    pub fn is_empty(&self) -> bool {
        self.views.is_empty()
    }
}

impl Visits {
    /// The views of the visitors that are wanted.
    pub fn choose(&self, wanted: impl Fn(&Visitor) -> bool) -> Chosen {
        let kept: Vec<bool> = self.visitors.iter().map(wanted).collect();
        let views = (0..).zip(&self.views).filter(|(_, view)| kept[view.visitor as usize]);
        let views = views.map(|(number, _)| number).collect();
        Chosen { views, sessions: kept.iter().map(|kept| u64::from(*kept)).sum() }
    }

    /// All views.
    pub fn everyone(&self) -> Chosen {
        self.choose(|_| true)
    }

    /// The view of that number.
    pub fn view(&self, number: u32) -> &View {
        &self.views[number as usize]
    }

    /// Who had the view.
    pub fn visitor(&self, view: &View) -> &Visitor {
        &self.visitors[view.visitor as usize]
    }

    /// What was done in a view.
    pub fn touches_of(&self, view: &View) -> &[Touch] {
        &self.touches[view.touches.start as usize..view.touches.end as usize]
    }

    /// What was in view for how long.
    pub fn bands_of(&self, view: &View) -> &[Band] {
        &self.bands[view.bands.start as usize..view.bands.end as usize]
    }

    /// The element of a touch.
    pub fn element(&self, touch: &Touch) -> Option<&Element> {
        self.elements.get(touch.element? as usize)
    }

    /// Views whose sessions were laid out, and all.
    pub fn measured(&self, chosen: &Chosen) -> (u64, u64) {
        let measured = chosen.views.iter().filter(|number| self.view(**number).measured).count();
        (measured as u64, chosen.views.len() as u64)
    }
}

impl Library {
    /// Every visit of a page on one class of device, or on all.
    ///
    /// Takes seconds for a hundred thousand visits: call it from a job, and keep what it gives until
    /// the library's sessions or their measures change.
    ///
    /// # Errors
    /// When the file cannot be read or what it has is damaged.
    pub fn visits(&self, page: &str, device: Option<Device>) -> Result<Visits, Error> {
        load::visits(self, page, device)
    }

    /// The views of `visits` whose sessions are in the segment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn choose(&self, visits: &Visits, segment: &Segment) -> Result<Chosen, Error> {
        let found = self.find(segment)?;
        Ok(visits.choose(|visitor| found.row(visitor.key).is_some()))
    }
}
