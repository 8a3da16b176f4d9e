//! Brings a database to this version's schema, one numbered file after the other.
//!
//! The files are portable SQL, run on both engines. A statement that only one of them can take has a line
//! `-- only: postgres` or `-- only: sqlite` before it. A file that was released is never edited.

mod script;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::engine::{Db, Sql, Tx};
use crate::error::{Result, StoreError};

/// One numbered step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number; steps are applied in this order.
    pub version: i64,
    /// What it is about, as in its file name.
    pub name: &'static str,
    /// Its statements.
    pub text: &'static str,
}

/// What a migration run found and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The schema version before; 0 for an empty database.
    pub from: i64,
    /// The schema version now.
    pub to: i64,
    /// The steps applied, as `0001_name`.
    pub applied: Vec<String>,
}

/// Lists files of `migrations/` by number and name.
macro_rules! migrations {
    ($($version:literal $name:literal $file:literal),* $(,)?) => {
        &[$(Migration {
            version: $version,
            name: $name,
            text: include_str!(concat!("../migrations/", $file)),
        }),*]
    };
}

/// Every step of the schema, oldest first.
pub const MIGRATIONS: &[Migration] = migrations![
    1 "ground" "0001_ground.sql",
    2 "identity" "0002_identity.sql",
    3 "mail" "0003_mail.sql",
    4 "sharing" "0004_sharing.sql",
    6 "writes" "0006_writes.sql",
    7 "files" "0007_files.sql",
];

// Any number will do as long as nothing else in the database locks it.
const LOCK_OUT_OTHER_SERVERS: &str = "select pg_advisory_xact_lock(7311954620)";

const TABLE: &str = "create table if not exists schema_migration (
    version BIGINT not null primary key,
    name TEXT not null,
    checksum TEXT not null,
    applied_at BIGINT not null
)";

static APPLIED: Sql =
    Sql::fixed("select version, name, checksum from schema_migration order by version");

static RECORD: Sql = Sql::fixed(
    "insert into schema_migration (version, name, checksum, applied_at) values ($1, $2, $3, $4)",
);

/// Brings the database to this program's schema. Safe when several servers start at once.
///
/// Refuses a database of a later program (`Newer`) and one made by other files of the same numbers (`Changed`).
pub async fn migrate(db: &Db, now: Timestamp) -> Result<Report> {
    migrate_with(db, MIGRATIONS, now).await
}

/// Like [`migrate`], with steps of the caller's choice, in order of their version.
pub async fn migrate_with(db: &Db, migrations: &[Migration], now: Timestamp) -> Result<Report> {
    let mut tx = turn(db).await?;
    tx.run_script(TABLE).await?;
    let from = applied(&mut tx, migrations)
        .await?
        .last()
        .copied()
        .unwrap_or(0);
    tx.commit().await?;
    let mut report = Report {
        from,
        to: from,
        applied: Vec::new(),
    };
    for migration in migrations {
        let mut tx = turn(db).await?;
        // Asked anew under the lock: another server may have been faster.
        let done = applied(&mut tx, migrations).await?;
        if !done.contains(&migration.version) {
            apply(&mut tx, migration, now).await?;
            tx.commit().await?;
            report.applied.push(migration.label());
        }
        report.to = migration.version;
    }
    shared_secrets(db).await?;
    Ok(report)
}

/// Makes the secrets that all servers share, once the table for them is there.
async fn shared_secrets(db: &Db) -> Result<()> {
    static TABLE_OF_SECRETS: Sql =
        Sql::fixed("select 1 from schema_migration where name = 'ground'");
    let mut tx = turn(db).await?;
    if tx
        .one(&TABLE_OF_SECRETS, &[], |row| row.int(0))
        .await?
        .is_some()
    {
        crate::secrets::ensure(&mut tx).await?;
    }
    tx.commit().await
}

/// A fingerprint of all steps together: equal for equal schemas.
pub fn fingerprint(migrations: &[Migration]) -> String {
    let all = migrations
        .iter()
        .map(|migration| migration.checksum())
        .collect::<Vec<_>>()
        .join(" ");
    hex(&Sha256::digest(all))
}

/// The steps up to a version of the schema.
pub(crate) fn up_to(version: i64) -> &'static [Migration] {
    let steps = MIGRATIONS
        .iter()
        .take_while(|migration| migration.version <= version)
        .count();
    &MIGRATIONS[..steps]
}

