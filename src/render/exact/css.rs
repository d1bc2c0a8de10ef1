//! Style sheets that name no address any more: what they name is put into them, or taken out.
//!
//! Knows strings, comments, brackets and `url(…)`, and nothing else of CSS.

use super::files::Files;
use url::Url;

/// Sheets that import each other are followed so far.
const DEEPEST: u32 = 5;

/// An address that loads nothing.
pub(super) const NOTHING: &str = "data:,";

/// `text` with every file that it names written into it; `base` is what its addresses start from.
pub(super) fn closed(text: &str, base: &Url, files: &mut Files<'_>) -> String {
    let mut sheet = Sheet { text, at: 0, out: String::with_capacity(text.len()), base, open: Vec::new() };
    sheet.all(files, 0);
    sheet.out
}

/// A sheet that is being rewritten.
struct Sheet<'a> {
    text: &'a str,
    /// How far it was read.
    at: usize,
    out: String,
    base: &'a Url,
    /// What the open brackets belong to.
    open: Vec<Inside>,
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    /// `image-set(`: its strings are addresses.
    Images,
    /// A rule for a font; whether a file of it was found.
    Font(bool),
    Other,
}

impl Sheet<'_> {
    fn all(&mut self, files: &mut Files<'_>, depth: u32) {
        while let Some(byte) = self.rest().bytes().next() {
            match byte {
                b'/' if self.rest().starts_with("/*") => {
                    let end = self.rest()[2..].find("*/").map_or(self.rest().len(), |end| end + 4);
                    self.at += end;
                    self.out.push_str("/**/"); // still parts words
                }
                b'\\' => self.copy(1 + self.rest().chars().nth(1).map_or(0, char::len_utf8)),
                b'"' | b'\'' => self.string(files),
                b'@' => self.at_rule(files, depth),
                b'(' | b'[' | b'{' => self.enter(Inside::Other),
                b')' | b']' | b'}' => {
                    self.open.pop();
                    self.copy(1);
                }
                b'<' if self.is_markup_end() => {
                    self.out.push_str("<\\");
                    self.at += 1;
                }
                _ if is_name(byte) => self.name(files),
                _ => self.copy(self.rest().chars().next().map_or(1, char::len_utf8)),
            }
        }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn copy(&mut self, length: usize) {
        let end = (self.at + length).min(self.text.len());
        self.out.push_str(&self.text[self.at..end]);
        self.at = end;
    }

    fn enter(&mut self, what: Inside) {
        self.open.push(what);
        self.copy(1);
    }

    /// What would end the `style` element that the sheet is written into.
    fn is_markup_end(&self) -> bool {
        self.rest().as_bytes().get(1) == Some(&b'/')
    }

    /// A word: most are passed on, three of them open something of interest.
    fn name(&mut self, files: &mut Files<'_>) {
        let length = self.rest().bytes().take_while(|byte| is_name(*byte)).count();
        let word = self.rest()[..length].to_ascii_lowercase();
        let called = self.rest().as_bytes().get(length) == Some(&b'(');
        match &*word {
            "url" if called => self.address(files),
            "image-set" | "-webkit-image-set" if called => {
                self.copy(length);
                self.enter(Inside::Images);
            }
            _ => self.copy(length),
        }
    }

    fn string(&mut self, files: &mut Files<'_>) {
        let end = string_end(self.rest());
        let inside = &self.text[self.at + 1..self.at + end];
        if self.open.last() == Some(&Inside::Images) {
            let address = inside.trim_end_matches(['"', '\'']).to_owned();
            self.at += end;
            self.put(&address, files);
            return;
        }
        let whole = self.rest()[..end].replace("</", "<\\/");
        self.out.push_str(&whole);
        self.at += end;
    }

    /// `url(…)`, quoted or not.
    fn address(&mut self, files: &mut Files<'_>) {
        let (address, length) = url_function(self.rest());
        self.at += length;
        self.put(&address, files);
    }

    /// Writes a file in place of its address.
    fn put(&mut self, address: &str, files: &mut Files<'_>) {
        let address = address.trim();
        if address.starts_with('#') {
            self.out.extend(["url(\"", &quoted(address), "\")"]);
            return;
        }
        let font = self.open.iter_mut().rev().find_map(|inside| match inside {
            Inside::Font(found) => Some(found),
            _ => None,
        });
        let data = match font {
            // One file is enough, and a browser takes the first that it can read.
            Some(true) => None,
            Some(found) => {
                let data = if is_old_font(address) { None } else { files.data(address, self.base) };
                *found = data.is_some();
                data
            }
            None => files.data(address, self.base),
        };
        self.out.extend(["url(\"", data.as_deref().unwrap_or(NOTHING), "\")"]);
    }

    fn at_rule(&mut self, files: &mut Files<'_>, depth: u32) {
        let rest = self.rest();
        let length = 1 + rest[1..].bytes().take_while(|byte| is_name(*byte)).count();
        let word = rest[1..length].to_ascii_lowercase();
        match &*word {
            "import" => self.import(length, files, depth),
            "charset" => self.skip_statement(),
            // Its address is a name: nothing is loaded from there.
            "namespace" => {
                let end = statement_end(self.rest());
                self.copy(end);
            }
            "font-face" => {
                let head = self.rest().find('{').unwrap_or(self.rest().len());
                self.copy(head);
                if !self.rest().is_empty() {
                    self.enter(Inside::Font(false));
                }
            }
            _ => self.copy(length),
        }
    }

    fn skip_statement(&mut self) {
        self.at += statement_end(self.rest());
    }

    /// Puts the imported sheet in the place of the rule.
    fn import(&mut self, head: usize, files: &mut Files<'_>, depth: u32) {
        let statement = self.rest()[..statement_end(self.rest())].to_owned();
        self.at += statement.len();
        let rest = statement[head.min(statement.len())..].trim_start();
        let (address, length) = match rest.as_bytes().first() {
            Some(b'"' | b'\'') => {
                let end = string_end(rest);
                (rest[1..end].trim_end_matches(['"', '\'']).to_owned(), end)
            }
            _ if rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("url(")) => url_function(rest),
            _ => return,
        };
        if depth >= DEEPEST {
            return;
        }
        let Some((text, home)) = files.sheet(&address, self.base) else { return };
        let mut inner = Sheet {
            text: &text,
            at: 0,
            out: String::with_capacity(text.len()),
            base: &home,
            open: Vec::new(),
        };
        inner.all(files, depth + 1);
        let when = rest[length..].trim().trim_end_matches(';').trim();
        self.out.push_str(&conditioned(&inner.out, when));
    }
}

