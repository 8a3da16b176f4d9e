//! The audit log: one chain of lines for each account, each line's hash covering the one before.

use crate::accounts::allocate;
use crate::engine::{Db, Sql, Tx};
use crate::error::Result;
use sha2::{Digest, Sha256};
use std::ops::ControlFlow;

static LAST: Sql =
    Sql::fixed("SELECT hash FROM audit WHERE account_id = $1 ORDER BY id DESC LIMIT 1");
static APPEND: Sql = Sql::fixed(
    "INSERT INTO audit (account_id, id, at, person_id, action, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
static ALL: Sql = Sql::fixed(
    "SELECT account_id, id, at, person_id, action, detail, hash FROM audit ORDER BY account_id, id",
);

/// Adds a line at `at` (microseconds). Whoever else writes to the account waits from here until the transaction ends.
///
/// `person` is the user who did it, none for the operator; `detail` is JSON without secrets.
pub(crate) async fn append(
    tx: &mut Tx,
    account_id: i64,
    at: i64,
    person: Option<i64>,
    action: &str,
    detail: &str,
) -> Result<()> {
    let id = allocate(tx, account_id, 1).await?;
    let before = tx
        .one(&LAST, &[account_id.into()], |row| Ok(row.blob(0)?.to_vec()))
        .await?
        .unwrap_or_default();
    let hash = chained(
        &before,
        &Line {
            account_id,
            id,
            at,
            person,
            action,
            detail,
        },
    );
    let values = [
        account_id.into(),
        id.into(),
        at.into(),
        person.into(),
        action.into(),
        detail.into(),
        (&hash).into(),
    ];
    tx.execute(&APPEND, &values).await?;
    Ok(())
}

/// What came of checking the chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Lines whose hash is right, over all accounts, up to the first that is not.
    pub lines: u64,
    /// Account and line where a chain is broken first.
    pub broken_at: Option<(i64, i64)>,
}

/// Checks the chain of every account, in bounded memory.
///
/// # Errors
/// Where the database cannot be read; a broken chain is an answer.
pub async fn verify(db: &Db) -> Result<Verified> {
    let mut tx = db.snapshot().await?;
    let mut found = Verified {
        lines: 0,
        broken_at: None,
    };
    let mut account = None;
    let mut before: Vec<u8> = Vec::new();
    tx.each(&ALL, &[], |row| {
        let (account_id, id) = (row.int(0)?, row.int(1)?);
        if account != Some(account_id) {
            account = Some(account_id);
            before.clear();
        }
        let line = Line {
            account_id,
            id,
            at: row.int(2)?,
            person: row.opt_int(3)?,
            action: row.text(4)?,
            detail: row.text(5)?,
        };
        let hash = chained(&before, &line);
        if hash.as_slice() != row.blob(6)? {
            found.broken_at = Some((account_id, id));
            return Ok(ControlFlow::Break(()));
        }
        before = hash.to_vec();
        found.lines += 1;
        Ok(ControlFlow::Continue(()))
    })
    .await?;
    tx.done();
    Ok(found)
}

struct Line<'a> {
    account_id: i64,
    id: i64,
    at: i64,
    person: Option<i64>,
    action: &'a str,
    detail: &'a str,
}

/// SHA-256 of the hash before and the line, whose texts are led by their lengths so that nothing can move
/// from one into the next.
fn chained(before: &[u8], line: &Line<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(before);
    for number in [line.account_id, line.id, line.at, line.person.unwrap_or(-1)] {
        hash.update(number.to_be_bytes());
    }
    for text in [line.action, line.detail] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{Engine, TestDb};

    #[tokio::test]
    async fn a_line_changed_afterwards_breaks_the_chain_where_it_stands() {
        for engine in Engine::both() {
            let test = TestDb::new(engine).await;
            let db = test.db();
            let account = crate::accounts::tests::acme(db).await;
            let mut tx = db.write().await.unwrap();
            for n in 0..3 {
                append(&mut tx, account, 10 + n, None, "sign-in", "{}")
                    .await
                    .unwrap();
            }
            tx.commit().await.unwrap();
            let whole = verify(db).await.unwrap();
            assert_eq!((whole.lines, whole.broken_at), (4, None));

            let mut tx = db.write().await.unwrap();
            static FORGE: Sql = Sql::fixed("UPDATE audit SET detail = '{\"x\":1}' WHERE at = 11");
            tx.execute(&FORGE, &[]).await.unwrap();
            tx.commit().await.unwrap();
            let forged = verify(db).await.unwrap();
            assert_eq!(forged.lines, 2);
            assert_eq!(forged.broken_at.map(|(of, _)| of), Some(account));
        }
    }
}
