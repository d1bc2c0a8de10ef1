//! The page that heat is laid on: which picture of it, in which page state, from whose visit.

use super::{Error, Kit, open_recording};
use crate::event::{Device, Time};
use crate::facts::{Facts, OpenState};
use crate::job::Progress;
use crate::library::{Library, Segment, Test};
use crate::render::{Background, BackgroundRequest, Picture, Screenshot, What, tidied, with_later_pictures};
use crate::replay::PageState;

/// How many visits are looked through for one that shows a page state.
const VISITS: usize = 400;

/// Which picture of a page is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum BackgroundChoice {
    /// The best that there is: a screenshot of the bundle, else drawn by a browser, else by our own
    /// engine.
    #[default]
    Auto,
    /// The screenshot of the bundle.
    Screenshot,
    /// Drawn by a browser from a typical visit.
    Exact,
    /// Drawn by our own engine from a typical visit.
    Drawn,
    /// The page at a moment of a session, as the best engine that there is draws it.
    Moment {
        /// The session's id.
        session: String,
        /// The moment.
        at: Time,
    },
}

/// What a background shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shown {
    /// Which picture.
    pub choice: BackgroundChoice,
    /// The page state; `None` for the page as loaded.
    pub state: Option<OpenState>,
    /// Without cookie bars and loaders. Screenshots stay as they are.
    pub hide: bool,
}

impl Default for Shown {
    /// The best picture of the page as loaded, without cookie bars and loaders.
    fn default() -> Self {
        Self { choice: BackgroundChoice::default(), state: None, hide: true }
    }
}

/// Which background is meant.
#[derive(Debug, Clone, PartialEq)]
pub struct BackgroundOf {
    /// The page's key, such as `/product/*`.
    pub page: String,
    /// The class of device.
    pub device: Device,
    /// Whose visits it should be typical for. Where it names one variant, that variant is shown.
    pub segment: Segment,
    /// What it shows.
    pub shown: Shown,
}

/// The page that heat is laid on. Typical is a visit of the segment if there is one that can be drawn,
/// else anyone's.
///
/// # Errors
/// [`Error::NoBackground`] when there is no such picture of the page; when it cannot be drawn; when it
/// was cancelled.
pub fn background_of(
    library: &Library,
    of: &BackgroundOf,
    kit: &Kit,
    progress: &Progress,
) -> Result<Background, Error> {
    let wanted = matches!(of.shown.choice, BackgroundChoice::Auto | BackgroundChoice::Screenshot);
    let screenshot = if wanted { screenshot(library, of)? } else { None };
    let none = |why: &'static str| Error::NoBackground { page: of.page.clone(), why };
    if of.shown.choice == BackgroundChoice::Screenshot && screenshot.is_none() {
        return Err(none("the bundle has no such screenshot"));
    }
    let moment = moment(library, of, progress)?;
    if moment.is_none() && screenshot.is_none() {
        return Err(none(match of.shown.state {
            Some(_) => "no visit that can be drawn was seen in that page state",
            None => "no visit of it can be drawn",
        }));
    }
    let (session, state) = moment.unwrap_or_default();
    let state = match screenshot {
        Some(_) => state,
        None => {
            tidied(state, (of.shown.state.as_ref(), of.shown.hide), kit.assets.clone(), kit.fonts.clone())
        }
    };
    let shows = of.shown.state.clone();
    let mut request = BackgroundRequest { page: of.page.clone(), state, screenshot, exact: None, shows };
    let mut not_exact = None;
    if request.screenshot.is_none() && of.shown.choice != BackgroundChoice::Drawn {
        match kit.exact(&session, &request.state_for_many(), What::FullPage, progress)? {
            Ok(exact) => request.exact = Some((exact.picture, exact.boxes)),
            Err(engine) => not_exact = engine.trouble,
        }
        if of.shown.choice == BackgroundChoice::Exact && request.exact.is_none() && not_exact.is_none() {
            return Err(none("there is no browser to draw it"));
        }
    }
    let made = Background::make(request, kit.assets.clone(), kit.fonts.clone())?;
    Ok(Background { not_exact, ..made })
}

