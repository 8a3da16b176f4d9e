//! Moves what was committed from the write-ahead log into the database file, beside the commits.
//!
//! Readers take pages of the file from the memory map but must copy those still in the log, so the log is
//! emptied soon after writing pauses, and by nobody who waits for a commit.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

/// How long commits are gathered before they are moved.
const PAUSE: Duration = Duration::from_millis(500);

/// Tells the checkpointer that there is something to move.
#[derive(Clone, Default)]
pub(super) struct Bell(Arc<(Mutex<Asked>, Condvar)>);

#[derive(Default)]
struct Asked {
    committed: bool,
    closing: bool,
}

impl Bell {
    /// Something was committed.
    pub(super) fn ring(&self) {
        self.lock().committed = true;
        self.0.1.notify_one();
    }

    fn close(&self) {
        self.lock().closing = true;
        self.0.1.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a commit and for the pause after it; false when the database closes.
    fn wait(&self) -> bool {
        let woken = self
            .0
            .1
            .wait_while(self.lock(), |asked| !asked.committed && !asked.closing);
        let mut asked = woken.unwrap_or_else(PoisonError::into_inner);
        asked.committed = false;
        let paused = self
            .0
            .1
            .wait_timeout_while(asked, PAUSE, |asked| !asked.closing);
        !paused.unwrap_or_else(PoisonError::into_inner).0.closing
    }
}

/// The thread that moves; it ends, and closes its connection, when this is dropped.
pub(super) struct Checkpointer {
    bell: Bell,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts the thread. If it cannot start, SQLite's own checkpoint at a longer log does the work.
    pub(super) fn start(connection: Connection) -> Self {
        let bell = Bell::default();
        let rung = bell.clone();
        let work = move || {
            while rung.wait() {
                // A passive checkpoint waits for nobody; what it had to leave is moved the next time.
                let _ = connection.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(()));
            }
        };
        let thread = std::thread::Builder::new()
            .name("checkpoints".to_owned())
            .spawn(work)
            .ok();
        // What an earlier run left in the log is moved too.
        bell.ring();
        Self { bell, thread }
    }

    /// What a writer rings after a commit.
    pub(super) fn bell(&self) -> Bell {
        self.bell.clone()
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.bell.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
