//! What style sheets name: font families and where their files are, images of inline styles. Looks
//! for two words and reads on from there; no parser.

use memchr::memmem;

/// Addresses that are kept of one family.
const MOST_ADDRESSES: usize = 24;

/// The `@font-face` rules of a sheet: the family, and its addresses; none where the sheet holds the
/// font itself.
pub(super) fn fonts(css: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for at in memmem::find_iter(css.as_bytes(), b"@font-face") {
        let rest = &css[at..];
        let Some(open) = rest.find('{') else { break };
        let body = &rest[open + 1..];
        let body = &body[..body.find('}').unwrap_or(body.len())];
        let Some(family) = declared(body, "font-family") else { continue };
        let mut named: Vec<&str> = addresses(body).collect();
        let held = named.iter().any(|url| url.starts_with("data:")) || named.is_empty();
        named.retain(|url| !held && !is_eot(url));
        named.truncate(MOST_ADDRESSES);
        found.push((family, named));
    }
    found
}

/// The font format that only one browser read, and that is named first in many sheets.
fn is_eot(url: &str) -> bool {
    url.split(['?', '#']).next().is_some_and(|path| path.to_ascii_lowercase().ends_with(".eot"))
}

/// The addresses in `url(…)`, in their order.
pub(super) fn addresses(css: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(css.as_bytes(), b"url(").filter_map(|at| {
        let rest = css[at + 4..].trim_start();
        let (quote, rest) = match rest.as_bytes().first()? {
            b'"' => ('"', &rest[1..]),
            b'\'' => ('\'', &rest[1..]),
            _ => (')', rest),
        };
        let url = rest[..rest.find(quote)?].trim();
        (!url.is_empty()).then_some(url)
    })
}

/// The value of a declaration in a rule's body, without quotes.
fn declared<'c>(body: &'c str, name: &str) -> Option<&'c str> {
    let after = &body[body.find(name)? + name.len()..];
    let value = after.trim_start().strip_prefix(':')?;
    let value = value[..value.find(';').unwrap_or(value.len())].trim();
    Some(value.trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_have_addresses_unless_the_sheet_holds_them() {
        let css = r#"a{b:c}@font-face{font-family:"A B";src:url(a.eot?#iefix),url('a.woff2') format("woff2")}
            @font-face { src: url(data:font/woff2;base64,AAAA); font-family: C }
            @font-face { font-family: D; src: local("D") } @font-face { font-family:"#;
        let told = fonts(css);
        assert_eq!(told[..3], [("A B", vec!["a.woff2"]), ("C", vec![]), ("D", vec![])]);
    }

    #[test]
    fn addresses_are_read_with_and_without_quotes() {
        let css = "background:url( \"a b.png\" ),url(c.png),url('d),url()";
        assert_eq!(addresses(css).collect::<Vec<_>>(), ["a b.png", "c.png"]);
    }
}
