//! "No more of these": one press in a mail, without signing in.
//!
//! What goes into the address is made of the person's public id and a secret of the installation, so it needs no
//! row of its own, stays the same in every mail, and opens nothing but this.

use crate::engine::{Db, Sql, Tx};
use crate::error::{Result, StoreError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// Whose mail from which company is stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The person's address.
    pub email: String,
    /// The company's name.
    pub account_name: String,
    /// Whether it is stopped already.
    pub stopped: bool,
}

/// What a person sends back to stop mail of one company.
pub(super) async fn token(tx: &mut Tx, person: &[u8; 16]) -> Result<String> {
    let mut token = person.to_vec();
    token.extend_from_slice(&sealed(tx, person).await?[..16]);
    Ok(URL_SAFE_NO_PAD.encode(token))
}

async fn sealed(tx: &mut Tx, person: &[u8; 16]) -> Result<[u8; 32]> {
    static KEY: Sql = Sql::fixed("SELECT value FROM secret WHERE name = 'cursor'");
    let key = tx
        .one(&KEY, &[], |row| Ok(row.blob(0)?.to_vec()))
        .await?
        .ok_or_else(|| {
            StoreError::broken("the installation's secret is missing: run `vestibule migrate`")
        })?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key)
        .map_err(|_| StoreError::broken("the installation's secret cannot be used"))?;
    mac.update(b"stop mail to\0");
    mac.update(person);
    Ok(mac.finalize().into_bytes().into())
}

/// The person of a token that this installation made: account, key, and what to show.
async fn person_of(tx: &mut Tx, token: &str) -> Result<Option<(i64, i64, Stopped)>> {
    // One look into the index for each account; there are few of them.
    static FIND: Sql = Sql::fixed(
        "SELECT p.account_id, p.id, p.email, a.name, m.at FROM account a \
         JOIN person p ON p.account_id = a.id AND p.public_id = $1 \
         LEFT JOIN mail_stop m ON m.account_id = p.account_id AND m.person_id = p.id",
    );
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else {
        return Ok(None);
    };
    let Some((person, seal)) = bytes.split_first_chunk::<16>() else {
        return Ok(None);
    };
    let wanted = sealed(tx, person).await?;
    // Not compared bit by bit in equal time: what could be guessed by that is to stop somebody's notifications.
    if seal != &wanted[..16] {
        return Ok(None);
    }
    tx.one(&FIND, &[(*person).into()], |row| {
        let stopped = Stopped {
            email: row.text(2)?.to_owned(),
            account_name: row.text(3)?.to_owned(),
            stopped: row.opt_int(4)?.is_some(),
        };
        Ok((row.int(0)?, row.int(1)?, stopped))
    })
    .await
}

impl Db {
    /// Whose mail a token stops, without stopping it; nothing for a token that is none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mail_stopped_by(&self, token: &str) -> Result<Option<Stopped>> {
        let mut tx = self.snapshot().await?;
        let found = person_of(&mut tx, token).await?;
        tx.done();
        Ok(found.map(|(.., stopped)| stopped))
    }

    /// Stops the notifications that a token is about, or lets them come again. Sign-in links still come. Gives
    /// whose; nothing for a token that is none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn stop_mail(
        &self,
        token: &str,
        stop: bool,
        now: Timestamp,
    ) -> Result<Option<Stopped>> {
        static STOP: Sql = Sql::fixed(
            "INSERT INTO mail_stop (account_id, person_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        );
        static GO_ON: Sql =
            Sql::fixed("DELETE FROM mail_stop WHERE account_id = $1 AND person_id = $2");
        let mut tx = self.write().await?;
        let Some((account, person, mut stopped)) = person_of(&mut tx, token).await? else {
            return Ok(None);
        };
        let now = now.as_microsecond();
        match stop {
            true => {
                let values = [account.into(), person.into(), now.into()];
                tx.execute(&STOP, &values).await?
            }
            false => tx.execute(&GO_ON, &[account.into(), person.into()]).await?,
        };
        tx.commit().await?;
        stopped.stopped = stop;
        Ok(Some(stopped))
    }
}
