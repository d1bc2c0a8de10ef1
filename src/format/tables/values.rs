//! Numbers as shops and people write them. Whether a comma or a point stands before the decimals is
//! decided by a column as a whole; a lone `1,299` does not tell.

/// What stands before the decimals in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Decimal {
    /// The column does not tell: each cell is read by itself.
    #[default]
    Open,
    Point,
    Comma,
}

impl Decimal {
    /// What the cells of a column tell together.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let (mut point, mut comma) = (false, false);
        for cell in cells {
            match told(&bare(cell)) {
                Some('.') => point = true,
                Some(',') => comma = true,
                _ => {}
            }
        }
        match (point, comma) {
            (true, false) => Self::Point,
            (false, true) => Self::Comma,
            _ => Self::Open,
        }
    }

    /// The number in a cell, if it is one.
    pub(super) fn number(self, cell: &str) -> Option<f64> {
        let trimmed = cell.trim();
        let owed = trimmed.starts_with('(') && trimmed.ends_with(')');
        let kept = bare(trimmed);
        let decimal = match self {
            Self::Point => Some('.'),
            Self::Comma => Some(','),
            Self::Open => told(&kept),
        };
        let plain = match decimal {
            Some(',') => kept.replace('.', "").replace(',', "."),
            // Three digits behind a lone comma are thousands, behind a lone point they are decimals.
            _ => kept.replace(',', ""),
        };
        let digits = plain.bytes().any(|b| b.is_ascii_digit());
        let value = plain.parse::<f64>().ok().filter(|value| digits && value.is_finite())?;
        Some(if owed { -value.abs() } else { value })
    }
}

/// The separator that surely stands before decimals; `None` where the text has none or does not tell.
fn told(bare: &str) -> Option<char> {
    let (points, commas) = (bare.matches('.').count(), bare.matches(',').count());
    let behind = |separator| bare.rsplit(separator).next().map_or(0, str::len);
    match (points, commas) {
        (0, 0) => None,
        (1.., 1..) => Some(if bare.rfind('.') > bare.rfind(',') { '.' } else { ',' }),
        (2.., 0) => Some(','),
        (0, 2..) => Some('.'),
        (1, 0) => (behind('.') != 3 || bare.trim_start_matches('-').starts_with(['0', '.'])).then_some('.'),
        (0, 1) => (behind(',') != 3 || bare.trim_start_matches('-').starts_with(['0', ','])).then_some(','),
    }
}

/// Digits and separators alone: no currency, no blanks, no separators that only group.
fn bare(cell: &str) -> String {
    let without = |text: &str| -> String {
        let digits = text.chars().map(|c| match c {
            '٠'..='٩' => char::from(b'0' + u8::try_from(u32::from(c) - 0x660).unwrap_or(0)),
            '٫' => '.',
            '−' => '-',
            c => c,
        });
        digits.filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '٬' | '(' | ')')).collect()
    };
    let text = without(cell);
    if text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'+')) {
        return sign_first(text);
    }
    sign_first(Money::of(&text).map_or(text, |money| money.rest))
}

/// Accounting programs write the minus behind the number.
fn sign_first(text: String) -> String {
    match text.strip_suffix('-') {
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => format!("-{number}"),
        _ => text,
    }
}

/// An amount with what tells its currency.
struct Money {
    rest: String,
    currency: Option<&'static str>,
}

/// What marks a currency, the longest first: `$` alone tells none.
const MARKS: &[(&str, Option<&str>)] = &[
    ("US$", Some("USD")),
    ("CA$", Some("CAD")),
    ("AU$", Some("AUD")),
    ("NZ$", Some("NZD")),
    ("R$", Some("BRL")),
    ("A$", Some("AUD")),
    ("C$", Some("CAD")),
    ("ر.س.", Some("SAR")),
    ("ر.س", Some("SAR")),
    ("د.إ", Some("AED")),
    ("zł", Some("PLN")),
    ("Kč", Some("CZK")),
    ("€", Some("EUR")),
    ("£", Some("GBP")),
    ("₹", Some("INR")),
    ("₺", Some("TRY")),
    ("₩", Some("KRW")),
    ("¥", None),
    ("$", None),
    ("kr.", None),
    ("kr", None),
    ("Fr.", Some("CHF")),
];

/// ISO codes that are read where they stand beside an amount.
const CODES: &[&str] = &[
    "EUR", "USD", "GBP", "SEK", "NOK", "DKK", "CHF", "PLN", "CZK", "HUF", "RON", "CAD", "AUD", "NZD", "JPY",
    "CNY", "INR", "BRL", "MXN", "TRY", "SAR", "AED", "KWD", "EGP", "ZAR", "SGD", "HKD", "KRW", "ISK", "UAH",
];

impl Money {
    /// `None` where the text has no mark of a currency.
    fn of(text: &str) -> Option<Self> {
        let marks = MARKS.iter().copied().chain(CODES.iter().map(|code| (*code, Some(*code))));
        marks.into_iter().find_map(|(mark, currency)| {
            let at = text.find(mark)?;
            let rest = format!("{}{}", &text[..at], &text[at + mark.len()..]);
            Some(Self { rest, currency })
        })
    }
}

/// The ISO code of the currency that an amount is written with, if it tells one.
pub(super) fn currency(cell: &str) -> Option<&'static str> {
    Money::of(cell).and_then(|money| money.currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_understood() {
        for (cell, value) in [
            ("12", Some(12.0)),
            ("1,299.50", Some(1299.5)),
            ("1.299,50 €", Some(1299.5)),
            ("12,5", Some(12.5)),
            ("1,299", Some(1299.0)),
            ("1,299,000", Some(1_299_000.0)),
            ("1.299.000", Some(1_299_000.0)),
            ("1 299,00 kr", Some(1299.0)),
            ("1’299.00 CHF", Some(1299.0)),
            ("0.125", Some(0.125)),
            ("$5", Some(5.0)),
            ("US$ 5.10", Some(5.1)),
            ("-3.25", Some(-3.25)),
            ("(3.25)", Some(-3.25)),
            ("1.234,56-", Some(-1234.56)),
            ("12,00- €", Some(-12.0)),
            ("١٢٫٥ ر.س", Some(12.5)),
            ("n/a", None),
            ("", None),
            ("inf", None),
            ("12 pcs", None),
        ] {
            assert_eq!(Decimal::Open.number(cell), value, "{cell}");
        }
    }

    #[test]
    fn a_column_tells_what_a_cell_does_not() {
        let told = |cells: &[&str]| Decimal::of(cells.iter().copied());
        assert_eq!(told(&["1.299", "10,50"]), Decimal::Comma);
        assert_eq!(Decimal::Comma.number("1.299"), Some(1299.0));
        assert_eq!(told(&["1,299", "10.50"]), Decimal::Point);
        assert_eq!(told(&["1,299"]), Decimal::Open);
        assert_eq!(told(&["1,29", "1.29"]), Decimal::Open, "what speaks against itself tells nothing");
    }

    #[test]
    fn currencies_are_told_by_their_marks() {
        for (cell, code) in [
            ("€12.50", Some("EUR")),
            ("12,50 SEK", Some("SEK")),
            ("US$5", Some("USD")),
            ("$5", None),
            ("5", None),
            ("٥ ر.س", Some("SAR")),
        ] {
            assert_eq!(currency(cell), code, "{cell}");
        }
    }
}
