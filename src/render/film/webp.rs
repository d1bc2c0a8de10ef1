//! Animated WebP: still pictures in a container. Small changes are kept exactly, large ones as
//! photographs are.

use super::super::Error;
use super::change::Area;
use super::queue::Queue;
use super::{Reel, Shot, Sink, written};
use std::io::{SeekFrom, Write as _};

/// Up to so many changed pixels a picture is kept exactly.
const EXACTLY: usize = 40_000;
/// How good the others are, of 100.
const QUALITY: f32 = 82.0;
/// Bytes before the pictures: `RIFF`, the size, `WEBP`, and two chunks.
const HEAD: u64 = 12 + 18 + 14;

pub(super) struct WebpReel<'a> {
    out: Box<dyn Sink + 'a>,
    queue: Queue<Vec<u8>>,
    frames: u64,
    bytes: u64,
}

impl<'a> WebpReel<'a> {
    pub(super) fn new(mut out: Box<dyn Sink + 'a>, size: (u32, u32)) -> Result<Self, Error> {
        let mut head = Vec::new();
        head.extend(b"RIFF\0\0\0\0WEBP");
        // Moving, and with transparent parts.
        let mut extended = vec![0b0001_0010, 0, 0, 0];
        extended.extend(three(size.0 - 1));
        extended.extend(three(size.1 - 1));
        chunk(&mut head, *b"VP8X", &extended);
        // White behind, for ever.
        chunk(&mut head, *b"ANIM", &[255, 255, 255, 255, 0, 0]);
        out.write_all(&head).map_err(|error| written(&error))?;
        Ok(Self { out, queue: Queue::new(), frames: 0, bytes: HEAD })
    }

    fn write(&mut self, frame: Option<Result<Vec<u8>, Error>>) -> Result<(), Error> {
        let Some(frame) = frame.transpose()? else { return Ok(()) };
        self.frames += 1;
        self.bytes += frame.len() as u64;
        self.out.write_all(&frame).map_err(|error| written(&error))
    }
}

impl<'a> Reel<'a> for WebpReel<'a> {
    fn take(&mut self, shot: Shot) -> Result<(), Error> {
        let done = self.queue.push(move || compress(&shot));
        self.write(done)
    }

    fn finish(mut self: Box<Self>) -> Result<u64, Error> {
        while let Some(done) = self.queue.pop() {
            self.write(Some(done))?;
        }
        let Ok(size) = u32::try_from(self.bytes - 8) else {
            return Err(Error::Film("WebP ends at 4 GB: make it shorter, smaller, or an MP4".to_owned()));
        };
        self.out.seek(SeekFrom::Start(4)).map_err(|error| written(&error))?;
        self.out.write_all(&size.to_le_bytes()).map_err(|error| written(&error))?;
        self.out.flush().map_err(|error| written(&error))?;
        Ok(self.frames)
    }
}

/// One picture as the chunk that the container wants.
fn compress(shot: &Shot) -> Result<Vec<u8>, Error> {
    let (before, after) = (shot.before.as_deref(), &*shot.picture);
    let area = before.map_or_else(|| Area::whole(after), |before| Area::changed(before, after)).at_even();
    let mut changed = 0;
    let mut rgba = Vec::with_capacity(area.pixels() * 4);
    for (pixel, differs) in area.walk(before, after) {
        changed += usize::from(differs);
        rgba.extend(if differs { pixel } else { [0; 4] });
    }
    let exactly = changed <= EXACTLY;
    if !exactly {
        // Blocks at the border of a hole would show: the whole area is drawn anew.
        rgba.clear();
        rgba.extend(area.walk(before, after).flat_map(|(pixel, _)| pixel));
    }
    let still = still(&rgba, (area.width, area.height), exactly)?;
    let mut frame = Vec::with_capacity(still.len() + 16);
    frame.extend(three(area.left / 2));
    frame.extend(three(area.top / 2));
    frame.extend(three(area.width - 1));
    frame.extend(three(area.height - 1));
    frame.extend(three(ticks(shot.ends) - ticks(shot.begins)));
    frame.push(0); // laid over what is there, and left there
    frame.extend(still);
    let mut bytes = Vec::with_capacity(frame.len() + 8);
    chunk(&mut bytes, *b"ANMF", &frame);
    Ok(bytes)
}

/// The chunks of a still picture without their file's head.
fn still(rgba: &[u8], (width, height): (u32, u32), exactly: bool) -> Result<Vec<u8>, Error> {
    let mut config = ::webp::WebPConfig::new()
        .map_err(|()| Error::Film("the WebP library refused its settings".to_owned()))?;
    config.lossless = i32::from(exactly);
    config.quality = if exactly { 40.0 } else { QUALITY };
    config.method = 2;
    let encoder = ::webp::Encoder::from_rgba(rgba, width, height);
    let file = encoder
        .encode_advanced(&config)
        .map_err(|error| Error::Film(format!("the WebP library said {error:?}")))?;
    let body = file.get(12..).unwrap_or_default();
    // An extended file says again in a chunk of its own what the container says.
    let body = if body.starts_with(b"VP8X") { body.get(18..).unwrap_or_default() } else { body };
    Ok(body.to_vec())
}

/// A chunk: name, size, content, and a byte where the size is odd.
fn chunk(out: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    out.extend(name);
    out.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(content);
    if content.len() % 2 == 1 {
        out.push(0);
    }
}

/// The lower three bytes, lowest first.
fn three(number: u32) -> [u8; 3] {
    let [a, b, c, _] = number.to_le_bytes();
    [a, b, c]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a film has an end")]
fn ticks(ms: f64) -> u32 {
    ms.round() as u32
}
