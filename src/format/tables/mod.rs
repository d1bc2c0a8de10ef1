//! Side tables: rows about visits, orders, survey answers and tests, recognised by their columns.
//!
//! Columns are found by name, never by place, and several names are known for each.

mod rows;
mod values;

use super::item::{Item, Table};
use super::notes::Notes;
use rows::Row;

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Sessions,
    Orders,
    Answers,
    Arms,
}

impl Kind {
    /// Told by a file's name.
    pub(super) fn of_file(path: &str) -> Option<Self> {
        let name = super::source::file_name(path).to_ascii_lowercase();
        let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
        let (stem, ending) = name.rsplit_once('.')?;
        match (stem, ending) {
            ("sessions", "csv" | "tsv" | "ndjson" | "jsonl") => Some(Self::Sessions),
            ("orders", "csv" | "tsv") => Some(Self::Orders),
            ("surveys" | "survey" | "answers", "csv" | "tsv") => Some(Self::Answers),
            ("experiments" | "experiment", "csv" | "tsv") => Some(Self::Arms),
            _ => None,
        }
    }

    /// Told by the names of columns.
    fn of_columns(columns: &[String]) -> Option<Self> {
        let has = |names: &[&str]| names.iter().any(|name| columns.iter().any(|column| column == name));
        if has(rows::EXPERIMENT) && has(rows::VARIANT) && has(rows::CONVERSIONS) {
            Some(Self::Arms)
        } else if has(rows::QUESTION) && has(rows::TEXT) {
            Some(Self::Answers)
        } else if has(rows::ORDER) && has(rows::TOTAL) {
            Some(Self::Orders)
        } else {
            has(rows::SESSION).then_some(Self::Sessions)
        }
    }

    /// The columns that a row cannot do without, for messages.
    fn needs(self) -> &'static str {
        match self {
            Self::Sessions => "session_id",
            Self::Orders => "order_id and total",
            Self::Answers => "question and answer",
            Self::Arms => "experiment, variant, sessions and conversions",
        }
    }
}

/// Gives the rows of a table on; `false` when it is not known what it is.
pub(super) fn read(text: &str, kind: Option<Kind>, notes: &mut Notes<'_>) -> bool {
    let rows = if text.trim_start().starts_with(['{', '[']) {
        json_rows(text, notes)
    } else {
        csv_rows(text, notes)
    };
    let Some((columns, rows)) = rows else { return false };
    let told = Kind::of_columns(&columns);
    let Some(kind) = kind.or(told) else { return false };
    if told != Some(kind) {
        let found = columns.join(", ");
        notes.set_aside("", &format!("The table needs the columns {}; it has {found}.", kind.needs()));
        return true;
    }
    let table = match kind {
        Kind::Sessions => Table::Sessions(rows::sessions(&rows, notes)),
        Kind::Orders => Table::Orders(rows::orders(&rows, notes)),
        Kind::Answers => Table::Answers(rows::answers(&rows, notes)),
        Kind::Arms => Table::Arms(rows::arms(&rows, notes)),
    };
    notes.give(Item::Table(table));
    true
}

/// A header as columns are looked up: lower case, without blanks around it.
fn column(header: &str) -> String {
    header.trim().trim_start_matches('\u{feff}').to_lowercase()
}

fn csv_rows(text: &str, notes: &mut Notes<'_>) -> Option<(Vec<String>, Vec<Row>)> {
    let header = text.lines().next()?;
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|delimiter| {
        // The earlier of two that are as frequent: `max_by_key` takes the last.
        (header.bytes().filter(|b| b == delimiter).count(), u8::MAX - delimiter)
    })?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().ok()?.iter().map(column).collect();
    let mut rows = Vec::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = lines.of(record.position().map_or(0, csv::Position::byte));
                let cells = columns.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned()));
                rows.push(Row::new(line, cells));
            }
            Err(error) => {
                let line = lines.of(error.position().map_or(0, csv::Position::byte));
                notes.set_aside(&format!("line {line}"), &format!("The row is damaged: {error}."));
            }
        }
    }
    Some((columns, rows))
}

/// Counts lines from offsets that only grow.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line at an offset, from 1. The end of a line belongs to the next.
    fn of(&mut self, offset: u64) -> usize {
        let mut offset = usize::try_from(offset).unwrap_or(usize::MAX).clamp(self.at, self.text.len());
        while matches!(self.text.get(offset), Some(b'\n' | b'\r')) {
            offset += 1;
        }
        self.line += memchr::memchr_iter(b'\n', &self.text[self.at..offset]).count();
        self.at = offset;
        self.line
    }
}