/// The names of the tables that the steps make and keep, in the order in which they were made.
pub(crate) fn tables(migrations: &[Migration]) -> Vec<String> {
    let mut tables: Vec<String> = Vec::new();
    for statement in migrations
        .iter()
        .flat_map(|migration| script::statements(migration.text))
    {
        if let Some(made) = statement.creates_table() {
            tables.push(made.to_owned());
        }
        if let Some(gone) = statement.drops_table() {
            tables.retain(|table| table != gone);
        }
    }
    tables
}

/// The last step that the database has had; 0 for none.
///
/// # Errors
/// `Newer` and `Changed`, where it is not a database of these steps.
pub(crate) async fn standing(tx: &mut Tx, migrations: &[Migration]) -> Result<i64> {
    Ok(applied(tx, migrations).await?.last().copied().unwrap_or(0))
}

/// Whether the database has this program's schema, without changing anything.
///
/// # Errors
/// `Older`, `Newer` or `Changed`, where it has another one.
pub async fn check(db: &Db) -> Result<()> {
    let mut tx = db.snapshot().await?;
    let found = match has_steps(&mut tx).await? {
        true => standing(&mut tx, MIGRATIONS).await?,
        false => 0,
    };
    tx.done();
    let needed = MIGRATIONS.last().map_or(0, |migration| migration.version);
    if found < needed {
        return Err(StoreError::Older { found, needed });
    }
    Ok(())
}

/// Whether any step was ever applied.
pub(crate) async fn has_steps(tx: &mut Tx) -> Result<bool> {
    static TABLE_OF_STEPS: Sql = Sql::two(
        "select 1 from pg_class where oid = to_regclass('schema_migration')",
        "select 1 from sqlite_schema where type = 'table' and name = 'schema_migration'",
    );
    Ok(tx.one(&TABLE_OF_STEPS, &[], |_| Ok(())).await?.is_some())
}

/// A write that no other migrating server shares.
async fn turn(db: &Db) -> Result<Tx> {
    let mut tx = db.write().await?;
    if tx.on_postgres() {
        tx.run_script(LOCK_OUT_OTHER_SERVERS).await?;
    }
    Ok(tx)
}

/// The versions the database has, after comparing them with those we know.
async fn applied(tx: &mut Tx, known: &[Migration]) -> Result<Vec<i64>> {
    let rows = tx
        .rows(&APPLIED, &[], |row| {
            Ok((
                row.int(0)?,
                row.text(1)?.to_owned(),
                row.text(2)?.to_owned(),
            ))
        })
        .await?;
    let last_known = known.last().map_or(0, |migration| migration.version);
    if let Some((found, _, _)) = rows.last()
        && *found > last_known
    {
        return Err(StoreError::Newer {
            found: *found,
            known: last_known,
        });
    }
    for (version, name, checksum) in &rows {
        let ours = known.iter().find(|migration| migration.version == *version);
        if ours.is_none_or(|migration| migration.checksum() != *checksum) {
            return Err(StoreError::Changed(label(*version, name)));
        }
    }
    Ok(rows.into_iter().map(|(version, _, _)| version).collect())
}

async fn apply(tx: &mut Tx, migration: &Migration, now: Timestamp) -> Result<()> {
    let on_postgres = tx.on_postgres();
    let mut statements = script::statements(migration.text);
    statements.retain(|statement| statement.runs_on(on_postgres));
    for (n, statement) in statements.iter().enumerate() {
        tx.run_script(statement.text)
            .await
            .map_err(|error| match error {
                StoreError::Broken(said) => StoreError::Broken(format!(
                    "migration `{}`, statement {}: {said}",
                    migration.label(),
                    n + 1
                )),
                other => other,
            })?;
    }
    let checksum = migration.checksum();
    let record = [
        migration.version.into(),
        migration.name.into(),
        (&checksum).into(),
        now.as_microsecond().into(),
    ];
    tx.execute(&RECORD, &record).await?;
    Ok(())
}

impl Migration {
    fn label(&self) -> String {
        label(self.version, self.name)
    }

    fn checksum(&self) -> String {
        hex(&Sha256::digest(self.text))
    }
}

fn label(version: i64, name: &str) -> String {
    format!("{version:04}_{name}")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
