//! How much of anything is taken from a file. Real recordings stay far below each of these; what
//! lies above is left out and said.

/// Bytes that one compressed file or entry may grow to: larger ones are read as a stream, so this
/// guards time and not memory.
pub const MAX_INFLATED_BYTES: u64 = 64 << 30;

/// How many times larger than its compressed form a file may become…
pub const MAX_RATIO: u64 = 300;

/// …as soon as it is larger than this many bytes: small files of blanks compress better.
pub const RATIO_FREE_BYTES: u64 = 32 << 20;

/// Bytes of text up to which a file is read whole; larger ones are read value by value.
#[cfg(not(test))]
pub const SMALL_BYTES: u64 = 32 << 20;
/// Bytes of text up to which a file is read whole; larger ones are read value by value.
#[cfg(test)]
pub const SMALL_BYTES: u64 = 64 << 10;

/// Bytes of what can only be read whole: side tables, HAR files, UTF-16, files of the site.
pub const MAX_WHOLE_BYTES: u64 = 256 << 20;

/// Bytes of one value (an event, a line, a Sentry segment) in a file that is read value by value.
#[cfg(not(test))]
pub const MAX_ELEMENT_BYTES: usize = 128 << 20;
/// Bytes of one value (an event, a line, a Sentry segment) in a file that is read value by value.
#[cfg(test)]
pub const MAX_ELEMENT_BYTES: usize = 1 << 20;

/// Bytes of events that one session may have; later ones are left out.
#[cfg(not(test))]
pub const MAX_SESSION_BYTES: u64 = 512 << 20;
/// Bytes of events that one session may have; later ones are left out.
#[cfg(test)]
pub const MAX_SESSION_BYTES: u64 = 4 << 20;

/// Bytes of events of one file that are held in memory before they are sorted by session and
/// compressed.
#[cfg(not(test))]
pub const RUN_BYTES: usize = 128 << 20;
/// Bytes of events of one file that are held in memory before they are sorted by session and
/// compressed.
#[cfg(test)]
pub const RUN_BYTES: usize = 64 << 10;

/// Bytes of events that are compressed together.
pub const FRAME_BYTES: usize = 512 << 10;

/// Compressed bytes of events of one file that are held in memory; what is more goes to a file in
/// the system's temporary folder, which is gone when the file was read.
#[cfg(not(test))]
pub const SPILL_BYTES: u64 = 64 << 20;
/// Compressed bytes of events of one file that are held in memory; what is more goes to a file in
/// the system's temporary folder, which is gone when the file was read.
#[cfg(test)]
pub const SPILL_BYTES: u64 = 64 << 10;

/// Bytes of an archive inside another one, or of a compressed tar: it is unpacked to the system's
/// temporary folder, or to memory where it is small.
#[cfg(not(test))]
pub const MAX_UNPACKED_BYTES: u64 = 16 << 30;
/// Bytes of an archive inside another one, or of a compressed tar: it is unpacked to the system's
/// temporary folder, or to memory where it is small.
#[cfg(test)]
pub const MAX_UNPACKED_BYTES: u64 = 1 << 20;

/// Sessions of one file.
#[cfg(not(test))]
pub const MAX_SESSIONS: usize = 5_000_000;
/// Sessions of one file.
#[cfg(test)]
pub const MAX_SESSIONS: usize = 100;

/// Tabs of one `OpenReplay` recording; the messages of more are left out.
pub const MAX_TABS: usize = 1_000;

/// Lists in lists in objects around events: more levels than any container has.
pub const MAX_CONTAINERS: usize = 8;

/// Columns of one side table; spreadsheets end at 16,384.
pub const MAX_COLUMNS: usize = 4_000;

/// Compressions inside each other: a `.gz` of a `.zst` is two.
pub const MAX_LAYERS: usize = 3;

/// Archives inside each other: a zip in a tar is two.
pub const MAX_ARCHIVES: usize = 3;

/// Entries of one archive.
pub const MAX_ENTRIES: usize = 100_000;

/// Bytes of an entry's name.
pub const MAX_NAME_BYTES: usize = 1024;

/// Files below the folders that were opened together.
#[cfg(not(test))]
pub const MAX_FILES: usize = 200_000;
/// Files below the folders that were opened together.
#[cfg(test)]
pub const MAX_FILES: usize = 20;

/// Folders inside each other.
pub const MAX_FOLDER_DEPTH: usize = 32;

/// Levels of nodes in a document; the HTML parsers of browsers stop at 512 too.
pub const MAX_NODE_DEPTH: usize = 512;

/// Nodes in one event.
pub const MAX_NODES: usize = 1_000_000;

/// Attributes of one element.
pub const MAX_ATTRIBUTES: usize = 1_000;

/// Bytes of one text, attribute value or style sheet.
pub const MAX_VALUE_BYTES: usize = 16 << 20;

/// Parts of one file that are named one by one when they are set aside; the others are counted.
pub const MAX_NAMED_PARTS: usize = 50;

/// Warnings about one recording that are given out one by one; the last counts the others.
pub const MAX_WARNINGS: usize = 200;

#[cfg(test)]
mod tests;
