//! Somebody of the house who writes.

use super::super::{ItemAction, Shelf, StillAs, WriteError, Written};
use crate::staff::tests::house::{House, now};
use crate::viewer::Viewer;
use serde_json::Value;

/// A user of the house at their desk.
pub(super) struct Desk<'h> {
    house: &'h House,
    viewer: Viewer,
}

impl Desk<'_> {
    pub(super) async fn of<'h>(house: &'h House, email: &str) -> Desk<'h> {
        let viewer = house.reader(email).await.viewer().clone();
        Desk { house, viewer }
    }

    pub(super) async fn post(&self, shelf: Shelf<'_>, body: Value) -> Result<Value, WriteError> {
        self.post_under(shelf, body, None).await
    }

    pub(super) async fn post_under(
        &self,
        shelf: Shelf<'_>,
        body: Value,
        key: Option<&str>,
    ) -> Result<Value, WriteError> {
        let body = body.to_string();
        let (db, sent) = (self.house.db(), Some(body.as_bytes()));
        db.create(&self.viewer, shelf, sent, key, now())
            .await
            .map(|written| answered(&written))
    }

    pub(super) async fn patch(
        &self,
        shelf: Shelf<'_>,
        id: &str,
        body: Value,
    ) -> Result<Value, WriteError> {
        self.patch_if(shelf, id, body, None).await
    }

    pub(super) async fn patch_if(
        &self,
        shelf: Shelf<'_>,
        id: &str,
        body: Value,
        still_as: StillAs<'_>,
    ) -> Result<Value, WriteError> {
        let body = body.to_string();
        let (db, sent) = (self.house.db(), Some(body.as_bytes()));
        db.change(&self.viewer, shelf, id, sent, still_as, now())
            .await
            .map(|written| answered(&written))
    }

    pub(super) async fn delete(&self, shelf: Shelf<'_>, id: &str) -> Result<(), WriteError> {
        let db = self.house.db();
        db.delete(&self.viewer, shelf, id, None, now()).await
    }

    pub(super) async fn delete_stage(&self, id: &str, to: Option<&str>) -> Result<(), WriteError> {
        let db = self.house.db();
        db.delete_stage(&self.viewer, id, to, None, now()).await
    }

    pub(super) async fn act(
        &self,
        action: ItemAction,
        id: &str,
        body: Option<Value>,
    ) -> Result<Value, WriteError> {
        let body = body.map(|body| body.to_string());
        let sent = body.as_ref().map(String::as_bytes);
        let db = self.house.db();
        db.perform(&self.viewer, action, id, sent, None, now())
            .await
            .map(|written| answered(&written))
    }

    pub(super) async fn settings(&self, body: Value) -> Result<Value, WriteError> {
        let body = body.to_string();
        let (db, sent) = (self.house.db(), Some(body.as_bytes()));
        db.change_settings(&self.viewer, sent, None, now())
            .await
            .map(|written| answered(&written))
    }
}

fn answered(written: &Written) -> Value {
    serde_json::from_str(written.json.as_deref().unwrap_or("null")).unwrap()
}

/// What a refusal says, so that two can be held against each other to the letter.
pub(super) fn said(error: &WriteError) -> String {
    format!("{error:?}")
}

/// Where values were wrong.
pub(super) fn pointers(answer: Result<Value, WriteError>) -> Vec<String> {
    match answer {
        Err(WriteError::Invalid(wrongs)) => wrongs.into_iter().map(|w| w.pointer).collect(),
        other => panic!("it was not refused as invalid: {other:?}"),
    }
}

/// The lines of the audit log: action and detail.
pub(super) async fn log(house: &House) -> Vec<(String, String)> {
    static LOG: crate::engine::Sql = crate::engine::Sql::fixed(
        "SELECT action, detail FROM audit WHERE account_id = $1 AND action <> 'token' ORDER BY id",
    );
    let account = house.account("acme").await;
    let mut tx = house.db().snapshot().await.unwrap();
    tx.rows(&LOG, &[account.into()], |row| {
        Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))
    })
    .await
    .unwrap()
}
