//! How much of what its pages need a recording has: a figure of 0–1, and what it lacks.
//!
//! A recording names many files without holding them. [`needs()`] lists those and counts what else is
//! not there, in one look at the events; [`fidelity`] weighs that against the files a library has, so
//! that it can be weighed again when a HAR or a bundle brings more. Knows no pixels: a file that is
//! named and never seen counts like any other.
//!
//! # The figure
//! 1, less a weight for each loss times the share of it that is missing:
//!
//! | loss | weight | share of what |
//! |---|---|---|
//! | no snapshot of a page | 1 | – |
//! | style sheets linked, neither recorded nor in the library | 0.5 | of the links to style sheets |
//! | page changes that no snapshot follows | 0.5 | of the page changes |
//! | beginning before the first snapshot, where it is longer than 5 s | 0.3 | of the duration |
//! | elements the recorder was told to block | 0.3 | of the viewport, on the page that has most |
//! | images named only by address | 0.2 | of the images |
//! | frames of other sites, or whose document never came | 0.15 | of the frames |
//! | canvases without a picture | 0.15 | of the canvases |
//! | fonts named only by address | 0.05 | of the font families |
//!
//! Style sheets weigh most as a page without them has neither its look nor its layout. Sheets that
//! hold only fonts (from the hosts that serve those) count as fonts. A share is of links, not of
//! files: a sheet linked on ten pages counts ten times, as ten pages look wrong. Masked text is no
//! loss, but it is counted and said. The figure never falls below 0.

mod css;
mod needs;

pub use needs::needs;

use serde::{Deserialize, Serialize};

/// What a session's pages need, and what is known to be missing whatever files there are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Needs {
    /// Files named by address alone, sorted by kind and address.
    pub files: Vec<Need>,
    /// Style sheets, images and font families that the recording holds.
    pub held: [u32; 3],
    /// Whole documents recorded.
    pub snapshots: u32,
    /// Page changes, and how many of them no snapshot follows.
    pub page_changes: Lacking,
    /// ms before the first snapshot, of the duration in ms; 0 where it is short.
    pub blank_ms: [i64; 2],
    /// Elements that the recorder was told to block.
    pub blocked: u32,
    /// How much of the viewport they cover, on the page that has most, 0–1.
    pub blocked_area: f64,
    /// Frames without their document.
    pub frames: Lacking,
    /// Canvases without a picture.
    pub canvases: Lacking,
    /// Texts and values that the recorder masked.
    pub masked: u32,
}

/// A file that a recording names and does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// What it is for.
    pub kind: FileKind,
    /// Where it came from. Fonts have several addresses, of which any one does.
    pub urls: Vec<String>,
    /// How many elements need it.
    pub uses: u32,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A linked style sheet.
    StyleSheet,
    /// A picture.
    Image,
    /// A font.
    Font,
}

/// How many of how many are missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// So many…
    pub missing: u32,
    /// …of so many.
    pub of: u32,
}

/// What a loss is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// No snapshot at all.
    NoSnapshot,
    /// The beginning, before the first snapshot.
    Beginning,
    /// Page changes without a snapshot.
    PageChanges,
    /// Style sheets.
    StyleSheets,
    /// Elements that were blocked.
    Blocked,
    /// Frames of other sites.
    Frames,
    /// Canvases.
    Canvases,
    /// Images.
    Images,
    /// Fonts.
    Fonts,
    /// Text that was masked: said, but no loss.
    Masked,
}

impl Loss {
    /// What is lost, in a sentence about several sessions.
    pub fn label(self) -> &'static str {
        match self {
            Self::NoSnapshot => "no snapshot of a page: cannot be shown",
            Self::Beginning => "the beginning is before the first snapshot",
            Self::PageChanges => "page changes without a snapshot of the new page",
            Self::StyleSheets => "style sheets named by address only: a HAR of the site supplies them",
            Self::Blocked => "elements blocked by the recorder, shown as boxes",
            Self::Frames => "frames of other sites or without a document",
            Self::Canvases => "canvases without a picture",
            Self::Images => "images named by address only: a HAR of the site supplies them",
            Self::Fonts => "fonts named by address only: a HAR of the site supplies them",
            Self::Masked => "text masked by the recorder, which is no loss",
        }
    }
}

/// One cause why a session is not shown as it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// Of what.
    pub loss: Loss,
    /// How many are missing.
    pub missing: u32,
    /// Of how many; the same where that means nothing.
    pub of: u32,
    /// What it takes from the figure.
    pub cost: f64,
    /// In words: `2 of 5 style sheets are not in the recording`.
    pub why: String,
    /// Addresses that would help, at most [`MOST_NAMED`].
    pub files: Vec<String>,
}

