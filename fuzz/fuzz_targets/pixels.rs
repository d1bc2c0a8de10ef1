//! Bytes to a recording, to pages, to pixels.
#![no_main]
#[path = "../pixels.rs"]
mod pixels;

use std::collections::BTreeSet;
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::{Mutex, Once, PoisonError};

/// Lets a panic on a drawing thread be contained, as it is in the program. Any other is a find.
fn tell_apart() {
    static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let find = take_hook();
    set_hook(Box::new(move |panic: &PanicHookInfo<'_>| {
        if std::thread::current().name() != Some("studio") {
            find(panic);
        }
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        if TOLD.lock().unwrap_or_else(PoisonError::into_inner).insert(place) {
            eprintln!("contained: {panic}");
        }
    }));
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static ONCE: Once = Once::new();
    ONCE.call_once(tell_apart);
    pixels::pixels(bytes);
});
