//! Heat over one moment of a session: where the sessions of a segment clicked, on the page as it stood
//! then. Knows neither the stage nor the file that it ends up on.

use super::{Error, HeatMap, HeatRequest, Kit, SheetLook, Still, heat_on};
use crate::event::{Point, Size};
use crate::job::Progress;
use crate::library::Library;
use crate::render::{HeatLook, Picture, What, lay_over};
use crate::replay::PageState;

/// Heat over a moment that is asked for.
#[derive(Debug, Clone)]
pub struct HereRequest {
    /// Of which page, of whom, of which kind.
    pub heat: HeatRequest,
    /// The page at the moment.
    pub moment: PageState,
    /// What of it is shown.
    pub what: What,
    /// How it is drawn; what the page steps back is not looked at.
    pub look: SheetLook,
}

/// Heat over a moment.
#[derive(Debug, Clone)]
pub struct HeatHere {
    /// The numbers, and the page that they lie on.
    pub map: HeatMap,
    /// The heat alone, as large as what is shown of the page, CSS px.
    pub layer: Picture,
}

/// Works heat over a moment out.
///
/// # Errors
/// As [`heat_on`].
pub fn heat_here(
    library: &Library,
    request: HereRequest,
    kit: &Kit,
    progress: &Progress,
) -> Result<HeatHere, Error> {
    let HereRequest { heat, moment, what, look } = request;
    let (scroll, viewport) = (moment.page_scroll(), moment.viewport);
    let map = heat_on(library, &heat, moment, kit, progress)?;
    let whole = map.layer(look.heat, look.tell);
    let layer = match what {
        What::FullPage => whole,
        _ => part(&whole, scroll, viewport),
    };
    Ok(HeatHere { map, layer })
}

impl HeatHere {
    /// Lays it over a still of the same moment.
    pub fn lay_over(&self, still: &mut Still, look: HeatLook) {
        let (width, height) = (still.picture.width, still.picture.height);
        let mut layer = Picture::filled(width, height, [0; 4]);
        layer.put(&self.layer.crop((0, 0), (width, height)), (0, 0));
        still.picture = lay_over(&still.picture, &layer, look);
    }
}

/// What of a page's layer lies in the window; nothing where the page ends above the window's end.
fn part(whole: &Picture, scroll: Point, viewport: Size) -> Picture {
    let part = whole.crop((px(scroll.x), px(scroll.y)), (px(viewport.width), px(viewport.height)));
    let mut layer = Picture::filled(px(viewport.width).max(1), px(viewport.height).max(1), [0; 4]);
    layer.put(&part, (0, 0));
    layer
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and a page's size"
)]
fn px(value: f64) -> u32 {
    value.max(0.0).round() as u32
}
