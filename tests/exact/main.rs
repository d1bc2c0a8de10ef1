//! Exact pictures: what is written for the browser, and what the browser makes of it.
//!
//! Tests that need a browser say so and pass where there is none.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "what was skipped is told")]

mod drawn;
mod maker;
mod written;

use std::collections::BTreeMap;
use wherefore::render::{Assets, Browser, Camera, Choice};

/// Files of a site that is made up.
#[derive(Default)]
pub(crate) struct Files(pub(crate) BTreeMap<&'static str, Vec<u8>>);

impl Assets for Files {
    fn get(&self, url: &str) -> Option<Vec<u8>> {
        self.0.get(url).cloned()
    }
}

/// A camera with the browser of this computer, if it has one.
pub(crate) fn camera() -> Option<Camera> {
    let browser = Browser::find(&Choice::of_environment());
    if browser.is_none() {
        eprintln!("skipped: no browser is installed here, or WHEREFORE_BROWSER is off");
    }
    browser.map(Camera::new)
}