/// How truly a session can be shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fidelity {
    /// 0–1; 1 is all there.
    pub figure: f64,
    /// Why it is not 1, what costs most first; masked text last.
    pub gaps: Vec<Gap>,
}

/// Addresses that one cause names.
pub const MOST_NAMED: usize = 20;

/// Weighs what is missing; `has` tells whether a file of this address is in the library.
pub fn fidelity(needs: &Needs, has: impl Fn(&str) -> bool) -> Fidelity {
    let mut gaps = Vec::new();
    if needs.snapshots == 0 {
        let why = "no snapshot of a page was recorded: it cannot be shown".to_owned();
        gaps.push(Gap { loss: Loss::NoSnapshot, missing: 1, of: 1, cost: 1.0, why, files: Vec::new() });
    }
    gaps.extend(needs.counted());
    gaps.extend(
        [FileKind::StyleSheet, FileKind::Image, FileKind::Font]
            .map(|k| needs.lacking(k, &has))
            .into_iter()
            .flatten(),
    );
    gaps.sort_by(|a, b| b.cost.total_cmp(&a.cost).then(a.loss.cmp(&b.loss)));
    let cost: f64 = gaps.iter().map(|gap| gap.cost).sum();
    Fidelity { figure: (1.0 - cost).clamp(0.0, 1.0), gaps }
}

impl Needs {
    /// Losses that no file makes good.
    fn counted(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut put = |loss, Lacking { missing, of }: Lacking, cost: f64, why: String| {
            if missing > 0 {
                gaps.push(Gap { loss, missing, of, cost, why, files: Vec::new() });
            }
        };
        let changes = self.page_changes;
        put(
            Loss::PageChanges,
            changes,
            0.5 * share(changes),
            format!(
                "{} no snapshot of the new page",
                told(changes, ["page change", "page changes"], ["has", "have"])
            ),
        );
        let [blank, whole] = self.blank_ms;
        let one = Lacking { missing: u32::from(blank > 0 && self.snapshots > 0), of: 1 };
        let part = (blank as f64 / whole.max(1) as f64).clamp(0.0, 1.0);
        let seconds = (blank + 500) / 1000;
        put(
            Loss::Beginning,
            one,
            0.3 * part,
            format!("the first {seconds} s are before the first snapshot and show the page as it was then"),
        );
        let blocked = Lacking { missing: self.blocked, of: self.blocked };
        put(
            Loss::Blocked,
            blocked,
            0.3 * self.blocked_area.clamp(0.0, 1.0),
            format!(
                "{} by the recorder and shown as boxes",
                counted(self.blocked, "element was blocked", "elements were blocked")
            ),
        );
        put(
            Loss::Frames,
            self.frames,
            0.15 * share(self.frames),
            format!(
                "{} of another site or without a document",
                told(self.frames, ["frame", "frames"], ["is", "are"])
            ),
        );
        put(
            Loss::Canvases,
            self.canvases,
            0.15 * share(self.canvases),
            format!("{} no picture", told(self.canvases, ["canvas", "canvases"], ["has", "have"])),
        );
        let masked = Lacking { missing: self.masked, of: self.masked };
        let why = counted(self.masked, "text or value was masked", "texts or values were masked");
        put(Loss::Masked, masked, 0.0, format!("{why} by the recorder"));
        gaps
    }

    /// What is missing of one kind of files.
    fn lacking(&self, kind: FileKind, has: &impl Fn(&str) -> bool) -> Option<Gap> {
        let of_kind = || self.files.iter().filter(|need| need.kind == kind);
        let missing: Vec<&Need> = of_kind().filter(|need| !need.urls.iter().any(|url| has(url))).collect();
        let first = missing.first()?;
        debug_assert_eq!(first.kind, kind, "filtered above");
        let (loss, weight, one, many) = match kind {
            FileKind::StyleSheet => (Loss::StyleSheets, 0.5, "style sheet is", "style sheets are"),
            FileKind::Image => (Loss::Images, 0.2, "image is", "images are"),
            FileKind::Font => (Loss::Fonts, 0.05, "font is", "fonts are"),
        };
        let uses = |needs: &[&Need]| needs.iter().map(|need| need.uses).fold(0, u32::saturating_add);
        let (lost, named) = (uses(&missing), uses(&of_kind().collect::<Vec<_>>()));
        let held = self.held[kind as usize];
        let cost = weight * share(Lacking { missing: lost, of: named.saturating_add(held) });
        let files: Vec<String> =
            missing.iter().filter_map(|need| need.urls.first().cloned()).take(MOST_NAMED).collect();
        let missing = u32::try_from(missing.len()).unwrap_or(u32::MAX);
        let why = format!("{} named by address only", counted(missing, one, many));
        Some(Gap { loss, missing, of: missing, cost, why, files })
    }
}

