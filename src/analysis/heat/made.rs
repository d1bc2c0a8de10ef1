//! Visits made by hand, for the tests of this folder.

use crate::event::{Device, Size, Time};
use crate::facts::{Band, Element, OpenState};
use crate::library::{Chosen, Touch, TouchKind, View, Visitor, Visits};

/// A page 400 px wide.
pub(super) fn page(height: f64) -> Size {
    Size::new(400.0, height)
}

/// Visits while they are written. What is said counts for the last view or touch.
pub(super) struct Made {
    visits: Visits,
}

impl Made {
    pub(super) fn new() -> Self {
        Self { visits: Visits::default() }
    }

    /// Another session's view, of a phone of 400 × 800, scrolled so far.
    pub(super) fn view(&mut self, scroll: f64) -> &mut Self {
        self.visits.visitors.push(Visitor::made(Device::Mobile));
        self.again(scroll)
    }

    /// Another view of the same session.
    pub(super) fn again(&mut self, scroll: f64) -> &mut Self {
        let visits = &mut self.visits;
        let (touches, bands) = (count(visits.touches.len()), count(visits.bands.len()));
        visits.views.push(View {
            visitor: count(visits.visitors.len()) - 1,
            index: 0,
            span: (Time(1000), Time(9000)),
            viewport: page(800.0),
            page_height: None,
            max_scroll_px: scroll,
            touches: touches..touches,
            bands: bands..bands,
            states: 0,
            measured: true,
        });
        self
    }

    pub(super) fn page_height(&mut self, height: f64) -> &mut Self {
        self.last().page_height = Some(height);
        self
    }

    pub(super) fn viewport(&mut self, size: Size) -> &mut Self {
        self.last().viewport = size;
        self
    }

    pub(super) fn not_measured(&mut self) -> &mut Self {
        self.last().measured = false;
        self
    }

    /// It bought for so much.
    pub(super) fn bought(&mut self, value: f64) -> &mut Self {
        let visitor = self.visits.visitors.last_mut().unwrap();
        visitor.bought = true;
        visitor.order_value = Some(value);
        self
    }

    pub(super) fn band(&mut self, y: f64, ms: i64) -> &mut Self {
        self.visits.bands.push(Band { y, height: 800.0, ms });
        self.last().bands.end += 1;
        self
    }

    /// What the element of that selector says, if not the same.
    pub(super) fn says(&mut self, selector: &str, words: &str) {
        for element in self.visits.elements.iter_mut().filter(|it| it.selector == selector) {
            (element.name, element.text) = (words.to_owned(), words.to_owned());
        }
    }

    /// A click on the element of that selector (`""` for none), at that part of it.
    pub(super) fn click(&mut self, selector: &str, inside: Option<(f32, f32)>) -> &mut Self {
        let known = self.visits.elements.iter().position(|it| it.selector == selector);
        let element = known.unwrap_or_else(|| {
            let words = selector.trim_start_matches('#').to_owned();
            let element = Element { name: words.clone(), selector: selector.to_owned(), text: words };
            self.visits.elements.push(element);
            self.visits.elements.len() - 1
        });
        let at = Time(2000 + 100 * i64::from(self.last().touches.end - self.last().touches.start));
        self.visits.touches.push(Touch {
            kind: TouchKind::Click,
            view: count(self.visits.views.len()) - 1,
            at,
            ms: 0,
            element: (!selector.is_empty()).then(|| count(element)),
            inside,
            position: None,
            state: 0,
            fixed: false,
            rage: false,
            dead: false,
            error: false,
            control: false,
        });
        self.last().touches.end += 1;
        self
    }

    /// Changes the last touch.
    pub(super) fn with(&mut self, change: impl FnOnce(&mut Touch)) -> &mut Self {
        change(self.visits.touches.last_mut().unwrap());
        self
    }

    /// A state that touches can name.
    pub(super) fn state(&mut self, state: OpenState) -> &mut Self {
        self.visits.states.push(state);
        self
    }

    pub(super) fn done(self) -> (Visits, Chosen) {
        let everyone = self.visits.everyone();
        (self.visits, everyone)
    }

    fn last(&mut self) -> &mut View {
        self.visits.views.last_mut().unwrap()
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap()
}
