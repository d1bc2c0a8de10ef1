//! Two arms of an A/B test compared: is the split sound, how large is the difference, may one stop.

use super::beta::ln_beta;
use super::normal::two_sided;
use super::wilson::{Interval, wilson};
use serde::Serialize;

/// Below this p-value the split is taken to be broken (`GrowthBook`'s threshold).
const BROKEN: f64 = 0.001;
/// 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// Where the peek-safe interval is tightest, sessions (`GrowthBook`'s default).
const TIGHTEST: f64 = 5000.0;

/// What an arm counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Arm {
    /// Sessions in it.
    pub sessions: u64,
    /// Of which converted; not more than `sessions`.
    pub conversions: u64,
}

impl Arm {
    /// Conversions by sessions.
    pub fn rate(self) -> f64 {
        self.conversions as f64 / self.sessions.max(1) as f64
    }

    /// Mean of the rates that are still possible: Beta with one more of each.
    fn beta(self) -> (f64, f64) {
        (self.conversions as f64 + 1.0, (self.sessions - self.conversions) as f64 + 1.0)
    }
}

/// What an arm B is worth beside an arm A.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// p-value of the split being as planned.
    pub srm_p_value: f64,
    /// Whether the split is broken: then nothing below may be read.
    pub srm: bool,
    /// Rate of B less rate of A.
    pub difference: f64,
    /// Its 95 % interval (Newcombe's hybrid score), for a test of fixed size.
    pub interval: Interval,
    /// The difference as a part of A's rate; `None` where A has no conversion.
    pub lift: Option<f64>,
    /// Two-sided p-value of no difference, pooled z test.
    pub p_value: f64,
    /// Chance that B's rate is the higher one, with flat priors.
    pub chance_to_win: f64,
    /// Rate that is lost on average by choosing B.
    pub expected_loss: f64,
    /// 95 % interval that holds however often one looks (asymptotic confidence sequence).
    pub peek_safe: Interval,
    /// What follows.
    pub verdict: Verdict,
}

/// What follows from a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The split is broken; find out why first.
    BrokenSplit,
    /// B is better, however often one looked.
    BetterB,
    /// A is better, however often one looked.
    BetterA,
    /// Different if the size was fixed before and this is the first look; otherwise go on.
    OnlyAtPlannedEnd,
    /// Not decided.
    Undecided,
}

/// Compares B with A. `split` is the planned part of sessions in A, between 0 and 1. `None` where
/// an arm has no session, or more conversions than sessions.
pub fn compare(a: Arm, b: Arm, split: f64) -> Option<Comparison> {
    let sound = |arm: Arm| arm.sessions > 0 && arm.conversions <= arm.sessions;
    if !(sound(a) && sound(b) && split > 0.0 && split < 1.0) {
        return None;
    }
    let difference = b.rate() - a.rate();
    let srm_p_value = sample_ratio(a.sessions, b.sessions, split);
    let interval = newcombe(a, b)?;
    let p_value = pooled_p(a, b);
    let half = peek_safe_factor((a.sessions + b.sessions) as f64, 0.05) * standard_error(a, b);
    let peek_safe = Interval { low: difference - half, high: difference + half };
    let mut comparison = Comparison {
        srm_p_value,
        srm: srm_p_value < BROKEN,
        difference,
        interval,
        lift: (a.conversions > 0).then(|| difference / a.rate()),
        p_value,
        chance_to_win: beats(b.beta(), a.beta()),
        expected_loss: expected_loss(a, b),
        peek_safe,
        verdict: Verdict::Undecided,
    };
    comparison.verdict = comparison.verdict();
    Some(comparison)
}

impl Comparison {
    fn verdict(&self) -> Verdict {
        if self.srm {
            Verdict::BrokenSplit
        } else if self.peek_safe.low > 0.0 {
            Verdict::BetterB
        } else if self.peek_safe.high < 0.0 {
            Verdict::BetterA
        } else if self.p_value < 0.05 {
            Verdict::OnlyAtPlannedEnd
        } else {
            Verdict::Undecided
        }
    }
}

/// p-value of so many sessions in two arms, when the part `split` was planned for the first
/// (chi-squared test with one degree of freedom).
pub fn sample_ratio(a: u64, b: u64, split: f64) -> f64 {
    let all = (a + b) as f64;
    let (expected_a, expected_b) = (all * split, all * (1.0 - split));
    let chi = (a as f64 - expected_a).powi(2) / expected_a + (b as f64 - expected_b).powi(2) / expected_b;
    two_sided(chi.sqrt())
}

pub(super) fn pooled_p(a: Arm, b: Arm) -> f64 {
    let all = (a.conversions + b.conversions) as f64 / (a.sessions + b.sessions) as f64;
    let error = (all * (1.0 - all) * (1.0 / a.sessions as f64 + 1.0 / b.sessions as f64)).sqrt();
    if error > 0.0 { two_sided((b.rate() - a.rate()) / error) } else { 1.0 }
}

fn standard_error(a: Arm, b: Arm) -> f64 {
    let variance = |arm: Arm| arm.rate() * (1.0 - arm.rate()) / arm.sessions as f64;
    (variance(a) + variance(b)).sqrt()
}

