//! The built-in mailbox: whole messages in the database, where no mail server is set. For trying the program out.

use super::claim::Claimed;
use crate::accounts;
use crate::engine::{Db, Row, Sql};
use crate::error::Result;
use crate::ids;
use jiff::Timestamp;

/// A message as it would have gone out.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its `Message-ID`, the same at every attempt.
    pub message_id: String,
    /// The header `From`.
    pub sender: String,
    /// The address it goes to.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// The part for readers of text.
    pub text: String,
    /// The part for readers of HTML.
    pub html: String,
    /// The whole message.
    pub raw: String,
}

/// A message in the mailbox.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its public id.
    pub id: String,
    /// Name in addresses of the company that it came from.
    pub account: String,
    /// When it came in.
    pub at: Timestamp,
    /// What it is.
    pub message: Message,
}

/// How many messages a mailbox shows.
const SHOWN: i64 = 200;

impl Db {
    /// Puts a message into the built-in mailbox; one that lies there already is left as it is.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn keep_in_outbox(
        &self,
        claimed: &Claimed,
        message: &Message,
        now: Timestamp,
    ) -> Result<()> {
        static KEEP: Sql = Sql::fixed(
            "INSERT INTO outbox (account_id, id, public_id, message_id, sender, recipient, subject, text_body, \
             html_body, raw, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        );
        let mut tx = self.write().await?;
        let id = accounts::allocate(&mut tx, claimed.account, 1).await?;
        let values = [
            claimed.account.into(),
            id.into(),
            accounts::random_id().into(),
            (&message.message_id).into(),
            (&message.sender).into(),
            (&message.recipient).into(),
            (&message.subject).into(),
            (&message.text).into(),
            (&message.html).into(),
            (&message.raw).into(),
            now.as_microsecond().into(),
        ];
        tx.execute(&KEEP, &values).await?;
        tx.commit().await
    }

    /// The newest messages of the built-in mailbox, of all accounts: for the operator who tries the program out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn outbox(&self) -> Result<Vec<Kept>> {
        static ALL: Sql = Sql::fixed(
            "SELECT o.public_id, a.slug, o.at, o.message_id, o.sender, o.recipient, o.subject, o.text_body, \
             o.html_body, o.raw FROM outbox o JOIN account a ON a.id = o.account_id \
             ORDER BY o.at DESC, o.account_id, o.id DESC LIMIT $1",
        );
        let mut tx = self.snapshot().await?;
        let kept = tx.rows(&ALL, &[SHOWN.into()], kept).await?;
        tx.done();
        Ok(kept)
    }

    /// One message of the built-in mailbox.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn outbox_message(&self, id: &str) -> Result<Option<Kept>> {
        static ONE: Sql = Sql::fixed(
            "SELECT o.public_id, a.slug, o.at, o.message_id, o.sender, o.recipient, o.subject, o.text_body, \
             o.html_body, o.raw FROM account a JOIN outbox o ON o.account_id = a.id AND o.public_id = $1",
        );
        let mut tx = self.snapshot().await?;
        let found = tx.one(&ONE, &[ids::parse(id).into()], kept).await?;
        tx.done();
        Ok(found)
    }
}

fn kept(row: &Row<'_>) -> Result<Kept> {
    let text = |i: usize| row.text(i).map(str::to_owned);
    Ok(Kept {
        id: ids::show(&row.id(0)?),
        account: text(1)?,
        at: Timestamp::from_microsecond(row.int(2)?).unwrap_or(Timestamp::UNIX_EPOCH),
        message: Message {
            message_id: text(3)?,
            sender: text(4)?,
            recipient: text(5)?,
            subject: text(6)?,
            text: text(7)?,
            html: text(8)?,
            raw: text(9)?,
        },
    })
}
