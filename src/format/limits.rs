//! How much of anything is taken from a file. Real recordings stay far below each of these; what
//! lies above is left out and said.

/// Bytes of text that one file or zip entry may hold once it is inflated.
pub const MAX_TEXT_BYTES: u64 = 1 << 30;

/// How many times larger than its compressed form a file may become…
pub const MAX_RATIO: u64 = 300;

/// …as soon as it is larger than this many bytes: small files of blanks compress better.
pub const RATIO_FREE_BYTES: u64 = 32 << 20;

/// Compressions inside each other: a `.gz` of a `.zst` is two.
pub const MAX_LAYERS: usize = 3;

/// Entries of one zip.
pub const MAX_ENTRIES: usize = 100_000;

/// Files below the folders that were opened together.
pub const MAX_FILES: usize = 200_000;

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
