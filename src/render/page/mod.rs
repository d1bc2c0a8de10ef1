//! The live document of the shown page.

use super::{Assets, Fonts, Trouble};
use crate::replay::PageState;
use std::sync::Arc;

pub(super) struct Page {}

impl Page {
    pub(super) fn new(_assets: Arc<dyn Assets>, _fonts: Fonts) -> Self {
        Self {}
    }

    pub(super) fn show(&mut self, _state: &PageState) -> Result<(), Trouble> {
        todo!()
    }
}
