//! Threads with a deep stack: a page nested deeply enough would end the whole process on a normal one.

use super::Trouble;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

/// Bytes of stack. Only what is used is ever taken from the system.
pub(super) const DEEP: usize = 256 << 20;

/// Runs `work` on a thread of its own and waits for it; a panic in it is handed back as trouble.
pub(super) fn on_deep_stack<T: Send>(name: &str, work: impl FnOnce() -> T + Send) -> Result<T, Trouble> {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name(name.to_owned())
            .stack_size(DEEP)
            .spawn_scoped(scope, || contained(work))
            .map_err(|error| Trouble::NoThread(error.to_string()))?;
        worker.join().unwrap_or_else(|panic| Err(trouble(&*panic)))
    })
}

/// Runs `work`; a panic in it is handed back as trouble. The caller throws away what `work` may have
/// left half done.
pub(super) fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| trouble(&*panic))
}

/// What [`give_up`] unwinds with.
struct TooMuch(String);

/// Ends contained work from within the engine, which has no other way out.
pub(super) fn give_up(why: String) -> ! {
    resume_unwind(Box::new(TooMuch(why)))
}

fn trouble(panic: &(dyn std::any::Any + Send)) -> Trouble {
    match panic.downcast_ref::<TooMuch>() {
        Some(TooMuch(why)) => Trouble::TooMuch(why.clone()),
        None => Trouble::Panicked(message(panic)),
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_trouble_and_not_the_end() {
        let found = on_deep_stack("test", || -> u8 { panic!("expected in this test") });
        assert_eq!(found, Err(Trouble::Panicked("expected in this test".to_owned())));
        let found = on_deep_stack("test", || -> u8 { give_up("it is large".to_owned()) });
        assert_eq!(found, Err(Trouble::TooMuch("it is large".to_owned())));
        assert_eq!(on_deep_stack("test", || 7), Ok(7));
    }
}
