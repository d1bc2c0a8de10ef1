//! What a page only names, and elements that hold only what a style sheet puts there.

use super::*;

#[test]
fn an_icon_of_an_empty_element_lies_in_its_line_as_letters_would() {
    deep(|| {
        for display in ["inline-block", "block", "table-cell"] {
            let css = format!(".i{{display:{display};font-size:30px}} .b::before{{content:\"M\"}}");
            let line = |icon: Part| page(&css, vec![tag("p", &[], vec![icon, Part::Text("word")])]);
            let by_sheet = drawn(&line(tag("i", &[("class", "i b")], vec![])));
            let by_letters = drawn(&line(tag("i", &[("class", "i")], vec![Part::Text("M")])));
            assert!(ink(&by_sheet, (0, 0), (200, 200)) > 50, "{display}: something is to be seen");
            assert_eq!(by_sheet.rgba, by_letters.rgba, "{display}");
        }
    });
}

#[test]
fn an_element_that_is_empty_for_a_sheet_stays_so() {
    deep(|| {
        let css = "i:empty{background:red} i{display:block;height:40px} .b::before{content:\" \"}";
        let picture = drawn(&page(css, vec![tag("i", &[("class", "b")], vec![])]));
        assert_pixel(&picture, (100, 20), RED, "what is put before it does not fill it");
    });
}

#[test]
fn a_picture_that_is_not_there_is_marked_unless_it_only_decorates() {
    deep(|| {
        let one =
            |attributes: &[(&'static str, &str)]| drawn(&page("", vec![tag("img", attributes, vec![])]));
        let seen = |picture: &Picture| {
            let part = (0..24).flat_map(|y| (0..24).filter_map(move |x| picture.pixel(x, y)));
            part.filter(|pixel| pixel[..3] != WHITE).count()
        };
        assert!(seen(&one(&[("src", "/lost.png")])) > 20, "its file is not known");
        assert!(seen(&one(&[("alt", "A shoe")])) > 20, "it never had a file");
        assert_eq!(seen(&one(&[("src", "/lost.png"), ("alt", "")])), 0, "it only decorates");
    });
}
