//! Staff send a mail again that was given up, or try one now that waits.

use super::{Kind, State, kind_of, wake};
use crate::chain::{ActError, Permit};
use crate::engine::{Db, Sql};
use crate::mail::{Mail, queue};
use crate::{accounts, audit, ids};
use jiff::Timestamp;

pub use crate::chain::SendAgain;

impl Db {
    /// Tries a mail again, by its public id: one that waits at once, one that was given up as a new one, which
    /// is judged anew like any other.
    ///
    /// # Errors
    /// Why nothing was done: there is no such mail, or it was sent or dropped.
    pub async fn send_mail_again(
        &self,
        permit: Permit<SendAgain>,
        id: &str,
        now: Timestamp,
    ) -> std::result::Result<(), ActError> {
        static FIND: Sql = Sql::fixed(
            "SELECT id, to_person_id, caused_by_id, detail, state FROM mail WHERE account_id = $1 AND public_id = $2",
        );
        static NOW: Sql = Sql::fixed(
            "UPDATE mail SET due_at = $3 WHERE account_id = $1 AND id = $2 AND state = 0",
        );
        static DONE: Sql = Sql::fixed(
            "UPDATE mail SET state = 4, reason = $3 WHERE account_id = $1 AND id = $2 AND state = 3",
        );
        let now = now.as_microsecond();
        let account = permit.account();
        let mut tx = self.write().await?;
        accounts::allocate(&mut tx, account, 0).await?;
        if !permit.still_holds(&mut tx, now).await? {
            return Err(ActError::NotAllowed);
        }
        let public_id = ids::parse(id);
        let found = tx
            .one(&FIND, &[account.into(), public_id.into()], |row| {
                let kind: Kind = kind_of(row.text(3)?)?;
                Ok((
                    row.int(0)?,
                    row.int(1)?,
                    row.opt_int(2)?,
                    kind,
                    State::numbered(row.int(4)?),
                ))
            })
            .await?;
        let (mail, to, caused_by, kind, state) = found.ok_or(ActError::NotFound)?;
        match state {
            Some(State::Waiting) => {
                tx.execute(&NOW, &[account.into(), mail.into(), now.into()])
                    .await?;
                wake::something_is_queued();
            }
            Some(State::GaveUp) => {
                let why = "it was given up, and sent again as another mail";
                tx.execute(&DONE, &[account.into(), mail.into(), why.into()])
                    .await?;
                queue(
                    &mut tx,
                    account,
                    now,
                    &Mail {
                        to,
                        caused_by,
                        kind,
                    },
                )
                .await?;
            }
            _ => {
                return Err(ActError::WrongState(
                    "this mail is done, or just being sent",
                ));
            }
        }
        let detail = format!(r#"{{"mail":"{}"}}"#, ids::show(&public_id));
        audit::append(
            &mut tx,
            account,
            now,
            permit.person(),
            "mail.again",
            &detail,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}
