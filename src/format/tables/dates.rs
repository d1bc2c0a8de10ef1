//! Moments as tables write them. Which of `03/04/2024` is the day is decided by a column as a whole.
//!
//! A moment whose cell names no zone stays without one: only the site knows it. Knows no time zones.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

/// How a column writes days that do not tell by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DayOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// What the cells of a column tell together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dates {
    order: DayOrder,
    /// What people should know of the choice.
    pub(super) note: Option<String>,
}

impl Dates {
    /// Looks at a whole column.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let found: Vec<(&str, Scan)> = cells.filter_map(|cell| Some((cell, Scan::of(cell)?))).collect();
        let open: Vec<_> = found.iter().filter(|(_, scan)| scan.numeric()).collect();
        let Some((example, _)) = open.iter().find(|(_, scan)| scan.either()).or(open.first()) else {
            return Self::default();
        };
        let day_first = open.iter().find(|(_, scan)| scan.day[0].value > 12);
        let month_first = open.iter().find(|(_, scan)| scan.day[1].value > 12);
        let by = |order, why: String| Self { order, note: Some(why) };
        match (day_first, month_first) {
            (Some((proof, _)), None) => by(
                DayOrder::DayFirst,
                format!(
                    "Dates such as {example:?} were read as day and month, since {proof:?} is among them."
                ),
            ),
            (None, Some((proof, _))) => by(
                DayOrder::MonthFirst,
                format!(
                    "Dates such as {example:?} were read as month and day, since {proof:?} is among them."
                ),
            ),
            (Some(_), Some(_)) => by(
                DayOrder::DayFirst,
                format!(
                    "Some dates have the day first and some the month; those that do not tell, such as {example:?}, were read as day and month."
                ),
            ),
            (None, None) => Self::by_sequence(&open, example),
        }
    }

    /// No cell tells: rows are mostly sorted by time, so the order in which they are sorted is right.
    fn by_sequence(open: &[&(&str, Scan)], example: &str) -> Self {
        let sorted = |order| {
            let days: Vec<_> = open.iter().filter_map(|(_, scan)| scan.civil(order)).collect();
            let distinct = days.windows(2).filter(|pair| pair[0].date() != pair[1].date()).count();
            distinct >= 2 && (days.is_sorted() || days.iter().rev().is_sorted())
        };
        match (sorted(DayOrder::DayFirst), sorted(DayOrder::MonthFirst)) {
            (true, false) => Self {
                order: DayOrder::DayFirst,
                note: Some(format!(
                    "Dates such as {example:?} were read as day and month: the rows are sorted so."
                )),
            },
            (false, true) => Self {
                order: DayOrder::MonthFirst,
                note: Some(format!(
                    "Dates such as {example:?} were read as month and day: the rows are sorted so."
                )),
            },
            _ => {
                let american = open.iter().any(|(_, scan)| scan.halves);
                let (order, read) = if american {
                    (DayOrder::MonthFirst, "month and day, as with AM and PM")
                } else {
                    (DayOrder::DayFirst, "day and month")
                };
                let note = format!(
                    "Nothing tells whether {example:?} has the day or the month first; it was read as {read}."
                );
                Self { order, note: Some(note) }
            }
        }
    }

    /// The moment in a cell: RFC 3339 in UTC where a zone is named, else a local date and time, or a
    /// day alone. Whole numbers are milliseconds or seconds since 1970.
    pub(super) fn moment(&self, cell: &str) -> Option<String> {
        let cell = cell.trim();
        if let Ok(timestamp) = cell.parse::<Timestamp>() {
            return Some(timestamp.to_string());
        }
        if let Ok(number) = cell.parse::<i64>() {
            let timestamp = match number {
                ms @ 100_000_000_000..=99_999_999_999_999 => Timestamp::from_millisecond(ms).ok(),
                s @ 100_000_000..=99_999_999_999 => Timestamp::from_second(s).ok(),
                _ => None,
            };
            return timestamp.map(|timestamp| timestamp.to_string());
        }
        let scan = Scan::of(cell)?;
        let civil = scan.civil(self.order)?;
        match scan.offset {
            Some(seconds) => {
                let offset = jiff::tz::Offset::from_seconds(seconds).ok()?;
                Some(offset.to_timestamp(civil).ok()?.to_string())
            }
            None if scan.time.is_none() => Some(civil.date().to_string()),
            None => Some(civil.to_string()),
        }
    }
}

/// A number as it is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Written {
    value: i32,
    digits: usize,
    /// What stands before it.
    after: char,
}

/// A cell taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Scan {
    /// Day, month and year in the order they are written; a month's name is left out.
    day: Vec<Written>,
    month: Option<i8>,
    time: Option<Time>,
    /// Seconds east of Greenwich.
    offset: Option<i32>,
    /// It has AM or PM.
    halves: bool,
}

