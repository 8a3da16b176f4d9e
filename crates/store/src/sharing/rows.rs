//! Grants as they are kept, with their history.

use crate::bundle::history;
use crate::engine::{Column, Kind, Row as Read, Sql, Tx, Upsert};
use crate::error::Result;
use access::Module;
use access::roles::BuiltIn;
use std::sync::LazyLock;

/// A grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) public_id: [u8; 16],
    pub(super) person: i64,
    /// The subject's module, by its place in the catalogue, and its internal key.
    pub(super) subject: (i64, i64),
    pub(super) built_in: Option<String>,
    pub(super) role: Option<i64>,
    pub(super) permissions: Option<String>,
    pub(super) starts_at: Option<i64>,
    pub(super) expires_at: Option<i64>,
    pub(super) revoked_at: Option<i64>,
    pub(super) days_back: Option<i64>,
    pub(super) notes: Option<String>,
    pub(super) opened_by: Option<i64>,
    pub(super) opened_at: Option<i64>,
}

const COLUMNS: &str = "id, public_id, person_id, subject_module, subject_id, built_in, role_id, permissions, \
     starts_at, expires_at, revoked_at, days_back, notes, opened_by_id, opened_at";

fn row(read: &Read<'_>) -> Result<Row> {
    let text = |at: usize| Ok::<_, crate::StoreError>(read.opt_text(at)?.map(str::to_owned));
    Ok(Row {
        id: read.int(0)?,
        public_id: read.id(1)?,
        person: read.int(2)?,
        subject: (read.int(3)?, read.int(4)?),
        built_in: text(5)?,
        role: read.opt_int(6)?,
        permissions: text(7)?,
        starts_at: read.opt_int(8)?,
        expires_at: read.opt_int(9)?,
        revoked_at: read.opt_int(10)?,
        days_back: read.opt_int(11)?,
        notes: text(12)?,
        opened_by: read.opt_int(13)?,
        opened_at: read.opt_int(14)?,
    })
}

impl Row {
    /// The level it is made with, where it stands in a customer's external access table.
    pub(super) fn level(&self) -> Option<BuiltIn> {
        let role = self.built_in.as_deref().and_then(BuiltIn::named)?;
        let in_the_table = self.subject.0 == Module::Customers as i64 && self.permissions.is_none();
        (in_the_table && role.is_level()).then_some(role)
    }

    /// Whether it is a living owner's, which nobody but its holder may end.
    pub(super) fn is_owners(&self) -> bool {
        self.built_in.as_deref() == Some(BuiltIn::L90.name()) && self.revoked_at.is_none()
    }
}

fn statement(condition: &str) -> Sql {
    Sql::built(format!(
        "SELECT {COLUMNS} FROM access_grant WHERE account_id = $1 AND {condition}"
    ))
}

/// Neither revoked nor over; some may start later.
const LASTS: &str = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)";

/// The grants of these users that are not over.
pub(super) async fn lasting_of(
    tx: &mut Tx,
    account: i64,
    people: &[i64],
    now: i64,
) -> Result<Vec<Row>> {
    static OF: LazyLock<Sql> =
        LazyLock::new(|| statement(&format!("person_id = ANY($2) AND {LASTS} ORDER BY id")));
    tx.rows(&OF, &[account.into(), people.into(), now.into()], row)
        .await
}

/// The grants on an item that were not revoked.
pub(super) async fn on(tx: &mut Tx, account: i64, subject: (i64, i64)) -> Result<Vec<Row>> {
    static ON: LazyLock<Sql> = LazyLock::new(|| {
        statement("subject_module = $2 AND subject_id = $3 AND revoked_at IS NULL ORDER BY id")
    });
    tx.rows(
        &ON,
        &[account.into(), subject.0.into(), subject.1.into()],
        row,
    )
    .await
}

/// Every grant of a user that was not revoked.
pub(super) async fn of(tx: &mut Tx, account: i64, person: i64) -> Result<Vec<Row>> {
    static OF: LazyLock<Sql> =
        LazyLock::new(|| statement("person_id = $2 AND revoked_at IS NULL ORDER BY id"));
    tx.rows(&OF, &[account.into(), person.into()], row).await
}

/// Every grant of the account that was not revoked.
pub(super) async fn all(tx: &mut Tx, account: i64) -> Result<Vec<Row>> {
    static ALL: LazyLock<Sql> = LazyLock::new(|| statement("revoked_at IS NULL ORDER BY id"));
    tx.rows(&ALL, &[account.into()], row).await
}

/// The grant with that public id.
pub(super) async fn by_public_id(tx: &mut Tx, account: i64, id: [u8; 16]) -> Result<Option<Row>> {
    static BY: LazyLock<Sql> = LazyLock::new(|| statement("public_id = $2"));
    tx.one(&BY, &[account.into(), id.into()], row).await
}

/// The grant with that internal key.
pub(super) async fn by_id(tx: &mut Tx, account: i64, id: i64) -> Result<Option<Row>> {
    static BY: LazyLock<Sql> = LazyLock::new(|| statement("id = $2"));
    tx.one(&BY, &[account.into(), id.into()], row).await
}

/// Writes grants, new ones and changed ones, with the instant from which they are so.
pub(super) async fn write(tx: &mut Tx, account: i64, now: i64, rows: &[Row]) -> Result<()> {
    const fn column(name: &'static str, kind: Kind) -> Column {
        Column { name, kind }
    }
    static WRITTEN: [Column; 16] = [
        column("account_id", Kind::Int),
        column("id", Kind::Int),
        column("public_id", Kind::Blob),
        column("person_id", Kind::Int),
        column("subject_module", Kind::Int),
        column("subject_id", Kind::Int),
        column("built_in", Kind::Text),
        column("role_id", Kind::Int),
        column("permissions", Kind::Text),
        column("starts_at", Kind::Int),
        column("expires_at", Kind::Int),
        column("revoked_at", Kind::Int),
        column("days_back", Kind::Int),
        column("notes", Kind::Text),
        column("opened_by_id", Kind::Int),
        column("opened_at", Kind::Int),
    ];
    static GRANT: Upsert = Upsert::updating("access_grant", &WRITTEN, &["account_id", "id"]);
    let mut batch = GRANT.batch();
    for row in rows {
        batch
            .int(account)
            .int(row.id)
            .blob(&row.public_id)
            .int(row.person);
        batch.int(row.subject.0).int(row.subject.1);
        batch.opt_text(row.built_in.as_deref()).opt_int(row.role);
        batch.opt_text(row.permissions.as_deref());
        batch
            .opt_int(row.starts_at)
            .opt_int(row.expires_at)
            .opt_int(row.revoked_at);
        batch.opt_int(row.days_back).opt_text(row.notes.as_deref());
        batch.opt_int(row.opened_by).opt_int(row.opened_at);
    }
    tx.upsert_many(&GRANT, &batch).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    history::again(tx, account, now, "grant", &ids).await
}
