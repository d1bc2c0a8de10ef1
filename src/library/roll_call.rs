//! Which sessions a damaged library had, as far as anything in it still tells.

use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Ids of sessions with their files, as many as can be read from either end, or from the index of ids,
/// which knows no files.
pub(super) fn ids(db: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for what in [
        "id, '' FROM sessions ORDER BY id",
        "id, file FROM sessions ORDER BY key",
        "id, file FROM sessions ORDER BY key DESC",
    ] {
        let mut all = db.prepare(&format!("SELECT {what}"))?;
        let mut rows = all.query([])?;
        while let Ok(Some(row)) = rows.next() {
            if let (Ok(id), Ok(file)) = (row.get(0), row.get(1)) {
                found.insert(id, file);
            }
        }
    }
    Ok(found)
}

/// How many sessions there are by all that can still be read: their list, and what belongs to them.
pub(super) fn keys(db: &Connection) -> usize {
    let mut found = BTreeSet::new();
    for from in
        ["key FROM sessions", "session FROM recordings", "session FROM facts", "session FROM page_views"]
    {
        for order in ["", "DESC"] {
            let Ok(mut all) = db.prepare(&format!("SELECT {from} ORDER BY 1 {order}")) else { continue };
            let Ok(mut rows) = all.query([]) else { continue };
            while let Ok(Some(row)) = rows.next() {
                found.extend(row.get::<_, i64>(0));
            }
        }
    }
    found.len()
}