/// Beginnings of months' names: English, German, French, Spanish, Finnish, Swedish, Dutch. The
/// longest that fits counts.
const MONTHS: [&str; 12] = [
    "jan|ene|tammi",
    "feb|fév|fev|helmi",
    "maalis|mar|mär|mrz|maart|mrt",
    "apr|avr|abr|huhti",
    "may|mai|maj|mei|touko",
    "jun|juin|kesä",
    "juil|jul|heinä",
    "aug|aoû|aou|ago|elo",
    "sep|syys",
    "oct|okt|loka",
    "nov|marras",
    "dec|dez|déc|dic|joulu",
];

fn month(word: &str) -> Option<i8> {
    let names =
        (1..).zip(MONTHS).flat_map(|(number, names)| names.split('|').map(move |name| (name, number)));
    let longest = names.filter(|(name, _)| word.starts_with(name)).max_by_key(|(name, _)| name.len());
    longest.map(|(_, number)| number)
}

/// The words and numbers of a cell.
enum Token {
    Number(Written),
    Word(String),
}

fn tokens(cell: &str) -> Vec<Token> {
    let cell = cell.split('(').next().unwrap_or_default();
    let (mut found, mut after, mut letters) = (Vec::new(), ' ', cell.chars().peekable());
    while let Some(c) = letters.next() {
        if c.is_ascii_digit() {
            let mut text = String::from(c);
            while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                text.push(digit);
            }
            // Nine digits fit; what is longer is no part of a date but may be a fraction.
            let value = text.get(..text.len().min(9)).and_then(|text| text.parse().ok()).unwrap_or(0);
            found.push(Token::Number(Written { value, digits: text.len(), after }));
            after = ' ';
        } else if c.is_alphabetic() {
            let mut text = String::from(c);
            while let Some(letter) = letters.next_if(|c| c.is_alphabetic()) {
                text.push(letter);
            }
            found.push(Token::Word(text.to_lowercase()));
            after = ' ';
        } else if !(c.is_whitespace() && after != ' ') {
            after = c;
        }
    }
    found
}

impl Scan {
    fn of(cell: &str) -> Option<Self> {
        // The longest we know is that of JavaScript, with the zone in brackets.
        let length = cell.trim().chars().count();
        if !(6..=70).contains(&length) || !cell.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut scan = Self { day: Vec::new(), month: None, time: None, offset: None, halves: false };
        let (mut clock, mut afternoon): (Vec<i32>, Option<bool>) = (Vec::new(), None);
        for token in tokens(cell) {
            match token {
                Token::Word(word) => scan.word(&word, &mut afternoon)?,
                Token::Number(number) => scan.number(number, &mut clock)?,
            }
        }
        if scan.day.len() + usize::from(scan.month.is_some()) != 3 {
            return None;
        }
        scan.halves = afternoon.is_some();
        scan.time = time(&clock, afternoon)?;
        Some(scan)
    }

    fn word(&mut self, word: &str, afternoon: &mut Option<bool>) -> Option<()> {
        const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        match word {
            "t" | "at" | "um" | "uhr" | "klo" | "kl" | "à" | "de" | "del" | "th" | "st" | "nd" | "rd"
            | "h" => {}
            "am" | "a" => *afternoon = Some(false),
            "pm" | "p" => *afternoon = Some(true),
            "m" if afternoon.is_some() => {}
            "z" | "utc" | "gmt" => self.offset = Some(0),
            word if DAYS.iter().any(|day| word.starts_with(day)) && self.day.is_empty() => {}
            word => self.month = Some(month(word).filter(|_| self.month.is_none())?),
        }
        Some(())
    }

    fn number(&mut self, number: Written, clock: &mut Vec<i32>) -> Option<()> {
        let days = self.day.len() + usize::from(self.month.is_some());
        // A month's name may still follow the day: "1 May 2024".
        let needs_day = days < 3 && clock.is_empty();
        if needs_day {
            (number.digits <= 4 && number.after != ':').then(|| self.day.push(number))?;
        } else if matches!(number.after, '+' | '-' | '−') && !clock.is_empty() {
            let (hours, minutes) =
                if number.digits > 2 { (number.value / 100, number.value % 100) } else { (number.value, 0) };
            let seconds = hours * 3600 + minutes * 60;
            self.offset = Some(if number.after == '+' { seconds } else { -seconds });
        } else if let Some(offset) = self.offset.filter(|offset| *offset != 0 && number.after == ':') {
            self.offset = Some(offset + offset.signum() * number.value * 60);
        } else if number.after == '.' && clock.len() == 3 {
            // A fraction of a second is of no use here.
        } else if clock.len() < 3 && number.digits <= 2 {
            clock.push(number.value);
        } else {
            return None;
        }
        Some(())
    }

    /// Day and month are both numbers, and neither is known by its place.
    fn numeric(&self) -> bool {
        self.month.is_none() && self.day[0].digits <= 2 && self.day[1].after != '.'
    }

    /// It can be read both ways.
    fn either(&self) -> bool {
        self.day[0].value <= 12 && self.day[1].value <= 12 && self.day[0].value != self.day[1].value
    }

