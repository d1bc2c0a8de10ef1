//! Asks what a table is that nobody knows: its kind, and which column holds what. Looks at the first
//! rows; knows nothing of files.

use crate::format::{EVERY_OTHER, Field, Mapping, TableKind, doubts};
use crate::library::Unmapped;
use crate::ui::command::{Command, File};
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{self, words};
use crate::ui::words;
use egui::{ComboBox, Id, Key, Role, ScrollArea, Ui, WidgetInfo};
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;

/// Tables that wait to be mapped, and what is chosen for the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapper {
    /// The tables, the one that is shown first.
    pub waiting: VecDeque<Unmapped>,
    /// What is chosen for it.
    pub chosen: Mapping,
    /// Files to be read again when all was said.
    pub again: Vec<PathBuf>,
    /// What was opened; read again for tables that lie in an archive.
    pub opened: Vec<PathBuf>,
    /// What would go wrong with the rows of the preview, and the choice that this was found for.
    doubts: Option<(Mapping, Option<String>)>,
}

impl Mapper {
    /// For these tables, out of the paths that were `opened`; `None` when there are none.
    pub fn new(unmapped: &[Unmapped], opened: Vec<PathBuf>) -> Option<Self> {
        let waiting: VecDeque<Unmapped> = unmapped.iter().cloned().collect();
        let chosen = waiting.front()?.guess.clone();
        Some(Self { waiting, chosen, again: Vec::new(), opened, doubts: None })
    }

    /// Goes on to the next table; whether there is one. Tables with the same header are passed over
    /// where `said` is what they are.
    pub fn next(&mut self, said: bool) -> bool {
        let done = self.waiting.pop_front();
        if let (true, Some(done)) = (said, done) {
            let alike = |table: &Unmapped| table.fingerprint == done.fingerprint;
            let paths: Vec<String> =
                self.waiting.iter().filter(|table| alike(table)).map(|table| table.path.clone()).collect();
            self.waiting.retain(|table| !alike(table));
            [vec![done.path], paths]
                .concat()
                .into_iter()
                .for_each(|path| self.read_again(PathBuf::from(path)));
        }
        self.chosen = self.waiting.front().map(|table| table.guess.clone()).unwrap_or_default();
        self.doubts = None;
        !self.waiting.is_empty()
    }

    /// What would go wrong with the choice, in a sentence; worked out once for a choice.
    fn doubt(&mut self) -> Option<String> {
        let known = self.doubts.as_ref().filter(|(of, _)| *of == self.chosen);
        if let Some((_, told)) = known {
            return told.clone();
        }
        let told = self.waiting.front().and_then(|table| doubt(table, &self.chosen));
        self.doubts = Some((self.chosen.clone(), told.clone()));
        told
    }

    fn read_again(&mut self, path: PathBuf) {
        let paths = if path.is_file() { vec![path] } else { self.opened.clone() };
        for path in paths {
            if !self.again.contains(&path) {
                self.again.push(path);
            }
        }
    }
}

/// What the rows of the preview say of a choice; what is not chosen yet is told by the button.
fn doubt(table: &Unmapped, chosen: &Mapping) -> Option<String> {
    let twice = chosen.columns.iter().find(|(field, column)| {
        chosen.columns.iter().any(|(other, taken)| other > *field && taken == *column)
    });
    if let Some((_, column)) = twice {
        return Some(format!("“{}” is chosen for two things.", short(column)));
    }
    let told = doubts(&table.columns, &table.preview, chosen).ok()?;
    let first = told.first()?;
    let cells = words::counted(told.len() as u64, "cell");
    let rows = words::counted(table.preview.len() as u64, "row");
    Some(format!("{cells} in the first {rows} could not be used: {first}"))
}

/// Draws the question over everything.
pub fn mapping(ui: &Ui, mapper: &mut Mapper, commands: &mut Vec<Command>) {
    let doubt = mapper.doubt();
    let Mapper { waiting, chosen, .. } = mapper;
    let Some(table) = waiting.front() else { return };
    let tokens = theme::tokens(ui);
    let space_there = ui.ctx().content_rect().size();
    let modal = egui::Modal::new(Id::unique("mapping")).frame(theme::card(tokens).inner_margin(20)).show(
        ui.ctx(),
        |ui| {
            ui.set_width(920.0_f32.min(space_there.x - 80.0));
            head(ui, tokens, table, waiting.len());
            kinds(ui, table, chosen);
            ui.add_space(space::S);
            let high = (space_there.y - 300.0).max(160.0);
            let area = ScrollArea::vertical().max_height(high).min_scrolled_height(high);
            area.auto_shrink([false, true]).show(ui, |ui| {
                fields(ui, tokens, table, chosen);
                ui.add_space(space::S);
                preview(ui, tokens, table, chosen);
            });
            ui.add_space(space::S);
            if let Some(doubt) = doubt {
                let told = theme::text(doubt, Face::Medium, size::BODY).color(tokens.dead);
                ui.add(egui::Label::new(told).wrap());
                ui.add_space(space::XS);
            }
            answers(ui, tokens, waiting.len(), chosen, commands);
        },
    );
    if modal.should_close() {
        commands.push(Command::File(File::SkipTable));
    }
}

