//! Differences between rates, many at once: which of them hold though so many were looked at.

use super::arms::{Arm, newcombe, pooled_p};
use super::wilson::Interval;
use serde::Serialize;

/// The difference of two rates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// Rate of B less rate of A.
    pub difference: f64,
    /// Its 95 % interval (Newcombe's hybrid score).
    pub interval: Interval,
    /// Two-sided p-value of no difference, pooled z test.
    pub p_value: f64,
}

/// The difference of two rates; `None` where one has no session or more conversions than sessions.
pub fn difference(a: Arm, b: Arm) -> Option<Difference> {
    let sound = |arm: Arm| arm.sessions > 0 && arm.conversions <= arm.sessions;
    let difference = b.rate() - a.rate();
    (sound(a) && sound(b)).then_some(())?;
    Some(Difference { difference, interval: newcombe(a, b)?, p_value: pooled_p(a, b) })
}

/// The p-values, adjusted so that of those below a level at most that part is false on average
/// (Benjamini and Hochberg 1995). In the order in which they came; not a number stays so.
pub fn false_discovery(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).filter(|at| !p_values[*at].is_nan()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let count = order.len() as f64;
    let mut adjusted = vec![f64::NAN; p_values.len()];
    let mut least = 1.0_f64;
    for (rank, at) in order.iter().enumerate().rev() {
        least = least.min(p_values[*at] * count / (rank + 1) as f64);
        adjusted[*at] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fifteen p-values of Benjamini and Hochberg's own example (1995, section 3.2): at 5 % the first four
    /// hold. Adjusted values as R's `p.adjust(…, "BH")` gives them.
    #[test]
    fn the_example_of_the_paper() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0,
        ];
        let q = false_discovery(&p);
        assert_eq!(q.iter().filter(|q| **q <= 0.05).count(), 4);
        let expected = [0.0015, 0.0030, 0.0095, 0.035_625, 0.0603, 0.063_857_1, 0.063_857_1, 0.0645, 0.0765];
        for (q, expected) in q.iter().zip(expected) {
            assert!((q - expected).abs() < 1e-6, "{q} instead of {expected}");
        }
    }

    #[test]
    fn the_order_does_not_matter_and_nothing_is_no_number() {
        assert_eq!(false_discovery(&[0.5, f64::NAN, 0.01])[0], 0.5);
        assert_eq!(false_discovery(&[0.5, f64::NAN, 0.01])[2], 0.02);
        assert!(false_discovery(&[0.5, f64::NAN, 0.01])[1].is_nan());
        assert_eq!(false_discovery(&[]), Vec::<f64>::new());
    }

    /// Newcombe 1998b, table II: 56/70 and 48/80.
    #[test]
    fn a_difference_as_published() {
        let arm = |conversions, sessions| Arm { sessions, conversions };
        let found = difference(arm(48, 80), arm(56, 70)).unwrap();
        assert!((found.interval.low - 0.0524).abs() < 5e-5 && (found.interval.high - 0.3339).abs() < 5e-5);
        assert_eq!(difference(arm(0, 0), arm(1, 2)), None);
        assert_eq!(difference(arm(3, 2), arm(1, 2)), None);
    }
}
