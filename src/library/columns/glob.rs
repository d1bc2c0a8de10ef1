//! A word of the segment line against a text: equal in any case of A–Z, `*` for anything, `\*` for a
//! star.

/// A word, ready to be compared with many texts.
pub(super) struct Glob {
    /// What must come one after another; before, between and after them there may be anything where
    /// there was a star.
    parts: Vec<Vec<u8>>,
}

impl Glob {
    /// Of a word as the segment line has it.
    pub(super) fn new(word: &str) -> Self {
        let (mut parts, mut letters) = (vec![Vec::new()], word.bytes().peekable());
        while let Some(byte) = letters.next() {
            let star = byte == b'\\' && letters.next_if_eq(&b'*').is_some();
            let last = parts.last_mut().expect("begins with one");
            match byte {
                _ if star => last.push(b'*'),
                b'*' => parts.push(Vec::new()),
                byte => last.push(byte.to_ascii_lowercase()),
            }
        }
        Self { parts }
    }

    /// Whether any of the texts between the 0s of `texts` fits.
    pub(super) fn fits_any(&self, texts: &str) -> bool {
        // Most stand alone, and looking so is several times faster than splitting.
        if memchr::memchr(0, texts.as_bytes()).is_none() {
            return self.fits(texts);
        }
        texts.split('\0').any(|text| self.fits(text))
    }

    fn fits(&self, text: &str) -> bool {
        let [first, middle @ .., last] = &self.parts[..] else {
            return text.as_bytes().eq_ignore_ascii_case(&self.parts[0]);
        };
        let text = text.as_bytes();
        let begins = text.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first));
        if !begins || text.len() < first.len() + last.len() {
            return false;
        }
        let (mut rest, end) = text[first.len()..].split_at(text.len() - first.len() - last.len());
        for part in middle.iter().filter(|part| !part.is_empty()) {
            let found = rest.windows(part.len()).position(|piece| piece.eq_ignore_ascii_case(part));
            let Some(at) = found else { return false };
            rest = &rest[at + part.len()..];
        }
        end.eq_ignore_ascii_case(last)
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[track_caller]
    fn check(word: &str, text: &str, expected: bool) {
        assert_eq!(Glob::new(word).fits_any(text), expected, "{word} {text}");
    }

    #[test]
    fn words_fit_in_any_case_and_stars_stand_for_anything() {
        check("FI", "fi", true);
        check("f", "fi", false);
        check("f*", "fi", true);
        check("*", "", true);
        check("", "", true);
        check("a*a", "a", false);
        check("a*b*c", "A--b--bC", true);
        check("a*b*c", "acb", false);
        check("*size*", "the Size guide", true);
        check("\\*", "*", true);
        check("\\*", "x", false);
        check("*é", "CAFé", true);
        check("guide", "size\0Guide", true);
    }
}
