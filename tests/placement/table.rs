//! A table of what was placed and of what was missed.

use std::collections::BTreeMap;
use std::fmt;

/// Clicks on one page, class of device and page state.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Row {
    pub(crate) clicks: u32,
    pub(crate) unplaced: u32,
    /// Placed, on a picture that is no screenshot: Chromium told no boxes for it.
    pub(crate) unknown: u32,
    pub(crate) judged: u32,
    pub(crate) inside: u32,
}

impl Row {
    pub(crate) fn hit(&mut self) {
        self.judged += 1;
        self.inside += 1;
    }
}

#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<(String, &'static str, String), Row>,
    misses: Vec<String>,
}

impl Table {
    pub(crate) fn put(&mut self, key: (String, &'static str, String), row: Row) {
        self.rows.insert(key, row);
    }

    pub(crate) fn miss(&mut self, what: String) {
        self.misses.push(what);
    }

    pub(crate) fn total(&self) -> Row {
        let add = |a: Row, b: &Row| Row {
            clicks: a.clicks + b.clicks,
            unplaced: a.unplaced + b.unplaced,
            unknown: a.unknown + b.unknown,
            judged: a.judged + b.judged,
            inside: a.inside + b.inside,
        };
        self.rows.values().fold(Row::default(), add)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, row: &Row| {
            let Row { clicks, unplaced, unknown, judged, inside } = row;
            let share = f64::from(*inside) * 100.0 / f64::from((*judged).max(1));
            writeln!(f, "{name:64} {clicks:6} {unplaced:6} {unknown:6} {judged:6} {inside:6} {share:6.1} %")
        };
        writeln!(f, "{:64} clicks unplac unknow judged inside", "page, device, state")?;
        for ((page, device, state), row) in &self.rows {
            line(f, &format!("{page} {device} {state}"), row)?;
        }
        line(f, "all", &self.total())?;
        self.misses.iter().try_for_each(|miss| writeln!(f, "  {miss}"))
    }
}
