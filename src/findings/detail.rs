//! One session with everything derived from it, under the names of the command line's JSON.

use super::{Error, Kit, measure_session};
use crate::event::{Point, Rect, Size, Time};
use crate::facts::{
    Coupon, Element, Facts, Fidelity, Inside, Interaction, InteractionKind, Measures, PageView, Signal,
    SignalKind, Stage,
};
use crate::job::Progress;
use crate::library::{Answer, Error as LibraryError, Library, Session};
use serde::Serialize;
use serde_json::Value;

/// Everything that is known of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionDetail {
    /// As lists show it.
    pub session: Session,
    /// Visits of pages.
    pub page_views: Vec<PageViewRow>,
    /// What the visitor did.
    pub interactions: Vec<InteractionRow>,
    /// Friction.
    pub signals: Vec<SignalRow>,
    /// Stages by the time they were reached.
    pub stages: Vec<StageRow>,
    /// Attempts to use a coupon.
    pub coupons: Vec<CouponRow>,
    /// Script errors; `None` when the recording could not have told.
    pub errors: Option<Vec<ErrorRow>>,
    /// What the visitor said.
    pub survey_answers: Vec<Answer>,
    /// How truly it can be shown, and what it lacks; `None` for sessions of older libraries.
    pub fidelity: Option<Fidelity>,
}

/// A visit of a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageViewRow {
    /// 0, 1, 2…
    pub index: u32,
    /// The page's key.
    pub page: String,
    /// The address as recorded; `None` when none was.
    pub url: Option<String>,
    /// The document's title.
    pub title: Option<String>,
    /// When it began.
    pub start_ms: Time,
    /// When it ended.
    pub end_ms: Time,
    /// The viewport; `None` when none was recorded.
    pub viewport: Option<Size>,
    /// The page's height, at least that of the viewport, CSS px; `None` when it could not be measured.
    pub page_height_px: Option<f64>,
    /// The largest scroll offset, CSS px.
    pub max_scroll_px: f64,
    /// The same as a part of the page that was seen, 0–1; `None` when the height is not known.
    pub max_scroll: Option<f64>,
}

/// One thing that the visitor did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InteractionRow {
    /// When.
    pub t_ms: Time,
    /// What.
    pub kind: InteractionKind,
    /// During which page view.
    pub page_view: u32,
    /// On what.
    pub element: Option<Element>,
    /// Where in the viewport.
    pub client: Option<Point>,
    /// Where on the page.
    pub position: Option<Point>,
    /// Where inside the element's box, 0–1.
    pub inside: Option<Point>,
    /// The element's box on the page, CSS px.
    #[serde(rename = "box")]
    pub area: Option<Rect>,
    /// A short line for people.
    pub detail: String,
}

/// Friction at a moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignalRow {
    /// What kind.
    pub kind: SignalKind,
    /// When it began.
    pub t_ms: Time,
    /// When it ended.
    pub end_ms: Time,
    /// During which page view.
    pub page_view: u32,
    /// On what.
    pub element: Option<Element>,
    /// How many clicks it took.
    pub count: u32,
    /// A short sentence for people.
    pub detail: String,
}

/// A stage that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct StageRow {
    /// Which.
    pub stage: Stage,
    /// When first.
    pub t_ms: Time,
}

/// An attempt to use a coupon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CouponRow {
    /// When the answer was shown.
    pub t_ms: Time,
    /// Whether it was taken.
    pub accepted: bool,
    /// What the page said.
    pub message: String,
}

/// A script error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorRow {
    /// When.
    pub t_ms: Time,
    /// What it said.
    pub message: String,
}

/// Everything that is known of a session. It is measured first if it was not yet; what cannot be
/// measured is then not known.
///
/// # Errors
/// When there is no such session, or the library cannot be read.
pub fn detail(library: &Library, id: &str, kit: &Kit, progress: &Progress) -> Result<SessionDetail, Error> {
    let missing = || LibraryError::Missing { what: "session", id: id.to_owned() };
    let session = library.session(id)?.ok_or_else(missing)?;
    let facts = library.facts(&session.id)?;
    let measures = measure_session(library, &session.id, kit, progress)?;
    let survey_answers = library.answers(&session.id)?;
    let fidelity = library.fidelity(&session.id)?;
    Ok(SessionDetail { fidelity, ..SessionDetail::of(session, facts, &measures, survey_answers) })
}

