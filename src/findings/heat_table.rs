//! Heat as tables: a row for each element, and for each zone drawn by hand.

use super::export::{or_empty, text};
use super::{Error, HeatComparison, HeatMap};
use crate::analysis::heat::ElementHeat;
use crate::event::Rect;

/// The elements of a heatmap as CSV, most clicks first, zones drawn by hand after them. What is not
/// known is empty, never 0.
///
/// # Errors
/// Never in practice: writing to memory does not fail.
pub fn heat_csv(heat: &HeatMap) -> Result<String, Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "page",
        "device",
        "state",
        "name",
        "selector",
        "x",
        "y",
        "width",
        "height",
        "clicks",
        "share",
        "rage",
        "dead",
        "error",
        "sessions",
        "exposed",
        "exposure",
        "clicks_per_exposure",
        "first_click_ms",
        "bought_rate",
        "bought_rate_others",
        "bought_difference",
        "bought_difference_low",
        "bought_difference_high",
        "revenue_per_click",
    ])?;
    for row in heat.elements.iter().chain(&heat.zones) {
        table.write_record(record(heat, row))?;
    }
    text(table)
}

fn record(heat: &HeatMap, row: &ElementHeat) -> Vec<String> {
    let side = |of: fn(&Rect) -> f64| or_empty(row.area.as_ref().map(of));
    let found = row.bought_difference;
    vec![
        heat.page.clone(),
        heat.device.name().to_owned(),
        heat.state.as_ref().map_or_else(|| "as loaded".to_owned(), |state| state.label.clone()),
        row.name.clone(),
        row.selector.clone(),
        side(|area| area.x),
        side(|area| area.y),
        side(|area| area.width),
        side(|area| area.height),
        row.clicks.to_string(),
        part(Some(row.share)),
        row.rage.to_string(),
        row.dead.to_string(),
        row.error.to_string(),
        row.sessions.to_string(),
        or_empty(row.exposed),
        part(row.exposure),
        part(row.clicks_per_exposure),
        or_empty(row.first_click_ms),
        part(Some(row.bought_rate)),
        part(row.bought_rate_others),
        part(found.map(|found| found.difference)),
        part(found.map(|found| found.interval.low)),
        part(found.map(|found| found.interval.high)),
        or_empty(row.revenue_per_click.map(|value| format!("{value:.2}"))),
    ]
}

/// Two heatmaps element by element as CSV, largest difference of the click rate first.
///
/// # Errors
/// Never in practice: writing to memory does not fail.
pub fn heat_difference_csv(heat: &HeatComparison) -> Result<String, Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "name",
        "selector",
        "clicks_a",
        "sessions_a",
        "rate_a",
        "clicks_b",
        "sessions_b",
        "rate_b",
        "difference",
        "low",
        "high",
        "p_value",
        "q_value",
        "holds",
    ])?;
    for row in &heat.elements {
        let found = row.difference;
        table.write_record([
            row.name.clone(),
            row.selector.clone(),
            row.a.clicks.to_string(),
            row.a.sessions.to_string(),
            part(Some(row.a.rate)),
            row.b.clicks.to_string(),
            row.b.sessions.to_string(),
            part(Some(row.b.rate)),
            part(found.map(|found| found.difference)),
            part(found.map(|found| found.interval.low)),
            part(found.map(|found| found.interval.high)),
            or_empty(found.map(|found| format!("{:.6}", found.p_value))),
            or_empty(row.q_value.map(|value| format!("{value:.6}"))),
            if row.holds { "yes" } else { "no" }.to_owned(),
        ])?;
    }
    text(table)
}

/// A part of one with four digits.
fn part(value: Option<f64>) -> String {
    or_empty(value.map(|value| format!("{value:.4}")))
}
