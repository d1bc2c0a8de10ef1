//! The glyphs of the icon fonts that we use, by what they mean.
//!
//! Phosphor (regular and fill), cut down to a few of its glyphs; see `assets/fonts`.

use crate::ui::theme::Face;

/// A glyph and the font it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon {
    /// The glyph.
    pub glyph: &'static str,
    /// Outlined or filled.
    pub face: Face,
}

const fn line(glyph: &'static str) -> Icon {
    Icon { glyph, face: Face::Icon }
}

const fn fill(glyph: &'static str) -> Icon {
    Icon { glyph, face: Face::IconFill }
}

/// Overview.
pub const GAUGE: Icon = line("\u{e628}");
/// Where, heat.
pub const FLAME: Icon = line("\u{e624}");
/// Why, replay.
pub const PLAY_CIRCLE: Icon = line("\u{e3d2}");
/// Which, hypotheses.
pub const FLASK: Icon = line("\u{e79e}");
/// A library.
pub const STACK: Icon = line("\u{e466}");
/// Opens downwards.
pub const CARET_DOWN: Icon = line("\u{e136}");
/// Opens upwards.
pub const CARET_UP: Icon = line("\u{e13c}");
/// Opens to the right.
pub const CARET_RIGHT: Icon = line("\u{e13a}");
/// Search.
pub const MAGNIFYING_GLASS: Icon = line("\u{e30c}");
/// Open.
pub const FOLDER_OPEN: Icon = line("\u{e256}");
/// A folder.
pub const FOLDER: Icon = line("\u{e24a}");
/// Light theme.
pub const SUN: Icon = line("\u{e472}");
/// Dark theme.
pub const MOON: Icon = line("\u{e330}");
/// Filter.
pub const FUNNEL: Icon = line("\u{e266}");
/// Close, remove.
pub const X: Icon = line("\u{e4f6}");
/// Add.
pub const PLUS: Icon = line("\u{e3d4}");
/// Keep.
pub const BOOKMARK_SIMPLE: Icon = line("\u{e0ea}");
/// Phone.
pub const DEVICE_MOBILE: Icon = line("\u{e1e0}");
/// Tablet.
pub const DEVICE_TABLET: Icon = line("\u{e1e6}");
/// Computer.
pub const DESKTOP: Icon = line("\u{e560}");
/// Yes.
pub const CHECK: Icon = line("\u{e182}");
/// An address.
pub const LOCK_SIMPLE: Icon = line("\u{e308}");
/// Pointer trail.
pub const PATH: Icon = line("\u{e39c}");
/// Inspect.
pub const CROSSHAIR: Icon = line("\u{e1d6}");
/// Previous signal.
pub const SKIP_BACK: Icon = line("\u{e5a4}");
/// Next signal.
pub const SKIP_FORWARD: Icon = line("\u{e5a6}");
/// Back five seconds.
pub const ARROW_COUNTER_CLOCKWISE: Icon = line("\u{e038}");
/// On five seconds.
pub const ARROW_CLOCKWISE: Icon = line("\u{e036}");
/// Signal.
pub const LIGHTNING: Icon = line("\u{e2de}");
/// Skip idle.
pub const FAST_FORWARD: Icon = line("\u{e6a6}");
/// Pin.
pub const PUSH_PIN: Icon = line("\u{e3e2}");
/// Supports.
pub const THUMBS_UP: Icon = line("\u{e48e}");
/// Speaks against.
pub const THUMBS_DOWN: Icon = line("\u{e48c}");
/// Help.
pub const QUESTION: Icon = line("\u{e3e8}");
/// Warning.
pub const WARNING: Icon = line("\u{e4e0}");
/// Problem.
pub const WARNING_CIRCLE: Icon = line("\u{e4e2}");
/// Information.
pub const INFO: Icon = line("\u{e2ce}");
/// A file.
pub const FILE: Icon = line("\u{e230}");
/// Table.
pub const FILE_CSV: Icon = line("\u{eb1c}");
/// Report.
pub const FILE_HTML: Icon = line("\u{eb38}");
/// Text.
pub const FILE_TEXT: Icon = line("\u{e23a}");
/// History.
pub const CLOCK_COUNTER_CLOCKWISE: Icon = line("\u{e1a0}");
/// Export.
pub const EXPORT: Icon = line("\u{eaf0}");
/// Save a file.
pub const DOWNLOAD_SIMPLE: Icon = line("\u{e20c}");
/// Edit.
pub const PENCIL_SIMPLE: Icon = line("\u{e3b4}");
/// Delete.
pub const TRASH: Icon = line("\u{e4a6}");
/// Tag.
pub const TAG: Icon = line("\u{e478}");
/// Watched.
pub const EYE: Icon = line("\u{e220}");
/// Not watched.
pub const EYE_SLASH: Icon = line("\u{e224}");
/// Undo.
pub const ARROW_U_UP_LEFT: Icon = line("\u{e08a}");
/// Redo.
pub const ARROW_U_UP_RIGHT: Icon = line("\u{e08c}");
/// Sorted upwards.
pub const SORT_ASCENDING: Icon = line("\u{e444}");
/// Sorted downwards.
pub const SORT_DESCENDING: Icon = line("\u{e446}");
/// Keys.
pub const KEYBOARD: Icon = line("\u{e2d8}");
/// A page view.
pub const BROWSERS: Icon = line("\u{e0f6}");
/// Size.
pub const RULER: Icon = line("\u{e6b8}");
/// Survey answer.
pub const CHAT_CIRCLE_TEXT: Icon = line("\u{e16e}");
/// Go to.
pub const ARROW_RIGHT: Icon = line("\u{e06c}");
/// Back.
pub const ARROW_LEFT: Icon = line("\u{e058}");
/// Up.
pub const ARROW_UP: Icon = line("\u{e08e}");
/// Down.
pub const ARROW_DOWN: Icon = line("\u{e03e}");
/// Write.
pub const NOTE_PENCIL: Icon = line("\u{e34c}");
/// Visitor.
pub const USER: Icon = line("\u{e4c2}");
/// Target.
pub const TARGET: Icon = line("\u{e47c}");
/// Click.
pub const MOUSE_SIMPLE: Icon = line("\u{e644}");
/// Tap.
pub const HAND_TAP: Icon = line("\u{ec90}");
/// Scroll.
pub const SCROLL: Icon = line("\u{eb7a}");
/// Input.
pub const TEXTBOX: Icon = line("\u{eb0a}");
/// Cart.
pub const SHOPPING_CART: Icon = line("\u{e41e}");
/// Coupon.
pub const TICKET: Icon = line("\u{e490}");
/// Script error.
pub const BUG: Icon = line("\u{e5f4}");
/// Waiting.
pub const HOURGLASS: Icon = line("\u{e2b2}");
/// Picture.
pub const IMAGE: Icon = line("\u{e2ca}");
/// Copy.
pub const COPY: Icon = line("\u{e1ca}");
/// Status.
pub const FLAG: Icon = line("\u{e244}");
/// Date.
pub const CALENDAR: Icon = line("\u{e108}");
/// List.
pub const LIST_BULLETS: Icon = line("\u{e2f2}");
/// Media.
pub const VIDEO_CAMERA: Icon = line("\u{e4da}");
/// Selection.
pub const SELECTION: Icon = line("\u{e69a}");
/// Resize.
pub const RESIZE: Icon = line("\u{ed6e}");
/// Settings.
pub const GEAR: Icon = line("\u{e270}");
/// Nothing.
pub const PROHIBIT: Icon = line("\u{e3de}");
/// Options.
pub const SLIDERS: Icon = line("\u{e432}");
/// A dot.
pub const CIRCLE: Icon = line("\u{e18a}");
/// Less.
pub const MINUS: Icon = line("\u{e32a}");
/// Page state.
pub const APP_WINDOW: Icon = line("\u{e5da}");
/// Nothing here.
pub const TRAY: Icon = line("\u{e4aa}");
/// All.
pub const SQUARES_FOUR: Icon = line("\u{e464}");
/// Mood.
pub const SMILEY: Icon = line("\u{e436}");
/// Play, filled.
pub const PLAY_FILL: Icon = fill("\u{e3d0}");
/// Pause, filled.
pub const PAUSE_FILL: Icon = fill("\u{e39e}");
/// Done, filled.
pub const CHECK_CIRCLE_FILL: Icon = fill("\u{e184}");
/// Look here, filled.
pub const WARNING_CIRCLE_FILL: Icon = fill("\u{e4e2}");
/// A dot, filled.
pub const CIRCLE_FILL: Icon = fill("\u{e18a}");
/// Supports, filled.
pub const THUMBS_UP_FILL: Icon = fill("\u{e48e}");
/// Speaks against, filled.
pub const THUMBS_DOWN_FILL: Icon = fill("\u{e48c}");
/// A pinned moment, filled.
pub const DIAMOND_FILL: Icon = fill("\u{e1ec}");
/// Flagged, filled.
pub const FLAG_FILL: Icon = fill("\u{e244}");
/// Star, filled.
pub const STAR_FILL: Icon = fill("\u{e46a}");
