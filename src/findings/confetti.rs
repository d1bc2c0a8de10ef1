//! Confetti: every click a dot of its own, coloured by who made it. Knows colours by their place only.

use super::HeatMap;
use crate::library::Visitor;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Groups that have a colour of their own; what is rarer is one group.
const GROUPS: usize = 6;

/// What colours the confetti.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tell {
    /// Bought or not.
    #[default]
    Bought,
    /// Where the visitor came from.
    Channel,
    /// New or returning.
    Returning,
    /// The variant of a test.
    Variant,
    /// The class of device.
    Device,
}

impl Tell {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Bought, Self::Channel, Self::Returning, Self::Variant, Self::Device];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bought => "bought",
            Self::Channel => "channel",
            Self::Returning => "returning",
            Self::Variant => "variant",
            Self::Device => "device",
        }
    }

    /// What the menu calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Bought => "Bought or not",
            Self::Channel => "Channel",
            Self::Returning => "New or returning",
            Self::Variant => "Variant",
            Self::Device => "Device",
        }
    }

    /// What of that name colours it.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tell| tell.name().eq_ignore_ascii_case(name))
    }

    /// What a visitor is, in a word.
    fn of(self, map: &HeatMap, visitor: &Visitor) -> String {
        let visits = &map.parts.whose.visits;
        let word = |words: &[String], at: Option<u32>| at.and_then(|at| words.get(at as usize)).cloned();
        let unknown = || "not known".to_owned();
        match self {
            Self::Bought => if visitor.bought { "bought" } else { "did not buy" }.to_owned(),
            Self::Channel => word(&visits.channels, visitor.channel).unwrap_or_else(unknown),
            Self::Variant => word(&visits.variants, visitor.variant).unwrap_or_else(unknown),
            Self::Device => visitor.device.name().to_owned(),
            Self::Returning => match visitor.returning {
                Some(true) => "returning".to_owned(),
                Some(false) => "new".to_owned(),
                None => unknown(),
            },
        }
    }
}

/// The dots of a heatmap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Confetti {
    /// Groups, most clicks first, with their clicks; the last is the rest where there are many.
    pub groups: Vec<(String, u64)>,
    /// Place on the page, CSS px, and group, from the top down.
    pub dots: Vec<(f32, f32, u8)>,
}

impl Confetti {
    /// Of the placed clicks of a map.
    pub fn of(map: &HeatMap, tell: Tell) -> Self {
        let visits = &map.parts.whose.visits;
        let placed = &map.parts.placed;
        // A word a visitor, not a click.
        let words: Vec<String> = visits.visitors.iter().map(|visitor| tell.of(map, visitor)).collect();
        let who = |touch: u32| {
            let touch = visits.touches.get(touch as usize)?;
            words.get(visits.view(touch.view).visitor as usize)
        };
        let groups = groups(placed.touches.iter().filter_map(|touch| who(*touch)));
        let place: HashMap<&str, u8> =
            (0..).zip(&groups).map(|(place, (name, _))| (name.as_str(), place)).collect();
        let rest = u8::try_from(GROUPS).unwrap_or(u8::MAX);
        let dot = |(point, touch): (&(f32, f32), &u32)| {
            let group = place.get(who(*touch)?.as_str()).copied().unwrap_or(rest);
            Some((point.0, point.1, group))
        };
        let mut dots: Vec<_> = placed.points.iter().zip(&placed.touches).filter_map(dot).collect();
        dots.sort_by(|a, b| a.1.total_cmp(&b.1));
        Self { groups, dots }
    }
}

/// The groups that have a colour of their own, most clicks first, with their clicks.
fn groups<'w>(words: impl Iterator<Item = &'w String>) -> Vec<(String, u64)> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let mut groups: Vec<(String, u64)> =
        counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    groups.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rest: u64 = groups.iter().skip(GROUPS).map(|(_, count)| count).sum();
    groups.truncate(GROUPS);
    if rest > 0 {
        groups.push(("others".to_owned(), rest));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_groups_are_one() {
        let words: Vec<String> = (0..9).flat_map(|n| vec![format!("w{n}"); 10 - n]).collect();
        let found = groups(words.iter());
        assert_eq!(found.len(), 7);
        assert_eq!(found[0], ("w0".to_owned(), 10));
        assert_eq!(found[6], ("others".to_owned(), 4 + 3 + 2));
        assert_eq!(found.iter().map(|(_, count)| count).sum::<u64>(), words.len() as u64);
    }
}
