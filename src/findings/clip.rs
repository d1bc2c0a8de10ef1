//! A part of a session as a moving picture, with pointer, trail, clicks and signals drawn onto it.
//!
//! The page is drawn again only where it changed; what was drawn is compressed while the next is
//! drawn, and nothing is kept that was written. A page that cannot be drawn costs its own moments
//! alone: the last good picture stays, with a label that says so, and the report says why.

use super::overlay::{Overlay, View};
use super::{Error, Kit};
use crate::event::{Point, Size, Time};
use crate::facts::Facts;
use crate::job::Progress;
use crate::render::{Film, FilmFormat, FrameRequest, Picture, Sink, Studio, Tag, Trouble, What};
use crate::replay::{PageState, Replay};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// A page that takes longer than this for one picture is given up.
const PATIENCE: Duration = Duration::from_secs(10);
/// A page on which the engine stopped so often is not asked for again.
const ATTEMPTS: u32 = 3;
/// How much faster or slower than life it may be.
const SPEEDS: std::ops::RangeInclusive<f64> = 0.1..=100.0;
/// The sizes that can be asked for, px.
const WIDTHS: std::ops::RangeInclusive<u32> = 16..=3_840;
/// The ground of a label that tells of trouble.
const TROUBLE: [u8; 3] = [60, 66, 78];

/// How large the picture is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ClipSize {
    /// This part of the recorded viewport's size.
    Scale(f64),
    /// This wide, px; as high as the viewport's shape asks for.
    Width(u32),
}

/// What a clip shows, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct ClipRequest {
    /// The first moment.
    pub from: Time,
    /// The end; after `from`, and not after the session's.
    pub to: Time,
    /// The kind of file.
    pub format: FilmFormat,
    /// How large.
    pub size: ClipSize,
    /// Pictures a second at most, 1 to 60 (GIF: 50).
    pub fps: f64,
    /// Times as fast as it was, 0.1 to 100.
    pub speed: f64,
}

/// What became of a clip.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClipReport {
    /// Pixels to the right.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// How long it plays, ms.
    pub duration_ms: f64,
    /// Pictures that were looked for.
    pub moments: u64,
    /// How often the page had to be drawn.
    pub drawn: u64,
    /// Pictures in the file; fewer than moments where nothing changed.
    pub frames: u64,
    /// What could not be drawn: when it began, and why. The last good picture is shown there.
    pub troubles: Vec<ClipTrouble>,
    /// Addresses that pages asked for and that are neither in the recording nor in the library.
    pub missing: Vec<String>,
}

/// Moments that could not be drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClipTrouble {
    /// The first of them.
    pub t_ms: Time,
    /// Why, in words.
    pub why: String,
}

/// A session that is at hand.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'a> {
    /// The recording: see [`super::open_recording`].
    pub replay: &'a Replay,
    /// What was derived from it, for the labels of signals.
    pub facts: &'a Facts,
}

impl ClipRequest {
    /// Whether it makes sense for a session of that length; `clip` asks the same.
    ///
    /// # Errors
    /// [`Error::Clip`] with what to do about it.
    pub fn check(&self, duration: Time) -> Result<(), Error> {
        let wrong = |why: String| Err(Error::Clip(why));
        if self.to <= self.from {
            return wrong(format!(
                "a clip has to end after it begins: it would go from {} to {} ms",
                self.from.0, self.to.0
            ));
        }
        if self.from < Time::ZERO || self.to > duration {
            return wrong(format!(
                "{} ms lies after the end of the session, which lasts {} ms",
                self.to.0, duration.0
            ));
        }
        if !(1.0..=self.format.most_fps()).contains(&self.fps) {
            let (name, most) = (self.format.ending().to_uppercase(), self.format.most_fps());
            return wrong(format!("{name} has 1 to {most} pictures a second, not {}", self.fps));
        }
        if !SPEEDS.contains(&self.speed) {
            return wrong(format!("the speed has to be between 0.1 and 100, not {}", self.speed));
        }
        match self.size {
            ClipSize::Width(width) if !WIDTHS.contains(&width) => {
                wrong(format!("the width has to be 16 to 3,840 px, not {width}"))
            }
            ClipSize::Scale(scale) if !(0.05..=4.0).contains(&scale) => {
                wrong(format!("the scale has to be between 0.05 and 4, not {scale}"))
            }
            _ => Ok(()),
        }
    }

    /// How long the clip plays, ms.
    fn plays(&self) -> f64 {
        self.to.since(self.from) as f64 / self.speed
    }

    /// How many moments are looked at.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be positive")]
    fn moments(&self) -> u64 {
        ((self.plays() * self.fps / 1_000.0 - 1e-6).ceil() as u64).max(1)
    }

    /// When a moment is: in the clip, ms, and in the session.
    #[expect(clippy::cast_possible_truncation, reason = "inside the session")]
    fn moment(&self, number: u64) -> (f64, Time) {
        let begins = number as f64 * 1_000.0 / self.fps;
        (begins, self.from.plus((begins * self.speed).round() as i64))
    }

