//! Exact pictures: stills that a browser drew, or had drawn before.
//!
//! Everything works without a browser. Where one is there it draws, and what it drew is kept in the
//! library; where it fails, that is told and our own engine draws.

use super::{Error, Kit};
use crate::event::{NodeId, Rect};
use crate::job::Progress;
use crate::library::Library;
use crate::render::{Browser, Camera, Picture, Shot, What};
use crate::replay::PageState;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Who drew a picture. Serialises as the command line's JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Engine {
    /// The browser that drew it; `None` when our own engine did.
    pub browser: Option<String>,
    /// It was drawn before and kept in the library.
    pub kept: bool,
    /// Why the browser that is there did not draw it.
    pub trouble: Option<String>,
}

/// The source of exact pictures for one library.
#[derive(Debug)]
pub struct Exact {
    camera: Option<Camera>,
    kept: Mutex<Library>,
}

/// A picture that a browser drew.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactPicture {
    /// The pixels, one for each CSS px.
    pub picture: Picture,
    /// The page's height, CSS px.
    pub page_height: f64,
    /// Boxes of the page's elements, those in iframes and shadow trees too, page px; for a full page only.
    pub boxes: BTreeMap<NodeId, Rect>,
    /// Addresses that the page names and that are not known.
    pub missing: Vec<String>,
    /// Who drew it.
    pub engine: Engine,
}

/// What is kept beside a picture.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Told {
    browser: String,
    page_height: f64,
    boxes: Vec<(i64, [f64; 4])>,
}

impl Exact {
    /// With this browser, if there is one; pictures that were kept are given out in any case.
    ///
    /// # Errors
    /// When the library cannot be opened a second time.
    pub fn of(library: &Library, browser: Option<Browser>) -> Result<Self, Error> {
        Ok(Self { camera: browser.map(Camera::new), kept: Mutex::new(library.another()?) })
    }

    /// The browser that draws.
    pub fn browser(&self) -> Option<&Browser> {
        self.camera.as_ref().map(Camera::browser)
    }

    /// The viewport or the full page of a session's page, drawn by the browser or kept from before;
    /// `None` without both. What is drawn is kept where the library can be changed.
    ///
    /// # Errors
    /// When the page cannot be written, the browser gives no picture, or it was cancelled.
    pub fn draw(
        &self,
        (session, state): (&str, &PageState),
        what: What,
        kit: &Kit,
        progress: &Progress,
    ) -> Result<Option<ExactPicture>, Error> {
        let shot = Shot::of(state, what, &*kit.assets)?;
        let key = shot.key();
        if let Some(kept) = self.kept(&key, &shot) {
            return Ok(Some(kept));
        }
        let Some(camera) = &self.camera else { return Ok(None) };
        let taken = camera.take(&shot, progress);
        progress.advance(0)?;
        let still = taken?;
        let full = what == What::FullPage;
        let engine = Engine { browser: Some(camera.browser().name.clone()), ..Engine::default() };
        let exact = ExactPicture {
            picture: Picture::from_encoded(&still.png)?,
            page_height: still.page_height,
            boxes: if full { still.boxes } else { BTreeMap::new() },
            missing: still.missing,
            engine,
        };
        self.keep(session, &key, &still.png, &exact);
        Ok(Some(exact))
    }

    fn kept(&self, key: &[u8; 32], shot: &Shot) -> Option<ExactPicture> {
        let library = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // What cannot be read is drawn again.
        let (picture, told) = library.exact_picture(key).ok().flatten()?;
        let told: Told = serde_json::from_str(&told).ok()?;
        let area = |[x, y, width, height]: [f64; 4]| Rect { x, y, width, height };
        Some(ExactPicture {
            picture: Picture::from_encoded(&picture).ok()?,
            page_height: told.page_height,
            boxes: told.boxes.into_iter().map(|(id, place)| (NodeId(id), area(place))).collect(),
            missing: shot.missing().to_vec(),
            engine: Engine { browser: Some(told.browser), kept: true, trouble: None },
        })
    }

    /// A library that cannot be written keeps nothing; the picture is good all the same.
    fn keep(&self, session: &str, key: &[u8; 32], png: &[u8], exact: &ExactPicture) {
        let boxes = exact.boxes.iter().map(|(id, area)| (id.0, [area.x, area.y, area.width, area.height]));
        let told = Told {
            browser: exact.engine.browser.clone().unwrap_or_default(),
            page_height: exact.page_height,
            boxes: boxes.collect(),
        };
        let library = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Ok(told), false) = (serde_json::to_string(&told), library.read_only()) {
            drop(library.put_exact_picture(session, key, (png, &told)));
        }
    }
}

impl Kit {
    /// The same with exact pictures, from this browser if there is one.
    ///
    /// # Errors
    /// When the library cannot be opened a second time.
    pub fn with_exact(self, library: &Library, browser: Option<Browser>) -> Result<Self, Error> {
        Ok(Self { exact: Some(Exact::of(library, browser)?.into()), ..self })
    }

    /// An exact picture where there can be one; otherwise why our own engine has to draw.
    ///
    /// # Errors
    /// When it was cancelled.
    pub(super) fn exact(
        &self,
        session: &str,
        state: &PageState,
        what: What,
        progress: &Progress,
    ) -> Result<Result<ExactPicture, Engine>, Error> {
        let Some(exact) = &self.exact else { return Ok(Err(Engine::default())) };
        match exact.draw((session, state), what, self, progress) {
            Ok(Some(picture)) => Ok(Ok(picture)),
            Ok(None) => Ok(Err(Engine::default())),
            Err(Error::Cancelled) => Err(Error::Cancelled),
            Err(error) => Ok(Err(Engine { trouble: Some(error.to_string()), ..Engine::default() })),
        }
    }
}
