//! Files that were damaged, cut off, emptied, taken away: nothing is lost silently, and what can be
//! mended is mended.

use super::{BEGIN, HOUR, bundle, difference, dump, ids, import, open, recording, write};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use wherefore::job::Progress;
use wherefore::library::{Error, Library, Order, Segment};

fn examine(library: &Library) -> Vec<String> {
    library.examine(&Progress::default()).unwrap()
}

/// A closed library with a dozen sessions, a tag, and its dump.
fn sound(folder: &Path) -> (PathBuf, String) {
    let path = folder.join("shop.wherefore");
    let mut library = Library::open(&path).unwrap();
    import(&mut library, &[bundle(folder)]);
    let more: Vec<PathBuf> = (0..9_i64)
        .map(|n| write(folder, &format!("more/m-{n}.json"), &recording(BEGIN + (n + 5) * HOUR, 60)))
        .collect();
    import(&mut library, &more);
    library.add_tag("s-1", "mine").unwrap();
    assert_eq!(examine(&library), [""; 0]);
    let text = dump(&library);
    (path, text)
}

#[test]
fn an_empty_file_is_no_empty_library() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "empty.wherefore", "");
    for result in [Library::open(&path), Library::open_read_only(&path)] {
        let error = result.expect_err("it was cut off");
        assert!(matches!(error, Error::Damaged { .. }) && error.to_string().contains("empty"), "{error}");
    }
    assert_eq!(fs::metadata(&path).unwrap().len(), 0, "it is left as it was");
}

#[test]
fn a_log_without_its_library_is_not_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "gone.wherefore-wal", "changes");
    let error = Library::open(&folder.path().join("gone.wherefore")).expect_err("the file is missing");
    assert!(error.to_string().contains("put the file back"), "{error}");
    assert!(!folder.path().join("gone.wherefore").exists());
}

#[test]
fn a_library_that_was_begun_and_not_made_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "shop.wherefore-new", "half a library");
    let mut library = open(folder.path());
    import(&mut library, &[bundle(folder.path())]);
    assert_eq!(ids(&library, "").len(), 3);
    assert!(!folder.path().join("shop.wherefore-new").exists());
}

#[test]
fn a_library_on_a_drive_that_vanished_says_so_and_keeps_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let (drive, away) = (folder.path().join("drive"), folder.path().join("away"));
    fs::create_dir(&drive).unwrap();
    let mut library = open(&drive);
    import(&mut library, &[bundle(folder.path())]);
    fs::rename(&drive, &away).unwrap();
    let extra = write(folder.path(), "extra.json", &recording(BEGIN + 9 * HOUR, 1));
    let refused = [
        library.import(&[extra], &Progress::default()).map(|_| ()),
        library.set_watched("s-1", true),
        library.add_tag("s-1", "lost"),
        library.put_setting("a", "b"),
    ];
    for result in refused {
        let error = result.expect_err("nobody could find what is written now");
        assert!(matches!(error, Error::Gone { .. }), "{error}");
        assert!(error.to_string().contains("shop.wherefore") && error.to_string().contains("put it back"));
    }
    drop(library);
    let library = open(&away);
    assert_eq!((ids(&library, "").len(), examine(&library)), (3, Vec::new()));
}

#[test]
fn a_folder_that_cannot_be_written_to_is_read_only() {
    let folder = tempfile::tempdir().unwrap();
    let (path, text) = sound(folder.path());
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::copy(&path, locked.join("shop.wherefore")).unwrap();
    let mut protected = fs::metadata(&locked).unwrap().permissions();
    let before = protected.clone();
    protected.set_readonly(true);
    fs::set_permissions(&locked, protected).unwrap();
    if fs::write(locked.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    let mut library = Library::open(&locked.join("shop.wherefore")).unwrap();
    assert!(library.read_only());
    assert_eq!(difference(&dump(&library), &text), None);
    let error = library.import(&[bundle(folder.path())], &Progress::default()).unwrap_err();
    assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
    let error = Library::open(&locked.join("new.wherefore")).unwrap_err();
    assert!(error.to_string().contains("none can be made there"), "{error}");
    fs::set_permissions(&locked, before).unwrap();
}

#[test]
fn a_lost_log_of_changes_is_told_until_it_was_seen_to() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = sound(folder.path());
    let library = Library::open(&path).unwrap();
    library.add_tag("s-2", "in the log").unwrap();
    // As a crash leaves it, but for the log.
    let copy = folder.path().join("copy.wherefore");
    fs::copy(&path, &copy).unwrap();
    fs::copy(folder.path().join("shop.wherefore-shm"), folder.path().join("copy.wherefore-shm")).unwrap();
    let copied = Library::open(&copy).unwrap();
    let told = examine(&copied);
    assert!(told.len() == 1 && told[0].contains("log of changes"), "{told:?}");
    assert_eq!(ids(&copied, "").len(), 12, "what was folded in is there");
    drop(copied);
    let (mended, repair) = Library::open(&copy).unwrap().repair(&Progress::default()).unwrap();
    assert_eq!((examine(&mended), repair.lost), (Vec::new(), Vec::new()));
    assert_eq!(examine(&library), [""; 0], "a log that is there is no complaint");
}

