//! Lays sessions out so that places inside elements are known, and keeps what that told.
//!
//! Takes a tenth of a second and more for a session, so it is done when it is first needed, and in a
//! random order: what is measured at any moment is a fair sample of the rest.

use super::{Error, Kit, open_recording};
use crate::analysis::draw;
use crate::event::Device;
use crate::facts::Measures;
use crate::job::Progress;
use crate::library::{Key, Library, Segment, Term};
use crate::render;
use rayon::prelude::*;

/// What the random order begins with: any number does, and the same one gives the same order.
const SEED: u64 = 5;

/// What [`measure_visits`] did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measured {
    /// Sessions that were measured now.
    pub done: usize,
    /// Sessions that are still to be measured.
    pub left: usize,
}

/// Measures sessions of the segment that saw `page` on `device` and were not measured yet, `most` at
/// most, and keeps the result where the library can be changed. A session
/// that cannot be drawn is left as it is: its clicks are then counted as not placed.
///
/// # Errors
/// When the library cannot be read or written, or it was cancelled.
pub fn measure_visits(
    library: &Library,
    (page, device): (&str, Device),
    segment: &Segment,
    kit: &Kit,
    (most, progress): (usize, &Progress),
) -> Result<Measured, Error> {
    if library.read_only() {
        return Ok(Measured::default());
    }
    let term = Key::parse("device").map(|key| Term::words(key, &[device.name()]));
    let segment = term.map_or_else(|| segment.clone(), |term| segment.with(term));
    let mut waiting = library.unmeasured(&segment, page)?;
    waiting.sort_unstable();
    let drawn = draw(&waiting, most.min(waiting.len()), SEED);
    // As many at a time as there are cores: read one after another, measured side by side.
    for batch in drawn.chunks(rayon::current_num_threads()) {
        let opened = batch
            .iter()
            .map(|id| Ok((id, open_recording(library, id, progress)?, library.facts(id)?, kit.clone())))
            .collect::<Result<Vec<_>, Error>>()?;
        let measured: Vec<_> = opened
            .into_par_iter()
            .map(|(id, replay, facts, kit)| {
                (id, render::measure(&replay, &facts, kit.assets, kit.fonts, progress))
            })
            .collect();
        for (id, measures) in measured {
            library.put_measures(id, &measures?)?;
        }
    }
    Ok(Measured { done: drawn.len(), left: waiting.len() - drawn.len() })
}

/// Measures one session if it was not measured yet, and keeps the result where the library can be
/// changed.
///
/// # Errors
/// When there is no such session, the library cannot be written, or it was cancelled.
pub fn measure_session(
    library: &Library,
    session: &str,
    kit: &Kit,
    progress: &Progress,
) -> Result<Measures, Error> {
    if let Some(measures) = library.measures(session)? {
        return Ok(measures);
    }
    let replay = open_recording(library, session, progress)?;
    let facts = library.facts(session)?;
    let measures = render::measure(&replay, &facts, kit.assets.clone(), kit.fonts.clone(), progress)?;
    if !library.read_only() {
        library.put_measures(session, &measures)?;
    }
    Ok(measures)
}
