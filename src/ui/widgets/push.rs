//! The push button: icon, words, key; in four looks.

use crate::ui::command::{Command, Possible};
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use egui::{Color32, Galley, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use std::sync::Arc;

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The one thing to do here.
    Primary,
    /// On a raised field.
    Plain,
    /// Words alone.
    Quiet,
    /// Dashed and round: adds a chip.
    Dashed,
}

/// A button.
#[derive(Debug, Clone)]
pub struct Push<'a> {
    label: &'a str,
    name: Option<&'a str>,
    icon: Option<Icon>,
    after: Option<Icon>,
    key: Option<String>,
    tone: Tone,
    color: Option<Color32>,
    selected: Option<bool>,
    refused: Option<&'a str>,
}

impl<'a> Push<'a> {
    /// With these words.
    pub fn new(label: &'a str) -> Self {
        Self {
            label,
            name: None,
            icon: None,
            after: None,
            key: None,
            tone: Tone::Plain,
            color: None,
            selected: None,
            refused: None,
        }
    }

    /// An icon alone, with a name for tooltips and screen readers.
    pub fn icon_only(icon: Icon, name: &'a str) -> Self {
        Self { name: Some(name), icon: Some(icon), tone: Tone::Quiet, ..Self::new("") }
    }

    /// A command, with its label, icon and key, and refused when it cannot run now.
    pub fn command(ui: &Ui, command: &'a Command, now: &Possible) -> Self {
        Self {
            icon: Some(command.icon()),
            key: Some(command.key_words(ui.ctx())).filter(|key| !key.is_empty()),
            refused: command.possible(now).err(),
            ..Self::new(command.label())
        }
    }

    /// With an icon before the words.
    #[must_use]
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// With an icon behind the words.
    #[must_use]
    pub fn after(self, icon: Icon) -> Self {
        Self { after: Some(icon), ..self }
    }

    /// With other words than the command's.
    #[must_use]
    pub fn label(self, label: &'a str) -> Self {
        Self { label, ..self }
    }

