//! Patterns with `*`: paths of pages and names of events. Knows no URLs and no rules.

/// Whether `path` (beginning with `/`, no query) fits `pattern`.
///
/// `*` stands for any run of characters inside one part; at the end of the pattern for all that
/// follows, and after a `/` for at least one character of it. A pattern that begins with `*` may
/// begin anywhere. Case does not matter, and neither does a slash at the end.
pub(super) fn matches_path(pattern: &str, path: &str) -> bool {
    let path = trimmed(path).to_ascii_lowercase();
    let pattern = trimmed(pattern).to_ascii_lowercase();
    if let Some(rest) = pattern.strip_prefix('*') {
        if rest.is_empty() {
            return true;
        }
        let anywhere = (0..path.len()).filter(|at| path.is_char_boundary(*at)).collect();
        return fits(rest, &path, anywhere);
    }
    fits(&pattern, &path, vec![0])
}

/// Whether `text` fits `pattern`, in which `*` stands for any run of characters.
pub(super) fn matches_text(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

/// An event's name with small letters and `_` between its words: `Add To Cart`, `addToCart` and
/// `add-to-cart` are `add_to_cart`.
pub(super) fn event_name(name: &str) -> String {
    words(name, |_| false)
}

/// The same for a pattern; `*` stays.
pub(super) fn event_pattern(pattern: &str) -> String {
    words(pattern, |c| c == '*')
}

fn words(name: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars().take(200) {
        if keep(c) {
            out.push(c);
        } else if !c.is_alphanumeric() {
            if !out.is_empty() && !out.ends_with(['_', '*']) {
                out.push('_');
            }
        } else {
            if c.is_uppercase() && before.is_lowercase() {
                out.push('_');
            }
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    out.trim_end_matches('_').to_owned()
}

fn trimmed(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" => "/",
        rest => rest,
    }
}

/// Whether the pattern fits what follows any of these places, which ascend. All places that a part of
/// the pattern may begin at are followed together, so that no number of stars takes long.
fn fits(pattern: &str, path: &str, mut starts: Vec<usize>) -> bool {
    let pieces: Vec<&str> = pattern.split('*').collect();
    for (index, piece) in pieces.iter().enumerate() {
        let mut ends = starts.iter().filter(|at| path[**at..].starts_with(piece)).map(|at| at + piece.len());
        match &pieces[index + 1..] {
            [] => return ends.any(|end| end == path.len()),
            [""] => return ends.any(|end| !piece.ends_with('/') || end < path.len()),
            _ => {}
        }
        let least = usize::from(piece.ends_with('/'));
        let mut next = Vec::new();
        let mut until = None;
        for end in ends {
            if until.is_none_or(|until| until < end) {
                let slash = path[end..].find('/').map_or(path.len(), |slash| end + slash);
                next.extend((end + least..=slash).filter(|at| path.is_char_boundary(*at)));
                until = Some(slash);
            }
        }
        starts = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for (pattern, path, expected) in [
            ("/product/*", "/product/shirt", true),
            ("/product/*", "/product/shirt/", true),
            ("/product/*", "/product/a/b", true),
            ("/product/*", "/product/", false),
            ("/product/*", "/product", false),
            ("/product/*", "/products/shirt", false),
            ("/a/*/b", "/a/x/b", true),
            ("/a/*/b", "/a/x/y/b", false),
            ("/a/*/b", "/a//b", false),
            ("/checkout*", "/checkout", true),
            ("/checkout*", "/checkout/pay", true),
            ("*/thank-you*", "/checkout/thank-you", true),
            ("*/thank-you*", "/thank-you", true),
            ("*/thank-you*", "/no-thank-you", false),
            ("/", "/", true),
            ("/", "/x", false),
            ("/CART", "/cart/", true),
            ("*", "/anything", true),
            ("/ä*", "/ärger", true),
        ] {
            assert_eq!(matches_path(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn stars_without_end_take_no_time() {
        let path = format!("/{}", "a".repeat(2_000));
        assert!(!matches_path(&format!("{}b", "*a".repeat(500)), &path));
        assert!(matches_path(&format!("{}a", "*a".repeat(500)), &path));
    }

    #[test]
    fn texts_and_names() {
        assert!(matches_text("*add*cart*", "product_added_to_cart"));
        assert!(!matches_text("*add*cart*", "cart_add"));
        assert!(matches_text("purchase", "purchase"));
        assert!(!matches_text("purchase", "purchases"));
        for (name, expected) in [
            ("Add To Cart", "add_to_cart"),
            ("addToCart", "add_to_cart"),
            ("--a--b--", "a_b"),
            ("GA4", "ga4"),
        ] {
            assert_eq!(event_name(name), expected);
        }
        assert_eq!(event_pattern("*add*Cart*"), "*add*cart*");
    }
}
