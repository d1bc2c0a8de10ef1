//! Colours, sizes and type: the only file that says what anything looks like.
//!
//! Two sets of tokens, dark and light, and the fonts. Knows no state and no widget.

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, RichText, Stroke, Style, Ui,
};
use std::sync::{Arc, LazyLock};

/// Colours by what they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    /// Behind everything.
    pub bg: Color32,
    /// Bars, lists, cards.
    pub panel: Color32,
    /// Buttons and fields on a panel.
    pub raised: Color32,
    /// Hairlines and borders.
    pub line: Color32,
    /// Around the replayed page.
    pub stage: Color32,
    /// The chosen row, chips, the lane of the current page.
    pub chosen: Color32,
    /// Text.
    pub text: Color32,
    /// Secondary text.
    pub muted: Color32,
    /// Hints, rulers, keys.
    pub faint: Color32,
    /// What acts, and what is selected.
    pub accent: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// Rage, refusals, "against".
    pub rage: Color32,
    /// Dead clicks, warnings.
    pub dead: Color32,
    /// Script errors.
    pub error: Color32,
    /// Bought, "supports", won.
    pub good: Color32,
    /// Neutral information.
    pub info: Color32,
    /// Labels laid over the page picture.
    pub over: Color32,
}

impl Tokens {
    /// A colour as a background: under text of the same colour.
    pub fn soft(color: Color32) -> Color32 {
        color.gamma_multiply(0.18)
    }

    /// A half-way colour, for bars of charts.
    pub fn half(color: Color32) -> Color32 {
        color.gamma_multiply(0.55)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the file where colours live")]
const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb(((hex >> 16) & 0xff) as u8, ((hex >> 8) & 0xff) as u8, (hex & 0xff) as u8)
}

/// For a dark room.
pub const DARK: Tokens = Tokens {
    bg: rgb(0x0012_1418),
    panel: rgb(0x0018_1b20),
    raised: rgb(0x0020_242b),
    line: rgb(0x002a_2f38),
    stage: rgb(0x000c_0d10),
    chosen: rgb(0x0026_304f),
    text: rgb(0x00e7_e9ed),
    muted: rgb(0x0098_a0ae),
    faint: rgb(0x0077_8190),
    accent: rgb(0x006c_8cff),
    on_accent: rgb(0x00ff_ffff),
    rage: rgb(0x00f2_545b),
    dead: rgb(0x00f0_a33e),
    error: rgb(0x00b5_7bff),
    good: rgb(0x003c_c48a),
    info: rgb(0x0048_b5e0),
    over: rgb(0x00f2_545b),
};

/// For daylight.
pub const LIGHT: Tokens = Tokens {
    bg: rgb(0x00f4_f3f0),
    panel: rgb(0x00ff_ffff),
    raised: rgb(0x00f1_f0ec),
    line: rgb(0x00e0_ddd6),
    stage: rgb(0x00e7_e5e0),
    chosen: rgb(0x00e3_e9fd),
    text: rgb(0x001d_2127),
    muted: rgb(0x0063_6b78),
    faint: rgb(0x0085_8d99),
    accent: rgb(0x003a_5be0),
    on_accent: rgb(0x00ff_ffff),
    rage: rgb(0x00d5_323b),
    dead: rgb(0x00b8_720b),
    error: rgb(0x0083_44da),
    good: rgb(0x0016_895a),
    info: rgb(0x000e_7fb0),
    over: rgb(0x00d5_323b),
};

/// The middle of `count` colours, from the sums of their parts.
#[expect(clippy::disallowed_methods, reason = "this is the file where colours live")]
pub fn mixed(sums: [u32; 3], count: usize) -> Color32 {
    let count = u32::try_from(count.max(1)).unwrap_or(1);
    let [red, green, blue] = sums.map(|sum| u8::try_from(sum / count).unwrap_or(u8::MAX));
    Color32::from_rgb(red, green, blue)
}

/// The tokens in force here.
pub fn tokens(ui: &Ui) -> &'static Tokens {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// Sizes of type, in points.
pub mod size {
    /// Chips, rulers, keys.
    pub const TINY: f32 = 11.0;
    /// Second lines.
    pub const SMALL: f32 = 12.0;
    /// Everything else.
    pub const BODY: f32 = 13.0;
    /// Heads of cards.
    pub const HEAD: f32 = 15.0;
    /// Numbers of tiles, titles of pages.
    pub const TITLE: f32 = 22.0;
    /// The one line of the first screen.
    pub const HERO: f32 = 28.0;
}

/// Distances, in points.
pub mod space {
    /// Inside chips, between icon and word.
    pub const XS: f32 = 4.0;
    /// Between small things.
    pub const S: f32 = 8.0;
    /// Between things.
    pub const M: f32 = 12.0;
    /// Between groups; the margin of panels.
    pub const L: f32 = 16.0;
    /// Between parts of a page.
    pub const XL: f32 = 24.0;
    /// Height of buttons and fields.
    pub const CONTROL: f32 = 31.0;
    /// Height of the title bar.
    pub const TITLE_BAR: f32 = 46.0;
    /// Height of the segment bar.
    pub const SEGMENT_BAR: f32 = 44.0;
    /// Height of a row of tabs.
    pub const TABS: f32 = 35.0;
}

/// Corner radii, in points.
pub mod radius {
    /// Chips, page lanes.
    pub const S: u8 = 4;
    /// Buttons and fields.
    pub const M: u8 = 8;
    /// Cards.
    pub const L: u8 = 12;
}

/// A cut of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Inter 400.
    Regular,
    /// Inter 500.
    Medium,
    /// Inter 600.
    Semi,
    /// Inter 700.
    Bold,
    /// Icons, outlined.
    Icon,
    /// Icons, filled.
    IconFill,
}

