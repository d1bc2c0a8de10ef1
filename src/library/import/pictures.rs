//! Screenshots and files of the site into the library: each content once.

use super::super::Error;
use super::super::error::Doing as _;
use crate::format::ScreenshotSpec;
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

/// Keeps a page screenshot, in place of the one of its page, device and file.
pub(super) fn screenshot(db: &mut Connection, spec: &ScreenshotSpec, bytes: &[u8]) -> Result<(), Error> {
    let doing = "keep a screenshot";
    let change = db.transaction().doing(doing)?;
    let hash = put_blob(&change, bytes).doing(doing)?;
    let put =
        "INSERT INTO screenshots(page, device, variant, viewport_width, page_height, file, state, url, hash)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(page, device, file) DO UPDATE SET
                 variant = excluded.variant, viewport_width = excluded.viewport_width,
                 page_height = excluded.page_height, state = excluded.state, url = excluded.url,
                 hash = excluded.hash";
    let values = params![
        spec.page,
        spec.device.to_ascii_lowercase(),
        spec.variant,
        spec.viewport_width,
        spec.page_height,
        spec.file,
        spec.state,
        spec.url,
        hash
    ];
    change.execute(put, values).doing(doing)?;
    change.commit().doing(doing)
}

/// Keeps a file of the site under its address.
pub(super) fn asset(db: &mut Connection, url: &str, bytes: &[u8]) -> Result<(), Error> {
    let doing = "keep a file of the site";
    let change = db.transaction().doing(doing)?;
    let hash = put_blob(&change, bytes).doing(doing)?;
    change
        .execute("INSERT OR REPLACE INTO assets(url, hash) VALUES (?, ?)", params![url, hash])
        .doing(doing)?;
    change.commit().doing(doing)
}

/// Keeps bytes once, however often they come.
fn put_blob(db: &Connection, bytes: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let hash = Sha256::digest(bytes).to_vec();
    db.prepare_cached("INSERT OR IGNORE INTO blobs(hash, data) VALUES (?, ?)")?
        .execute(params![hash, bytes])?;
    Ok(hash)
}
