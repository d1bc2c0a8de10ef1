//! A long recording decoded piece by piece, so that its text is never in memory as a whole.
//!
//! A first look at the outsides of all lines settles what needs all of them: the times, their order
//! and the numbers of the windows. Recordings that are odd in any way are not for this: they are
//! decoded whole, by [`super::decode`].

use super::outside::quick;
use super::{Context, Line, event, lines_of};
use crate::event::Event;
use crate::format::envelope::{Envelope, times};
use crate::format::json::truncate;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// A first look at a recording, piece by piece.
#[derive(Debug, Default)]
pub struct Survey {
    outsides: Vec<(Option<i64>, Option<f64>)>,
    windows: Vec<u16>,
    /// Numbers of windows by the JSON text of their ids, and whether a page was entered there.
    numbers: HashMap<String, usize, RandomState>,
    entered: Vec<bool>,
    /// How many lines came before each piece.
    starts: Vec<usize>,
    odd: bool,
}

/// What the decoding of a piece needs to know of the others.
#[derive(Debug)]
pub struct Outline {
    times: Vec<f64>,
    windows: Vec<u16>,
    starts: Vec<usize>,
}

impl Survey {
    /// Looks at the next piece: whole lines. Long texts in them may be left out.
    pub fn look_at(&mut self, piece: &[u8]) {
        self.starts.push(self.outsides.len());
        let Ok(text) = std::str::from_utf8(piece) else {
            self.odd = true;
            return;
        };
        for line in lines_of(text).filter(|line| !line.trim().is_empty()) {
            match quick(line) {
                Some(outside) => self.note(&outside),
                None => self.odd = true,
            }
        }
    }

    /// Whether it is known already that the recording has to be decoded whole.
    pub fn is_odd(&self) -> bool {
        self.odd
    }

    /// What was learnt; `None` where the recording has to be decoded whole.
    pub fn finish(self) -> Option<Outline> {
        let times = times(&self.outsides);
        let plain = !self.odd && times.iter().all(|(_, guessed)| !guessed);
        let times: Vec<f64> = times.into_iter().map(|(ms, _)| ms).collect();
        (plain && times.is_sorted()).then_some(Outline { times, windows: self.windows, starts: self.starts })
    }

    fn note(&mut self, outside: &Envelope<'_>) {
        let id = outside.window.unwrap_or_default();
        let window = self.numbers.get(id).copied().unwrap_or_else(|| {
            self.entered.push(false);
            self.numbers.insert(id.to_owned(), self.entered.len() - 1);
            self.entered.len() - 1
        });
        let data = outside.data.unwrap_or_default();
        match outside.kind {
            // Old recorders told address and size here.
            Some(0 | 1) => self.odd |= data.contains("href") || data.contains("width"),
            Some(2) => self.odd |= !self.entered[window],
            Some(4) if data.starts_with('{') => self.entered[window] = true,
            _ => {}
        }
        self.outsides.push((outside.kind, outside.timestamp));
        self.windows.push(u16::try_from(window).unwrap_or(u16::MAX));
    }
}

impl Outline {
    /// How many events there are.
    pub fn events(&self) -> usize {
        self.times.len()
    }

    /// The events of the piece that was looked at as the `number`th, from 0; as [`super::decode`]
    /// gives them. `None` where the recording has to be decoded whole after all.
    pub fn decode(&self, number: usize, piece: &[u8]) -> Option<Vec<Event>> {
        let text = std::str::from_utf8(piece).ok()?;
        let begin = self.times.first().map_or(0, |first| truncate(first.floor()));
        let mut context = Context { started_at_ms: begin, ..Context::default() };
        let mut next = *self.starts.get(number)?;
        let mut events = Vec::new();
        for line in lines_of(text).filter(|line| !line.trim().is_empty()) {
            let line = Line { number: next, envelope: quick(line)?, quick: true };
            (context.ms, context.window) = (*self.times.get(next)?, self.windows[next]);
            events.push(event(&line, &mut context)?);
            next += 1;
        }
        let all = self.starts.get(number + 1).copied().unwrap_or(self.times.len());
        (next == all).then_some(events)
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    /// Decodes a text cut after every `lines` lines; `None` where it has to be decoded whole.
    fn in_pieces(text: &str, lines: usize) -> Option<Vec<Event>> {
        let all: Vec<&str> = text.split_inclusive('\n').collect();
        let pieces: Vec<String> = all.chunks(lines).map(<[&str]>::concat).collect();
        let mut survey = Survey::default();
        for piece in &pieces {
            survey.look_at(piece.as_bytes());
        }
        let outline = survey.finish()?;
        let decoded = pieces.iter().enumerate().map(|(n, piece)| outline.decode(n, piece.as_bytes()));
        Some(decoded.collect::<Option<Vec<_>>>()?.concat())
    }

    const PLAIN: &str = r#"{"type":4,"data":{"href":"https://a.example/","width":800,"height":600},"timestamp":1760000000000}
{"type":2,"data":{"node":{"type":0,"id":1,"childNodes":[]},"initialOffset":{"left":0,"top":7}},"timestamp":1760000000010,"windowId":"b"}
{"type":4,"data":{"href":"https://b.example/","width":800,"height":600},"timestamp":1760000000010,"windowId":"b"}

{"type":3,"data":{"source":3,"id":1,"x":0,"y":9},"timestamp":1760000000020.5,"windowId":"b"}
{"type":3,"data":{"source":3,"id":1,"x":0,"y":3},"timestamp":1760000000400}
"#;

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let text = PLAIN.replacen("\"type\":2", "\"type\":7", 1);
        let whole = decode(text.as_bytes()).events;
        assert_eq!(whole.len(), 5);
        for lines in 1..7 {
            assert_eq!(in_pieces(&text, lines).as_ref(), Some(&whole), "{lines}");
        }
        assert_eq!(in_pieces("", 1), Some(Vec::new()));
    }

    #[test]
    fn what_is_odd_is_not_for_pieces() {
        let plain = PLAIN.replacen("\"type\":2", "\"type\":7", 1);
        let odd = [
            PLAIN.to_owned(),
            plain.replacen("0400", "0004", 1),
            plain.replacen(",\"timestamp\":1760000000400", "", 1),
            plain.replacen("\"type\":7,\"data\":", "\"type\":1,\"data\":{\"href\":7},\"x\":", 1),
            format!("{plain}{{\"type\":3"),
        ];
        for text in odd {
            assert_eq!(in_pieces(&text, 2), None, "{text}");
        }
        assert!(in_pieces(&plain, 2).is_some());
    }
}
