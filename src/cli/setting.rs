//! What every command needs: the library, the segment, values of arguments.

use super::output::usage;
use crate::event::{Device, Time};
use crate::findings::user_library;
use crate::library::{Error as LibraryError, Library, Segment, Session};
use anyhow::{Context as _, Result};
use std::env;
use std::path::PathBuf;

/// What was said for all commands alike.
#[derive(Debug)]
pub(super) struct Setting {
    /// The library, if one was named.
    pub(super) library: Option<PathBuf>,
    /// Print JSON.
    pub(super) json: bool,
    /// The time, ms since 1970.
    pub(super) now_ms: i64,
}

/// The library that the environment names.
pub(super) fn library_of_environment() -> Option<PathBuf> {
    env::var_os("WHEREFORE_LIBRARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

impl Setting {
    /// The library to import into; it is made if it is not there.
    pub(super) fn writable(&self) -> Result<Library> {
        let library = Library::open(&self.library_path()?)?;
        if library.read_only() {
            return Err(LibraryError::ReadOnly { path: library.path().to_owned() }.into());
        }
        Ok(library)
    }

    /// The library to ask; it must be there. It is opened so that measures can be kept, where that
    /// is possible.
    pub(super) fn existing(&self) -> Result<Library> {
        let path = self.library_path()?;
        if !path.exists() {
            anyhow::bail!(
                "there is no library at {}: make one with `wherefore import PATH…`, or name another with \
                 --library FILE",
                path.display()
            );
        }
        Ok(Library::open(&path)?)
    }

    /// The library's file, if there is one.
    pub(super) fn library_if_there(&self) -> Option<PathBuf> {
        self.library_path().ok().filter(|path| path.is_file())
    }

    fn library_path(&self) -> Result<PathBuf> {
        match &self.library {
            Some(path) => Ok(path.clone()),
            None => Ok(user_library()?),
        }
    }
}

/// The segment that a line means; none means every session.
pub(super) fn segment(line: Option<&str>) -> Result<Segment> {
    Ok(Segment::parse(line.unwrap_or_default())?)
}

/// The session of an id or of the unique beginning of one.
pub(super) fn session(library: &Library, id: &str) -> Result<Session> {
    library.session(id)?.with_context(|| {
        format!("the library has no session {id:?}: `wherefore sessions` lists the ones there are")
    })
}

/// `desktop`, `tablet` or `mobile`.
pub(super) fn device(name: &str) -> Result<Device> {
    Device::parse(name).ok_or_else(|| usage(format!("{name:?} is no device: desktop, tablet or mobile")))
}

/// A moment of a session: `12500` ms, `12.5s`, `1:23` or `2m`.
pub(super) fn time(text: &str) -> Result<Time> {
    let wrong = || usage(format!("{text:?} is no moment: give milliseconds (12500), 12.5s, 2m or 1:23"));
    let number = |part: &str| {
        part.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0 && *n < 1e12).ok_or_else(wrong)
    };
    let ms = if let Some((minutes, seconds)) = text.split_once(':') {
        (number(minutes)? * 60.0 + number(seconds)?) * 1000.0
    } else if let Some(ms) = text.strip_suffix("ms") {
        number(ms)?
    } else if let Some(seconds) = text.strip_suffix('s') {
        number(seconds)? * 1000.0
    } else if let Some(minutes) = text.strip_suffix('m') {
        number(minutes)? * 60_000.0
    } else {
        number(text)?
    };
    #[expect(clippy::cast_possible_truncation, reason = "checked to be small")]
    Ok(Time(ms.round() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_can_be_said_in_several_ways() {
        let ms = |text: &str| time(text).map(|time| time.0).ok();
        assert_eq!(ms("12.5s"), Some(12_500));
        assert_eq!(ms("12500"), Some(12_500));
        assert_eq!(ms("12500ms"), Some(12_500));
        assert_eq!(ms("1:23"), Some(83_000));
        assert_eq!(ms("2m"), Some(120_000));
        for wrong in ["", "soon", "-1", "1e99", "NaN", "s", "1:x"] {
            assert_eq!(ms(wrong), None, "{wrong:?}");
        }
    }
}
