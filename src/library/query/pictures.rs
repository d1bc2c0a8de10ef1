//! Screenshots of pages and files of the recorded site.

use super::super::error::Doing as _;
use super::super::{Error, Library};
use crate::event::Device;
use crate::format::ScreenshotSpec;
use rusqlite::{OptionalExtension as _, params};

impl Library {
    /// The screenshots of a page for a class of device, with the numbers to fetch them by; those of
    /// the page as loaded before those of its states.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn screenshots(&self, page: &str, device: Device) -> Result<Vec<(ScreenshotSpec, i64)>, Error> {
        let mut query = self
            .db
            .prepare_cached(
                "SELECT file, page, device, viewport_width, page_height, variant, state, id FROM screenshots
                 WHERE page = ? AND device = ? ORDER BY state IS NOT NULL, variant IS NOT NULL, viewport_width, file",
            )
            .doing("list screenshots")?;
        let rows = query.query_map(params![page, device.name()], |row| {
            let spec = ScreenshotSpec {
                file: row.get(0)?,
                page: row.get(1)?,
                device: row.get(2)?,
                viewport_width: row.get(3)?,
                page_height: row.get(4)?,
                variant: row.get(5)?,
                state: row.get(6)?,
            };
            Ok((spec, row.get(7)?))
        });
        rows.and_then(Iterator::collect).doing("list screenshots")
    }

    /// The bytes of a screenshot: PNG, JPEG or WebP.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none of that number; when the file cannot be read.
    pub fn screenshot(&self, id: i64) -> Result<Vec<u8>, Error> {
        let found: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT b.data FROM screenshots x JOIN blobs b ON b.hash = x.hash WHERE x.id = ?")
            .and_then(|mut q| q.query_row([id], |row| row.get(0)).optional())
            .doing("read a screenshot")?;
        found.ok_or_else(|| Error::Missing { what: "screenshot", id: id.to_string() })
    }

    /// The bytes of a file of the site: of exactly this address, else of the address without its
    /// query and fragment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn asset(&self, url: &str) -> Result<Option<Vec<u8>>, Error> {
        let mut query = self
            .db
            .prepare_cached("SELECT b.data FROM assets x JOIN blobs b ON b.hash = x.hash WHERE x.url = ?")
            .doing("read a file of the site")?;
        let without_fragment = url.split('#').next().unwrap_or_default();
        let bare = without_fragment.split('?').next().unwrap_or_default();
        let mut tried = "";
        for candidate in [url, without_fragment, bare] {
            if candidate == tried || candidate.is_empty() {
                continue;
            }
            tried = candidate;
            let found = query.query_row([candidate], |row| row.get(0)).optional();
            if let Some(bytes) = found.doing("read a file of the site")? {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }

    /// The addresses of all files of the site, sorted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn asset_urls(&self) -> Result<Vec<String>, Error> {
        self.db
            .prepare_cached("SELECT url FROM assets ORDER BY url")
            .and_then(|mut q| q.query_map([], |row| row.get(0))?.collect())
            .doing("list the files of the site")
    }
}
