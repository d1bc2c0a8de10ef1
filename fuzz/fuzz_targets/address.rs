//! An address and a page rule.
#![no_main]
#![allow(dead_code)]
#[path = "../bodies.rs"]
mod bodies;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::address(bytes));
