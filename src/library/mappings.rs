//! What people said of tables that nobody knew, by the tables' headers.

use super::{Error, Library};
use crate::format::{Mapping, fingerprint};
use std::collections::BTreeMap;

/// The setting that holds them.
const SETTING: &str = "mappings";

impl Library {
    /// All mappings, by the fingerprint of the header that they are for.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mappings(&self) -> Result<BTreeMap<String, Mapping>, Error> {
        let Some(text) = self.setting(SETTING)? else { return Ok(BTreeMap::new()) };
        serde_json::from_str(&text)
            .map_err(|e| Error::Stored { what: "mappings of tables", why: e.to_string() })
    }

    /// The mapping for a header.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mapping(&self, fingerprint: &str) -> Result<Option<Mapping>, Error> {
        Ok(self.mappings()?.remove(fingerprint))
    }

    /// Keeps what a person says of tables with this header; the next import asks no more.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn remember_mapping(&self, columns: &[String], mapping: &Mapping) -> Result<(), Error> {
        let mut all = self.mappings()?;
        all.insert(fingerprint(columns), mapping.clone());
        self.put_mappings(&all)
    }

    /// Forgets it, so that the next import asks again.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn forget_mapping(&self, fingerprint: &str) -> Result<(), Error> {
        let mut all = self.mappings()?;
        all.remove(fingerprint);
        self.put_mappings(&all)
    }

    fn put_mappings(&self, all: &BTreeMap<String, Mapping>) -> Result<(), Error> {
        let text = serde_json::to_string(all)
            .map_err(|e| Error::Stored { what: "mappings of tables", why: e.to_string() })?;
        self.put_setting(SETTING, &text)
    }
}
