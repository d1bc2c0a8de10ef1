//! Letters of other scripts: which of them the program brings along, and how a line of them runs.

use super::*;

fn line(words: &'static str) -> Picture {
    drawn(&page("p{margin:0;font-size:30px;line-height:40px}", vec![tag("p", &[], vec![Part::Text(words)])]))
}

#[test]
fn letters_of_each_script_are_seen_and_are_not_all_alike() {
    deep(|| {
        for (script, one, other) in [
            ("Latin", "a", "b"),
            ("Latin with marks", "ő", "ş"),
            ("Greek", "α", "β"),
            ("Cyrillic", "ж", "щ"),
            ("Hebrew", "ש", "ל"),
            ("Arabic", "ش", "م"),
            ("pictures", "\u{1f600}", "\u{1f6d2}"),
            ("marks", "\u{2705}", "\u{2b50}"),
        ] {
            let (one, other) = (line(one), line(other));
            for picture in [&one, &other] {
                assert!(ink(picture, (0, 0), (200, 60)) > 20, "{script}: something is seen");
            }
            assert!(one != other, "{script}: not the same box for every letter");
        }
    });
}

/// The middle of what is drawn in this colour, px from the left.
fn middle(picture: &Picture, wanted: impl Fn([u8; 4]) -> bool) -> f64 {
    let columns: Vec<f64> = (0..picture.width)
        .flat_map(|x| (0..picture.height).map(move |y| (x, y)))
        .filter(|(x, y)| picture.pixel(*x, *y).is_some_and(&wanted))
        .map(|(x, _)| f64::from(x))
        .collect();
    assert!(!columns.is_empty(), "the colour is seen");
    columns.iter().sum::<f64>() / columns.len() as f64
}

#[test]
fn a_line_runs_from_the_right_where_its_letters_do() {
    deep(|| {
        let coloured = |colour, words| tag("b", &[("style", colour)], vec![Part::Text(words)]);
        let order = |first, second| {
            let words = vec![coloured("color:red", first), coloured("color:blue", second)];
            let picture = drawn(&page("p{margin:0;font:30px/40px Arimo}", vec![tag("p", &[], words)]));
            let red = middle(&picture, |[red, green, blue, _]| red > 150 && green < 90 && blue < 90);
            red - middle(&picture, |[red, green, blue, _]| blue > 150 && red < 90 && green < 90)
        };
        assert!(order("ab", "cd") < 0.0, "from the left");
        assert!(order("אב", "גד") > 0.0, "Hebrew, from the right");
        assert!(order("سلا", "مسل") > 0.0, "Arabic, from the right");
        assert!(order("ab ", "שלום") < 0.0, "both in one line");
    });
}

#[test]
fn arabic_letters_join() {
    deep(|| {
        let joined = ink(&line("سسس"), (0, 0), (200, 60));
        let apart = ink(&line("س\u{200c}س\u{200c}س"), (0, 0), (200, 60));
        assert!(joined < apart, "a letter within a word is smaller: {joined} and {apart}");
    });
}

#[test]
fn a_page_from_right_to_left_begins_at_the_right() {
    deep(|| {
        let css = "p{margin:0;font-size:20px}";
        for attributes in [[("dir", "rtl")], [("style", "direction:rtl")]] {
            let picture = drawn(&page(css, vec![tag("p", &attributes, vec![Part::Text("שלום")])]));
            let right = ink(&picture, (100, 0), (200, 40));
            assert!(right > 20 && ink(&picture, (0, 0), (100, 40)) == 0, "{attributes:?}");
        }
    });
}