pub(super) fn newcombe(a: Arm, b: Arm) -> Option<Interval> {
    let (first, second) = (wilson(a.conversions, a.sessions)?, wilson(b.conversions, b.sessions)?);
    let (p1, p2) = (a.rate(), b.rate());
    Some(Interval {
        low: p2 - p1 - (p2 - second.low).hypot(first.high - p1),
        high: p2 - p1 + (second.high - p2).hypot(p1 - first.low),
    })
}

/// By how much a standard error is multiplied so that the interval holds at every look.
fn peek_safe_factor(sessions: f64, alpha: f64) -> f64 {
    let tight = -2.0 * alpha.ln();
    let rho = (tight + (tight + 1.0).ln()) / TIGHTEST;
    let grown = sessions * rho + 1.0;
    (2.0 * grown / (sessions * rho) * (grown.sqrt() / alpha).ln()).sqrt().max(Z)
}

/// The chance that a rate with the first Beta distribution is above one with the second (Evan
/// Miller's closed form; whole numbers as first parameters).
fn beats((a_b, b_b): (f64, f64), (a_a, b_a): (f64, f64)) -> f64 {
    let base = ln_beta(a_a, b_a);
    let mut sum = 0.0;
    let mut i = 0.0;
    while i < a_b {
        sum += (ln_beta(a_a + i, b_a + b_b) - (b_b + i).ln() - ln_beta(1.0 + i, b_b) - base).exp();
        i += 1.0;
    }
    sum.clamp(0.0, 1.0)
}

/// The mean of what A's rate is above B's, where it is.
fn expected_loss(a: Arm, b: Arm) -> f64 {
    let ((a_a, b_a), (a_b, b_b)) = (a.beta(), b.beta());
    let mean_a = a_a / (a_a + b_a);
    let mean_b = a_b / (a_b + b_b);
    let loss = mean_a * beats((a_a + 1.0, b_a), (a_b, b_b)) - mean_b * beats((a_a, b_a), (a_b + 1.0, b_b));
    loss.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(conversions: u64, sessions: u64) -> Arm {
        Arm { sessions, conversions }
    }

    /// A, B; p, Newcombe's interval, chance to win. The last row is Newcombe's own (1998b), the
    /// others were computed with scipy.
    #[test]
    fn differences_as_computed_elsewhere() {
        for (a, b, p, low, high, chance) in [
            (arm(100, 10_000), arm(120, 10_000), 0.175_138, -0.000_903, 0.004_926, Some(0.912_013)),
            (arm(200, 10_000), arm(240, 10_000), 0.053_824, -0.000_071, 0.008_092, Some(0.973_014)),
            (arm(80, 4000), arm(104, 4000), 0.073_453, -0.000_592, 0.012_665, Some(0.963_028)),
            (arm(48, 80), arm(56, 70), 0.008_0, 0.052_4, 0.333_9, None),
        ] {
            let found = compare(a, b, 0.5).unwrap();
            assert!((found.p_value - p).abs() < 5e-5, "{found:?}");
            assert!(
                (found.interval.low - low).abs() < 5e-5 && (found.interval.high - high).abs() < 5e-5,
                "{found:?}"
            );
            assert!(chance.is_none_or(|chance| (found.chance_to_win - chance).abs() < 1e-6), "{found:?}");
        }
        let loss = compare(arm(100, 10_000), arm(120, 10_000), 0.5).unwrap().expected_loss;
        assert!((loss - 6.018e-5).abs() < 1e-8, "{loss}");
        let keeping = compare(arm(120, 10_000), arm(100, 10_000), 0.5).unwrap().expected_loss;
        assert!((keeping - 2.059_8e-3).abs() < 1e-7, "{keeping}");
    }

    #[test]
    fn splits_as_published() {
        let near = |a, b, p: f64| {
            let found = sample_ratio(a, b, 0.5);
            assert!((found / p - 1.0).abs() < 0.01, "{a} {b}: {found}");
        };
        near(44_000, 45_000, 0.000_802);
        near(600, 400, 2.54e-10);
        near(821_588, 815_482, 1.82e-6);
        near(10_000, 10_050, 0.7240);
    }

    #[test]
    fn looking_often_has_its_price() {
        for (sessions, factor) in
            [(1000.0, 3.3639), (5000.0, 3.0352), (10_000.0, 3.0615), (50_000.0, 3.2417), (100_000.0, 3.3369)]
        {
            assert!((peek_safe_factor(sessions, 0.05) - factor).abs() < 5e-5, "{sessions}");
        }
    }

    #[test]
    fn verdicts() {
        let verdict = |a, b| compare(a, b, 0.5).map(|found| found.verdict);
        assert_eq!(verdict(arm(200, 10_000), arm(240, 12_000)), Some(Verdict::BrokenSplit));
        assert_eq!(verdict(arm(200, 10_000), arm(400, 10_000)), Some(Verdict::BetterB));
        assert_eq!(verdict(arm(400, 10_000), arm(200, 10_000)), Some(Verdict::BetterA));
        assert_eq!(verdict(arm(200, 10_000), arm(245, 10_000)), Some(Verdict::OnlyAtPlannedEnd));
        assert_eq!(verdict(arm(200, 10_000), arm(201, 10_000)), Some(Verdict::Undecided));
        assert_eq!([verdict(arm(0, 0), arm(1, 2)), verdict(arm(3, 2), arm(1, 2))], [None, None]);
    }
}
