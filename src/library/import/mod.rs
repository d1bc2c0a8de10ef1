//! Files into the library: read in parallel, one writer, one transaction a session.
//!
//! While one file is written, the next are read, decoded and derived. What is written has the order
//! of the files, so an import gives the same library every time. Knows nothing of file
//! formats beyond the items that `format` gives out.

mod again;
mod ahead;
mod identity;
mod joined;
mod mapped;
mod pictures;
mod place;
mod prepare;
mod report;
mod resolve;
mod rows;
mod sides;

use super::error::Doing as _;
use super::write::{self, Derived, Known};
use super::{Error, Library, Site, fidelity};
use crate::format::{self, Item, Manifest, Unit};
use crate::job::{Cancelled, Progress, Tally};
use ahead::Ahead;
pub use joined::{Join, JoinedBy, Joins, TableJoin, Unjoined, Unmapped};
pub use mapped::MapFor;
use place::There;
pub(super) use prepare::is_whole;
use prepare::{Found, Means, Prepared};
use rayon::{Scope, ThreadPool};
pub use report::{
    CLOCK_JUMP_MS, Claimed, ClockJump, FidelityGap, FileRead, ImportReport, Lack, Outcome, Renamed,
    SessionRead, SessionWarning,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A larger file is given on in parts while it is read.
const LARGE_BYTES: u64 = 8 << 20;

/// What is prepared ahead of the writer.
type UnderWay = Ahead<Result<Vec<Found>, Cancelled>>;

impl Library {
    /// Takes in files, folders and bundles. `progress` counts bytes.
    ///
    /// What cannot be used is set aside and named in the report. Cancelling leaves whole sessions
    /// only; the report then says `cancelled`. Importing the same files again changes nothing.
    /// Call it from a job's thread or the main thread.
    ///
    /// # Errors
    /// When the library is open for reading only, or the disk refuses.
    pub fn import(&mut self, paths: &[PathBuf], progress: &Progress) -> Result<ImportReport, Error> {
        self.import_mapped(paths, &[], progress)
    }

    /// As [`Self::import`]; tables that nobody knows are read as `maps` say, and so are those that
    /// a map names. A mapping that was used is remembered by the table's header.
    ///
    /// # Errors
    /// As [`Self::import`].
    pub fn import_mapped(
        &mut self,
        paths: &[PathBuf],
        maps: &[MapFor],
        progress: &Progress,
    ) -> Result<ImportReport, Error> {
        self.writable()?;
        let paths: Vec<PathBuf> = paths.iter().map(|path| whole_bundle(path)).collect();
        let mut listing = format::list(&paths, progress);
        let missing = fidelity::missing(&self.db)?;
        let claimed = listing.claim(&missing);
        progress.expect(listing.bytes);
        let mut run = Run::new(self)?;
        run.maps = maps.to_vec();
        progress.tally(Tally::SetAside, listing.set_aside.len() as u64);
        run.report.set_aside = listing.set_aside;
        run.report.bytes = listing.bytes;
        run.report.claimed = claimed
            .filter(|_| !missing.is_empty())
            .map(|claimed| Claimed { found: claimed as u64, missing: missing.len() as u64 });
        let listed = progress.advance(0).map_err(Error::from);
        // Threads of its own: a paused import must not hold those that draw heat maps.
        let threads = threads()?;
        let result = listed.and_then(|()| run.units(listing.units, &threads, progress));
        run.report.cancelled = matches!(result, Err(Error::Cancelled));
        if run.report.cancelled {
            run.report.bytes = progress.counts().0;
        } else {
            result?;
            match run.derive_again(progress) {
                Err(Error::Cancelled) => run.report.cancelled = true,
                other => other.map(|_| ())?,
            }
        }
        run.finish()
    }
}

fn threads() -> Result<rayon::ThreadPool, Error> {
    let name = |number| format!("import {number}");
    rayon::ThreadPoolBuilder::new()
        .thread_name(name)
        .build()
        .map_err(|error| Error::Threads { why: error.to_string() })
}

/// The folder of a bundle whose manifest was opened; any other path as it is.
fn whole_bundle(path: &Path) -> PathBuf {
    let manifest = path.file_name().is_some_and(|name| name == "wherefore.json");
    let folder = path.parent().filter(|_| manifest);
    folder.map_or_else(
        || path.to_owned(),
        |folder| if folder == Path::new("") { ".".into() } else { folder.to_owned() },
    )
}

/// An import under way.
struct Run<'l> {
    library: &'l mut Library,
    means: Means,
    currency: Option<String>,
    timezone: Option<String>,
    maps: Vec<MapFor>,
    /// The site's currency changed: it is in the rows of all sessions that tell none.
    join_all: bool,
    met: Known,
    wanted: fidelity::Known,
    gaps: BTreeMap<&'static str, u64>,
    files: report::Files,
    sides: sides::Sides,
    report: ImportReport,
}

