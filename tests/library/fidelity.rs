//! What sessions are shown without, and how that changes when files of the site come in.

use super::{BEGIN, HOUR, difference, dump, import, open, write};
use std::path::{Path, PathBuf};
use wherefore::facts::Loss;
use wherefore::library::{Claimed, Library};

/// A page with a linked sheet, two images and a font that it does not hold.
fn page(folder: &Path, name: &str, start: i64) -> PathBuf {
    let css = "@font-face{font-family:Shop;src:url(https://s.example/f.woff2)}";
    let text = format!(
        r#"[{{"type":4,"data":{{"href":"https://s.example/a","width":100,"height":100}},"timestamp":{start}}},
{{"type":2,"data":{{"node":{{"type":0,"id":1,"childNodes":[{{"type":2,"id":2,"tagName":"html","attributes":{{}},"childNodes":[
{{"type":2,"id":3,"tagName":"link","attributes":{{"rel":"stylesheet","href":"https://s.example/a.css?v=3"}},"childNodes":[]}},
{{"type":2,"id":4,"tagName":"link","attributes":{{"rel":"stylesheet","href":"https://s.example/b.css","_cssText":"{css}"}},"childNodes":[]}},
{{"type":2,"id":5,"tagName":"img","attributes":{{"src":"/one.png"}},"childNodes":[]}},
{{"type":2,"id":6,"tagName":"img","attributes":{{"src":"data:image/gif;base64,AA"}},"childNodes":[]}},
{{"type":2,"id":7,"tagName":"img","attributes":{{"src":"/pixel.gif","width":"1"}},"childNodes":[]}},
{{"type":2,"id":11,"tagName":"img","attributes":{{"src":"/held.png","rr_dataURL":"data:image/png;base64,AA"}},"childNodes":[]}},
{{"type":2,"id":12,"tagName":"img","attributes":{{"src":"/later.png"}},"childNodes":[]}},
{{"type":2,"id":8,"tagName":"iframe","attributes":{{"rr_src":"https://pay.example/"}},"childNodes":[]}},
{{"type":2,"id":9,"tagName":"div","attributes":{{"class":"x","rr_width":"50px","rr_height":"100px"}},"childNodes":[]}},
{{"type":3,"id":10,"textContent":"***** **"}}
]}}]}},"initialOffset":{{"top":0,"left":0}}}},"timestamp":{}}},
{{"type":3,"data":{{"source":0,"adds":[],"removes":[],"texts":[],"attributes":[{{"id":12,"attributes":{{"rr_dataURL":"data:image/png;base64,AB"}}}}]}},"timestamp":{}}}]"#,
        start + 10,
        start + 20
    );
    write(folder, name, &text)
}

