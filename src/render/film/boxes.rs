//! The container of an MP4 with one video track: a list of boxes, each with its size and name.
//!
//! Pictures are written as they come; the tables that say where they lie follow at the end. Knows
//! nothing of how pictures are compressed.

use super::super::Error;
use super::{Sink, written};
use std::io::{SeekFrom, Write as _};

/// Pictures in one run of the file. Players look a picture up by its run.
const RUN: usize = 30;

/// What a player needs to begin: H.264's sequence and picture parameter sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sets {
    pub(super) sequence: Vec<u8>,
    pub(super) picture: Vec<u8>,
}

/// A file that is being written.
pub(super) struct Container<'a> {
    out: Box<dyn Sink + 'a>,
    size: (u32, u32),
    /// Ticks a second.
    clock: u32,
    /// Where the next picture is put.
    at: u64,
    /// Where each run begins.
    runs: Vec<u64>,
    /// Bytes of each picture.
    sizes: Vec<u32>,
    /// How long pictures last, ticks: how many, how long.
    lengths: Vec<(u32, u32)>,
    /// The numbers of those that stand alone, from 1.
    keys: Vec<u32>,
}

impl<'a> Container<'a> {
    pub(super) fn new(mut out: Box<dyn Sink + 'a>, size: (u32, u32), clock: u32) -> Result<Self, Error> {
        let mut head = Vec::new();
        boxed(&mut head, *b"ftyp", |inside| {
            inside.extend(b"isom");
            inside.extend(512_u32.to_be_bytes());
            inside.extend(b"isomiso2avc1mp41");
        });
        // The size, 64 bits long, follows at the end.
        head.extend(1_u32.to_be_bytes());
        head.extend(b"mdat");
        head.extend([0; 8]);
        out.write_all(&head).map_err(|error| written(&error))?;
        let (runs, sizes, lengths, keys) = Default::default();
        Ok(Self { out, size, clock, at: head.len() as u64, runs, sizes, lengths, keys })
    }

    /// Writes a picture that is shown for so many ticks.
    pub(super) fn write(&mut self, bytes: &[u8], length: u32, stands_alone: bool) -> Result<(), Error> {
        if self.sizes.len().is_multiple_of(RUN) {
            self.runs.push(self.at);
        }
        self.out.write_all(bytes).map_err(|error| written(&error))?;
        self.at += bytes.len() as u64;
        self.sizes.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        if stands_alone {
            self.keys.push(count(&self.sizes));
        }
        match self.lengths.last_mut() {
            Some((pictures, same)) if *same == length => *pictures += 1,
            _ => self.lengths.push((1, length)),
        }
        Ok(())
    }

    /// Writes the tables; how many pictures there are.
    pub(super) fn finish(mut self, sets: &Sets) -> Result<u64, Error> {
        let mut tables = Vec::new();
        self.movie(&mut tables, sets);
        self.out.write_all(&tables).map_err(|error| written(&error))?;
        let start = FTYP_BYTES;
        self.out.seek(SeekFrom::Start(start + 8)).map_err(|error| written(&error))?;
        self.out.write_all(&(self.at - start).to_be_bytes()).map_err(|error| written(&error))?;
        self.out.flush().map_err(|error| written(&error))?;
        Ok(self.sizes.len() as u64)
    }

    fn ticks(&self) -> u64 {
        self.lengths.iter().map(|(pictures, each)| u64::from(*pictures) * u64::from(*each)).sum()
    }

    fn movie(&self, out: &mut Vec<u8>, sets: &Sets) {
        let ticks = self.ticks().to_be_bytes();
        boxed(out, *b"moov", |out| {
            boxed(out, *b"mvhd", |out| {
                out.extend([1, 0, 0, 0]); // 64-bit times: no film is too long
                out.extend([0; 16]);
                out.extend(self.clock.to_be_bytes());
                out.extend(ticks);
                out.extend(0x0001_0000_u32.to_be_bytes()); // at its own speed
                out.extend([1, 0]); // as loud as it is
                out.extend([0; 10]);
                out.extend(upright());
                out.extend([0; 24]);
                out.extend(2_u32.to_be_bytes());
            });
            boxed(out, *b"trak", |out| {
                boxed(out, *b"tkhd", |out| {
                    out.extend([1, 0, 0, 3]); // in use
                    out.extend([0; 16]);
                    out.extend(1_u32.to_be_bytes());
                    out.extend([0; 4]);
                    out.extend(ticks);
                    out.extend([0; 16]);
                    out.extend(upright());
                    out.extend((self.size.0 << 16).to_be_bytes());
                    out.extend((self.size.1 << 16).to_be_bytes());
                });
                boxed(out, *b"mdia", |out| self.media(out, sets));
            });
        });
    }

