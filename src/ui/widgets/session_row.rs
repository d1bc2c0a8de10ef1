//! One session in a list: who, how long, how far, what went wrong.

use crate::event::{Device, Time};
use crate::facts::SignalKind;
use crate::library::Session;
use crate::ui::icons;
use crate::ui::theme::{self, Face, Tokens, size};
use crate::ui::words;
use egui::{Align, Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// The height of a row, with its hairline.
pub const HEIGHT: f32 = 87.0;

/// Draws a row as wide as `ui`.
pub fn session_row(ui: &mut Ui, session: &Session, chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, name(session)));
    if ui.is_rect_visible(rect) {
        paint(ui, rect, session, chosen, &response);
    }
    response
}

/// What a screen reader says of it: `FI · returning, 4:12, rage 3`.
pub fn name(session: &Session) -> String {
    let mut name = format!("{}, {}", who(session), words::clock(Time(session.duration_ms)));
    name.extend(troubles(session).map(|(kind, count)| format!(", {} {count}", words::signal_chip(kind))));
    name
}

/// `FI · returning`; the id when nothing is known.
pub fn who(session: &Session) -> String {
    let parts: Vec<&str> = [&session.audience.country, &session.audience.customer]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if parts.is_empty() {
        return short_id(&session.id);
    }
    parts.join(" · ")
}

/// An id that fits a row. Its end is kept: the ids of one tool often begin alike.
fn short_id(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    if letters.len() <= 17 {
        return id.to_owned();
    }
    letters[..7].iter().chain(&['…']).chain(&letters[letters.len() - 8..]).collect()
}

/// The icon of a device class.
pub fn device_icon(device: Device) -> icons::Icon {
    match device {
        Device::Mobile => icons::DEVICE_MOBILE,
        Device::Tablet => icons::DEVICE_TABLET,
        Device::Desktop => icons::DESKTOP,
    }
}

/// The colour of a kind of friction.
pub fn signal_color(tokens: &Tokens, kind: SignalKind) -> Color32 {
    match kind {
        SignalKind::Rage | SignalKind::CouponRefused => tokens.rage,
        SignalKind::Dead => tokens.dead,
        SignalKind::Error => tokens.error,
        SignalKind::QuickBack => tokens.info,
    }
}

fn troubles(session: &Session) -> impl Iterator<Item = (SignalKind, u32)> {
    SignalKind::ALL.into_iter().filter_map(|kind| {
        let count = session.signals.get(kind.name()).copied().flatten()?;
        (count > 0).then_some((kind, count))
    })
}

fn paint(ui: &Ui, rect: Rect, session: &Session, chosen: bool, response: &Response) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let ground = match (chosen, response.hovered()) {
        (true, _) => Some(tokens.chosen),
        (false, true) => Some(tokens.raised),
        _ => None,
    };
    if let Some(ground) = ground {
        painter.rect_filled(rect, 0, ground);
    }
    if chosen || response.has_focus() {
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height() - 1.0)), 0, tokens.accent);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, tokens.line));
    let (left, right) = (rect.left() + 14.0, rect.right() - 14.0);
    let lay = |text: String, face, size, color| painter.layout_no_wrap(text, theme::font(face, size), color);

    let y = rect.top() + 20.0;
    super::put_icon(painter, pos2(left + 7.0, y), device_icon(session.audience.device), 16.0, tokens.muted);
    let clock = lay(words::clock(Time(session.duration_ms)), Face::Regular, size::BODY, tokens.muted);
    let clock = super::put(painter, (right, y), Align::Max, clock);
    if session.marks.watched {
        let center = pos2(clock.left() - 14.0, y);
        super::put_icon(painter, center, icons::CHECK_CIRCLE_FILL, 15.0, tokens.good);
    }
    let width = clock.left() - 30.0 - (left + 22.0);
    let who =
        super::one_line(painter, &who(session), theme::font(Face::Semi, size::BODY), tokens.text, width);
    super::put(painter, (left + 22.0, y), Align::Min, who);

    let y = rect.top() + 43.0;
    let mut x = super::rows::pips(painter, left, y, session.shopping.stage, tokens);
    if let Some(value) = session.shopping.order_value.or(session.shopping.cart_value) {
        let value = words::money(value, session.shopping.currency.as_deref());
        let value = lay(value, Face::Regular, size::BODY, tokens.muted);
        x = super::put(painter, (x + 10.0, y), Align::Min, value).right();
    }
    let strip = Rect::from_min_max(pos2((right - 110.0).max(x + 10.0), y - 6.0), pos2(right, y + 8.0));
    super::rows::strip(painter, strip, &session.activity, tokens.muted);

    let y = rect.top() + 67.0;
    let mut x = left;
    for (kind, count) in troubles(session) {
        let color = signal_color(tokens, kind);
        let text = format!("{} {count}", words::signal_chip(kind));
        x = super::chip::paint_tag(painter, (x, y), &text, color, Tokens::soft(color)) + 4.0;
    }
    for tag in &session.marks.tags {
        if x < right - 60.0 {
            x = super::chip::paint_tag(painter, (x, y), tag, tokens.muted, tokens.raised) + 4.0;
        }
    }
}
