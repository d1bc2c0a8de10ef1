//! How many sessions got how far towards buying. Knows no segment: it takes the sessions of one.

use crate::facts::Stage;
use crate::library::Session;
use serde::Serialize;

/// A segment's way to the purchase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// Sessions in the segment, those without any stage too.
    pub sessions: u64,
    /// One step a stage, in order.
    pub steps: Vec<FunnelStep>,
}

/// A stage of the funnel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelStep {
    /// The stage.
    pub stage: Stage,
    /// What people call it.
    pub label: &'static str,
    /// Sessions that reached it or a later one.
    pub sessions: u64,
    /// Of all sessions, 0–1; `None` where there are none.
    pub of_all: Option<f64>,
    /// Of those that reached the stage before, 0–1; `None` where there are none.
    pub of_previous: Option<f64>,
    /// Sessions whose furthest stage it is, other than buyers.
    pub left_here: u64,
    /// Sum of the carts of those who left here, in the segment's currency; `None` where no
    /// recording told a cart.
    pub lost_carts: Option<f64>,
}

/// The funnel of these sessions.
pub fn funnel(sessions: &[Session]) -> Funnel {
    let all = sessions.len() as u64;
    let mut before = all;
    let steps = Stage::ALL
        .into_iter()
        .map(|stage| {
            let reached = sessions.iter().filter(|session| furthest(session) >= Some(stage)).count() as u64;
            let left: Vec<&Session> = sessions
                .iter()
                .filter(|session| furthest(session) == Some(stage) && !session.shopping.bought)
                .collect();
            let carts: Vec<f64> = left.iter().filter_map(|session| session.shopping.cart_value).collect();
            let step = FunnelStep {
                stage,
                label: stage.label(),
                sessions: reached,
                of_all: part(reached, all),
                of_previous: part(reached, before),
                left_here: left.len() as u64,
                lost_carts: (!carts.is_empty()).then(|| carts.iter().sum()),
            };
            before = reached;
            step
        })
        .collect();
    Funnel { sessions: all, steps }
}

/// The furthest stage; a session that bought has reached them all.
fn furthest(session: &Session) -> Option<Stage> {
    if session.shopping.bought {
        Some(Stage::Purchase)
    } else {
        session.shopping.stages.iter().copied().max()
    }
}

fn part(count: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| count as f64 / of as f64)
}
