//! Zones that an analyst drew on a page: rectangles with a name.

use super::error::Doing as _;
use super::{Error, Library};
use crate::event::{Device, Rect};
use rusqlite::params;
use serde::{Deserialize, Serialize};

pub(super) const STEP: &str = "
CREATE TABLE zones(
  id INTEGER PRIMARY KEY AUTOINCREMENT, page TEXT NOT NULL, device TEXT NOT NULL, name TEXT NOT NULL,
  page_width REAL NOT NULL, x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL
);
CREATE INDEX zones_page ON zones(page, device);
";

/// A zone of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    /// Its number in the library; 0 for one that is not there yet.
    pub id: i64,
    /// What the analyst calls it.
    pub name: String,
    /// Width of the page that it was drawn on, CSS px.
    pub page_width: f64,
    /// Where it is on that page, CSS px.
    pub area: Rect,
}

impl Zone {
    /// Where it is on a picture of the page that is so wide, CSS px: all of it grows alike.
    pub fn on_width(&self, width: f64) -> Rect {
        let by = if self.page_width > 0.0 { width / self.page_width } else { 1.0 };
        let Rect { x, y, width, height } = self.area;
        Rect { x: x * by, y: y * by, width: width * by, height: height * by }
    }
}

impl Library {
    /// The zones of a page on a class of device, in the order in which they were drawn.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn zones(&self, page: &str, device: Device) -> Result<Vec<Zone>, Error> {
        let doing = "read the zones of a page";
        let mut query = self
            .db
            .prepare_cached(
                "SELECT id, name, page_width, x, y, width, height FROM zones
                 WHERE page = ? AND device = ? ORDER BY id",
            )
            .doing(doing)?;
        let rows = query
            .query_map(params![page, device.name()], |row| {
                let area = Rect { x: row.get(3)?, y: row.get(4)?, width: row.get(5)?, height: row.get(6)? };
                Ok(Zone { id: row.get(0)?, name: row.get(1)?, page_width: row.get(2)?, area })
            })
            .doing(doing)?;
        rows.collect::<Result<_, _>>().doing(doing)
    }

    /// Keeps a zone: a new one where its id is 0, else in place of the one of that id. Gives its id.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn put_zone(&self, page: &str, device: Device, zone: &Zone) -> Result<i64, Error> {
        self.writable()?;
        let Rect { x, y, width, height } = zone.area;
        let id = (zone.id != 0).then_some(zone.id);
        let values = params![id, page, device.name(), zone.name, zone.page_width, x, y, width, height];
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO zones(id, page, device, name, page_width, x, y, width, height)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )
            .and_then(|mut put| put.insert(values))
            .doing("keep a zone")
    }

    /// Takes a zone away.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn remove_zone(&self, id: i64) -> Result<(), Error> {
        self.writable()?;
        self.db
            .prepare_cached("DELETE FROM zones WHERE id = ?")
            .and_then(|mut delete| delete.execute([id]))
            .doing("take a zone away")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_kept_changed_and_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("zones.wherefore")).unwrap();
        let area = Rect { x: 10.0, y: 20.0, width: 100.0, height: 50.0 };
        let mut zone = Zone { id: 0, name: "Hero".to_owned(), page_width: 400.0, area };
        zone.id = library.put_zone("/", Device::Mobile, &zone).unwrap();
        assert_eq!(library.zones("/", Device::Mobile).unwrap(), [zone.clone()]);
        assert_eq!(library.zones("/", Device::Desktop).unwrap(), []);
        zone.name = "Top".to_owned();
        assert_eq!(library.put_zone("/", Device::Mobile, &zone).unwrap(), zone.id);
        assert_eq!(library.zones("/", Device::Mobile).unwrap(), [zone.clone()]);
        library.remove_zone(zone.id).unwrap();
        assert_eq!(library.zones("/", Device::Mobile).unwrap(), []);
    }

    #[test]
    fn a_zone_grows_with_the_page() {
        let area = Rect { x: 10.0, y: 20.0, width: 100.0, height: 50.0 };
        let zone = Zone { id: 0, name: String::new(), page_width: 400.0, area };
        assert_eq!(zone.on_width(800.0), Rect { x: 20.0, y: 40.0, width: 200.0, height: 100.0 });
    }
}
