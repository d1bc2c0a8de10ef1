//! The sample shop's recordings drawn from end to end. With `WHEREFORE_PICTURES=DIR` the pictures are
//! written there, to be looked at beside the screenshots of the bundle.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wherefore::event::{Event, NodeId, Time};
use wherefore::facts::{Rules, StayKind, derive, describe_all};
use wherefore::format::decode;
use wherefore::job::Progress;
use wherefore::render::{
    Assets, Background, BackgroundRequest, Fonts, Painter, Picture, Screenshot, measure,
};
use wherefore::replay::{Dom, Node, Replay};

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
    Replay::new(events(file), &Progress::default()).unwrap()
}

fn events(file: &Path) -> Vec<Event> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    let events: Vec<Box<serde_json::value::RawValue>> = serde_json::from_str(&text).unwrap();
    let lines: Vec<&str> = events.iter().map(|event| event.get()).collect();
    decode(lines.join("\n").as_bytes()).events
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
                painter.show(&state).unwrap();
                save(&painter.frame(), &format!("{name}-{at}.png"));
                let whole = painter.full_page();
                save(&whole, &format!("{name}-{at}-page.png"));
                assert!(painter.page_height() >= state.viewport.height - 1.0);
                assert!(
                    painter.page_height() + 2.0 >= state.scroll.y + state.viewport.height,
                    "the page is as high as it was scrolled"
                );
            }
        }
    });
}

#[test]
fn clicks_fall_into_the_elements_that_were_clicked() {
    let (mut clicks, mut inside, mut cancelled) = (0, 0, false);
    let (mut rests, mut rested) = (0, 0);
    for file in recordings().iter().step_by(4) {
        let replay = replay(file);
        let facts = derive(&events(file), &Rules::default());
        let progress = Progress::default();
        let site = Arc::new(Site::open());
        let measures = measure(&replay, &facts, site, Fonts::system(), &progress).unwrap();
        assert_eq!(measures.page_heights.len(), facts.page_views.len());
        for (interaction, found) in facts.interactions.iter().zip(&measures.inside) {
            let measurable = interaction.kind.is_click() && interaction.element.is_some();
            clicks += usize::from(measurable);
            inside += usize::from(found.is_some());
        }
        for (stay, found) in facts.stays.iter().zip(&measures.rests) {
            let measurable = stay.kind == StayKind::Rest && stay.ms >= 1_000 && stay.element.is_some();
            rests += usize::from(measurable);
            rested += usize::from(measurable && found.is_some());
        }
        if !cancelled {
            progress.cancel();
            let site = Arc::new(Site::open());
            assert!(
                measure(&replay, &facts, site, Fonts::bundled(), &progress).is_err(),
                "it can be stopped"
            );
            cancelled = true;
        }
    }
    assert!(clicks > 50, "the sample has clicks");
    assert!(inside * 100 >= clicks * 97, "{inside} of {clicks} clicks lie in their element's box");
    assert!(rests > 50, "the sample has {rests} rests of the mouse");
    assert!(rested * 100 >= rests * 90, "{rested} of {rests} rests lie in their element's box");
}

/// The element that a selector of the recording script leads to: steps of tags, from the body or an id.
fn find(dom: &Dom, selector: &str) -> Option<NodeId> {
    let mut steps = selector.split(" > ");
    let first = steps.next()?;
    let begins = |node: &Node| match first.strip_prefix('#') {
        Some(id) => node.element().and_then(|element| element.attribute("id")) == Some(id),
        None => node.tag() == first,
    };
    let mut here = dom.nodes().find(|(_, node)| begins(node))?.0;
    for step in steps {
        let (tag, number) = step.split_once(":nth-of-type(").unwrap_or((step, "1)"));
        let number: usize = number.trim_end_matches(')').parse().ok()?;
        let same = |id: &&NodeId| dom.get(**id).is_some_and(|node| node.tag() == tag);
        here = *dom.get(here)?.children.iter().filter(same).nth(number - 1)?;
    }
    Some(here)
}

#[derive(serde::Deserialize)]
struct Known {
    selector: String,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// The bundle's screenshots came with the boxes that the browser had laid out.
#[test]
fn boxes_lie_where_the_browser_laid_them() {
    let shots = [("product-mobile", "product", 390.0), ("address-mobile", "checkout/address", 390.0)];
    let mut off = Vec::new();
    for (shot, address, width) in shots {
        let state = recordings().iter().find_map(|file| {
            let replay = replay(file);
            let page = replay
                .pages()
                .iter()
                .find(|page| page.href.contains(&format!("/{address}")) && page.viewport.width == width)?;
            Some(replay.state_at(page.start.plus(600)))
        });
        let file = bundle().join(format!("screenshots/{shot}"));
        let picture = Picture::from_encoded(&std::fs::read(file.with_extension("webp")).unwrap()).unwrap();
        let screenshot = Screenshot { picture, viewport_width: width, page_height: 0.0, url: None };
        let request = BackgroundRequest {
            page: address.to_owned(),
            state: state.unwrap(),
            screenshot: Some(screenshot),
            exact: None,
            shows: None,
        };
        let dom = request.state.dom.clone();
        let background = Background::make(request, Arc::new(Site::open()), Fonts::system()).unwrap();
        let ours: BTreeMap<NodeId, String> = describe_all(&dom).into_iter().collect();
        let text = std::fs::read_to_string(file.with_extension("boxes.json")).unwrap();
        let known: Vec<Known> = serde_json::from_str(&text).unwrap();
        let total = known.len();
        let mut found = 0;
        for known in known {
            let node = find(&dom, &known.selector);
            let spot = node.and_then(|node| background.places.at(&ours[&node]));
            let Some(area) = spot.map(|spot| spot.area) else { continue };
            found += 1;
            let far =
                [area.x - known.x, area.y - known.y, area.width - known.width, area.height - known.height];
            if far.iter().any(|distance| distance.abs() > 4.0) {
                off.push((shot, known.selector, far.map(f64::round)));
            }
        }
        assert!(found * 2 > total, "{shot}: {found} of {total} selectors are known");
    }
    assert!(off.len() < 4, "{off:#?}");
}

#[test]
fn seeking_shows_what_playing_shows() {
    deep(|| {
        let site: Arc<dyn Assets> = Arc::new(Site::open());
        for file in recordings().iter().skip(3).step_by(13) {
            let replay = replay(file);
            let end = replay.duration().0;
            // Forwards in small steps, then to and fro.
            let near = (0..8).map(|step| end / 3 + step * 700);
            let far = (1..8).map(|step| (step * 7_919 * 131) % end.max(1));
            let mut live = Painter::new(site.clone(), Fonts::bundled());
            for at in near.chain(far) {
                let state = replay.state_at(Time(at));
                live.show(&state).unwrap();
                let mut fresh = Painter::new(site.clone(), Fonts::bundled());
                fresh.show(&state).unwrap();
                let (seen, wanted) = (live.frame(), fresh.frame());
                if seen != wanted {
                    save(&seen, "seek-seen.png");
                    save(&wanted, "seek-wanted.png");
                }
                assert!(seen == wanted, "{file:?} at {at} ms");
            }
        }
    });
}
