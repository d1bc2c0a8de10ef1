//! What happened in the session: signals, events, evidence, details. A click jumps to the moment.

use super::Tab;
use super::open_session::OpenSession;
use super::{event_list, evidence_card};
use crate::event::Time;
use crate::ui::command::{Command, Play, SessionCommand, View};
use crate::ui::icons;
use crate::ui::state::{Opened, State};
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::session_row::signal_color;
use crate::ui::widgets::{self, chip, rows, tabs};
use crate::ui::words;
use egui::{Align, Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// About how high the cards below the signals are.
const CARDS: f32 = 360.0;

/// Draws the inspector.
pub(super) fn inspector(ui: &mut Ui, state: &State, opened: &Opened, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let Some(session) = opened.session.as_deref() else {
        ui.take_available_space();
        return;
    };
    let named = [
        (Tab::Signals, format!("Signals {}", session.facts.signals.len())),
        (Tab::Events, format!("Events {}", session.entries.len())),
        (Tab::Evidence, format!("Evidence {}", session.evidence.len())),
        (Tab::Details, "Details".to_owned()),
    ];
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 0)).show(ui, |ui| {
        if let Some(tab) = tabs::underlined(ui, state.settings.tab, &named) {
            commands.push(Command::View(View::Tab(tab)));
        }
    });
    match state.settings.tab {
        Tab::Signals => scrolled(ui, "signals", |ui| signals(ui, state, opened, session, commands)),
        Tab::Events => event_list::events(ui, session, commands),
        Tab::Evidence => scrolled(ui, "evidence", |ui| evidence(ui, state, opened, session, commands)),
        Tab::Details => scrolled(ui, "details", |ui| details(ui, opened, session, commands)),
    }
}

fn scrolled(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    egui::ScrollArea::vertical().id_salt(name).auto_shrink(false).show(ui, contents);
}

fn inset(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 0)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        contents(ui);
    });
}

fn signals(ui: &mut Ui, state: &State, opened: &Opened, session: &OpenSession, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    // A long list scrolls for itself, so that what is below it stays in sight.
    let room = (ui.clip_rect().height() - CARDS).max(230.0);
    egui::ScrollArea::vertical().id_salt("signal rows").max_height(room).show(ui, |ui| {
        signal_rows(ui, session, commands);
    });
    if session.facts.signals.is_empty() {
        widgets::empty(
            ui,
            "No friction was detected",
            "Nothing here looks like rage, dead clicks or errors.",
        );
        ui.add_space(space::L);
        widgets::rule(ui);
    }
    if session.facts.errors.is_none() {
        inset(ui, |ui| {
            ui.add_space(space::S);
            let told = "This recording has no console, so script errors cannot be told.";
            widgets::words(ui, told, (Face::Regular, size::SMALL), tokens.muted);
        });
    }
    inset(ui, |ui| evidence_card::cards(ui, state, opened, session, commands));
}

fn signal_rows(ui: &mut Ui, session: &OpenSession, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let touch = session.touch();
    for signal in &session.facts.signals {
        let kind = words::signal(signal, touch);
        let on = signal.element.as_ref().map_or("", |element| element.name.as_str());
        let row = Row { at: signal.at, title: kind, middle: on, below: &signal.detail };
        let color = signal_color(tokens, signal.kind);
        let now = session.player.time();
        let current = signal.at <= now && now <= signal.end.plus(2500);
        if bar_row(ui, tokens, &row, color, current).clicked() {
            commands.push(Command::Play(Play::Seek(signal.at)));
        }
    }
}

struct Row<'a> {
    at: Time,
    title: &'a str,
    middle: &'a str,
    below: &'a str,
}

