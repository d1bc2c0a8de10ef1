//! `heatmap`: where on a page visitors clicked, raged, lingered, or how far down they saw.

use super::exact::Exact;
use super::output::{Exit, expect_png, say, say_json, tell, usage, write};
use super::progress::with_progress;
use super::setting::{self, Setting};
use super::table::Table;
use super::text;
use crate::analysis::heat::HeatKind;
use crate::event::Device;
use crate::facts::OpenState;
use crate::findings::{
    BackgroundChoice, Engine, HeatComparison, HeatMap, HeatRequest, Kit, PagesRequest, SavedHeat, SheetLook,
    Shown, Tell, heat_against, heat_csv, heat_difference_csv, heat_difference_sheet, heat_map, heat_sheet,
    save_heatmaps,
};
use crate::job::Progress;
use crate::library::{Library, Segment};
use crate::render::{Fonts, HeatLook, Palette, Scale, Source};
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Where on a page visitors clicked, raged, lingered, or how far down they saw
#[derive(Debug, Args)]
pub(super) struct Heatmap {
    /// The page's key, as `wherefore pages` lists it
    #[arg(long, value_name = "KEY", required_unless_present = "all_pages")]
    page: Option<String>,
    /// desktop, tablet or mobile
    #[arg(long, required_unless_present = "all_pages")]
    device: Option<String>,
    /// Every page of the segment, on every class of device: pictures and tables into the folder of --out
    #[arg(long, conflicts_with_all = ["page", "versus", "state"], requires = "out")]
    all_pages: bool,
    /// click, tap, rage, dead, error, first, last, move, hesitation, focus, attention, scroll or confetti
    #[arg(long, default_value = "click")]
    kind: String,
    /// Which sessions; all when left out
    segment: Option<String>,
    /// The picture to write (.png), or the elements as a table (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A second segment to compare with: its click rates less those of the first
    #[arg(long, value_name = "SEGMENT", allow_hyphen_values = true)]
    versus: Option<String>,
    /// What the page had open, by its label, such as "Size guide"; as loaded when left out
    #[arg(long, value_name = "LABEL")]
    state: Option<String>,
    /// Which picture of the page the heat is laid on
    #[arg(long, value_enum, default_value_t)]
    background: Ground,
    /// Leaves cookie bars and loaders in pictures that are drawn
    #[arg(long)]
    with_cookie_bar: bool,
    /// Lays out no more sessions than so many, drawn at random: for large libraries. Clicks of the others are
    /// counted as not placed
    #[arg(long, value_name = "SESSIONS")]
    lay_out: Option<usize>,
    #[command(flatten)]
    look: Look,
    /// Whether a browser that is installed here draws the page, where the bundle has no screenshot of it
    #[arg(long, value_enum, default_value_t)]
    exact: Exact,
}

/// How the heat is drawn
#[derive(Debug, Args)]
struct Look {
    /// How strongly the heat covers the page, 0 to 1
    #[arg(long, default_value_t = HeatLook::default().opacity)]
    opacity: f32,
    /// How far a click's warmth reaches, CSS px
    #[arg(long, value_name = "PX")]
    radius: Option<f64>,
    /// The colours: warm, green, blue or grey
    #[arg(long)]
    palette: Option<String>,
    /// linear, or log to tell small numbers apart
    #[arg(long, default_value = "linear")]
    scale: String,
    /// What colours confetti: bought, channel, returning, variant or device
    #[arg(long, default_value = "bought")]
    colour_by: String,
    /// Dark letters on white around the picture
    #[arg(long)]
    light: bool,
}

/// Which picture of a page.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Ground {
    /// The best that there is
    #[default]
    Auto,
    /// The screenshot of the bundle
    Screenshot,
    /// Drawn by a browser
    Exact,
    /// Drawn by Wherefore
    Drawn,
}

impl Look {
    fn sheet(&self) -> Result<SheetLook> {
        let tell = Tell::parse(&self.colour_by).ok_or_else(|| {
            let known: Vec<&str> = Tell::ALL.iter().map(|tell| tell.name()).collect();
            usage(format!("confetti is coloured by {}", known.join(", ")))
        })?;
        Ok(SheetLook { heat: self.heat()?, light: self.light, tell })
    }

    fn heat(&self) -> Result<HeatLook> {
        let palette = self.palette.as_deref().map_or(Some(Palette::default()), Palette::parse);
        let palette = palette.ok_or_else(|| {
            let known: Vec<&str> = Palette::ALL.iter().map(|palette| palette.name()).collect();
            usage(format!("there is no such palette: {}", known.join(", ")))
        })?;
        let scale = Scale::parse(&self.scale).ok_or_else(|| usage("a scale is linear or log"))?;
        Ok(HeatLook { opacity: self.opacity.clamp(0.0, 1.0), palette, scale, ..HeatLook::default() })
    }
}

