//! The bell between who queues mail and who sends it, within one process.

use tokio::sync::Notify;

static BELL: Notify = Notify::const_new();

/// Rings. The transaction may not have committed yet, so who wakes looks more than once.
pub(super) fn something_is_queued() {
    BELL.notify_one();
}

/// Waits until something is queued in this process. Mail that other servers of the database queue does not ring.
pub async fn until_queued() {
    BELL.notified().await;
}