impl SessionDetail {
    /// Puts together what the library has in several places.
    pub fn of(session: Session, facts: Facts, measures: &Measures, survey_answers: Vec<Answer>) -> Self {
        let height = |view: &PageView| measures.page_heights.get(view.index as usize).copied().flatten();
        let errors = facts
            .errors
            .map(|errors| errors.into_iter().map(|e| ErrorRow { t_ms: e.at, message: e.message }).collect());
        Self {
            session,
            page_views: facts.page_views.iter().map(|view| page_view(view, height(view))).collect(),
            interactions: facts
                .interactions
                .into_iter()
                .enumerate()
                .map(|(at, it)| {
                    interaction(it, measures.inside.get(at).copied().flatten(), measures.frame_of(at))
                })
                .collect(),
            signals: facts.signals.into_iter().map(signal).collect(),
            stages: facts.stages.iter().map(|s| StageRow { stage: s.stage, t_ms: s.at }).collect(),
            coupons: facts.coupons.into_iter().map(coupon).collect(),
            errors,
            survey_answers,
            fidelity: None,
        }
    }

    /// As one JSON object: all of the session as lists have it, where `page_views`, `signals`,
    /// `stages` and `coupons` hold each of them instead of their numbers, which move to
    /// `page_view_count`, `signal_counts` and `coupon_counts`.
    ///
    /// # Errors
    /// Never in practice: all values have a JSON form.
    pub fn json(&self) -> Result<Value, Error> {
        let mut value = serde_json::to_value(&self.session)?;
        let Value::Object(fields) = &mut value else { return Ok(value) };
        for (list, count) in
            [("page_views", "page_view_count"), ("signals", "signal_counts"), ("coupons", "coupon_counts")]
        {
            let number = fields.remove(list).unwrap_or_default();
            fields.insert(count.to_owned(), number);
        }
        let lists = [
            ("page_views", serde_json::to_value(&self.page_views)?),
            ("interactions", serde_json::to_value(&self.interactions)?),
            ("signals", serde_json::to_value(&self.signals)?),
            ("stages", serde_json::to_value(&self.stages)?),
            ("coupons", serde_json::to_value(&self.coupons)?),
            ("errors", serde_json::to_value(&self.errors)?),
            ("survey_answers", serde_json::to_value(&self.survey_answers)?),
            ("fidelity_causes", serde_json::to_value(self.fidelity.as_ref().map(|told| &told.gaps))?),
        ];
        fields.extend(lists.map(|(name, list)| (name.to_owned(), list)));
        Ok(value)
    }
}

fn page_view(view: &PageView, height: Option<f64>) -> PageViewRow {
    let seen = view.max_scroll_px + view.viewport.height;
    // A document that is shorter than its window fills it.
    let height = height.map(|height| height.max(view.viewport.height));
    PageViewRow {
        index: view.index,
        page: view.page.clone(),
        url: Some(view.url.clone()).filter(|url| !url.is_empty()),
        title: view.title.clone(),
        start_ms: view.start,
        end_ms: view.end,
        viewport: Some(view.viewport).filter(|size| size.width > 0.0 && size.height > 0.0),
        page_height_px: height,
        max_scroll_px: view.max_scroll_px,
        max_scroll: height.filter(|height| *height > 0.0).map(|height| (seen / height).clamp(0.0, 1.0)),
    }
}

fn interaction(interaction: Interaction, inside: Option<Inside>, frame: Point) -> InteractionRow {
    InteractionRow {
        t_ms: interaction.at,
        kind: interaction.kind,
        page_view: interaction.page_view,
        element: interaction.element,
        client: interaction.client.map(|point| point.plus(frame)),
        position: interaction.position.map(|point| point.plus(frame)),
        inside: inside.map(|inside| inside.at),
        area: inside.map(|inside| inside.area),
        detail: interaction.detail,
    }
}

fn signal(signal: Signal) -> SignalRow {
    SignalRow {
        kind: signal.kind,
        t_ms: signal.at,
        end_ms: signal.end,
        page_view: signal.page_view,
        element: signal.element,
        count: signal.count,
        detail: signal.detail,
    }
}

fn coupon(coupon: Coupon) -> CouponRow {
    CouponRow { t_ms: coupon.at, accepted: coupon.accepted, message: coupon.message }
}