#[test]
fn half_sessions_are_taken_out_named_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let (path, text) = sound(folder.path());
    let harm = Connection::open(&path).unwrap();
    harm.execute_batch(
        "DELETE FROM recordings WHERE session = (SELECT key FROM sessions WHERE id = 's-3');
         UPDATE recordings SET events = zeroblob(40) WHERE session = (SELECT key FROM sessions WHERE id = 'm-4');
         UPDATE facts SET data = zeroblob(40) WHERE session = (SELECT key FROM sessions WHERE id = 'm-7');",
    )
    .unwrap();
    drop(harm);
    let library = Library::open(&path).unwrap();
    let told = examine(&library).join("\n");
    for id in ["s-3", "m-4", "m-7"] {
        assert!(told.contains(id), "{id}: {told}");
    }
    let (mut library, repair) = library.repair(&Progress::default()).unwrap();
    assert_eq!(examine(&library), [""; 0]);
    let lost: Vec<_> = repair.lost.iter().map(|lost| (lost.session.as_str(), lost.file.as_str())).collect();
    assert_eq!(lost, [("s-3", "s-3.json"), ("m-4", "m-4.json")]);
    assert!(repair.kept_at.unwrap().is_file());
    assert_eq!(ids(&library, "").len(), 10);
    import(&mut library, &[folder.path().join("bundle"), folder.path().join("more/m-4.json")]);
    assert_eq!(difference(&sorted(&dump(&library)), &sorted(&text)), None);
}

/// The lines of a dump whose order depends on when a session came in are put in one order.
fn sorted(dump: &str) -> String {
    let mut lines: Vec<&str> = dump.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Bytes are turned over at many places: the library is refused as it is, or sound, or mended so that
/// every session is whole or named as lost, and the damaged file is kept.
#[test]
fn turned_bytes_are_found_and_mended_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let (path, _) = sound(folder.path());
    let whole = Library::open(&path).unwrap();
    let known = |id: &str| whole.raw_events(id).unwrap();
    let bytes = fs::read(&path).unwrap();
    let (mut mended, mut refused, mut unharmed) = (0, 0, 0);
    for round in 0..60_u64 {
        let mut dice = Dice(round);
        let mut harmed = bytes.clone();
        // One round in ten harms the first page too, where the file says what it is.
        let from = if round % 10 == 0 { 0 } else { 4096 };
        for _ in 0..=dice.below(24) {
            let at = from + dice.below(bytes.len() - from);
            let run = if round % 3 == 0 { 512 } else { 1 };
            harmed.iter_mut().skip(at).take(run).for_each(|byte| *byte ^= 0xa5);
        }
        let place = folder.path().join(format!("round-{round}"));
        fs::create_dir(&place).unwrap();
        let path = place.join("harmed.wherefore");
        fs::write(&path, &harmed).unwrap();
        let Ok(library) = Library::open(&path) else {
            refused += 1;
            continue;
        };
        if library.examine(&Progress::default()).is_ok_and(|told| told.is_empty()) {
            unharmed += 1;
            check_sessions(&library, &known, &ids(&whole, ""));
            continue;
        }
        match library.repair(&Progress::default()) {
            Ok((library, repair)) => {
                mended += 1;
                assert_eq!(examine(&library), [""; 0], "round {round}");
                let lost: Vec<String> = repair.lost.iter().map(|lost| lost.session.clone()).collect();
                let left: Vec<String> = ids(&library, "");
                check_sessions(&library, &known, &left);
                for id in ids(&whole, "") {
                    assert!(
                        left.contains(&id) || !lost.is_empty(),
                        "round {round}: {id} vanished silently; {left:?}, {:?}",
                        repair.done
                    );
                }
                assert_eq!(fs::read(repair.kept_at.unwrap()).unwrap().len(), harmed.len());
            }
            Err(error) => {
                refused += 1;
                assert!(error.to_string().len() > 20, "{error}");
            }
        }
    }
    println!("{mended} mended, {refused} refused, {unharmed} unharmed");
    assert!(mended >= 20, "{mended} mended, {refused} refused, {unharmed} unharmed");
}

#[track_caller]
fn check_sessions(library: &Library, known: &dyn Fn(&str) -> Vec<u8>, ids: &[String]) {
    let listed = library.sessions(&Segment::default(), Order::default()).unwrap();
    assert_eq!(listed.len(), ids.len());
    for id in ids {
        assert!(library.raw_events(id).unwrap() == known(id), "{id} is not what was imported");
        library.facts(id).unwrap();
    }
}
