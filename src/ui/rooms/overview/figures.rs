//! The figures of the segment, worked out when it changes, and their tiles.

use crate::facts::Stage;
use crate::library::{Answer, Day, PageSummary, Segment};
use crate::ui::state::{Jobs, Opened};
use crate::ui::theme::{self, Face, size};
use crate::ui::widgets::words as label;
use crate::ui::words;
use egui::{Margin, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use std::collections::BTreeMap;

/// What the room shows: the segment's figures, and what they were worked out for.
#[derive(Debug, Default)]
pub struct Overview {
    of: Option<FiguresKey>,
    figures: Figures,
}

/// What figures are of: the state of the library and the segment.
pub type FiguresKey = (u64, Segment);

/// The segment's figures.
#[derive(Debug, Default)]
pub struct Figures {
    tiles: Vec<Tile>,
    pub(super) funnel: Vec<(Stage, u64)>,
    pub(super) pages: Vec<PageSummary>,
    pub(super) answers: Vec<Answer>,
}

/// A number with what it is, and how it went day by day.
#[derive(Debug, Clone, PartialEq)]
struct Tile {
    name: &'static str,
    value: String,
    note: String,
    days: Vec<f64>,
}

impl Overview {
    /// The figures that were worked out last.
    pub(super) fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Takes figures that are ready, and has others worked out if the segment or the library changed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub(super) fn tick(
        &mut self,
        opened: &Opened,
        jobs: &mut Jobs,
        ctx: &egui::Context,
    ) -> anyhow::Result<()> {
        if let Some((key, figures)) = jobs.overview.poll() {
            self.of = Some(key);
            self.figures = figures?;
        }
        let key = (opened.revision, opened.segment.clone());
        if self.of.as_ref() == Some(&key) || jobs.overview.key() == Some(&key) {
            return Ok(());
        }
        let (library, segment) = (opened.library.reader()?, opened.segment.clone());
        let currency = opened.currency().map(str::to_owned);
        jobs.overview.start(ctx, "overview", key, move |_| {
            Ok(Figures {
                funnel: library.funnel(&segment)?,
                pages: library.pages(&segment)?,
                answers: library.answers_in(&segment)?,
                tiles: tiles(&library.days(&segment)?, currency.as_deref()),
            })
        })
    }
}

/// Draws the tiles.
pub(super) fn ui(ui: &mut Ui, figures: &Figures) {
    let tokens = theme::tokens(ui);
    let count = figures.tiles.len().max(1);
    let width = (ui.available_width() - 14.0 * (count as f32 - 1.0)) / count as f32;
    ui.horizontal_top(|ui| {
        for tile in &figures.tiles {
            let (rect, response) = ui.allocate_exact_size(vec2(width, 100.0), Sense::hover());
            let text = format!("{}: {}", tile.name, tile.value);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
            let mut inside = ui.new_child(
                egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::top_down(egui::Align::Min)),
            );
            theme::card(tokens).inner_margin(Margin::symmetric(15, 13)).show(&mut inside, |ui| {
                ui.set_width(width - 32.0);
                ui.set_height(100.0 - 28.0);
                ui.spacing_mut().item_spacing.y = 4.0;
                label(ui, tile.name, (Face::Regular, size::BODY), tokens.muted);
                label(ui, &tile.value, (Face::Bold, size::TITLE), tokens.text);
                label(ui, &tile.note, (Face::Regular, size::SMALL), tokens.muted);
            });
            let chart = Rect::from_min_max(
                rect.right_bottom() - vec2(96.0, 36.0),
                rect.right_bottom() - vec2(15.0, 14.0),
            );
            sparkline(ui, chart, &tile.days);
        }
    });
}

fn sparkline(ui: &Ui, rect: Rect, days: &[f64]) {
    let most = days.iter().copied().fold(0.0, f64::max);
    if days.len() < 2 || most <= 0.0 {
        return;
    }
    let tokens = theme::tokens(ui);
    let step = rect.width() / days.len() as f32;
    for (place, value) in days.iter().enumerate() {
        let height = (rect.height() * theme::points(value / most)).max(1.0);
        let left = rect.left() + step * place as f32;
        let bar = Rect::from_min_max(
            pos2(left, rect.bottom() - height),
            pos2(left + (step - 1.5).max(1.0), rect.bottom()),
        );
        ui.painter().rect_filled(bar, 1, tokens.accent);
    }
}

fn tiles(days: &[Day], currency: Option<&str>) -> Vec<Tile> {
    let by_day = |of: &dyn Fn(&Day) -> f64| -> Vec<f64> {
        let known: BTreeMap<i64, f64> = days.iter().map(|day| (day.day, of(day))).collect();
        match (days.first(), days.last()) {
            (Some(first), Some(last)) if last.day - first.day < 92 => {
                (first.day..=last.day).map(|day| known.get(&day).copied().unwrap_or_default()).collect()
            }
            _ => known.into_values().collect(),
        }
    };
    let count = |of: &dyn Fn(&Day) -> u64| days.iter().map(of).sum::<u64>();
    let sum = |of: &dyn Fn(&Day) -> f64| days.iter().map(of).sum::<f64>();
    let rate = |part: f64, whole: f64| {
        if whole == 0.0 { "—".to_owned() } else { words::percent(part / whole) }
    };
    let (sessions, buyers, carts) =
        (count(&|it| it.sessions), count(&|it| it.bought), count(&|it| it.carted));
    let (lost, orders) = (count(&|it| it.left), count(&|it| it.orders));
    let lost_value = sum(&|it| it.left_value);
    let (tried, accepted) = (sum(&|it| it.coupons_tried), sum(&|it| it.coupons_accepted));
    let average = if orders == 0 {
        "—".to_owned()
    } else {
        words::money(sum(&|it| it.paid) / orders as f64, currency)
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let tries = tried as u64;
    vec![
        Tile {
            name: "Sessions",
            value: words::count(sessions),
            note: "by day".to_owned(),
            days: by_day(&|it| it.sessions as f64),
        },
        Tile {
            name: "Purchase rate",
            value: rate(buyers as f64, sessions as f64),
            note: format!("{} bought", words::count(buyers)),
            days: by_day(&|it| it.bought as f64),
        },
        Tile {
            name: "Cart abandonment",
            value: rate(lost as f64, carts as f64),
            note: format!("of {}", words::counted(carts, "cart")),
            days: by_day(&|it| it.left as f64),
        },
        Tile {
            name: "Average order",
            value: average,
            note: words::counted(orders, "order"),
            days: by_day(&|it| it.order_value),
        },
        Tile {
            name: "Left in carts",
            value: words::money(lost_value, currency),
            note: "not bought".to_owned(),
            days: by_day(&|it| it.left_value),
        },
        Tile {
            name: "Coupon success",
            value: rate(accepted, tried),
            note: format!("of {}", words::counted(tries, "try").replace("trys", "tries")),
            days: by_day(&|it| it.coupons_refused),
        },
    ]
}
