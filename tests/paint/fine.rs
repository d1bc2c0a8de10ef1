//! The whole page with two pixels for each CSS px: twice the size, and truly drawn, not enlarged.

use super::{BLUE, RED, WHITE, assert_pixel, deep, page, painter, styled, tag};
use wherefore::event::Rect;

#[test]
fn the_fine_page_is_drawn_at_twice_the_size() {
    deep(|| {
        let block = |css: &str| styled(css, vec![]);
        let state = page(
            "svg{display:block}",
            vec![
                block("height:300px;background:red"),
                block("height:101px;margin-left:11px;background:blue"),
                tag(
                    "svg",
                    &[("width", "40"), ("height", "40")],
                    vec![tag("path", &[("d", "M0 0h20.5v40h-20.5z"), ("fill", "red")], vec![])],
                ),
            ],
        );
        let mut painter = painter();
        painter.show(&state).unwrap();
        let (whole, (fine, times)) = (painter.full_page(), painter.fine_page());
        assert_eq!(times, 2);
        assert_eq!((fine.width, fine.height), (whole.width * 2, whole.height * 2));
        assert_pixel(&fine, (200, 599), RED, "the upper part is as high");
        assert_pixel(&fine, (200, 600), BLUE, "and the lower one follows");
        assert_pixel(&fine, (21, 700), WHITE, "its margin is 22 px now");
        assert_pixel(&fine, (22, 700), BLUE, "and no more");
        assert_pixel(&fine, (40, 820), RED, "half a CSS px is a whole one here");
        assert_pixel(&fine, (41, 820), WHITE, "with a sharp edge");
        let area: Rect = painter.boxes(&[super::find(&state, "div")])[0].unwrap();
        assert_eq!((area.y, area.height), (0.0, 300.0), "boxes still count in CSS px");
    });
}

#[test]
fn a_page_that_is_very_high_is_drawn_once() {
    deep(|| {
        let mut state = page("", vec![styled("height:15900px;background:red", vec![])]);
        state.viewport.width = 400.0;
        let mut painter = painter();
        painter.show(&state).unwrap();
        let (whole, times) = painter.fine_page();
        assert_eq!((times, whole.width), (1, 400), "two pixels each way would be 100 MB");
    });
}

#[test]
fn a_page_of_20_000_px_is_drawn_to_its_end() {
    deep(|| {
        let block = |css: &str| styled(css, vec![]);
        let inside = vec![block("height:19900px;background:red"), block("height:100px;background:blue")];
        let mut state = page("", inside);
        state.viewport.width = 400.0;
        let mut painter = painter();
        painter.show(&state).unwrap();
        let whole = painter.full_page();
        assert_eq!(whole.height, 20_000);
        assert_pixel(&whole, (200, 19_899), RED, "down to here");
        assert_pixel(&whole, (200, 19_999), BLUE, "and the very last line");
    });
}
