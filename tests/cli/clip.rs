//! Moving pictures of a session: what was written is read again by other decoders.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::bench::{Bench, Run, recording};
use image::AnimationDecoder as _;
use image::codecs::webp::WebPDecoder;
use openh264::decoder::Decoder;
use openh264::formats::YUVSource as _;
use serde_json::Value;
use std::fs;
use std::io::{BufReader, Cursor, Read};

fn bench() -> (Bench, String) {
    let bench = Bench::with(&[("a.json", recording("a"))]);
    let id = bench.json(&["sessions"])[0]["id"].as_str().unwrap().to_owned();
    (bench, id)
}

fn clip(bench: &Bench, id: &str, arguments: &[&str]) -> Run {
    bench.run(&[&["clip", id, "--json"], arguments].concat())
}

/// A picture and how long it is shown, ms.
type Shown = (image::RgbaImage, f64);

/// The pictures of a file, put together.
fn frames(bench: &Bench, name: &str) -> Vec<Shown> {
    let bytes = BufReader::new(Cursor::new(fs::read(bench.path(name)).unwrap()));
    if name.to_lowercase().ends_with(".gif") {
        return gif_frames(bytes);
    }
    let ms = |delay: image::Delay| {
        let (numerator, denominator) = delay.numer_denom_ms();
        f64::from(numerator) / f64::from(denominator)
    };
    let frames = WebPDecoder::new(bytes).unwrap().into_frames().collect_frames().unwrap();
    frames.into_iter().map(|frame| (frame.buffer().clone(), ms(frame.delay()))).collect()
}

fn gif_frames(bytes: impl Read) -> Vec<Shown> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(bytes).unwrap();
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    let mut canvas = image::RgbaImage::new(width, height);
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().unwrap() {
        for (place, pixel) in frame.buffer.chunks_exact(4).enumerate() {
            let place = u32::try_from(place).unwrap();
            let (x, y) = (place % u32::from(frame.width), place / u32::from(frame.width));
            if pixel[3] > 0 {
                let pixel = image::Rgba(pixel.try_into().unwrap());
                canvas.put_pixel(u32::from(frame.left) + x, u32::from(frame.top) + y, pixel);
            }
        }
        frames.push((canvas.clone(), f64::from(frame.delay) * 10.0));
    }
    frames
}

/// The picture that is shown at a time, ms since the clip began.
fn at(frames: &[Shown], ms: f64) -> &image::RgbaImage {
    let mut ends = 0.0;
    let shown = frames.iter().find(|(_, lasts)| {
        ends += lasts;
        ends > ms
    });
    &shown.unwrap().0
}

/// A click is a warm spot on a page that is white and grey.
fn is_orange(picture: &image::RgbaImage, x: u32, y: u32) -> bool {
    let [red, _, blue, _] = picture.get_pixel(x, y).0;
    red > 170 && i32::from(red) - i32::from(blue) > 60
}

#[test]
fn a_clip_shows_the_click_when_and_where_it_was() {
    let (bench, id) = bench();
    for name in ["f.gif", "f.webp"] {
        let run = clip(&bench, &id, &["--from", "0", "--to", "5s", "--out", name]);
        assert_eq!(run.code, 0, "{}", run.err);
        let report = run.json();
        assert_eq!((report["width"].as_u64(), report["height"].as_u64()), (Some(400), Some(800)));
        assert_eq!(report["moments"].as_u64(), Some(75));
        let frames = frames(&bench, name);
        assert_eq!(report["frames"].as_u64(), Some(frames.len() as u64), "{name}");
        assert!((4..60).contains(&frames.len()), "what does not change is not told again: {}", frames.len());
        let lasts: f64 = frames.iter().map(|(_, lasts)| lasts).sum();
        assert!((lasts - 5_000.0).abs() < 10.0, "{name} lasts {lasts} ms");
        assert!(frames.iter().all(|(picture, _)| picture.dimensions() == (400, 800)));
        // Below the tip of the pointer its own arrow would be seen: the spot's left side is looked at.
        assert!(!is_orange(at(&frames, 1_900.0), 57, 120), "{name} before the click");
        assert!(is_orange(at(&frames, 2_100.0), 57, 120), "{name} at the click");
        assert!(!is_orange(at(&frames, 4_000.0), 57, 120), "{name} long after it");
        // The button is at 400 px of the page, which is scrolled by 300.
        let dark = |ms: f64, y: u32| at(&frames, ms).get_pixel(200, y).0[0] < 250;
        assert!(dark(500.0, 424) && !dark(500.0, 110), "{name} before the scroll");
        assert!(dark(1_500.0, 110) && !dark(1_500.0, 424), "{name} after it");
    }
}

#[test]
fn size_rate_and_speed_are_as_asked() {
    let (bench, id) = bench();
    let arguments = ["--from", "1s", "--to", "3s", "--width", "200", "--fps", "10", "--speed", "2"];
    let report = clip(&bench, &id, &[&arguments[..], &["--out", "F.GIF"]].concat()).json();
    let told = ["moments", "width", "height"].map(|name| report[name].as_u64().unwrap());
    assert_eq!(told, [10, 200, 400]);
    let frames = frames(&bench, "F.GIF");
    let lasts: f64 = frames.iter().map(|(_, lasts)| lasts).sum();
    assert_eq!(lasts, 1_000.0);
    assert!(is_orange(at(&frames, 550.0), 28, 60), "half as large, and in half the time");
    assert!(!bench.path("F.GIF.part").exists());
}

