//! From numbers to decisions: heat pictures, stills, prevalence, findings and what is handed on.
//!
//! What both faces need and no lower layer may put together: it joins the library with `analysis`
//! and `render`. Knows no window and no command line; the time is told by who calls.

mod background;
mod clip;
mod confetti;
mod detail;
mod error;
mod exact;
mod export;
mod finding;
pub mod going;
mod heat;
mod heat_against;
mod heat_here;
mod heat_pages;
mod heat_sheet;
mod heat_table;
pub mod imported;
mod measuring;
mod overlay;
mod places;
mod prevalence;
mod queue;
pub mod report;
mod sample;
mod site;
mod still;
mod whose;
pub mod words;

pub use background::{BackgroundChoice, BackgroundOf, Shown, background_of, page_shown};
pub use clip::{ClipReport, ClipRequest, ClipSize, ClipTrouble, Recorded, clip};
pub use confetti::{Confetti, Tell};
pub use detail::{
    CouponRow, ErrorRow, InteractionRow, PageViewRow, SessionDetail, SignalRow, StageRow, detail,
};
pub use error::Error;
pub use exact::{Engine, Exact, ExactPicture};
pub use export::{events_csv, recording_array, recording_lines, sessions_csv};
pub use finding::{Finding, Findings, FindingsRequest, Pinned, findings};
pub use heat::{HeatMap, HeatParts, HeatRequest, PointCounts, StateCount, heat_map, heat_on};
pub use heat_against::{HeatComparison, heat_against};
pub use heat_here::{HeatHere, HereRequest, heat_here};
pub use heat_pages::{PagesRequest, SavedHeat, save_heatmaps};
pub use heat_sheet::{
    SheetLook, difference_legend, heat_difference_sheet, heat_sheet, legend, shared_legend,
};
pub use heat_table::{heat_csv, heat_difference_csv};
pub use measuring::{Measured, measure_session, measure_visits};
pub use places::{sample_bundle, sample_library, user_folder, user_library};
pub use prevalence::{Prevalence, prevalence};
pub use queue::Queue;
pub use sample::open_sample;
pub use site::{Kit, SiteFiles};
pub use still::{Still, open_recording, still};
pub use whose::Whose;
