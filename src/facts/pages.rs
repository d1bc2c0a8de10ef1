//! Addresses to pages: the key under which views of one page come together, and its name.

use super::glob;
use super::rules::Rules;
use url::Url;

/// The key of a page of which no address is known.
pub const UNKNOWN_PAGE: &str = "(unknown)";

/// The page that an address belongs to, such as `/product/*`.
///
/// The first page rule that fits gives its own key. Otherwise: the path without a slash or default
/// document at the end, parts with a digit and parts that look like a hash replaced by `*`, the
/// query dropped, the fragment dropped unless it is a route (`#/`). [`UNKNOWN_PAGE`] for an empty
/// address.
pub fn page_key(url: &str, rules: &Rules) -> String {
    let path = path_of(url);
    if path.is_empty() {
        return UNKNOWN_PAGE.to_owned();
    }
    match rules.pages.iter().find(|rule| glob::matches_path(&rule.key, &path)) {
        Some(rule) => rule.key.clone(),
        None => general(&path),
    }
}

/// What people call a page: the name of its rule, else made from its key.
pub fn page_name(key: &str, rules: &Rules) -> String {
    let named = rules.pages.iter().find(|rule| rule.key == key && !rule.name.is_empty());
    if let Some(rule) = named {
        return rule.name.clone();
    }
    if key == "/" {
        return "Home".to_owned();
    }
    if key == UNKNOWN_PAGE {
        return "Unknown page".to_owned();
    }
    let words: Vec<String> =
        key.split('/').filter(|part| !matches!(*part, "" | "*" | "#")).map(part_name).collect();
    if words.is_empty() { key.to_owned() } else { words.join(" / ") }
}

/// The path of an address, with its route if the fragment is one; the whole address when it has no
/// path (`about:blank`). Empty for an empty address.
pub(super) fn path_of(url: &str) -> String {
    let url = url.trim();
    let Ok(parsed) = Url::parse(url) else {
        // A bare path, as some page view events have it.
        let path = url.split(['?', '#']).next().unwrap_or_default();
        return if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    };
    if parsed.cannot_be_a_base() {
        return url.split(['?', '#']).next().unwrap_or_default().chars().take(100).collect();
    }
    match route(&parsed) {
        Some(route) => format!("{}/#{route}", parsed.path().trim_end_matches('/')),
        None => parsed.path().to_owned(),
    }
}

/// The address without its fragment, unless that is a route: two addresses of one document.
pub(super) fn document_of(url: &str) -> &str {
    match url.split_once('#') {
        Some((document, fragment)) if !fragment.starts_with('/') && !fragment.starts_with("!/") => document,
        _ => url,
    }
}

/// `url`, which may be relative, as seen from the page at `base`.
pub(super) fn resolve(base: &str, url: &str) -> String {
    let joined = Url::parse(base).and_then(|base| base.join(url));
    joined.map_or_else(|_not_an_address| url.to_owned(), String::from)
}

fn route(url: &Url) -> Option<&str> {
    let fragment = url.fragment()?;
    let fragment = fragment.strip_prefix('!').unwrap_or(fragment);
    let route = fragment.starts_with('/').then(|| fragment.split('?').next().unwrap_or_default())?;
    (route.len() > 1).then_some(route)
}

fn general(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.last().is_some_and(|last| is_default_document(last)) {
        parts.pop();
    }
    if parts.is_empty() {
        return "/".to_owned();
    }
    if !path.starts_with('/') {
        return path.to_owned();
    }
    let mut key = String::with_capacity(path.len());
    for part in parts {
        key.push('/');
        key.push_str(if is_variable(part) { "*" } else { part });
    }
    key
}

fn is_default_document(part: &str) -> bool {
    let (stem, ending) = part.split_once('.').unwrap_or((part, ""));
    matches!(stem, "index" | "default")
        && matches!(ending, "html" | "htm" | "php" | "asp" | "aspx" | "jsp" | "xhtml" | "shtml")
}

/// A part that names one thing of many: it has a digit, or is a long run without words.
fn is_variable(part: &str) -> bool {
    let decoded_digit = |part: &str| {
        // `%C3%A4` is a letter, not a digit: look only outside of escapes.
        let mut rest = part.as_bytes();
        while let [first, tail @ ..] = rest {
            if *first == b'%' && tail.len() >= 2 {
                rest = &tail[2..];
            } else if first.is_ascii_digit() {
                return true;
            } else {
                rest = tail;
            }
        }
        false
    };
    decoded_digit(part) || looks_like_hash(part)
}

fn looks_like_hash(part: &str) -> bool {
    let hex = part.len() >= 16 && part.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let mixed = part.bytes().filter(u8::is_ascii_uppercase).count() >= 3
        && part.bytes().filter(u8::is_ascii_lowercase).count() >= 3;
    hex || (part.len() >= 20 && mixed && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

fn part_name(part: &str) -> String {
    let stem = part.split_once('.').map_or(part, |(stem, _)| stem);
    let words = stem.replace(['-', '_', '+'], " ");
    let words = if words.trim().is_empty() { part.to_owned() } else { words };
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::PageRule;

    fn rules() -> Rules {
        let rule = |key: &str, name: &str| PageRule { key: key.to_owned(), name: name.to_owned() };
        let pages = [rule("/shop/*", "Category"), rule("/checkout/*", "")];
        Rules::of_site(&std::collections::BTreeMap::new(), &pages)
    }

    #[test]
    fn keys() {
        for (url, expected) in [
            ("https://a.example/", "/"),
            ("https://a.example", "/"),
            ("https://a.example/index.html?x=1#top", "/"),
            ("https://a.example/about/", "/about"),
            ("https://a.example/about/default.aspx", "/about"),
            ("https://a.example/blog/2024/some-post", "/blog/*/some-post"),
            ("https://a.example/u/6f9619ff-8b86-d011-b42d-00c04fc964ff", "/u/*"),
            ("https://a.example/t/deadbeefdeadbeefcafe", "/t/*"),
            ("https://a.example/caf%C3%A9/x", "/caf%C3%A9/x"),
            ("https://a.example/product/linen-shirt?variant=2", "/product/*"),
            ("https://a.example/shop/hats", "/shop/*"),
            ("https://a.example/app#/cart", "/app/#/cart"),
            ("https://a.example/app/#!/order/17?x", "/app/#/order/*"),
            ("https://a.example/app#section", "/app"),
            ("/checkout/pay?x", "/checkout/*"),
            ("pricing", "/pricing"),
            ("about:blank", "about:blank"),
            ("", UNKNOWN_PAGE),
            ("file:///C:/shop/index.html", "/C:/shop"),
        ] {
            assert_eq!(page_key(url, &rules()), expected, "{url}");
        }
    }

    #[test]
    fn names() {
        for (key, expected) in [
            ("/", "Home"),
            ("/shop/*", "Category"),
            ("/product/*", "Product"),
            ("/checkout/*", "Checkout"),
            ("/help/size-guide.html", "Help / Size guide"),
            ("/*", "/*"),
            ("/.well-known/-", ".well-known / -"),
            (UNKNOWN_PAGE, "Unknown page"),
        ] {
            assert_eq!(page_name(key, &rules()), expected, "{key}");
        }
    }

    #[test]
    fn only_routes_are_other_documents() {
        assert_eq!(document_of("https://a.example/x#y"), "https://a.example/x");
        assert_eq!(document_of("https://a.example/x#/y"), "https://a.example/x#/y");
        assert_eq!(resolve("https://a.example/x/y", "z?q"), "https://a.example/x/z?q");
        assert_eq!(resolve("nonsense", "/z"), "/z");
    }
}