fn json_rows(text: &str, notes: &mut Notes<'_>) -> Option<(Vec<String>, Vec<Row>)> {
    let mut rows = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("line {}", index + 1);
        let Ok(members) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line) else {
            notes.set_aside(&place, "This line is not a JSON object.");
            continue;
        };
        let cells = members.into_iter().filter_map(|(name, value)| {
            let text = match value {
                serde_json::Value::String(text) => text,
                serde_json::Value::Number(number) => number.to_string(),
                serde_json::Value::Bool(yes) => yes.to_string(),
                _ => return None,
            };
            Some((column(&name), text))
        });
        let row = Row::new(index + 1, cells);
        columns.extend(row.columns().filter(|name| !columns.contains(*name)).cloned().collect::<Vec<_>>());
        rows.push(row);
    }
    (!rows.is_empty()).then_some((columns, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items that a table gives, as text.
    fn read_text(text: &str, kind: Option<Kind>) -> Vec<String> {
        let mut found = Vec::new();
        let mut sink = |item: Item| {
            found.push(match item {
                Item::Table(table) => format!("{table:?}"),
                Item::SetAside(part) => format!("{}: {}", part.place, part.why),
                other => format!("{other:?}"),
            });
        };
        let mut notes = Notes::new("t.csv".to_owned(), "t.csv".to_owned(), &mut sink);
        if !read(text, kind, &mut notes) {
            notes.set_aside("", "unknown");
        }
        notes.finish();
        found
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(read_text(text, None), expected, "{text}");
    }

    #[test]
    fn sessions_keep_what_is_told() {
        check(
            "\u{feff}Session_ID;Country;visitor\r\ns1;FI;\r\n;SE;v\r\ns3\r\n",
            &[
                "line 3: The row names no session.",
                "Sessions([SessionRow { session: \"s1\", properties: {\"country\": \"FI\"} }, \
                 SessionRow { session: \"s3\", properties: {} }])",
            ],
        );
        let lines = "{\"session_id\":\"a\",\"variant\":\"B\",\"n\":2,\"x\":null}\nbad\n";
        assert_eq!(
            read_text(lines, Some(Kind::Sessions)),
            [
                "line 2: This line is not a JSON object.",
                "Sessions([SessionRow { session: \"a\", properties: {\"n\": \"2\", \"variant\": \"B\"} }])"
            ]
        );
    }

    #[test]
    fn orders_come_from_our_table_and_from_shopify() {
        check(
            "order_id,session_id,created_at,total,currency,coupon\n7,s,2026-05-01T10:00:00Z,\"1,299.50\",EUR,SAVE\n8,,,x,,\n",
            &[
                "line 3: \"x\" is no number.",
                "Orders([OrderRow { order: \"7\", session: Some(\"s\"), at: Some(\"2026-05-01T10:00:00Z\"), \
                 total: Some(1299.5), subtotal: None, currency: Some(\"EUR\"), coupon: Some(\"SAVE\") }, \
                 OrderRow { order: \"8\", session: None, at: None, total: None, subtotal: None, currency: None, coupon: None }])",
            ],
        );
        check(
            "Name,Email,Currency,Subtotal,Total,Discount Code,Created at,Lineitem name\n\
             #1001,a@b.c,EUR,10.00,12.50,HI,2024-05-01 10:00:00 +0200,\"A\nB\"\n#1001,,,,,,,C\n",
            &["Orders([OrderRow { order: \"#1001\", session: None, at: Some(\"2024-05-01T08:00:00Z\"), \
               total: Some(12.5), subtotal: Some(10.0), currency: Some(\"EUR\"), coupon: Some(\"HI\") }])"],
        );
    }

    #[test]
    fn answers_and_arms() {
        check(
            "survey,question,answer,score,session_id\nexit,Why?,\"Too, dear\",2,s\n,Q,,,\n",
            &[
                "line 3: The row has no answer.",
                "Answers([AnswerRow { answer: \"t.csv:2\", session: Some(\"s\"), survey: \"exit\", at: None, \
                 question: \"Why?\", text: \"Too, dear\", score: Some(2.0) }])",
            ],
        );
        check(
            "experiment,variant,name,sessions,conversions\nE,A,old,100,2\nE,B,new,many,3\n",
            &[
                "line 3: The row lacks the experiment, the variant or a whole number of sessions and conversions.",
                "Arms([ArmRow { experiment: \"E\", variant: \"A\", name: \"old\", sessions: 100, conversions: 2 }])",
            ],
        );
    }

    #[test]
    fn other_tables_are_said_to_be_unknown() {
        check("a,b\n1,2\n", &[": unknown"]);
        check("", &[": unknown"]);
        assert_eq!(
            read_text("a,b\n1,2\n", Some(Kind::Orders)),
            [": The table needs the columns order_id and total; it has a, b."]
        );
    }
}
