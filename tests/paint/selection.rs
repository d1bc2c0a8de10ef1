//! Text that the visitor had selected.

use super::*;
use wherefore::event::SelectionRange;

/// How wide the selected parts are in the row of pixels at `y`, from the first to the last.
fn marked(picture: &Picture, y: u32) -> Option<(u32, u32)> {
    let selected = |x: &u32| picture.pixel(*x, y).is_some_and(|[r, g, b, _]| [r, g, b] == [180, 213, 255]);
    let mut all = (0..picture.width).filter(selected);
    let first = all.next()?;
    Some((first, all.next_back().unwrap_or(first)))
}

/// The node of text that holds this.
fn text(state: &PageState, holds: &str) -> NodeId {
    let found = state.dom.nodes().find(|(_, node)| match &node.content {
        Content::Text(text) => text.contains(holds),
        _ => false,
    });
    found.unwrap().0
}

fn select(state: &mut PageState, (start, start_offset): (NodeId, u32), (end, end_offset): (NodeId, u32)) {
    state.selection = [SelectionRange { start, start_offset, end, end_offset }].into();
}

#[test]
fn selected_letters_are_marked_wherever_the_blanks_are() {
    deep(|| {
        let bold = tag("b", &[], vec![Part::Text("Free")]);
        let words = vec![Part::Text("  \n  We   offer "), bold, Part::Text("\n delivery ")];
        let mut state = page("p{margin:0;font-size:16px;line-height:20px}", vec![tag("p", &[], words)]);
        let (free, after) = (text(&state, "Free"), text(&state, "delivery"));
        let mut painter = painter();
        painter.show(&state).unwrap();
        assert_eq!(marked(&painter.frame(), 2), None, "nothing is selected");
        let place = painter.boxes(&[find(&state, "b")])[0].unwrap();

        select(&mut state, (free, 0), (free, 4));
        painter.show(&state).unwrap();
        let (left, right) = marked(&painter.frame(), 2).unwrap();
        assert!((f64::from(left) - place.x).abs() < 3.0, "{left}, {place:?}");
        assert!((f64::from(right) - place.x - place.width).abs() < 3.0, "{right}, {place:?}");

        select(&mut state, (free, 2), (after, 5));
        painter.show(&state).unwrap();
        let (from, to) = marked(&painter.frame(), 2).unwrap();
        assert!(from > left + 5 && to > right + 8, "from the middle of one word into the next");

        let paragraph = find(&state, "p");
        select(&mut state, (paragraph, 0), (paragraph, 3));
        painter.show(&state).unwrap();
        let (all, end) = marked(&painter.frame(), 2).unwrap();
        assert!(all < 3 && end > to, "places between elements are places, too");

        state.selection = [].into();
        painter.show(&state).unwrap();
        assert_eq!(marked(&painter.frame(), 2), None, "it was let go");
    });
}

#[test]
fn a_selection_over_blocks_marks_each_and_one_that_is_nowhere_marks_none() {
    deep(|| {
        let line = |words| styled("font-size:16px;line-height:20px", vec![Part::Text(words)]);
        let mut state = page("", vec![line("Winter shoes"), line("Trail shoes"), line("Road shoes")]);
        let (first, last) = (text(&state, "Winter"), text(&state, "Road"));
        select(&mut state, (first, 7), (last, 4));
        let picture = drawn(&state);
        let [winter, trail, road] = [2, 22, 42].map(|y| marked(&picture, y).unwrap());
        assert!(winter.0 > 30 && trail.0 < 4 && road.0 < 4, "{winter:?} {trail:?} {road:?}");
        assert!(trail.1 > road.1, "all of the one between");
        let body = find(&state, "body");
        for wrong in [(NodeId(999), 0), (first, 5000), (body, 77)] {
            select(&mut state, wrong, (last, u32::MAX));
            assert_eq!(marked(&drawn(&state), 2), None);
        }
    });
}
