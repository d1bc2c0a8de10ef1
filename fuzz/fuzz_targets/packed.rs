//! What recorders pack and compress inside events.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wherefore::format::fuzz::packed(bytes));
