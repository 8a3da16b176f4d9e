//! Reading without what pages prepare, for tests of what they show.

use std::cell::Cell;
use std::marker::PhantomData;

thread_local! {
    static UNPREPARED: Cell<bool> = const { Cell::new(false) };
}

/// Until this is dropped, readers on this thread read every field and ask every question, whatever a page says that
/// it shows.
pub struct Unprepared(PhantomData<*const ()>);

/// Begins it.
pub fn unprepared() -> Unprepared {
    UNPREPARED.set(true);
    Unprepared(PhantomData)
}

impl Drop for Unprepared {
    fn drop(&mut self) {
        UNPREPARED.set(false);
    }
}

/// Whether it is so now.
pub(crate) fn now() -> bool {
    UNPREPARED.get()
}
