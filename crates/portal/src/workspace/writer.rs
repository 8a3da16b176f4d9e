//! Writing as whoever came: the store judges again.

use access::Module;
use jiff::Timestamp;
use serde_json::Value as Json;
use std::sync::Arc;
use store::{Db, Shelf, StillAs, Upload, Viewer, WriteError, Written};

use crate::frame::{Away, Visit};
use crate::http::App;

/// Writes as the reader of a visit, at its instant.
#[derive(Clone)]
pub(crate) struct Writer {
    app: Arc<App>,
    viewer: Viewer,
    now: Timestamp,
}

impl Writer {
    /// As whoever came; the visit's snapshot is let go meanwhile.
    pub(crate) fn of(visit: Visit) -> (Writer, Away) {
        let writer = Writer {
            app: visit.app.clone(),
            viewer: visit.reader.viewer().clone(),
            now: visit.now,
        };
        (writer, visit.away())
    }

    fn db(&self) -> &Db {
        &self.app.start.db
    }

    /// Makes a record.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn create(
        &self,
        shelf: Shelf<'_>,
        body: &Json,
    ) -> Result<Written, WriteError> {
        let body = body.to_string();
        self.db()
            .create(&self.viewer, shelf, Some(body.as_bytes()), None, self.now)
            .await
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
        self.db()
            .change(
                &self.viewer,
                shelf,
                id,
                Some(body.as_bytes()),
                still_as,
                self.now,
            )
            .await
    }

    /// Deletes a record with all that hangs on it.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn delete(&self, shelf: Shelf<'_>, id: &str) -> Result<(), WriteError> {
        self.db()
            .delete(&self.viewer, shelf, id, None, self.now)
            .await
    }

    /// Adds files to an item of a module, now that their bytes are there.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn upload(
        &self,
        item: (Module, &str),
        files: Vec<Upload>,
    ) -> Result<Vec<Written>, WriteError> {
        let db = self.db();
        db.upload(&self.viewer, item, files, None, self.now).await
    }

    /// Brings a deleted file of an item back.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn bring_file_back(
        &self,
        item: (Module, &str),
        file: &str,
    ) -> Result<Written, WriteError> {
        let db = self.db();
        db.bring_file_back(&self.viewer, item, file, self.now).await
    }

    /// Deletes a stage; what is in it moves to another, or to none.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn delete_stage(
        &self,
        id: &str,
        replacement: Option<&str>,
    ) -> Result<(), WriteError> {
        self.db()
            .delete_stage(&self.viewer, id, replacement, None, self.now)
            .await
    }

    /// Adds a participant to a project.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn add_participant(
        &self,
        project: &str,
        body: &Json,
    ) -> Result<Written, WriteError> {
        let body = body.to_string();
        self.db()
            .add_participant(&self.viewer, project, Some(body.as_bytes()), None, self.now)
            .await
    }

    /// Changes a participant's external access.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn change_participant(
        &self,
        project: &str,
        part: &str,
        body: &Json,
    ) -> Result<Written, WriteError> {
        let body = body.to_string();
        let body = Some(body.as_bytes());
        self.db()
            .change_participant(&self.viewer, (project, part), body, None, self.now)
            .await
    }

    /// Takes a participant off a project.
    ///
    /// # Errors
    /// Why nothing was written.
    pub(crate) async fn remove_participant(
        &self,
        project: &str,
        part: &str,
    ) -> Result<(), WriteError> {
        self.db()
            .remove_participant(&self.viewer, (project, part), None, self.now)
            .await?;
        Ok(())
    }
}
