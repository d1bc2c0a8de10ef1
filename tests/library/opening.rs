//! Who may open a library, and what is no library.

use super::{bundle, ids, import, open, write};
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use wherefore::job::Progress;
use wherefore::library::{Error, Library, Order, Segment};

#[test]
fn a_second_instance_can_only_read_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = open(folder.path());
    let mut second = open(folder.path());
    assert!(!first.read_only() && second.read_only());
    import(&mut first, &[bundle(folder.path())]);
    assert_eq!(ids(&second, "").len(), 3, "it sees what the first one writes");
    for refused in [
        second.set_watched("s-1", true),
        second.put_setting("a", "b"),
        second.import(&[bundle(folder.path())], &Progress::default()).map(|_| ()),
    ] {
        assert!(matches!(refused, Err(Error::ReadOnly { .. })), "{refused:?}");
    }
    let reader = first.reader().unwrap();
    assert!(reader.read_only());
    let writer = first.another().unwrap();
    writer.add_tag("s-1", "from afar").unwrap();
    drop(first);
    assert!(open(folder.path()).read_only(), "the other connection still holds the lock");
    drop(writer);
    assert!(!open(folder.path()).read_only());
}

#[track_caller]
fn refused(path: &Path, says: &str) {
    let before = fs::read(path).ok();
    for result in [Library::open(path), Library::open_read_only(path)] {
        let error = result.expect_err("this is no library of ours");
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(fs::read(path).ok(), before, "nothing was changed");
}

#[test]
fn what_is_no_library_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    refused(&write(folder.path(), "text.wherefore", &"no library ".repeat(100)), "damaged");
    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE theirs(x)").unwrap();
    refused(&foreign, "another program");

    let path = folder.path().join("shop.wherefore");
    import(&mut Library::open(&path).unwrap(), &[bundle(folder.path())]);
    let bytes = fs::read(&path).unwrap();
    let cut = folder.path().join("cut.wherefore");
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    refused(&cut, "damaged");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    refused(&path, "newer Wherefore");
    refused(&folder.path().join("no/such/folder.wherefore"), "no such file");
}

#[test]
fn a_damaged_page_is_found_by_the_check_and_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.wherefore");
    import(&mut Library::open(&path).unwrap(), &[bundle(folder.path())]);
    let mut bytes = fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(4096 * 2).step_by(97) {
        *byte ^= 0x5a;
    }
    fs::write(&path, bytes).unwrap();
    if let Ok(library) = Library::open(&path) {
        assert!(library.check().map_or(true, |complaints| !complaints.is_empty()));
        drop(library.sessions(&Segment::default(), Order::default())); // an error or not, but no panic
        drop(library.facts("s-1"));
    }
}

#[test]
fn a_protected_library_is_opened_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.wherefore");
    import(&mut Library::open(&path).unwrap(), &[bundle(folder.path())]);
    let mut protected = fs::metadata(&path).unwrap().permissions();
    protected.set_readonly(true);
    fs::set_permissions(&path, protected).unwrap();
    let library = Library::open(&path).unwrap();
    assert!(library.read_only());
    assert_eq!(ids(&library, "").len(), 3);
}