/// A row with a coloured bar: title, what on, detail, and the moment.
fn bar_row(ui: &mut Ui, tokens: &Tokens, row: &Row<'_>, color: Color32, current: bool) -> Response {
    let lines = 1 + usize::from(!row.middle.is_empty()) + usize::from(!row.below.is_empty());
    let height = if lines == 3 { 76.0 } else { 22.0 + 18.0 * lines as f32 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = format!("{} {}, {}", row.title, row.middle, words::clock(row.at));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, current, &name));
    let painter = ui.painter();
    if current || response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 0, if current { tokens.chosen } else { tokens.raised });
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, tokens.line));
    let bar = Rect::from_min_max(
        pos2(rect.left() + 14.0, rect.top() + 11.0),
        pos2(rect.left() + 17.0, rect.bottom() - 12.0),
    );
    painter.rect_filled(bar, 1, color);
    let (left, right) = (rect.left() + 27.0, rect.right() - 14.0);
    let clock =
        painter.layout_no_wrap(words::clock(row.at), theme::font(Face::Regular, size::BODY), tokens.muted);
    let mut y = rect.top() + 20.0;
    let clock = widgets::put(painter, (right, y), Align::Max, clock);
    let lay = |text: &str, face, size, color, width| {
        widgets::one_line(painter, text, theme::font(face, size), color, width)
    };
    let title = lay(row.title, Face::Semi, size::BODY, tokens.text, clock.left() - left - 8.0);
    widgets::put(painter, (left, y), Align::Min, title);
    if !row.middle.is_empty() {
        y += 18.0;
        widgets::put(
            painter,
            (left, y),
            Align::Min,
            lay(row.middle, Face::Regular, size::BODY, tokens.text, right - left),
        );
    }
    if !row.below.is_empty() {
        y += 17.0;
        widgets::put(
            painter,
            (left, y),
            Align::Min,
            lay(row.below, Face::Regular, size::SMALL, tokens.muted, right - left),
        );
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn evidence(ui: &mut Ui, state: &State, opened: &Opened, session: &OpenSession, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    for evidence in &session.evidence {
        inset(ui, |ui| {
            ui.add_space(space::S);
            evidence_card::piece(ui, tokens, opened, evidence, commands);
        });
        widgets::rule(ui);
    }
    if session.evidence.is_empty() {
        widgets::empty(
            ui,
            "Nothing is pinned in this session",
            "Press E at the moment that shows it, Y or X for the session.",
        );
        ui.add_space(space::L);
    }
    inset(ui, |ui| evidence_card::cards(ui, state, opened, session, commands));
}

fn details(ui: &mut Ui, opened: &Opened, session: &OpenSession, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let row = &session.session;
    inset(ui, |ui| {
        ui.add_space(space::M);
        let watched = row.marks.watched;
        let label = if watched { "Watched" } else { "Mark as watched" };
        let toggle = Command::Session(SessionCommand::ToggleWatched);
        let icon = if watched { icons::CHECK_CIRCLE_FILL } else { icons::EYE };
        let refused = opened.library.read_only().then_some("This library can only be read here");
        if Push::new(label).icon(icon).selected(watched).key(ui, &toggle).refused(refused).show(ui).clicked()
        {
            commands.push(toggle);
        }
        tags(ui, tokens, session, commands);
        fidelity(ui, tokens, session);
        ui.add_space(space::S);
        for (name, value) in pairs(session, opened.currency()) {
            rows::pair(ui, tokens, name, &value);
        }
        ui.add_space(space::L);
    });
}

/// How truly the session is shown, and why it is not whole.
fn fidelity(ui: &mut Ui, tokens: &Tokens, session: &OpenSession) {
    let Some(told) = &session.fidelity else { return };
    ui.add_space(space::S);
    let title = format!("Fidelity {}", words::whole_percent(told.figure));
    widgets::words(ui, title, (Face::Semi, size::BODY), tokens.text)
        .on_hover_text("How much of what its pages need is in the recording or in the library");
    if told.gaps.is_empty() {
        widgets::words(ui, "Everything its pages need is there.", (Face::Regular, size::BODY), tokens.muted);
    }
    for gap in &told.gaps {
        let color = if gap.cost >= 0.05 { tokens.dead } else { tokens.muted };
        let why = theme::text(format!("· {}", gap.why), Face::Regular, size::BODY).color(color);
        let line = ui.add(egui::Label::new(why).wrap().selectable(true));
        if !gap.files.is_empty() {
            line.on_hover_text(gap.files.join("\n"));
        }
    }
}

fn tags(ui: &mut Ui, tokens: &Tokens, session: &OpenSession, commands: &mut Vec<Command>) {
    ui.add_space(space::S);
    widgets::words(ui, "Tags", (Face::Semi, size::BODY), tokens.text);
    if !session.session.marks.tags.is_empty() {
        ui.horizontal_wrapped(|ui| {
            for tag in &session.session.marks.tags {
                chip::tag(ui, tag, tokens.muted, tokens.raised);
                let name = format!("Remove tag {tag}");
                if Push::icon_only(icons::X, &name).tone(Tone::Quiet).show(ui).clicked() {
                    commands.push(Command::Session(SessionCommand::RemoveTag(tag.clone())));
                }
            }
        });
    }
    let id = egui::Id::unique("new tag");
    let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let field = egui::TextEdit::singleline(&mut text)
        .id(id)
        .hint_text("Add a tag, then Enter")
        .margin(vec2(8.0, 6.0))
        .desired_width(f32::INFINITY)
        .show(ui)
        .response
        .response;
    if field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) && !text.trim().is_empty()
    {
        commands.push(Command::Session(SessionCommand::AddTag(text.trim().to_owned())));
        text.clear();
    }
    ui.data_mut(|data| data.insert_temp(id, text));
}