    /// The picture's size for a viewport, before the format has its say.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    fn size_for(&self, viewport: Size) -> (u32, u32) {
        let side = |length: f64| if length.is_finite() { length.clamp(1.0, 8_000.0) } else { 1.0 };
        let (width, height) = (side(viewport.width), side(viewport.height));
        let scale = match self.size {
            ClipSize::Scale(scale) => scale,
            ClipSize::Width(wanted) => f64::from(wanted) / width,
        };
        // A shape that would not fit is made smaller as a whole.
        let scale = scale.min(f64::from(*WIDTHS.end()) / width.max(height));
        ((width * scale).round() as u32, (height * scale).round() as u32)
    }
}

/// Draws a part of a session into a file. `progress` counts moments. Not to be called from a thread
/// of rayon's pool, which compresses the pictures.
///
/// # Errors
/// [`Error::Clip`] for a request that makes no sense; when nothing can be written; when cancelled,
/// which leaves half a file.
pub fn clip(
    session: Recorded<'_>,
    request: &ClipRequest,
    kit: &Kit,
    out: impl Sink,
    progress: &Progress,
) -> Result<ClipReport, Error> {
    let Recorded { replay, facts } = session;
    request.check(replay.duration().max(Time(facts.duration_ms)))?;
    let first = replay.first_page();
    let mut state = replay.state_at(request.from.max(first));
    let size = request.size_for(state.viewport);
    let mut film = Film::new(request.format, size, request.fps, out)?;
    let mut set = Set::new(kit, film.size());
    let mut overlay = Overlay::new(replay, Some(facts), &kit.fonts);
    let moments = request.moments();
    progress.expect(moments);
    for number in 0..moments {
        let (begins, at) = request.moment(number);
        replay.seek(&mut state, at.max(first));
        let page = set.page(replay, &state);
        let mut marks = overlay.marks(at, state.page_scroll(), page.view);
        if let Some(why) = &set.told {
            let place = Point::new(f64::from(film.size().0) / 2.0, f64::from(film.size().1));
            marks.tags.push(Tag { at: place, label: overlay.label(why.clone(), TROUBLE) });
        }
        let mut picture = Picture::clone(&page.picture);
        marks.draw(&mut picture);
        film.push(Arc::new(picture), begins)?;
        progress.advance(1)?;
    }
    let (width, height) = film.size();
    let frames = film.finish(request.plays())?;
    Ok(ClipReport {
        width,
        height,
        duration_ms: request.plays(),
        moments,
        drawn: set.drawn,
        frames,
        troubles: set.troubles,
        missing: set.missing.into_iter().collect(),
    })
}

/// A page as it is in the film, without marks.
#[derive(Clone)]
struct Page {
    picture: Arc<Picture>,
    view: View,
}

/// Where pages are drawn for the film, and the last one drawn.
struct Set {
    studio: Studio,
    size: (u32, u32),
    page: Page,
    /// What the page was drawn from.
    from: Option<Seen>,
    /// The document that is not asked for again, and how often it failed.
    failing: Option<(u32, u32)>,
    /// What the picture says of trouble.
    told: Option<String>,
    drawn: u64,
    troubles: Vec<ClipTrouble>,
    missing: BTreeSet<String>,
}

/// All that a picture of the page depends on.
#[derive(PartialEq)]
struct Seen {
    at: Time,
    hovered: Option<(crate::event::NodeId, bool)>,
}

impl Set {
    fn new(kit: &Kit, size: (u32, u32)) -> Self {
        let studio = Studio::new(kit.assets.clone(), kit.fonts.clone(), || {}).patient(PATIENCE);
        let blank = Arc::new(Picture::filled(size.0, size.1, [255; 4]));
        let page = Page { picture: blank, view: View { scale: 1.0, shift: Point::default() } };
        let (failing, told, from) = (None, None, None);
        let (troubles, missing) = (Vec::new(), BTreeSet::new());
        Self { studio, size, page, from, failing, told, drawn: 0, troubles, missing }
    }

    /// The page of a state, drawn if it is not the last one.
    fn page(&mut self, replay: &Replay, state: &PageState) -> Page {
        let hovered = state.pointer.and_then(|pointer| Some((pointer.node?, pointer.touch)));
        let same = self.from.as_ref().is_some_and(|seen| {
            seen.hovered == hovered && seen.at <= state.at && !replay.changes_between(seen.at, state.at)
        });
        let document = state.dom.generation();
        let gave_up = self.failing.is_some_and(|(failed, often)| failed == document && often >= ATTEMPTS);
        if same || gave_up {
            return self.page.clone();
        }
        self.from = Some(Seen { at: state.at, hovered });
        let request = FrameRequest { key: 0, state: state.clone(), what: What::Viewport, boxes: Vec::new() };
        match self.studio.draw(request).result {
            Ok(drawn) => {
                self.drawn += 1;
                self.missing.extend(drawn.missing);
                self.told = None;
                self.page = fitted(&drawn.picture, self.size);
            }
            Err(Trouble::NoPage) => {}
            Err(trouble) => self.note(document, state.at, &trouble),
        }
        self.page.clone()
    }