    fn civil(&self, order: DayOrder) -> Option<DateTime> {
        let (year, month, day) = match (self.month, self.day.as_slice()) {
            (Some(month), [a, b]) if a.digits == 4 => (*a, month, b.value),
            (Some(month), [a, b]) => (*b, month, a.value),
            (None, [y, m, d]) if y.digits == 4 => (*y, i8::try_from(m.value).ok()?, d.value),
            (None, [a, b, y]) => {
                let month_first =
                    self.numeric() && (b.value > 12 || order == DayOrder::MonthFirst && a.value <= 12);
                let (month, day) = if month_first { (a.value, b.value) } else { (b.value, a.value) };
                (*y, i8::try_from(month).ok()?, day)
            }
            _ => return None,
        };
        let year = match year.digits {
            4 => year.value,
            2 => 2000 + year.value,
            _ => return None,
        };
        let date = Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()?;
        (1990..2100).contains(&year).then(|| date.to_datetime(self.time.unwrap_or(Time::midnight())))
    }
}

/// The time of day; `None` inside where there is none.
#[expect(clippy::option_option, reason = "no time of day is not the same as a wrong one")]
fn time(clock: &[i32], afternoon: Option<bool>) -> Option<Option<Time>> {
    let part = |index: usize| i8::try_from(clock.get(index).copied().unwrap_or(0)).ok();
    match clock.len() {
        0 => Some(None),
        1 if afternoon.is_none() => None,
        _ => {
            let hour = match (part(0)?, afternoon) {
                (12, Some(false)) => 0,
                (hour @ 1..=11, Some(true)) => hour + 12,
                (hour, _) => hour,
            };
            Some(Some(Time::new(hour, part(1)?, part(2)?, 0).ok()?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_understood() {
        for (cell, value) in [
            ("2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00Z"),
            ("2024-05-01T10:00:00.250Z", "2024-05-01T10:00:00.25Z"),
            ("2024-05-01 10:00:00 +0000", "2024-05-01T10:00:00Z"),
            ("2024-05-01 10:00:00 +05:30", "2024-05-01T04:30:00Z"),
            ("2024-05-01 10:00:00 -0330", "2024-05-01T13:30:00Z"),
            ("2024-05-01 10:00:00", "2024-05-01T10:00:00"),
            ("2024-05-01 10:00", "2024-05-01T10:00:00"),
            ("2024/05/01 10:00:00 UTC", "2024-05-01T10:00:00Z"),
            ("May 01, 2024, 10:00:00", "2024-05-01T10:00:00"),
            ("May 1, 2024 1:05:09 PM", "2024-05-01T13:05:09"),
            ("1 May 2024 12:30 a.m.", "2024-05-01T00:30:00"),
            ("01.05.2024 10:00", "2024-05-01T10:00:00"),
            ("1.5.2024 klo 10.05", "2024-05-01T10:05:00"),
            ("3. Mai 2024", "2024-05-03"),
            ("01.05.24", "2024-05-01"),
            ("25/12/2024", "2024-12-25"),
            ("12/25/2024 09:00", "2024-12-25T09:00:00"),
            ("Wed May 01 2024 10:00:00 GMT+0200 (CEST)", "2024-05-01T08:00:00Z"),
            ("2024-05-01", "2024-05-01"),
            ("1700000000000", "2023-11-14T22:13:20Z"),
            ("1700000000", "2023-11-14T22:13:20Z"),
        ] {
            assert_eq!(Dates::default().moment(cell).as_deref(), Some(value), "{cell}");
        }
        for cell in [
            "soon",
            "7",
            "2024",
            "31/31/2024",
            "2024-13-01",
            "10:11:12",
            "1001-5-7",
            "12 3 4 5 6 7 8 9",
            "#1001",
        ] {
            assert_eq!(Dates::default().moment(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_column_tells_which_is_the_day() {
        for (cells, first, note) in [
            (&["03/04/2024", "04/25/2024"][..], "2024-03-04", "month and day, since \"04/25/2024\""),
            (&["03/04/2024", "25/04/2024"], "2024-04-03", "day and month, since"),
            (&["01/02/2024", "01/03/2024", "02/01/2024"], "2024-01-02", "the rows are sorted so"),
            (&["03/04/2024"], "2024-04-03", "Nothing tells"),
            (&["03/04/2024 1:00 PM"], "2024-03-04T13:00:00", "AM and PM"),
            (&["25/04/2024", "04/25/2024"], "2024-04-25", "Some dates"),
        ] {
            let dates = Dates::of(cells.iter().copied());
            assert_eq!(dates.moment(cells[0]).as_deref(), Some(first), "{cells:?}");
            assert!(
                dates.note.as_deref().is_some_and(|told| told.contains(note)),
                "{cells:?}: {:?}",
                dates.note
            );
        }
        assert_eq!(Dates::of(["01.02.2024", "2024-05-01"].into_iter()), Dates::default());
    }
}