    fn media(&self, out: &mut Vec<u8>, sets: &Sets) {
        boxed(out, *b"mdhd", |out| {
            out.extend([1, 0, 0, 0]);
            out.extend([0; 16]);
            out.extend(self.clock.to_be_bytes());
            out.extend(self.ticks().to_be_bytes());
            out.extend([0x55, 0xc4, 0, 0]); // no language
        });
        boxed(out, *b"hdlr", |out| {
            out.extend([0; 8]);
            out.extend(b"vide");
            out.extend([0; 13]);
        });
        boxed(out, *b"minf", |out| {
            boxed(out, *b"vmhd", |out| out.extend([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]));
            boxed(out, *b"dinf", |out| {
                boxed(out, *b"dref", |out| {
                    out.extend([0, 0, 0, 0, 0, 0, 0, 1]);
                    boxed(out, *b"url ", |out| out.extend([0, 0, 0, 1])); // in this file
                });
            });
            boxed(out, *b"stbl", |out| self.tables(out, sets));
        });
    }

    fn tables(&self, out: &mut Vec<u8>, sets: &Sets) {
        boxed(out, *b"stsd", |out| {
            out.extend([0, 0, 0, 0, 0, 0, 0, 1]);
            boxed(out, *b"avc1", |out| self.look(out, sets));
        });
        list(out, *b"stts", self.lengths.iter().map(|(pictures, each)| [*pictures, *each]));
        list(out, *b"stss", self.keys.iter().map(|key| [*key]));
        // From which run on there are how many pictures in each.
        let whole = self.sizes.len() / RUN;
        let rest = u32::try_from(self.sizes.len() % RUN).unwrap_or_default();
        let next = u32::try_from(whole + 1).unwrap_or(u32::MAX);
        let full = (whole > 0).then_some([1, u32::try_from(RUN).unwrap_or_default(), 1]);
        let last = (rest > 0).then_some([next, rest, 1]);
        list(out, *b"stsc", [full, last].into_iter().flatten());
        boxed(out, *b"stsz", |out| {
            out.extend([0; 8]);
            out.extend(count(&self.sizes).to_be_bytes());
            out.extend(self.sizes.iter().flat_map(|size| size.to_be_bytes()));
        });
        boxed(out, *b"co64", |out| {
            out.extend([0; 4]);
            out.extend(count(&self.runs).to_be_bytes());
            out.extend(self.runs.iter().flat_map(|run| run.to_be_bytes()));
        });
    }

    /// What the pictures are: size, profile, parameter sets.
    fn look(&self, out: &mut Vec<u8>, sets: &Sets) {
        let side = |length: u32| u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes();
        out.extend([0, 0, 0, 0, 0, 0, 0, 1]);
        out.extend([0; 16]);
        out.extend(side(self.size.0));
        out.extend(side(self.size.1));
        out.extend([0, 0x48, 0, 0, 0, 0x48, 0, 0, 0, 0, 0, 0]); // 72 dots an inch
        out.extend([0, 1]);
        out.extend([0; 32]);
        out.extend([0, 0x18, 0xff, 0xff]);
        boxed(out, *b"avcC", |out| {
            out.push(1);
            out.extend(sets.sequence.get(1..4).unwrap_or(&[0x42, 0xc0, 0x1f])); // profile and level
            out.push(0xff); // sizes of four bytes
            out.push(0xe1);
            for (set, before) in [(&sets.sequence, None), (&sets.picture, Some(1))] {
                out.extend(before);
                out.extend(u16::try_from(set.len()).unwrap_or(u16::MAX).to_be_bytes());
                out.extend(set);
            }
        });
        // How its colours are to be read: as in PAL and NTSC, which is what the conversion makes.
        boxed(out, *b"colr", |out| out.extend(b"nclx\0\x06\0\x06\0\x06\0"));
    }
}

/// The bytes of the first box.
const FTYP_BYTES: u64 = 32;

fn boxed(out: &mut Vec<u8>, name: [u8; 4], inside: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend([0; 4]);
    out.extend(name);
    inside(out);
    let size = u32::try_from(out.len() - start).unwrap_or(u32::MAX);
    out[start..start + 4].copy_from_slice(&size.to_be_bytes());
}

/// A box with a number of rows.
fn list<const N: usize>(out: &mut Vec<u8>, name: [u8; 4], rows: impl Iterator<Item = [u32; N]>) {
    boxed(out, name, |out| {
        out.extend([0; 8]);
        let start = out.len();
        let mut rows_there = 0_u32;
        for row in rows {
            rows_there += 1;
            out.extend(row.into_iter().flat_map(u32::to_be_bytes));
        }
        out[start - 4..start].copy_from_slice(&rows_there.to_be_bytes());
    });
}

fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// Neither turned nor stretched.
fn upright() -> impl Iterator<Item = u8> {
    [0x0001_0000_u32, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000].into_iter().flat_map(u32::to_be_bytes)
}
