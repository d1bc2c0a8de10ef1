//! Tabs with a line under the chosen one, and the segmented control of the title bar.

use crate::ui::icons::Icon;
use crate::ui::theme::{self, Face, radius, size, space};
use egui::{Align, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// A row of tabs with a hairline below; gives back the one that was clicked.
pub fn underlined<T: Copy + PartialEq>(ui: &mut Ui, chosen: T, tabs: &[(T, String)]) -> Option<T> {
    let tokens = theme::tokens(ui);
    let mut clicked = None;
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), space::TABS), Sense::hover());
    let mut x = row.left();
    let lay = |height: f32| {
        let one = |(tab, label): &(T, String)| {
            let on = *tab == chosen;
            let ink = if on { tokens.text } else { tokens.muted };
            let face = if on { Face::Semi } else { Face::Medium };
            ui.painter().layout_no_wrap(label.clone(), theme::font(face, height), ink)
        };
        let galleys: Vec<_> = tabs.iter().map(one).collect();
        let words: f32 = galleys.iter().map(|galley| galley.size().x).sum();
        (galleys, (row.width() - words) / (tabs.len().max(2) - 1) as f32)
    };
    // Smaller, then closer together, where the panel is narrow, so that the last one is not cut off.
    let (mut galleys, mut gap) = lay(size::BODY);
    if gap < 9.0 {
        (galleys, gap) = lay(size::SMALL);
    }
    let gap = gap.clamp(5.0, 15.0);
    for (place, ((tab, label), galley)) in tabs.iter().zip(galleys).enumerate() {
        let on = *tab == chosen;
        let rect = Rect::from_min_size(pos2(x, row.top()), vec2(galley.size().x, row.height() - 1.0));
        let response = ui.interact(
            rect.expand2(vec2((gap / 2.0).min(6.0), 0.0)),
            ui.scope_id().with(("tab", place)),
            Sense::click(),
        );
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, label));
        super::put(ui.painter(), (x, row.center().y - 0.5), Align::Min, galley);
        if on || response.has_focus() {
            let line =
                Rect::from_min_max(pos2(rect.left(), row.bottom() - 2.0), pos2(rect.right(), row.bottom()));
            ui.painter().rect_filled(line, 0, tokens.accent);
        }
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            clicked = Some(*tab);
        }
        x = rect.right() + gap;
    }
    let below = Rect::from_min_max(
        pos2(ui.clip_rect().left(), row.bottom() - 0.5),
        pos2(ui.clip_rect().right(), row.bottom() + 0.5),
    );
    ui.painter().rect_filled(below, 0, tokens.line);
    clicked
}

/// One side of a segmented control.
#[derive(Debug, Clone)]
pub struct Side<'a, T> {
    /// What is chosen by it.
    pub value: T,
    /// Its words; with none, the name is shown as a tooltip.
    pub label: &'a str,
    /// Its name for screen readers.
    pub name: &'a str,
    /// Its icon.
    pub icon: Option<Icon>,
}

/// A segmented control; gives back the side that was clicked.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, chosen: T, sides: &[Side<'_, T>]) -> Option<T> {
    let tokens = theme::tokens(ui);
    let lay = |side: &Side<'_, T>| {
        let on = side.value == chosen;
        let ink = if on { tokens.text } else { tokens.muted };
        let face = if on { Face::Semi } else { Face::Medium };
        let icon = side.icon.map(|icon| {
            ui.painter().layout_no_wrap(icon.glyph.to_owned(), theme::font(icon.face, 16.0), ink)
        });
        let words = ui.painter().layout_no_wrap(side.label.to_owned(), theme::font(face, size::BODY), ink);
        (icon, words)
    };
    let laid: Vec<_> = sides.iter().map(lay).collect();
    let widths: Vec<f32> = laid
        .iter()
        .map(|(icon, words)| {
            let both = icon.is_some() && words.size().x > 0.0;
            let icon = icon.as_ref().map_or(0.0, |icon| icon.size().x);
            (icon + words.size().x + if both { 7.0 } else { 0.0 } + if both { 28.0 } else { 22.0 }).round()
        })
        .collect();
    let size = vec2(widths.iter().sum::<f32>() + 4.0, 35.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(rect, radius::M, tokens.raised);
    let mut clicked = None;
    let mut x = rect.left() + 2.0;
    for ((side, (icon, words)), width) in sides.iter().zip(laid).zip(widths) {
        let part = Rect::from_min_size(pos2(x, rect.top() + 2.0), vec2(width, rect.height() - 4.0));
        let response = ui.interact(part, ui.scope_id().with(("side", side.name)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, side.value == chosen, side.name));
        if side.value == chosen {
            ui.painter().rect_filled(part, radius::M - 1, tokens.panel);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(
                part,
                radius::M - 1,
                Stroke::new(1.5, tokens.accent),
                StrokeKind::Inside,
            );
        }
        let used =
            icon.as_ref().map_or(0.0, |icon| icon.size().x + if side.label.is_empty() { 0.0 } else { 7.0 })
                + words.size().x;
        let mut at = part.center().x - used / 2.0;
        if let Some(icon) = icon {
            at = super::put(ui.painter(), (at, part.center().y), Align::Min, icon).right() + 7.0;
        }
        super::put(ui.painter(), (at, part.center().y), Align::Min, words);
        let response = if side.label.is_empty() { response.on_hover_text(side.name) } else { response };
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            clicked = Some(side.value);
        }
        x += width;
    }
    clicked
}
