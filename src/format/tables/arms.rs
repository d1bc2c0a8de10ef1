//! Arms of A/B tests: a row for each, or one for each metric and arm.

use super::kinds::plain;
use super::reading::Reading;
use crate::format::item::ArmRow;
use crate::format::source::stem;
use std::collections::{BTreeMap, BTreeSet};

/// `file` names the test where the table does not.
pub(super) fn read(reading: &mut Reading<'_>, file: &str) -> Vec<ArmRow> {
    let metrics: BTreeSet<&str> =
        reading.column("metric").map(|column| reading.sheet.cells(column).collect()).unwrap_or_default();
    let sums = sums(reading);
    let mut found: BTreeMap<(String, String), ArmRow> = BTreeMap::new();
    let mut order = Vec::new();
    let sheet = reading.sheet;
    for row in &sheet.rows {
        let metric = reading.cell(row, "metric");
        if metric.is_some_and(|metric| sums.contains(metric)) {
            continue;
        }
        let counts = reading.count(row, "sessions").zip(reading.count(row, "conversions"));
        let (Some(variant), Some((sessions, conversions))) = (reading.text(row, "variant"), counts) else {
            reading.fault(row, "The row lacks the variant or a whole number of visitors and conversions.");
            continue;
        };
        if conversions > sessions {
            reading.fault(row, "The row has more conversions than visitors.");
            continue;
        }
        let test = reading.text(row, "experiment").unwrap_or_else(|| stem(file).to_owned());
        let experiment = match metric {
            Some(metric) if metrics.len() - sums.len() > 1 => format!("{test} · {metric}"),
            _ => test,
        };
        let name = reading.text(row, "name").unwrap_or_default();
        let key = (experiment.clone(), variant.clone());
        if let Some(arm) = found.get_mut(&key) {
            arm.sessions += sessions;
            arm.conversions += conversions;
        } else {
            order.push(key.clone());
            found.insert(key, ArmRow { experiment, variant, name, sessions, conversions });
        }
    }
    if order.len() + reading.faults.len() < reading.sheet.rows.len() - skipped(reading, &sums) {
        reading.notes.push("Rows of the same test and variant were added up.".to_owned());
    }
    if !sums.is_empty() {
        let names: Vec<&str> = sums.iter().map(String::as_str).collect();
        reading.notes.push(format!(
            "Left out, since they are sums and no counts of conversions: {}.",
            names.join(", ")
        ));
    }
    order.iter().filter_map(|key| found.remove(key)).collect()
}

fn skipped(reading: &Reading<'_>, sums: &BTreeSet<String>) -> usize {
    let is_sum = |row| reading.cell(row, "metric").is_some_and(|metric| sums.contains(metric));
    reading.sheet.rows.iter().filter(|row| is_sum(row)).count()
}

/// Metrics that are sums, such as revenue: their values are not whole, or more than there are visitors.
fn sums(reading: &Reading<'_>) -> BTreeSet<String> {
    let totals = reading.mapping.header("conversions").is_some_and(|header| plain(header) == "total value");
    let mut found = BTreeSet::new();
    for row in reading.sheet.rows.iter().filter(|_| totals) {
        let (Some(metric), Some(visitors)) = (reading.cell(row, "metric"), reading.count(row, "sessions"))
        else {
            continue;
        };
        let number =
            reading.cell(row, "conversions").and_then(|cell| super::values::Decimal::Point.number(cell));
        if number.is_some_and(|number| number.fract() != 0.0 || number > visitors as f64) {
            found.insert(metric.to_owned());
        }
    }
    found
}
