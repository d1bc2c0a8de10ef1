//! Numbers by rule: the same for every run, without a clock.

/// Marsaglia's xorshift; the number inside is the seed, which must not be 0.
pub(crate) struct Random(pub u64);

impl Random {
    /// A number from 0 to `below`, which is left out.
    pub(crate) fn below(&mut self, below: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 33).expect("31 bits") % below
    }

    /// A place in a list of so many.
    pub(crate) fn pick(&mut self, count: usize) -> usize {
        let below = i64::try_from(count).expect("a list is shorter than an i64");
        usize::try_from(self.below(below)).expect("not negative")
    }
}
