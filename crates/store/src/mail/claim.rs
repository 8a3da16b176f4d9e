//! Taking one mail out of the queue to send it, and saying what came of it.

use super::state::State;
use super::{Kind, kind_of};
use crate::engine::{Db, Sql};
use crate::error::{Result, StoreError};
use jiff::Timestamp;

/// How long a server has for one attempt before another may take the mail, in microseconds.
const CLAIM: i64 = 2 * MINUTE;
/// How long mail is tried.
const PATIENCE: i64 = 3 * 24 * 60 * MINUTE;
/// The longest rest between two attempts.
const LONGEST_REST: i64 = 6 * 60 * MINUTE;
const MINUTE: i64 = 60_000_000;

/// A mail that this server alone sends now.
#[derive(Debug)]
pub struct Claimed {
    pub(super) account: i64,
    pub(super) id: i64,
    pub(super) public_id: [u8; 16],
    pub(super) to: i64,
    pub(super) caused_by: Option<i64>,
    pub(super) kind: Kind,
    /// Counted from 1; also says whose claim it is, should this server be too slow.
    attempt: i64,
    created_at: i64,
}

impl Claimed {
    /// Its public id: the same at every attempt.
    pub fn id(&self) -> String {
        crate::ids::show(&self.public_id)
    }
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken over.
    Sent,
    /// It was not, or nobody knows; it is tried again. The value says why, to staff.
    Later(String),
    /// It never will be. The value says why, to staff.
    GaveUp(String),
    /// There is nothing left to say. The value says why, to staff.
    Dropped(String),
    /// Nothing was tried: its time comes at this instant.
    Rest(String, Timestamp),
}

impl Db {
    /// Whether some mail is due. Costs one look into an index that holds only what waits.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mail_is_due(&self, now: Timestamp) -> Result<bool> {
        static DUE: Sql = Sql::fixed("SELECT 1 FROM mail WHERE state < 2 AND due_at <= $1 LIMIT 1");
        let mut tx = self.snapshot().await?;
        let due = tx
            .one(&DUE, &[now.as_microsecond().into()], |_| Ok(()))
            .await?;
        tx.done();
        Ok(due.is_some())
    }

    /// Takes one mail that is due, for two minutes. No two servers get the same one within that time.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn claim_mail(&self, now: Timestamp) -> Result<Option<Claimed>> {
        static DUE: Sql = Sql::fixed(
            "SELECT account_id, id, public_id, to_person_id, caused_by_id, detail, attempts, created_at FROM mail \
             WHERE state < 2 AND due_at <= $1 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED",
        );
        static TAKE: Sql = Sql::fixed(
            "UPDATE mail SET state = $3, attempts = attempts + 1, due_at = $4 WHERE account_id = $1 AND id = $2",
        );
        let now = now.as_microsecond();
        let mut tx = self.write().await?;
        let claimed = tx
            .one(&DUE, &[now.into()], |row| {
                Ok(Claimed {
                    account: row.int(0)?,
                    id: row.int(1)?,
                    public_id: row.id(2)?,
                    to: row.int(3)?,
                    caused_by: row.opt_int(4)?,
                    kind: kind_of(row.text(5)?)?,
                    attempt: row.int(6)? + 1,
                    created_at: row.int(7)?,
                })
            })
            .await?;
        let Some(claimed) = claimed else {
            return Ok(None);
        };
        let values = [
            claimed.account.into(),
            claimed.id.into(),
            State::Sending.number().into(),
            (now + CLAIM).into(),
        ];
        tx.execute(&TAKE, &values).await?;
        tx.commit().await?;
        Ok(Some(claimed))
    }

    /// Says what came of an attempt. What another server has taken meanwhile, or an ending access has dropped, is
    /// left as it is. `jitter` is from 0 to 1, so that what failed together does not come back together.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn settle_mail(
        &self,
        claimed: &Claimed,
        outcome: Outcome,
        now: Timestamp,
        jitter: f64,
    ) -> Result<()> {
        static SETTLE: Sql = Sql::fixed(
            "UPDATE mail SET state = $3, reason = $4, due_at = $5, done_at = $6, attempts = $7 \
             WHERE account_id = $1 AND id = $2 AND state = 1 AND attempts = $8",
        );
        let now = now.as_microsecond();
        let patient = now - claimed.created_at < PATIENCE;
        let (state, reason, due_at) = match outcome {
            Outcome::Sent => (State::Sent, None, now),
            Outcome::Later(why) if patient => (
                State::Waiting,
                Some(why),
                now + rest(claimed.attempt, jitter),
            ),
            Outcome::Rest(why, until) if patient => {
                (State::Waiting, Some(why), until.as_microsecond())
            }
            Outcome::Later(why) | Outcome::Rest(why, _) => {
                let why = format!("not sent within three days; at last: {why}");
                (State::GaveUp, Some(why), now)
            }
            Outcome::GaveUp(why) => (State::GaveUp, Some(why), now),
            Outcome::Dropped(why) => (State::Dropped, Some(why), now),
        };
        let reason = reason.map(|why| one_line(&why));
        let done_at = (state != State::Waiting).then_some(now);
        let values = [
            claimed.account.into(),
            claimed.id.into(),
            state.number().into(),
            reason.as_ref().into(),
            due_at.into(),
            done_at.into(),
            claimed.attempt.into(),
            claimed.attempt.into(),
        ];
        let mut tx = self.write().await?;
        tx.execute(&SETTLE, &values).await?;
        tx.commit().await
    }
}

/// How long to wait after the attempt of that number: a minute, doubled each time up to six hours, and up to a
/// fifth more.
fn rest(attempt: i64, jitter: f64) -> i64 {
    let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(16);
    let rest = (MINUTE << doublings).min(LONGEST_REST);
    // At most a fifth of six hours, which a float holds exactly enough.
    rest + (rest as f64 / 5.0 * jitter.clamp(0.0, 1.0)) as i64
}

/// What a mail server said, fit for a column of a table.
fn one_line(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(400)
        .collect();
    line.trim().to_owned()
}

impl From<StoreError> for Outcome {
    fn from(error: StoreError) -> Outcome {
        Outcome::Later(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_between_attempts_grows_from_a_minute_to_six_hours() {
        let minutes: Vec<i64> = [1, 2, 3, 8, 9, 10, 200]
            .iter()
            .map(|attempt| rest(*attempt, 0.0) / MINUTE)
            .collect();
        assert_eq!(minutes, [1, 2, 4, 128, 256, 360, 360]);
        assert_eq!(rest(1, 1.0), MINUTE + MINUTE / 5);
    }

    #[test]
    fn a_reason_is_one_line_of_bounded_length() {
        assert_eq!(one_line("550 no\r\nsuch box\0"), "550 no  such box");
        assert_eq!(one_line(&"é".repeat(900)).chars().count(), 400);
    }
}
