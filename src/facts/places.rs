//! Where elements are on a picture of a page, and which of them is meant by an element of another
//! visit. Knows no layout: boxes come from outside.
//!
//! The same element is found by its selector. Items of lists change their order from visit to visit:
//! where the element at the same place of a list says something else, and one elsewhere in a list of
//! the same make says the same, it is that one.

use super::model::Element;
use crate::event::Rect;
use std::collections::BTreeMap;

/// An element on a picture of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spot {
    /// What it is called, how it is found, what it says.
    pub element: Element,
    /// Its box, CSS px of the picture.
    pub area: Rect,
    /// It can be seen there: not scrolled out of a carousel or inner scroller, not cut off.
    pub visible: bool,
    /// It stays in its place when the page is scrolled.
    pub fixed: bool,
}

/// The elements on a picture of a page, in the order of the document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    spots: Vec<Spot>,
    /// The first of each selector.
    by_selector: BTreeMap<String, usize>,
    /// All of each make: the selector without places in lists.
    by_make: BTreeMap<String, Vec<usize>>,
    /// All of those that say something, by it.
    by_words: BTreeMap<String, Vec<usize>>,
}

impl Places {
    /// Of elements in the order of the document.
    pub fn of(spots: Vec<Spot>) -> Self {
        let mut by_selector = BTreeMap::new();
        let (mut by_make, mut by_words) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (at, spot) in spots.iter().enumerate() {
            let selector = &spot.element.selector;
            by_selector.entry(selector.clone()).or_insert(at);
            if let Some(make) = make_of(selector) {
                by_make.entry(make).or_default().push(at);
            }
            let words = words_of(&spot.element);
            if !words.is_empty() {
                by_words.entry(words.to_owned()).or_default().push(at);
            }
        }
        Self { spots, by_selector, by_make, by_words }
    }

    /// All of them, in the order of the document.
    pub fn spots(&self) -> &[Spot] {
        &self.spots
    }

    /// The element of that selector, whatever it says.
    pub fn at(&self, selector: &str) -> Option<&Spot> {
        self.by_selector.get(selector).map(|at| &self.spots[*at])
    }

    /// The spot of the same element, wherever in its list it is now.
    pub fn find(&self, element: &Element) -> Option<&Spot> {
        let here = self.by_selector.get(&element.selector).copied();
        let same = here.is_some_and(|at| says_the_same(&self.spots[at].element, element));
        if same {
            return here.map(|at| &self.spots[at]);
        }
        let found = self.moved(element, here).or(here)?;
        Some(&self.spots[found])
    }

    /// All that say the same as an element that says something, wherever they are.
    pub fn saying(&self, element: &Element) -> impl Iterator<Item = &Spot> {
        let found = self.by_words.get(words_of(element)).map_or(&[][..], Vec::as_slice);
        let spots = found.iter().map(|at| &self.spots[*at]);
        spots.filter(move |spot| says_the_same(&spot.element, element))
    }

    /// The only other one of its make that says the same. Not where what stands at its place is said
    /// by several: then the words tell a state, as "Show" and "Hide" do, and not which item it is.
    fn moved(&self, element: &Element, here: Option<usize>) -> Option<usize> {
        if element.text.is_empty() && element.name.is_empty() {
            return None;
        }
        let alike = self.by_make.get(&make_of(&element.selector)?)?;
        let saying = |words: &Element| {
            let mut all = alike.iter().copied().filter(|at| says_the_same(&self.spots[*at].element, words));
            (all.next(), all.next())
        };
        let (Some(found), None) = saying(element) else { return None };
        let here_repeats = here.is_some_and(|at| saying(&self.spots[at].element).1.is_some());
        (!here_repeats).then_some(found)
    }
}

/// A selector without places in lists; `None` where it has none.
fn make_of(selector: &str) -> Option<String> {
    const PLACE: &str = ":nth-of-type(";
    let (first, mut rest) = selector.split_once(PLACE)?;
    let mut make = first.to_owned();
    loop {
        let (_, after) = rest.split_once(')')?;
        let Some((part, next)) = after.split_once(PLACE) else {
            make.push_str(after);
            return Some(make);
        };
        make.push_str(part);
        rest = next;
    }
}

/// What an element says, or is called where it says nothing.
fn words_of(element: &Element) -> &str {
    if element.text.is_empty() { &element.name } else { &element.text }
}

/// Whether two elements say the same words, or are called the same where they say none.
fn says_the_same(one: &Element, other: &Element) -> bool {
    if one.text.is_empty() && other.text.is_empty() {
        return one.name == other.name;
    }
    one.text == other.text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(selector: &str, text: &str) -> Element {
        Element { name: text.to_owned(), selector: selector.to_owned(), text: text.to_owned() }
    }

    fn places(list: &[(&str, &str)]) -> Places {
        let spot = |(at, (selector, text)): (usize, &(&str, &str))| Spot {
            element: element(selector, text),
            area: Rect { x: at as f64, y: 0.0, width: 1.0, height: 1.0 },
            ..Spot::default()
        };
        Places::of(list.iter().enumerate().map(spot).collect())
    }

    /// Which of the list's elements is meant.
    #[track_caller]
    fn check(list: &[(&str, &str)], (selector, text): (&str, &str), expected: Option<f64>) {
        assert_eq!(places(list).find(&element(selector, text)).map(|spot| spot.area.x), expected);
    }

    #[test]
    fn by_selector_and_in_lists_by_words() {
        let cards =
            [("ul > li:nth-of-type(1) > a", "Boot"), ("ul > li:nth-of-type(2) > a", "Shoe"), ("#buy", "Buy")];
        check(&cards, ("#buy", "In the bag"), Some(2.0));
        check(&cards, ("ul > li:nth-of-type(2) > a", "Shoe"), Some(1.0));
        check(&cards, ("ul > li:nth-of-type(1) > a", "Shoe"), Some(1.0));
        check(&cards, ("ul > li:nth-of-type(7) > a", "Boot"), Some(0.0));
        check(&cards, ("ul > li:nth-of-type(2) > a", "Sock"), Some(1.0));
        check(&cards, ("ul > li:nth-of-type(7) > a", "Sock"), None);
        check(&cards, ("#gone", "Boot"), None);
    }

    #[test]
    fn words_of_a_state_do_not_move_an_item() {
        let answers = [
            ("p:nth-of-type(1) > b", "Hide"),
            ("p:nth-of-type(2) > b", "Show"),
            ("p:nth-of-type(3) > b", "Show"),
        ];
        check(&answers, ("p:nth-of-type(3) > b", "Hide"), Some(2.0));
        check(&answers, ("p:nth-of-type(1) > b", "Show"), Some(0.0));
    }

    #[test]
    fn a_make_is_a_selector_without_places() {
        assert_eq!(
            make_of("#list > li:nth-of-type(12) > a.card:nth-of-type(1)").as_deref(),
            Some("#list > li > a.card")
        );
        assert_eq!(make_of("#list"), None);
        assert_eq!(make_of(":nth-of-type("), None);
    }
}
