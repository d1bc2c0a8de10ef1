//! What a table tells of sessions: every column is a property.

use super::kinds::{self, plain};
use super::reading::{Reading, email_hash};
use crate::format::item::SessionRow;
use std::collections::BTreeMap;

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<SessionRow> {
    let names: Vec<String> = reading.sheet.columns.iter().map(|column| name(reading, column)).collect();
    let mut found = Vec::new();
    let sheet = reading.sheet;
    for row in &sheet.rows {
        let Some(session) = reading.text(row, "session") else {
            reading.fault(row, "The row names no session.");
            continue;
        };
        let mut properties = BTreeMap::new();
        for (name, cell) in names.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
            match name.as_str() {
                "session" => {}
                // The address itself is not kept.
                "email" => {
                    email_hash(cell).map(|hash| properties.entry("email_hash".to_owned()).or_insert(hash));
                }
                name => {
                    properties.insert(name.to_owned(), cell.clone());
                }
            }
        }
        found.push(SessionRow { session, properties });
    }
    found
}

/// The name of a column's property: that of its field, else its header with `_` between words.
fn name(reading: &Reading<'_>, column: &str) -> String {
    let mapped = reading.mapping.columns.iter().find(|(_, header)| *header == column);
    if let Some((field, _)) = mapped {
        return field.clone();
    }
    let plain = plain(column);
    if kinds::EMAIL.split('|').any(|known| known == plain) {
        "email".to_owned()
    } else {
        plain.replace(' ', "_")
    }
}
