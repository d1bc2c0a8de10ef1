//! Addresses that were recorded as seen from a page or a style sheet.

use std::borrow::Cow;
use url::Url;

/// `address` as seen from `base`; as it is where that makes no address.
pub(super) fn absolute(base: &str, address: &str) -> String {
    resolved(Url::parse(base).ok().as_ref(), address).unwrap_or_else(|| address.to_owned())
}

fn resolved(base: Option<&Url>, address: &str) -> Option<String> {
    let trimmed = address.trim();
    if trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with("data:") {
        return None;
    }
    base?.join(trimmed).ok().map(String::from)
}

/// The value of an attribute whose addresses are seen from `base`.
pub(super) fn attribute(base: &str, name: &str, value: &str) -> String {
    match name {
        "style" => sheet(base, value).into_owned(),
        "srcset" | "imagesrcset" => {
            let parts = value.split(", ").map(|part| match part.trim().split_once(' ') {
                Some((address, size)) => format!("{} {}", absolute(base, address), size.trim()),
                None => absolute(base, part.trim()),
            });
            parts.collect::<Vec<_>>().join(", ")
        }
        _ => absolute(base, value),
    }
}

/// A style sheet whose addresses are seen from `base`: those in `url(…)` and the bare ones of
/// `@import`.
pub(super) fn sheet<'a>(base: &str, css: &'a str) -> Cow<'a, str> {
    let Ok(base) = Url::parse(base) else { return Cow::Borrowed(css) };
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, address, after)) = next_address(rest) {
        out.push_str(before);
        match resolved(Some(&base), address) {
            // Written so that it fits between any quotes, or none.
            Some(found) => out.push_str(&found.replace('"', "%22").replace('\'', "%27").replace(')', "%29")),
            None => out.push_str(address),
        }
        rest = after;
    }
    if out.is_empty() {
        return Cow::Borrowed(css);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The next address, with what stands before and behind it.
fn next_address(css: &str) -> Option<(&str, &str, &str)> {
    let url = css.find("url(").map(|at| at + 4);
    let import = css.find("@import").map(|at| at + 7).and_then(|at| {
        let blank = css[at..].len() - css[at..].trim_start().len();
        css[at + blank..].starts_with(['"', '\'']).then_some(at + blank)
    });
    let from = [url, import].into_iter().flatten().min()?;
    let inside = &css[from..];
    let blank = inside.len() - inside.trim_start().len();
    let quote = inside[blank..].chars().next().filter(|c| matches!(c, '"' | '\''));
    let start = from + blank + usize::from(quote.is_some());
    let length = match quote {
        Some(quote) => css[start..].find(quote)?,
        None => css[start..].find(')')?,
    };
    Some((&css[..start], &css[start..start + length], &css[start + length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_seen_from_their_base() {
        let base = "https://a.example/css/main.css";
        for (css, expected) in [
            ("a{b:url(../i.png)}", "a{b:url(https://a.example/i.png)}"),
            (
                "a{b:url( 'i.png' ) url(\"/j\")}",
                "a{b:url( 'https://a.example/css/i.png' ) url(\"https://a.example/j\")}",
            ),
            ("@import 'x.css';a{}", "@import 'https://a.example/css/x.css';a{}"),
            ("@import url(x.css);", "@import url(https://a.example/css/x.css);"),
            ("a{b:url(data:x) url(#y)}", "a{b:url(data:x) url(#y)}"),
            ("a{b:url(", "a{b:url("),
            ("a{}", "a{}"),
        ] {
            assert_eq!(sheet(base, css), expected);
        }
        assert_eq!(sheet("nonsense", "a{b:url(c)}"), "a{b:url(c)}");
        assert_eq!(attribute(base, "src", "i.png"), "https://a.example/css/i.png");
        assert_eq!(
            attribute(base, "srcset", "a 1x, /b 2x"),
            "https://a.example/css/a 1x, https://a.example/b 2x"
        );
        assert_eq!(attribute(base, "style", "c:url(d)"), "c:url(https://a.example/css/d)");
        assert_eq!(absolute("", "x"), "x");
    }
}
