//! Limits that no test of a reader of their own covers. Some are small in tests.

use super::*;
use crate::format::contents::{self, Of};
use crate::format::entries::Intake;
use crate::format::inflate::Limited;
use crate::format::item::Item;
use crate::format::notes::Notes;
use crate::format::stop::Stop;
use crate::job::Progress;
use std::fmt::Write as _;
use std::io::{self, Read, Write as _};

const EVENT: &str = r#"{"type":5,"data":{},"timestamp":1700000000000}"#;

/// How many recordings a file gives, and what is said of it.
fn read(bytes: &[u8]) -> (usize, String) {
    let (mut recordings, mut words) = (0, String::new());
    let mut sink = |item| match item {
        Item::Recording(_) => recordings += 1,
        Item::SetAside(part) => writeln!(words, "{}", part.why).unwrap(),
        _ => {}
    };
    let mut notes = Notes::new("f".to_owned(), "f".to_owned(), &mut sink);
    let progress = Progress::default();
    let mut intake = Intake::new(&mut notes, &progress);
    contents::read(Box::new(bytes), Of { name: "f", kind: None, archives: 0 }, &mut intake).unwrap();
    intake.finish(None).unwrap();
    notes.finish();
    (recordings, words)
}

/// So many bytes, of which none is written.
struct Unwritten(u64);

impl Read for Unwritten {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(usize::try_from(self.0).unwrap());
        self.0 -= count as u64;
        Ok(count)
    }
}

#[test]
fn nothing_grows_beyond_the_limit_whatever_its_ratio() {
    for (bytes, stops) in [(MAX_INFLATED_BYTES, false), (MAX_INFLATED_BYTES + 1, true)] {
        let mut limited = Limited::of(Unwritten(bytes), u64::MAX);
        let mut buffer = vec![0; 1 << 30];
        let error = loop {
            match limited.read(&mut buffer) {
                Ok(0) => break None,
                Ok(_) => {}
                Err(error) => break Some(error),
            }
        };
        assert_eq!(error.is_some_and(|error| Stop::of(&error) == Some(Stop::Bomb)), stops, "{bytes}");
    }
}

#[test]
fn a_value_of_a_stream_has_a_limit() {
    for (length, said) in [(MAX_ELEMENT_BYTES / 2, false), (MAX_ELEMENT_BYTES * 9, true)] {
        let long = EVENT.replace("{}", &format!("\"{}\"", "x".repeat(length)));
        for text in [format!("{EVENT}\n{EVENT}\n{long}\n"), format!("[{EVENT},{long}]")] {
            let (recordings, words) = read(text.as_bytes());
            assert_eq!(recordings, 1, "{words}");
            assert_eq!(words.contains("A value is larger than 1 MB"), said, "{words}");
        }
    }
}

#[test]
fn an_archive_that_is_unpacked_has_a_limit() {
    let fits = usize::try_from(MAX_UNPACKED_BYTES).unwrap() / 2;
    for (length, said) in [(fits, false), (fits * 3, true)] {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, text) in [("a.json", format!("[{EVENT}]")), ("b.txt", " ".repeat(length))] {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            tar.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        let packed = zstd::encode_all(&*tar.into_inner().unwrap(), 1).unwrap();
        let (recordings, words) = read(&packed);
        assert_eq!((recordings, words.contains("It holds more than")), (usize::from(!said), said), "{words}");
    }
}

#[test]
fn sessions_of_a_file_are_counted() {
    for (count, kept, said) in [(MAX_SESSIONS, MAX_SESSIONS, false), (MAX_SESSIONS + 9, MAX_SESSIONS, true)] {
        let lines = (0..count).fold(String::new(), |mut lines, number| {
            let session = format!(",\"sessionId\":\"s{number}\"}}");
            lines += &EVENT.replace("00}", &format!("00{session}"));
            lines + "\n"
        });
        let (recordings, words) = read(lines.as_bytes());
        assert_eq!((recordings, words.contains("more than 100 sessions")), (kept, said), "{words}");
    }
}

#[test]
fn compressions_inside_each_other_are_counted() {
    let mut packed = format!("[{EVENT}]").into_bytes();
    for layer in 1..=MAX_LAYERS + 1 {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&packed).unwrap();
        packed = gzip.finish().unwrap();
        let (recordings, words) = read(&packed);
        let said = words.contains("It is compressed more than 3 times over.");
        assert_eq!((recordings == 1, said), (layer <= MAX_LAYERS, layer > MAX_LAYERS), "{words}");
    }
}

#[test]
fn containers_inside_each_other_are_counted() {
    for (levels, kept) in [(MAX_CONTAINERS - 1, 1), (MAX_CONTAINERS + 1, 0)] {
        let text = format!("{}{EVENT}{}", "[".repeat(levels), "]".repeat(levels));
        let (recordings, words) = read(text.as_bytes());
        assert_eq!(recordings, kept, "{words}");
        assert_eq!(words.contains("Lists inside lists"), kept == 0, "{words}");
    }
}
