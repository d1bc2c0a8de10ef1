//! A compressed file.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wherefore::format::fuzz::zipped(bytes));
