//! How near our pictures come to a browser's. Draws moments of a folder of recordings natively and, where
//! Node.js and Chromium are installed, with rrweb's own player; then prints per page how alike the
//! pictures are (SSIM), how many pixels differ, and which elements lie or measure otherwise.
//!
//! `cargo bench --bench fidelity -- [FOLDER] [--out DIR] [--moments N] [--every N] [--only NAME] [--details]
//! [--exact]`.
//! Without a folder: the sample shop. Reads rrweb arrays (`.json`, `.json.gz`); files of the site come
//! from an `assets.json` (address → file) beside or above the folder. Not part of any test run.

#![expect(clippy::print_stdout, reason = "a report for people")]

mod boxes;
mod moments;
mod score;
mod sites;
mod table;

use anyhow::{Context as _, bail};
use moments::{Drawn, draw};
use sites::Site;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use wherefore::render::{Browser, Camera, Choice};

/// What the command line asked for.
struct Wish {
    folder: PathBuf,
    out: PathBuf,
    /// Moments a recording.
    moments: usize,
    /// Of so many recordings one is drawn.
    every: usize,
    /// Recordings whose name has this in it.
    only: String,
    /// Say of every page which elements differ.
    details: bool,
    /// Draw with the installed browser instead of our own engine.
    exact: bool,
}

fn wish() -> anyhow::Result<Wish> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wish = Wish {
        folder: root.join("sample_sessions/nordlund/recordings"),
        out: root.join("target/fidelity"),
        moments: 3,
        every: 1,
        only: String::new(),
        details: false,
        exact: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
        match &*argument {
            "--bench" => {}
            "--out" => wish.out = value()?.into(),
            "--moments" => wish.moments = value()?.parse()?,
            "--every" => wish.every = value()?.parse::<usize>()?.max(1),
            "--only" => wish.only = value()?,
            "--details" => wish.details = true,
            "--exact" => wish.exact = true,
            other if other.starts_with('-') => bail!("{other} is not known; see benches/fidelity/README.md"),
            folder => wish.folder = folder.into(),
        }
    }
    Ok(wish)
}

fn main() -> anyhow::Result<()> {
    let wish = wish()?;
    std::fs::create_dir_all(&wish.out)?;
    let site = Site::beside(&wish.folder)?;
    let files = recordings(&wish)?;
    let camera = match wish.exact.then(|| Browser::find(&Choice::of_environment())) {
        Some(Some(browser)) => Some(Camera::new(browser)),
        Some(None) => bail!("exact pictures need a browser, and none was found"),
        None => None,
    };
    let begun = Instant::now();
    let drawn = draw(&files, &site, wish.moments, (&wish.out, camera.as_ref()))?;
    println!("{:.1} s", begun.elapsed().as_secs_f64());
    println!("{} moments of {} recordings drawn into {}", drawn.len(), files.len(), wish.out.display());
    if !ask_chromium(&wish.out) {
        return Ok(());
    }
    let mut table = table::Table::default();
    for moment in &drawn {
        table.add(moment, &wish.out, wish.details)?;
    }
    table.print();
    Ok(())
}

fn recordings(wish: &Wish) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(&wish.folder).with_context(|| format!("reading {}", wish.folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| {
        let name = file.to_string_lossy();
        (name.ends_with(".json") || name.ends_with(".json.gz"))
            && !name.ends_with("assets.json")
            && name.contains(&wish.only)
    });
    files.sort();
    Ok(files.into_iter().step_by(wish.every).collect())
}

/// Lets the browser draw the same moments; `false`, with a word on why, when it cannot.
fn ask_chromium(out: &Path) -> bool {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/fidelity/chromium.mjs");
    let modules = std::env::var_os("FIDELITY_MODULES")
        .map_or_else(|| script.with_file_name("node_modules"), PathBuf::from);
    if !modules.is_dir() {
        println!(
            "Not compared: run `npm ci --ignore-scripts` in benches/fidelity first (needs Node.js and Chromium)."
        );
        return false;
    }
    let Ok(status) = Command::new("node").arg(&script).arg(out).env("FIDELITY_MODULES", &modules).status()
    else {
        println!("Not compared: Node.js is not installed.");
        return false;
    };
    if !status.success() {
        println!("Not compared: Chromium did not draw the moments (see above; CHROMIUM names its program).");
    }
    status.success()
}

/// The name of a moment's files.
fn stem(moment: &Drawn) -> String {
    format!("{}@{}", moment.name, moment.at)
}
