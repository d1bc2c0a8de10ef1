//! The part of an import that needs no database: reading, decoding, deriving, compressing. Runs in
//! parallel; what it gives has the order of the files.

use super::super::apart;
use super::super::write::{Derived, Packed};
use super::report::{self, ClockJump, SessionWarning};
use crate::event::EventKind;
use crate::facts::{Rules, derive, needs, texts};
use crate::format::{Item, Mended, RawRecording, SetAside, Unit, decode};
use crate::job::{Cancelled, Progress};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

/// Warnings of one recording that a report lists; the rest are counted.
const MOST_WARNINGS: usize = 20;
/// Recordings of one file are worked on together up to this many bytes.
pub(super) const BATCH_BYTES: usize = 4 << 20;
/// …or items.
const BATCH_ITEMS: usize = 512;

/// How hard is compressed: the next levels gain a few in a hundred and cost twice the time.
const LEVEL: i32 = 3;

/// A recording, ready to be written.
pub(super) struct Prepared {
    /// The id that the file names; else one made from the file's name or the first event.
    pub(super) id: String,
    /// Whether the file names it.
    pub(super) named: bool,
    pub(super) derived: Derived,
    pub(super) packed: Packed,
    pub(super) warnings: Vec<SessionWarning>,
    /// What was mended in the order of its events.
    pub(super) mended: Mended,
    /// How many events were understood.
    pub(super) events: usize,
    /// Leaps of its clock.
    pub(super) jumps: Vec<ClockJump>,
}

/// One thing for the writer.
pub(super) enum Found {
    /// What follows is of the file of this name.
    Unit(String),
    Session(Box<Prepared>),
    /// A recording that is in the library to the last byte, under this id.
    Known {
        session: String,
        file: String,
    },
    Item(Box<Item>),
}

/// What reading depends on.
pub(super) struct Means {
    pub(super) rules: Rules,
    /// The hash of every recording that was there before, with the ids it has.
    pub(super) known: BTreeMap<String, Vec<String>>,
    /// The long texts that were written in this run: they need not be compressed again.
    pub(super) kept: Arc<apart::Kept>,
}

impl Means {
    /// The id under which a recording is there already. What names another id is another session.
    fn knows(&self, whole: &str, named: Option<&str>) -> Option<&String> {
        let ids = self.known.get(whole)?;
        ids.iter().find(|known| named.is_none_or(|id| id == known.as_str()))
    }
}

/// Reads one file; what the system refuses is set aside.
pub(super) fn read(unit: &Unit, means: &Means, progress: &Progress) -> Result<Vec<Found>, Cancelled> {
    let mut found = vec![Found::Unit(unit.name())];
    in_batches(unit, progress, &mut |items| {
        found.append(&mut prepare_all(items, means, progress)?);
        Ok(())
    })?;
    Ok(found)
}

/// Reads one file and gives what is in it batch by batch, so that a large file is never in memory
/// whole. When `give` fails, reading ends too.
///
/// # Errors
/// What `give` said first, or [`Cancelled`].
pub(super) fn in_batches<E: From<Cancelled>>(
    unit: &Unit,
    progress: &Progress,
    give: &mut dyn FnMut(Vec<Item>) -> Result<(), E>,
) -> Result<(), E> {
    let (mut batch, mut bytes, mut given) = (Vec::new(), 0, Ok(()));
    let result = unit.read(progress, &mut |item| {
        if given.is_err() {
            return;
        }
        if let Item::Recording(raw) = &item {
            bytes += raw.events.len();
        }
        batch.push(item);
        if bytes >= BATCH_BYTES || batch.len() >= BATCH_ITEMS {
            bytes = 0;
            given = give(std::mem::take(&mut batch));
            if given.is_err() {
                progress.cancel();
            }
        }
    });
    given?;
    if let Err(error) = result {
        if matches!(error, crate::format::Error::Cancelled) {
            return Err(Cancelled.into());
        }
        let aside = SetAside { path: unit.name(), place: String::new(), why: error.to_string() };
        batch.push(Item::SetAside(aside));
    }
    give(batch)
}

/// Prepares items side by side, in their order.
///
/// # Errors
/// [`Cancelled`], as soon as nobody wants the result any more.
pub(super) fn prepare_all(
    items: Vec<Item>,
    means: &Means,
    progress: &Progress,
) -> Result<Vec<Found>, Cancelled> {
    let prepare_one = |item: Item| {
        progress.advance(0)?;
        Ok(match item {
            Item::Recording(raw) => prepare(raw, means),
            item => Found::Item(Box::new(item)),
        })
    };
    items.into_par_iter().map(prepare_one).collect()
}

