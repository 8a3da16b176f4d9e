//! The item that a question is about, and the user.

use crate::engine::{Row, Sql, SqlBuilder, Tx};
use crate::error::Result;
use crate::visible::table::{Dated, Table, counts_as_sent, table};
use crate::{email, ids};
use access::Module;
use access::rule::Facts;
use std::sync::LazyLock;

/// An item with everything that can lead to it.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) id: i64,
    pub(super) public_id: [u8; 16],
    pub(super) facts: Facts,
    pub(super) project: Option<i64>,
    pub(super) customer: Option<i64>,
    /// A task's parent, or the estimate an invoice was made from.
    pub(super) above: Option<i64>,
}

/// Reads `tasks/ID`; the id is the server's, or else the bundle's. `None` where there is no such
/// module or item.
pub(super) async fn item(
    tx: &mut Tx,
    account: i64,
    named: &str,
    at: i64,
) -> Result<Option<Target>> {
    let Some((module, id)) = named.split_once('/') else {
        return Ok(None);
    };
    let Some(module) = Module::named(module) else {
        return Ok(None);
    };
    let from = table(module);
    let columns = columns(from);
    let mut sql = SqlBuilder::new("");
    let account_number = sql.parameter(account);
    let public_id = sql.parameter(ids::parse(id));
    let source_id = sql.parameter(id);
    for (rank, column, value) in [("0", "public_id", public_id), ("1", "source_id", source_id)] {
        sql.push(if rank == "1" {
            " UNION ALL SELECT "
        } else {
            "SELECT "
        });
        for piece in [
            rank,
            ", id, public_id, ",
            columns.as_str(),
            " FROM ",
            from.name,
        ] {
            sql.push(piece);
        }
        sql.push(" WHERE account_id = ").again(account_number);
        sql.push(" AND ").push(column).push(" = ").again(value);
    }
    sql.push(" ORDER BY 1 LIMIT 1");
    let (sql, values) = sql.finish();
    tx.one(&sql, &values, |row| target(row, from, at)).await
}

/// Project, customer, what it hangs under, record date, status and when it was sent.
fn columns(from: &Table) -> String {
    const NONE: &str = "CAST(NULL AS BIGINT)";
    let (status, sent_at) = if from.is_document() {
        ("status", "sent_at")
    } else {
        (NONE, NONE)
    };
    [
        if from.in_project { "project_id" } else { NONE },
        if from.of_customer {
            "customer_id"
        } else {
            NONE
        },
        match from.module {
            Module::Tasks => "parent_id",
            Module::Invoices => "estimate_id",
            _ => NONE,
        },
        record_column(from),
        status,
        sent_at,
    ]
    .join(", ")
}

/// The column that windows are measured by, or no value.
pub(super) fn record_column(from: &Table) -> &'static str {
    match from.dated {
        Dated::No => "CAST(NULL AS BIGINT)",
        Dated::Day(column) | Dated::Instant(column) => column,
    }
}

fn target(row: &Row<'_>, from: &Table, at: i64) -> Result<Target> {
    let status = row.opt_int(7)?.unwrap_or_default();
    Ok(Target {
        id: row.int(1)?,
        public_id: row.id(2)?,
        facts: Facts {
            module: from.module,
            record: from.record(row.opt_int(6)?),
            sent: counts_as_sent(from.module, status, row.opt_int(8)?, at),
        },
        project: row.opt_int(3)?,
        customer: row.opt_int(4)?,
        above: row.opt_int(5)?,
    })
}

/// The internal key of a user, named by the server's id, the bundle's, or the e-mail address.
pub(super) async fn user(tx: &mut Tx, account: i64, named: &str) -> Result<Option<i64>> {
    static USER: LazyLock<Sql> = LazyLock::new(|| {
        let by = |rank, column| {
            format!("SELECT {rank}, id FROM person WHERE account_id = $1 AND {column}")
        };
        Sql::built(format!(
            "{} UNION ALL {} UNION ALL {} ORDER BY 1 LIMIT 1",
            by(0, "public_id = $2"),
            by(1, "source_id = $3"),
            by(2, "email = $4"),
        ))
    });
    let address = email::normal(named).unwrap_or_default();
    let values = [
        account.into(),
        ids::parse(named).into(),
        named.into(),
        address.as_str().into(),
    ];
    tx.one(&USER, &values, |row| row.int(1)).await
}
