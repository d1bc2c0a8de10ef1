//! The normal distribution and its inverse.

/// The part of the normal distribution below `z`.
pub(super) fn cdf(z: f64) -> f64 {
    if z > 0.0 { 1.0 - upper(z) } else { upper(-z) }
}

/// Both tails beyond `z`: the p-value of a two-sided test.
pub(super) fn two_sided(z: f64) -> f64 {
    2.0 * upper(z.abs())
}

/// The part above `z`, for `z` >= 0: a series near 0, a continued fraction far out (DLMF 7.6.2
/// and 7.9.2).
fn upper(z: f64) -> f64 {
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if z < 3.0 {
        let mut term = z;
        let mut sum = z;
        let mut odd = 1.0;
        while term > sum * 1e-17 {
            odd += 2.0;
            term *= z * z / odd;
            sum += term;
        }
        0.5 - density * sum
    } else {
        let fraction = (1..200_u32).rev().fold(z, |below, step| z + f64::from(step) / below);
        density / fraction
    }
}

/// The z that the part `p` lies below; for `p` strictly between 0 and 1.
pub(super) fn quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_points() {
        for (p, z) in
            [(0.975, 1.959_963_985), (0.8, 0.841_621_234), (0.9, 1.281_551_566), (0.9995, 3.290_526_731)]
        {
            assert!((quantile(p) - z).abs() < 1e-8, "{p}");
            assert!((cdf(z) - p).abs() < 1e-9, "{z}");
        }
        assert!((two_sided(1.355_878) - 0.175_138).abs() < 1e-6);
        assert!((cdf(3.0) - 0.998_650_101_968_37).abs() < 1e-13, "the two forms meet");
        assert!((cdf(0.0) - 0.5).abs() < 1e-16);
    }
}
