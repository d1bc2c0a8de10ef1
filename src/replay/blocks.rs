//! A long list in little room: packed in blocks, of which the last few looked at are kept open.
//!
//! A recording of a million events takes ten times the room of its blocks when each event is a value
//! in memory, and what is needed of it at any moment is a block or two. Knows nothing of pages.

use crate::event::Time;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use zstd::bulk::Decompressor;

/// Items are packed together until they take so many bytes; one larger than that has its own block.
const BLOCK_BYTES: usize = 64 << 10;
/// How hard to compress: 1 takes a fifth of the time of decoding the recording.
const LEVEL: i32 = 1;
/// Blocks that are kept open.
const OPEN: usize = 4;

/// Something that happened at a moment.
pub(super) trait Timed {
    /// The moment.
    fn at(&self) -> Time;
}

/// A list of things in the order of their time.
#[derive(Debug)]
pub(super) struct Blocks<T> {
    packed: Vec<Block>,
    length: usize,
    end: Time,
    open: Mutex<Open<T>>,
}

struct Open<T> {
    /// What was looked at last, the newest first, with the block's number.
    blocks: Vec<(usize, Arc<[T]>)>,
    /// What unpacks; making one costs as much as unpacking a block.
    unpacker: Option<Decompressor<'static>>,
}

impl<T> std::fmt::Debug for Open<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("blocks", &self.blocks.len()).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Block {
    /// The number of its first item in the whole list.
    first: usize,
    /// The moment of its first item.
    start: Time,
    /// How many bytes it takes unpacked.
    bytes: usize,
    packed: Box<[u8]>,
}

/// A list that is being written.
pub(super) struct Writer<T> {
    done: Blocks<T>,
    /// The block at hand, not yet compressed.
    bytes: Vec<u8>,
    first: usize,
    start: Time,
}

impl<T: Timed + Serialize + DeserializeOwned> Writer<T> {
    pub(super) fn new() -> Self {
        let open = Mutex::new(Open { blocks: Vec::new(), unpacker: None });
        let done = Blocks { packed: Vec::new(), length: 0, end: Time::ZERO, open };
        Self { done, bytes: Vec::new(), first: 0, start: Time::ZERO }
    }

    /// Puts an item at the end; it must not be earlier than the one before.
    pub(super) fn push(&mut self, item: &T) {
        if self.bytes.is_empty() {
            (self.first, self.start) = (self.done.length, item.at());
        }
        self.done.end = item.at();
        self.done.length += 1;
        let bytes = std::mem::take(&mut self.bytes);
        self.bytes = postcard::to_extend(item, bytes).expect("a list of bytes takes everything");
        if self.bytes.len() >= BLOCK_BYTES {
            self.seal();
        }
    }

    pub(super) fn finish(mut self) -> Blocks<T> {
        if !self.bytes.is_empty() {
            self.seal();
        }
        self.done.packed.shrink_to_fit();
        self.done
    }

    fn seal(&mut self) {
        let packed = zstd::bulk::compress(&self.bytes, LEVEL).expect("what lies in memory can be packed");
        let (first, start, bytes) = (self.first, self.start, self.bytes.len());
        self.done.packed.push(Block { first, start, bytes, packed: packed.into() });
        self.bytes.clear();
    }
}

impl<T: Timed + Serialize + DeserializeOwned> Blocks<T> {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// When the last was; the beginning for an empty list.
    pub(super) fn end(&self) -> Time {
        self.end
    }

    /// How many there are not later than `at`.
    pub(super) fn upto(&self, at: Time) -> usize {
        self.count(|time| time <= at)
    }

    /// How many there are before `at`.
    pub(super) fn before(&self, at: Time) -> usize {
        self.count(|time| time < at)
    }

    /// Looks at each of them in their order.
    pub(super) fn each(&self, range: Range<usize>, mut look: impl FnMut(&T)) {
        let mut next = range.start;
        let end = range.end.min(self.length);
        while next < end {
            let number = self.packed.partition_point(|block| block.first <= next) - 1;
            let (first, block) = (self.packed[number].first, self.unpacked(number));
            let upto = (end - first).min(block.len());
            block[next - first..upto].iter().for_each(&mut look);
            next = first + upto;
        }
    }

    /// One of them.
    pub(super) fn get(&self, index: usize) -> Option<T>
    where
        T: Clone,
    {
        let number = self.packed.partition_point(|block| block.first <= index).checked_sub(1)?;
        self.unpacked(number).get(index - self.packed[number].first).cloned()
    }

    /// How many are at the beginning of the list of which that is true; once false, it stays so.
    fn count(&self, early: impl Fn(Time) -> bool) -> usize {
        let after = self.packed.partition_point(|block| early(block.start));
        let Some(number) = after.checked_sub(1) else { return 0 };
        self.packed[number].first + self.unpacked(number).partition_point(|item| early(item.at()))
    }

    fn unpacked(&self, number: usize) -> Arc<[T]> {
        let open = || self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let unpacker = {
            let mut open = open();
            if let Some((_, items)) = open.blocks.iter().find(|(open, _)| *open == number) {
                return items.clone();
            }
            open.unpacker.take()
        };
        let mut unpacker = unpacker.unwrap_or_else(|| Decompressor::new().expect("there is memory for it"));
        let items: Arc<[T]> = self.packed[number].unpack(&mut unpacker).into();
        let mut open = open();
        open.unpacker = Some(unpacker);
        open.blocks.truncate(OPEN - 1);
        open.blocks.insert(0, (number, items.clone()));
        items
    }
}

impl Block {
    fn unpack<T: DeserializeOwned>(&self, unpacker: &mut Decompressor<'_>) -> Vec<T> {
        let bytes = unpacker.decompress(&self.packed, self.bytes).expect("packed above");
        let (mut items, mut rest) = (Vec::new(), &bytes[..]);
        while !rest.is_empty() {
            let (item, after) = postcard::take_from_bytes(rest).expect("written above");
            items.push(item);
            rest = after;
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Timed for (i64, String) {
        fn at(&self) -> Time {
            Time(self.0)
        }
    }

    #[test]
    fn what_was_packed_is_found_by_number_and_by_time() {
        // Two at a moment, and now and then one that fills a block by itself.
        let text = |n: i64| if n % 900 == 5 { "x".repeat(BLOCK_BYTES) } else { format!("{n}").repeat(20) };
        let items: Vec<(i64, String)> = (0..4000).map(|n| (n / 2 * 3, text(n))).collect();
        let mut writer = Writer::new();
        for item in &items {
            writer.push(item);
        }
        let list = writer.finish();
        assert!(list.packed.len() > 6, "{}", list.packed.len());
        assert_eq!((list.len(), list.end()), (4000, Time(1999 * 3)));
        for at in -2..6010 {
            assert_eq!(list.upto(Time(at)), items.partition_point(|item| item.0 <= at), "{at}");
            assert_eq!(list.before(Time(at)), items.partition_point(|item| item.0 < at), "{at}");
        }
        for range in [0..0, 0..4000, 3..7, 899..910, 3990..5000, 4000..4001] {
            let mut seen = Vec::new();
            list.each(range.clone(), |item| seen.push(item.clone()));
            assert_eq!(seen, items[range.start..range.end.min(4000)], "{range:?}");
        }
        assert_eq!(list.get(3999).as_ref(), items.last());
        assert_eq!(list.get(4000), None);
    }
}
