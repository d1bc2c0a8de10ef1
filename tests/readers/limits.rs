//! There is a limit to everything, and to patience.

use super::*;
use wherefore::format::limits::{MAX_ENTRIES, MAX_FOLDER_DEPTH, MAX_NAMED_PARTS, MAX_WHOLE_BYTES};

#[test]
fn there_is_a_limit_to_everything() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let check = |path: PathBuf, count: usize, part: &str| {
        let items = read(&[path]);
        let set_aside = describe(&items, root);
        assert_eq!(items.len(), count, "{set_aside}");
        assert!(set_aside.contains(part), "{set_aside}");
    };

    let deep = (0..MAX_FOLDER_DEPTH + 2).fold(root.join("deep"), |path, _| path.join("d"));
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("a.json"), array()).unwrap();
    check(root.join("deep"), 1, "Folders inside each other are read to 32 levels.");

    let huge = fs::File::create(root.join("huge.json")).unwrap();
    huge.set_len(MAX_WHOLE_BYTES + 1).unwrap();
    check(root.join("huge.json"), 1, "larger than 256 MB");

    fs::write(root.join("many.json"), format!("[{}1]", "1,".repeat(MAX_NAMED_PARTS + 9))).unwrap();
    check(root.join("many.json"), MAX_NAMED_PARTS + 1, "11 more parts of this file were set aside.");

    let mut zip = zip::ZipWriter::new(fs::File::create(root.join("many.zip")).unwrap());
    for number in 0..=MAX_ENTRIES {
        zip.start_file(format!("{number}.png"), zip::write::SimpleFileOptions::default()).unwrap();
    }
    zip.finish().unwrap();
    check(root.join("many.zip"), 1, "Only the first 100000 entries were read.");
}

#[test]
fn a_cancelled_read_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::write(&path, array()).unwrap();
    let progress = Progress::default();
    let listing = list(&[path], &progress);
    progress.cancel();
    let error = listing.units[0].read(&progress, &mut |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "reading was cancelled");
}