fn har(folder: &Path, urls: &[&str]) -> PathBuf {
    let entry = |url: &&str| {
        format!(
            r#"{{"request":{{"method":"GET","url":"{url}"}},"response":{{"status":200,"content":{{"mimeType":"text/css","text":"a{{}}"}}}}}}"#
        )
    };
    let entries: Vec<String> = urls.iter().map(entry).collect();
    write(folder, "site.har", &format!(r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#, entries.join(",")))
}

fn losses(library: &Library, id: &str) -> Vec<(Loss, u32, u32)> {
    let told = library.fidelity(id).unwrap().unwrap();
    let mut all: Vec<_> = told.gaps.iter().map(|gap| (gap.loss, gap.missing, gap.of)).collect();
    all.sort_unstable();
    all
}

fn figure(library: &Library, id: &str) -> f64 {
    let figure = library.session(id).unwrap().unwrap().fidelity.unwrap();
    assert!((figure - library.fidelity(id).unwrap().unwrap().figure).abs() < 1e-12, "list and details agree");
    figure
}

#[test]
fn what_is_missing_is_named_and_weighed() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let report = import(&mut library, &[page(folder.path(), "a.json", BEGIN)]);
    assert_eq!(
        losses(&library, "a"),
        [
            (Loss::StyleSheets, 1, 1),
            (Loss::Blocked, 1, 1),
            (Loss::Frames, 1, 1),
            (Loss::Images, 1, 1),
            (Loss::Fonts, 1, 1),
            (Loss::Masked, 1, 1)
        ]
    );
    // Half of the sheets, half of the viewport, the frame, one of four images, the font.
    let cost = 0.5 * 0.5 + 0.3 * 0.5 + 0.15 + 0.2 * 0.25 + 0.05;
    assert!((figure(&library, "a") - (1.0 - cost)).abs() < 1e-9, "{}", figure(&library, "a"));
    assert_eq!(report.sessions[0].fidelity, Some(figure(&library, "a")));
    assert_eq!(report.sessions[0].lacks.len(), 6);
    let gaps: Vec<_> = report.fidelity_gaps.iter().map(|gap| (gap.gap.as_str(), gap.sessions)).collect();
    assert!(gaps.contains(&("elements blocked by the recorder, shown as boxes", 1)), "{gaps:?}");
}

#[test]
fn files_that_come_later_count_as_those_that_came_before() {
    let folder = tempfile::tempdir().unwrap();
    let recordings = [page(folder.path(), "a.json", BEGIN), page(folder.path(), "b.json", BEGIN + HOUR)];
    let har = har(folder.path(), &["https://s.example/a.css", "https://s.example/one.png"]);
    let mut later = open(folder.path());
    import(&mut later, &recordings);
    let before = figure(&later, "a");
    let report = import(&mut later, std::slice::from_ref(&har));
    assert_eq!(report.assets, 2, "{report:?}");
    let after = figure(&later, "a");
    assert!((after - before - (0.25 + 0.05)).abs() < 1e-9, "from {before} to {after}");
    assert!(losses(&later, "b").iter().all(|(loss, ..)| !matches!(loss, Loss::StyleSheets | Loss::Images)));

    let mut first = Library::open(&folder.path().join("first.wherefore")).unwrap();
    import(&mut first, std::slice::from_ref(&har));
    import(&mut first, &recordings);
    assert_eq!(difference(&dump(&later), &dump(&first)), None);
    let mut at_once = Library::open(&folder.path().join("once.wherefore")).unwrap();
    let report = import(&mut at_once, &[recordings[0].clone(), har, recordings[1].clone()]);
    assert_eq!(difference(&dump(&later), &dump(&at_once)), None);
    for read in &report.sessions {
        assert_eq!(read.fidelity, Some(after), "the report tells it with all files in");
        assert!(read.lacks.iter().all(|lack| lack.loss != Loss::StyleSheets), "{read:?}");
    }
}

#[test]
fn page_changes_without_a_snapshot_and_late_ones_are_losses() {
    let folder = tempfile::tempdir().unwrap();
    let meta = |at: i64, page: &str| {
        format!(
            r#"{{"type":4,"data":{{"href":"https://s.example/{page}","width":100,"height":100}},"timestamp":{at}}}"#
        )
    };
    let snapshot = |at: i64| {
        format!(
            r#"{{"type":2,"data":{{"node":{{"type":0,"id":1,"childNodes":[{{"type":2,"id":2,"tagName":"html","attributes":{{}},"childNodes":[]}}]}},"initialOffset":{{"top":0,"left":0}}}},"timestamp":{at}}}"#
        )
    };
    let change = |at: i64| {
        format!(
            r#"{{"type":3,"data":{{"source":0,"adds":[],"removes":[],"texts":[],"attributes":[{{"id":2,"attributes":{{"class":"a"}}}}]}},"timestamp":{at}}}"#
        )
    };
    let events = [
        meta(BEGIN, "a"),
        change(BEGIN + 1),
        snapshot(BEGIN + 10_000),
        meta(BEGIN + 12_000, "b"),
        change(BEGIN + 13_000),
        meta(BEGIN + 14_000, "b#part"),
        snapshot(BEGIN + 15_000),
        meta(BEGIN + 16_000, "c"),
        change(BEGIN + 20_000),
    ];
    let mut library = open(folder.path());
    let file = write(folder.path(), "late.json", &format!("[{}]", events.join(",")));
    let none = write(folder.path(), "none.json", &format!("[{},{}]", meta(BEGIN, "a"), change(BEGIN + 5)));
    import(&mut library, &[file, none]);
    assert_eq!(losses(&library, "late"), [(Loss::Beginning, 1, 1), (Loss::PageChanges, 1, 3)]);
    assert!((figure(&library, "late") - (1.0 - 0.5 / 3.0 - 0.3 * 0.5)).abs() < 1e-9);
    assert_eq!(losses(&library, "none")[0], (Loss::NoSnapshot, 1, 1));
    assert!(figure(&library, "none") < 1e-9);
}

#[test]
fn files_of_a_plain_folder_or_zip_are_found_by_the_ends_of_their_paths() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    import(&mut library, &[page(folder.path(), "a.json", BEGIN)]);
    let before = figure(&library, "a");
    let site = folder.path().join("saved");
    std::fs::create_dir_all(site.join("s.example")).unwrap();
    write(&site.join("s.example"), "a.css", "a{}");
    write(&site, "b.css", "a{}");
    write(&site, "readme.md", "no file of the site");
    let report = import(&mut library, std::slice::from_ref(&site));
    let Some(Claimed { found: 1, missing }) = report.claimed else { panic!("{:?}", report.claimed) };
    assert!(report.set_aside.is_empty() && report.assets == 1, "{:?}", report.set_aside);
    assert!(figure(&library, "a") > before, "the sheet is there now");

    let zip = folder.path().join("saved.zip");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&zip).unwrap());
    for name in ["fonts/f.woff2", "img/other.png"] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, b"bytes").unwrap();
    }
    writer.finish().unwrap();
    let report = import(&mut library, std::slice::from_ref(&zip));
    assert_eq!(report.claimed, Some(Claimed { found: 1, missing: missing - 1 }));
    assert!(report.set_aside.is_empty(), "{:?}", report.set_aside);
    let report = import(&mut library, &[zip]);
    assert_eq!(report.claimed, Some(Claimed { found: 0, missing: missing - 2 }), "nothing of it is missing");
    assert_eq!(report.set_aside.len(), 1, "then it holds nothing");
}