/// The content of the box at a path such as `moov/trak/mdia`.
fn inside<'a>(mut bytes: &'a [u8], path: &str) -> &'a [u8] {
    for name in path.split('/') {
        let mut rest = bytes;
        bytes = loop {
            let size = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
            let long = size == 1;
            let head = if long { 16 } else { 8 };
            let size = if long {
                usize::try_from(u64::from_be_bytes(rest[8..16].try_into().unwrap())).unwrap()
            } else {
                size
            };
            if &rest[4..8] == name.as_bytes() {
                break &rest[head..size];
            }
            rest = &rest[size..];
        };
    }
    bytes
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())
}

#[test]
fn a_video_is_h264_that_another_decoder_reads() {
    let (bench, id) = bench();
    let run = clip(&bench, &id, &["--from", "1.5s", "--to", "4s", "--scale", "0.5", "--out", "f.mp4"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let report: Value = run.json();
    assert_eq!((report["width"].as_u64(), report["height"].as_u64()), (Some(200), Some(400)));
    let file = fs::read(bench.path("f.mp4")).unwrap();
    let header = inside(&file, "moov/mvhd");
    let (clock, ticks) = (number(header, 20), number(header, 28));
    assert_eq!(ticks / (clock / 10), 25, "2.5 s");
    let table = "moov/trak/mdia/minf/stbl";
    let sizes = inside(&file, &format!("{table}/stsz"));
    assert_eq!(u64::from(number(sizes, 8)), report["frames"].as_u64().unwrap());
    let look = inside(&file, &format!("{table}/stsd"));
    let sets = &look[look.windows(4).position(|name| name == b"avcC").unwrap() + 4..];
    // Profile, level and sizes take six bytes; then each set with its length.
    let sequence = usize::from(u16::from_be_bytes([sets[6], sets[7]]));
    let picture = 8 + sequence;
    let length = usize::from(u16::from_be_bytes([sets[picture + 1], sets[picture + 2]]));
    let mut stream = Vec::new();
    for set in [&sets[8..picture], &sets[picture + 3..picture + 3 + length]] {
        stream.extend([0, 0, 0, 1]);
        stream.extend(set);
    }
    let runs = inside(&file, &format!("{table}/co64"));
    let first = number(runs, 12) as usize;
    let mut data = &file[first..first + number(sizes, 12) as usize];
    while let [a, b, c, d, rest @ ..] = data {
        let (unit, after) = rest.split_at(u32::from_be_bytes([*a, *b, *c, *d]) as usize);
        stream.extend([0, 0, 0, 1]);
        stream.extend(unit);
        data = after;
    }
    let mut decoder = Decoder::new().unwrap();
    let shown = decoder.decode(&stream).unwrap().expect("a picture");
    assert_eq!(shown.dimensions(), (200, 400));
    let mut rgb = vec![0; 200 * 400 * 3];
    shown.write_rgb8(&mut rgb);
    let red = |x: usize, y: usize| rgb[(y * 200 + x) * 3];
    assert!(red(150, 300) > 245, "the page is white: {}", red(150, 300));
    assert!(red(100, 55) < 248, "the button, scrolled to: {}", red(100, 55));
}

#[test]
fn nonsense_is_told_and_nothing_is_written() {
    let (bench, id) = bench();
    let good = ["--from", "1s", "--to", "2s", "--out", "f.gif"];
    let wrong: [(&[&str], &str); 11] = [
        (&["--from", "2s", "--to", "1s", "--out", "f.gif"], "end after it begins"),
        (&["--from", "1s", "--to", "1s", "--out", "f.gif"], "end after it begins"),
        (&["--from", "1s", "--to", "99m", "--out", "f.gif"], "after the end"),
        (&["--from", "soon", "--to", "1s", "--out", "f.gif"], "no moment"),
        (&["--from", "1s", "--to", "2s", "--out", "f.avi"], ".mp4"),
        (&["--from", "1s", "--to", "2s", "--out", "film"], ".mp4"),
        (&[&good[..], &["--width", "0"]].concat(), "width"),
        (&[&good[..], &["--scale", "0"]].concat(), "scale"),
        (&[&good[..], &["--fps", "0"]].concat(), "pictures a second"),
        (&[&good[..], &["--fps", "1000"]].concat(), "pictures a second"),
        (&[&good[..], &["--speed", "-1"]].concat(), "speed"),
    ];
    for (arguments, word) in wrong {
        let run = clip(&bench, &id, arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(word), "{arguments:?}: {}", run.err);
        assert!(run.out.is_empty());
    }
    assert_eq!(clip(&bench, "zzz", &good).code, 1);
    let nowhere = ["--from", "1s", "--to", "2s", "--out", "no/such/folder.gif"];
    assert_eq!(clip(&bench, &id, &nowhere).code, 1);
    let left: Vec<_> =
        fs::read_dir(bench.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains(".gif")), "{left:?}");
}
