//! How many sessions each arm of an A/B test needs. Several formulas are in use and differ by up
//! to 8 %, so all are told by their names.

use super::normal::quantile;
use serde::Serialize;

/// Sessions an arm needs, by formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PerArm {
    /// Pooled variance under no effect, as R's `power.prop.test`; rounded up.
    pub pooled: u64,
    /// As Evan Miller's calculator, which rounds to the nearest.
    pub evan_miller: u64,
    /// 16 p (1 − p) / d², which holds for 5 % and 80 % only; rounded up.
    pub rule_of_16: u64,
}

/// Sessions an arm needs to find a change from the rate `baseline` by `change` (absolute, not 0),
/// two-sided at `alpha`, with `power`. `None` where rates or levels are not between 0 and 1.
pub fn per_arm(baseline: f64, change: f64, alpha: f64, power: f64) -> Option<PerArm> {
    let inside = |p: f64| p > 0.0 && p < 1.0;
    if ![baseline, baseline + change, alpha, power].into_iter().all(inside) || change == 0.0 {
        return None;
    }
    let (level, reach) = (quantile(1.0 - alpha / 2.0), quantile(power));
    let spread = |p: f64| p * (1.0 - p);
    let other = baseline + change;
    let both = spread(baseline) + spread(other);
    let middle = f64::midpoint(baseline, other);
    let pooled = (level * (2.0 * spread(middle)).sqrt() + reach * both.sqrt()).powi(2) / change.powi(2);
    let lesser = baseline.min(1.0 - baseline);
    let moved = (lesser + change).clamp(0.0, 1.0);
    let miller = (level * (2.0 * spread(lesser)).sqrt() + reach * (spread(lesser) + spread(moved)).sqrt())
        .powi(2)
        / change.powi(2);
    let rule = 16.0 * spread(baseline) / change.powi(2);
    Some(PerArm {
        pooled: whole(pooled.ceil()),
        evan_miller: whole(miller.round()),
        // A rule of thumb with round inputs is a round number; what binary fractions add is taken off.
        rule_of_16: whole((rule - 1e-6).ceil()),
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn whole(number: f64) -> u64 {
    number.clamp(0.0, 1e18) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_sizes() {
        // Baseline, absolute change; Evan Miller, pooled, rule of 16. 7,663 and 1,030 are the
        // calculator's, 84,779 is from the statsmodels notebook, 3,600 from PostHog's manual.
        for (p, d, miller, pooled, rule) in [
            (0.05, 0.01, 7_663, 8_158, 7_600),
            (0.20, 0.05, 1_030, 1_094, 1_024),
            (0.10, 0.02, 3_623, 3_841, 3_600),
            (0.01, 0.0014, 80_919, 84_779, 80_817),
            (0.02, 0.002, 78_039, 80_682, 78_400),
            (0.02, 0.004, 19_784, 21_109, 19_600),
            (0.03, 0.003, 51_486, 53_211, 51_734),
            (0.025, 0.00375, 27_797, 29_193, 27_734),
        ] {
            let sizes = per_arm(p, d, 0.05, 0.8).unwrap();
            assert_eq!(sizes, PerArm { pooled, evan_miller: miller, rule_of_16: rule }, "{p} {d}");
        }
        // R's help page of power.prop.test.
        assert_eq!(per_arm(0.5, 0.25, 0.05, 0.9).unwrap().pooled, 77);
        assert_eq!(per_arm(0.5, 0.001, 0.001, 0.9).unwrap().pooled, 10_451_937);
    }

    #[test]
    fn impossible_plans_have_no_size() {
        for (p, d, alpha, power) in
            [(0.0, 0.1, 0.05, 0.8), (0.5, 0.0, 0.05, 0.8), (0.9, 0.2, 0.05, 0.8), (0.5, 0.1, 1.0, 0.8)]
        {
            assert_eq!(per_arm(p, d, alpha, power), None);
        }
    }
}
