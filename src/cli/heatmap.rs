//! `heatmap`: where on a page visitors clicked, raged, or how far down they saw.

use super::exact::Exact;
use super::output::{Exit, expect_png, say, say_json, tell, usage, write};
use super::progress::with_progress;
use super::setting::{self, Setting};
use super::table::Table;
use super::text;
use crate::analysis::heat::HeatKind;
use crate::findings::{Engine, HeatMap, HeatRequest, heat_csv, heat_map};
use crate::render::{HeatLook, Source};
use anyhow::Result;
use clap::Args;
use std::path::{Path, PathBuf};

/// Where on a page visitors clicked, raged, or how far down they saw
#[derive(Debug, Args)]
pub(super) struct Heatmap {
    /// The page's key, as `wherefore pages` lists it
    #[arg(long, value_name = "KEY")]
    page: String,
    /// desktop, tablet or mobile
    #[arg(long)]
    device: String,
    /// click, rage, dead, error, scroll or attention
    #[arg(long, default_value = "click")]
    kind: String,
    /// Which sessions; all when left out
    segment: Option<String>,
    /// The picture to write (.png), or the elements as a table (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How strongly the heat covers the page, 0 to 1
    #[arg(long, default_value_t = HeatLook::default().opacity)]
    opacity: f32,
    /// Whether a browser that is installed here draws the page, where the bundle has no screenshot of it
    #[arg(long, value_enum, default_value_t)]
    exact: Exact,
    /// A second segment to compare with: not there yet
    #[arg(long, value_name = "SEGMENT")]
    versus: Option<String>,
}

/// Whether the elements are asked for rather than a picture.
fn is_table(out: &Path) -> bool {
    out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

impl Heatmap {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        if self.versus.is_some() {
            return Err(usage("heatmaps cannot compare two segments yet: draw one for each"));
        }
        if self.out.is_none() && !setting.json {
            return Err(usage("say where to write the picture with --out FILE.png, or ask for --json"));
        }
        if let Some(out) = self.out.as_deref().filter(|out| !is_table(out)) {
            expect_png(out)?;
        }
        let request = HeatRequest {
            page: self.page.clone(),
            device: setting::device(&self.device)?,
            kind: kind(&self.kind)?,
            segment: setting::segment(self.segment.as_deref())?,
        };
        let library = setting.existing()?;
        let kit = self.exact.kit(&library)?;
        let heat = with_progress("measuring", |progress| heat_map(&library, &request, &kit, progress))?;
        if heat.page_picture.source != Source::Screenshot {
            let browser = (heat.page_picture.source == Source::Exact).then(|| "a browser".to_owned());
            let trouble = heat.page_picture.not_exact.clone();
            self.exact.report(&Engine { browser, trouble, ..Engine::default() })?;
        }
        if let Some(out) = &self.out {
            if is_table(out) {
                write(out, heat_csv(&heat)?.as_bytes())?;
            } else {
                let look = HeatLook { opacity: self.opacity.clamp(0.0, 1.0), ..HeatLook::default() };
                write(out, &heat.picture(look).to_png()?)?;
            }
        }
        if setting.json {
            say_json(&heat)?;
        } else {
            say(&describe(&heat))?;
        }
        Ok(Exit::Done)
    }
}

/// The kind of that name; what is not there yet is said so.
fn kind(name: &str) -> Result<HeatKind> {
    HeatKind::parse(name).ok_or_else(|| {
        let known: Vec<&str> = HeatKind::ALL.iter().map(|kind| kind.name()).collect();
        let known = known.join(", ");
        match name {
            "move" | "moves" | "mouse" => usage(format!("heat of mouse moves is not there yet: {known}")),
            _ => usage(format!("{name:?} is no kind of heat: {known}")),
        }
    })
}

/// The numbers for people; also tells what could not be drawn.
pub(super) fn describe(heat: &HeatMap) -> String {
    let mut table =
        Table::new(&["element", ">clicks", ">share", ">rage", ">dead", ">sessions", ">bought", "selector"]);
    for row in heat.elements.iter().take(20) {
        table.row(vec![
            text::short(&row.name, 36),
            text::count(row.clicks),
            text::percent(Some(row.share)),
            text::count(row.rage),
            text::count(row.dead),
            text::count(row.sessions),
            text::percent(Some(row.bought_rate)),
            text::short(&row.selector, 60),
        ]);
    }
    let points = &heat.points;
    for (reason, count) in &points.unplaced {
        tell(&format!("{} not on the picture: {reason}", text::count(*count)));
    }
    format!(
        "{} {} heat on {}: {} views in {} sessions, {} of {} clicks on the picture\naverage fold at {}\n\n{}",
        heat.page,
        heat.kind,
        heat.device.name(),
        text::count(heat.page_views),
        text::count(heat.sessions),
        text::count(points.placed),
        text::count(points.total),
        text::px(heat.average_fold_px),
        table.text()
    )
}
