//! Page state to pixels, and what layout tells: boxes, page heights, what lies under a point.
//!
//! One adapter: nothing outside this folder names Blitz, stylo, parley, peniko or kurbo. It never sees
//! events. A [`Painter`] holds the live document of the page that it last showed; the next
//! [`PageState`](crate::replay::PageState) is compared with that one by identity, and only what
//! differs is changed. Playing and seeking, forwards and backwards, are therefore one path, and what is
//! drawn depends on the state alone: showing a, then b, gives the pixels of b.
//!
//! Pages are hostile. They are drawn on threads with a deep stack, and a panic in the engine ends that
//! thread's page, not the program: see [`Studio`].
//!
//! Start reading at [`Painter`], then `page`.

mod assets;
mod background;
mod dots;
mod error;
mod exact;
mod film;
mod fonts;
mod heat;
mod label;
mod lay;
mod legend;
mod lettering;
mod marks;
mod measure;
mod net;
mod overlays;
mod page;
mod painter;
mod palette;
mod picture;
mod resample;
mod scene;
mod sheet;
mod stack;
mod studio;
mod vectors;

pub use assets::{Assets, NoAssets};
pub use background::{
    Background, BackgroundRequest, Candidate, Screenshot, Source, candidate, with_later_pictures,
};
pub use dots::{DOT_COLOURS, dots_part};
pub use error::{Error, Trouble};
pub use exact::{Browser, Camera, Choice, ExactPage, ExactStill, Shot, exact_page};
pub use film::{Film, FilmFormat, Sink};
pub use fonts::Fonts;
pub use heat::{Cells, HeatLook, Scale, heat_layer, heat_part};
pub use label::{LabelLook, label};
pub use lay::{Reach, heat_over, lay_over, reach_layer, veiled};
pub use legend::{Colours, Legend};
pub use marks::{Mark, Marks, Tag};
pub use measure::measure;
pub use overlays::{Overlay, OverlayKind, overlays, state_around, without};
pub use painter::Painter;
pub use palette::{Palette, difference_colour};
pub use picture::Picture;
pub use sheet::{FoldLine, Sheet};
pub use studio::{Drawn, Frame, FrameRequest, Studio, What};
