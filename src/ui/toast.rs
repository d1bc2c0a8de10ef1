//! Short messages in the lower right corner; details fold out under the sentence.

use super::icons;
use super::theme::{self, Face, Tokens, radius, size, space};
use super::words;
use std::time::Duration;

const SHOWN_S: f64 = 6.0;
/// The widest a sentence is before it goes on in the next line, points.
const WIDEST: f32 = 400.0;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something went wrong.
    Problem,
}

#[derive(Debug, Clone)]
struct Toast {
    tone: Tone,
    sentence: String,
    until_s: Option<f64>,
}

/// The messages on show.
#[derive(Debug, Clone, Default)]
pub struct Toasts(Vec<Toast>);

impl Toasts {
    /// Says that something was done; goes away by itself.
    pub fn done(&mut self, sentence: impl Into<String>) {
        self.push(Tone::Done, sentence.into());
    }

    /// Says that something went wrong; stays until it is closed.
    pub fn problem(&mut self, error: &anyhow::Error) {
        self.push(Tone::Problem, words::capital(&format!("{error:#}")));
    }

    /// The sentences on show, the oldest first.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|toast| toast.sentence.as_str())
    }

    fn push(&mut self, tone: Tone, sentence: String) {
        self.0.retain(|toast| toast.sentence != sentence);
        self.0.push(Toast { tone, sentence, until_s: None });
    }

    /// Draws them and drops those whose time is over.
    pub fn ui(&mut self, ctx: &egui::Context, tokens: &Tokens) {
        let now = ctx.input(|input| input.time);
        for toast in self.0.iter_mut().filter(|toast| toast.tone == Tone::Done) {
            let until = *toast.until_s.get_or_insert(now + SHOWN_S);
            ctx.request_repaint_after(Duration::from_secs_f64((until - now).max(0.05)));
        }
        self.0.retain(|toast| toast.until_s.is_none_or(|until| until > now));
        let mut closed = None;
        egui::Area::new(egui::Id::unique("toasts"))
            .anchor(egui::Align2::RIGHT_BOTTOM, [-space::L, -space::L])
            .order(egui::Order::Foreground)
            .show(ctx, |ui| {
                for (place, toast) in self.0.iter().enumerate() {
                    if toast_ui(ui, tokens, toast) {
                        closed = Some(place);
                    }
                }
            });
        if let Some(place) = closed {
            self.0.remove(place);
        }
    }
}

fn toast_ui(ui: &mut egui::Ui, tokens: &Tokens, toast: &Toast) -> bool {
    let (icon, color) = match toast.tone {
        Tone::Done => (icons::CHECK_CIRCLE_FILL, tokens.good),
        Tone::Problem => (icons::WARNING_CIRCLE_FILL, tokens.rage),
    };
    let frame = theme::card(tokens).corner_radius(radius::M).inner_margin(10).shadow(egui::Shadow {
        offset: [0, 4],
        blur: 18,
        spread: 0,
        color: egui::Color32::from_black_alpha(90),
    });
    frame
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.label(theme::text(icon.glyph, icon.face, 16.0).color(color));
                let font = theme::font(Face::Medium, size::BODY);
                let sentence = ui.painter().layout(toast.sentence.clone(), font, tokens.text, WIDEST);
                ui.label(sentence);
                let close = theme::text(icons::X.glyph, Face::Icon, 14.0).color(tokens.muted);
                ui.add(egui::Button::new(close).frame(false)).accessible_name("Close message").clicked()
            })
            .inner
        })
        .inner
}
