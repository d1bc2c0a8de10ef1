//! The regularised incomplete beta function and its inverse, as Clopper and Pearson need them.

/// ln B(a, b) for a, b > 0.
pub(super) fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The x at which the Beta(a, b) distribution reaches `p`. For a, b > 0 and p in 0–1.
pub(super) fn inverse_beta(p: f64, a: f64, b: f64) -> f64 {
    // Halving the interval is slow beside Newton's steps, but it cannot run away: 60 steps leave
    // less than what an f64 tells apart.
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if regularised_beta(middle, a, b) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The part of the Beta(a, b) distribution below `x`, by its continued fraction on the side where
/// that converges fast.
fn regularised_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (a * x.ln() + b * (1.0 - x).ln() - ln_beta(a, b)).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    }
}

/// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let safe = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut above = 1.0;
    let mut below = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut result = below;
    for step in 1..500_u32 {
        let step = f64::from(step);
        let even = step * (b - step) * x / ((a + 2.0 * step - 1.0) * (a + 2.0 * step));
        let odd = -(a + step) * (a + b + step) * x / ((a + 2.0 * step) * (a + 2.0 * step + 1.0));
        let before = result;
        for term in [even, odd] {
            below = 1.0 / safe(1.0 + term * below);
            above = safe(1.0 + term / above);
            result *= below * above;
        }
        if (result / before - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}

/// ln Γ(x) for x > 0: Stirling's series, after moving up to where it is exact to 1e-15.
fn ln_gamma(x: f64) -> f64 {
    let mut x = x;
    let mut product = 1.0_f64;
    while x < 12.0 {
        product *= x;
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series = (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / x;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - product.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_of_whole_numbers_is_a_factorial() {
        let mut factorial = 1.0_f64;
        for n in 1..20_u32 {
            assert!((ln_gamma(f64::from(n)) - factorial.ln()).abs() < 1e-12, "{n}");
            factorial *= f64::from(n);
        }
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-12);
    }

    #[test]
    fn beta_where_it_is_known_in_closed_form() {
        assert!((regularised_beta(0.3, 1.0, 1.0) - 0.3).abs() < 1e-12);
        assert!((regularised_beta(0.5, 7.0, 7.0) - 0.5).abs() < 1e-12);
        assert!((regularised_beta(0.2, 1.0, 5.0) - (1.0 - 0.8_f64.powi(5))).abs() < 1e-12);
        assert!((inverse_beta(0.3, 1.0, 1.0) - 0.3).abs() < 1e-12);
    }
}
