//! A painter on a thread of its own, for callers that cannot wait or that must not be harmed.

use super::{Assets, Fonts, Picture, Trouble};
use crate::event::{NodeId, Rect};
use crate::replay::PageState;
use std::sync::Arc;

/// What of the page is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// What the visitor saw.
    Viewport,
    /// The page from top to bottom.
    FullPage,
}

/// A wish for a picture.
#[derive(Debug, Clone)]
pub struct FrameRequest {
    /// The caller's name for it; comes back with the picture.
    pub key: u64,
    /// The page.
    pub state: PageState,
    /// How much of it.
    pub what: What,
    /// Nodes whose boxes are wanted too.
    pub boxes: Vec<NodeId>,
}

/// The answer to a [`FrameRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The request's key.
    pub key: u64,
    /// The picture, or why there is none.
    pub result: Result<Drawn, Trouble>,
}

/// A drawn page.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The pixels.
    pub picture: Picture,
    /// The boxes that were asked for, in the order asked, page px; see [`super::Painter::boxes`].
    pub boxes: Vec<Option<Rect>>,
    /// The page's height, CSS px.
    pub page_height: f64,
    /// Addresses asked for and not known, sorted; see [`super::Painter::missing`].
    pub missing: Vec<String>,
}

/// Draws on its own thread. The newest request wins: older ones that have not begun are dropped.
pub struct Studio {}

impl Studio {
    /// A studio; its thread begins with the first request. `wake` is called from that thread whenever
    /// a frame is ready.
    pub fn new(assets: Arc<dyn Assets>, fonts: Fonts, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let _ = (assets, fonts, wake);
        todo!()
    }

    /// Asks for a picture and returns at once.
    pub fn request(&self, request: FrameRequest) {
        let _ = request;
        todo!()
    }

    /// A frame that is ready, each given out once; never blocks.
    pub fn poll(&self) -> Option<Frame> {
        todo!()
    }

    /// Whether a request is being worked on or waits.
    pub fn is_busy(&self) -> bool {
        todo!()
    }

    /// Draws and waits: for the command line and exports. Goes before waiting requests.
    pub fn draw(&self, request: FrameRequest) -> Frame {
        let _ = request;
        todo!()
    }
}

impl std::fmt::Debug for Studio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Studio").finish_non_exhaustive()
    }
}
