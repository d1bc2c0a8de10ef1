//! Statistics: plain numbers in, plain numbers out. Each formula names where its oracle is from.

mod arms;
mod beta;
mod discovery;
mod normal;
mod sample_size;
mod wilson;

pub use arms::{Arm, Comparison, Verdict, compare, sample_ratio};
pub use discovery::{Difference, difference, false_discovery};
pub use sample_size::{PerArm, per_arm};
pub use wilson::{Interval, clopper_pearson, rule_of_none, wilson};