/// Whether the elements are asked for rather than a picture.
fn is_table(out: &Path) -> bool {
    out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

impl Heatmap {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        if self.out.is_none() && !setting.json {
            return Err(usage("say where to write the picture with --out FILE.png, or ask for --json"));
        }
        let look = self.look.sheet()?;
        if let Some(folder) = self.out.as_deref().filter(|_| self.all_pages) {
            return self.pages(folder, look, setting);
        }
        if let Some(out) = self.out.as_deref().filter(|out| !is_table(out)) {
            expect_png(out)?;
        }
        let library = setting.existing()?;
        let kit = self.exact.kit(&library)?;
        let request = self.request(setting::segment(self.segment.as_deref())?)?;
        let heat = self.made(&library, request, &kit)?;
        let Some(versus) = &self.versus else { return self.give(&heat, (look, &kit.fonts), setting) };
        let other = self.request(setting::segment(Some(versus))?)?;
        let other = self.made(&library, other, &kit)?;
        self.give_both(&heat_against(heat, other), (look, &kit.fonts), setting)
    }

    /// All pages of the segment into a folder.
    fn pages(&self, folder: &Path, look: SheetLook, setting: &Setting) -> Result<Exit> {
        let heat = self.request(setting::segment(self.segment.as_deref())?)?;
        let library = setting.existing()?;
        let kit = self.exact.kit(&library)?;
        let device = self.device.as_ref().map(|_| heat.device);
        let request = PagesRequest { pages: library.pages(&heat.segment)?, device, heat, look };
        let save = |progress: &Progress| save_heatmaps(&library, &request, folder, &kit, progress);
        let saved = with_progress("drawing", save)?;
        if setting.json {
            say_json(&saved)?;
        } else {
            say(&describe_all(&saved, folder))?;
        }
        let all = saved.iter().all(|heat| heat.file.is_some());
        Ok(if all { Exit::Done } else { Exit::Incomplete })
    }

    /// Page and device are not needed where all of them are asked for.
    fn request(&self, segment: Segment) -> Result<HeatRequest> {
        let device = self.device.as_deref().map(setting::device).transpose()?.unwrap_or(Device::Desktop);
        let page = self.page.as_deref().unwrap_or_default();
        let choice = match self.background {
            Ground::Auto => BackgroundChoice::Auto,
            Ground::Screenshot => BackgroundChoice::Screenshot,
            Ground::Exact => BackgroundChoice::Exact,
            Ground::Drawn => BackgroundChoice::Drawn,
        };
        let shown = Shown { choice, state: None, hide: !self.with_cookie_bar };
        let radius = self.look.radius.filter(|radius| radius.is_finite() && *radius >= 0.0);
        let lay_out = self.lay_out.unwrap_or(usize::MAX);
        let everyone = HeatRequest::new(page, device);
        Ok(HeatRequest { kind: kind(&self.kind)?, segment, shown, radius, lay_out, ..everyone })
    }

    /// The heatmap; where a state is asked for, after finding out which there are.
    fn made(&self, library: &Library, mut request: HeatRequest, kit: &Kit) -> Result<HeatMap> {
        let make = |request: &HeatRequest| {
            with_progress("measuring", |progress| heat_map(library, request, kit, progress))
        };
        let heat = make(&request)?;
        let Some(label) = &self.state else { return Ok(heat) };
        request.shown.state = Some(state(&heat, label)?);
        Ok(make(&request)?)
    }

    fn give(&self, heat: &HeatMap, (look, fonts): (SheetLook, &Fonts), setting: &Setting) -> Result<Exit> {
        self.report(heat)?;
        if let Some(out) = &self.out {
            if is_table(out) {
                write(out, heat_csv(heat)?.as_bytes())?;
            } else {
                let segment = setting::segment(self.segment.as_deref())?;
                write(out, &heat_sheet(heat, &segment, look, fonts).to_png()?)?;
            }
        }
        if setting.json {
            say_json(heat)?;
        } else {
            say(&describe(heat))?;
        }
        Ok(Exit::Done)
    }

    fn give_both(
        &self,
        heat: &HeatComparison,
        (look, fonts): (SheetLook, &Fonts),
        setting: &Setting,
    ) -> Result<Exit> {
        self.report(&heat.a)?;
        if let Some(out) = &self.out {
            if is_table(out) {
                write(out, heat_difference_csv(heat)?.as_bytes())?;
            } else {
                let [a, b] = [self.segment.as_deref(), self.versus.as_deref()].map(setting::segment);
                let picture = heat_difference_sheet(heat, (&a?, &b?), look, fonts);
                let picture = picture.ok_or_else(|| {
                    usage("the two segments have different pictures of the page: ask for --json or a .csv")
                })?;
                write(out, &picture.to_png()?)?;
            }
        }
        if setting.json {
            say_json(heat)?;
        } else {
            say(&describe_both(heat))?;
        }
        Ok(Exit::Done)
    }

    /// Says on what it was drawn, and why not on something better.
    fn report(&self, heat: &HeatMap) -> Result<()> {
        let page = &heat.parts.page;
        if page.source != Source::Screenshot {
            let browser = (page.source == Source::Exact).then(|| "a browser".to_owned());
            self.exact.report(&Engine { browser, trouble: page.not_exact.clone(), ..Engine::default() })?;
        }
        Ok(())
    }
}

