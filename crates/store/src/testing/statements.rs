//! How many questions databases were asked, for tests of what a page may ask.

use std::cell::Cell;

thread_local! {
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

/// How many questions were asked on this thread since it began; what travels together or is merged counts as one.
pub fn asked() -> u64 {
    ASKED.get()
}

/// One more.
pub(crate) fn note() {
    ASKED.set(ASKED.get() + 1);
}