    fn note(&mut self, document: u32, at: Time, trouble: &Trouble) {
        let before = self.failing.filter(|(failed, _)| *failed == document).map_or(0, |(_, often)| often);
        let often = if matches!(trouble, Trouble::Panicked(_)) { before + 1 } else { ATTEMPTS };
        self.failing = Some((document, often));
        self.told = Some("This moment could not be drawn".to_owned());
        let why = trouble.to_string();
        if self.troubles.last().is_none_or(|last| last.why != why) {
            self.troubles.push(ClipTrouble { t_ms: at, why });
        }
    }
}

/// A picture of the page in the film's size: as large as fits, in the middle of white.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not larger than the film")]
fn fitted(drawn: &Picture, (width, height): (u32, u32)) -> Page {
    let (across, down) = (f64::from(drawn.width.max(1)), f64::from(drawn.height.max(1)));
    let scale = (f64::from(width) / across).min(f64::from(height) / down);
    // A size that had to be made even, or rounded, is no reason for a border.
    let near = |length: f64, room: u32| {
        let length = (length * scale).round();
        if (length - f64::from(room)).abs() <= 2.0 { room } else { length as u32 }
    };
    let size = (near(across, width).min(width), near(down, height).min(height));
    let scaled = drawn.scaled(size.0, size.1);
    let (left, top) = ((width - scaled.width) / 2, (height - scaled.height) / 2);
    let view = View { scale, shift: Point::new(f64::from(left), f64::from(top)) };
    if (scaled.width, scaled.height) == (width, height) {
        return Page { picture: Arc::new(scaled), view };
    }
    let mut picture = Picture::filled(width, height, [255; 4]);
    picture.put(&scaled, (left, top));
    Page { picture: Arc::new(picture), view }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> ClipRequest {
        let (from, to) = (Time(1_000), Time(3_000));
        let size = ClipSize::Scale(1.0);
        ClipRequest { from, to, format: FilmFormat::Gif, size, fps: 15.0, speed: 1.0 }
    }

    #[test]
    fn moments_fill_the_clip_and_no_more() {
        let check = |change: fn(&mut ClipRequest), moments: u64, last: i64| {
            let mut request = request();
            change(&mut request);
            assert_eq!(request.moments(), moments);
            assert_eq!(request.moment(moments - 1).1, Time(last));
        };
        check(|_| {}, 30, 2_933);
        check(|request| request.speed = 2.0, 15, 2_867);
        check(|request| request.speed = 0.5, 60, 2_967);
        check(|request| request.to = Time(1_010), 1, 1_000);
        check(|request| request.fps = 1.0, 2, 2_000);
    }

    #[test]
    fn nonsense_is_told_in_plain_words() {
        type Change = fn(&mut ClipRequest);
        let wrong: [(Change, &str); 9] = [
            (|request| request.to = Time(1_000), "end after it begins"),
            (|request| request.to = Time(9_000), "after the end of the session"),
            (|request| request.fps = 0.0, "GIF has 1 to 50 pictures a second"),
            (|request| request.fps = 1_000.0, "GIF has 1 to 50"),
            (|request| request.fps = f64::NAN, "GIF has 1 to 50"),
            (|request| request.speed = 0.0, "speed"),
            (|request| request.size = ClipSize::Width(0), "width"),
            (|request| request.size = ClipSize::Scale(f64::INFINITY), "scale"),
            (|request| request.from = Time(-5), "session"),
        ];
        for (change, word) in wrong {
            let mut request = request();
            assert!(request.check(Time(5_000)).is_ok());
            change(&mut request);
            let told = request.check(Time(5_000)).unwrap_err().to_string();
            assert!(told.contains(word), "{told}");
        }
    }

    #[test]
    fn the_shape_is_kept_and_never_too_large() {
        let size = |size: ClipSize, viewport: Size| ClipRequest { size, ..request() }.size_for(viewport);
        assert_eq!(size(ClipSize::Width(640), Size::new(1280.0, 720.0)), (640, 360));
        assert_eq!(size(ClipSize::Scale(2.0), Size::new(390.0, 844.0)), (780, 1688));
        assert_eq!(size(ClipSize::Scale(4.0), Size::new(1000.0, 2000.0)), (1920, 3840));
        assert_eq!(size(ClipSize::Scale(1.0), Size::new(f64::NAN, 0.0)), (1, 1));
    }

    #[test]
    fn another_shape_is_put_into_the_middle() {
        let page = fitted(&Picture::filled(100, 50, [9, 9, 9, 255]), (50, 50));
        assert_eq!(page.view, View { scale: 0.5, shift: Point::new(0.0, 12.0) });
        assert_eq!(page.picture.pixel(25, 5), Some([255; 4]));
        assert_eq!(page.picture.pixel(25, 25), Some([9, 9, 9, 255]));
    }
}
