//! Survey answers: a row for each, or a row for each person with a column for each question.

use super::kinds::plain;
use super::mapping::EVERY_OTHER;
use super::reading::{Reading, hex};
use super::recognise::questions;
use super::scales;
use super::sheet::SheetRow;
use super::values::Decimal;
use crate::format::item::{AnswerKind, AnswerRow};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) fn read(reading: &mut Reading<'_>) -> Vec<AnswerRow> {
    let mut told = BTreeMap::new();
    let mut found = match reading.mapping.header("answer") {
        Some(EVERY_OTHER) => wide(reading),
        _ => long(reading, &mut told),
    };
    name_the_nameless(&mut found);
    scales::tell(&mut found);
    for row in &mut found {
        if let Some(kind) = told.get(&(row.survey.clone(), row.question.clone())) {
            row.kind = *kind;
            let counts = !matches!(kind, AnswerKind::Choice | AnswerKind::Text);
            row.score = row.score.or_else(|| counts.then(|| score(&row.text)).flatten());
        }
    }
    found
}

/// By survey and question: what kind of answer the table says it takes.
type Told = BTreeMap<(String, String), AnswerKind>;

/// What tools call the kinds.
fn kind(cell: &str) -> Option<AnswerKind> {
    let name = plain(cell);
    AnswerKind::parse(&name).or(match name.as_str() {
        "net promoter score" | "net promoter" => Some(AnswerKind::Nps),
        "customer satisfaction" => Some(AnswerKind::Csat),
        "customer effort score" => Some(AnswerKind::Ces),
        "rating" | "opinion scale" | "stars" | "slider" | "number" => Some(AnswerKind::Scale),
        "multiple choice" | "single choice" | "vote" | "poll" | "dropdown" | "radio" | "checkbox"
        | "picture choice" | "yes no" => Some(AnswerKind::Choice),
        "open" | "open text" | "open ended" | "long text" | "short text" | "comment" => {
            Some(AnswerKind::Text)
        }
        _ => None,
    })
}

/// A row for each answer.
fn long(reading: &mut Reading<'_>, told: &mut Told) -> Vec<AnswerRow> {
    let decimal = reading.decimal("score");
    let mut found = Vec::new();
    // A column that is the question itself: its header asks it.
    let asked = match (reading.mapping.header("question"), reading.mapping.header("answer")) {
        (None, Some(header)) => header.to_owned(),
        (None, None) => reading.mapping.header("score").unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    let sheet = reading.sheet;
    for row in &sheet.rows {
        let (text, score) = (reading.text(row, "answer"), reading.number(row, "score", decimal));
        if text.is_none() && score.is_none() {
            reading.fault(row, "The row has no answer.");
            continue;
        }
        let question = reading.text(row, "question").unwrap_or_else(|| asked.clone());
        let answer = AnswerRow { question, text: text.unwrap_or_default(), score, ..about(reading, row) };
        if let Some(kind) = reading.cell(row, "kind").and_then(kind) {
            told.entry((answer.survey.clone(), answer.question.clone())).or_insert(kind);
        }
        found.push(answer);
    }
    found
}

/// Who answered, and when.
fn about<'s>(reading: &mut Reading<'s>, row: &'s SheetRow) -> AnswerRow {
    AnswerRow {
        answer: reading.text(row, "id").unwrap_or_default(),
        session: reading.text(row, "session"),
        order: reading.text(row, "order"),
        visitor: reading.text(row, "visitor"),
        email_hash: reading.email_hash(row),
        survey: reading.text(row, "survey").unwrap_or_default(),
        at: reading.moment(row),
        ..AnswerRow::default()
    }
}

/// A row for each person, a column for each question. Where a question takes several answers, a
/// person may have further rows with those alone.
fn wide(reading: &mut Reading<'_>) -> Vec<AnswerRow> {
    let sheet = reading.sheet;
    let columns = questions(sheet, reading.mapping);
    let who: Vec<usize> = reading.mapping.columns.keys().filter_map(|field| reading.column(field)).collect();
    let options: BTreeSet<usize> =
        columns.iter().copied().filter(|column| is_option(reading, *column)).collect();
    if !options.is_empty() {
        let note = "Columns whose cells repeat their header were read as options that can be chosen.";
        reading.notes.push(note.to_owned());
    }
    let mut people: Vec<Vec<&SheetRow>> = Vec::new();
    for row in &sheet.rows {
        let goes_on = who.iter().all(|column| row.cells.get(*column).is_none_or(String::is_empty));
        match people.last_mut().filter(|_| goes_on && !who.is_empty()) {
            Some(person) => person.push(row),
            None => people.push(vec![row]),
        }
    }
    let mut found = Vec::new();
    for rows in people {
        let person = about(reading, rows[0]);
        let before = found.len();
        for &column in &columns {
            let said: BTreeSet<&str> = rows
                .iter()
                .filter_map(|row| row.cells.get(column))
                .map(String::as_str)
                .filter(|cell| !cell.is_empty())
                .collect();
            if !said.is_empty() {
                let text = said.into_iter().collect::<Vec<_>>().join("; ");
                found.push(AnswerRow { question: sheet.columns[column].clone(), text, ..person.clone() });
            }
        }
        if found.len() == before {
            reading.fault(rows[0], "The row has no answer.");
        }
    }
    found
}

/// Every cell that has something in it says what the header says.
fn is_option(reading: &Reading<'_>, column: usize) -> bool {
    let header = &reading.sheet.columns[column];
    let mut cells = reading.sheet.cells(column).peekable();
    cells.peek().is_some() && cells.all(|cell| cell == header)
}

/// Answers of one id to one question are one answer; those without an id get one made of what they
/// say, so that the same answer is known again in another file.
fn name_the_nameless(found: &mut Vec<AnswerRow>) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for row in found.iter_mut().filter(|row| row.answer.is_empty()) {
        let who = [&row.session, &row.order, &row.visitor, &row.email_hash, &row.at];
        let mut told: Vec<&str> = who.iter().map(|text| text.as_deref().unwrap_or_default()).collect();
        let score = row.score.map(|score| score.to_string()).unwrap_or_default();
        told.extend([row.survey.as_str(), &row.question, &row.text, &score]);
        let hash: String = hex(&Sha256::digest(told.join("\0").as_bytes())).chars().take(16).collect();
        let time = times.entry(hash.clone()).or_default();
        *time += 1;
        row.answer = if *time == 1 { hash } else { format!("{hash}-{time}") };
    }
    let mut first: BTreeMap<[String; 4], usize> = BTreeMap::new();
    let mut kept: Vec<AnswerRow> = Vec::new();
    for row in found.drain(..) {
        let key = [&row.answer, &row.survey, &row.question].map(String::clone);
        let [answer, survey, question] = key;
        let key = [answer, survey, question, row.session.clone().unwrap_or_default()];
        if let Some(known) = first.get(&key).and_then(|index| kept.get_mut(*index)) {
            if !known.text.split("; ").any(|text| text == row.text) {
                known.text = format!("{}; {}", known.text, row.text);
            }
        } else {
            first.insert(key, kept.len());
            kept.push(row);
        }
    }
    *found = kept;
}

/// Numbers that stand where an answer stands.
pub(super) fn score(text: &str) -> Option<f64> {
    // "9 - Extremely likely" and "5 stars" begin with their number; a year or a price is none.
    let first = text.split([' ', '-', '/', '–', '(']).next().unwrap_or_default();
    Decimal::Open.number(first).filter(|score| (0.0..=100.0).contains(score))
}
