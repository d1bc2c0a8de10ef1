//! Screenshots of pages and files of the recorded site.

use super::super::{Error, Library};
use crate::event::Device;
use crate::format::ScreenshotSpec;

impl Library {
    /// The screenshots of a page for a class of device, with the numbers to fetch them by.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn screenshots(&self, page: &str, device: Device) -> Result<Vec<(ScreenshotSpec, i64)>, Error> {
        todo!("{page} {device:?}")
    }

    /// The bytes of a screenshot: PNG, JPEG or WebP.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none of that number; when the file cannot be read.
    pub fn screenshot(&self, id: i64) -> Result<Vec<u8>, Error> {
        todo!("{id}")
    }

    /// The bytes of a file of the site: of exactly this address, else of the address without its
    /// query and fragment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn asset(&self, url: &str) -> Result<Option<Vec<u8>>, Error> {
        todo!("{url}")
    }

    /// The addresses of all files of the site, sorted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn asset_urls(&self) -> Result<Vec<String>, Error> {
        todo!()
    }
}
