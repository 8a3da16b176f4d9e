//! Writing as whoever came: the store judges again.

use jiff::Timestamp;
use serde_json::Value as Json;
use std::sync::Arc;
use store::{Shelf, StillAs, Viewer, WriteError, Written};

use crate::frame::Visit;
use crate::http::App;

/// Writes as the reader of a visit, at its instant.
#[derive(Clone)]
pub(crate) struct Writer {
    app: Arc<App>,
    viewer: Viewer,
    now: Timestamp,
}

impl Writer {
    /// As whoever came.
    pub(crate) fn of(visit: &Visit) -> Writer {
        Writer {
            app: visit.app.clone(),
            viewer: visit.reader.viewer().clone(),
            now: visit.now,
        }
    }

    /// Makes a record.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn create(&self, shelf: Shelf<'_>, body: &Json) -> Result<Written, WriteError> {
        let body = body.to_string();
        let db = &self.app.start.db;
        db.create(&self.viewer, shelf, Some(body.as_bytes()), None, self.now).await
    }

    /// Changes a record, where it is still what its writer saw.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn change(
        &self,
        shelf: Shelf<'_>,
        id: &str,
        body: &Json,
        still_as: StillAs<'_>,
    ) -> Result<Written, WriteError> {
        let body = body.to_string();
        let db = &self.app.start.db;
        db.change(&self.viewer, shelf, id, Some(body.as_bytes()), still_as, self.now).await
    }

    /// Deletes a record with all that hangs on it.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn delete(&self, shelf: Shelf<'_>, id: &str) -> Result<(), WriteError> {
        self.app.start.db.delete(&self.viewer, shelf, id, None, self.now).await
    }

    /// Deletes a stage; what is in it moves to another, or to none.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn delete_stage(&self, id: &str, replacement: Option<&str>) -> Result<(), WriteError> {
        self.app.start.db.delete_stage(&self.viewer, id, replacement, None, self.now).await
    }
}
