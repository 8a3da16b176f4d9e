//! Tokens that a person makes for programs. They never have more than their user, and end with them.

use crate::accounts;
use crate::audit;
use crate::engine::{Db, Row, Sql};
use crate::error::{Result, StoreError};
use crate::tokens;
use crate::viewer::Viewer;
use jiff::{SignedDuration, Timestamp};

/// The longest that a token lives.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);
/// The most tokens that a user has.
const MOST: i64 = 50;

/// One token in the list, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its public id.
    pub id: String,
    /// What its maker calls it; none for those made at the server's own machine.
    pub name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A token that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiToken {
    /// How it stands in the list.
    pub token: ApiToken,
    /// What its bearer sends; shown once and kept nowhere.
    pub secret: String,
}

/// Why no token was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoToken {
    /// It has no name, or one that is too long.
    #[error("a token has a name of 1 to 100 characters")]
    Name,
    /// It would be dead at once or live too long.
    #[error("a token ends in the future, and within a year")]
    Lifetime,
    /// There are too many.
    #[error("you have {MOST} tokens already: take away one that is not used any more")]
    TooMany,
    /// The user may no longer come in.
    #[error("you may not come in any more")]
    Ended,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn token(row: &Row<'_>) -> Result<ApiToken> {
    let at = |n: usize| -> Result<Timestamp> {
        Timestamp::from_microsecond(row.int(n)?).map_err(|e| StoreError::broken(e.to_string()))
    };
    Ok(ApiToken {
        id: crate::ids::show(&row.id(0)?),
        name: row.opt_text(1)?.map(str::to_owned),
        created_at: at(2)?,
        expires_at: at(3)?,
    })
}

impl Db {
    /// The living tokens of a viewer in the account, the newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn api_tokens(&self, viewer: &Viewer) -> Result<Vec<ApiToken>> {
        static ALL: Sql = Sql::fixed(
            "SELECT public_id, name, created_at, expires_at FROM token \
             WHERE account_id = $1 AND person_id = $2 AND expires_at > $3 ORDER BY created_at DESC, public_id",
        );
        let values = [
            viewer.account.id.into(),
            viewer.party.id.into(),
            viewer.now.into(),
        ];
        let mut tx = self.snapshot().await?;
        let all = tx.rows(&ALL, &values, token).await?;
        tx.done();
        Ok(all)
    }

    /// Makes a token of a viewer, with a line in the log.
    ///
    /// # Errors
    /// Why none was made.
    pub async fn make_api_token(
        &self,
        viewer: &Viewer,
        name: &str,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> std::result::Result<NewApiToken, NoToken> {
        static ACTIVE: Sql =
            Sql::fixed("SELECT 1 FROM person WHERE account_id = $1 AND id = $2 AND state = 1");
        static COUNT: Sql = Sql::fixed(
            "SELECT COUNT(*) FROM token WHERE account_id = $1 AND person_id = $2 AND expires_at > $3",
        );
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(NoToken::Name);
        }
        if expires_at <= now || expires_at.duration_since(now) > LONGEST {
            return Err(NoToken::Lifetime);
        }
        let (account, person) = (viewer.account.id, viewer.party.id);
        let (made, ends) = (now.as_microsecond(), expires_at.as_microsecond());
        let mut tx = self.write().await?;
        accounts::allocate(&mut tx, account, 0).await?;
        let user = [account.into(), person.into(), made.into()];
        if tx.one(&ACTIVE, &user[..2], |_| Ok(())).await?.is_none() {
            return Err(NoToken::Ended);
        }
        let count = tx.one(&COUNT, &user, |row| row.int(0)).await?;
        if count.is_some_and(|count| count >= MOST) {
            return Err(NoToken::TooMany);
        }
        let minted = tokens::mint(&mut tx, account, person, Some(name), made, ends).await?;
        let id = crate::ids::show(&minted.public_id);
        let detail = format!(r#"{{"token":"{id}","expires_at":{ends}}}"#);
        audit::append(&mut tx, account, made, Some(person), "token.make", &detail).await?;
        tx.commit().await?;
        Ok(NewApiToken {
            token: ApiToken {
                id,
                name: Some(name.to_owned()),
                created_at: now,
                expires_at,
            },
            secret: minted.bearer,
        })
    }

    /// Ends a token of a viewer; whether there was such a one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_api_token(&self, viewer: &Viewer, id: &str, now: Timestamp) -> Result<bool> {
        static END: Sql = Sql::fixed(
            "DELETE FROM token WHERE account_id = $1 AND person_id = $2 AND public_id = $3",
        );
        let (account, person) = (viewer.account.id, viewer.party.id);
        let public_id = crate::ids::parse(id);
        let mut tx = self.write().await?;
        accounts::allocate(&mut tx, account, 0).await?;
        let values = [account.into(), person.into(), public_id.into()];
        if tx.execute(&END, &values).await? == 0 {
            return Ok(false);
        }
        let detail = format!(r#"{{"token":"{}"}}"#, crate::ids::show(&public_id));
        let at = now.as_microsecond();
        audit::append(&mut tx, account, at, Some(person), "token.end", &detail).await?;
        tx.commit().await?;
        Ok(true)
    }
}
