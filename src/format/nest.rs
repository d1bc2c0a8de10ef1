//! Archives inside archives, and compressed ones: unpacked aside, and read entry by entry.
//!
//! Small ones are unpacked to memory, others to a temporary file without a name, which is gone when
//! the last entry was read.

use super::archive::{self, Kind};
use super::contents::Of;
use super::entries::Intake;
use super::error::Error;
use super::inflate::fault;
use super::item::{Item, SetAside};
use super::limits::{MAX_ARCHIVES, MAX_UNPACKED_BYTES, SMALL_BYTES};
use super::listing;
use super::peel::Plain;
use super::rest::Slice;
use super::source::Counter;
use super::stop::Stop;
use crate::job::Cancelled;
use std::io::{self, Cursor, Read, Seek as _, Write as _};

/// Reads the entries of the archive that `plain` begins with.
///
/// # Errors
/// When nobody wants the result any more.
pub(super) fn read(
    kind: Kind,
    plain: Plain<'_>,
    of: Of<'_>,
    intake: &mut Intake<'_, '_>,
) -> Result<(), Cancelled> {
    if of.archives >= MAX_ARCHIVES {
        let why = format!("It is in more than {MAX_ARCHIVES} archives inside each other. Unpack it first.");
        intake.notes.set_aside("", &why);
        return Ok(());
    }
    let listed = match unpack(Cursor::new(plain.head).chain(plain.rest)) {
        Ok(Some(bytes)) => archive::entries(kind, bytes),
        Ok(None) => Err(format!("It holds more than {} GB. Unpack it first.", MAX_UNPACKED_BYTES >> 30)),
        Err(error) => match Stop::of(&error) {
            Some(Stop::Cancelled) => return Err(Cancelled),
            _ => Err(fault(&error)),
        },
    };
    let (files, refused) = match listed {
        Ok(listed) => listed,
        Err(why) => {
            intake.notes.set_aside("", &why);
            return Ok(());
        }
    };
    let name = kind.name();
    intake
        .notes
        .taken(&format!("{name} archive with {} files", files.len()), &format!("it begins as a {name} does"));
    for (place, why) in refused {
        intake.notes.set_aside(&place, &why);
    }
    let (units, set_aside) = listing::arrange(of.name, files, &mut Vec::new());
    let progress = intake.progress;
    let sink = intake.notes.sink();
    for aside in set_aside {
        sink(Item::SetAside(aside));
    }
    for unit in units {
        // The archive's bytes were counted when it was unpacked.
        let mut counter = Counter { progress, left: 0 };
        match unit.read_inside(of.archives + 1, &mut counter, sink) {
            Ok(()) => {}
            Err(Error::Cancelled) => return Err(Cancelled),
            Err(error @ Error::Read { .. }) => {
                let (path, place, why) = (unit.name(), String::new(), format!("{error}."));
                sink(Item::SetAside(SetAside { path, place, why }));
            }
        }
    }
    Ok(())
}

/// All of `reader`, at rest; `None` when that is too much.
fn unpack(mut reader: impl Read) -> io::Result<Option<Slice>> {
    let mut start = Vec::new();
    reader.by_ref().take(SMALL_BYTES).read_to_end(&mut start)?;
    if (start.len() as u64) < SMALL_BYTES {
        return Ok(Some(Slice::memory(start)));
    }
    let mut file = tempfile::tempfile()?;
    file.write_all(&start)?;
    drop(start);
    let length = SMALL_BYTES + io::copy(&mut reader.take(MAX_UNPACKED_BYTES), &mut file)?;
    file.rewind()?;
    Ok((length < MAX_UNPACKED_BYTES).then(|| Slice::temporary(file, length)))
}
