//! Pictures one after another as a file that moves: GIF, animated WebP or MP4.
//!
//! A [`Film`] takes pictures with the times at which they begin and writes them out as it goes, so
//! that a long film takes no more memory than a short one. Pictures are compressed on other threads
//! while the next are drawn. Where nothing changes, the picture before is shown longer. Knows no
//! pages and no recordings.

mod boxes;
mod change;
mod gif;
mod mp4;
mod queue;
mod webp;

use super::{Error, Picture};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::sync::Arc;

/// The largest side of a film, px; what H.264 allows.
const LARGEST: u32 = 3_840;
/// The smallest side, px.
const SMALLEST: u32 = 16;
/// How many pictures wait at most to be compressed or written.
const WAITING: usize = 4;

/// A kind of file that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilmFormat {
    /// At most 256 colours a picture; plays everywhere.
    Gif,
    /// WebP with several pictures; plays in browsers.
    Webp,
    /// H.264; plays in video players, browsers and slides.
    Mp4,
}

impl FilmFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Gif, Self::Webp, Self::Mp4];

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Mp4 => "mp4",
        }
    }

    /// What a file's ending says, in capitals or not; `None` for any other.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        Self::ALL.into_iter().find(|format| ending.eq_ignore_ascii_case(format.ending()))
    }

    /// The most pictures a second that it can show.
    pub fn most_fps(self) -> f64 {
        match self {
            Self::Gif => 50.0, // its clock ticks every 10 ms, and players take one tick for a mistake
            Self::Webp | Self::Mp4 => 60.0,
        }
    }

    /// The nearest size that it can have: 16 to 3,840 px a side, and even in MP4.
    #[must_use]
    pub fn size(self, width: u32, height: u32) -> (u32, u32) {
        let side = |length: u32| {
            let length = length.clamp(SMALLEST, LARGEST);
            if self == Self::Mp4 { length & !1 } else { length }
        };
        let (width, height) = (side(width), side(height));
        match self {
            Self::Gif | Self::Webp => (width, height),
            // H.264 ends at 3,840 × 2,160, lying or standing.
            Self::Mp4 if width > height => (width, height.min(2_160)),
            Self::Mp4 => (width.min(2_160), height),
        }
    }
}

/// A place where files can be written: a file, or a cursor over bytes.
pub trait Sink: Write + Seek + Send {}

impl<T: Write + Seek + Send> Sink for T {}

/// One picture of a film and what was there before it.
struct Shot {
    /// What the film shows when this begins; `None` for the first.
    before: Option<Arc<Picture>>,
    picture: Arc<Picture>,
    /// When it begins and ends, ms since the film began.
    begins: f64,
    ends: f64,
}

/// A file that is being written.
trait Reel<'a> {
    /// Takes the next picture.
    fn take(&mut self, shot: Shot) -> Result<(), Error>;
    /// Writes what is left; how many pictures are in the file.
    fn finish(self: Box<Self>) -> Result<u64, Error>;
}

/// A film that is being made. One that is dropped before [`Film::finish`] leaves half a file.
pub struct Film<'a> {
    reel: Box<dyn Reel<'a> + 'a>,
    size: (u32, u32),
    /// The longest that one picture may be shown, ms.
    longest: f64,
    /// The last picture taken, and when it begins.
    held: Option<(Arc<Picture>, f64)>,
    before: Option<Arc<Picture>>,
}

impl std::fmt::Debug for Film<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Film").field("size", &self.size).finish_non_exhaustive()
    }
}

impl<'a> Film<'a> {
    /// A film of this size (see [`FilmFormat::size`]) with at most `fps` pictures a second.
    ///
    /// # Errors
    /// When the beginning cannot be written.
    pub fn new(format: FilmFormat, size: (u32, u32), fps: f64, out: impl Sink + 'a) -> Result<Self, Error> {
        let size = format.size(size.0, size.1);
        let out: Box<dyn Sink + 'a> = Box::new(out);
        // Players jump badly in a video whose pictures last long; the others may wait.
        let (reel, longest): (Box<dyn Reel<'a> + 'a>, f64) = match format {
            FilmFormat::Gif => (Box::new(gif::GifReel::new(out, size)?), 600_000.0),
            FilmFormat::Webp => (Box::new(webp::WebpReel::new(out, size)?), 600_000.0),
            FilmFormat::Mp4 => (Box::new(mp4::Mp4Reel::new(out, size, fps)?), 1_000.0),
        };
        Ok(Self { reel, size, longest, held: None, before: None })
    }

    /// Width and height, px.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Shows this picture from `begins` on, ms since the film began; each begins after the one
    /// before. A picture of another size is cut off or filled up with white.
    ///
    /// # Errors
    /// When it cannot be compressed or written.
    pub fn push(&mut self, picture: Arc<Picture>, begins: f64) -> Result<(), Error> {
        let picture = self.fitting(picture);
        if let Some((held, _)) = &self.held {
            if Arc::ptr_eq(held, &picture) || **held == *picture {
                return Ok(());
            }
            self.pass_on(begins)?;
        }
        self.held = Some((picture, begins));
        Ok(())
    }

    /// Ends the film at `ends`, ms since it began, and gives back how many pictures are in the file:
    /// fewer than were pushed where nothing changed.
    ///
    /// # Errors
    /// When the rest cannot be written; when there is no picture at all.
    pub fn finish(mut self, ends: f64) -> Result<u64, Error> {
        if self.held.is_none() {
            return Err(Error::Film("it has no picture".to_owned()));
        }
        self.pass_on(ends)?;
        self.reel.finish()
    }

    /// Hands the picture that is held to the file, to be shown until `ends`.
    fn pass_on(&mut self, ends: f64) -> Result<(), Error> {
        let Some((picture, mut begins)) = self.held.take() else { return Ok(()) };
        while begins < ends {
            let until = ends.min(begins + self.longest);
            let before = self.before.replace(picture.clone());
            self.reel.take(Shot { before, picture: picture.clone(), begins, ends: until })?;
            begins = until;
        }
        Ok(())
    }

    fn fitting(&self, picture: Arc<Picture>) -> Arc<Picture> {
        if (picture.width, picture.height) == self.size && picture.rgba.len() == pixels(self.size) * 4 {
            return picture;
        }
        let mut whole = Picture::filled(self.size.0, self.size.1, [255; 4]);
        whole.put(&picture, (0, 0));
        Arc::new(whole)
    }
}

fn pixels((width, height): (u32, u32)) -> usize {
    width as usize * height as usize
}

fn written(error: &io::Error) -> Error {
    Error::Film(error.to_string())
}