    /// With another name for screen readers than its words.
    #[must_use]
    pub fn name(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// How loud.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// Words and icon in this colour.
    #[must_use]
    pub fn color(self, color: Color32) -> Self {
        Self { color: Some(color), ..self }
    }

    /// A button that stays down.
    #[must_use]
    pub fn selected(self, selected: bool) -> Self {
        Self { selected: Some(selected), ..self }
    }

    /// With the key of a command.
    #[must_use]
    pub fn key(self, ui: &Ui, command: &Command) -> Self {
        Self { key: Some(command.key_words(ui.ctx())).filter(|key| !key.is_empty()), ..self }
    }

    /// Refused for this reason, or not.
    #[must_use]
    pub fn refused(self, why: Option<&'a str>) -> Self {
        Self { refused: why, ..self }
    }

    /// Draws it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let tokens = theme::tokens(ui);
        let name = self.name.unwrap_or(self.label).to_owned();
        let (enabled, selected) = (self.refused.is_none(), self.selected);
        let parts = self.parts(ui, tokens);
        let gap = space::S;
        let content: f32 =
            parts.iter().map(|part| part.width).sum::<f32>() + gap * parts.len().saturating_sub(1) as f32;
        let padding = match (self.tone, self.label.is_empty()) {
            (Tone::Quiet, _) | (_, true) => 7.0,
            _ => 11.0,
        };
        let height = if self.tone == Tone::Dashed { 27.0 } else { space::CONTROL };
        let sense = if enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(content + 2.0 * padding, height), sense);
        response.widget_info(|| match selected {
            Some(selected) => WidgetInfo::selected(Role::Button, enabled, selected, &name),
            None => WidgetInfo::labeled(Role::Button, enabled, &name),
        });
        if ui.is_rect_visible(rect) {
            self.ground(ui, tokens, rect, &response);
            let mut x = rect.left() + padding;
            for part in parts {
                part.paint(ui, tokens, x, rect.center().y);
                x += part.width + gap;
            }
        }
        match self.refused {
            Some(why) => response.on_hover_text(why),
            None if self.label.is_empty() => response.on_hover_text(match &self.key {
                Some(key) => format!("{name} ({key})"),
                None => name,
            }),
            None => response.on_hover_cursor(egui::CursorIcon::PointingHand),
        }
    }

    fn ink(&self, tokens: &Tokens) -> Color32 {
        if self.refused.is_some() {
            return tokens.faint;
        }
        self.color.unwrap_or(match (self.tone, self.selected) {
            (Tone::Primary, _) => tokens.on_accent,
            (_, Some(true)) => tokens.accent,
            (Tone::Quiet | Tone::Dashed, _) => tokens.muted,
            (Tone::Plain, _) => tokens.text,
        })
    }

    fn parts(&self, ui: &Ui, tokens: &Tokens) -> Vec<Part> {
        let ink = self.ink(tokens);
        let face = if matches!(self.tone, Tone::Dashed | Tone::Quiet) { Face::Medium } else { Face::Semi };
        let lay = |text: &str, face, size, color| {
            ui.painter().layout_no_wrap(text.to_owned(), theme::font(face, size), color)
        };
        let mut parts = Vec::new();
        let icon_size = if self.label.is_empty() { 18.0 } else { 16.0 };
        if let Some(icon) = self.icon {
            parts.push(Part::plain(lay(icon.glyph, icon.face, icon_size, ink)));
        }
        if !self.label.is_empty() {
            parts.push(Part::plain(lay(self.label, face, size::BODY, ink)));
        }
        if let Some(icon) = self.after {
            parts.push(Part::plain(lay(icon.glyph, icon.face, 14.0, ink)));
        }
        if let (Some(key), false) = (&self.key, self.label.is_empty()) {
            let ink = if self.tone == Tone::Primary { tokens.on_accent } else { tokens.faint };
            parts.push(Part::key(lay(key, Face::Medium, size::TINY, ink), ink));
        }
        parts
    }

    fn ground(&self, ui: &Ui, tokens: &Tokens, rect: egui::Rect, response: &Response) {
        let over = response.hovered() && self.refused.is_none();
        let corner = if self.tone == Tone::Dashed { 14 } else { radius::M };
        let (fill, line) = match self.tone {
            Tone::Primary if self.refused.is_some() => (tokens.raised, tokens.line),
            Tone::Primary if over => (tokens.accent.gamma_multiply(0.88), tokens.accent),
            Tone::Primary => (tokens.accent, tokens.accent),
            Tone::Plain if over => (tokens.line, tokens.line),
            Tone::Plain => (tokens.raised, tokens.line),
            Tone::Quiet if over => (tokens.raised, Color32::TRANSPARENT),
            Tone::Quiet | Tone::Dashed => (Color32::TRANSPARENT, Color32::TRANSPARENT),
        };
        let painter = ui.painter();
        painter.rect(rect, corner, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        if self.tone == Tone::Dashed {
            let ink = if over { tokens.faint } else { tokens.line };
            super::chip::dashed(painter, rect, f32::from(corner), ink);
        }
        if response.has_focus() {
            let stroke = Stroke::new(2.0, tokens.accent);
            painter.rect_stroke(rect.expand(2.0), corner + 2, stroke, StrokeKind::Outside);
        }
    }
}

struct Part {
    galley: Arc<Galley>,
    width: f32,
    border: Option<Color32>,
}

impl Part {
    fn plain(galley: Arc<Galley>) -> Self {
        Self { width: galley.size().x, galley, border: None }
    }

    fn key(galley: Arc<Galley>, ink: Color32) -> Self {
        Self { width: galley.size().x + 10.0, galley, border: Some(ink) }
    }

    fn paint(&self, ui: &Ui, tokens: &Tokens, x: f32, y: f32) {
        let size = self.galley.size();
        let left = x + (self.width - size.x) / 2.0;
        if let Some(ink) = self.border {
            let rect =
                egui::Rect::from_center_size(egui::pos2(x + self.width / 2.0, y), vec2(self.width, 18.0));
            let line = if ink == tokens.on_accent { ink.gamma_multiply(0.5) } else { tokens.line };
            ui.painter().rect_stroke(rect, radius::S, Stroke::new(1.0, line), StrokeKind::Inside);
        }
        ui.painter().galley(egui::pos2(left, y - size.y / 2.0), self.galley.clone(), Color32::PLACEHOLDER);
    }
}
