//! Files of the recorded site as `data:` addresses; what is not known is noted.

use crate::render::Assets;
use base64::Engine as _;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use url::Url;

/// The most addresses that are remembered as missing, and the longest.
const MOST_MISSING: usize = 1_000;
const LONGEST: usize = 300;

/// Looks files up for one page, each once.
pub(super) struct Files<'a> {
    assets: &'a dyn Assets,
    known: BTreeMap<String, Option<Arc<str>>>,
    missing: BTreeSet<String>,
}

impl<'a> Files<'a> {
    pub(super) fn new(assets: &'a dyn Assets) -> Self {
        Self { assets, known: BTreeMap::new(), missing: BTreeSet::new() }
    }

    /// The file at `address` as a `data:` address that needs no escapes in CSS strings and attributes.
    pub(super) fn data(&mut self, address: &str, base: &Url) -> Option<Arc<str>> {
        let address = address.trim();
        if address.is_empty() {
            return None;
        }
        if address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
            return Some(clean(address).into());
        }
        let url = base.join(address).ok()?;
        let fragment = url.fragment().map(|name| format!("#{}", clean(name))).unwrap_or_default();
        let mut whole = url;
        whole.set_fragment(None);
        let key = whole.to_string();
        let found = if let Some(known) = self.known.get(&key) {
            known.clone()
        } else {
            let data = self.assets.get(&key).map(|bytes| Arc::from(encoded(&bytes, whole.path())));
            if data.is_none() {
                self.lack(&key);
            }
            self.known.insert(key, data.clone());
            data
        };
        found.map(|data| if fragment.is_empty() { data } else { format!("{data}{fragment}").into() })
    }

    /// The text of the sheet at `address`, and where it lies.
    pub(super) fn sheet(&mut self, address: &str, base: &Url) -> Option<(String, Url)> {
        let url = base.join(address.trim()).ok()?;
        let Some(bytes) = self.assets.get(url.as_str()) else {
            self.lack(url.as_str());
            return None;
        };
        Some((String::from_utf8_lossy(&bytes).into_owned(), url))
    }

    /// Addresses that were asked for and not known, sorted.
    pub(super) fn missing(self) -> Vec<String> {
        self.missing.into_iter().collect()
    }

    fn lack(&mut self, url: &str) {
        if self.missing.len() < MOST_MISSING {
            self.missing.insert(url.chars().take(LONGEST).collect());
        }
    }
}

/// A `data:` address without what would end the string that it is written into.
fn clean(address: &str) -> String {
    let mut whole = String::with_capacity(address.len());
    for letter in address.chars() {
        match letter {
            '"' => whole.push_str("%22"),
            '\'' => whole.push_str("%27"),
            '<' => whole.push_str("%3C"),
            '>' => whole.push_str("%3E"),
            '\\' => whole.push_str("%5C"),
            '\n' | '\r' | '\t' => {}
            other => whole.push(other),
        }
    }
    whole
}

fn encoded(bytes: &[u8], path: &str) -> String {
    format!("data:{};base64,{}", kind(bytes, path), base64::engine::general_purpose::STANDARD.encode(bytes))
}

/// The kind of a file by how it begins, else by its name.
fn kind(bytes: &[u8], path: &str) -> &'static str {
    const BEGINNINGS: [(&[u8], &str); 9] = [
        (b"\x89PNG\r", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"wOF2", "font/woff2"),
        (b"wOFF", "font/woff"),
        (b"OTTO", "font/otf"),
        (b"\0\x01\0\0", "font/ttf"),
        (b"true", "font/ttf"),
        (b"BM", "image/bmp"),
    ];
    if let Some((_, kind)) = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
        return kind;
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return "image/webp";
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return "image/avif";
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_000)]).to_ascii_lowercase();
    let named = path.rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    if head.contains("<svg") || named && head.trim_start().starts_with('<') {
        return "image/svg+xml";
    }
    "application/octet-stream"
}
