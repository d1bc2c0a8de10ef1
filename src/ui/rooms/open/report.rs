//! What the last import told: what came in, what was set aside and why.

use crate::library::ImportReport;
use crate::ui::command::{Command, File};
use crate::ui::icons;
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::Push;
use crate::ui::widgets::{self, words};
use crate::ui::words;
use egui::{Align, Layout, Ui};

/// Draws the report over everything.
pub fn report(ui: &Ui, report: &ImportReport, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let height = ui.ctx().content_rect().height();
    let modal = egui::Modal::new(egui::Id::unique("import report"))
        .frame(theme::card(tokens).inner_margin(20))
        .show(ui.ctx(), |ui| {
            ui.set_width(760.0_f32.min(ui.ctx().content_rect().width() - 80.0));
            ui.horizontal(|ui| {
                words(ui, "Import report", (Face::Semi, size::HEAD), tokens.text);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if Push::icon_only(icons::X, "Close import report").show(ui).clicked() {
                        commands.push(Command::File(File::HideReport));
                    }
                });
            });
            for line in lines(report) {
                words(ui, line, (Face::Regular, size::BODY), tokens.muted);
            }
            ui.add_space(space::S);
            egui::ScrollArea::vertical().max_height(height - 260.0).auto_shrink([false, true]).show(
                ui,
                |ui| {
                    details(ui, tokens, report);
                },
            );
        });
    if modal.should_close() {
        commands.push(Command::File(File::HideReport));
    }
}

fn lines(report: &ImportReport) -> Vec<String> {
    let mut lines = vec![format!(
        "{} · {} read · {} new · {} already there",
        words::counted(report.files, "file"),
        words::bytes(report.bytes),
        words::counted(report.new, "session"),
        words::count(report.already_there),
    )];
    if report.longer > 0 {
        lines.push(format!("{} replaced by a longer recording", words::counted(report.longer, "session")));
    }
    let joins = &report.joins;
    let joined = [(joins.sessions, "session row"), (joins.orders, "order"), (joins.answers, "survey answer")];
    let told: Vec<String> = joined
        .iter()
        .filter(|(join, _)| join.matched + join.unmatched > 0)
        .map(|(join, what)| {
            let all = join.matched + join.unmatched;
            format!("{} ({} joined)", words::counted(all, what), words::count(join.matched))
        })
        .collect();
    if !told.is_empty() {
        lines.push(told.join(" · "));
    }
    if report.screenshots + report.assets > 0 {
        let pictures = words::counted(report.screenshots, "page screenshot");
        lines.push(format!("{pictures} · {} of the site", words::counted(report.assets, "file")));
    }
    if report.cancelled {
        lines.push("Cancelled: what was read before is kept.".to_owned());
    }
    lines
}

fn details(ui: &mut Ui, tokens: &Tokens, report: &ImportReport) {
    if !report.set_aside.is_empty() {
        head(ui, tokens, &format!("Set aside {}", report.set_aside.len()));
        for aside in &report.set_aside {
            entry(ui, tokens, &aside.path, &aside.place, &aside.why);
        }
    }
    if !report.renamed.is_empty() {
        head(ui, tokens, &format!("Kept under another id {}", report.renamed.len()));
        for renamed in &report.renamed {
            let why = format!(
                "{} is the id of a different recording; this one is kept as {}",
                renamed.id, renamed.kept_as
            );
            entry(ui, tokens, &renamed.file, "", &why);
        }
    }
    if !report.warnings.is_empty() {
        head(ui, tokens, &format!("Odd, but kept {}", report.warnings.len()));
        for warning in report.warnings.iter().take(200) {
            entry(ui, tokens, &warning.file, &warning.place, &warning.why);
        }
    }
    if !report.fidelity_gaps.is_empty() {
        head(ui, tokens, "What these recordings cannot tell");
        for gap in &report.fidelity_gaps {
            entry(ui, tokens, &words::counted(gap.sessions, "session"), "", &gap.gap);
        }
    }
    if !report.incomplete() && report.warnings.is_empty() && report.fidelity_gaps.is_empty() {
        widgets::empty(ui, "Nothing was set aside", "Everything in these files could be read.");
    }
}

fn head(ui: &mut Ui, tokens: &Tokens, text: &str) {
    ui.add_space(space::S);
    words(ui, text, (Face::Semi, size::BODY), tokens.text);
    widgets::rule(ui);
}

fn entry(ui: &mut Ui, tokens: &Tokens, path: &str, place: &str, why: &str) {
    ui.add_space(space::XS);
    let what = if place.is_empty() { path.to_owned() } else { format!("{path} · {place}") };
    ui.add(
        egui::Label::new(theme::text(what, Face::Medium, size::BODY).color(tokens.text))
            .selectable(true)
            .wrap(),
    );
    ui.add(
        egui::Label::new(theme::text(why, Face::Regular, size::BODY).color(tokens.muted))
            .selectable(true)
            .wrap(),
    );
}
