//! Which sessions a segment means: each term gives a set of rows.
//!
//! A condition that looks at something not known does not hold, and so its negation does.

use super::super::segment::{Bound, Key, Segment, Span, Test};
use super::glob::Glob;
use super::table::{Columns, Many, Number, Word};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use roaring::RoaringBitmap;

/// More than none.
const SOME: Span = Span { low: Some(Bound { value: 0.0, included: false }), high: None };

/// What must be true of a session beyond its columns.
pub(in super::super) struct Means<'m, E> {
    /// Days begin and end at its midnights.
    pub(in super::super) zone: TimeZone,
    /// The sessions in which these words were to be read.
    pub(in super::super) text: &'m mut dyn FnMut(&Columns, &str) -> Result<RoaringBitmap, E>,
}

impl Columns {
    /// The rows of the segment's sessions.
    ///
    /// # Errors
    /// What looking for texts says.
    pub(in super::super) fn find<E>(
        &self,
        segment: &Segment,
        means: &mut Means<'_, E>,
    ) -> Result<RoaringBitmap, E> {
        let mut rows = self.everything();
        for term in segment.terms() {
            let found = match &term.test {
                Test::Words(words) => self.any_word(term.key, words, means)?,
                Test::Ranges(spans) => self.any_span(term.key, spans, &means.zone),
            };
            if term.negated {
                rows -= found;
            } else {
                rows &= found;
            }
        }
        Ok(rows)
    }

    fn any_word<E>(&self, key: Key, words: &[String], means: &mut Means<'_, E>) -> Result<RoaringBitmap, E> {
        let mut found = RoaringBitmap::new();
        for word in words {
            found |= match key.name() {
                "text" => (means.text)(self, word)?,
                _ => self.word(key, word),
            };
        }
        Ok(found)
    }

    fn word(&self, key: Key, word: &str) -> RoaringBitmap {
        match key.name() {
            "stage" => self.of(Many::Stage, word),
            "abandoned" => self.many(Many::Stage).of(word) - self.many(Many::Bought).of("yes"),
            "bought" => self.many(Many::Bought).of(word),
            "watched" => self.many(Many::Watched).of(word),
            "signal" if word == "any" => self.many(Many::Signal).any(),
            "signal" => self.of(Many::Signal, word),
            "coupon" => match word {
                "accepted" => self.between(Number::Accepted, &SOME),
                "refused" => self.between(Number::Refused, &SOME),
                "tried" => self.between(Number::Tried, &SOME),
                _ => self.everything() - self.between(Number::Tried, &SOME),
            },
            "channel" => self.channel(word),
            "id" => self.fitting(Word::Id, &[&format!("{word}*")]),
            "page" => self.having(Many::Page, word),
            "tag" => self.having(Many::Tag, word),
            "hypothesis" => self.having(Many::Hypothesis, word),
            "clicked" => self.having(Many::Clicked, word),
            "survey" => self.having(Many::Survey, word),
            name => column(name).map(|column| self.one_of(column, word)).unwrap_or_default(),
        }
    }

    /// The rows that have exactly this word; of `none`, those that have no word at all.
    fn of(&self, column: Many, word: &str) -> RoaringBitmap {
        let sets = self.many(column);
        if word == "none" { self.everything() - sets.any() } else { sets.of(word) }
    }

    /// The rows of which a word fits.
    fn having(&self, column: Many, word: &str) -> RoaringBitmap {
        if word == "none" {
            return self.of(column, word);
        }
        let (sets, glob) = (self.many(column), Glob::new(word));
        let fitting = sets.known.words.iter().zip(&sets.rows).filter(|(known, _)| glob.fits_any(known));
        roaring::MultiOps::union(fitting.map(|(_, rows)| rows))
    }

    /// `paid` means `paid` and all that begin with that word.
    fn channel(&self, word: &str) -> RoaringBitmap {
        if word == "none" {
            return self.one_of(Word::Channel, word);
        }
        let begins = format!("{word} *");
        let mut words = vec![word, &begins];
        if word.eq_ignore_ascii_case("paid") {
            words.extend(["cpc", "ppc", "cpm", "retargeting"]);
        }
        self.fitting(Word::Channel, &words)
    }

    fn one_of(&self, column: Word, word: &str) -> RoaringBitmap {
        if word == "none" {
            return self.rows_where(self.words(column).codes.iter().map(|code| *code == 0));
        }
        self.fitting(column, &[word])
    }

