//! The page that heat is laid over: a screenshot where there is one, else the page as we draw it.

use super::{Assets, Fonts, Picture, Trouble};
use crate::event::{Rect, Size};
use crate::replay::PageState;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a background comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A screenshot of the bundle.
    Screenshot,
    /// Drawn from a recording.
    Drawn,
}

/// A screenshot of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Screenshot {
    /// The pixels.
    pub picture: Picture,
    /// Width of the viewport when it was taken, CSS px; 0 when that is not known.
    pub viewport_width: f64,
    /// Height of the page, CSS px; 0 when that is not known.
    pub page_height: f64,
}

/// What a background is made of.
#[derive(Debug, Clone)]
pub struct BackgroundRequest {
    /// The page's key.
    pub page: String,
    /// The page in a typical visit.
    pub state: PageState,
    /// A screenshot of it, if there is one.
    pub screenshot: Option<Screenshot>,
}

/// A page with the places of its elements.
#[derive(Debug, Clone, PartialEq)]
pub struct Background {
    /// The page from top to bottom. May have more or fewer pixels than `size`.
    pub picture: Picture,
    /// The page's key.
    pub page: String,
    /// Its size, CSS px: what `boxes` count in.
    pub size: Size,
    /// Boxes of its elements by selector (see [`crate::facts::Element::selector`]).
    pub boxes: BTreeMap<String, Rect>,
    /// Where the picture comes from.
    pub source: Source,
    /// Addresses that the page asked for and that were not known.
    pub missing: Vec<String>,
}

impl Background {
    /// Makes one, on a thread of its own, and waits for it.
    ///
    /// # Errors
    /// [`Trouble`] when the page cannot be drawn and there is no screenshot of it either.
    pub fn make(request: BackgroundRequest, assets: Arc<dyn Assets>, fonts: Fonts) -> Result<Self, Trouble> {
        let _ = (request, assets, fonts);
        todo!()
    }
}
