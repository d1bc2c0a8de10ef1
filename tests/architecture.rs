//! Data flows one way: a module may name only modules of a lower layer.
//!
//! In a workspace the crate graph enforces this; in one package only a test can.

use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first; modules of one row do not name each other.
const LAYERS: &[&[&str]] = &[
    &["job", "event"],
    &["format", "replay"],
    &["facts"],
    &["library"],
    &["analysis", "render"],
    &["findings"],
    &["cli", "ui"],
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

/// Every `crate::name` in `text`, with its line number; comments are skipped.
fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().flat_map(|(row, line)| {
        let code = line.split("//").next().unwrap_or_default();
        code.split("crate::").skip(1).map(move |rest| {
            (row + 1, rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        })
    })
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("src is readable").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The complaints about one file of `module`; empty when it keeps the rule.
fn check(module: &str, file: &str, text: &str) -> Vec<String> {
    let own = layer(module);
    names(text)
        .filter(|(_, name)| *name != module)
        .filter_map(|(row, name)| {
            let why = match (own, layer(name)) {
                (None, _) => format!("{module} is in no layer; add it to LAYERS"),
                (_, None) => format!("`crate::{name}`: write one `use crate::module::…` per module"),
                (Some(mine), Some(theirs)) if theirs >= mine => format!("{module} must not name {name}"),
                _ => return None,
            };
            Some(format!("{file}:{row}: {why}"))
        })
        .collect()
}

#[test]
fn modules_name_only_lower_layers() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut complaints = Vec::new();
    for path in files {
        let inside = path.strip_prefix(&src).expect("found under src");
        let module =
            inside.iter().next().and_then(|p| p.to_str()).unwrap_or_default().trim_end_matches(".rs");
        if module != "lib" && module != "main" {
            let text = fs::read_to_string(&path).expect("source is text");
            complaints.extend(check(module, &inside.display().to_string(), &text));
        }
    }
    complaints.sort();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn the_check_itself_bites() {
    assert_eq!(check("ui", "ui/a.rs", "use crate::library::Library; // crate::cli"), [""; 0]);
    assert_eq!(check("library", "l.rs", "use crate::ui::App;"), ["l.rs:1: library must not name ui"]);
    assert_eq!(check("cli", "c.rs", "\ncrate::ui::run()"), ["c.rs:2: cli must not name ui"]);
    assert_eq!(check("ui", "u.rs", "use crate::{event, job};").len(), 1);
}