const FACES: [(Face, &str, &[u8]); 6] = [
    (Face::Regular, "Inter Regular", include_bytes!("../../assets/fonts/Inter-Regular.ttf")),
    (Face::Medium, "Inter Medium", include_bytes!("../../assets/fonts/Inter-Medium.ttf")),
    (Face::Semi, "Inter SemiBold", include_bytes!("../../assets/fonts/Inter-SemiBold.ttf")),
    (Face::Bold, "Inter Bold", include_bytes!("../../assets/fonts/Inter-Bold.ttf")),
    (Face::Icon, "Phosphor", include_bytes!("../../assets/fonts/Phosphor.ttf")),
    (Face::IconFill, "Phosphor Fill", include_bytes!("../../assets/fonts/Phosphor-Fill.ttf")),
];

static FAMILIES: LazyLock<[FontFamily; 6]> =
    LazyLock::new(|| FACES.map(|(_, name, _)| FontFamily::Name(name.into())));

/// A font of this cut, `size` points high.
pub fn font(face: Face, size: f32) -> FontId {
    FontId::new(size, FAMILIES[face as usize].clone())
}

/// Text in this cut and size.
pub fn text(words: impl Into<String>, face: Face, size: f32) -> RichText {
    RichText::new(words).font(font(face, size))
}

/// Gives `ctx` the fonts and both styles.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(
        egui::Theme::Dark,
        style(&DARK, egui::Style { visuals: egui::Visuals::dark(), ..Style::default() }),
    );
    ctx.set_style_of(
        egui::Theme::Light,
        style(&LIGHT, egui::Style { visuals: egui::Visuals::light(), ..Style::default() }),
    );
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (face, name, bytes) in FACES {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let mut chain = vec![name.to_owned()];
        if !matches!(face, Face::Icon | Face::IconFill) {
            chain.extend(fallback.iter().cloned());
        }
        fonts.families.insert(FAMILIES[face as usize].clone(), chain);
    }
    let mut chain = vec!["Inter Regular".to_owned()];
    chain.extend(fallback);
    fonts.families.insert(FontFamily::Proportional, chain);
    fonts
}