/// Names and values of all that is known; what is not known is left out, not guessed.
fn pairs(session: &OpenSession, currency: Option<&str>) -> Vec<(&'static str, String)> {
    let row = &session.session;
    let currency = row.shopping.currency.as_deref().or(currency);
    let told = |name, value: Option<&String>| value.map(|value| (name, value.clone()));
    let mut pairs = vec![
        ("Session", row.id.clone()),
        ("Started", row.started_at.replace('T', " ").trim_end_matches('Z').to_owned()),
        (
            "Duration",
            format!("{} ({} active)", words::clock(Time(row.duration_ms)), words::clock(Time(row.active_ms))),
        ),
        ("Device", row.audience.device.name().to_owned()),
    ];
    pairs.extend(
        [
            told("System", row.audience.os.as_ref()),
            told("Browser", row.audience.browser.as_ref()),
            told("Country", row.audience.country.as_ref()),
            told("Customer", row.audience.customer.as_ref()),
            told("Visitor", row.audience.visitor.as_ref()),
            told("Variant", row.audience.variant.as_ref()),
            told("Channel", row.arrival.channel.as_ref()),
            told("Source", row.arrival.utm.source.as_ref()),
            told("Medium", row.arrival.utm.medium.as_ref()),
            told("Campaign", row.arrival.utm.campaign.as_ref()),
            told("Referrer", row.arrival.referrer.as_ref()),
            told("Landed on", row.arrival.landing_url.as_ref()),
            told("Left from", row.arrival.exit_url.as_ref()),
        ]
        .into_iter()
        .flatten(),
    );
    pairs.push(("Page views", words::count(u64::from(row.page_views))));
    pairs.push(("Clicks", words::count(u64::from(row.clicks))));
    if let Some(stage) = row.shopping.stage {
        pairs.push(("Furthest", stage.label().to_owned()));
    }
    if let Some(value) = row.shopping.cart_value {
        pairs.push(("Cart", words::money(value, currency)));
    }
    if let Some(value) = row.shopping.order_value {
        pairs.push(("Order", words::money(value, currency)));
    }
    let coupons = row.shopping.coupons;
    if coupons.tried > 0 {
        pairs.push(("Coupons", format!("{} tried, {} refused", coupons.tried, coupons.refused)));
    }
    pairs.push(("File", row.source.file.clone()));
    pairs.push(("Format", row.source.format.clone()));
    pairs
}
