//! A heatmap as a picture to hand on: what was counted in words around it, so that it can be read
//! without the program. Knows how numbers are said, not how they are drawn.

use super::words::{count, counted, percent, pixels, whole_percent};
use super::{Confetti, HeatComparison, HeatMap, Tell};
use crate::analysis::heat::HeatKind;
use crate::library::Segment;
use crate::render::{Colours, FoldLine, Fonts, HeatLook, Legend, Picture, Sheet, Source};

/// Shares of visits that came so far, of which the picture has a line.
const TOLD: [f64; 2] = [0.5, 0.25];
/// Lines are at least so far apart, CSS px.
const APART: f64 = 40.0;

/// The colours of dots, as people call them, in the order of [`crate::render::DOT_COLOURS`].
const DOTS: [&str; 7] = ["orange", "sky blue", "green", "yellow", "red", "pink", "grey"];

/// How a heatmap is put on a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SheetLook {
    /// The heat.
    pub heat: HeatLook,
    /// Dark letters on a light ground.
    pub light: bool,
    /// What colours confetti.
    pub tell: Tell,
}

/// A heatmap's picture with title, legend, folds and source around it. `segment` is the one that the
/// heatmap was made for.
pub fn heat_sheet(map: &HeatMap, segment: &Segment, look: SheetLook, fonts: &Fonts) -> Picture {
    let SheetLook { heat, light, tell } = look;
    let picture = map.picture(heat, tell);
    let scale = f64::from(picture.width) / map.size.width.max(1.0);
    let sheet = Sheet {
        title: title(map),
        lines: lines(map, segment, tell),
        legend: (map.shows != HeatKind::Confetti).then(|| legend(map, map.cells().top(), heat)),
        folds: fold_lines(map),
        source: source(map),
        light,
    };
    sheet.around(&picture, scale, fonts)
}

/// The picture of what the second of two heatmaps has more or less than the first, with words around
/// it; `None` where their pictures are not of the same size. `segments` are those of both.
pub fn heat_difference_sheet(
    both: &HeatComparison,
    segments: (&Segment, &Segment),
    look: SheetLook,
    fonts: &Fonts,
) -> Option<Picture> {
    let SheetLook { heat: look, light, .. } = look;
    let (picture, cells) = (both.picture(look)?, both.cells()?);
    let (a, b) = (&both.a, &both.b);
    let whose = |side, map: &HeatMap, segment| format!("{side}: {}", whose(map, segment));
    let sheet = Sheet {
        title: format!("{}, compared", title(a)),
        lines: vec![whose("A", a, segments.0), whose("B", b, segments.1)],
        legend: Some(difference_legend(a, cells.top(), look)),
        folds: Vec::new(),
        source: source(a),
        light,
    };
    let scale = f64::from(picture.width) / a.size.width.max(1.0);
    Some(sheet.around(&picture, scale, fonts))
}

fn title(map: &HeatMap) -> String {
    let state = map.state.as_ref().map_or_else(String::new, |state| format!(", {} open", state.label));
    format!("{} on {}, {}{state}", map.shows.label(), map.page, map.device.name())
}

/// `1,744 views in 1,203 sessions: device:mobile`.
fn whose(map: &HeatMap, segment: &Segment) -> String {
    let segment = segment.to_string();
    let whose = if segment.is_empty() { "all sessions".to_owned() } else { segment };
    let views = counted(map.page_views, "view");
    format!("{views} in {}: {whose}", counted(map.sessions, "session"))
}

fn lines(map: &HeatMap, segment: &Segment, tell: Tell) -> Vec<String> {
    let mut lines = vec![whose(map, segment)];
    if map.shows.by_row() {
        return lines;
    }
    let points = &map.points;
    let one = if map.shows.in_seconds() { "place" } else { "click" };
    let missing: u64 = points.unplaced.values().sum();
    let reasons: Vec<String> =
        points.unplaced.iter().map(|(why, number)| format!("{} {why}", count(*number))).collect();
    let placed = format!("{} on the picture", counted(points.placed, one));
    lines.push(if missing == 0 {
        placed
    } else {
        let share = percent(missing as f64 / points.total.max(1) as f64);
        format!("{placed}; {} ({share}) not on it: {}", count(missing), reasons.join(", "))
    });
    if map.measured_views < map.page_views {
        let (done, all) = (count(map.measured_views), count(map.page_views));
        lines.push(format!("Laid out so far: {done} of {all} views, drawn at random"));
    }
    if map.shows == HeatKind::Confetti {
        let groups = Confetti::of(map, tell).groups;
        let dot = |((name, number), colour): (&(String, u64), &str)| {
            format!("{colour} {name} ({})", count(*number))
        };
        lines.push(format!("Dots: {}", groups.iter().zip(DOTS).map(dot).collect::<Vec<_>>().join(", ")));
    }
    lines
}

