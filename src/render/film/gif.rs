//! GIF: a palette for each picture, and of each only what changed.
//!
//! Few colours are kept exactly, which is what most changes of a page come to; more are brought down
//! to 255 and dithered.

use super::super::{Error, Picture};
use super::change::Area;
use super::queue::Queue;
use super::{Reel, Shot, Sink};
use ::gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};
use color_quant::NeuQuant;
use std::collections::HashMap;
use std::io::Write as _;

/// The place in the palette that means: as it was.
const SAME: u8 = 0;
/// Colours beside that.
const COLOURS: usize = 255;
/// The commonest colours are kept exactly: grounds, letters, buttons.
const COMMON: usize = 120;
/// How many samples of the others are looked at, to find colours that stand for them.
const LOOKED_AT: usize = 40_000;

pub(super) struct GifReel<'a> {
    encoder: Encoder<Box<dyn Sink + 'a>>,
    queue: Queue<Frame<'static>>,
    frames: u64,
}

impl<'a> GifReel<'a> {
    pub(super) fn new(out: Box<dyn Sink + 'a>, size: (u32, u32)) -> Result<Self, Error> {
        let mut encoder =
            Encoder::new(out, narrow(size.0), narrow(size.1), &[]).map_err(|error| failed(&error))?;
        encoder.set_repeat(Repeat::Infinite).map_err(|error| failed(&error))?;
        Ok(Self { encoder, queue: Queue::new(), frames: 0 })
    }

    fn write(&mut self, frame: Option<Result<Frame<'static>, Error>>) -> Result<(), Error> {
        let Some(frame) = frame.transpose()? else { return Ok(()) };
        self.frames += 1;
        self.encoder.write_lzw_pre_encoded_frame(&frame).map_err(|error| failed(&error))
    }
}

impl<'a> Reel<'a> for GifReel<'a> {
    fn take(&mut self, shot: Shot) -> Result<(), Error> {
        let done = self.queue.push(move || Ok(compress(&shot)));
        self.write(done)
    }

    fn finish(mut self: Box<Self>) -> Result<u64, Error> {
        while let Some(done) = self.queue.pop() {
            self.write(Some(done))?;
        }
        let mut out = self.encoder.into_inner().map_err(|error| failed(&error))?;
        out.flush().map_err(|error| super::written(&error))?;
        Ok(self.frames)
    }
}

fn failed(error: &EncodingError) -> Error {
    Error::Film(error.to_string())
}

fn compress(shot: &Shot) -> Frame<'static> {
    let (before, after) = (shot.before.as_deref(), &*shot.picture);
    let area = before.map_or_else(|| Area::whole(after), |before| Area::changed(before, after));
    let (palette, indices) = exactly(area, before, after).unwrap_or_else(|| nearly(area, before, after));
    let mut frame = Frame {
        delay: narrow(ticks(shot.ends) - ticks(shot.begins)),
        dispose: DisposalMethod::Keep,
        transparent: before.is_some().then_some(SAME),
        left: narrow(area.left),
        top: narrow(area.top),
        width: narrow(area.width),
        height: narrow(area.height),
        palette: Some(palette),
        buffer: indices.into(),
        ..Frame::default()
    };
    frame.make_lzw_pre_encoded();
    frame
}

/// Palette and pixels where the colours fit in; `None` where there are too many.
fn exactly(area: Area, before: Option<&Picture>, after: &Picture) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut palette = vec![0; 3];
    let mut places: HashMap<[u8; 3], u8> = HashMap::new();
    let mut indices = Vec::with_capacity(area.pixels());
    let mut last = ([0; 3], None);
    for ([red, green, blue, _], differs) in area.walk(before, after) {
        if !differs {
            indices.push(SAME);
            continue;
        }
        let colour = [red, green, blue];
        let known = if last.0 == colour { last.1 } else { places.get(&colour).copied() };
        let place = match known {
            Some(place) => place,
            None if places.len() == COLOURS => return None,
            None => {
                palette.extend(colour);
                let place = u8::try_from(places.len() + 1).ok()?;
                places.insert(colour, place);
                place
            }
        };
        last = (colour, Some(place));
        indices.push(place);
    }
    Some((palette, indices))
}

