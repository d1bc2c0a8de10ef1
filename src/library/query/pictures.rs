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
                "SELECT file, page, device, viewport_width, page_height, variant, state, url, id FROM screenshots
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
                url: row.get(7)?,
            };
            Ok((spec, row.get(8)?))
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
    /// fragment, without its query, or of its path alone, as a list of files may name it; else of the
    /// one file that differs in its query, which often tells a version only.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn asset(&self, url: &str) -> Result<Option<Vec<u8>>, Error> {
        let doing = "read a file of the site";
        let mut query = self
            .db
            .prepare_cached("SELECT b.data FROM assets x JOIN blobs b ON b.hash = x.hash WHERE x.url = ?")
            .doing(doing)?;
        let whole = url.split('#').next().unwrap_or_default();
        let bare = whole.split('?').next().unwrap_or_default();
        let path = |url: &str| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest).trim_start_matches("//");
            rest.find('/').map(|at| rest[at..].to_owned()).unwrap_or_default()
        };
        let mut tried: Vec<String> = Vec::new();
        for candidate in [url.to_owned(), whole.to_owned(), bare.to_owned(), path(whole), path(bare)] {
            if candidate.is_empty() || tried.contains(&candidate) {
                continue;
            }
            let found = query.query_row([&candidate], |row| row.get(0)).optional();
            if let Some(bytes) = found.doing(doing)? {
                return Ok(Some(bytes));
            }
            tried.push(candidate);
        }
        if bare.is_empty() {
            return Ok(None);
        }
        // All addresses that go on with a question mark: '@' is the sign that follows it.
        let sql = "SELECT b.data FROM assets x JOIN blobs b ON b.hash = x.hash
                   WHERE x.url >= ?1 || '?' AND x.url < ?1 || '@' LIMIT 2";
        let mut others: Vec<Vec<u8>> = self
            .db
            .prepare_cached(sql)
            .and_then(|mut query| query.query_map([bare], |row| row.get(0))?.collect())
            .doing(doing)?;
        Ok(others.pop().filter(|_| others.is_empty()))
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