impl<'l> Run<'l> {
    fn new(library: &'l mut Library) -> Result<Self, Error> {
        let means = Means {
            rules: library.rules()?,
            known: again::known(&library.db).doing("list recordings")?,
            kept: Arc::default(),
        };
        let Site { currency, timezone, .. } = library.site()?;
        Ok(Self {
            library,
            means,
            currency,
            timezone,
            maps: Vec::new(),
            join_all: false,
            met: Known::default(),
            wanted: fidelity::Known::default(),
            gaps: BTreeMap::new(),
            files: report::Files::default(),
            sides: sides::Sides::default(),
            report: ImportReport::default(),
        })
    }

    /// Manifests first, since they say what pages and stages are; then all else. This thread writes
    /// (and reads large files), those of `threads` prepare what comes next.
    fn units(&mut self, units: Vec<Unit>, threads: &ThreadPool, progress: &Progress) -> Result<(), Error> {
        let (manifests, others): (Vec<Unit>, Vec<Unit>) =
            units.into_iter().partition(|unit| unit.name().ends_with("wherefore.json"));
        for unit in manifests {
            self.report.files += 1;
            let found = threads.install(|| prepare::read(&unit, &self.means, progress))?;
            self.take_all(found, progress)?;
        }
        let means = Means {
            rules: self.means.rules.clone(),
            known: std::mem::take(&mut self.means.known),
            kept: Arc::clone(&self.means.kept),
        };
        let means = &means;
        threads.in_place_scope(|scope| {
            let mut ahead = Ahead::new();
            for unit in others {
                self.report.files += 1;
                if unit.bytes() > LARGE_BYTES {
                    self.take_rest(&mut ahead, progress)?;
                    self.large(&unit, means, (scope, progress))?;
                    continue;
                }
                ahead.give(scope, unit.bytes(), move || prepare::read(&unit, means, progress));
                self.take_while_full(&mut ahead, progress)?;
            }
            self.take_rest(&mut ahead, progress)
        })
    }