/// A good palette for what changed, and the pixels in it, dithered.
fn nearly(area: Area, before: Option<&Picture>, after: &Picture) -> (Vec<u8>, Vec<u8>) {
    let mut colours =
        Colours::of(area.walk(before, after).filter(|(_, differs)| *differs).map(|(pixel, _)| pixel));
    // What a pixel is off by is passed on to the one to the right and the three below, in sixteenths.
    let width = area.width as usize;
    let mut indices = Vec::with_capacity(area.pixels());
    let (mut here, mut below) = (vec![[0_i16; 3]; width + 2], vec![[0_i16; 3]; width + 2]);
    for (place, ([red, green, blue, _], differs)) in area.walk(before, after).enumerate() {
        let x = place % width;
        if x == 0 {
            std::mem::swap(&mut here, &mut below);
            below.fill([0; 3]);
        }
        if !differs {
            indices.push(SAME);
            continue;
        }
        let wanted: [i16; 3] = std::array::from_fn(|channel| {
            let own = i16::from([red, green, blue][channel]);
            (own + here[x + 1][channel] / 16).clamp(0, 255)
        });
        let (index, colour) = colours.nearest(wanted);
        for channel in 0..3 {
            // A little is lost on the way, or plain areas would be noisy.
            let off = (wanted[channel] - i16::from(colour[channel])) * 3 / 4;
            here[x + 2][channel] += off * 7;
            below[x][channel] += off * 3;
            below[x + 1][channel] += off * 5;
            below[x + 2][channel] += off;
        }
        indices.push(index);
    }
    (colours.palette, indices)
}

/// A palette and what was looked up in it.
struct Colours {
    /// Three bytes each, the first for what is as it was.
    palette: Vec<u8>,
    /// The commonest colours' places.
    exact: HashMap<[u8; 3], u8>,
    /// By the upper five bits of each channel; 0 for not looked up yet.
    known: Vec<u8>,
}

impl Colours {
    fn of(pixels: impl Iterator<Item = [u8; 4]>) -> Self {
        let mut counts: HashMap<[u8; 3], u32> = HashMap::new();
        let mut run = ([0; 3], 0);
        for [red, green, blue, _] in pixels {
            if run.0 != [red, green, blue] {
                *counts.entry(run.0).or_default() += run.1;
                run = ([red, green, blue], 0);
            }
            run.1 += 1;
        }
        *counts.entry(run.0).or_default() += run.1;
        let mut counts: Vec<([u8; 3], u32)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(colour, count)| (u32::MAX - count, *colour));
        let (common, others) = counts.split_at(COMMON.min(counts.len()));
        let mut palette = vec![0; 3];
        palette.extend(common.iter().flat_map(|(colour, _)| *colour));
        let places = common.iter().zip(1_u8..);
        let exact = places.map(|((colour, _), place)| (*colour, place)).collect();
        // By the root of how often they are there: a small spot of a strong colour counts, too.
        let samples = others.iter().flat_map(|(colour, count)| {
            let [red, green, blue] = *colour;
            std::iter::repeat_n([red, green, blue, 255], count.isqrt() as usize)
        });
        let step = (samples.clone().count() / LOOKED_AT).max(1);
        let samples: Vec<u8> = samples.step_by(step).flatten().collect();
        if !samples.is_empty() {
            palette.extend(NeuQuant::new(1, COLOURS - COMMON, &samples).color_map_rgb());
        }
        Self { palette, exact, known: vec![SAME; 1 << 15] }
    }

    /// The nearest colour's place and the colour.
    fn nearest(&mut self, wanted: [i16; 3]) -> (u8, [u8; 3]) {
        let wanted = wanted.map(|part| u8::try_from(part.clamp(0, 255)).unwrap_or_default());
        if let Some(place) = self.exact.get(&wanted) {
            return (*place, wanted);
        }
        let [red, green, blue] = wanted.map(|part| usize::from(part >> 3));
        let slot = &mut self.known[red << 10 | green << 5 | blue];
        if *slot == SAME {
            let distance = |colour: &[u8]| -> i32 {
                let off = colour.iter().zip(wanted).map(|(a, b)| i32::from(*a) - i32::from(b));
                off.map(|off| off * off).sum()
            };
            let places = self.palette.chunks_exact(3).zip(0_u8..=u8::MAX).skip(1);
            let nearest = places.min_by_key(|(colour, _)| distance(colour));
            *slot = nearest.map_or(SAME, |(_, place)| place);
        }
        let at = usize::from(*slot) * 3;
        let colour = self.palette.get(at..at + 3).and_then(|part| part.try_into().ok());
        (*slot, colour.unwrap_or_default())
    }
}

/// Hundredths of a second.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a film has an end")]
fn ticks(ms: f64) -> u32 {
    (ms / 10.0).round() as u32
}

fn narrow(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