/// A sheet under the conditions of its import: `layer(…) supports(…) media`.
fn conditioned(text: &str, when: &str) -> String {
    let mut open = String::new();
    let mut count = 0;
    let mut rest = when;
    if let Some(after) = rest.strip_prefix("layer") {
        let (name, left) = bracketed(after).unwrap_or(("", after));
        open.extend(["@layer ", name, "{"]);
        (count, rest) = (count + 1, left.trim_start());
    }
    if let Some(after) = rest.strip_prefix("supports") {
        let (test, left) = bracketed(after).unwrap_or(("", after));
        let test =
            if test.contains(':') && !test.contains('(') { format!("({test})") } else { test.to_owned() };
        open.extend(["@supports ", &*test, "{"]);
        (count, rest) = (count + 1, left.trim_start());
    }
    if !rest.is_empty() {
        open.extend(["@media ", rest, "{"]);
        count += 1;
    }
    format!("{open}\n{text}\n{}", "}".repeat(count))
}

/// What is in the brackets that `text` begins with, and what is behind them.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.starts_with('(').then(|| (&text[1..at], &text[at + 1..]));
        }
    }
    None
}

/// The address in the `url(…)` that `text` begins with, and the length of the whole.
fn url_function(text: &str) -> (String, usize) {
    let inside = &text[4..];
    let blank = inside.len() - inside.trim_start().len();
    let body = &inside[blank..];
    if body.starts_with(['"', '\'']) {
        let end = string_end(body);
        let address = body[1..end].trim_end_matches(['"', '\'']);
        let close = body[end..].find(')').map_or(body.len(), |at| end + at + 1);
        return (unescaped(address), 4 + blank + close);
    }
    let mut escaped = false;
    let end = body.bytes().position(|byte| {
        let ends = byte == b')' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    let end = end.unwrap_or(body.len());
    (unescaped(body[..end].trim()), 4 + blank + (end + 1).min(body.len()))
}

/// Escapes of single characters taken away; those by number do not occur in addresses.
fn unescaped(address: &str) -> String {
    if address.contains('\\') { address.replace("\\\n", "").replace('\\', "") } else { address.to_owned() }
}

/// The length of the string that `text` begins with, quotes included; a line break ends it too.
fn string_end(text: &str) -> usize {
    let quote = text.as_bytes()[0];
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if !escaped && (byte == quote || byte == b'\n') {
            return at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    text.len()
}

/// The length of the statement without a block that `text` begins with, its semicolon included.
fn statement_end(text: &str) -> usize {
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b';' => return at + 1,
            b'{' | b'}' => return at,
            b'"' | b'\'' => at += string_end(&text[at..]),
            b'u' | b'U' if text[at..].get(..4).is_some_and(|word| word.eq_ignore_ascii_case("url(")) => {
                at += url_function(&text[at..]).1;
            }
            _ => at += 1,
        }
    }
    text.len()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte >= 0x80
}

/// The font format that only one browser read.
fn is_old_font(address: &str) -> bool {
    address.split(['?', '#']).next().is_some_and(|path| path.to_ascii_lowercase().ends_with(".eot"))
}

fn quoted(text: &str) -> String {
    text.replace(['"', '\\', '\n', '<'], "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Assets;

    struct Site;

    impl Assets for Site {
        fn get(&self, url: &str) -> Option<Vec<u8>> {
            let text = match url {
                "https://a.example/css/i.png" => "\u{89}PNG",
                "https://a.example/css/more.css" => "p{background:url(i.png)}@import 'more.css';",
                "https://a.example/css/f.woff2" => "wOF2",
                _ => return None,
            };
            Some(text.as_bytes().to_vec())
        }
    }

    #[track_caller]
    fn check(from: &str, to: &str) {
        let base = Url::parse("https://a.example/css/x.css").unwrap();
        let found = closed(from, &base, &mut Files::new(&Site));
        let short = found.replace("data:application/octet-stream;base64,", "~").replace('\n', "");
        assert_eq!(short, to);
    }

    #[test]
    fn addresses_become_files_or_nothing() {
        check("a{b:url(i.png)}", "a{b:url(\"~wolQTkc=\")}");
        check(
            "a{b:URL( 'i.png' ) url(#g) url(data:x,y)}",
            "a{b:url(\"~wolQTkc=\") url(\"#g\") url(\"data:x,y\")}",
        );
        check("a{b:url(http://e.example/x)} /* url(x) */ c{}", "a{b:url(\"data:,\")} /**/ c{}");
        check("a{content:'url(x)\\'' \"</style>\"}", "a{content:'url(x)\\'' \"<\\/style>\"}");
        check("a{b:image-set('i.png' 1x)}", "a{b:image-set(url(\"~wolQTkc=\") 1x)}");
        check("a{b:url(x", "a{b:url(\"data:,\")");
        check("a{b:\"x", "a{b:\"x");
        check("@namespace url(http://n.example/);a{}", "@namespace url(http://n.example/);a{}");
    }

    #[test]
    fn a_font_brings_the_first_file_that_can_be_read() {
        check(
            "@font-face{src:url(f.eot);src:url(f.woff2) format('woff2'),url(f.woff2)}",
            "@font-face{src:url(\"data:,\");src:url(\"data:font/woff2;base64,d09GMg==\") format('woff2'),url(\"data:,\")}",
        );
    }

    #[test]
    fn imported_sheets_are_put_in_and_never_for_ever() {
        let inner = "p{background:url(\"~wolQTkc=\")}";
        check("@import url(none.css);@charset \"x\";b{}", "b{}");
        let five = inner.repeat(5);
        check("@import \"more.css\";b{}", &format!("{five}b{{}}"));
        let base = Url::parse("https://a.example/css/x.css").unwrap();
        let found =
            closed("@import url('more.css') layer(x) (min-width:1px);", &base, &mut Files::new(&Site));
        assert!(found.starts_with("@layer x{@media (min-width:1px){"), "{found}");
    }
}