    /// A file that may not fit in memory: its parts are prepared and written while it is read.
    fn large<'s>(
        &mut self,
        unit: &Unit,
        means: &'s Means,
        (scope, progress): (&Scope<'s>, &'s Progress),
    ) -> Result<(), Error> {
        self.take_all(vec![Found::Unit(unit.name())], progress)?;
        let mut ahead = Ahead::new();
        prepare::in_batches(unit, progress, &mut |items| {
            let bytes = prepare::BATCH_BYTES as u64;
            ahead.give(scope, bytes, move || prepare::prepare_all(items, means, progress));
            self.take_while_full(&mut ahead, progress)
        })?;
        self.take_rest(&mut ahead, progress)
    }

    fn take_while_full(&mut self, ahead: &mut UnderWay, progress: &Progress) -> Result<(), Error> {
        while ahead.is_full()
            && let Some(found) = ahead.next()
        {
            self.take_all(found?, progress)?;
        }
        Ok(())
    }

    fn take_rest(&mut self, ahead: &mut UnderWay, progress: &Progress) -> Result<(), Error> {
        while let Some(found) = ahead.next() {
            self.take_all(found?, progress)?;
        }
        Ok(())
    }

    fn take_all(&mut self, found: Vec<Found>, progress: &Progress) -> Result<(), Error> {
        for one in found {
            progress.advance(0)?;
            match one {
                Found::Unit(name) => self.files.begin(name),
                Found::Session(prepared) => {
                    progress.tally(Tally::Events, prepared.events as u64);
                    self.session(*prepared)?;
                    progress.tally(Tally::Sessions, 1);
                }
                Found::Known { session, file } => {
                    self.report.read += 1;
                    self.came_in(Outcome::AlreadyThere);
                    self.report.sessions.push(SessionRead::there(session, file));
                    progress.tally(Tally::Sessions, 1);
                }
                Found::Item(item) => {
                    progress.tally(Tally::SetAside, u64::from(matches!(*item, Item::SetAside(_))));
                    self.item(*item)?;
                }
            }
        }
        Ok(())
    }

    fn item(&mut self, item: Item) -> Result<(), Error> {
        match item {
            Item::Recording(_) => {} // prepared before it comes here
            Item::Table(table) => self.table(table)?,
            Item::Manifest(manifest) => {
                self.files.kind("description of a bundle");
                self.manifest(*manifest)?;
            }
            Item::Screenshot(spec, bytes) => {
                self.files.kind("page screenshot");
                pictures::screenshot(&mut self.library.db, &spec, &bytes)?;
                self.report.screenshots += 1;
            }
            Item::Asset { url, bytes } => {
                self.files.kind("file of the site");
                pictures::asset(&mut self.library.db, &url, &bytes)?;
                self.report.assets += 1;
            }
            Item::Unknown(table) => self.unknown(&table)?,
            Item::Taken(taken) => self.files.taken(taken),
            Item::SetAside(aside) => {
                self.files.set_aside();
                self.report.set_aside.push(aside);
            }
        }
        Ok(())
    }

    /// What the manifest tells goes before what was known of the site.
    fn manifest(&mut self, manifest: Manifest) -> Result<(), Error> {
        let mut site = self.library.site()?;
        let told = |text: String| Some(text).filter(|text| !text.is_empty());
        site.name = told(manifest.site.name).or(site.name);
        site.origin = told(manifest.site.origin).or(site.origin);
        site.timezone = manifest.timezone.or(site.timezone);
        site.currency = manifest.currency.or(site.currency);
        if !manifest.stages.is_empty() {
            site.stages = manifest.stages;
        }
        if !manifest.pages.is_empty() {
            site.pages = manifest.pages;
        }
        self.library.put_site(&site)?;
        self.join_all |= self.currency != site.currency;
        (self.means.rules, self.currency, self.timezone) =
            (self.library.rules()?, site.currency, site.timezone);
        Ok(())
    }

    fn session(&mut self, mut prepared: Prepared) -> Result<(), Error> {
        self.report.read += 1;
        let (id, there) = place::place(&mut self.library.db, &prepared)?;
        if id != prepared.id && there == There::No {
            self.report.renamed.push(Renamed {
                file: prepared.derived.file.clone(),
                id: prepared.id.clone(),
                kept_as: id.clone(),
            });
        }
        prepared.warnings.iter_mut().for_each(|warning| warning.session.clone_from(&id));
        prepared.jumps.iter_mut().for_each(|jump| jump.session.clone_from(&id));
        self.gaps_of(&prepared.derived);
        self.files.kind(&format!("recordings ({})", prepared.derived.format));
        self.report.warnings.append(&mut prepared.warnings);
        self.report.clock_jumps.append(&mut prepared.jumps);
        let outcome = there.outcome();
        if let There::Part(events, count) = there {
            prepared = self.together(&id, prepared, (&events, count))?;
        }
        self.came_in(outcome);
        self.report.sessions.push(SessionRead {
            outcome,
            events: prepared.events as u64,
            mended: prepared.mended,
            ..SessionRead::there(id.clone(), prepared.derived.file.clone())
        });
        if outcome == Outcome::AlreadyThere {
            return Ok(());
        }
        self.report.events += prepared.events as u64;
        self.library.still_there()?;
        let change = self.library.db.transaction().doing("begin to write a session")?;
        let key = write::put(&change, &id, &prepared.derived, &mut self.met, self.currency.as_deref())?;
        write::put_recording(&change, key, &prepared.packed)?;
        let told = fidelity::put(&change, key, &prepared.derived.needs, &mut self.wanted)?;
        if let Some(read) = self.report.sessions.last_mut() {
            read.lacks = Lack::all(&told);
        }
        self.sides.session(key);
        change.commit().doing("write a session")?;
        self.means.kept.note(&prepared.packed.long);
        Ok(())
    }

    /// Says how truly each session can be shown, now that all files are in.
    fn fidelity(&mut self) -> Result<(), Error> {
        for read in &mut self.report.sessions {
            if self.report.assets > 0 && read.outcome != Outcome::AlreadyThere {
                read.lacks =
                    self.library.fidelity(&read.session)?.as_ref().map(Lack::all).unwrap_or_default();
            }
            read.fidelity = fidelity::stored(&self.library.db, &read.session)?;
            for lack in &read.lacks {
                *self.gaps.entry(lack.loss.label()).or_default() += 1;
            }
        }
        Ok(())
    }

    fn came_in(&mut self, outcome: Outcome) {
        self.files.recording(outcome);
        *match outcome {
            Outcome::New => &mut self.report.new,
            Outcome::Longer => &mut self.report.longer,
            Outcome::AlreadyThere => &mut self.report.already_there,
        } += 1;
    }

    fn gaps_of(&mut self, derived: &Derived) {
        if derived.facts.errors.is_none() {
            *self.gaps.entry("script errors were not recorded: error signals are not known").or_default() +=
                1;
        }
        if derived.facts.viewport.is_none() {
            *self.gaps.entry("no viewport was recorded: device class is a guess").or_default() += 1;
        }
    }

    fn finish(mut self) -> Result<ImportReport, Error> {
        if self.report.assets > 0 {
            fidelity::again(&mut self.library.db)?;
        }
        self.join()?;
        self.fidelity()?;
        let gaps = self.gaps.iter();
        self.report.fidelity_gaps =
            gaps.map(|(gap, &sessions)| FidelityGap { gap: (*gap).to_owned(), sessions }).collect();
        self.report.files_read = self.files.finish();
        self.library.sweep_texts()?;
        self.library.keep_columns()?;
        self.library.settle()?;
        Ok(self.report)
    }
}
