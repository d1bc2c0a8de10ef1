//! What kind of answer a question takes: a known scale, a choice, or words of one's own. Told by
//! what is asked, and by the numbers that all its answers have together.

use super::answers::score;
use crate::format::item::{AnswerKind, AnswerRow};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer answers than this do not tell a choice from words of one's own.
const ENOUGH: usize = 8;
/// A choice has no more different answers than this…
const MOST_CHOICES: usize = 12;
/// …and none longer than this, characters.
const LONGEST_CHOICE: usize = 80;

/// Parts of words in the questions of each scale, in the languages that shops here ask in.
const NPS: &str =
    "nps|recommend|empfehl|weiterempfehl|recommand|recomend|suosittel|rekommend|aanbevel|promoter";
const CES: &str = "ces score|effort|easy|easily|einfach|leicht war|aufwand|facile|facil|fácil|helppo|vaivatto|lätt|\
        enkelt|makkelijk|moeite";
const CSAT: &str = "csat|satisf|zufrieden|satisfait|satisfech|satisfacci|tyytyväi|nöjd|tevreden|rate your|how was|\
        bewerten|stars|rating";

/// Sets the kind of every answer, and the score where it is a number.
pub(super) fn tell(answers: &mut [AnswerRow]) {
    let mut asked: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, row) in answers.iter().enumerate() {
        asked.entry((row.survey.clone(), row.question.clone())).or_default().push(index);
    }
    for ((survey, question), indexes) in asked {
        let rows: Vec<&AnswerRow> = indexes.iter().filter_map(|index| answers.get(*index)).collect();
        let own = rows.iter().any(|row| row.score.is_some());
        let scores: Vec<f64> = if own {
            rows.iter().filter_map(|row| row.score).collect()
        } else {
            rows.iter().filter_map(|row| score(&row.text)).collect()
        };
        let all_numbers = !scores.is_empty() && (own || scores.len() == rows.len());
        let scale = if all_numbers { scale(&format!("{survey} {question}"), &scores, own) } else { None };
        let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
        let kind = scale.unwrap_or_else(|| words(&question, &texts));
        for index in indexes {
            let row = &mut answers[index];
            row.kind = kind;
            if scale.is_some() && row.score.is_none() && !own {
                row.score = score(&row.text);
            }
        }
    }
}

/// The scale of a question whose answers are these numbers. `own`: they stand in a column of scores.
fn scale(asked: &str, scores: &[f64], own: bool) -> Option<AnswerKind> {
    let asked = asked.to_lowercase();
    let says = |words: &str| words.split('|').any(|word| asked.contains(word));
    let low = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let high = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let within = |from: f64, to: f64| low >= from && high <= to;
    if says(NPS) && within(0.0, 10.0) {
        return Some(AnswerKind::Nps);
    }
    if says(CES) && within(1.0, 7.0) {
        return Some(AnswerKind::Ces);
    }
    if says(CSAT) {
        return Some(if within(1.0, 5.0) { AnswerKind::Csat } else { AnswerKind::Scale });
    }
    // Numbers in a column of scores are a scale whatever is asked; elsewhere they may be amounts.
    own.then(|| if within(1.0, 5.0) { AnswerKind::Csat } else { AnswerKind::Scale })
}

fn words(question: &str, texts: &[&str]) -> AnswerKind {
    if texts.iter().all(|text| *text == question) {
        return AnswerKind::Choice;
    }
    let parts: Vec<&str> = texts.iter().flat_map(|text| text.split("; ")).collect();
    let different: BTreeSet<&str> = parts.iter().copied().collect();
    let short = different.iter().all(|text| text.chars().count() <= LONGEST_CHOICE);
    let few = different.len() <= MOST_CHOICES && different.len() * 3 <= parts.len();
    if parts.len() >= ENOUGH && short && few { AnswerKind::Choice } else { AnswerKind::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &str, texts: &[&str], expected: AnswerKind, first: Option<f64>) {
        let mut rows: Vec<AnswerRow> = texts
            .iter()
            .map(|text| AnswerRow {
                question: question.to_owned(),
                text: (*text).to_owned(),
                ..AnswerRow::default()
            })
            .collect();
        tell(&mut rows);
        assert!(rows.iter().all(|row| row.kind == expected), "{question}: {:?}", rows[0].kind);
        assert_eq!(rows[0].score, first, "{question}");
    }

    #[test]
    fn a_question_tells_its_scale() {
        check("How likely are you to recommend us?", &["9", "0", "10"], AnswerKind::Nps, Some(9.0));
        check("Würden Sie uns weiterempfehlen?", &["10 - sicher"], AnswerKind::Nps, Some(10.0));
        check("How satisfied are you?", &["4", "5"], AnswerKind::Csat, Some(4.0));
        check("How satisfied are you?", &["4", "9"], AnswerKind::Scale, Some(4.0));
        check("How easy was it to pay?", &["7", "2"], AnswerKind::Ces, Some(7.0));
        check("How old are you?", &["35"], AnswerKind::Text, None);
        check("How easy was it to pay?", &["7", "not at all"], AnswerKind::Text, None);
        check("Instagram", &["Instagram", "Instagram"], AnswerKind::Choice, None);
        let often = ["Friend", "Search", "Friend", "Friend", "Search", "Search", "Friend", "Search"];
        check("How did you hear of us?", &often, AnswerKind::Choice, None);
        check("What kept you?", &["Too dear", "Slow", "Too dear"], AnswerKind::Text, None);
    }
}
