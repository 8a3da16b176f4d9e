//! Mail for tests of other crates, queued without the deed that would cause it.

use crate::engine::{Db, Sql, Tx};
use crate::mail::{Kind, Mail, queue};
use jiff::Timestamp;

/// What is queued.
#[derive(Clone, Debug)]
pub enum Post<'a> {
    /// A link to sign in.
    SignIn,
    /// A link for a new password.
    Password,
    /// Sharing, by the bundle's ids of the grants; with none, of all that the guest holds.
    Shared(&'a [&'a str], Option<&'a str>),
    /// A notice of sharing, by the bundle's ids of the grants.
    Notice(&'a [&'a str]),
    /// A reminder that grants end.
    Ends(&'a [&'a str]),
}

/// Queues a mail to the user with that address, caused by the user `by`. A fault panics, as in every test.
pub async fn post(db: &Db, slug: &str, to: &str, by: Option<&str>, post: Post<'_>, now: Timestamp) {
    let account = match crate::accounts::find(db, slug).await {
        Ok(Some(account)) => account,
        other => panic!("the account `{slug}` is not there: {other:?}"),
    };
    let mut tx = match db.write().await {
        Ok(tx) => tx,
        Err(error) => panic!("no turn to write: {error}"),
    };
    let to = person(&mut tx, account, to).await;
    let caused_by = match by {
        Some(by) => Some(person(&mut tx, account, by).await),
        None => None,
    };
    let kind = match post {
        Post::SignIn => Kind::SignIn { next: None },
        Post::Password => Kind::PasswordReset,
        Post::Shared(of, message) => Kind::Shared {
            grants: grants(&mut tx, account, of).await,
            message: message.map(str::to_owned),
        },
        Post::Notice(of) => Kind::SharedNotice {
            grants: grants(&mut tx, account, of).await,
        },
        Post::Ends(of) => Kind::GrantsEnd {
            grants: grants(&mut tx, account, of).await,
        },
    };
    let mail = Mail {
        to,
        caused_by,
        kind,
    };
    if let Err(error) = queue(&mut tx, account, now.as_microsecond(), &mail).await {
        panic!("the mail is not queued: {error}");
    }
    if let Err(error) = tx.commit().await {
        panic!("the mail is not queued: {error}");
    }
}

async fn person(tx: &mut Tx, account: i64, email: &str) -> i64 {
    static PERSON: Sql = Sql::fixed("SELECT id FROM person WHERE account_id = $1 AND email = $2");
    one(tx, &PERSON, account, email).await
}

async fn grants(tx: &mut Tx, account: i64, sources: &[&str]) -> Vec<i64> {
    static GRANT: Sql =
        Sql::fixed("SELECT id FROM access_grant WHERE account_id = $1 AND source_id = $2");
    let mut grants = Vec::new();
    for source in sources {
        grants.push(one(tx, &GRANT, account, source).await);
    }
    grants
}

async fn one(tx: &mut Tx, sql: &'static Sql, account: i64, name: &str) -> i64 {
    let found = tx
        .one(sql, &[account.into(), name.into()], |row| row.int(0))
        .await;
    match found {
        Ok(Some(id)) => id,
        other => panic!("`{name}` is not there: {other:?}"),
    }
}
