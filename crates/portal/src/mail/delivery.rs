//! Sends what is due, until it is told to stop; then finishes the mail at hand.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use store::mail::{Claimed, Opened, Outcome, until_queued};
use store::{Db, StoreError};

use super::Mailer;
use super::message::write;
use super::transport::Handed;
use crate::http::Clock;

/// How often is looked without being rung for: other servers' mail, and what rested.
const LOOK: Duration = Duration::from_secs(3);
/// How soon is looked again after ringing, as what rang may not have committed yet.
const SOON: [Duration; 3] = [
    Duration::from_millis(20),
    Duration::from_millis(200),
    Duration::from_millis(1000),
];
/// How long to leave a database alone that failed.
const AFTER_FAILURE: Duration = Duration::from_secs(10);
/// How often is looked for access that ends soon.
const REMIND: i64 = 15 * 60;

/// How long the mail at hand gets to be finished once the server stops, like a running request.
const LAST_MAIL: Duration = Duration::from_secs(25);

/// Sends mail until `stop` is ready. What was begun then is finished first; what waits stays in the queue, and so
/// does what a mail server keeps waiting.
pub async fn deliver(db: Db, mailer: Arc<Mailer>, clock: Clock, stop: impl Future<Output = ()>) {
    let stop = stop.shared();
    let mut rung: Option<usize> = None;
    let mut reminded = i64::MIN;
    loop {
        let now = clock.now().as_second();
        if now.saturating_sub(reminded) >= REMIND {
            reminded = now;
            if let Err(error) = db.remind_of_ends(clock.now()).await {
                tracing::warn!(%error, "reminders of ends could not be queued");
            }
        }
        let sent = tokio::select! {
            sent = send_one(&db, &mailer, &clock) => sent,
            () = stop.clone().then(|()| tokio::time::sleep(LAST_MAIL)) => {
                tracing::warn!("a mail was not finished in time and is sent again later");
                return;
            }
        };
        let rest = match sent {
            Ok(true) => {
                tokio::select! {
                    biased;
                    () = stop.clone() => return,
                    () = std::future::ready(()) => continue,
                }
            }
            Ok(false) => match rung.take() {
                Some(n) if n < SOON.len() => {
                    rung = Some(n + 1);
                    SOON[n]
                }
                _ => LOOK,
            },
            Err(error) => {
                tracing::warn!(%error, "the queue of mail cannot be read");
                AFTER_FAILURE
            }
        };
        tokio::select! {
            () = stop.clone() => return,
            () = tokio::time::sleep(rest) => {}
            () = until_queued() => rung = Some(0),
        }
    }
}

/// Sends the mail that is due first; false where there is none.
pub(super) async fn send_one(db: &Db, mailer: &Mailer, clock: &Clock) -> Result<bool, StoreError> {
    if !db.mail_is_due(clock.now()).await? {
        return Ok(false);
    }
    let Some(claimed) = db.claim_mail(clock.now()).await? else {
        return Ok(false);
    };
    let outcome = attempt(db, mailer, clock, &claimed).await;
    match &outcome {
        Outcome::Sent => tracing::debug!(mail = claimed.id(), "sent"),
        Outcome::Later(why) | Outcome::GaveUp(why) => {
            tracing::warn!(mail = claimed.id(), why, "not sent");
        }
        Outcome::Dropped(why) | Outcome::Rest(why, _) => {
            tracing::debug!(mail = claimed.id(), why, "not sent");
        }
    }
    // The message may be out: that has to be kept, or it goes out twice.
    let mut settled = Ok(());
    for _ in 0..3 {
        settled = db
            .settle_mail(&claimed, outcome.clone(), clock.now(), jitter())
            .await;
        if settled.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    settled.map(|()| true)
}

async fn attempt(db: &Db, mailer: &Mailer, clock: &Clock, claimed: &Claimed) -> Outcome {
    let letter = match db.open_mail(claimed, clock.now()).await {
        Ok(Opened::Letter(letter)) => letter,
        Ok(Opened::Dropped(why)) => return Outcome::Dropped(why),
        Ok(Opened::Rest(why, until)) => return Outcome::Rest(why, until),
        Err(error) => return error.into(),
    };
    let handed = match write(&letter, &mailer.origin, clock.now()) {
        Ok(written) => match &mailer.smtp {
            Some(smtp) => smtp.send(written.message).await,
            None => {
                let kept = db
                    .keep_in_outbox(claimed, &written.shown, clock.now())
                    .await;
                Handed {
                    refused: kept.is_err(),
                    outcome: kept.map_or_else(Outcome::from, |()| Outcome::Sent),
                }
            }
        },
        Err(why) => Handed {
            outcome: Outcome::GaveUp(why),
            refused: true,
        },
    };
    if handed.refused
        && let Err(error) = db.unsend_link(claimed, &letter).await
    {
        tracing::warn!(%error, "the link of a mail that was refused could not be ended");
    }
    handed.outcome
}

/// A number from 0 to 1, so that servers that failed together do not come back together.
fn jitter() -> f64 {
    let bits = uuid::Uuid::new_v4().as_u128() as u32;
    f64::from(bits) / f64::from(u32::MAX)
}
