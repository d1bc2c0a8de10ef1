//! `session`: one session with everything derived from it.

use super::output::{Exit, say, say_json};
use super::progress::with_progress;
use super::setting::{self, Setting};
use super::table::Table;
use super::text::{self, Zone};
use crate::facts::Stage;
use crate::findings::{Kit, SessionDetail, detail};
use anyhow::Result;
use clap::Args;
use std::fmt::Write as _;

/// One session with everything derived from it
#[derive(Debug, Args)]
pub(super) struct Session {
    /// The session's id, or the beginning of it
    id: String,
}

impl Session {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        let library = setting.existing()?;
        let id = setting::session(&library, &self.id)?.id;
        let kit = Kit::of(&library)?;
        let detail = with_progress("measuring", |progress| detail(&library, &id, &kit, progress))?;
        if setting.json {
            say_json(&detail.json()?)?;
        } else {
            say(&describe(&detail, &Zone::of(&library.site()?)))?;
        }
        Ok(Exit::Done)
    }
}

fn describe(detail: &SessionDetail, zone: &Zone) -> String {
    let session = &detail.session;
    let (audience, arrival, shopping) = (&session.audience, &session.arrival, &session.shopping);
    let currency = shopping.currency.as_deref();
    let facts = [
        ("session", session.id.clone()),
        ("file", format!("{} ({})", session.source.file, session.source.format)),
        ("started", format!("{} {}", zone.moment(session.started_at_ms), zone.name)),
        ("duration", text::duration(session.duration_ms)),
        ("active", text::duration(session.active_ms)),
        ("device", audience.device.name().to_owned()),
        ("browser", text::word(audience.browser.as_deref())),
        ("system", text::word(audience.os.as_deref())),
        ("visitor", text::word(audience.visitor.as_deref())),
        ("country", text::word(audience.country.as_deref())),
        ("channel", text::word(arrival.channel.as_deref())),
        ("variant", text::word(audience.variant.as_deref())),
        ("stage", text::word(shopping.stage.map(Stage::name))),
        ("cart", text::money(shopping.cart_value, currency)),
        ("order", text::money(shopping.order_value, currency)),
        ("friction", text::friction(session)),
        ("tags", text::word(Some(&session.marks.tags.join(", ")))),
        ("hypotheses", text::word(Some(&session.marks.hypotheses.join(", ")))),
    ];
    let mut out = String::new();
    for (name, value) in facts {
        writeln!(out, "{name:<10}  {value}").expect("writing to a string does not fail");
    }
    let fidelity = text::percent(session.fidelity);
    writeln!(out, "{:<10}  {fidelity}", "fidelity").expect("writing to a string does not fail");
    for gap in detail.fidelity.iter().flat_map(|fidelity| &fidelity.gaps) {
        writeln!(out, "{:<10}  - {}", "", gap.why).expect("writing to a string does not fail");
    }
    out.push_str("\nPage views\n");
    out.push_str(&page_views(detail));
    out.push_str("\nWhat happened\n");
    out.push_str(&events(detail));
    out
}

fn page_views(detail: &SessionDetail) -> String {
    let mut table = Table::new(&[">#", ">from", "page", "title", ">seen to", ">page height"]);
    for view in &detail.page_views {
        table.row(vec![
            view.index.to_string(),
            text::clock(view.start_ms.0),
            view.page.clone(),
            text::word(view.title.as_deref()),
            text::percent(view.max_scroll),
            text::px(view.page_height_px),
        ]);
    }
    table.text()
}

/// Interactions, signals and stages in one list, by time.
fn events(detail: &SessionDetail) -> String {
    let mut rows: Vec<(i64, [String; 3])> = Vec::new();
    for it in &detail.interactions {
        let kind = serde_json::to_value(it.kind).ok();
        let kind = kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default().replace('_', " ");
        let name = it.element.as_ref().map(|element| text::short(&element.name, 40)).unwrap_or_default();
        rows.push((it.t_ms.0, [kind, name, text::short(&it.detail, 60)]));
    }
    for signal in &detail.signals {
        let name = signal.element.as_ref().map(|element| text::short(&element.name, 40)).unwrap_or_default();
        let kind = format!("! {}", signal.kind.name().replace('_', " "));
        rows.push((signal.t_ms.0, [kind, name, signal.detail.clone()]));
    }
    for stage in &detail.stages {
        rows.push((stage.t_ms.0, ["* stage".to_owned(), stage.stage.label().to_owned(), String::new()]));
    }
    rows.sort_by_key(|(at, _)| *at);
    let mut table = Table::new(&[">at", "what", "on", "detail"]);
    for (at, [what, on, detail]) in rows {
        table.row(vec![text::clock(at), what, on, detail]);
    }
    table.text()
}