/// The state of that label, among those that visitors had open.
fn state(heat: &HeatMap, label: &str) -> Result<OpenState> {
    let mut known = heat.states.iter().filter_map(|count| count.state.as_ref());
    let found = known.clone().find(|state| state.label.eq_ignore_ascii_case(label));
    found.cloned().ok_or_else(|| {
        let all: Vec<&str> = known.by_ref().map(|state| state.label.as_str()).collect();
        match all.as_slice() {
            [] => usage("visitors of this page had nothing open: there is only the page as loaded"),
            all => usage(format!("{label:?} was not open on this page; these were: {}", all.join(", "))),
        }
    })
}

/// The kind of that name.
pub(super) fn kind(name: &str) -> Result<HeatKind> {
    HeatKind::parse(name).ok_or_else(|| {
        let known: Vec<&str> = HeatKind::ALL.iter().map(|kind| kind.name()).collect();
        usage(format!("{name:?} is no kind of heat: {}", known.join(", ")))
    })
}

/// The numbers for people; also tells what could not be drawn.
pub(super) fn describe(heat: &HeatMap) -> String {
    let mut table = Table::new(&[
        "element",
        ">clicks",
        ">share",
        ">seen",
        ">per view",
        ">rage",
        ">dead",
        ">sessions",
        ">bought",
        ">others",
        "selector",
    ]);
    for row in heat.elements.iter().take(20).chain(&heat.zones) {
        table.row(vec![
            text::short(&row.name, 36),
            text::count(row.clicks),
            text::percent(Some(row.share)),
            text::percent(row.exposure),
            row.clicks_per_exposure.map_or_else(|| "–".to_owned(), |rate| format!("{rate:.2}")),
            text::count(row.rage),
            text::count(row.dead),
            text::count(row.sessions),
            text::percent(Some(row.bought_rate)),
            text::percent(row.bought_rate_others),
            text::short(&row.selector, 60),
        ]);
    }
    let points = &heat.points;
    for (reason, count) in &points.unplaced {
        tell(&format!("{} not on the picture: {reason}", text::count(*count)));
    }
    for count in heat.states.iter().filter(|count| count.state != heat.state && count.points > 0) {
        let label = count.state.as_ref().map_or("the page as loaded", |state| &state.label);
        tell(&format!("{} more in another state of the page: {label}", text::count(count.points)));
    }
    format!(
        "{} {} heat on {}{}: {} views in {} sessions, {} of {} on the picture\naverage fold at {}\n\n{}",
        heat.page,
        heat.shows.name(),
        heat.device.name(),
        heat.state.as_ref().map(|state| format!(", {} open", state.label)).unwrap_or_default(),
        text::count(heat.page_views),
        text::count(heat.sessions),
        text::count(points.placed),
        text::count(points.total),
        text::px(heat.average_fold_px),
        table.text()
    )
}

/// All pages of a segment for people; also tells which could not be drawn.
fn describe_all(saved: &[SavedHeat], folder: &Path) -> String {
    let mut table = Table::new(&["page", "device", ">sessions", ">views", ">points", ">unplaced", "file"]);
    for heat in saved {
        let Some(file) = &heat.file else {
            let why = heat.trouble.as_deref().unwrap_or_default();
            tell(&format!("{} on {} was not saved: {why}", heat.page, heat.device.name()));
            continue;
        };
        let mut row = vec![text::short(&heat.page, 40), heat.device.name().to_owned()];
        let unplaced = heat.points.unplaced.values().sum();
        row.extend([heat.sessions, heat.page_views, heat.points.total, unplaced].map(text::count));
        row.push(format!("{file}.png"));
        table.row(row);
    }
    format!("heatmaps in {}\n\n{}", folder.display(), table.text())
}

/// Two segments beside each other for people.
fn describe_both(heat: &HeatComparison) -> String {
    let mut table =
        Table::new(&["element", ">A", ">B", ">difference", ">95 % interval", ">q", "holds", "selector"]);
    for row in heat.elements.iter().take(20) {
        let found = row.difference;
        let points = |value: f64| format!("{:+.1}", value * 100.0);
        table.row(vec![
            text::short(&row.name, 36),
            text::percent(Some(row.a.rate)),
            text::percent(Some(row.b.rate)),
            found.map_or_else(|| "–".to_owned(), |found| points(found.difference)),
            found.map_or_else(
                || "–".to_owned(),
                |found| format!("{} to {}", points(found.interval.low), points(found.interval.high)),
            ),
            row.q_value.map_or_else(|| "–".to_owned(), |q| format!("{q:.3}")),
            if row.holds { "yes" } else { "" }.to_owned(),
            text::short(&row.selector, 60),
        ]);
    }
    if heat.in_both > 0 {
        tell(&format!(
            "{} sessions are in both segments: differences look smaller than they are",
            text::count(heat.in_both)
        ));
    }
    format!(
        "{} on {}: sessions that clicked, of {} in A and {} in B, in points of a hundred\n\n{}",
        heat.a.page,
        heat.a.device.name(),
        text::count(heat.a.sessions),
        text::count(heat.b.sessions),
        table.text()
    )
}
