//! Random draws that can be repeated: the same pool and seed give the same sessions on any computer.

/// Draws `size` of `pool` at random without putting back; all of them, shuffled, where there are
/// no more. The order of `pool` does not matter, only what is in it.
pub fn draw(pool: &[String], size: usize, seed: u64) -> Vec<String> {
    let mut left: Vec<String> = pool.to_vec();
    left.sort_unstable();
    left.dedup();
    let mut state = seed;
    let size = size.min(left.len());
    for place in 0..size {
        let rest = left.len() - place;
        left.swap(place, place + below(&mut state, rest));
    }
    left.truncate(size);
    left
}

/// A number below `bound`, every one as likely (rejection, so that small bounds are not favoured).
fn below(state: &mut u64, bound: usize) -> usize {
    let bound = bound.max(1) as u64;
    let fair = u64::MAX - u64::MAX % bound;
    loop {
        let number = next(state);
        if number < fair {
            return usize::try_from(number % bound).unwrap_or_default();
        }
    }
}

/// `SplitMix64`: small, fixed for all time, good enough to choose sessions by.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(count: usize) -> Vec<String> {
        (0..count).map(|n| format!("s{n:03}")).collect()
    }

    #[test]
    fn the_generator_is_splitmix64() {
        // First outputs for seed 1234567, as published with the generator.
        let mut state = 1_234_567;
        let first: Vec<u64> = (0..3).map(|_| next(&mut state)).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn same_seed_same_draw_whatever_the_order() {
        let mut turned = pool(40);
        turned.reverse();
        assert_eq!(draw(&pool(40), 10, 8841), draw(&turned, 10, 8841));
        assert_ne!(draw(&pool(40), 10, 8841), draw(&pool(40), 10, 8842));
        assert_eq!(draw(&pool(3), 10, 1).len(), 3);
        assert!(draw(&[], 10, 1).is_empty());
    }

    #[test]
    fn everyone_is_as_likely() {
        let pool = pool(10);
        let mut hits = vec![0_u32; 10];
        for seed in 0..4000 {
            for id in draw(&pool, 3, seed) {
                hits[pool.iter().position(|p| *p == id).unwrap()] += 1;
            }
        }
        // 1200 expected each; six standard deviations are about 174.
        assert!(hits.iter().all(|count| count.abs_diff(1200) < 174), "{hits:?}");
    }
}
