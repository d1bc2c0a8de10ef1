//! Rows by column name, and what they become.

use super::values::{moment, number};
use crate::format::item::{AnswerRow, ArmRow, OrderRow, SessionRow};
use crate::format::notes::Notes;
use std::collections::{BTreeMap, HashMap};

pub(super) const SESSION: &[&str] = &["session_id", "session", "sessionid", "session id", "recording_id"];
pub(super) const ORDER: &[&str] =
    &["order_id", "order", "order_number", "order number", "order id", "order #", "transaction_id", "name"];
pub(super) const TOTAL: &[&str] = &["total", "order_value", "order total", "amount", "revenue", "value"];
pub(super) const QUESTION: &[&str] = &["question", "question_text"];
pub(super) const TEXT: &[&str] = &["answer", "text", "response", "comment"];
pub(super) const EXPERIMENT: &[&str] = &["experiment", "experiment_id", "test"];
pub(super) const VARIANT: &[&str] = &["variant", "variation", "arm"];
pub(super) const CONVERSIONS: &[&str] = &["conversions", "converted", "orders"];
const AT: &[&str] = &["at", "created_at", "created at", "date", "time", "timestamp", "submitted_at"];
const SUBTOTAL: &[&str] = &["subtotal", "sub_total"];
const CURRENCY: &[&str] = &["currency", "currency_code"];
const COUPON: &[&str] = &["coupon", "coupon_code", "discount code", "discount_code", "code"];
const ANSWER: &[&str] = &["answer_id", "response_id", "id"];
const SURVEY: &[&str] = &["survey", "survey_id", "survey_name", "kind"];
const SCORE: &[&str] = &["score", "rating", "csat", "nps", "value"];
const SESSIONS: &[&str] = &["sessions", "visitors", "users"];
const NAME: &[&str] = &["name", "label", "description"];

/// A row: cells that are not empty, by column.
#[derive(Debug)]
pub(super) struct Row {
    line: usize,
    cells: BTreeMap<String, String>,
}

impl Row {
    /// Of columns and cells; empty cells are left out.
    pub(super) fn new(line: usize, cells: impl Iterator<Item = (String, String)>) -> Self {
        Self { line, cells: cells.filter(|(_, cell)| !cell.is_empty()).collect() }
    }

    /// The columns that have something in them.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> {
        self.cells.keys()
    }

    fn get(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.cells.get(*name)).map(String::as_str)
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        self.get(names).map(str::to_owned)
    }

    fn number(&self, names: &[&str], notes: &mut Notes<'_>) -> Option<f64> {
        let cell = self.get(names)?;
        let value = number(cell);
        if value.is_none() {
            self.set_aside(&format!("{cell:?} is no number."), notes);
        }
        value
    }

    fn count(&self, names: &[&str]) -> Option<u64> {
        self.get(names)?.parse().ok()
    }

    fn moment(&self, notes: &mut Notes<'_>) -> Option<String> {
        let cell = self.get(AT)?;
        let value = moment(cell);
        if value.is_none() {
            self.set_aside(&format!("{cell:?} is no date and time that is understood."), notes);
        }
        value
    }

    fn set_aside(&self, why: &str, notes: &mut Notes<'_>) {
        notes.set_aside(&format!("line {}", self.line), why);
    }
}

pub(super) fn sessions(rows: &[Row], notes: &mut Notes<'_>) -> Vec<SessionRow> {
    let mut found = Vec::new();
    for row in rows {
        let Some(session) = row.text(SESSION) else {
            row.set_aside("The row names no session.", notes);
            continue;
        };
        let mut properties = row.cells.clone();
        properties.retain(|name, _| !SESSION.contains(&&**name));
        found.push(SessionRow { session, properties });
    }
    found
}

/// Shops write one row for each thing that was bought; the first of an order tells the most.
pub(super) fn orders(rows: &[Row], notes: &mut Notes<'_>) -> Vec<OrderRow> {
    let mut found: Vec<OrderRow> = Vec::new();
    let mut known = HashMap::new();
    for row in rows {
        let Some(order) = row.text(ORDER) else {
            row.set_aside("The row names no order.", notes);
            continue;
        };
        let next = OrderRow {
            session: row.text(SESSION),
            at: row.moment(notes),
            total: row.number(TOTAL, notes),
            subtotal: row.number(SUBTOTAL, notes),
            currency: row.text(CURRENCY),
            coupon: row.text(COUPON),
            order: order.clone(),
        };
        let index = *known.entry(order).or_insert(found.len());
        match found.get_mut(index) {
            None => found.push(next),
            Some(first) => {
                first.session = first.session.take().or(next.session);
                first.at = first.at.take().or(next.at);
                first.total = first.total.or(next.total);
                first.subtotal = first.subtotal.or(next.subtotal);
                first.currency = first.currency.take().or(next.currency);
                first.coupon = first.coupon.take().or(next.coupon);
            }
        }
    }
    found
}

pub(super) fn answers(rows: &[Row], notes: &mut Notes<'_>) -> Vec<AnswerRow> {
    let mut found = Vec::new();
    for row in rows {
        let (text, score) = (row.text(TEXT), row.number(SCORE, notes));
        if text.is_none() && score.is_none() {
            row.set_aside("The row has no answer.", notes);
            continue;
        }
        found.push(AnswerRow {
            answer: row.text(ANSWER).unwrap_or_else(|| format!("{}:{}", notes.file(), row.line)),
            session: row.text(SESSION),
            survey: row.text(SURVEY).unwrap_or_default(),
            at: row.moment(notes),
            question: row.text(QUESTION).unwrap_or_default(),
            text: text.unwrap_or_default(),
            score,
        });
    }
    found
}

pub(super) fn arms(rows: &[Row], notes: &mut Notes<'_>) -> Vec<ArmRow> {
    let mut found = Vec::new();
    for row in rows {
        let counts = row.count(SESSIONS).zip(row.count(CONVERSIONS));
        let (Some(experiment), Some(variant), Some((sessions, conversions))) =
            (row.text(EXPERIMENT), row.text(VARIANT), counts)
        else {
            row.set_aside(
                "The row lacks the experiment, the variant or a whole number of sessions and conversions.",
                notes,
            );
            continue;
        };
        let name = row.text(NAME).unwrap_or_default();
        found.push(ArmRow { experiment, variant, name, sessions, conversions });
    }
    found
}
