//! Bundles: what each of the files below a `wherefore.json` is for.

use super::item::{Manifest, SetAside};
use super::source::{Counter, Found, file_name, stem};
use super::tables::TableKind;
use super::unit::{Role, Unit};
use crate::job::Progress;
use std::collections::BTreeMap;

const MANIFEST: &str = "wherefore.json";
const ASSETS: &str = "assets.json";

/// Missing files that are named one by one.
const NAMED: usize = 5;

/// Where the bundle among `files` begins: the folder of its manifest with a `/`, or nothing.
pub(super) fn root(files: &[Found]) -> Option<String> {
    let manifests = files.iter().filter(|file| file_name(&file.path) == MANIFEST);
    let highest = manifests.min_by_key(|file| file.path.matches('/').count())?;
    highest.path.strip_suffix(MANIFEST).map(str::to_owned)
}

/// The units of the bundle that begins at `root`. `label` is what people call the folder or zip.
pub(super) fn units(label: &str, root: &str, files: Vec<Found>) -> (Vec<Unit>, Vec<SetAside>) {
    let mut plan = Plan { label, root, units: Vec::new(), set_aside: Vec::new() };
    let files: BTreeMap<String, Found> =
        files.into_iter().filter_map(|file| Some((file.path.strip_prefix(root)?.to_owned(), file))).collect();
    let manifest: Manifest = plan.settings(&files, MANIFEST);
    let assets: BTreeMap<String, String> = plan.settings(&files, ASSETS);
    if manifest.wherefore > 1 {
        let why = "This bundle was made for a later version; what this version does not know is left out.";
        plan.set_aside(MANIFEST, why.to_owned());
    }
    plan.assets(&files, &assets);
    plan.screenshots(&files, &manifest);
    if let Some(file) = files.get(MANIFEST) {
        plan.push(file, Role::Manifest(Box::new(manifest)));
    }
    for (path, file) in &files {
        let table = TableKind::of_file(path).filter(|_| !path.contains('/'));
        let is_har = !path.contains('/') && path.to_ascii_lowercase().ends_with(".har");
        if path.starts_with("recordings/") {
            plan.push(file, Role::Data { session: Some(stem(path).to_owned()) });
        } else if let Some(kind) = table {
            plan.push(file, Role::Table(Some(kind)));
        } else if is_har {
            plan.push(file, Role::Data { session: None });
        }
    }
    (plan.units, plan.set_aside)
}

struct Plan<'a> {
    label: &'a str,
    root: &'a str,
    units: Vec<Unit>,
    set_aside: Vec<SetAside>,
}

impl Plan<'_> {
    fn push(&mut self, file: &Found, role: Role) {
        self.units.push(Unit::new(format!("{}/{}", self.label, file.path), file, role));
    }

    fn set_aside(&mut self, path: &str, why: String) {
        let path = format!("{}/{}{path}", self.label, self.root);
        self.set_aside.push(SetAside { path, place: String::new(), why });
    }

    /// A small JSON file; its default when it is not there or not right.
    fn settings<T: Default + serde::de::DeserializeOwned>(
        &mut self,
        files: &BTreeMap<String, Found>,
        path: &str,
    ) -> T {
        let Some(file) = files.get(path) else { return T::default() };
        let progress = Progress::default();
        let bytes = match file.source.load(&mut Counter { progress: &progress, left: 0 }) {
            Ok(loaded) => loaded.bytes,
            Err(error) => {
                self.set_aside(path, format!("It could not be read: {error}."));
                return T::default();
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_else(|error| {
            self.set_aside(path, format!("It is not written as it should be: {error}. It was left out."));
            T::default()
        })
    }

    fn assets(&mut self, files: &BTreeMap<String, Found>, assets: &BTreeMap<String, String>) {
        let mut missing = Vec::new();
        for (url, path) in assets {
            let path = path.trim_start_matches("./");
            match files.get(path).or_else(|| files.get(&format!("assets/{path}"))) {
                Some(file) => self.push(file, Role::Asset { url: url.clone() }),
                None => missing.push(path),
            }
        }
        self.missing(ASSETS, &missing);
    }

    fn screenshots(&mut self, files: &BTreeMap<String, Found>, manifest: &Manifest) {
        let mut missing = Vec::new();
        for spec in &manifest.screenshots {
            let path = spec.file.trim_start_matches("./");
            match files.get(path).or_else(|| files.get(&format!("screenshots/{path}"))) {
                Some(file) => self.push(file, Role::Screenshot(spec.clone())),
                None => missing.push(path),
            }
        }
        self.missing(MANIFEST, &missing);
    }

    fn missing(&mut self, named_in: &str, paths: &[&str]) {
        if paths.is_empty() {
            return;
        }
        let named: Vec<&str> = paths.iter().take(NAMED).copied().collect();
        let more = match paths.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        self.set_aside(named_in, format!("It names files that are not there: {}{more}.", named.join(", ")));
    }
}
