//! Statistics: plain numbers in, plain numbers out. Each formula names where its oracle is from.

mod beta;
mod wilson;

pub use wilson::{Interval, clopper_pearson, rule_of_none, wilson};
