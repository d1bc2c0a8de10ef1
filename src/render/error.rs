//! What can go wrong with pictures and with drawing.

/// A picture could not be read, written or made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Bytes that are no picture we read.
    #[error("the picture could not be read: {0}. PNG, JPEG and WebP are supported")]
    Decode(String),
    /// A picture that could not be written.
    #[error("the picture could not be written as PNG: {0}")]
    Encode(String),
    /// A moving picture that could not be written.
    #[error("the moving picture could not be written: {0}")]
    Film(String),
    /// The page could not be drawn.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// A page could not be drawn. The recording is untouched, and the next moment may draw well.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The engine gave up on this page.
    #[error("this moment could not be drawn: the drawing engine stopped with {0:?}")]
    Panicked(String),
    /// The system gave no thread to draw on.
    #[error("nothing can be drawn: the system gave no thread ({0})")]
    NoThread(String),
    /// The recording has no page at this moment.
    #[error("there is nothing to draw at this moment: the recording has no page yet")]
    NoPage,
    /// Other pages hold the drawing engine up.
    #[error("nothing can be drawn now: earlier pages still hold the drawing engine up. Try again in a while")]
    HeldUp,
    /// The page is more than can be drawn.
    #[error("this moment is too much to draw: {0}")]
    TooMuch(String),
    /// The browser that was asked for an exact picture gave none.
    #[error("{name} gave no exact picture: {why}")]
    Browser {
        /// What people call it.
        name: String,
        /// What happened.
        why: String,
    },
    /// It took longer than it may.
    #[error("this moment took more than {seconds} s to draw and was given up")]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
}