/// What the colours of a heatmap mean, with numbers at the ends and in the middle. `top` is the number
/// that has the hottest colour.
pub fn legend(map: &HeatMap, top: f32, look: HeatLook) -> Legend {
    scaled(map, look, (top, ""))
}

/// What the colours mean where two heatmaps share a scale: as [`legend`], in 100 views, so that the numbers
/// are the same for both.
pub fn shared_legend(map: &HeatMap, top: f32, look: HeatLook) -> Legend {
    scaled(map, look, (top * 100.0 / map.page_views.max(1) as f32, " in 100 views"))
}

/// `top` is what the hottest colour stands for, `of` in how many views, if not in all.
fn scaled(map: &HeatMap, look: HeatLook, (top, of): (f32, &str)) -> Legend {
    let heat = Colours::Heat(look.palette);
    match map.shows {
        HeatKind::Scroll => {
            let share = |part: f32| whole_percent(f64::from(part));
            let linear = crate::render::Scale::Linear;
            Legend::new("Views that came so far", Colours::Reach(look.palette), linear, share)
        }
        HeatKind::Attention => {
            let of = if of.is_empty() { ", all views together" } else { of };
            Legend::new(&format!("In view{of}"), heat, look.scale, |part| seconds(top * part))
        }
        kind => {
            let near = |value: f32| map.parts.grid.clicks_near(value, map.parts.radius);
            let what = if kind.in_seconds() { "Time" } else { kind.label() };
            let within = if of.is_empty() { " within about" } else { ", within" };
            let name = format!("{what}{of}{within} {}", pixels(near(top).1));
            Legend::new(&name, heat, look.scale, |part| match near(top * part).0 {
                #[expect(clippy::cast_possible_truncation, reason = "seconds")]
                time if kind.in_seconds() => seconds(time as f32),
                number => rounded(number),
            })
        }
    }
}

/// What the colours of a difference mean; `a` is the first heatmap and `top` the largest difference.
pub fn difference_legend(a: &HeatMap, top: f32, look: HeatLook) -> Legend {
    let near = |value: f32| a.parts.grid.clicks_near(value, a.parts.radius);
    let name = format!("{} per 100 views within about {}, B less A", a.shows.label(), pixels(near(0.0).1));
    Legend::new(&name, Colours::Difference, look.scale, |part| {
        let sign = if part < 0.0 { "−" } else { "" };
        format!("{sign}{}", rounded(near(top * part.abs()).0 * 100.0))
    })
}

/// `48`, and `0.7` where little is much.
fn rounded(number: f64) -> String {
    if number > 0.0 && number < 10.0 && (number - number.round()).abs() > 0.05 {
        return format!("{number:.1}");
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative")]
    count(number.max(0.0).round() as u64)
}

/// `48 s`, from two minutes on `12 min`.
fn seconds(seconds: f32) -> String {
    let seconds = f64::from(seconds);
    if seconds >= 120.0 {
        format!("{}\u{202f}min", rounded(seconds / 60.0))
    } else {
        format!("{}\u{202f}s", rounded(seconds))
    }
}

fn fold_lines(map: &HeatMap) -> Vec<FoldLine> {
    let average = map.average_fold_px.map(|y| FoldLine { y, label: "Average fold".to_owned() });
    let mut lines: Vec<FoldLine> = average.into_iter().collect();
    for share in TOLD {
        let Some(line) = map.scroll.iter().rev().find(|line| line.reach >= share) else { continue };
        let apart = lines.iter().all(|other| (other.y - line.y_px).abs() >= APART);
        if apart && line.y_px > 0.0 && line.y_px < map.size.height - APART {
            lines.push(FoldLine { y: line.y_px, label: format!("{} came so far", whole_percent(share)) });
        }
    }
    lines
}

fn source(map: &HeatMap) -> String {
    let from = match map.parts.page.source {
        Source::Screenshot => "a screenshot of the bundle",
        Source::Exact => "a recording, drawn by a browser",
        Source::Drawn => "a recording, drawn by Wherefore",
    };
    let newest = map.newest_ms.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    let newest =
        newest.map_or_else(String::new, |at| format!(" Newest session: {}.", at.strftime("%Y-%m-%d")));
    let size = format!("{} × {}", pixels(map.size.width), pixels(map.size.height));
    format!("The page is from {from}, {size}.{newest} Made with Wherefore.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        let said = [0.0, 0.7, 3.04, 9.96, 48.2, 3182.0].map(rounded);
        assert_eq!(said, ["0", "0.7", "3", "10", "48", "3,182"]);
        assert_eq!(
            [0.0, 1.5, 119.0, 720.0].map(seconds),
            ["0\u{202f}s", "1.5\u{202f}s", "119\u{202f}s", "12\u{202f}min"]
        );
    }
}
