//! A HAR file.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wherefore::format::fuzz::har(bytes));
