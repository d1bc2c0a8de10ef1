//! Numbers as most recordings write them: a few digits. Any other is left to the standard's parser.

/// A number without exponent that is exact as a float.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plain {
    /// The number without its point.
    digits: i64,
    /// How many digits stand behind the point.
    decimals: u32,
}

impl Plain {
    /// So many digits fit a float to the last.
    const MOST_DIGITS: usize = 15;

    /// A number at the beginning of `bytes`, and its length.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let negative = bytes.first() == Some(&b'-');
        let start = usize::from(negative);
        let (mut at, mut digits, mut point) = (start, 0_i64, None);
        loop {
            match bytes.get(at) {
                Some(digit @ b'0'..=b'9') if at - start <= Self::MOST_DIGITS => {
                    digits = digits * 10 + i64::from(digit - b'0');
                }
                Some(b'.') if point.is_none() && at > start => point = Some(at),
                Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t') | None => break,
                Some(_) => return None,
            }
            at += 1;
        }
        let decimals = point.map_or(0, |point: usize| at - point - 1);
        let count = at - start - usize::from(point.is_some());
        let whole = count > 0 && count <= Self::MOST_DIGITS && (point.is_none() || decimals > 0);
        // A float tells zero from minus zero.
        let signed = if negative { -digits } else { digits };
        (whole && !(negative && digits == 0))
            .then_some((Self { digits: signed, decimals: u32::try_from(decimals).ok()? }, at))
    }

    /// Both numbers are exact, so the quotient is the nearest float, as by the standard's parser.
    pub(super) fn value(self) -> f64 {
        const POWERS: [f64; Plain::MOST_DIGITS + 1] =
            [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
        self.digits as f64 / POWERS[self.decimals as usize]
    }

    /// Without what stands behind the point.
    pub(super) fn whole(self) -> i64 {
        10_i64.checked_pow(self.decimals).map_or(0, |unit| self.digits / unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let (plain, length) = Plain::read(text.as_bytes()).unwrap();
        let number: f64 = text[..length].parse().unwrap();
        assert_eq!((plain.value(), plain.whole() as f64), (number, number.trunc()), "{text}");
    }

    #[test]
    fn plain_numbers_are_what_the_standard_reads() {
        for text in [
            "0",
            "7,",
            "-12}",
            "1793517262000]",
            "999999999999999",
            "-0.1",
            "155.3046875 ",
            "0.00000000000001",
        ] {
            check(text);
        }
        for n in 0..20_000_i64 {
            check(&format!("{}.{:03}", n * 7919 % 1999 - 999, n * 31 % 1000));
        }
    }

    #[test]
    fn what_is_not_plain_is_left() {
        for text in [
            "",
            "-",
            "-0",
            "-0.0",
            ".5",
            "1.",
            "1e3",
            "1.5E2",
            "1234567890123456",
            "1.2.3",
            "--1",
            "1-",
            "true",
            "\"1\"",
        ] {
            assert_eq!(Plain::read(text.as_bytes()), None, "{text}");
        }
    }
}
