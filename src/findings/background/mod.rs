//! The page that heat is laid on: which picture of it, in which page state, from whose visit.

mod typical;

use super::{Error, Kit};
use crate::event::{Device, Time};
use crate::facts::OpenState;
use crate::job::Progress;
use crate::library::{Library, Segment, Test};
use crate::render::{Background, BackgroundRequest, Picture, Screenshot, What};
use crate::replay::PageState;

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
    let none = |why: &'static str| Error::NoBackground { page: of.page.clone(), why };
    let (screenshot, moment) = found(library, of, kit, progress)?;
    if of.shown.choice == BackgroundChoice::Screenshot && screenshot.is_none() {
        return Err(none("the bundle has no such screenshot"));
    }
    if moment.is_none() && screenshot.is_none() {
        return Err(none(match of.shown.state {
            Some(_) => "no visit that can be drawn was seen in that page state",
            None => "no visit of it can be drawn",
        }));
    }
    let (session, state) = moment.unwrap_or_default();
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

/// The session and the page of it that [`background_of`] draws, or lays out to know where the elements on
/// the bundle's screenshot are; `None` where no visit can be drawn.
///
/// # Errors
/// When the library cannot be read, or it was cancelled.
pub fn page_shown(
    library: &Library,
    of: &BackgroundOf,
    kit: &Kit,
    progress: &Progress,
) -> Result<Option<(String, PageState)>, Error> {
    let (screenshot, moment) = found(library, of, kit, progress)?;
    let page = of.page.clone();
    Ok(moment.map(|(session, state)| {
        let request = BackgroundRequest { page, state, screenshot, exact: None, shows: None };
        (session, request.state_for_many())
    }))
}

/// A session and a page of it.
type Typical = (String, PageState);

/// The bundle's screenshot where one is wanted, and the session and page that are typical.
fn found(
    library: &Library,
    of: &BackgroundOf,
    kit: &Kit,
    progress: &Progress,
) -> Result<(Option<Screenshot>, Option<Typical>), Error> {
    let screenshot = match of.shown.choice {
        BackgroundChoice::Auto | BackgroundChoice::Screenshot => screenshot(library, of)?,
        _ => None,
    };
    let moment = typical::moment(library, of, screenshot.as_ref(), kit, progress)?;
    Ok((screenshot, moment))
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
        url: spec.url,
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