    /// The rows whose word fits any of these.
    fn fitting(&self, column: Word, words: &[&str]) -> RoaringBitmap {
        let (column, globs) =
            (self.words(column), words.iter().map(|word| Glob::new(word)).collect::<Vec<_>>());
        let fits = |known: &str| globs.iter().any(|glob| glob.fits_any(known));
        let fits: Vec<bool> =
            std::iter::once(false).chain(column.known.words.iter().map(|known| fits(known))).collect();
        self.rows_where(column.codes.iter().map(|code| fits[*code as usize]))
    }

    fn rows_where(&self, holds: impl Iterator<Item = bool>) -> RoaringBitmap {
        let rows = (0..self.len()).zip(holds).filter(|(_, holds)| *holds).map(|(row, _)| row);
        RoaringBitmap::from_sorted_iter(rows).expect("rows are counted upwards")
    }

    fn any_span(&self, key: Key, spans: &[Span], zone: &TimeZone) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for span in spans {
            found |= match key.name() {
                "duration" => self.between(Number::Duration, span),
                "active" => self.between(Number::Active, span),
                "cart" => self.between(Number::Cart, span),
                "order" => self.between(Number::Order, span),
                "clicks" => self.between(Number::Clicks, span),
                "pages" => self.between(Number::Pages, span),
                "started" => self.between(Number::Started, &days(span, zone)),
                "csat" => self.scored(span, |nps| !nps),
                "nps" => self.scored(span, |nps| nps),
                "score" => self.scored(span, |_| true),
                _ => RoaringBitmap::new(),
            };
        }
        found
    }

    fn between(&self, column: Number, span: &Span) -> RoaringBitmap {
        self.rows_where(self.number(column).iter().map(|value| within(*value, span)))
    }

    fn scored(&self, span: &Span, which: impl Fn(bool) -> bool) -> RoaringBitmap {
        let given = self.answers.iter().filter(|given| which(given.nps) && within(given.score, span));
        given.map(|given| given.row).collect()
    }
}

/// The column of a key that takes any word.
pub(super) fn column(key: &str) -> Option<Word> {
    Some(match key {
        "country" => Word::Country,
        "device" => Word::Device,
        "variant" => Word::Variant,
        "customer" => Word::Customer,
        "visitor" => Word::Visitor,
        "utm_source" => Word::UtmSource,
        "utm_medium" => Word::UtmMedium,
        "utm_campaign" => Word::UtmCampaign,
        "browser" => Word::Browser,
        "os" => Word::Os,
        "file" => Word::File,
        _ => return None,
    })
}

/// Whether a number is known and in the range.
fn within(value: f64, span: &Span) -> bool {
    let above = span.low.is_none_or(|b| value > b.value || (b.included && value >= b.value));
    let below = span.high.is_none_or(|b| value < b.value || (b.included && value <= b.value));
    !value.is_nan() && above && below
}

/// A range of days as one of ms: a day lasts from its midnight to the next.
fn days(span: &Span, zone: &TimeZone) -> Span {
    let (mut low, mut high) = (span.low, span.high);
    if let Some(low) = &mut low {
        low.value = midnight(low.value + if low.included { 0.0 } else { 1.0 }, zone);
        low.included = true;
    }
    if let Some(high) = &mut high {
        high.value = midnight(high.value + if high.included { 1.0 } else { 0.0 }, zone);
        high.included = false;
    }
    Span { low, high }
}

/// When a day begins, ms since 1970, by its number since then.
fn midnight(day: f64, zone: &TimeZone) -> f64 {
    const DAY_MS: f64 = 86_400_000.0;
    #[expect(clippy::cast_possible_truncation, reason = "what is no day of the calendar is met below")]
    let days = jiff::Span::new().try_days(day as i64).ok();
    let date = days.and_then(|days| Date::constant(1970, 1, 1).checked_add(days).ok());
    let begins = date.and_then(|date| date.to_zoned(zone.clone()).ok());
    begins.map_or(day * DAY_MS, |begins| begins.timestamp().as_millisecond() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_its_own_midnight() {
        let zone = TimeZone::get("Europe/Helsinki").unwrap();
        let hour = 3_600_000.0;
        assert_eq!(midnight(0.0, &TimeZone::UTC), 0.0);
        assert_eq!(midnight(20_100.0, &zone), 20_100.0 * 24.0 * hour - 2.0 * hour);
        // 30 March 2025 has 23 hours there.
        assert_eq!(midnight(20_178.0, &zone) - midnight(20_177.0, &zone), 23.0 * hour);
        assert_eq!(midnight(1e12, &zone), 1e12 * 24.0 * hour, "no such day, but no panic");
    }
}