fn style(tokens: &Tokens, mut style: Style) -> Style {
    use egui::TextStyle::{Body, Button, Heading, Monospace, Small};
    style.text_styles = [
        (Small, font(Face::Regular, size::SMALL)),
        (Body, font(Face::Regular, size::BODY)),
        (Button, font(Face::Medium, size::BODY)),
        (Heading, font(Face::Semi, size::HEAD)),
        (Monospace, FontId::monospace(size::SMALL)),
    ]
    .into();
    style.spacing.item_spacing = egui::vec2(space::S, space::XS);
    style.spacing.button_padding = egui::vec2(space::M, 6.0);
    style.spacing.interact_size.y = 24.0;
    style.spacing.menu_margin = egui::Margin::same(6);
    style.spacing.scroll = egui::style::ScrollStyle::floating();
    style.spacing.scroll.fade.strength = 0.0;
    style.spacing.tooltip_width = 360.0;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;
    style.animation_time = 0.0;
    visuals(tokens, &mut style.visuals);
    style
}

fn visuals(tokens: &Tokens, visuals: &mut egui::Visuals) {
    let hairline = Stroke::new(1.0, tokens.line);
    visuals.panel_fill = tokens.panel;
    visuals.window_fill = tokens.panel;
    visuals.window_stroke = hairline;
    visuals.window_corner_radius = CornerRadius::same(radius::L);
    visuals.menu_corner_radius = CornerRadius::same(radius::M);
    visuals.extreme_bg_color = tokens.raised;
    visuals.text_edit_bg_color = Some(tokens.raised);
    visuals.faint_bg_color = tokens.raised;
    visuals.code_bg_color = tokens.raised;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(tokens.muted);
    visuals.hyperlink_color = tokens.accent;
    visuals.warn_fg_color = tokens.dead;
    visuals.error_fg_color = tokens.rage;
    visuals.selection.bg_fill = Tokens::half(tokens.accent);
    visuals.selection.stroke = Stroke::new(1.0, tokens.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, tokens.accent);
    visuals.text_cursor.blink = false;
    visuals.disabled_alpha = 0.5;
    visuals.text_options.font_hinting = false; // it bends Inter: dots of i touch their stems
    visuals.widgets.noninteractive.bg_fill = tokens.panel;
    visuals.widgets.noninteractive.weak_bg_fill = tokens.panel;
    visuals.widgets.noninteractive.bg_stroke = hairline;
    visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, tokens.text);
    for widget in [
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
        &mut visuals.widgets.open,
    ] {
        widget.bg_fill = tokens.raised;
        widget.weak_bg_fill = tokens.raised;
        widget.bg_stroke = hairline;
        widget.fg_stroke = Stroke::new(1.0, tokens.text);
        widget.corner_radius = CornerRadius::same(radius::M);
        widget.expansion = 0.0;
    }
    visuals.widgets.hovered.bg_stroke = Stroke::new(1.0, tokens.faint);
    visuals.widgets.hovered.weak_bg_fill = tokens.line;
    visuals.widgets.active.bg_stroke = Stroke::new(1.0, tokens.accent);
}

/// A length, place or share as egui counts them; no screen needs more digits than are left.
#[expect(clippy::cast_possible_truncation, reason = "far within the range, and digits may be lost")]
pub fn points(value: f64) -> f32 {
    value as f32
}

/// A bar or side panel: filled, with a margin.
pub fn panel(tokens: &Tokens) -> egui::Frame {
    egui::Frame::new().fill(tokens.panel).inner_margin(egui::Margin::symmetric(14, 0))
}

/// A card: bordered, rounded.
pub fn card(tokens: &Tokens) -> egui::Frame {
    egui::Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(radius::L)
        .inner_margin(14)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::cast_lossless, reason = "bytes")]
    fn luminance(color: Color32) -> f32 {
        let linear = |byte: u8| {
            let part = byte as f32 / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(one: Color32, other: Color32) -> f32 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read() {
        for tokens in [DARK, LIGHT] {
            for ground in [tokens.bg, tokens.panel, tokens.raised, tokens.chosen] {
                assert!(contrast(tokens.text, ground) >= 7.0);
                assert!(contrast(tokens.muted, ground) >= 4.4, "{}", contrast(tokens.muted, ground));
            }
            assert!(contrast(tokens.faint, tokens.panel) >= 3.0);
        }
    }

    #[test]
    fn faces_stand_in_the_order_of_the_enum() {
        for (place, (face, ..)) in FACES.iter().enumerate() {
            assert_eq!(*face as usize, place);
        }
    }
}