fn head(ui: &mut Ui, tokens: &Tokens, table: &Unmapped, waiting: usize) {
    let name = table.path.rsplit(['/', '\\']).next().unwrap_or(&table.path);
    words(ui, format!("What is {name}?"), (Face::Semi, size::HEAD), tokens.text);
    let more = match waiting {
        0 | 1 => String::new(),
        2 => " · 1 more table after it".to_owned(),
        n => format!(" · {} more tables after it", n - 1),
    };
    let about = format!("{} · {}{more}", words::counted(table.rows, "row"), table.path);
    words(ui, about, (Face::Regular, size::SMALL), tokens.faint);
    words(ui, &table.why, (Face::Regular, size::BODY), tokens.muted);
    ui.add_space(space::XS);
}

fn kinds(ui: &mut Ui, table: &Unmapped, chosen: &mut Mapping) {
    ui.horizontal(|ui| {
        for kind in TableKind::ALL.into_iter().map(Some).chain([None]) {
            let label = kind.map_or("Leave out", TableKind::title);
            let push = Push::new(label).selected(chosen.kind == kind);
            if push.show(ui).clicked() && chosen.kind != kind {
                *chosen = fresh(table, kind);
            }
        }
    });
}

/// What is known of another kind: the guess where it is of this kind, and columns of fields that
/// both have.
fn fresh(table: &Unmapped, kind: Option<TableKind>) -> Mapping {
    let known = |field: &&Field| table.guess.columns.contains_key(field.name);
    let fields = kind.map(TableKind::fields).unwrap_or_default();
    let columns: BTreeMap<String, String> = fields
        .iter()
        .filter(known)
        .map(|field| (field.name.to_owned(), table.guess.columns[field.name].clone()))
        .collect();
    Mapping { kind, columns }
}

fn fields(ui: &mut Ui, tokens: &Tokens, table: &Unmapped, chosen: &mut Mapping) {
    let Some(kind) = chosen.kind else {
        let told = "It is left out, now and whenever a table with this header is opened.";
        words(ui, told, (Face::Regular, size::BODY), tokens.muted);
        return;
    };
    egui::Grid::new("mapping fields").num_columns(4).spacing([space::M, space::S]).show(ui, |ui| {
        for (index, field) in kind.fields().iter().enumerate() {
            let needed = field.required && chosen.header(field.name).is_none();
            let title = if field.required { format!("{} *", field.title) } else { field.title.to_owned() };
            words(ui, title, (Face::Medium, size::BODY), if needed { tokens.dead } else { tokens.text });
            column(ui, table, field, chosen);
            if index % 2 == 1 {
                ui.end_row();
            }
        }
    });
}

/// The drop-down with the columns that a field can be in.
fn column(ui: &mut Ui, table: &Unmapped, field: &Field, chosen: &mut Mapping) {
    const NONE: &str = "not in this table";
    const EVERY: &str = "every other column is a question";
    let now = chosen.header(field.name).map(str::to_owned);
    let shown = match now.as_deref() {
        None => NONE,
        Some(EVERY_OTHER) => EVERY,
        Some(column) => column,
    };
    let text = theme::text(shown, Face::Regular, size::BODY);
    let mut pick: Option<Option<String>> = None;
    let menu = ComboBox::from_id_salt(("mapping", field.name)).selected_text(text).width(260.0).truncate();
    let menu = menu.icon(|ui, rect, _, _| widgets::caret(ui, rect));
    let menu = menu.show_ui(ui, |ui| {
        widgets::readable_choice(ui);
        if ui.selectable_label(now.is_none(), NONE).clicked() {
            pick = Some(None);
        }
        if field.name == "answer" && ui.selectable_label(now.as_deref() == Some(EVERY_OTHER), EVERY).clicked()
        {
            pick = Some(Some(EVERY_OTHER.to_owned()));
        }
        for column in &table.columns {
            if ui.selectable_label(now.as_deref() == Some(column), column).clicked() {
                pick = Some(Some(column.clone()));
            }
        }
        if pick.is_some() {
            ui.close(); // a choice by key leaves it open otherwise
        }
    });
    let name = format!("Column for {}: {shown}", field.title.to_lowercase());
    menu.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
    match pick {
        Some(Some(column)) => {
            chosen.columns.insert(field.name.to_owned(), column);
        }
        Some(None) => {
            chosen.columns.remove(field.name);
        }
        None => {}
    }
}

