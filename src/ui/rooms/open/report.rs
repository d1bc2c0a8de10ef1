//! What the last import told: what came in, what was set aside and why. Long lists are put together
//! by cause, and only the lines that can be seen are drawn.

use crate::findings::imported::{Section, sections, summary};
use crate::library::ImportReport;
use crate::ui::command::{Command, File};
use crate::ui::icons;
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{self, words};
use crate::ui::words;
use egui::{Align, Id, Layout, Ui};
use std::sync::Arc;

/// Places of a cause that are shown before somebody asks for all.
const FIRST: usize = 3;
/// The height of a place's line.
const LINE: f32 = 20.0;

/// Draws the report over everything.
pub fn report(ui: &Ui, report: &Arc<ImportReport>, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let height = ui.ctx().content_rect().height();
    let parts = told(ui, report);
    let modal = egui::Modal::new(Id::unique("import report"))
        .frame(theme::card(tokens).inner_margin(20))
        .show(ui.ctx(), |ui| {
            ui.set_width(860.0_f32.min(ui.ctx().content_rect().width() - 80.0));
            ui.horizontal(|ui| {
                ui.set_min_height(space::CONTROL); // of the buttons, so that the title stands in their middle
                words(ui, "Import report", (Face::Semi, size::HEAD), tokens.text);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if Push::icon_only(icons::X, "Close import report").show(ui).clicked() {
                        commands.push(Command::File(File::HideReport));
                    }
                    if Push::new("Save as JSON…").icon(icons::EXPORT).show(ui).clicked() {
                        commands.push(Command::File(File::SaveReport));
                    }
                    if Push::new("Copy").icon(icons::COPY).show(ui).clicked() {
                        commands.push(Command::File(File::CopyReport));
                    }
                    let ask = Push::new("Say what tables are…").tone(Tone::Primary);
                    if !report.unmapped.is_empty() && ask.show(ui).clicked() {
                        commands.push(Command::File(File::AskTables));
                    }
                });
            });
            for line in summary(report) {
                words(ui, line, (Face::Regular, size::BODY), tokens.muted);
            }
            ui.add_space(space::S);
            let most = (height - 260.0).max(160.0);
            // Whole at once: an area in a window is else as high as it was when it was empty.
            let list = egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most);
            let list = list.auto_shrink([false, true]);
            list.show(ui, |ui| {
                if !report.incomplete() && parts.iter().all(|part| !part.loss) {
                    words(ui, "Nothing was set aside.", (Face::Semi, size::BODY), tokens.text);
                }
                parts.iter().for_each(|part| section(ui, tokens, part));
            });
        });
    if modal.should_close() {
        commands.push(Command::File(File::HideReport));
    }
}

/// The report's parts, put together once for a report: one of 20,000 files takes a while.
fn told(ui: &Ui, report: &Arc<ImportReport>) -> Arc<Vec<Section>> {
    type Kept = Option<(Arc<ImportReport>, Arc<Vec<Section>>)>;
    let id = Id::unique("import report parts");
    let kept = ui.data(|data| data.get_temp::<Kept>(id)).flatten();
    if let Some((of, parts)) = kept
        && Arc::ptr_eq(&of, report)
    {
        return parts;
    }
    let parts = Arc::new(sections(report));
    ui.data_mut(|data| data.insert_temp::<Kept>(id, Some((report.clone(), parts.clone()))));
    parts
}

fn section(ui: &mut Ui, tokens: &Tokens, part: &Section) {
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        words(ui, part.title, (Face::Semi, size::BODY), if part.loss { tokens.dead } else { tokens.text });
        words(ui, words::count(part.count() as u64), (Face::Regular, size::BODY), tokens.muted);
    });
    widgets::rule(ui);
    for cause in &part.causes {
        ui.add_space(space::XS);
        let number = cause.places.len();
        let why = if number > 1 {
            format!("{} × {}", words::count(number as u64), cause.why)
        } else {
            cause.why.clone()
        };
        let why = theme::text(why, Face::Medium, size::BODY).color(tokens.text);
        ui.add(egui::Label::new(why).selectable(true).wrap());
        let id = Id::unique((part.title, cause.why.as_str(), "all"));
        let all = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or_default();
        let shown = if all || number <= FIRST + 1 { number } else { FIRST };
        places(ui, tokens, &cause.places[..shown]);
        if number > FIRST + 1 {
            let label = if all {
                "Show less".to_owned()
            } else {
                format!("Show all {}", words::count(number as u64))
            };
            let name = format!("{label}: {}", cause.why);
            if Push::new(&label).name(&name).tone(Tone::Quiet).show(ui).clicked() {
                ui.data_mut(|data| data.insert_temp(id, !all));
            }
        }
    }
}

/// Lines of one height, so that only those in view cost anything.
fn places(ui: &mut Ui, tokens: &Tokens, places: &[String]) {
    let all = egui::vec2(ui.available_width(), LINE * places.len() as f32);
    let (rect, _) = ui.allocate_exact_size(all, egui::Sense::hover());
    let seen = ui.clip_rect().intersect(rect);
    if !seen.is_positive() {
        return;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines of a list in view")]
    let line = |y: f32| ((y - rect.top()) / LINE).max(0.0) as usize;
    let last = (line(seen.bottom()) + 1).min(places.len());
    for (number, place) in places.iter().enumerate().take(last).skip(line(seen.top())) {
        let top = rect.top() + LINE * number as f32;
        let row = egui::Rect::from_min_size(
            egui::pos2(rect.left() + 12.0, top),
            egui::vec2(rect.width() - 12.0, LINE),
        );
        let text = theme::text(place.as_str(), Face::Regular, size::BODY).color(tokens.muted);
        let line = egui::UiBuilder::new().max_rect(row).layout(Layout::left_to_right(Align::Center));
        ui.scope_builder(line, |ui| ui.add(egui::Label::new(text).selectable(true).truncate()));
    }
}