impl Fidelity {
    /// `Shown without 2 style sheets and 14 images: open a HAR of the site to add them`; `None` where
    /// nothing is missing that can be named, or nothing can be shown.
    pub fn hint(&self) -> Option<String> {
        let said = |gap: &Gap| {
            let (one, many) = match gap.loss {
                Loss::StyleSheets => ("style sheet", "style sheets"),
                Loss::Images => ("image", "images"),
                Loss::Fonts => ("font", "fonts"),
                Loss::Blocked => ("blocked element", "blocked elements"),
                Loss::Frames => ("frame of another site", "frames of other sites"),
                Loss::Canvases => ("canvas", "canvases"),
                Loss::NoSnapshot | Loss::Beginning | Loss::PageChanges | Loss::Masked => return None,
            };
            Some(counted(gap.missing, one, many))
        };
        let mut parts: Vec<String> = self.gaps.iter().filter_map(said).collect();
        let last = parts.pop()?;
        let list = if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) };
        let helps = self.gaps.iter().any(|gap| !gap.files.is_empty());
        Some(format!(
            "Shown without {list}{}",
            if helps { ": open a HAR of the site to add what it served" } else { "" }
        ))
    }
}

fn share(lacking: Lacking) -> f64 {
    f64::from(lacking.missing.min(lacking.of)) / f64::from(lacking.of.max(1))
}

/// `1 frame is`, `2 frames are`.
fn counted(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `2 of 5 frames are`, `1 frame is` where there is no other.
fn told(Lacking { missing, of }: Lacking, noun: [&str; 2], verb: [&str; 2]) -> String {
    let (noun, verb) = (noun[usize::from(of != 1)], verb[usize::from(missing != 1)]);
    if missing == of {
        format!("{missing} {noun} {verb}")
    } else {
        format!("{missing} of {of} {noun} {verb}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(kind: FileKind, url: &str, uses: u32) -> Need {
        Need { kind, urls: vec![url.to_owned()], uses }
    }

    #[test]
    fn nothing_missing_is_1_and_no_snapshot_is_0() {
        let whole = Needs { snapshots: 1, ..Needs::default() };
        assert_eq!(fidelity(&whole, |_| false), Fidelity { figure: 1.0, gaps: Vec::new() });
        assert_eq!(fidelity(&Needs::default(), |_| false).figure, 0.0);
    }

    #[test]
    fn files_count_by_their_uses_until_the_library_has_them() {
        let needs = Needs {
            snapshots: 1,
            held: [1, 5, 0],
            files: vec![
                need(FileKind::StyleSheet, "a.css", 3),
                need(FileKind::Image, "a.png", 4),
                need(FileKind::Image, "b.png", 1),
            ],
            ..Needs::default()
        };
        let none = fidelity(&needs, |_| false);
        // 3 of 4 links to sheets, 5 of 10 images.
        assert!((none.figure - (1.0 - 0.5 * 0.75 - 0.2 * 0.5)).abs() < 1e-12, "{none:?}");
        assert_eq!(
            none.gaps.iter().map(|gap| gap.why.as_str()).collect::<Vec<_>>(),
            ["1 style sheet is named by address only", "2 images are named by address only"]
        );
        assert_eq!(none.gaps[1].files, ["a.png", "b.png"]);
        let hint = "Shown without 1 style sheet and 2 images: open a HAR of the site to add what it served";
        assert_eq!(none.hint().as_deref(), Some(hint));
        let some = fidelity(&needs, |url| url != "b.png");
        assert!((some.figure - (1.0 - 0.2 * 0.1)).abs() < 1e-12, "{some:?}");
    }

    #[test]
    fn other_losses_have_their_weights_and_masking_has_none() {
        let needs = Needs {
            snapshots: 1,
            page_changes: Lacking { missing: 1, of: 2 },
            frames: Lacking { missing: 1, of: 1 },
            blocked: 2,
            blocked_area: 0.5,
            canvases: Lacking { missing: 1, of: 3 },
            blank_ms: [10_000, 20_000],
            masked: 1,
            ..Needs::default()
        };
        let told = fidelity(&needs, |_| false);
        let cost = 0.25 + 0.15 + 0.15 + 0.05 + 0.15;
        assert!((told.figure - (1.0 - cost)).abs() < 1e-12, "{told:?}");
        let why: Vec<_> = told.gaps.iter().map(|gap| gap.why.as_str()).collect();
        assert_eq!(why[0], "1 of 2 page changes has no snapshot of the new page");
        assert_eq!(why[5], "1 text or value was masked by the recorder");
        assert!(why.contains(&"1 frame is of another site or without a document"), "{why:?}");
    }
}
