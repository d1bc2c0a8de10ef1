//! What can be typed into and chosen from.

use super::*;

#[test]
fn typed_text_placeholders_and_bullets_are_seen() {
    deep(|| {
        let css =
            "input{display:block;width:180px;height:40px;border:0;padding:0;background:white;font-size:20px}";
        let mut state = page(css, vec![tag("input", &[("type", "text"), ("placeholder", "Coupon")], vec![])]);
        let input = find(&state, "input");
        let hint = drawn(&state);
        assert_eq!(
            ink(&hint, (0, 0), (180, 40)),
            ink(&hint, (0, 8), (180, 34)),
            "in the middle of the height"
        );
        set(&mut state, input, "value", Some("SAVE10"));
        let typed = drawn(&state);
        assert!(ink(&typed, (0, 0), (180, 40)) > 60, "typed text is dark");
        assert!(ink(&hint, (0, 0), (180, 40)) < 60, "a placeholder is pale");
        set(&mut state, input, "type", Some("password"));
        assert_ne!(drawn(&state), typed, "a password is bullets");
        set(&mut state, input, "style", Some("text-align:right"));
        assert_eq!(ink(&drawn(&state), (0, 0), (90, 40)), 0, "text in a field can be on the right");
    });
}

#[test]
fn checks_and_choices_show_their_state() {
    deep(|| {
        let css = "input{appearance:none;width:40px;height:40px;margin:0;background:red} input:checked{background:blue}
                   select{display:block;width:180px;height:30px;border:0;background:white;font-size:20px}";
        let option = |value, text| tag("option", &[("value", value)], vec![Part::Text(text)]);
        let body = vec![
            tag("input", &[("type", "checkbox")], vec![]),
            tag("select", &[("value", "b")], vec![option("a", "l"), option("b", "WWWW")]),
        ];
        let mut state = page(css, body);
        let before = drawn(&state);
        assert_pixel(&before, (20, 20), RED, "an author's check box, off");
        let (input, select) = (find(&state, "input"), find(&state, "select"));
        set(&mut state, input, "checked", Some(""));
        assert_pixel(&drawn(&state), (20, 20), BLUE, "an author's check box, on");
        set(&mut state, select, "value", Some("a"));
        let dark = |picture: &Picture| ink(picture, (0, 40), (180, 90));
        assert!(dark(&before) > 3 * dark(&drawn(&state)), "the label of what is chosen");
    });
}

#[test]
fn plain_check_boxes_and_radios_are_drawn() {
    deep(|| {
        let css = "input{display:block}";
        let kind = |kind| tag("input", &[("type", kind)], vec![]);
        let mut state = page(css, vec![kind("checkbox"), kind("radio")]);
        let off = drawn(&state);
        let coloured = |top: u32| {
            let pixels = (top..top + 18).flat_map(|y| (0..30).map(move |x| (x, y)));
            pixels.filter(|(x, y)| off.pixel(*x, *y).is_some_and(|[red, ..]| red < 200)).count()
        };
        assert!(coloured(0) > 20, "the rim of a check box");
        assert!(coloured(18) > 20, "the rim of a radio");
        let check = find(&state, "input");
        set(&mut state, check, "checked", Some(""));
        assert_ne!(drawn(&state), off, "a tick");
    });
}
