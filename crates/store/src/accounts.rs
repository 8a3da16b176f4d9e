//! Accounts: making one with what it starts with, and handing out its internal ids.

use crate::engine::{Batch, Column, Db, Kind, Sql, Tx, Upsert};
use crate::error::{Result, StoreError};
use crate::{audit, email};
use access::staff::MemberRole;
use jiff::Timestamp;

/// The end of a row of history that holds now.
pub(crate) const FOREVER: i64 = i64::MAX;

/// Words that addresses of the program begin with, so that no account may take them.
const RESERVED: &[&str] = &[
    "access", "api", "assets", "healthz", "mailbox", "me", "metrics", "openapi", "problems",
    "readyz", "sign-in", "sign-out", "static",
];

/// What an account is made from.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// Its name in addresses: `[a-z][a-z0-9-]{1,39}`.
    pub slug: &'a str,
    /// Its name for people.
    pub name: &'a str,
    /// The address of its first admin.
    pub admin_email: &'a str,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Internal key of the account.
    pub account_id: i64,
    /// Internal key of its admin.
    pub admin_id: i64,
    /// Public id of its admin.
    pub admin_public_id: [u8; 16],
    /// The admin's address in the form in which it is kept.
    pub admin_email: String,
}

/// Why no account was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAccount {
    /// The slug is not of the form that addresses take.
    #[error(
        "`{0}` cannot be an account's name in addresses: 2 to 40 of a-z, 0-9 and `-`, the first a letter"
    )]
    Slug(String),
    /// The slug is a word the program uses itself.
    #[error("`{0}` is a word that the program's own addresses use, choose another")]
    Reserved(String),
    /// Another account has it.
    #[error("an account `{0}` exists already")]
    Taken(String),
    /// There is no name.
    #[error("an account needs a name of at most 200 characters")]
    Name,
    /// The admin's address is none.
    #[error("`{0}` is not an e-mail address")]
    Email(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

static SETTINGS: Sql = Sql::fixed(
    "INSERT INTO account_setting (account_id, ceiling, sharing_enabled, who_can_share, files_external, plan, \
     time_zone, locale) VALUES ($1, '{}', 1, 0, 0, 2, 'UTC', 'en')",
);
static SETTINGS_HISTORY: Sql = Sql::fixed(
    "INSERT INTO account_setting_history (account_id, valid_from, valid_to, ceiling, sharing_enabled, \
     who_can_share, files_external, plan, time_zone, locale) VALUES ($1, $2, $3, '{}', 1, 0, 0, 2, 'UTC', 'en')",
);
static ADMIN: Sql = Sql::fixed(
    "INSERT INTO person (account_id, id, public_id, identity_id, email, name, is_guest, role, state, roles, \
     created_at) VALUES ($1, $2, $3, $4, $5, '', 0, $6, 1, '[]', $7)",
);
static ADMIN_HISTORY: Sql = Sql::fixed(
    "INSERT INTO person_history (account_id, id, valid_from, valid_to, is_guest, role, state, roles) \
     VALUES ($1, $2, $3, $4, 0, $5, 1, '[]')",
);

/// Makes an account: its settings, its admin, and the ready-made stages.
///
/// # Errors
/// What is wrong with the wish, or the database's own failure.
pub async fn create(
    db: &Db,
    new: &NewAccount<'_>,
    now: Timestamp,
) -> std::result::Result<Created, NoAccount> {
    check_slug(new.slug)?;
    let name = company_name(new.name).ok_or(NoAccount::Name)?;
    let address = email::normal(new.admin_email)
        .ok_or_else(|| NoAccount::Email(new.admin_email.to_owned()))?;
    // Two servers may take the same number at once; the slower one tries again.
    for _ in 0..4 {
        match try_create(db, new.slug, name, &address, now.as_microsecond()).await {
            Err(StoreError::Conflict(key)) if key == "account.id" => {}
            Err(StoreError::Conflict(key)) if key == "account.slug" => {
                return Err(NoAccount::Taken(new.slug.to_owned()));
            }
            made => return Ok(made?),
        }
    }
    Err(StoreError::Locked.into())
}

/// A company's name for people, where the text is one.
pub(crate) fn company_name(text: &str) -> Option<&str> {
    let name = text.trim();
    let good =
        !name.is_empty() && name.chars().count() <= 200 && !name.chars().any(char::is_control);
    good.then_some(name)
}

fn check_slug(slug: &str) -> std::result::Result<(), NoAccount> {
    let letters = slug
        .bytes()
        .all(|c| matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !letters
        || !slug.starts_with(|c: char| c.is_ascii_lowercase())
        || !(2..=40).contains(&slug.len())
    {
        return Err(NoAccount::Slug(slug.to_owned()));
    }
    if RESERVED.contains(&slug) {
        return Err(NoAccount::Reserved(slug.to_owned()));
    }
    Ok(())
}

async fn try_create(db: &Db, slug: &str, name: &str, address: &str, now: i64) -> Result<Created> {
    static NUMBER: Sql = Sql::fixed("SELECT COALESCE(MAX(id), 0) + 1 FROM account");
    static ACCOUNT: Sql = Sql::fixed(
        "INSERT INTO account (id, slug, name, next_id, created_at) VALUES ($1, $2, $3, 1, $4)",
    );
    let mut tx = db.write().await?;
    let account = tx.one(&NUMBER, &[], |row| row.int(0)).await?.unwrap_or(1);
    tx.execute(
        &ACCOUNT,
        &[account.into(), slug.into(), name.into(), now.into()],
    )
    .await?;
    tx.execute(&SETTINGS, &[account.into()]).await?;
    tx.execute(
        &SETTINGS_HISTORY,
        &[account.into(), now.into(), FOREVER.into()],
    )
    .await?;
    let identity = identities(&mut tx, &[address], now).await?[0];
    let admin = allocate(&mut tx, account, 1).await?;
    let public_id = random_id();
    let role = MemberRole::Admin as i64;
    let person = [
        account.into(),
        admin.into(),
        public_id.into(),
        identity.into(),
        address.into(),
        role.into(),
        now.into(),
    ];
    tx.execute(&ADMIN, &person).await?;
    let history = [
        account.into(),
        admin.into(),
        now.into(),
        FOREVER.into(),
        role.into(),
    ];
    tx.execute(&ADMIN_HISTORY, &history).await?;
    ready_made_stages(&mut tx, account).await?;
    audit::append(&mut tx, account, now, None, "account", "{}").await?;
    tx.commit().await?;
    Ok(Created {
        account_id: account,
        admin_id: admin,
        admin_public_id: public_id,
        admin_email: address.to_owned(),
    })
}

/// A stage that a new account has.
pub(crate) struct ReadyMade {
    /// The module's place in the catalogue.
    pub(crate) module: i64,
    /// Its id in bundles.
    pub(crate) id: &'static str,
    name: &'static str,
    color: &'static str,
    closed: bool,
}

const fn stage(
    module: i64,
    id: &'static str,
    name: &'static str,
    color: &'static str,
    closed: bool,
) -> ReadyMade {
    ReadyMade {
        module,
        id,
        name,
        color,
        closed,
    }
}

/// The ready-made stages, of projects and of tasks, in their order.
pub(crate) const READY_MADE: [ReadyMade; 9] = [
    stage(1, "planned", "Planned", "#64748b", false),
    stage(1, "in-progress", "In progress", "#3b82f6", false),
    stage(1, "in-review", "In review", "#8b5cf6", false),
    stage(1, "on-hold", "On hold", "#f59e0b", false),
    stage(1, "done", "Done", "#10b981", true),
    stage(2, "to-do", "To do", "#64748b", false),
    stage(2, "doing", "Doing", "#3b82f6", false),
    stage(2, "review", "In review", "#8b5cf6", false),
    stage(2, "done", "Done", "#10b981", true),
];

async fn ready_made_stages(tx: &mut Tx, account: i64) -> Result<()> {
    static STAGE: Sql = Sql::fixed(
        "INSERT INTO stage (account_id, id, public_id, source_id, module, name, color, position, closed, ready_made) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
    );
    let first = allocate(tx, account, READY_MADE.len() as i64).await?;
    for (place, stage) in (0_i64..).zip(&READY_MADE) {
        let values = [
            account.into(),
            (first + place).into(),
            random_id().into(),
            stage.id.into(),
            stage.module.into(),
            stage.name.into(),
            stage.color.into(),
            (if stage.module == 1 { place } else { place - 5 }).into(),
            stage.closed.into(),
        ];
        tx.execute(&STAGE, &values).await?;
    }
    Ok(())
}

/// The account with that slug, if there is one.
pub async fn find(db: &Db, slug: &str) -> Result<Option<i64>> {
    static FIND: Sql = Sql::fixed("SELECT id FROM account WHERE slug = $1");
    let mut tx = db.snapshot().await?;
    let found = tx.one(&FIND, &[slug.into()], |row| row.int(0)).await?;
    tx.done();
    Ok(found)
}

/// Takes `count` internal ids of the account and gives the first. On PostgreSQL it also makes the account's
/// other writers wait until the transaction ends.
pub(crate) async fn allocate(tx: &mut Tx, account_id: i64, count: i64) -> Result<i64> {
    static ALLOCATE: Sql = Sql::fixed(
        "UPDATE account SET next_id = next_id + $2 WHERE id = $1 RETURNING next_id - $2",
    );
    tx.one(&ALLOCATE, &[account_id.into(), count.into()], |row| {
        row.int(0)
    })
    .await?
    .ok_or_else(|| StoreError::broken("there is no such account"))
}

/// A public id: random, and saying nothing.
pub(crate) fn random_id() -> [u8; 16] {
    *uuid::Uuid::new_v4().as_bytes()
}

/// The identities of these addresses (in normal form, none twice), made where they are not there yet; in the
/// order of the addresses.
pub(crate) async fn identities(tx: &mut Tx, addresses: &[&str], now: i64) -> Result<Vec<i64>> {
    static COLUMNS: [Column; 3] = [
        Column {
            name: "id",
            kind: Kind::Int,
        },
        Column {
            name: "email",
            kind: Kind::Text,
        },
        Column {
            name: "created_at",
            kind: Kind::Int,
        },
    ];
    static IDENTITY: Upsert = Upsert::keeping("identity", &COLUMNS, &["email"]);
    static KNOWN: Sql = Sql::fixed("SELECT email, id FROM identity WHERE email = ANY($1)");
    let mut batch: Batch = IDENTITY.batch();
    for address in addresses {
        batch.int(random_number()).text(address).int(now);
    }
    tx.upsert_many(&IDENTITY, &batch).await?;
    let known: std::collections::HashMap<String, i64> = tx
        .rows(&KNOWN, &[addresses.into()], |row| {
            Ok((row.text(0)?.to_owned(), row.int(1)?))
        })
        .await?
        .into_iter()
        .collect();
    addresses
        .iter()
        .map(|address| known.get(*address).copied())
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| StoreError::broken("an identity that was just made is not there"))
}

/// Identities belong to no account, so that their numbers cannot be counted up under one account's lock.
fn random_number() -> i64 {
    // All but four of these bits are random.
    let (number, _) = uuid::Uuid::new_v4().as_u64_pair();
    (number >> 1) as i64
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{Engine, TestDb};

    pub(crate) const ACME: NewAccount<'static> = NewAccount {
        slug: "acme",
        name: "Acme",
        admin_email: "Ada@Acme.example",
    };

    /// The internal key of a fresh account.
    pub(crate) async fn acme(db: &Db) -> i64 {
        create(db, &ACME, Timestamp::UNIX_EPOCH)
            .await
            .unwrap()
            .account_id
    }

    #[tokio::test]
    async fn a_new_account_has_an_admin_settings_and_stages() {
        for engine in Engine::both() {
            let test = TestDb::new(engine).await;
            let db = test.db();
            let created = create(db, &ACME, Timestamp::UNIX_EPOCH).await.unwrap();
            assert_eq!(created.admin_email, "ada@acme.example");
            assert_eq!(find(db, "acme").await.unwrap(), Some(created.account_id));
            assert_eq!(find(db, "other").await.unwrap(), None);
            static STAGES: Sql = Sql::fixed(
                "SELECT COUNT(*), SUM(closed) FROM stage WHERE account_id = $1 AND ready_made = 1",
            );
            static HISTORY: Sql = Sql::fixed(
                "SELECT (SELECT COUNT(*) FROM person_history), (SELECT COUNT(*) FROM account_setting_history)",
            );
            let mut tx = db.snapshot().await.unwrap();
            let account = [created.account_id.into()];
            assert_eq!(
                tx.one(&STAGES, &account, |row| row.int(0)).await.unwrap(),
                Some(9)
            );
            assert_eq!(
                tx.one(&HISTORY, &[], |row| Ok((row.int(0)?, row.int(1)?)))
                    .await
                    .unwrap(),
                Some((1, 1))
            );
        }
    }

    #[tokio::test]
    async fn a_second_company_may_have_the_same_admin_but_not_the_same_slug() {
        for engine in Engine::both() {
            let test = TestDb::new(engine).await;
            let db = test.db();
            let first = create(db, &ACME, Timestamp::UNIX_EPOCH).await.unwrap();
            let taken = create(db, &ACME, Timestamp::UNIX_EPOCH).await;
            assert_eq!(taken, Err(NoAccount::Taken("acme".to_owned())));
            let second = create(
                db,
                &NewAccount {
                    slug: "bolt",
                    ..ACME
                },
                Timestamp::UNIX_EPOCH,
            )
            .await
            .unwrap();
            assert_ne!(first.account_id, second.account_id);
            static IDENTITIES: Sql = Sql::fixed("SELECT COUNT(*) FROM identity");
            let mut tx = db.snapshot().await.unwrap();
            assert_eq!(
                tx.one(&IDENTITIES, &[], |row| row.int(0)).await.unwrap(),
                Some(1)
            );
        }
    }

    #[test]
    fn a_slug_is_a_short_word_that_no_address_of_the_program_uses() {
        for good in ["ac", "a1-b", "acme", &"a".repeat(40)] {
            assert_eq!(check_slug(good), Ok(()), "{good}");
        }
        for wrong in [
            "",
            "a",
            "1a",
            "-a",
            "Acme",
            "a_b",
            "a b",
            "ä1",
            &"a".repeat(41),
        ] {
            assert_eq!(
                check_slug(wrong),
                Err(NoAccount::Slug(wrong.to_owned())),
                "{wrong}"
            );
        }
        assert_eq!(
            check_slug("api"),
            Err(NoAccount::Reserved("api".to_owned()))
        );
    }
}
