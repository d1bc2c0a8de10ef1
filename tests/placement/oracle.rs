//! Where Chromium laid out what the script clicked, on the pages that the bundle's screenshots show.

use crate::truth::{Click, Truth, json};
use std::collections::BTreeMap;
use std::path::Path;
use wherefore::event::{Point, Rect};
use wherefore::facts::{find, text_of};
use wherefore::render::{Background, Source};
use wherefore::replay::{PageState, Replay};

/// Boxes by selector, each the first.
type Boxes = BTreeMap<String, Rect>;

/// Whether a click is where it should be.
pub(crate) enum Judged {
    /// The picture is no screenshot, for which Chromium told boxes.
    Unknown,
    Inside,
    /// How far off.
    Beside(String),
}

impl Judged {
    /// Whether a place lies in a box, which may be rounded to a tenth of a px.
    pub(crate) fn of(area: Rect, place: Point, what: &str) -> Self {
        let (x, y) = (place.x - area.x, place.y - area.y);
        let inside = x >= -0.1 && y >= -0.1 && x <= area.width + 0.1 && y <= area.height + 0.1;
        if inside {
            return Self::Inside;
        }
        Self::Beside(format!("{what} is {area:?}, the click is at {place:?}"))
    }
}

pub(crate) struct Oracle {
    pub(crate) truth: Truth,
    /// By page, viewport width and page state.
    shots: BTreeMap<(String, u32, Option<String>), Boxes>,
    /// What is said at a selector on the page of a shot, by page: as it was recorded at its address.
    said: BTreeMap<(String, String), String>,
}

impl Oracle {
    pub(crate) fn read(samples: &Path, replays: &[Replay]) -> Self {
        let manifest = json(&samples.join("nordlund/wherefore.json"));
        let (mut shots, mut said) = (BTreeMap::new(), BTreeMap::new());
        for shot in manifest["screenshots"].as_array().unwrap() {
            if shot.get("variant").is_some() {
                continue;
            }
            let page = shot["page"].as_str().unwrap().to_owned();
            let width = u32::try_from(shot["viewport_width"].as_u64().unwrap()).unwrap();
            let name = shot["state"].as_str().map(str::to_owned);
            let boxes = json(&samples.join("nordlund").join(shot["elements"].as_str().unwrap()));
            let mut known = Boxes::new();
            for it in boxes.as_array().unwrap() {
                let side = |name: &str| it[name].as_f64().unwrap();
                let area = Rect { x: side("x"), y: side("y"), width: side("width"), height: side("height") };
                known.entry(it["selector"].as_str().unwrap().to_owned()).or_insert(area);
            }
            if let Some(state) = recorded(replays, shot["url"].as_str().unwrap()) {
                for selector in known.keys() {
                    let node = find(&state.dom, selector).into_iter().next();
                    let text = node.map(|node| text_of(&state.dom, node)).unwrap_or_default();
                    said.insert((page.clone(), selector.clone()), text);
                }
            }
            shots.insert((page, width, name), known);
        }
        Self { truth: Truth::read(samples), shots, said }
    }

    /// Whether a place on a background lies in the box of what the script clicked.
    pub(crate) fn judge(&self, background: &Background, (session, at): (&str, i64), place: Point) -> Judged {
        let Click { selector, text, .. } = self.truth.at(session, at);
        if background.source != Source::Screenshot {
            return Judged::Unknown;
        }
        let state = background.shows.as_ref().map(|state| state.label.clone());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width in px")]
        let shot = self.shots.get(&(background.page.clone(), background.size.width as u32, state));
        let selector = self.where_said(&background.page, selector, text);
        let Some(shot) = shot else { return Judged::Unknown };
        // Of drawings only the whole was told.
        let selector = match selector.split_once(" > svg > ") {
            Some((around, _)) => format!("{around} > svg"),
            None => selector,
        };
        let Some(area) = shot.get(&selector) else {
            return Judged::Beside(format!("{selector} {text:?} is not on the screenshot"));
        };
        Judged::of(*area, place, &format!("{selector} {text:?}"))
    }

    /// The selector of the item of the same list that says the same on the page of the shot.
    fn where_said(&self, page: &str, selector: &str, text: &str) -> String {
        let own = self.said.get(&(page.to_owned(), selector.to_owned()));
        if text.is_empty() || own.is_some_and(|said| same_words(said, text)) {
            return selector.to_owned();
        }
        let make = bare(selector);
        let same = |((other, at), said): &(&(String, String), &String)| {
            other == page && same_words(said, text) && bare(at) == make
        };
        self.said.iter().find(same).map_or_else(|| selector.to_owned(), |((_, at), _)| at.clone())
    }
}

/// The page of an address as somebody saw it.
fn recorded(replays: &[Replay], url: &str) -> Option<PageState> {
    let bare = |url: &str| url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned();
    replays.iter().find_map(|replay| {
        let page = replay.pages().iter().find(|page| bare(&page.href) == bare(url))?;
        Some(replay.state_at(page.start.plus(900)))
    })
}

/// Whether two texts are the same but for blanks, as far as both were told.
fn same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).take(30).collect::<String>();
    !one.is_empty() && letters(one) == letters(other)
}

/// A selector without places in lists.
fn bare(selector: &str) -> String {
    selector.split(":nth-of-type(").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect()
}
