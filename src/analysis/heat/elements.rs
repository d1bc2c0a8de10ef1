//! Which elements of a page got the clicks. Knows no picture but its boxes.

use crate::event::Rect;
use crate::library::PageVisit;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What happened on one element, over all visits of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElementHeat {
    /// What a person would call it.
    pub name: String,
    /// The CSS selector that visits share.
    pub selector: String,
    /// Its box on the picture, CSS px; `None` where it is not on the picture.
    #[serde(rename = "box")]
    pub area: Option<Rect>,
    /// Clicks and taps on it.
    pub clicks: u64,
    /// Its part of all clicks on the page, 0–1.
    pub share: f64,
    /// Clicks that are part of a rage signal.
    pub rage: u64,
    /// Clicks that nothing answered.
    pub dead: u64,
    /// Clicks that a script error followed.
    pub error: u64,
    /// Sessions that clicked it.
    pub sessions: u64,
    /// Part of those sessions that bought, 0–1.
    pub bought_rate: f64,
}

/// The elements that were clicked, most clicks first, then by selector. Clicks whose element the
/// recording does not know count towards the whole, but have no row.
pub fn elements(visits: &[PageVisit], boxes: &BTreeMap<String, Rect>) -> Vec<ElementHeat> {
    let mut tallies: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    let mut all = 0_u64;
    for visit in visits {
        for click in &visit.clicks {
            all += 1;
            let Some(element) = &click.element else { continue };
            let tally = tallies.entry(&element.selector).or_default();
            tally.clicks += 1;
            tally.rage += u64::from(click.rage);
            tally.dead += u64::from(click.dead);
            tally.error += u64::from(click.error);
            *tally.names.entry(&element.name).or_default() += 1;
            tally.sessions.insert(&visit.session);
            if visit.bought {
                tally.bought.insert(&visit.session);
            }
        }
    }
    let mut rows: Vec<ElementHeat> = tallies
        .into_iter()
        .map(|(selector, tally)| ElementHeat {
            name: tally.name(),
            selector: selector.to_owned(),
            area: boxes.get(selector).copied(),
            clicks: tally.clicks,
            share: tally.clicks as f64 / all.max(1) as f64,
            rage: tally.rage,
            dead: tally.dead,
            error: tally.error,
            sessions: tally.sessions.len() as u64,
            bought_rate: tally.bought.len() as f64 / tally.sessions.len().max(1) as f64,
        })
        .collect();
    rows.sort_by(|a, b| b.clicks.cmp(&a.clicks).then_with(|| a.selector.cmp(&b.selector)));
    rows
}

#[derive(Default)]
struct Tally<'a> {
    names: BTreeMap<&'a str, u64>,
    clicks: u64,
    rage: u64,
    dead: u64,
    error: u64,
    sessions: BTreeSet<&'a str>,
    bought: BTreeSet<&'a str>,
}

impl Tally<'_> {
    /// The name that most clicks gave; of equals the first by alphabet.
    fn name(&self) -> String {
        let best = self.names.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        best.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
    }
}