fn prepare(raw: RawRecording, means: &Means) -> Found {
    let id = raw.id.as_deref().map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
    let whole = whole(&raw.events);
    if let Some(known) = means.knows(&whole, id.as_deref()) {
        return Found::Known { session: known.clone(), file: raw.file };
    }
    let packed = pack(&raw.events, raw.count, whole, &means.kept);
    let named = id.is_some();
    let id = id.or_else(|| stem(&raw.file)).unwrap_or_else(|| packed.first.chars().take(12).collect());
    let decoded = decode(&raw.events);
    if decoded.events.is_empty() {
        let why = "not one of its events could be understood; is it an rrweb recording?".to_owned();
        return Found::Item(Box::new(Item::SetAside(SetAside { path: raw.file, place: String::new(), why })));
    }
    let mut warnings: Vec<SessionWarning> = decoded
        .warnings
        .iter()
        .take(MOST_WARNINGS)
        .map(|warning| SessionWarning {
            session: id.clone(),
            file: raw.file.clone(),
            place: format!("event {}", warning.event),
            why: warning.why.clone(),
        })
        .collect();
    if decoded.warnings.len() > MOST_WARNINGS {
        warnings.push(SessionWarning {
            session: id.clone(),
            file: raw.file.clone(),
            place: String::new(),
            why: format!("{} more events could not be used whole", decoded.warnings.len() - MOST_WARNINGS),
        });
    }
    let jumps = report::clock_jumps(&decoded.events, &id, &raw.file);
    let (mended, events) = (raw.mended, decoded.events.len());
    let derived = derived(
        &decoded,
        &means.rules,
        Derived {
            file: raw.file,
            format: raw.format.name().to_owned(),
            properties: raw.properties,
            ..Derived::default()
        },
    );
    Found::Session(Box::new(Prepared { id, named, derived, packed, warnings, mended, events, jumps }))
}

/// A file's name without its endings, by which side tables call a session whose recording has no
/// id. `None` where that is no fit name.
fn stem(file: &str) -> Option<String> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let ends = [".gz", ".zst", ".br", ".json", ".ndjson", ".jsonl", ".txt", ".rrweb"];
    let stem = ends.iter().fold(name, |name, end| name.strip_suffix(end).unwrap_or(name));
    let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (stem.chars().all(fit) && (1..=64).contains(&stem.len())).then(|| stem.to_owned())
}

/// Derives a recording under `rules`; `known` has what does not come from its events.
pub(super) fn derived(decoded: &crate::format::Decoded, rules: &Rules, mut known: Derived) -> Derived {
    super::identity::add(&decoded.events, &mut known.properties);
    let facts = derive(&decoded.events, rules);
    let snapshot = decoded.events.iter().find(|event| matches!(event.kind, EventKind::Snapshot(_)));
    Derived {
        started_ms: decoded.started_at_ms,
        packed_facts: squeeze(&serde_json::to_vec(&facts).unwrap_or_default()),
        drawn_from: snapshot.map(|event| event.at),
        needs: needs(&decoded.events),
        texts: texts(&decoded.events),
        rules: fingerprint(rules),
        facts,
        ..known
    }
}

/// Tells rules apart, so that sessions derived under others are found.
pub(super) fn fingerprint(rules: &Rules) -> String {
    hash(&serde_json::to_vec(rules).unwrap_or_default())
}

/// A part of a session with the events of all its parts, which `known` tells of.
pub(super) fn together(
    part: Prepared,
    (events, count): (&[u8], usize),
    known: Derived,
    means: (&Rules, &apart::Kept),
) -> Prepared {
    let decoded = decode(events);
    let jumps = report::clock_jumps(&decoded.events, &part.id, &known.file);
    let packed = pack(events, count, whole(events), means.1);
    let (derived, events) = (derived(&decoded, means.0, known), decoded.events.len());
    Prepared { derived, packed, events, jumps, ..part }
}

fn pack(events: &[u8], count: usize, whole: String, kept: &apart::Kept) -> Packed {
    let first = hash(events.split(|&byte| byte == b'\n').next().unwrap_or_default());
    let Some(apart) = apart::take_apart(events) else {
        return Packed { first, whole, count, events: squeeze(events), long: Vec::new() };
    };
    let mut long = Vec::new();
    let mut seen = BTreeSet::new();
    for (hash, text) in apart.long {
        if seen.insert(hash) && !kept.has(&hash) {
            long.push((hash, squeeze(text)));
        }
    }
    Packed { first, whole, count, events: squeeze(&apart.rest), long }
}

/// What tells a whole recording from every other: a BLAKE3 hash, hex. Of all that is hashed in an
/// import this is nearly everything, and where the processor has no instructions for SHA-256 that
/// takes as long as reading JSON.
fn whole(events: &[u8]) -> String {
    blake3::hash(events).to_hex().to_string()
}

/// Whether a recording is the one that `told` tells from others; libraries made before have shorter
/// hashes.
pub(in super::super) fn is_whole(events: &[u8], told: &str) -> bool {
    told == if told.len() == 2 * blake3::OUT_LEN { whole(events) } else { hash(events) }
}

/// The beginning of a SHA-256, hex.
fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(16).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes any text");
        text
    })
}

thread_local! {
    /// Kept by each thread: making its tables anew costs as much as compressing a small recording.
    static PRESS: RefCell<zstd::bulk::Compressor<'static>> =
        RefCell::new(zstd::bulk::Compressor::new(LEVEL).expect("the level is one there is"));
}

fn squeeze(bytes: &[u8]) -> Vec<u8> {
    PRESS.with_borrow_mut(|press| press.compress(bytes)).expect("memory takes any amount of bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_is_told_by_its_hash_of_any_version() {
        // Both from outside: `printf abc | sha256sum`, `printf abc | b3sum`.
        let sha = "ba7816bf8f01cfea414140de5dae2223";
        let blake = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85";
        assert_eq!((hash(b"abc").as_str(), whole(b"abc").as_str()), (sha, blake));
        for told in [sha, blake] {
            assert!(is_whole(b"abc", told) && !is_whole(b"abd", told), "{told}");
        }
    }
}
