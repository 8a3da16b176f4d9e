//! The queue of mail, on both engines.
#![allow(clippy::unwrap_used)]

mod ends;
mod judged;
mod queueing;

use super::*;
use crate::engine::Sql;
use crate::staff::tests::house::{House, now};
use jiff::{SignedDuration, Timestamp};

/// The internal key of what the bundle calls `source`.
async fn key(house: &House, table: &str, source: &str) -> i64 {
    let sql = Sql::built(format!(
        "SELECT id FROM {table} WHERE account_id = $1 AND source_id = $2"
    ));
    let values = [house.account("acme").await.into(), source.into()];
    let mut tx = house.db().snapshot().await.unwrap();
    tx.one(&sql, &values, |row| row.int(0))
        .await
        .unwrap()
        .unwrap()
}

/// Queues a mail to somebody, caused by Ben.
async fn post(house: &House, to: &str, kind: Kind) {
    let mail = Mail {
        to: key(house, "person", to).await,
        caused_by: Some(key(house, "person", "ben").await),
        kind,
    };
    let account = house.account("acme").await;
    let mut tx = house.db().write().await.unwrap();
    queue(&mut tx, account, now().as_microsecond(), &mail)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Tells somebody of these grants of the bundle.
async fn share(house: &House, to: &str, grants: &[&str], message: Option<&str>) {
    let mut keys = Vec::new();
    for grant in grants {
        keys.push(key(house, "access_grant", grant).await);
    }
    let message = message.map(str::to_owned);
    let grants = keys;
    post(house, to, Kind::Shared { grants, message }).await;
}

async fn claim(house: &House, at: Timestamp) -> Option<Claimed> {
    house.db().claim_mail(at).await.unwrap()
}

/// The next mail as its reader gets it.
async fn letter(house: &House, at: Timestamp) -> Letter {
    let claimed = claim(house, at).await.expect("a mail is due");
    match house.db().open_mail(&claimed, at).await.unwrap() {
        Opened::Letter(letter) => *letter,
        other => panic!("the mail is not sent: {other:?}"),
    }
}

/// Why the next mail is not sent.
async fn dropped(house: &House, at: Timestamp) -> String {
    let claimed = claim(house, at).await.expect("a mail is due");
    match house.db().open_mail(&claimed, at).await.unwrap() {
        Opened::Dropped(why) => why,
        other => panic!("the mail is not dropped: {other:?}"),
    }
}

fn names(subjects: &[Subject]) -> Vec<&str> {
    subjects
        .iter()
        .map(|subject| subject.name.as_str())
        .collect()
}

fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

/// The queue as Ana sees it, the newest first within what is open.
async fn seen_by_staff(house: &House) -> Vec<Queued> {
    let mut reader = house.reader("ana@acme.example").await;
    reader.mails(None).await.unwrap()
}
