//! The figures of the segment, worked out when it changes, and their tiles.

use crate::facts::Stage;
use crate::library::{Answer, Error, PageSummary, Segment, Session};
use crate::ui::state::Opened;
use crate::ui::theme::{self, Face, size};
use crate::ui::widgets::words as label;
use crate::ui::words;
use egui::{Margin, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use std::collections::BTreeMap;

/// What the room shows: the segment's figures.
#[derive(Debug, Default)]
pub struct Overview {
    of: Option<(u64, Segment, usize)>,
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
    /// Works the figures out if the segment or the library changed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn tick(&mut self, opened: &Opened) -> Result<(), Error> {
        let of = (opened.revision, opened.segment.clone(), opened.sessions.len());
        if self.of.as_ref() == Some(&of) {
            return Ok(());
        }
        self.funnel = opened.library.funnel(&opened.segment)?;
        self.pages = opened.library.pages(&opened.segment)?;
        self.answers = opened.library.answers_in(&opened.segment)?;
        self.tiles = tiles(&opened.sessions, opened.currency());
        self.of = Some(of);
        Ok(())
    }
}

/// Draws the tiles.
pub(super) fn ui(ui: &mut Ui, overview: &Overview) {
    let tokens = theme::tokens(ui);
    let count = overview.tiles.len().max(1);
    let width = (ui.available_width() - 14.0 * (count as f32 - 1.0)) / count as f32;
    ui.horizontal_top(|ui| {
        for tile in &overview.tiles {
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
                rect.right_bottom() - vec2(96.0, 44.0),
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

fn tiles(sessions: &[Session], currency: Option<&str>) -> Vec<Tile> {
    let by_day = |of: &dyn Fn(&Session) -> f64| -> Vec<f64> {
        let mut days: BTreeMap<i64, f64> = BTreeMap::new();
        for session in sessions {
            *days.entry(session.started_at_ms.div_euclid(86_400_000)).or_default() += of(session);
        }
        match (days.keys().next().copied(), days.keys().last().copied()) {
            (Some(first), Some(last)) if last - first < 92 => {
                (first..=last).map(|day| days.get(&day).copied().unwrap_or_default()).collect()
            }
            _ => days.into_values().collect(),
        }
    };
    let one = |holds: bool| if holds { 1.0 } else { 0.0 };
    let bought = |session: &Session| session.shopping.bought;
    let carted = |session: &Session| session.shopping.stages.contains(&Stage::AddToCart);
    let orders: Vec<f64> =
        sessions.iter().filter(|it| bought(it)).filter_map(|it| it.shopping.order_value).collect();
    let count = |holds: &dyn Fn(&Session) -> bool| sessions.iter().filter(|it| holds(it)).count() as u64;
    let rate = |part: u64, whole: u64| {
        if whole == 0 { "—".to_owned() } else { words::percent(part as f64 / whole as f64) }
    };
    let (buyers, carts) = (count(&bought), count(&carted));
    let lost = count(&|it| carted(it) && !bought(it));
    let lost_value: f64 =
        sessions.iter().filter(|it| !bought(it)).filter_map(|it| it.shopping.cart_value).sum();
    let tried: u64 = sessions.iter().map(|it| u64::from(it.shopping.coupons.tried)).sum();
    let accepted: u64 = sessions.iter().map(|it| u64::from(it.shopping.coupons.accepted)).sum();
    let average = if orders.is_empty() {
        "—".to_owned()
    } else {
        words::money(orders.iter().sum::<f64>() / orders.len() as f64, currency)
    };
    vec![
        Tile {
            name: "Sessions",
            value: words::count(sessions.len() as u64),
            note: "by day".to_owned(),
            days: by_day(&|_| 1.0),
        },
        Tile {
            name: "Purchase rate",
            value: rate(buyers, sessions.len() as u64),
            note: format!("{} bought", words::count(buyers)),
            days: by_day(&|it| one(bought(it))),
        },
        Tile {
            name: "Cart abandonment",
            value: rate(lost, carts),
            note: format!("of {}", words::counted(carts, "cart")),
            days: by_day(&|it| one(carted(it) && !bought(it))),
        },
        Tile {
            name: "Average order",
            value: average,
            note: words::counted(orders.len() as u64, "order"),
            days: by_day(&|it| it.shopping.order_value.unwrap_or_default()),
        },
        Tile {
            name: "Left in carts",
            value: words::money(lost_value, currency),
            note: "not bought".to_owned(),
            days: by_day(&|it| if bought(it) { 0.0 } else { it.shopping.cart_value.unwrap_or_default() }),
        },
        Tile {
            name: "Coupon success",
            value: rate(accepted, tried),
            note: format!("of {}", words::counted(tried, "try").replace("trys", "tries")),
            days: by_day(&|it| f64::from(it.shopping.coupons.refused)),
        },
    ]
}
