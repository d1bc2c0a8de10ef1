//! The sample shop's recordings drawn from end to end. With `WHEREFORE_PICTURES=DIR` the pictures are
//! written there, to be looked at beside the screenshots of the bundle.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wherefore::event::Time;
use wherefore::format::decode;
use wherefore::job::Progress;
use wherefore::render::{Assets, Fonts, Painter, Picture};
use wherefore::replay::Replay;

fn bundle() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions/nordlund")
}

/// The bundle's files by address.
struct Site(BTreeMap<String, PathBuf>);

impl Site {
    fn open() -> Self {
        let text = std::fs::read_to_string(bundle().join("assets.json")).unwrap();
        let files: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
        Self(files.into_iter().map(|(url, file)| (url, bundle().join(file))).collect())
    }
}

impl Assets for Site {
    fn get(&self, url: &str) -> Option<Vec<u8>> {
        std::fs::read(self.0.get(url)?).ok()
    }
}

fn replay(file: &Path) -> Replay {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    let events: Vec<Box<serde_json::value::RawValue>> = serde_json::from_str(&text).unwrap();
    let lines: Vec<&str> = events.iter().map(|event| event.get()).collect();
    Replay::new(decode(lines.join("\n").as_bytes()).events, &Progress::default()).unwrap()
}

fn recordings() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(bundle().join("recordings")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn deep(work: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, work).unwrap();
        if let Err(panic) = thread.join() {
            std::panic::resume_unwind(panic);
        }
    });
}

fn save(picture: &Picture, name: &str) {
    let Some(folder) = std::env::var_os("WHEREFORE_PICTURES") else { return };
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(Path::new(&folder).join(name), picture.to_png().unwrap()).unwrap();
}

#[test]
fn pages_of_the_sample_are_drawn_as_high_as_they_were() {
    deep(|| {
        let mut painter = Painter::new(Arc::new(Site::open()), Fonts::system());
        for file in recordings().iter().step_by(6) {
            let name = file.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_owned();
            let replay = replay(file);
            for (at, page) in replay.pages().iter().enumerate() {
                let state = replay.state_at(Time(page.end.0 - 1));
                let start = std::time::Instant::now();
                painter.show(&state).unwrap();
                let shown = start.elapsed();
                save(&painter.frame(), &format!("{name}-{at}.png"));
                let framed = start.elapsed();
                let whole = painter.full_page();
                let full = start.elapsed();
                save(&whole, &format!("{name}-{at}-page.png"));
                println!(
                    "{name} {at} {} {:?} height {} show {shown:?} frame {framed:?} full {full:?}",
                    page.href,
                    page.viewport,
                    painter.page_height()
                );
                assert!(painter.page_height() >= state.viewport.height - 1.0);
                assert!(
                    painter.page_height() + 2.0 >= state.scroll.y + state.viewport.height,
                    "the page is as high as it was scrolled"
                );
            }
        }
        println!("missing: {:#?}", painter.missing());
    });
}
