//! Intervals for *k of n*: Wilson's score interval, which reports quote, and Clopper and Pearson's
//! exact one. Both hold for random draws only; who calls has to know how the n were chosen.

use super::beta::inverse_beta;
use serde::Serialize;

/// 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// An interval of rates, 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Wilson's 95 % interval for `k` of `n`. `None` for `n` = 0 or `k` > `n`.
pub fn wilson(k: u64, n: u64) -> Option<Interval> {
    if n == 0 || k > n {
        return None;
    }
    let (p, n) = (k as f64 / n as f64, n as f64);
    let shrink = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / shrink;
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / shrink;
    Some(Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
}

/// Clopper and Pearson's exact 95 % interval for `k` of `n`. `None` for `n` = 0 or `k` > `n`.
pub fn clopper_pearson(k: u64, n: u64) -> Option<Interval> {
    if n == 0 || k > n {
        return None;
    }
    let (k_, rest) = (k as f64, (n - k) as f64);
    let low = if k == 0 { 0.0 } else { inverse_beta(0.025, k_, rest + 1.0) };
    let high = if k == n { 1.0 } else { inverse_beta(0.975, k_ + 1.0, rest) };
    Some(Interval { low, high })
}

/// The rate that none of `n` leaves possible: below this, 95 % sure (one-sided, exact).
pub fn rule_of_none(n: u64) -> Option<f64> {
    (n > 0).then(|| 1.0 - 0.05_f64.powf(1.0 / n as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// k, n, Wilson low and high, Clopper–Pearson low and high; the first rows are Newcombe's
    /// (Statistics in Medicine 17, 1998), the others were computed with scipy.
    const ORACLES: [(u64, u64, f64, f64, f64, f64); 13] = [
        (81, 263, 0.2553, 0.3662, 0.2527, 0.3676),
        (15, 148, 0.0624, 0.1605, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1611, 0.0, 0.1684),
        (1, 29, 0.0061, 0.1718, 0.0009, 0.1776),
        (23, 60, 0.2709, 0.5098, 0.2607, 0.5179),
        (0, 10, 0.0, 0.2775, 0.0, 0.3085),
        (1, 10, 0.0179, 0.4042, 0.0025, 0.4450),
        (3, 10, 0.1078, 0.6032, 0.0667, 0.6525),
        (4, 10, 0.1682, 0.6873, 0.1216, 0.7376),
        (7, 10, 0.3968, 0.8922, 0.3475, 0.9333),
        (10, 10, 0.7225, 1.0, 0.6915, 1.0),
        (7, 20, 0.1812, 0.5671, 0.1539, 0.5922),
        (5, 5, 0.5655, 1.0, 0.4782, 1.0),
    ];

    #[test]
    fn intervals_are_the_published_ones() {
        let near = |a: f64, b: f64| (a - b).abs() < 6e-5;
        for (k, n, low, high, exact_low, exact_high) in ORACLES {
            let score = wilson(k, n).unwrap();
            assert!(near(score.low, low) && near(score.high, high), "Wilson {k} of {n}: {score:?}");
            let exact = clopper_pearson(k, n).unwrap();
            assert!(
                near(exact.low, exact_low) && near(exact.high, exact_high),
                "exact {k} of {n}: {exact:?}"
            );
        }
    }

    #[test]
    fn none_of_ten_means_below_26_percent() {
        assert!((rule_of_none(10).unwrap() - 0.2589).abs() < 6e-5);
        assert_eq!(
            (wilson(0, 0), wilson(3, 2), clopper_pearson(1, 0), rule_of_none(0)),
            (None, None, None, None)
        );
    }
}
