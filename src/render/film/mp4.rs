//! MP4 with H.264, made by `OpenH264`, which is built from its sources.

use super::super::{Error, Picture};
use super::boxes::{Container, Sets};
use super::queue::Queue;
use super::{Reel, Shot, Sink};
use openh264::OpenH264API;
use openh264::encoder::{
    BitRate, Complexity, Encoder, EncoderConfig, FrameRate, FrameType, IntraFramePeriod, QpRange,
    RateControlMode, UsageType, VuiConfig,
};
use openh264::formats::{RgbaSliceU8, YUVBuffer};

/// Ticks a second; divisible by all usual rates.
const CLOCK: u32 = 90_000;
/// Pictures between two that stand alone.
const KEY_EVERY: u32 = 150;
/// How coarse it may be, 0 to 51: text stays sharp.
const COARSE: QpRange = QpRange::new(18, 24);

pub(super) struct Mp4Reel<'a> {
    file: Container<'a>,
    queue: Queue<(YUVBuffer, u32)>,
    encoder: Encoder,
    sets: Sets,
}

impl<'a> Mp4Reel<'a> {
    pub(super) fn new(out: Box<dyn Sink + 'a>, size: (u32, u32), fps: f64) -> Result<Self, Error> {
        let file = Container::new(out, size, CLOCK)?;
        #[expect(clippy::cast_possible_truncation, reason = "a rate of at most 60")]
        let rate = FrameRate::from_hz(fps as f32);
        let config = EncoderConfig::new()
            .usage_type(UsageType::ScreenContentRealTime)
            .rate_control_mode(RateControlMode::Off)
            .bitrate(BitRate::from_bps(5_000_000))
            .qp(COARSE)
            .skip_frames(false)
            .max_frame_rate(rate)
            .complexity(Complexity::Low)
            .intra_frame_period(IntraFramePeriod::from_num_frames(KEY_EVERY))
            .scene_change_detect(true)
            .background_detection(false)
            .adaptive_quantization(false)
            .vui(VuiConfig::bt601())
            .num_threads(1);
        let encoder =
            Encoder::with_api_config(OpenH264API::from_source(), config).map_err(|error| refused(&error))?;
        Ok(Self { file, queue: Queue::new(), encoder, sets: Sets::default() })
    }

    fn write(&mut self, done: Option<Result<(YUVBuffer, u32), Error>>) -> Result<(), Error> {
        let Some((planes, length)) = done.transpose()? else { return Ok(()) };
        let stream = self.encoder.encode(&planes).map_err(|error| refused(&error))?;
        let key = matches!(stream.frame_type(), FrameType::IDR);
        let mut bytes = Vec::new();
        for layer in (0..stream.num_layers()).filter_map(|at| stream.layer(at)) {
            for unit in (0..layer.nal_count()).filter_map(|at| layer.nal_unit(at)) {
                let unit = bare(unit);
                match unit.first().map(|head| head & 31) {
                    Some(7) => self.sets.sequence = unit.to_vec(),
                    Some(8) => self.sets.picture = unit.to_vec(),
                    Some(_) => {
                        bytes.extend(u32::try_from(unit.len()).unwrap_or(u32::MAX).to_be_bytes());
                        bytes.extend(unit);
                    }
                    None => {}
                }
            }
        }
        self.file.write(&bytes, length, key)
    }
}

impl<'a> Reel<'a> for Mp4Reel<'a> {
    fn take(&mut self, shot: Shot) -> Result<(), Error> {
        let done = self.queue.push(move || Ok(planes(&shot)));
        self.write(done)
    }

    fn finish(mut self: Box<Self>) -> Result<u64, Error> {
        while let Some(done) = self.queue.pop() {
            self.write(Some(done))?;
        }
        self.file.finish(&self.sets)
    }
}

/// The picture as H.264 wants it, and how long it lasts.
fn planes(shot: &Shot) -> (YUVBuffer, u32) {
    let Picture { width, height, rgba } = &*shot.picture;
    let size = (*width as usize, *height as usize);
    let planes = YUVBuffer::from_rgba8_source(RgbaSliceU8::new(rgba, size));
    (planes, u32::try_from(ticks(shot.ends) - ticks(shot.begins)).unwrap_or(u32::MAX))
}

/// A unit without the zeros and the one before it.
fn bare(unit: &[u8]) -> &[u8] {
    let start = unit.iter().position(|byte| *byte == 1).map_or(0, |at| at + 1);
    unit.get(start..).unwrap_or_default()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a film has an end")]
fn ticks(ms: f64) -> u64 {
    (ms * f64::from(CLOCK) / 1_000.0).round() as u64
}

fn refused(error: &openh264::Error) -> Error {
    Error::Film(format!("the H.264 library said {error}"))
}
