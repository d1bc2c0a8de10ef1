//! A file of any name, archives among them, through the public door.
#![no_main]
#![allow(dead_code)]
#[path = "../bodies.rs"]
mod bodies;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::opened(bytes));
