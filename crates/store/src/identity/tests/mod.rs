//! Signing in and being signed out, on both engines.
#![allow(clippy::unwrap_used)]

mod api_tokens;
mod asking;
mod ending;
mod links;
mod passkeys;
mod passwords;
mod sessions;

use super::links::{Purpose, mint};
use super::{Device, Lengths, Redeemed};
use crate::Arrival;
use crate::engine::Sql;
use crate::staff::tests::house::{House, now};
use jiff::{SignedDuration, Timestamp};

pub(super) const HOUR: SignedDuration = SignedDuration::from_hours(1);
pub(super) const LENGTHS: Lengths = Lengths {
    most: SignedDuration::from_hours(30 * 24),
    idle: SignedDuration::from_hours(7 * 24),
};

impl House {
    /// The internal key of a person of `acme`.
    pub(super) async fn person(&self, email: &str) -> i64 {
        static PERSON: Sql =
            Sql::fixed("SELECT id FROM person WHERE account_id = $1 AND email = $2");
        let values = [self.account("acme").await.into(), email.into()];
        let mut tx = self.db().snapshot().await.unwrap();
        tx.one(&PERSON, &values, |row| row.int(0))
            .await
            .unwrap()
            .unwrap()
    }

    /// The internal key of a grant of `acme`.
    pub(super) async fn grant_id(&self, source: &str) -> i64 {
        static GRANT: Sql =
            Sql::fixed("SELECT id FROM access_grant WHERE account_id = $1 AND source_id = $2");
        let values = [self.account("acme").await.into(), source.into()];
        let mut tx = self.db().snapshot().await.unwrap();
        tx.one(&GRANT, &values, |row| row.int(0))
            .await
            .unwrap()
            .unwrap()
    }

    /// A link to a person of `acme`, living for an hour.
    pub(super) async fn link(&self, email: &str, purpose: Purpose, grants: &[i64]) -> String {
        let (account, person) = (self.account("acme").await, self.person(email).await);
        let at = now().as_microsecond();
        let mut tx = self.db().write().await.unwrap();
        let secret = mint(&mut tx, account, person, purpose, None, grants, at, HOUR)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        secret
    }

    /// What pressing a link's button gives.
    pub(super) async fn press(&self, secret: &str, at: Timestamp) -> Redeemed {
        self.db()
            .redeem(secret, None, Device::default(), LENGTHS, at)
            .await
            .unwrap()
    }

    /// A session of a person of `acme`.
    pub(super) async fn session(&self, email: &str) -> String {
        let link = self.link(email, Purpose::SignIn, &[]).await;
        match self.press(&link, now()).await {
            Redeemed::In(signed_in) => signed_in.session,
            other => panic!("{email} does not get in: {other:?}"),
        }
    }

    /// What a session opens.
    pub(super) async fn opens(&self, account: &str, session: &str, at: Timestamp) -> &'static str {
        match self
            .db()
            .arrive_by_session(account, session, at)
            .await
            .unwrap()
        {
            Arrival::In(_) => "in",
            Arrival::Ended => "ended",
            Arrival::Nobody => "nobody",
        }
    }
}