/// The session and the page that stand for many; `None` where no visit can be drawn.
fn moment(
    library: &Library,
    of: &BackgroundOf,
    progress: &Progress,
) -> Result<Option<(String, PageState)>, Error> {
    if let BackgroundChoice::Moment { session, at } = &of.shown.choice {
        let replay = open_recording(library, session, progress)?;
        let state = replay.state_at((*at).max(replay.first_page()));
        return Ok(Some((session.clone(), state)));
    }
    let everyone = Segment::default();
    for segment in [&of.segment, &everyone] {
        let views = library.typical_views(&of.page, of.device, segment)?;
        let found = match &of.shown.state {
            None => views.into_iter().next().map(|(session, index)| (session, index, None)),
            Some(wanted) => seen(library, views, wanted, progress)?,
        };
        if let Some((session, index, at)) = found {
            let state = typical_state(library, (&session, index), at, progress)?;
            return Ok(Some((session, state)));
        }
    }
    Ok(None)
}

/// The first of these views that was seen in that page state, and when.
fn seen(
    library: &Library,
    views: Vec<(String, u32)>,
    wanted: &OpenState,
    progress: &Progress,
) -> Result<Option<(String, u32, Option<Time>)>, Error> {
    for (session, index) in views.into_iter().take(VISITS) {
        progress.advance(0)?;
        let Some(measures) = library.measures(&session)? else { continue };
        let is_it = |state: u32| measures.states.get(state as usize) == Some(wanted);
        if let Some(seen) = measures.seen.iter().find(|seen| seen.page_view == index && is_it(seen.state)) {
            return Ok(Some((session, index, Some(seen.at))));
        }
    }
    Ok(None)
}

/// The page of a visit at that moment; without one as it was loaded: just before the first click, or at
/// its end. With the pictures that it had at its end.
fn typical_state(
    library: &Library,
    (session, index): (&str, u32),
    at: Option<Time>,
    progress: &Progress,
) -> Result<PageState, Error> {
    let facts = library.facts(session)?;
    let replay = open_recording(library, session, progress)?;
    let end = facts.page_views.iter().find(|view| view.index == index).map(|view| view.end);
    let end = end.unwrap_or_else(|| replay.duration()).plus(-1).max(Time::ZERO);
    let at = at.or_else(|| before_first_click(&facts, index)).unwrap_or(end);
    Ok(with_later_pictures(replay.state_at(at), &replay.state_at(end)))
}

fn before_first_click(facts: &Facts, index: u32) -> Option<Time> {
    let mut clicks = facts.interactions.iter().filter(|it| it.page_view == index && it.kind.is_click());
    clicks.next().map(|click| click.at.plus(-1).max(Time::ZERO))
}

/// The bundle's screenshot of the page in that state, of the variant that the segment names before
/// others; `None` where there is none that can be read.
fn screenshot(library: &Library, of: &BackgroundOf) -> Result<Option<Screenshot>, Error> {
    let mut found = library.screenshots(&of.page, of.device)?;
    let label = of.shown.state.as_ref().map(|state| state.label.to_lowercase());
    found.retain(|(spec, _)| spec.state.as_ref().map(|state| state.to_lowercase()) == label);
    let variant = variant_of(&of.segment).map(str::to_lowercase);
    let is_it = |spec: Option<&String>| spec.map(|name| name.to_lowercase()) == variant;
    found.sort_by_key(|(spec, number)| (!is_it(spec.variant.as_ref()), spec.variant.is_some(), *number));
    let Some((spec, number)) = found.into_iter().next() else { return Ok(None) };
    let picture = Picture::from_encoded(&library.screenshot(number)?).ok();
    Ok(picture.map(|picture| Screenshot {
        picture,
        viewport_width: spec.viewport_width,
        page_height: spec.page_height,
    }))
}

/// The only variant that a segment lets in; `None` where it lets in several or all.
fn variant_of(segment: &Segment) -> Option<&str> {
    let mut terms = segment.terms().iter().filter(|term| term.key.name() == "variant" && !term.negated);
    let (Some(term), None) = (terms.next(), terms.next()) else { return None };
    match &term.test {
        Test::Words(words) if words.len() == 1 => words.first().map(String::as_str),
        _ => None,
    }
}
