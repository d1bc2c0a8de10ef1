//! Where a page's files come from. Nothing here opens a connection: what is not in the recording or
//! in the library is answered with nothing.

/// Files of recorded sites by address: from a bundle, from the library.
pub trait Assets: Send + Sync {
    /// The bytes as the site served them; `None` when they are not known.
    fn get(&self, url: &str) -> Option<Vec<u8>>;
}

/// No files at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoAssets;

impl Assets for NoAssets {
    fn get(&self, _url: &str) -> Option<Vec<u8>> {
        None
    }
}
