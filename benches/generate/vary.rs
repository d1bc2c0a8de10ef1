//! Sessions put together from the sample's: other ids, days, cuts, screens, pauses, visitors,
//! campaigns. The same seed gives the same session. Writes no file.

use super::random::Random;
use super::template::{Piece, Template};
use serde_json::{Value, json};
use std::ops::RangeInclusive;

/// 1 November 2025, 0:00 UTC: sessions begin within a year from then.
const FIRST_DAY_MS: i64 = 1_761_955_200_000;
const YEAR_S: i64 = 365 * 86_400;
/// A pause is longer than this, ms.
const PAUSE_MS: i64 = 800;
const COUNTRIES: [&str; 8] = ["FI", "FI", "FI", "SE", "SE", "NO", "DE", "EE"];
const SCREENS: [(&str, &[(i64, i64)]); 3] = [
    ("mobile", &[(360, 740), (375, 667), (390, 844), (393, 852), (412, 915), (430, 932)]),
    ("tablet", &[(768, 1024), (820, 1180), (834, 1112)]),
    ("desktop", &[(1280, 720), (1366, 768), (1440, 900), (1536, 864), (1920, 1080)]),
];

/// A session made by rule.
pub(crate) struct Made {
    /// Its id.
    pub(crate) id: String,
    /// When it begins, ms since 1970.
    pub(crate) start: i64,
    /// Its row for `sessions.csv`: see [`COLUMNS`].
    pub(crate) row: Vec<String>,
    /// Its events, a JSON object each.
    pub(crate) lines: Vec<String>,
}

/// The columns of `sessions.csv`.
pub(crate) const COLUMNS: [&str; 12] = [
    "session_id",
    "visitor",
    "country",
    "customer",
    "variant",
    "channel",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "referrer",
    "browser",
    "os",
];

/// Session number `number` of `count`, of about so many bytes: it is left early or goes round the shop
/// again until it has the least of them. `None` is as the sample is.
pub(crate) fn session(
    templates: &[Template],
    seed: u64,
    (number, count): (u64, u64),
    bytes: Option<RangeInclusive<usize>>,
) -> Made {
    let mut random = Random(mixed(seed, number));
    let template = &templates[random.pick(templates.len())];
    let came = if random.below(10) < 6 { template } else { &templates[random.pick(templates.len())] };
    let id = format!("gen-{seed}-{number:07}");
    let start = FIRST_DAY_MS + random.below(YEAR_S) * 1000 + random.below(1000);
    let cut = cut(template, &mut random);
    let screen = screen(&template.told["device"], &mut random);
    let mut line = Line { id: &id, screen, query: query(came), now: start, last: None, first: true };
    let (mut lines, mut written) = (Vec::new(), 0);
    let (least, most) = bytes.map_or((0, usize::MAX), RangeInclusive::into_inner);
    while lines.is_empty() || written < least {
        for piece in &cut {
            if written + piece.data.len() > most {
                break;
            }
            let text = line.text(piece, &mut random);
            written += text.len();
            lines.push(text);
        }
        (line.last, line.first) = (None, false);
    }
    let returning = random.below(10) < 3;
    let visitors = i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(7) / 10 + 1;
    let visitor = format!("v-{}", random.below(visitors));
    let told = |column: &str| came.told[column].clone();
    let row = vec![
        id.clone(),
        visitor,
        COUNTRIES[random.pick(COUNTRIES.len())].to_owned(),
        if returning { "returning" } else { "new" }.to_owned(),
        template.told["variant"].clone(),
        told("channel"),
        told("utm_source"),
        told("utm_medium"),
        told("utm_campaign"),
        told("referrer"),
        template.told["browser"].clone(),
        template.told["os"].clone(),
    ];
    Made { id, start, row, lines }
}

/// A seed of its own for each session (the finaliser of `SplitMix64`).
fn mixed(seed: u64, number: u64) -> u64 {
    let mut z = (seed << 32).wrapping_add(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)).max(1)
}

/// A run of the page views, the last of them perhaps left early.
fn cut<'t>(template: &'t Template, random: &mut Random) -> Vec<&'t Piece> {
    let pages = &template.pages;
    let from = if random.below(10) < 7 { 0 } else { random.pick(pages.len()) };
    let to = from + 1 + random.pick(pages.len() - from);
    let mut pieces: Vec<&Piece> = pages[from..to - 1].iter().flatten().collect();
    let last = &pages[to - 1];
    let stays = if random.below(10) < 4 { 3 + random.pick(last.len()) } else { last.len() };
    pieces.extend(&last[..stays.min(last.len())]);
    pieces
}

fn screen(device: &str, random: &mut Random) -> (i64, i64) {
    let (_, sizes) = SCREENS.iter().find(|(name, _)| *name == device).unwrap_or(&SCREENS[2]);
    sizes[random.pick(sizes.len())]
}

fn query(came: &Template) -> String {
    let names = ["utm_source", "utm_medium", "utm_campaign"];
    let told: Vec<String> = names
        .iter()
        .filter(|name| !came.told[**name].is_empty())
        .map(|name| format!("{name}={}", came.told[*name]))
        .collect();
    if told.is_empty() { String::new() } else { format!("?{}", told.join("&")) }
}

/// Writes the events of one session, one after another.
struct Line<'s> {
    id: &'s str,
    screen: (i64, i64),
    /// What the first address ends with.
    query: String,
    /// The time of the last event as written, and as it was in the sample.
    now: i64,
    last: Option<i64>,
    /// The first page is still to come.
    first: bool,
}

impl Line<'_> {
    fn text(&mut self, piece: &Piece, random: &mut Random) -> String {
        let gap = self.last.map_or(0, |last| (piece.at - last).max(0));
        self.now += if gap > PAUSE_MS { gap * (40 + random.below(210)) / 100 } else { gap };
        self.last = Some(piece.at);
        let (kind, now, id) = (piece.kind, self.now, self.id);
        let meta = if kind == 4 { self.meta(piece) } else { None };
        let data = meta.as_deref().unwrap_or(&piece.data);
        format!(r#"{{"type":{kind},"data":{data},"timestamp":{now},"sessionId":"{id}"}}"#)
    }

    fn meta(&mut self, piece: &Piece) -> Option<String> {
        let data: Value = serde_json::from_str(&piece.data).ok()?;
        let mut href = data["href"].as_str()?.split('?').next()?.to_owned();
        if std::mem::take(&mut self.first) {
            href += &self.query;
        }
        Some(json!({"href": href, "width": self.screen.0, "height": self.screen.1}).to_string())
    }
}
