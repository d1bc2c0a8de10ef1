//! Stills drawn by a browser that is installed here: Chrome, Edge, Chromium or Brave. An option; without one
//! everything is drawn by our own engine.
//!
//! A page state is written as one HTML file that needs nothing: no script, no address but `data:`
//! (`page`, `element`, `css`, `files`, `nesting`). A browser (`browser`) is run without a window, without a
//! network and with an empty profile, and told over a pipe what to show (`pipe`, `camera`): the pipe, and not
//! `--screenshot`, as it can set a viewport of any size, open dialogs over the page, draw a page from top to
//! bottom without making its window higher, draw many stills with one start, and refuse every request.
//!
//! Start reading at [`Camera`], then `page`.

mod browser;
mod camera;
mod css;
mod element;
mod files;
mod nesting;
mod page;
mod pipe;

pub use browser::{Browser, Choice};
pub use camera::{Camera, ExactStill, Shot};
pub use page::{ExactPage, exact_page};
