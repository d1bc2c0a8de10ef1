//! The word that was probably meant.

/// The one of `words` that is most like `typed`, if one is like it at all.
pub(super) fn nearest<'w>(typed: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let typed = typed.to_ascii_lowercase();
    let letters = typed.chars().count();
    words
        .into_iter()
        .filter_map(|word| {
            let steps = distance(&typed, word);
            let part = letters >= 3 && (word.contains(&typed) || typed.contains(word));
            let like = part || steps <= 1 + letters / 3;
            like.then_some((if part { steps.min(1) } else { steps }, steps, word))
        })
        .min()
        .map(|(_, _, word)| word)
}

/// How many letters have to be put in, left out, changed, or swapped with their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().take(64).collect();
    let to: Vec<char> = to.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let changed = last[j] + usize::from(a != b);
            let mut best = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Option<&str>) {
        let words = ["device", "duration", "begin_checkout", "add_to_cart", "rage", "mobile", "os"];
        assert_eq!(nearest(typed, words), expected, "{typed}");
    }

    #[test]
    fn slips_of_the_keyboard_are_understood() {
        check("devcie", Some("device"));
        check("Durations", Some("duration"));
        check("checkout", Some("begin_checkout"));
        check("cart", Some("add_to_cart"));
        check("raeg", Some("rage"));
        check("mobiles", Some("mobile"));
        check("xylophone", None);
        check("", None);
    }
}