/// The first rows; columns that are taken have the field above them. Of a wide table those that are
/// taken are shown, and the first of the others.
fn preview(ui: &mut Ui, tokens: &Tokens, table: &Unmapped, chosen: &Mapping) {
    const MOST: usize = 40;
    let rows = words::counted(table.preview.len() as u64, "row");
    words(ui, format!("The first {rows}"), (Face::Semi, size::BODY), tokens.text);
    let fields = table.columns.iter().map(|column| title_of(chosen, column)).enumerate();
    let shown: Vec<(usize, Option<&str>)> =
        fields.filter(|(place, field)| *place < MOST || field.is_some()).take(2 * MOST).collect();
    let hidden = table.columns.len() - shown.len();
    ScrollArea::horizontal().id_salt("mapping preview").show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        let grid = egui::Grid::new("mapping preview").min_row_height(18.0).spacing([space::M, 3.0]);
        grid.show(ui, |ui| {
            if shown.iter().any(|(_, field)| field.is_some()) {
                for (_, field) in &shown {
                    words(ui, field.unwrap_or_default(), (Face::Semi, size::SMALL), tokens.accent);
                }
                ui.end_row();
            }
            for (place, field) in &shown {
                let color = if field.is_some() { tokens.text } else { tokens.muted };
                words(ui, short(&table.columns[*place]), (Face::Semi, size::SMALL), color);
            }
            ui.end_row();
            for row in &table.preview {
                for (place, field) in &shown {
                    let color = if field.is_some() { tokens.text } else { tokens.muted };
                    let cell = row.get(*place).map(String::as_str).unwrap_or_default();
                    words(ui, short(cell), (Face::Regular, size::SMALL), color);
                }
                ui.end_row();
            }
        });
        ui.add_space(space::S); // of the scroll bar, which lies over what it scrolls
    });
    if hidden > 0 {
        let told = match hidden {
            1 => "1 more column is in the lists above".to_owned(),
            n => format!("{} more columns are in the lists above", words::count(n as u64)),
        };
        words(ui, told, (Face::Regular, size::SMALL), tokens.muted);
    }
}

/// What a column is taken for.
fn title_of(chosen: &Mapping, column: &str) -> Option<&'static str> {
    let kind = chosen.kind?;
    let held = chosen.columns.iter().find(|(_, header)| *header == column);
    let every = chosen.header("answer") == Some(EVERY_OTHER);
    match held {
        Some((field, _)) => kind.field(field).map(|field| field.title),
        None => every.then_some("Question"),
    }
}

/// A cell on one line.
fn short(cell: &str) -> String {
    const LONGEST: usize = 28;
    let line = cell.lines().next().unwrap_or_default();
    if line.chars().count() <= LONGEST && line.len() == cell.len() {
        return line.to_owned();
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn answers(ui: &mut Ui, tokens: &Tokens, waiting: usize, chosen: &Mapping, commands: &mut Vec<Command>) {
    let wrong = chosen.check_fields().is_err();
    // Enter answers, unless it works what has the focus.
    let free = ui.memory(|memory| memory.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx());
    let enter = free && ui.input(|input| input.key_pressed(Key::Enter));
    ui.horizontal(|ui| {
        let label = if chosen.kind.is_none() { "Leave out" } else { "Import" };
        let name = if chosen.kind.is_none() { "Leave this table out" } else { label };
        let refused = wrong.then_some("Choose a column for every field with a star");
        let import = Push::new(label).name(name).tone(Tone::Primary).refused(refused);
        if import.show(ui).clicked() || (enter && !wrong) {
            commands.push(Command::File(File::MapTable(chosen.clone())));
        }
        if Push::new("Skip").show(ui).on_hover_text("Asks again when it is opened again (Esc)").clicked() {
            commands.push(Command::File(File::SkipTable));
        }
        if waiting > 1 && Push::new("Skip all").tone(Tone::Quiet).show(ui).clicked() {
            commands.push(Command::File(File::SkipTables));
        }
        let (told, color) = match chosen.kind {
            Some(kind) if wrong => (format!("Still needed: {}.", lacking(kind, chosen)), tokens.dead),
            _ => ("Remembered for tables with the same header.".to_owned(), tokens.muted),
        };
        words(ui, told, (Face::Regular, size::SMALL), color);
    });
}

/// The titles of fields that are needed and have no column.
fn lacking(kind: TableKind, chosen: &Mapping) -> String {
    let fields = kind.fields().iter();
    let titles: Vec<&str> = fields
        .filter(|field| field.required && chosen.header(field.name).is_none())
        .map(|field| field.title)
        .collect();
    titles.join(", ")
}
