//! Facts of public recordings as text, and a long recording's cost. Rewrite the texts with
//! `WHEREFORE_BLESS=1 cargo test --test facts`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use wherefore::facts::{self, Facts, Rules};
use wherefore::format::decode;

fn fixtures() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures");
    let folder = std::env::var_os("WHEREFORE_FIXTURES").map_or(own, PathBuf::from);
    folder.is_dir().then_some(folder)
}

fn text(facts: &Facts) -> String {
    let mut out = String::new();
    let _ok = writeln!(
        out,
        "duration {} ms, active {} ms, idle {:?}",
        facts.duration_ms,
        facts.active_ms,
        facts.idle.iter().map(|(a, b)| (a.0, b.0)).collect::<Vec<_>>()
    );
    for view in &facts.page_views {
        let _ok = writeln!(
            out,
            "page {} {}–{} {:?} {}×{} scroll {} bands {}",
            view.page,
            view.start.0,
            view.end.0,
            view.title,
            view.viewport.width,
            view.viewport.height,
            view.max_scroll_px,
            view.bands.len()
        );
    }
    for done in &facts.interactions {
        let element = done.element.clone().unwrap_or_default();
        let kind = serde_json::to_value(done.kind).unwrap();
        let _ok = writeln!(
            out,
            "{:>7} {} {:?} {} {:?} {}",
            done.at.0,
            kind.as_str().unwrap(),
            element.name,
            element.selector,
            done.position.map(|p| (p.x.round(), p.y.round())),
            done.detail
        );
    }
    for signal in &facts.signals {
        let _ok = writeln!(
            out,
            "signal {} {} ×{} {}",
            signal.kind.name(),
            signal.at.0,
            signal.count,
            signal.detail
        );
    }
    let _ok = writeln!(
        out,
        "stages {:?}, errors {:?}",
        facts.stages.iter().map(|s| s.stage.name()).collect::<Vec<_>>(),
        facts.errors
    );
    out
}

/// The recording's events, one a line.
fn lines(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let list: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn public_recordings() {
    let Some(folder) = fixtures() else {
        eprintln!("skipped: no fixtures; set WHEREFORE_FIXTURES to their folder");
        return;
    };
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/facts");
    for name in [
        "recordings/rrweb-player-demo-2021",
        "events/input",
        "events/scroll",
        "events/iframe",
        "events/dialog-playback",
        "events/selection",
    ] {
        let path = folder.join(format!("rrweb/{name}.json"));
        if !path.exists() {
            continue;
        }
        let found = text(&facts::derive(&decode(lines(&path).as_bytes()).events, &Rules::default()));
        let file = golden.join(format!("{}.txt", name.rsplit('/').next().unwrap()));
        if std::env::var_os("WHEREFORE_BLESS").is_some() {
            std::fs::write(&file, &found).unwrap();
        }
        assert_eq!(found, std::fs::read_to_string(&file).unwrap_or_default(), "{name}");
    }
}

/// Nothing in any fixture makes the pass panic, and selectors are exact in all of them.
#[test]
fn every_fixture_can_be_derived() {
    let Some(folder) = fixtures() else {
        eprintln!("skipped: no fixtures; set WHEREFORE_FIXTURES to their folder");
        return;
    };
    for part in ["rrweb/events", "rrweb/snapshots", "rrweb/recordings", "sentry"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let Ok(list) = serde_json::from_str::<Vec<serde_json::Value>>(&text) else { continue };
            let lines: Vec<String> = list.iter().map(ToString::to_string).collect();
            let events = decode(lines.join("\n").as_bytes()).events;
            let facts = facts::derive(&events, &Rules::default());
            assert!(
                facts.page_views.windows(2).all(|pair| pair[0].end <= pair[1].start),
                "{}",
                path.display()
            );
            let mut page = wherefore::replay::PageState::default();
            for event in &events {
                page.apply(event);
            }
            for (node, selector) in facts::describe_all(&page.dom) {
                assert_eq!(facts::find(&page.dom, &selector), [node], "{} {selector}", path.display());
                assert_eq!(
                    facts::describe(&page.dom, node).unwrap().selector,
                    selector,
                    "{}",
                    path.display()
                );
            }
        }
    }
}
