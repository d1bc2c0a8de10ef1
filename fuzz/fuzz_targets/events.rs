//! The text of a recording.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wherefore::format::fuzz::events(bytes));
