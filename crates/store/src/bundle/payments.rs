//! Writes the payments of invoices.

use super::hand::Change;
use crate::accounts::{allocate, random_id};
use crate::engine::{Column, Kind as Type, Sql, Tx, Upsert, Value};
use crate::error::Result;
use std::collections::{HashMap, HashSet};

static COLUMNS: [Column; 8] = [
    Column {
        name: "account_id",
        kind: Type::Int,
    },
    Column {
        name: "id",
        kind: Type::Int,
    },
    Column {
        name: "public_id",
        kind: Type::Blob,
    },
    Column {
        name: "invoice_id",
        kind: Type::Int,
    },
    Column {
        name: "position",
        kind: Type::Int,
    },
    Column {
        name: "paid_on",
        kind: Type::Int,
    },
    Column {
        name: "amount",
        kind: Type::Int,
    },
    Column {
        name: "method",
        kind: Type::Text,
    },
];
static PAYMENT: Upsert = Upsert::updating("payment", &COLUMNS, &["account_id", "id"]);
static READ: Sql = Sql::fixed(
    "SELECT invoice_id, id, public_id, position, paid_on, amount, method FROM payment \
     WHERE account_id = $1 AND invoice_id = ANY($2) ORDER BY invoice_id, position",
);
static DROP: Sql = Sql::fixed("DELETE FROM payment WHERE account_id = $1 AND id = ANY($2)");

struct Kept {
    id: i64,
    public_id: [u8; 16],
    position: i64,
    paid_on: Option<i64>,
    amount: i64,
    method: Option<String>,
}

/// Writes the payments that differ, each at its place in the list; gives the invoices whose payments did.
pub(crate) async fn write(
    tx: &mut Tx,
    account: i64,
    changes: &[Change<'_>],
) -> Result<HashSet<i64>> {
    let mut before = read(tx, account, changes).await?;
    let wanted: usize = changes.iter().map(|change| change.row.payments.len()).sum();
    let mut next = if wanted == 0 {
        0
    } else {
        allocate(tx, account, wanted as i64).await?
    };
    let mut batch = PAYMENT.batch();
    let mut gone = Vec::new();
    let mut differing = HashSet::new();
    for change in changes {
        let mut there = before.remove(&change.id).unwrap_or_default().into_iter();
        for (position, payment) in (0_i64..).zip(&change.row.payments) {
            let kept = there.next();
            if let Some(kept) = &kept
                && (kept.position, kept.paid_on, kept.amount)
                    == (position, payment.paid_on, payment.amount)
                && kept.method.as_deref() == payment.method.as_deref()
            {
                continue;
            }
            differing.insert(change.id);
            let (id, public_id) =
                kept.map_or_else(|| (next, random_id()), |kept| (kept.id, kept.public_id));
            next += i64::from(id == next);
            batch
                .int(account)
                .int(id)
                .blob(&public_id)
                .int(change.id)
                .int(position);
            batch
                .opt_int(payment.paid_on)
                .int(payment.amount)
                .opt_text(payment.method.as_deref());
        }
        for beyond in there {
            differing.insert(change.id);
            gone.push(beyond.id);
        }
    }
    if !gone.is_empty() {
        tx.execute(&DROP, &[account.into(), Value::Ids(&gone)])
            .await?;
    }
    tx.upsert_many(&PAYMENT, &batch).await?;
    Ok(differing)
}

async fn read(
    tx: &mut Tx,
    account: i64,
    changes: &[Change<'_>],
) -> Result<HashMap<i64, Vec<Kept>>> {
    let known: Vec<i64> = changes
        .iter()
        .filter(|change| change.before.is_some())
        .map(|change| change.id)
        .collect();
    let mut all: HashMap<i64, Vec<Kept>> = HashMap::new();
    if known.is_empty() {
        return Ok(all);
    }
    let rows = tx
        .rows(&READ, &[account.into(), Value::Ids(&known)], |row| {
            let kept = Kept {
                id: row.int(1)?,
                public_id: row.id(2)?,
                position: row.int(3)?,
                paid_on: row.opt_int(4)?,
                amount: row.int(5)?,
                method: row.opt_text(6)?.map(str::to_owned),
            };
            Ok((row.int(0)?, kept))
        })
        .await?;
    for (invoice, kept) in rows {
        all.entry(invoice).or_default().push(kept);
    }
    Ok(all)
}
