//! Orders. Shops write one row for each thing that was bought; the first of an order tells the most.

use super::kinds;
use super::reading::Reading;
use crate::format::item::OrderRow;
use std::collections::HashMap;

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<OrderRow> {
    let (total, subtotal) = (reading.decimal("total"), reading.decimal("subtotal"));
    let mut found: Vec<OrderRow> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut torn: Vec<String> = Vec::new();
    let sheet = reading.sheet;
    for row in &sheet.rows {
        let Some(order) = reading.text(row, "order") else {
            reading.fault(row, "The row names no order.");
            continue;
        };
        let next = OrderRow {
            session: reading.text(row, "session").or_else(|| reading.attribute(row, kinds::SESSION)),
            visitor: reading.text(row, "visitor").or_else(|| reading.attribute(row, kinds::VISITOR)),
            email_hash: reading.email_hash(row),
            at: reading.moment(row),
            total: reading.number(row, "total", total),
            subtotal: reading.number(row, "subtotal", subtotal),
            currency: reading.text(row, "currency").or_else(|| reading.mark(row, "total")),
            coupon: reading.text(row, "coupon"),
            alias: reading.text(row, "alias"),
            order: order.clone(),
        };
        if let Some(first) = known.get(&order).and_then(|index| found.get_mut(*index)) {
            if next.session.is_some() && first.session.is_some() && first.session != next.session {
                torn.push(order);
            }
            complete(first, next);
        } else {
            known.insert(order, found.len());
            found.push(next);
        }
    }
    if let Some(order) = torn.first() {
        let more = torn.len() - 1;
        let others = if more == 0 { String::new() } else { format!(" (so do {more} more rows)") };
        reading.notes.push(format!(
            "Order {order:?} names more than one session{others}; that of its first row was taken."
        ));
    }
    found
}

/// What the first row of an order leaves open, a later one may tell.
fn complete(first: &mut OrderRow, next: OrderRow) {
    let texts = [
        (&mut first.session, next.session),
        (&mut first.visitor, next.visitor),
        (&mut first.email_hash, next.email_hash),
        (&mut first.at, next.at),
        (&mut first.currency, next.currency),
        (&mut first.coupon, next.coupon),
        (&mut first.alias, next.alias),
    ];
    for (known, more) in texts {
        *known = known.take().or(more);
    }
    first.total = first.total.or(next.total);
    first.subtotal = first.subtotal.or(next.subtotal);
}
